//! Passes over matches of which nothing is asked but the best, how many there are and how many stories. What counts
//! facets or collapses hits is in `collect`.

use tantivy::query::Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, Term};

use super::collect::{BLOCK, Best, Pass};
use crate::error::Result;

impl Pass<'_> {
    /// Every match with its score; returns how many there are.
    pub(super) fn bare(
        &mut self,
        weight: &dyn Weight,
        reader: &SegmentReader,
        segment: usize,
        best: &mut Best<'_>,
    ) -> Result<u64> {
        let (ties, stop) = (self.ties, self.stop);
        let ties = &ties.segments[segment];
        let alive = reader.alive_bitset();
        let mut waiting: Vec<DocId> = Vec::with_capacity(BLOCK);
        let mut total = 0;
        let mut ended = false;
        weight.for_each(reader, &mut |doc, score| {
            if ended || alive.is_some_and(|alive| !alive.is_alive(doc)) {
                return;
            }
            if score >= best.floor {
                best.offer(score, segment as u32, doc, ties);
            }
            waiting.push(doc);
            if waiting.len() == BLOCK {
                total += self.take_all(segment, &waiting);
                waiting.clear();
                ended = stop.asked();
            }
        })?;
        Ok(total + self.take_all(segment, &waiting))
    }

    /// How many articles of a segment have a term, read by blocks without frequencies. With it the best of them
    /// may be found by pruning, which leaves matches out.
    pub(super) fn count_term(
        &mut self,
        term: &Term,
        reader: &SegmentReader,
        segment: usize,
    ) -> Result<u64> {
        let inverted = reader.inverted_index(term.field())?;
        let blocks = inverted.read_block_postings(term, IndexRecordOption::Basic);
        let Some(mut blocks) = blocks.map_err(tantivy::TantivyError::from)? else {
            return Ok(0);
        };
        let alive = reader.alive_bitset();
        if alive.is_none() && self.stories.is_none() {
            return Ok(u64::from(blocks.doc_freq()));
        }
        let mut total = 0;
        let mut found: Vec<DocId> = Vec::new();
        for n in 1.. {
            let docs = blocks.docs();
            if docs.is_empty() || (n % (BLOCK / 128) == 0 && self.stop.asked()) {
                break;
            }
            total += match alive {
                None => self.take_all(segment, docs),
                Some(alive) => {
                    found.clear();
                    found.extend(docs.iter().filter(|&&doc| alive.is_alive(doc)));
                    self.take_all(segment, &found)
                }
            };
            blocks.advance();
        }
        Ok(total)
    }

    /// Takes matches that are alive; returns how many.
    fn take_all(&mut self, segment: usize, docs: &[DocId]) -> u64 {
        if let Some(stories) = &mut self.stories {
            stories.take_all(segment, docs);
        }
        docs.len() as u64
    }
}

//! Stories that are new: what matches among the articles that were not seen before.

use std::collections::{HashMap, HashSet};

use tantivy::DocAddress;
use tantivy::query::EnableScoring;

use super::collect::Candidate;
use super::order::Keys;
use super::request::{Request, Sort};
use super::response::Hit;
use super::searcher::Searcher;
use crate::error::Result;
use crate::query::Note;

/// New stories that a query finds.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Fresh {
    /// New stories, those not shown included.
    pub total: u64,
    /// The newest of them, one copy each, the latest first.
    pub hits: Vec<Hit>,
    /// What was ignored, expanded or read otherwise.
    pub notes: Vec<Note>,
}

impl Searcher {
    /// Hashes of the ids of all articles, ascending. 8 bytes an article.
    ///
    /// # Errors
    /// [`crate::Error::Engine`] if a column can't be read.
    pub fn id_hashes(&self) -> Result<Vec<u64>> {
        let segments = self.ties()?.segments.iter();
        let mut hashes: Vec<u64> = segments
            .zip(self.searcher.segment_readers())
            .flat_map(|(ties, reader)| reader.doc_ids_alive().map(|d| ties.id_hash[d as usize]))
            .collect();
        hashes.sort_unstable();
        Ok(hashes)
    }

    /// The stories that match and were not seen: no article of them that matches is among `seen`,
    /// hashes of ids in ascending order. Every word must be there, nothing is relaxed. Of
    /// `request` the query, the saved queries, the limit and the fragments count.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn fresh(&self, request: &Request, seen: &[u64]) -> Result<Fresh> {
        let parsed = self.read(request)?;
        let mut lowering = self.lowering()?;
        let lowered = lowering
            .lower(&parsed.ast)
            .map_err(|error| parsed.locate(error))?;
        let mut notes = parsed.notes.clone();
        notes.extend(lowering.take_notes());
        let families = self.families()?;
        let ties = self.ties()?;
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let weight = lowered.query.weight(scoring)?;
        let candidate = |at: DocAddress| {
            let ties = &ties.segments[at.segment_ord as usize];
            let (published, hash) = (
                ties.published[at.doc_id as usize],
                ties.id_hash[at.doc_id as usize],
            );
            let mut key = Keys::default();
            key[0] = published;
            let mut candidate = Candidate::at(0.0, key, published, hash);
            candidate.address = at;
            candidate
        };
        // Stories of which a matching copy was seen; and of the others the earliest new copy.
        let mut old = HashSet::new();
        let mut new: HashMap<u32, u32> = HashMap::new();
        let mut best = Vec::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let hashes = &ties.segments[segment].id_hash;
            weight.for_each_no_score(reader, &mut |docs| {
                for &doc in docs.iter().filter(|doc| !reader.is_deleted(**doc)) {
                    let known = seen.binary_search(&hashes[doc as usize]).is_ok();
                    let member = families.and_then(|families| families.member(segment, doc));
                    match (families.zip(member), known) {
                        (Some((families, member)), true) => {
                            old.insert(families.family(member));
                        }
                        (Some((families, member)), false) => {
                            let first = new.entry(families.family(member)).or_insert(member);
                            *first = member.min(*first);
                        }
                        (None, true) => {}
                        (None, false) => {
                            best.push(candidate(DocAddress::new(segment as u32, doc)));
                        }
                    }
                }
            })?;
        }
        new.retain(|family, _| !old.contains(family));
        let shown = families.iter().flat_map(|families| {
            let members = new.values();
            members.map(|member| candidate(families.address(*member)))
        });
        best.extend(shown);
        best.sort_unstable();
        let total = best.len() as u64;
        best.truncate(request.limit);
        let articles = best.iter().map(|c| self.article_at(c.address));
        let articles: Vec<_> = articles.collect::<Result<_>>()?;
        let request = Request {
            offset: 0,
            sort: Sort::Newest,
            ..request.clone()
        };
        let hits = self.hits(&request, &best, &articles, &lowered.lights)?;
        Ok(Fresh { total, hits, notes })
    }
}

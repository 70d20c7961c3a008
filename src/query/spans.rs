//! Phrases and words of a zone as a Tantivy query: our own scorer on postings and positions.
//!
//! Tantivy's phrase query knows neither doubled positions (see `analysis`), nor zones, nor several
//! forms at one place. Documents are found by intersection, rarest place first; positions are read
//! only of documents that have every place.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::places::{Place, match_phrase};
use super::runs::{self, Counted};
use super::wildcard::terms_of_glob;
use crate::analysis::positions::{ending_of, word_of};
use crate::analysis::{ANY, GROWN_AFTER, GROWN_BEFORE};
use crate::schema::{Fields, Zone};

/// Words at given places of one field, as a whole inside one zone if that is given.
#[derive(Debug, Clone)]
pub(super) struct SpanQuery {
    /// The field.
    pub(super) field: Field,
    /// Handles, for the columns that bound zones.
    pub(super) fields: Fields,
    /// The zone that every word must stand in.
    pub(super) zone: Option<Zone>,
    /// The places, at least one of them not open.
    pub(super) places: Arc<Vec<Place>>,
    /// See [`match_phrase`].
    pub(super) slop: u32,
    /// How many articles match, for a run; counted once.
    pub(super) counted: Counted,
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled {
                statistics_provider,
                searcher,
            } if self.is_run() => {
                let (query, bm25) = (self.clone(), None);
                let matching = SpanWeight { query, bm25 };
                let articles = runs::count(&self.counted, &matching, searcher)?;
                Some(runs::bm25(articles, self.field, statistics_provider)?)
            }
            EnableScoring::Enabled {
                statistics_provider,
                ..
            } => {
                let terms = self.scored_terms();
                let found = !terms.is_empty();
                found
                    .then(|| Bm25Weight::for_terms(statistics_provider, &terms))
                    .transpose()?
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(SpanWeight {
            query: self.clone(),
            bm25,
        }))
    }
}

impl SpanQuery {
    /// Whether it is ranked as one word, see `runs`.
    fn is_run(&self) -> bool {
        self.slop == 0 && runs::is_run(&self.places)
    }

    /// One term a place, for the phrase's weight: the sum of their idf (as Tantivy's and Lucene's).
    fn scored_terms(&self) -> Vec<Term> {
        let first = |place: &Place| match place {
            Place::Forms(forms) => forms
                .first()
                .map(|f| Term::from_field_text(self.field, &f.term)),
            Place::Any | Place::Glob(_) => None,
        };
        self.places.iter().filter_map(first).collect()
    }
}

struct SpanWeight {
    query: SpanQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for SpanWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let query = &self.query;
        let inverted = reader.inverted_index(query.field)?;
        let mut filled = Vec::new();
        for (offset, place) in query.places.iter().enumerate() {
            let mut alternatives = Vec::new();
            let mut add = |info, endings: u64| -> tantivy::Result<()> {
                let option = IndexRecordOption::WithFreqsAndPositions;
                let postings = inverted.read_postings_from_terminfo(&info, option)?;
                if postings.doc() != TERMINATED {
                    alternatives.push(Alternative { postings, endings });
                }
                Ok(())
            };
            match place {
                Place::Any => continue,
                Place::Forms(forms) => {
                    for form in forms {
                        let term = Term::from_field_text(query.field, &form.term);
                        if let Some(info) = inverted.get_term_info(&term)? {
                            add(info, form.endings)?;
                        }
                    }
                }
                Place::Glob(glob) => {
                    terms_of_glob(inverted.terms(), glob, &mut |_, info, endings| {
                        add(info, endings)
                    })?;
                }
            }
            if alternatives.is_empty() {
                return Ok(Box::new(EmptyScorer));
            }
            filled.push(Filled {
                offset,
                alternatives,
                grown: 0,
                positions: Vec::new(),
                free: Vec::new(),
            });
        }
        if filled.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let run = self.bm25.is_some() && query.is_run();
        if run && let [first, .., last] = filled.as_mut_slice() {
            first.grown = u32::from(GROWN_BEFORE);
            last.grown = u32::from(GROWN_AFTER);
        }
        filled.sort_by_key(Filled::size);
        let bounds = match query.zone {
            Some(zone) => Some(ZoneBounds::open(reader, &query.fields, zone)?),
            None => None,
        };
        let norms = reader.fieldnorms_readers().get_field(query.field)?;
        let mut scorer = SpanScorer {
            n_places: query.places.len(),
            slop: query.slop,
            filled,
            bounds,
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
            bm25: self.bm25.as_ref().map(|weight| weight.boost_by(boost)),
            doc: 0,
            frequency: 0,
            run,
            free: 0,
        };
        let first = scorer.filled[0].doc();
        scorer.settle(first);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!(
                "{doc} does not match"
            )));
        }
        Ok(Explanation::new("words at their places", scorer.score()))
    }
}

/// One form of one place in one segment.
struct Alternative {
    postings: SegmentPostings,
    /// Endings that count, a bit for each number.
    endings: u64,
}

/// One place that is not open, in one segment.
struct Filled {
    offset: usize,
    alternatives: Vec<Alternative>,
    /// The bit of a position that says that a run goes on beyond this place; 0 inside.
    grown: u32,
    /// Word positions in the current document, ascending, each once.
    positions: Vec<u32>,
    /// Those of them where the run does not go on, if that is asked for.
    free: Vec<u32>,
}

impl Filled {
    fn size(&self) -> u32 {
        self.alternatives
            .iter()
            .map(|a| a.postings.size_hint())
            .sum()
    }

    /// The first document that one of the forms is in.
    fn doc(&self) -> DocId {
        self.alternatives
            .iter()
            .map(|a| a.postings.doc())
            .min()
            .unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let mut least = TERMINATED;
        for alternative in &mut self.alternatives {
            let postings = &mut alternative.postings;
            let doc = if postings.doc() < target {
                postings.seek(target)
            } else {
                postings.doc()
            };
            least = least.min(doc);
        }
        least
    }

    /// The first document after `doc` that one of the forms is in; the postings stand on it or
    /// beyond it.
    fn after(&mut self, doc: DocId) -> DocId {
        let mut least = TERMINATED;
        for alternative in &mut self.alternatives {
            let postings = &mut alternative.postings;
            let next = if postings.doc() == doc {
                postings.advance()
            } else {
                postings.doc()
            };
            least = least.min(next);
        }
        least
    }

    /// Reads the positions in `doc`; the postings stand on it or beyond it.
    fn read(&mut self, doc: DocId) {
        self.positions.clear();
        self.free.clear();
        let several = self.alternatives.len() > 1;
        for alternative in &mut self.alternatives {
            if alternative.postings.doc() != doc {
                continue;
            }
            let from = self.positions.len();
            alternative
                .postings
                .append_positions_with_offset(0, &mut self.positions);
            let read = &mut self.positions[from..];
            if self.grown != 0 {
                let free = read.iter().filter(|p| **p & self.grown == 0);
                self.free.extend(free.map(|p| word_of(*p)));
            }
            if alternative.endings == ANY {
                read.iter_mut()
                    .for_each(|position| *position = word_of(*position));
                continue;
            }
            let mut keep = from;
            for at in from..self.positions.len() {
                let position = self.positions[at];
                let ending = ending_of(position);
                if alternative.endings >> ending & 1 == 1 {
                    self.positions[keep] = word_of(position);
                    keep += 1;
                }
            }
            self.positions.truncate(keep);
        }
        if several {
            self.positions.sort_unstable();
        }
        // A word of a weighty zone stands in the postings several times.
        self.positions.dedup();
    }
}

/// Where a zone begins and ends in each article of a segment, in word positions.
struct ZoneBounds {
    start: Option<Column<u64>>,
    end: Option<Column<u64>>,
}

impl ZoneBounds {
    fn open(reader: &SegmentReader, fields: &Fields, zone: Zone) -> tantivy::Result<ZoneBounds> {
        let (start, end) = match zone {
            Zone::Headline | Zone::Standfirst => (None, Some(fields.body_start)),
            Zone::Lead => (Some(fields.body_start), Some(fields.lead_end)),
            Zone::Body => (Some(fields.body_start), Some(fields.caption_start)),
            Zone::Caption => (Some(fields.caption_start), None),
        };
        let column = |field: Option<Field>| {
            field
                .map(|f| reader.fast_fields().u64(fields.name(f)))
                .transpose()
        };
        Ok(ZoneBounds {
            start: column(start)?,
            end: column(end)?,
        })
    }

    /// First position and the position after the last.
    fn of(&self, doc: DocId) -> (u32, u32) {
        let read = |column: &Option<Column<u64>>, open: u32| match column {
            Some(column) => column.first(doc).map_or(open, |v| v as u32),
            None => open,
        };
        (read(&self.start, 0), read(&self.end, u32::MAX))
    }
}

struct SpanScorer {
    n_places: usize,
    slop: u32,
    /// Rarest first.
    filled: Vec<Filled>,
    bounds: Option<ZoneBounds>,
    norms: FieldNormReader,
    bm25: Option<Bm25Weight>,
    doc: DocId,
    frequency: u32,
    /// Whether the places are one run, see `runs`.
    run: bool,
    /// How many of the matches are a whole run.
    free: u32,
}

impl SpanScorer {
    /// Goes to the first match in `candidate` or after it.
    fn settle(&mut self, mut candidate: DocId) -> DocId {
        'documents: while candidate != TERMINATED {
            for place in &mut self.filled {
                let doc = place.seek(candidate);
                if doc > candidate {
                    candidate = doc;
                    continue 'documents;
                }
            }
            self.frequency = self.count(candidate);
            if self.frequency > 0 {
                break;
            }
            candidate = self.filled[0].after(candidate);
        }
        self.doc = candidate;
        candidate
    }

    /// How often the places are filled in `doc`.
    fn count(&mut self, doc: DocId) -> u32 {
        let (start, end) = self.bounds.as_ref().map_or((0, u32::MAX), |b| b.of(doc));
        for place in &mut self.filled {
            place.read(doc);
            if place.positions.is_empty() {
                return 0;
            }
        }
        if let ([one, other], 0, None, false) =
            (self.filled.as_slice(), self.slop, &self.bounds, self.run)
        {
            return count_pairs(one, other);
        }
        let mut frequency = 0;
        let mut lists: Vec<Option<&[u32]>> = vec![None; self.n_places];
        for place in &self.filled {
            lists[place.offset] = Some(&place.positions);
        }
        let mut free = 0;
        let edge = |bit: u8, position: u32| {
            self.filled
                .iter()
                .filter(|place| place.grown == u32::from(bit))
                .all(|place| place.free.binary_search(&position).is_ok())
        };
        match_phrase(&lists, self.slop, &mut |first, last| {
            if first >= start && last < end {
                frequency += 1;
                free += u32::from(self.run && edge(GROWN_BEFORE, first) && edge(GROWN_AFTER, last));
            }
        });
        self.free = free;
        frequency
    }
}

/// How often two places of an exact phrase are filled: the most frequent kind of phrase, and the
/// dearest where its words are common.
fn count_pairs(one: &Filled, other: &Filled) -> u32 {
    let (first, second) = if one.offset < other.offset {
        (one, other)
    } else {
        (other, one)
    };
    let apart = (second.offset - first.offset) as u32;
    let (mut i, mut j, mut count) = (0, 0, 0);
    // Without branches on order, which can't be foretold.
    while let (Some(&a), Some(&b)) = (first.positions.get(i), second.positions.get(j)) {
        let wanted = a + apart;
        count += u32::from(wanted == b);
        i += usize::from(wanted <= b);
        j += usize::from(wanted >= b);
    }
    count
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let next = self.filled[0].after(self.doc);
        self.settle(next)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target >= TERMINATED {
            self.doc = TERMINATED;
            return TERMINATED;
        }
        if self.doc >= target {
            return self.doc;
        }
        let next = self.filled[0].seek(target);
        self.settle(next)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.filled[0].size()
    }

    fn cost(&self) -> u64 {
        // Positions are read for each candidate: about ten times a posting.
        u64::from(self.size_hint()) * 10
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        match &self.bm25 {
            Some(bm25) if self.run => {
                let norm = self.norms.fieldnorm_id(self.doc);
                runs::score(bm25, norm, self.frequency, self.free)
            }
            Some(bm25) => bm25.score(self.norms.fieldnorm_id(self.doc), self.frequency),
            None => 1.0,
        }
    }
}

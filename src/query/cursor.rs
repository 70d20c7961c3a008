//! One leaf over the postings of one segment: which articles have all its words, and where its stretches stand.
//!
//! Articles are found by intersection, the rarest place first; positions are read only where every place is there,
//! place by place, and no further once one is empty.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::ast::LetterCase;
use super::bounds::{Bounds, inside};
use super::places::{Leaf, Place, match_phrase};
use super::spans::SpanQuery;
use super::stop::Stop;
use super::wildcard::terms_of;
use crate::analysis::positions::{case_of, ending_of, word_of};
use crate::analysis::{ANY, GROWN_AFTER, GROWN_BEFORE, is_frequent, pair_term};
use crate::schema::FieldKind;

/// One form of one place in one segment.
struct Alternative {
    postings: SegmentPostings,
    /// Endings that count, a bit for each number.
    endings: u64,
    /// Classes of letter case that count, a bit each.
    cases: u8,
}

/// Alternatives that are moved one by one.
const FEW: usize = 12;

/// Words that a pattern inside a phrase or proximity may stand for; the most frequent of a segment are taken, and the
/// lowering says so. Each costs about two kilobytes while the query runs.
pub(super) const MOST_WORDS: usize = 16_384;

/// Every class of letter case.
const ANY_CASE: u8 = 0b1111;

/// The classes of `analysis::positions::case_of` that a condition takes.
fn cases(case: LetterCase) -> u8 {
    match case {
        LetterCase::None => 0b0001,
        LetterCase::Some => 0b0110,
        LetterCase::All => 0b0100,
    }
}

/// One place that is not open, in one segment.
struct Filled {
    offset: usize,
    alternatives: Vec<Alternative>,
    /// By document: the alternatives that stand on it, so that a pattern of thousands of words is no slower to move
    /// than by the logarithm of its size. Empty where there are few.
    queue: BinaryHeap<Reverse<(DocId, u32)>>,
    /// The alternatives that are looked at in the current document.
    here: Vec<u32>,
    /// The bit of a position that says that a run goes on beyond this place; 0 inside.
    grown: u32,
    /// Word positions in the current document, ascending, each once.
    positions: Vec<u32>,
    /// Those of them where the run does not go on, if that is asked for.
    free: Vec<u32>,
}

impl Filled {
    fn size(&self) -> u32 {
        let sizes = self.alternatives.iter().map(|a| a.postings.size_hint());
        sizes.fold(0, u32::saturating_add)
    }

    fn new(offset: usize, alternatives: Vec<Alternative>) -> Filled {
        let mut queue = BinaryHeap::new();
        if alternatives.len() > FEW {
            let docs = alternatives.iter().map(|a| a.postings.doc());
            queue.extend(docs.zip(0..).map(Reverse));
        }
        Filled {
            offset,
            alternatives,
            queue,
            here: Vec::new(),
            grown: 0,
            positions: Vec::new(),
            free: Vec::new(),
        }
    }

    /// The first document that one of the forms is in.
    fn doc(&self) -> DocId {
        let docs = self.alternatives.iter().map(|a| a.postings.doc());
        docs.min().unwrap_or(TERMINATED)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if !self.queue.is_empty() {
            while let Some(mut first) = self.queue.peek_mut()
                && first.0.0 < target
            {
                let alternative = &mut self.alternatives[first.0.1 as usize];
                first.0.0 = alternative.postings.seek(target);
            }
            return self.queue.peek().map_or(TERMINATED, |first| first.0.0);
        }
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

    /// Reads the positions in `doc`; the postings stand on it or beyond it.
    fn read(&mut self, doc: DocId) {
        self.positions.clear();
        self.free.clear();
        let several = self.alternatives.len() > 1;
        self.here.clear();
        if self.queue.is_empty() {
            self.here.extend(0..self.alternatives.len() as u32);
        }
        while let Some(Reverse((at, n))) = self.queue.peek()
            && *at == doc
        {
            self.here.push(*n);
            self.queue.pop();
        }
        if self.alternatives.len() > FEW {
            self.queue
                .extend(self.here.iter().map(|&n| Reverse((doc, n))));
        }
        for &n in &self.here {
            let alternative = &mut self.alternatives[n as usize];
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
            if alternative.endings == ANY && alternative.cases == ANY_CASE {
                read.iter_mut().for_each(|p| *p = word_of(*p));
                continue;
            }
            let mut keep = from;
            for at in from..self.positions.len() {
                let position = self.positions[at];
                let fits = alternative.endings >> ending_of(position) & 1 == 1
                    && alternative.cases >> case_of(position) & 1 == 1;
                if fits {
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

/// A leaf in one segment, standing on an article that has all its words, or on the end.
pub(super) struct Cursor {
    n_places: usize,
    slop: u32,
    /// Rarest first.
    filled: Vec<Filled>,
    /// Pairs of frequent words that a match has: documents only.
    pairs: Vec<SegmentPostings>,
    bounds: Option<Bounds>,
    ranges: Vec<(u32, u32)>,
    doc: DocId,
    /// Whether the places are one run, see `runs`.
    run: bool,
    /// How many of the matches counted last are a whole run.
    pub(super) free: u32,
}

impl Cursor {
    /// Opens a leaf; none if one of its places has no term in the segment.
    pub(super) fn open(
        reader: &SegmentReader,
        query: &SpanQuery,
        leaf: &Leaf,
        run: bool,
    ) -> tantivy::Result<Option<Cursor>> {
        let (fields, field) = (&query.fields, query.field);
        let inverted = reader.inverted_index(field)?;
        let opening = Opening {
            inverted: &inverted,
            stop: &query.stop,
            field,
            stemmed: fields.declared(field).kind == FieldKind::Text,
        };
        let mut filled = Vec::new();
        for (offset, place) in leaf.places.iter().enumerate() {
            if place.is_open() {
                continue;
            }
            let mut alternatives = Vec::new();
            opening.alternatives(place, ANY_CASE, &mut alternatives)?;
            if alternatives.is_empty() {
                return Ok(None);
            }
            if alternatives.len() > MOST_WORDS {
                alternatives.sort_by_key(|a| Reverse(a.postings.size_hint()));
                alternatives.truncate(MOST_WORDS);
            }
            filled.push(Filled::new(offset, alternatives));
        }
        if filled.is_empty() {
            return Ok(None);
        }
        if run && let [first, .., last] = filled.as_mut_slice() {
            first.grown = u32::from(GROWN_BEFORE);
            last.grown = u32::from(GROWN_AFTER);
        }
        let mut pairs = Vec::new();
        if leaf.slop == 0 && filled.len() > 2 && opening.stemmed {
            for two in leaf.places.windows(2) {
                let Some(pair) = frequent_pair(two) else {
                    continue;
                };
                let term = Term::from_field_text(field, &pair);
                match inverted.read_postings(&term, IndexRecordOption::Basic)? {
                    Some(postings) => pairs.push(postings),
                    None => return Ok(None),
                }
            }
        }
        filled.sort_by_key(Filled::size);
        pairs.sort_by_key(DocSet::size_hint);
        let bounds = match leaf.zone {
            Some(zone) => Some(Bounds::open(reader, fields, zone)?),
            None => None,
        };
        let mut cursor = Cursor {
            n_places: leaf.places.len(),
            slop: leaf.slop,
            filled,
            pairs,
            bounds,
            ranges: Vec::new(),
            doc: 0,
            run,
            free: 0,
        };
        let first = cursor.filled[0].doc();
        cursor.settle(first);
        Ok(Some(cursor))
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    /// Articles that the rarest place is in, at most.
    pub(super) fn size(&self) -> u32 {
        self.filled[0].size()
    }

    /// Goes to the first article from `target` on that has all the words.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if target >= TERMINATED {
            self.doc = TERMINATED;
        } else if self.doc < target {
            self.settle(target);
        }
        self.doc
    }

    fn settle(&mut self, mut candidate: DocId) -> DocId {
        'documents: while candidate != TERMINATED {
            for place in &mut self.filled {
                let doc = place.seek(candidate);
                if doc > candidate {
                    candidate = doc;
                    continue 'documents;
                }
            }
            for pair in &mut self.pairs {
                let doc = if pair.doc() < candidate {
                    pair.seek(candidate)
                } else {
                    pair.doc()
                };
                if doc > candidate {
                    candidate = doc;
                    continue 'documents;
                }
            }
            break;
        }
        self.doc = candidate;
        candidate
    }

    /// Calls `found` with the first and last position of each stretch in the current article.
    fn each(&mut self, found: &mut dyn FnMut(u32, u32)) {
        for place in &mut self.filled {
            place.read(self.doc);
            if place.positions.is_empty() {
                return;
            }
        }
        if let Some(bounds) = &self.bounds {
            bounds.ranges(self.doc, &mut self.ranges);
        }
        let mut lists: Vec<Option<&[u32]>> = vec![None; self.n_places];
        for place in &self.filled {
            lists[place.offset] = Some(&place.positions);
        }
        let everywhere = self.bounds.is_none();
        match_phrase(&lists, self.slop, &mut |first, last| {
            if everywhere || inside(&self.ranges, first, last) {
                found(first, last);
            }
        });
    }

    /// Appends the stretches in the current article.
    pub(super) fn stretches(&mut self, out: &mut Vec<(u32, u32)>) {
        self.each(&mut |first, last| out.push((first, last)));
    }

    /// How often the leaf stands in the current article.
    pub(super) fn count(&mut self) -> u32 {
        if let ([_, _], 0, None, false) =
            (self.filled.as_slice(), self.slop, &self.bounds, self.run)
        {
            for place in &mut self.filled {
                place.read(self.doc);
            }
            return count_pairs(&self.filled[0], &self.filled[1]);
        }
        let mut frequency = 0;
        if !self.run {
            self.each(&mut |_, _| frequency += 1);
            return frequency;
        }
        let mut found = Vec::new();
        self.stretches(&mut found);
        let edge = |bit: u8, position: u32| {
            self.filled
                .iter()
                .filter(|place| place.grown == u32::from(bit))
                .all(|place| place.free.binary_search(&position).is_ok())
        };
        let whole =
            |(first, last): &&(u32, u32)| edge(GROWN_BEFORE, *first) && edge(GROWN_AFTER, *last);
        self.free = found.iter().filter(whole).count() as u32;
        found.len() as u32
    }
}

/// The pair that two neighbouring places are, if both are one frequent word each.
pub(super) fn frequent_pair(places: &[Place]) -> Option<String> {
    let [Place::Forms(first), Place::Forms(second)] = places else {
        return None;
    };
    let ([first], [second]) = (first.as_slice(), second.as_slice()) else {
        return None;
    };
    let plain = first.endings == ANY && second.endings == ANY;
    (plain && is_frequent(&first.term) && is_frequent(&second.term))
        .then(|| pair_term(&first.term, &second.term))
}

/// Looks up what may stand at a place.
struct Opening<'a> {
    stop: &'a Stop,
    inverted: &'a InvertedIndexReader,
    field: Field,
    stemmed: bool,
}

impl Opening<'_> {
    fn alternatives(
        &self,
        place: &Place,
        letters: u8,
        out: &mut Vec<Alternative>,
    ) -> tantivy::Result<()> {
        let mut add = |info: &TermInfo, endings: u64| -> tantivy::Result<()> {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let postings = self.inverted.read_postings_from_terminfo(info, option)?;
            if postings.doc() != TERMINATED {
                out.push(Alternative {
                    postings,
                    endings,
                    cases: letters,
                });
            }
            Ok(())
        };
        match place {
            Place::Any => {}
            Place::Forms(forms) => {
                for form in forms {
                    let term = Term::from_field_text(self.field, &form.term);
                    if let Some(info) = self.inverted.get_term_info(&term)? {
                        add(&info, form.endings)?;
                    }
                }
            }
            Place::Printed(matcher) => {
                terms_of(
                    self.inverted.terms(),
                    self.stemmed,
                    matcher,
                    self.stop,
                    &mut |_, info, endings| add(&info, endings),
                )?;
            }
            Place::AnyOf(places) => {
                for place in places {
                    self.alternatives(place, letters, out)?;
                }
            }
            Place::Cased(case, place) => self.alternatives(place, letters & cases(*case), out)?,
        }
        Ok(())
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

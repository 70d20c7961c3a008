//! One pass over the matches: best hits, exact total, facet counts.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tantivy::query::{Bm25StatisticsProvider, EnableScoring, Query, TermQuery, Weight};
use tantivy::schema::Field;
use tantivy::{COLLECT_BLOCK_BUFFER_LEN, DocAddress, DocId, Score, SegmentReader, Term};

use super::collapse::Stories;
use super::groups::{Collapsed, Groups};
use super::order::{Keys, Order};
use super::recency::Fading;
use crate::error::Result;
use crate::facets::{Counter, Selection};
use crate::query::{Paced, Stop};

/// What breaks ties, by segment: dates and hashes of ids.
#[derive(Debug)]
pub(super) struct TieColumns {
    pub(super) segments: Vec<Arc<SegmentTies>>,
}

/// One segment's publication dates (seconds; `i64::MIN` for none) and hashes of ids.
#[derive(Debug)]
pub(super) struct SegmentTies {
    pub(super) published: Vec<i64>,
    pub(super) id_hash: Vec<u64>,
}

/// A match that may be among the best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub(super) score: Score,
    /// Greater is better; the date for the sorts by date.
    pub(super) key: Keys,
    pub(super) published: i64,
    pub(super) id_hash: u64,
    pub(super) address: DocAddress,
}

impl Candidate {
    /// A place in the order, behind the article that has it.
    pub(super) fn at(score: Score, key: Keys, published: i64, id_hash: u64) -> Candidate {
        let address = DocAddress::new(u32::MAX, u32::MAX);
        Candidate {
            score,
            key,
            published,
            id_hash,
            address,
        }
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Candidate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    /// The better one is less, so that a heap's greatest is the one to give up.
    fn cmp(&self, other: &Candidate) -> Ordering {
        (other.key.cmp(&self.key))
            .then(other.score.total_cmp(&self.score))
            .then(other.published.cmp(&self.published))
            .then(self.id_hash.cmp(&other.id_hash))
            .then(self.address.cmp(&other.address))
    }
}

/// The best matches so far.
pub(super) struct Best<'a> {
    heap: BinaryHeap<Candidate>,
    size: usize,
    order: &'a Order,
    /// What is not behind this does not count.
    after: Option<Candidate>,
    /// Scores below this can't come in; only for the order by score.
    pub(super) floor: Score,
    /// Nor can what has the score of the floor and is older than this.
    oldest: i64,
    fading: Option<Fading>,
    /// Where hits are collapsed by a facet: they wait here until all are seen.
    groups: Option<Groups>,
}

impl<'a> Best<'a> {
    fn new(
        size: usize,
        order: &'a Order,
        after: Option<Candidate>,
        fading: Option<Fading>,
        groups: Option<Groups>,
    ) -> Best<'a> {
        Best {
            heap: BinaryHeap::with_capacity(size.min(1024) + 1),
            size,
            order,
            after,
            floor: Score::MIN,
            oldest: i64::MIN,
            fading,
            groups,
        }
    }

    #[inline]
    pub(super) fn offer(&mut self, score: Score, segment: u32, doc: DocId, ties: &SegmentTies) {
        if self.groups.is_none() && (score < self.floor || self.size == 0) {
            return;
        }
        if score == self.floor && ties.published[doc as usize] < self.oldest {
            return;
        }
        // The factor is at most 1, so that what was too low without it still is.
        let score = match &self.fading {
            Some(fading) => score * fading.factor(ties.published[doc as usize]),
            None => score,
        };
        self.push(score, segment, doc, ties);
    }

    fn push(&mut self, score: Score, segment: u32, doc: DocId, ties: &SegmentTies) {
        let published = ties.published[doc as usize];
        let candidate = Candidate {
            score: if self.order.by_score { score } else { 0.0 },
            key: self.order.keys(segment as usize, doc, score, published),
            published,
            id_hash: ties.id_hash[doc as usize],
            address: DocAddress::new(segment, doc),
        };
        if let Some(groups) = &mut self.groups
            && !groups.take(candidate)
        {
            return;
        }
        self.insert(candidate);
    }

    fn insert(&mut self, candidate: Candidate) {
        if self.size == 0 || self.after.is_some_and(|after| candidate <= after) {
            return;
        }
        if self.heap.len() == self.size {
            if self.heap.peek().is_some_and(|worst| candidate > *worst) {
                return;
            }
            self.heap.pop();
        }
        self.heap.push(candidate);
        if self.order.by_score && self.heap.len() == self.size {
            let worst = self.heap.peek();
            self.floor = worst.map_or(Score::MIN, |worst| worst.score);
            self.oldest = worst.map_or(i64::MIN, |worst| worst.published);
        }
    }
}

/// Matches that travel to the counters together.
pub(super) const BLOCK: usize = 2048;

/// Matches between two looks at the flag that stops a search.
const MATCHES: u32 = BLOCK as u32;

/// One pass over the matches of a query.
pub(super) struct Pass<'a> {
    pub(super) selections: &'a [Selection],
    /// The selection that belongs to each counter, if its facet has one.
    pub(super) own_selection: Vec<Option<usize>>,
    pub(super) counters: Vec<Counter>,
    pub(super) ties: &'a TieColumns,
    pub(super) order: &'a Order,
    /// The place behind which the first hit stands.
    pub(super) after: Option<Candidate>,
    pub(super) size: usize,
    /// Whether every match must be seen.
    pub(super) exact: bool,
    /// See `Lowered::frequencies`.
    pub(super) frequencies: &'a HashMap<Term, u64>,
    /// None where the index has no families.
    pub(super) stories: Option<Stories<'a>>,
    /// What age does to scores.
    pub(super) fading: Option<Fading>,
    /// Where hits are collapsed by a facet.
    pub(super) groups: Option<Groups>,
    /// Looked at between segments and every block of matches.
    pub(super) stop: &'a Stop,
}

/// The searcher's statistics, but that the forms of one word share their document frequency.
struct Statistics<'a> {
    searcher: &'a tantivy::Searcher,
    frequencies: &'a HashMap<Term, u64>,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::total_num_tokens(self.searcher, field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match self.frequencies.get(term) {
            Some(&frequency) => Ok(frequency),
            None => self.searcher.doc_freq(term),
        }
    }
}

/// What a pass found.
pub(super) struct Found {
    pub(super) best: Vec<Candidate>,
    pub(super) total: u64,
    pub(super) exact: bool,
    /// Stories among the matches, where that is known.
    pub(super) stories: Option<u64>,
    pub(super) counters: Vec<Counter>,
    pub(super) counting: Duration,
    /// Hits, where they are collapsed by a facet.
    pub(super) groups: Option<u64>,
    /// What each hit stands for then.
    pub(super) collapsed: HashMap<DocAddress, Collapsed>,
}

impl Pass<'_> {
    /// Runs the query over all segments.
    pub(super) fn run(mut self, searcher: &tantivy::Searcher, query: &dyn Query) -> Result<Found> {
        let scored = self.order.scored && self.size > 0;
        let statistics = Statistics {
            searcher,
            frequencies: self.frequencies,
        };
        let scoring = if scored {
            EnableScoring::enabled_from_statistics_provider(&statistics, searcher)
        } else {
            EnableScoring::disabled_from_searcher(searcher)
        };
        let weight = query.weight(scoring)?;
        self.stop.check()?;
        let groups = self.groups.take();
        let grouped = groups.is_some();
        let mut best = Best::new(self.size, self.order, self.after, self.fading, groups);
        let mut total = 0;
        let mut counting = Duration::ZERO;
        let collapsed = self.stories.as_ref().is_some_and(Stories::collapses);
        let counted = !self.counters.is_empty() || !self.selections.is_empty();
        let all_seen = self.exact || counted || collapsed || grouped;
        let pruned = scored && self.order.by_score && !all_seen;
        let bare = scored && !counted && !collapsed && !grouped;
        let one = query.downcast_ref::<TermQuery>().map(TermQuery::term);
        let one = one.filter(|_| bare && self.order.by_score);
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            if pruned {
                total += self.best_only(&*weight, reader, segment, &mut best)?;
            } else if let Some(term) = one {
                self.best_only(&*weight, reader, segment, &mut best)?;
                total += self.count_term(term, reader, segment)?;
            } else if bare {
                total += self.bare(&*weight, reader, segment, &mut best)?;
            } else if scored {
                total += self.all(&*weight, reader, segment, &mut best, &mut counting, true)?;
            } else {
                total += self.all(&*weight, reader, segment, &mut best, &mut counting, false)?;
            }
            // What a stopped segment found is not all of it.
            self.stop.check()?;
        }
        for (score, at) in self.stories.iter().flat_map(Stories::shown) {
            let ties = &self.ties.segments[at.segment_ord as usize];
            best.offer(score, at.segment_ord, at.doc_id, ties);
        }
        let mut collapsed = (None, HashMap::new());
        if let Some(groups) = best.groups.take() {
            groups.shown().into_iter().for_each(|c| best.insert(c));
            let (total, of) = groups.finish();
            collapsed = (Some(total), of);
        }
        let best = best.heap.into_sorted_vec();
        Ok(Found {
            best,
            groups: collapsed.0,
            collapsed: collapsed.1,
            total,
            exact: !pruned,
            stories: self.stories.filter(|_| !pruned).map(|s| s.count(total)),
            counters: self.counters,
            counting,
        })
    }

    /// Only what may be among the best, by block-max pruning; returns how many were looked at.
    fn best_only(
        &self,
        weight: &dyn Weight,
        reader: &SegmentReader,
        segment: usize,
        best: &mut Best<'_>,
    ) -> Result<u64> {
        let ties = &self.ties.segments[segment];
        let alive = reader.alive_bitset();
        let mut seen = 0;
        let mut paced = Paced::new(self.stop);
        // One step below the floor, so that ties come through and are broken by us.
        let below = |floor: Score| {
            if floor == Score::MIN {
                floor
            } else {
                floor.next_down()
            }
        };
        weight.for_each_pruning(below(best.floor), reader, &mut |doc, score| {
            if paced.ends(MATCHES) {
                // No score is above this, so that all that is left is passed over.
                return Score::MAX;
            }
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                seen += 1;
                best.offer(score, segment as u32, doc, ties);
            }
            below(best.floor)
        })?;
        Ok(seen)
    }

    /// Every match; returns how many pass all selections.
    fn all(
        &mut self,
        weight: &dyn Weight,
        reader: &SegmentReader,
        segment: usize,
        best: &mut Best<'_>,
        counting: &mut Duration,
        scored: bool,
    ) -> Result<u64> {
        let ties = &self.ties.segments[segment];
        let alive = reader.alive_bitset();
        let selections = self.selections;
        let mut sieve = Sieve::new(selections.len());
        let mut total = 0;
        let counters = &mut self.counters;
        let counted = !counters.is_empty();
        let own = &self.own_selection;
        let stories = &mut self.stories;
        let mut paced = Paced::new(self.stop);
        let mut ended = false;
        let mut take = |doc: DocId, score: Score| {
            if ended || paced.ends(MATCHES) {
                ended = true;
                return;
            }
            if alive.is_some_and(|alive| !alive.is_alive(doc)) {
                return;
            }
            // Which selections it fails: none, one (then it counts for that facet alone), more.
            let mut failed = None;
            for (n, selection) in selections.iter().enumerate() {
                if !selection.passes(segment, doc) && failed.replace(n).is_some() {
                    return;
                }
            }
            match failed {
                None => {
                    total += 1;
                    if stories
                        .as_mut()
                        .is_none_or(|stories| stories.take(segment, doc, score))
                    {
                        best.offer(score, segment as u32, doc, ties);
                    }
                    if counted {
                        sieve.passed.push(doc);
                        if sieve.passed.len() == BLOCK {
                            sieve.empty_passed(counters, segment, counting);
                        }
                    }
                }
                Some(n) => {
                    sieve.only_failed[n].push(doc);
                    if sieve.only_failed[n].len() == BLOCK {
                        sieve.empty_failed(n, counters, own, segment, counting);
                    }
                }
            }
        };
        if scored {
            weight.for_each(reader, &mut take)?;
        } else {
            // As `Weight::for_each_no_score` goes, but that this can end.
            let mut docs = weight.scorer(reader, 1.0)?;
            let mut buffer = [0; COLLECT_BLOCK_BUFFER_LEN];
            loop {
                let n = docs.fill_buffer(&mut buffer);
                buffer[..n].iter().for_each(|&doc| take(doc, 0.0));
                if n < buffer.len() || self.stop.is_stopped() {
                    break;
                }
            }
        }
        sieve.empty_passed(counters, segment, counting);
        for n in 0..selections.len() {
            sieve.empty_failed(n, counters, own, segment, counting);
        }
        Ok(total)
    }
}

/// Matches waiting to be counted.
struct Sieve {
    passed: Vec<DocId>,
    /// By selection: those that fail it and no other.
    only_failed: Vec<Vec<DocId>>,
}

impl Sieve {
    fn new(selections: usize) -> Sieve {
        Sieve {
            passed: Vec::with_capacity(BLOCK),
            only_failed: vec![Vec::new(); selections],
        }
    }

    fn empty_passed(&mut self, counters: &mut [Counter], segment: usize, spent: &mut Duration) {
        if !counters.is_empty() && !self.passed.is_empty() {
            let started = Instant::now();
            counters
                .iter_mut()
                .for_each(|c| c.add(segment, &self.passed));
            *spent += started.elapsed();
        }
        self.passed.clear();
    }

    fn empty_failed(
        &mut self,
        selection: usize,
        counters: &mut [Counter],
        own: &[Option<usize>],
        segment: usize,
        spent: &mut Duration,
    ) {
        let started = Instant::now();
        let docs = &mut self.only_failed[selection];
        for (counter, own) in counters.iter_mut().zip(own) {
            if *own == Some(selection) {
                counter.add(segment, docs);
            }
        }
        docs.clear();
        *spent += started.elapsed();
    }
}

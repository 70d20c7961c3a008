//! Two result lists beside each other: volumes, overlap, a common timeline, and the words that set
//! each apart. Counts are exact; words are taken from a sample, and the answer says so.

use std::collections::HashSet;

use serde::Serialize;
use tantivy::DocAddress;

use super::distinctive::{Distinctive, SAMPLE, sample};
use super::request::{Match, Request, TimelineRequest};
use super::response::IndexInfo;
use super::searcher::{Searcher, with_dates};
use super::timeline::buckets;
use crate::error::Result;
use crate::facets::{Bucket, Counter};
use crate::query::Note;

/// What to compare.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareRequest {
    /// Name and request of each side; limits, orders and facets of the requests have no effect,
    /// and no side is relaxed.
    pub sides: [(String, Request); 2],
    /// Width of a bucket of the common timeline.
    pub by: Bucket,
    /// IANA name of the zone of its calendar; none is the index's.
    pub zone: Option<String>,
    /// Words of each side, at most.
    pub words: usize,
}

/// Two result lists beside each other.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// Version of this form.
    pub version: u32,
    /// The two sides.
    pub sides: [ComparedSide; 2],
    /// Articles in both.
    pub both: u64,
    /// Articles in either.
    pub either: u64,
    /// `both / either`; 0 where there is none.
    pub jaccard: f64,
    /// Stories that both have a copy of; none where the index has no families.
    pub stories_in_both: Option<u64>,
    /// Both sides by calendar.
    pub timeline: ComparedTimeline,
    /// What the words were taken from.
    pub sample: SampleInfo,
    /// Which index answered.
    pub index: IndexInfo,
}

/// One side of a comparison.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedSide {
    /// Its name.
    pub label: String,
    /// Its query as understood.
    pub parsed: String,
    /// What was ignored, expanded or read otherwise than it may have been meant.
    pub notes: Vec<Note>,
    /// Articles that match.
    pub total: u64,
    /// Those as a share of all articles of the index, 0 to 1.
    pub share: f64,
    /// Stories among them; none where the index has no families.
    pub stories: Option<u64>,
    /// Articles that the other side has not.
    pub only: u64,
    /// Words that set it apart from the other side, the weightiest first.
    pub words: Vec<Distinctive>,
    /// Articles that the words were taken from.
    pub sampled: u64,
}

/// Both sides by calendar.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedTimeline {
    /// `day`, `week`, `month`, `quarter` or `year`.
    pub by: String,
    /// Time zone of the calendar.
    pub tz: String,
    /// Buckets in order, empty ones included.
    pub buckets: Vec<ComparedBucket>,
}

/// One bucket of both sides.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedBucket {
    /// First day.
    pub start: String,
    /// Matches of each side.
    pub counts: [u64; 2],
    /// All articles of the index.
    pub all: u64,
}

/// What words were taken from.
#[derive(Debug, Clone, Serialize)]
pub struct SampleInfo {
    /// Articles of a side, at most.
    pub most: u64,
    /// How they were chosen.
    pub chosen: &'static str,
}

/// What one side matches.
struct Side {
    counter: Counter,
    stories: Option<u64>,
    parsed: String,
    notes: Vec<Note>,
}

impl Searcher {
    /// Compares two requests. Cost: two passes over the matches, and the reading of 400 records.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn compare(&self, request: &CompareRequest) -> Result<Comparison> {
        let calendar = TimelineRequest {
            by: request.by,
            zone: request.zone.clone(),
            // With peaks the matches are kept, which overlap and words are told from.
            peaks: 1,
            span: None,
        };
        let [first, second] = &request.sides;
        let sides = [
            self.side(&first.1, &calendar)?,
            self.side(&second.1, &calendar)?,
        ];
        let column = sides[0].counter.column();
        let (_, tz) = self.zone(request.zone.as_deref())?;
        let all = self.all_by(&column);
        let [a, b] = sides;
        let (counts_a, seen_a) = a.counter.into_parts();
        let (counts_b, seen_b) = b.counter.into_parts();
        let summed: Vec<u32> = counts_a.iter().zip(&counts_b).map(|(a, b)| a + b).collect();
        let count = |counts: &[u32], start: &str| {
            let place = column.labels.iter().position(|l| &**l == start);
            place.map_or(0, |ord| u64::from(counts[ord]))
        };
        let compared = buckets(request.by, &column, (&summed, &all), None)?
            .into_iter()
            .map(|bucket| ComparedBucket {
                counts: match bucket.count {
                    0 => [0, 0],
                    _ => [
                        count(&counts_a, &bucket.start),
                        count(&counts_b, &bucket.start),
                    ],
                },
                start: bucket.start,
                all: bucket.all,
            });
        let timeline = ComparedTimeline {
            by: request.by.name().to_owned(),
            tz,
            buckets: compared.collect(),
        };

        let sets: [HashSet<(u32, u32)>; 2] = [
            seen_a.iter().copied().collect(),
            seen_b.iter().copied().collect(),
        ];
        let both = sets[0].intersection(&sets[1]).count() as u64;
        let [n_a, n_b] = [seen_a.len() as u64, seen_b.len() as u64];
        let either = n_a + n_b - both;
        let stories_in_both = self.stories_in_both(&seen_a, &seen_b)?;

        let apart = |seen: &[(u32, u32)], other: &HashSet<(u32, u32)>| {
            let alone: Vec<(u32, u32)> = seen
                .iter()
                .copied()
                .filter(|d| !other.contains(d))
                .collect();
            // One side may hold the other whole; then all of the other speak for it.
            let chosen = if alone.is_empty() { seen } else { &alone };
            let stories = self.one_a_story(self.in_order(chosen))?;
            Ok::<Vec<DocAddress>, crate::Error>(sample(&stories, SAMPLE))
        };
        let samples = [apart(&seen_a, &sets[1])?, apart(&seen_b, &sets[0])?];
        let queries = [first.1.query.as_str(), second.1.query.as_str()];
        let words = self.distinctive([&samples[0], &samples[1]], &queries, request.words)?;
        let [words_a, words_b] = words;
        let all_articles = self.n_articles();
        let shown = |label: &str, side: (String, Vec<Note>, Option<u64>), total, words, sampled| {
            ComparedSide {
                label: label.to_owned(),
                parsed: side.0,
                notes: side.1,
                total,
                share: total as f64 / all_articles.max(1) as f64,
                stories: side.2,
                only: total - both,
                words,
                sampled,
            }
        };
        let sampled = [samples[0].len() as u64, samples[1].len() as u64];
        let (a, b) = (
            (a.parsed, a.notes, a.stories),
            (b.parsed, b.notes, b.stories),
        );
        Ok(Comparison {
            version: 1,
            sides: [
                shown(&first.0, a, n_a, words_a, sampled[0]),
                shown(&second.0, b, n_b, words_b, sampled[1]),
            ],
            both,
            either,
            jaccard: both as f64 / either.max(1) as f64,
            stories_in_both,
            timeline,
            sample: SampleInfo {
                most: SAMPLE as u64,
                chosen: "one a story, at regular steps by date, of the articles that only this side has",
            },
            index: self.info(),
        })
    }

    fn side(&self, request: &Request, calendar: &TimelineRequest) -> Result<Side> {
        let request = Request {
            matching: match request.matching {
                Match::Relaxed => Match::All,
                other => other,
            },
            limit: 0,
            offset: 0,
            facets: Vec::new(),
            timeline: Some(calendar.clone()),
            collapse: None,
            ..request.clone()
        };
        let parsed = self.read(&request)?;
        let mut lowering = self.lowering()?;
        let dates = self.date_bounds(&request, &lowering.now)?;
        let lowered = self.lowered_for(&parsed, &request, &mut lowering)?;
        let selections = self.selections(&request)?;
        let query = with_dates(lowered.query, dates(self.archive.fields()));
        let mut found = self.pass(&request, &selections, &*query, &lowered.frequencies)?;
        let mut notes = parsed.notes.clone();
        notes.extend(lowering.take_notes());
        notes.extend(self.filter_notes(&request)?);
        let counter = match found.counters.pop() {
            Some(counter) => counter,
            None => self.timeline_counter(calendar)?,
        };
        Ok(Side {
            counter,
            stories: found.stories,
            parsed: parsed.to_string(),
            notes,
        })
    }

    fn stories_in_both(&self, a: &[(u32, u32)], b: &[(u32, u32)]) -> Result<Option<u64>> {
        let Some(families) = self.families()? else {
            return Ok(None);
        };
        let story = |&(segment, doc): &(u32, u32)| match families.member(segment as usize, doc) {
            Some(member) => (true, u64::from(families.family(member))),
            None => (false, u64::from(segment) << 32 | u64::from(doc)),
        };
        let of_a: HashSet<(bool, u64)> = a.iter().map(story).collect();
        let of_b: HashSet<(bool, u64)> = b.iter().map(story).collect();
        Ok(Some(of_a.intersection(&of_b).count() as u64))
    }
}

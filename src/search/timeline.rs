//! Matches by calendar: buckets with all articles beside them, and the peaks with their words.
//!
//! A bucket stands out by the modified z-score of Iglewicz and Hoaglin ("How to Detect and Handle
//! Outliers", 1993): `0.6745 (x - median) / MAD`, over the bucket's neighbours, above 3.5. Where
//! more than half of the neighbours are alike, so that the MAD is 0, `(x - median) / (1.2533 mean
//! deviation)` stands for it, as they propose. A bucket in which the archive itself is as much
//! fuller is no peak: its share of all articles must be above the neighbours' median share too.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError};

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tantivy::DocAddress;

use super::distinctive::{SAMPLE, sample};
use super::request::TimelineRequest;
use super::response::{Peak, Timeline, TimelineBucket};
use super::searcher::Searcher;
use crate::error::{Error, Result};
use crate::facets::{Bucket, COARSER, Counter, Days, FacetColumn, TIMELINE};

/// Buckets of a timeline at most.
pub(super) const MOST_BUCKETS: usize = 20_000;
/// Neighbours on either side that a bucket is measured by.
const NEIGHBOURS: usize = 26;
/// From this score on a bucket stands out.
const STANDS_OUT: f64 = 3.5;
/// Matches that a peak must have.
const LEAST_MATCHES: u64 = 3;
/// Words that name a peak.
const PEAK_WORDS: usize = 5;

impl Searcher {
    /// The zone of a timeline, by its name or the index's.
    pub(super) fn zone(&self, name: Option<&str>) -> Result<(TimeZone, String)> {
        let manifest = self.archive.manifest();
        let name = name.unwrap_or(&manifest.time_zone);
        match TimeZone::get(name) {
            Ok(zone) => Ok((zone, name.to_owned())),
            Err(_) => Err(Error::Argument {
                message: format!("no time zone `{name}`"),
                help: Some("write Europe/Vienna, America/New_York, UTC".into()),
            }),
        }
    }

    /// A counter of buckets that keeps the matches.
    pub(super) fn timeline_counter(&self, request: &TimelineRequest) -> Result<Counter> {
        let (zone, name) = self.zone(request.zone.as_deref())?;
        let read: Days;
        let days = if name == self.archive.manifest().time_zone {
            self.columns.days()?
        } else {
            read = self.columns.days_in(&zone)?;
            &read
        };
        let column = days.buckets(request.by);
        let counter = Counter::new(TIMELINE, column, 0);
        // Peaks are named by the words of their matches.
        Ok(match request.peaks {
            0 => counter,
            _ => counter.keeping(),
        })
    }

    /// The timeline that a counter of [`Searcher::timeline_counter`] counted.
    pub(super) fn timeline(
        &self,
        request: &TimelineRequest,
        counter: Counter,
        query: &str,
    ) -> Result<Timeline> {
        let (_, tz) = self.zone(request.zone.as_deref())?;
        let column = counter.column();
        let (counts, seen) = counter.into_parts();
        let all = self.all_known(&column);
        let mut timeline = Timeline {
            by: request.by.name().to_owned(),
            tz,
            buckets: buckets(request.by, &column, (&counts, &all), request.span)?,
            undated: u64::from(counts.last().copied().unwrap_or(0)),
            coarser: count_of(&column, &counts, COARSER),
            // Each match has one ordinal: a bucket, coarser or undated.
            total: counts.iter().map(|&count| u64::from(count)).sum(),
            peaks: Vec::new(),
        };
        let found = peaks(&timeline.buckets, request.peaks);
        if !found.is_empty() {
            let by_bucket = self.by_bucket(&column, &seen);
            for (place, score) in found {
                self.stop.check()?;
                let peak = self.peak(&timeline.buckets[place], score, &by_bucket, query)?;
                timeline.peaks.push(peak);
            }
        }
        Ok(timeline)
    }

    /// As [`Searcher::all_by`], counted once for a column that is kept.
    fn all_known(&self, column: &Arc<FacetColumn>) -> Arc<Vec<u32>> {
        // As many as there are widths of buckets; columns of other zones come and go.
        const MOST: usize = Bucket::ALL.len();
        let mut known = (self.all_counts.lock()).unwrap_or_else(PoisonError::into_inner);
        if let Some((_, all)) = known.iter().find(|(of, _)| Arc::ptr_eq(of, column)) {
            return Arc::clone(all);
        }
        let all = Arc::new(self.all_by(column));
        if known.len() == MOST {
            known.remove(0);
        }
        known.push((Arc::clone(column), Arc::clone(&all)));
        all
    }

    /// Articles that can be found, by ordinal of a column.
    pub(super) fn all_by(&self, column: &Arc<FacetColumn>) -> Vec<u32> {
        let mut counter = Counter::new("all", column.clone(), 0);
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let alive: Vec<u32> = reader.doc_ids_alive().collect();
            counter.add(segment, &alive);
        }
        counter.into_parts().0
    }

    /// The matches of each bucket in order of time, those of one second by hash of id.
    fn by_bucket(
        &self,
        column: &FacetColumn,
        seen: &[(u32, u32)],
    ) -> HashMap<String, Vec<DocAddress>> {
        let mut out: HashMap<String, Vec<DocAddress>> = HashMap::new();
        for &address in &self.in_order(seen) {
            let ord = column.first(address.segment_ord as usize, address.doc_id);
            if let Some(label) = column.labels.get(ord as usize) {
                out.entry(label.to_string()).or_default().push(address);
            }
        }
        out
    }

    /// Documents as addresses: by date, undated ones first, then by hash of id.
    pub(super) fn in_order(&self, seen: &[(u32, u32)]) -> Vec<DocAddress> {
        let Ok(ties) = self.ties() else {
            return Vec::new();
        };
        let key = |&(segment, doc): &(u32, u32)| {
            let ties = &ties.segments[segment as usize];
            (ties.published[doc as usize], ties.id_hash[doc as usize])
        };
        let mut seen = seen.to_vec();
        seen.sort_by_cached_key(key);
        let address = |(segment, doc)| DocAddress::new(segment, doc);
        seen.into_iter().map(address).collect()
    }

    fn peak(
        &self,
        bucket: &TimelineBucket,
        score: f64,
        by_bucket: &HashMap<String, Vec<DocAddress>>,
        query: &str,
    ) -> Result<Peak> {
        let inside = by_bucket.get(&bucket.start).cloned().unwrap_or_default();
        let inside = self.one_a_story(inside)?;
        let mut others: Vec<&String> = by_bucket.keys().filter(|k| **k != bucket.start).collect();
        others.sort_unstable();
        let outside = others.iter().flat_map(|k| by_bucket[*k].iter().copied());
        let outside: Vec<DocAddress> = outside.collect();
        let outside = self.one_a_story(outside)?;
        let sides = [&sample(&inside, SAMPLE)[..], &sample(&outside, SAMPLE)[..]];
        let [words, _] = self.distinctive(sides, &[query], PEAK_WORDS)?;
        Ok(Peak {
            start: bucket.start.clone(),
            count: bucket.count,
            score: (score * 100.0).round() / 100.0,
            words,
        })
    }

    /// Now, on the clocks of the index's zone.
    pub(super) fn now(&self) -> Zoned {
        let zone = TimeZone::get(&self.archive.manifest().time_zone).unwrap_or(TimeZone::UTC);
        Zoned::now().with_time_zone(zone)
    }
}

fn count_of(column: &FacetColumn, counts: &[u32], label: &str) -> u64 {
    let place = column.labels.iter().position(|l| &**l == label);
    place.map_or(0, |at| u64::from(counts[at]))
}

/// Buckets from the first to the last that has a match, those without one too.
pub(super) fn buckets(
    by: Bucket,
    column: &FacetColumn,
    (counts, all): (&[u32], &[u32]),
    span: Option<(Date, Date)>,
) -> Result<Vec<TimelineBucket>> {
    let known: BTreeMap<Date, usize> = column
        .labels
        .iter()
        .enumerate()
        .filter_map(|(ord, label)| Some((label.parse().ok()?, ord)))
        .filter(|(start, _)| {
            span.is_none_or(|(first, last)| *start >= by.start(first) && *start <= last)
        })
        .collect();
    let mut matched = known.iter().filter(|(_, ord)| counts[**ord] > 0);
    let Some((&first, _)) = matched.next() else {
        return Ok(Vec::new());
    };
    let last = matched.next_back().map_or(first, |(&last, _)| last);
    let mut out = Vec::new();
    let mut at = Some(first);
    while let Some(start) = at.filter(|start| *start <= last) {
        if out.len() == MOST_BUCKETS {
            return Err(too_many(by, first, last));
        }
        let ord = known.get(&start);
        let count = |counts: &[u32]| ord.map_or(0, |&ord| u64::from(counts[ord]));
        out.push(TimelineBucket {
            start: start.to_string(),
            count: count(counts),
            all: count(all),
        });
        at = by.next(start);
    }
    Ok(out)
}

fn too_many(by: Bucket, first: Date, last: Date) -> Error {
    let coarser = match by {
        Bucket::Day => "week",
        Bucket::Week => "month",
        Bucket::Month => "quarter",
        Bucket::Quarter | Bucket::Year => "year",
    };
    Error::Argument {
        message: format!(
            "from {first} to {last} there are more than {MOST_BUCKETS} buckets of a {}",
            by.name()
        ),
        help: Some(format!(
            "take --by {coarser}, or narrow with --since and --until"
        )),
    }
}

/// Places and scores of the buckets that stand out, at most `most` of them, in order of time.
fn peaks(buckets: &[TimelineBucket], most: usize) -> Vec<(usize, f64)> {
    let share = |b: &TimelineBucket| b.count as f64 / b.all.max(1) as f64;
    let mut found: Vec<(usize, f64)> = Vec::new();
    if most == 0 {
        return found;
    }
    for (place, bucket) in buckets.iter().enumerate() {
        if bucket.count < LEAST_MATCHES {
            continue;
        }
        let from = place.saturating_sub(NEIGHBOURS);
        let to = (place + NEIGHBOURS + 1).min(buckets.len());
        let others = || (from..to).filter(|&n| n != place).map(|n| &buckets[n]);
        if others().count() < 4 {
            continue;
        }
        let counts: Vec<f64> = others().map(|b| b.count as f64).collect();
        let shares: Vec<f64> = others().map(share).collect();
        let score = stands_out(bucket.count as f64, &counts);
        if score > STANDS_OUT && share(bucket) > median(&shares) {
            found.push((place, score));
        }
    }
    let fullest = |a: &(usize, f64), b: &(usize, f64)| {
        let (x, y) = (buckets[a.0].count, buckets[b.0].count);
        b.1.total_cmp(&a.1).then(y.cmp(&x)).then(a.0.cmp(&b.0))
    };
    found.sort_by(fullest);
    found.truncate(most);
    found.sort_by_key(|(place, _)| *place);
    found
}

/// The modified z-score of `x` among `others`; see the head of this file.
fn stands_out(x: f64, others: &[f64]) -> f64 {
    let middle = median(others);
    let deviations: Vec<f64> = others.iter().map(|o| (o - middle).abs()).collect();
    let mad = median(&deviations);
    if mad > 0.0 {
        return 0.6745 * (x - middle) / mad;
    }
    // With no deviation at all, one match more or less among so many is the least there is.
    let mean = deviations.iter().sum::<f64>() / deviations.len().max(1) as f64;
    (x - middle) / (1.2533 * mean.max(1.0 / deviations.len().max(1) as f64))
}

fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        n if n % 2 == 1 => values[n / 2],
        n => f64::midpoint(values[n / 2 - 1], values[n / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(counts: &[u64], all: &[u64]) -> Vec<TimelineBucket> {
        let bucket = |(&count, &all): (&u64, &u64)| TimelineBucket {
            start: String::new(),
            count,
            all,
        };
        counts.iter().zip(all).map(bucket).collect()
    }

    #[test]
    fn the_score_is_the_published_formula() {
        // Median 3, deviations 2 1 0 1 2, MAD 1.
        assert!((stands_out(10.0, &[1.0, 2.0, 3.0, 4.0, 5.0]) - 0.6745 * 7.0).abs() < 1e-9);
        // MAD 0, mean deviation 0.2.
        let quiet = [0.0, 0.0, 0.0, 0.0, 1.0];
        assert!((stands_out(5.0, &quiet) - 5.0 / (1.2533 * 0.2)).abs() < 1e-9);
    }

    #[test]
    fn a_bucket_that_is_only_as_full_as_the_archive_is_no_peak() {
        let counts = [2, 3, 2, 4, 40, 3, 2, 3];
        let even = [100; 8];
        let places = |found: Vec<(usize, f64)>| found.iter().map(|f| f.0).collect::<Vec<_>>();
        assert_eq!(places(peaks(&line(&counts, &even), 5)), [4]);
        let grown = [100, 150, 100, 200, 4000, 150, 100, 150];
        assert_eq!(places(peaks(&line(&counts, &grown), 5)), [0; 0]);
        assert_eq!(places(peaks(&line(&counts, &even), 0)), [0; 0]);
        // Too few neighbours, or too few matches, to tell.
        assert_eq!(places(peaks(&line(&[1, 50, 1], &even), 5)), [0; 0]);
        assert_eq!(places(peaks(&line(&[0, 0, 2, 0, 0, 0], &even), 5)), [0; 0]);
    }

    #[test]
    fn a_span_leaves_out_the_buckets_outside_it_and_no_match() {
        use crate::index::{IndexOptions, Progress, WriteAccess, index_sources};
        use crate::ingest::walk;
        let (files, _) = walk(&["corpus/sample".into()]);
        let mut access = WriteAccess::in_memory();
        let options = IndexOptions {
            threads: 1,
            ..IndexOptions::default()
        };
        let progress = Progress::default();
        index_sources(&mut access, &files, &options, &progress, &mut |_, _| Ok(())).unwrap();
        let searcher = Searcher::open(access.archive()).unwrap();
        let (first, last): (Date, Date) =
            ("2019-05-10".parse().unwrap(), "2019-05-20".parse().unwrap());
        let counted = |span, since: Option<&str>, until: Option<&str>| {
            let mut request = crate::search::Request::new("*");
            request.timeline = Some(TimelineRequest {
                span,
                ..TimelineRequest::new(Bucket::Day)
            });
            (request.since, request.until) = (since.map(Into::into), until.map(Into::into));
            let response = searcher.search(&request).unwrap();
            (response.total, response.timeline.unwrap())
        };
        let (all, whole) = counted(None, None, None);
        let (total, inside) = counted(Some((first, last)), None, None);
        assert_eq!((total, inside.total), (all, all));
        let day = |b: &TimelineBucket| b.start.parse::<Date>().unwrap();
        assert!(
            inside
                .buckets
                .iter()
                .all(|b| day(b) >= first && day(b) <= last)
        );
        assert!(inside.buckets.len() <= 11 && whole.buckets.len() > 1000);
        let sum: u64 = inside.buckets.iter().map(|b| b.count).sum();
        let narrowed = counted(None, Some("2019-05-10"), Some("2019-05-20")).1;
        let narrow: u64 = narrowed.buckets.iter().map(|b| b.count).sum();
        assert!(sum > 0 && sum == narrow, "{sum} {narrow}");
    }
}

//! The timeline: bars over the dates of the archive, a cursor on them, and the brush that narrows
//! the search to a span.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::narrow::Narrow;
use crate::facets::Bucket;
use crate::search::{Peak, Timeline};

/// A bucket of the axis, with a match or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bar {
    /// First day.
    pub(crate) start: Date,
    /// Matches.
    pub(crate) count: u64,
    /// All articles.
    pub(crate) all: u64,
    /// Whether it is inside the span that the search is narrowed to.
    pub(crate) inside: bool,
    /// Whether it stands out.
    pub(crate) peak: bool,
}

/// The pane.
#[derive(Debug, Default)]
pub(crate) struct TimelinePane {
    /// First and last day of the archive; none before they are known.
    archive: Option<(Date, Date)>,
    /// Spans that were zoomed into, the innermost last.
    zooms: Vec<(Date, Date)>,
    /// Columns of the pane.
    width: u16,
    /// Matches by first day of their bucket.
    counts: HashMap<Date, u64>,
    /// Articles of the archive in the same way, by which bucket, and by which they are asked for.
    all: HashMap<Date, u64>,
    all_by: Option<Bucket>,
    all_asked: Option<Bucket>,
    /// What the counts are counted by.
    counted_by: Option<Bucket>,
    /// Buckets that stand out.
    pub(crate) peaks: Vec<Peak>,
    /// When the counts came, while their peaks are not asked for.
    unnamed_since: Option<u64>,
    /// The bucket that the keys are on, from the left.
    pub(crate) cursor: usize,
    /// Where the span that is being made began.
    pub(super) anchor: Option<usize>,
    /// Matches without a date, and with one too coarse for the buckets.
    pub(crate) outside: u64,
}

/// Milliseconds without change after which peaks are worth their cost.
const SETTLED_MS: u64 = 300;

impl TimelinePane {
    pub(super) fn fit(&mut self, width: u16) {
        self.width = width;
        self.cursor = self.cursor.min(self.starts().len().saturating_sub(1));
    }

    /// The first and the last day that any article has.
    pub(super) fn spans(&mut self, first: Date, last: Date, by: Bucket, all: Vec<(Date, u64)>) {
        self.archive = Some((first, last));
        self.all = all.into_iter().collect();
        self.all_by = Some(by);
        self.all_asked = None;
    }

    /// The width of which the articles of the archive are to be counted, if they are not yet.
    pub(super) fn all_wanted(&mut self) -> Option<Bucket> {
        let by = self.bucket();
        let known = self.archive.is_none() || self.all_by == Some(by);
        if known || self.all_asked == Some(by) {
            return None;
        }
        self.all_asked = Some(by);
        Some(by)
    }

    /// First and last day of the axis.
    pub(crate) fn axis(&self) -> Option<(Date, Date)> {
        self.zooms.last().copied().or(self.archive)
    }

    /// Whether only a part of the archive is on the axis.
    pub(crate) fn zoomed(&self) -> bool {
        !self.zooms.is_empty()
    }

    /// The finest bucket of which the axis has no more than there are columns.
    pub(crate) fn bucket(&self) -> Bucket {
        let Some((first, last)) = self.axis() else {
            return Bucket::Year;
        };
        let days = i64::from((last - first).get_days()).max(1);
        let width = i64::from(self.width.clamp(20, 400));
        let fits = |bucket: &Bucket| {
            let length = match bucket {
                Bucket::Day => 1,
                Bucket::Week => 7,
                Bucket::Month => 30,
                Bucket::Quarter => 91,
                Bucket::Year => 365,
            };
            days / length < width
        };
        let found = Bucket::ALL.into_iter().find(fits);
        found.unwrap_or(Bucket::Year)
    }

    /// Whether the counts are by another bucket than the axis wants.
    pub(super) fn wants_another(&self) -> bool {
        self.counted_by.is_some_and(|by| by != self.bucket())
    }

    pub(super) fn take(&mut self, timeline: Timeline, now: u64) {
        self.counted_by = Bucket::by_name(&timeline.by);
        self.outside = timeline.undated + timeline.coarser;
        self.counts.clear();
        for bucket in &timeline.buckets {
            if let Ok(start) = bucket.start.parse::<Date>() {
                self.counts.insert(start, bucket.count);
            }
        }
        self.peaks.clear();
        self.unnamed_since = (!timeline.buckets.is_empty()).then_some(now);
    }

    pub(super) fn take_peaks(&mut self, timeline: Timeline) {
        self.peaks = timeline.peaks;
    }

    /// Whether peaks are still to be asked for.
    pub(crate) fn wants_peaks(&self) -> bool {
        self.unnamed_since.is_some()
    }

    pub(super) fn peaks_due(&mut self, now: u64) -> bool {
        let due = self
            .unnamed_since
            .is_some_and(|since| now >= since + SETTLED_MS);
        if due {
            self.unnamed_since = None;
        }
        due
    }

    /// First days of the buckets on the axis, in order.
    fn starts(&self) -> Vec<Date> {
        const MOST: usize = 1000;
        let (Some((first, last)), by) = (self.axis(), self.bucket()) else {
            return Vec::new();
        };
        let mut starts = Vec::new();
        let mut at = Some(by.start(first));
        while let Some(start) = at.filter(|start| *start <= last && starts.len() < MOST) {
            starts.push(start);
            at = by.next(start);
        }
        starts
    }

    /// The buckets on the axis, from the left.
    pub(crate) fn bars(&self, narrow: &Narrow) -> Vec<Bar> {
        let since = narrow.since.as_deref().and_then(days_of).map(|days| days.0);
        let until = narrow.until.as_deref().and_then(days_of).map(|days| days.1);
        let by = self.bucket();
        let stale = self.counted_by != Some(by);
        let bar = |start: Date| {
            let count = self.counts.get(&start).copied().unwrap_or_default();
            let all = self.all.get(&start).copied().unwrap_or_default();
            let last = last_day(by, start);
            let after = since.is_none_or(|since| last >= since);
            let before = until.is_none_or(|until| start <= until);
            Bar {
                start,
                count: if stale { 0 } else { count },
                all: if self.all_by == Some(by) { all } else { 0 },
                inside: narrow.has_dates() && after && before,
                peak: self.peak_at(start).is_some(),
            }
        };
        self.starts().into_iter().map(bar).collect()
    }

    /// The peak at a bucket.
    pub(crate) fn peak_at(&self, start: Date) -> Option<&Peak> {
        self.peaks
            .iter()
            .find(|p| p.start.parse().is_ok_and(|s: Date| s == start))
    }

    /// Whether a span is being made.
    pub(crate) fn is_brushing(&self) -> bool {
        self.anchor.is_some()
    }

    /// Moves the cursor; true if a span that is being made changed.
    pub(super) fn step(&mut self, by: isize) -> bool {
        let last = self.starts().len().saturating_sub(1);
        let before = self.cursor;
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        self.anchor.is_some() && before != self.cursor
    }

    /// Puts the cursor on a bucket.
    pub(super) fn go_to(&mut self, bar: usize) {
        self.cursor = bar.min(self.starts().len().saturating_sub(1));
    }

    /// Puts the cursor on the next peak to the right, or the first.
    pub(super) fn next_peak(&mut self) -> bool {
        let starts = self.starts();
        let places = self.peaks.iter().filter_map(|p| {
            let start: Date = p.start.parse().ok()?;
            starts.iter().position(|s| *s == start)
        });
        let places: Vec<usize> = places.collect();
        let next = places.iter().find(|at| **at > self.cursor);
        let Some(&at) = next.or(places.first()) else {
            return false;
        };
        self.cursor = at;
        true
    }

    /// First and last day of the span between anchor and cursor, or of the bucket at the cursor.
    pub(crate) fn span(&self) -> Option<(Date, Date)> {
        let starts = self.starts();
        let anchor = self.anchor.unwrap_or(self.cursor);
        let (from, to) = (anchor.min(self.cursor), anchor.max(self.cursor));
        let first = *starts.get(from)?;
        Some((first, last_day(self.bucket(), *starts.get(to)?)))
    }

    /// Shows only a span, in finer buckets.
    pub(super) fn zoom_in(&mut self, first: Date, last: Date) {
        if self.axis() != Some((first, last)) {
            self.zooms.push((first, last));
            (self.cursor, self.anchor) = (0, None);
        }
    }

    /// Back to the axis before; false where the whole archive is on it.
    pub(super) fn zoom_out(&mut self) -> bool {
        (self.cursor, self.anchor) = (0, None);
        self.zooms.pop().is_some()
    }
}

/// First and last day of `2019`, `2019-06` or `2019-06-12`; none for a bound in other words, which
/// only the search can place.
fn days_of(period: &str) -> Option<(Date, Date)> {
    let (start, by) = match period.len() {
        4 => (format!("{period}-01-01"), Bucket::Year),
        7 => (format!("{period}-01"), Bucket::Month),
        _ => (period.to_owned(), Bucket::Day),
    };
    let start: Date = start.parse().ok()?;
    Some((start, last_day(by, start)))
}

/// The last day of a bucket.
pub(crate) fn last_day(by: Bucket, start: Date) -> Date {
    let next = by.next(start);
    let last = next.and_then(|next| next.checked_sub(1.day()).ok());
    last.unwrap_or(Date::MAX)
}

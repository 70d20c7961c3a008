//! The calendar day of each article, and the buckets of a calendar that days fall into.
//!
//! One rule for the facets year, month, day and for timelines: a date that is known to the day or
//! less has no time of day and lies on its own day in every zone; one with a time lies on the day
//! that the clocks of the zone showed then.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use tantivy::SegmentReader;

use super::columns::{FacetColumn, Ordinals};
use crate::error::Result;
use crate::schema::Fields;

/// Precision of a date that is known to the month, as the index stores it; a year is 0.
const MONTH: u8 = 1;
/// Precision of a date that is known to the day.
const DAY: u8 = 2;
/// The day of an article without a date.
const NONE: i32 = i32::MIN;

/// Width of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// A calendar day.
    Day,
    /// Monday to Sunday (ISO 8601).
    Week,
    /// A calendar month.
    Month,
    /// January to March, and so on.
    Quarter,
    /// A calendar year.
    Year,
}

impl Bucket {
    /// All widths, from fine to coarse.
    pub const ALL: [Bucket; 5] = [
        Bucket::Day,
        Bucket::Week,
        Bucket::Month,
        Bucket::Quarter,
        Bucket::Year,
    ];

    /// Its name: `day`, `week`, `month`, `quarter` or `year`.
    pub fn name(self) -> &'static str {
        match self {
            Bucket::Day => "day",
            Bucket::Week => "week",
            Bucket::Month => "month",
            Bucket::Quarter => "quarter",
            Bucket::Year => "year",
        }
    }

    /// The width of this name.
    pub fn by_name(name: &str) -> Option<Bucket> {
        Bucket::ALL.into_iter().find(|b| b.name() == name)
    }

    /// The least precision of a date that falls into one bucket.
    fn least(self) -> u8 {
        match self {
            Bucket::Day | Bucket::Week => DAY,
            Bucket::Month | Bucket::Quarter => MONTH,
            Bucket::Year => 0,
        }
    }

    /// First day of the bucket that a day lies in.
    pub fn start(self, day: Date) -> Date {
        match self {
            Bucket::Day => day,
            Bucket::Week => {
                let back = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(Span::new().days(back)).unwrap_or(day)
            }
            Bucket::Month => day.first_of_month(),
            Bucket::Quarter => {
                let month = (day.month() - 1) / 3 * 3 + 1;
                Date::new(day.year(), month, 1).unwrap_or(day)
            }
            Bucket::Year => day.first_of_year(),
        }
    }

    /// First day of the next bucket; none at the end of the calendar.
    pub fn next(self, start: Date) -> Option<Date> {
        let span = match self {
            Bucket::Day => Span::new().days(1),
            Bucket::Week => Span::new().days(7),
            Bucket::Month => Span::new().months(1),
            Bucket::Quarter => Span::new().months(3),
            Bucket::Year => Span::new().years(1),
        };
        start.checked_add(span).ok()
    }
}

/// The calendar day and the precision of each article's date, in one zone. 5 bytes an article, and 4
/// more for each width of buckets that was asked for.
#[derive(Debug)]
pub struct Days {
    /// By segment and document: days since 1970-01-01, [`NONE`] for no date.
    days: Vec<Vec<i32>>,
    precision: Vec<Vec<u8>>,
    /// Columns of buckets that were asked for, in the order of [`Bucket::ALL`].
    buckets: [OnceLock<Arc<FacetColumn>>; Bucket::ALL.len()],
}

impl Days {
    /// Reads the dates of all segments. Cost: about 10 nanoseconds an article, more for those with
    /// a time of day in a zone that has summer time.
    ///
    /// # Errors
    /// `Error::Engine` if a segment can't be read.
    pub fn read(readers: &[SegmentReader], fields: &Fields, zone: &TimeZone) -> Result<Days> {
        let mut out = Days {
            days: Vec::new(),
            precision: Vec::new(),
            buckets: Default::default(),
        };
        for reader in readers {
            let columns = reader.fast_fields();
            let published = columns.i64(fields.name(fields.published))?;
            let precision = columns.u64(fields.name(fields.precision))?;
            let known = |doc| precision.first(doc).map_or(0, |p| p.min(9) as u8);
            let precision: Vec<u8> = (0..reader.max_doc()).map(known).collect();
            let day = |doc: u32| {
                let at = published.first(doc);
                at.map_or(NONE, |at| day_of(at, precision[doc as usize], zone))
            };
            out.days.push((0..reader.max_doc()).map(day).collect());
            out.precision.push(precision);
        }
        Ok(out)
    }

    /// Buckets as a column: labels are first days (`2019-05-01`) cut to `cut` characters, and one
    /// more, [`COARSER`], for dates that are known less exactly than the bucket is wide.
    pub(super) fn column(&self, by: Bucket, cut: usize, coarser: bool) -> FacetColumn {
        let least = by.least();
        let mut label_of_day: HashMap<i32, Box<str>> = HashMap::new();
        for (days, precision) in self.days.iter().zip(&self.precision) {
            for (&day, &known) in days.iter().zip(precision) {
                if day != NONE && known >= least {
                    label_of_day.entry(day).or_insert_with(|| {
                        let text = by.start(date(day)).to_string();
                        // A year before 0 has a sign and six digits; such a label is not cut.
                        let short = text.get(..cut).filter(|_| !text.starts_with('-'));
                        short.unwrap_or(&text).into()
                    });
                }
            }
        }
        let mut labels: Vec<Box<str>> = label_of_day.values().cloned().collect();
        labels.sort_unstable();
        labels.dedup();
        let ord_of_day: HashMap<i32, u32> = label_of_day
            .iter()
            .map(|(&day, label)| (day, labels.binary_search(label).unwrap_or(0) as u32))
            .collect();
        let less_known = labels.len() as u32;
        if coarser {
            labels.push(COARSER.into());
        }
        let missing = labels.len() as u32;
        let ord = |(&day, &known): (&i32, &u8)| match ord_of_day.get(&day) {
            Some(&ord) if known >= least => ord,
            _ if day != NONE && coarser => less_known,
            _ => missing,
        };
        let segments = self.days.iter().zip(&self.precision);
        let segments = segments
            .map(|(days, known)| Ordinals::Single(days.iter().zip(known).map(ord).collect()))
            .collect();
        FacetColumn { labels, segments }
    }

    /// The column of a timeline: one label a bucket that has an article, then [`COARSER`]. Made when
    /// it is first asked for: 40 nanoseconds an article.
    pub fn buckets(&self, by: Bucket) -> Arc<FacetColumn> {
        let made = || Arc::new(self.column(by, 10, true));
        let place = Bucket::ALL.iter().position(|known| *known == by);
        match place.and_then(|place| self.buckets.get(place)) {
            Some(known) => Arc::clone(known.get_or_init(made)),
            None => made(),
        }
    }
}

/// Label of the articles that have a date, but one too coarse for a bucket; sorts after all days.
pub const COARSER: &str = "coarser";

/// Days since 1970 on which a moment lies.
fn day_of(at: i64, precision: u8, zone: &TimeZone) -> i32 {
    let offset = match Timestamp::from_second(at) {
        Ok(at) if precision > DAY => i64::from(zone.to_offset(at).seconds()),
        _ => 0,
    };
    i32::try_from((at + offset).div_euclid(86_400)).unwrap_or(0)
}

/// The date of a day since 1970, within what a calendar holds.
fn date(day: i32) -> Date {
    let epoch = Date::constant(1970, 1, 1);
    let span = Span::new().try_days(i64::from(day));
    let found = span.and_then(|span| epoch.checked_add(span));
    found.unwrap_or(if day < 0 { Date::MIN } else { Date::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_begin_where_the_calendar_says() {
        let check = |day: &str, expected: [&str; 5]| {
            let day: Date = day.parse().unwrap();
            let found = Bucket::ALL.map(|by| by.start(day).to_string());
            assert_eq!(found, expected, "{day}");
            for by in Bucket::ALL {
                let next = by.next(by.start(day)).unwrap();
                assert!(by.start(day) <= day && day < next, "{day} {by:?}");
                assert_eq!(by.start(next), next, "{day} {by:?}");
            }
        };
        let leap = [
            "2020-02-29",
            "2020-02-24",
            "2020-02-01",
            "2020-01-01",
            "2020-01-01",
        ];
        check("2020-02-29", leap);
        // The first days of 2021 belong to a week of 2020.
        let turn = [
            "2021-01-03",
            "2020-12-28",
            "2021-01-01",
            "2021-01-01",
            "2021-01-01",
        ];
        check("2021-01-03", turn);
        let end = [
            "2019-12-31",
            "2019-12-30",
            "2019-12-01",
            "2019-10-01",
            "2019-01-01",
        ];
        check("2019-12-31", end);
    }

    #[test]
    fn a_day_without_a_time_is_the_same_day_everywhere() {
        let check = |at: &str, precision: u8, zone: &str, expected: &str| {
            let at: Timestamp = at.parse().unwrap();
            let zone = TimeZone::get(zone).unwrap();
            let day = day_of(at.as_second(), precision, &zone);
            assert_eq!(date(day).to_string(), expected, "{at} {precision} {zone:?}");
        };
        check("2019-05-01T00:00:00Z", 2, "America/New_York", "2019-05-01");
        check("2019-05-01T00:00:00Z", 4, "America/New_York", "2019-04-30");
        check("2019-05-01T23:30:00Z", 3, "Asia/Tokyo", "2019-05-02");
        check("2019-05-01T23:30:00Z", 4, "UTC", "2019-05-01");
        // Summer time began in Vienna at 01:00 UTC of that day.
        check("2019-03-30T22:30:00Z", 4, "Europe/Vienna", "2019-03-30");
        check("2019-03-31T22:30:00Z", 4, "Europe/Vienna", "2019-04-01");
        check("1969-12-31T23:59:59Z", 4, "UTC", "1969-12-31");
    }
}

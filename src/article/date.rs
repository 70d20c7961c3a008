//! Points in time as news carries them: a civil date-time with its precision and, where printed, its zone.
//!
//! The type, its calendar arithmetic and its ISO 8601 form live here; the forms that people print
//! are in `date/forms.rs`, dates inside running text in `date/find.rs`, names of months in
//! `date/words.rs`. Nothing here reads a clock or a time zone database, so a text always means the
//! same date.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use jiff::civil;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[path = "date/find.rs"]
mod find;
#[path = "date/forms.rs"]
mod forms;
#[path = "date/iso.rs"]
mod iso;
#[path = "date/token.rs"]
mod token;
#[path = "date/words.rs"]
mod words;

#[cfg(test)]
#[path = "date/tests.rs"]
mod tests;

/// Years that a news text can mean; a number outside is a count, a price or a mistake.
const NEWS_YEARS: std::ops::RangeInclusive<i32> = 1600..=2100;

/// How much of a [`Stamp`] is known; ordered from coarse to fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The year only.
    Year,
    /// Year and month.
    Month,
    /// A calendar day.
    Day,
    /// Day, hour and minute.
    Minute,
    /// Day, hour, minute and second; fractions are dropped.
    Second,
}

impl Precision {
    /// Its name in JSON: `year`, `month`, `day`, `minute` or `second`.
    pub fn name(self) -> &'static str {
        match self {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
            Precision::Minute => "minute",
            Precision::Second => "second",
        }
    }
}

/// Which number comes first in a date such as `03/04/2006`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DayOrder {
    /// Not known: such a date is read only when one of its numbers cannot be a month.
    #[default]
    Unsure,
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
}

/// A date or date-time, known to a [`Precision`], with the offset of its zone if one was printed.
///
/// Parts beyond the precision hold their smallest value. Only stamps of minute or second
/// precision carry an offset. Ordered by [`start_utc`](Self::start_utc), then precision.
///
/// Its text form is ISO 8601 cut to the precision (`2023`, `2023-04`, `2023-04-25T12:26+02:00`);
/// [`FromStr`] and serde read that form back to the same value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    year: i16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    precision: Precision,
    offset: Option<i32>,
}

/// Largest distance of a zone from UTC that is believed, in seconds: 18 hours.
const MAX_OFFSET: i32 = 18 * 3600;

impl Stamp {
    /// A whole year, -9999 to 9999.
    pub fn year(year: i32) -> Option<Self> {
        Self::date(year, 1, 1, Precision::Year)
    }

    /// A whole month, 1 to 12, of a year.
    pub fn year_month(year: i32, month: u8) -> Option<Self> {
        Self::date(year, month, 1, Precision::Month)
    }

    /// A calendar day; `None` when the month has no such day.
    pub fn ymd(year: i32, month: u8, day: u8) -> Option<Self> {
        Self::date(year, month, day, Precision::Day)
    }

    fn date(year: i32, month: u8, day: u8, precision: Precision) -> Option<Self> {
        let date = civil::Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        );
        date.ok().map(|date| Self {
            year: date.year(),
            month,
            day,
            hour: 0,
            minute: 0,
            second: 0,
            precision,
            offset: None,
        })
    }

    /// This day at a time, which sets the precision to minute or, with `second`, to second.
    ///
    /// `None` when the time does not exist, the stamp is coarser than a day, or the offset (in
    /// seconds east of UTC) is over 18 hours. A leap second counts as the second before it.
    pub fn at(
        self,
        hour: u8,
        minute: u8,
        second: Option<u8>,
        offset_seconds: Option<i32>,
    ) -> Option<Self> {
        let known = self.precision >= Precision::Day;
        let exists = hour < 24 && minute < 60 && second.is_none_or(|second| second <= 60);
        let near = offset_seconds.is_none_or(|offset| offset.abs() <= MAX_OFFSET);
        (known && exists && near).then(|| Self {
            hour,
            minute,
            second: second.unwrap_or(0).min(59),
            precision: match second {
                Some(_) => Precision::Second,
                None => Precision::Minute,
            },
            offset: offset_seconds,
            ..self
        })
    }

    /// The second that is `seconds` after the start of 1970 in UTC, with offset 0.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        let at = jiff::Timestamp::from_second(seconds).ok()?;
        let at = jiff::tz::Offset::UTC.to_datetime(at);
        let part = |value: i8| u8::try_from(value).ok();
        Self::ymd(at.year().into(), part(at.month())?, part(at.day())?)?.at(
            part(at.hour())?,
            part(at.minute())?,
            Some(part(at.second())?),
            Some(0),
        )
    }

    /// Reads a date in any usual news form; `None` when it is unsure what is meant.
    ///
    /// ISO 8601 and RFC 3339, RFC 2822, `Oct. 20, 2006 at 6:15 p.m. ET`, `20. Oktober 2006`,
    /// `20 octobre 2006 à 18h15`, `2006年10月20日 18時15分`, Unix seconds and milliseconds, with
    /// weekdays and words such as "Published:" around them. Years outside 1600 to 2100, a missing
    /// year, two dates, unknown words and `03/04/2006` give `None`. Cost is bounded: longer texts
    /// than a date can need are refused unread.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_with(text, DayOrder::Unsure)
    }

    /// Reads a date as [`parse`](Self::parse) does, and `03/04/2006` in the order given.
    pub fn parse_with(text: &str, order: DayOrder) -> Option<Self> {
        forms::parse(text, order).filter(|stamp| NEWS_YEARS.contains(&stamp.year_of()))
    }

    /// How much of it is known.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Seconds east of UTC; `None` when no zone was given.
    pub fn offset_seconds(&self) -> Option<i32> {
        self.offset
    }

    /// The first second covered, as Unix time. A missing zone counts as UTC.
    pub fn start_utc(&self) -> i64 {
        self.first().duration_since(UNIX_EPOCH).as_secs() - i64::from(self.offset.unwrap_or(0))
    }

    /// The last second covered, inclusive, as Unix time: of a year, the last of its December.
    pub fn end_utc(&self) -> i64 {
        let date = self.first().date();
        let seconds = match self.precision {
            Precision::Year => i64::from(date.days_in_year()) * 86_400,
            Precision::Month => i64::from(date.days_in_month()) * 86_400,
            Precision::Day => 86_400,
            Precision::Minute => 60,
            Precision::Second => 1,
        };
        self.start_utc() + seconds - 1
    }

    /// The year.
    pub fn year_of(&self) -> i32 {
        self.year.into()
    }

    /// The month, 1 to 12, if known.
    pub fn month_of(&self) -> Option<u8> {
        (self.precision >= Precision::Month).then_some(self.month)
    }

    /// The day of the month, 1 to 31, if known.
    pub fn day_of(&self) -> Option<u8> {
        (self.precision >= Precision::Day).then_some(self.day)
    }

    /// The first second covered, on the wall clock of its own zone.
    fn first(&self) -> civil::DateTime {
        // Each part was checked when the stamp was made, and all are below 100.
        let part = |value: u8| i8::try_from(value).expect("parts of a stamp are below 100");
        civil::DateTime::new(
            self.year,
            part(self.month),
            part(self.day),
            part(self.hour),
            part(self.minute),
            part(self.second),
            0,
        )
        .expect("a stamp is a date-time that exists")
    }
}

/// The start of Unix time.
const UNIX_EPOCH: civil::DateTime = civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// Finds complete dates (day, month and year) in running text, with the bytes that each occupies.
///
/// Ranges ascend, do not overlap and lie on character boundaries. `10/11/2017` is found only when
/// one of the two numbers cannot be a month. Linear in the text; without digits it costs one scan.
pub fn find_full(text: &str) -> Vec<(Range<usize>, Stamp)> {
    find::find_full(text)
}

impl PartialOrd for Stamp {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Stamp {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // The offset comes last so that the order agrees with equality.
        let key = |stamp: &Self| (stamp.start_utc(), stamp.precision, stamp.offset);
        key(self).cmp(&key(other))
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.year < 0 {
            f.write_str("-")?;
        }
        write!(f, "{:04}", self.year.unsigned_abs())?;
        if self.precision >= Precision::Month {
            write!(f, "-{:02}", self.month)?;
        }
        if self.precision >= Precision::Day {
            write!(f, "-{:02}", self.day)?;
        }
        if self.precision >= Precision::Minute {
            write!(f, "T{:02}:{:02}", self.hour, self.minute)?;
        }
        if self.precision == Precision::Second {
            write!(f, ":{:02}", self.second)?;
        }
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                let size = offset.unsigned_abs();
                write!(f, "{sign}{:02}:{:02}", size / 3600, size / 60 % 60)?;
                match size % 60 {
                    0 => Ok(()),
                    rest => write!(f, ":{rest:02}"),
                }
            }
        }
    }
}

/// A text that is not a date in ISO 8601 form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a date such as 2023-04-25 or 2023-04-25T12:26:15+02:00, got {0:?}")]
pub struct NotIso(String);

impl FromStr for Stamp {
    type Err = NotIso;

    fn from_str(text: &str) -> Result<Self, NotIso> {
        iso::parse(text).ok_or_else(|| NotIso(text.chars().take(40).collect()))
    }
}

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

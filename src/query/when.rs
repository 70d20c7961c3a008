//! Dates in a query: what may be typed, how it is printed, and which seconds it means. Knows no field and no index.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use thiserror::Error;

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A calendar day.
    Day,
    /// A week from Monday to Sunday (ISO 8601).
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// One date as typed: a stretch of whole days, absolute or relative to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateValue {
    /// `2017`.
    Year(i16),
    /// `2017-11`.
    Month(i16, i8),
    /// `2017-11-19`.
    Day(Date),
    /// `today`.
    Today,
    /// `yesterday`.
    Yesterday,
    /// `"this week"`, `"this month"`, `"this year"`: the whole of it, the days to come included.
    This(Unit),
    /// `"last week"`, `"last month"`, `"last year"`: the whole one before this one, not the last seven days.
    Last(Unit),
    /// `-30d`, `-1w`, `-6m`, `-2y`: the one day so long ago.
    Ago(u32, Unit),
}

/// A range of dates; both ends are whole and inclusive.
///
/// ```text
/// let range: DateRange = "2017-11..2018-02".parse()?;     first second of November 2017 to last of February 2018
/// let (from, to) = range.resolve(&now);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateRange {
    /// `2017-11`: within it.
    On(DateValue),
    /// `a..b`: from the first day of `a` to the last of `b`.
    Between(DateValue, DateValue),
    /// `a..` or `>=a`: from the first day of `a`.
    From(DateValue),
    /// `..a` or `<=a`: to the last day of `a`.
    UpTo(DateValue),
    /// `>a`: from the day after the last of `a`.
    After(DateValue),
    /// `<a`: to the day before the first of `a`.
    Before(DateValue),
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DateError {
    /// Neither a date nor a word for one.
    #[error("`{0}` is not a date")]
    NotADate(String),
    /// A month outside 1 to 12.
    #[error("there is no month {month} in `{text}`")]
    NoSuchMonth {
        /// The date as typed.
        text: String,
        /// Its month.
        month: u32,
    },
    /// A day that the month does not have.
    #[error("there is no day {day} in {year:04}-{month:02}, which has {days} days")]
    NoSuchDay {
        /// The year.
        year: i16,
        /// The month, 1 to 12.
        month: i8,
        /// The day as typed.
        day: u32,
        /// How many days the month has.
        days: i8,
    },
    /// A comparison or dots without a date.
    #[error("no date stands beside `{0}`")]
    NoValue(String),
    /// The later end stands first.
    #[error("the range `{0}` ends before it begins")]
    Reversed(String),
}

impl DateRange {
    /// The range as inclusive Unix seconds; `None` is an open end.
    ///
    /// `now` stands in the index's time zone, in which days begin and end. A range of relative dates may come out
    /// with its end before its start; it then holds nothing. Dates that the calendar cannot reach (`-99999y..`)
    /// become the first or last second that it can.
    pub fn resolve(&self, now: &Zoned) -> (Option<i64>, Option<i64>) {
        let today = now.date();
        let zone = now.time_zone();
        let first = |value: DateValue| first_second(value.days(today).0, zone);
        let last = |value: DateValue| last_second(value.days(today).1, zone);
        match *self {
            DateRange::On(value) => (Some(first(value)), Some(last(value))),
            DateRange::Between(from, to) => (Some(first(from)), Some(last(to))),
            DateRange::From(value) => (Some(first(value)), None),
            DateRange::UpTo(value) => (None, Some(last(value))),
            DateRange::After(value) => (Some(last(value).saturating_add(1)), None),
            DateRange::Before(value) => (None, Some(first(value).saturating_sub(1))),
        }
    }
}

impl DateValue {
    /// First and last day, both inclusive.
    fn days(self, today: Date) -> (Date, Date) {
        match self {
            DateValue::Year(year) => {
                let first = day(year, 1, 1);
                (first, first.last_of_year())
            }
            DateValue::Month(year, month) => {
                let first = day(year, month, 1);
                (first, first.last_of_month())
            }
            DateValue::Day(date) => (date, date),
            DateValue::Today => (today, today),
            DateValue::Yesterday => DateValue::Ago(1, Unit::Day).days(today),
            DateValue::This(unit) => around(today, unit),
            DateValue::Last(unit) => {
                let before = around(today, unit).0.yesterday().unwrap_or(Date::MIN);
                around(before, unit)
            }
            DateValue::Ago(n, unit) => {
                let n = i64::from(n);
                let span = match unit {
                    Unit::Day => jiff::Span::new().try_days(n),
                    Unit::Week => jiff::Span::new().try_weeks(n),
                    Unit::Month => jiff::Span::new().try_months(n),
                    Unit::Year => jiff::Span::new().try_years(n),
                };
                let date = span.and_then(|span| today.checked_sub(span));
                let date = date.unwrap_or(Date::MIN);
                (date, date)
            }
        }
    }

    /// Whether it was typed as so long ago, `-30d`.
    pub(crate) fn is_ago(self) -> bool {
        matches!(self, DateValue::Ago(..))
    }

    /// Whether it means the same days whatever today is.
    fn is_absolute(self) -> bool {
        matches!(
            self,
            DateValue::Year(_) | DateValue::Month(..) | DateValue::Day(_)
        )
    }
}

/// A day whose parts were checked when the value was made; parts made by hand outside the calendar saturate.
fn day(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap_or(if year < 0 { Date::MIN } else { Date::MAX })
}

/// The unit's stretch of days around a day.
fn around(date: Date, unit: Unit) -> (Date, Date) {
    match unit {
        Unit::Day => (date, date),
        Unit::Week => {
            let back = i32::from(date.weekday().to_monday_zero_offset());
            let monday = date.checked_sub(back.days()).unwrap_or(Date::MIN);
            (monday, monday.checked_add(6.days()).unwrap_or(Date::MAX))
        }
        Unit::Month => (date.first_of_month(), date.last_of_month()),
        Unit::Year => (date.first_of_year(), date.last_of_year()),
    }
}

fn first_second(date: Date, zone: &TimeZone) -> i64 {
    match date.to_zoned(zone.clone()) {
        Ok(start) => start.timestamp().as_second(),
        Err(_) if date.year() < 0 => Timestamp::MIN.as_second(),
        Err(_) => Timestamp::MAX.as_second(),
    }
}

fn last_second(date: Date, zone: &TimeZone) -> i64 {
    match date.tomorrow() {
        Ok(next) => first_second(next, zone).saturating_sub(1),
        Err(_) => Timestamp::MAX.as_second(),
    }
}

impl FromStr for DateRange {
    type Err = DateError;

    fn from_str(text: &str) -> Result<DateRange, DateError> {
        // Three dots, or the one character that editors make of them, are meant as two.
        let plain = text.trim().replace('…', "..").replace("...", "..");
        let text = plain.as_str();
        let nothing = || DateError::NoValue(text.to_owned());
        let alone = |rest: &str| {
            if rest.trim().is_empty() {
                return Err(nothing());
            }
            rest.parse::<DateValue>()
        };
        // Longer signs first.
        if let Some(rest) = text.strip_prefix(">=") {
            return alone(rest).map(DateRange::From);
        }
        if let Some(rest) = text.strip_prefix("<=") {
            return alone(rest).map(DateRange::UpTo);
        }
        if let Some(rest) = text.strip_prefix('>') {
            return alone(rest).map(DateRange::After);
        }
        if let Some(rest) = text.strip_prefix('<') {
            return alone(rest).map(DateRange::Before);
        }
        let text = text.strip_prefix('=').unwrap_or(text);
        let Some((from, to)) = text.split_once("..") else {
            return Ok(DateRange::On(alone(text)?));
        };
        match (from.trim().is_empty(), to.trim().is_empty()) {
            (true, true) => Err(nothing()),
            (false, true) => Ok(DateRange::From(from.parse()?)),
            (true, false) => Ok(DateRange::UpTo(to.parse()?)),
            (false, false) => between(text, from.parse()?, to.parse()?),
        }
    }
}

fn between(text: &str, from: DateValue, to: DateValue) -> Result<DateRange, DateError> {
    let both = from.is_absolute() && to.is_absolute();
    if both && from.days(Date::MIN).0 > to.days(Date::MIN).1 {
        return Err(DateError::Reversed(text.to_owned()));
    }
    Ok(DateRange::Between(from, to))
}

impl FromStr for DateValue {
    type Err = DateError;

    fn from_str(text: &str) -> Result<DateValue, DateError> {
        let text = text.trim();
        if let Some(value) = word_for_date(text).or_else(|| ago(text)) {
            return Ok(value);
        }
        let not_a_date = || DateError::NotADate(text.to_owned());
        let parts: Vec<&str> = text.split('-').take(4).collect();
        let number = |part: &str, widths: std::ops::RangeInclusive<usize>| {
            let digits = widths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse::<u32>().ok()).flatten()
        };
        let year = |part: &str| -> Option<i16> { number(part, 4..=4)?.try_into().ok() };
        let (Some(year), true) = (parts.first().and_then(|part| year(part)), parts.len() <= 3)
        else {
            return Err(not_a_date());
        };
        let Some(month) = parts.get(1) else {
            return Ok(DateValue::Year(year));
        };
        let month = number(month, 1..=2).ok_or_else(not_a_date)?;
        let month = match i8::try_from(month) {
            Ok(small @ 1..=12) => small,
            _ => {
                let text = text.to_owned();
                return Err(DateError::NoSuchMonth { text, month });
            }
        };
        let Some(day) = parts.get(2) else {
            return Ok(DateValue::Month(year, month));
        };
        let day = number(day, 1..=2).ok_or_else(not_a_date)?;
        let date = i8::try_from(day)
            .ok()
            .and_then(|day| Date::new(year, month, day).ok());
        date.map(DateValue::Day)
            .ok_or_else(|| DateError::NoSuchDay {
                year,
                month,
                day,
                days: self::day(year, month, 1).days_in_month(),
            })
    }
}

/// `today`, `last week` and the like, in any case; a dash or underscore does for the space.
fn word_for_date(text: &str) -> Option<DateValue> {
    // The longest of them has ten letters; a hostile value is not copied.
    if text.len() > 32 {
        return None;
    }
    let lower = text.to_lowercase();
    let mut words = lower
        .split([' ', '-', '_'])
        .filter(|word| !word.is_empty() && *word != "the");
    let value = match (words.next()?, words.next()) {
        ("today", None) => DateValue::Today,
        ("yesterday", None) => DateValue::Yesterday,
        ("this", Some(unit)) => DateValue::This(named_unit(unit)?),
        ("last", Some(unit)) => DateValue::Last(named_unit(unit)?),
        _ => return None,
    };
    words.next().is_none().then_some(value)
}

fn named_unit(name: &str) -> Option<Unit> {
    Some(match name {
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => return None,
    })
}

/// `-30d`: a dash, digits, the first letter of a unit.
fn ago(text: &str) -> Option<DateValue> {
    let rest = text.strip_prefix('-')?;
    let unit = match rest.chars().last()?.to_ascii_lowercase() {
        'd' => Unit::Day,
        'w' => Unit::Week,
        'm' => Unit::Month,
        'y' => Unit::Year,
        _ => return None,
    };
    let digits = &rest[..rest.len() - 1];
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // More days than a number holds is before all that was ever printed.
    Some(DateValue::Ago(digits.parse().unwrap_or(u32::MAX), unit))
}

impl fmt::Display for DateValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateValue::Year(year) => write!(f, "{year:04}"),
            DateValue::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            DateValue::Day(date) => write!(
                f,
                "{:04}-{:02}-{:02}",
                date.year(),
                date.month(),
                date.day()
            ),
            DateValue::Today => f.write_str("today"),
            DateValue::Yesterday => f.write_str("yesterday"),
            DateValue::This(unit) => write!(f, "this {}", unit.name()),
            DateValue::Last(unit) => write!(f, "last {}", unit.name()),
            DateValue::Ago(n, unit) => write!(f, "-{n}{}", &unit.name()[..1]),
        }
    }
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        }
    }
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateRange::On(value) => write!(f, "{value}"),
            DateRange::Between(from, to) => write!(f, "{from}..{to}"),
            DateRange::From(value) => write!(f, "{value}.."),
            DateRange::UpTo(value) => write!(f, "..{value}"),
            DateRange::After(value) => write!(f, ">{value}"),
            DateRange::Before(value) => write!(f, "<{value}"),
        }
    }
}

#[cfg(test)]
#[path = "when_tests.rs"]
mod tests;

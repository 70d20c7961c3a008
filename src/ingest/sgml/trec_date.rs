//! Dates as TREC collections write them: `910514`, `05/14/91`, and those inside numbers of documents.
//!
//! Six digits mean a date here and nowhere else; all other forms are read in `article::date`.

use crate::article::date::{DayOrder, Stamp, find_full};

/// Reads the date of a field.
pub(super) fn read(text: &str) -> Option<Stamp> {
    let text = text.trim();
    if text.len() == 6
        && let Some(stamp) = six_digits(text)
    {
        return Some(stamp);
    }
    if let Some(stamp) = short(text) {
        return Some(stamp);
    }
    // The papers are American where the order of numbers matters.
    let whole = Stamp::parse_with(text, DayOrder::MonthFirst);
    // "January 1, 1989, Sunday, Home Edition"
    whole.or_else(|| find_full(text).first().map(|(_, stamp)| *stamp))
}

/// `910514`: year, month, day.
fn six_digits(text: &str) -> Option<Stamp> {
    let part = |from: usize| text.get(from..from + 2)?.parse::<u8>().ok();
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Stamp::ymd(of_two_digits(part(0)?), part(2)?, part(4)?)
}

/// `05/14/91`: month, day, year.
fn short(text: &str) -> Option<Stamp> {
    let mut numbers = text.split('/');
    let mut next = || {
        let number = numbers.next()?;
        let digits = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| number.parse::<u8>().ok()).flatten()
    };
    let (month, day, year) = (next()?, next()?, next()?);
    let stamp = Stamp::ymd(of_two_digits(year), month, day)?;
    numbers.next().is_none().then_some(stamp)
}

/// The collections run from the eighties on.
fn of_two_digits(year: u8) -> i32 {
    let year = i32::from(year);
    if year < 50 { 2000 + year } else { 1900 + year }
}

/// The day in a document's number: `AP880212-0001`, `LA010189-0001`, `XIN_ENG_20041001.0001`.
pub(super) fn of_id(id: &str) -> Option<Stamp> {
    let at = id.bytes().take(40).position(|b| b.is_ascii_digit())?;
    let letters = id[..at].trim_end_matches('_');
    if letters.is_empty() || !letters.bytes().all(|b| b.is_ascii_uppercase() || b == b'_') {
        return None;
    }
    let digits = id[at..].bytes().take_while(u8::is_ascii_digit).count();
    let number = &id[at..at + digits];
    if !id[at + digits..].starts_with(['-', '.']) {
        return None;
    }
    match (digits, letters) {
        (6, "LA") => {
            let turned = format!("{}{}", &number[4..], &number[..4]);
            six_digits(&turned)
        }
        (6, _) => six_digits(number),
        (8, _) => Stamp::parse(number).filter(|stamp| stamp.day_of().is_some()),
        _ => None,
    }
}

/// `FT  14 MAY 91 / Headline`: the headline, and the date in front of it.
pub(super) fn off_title(title: &str) -> (&str, Option<Stamp>) {
    let parts = title
        .strip_prefix("FT ")
        .and_then(|rest| rest.split_once('/'));
    let Some((date, rest)) = parts.filter(|(date, _)| date.len() < 14) else {
        return (title, None);
    };
    let mut words: Vec<&str> = date.split_whitespace().collect();
    let year = words.pop().and_then(|year| year.parse::<u8>().ok());
    let Some(year) = year else {
        return (title, None);
    };
    let date = format!("{} {}", words.join(" "), of_two_digits(year));
    match Stamp::parse(&date) {
        Some(stamp) => (rest.trim(), Some(stamp)),
        None => (title, None),
    }
}

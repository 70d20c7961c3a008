//! The ISO 8601 form of a stamp: what `Display` writes, and what most dumps carry.
//!
//! Bytes only, no tables: this is the fast path of every date field. Other forms are not read here.

use super::Stamp;

/// Reads `YYYY[-MM[-DD[THH:MM[:SS[.fraction]][zone]]]]`, with a space for `T` as well.
///
/// Years run from -9999 to 9999. A zone is `Z`, `+hh:mm`, `+hhmm`, `+hh` or `+hh:mm:ss`, with a
/// space before it or not.
pub(super) fn parse(text: &str) -> Option<Stamp> {
    let mut bytes = Cursor(text.as_bytes());
    let negative = bytes.take(b'-');
    let year = i32::from(bytes.digits(2)?) * 100 + i32::from(bytes.digits(2)?);
    let year = if negative { -year } else { year };
    if bytes.0.is_empty() {
        return Stamp::year(year);
    }
    let month = bytes.after(b'-')?.digits(2)?;
    if bytes.0.is_empty() {
        return Stamp::year_month(year, month);
    }
    let day = bytes.after(b'-')?.digits(2)?;
    let date = Stamp::ymd(year, month, day)?;
    if bytes.0.is_empty() {
        return Some(date);
    }
    if !(bytes.take(b'T') || bytes.take(b't') || bytes.take(b' ')) {
        return None;
    }
    let hour = bytes.digits(2)?;
    let minute = bytes.after(b':')?.digits(2)?;
    let second = match bytes.take(b':') {
        true => Some(bytes.digits(2)?),
        false => None,
    };
    if second.is_some() && (bytes.take(b'.') || bytes.take(b',')) {
        let digits = bytes.0.iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        bytes.0 = &bytes.0[digits..];
    }
    bytes.take(b' ');
    let offset = match bytes.0 {
        [] => None,
        b"Z" | b"z" | b"UTC" | b"GMT" => Some(0),
        _ => Some(bytes.offset()?),
    };
    date.at(hour, minute, second, offset)
}

/// Bytes still to be read.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    /// Reads `byte` if it comes next.
    fn take(&mut self, byte: u8) -> bool {
        match self.0.split_first() {
            Some((first, rest)) if *first == byte => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// Goes on behind `byte`, which must come next.
    fn after(&mut self, byte: u8) -> Option<&mut Self> {
        self.take(byte).then_some(self)
    }

    /// Reads exactly `n` digits, at most 2.
    fn digits(&mut self, n: usize) -> Option<u8> {
        let (digits, rest) = self.0.split_at_checked(n)?;
        let value = digits.iter().try_fold(0_u8, |value, digit| {
            digit.is_ascii_digit().then(|| value * 10 + (digit - b'0'))
        })?;
        self.0 = rest;
        Some(value)
    }

    /// Reads a signed offset up to the end of the text, in seconds.
    fn offset(&mut self) -> Option<i32> {
        let sign = match (self.take(b'+'), self.take(b'-')) {
            (true, _) => 1,
            (_, true) => -1,
            _ => return None,
        };
        let hours = self.digits(2)?;
        let (mut minutes, mut seconds) = (0, 0);
        if !self.0.is_empty() {
            self.take(b':');
            minutes = self.digits(2)?;
            if self.take(b':') {
                seconds = self.digits(2)?;
            }
        }
        if !self.0.is_empty() || minutes > 59 || seconds > 59 {
            return None;
        }
        Some(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60 + i32::from(seconds)))
    }
}

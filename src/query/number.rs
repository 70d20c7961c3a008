//! Whole numbers in a query: what may be typed and which numbers it means. Knows no field and no index.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A range of whole numbers, ends inclusive; `None` is an open end, and not both ends are open.
///
/// ```text
/// ">1000".parse() == Ok(NumberRange { min: Some(1001), max: None })
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NumberRange {
    /// The smallest number.
    pub min: Option<i64>,
    /// The largest number.
    pub max: Option<i64>,
}

/// Why a text is no number or range of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NumberError {
    /// Not a whole number.
    #[error("`{0}` is not a whole number")]
    NotANumber(String),
    /// Beyond what a column of the index holds.
    #[error("`{0}` is too large")]
    TooLarge(String),
    /// A comparison or dots without a number.
    #[error("no number stands beside `{0}`")]
    NoValue(String),
    /// The larger end stands first.
    #[error("the range `{0}` ends before it begins")]
    Reversed(String),
}

impl FromStr for NumberRange {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<NumberRange, NumberError> {
        let text = text.trim();
        let number = |part: &str| whole(text, part);
        let too_large = || NumberError::TooLarge(text.to_owned());
        let range = |min, max| NumberRange { min, max };
        if let Some(rest) = text.strip_prefix(">=") {
            return Ok(range(Some(number(rest)?), None));
        }
        if let Some(rest) = text.strip_prefix("<=") {
            return Ok(range(None, Some(number(rest)?)));
        }
        if let Some(rest) = text.strip_prefix('>') {
            let min = number(rest)?.checked_add(1).ok_or_else(too_large)?;
            return Ok(range(Some(min), None));
        }
        if let Some(rest) = text.strip_prefix('<') {
            let max = number(rest)?.checked_sub(1).ok_or_else(too_large)?;
            return Ok(range(None, Some(max)));
        }
        if let Some((min, max)) = text.split_once("..").or_else(|| text.split_once('…')) {
            let end = |part: &str| match part.trim() {
                "" => Ok(None),
                part => number(part).map(Some),
            };
            let (min, max) = (end(min)?, end(max)?);
            if min.is_none() && max.is_none() {
                return Err(NumberError::NoValue(text.to_owned()));
            }
            if min.zip(max).is_some_and(|(min, max)| min > max) {
                return Err(NumberError::Reversed(text.to_owned()));
            }
            return Ok(range(min, max));
        }
        let exact = number(text.strip_prefix('=').unwrap_or(text))?;
        Ok(range(Some(exact), Some(exact)))
    }
}

fn whole(text: &str, part: &str) -> Result<i64, NumberError> {
    let part = part.trim();
    if part.is_empty() {
        return Err(NumberError::NoValue(text.to_owned()));
    }
    let digits = part.strip_prefix('-').unwrap_or(part);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberError::NotANumber(part.to_owned()));
    }
    // Digits only by now, so that nothing but the size can be wrong.
    part.parse()
        .map_err(|_| NumberError::TooLarge(part.to_owned()))
}

impl fmt::Display for NumberRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => write!(f, "{min}"),
            (Some(min), Some(max)) => write!(f, "{min}..{max}"),
            (Some(min), None) => write!(f, "{min}.."),
            (None, Some(max)) => write!(f, "..{max}"),
            (None, None) => f.write_str(".."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown = match text.parse::<NumberRange>() {
            Ok(range) => {
                assert_eq!(range.to_string().parse(), Ok(range), "{text}");
                range.to_string()
            }
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn comparisons_become_inclusive_ranges() {
        check("500", "500");
        check("=500", "500");
        check(">1000", "1001..");
        check(">=1000", "1000..");
        check("<1000", "..999");
        check("<=1000", "..1000");
        check("200..400", "200..400");
        check("200..", "200..");
        check("..400", "..400");
        check("-5..-2", "-5..-2");
    }

    #[test]
    fn what_is_no_number_is_named() {
        check("many", "`many` is not a whole number");
        check("1.5", "`1.5` is not a whole number");
        check(">", "no number stands beside `>`");
        check("..", "no number stands beside `..`");
        check("", "no number stands beside ``");
        check("400..200", "the range `400..200` ends before it begins");
        check(
            "99999999999999999999",
            "`99999999999999999999` is too large",
        );
        check(
            ">9223372036854775807",
            "`>9223372036854775807` is too large",
        );
    }
}

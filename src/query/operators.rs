//! Words that are operators: which they are, in every spelling, and what they mean. Where they may stand is decided
//! in `lex` and `parse`.

use super::ast::{LetterCase, TextUnit};
use super::plain::{Glyph, text_of};

/// The greatest distance of a proximity: the parts of an article stand one more apart.
pub(crate) const MAX_DISTANCE: u32 = 99;

/// The greatest number that `ATLEAST` counts to.
pub(crate) const MAX_COUNT: u32 = 9_999;

/// The most words that `FIRST` takes from the body.
pub(crate) const MAX_FIRST: u32 = 100_000;

/// No operator that is one word is longer.
pub(crate) const MAX_OPERATOR_CHARS: usize = 24;

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Infix {
    /// `NEAR/5`, `PRE/5`; the distance as typed, 0 and too great ones too.
    Near { distance: u32, ordered: bool },
    /// `w/s`, `w/p`.
    Same(TextUnit),
    /// `PRE/s`, which nothing means.
    OrderedSame(TextUnit),
}

/// What stands before brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    /// `ATLEAST/3(`; the count as typed.
    AtLeast(u32),
    /// `FIRST/50(`; the number as typed.
    First(u32),
    /// `caps(`, `allcaps(`, `nocaps(`.
    Cased(LetterCase),
}

/// A word that may be a function's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call<'t> {
    /// `ATLEAST` or, with `first`, `FIRST`, with the text of the number if there is one; `slash` stands before it.
    Counted {
        first: bool,
        count: Option<&'t str>,
        slash: bool,
    },
    /// `caps` and the like.
    Cased(LetterCase),
    /// `hlead` and the like: a field, if there is one of that name.
    Field(&'t str),
}

/// Factiva's way to write an operator between slashes, which needs no spaces around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// `toyota/F50/`: within the first words.
    First(u32),
    /// `boeing/N30/airbus`: near each other.
    Near(u32),
}

/// Whether a word cannot be printed bare where a word stands: it would be read as an operator.
pub(crate) fn is_operator(text: &str) -> bool {
    matches!(text, "AND" | "OR" | "NOT" | "&&" | "||" | "NEAR")
        || slash_infix(text).is_some()
        || bare_infix(text).is_some()
        || matches!(call(text), Some(Call::Counted { .. }))
}

/// The operator that a word with a slash is wherever it stands: `NEAR/5`, `w/5`, `w/s`, `pre/3`.
pub(crate) fn slash_infix(text: &str) -> Option<Infix> {
    if text.len() > MAX_OPERATOR_CHARS {
        return None;
    }
    let (name, rest) = text.split_once('/')?;
    let ordered = match name.to_ascii_lowercase().as_str() {
        "near" | "w" | "within" => false,
        "onear" | "pre" | "adj" => true,
        _ => return None,
    };
    let unit = match rest.to_ascii_lowercase().as_str() {
        "s" | "sent" | "sentence" => Some(TextUnit::Sentence),
        "p" | "para" | "paragraph" => Some(TextUnit::Paragraph),
        _ => None,
    };
    match unit {
        Some(unit) if ordered => Some(Infix::OrderedSame(unit)),
        Some(unit) => Some(Infix::Same(unit)),
        None => number(rest).map(|distance| Infix::Near { distance, ordered }),
    }
}

/// The operator that a word is only between two operands: `adj3`, `near5` in any case, and Factiva's `SAME`.
///
/// `same` in lower case is a word of the language far more often than an operator, so that only capitals count.
pub(crate) fn bare_infix(text: &str) -> Option<Infix> {
    if text == "SAME" {
        return Some(Infix::Same(TextUnit::Paragraph));
    }
    if text.len() > MAX_OPERATOR_CHARS {
        return None;
    }
    let (name, digits) = split_digits(text);
    let ordered = match name.to_ascii_lowercase().as_str() {
        "adj" => true,
        "near" => false,
        _ => return None,
    };
    // Longer numbers are no distances but numbers of something.
    if digits.is_empty() || digits.len() > 3 {
        return None;
    }
    number(digits).map(|distance| Infix::Near { distance, ordered })
}

/// The function that a word would name before a bracket.
pub(crate) fn call(text: &str) -> Option<Call<'_>> {
    if text.len() > MAX_OPERATOR_CHARS {
        return None;
    }
    let (name, count, slash) = match text.split_once('/') {
        Some((name, count)) => (name, Some(count), true),
        None => {
            let (name, digits) = split_digits(text);
            (name, (!digits.is_empty()).then_some(digits), false)
        }
    };
    let plain = |call| count.is_none().then_some(call);
    match name.to_ascii_lowercase().as_str() {
        name @ ("atleast" | "first") => Some(Call::Counted {
            first: name == "first",
            count,
            slash,
        }),
        "caps" => plain(Call::Cased(LetterCase::Some)),
        "allcaps" => plain(Call::Cased(LetterCase::All)),
        "nocaps" => plain(Call::Cased(LetterCase::None)),
        "hlead" | "headlead" | "headline" => plain(Call::Field(name)),
        _ => None,
    }
}

/// The first code between slashes in a run, and where it begins and ends. Linear.
pub(crate) fn code(run: &[Glyph]) -> Option<(usize, usize, Code)> {
    let mut from = 0;
    while let Some(n) = run[from..].iter().position(|g| g.is('/')) {
        let start = from + n;
        from = start + 1;
        let letter = run.get(start + 1).map(|g| g.c);
        if !matches!(letter, Some('F' | 'N')) {
            continue;
        }
        let digits = &run[start + 2..];
        let n_digits = digits.iter().take_while(|g| g.c.is_ascii_digit()).count();
        let closed = digits.get(n_digits).is_some_and(|g| g.is('/'));
        if let (true, Some(n)) = (closed, number(&text_of(&digits[..n_digits.min(10)]))) {
            let code = if letter == Some('F') {
                Code::First(n)
            } else {
                Code::Near(n)
            };
            return Some((start, start + 3 + n_digits, code));
        }
    }
    None
}

/// Names that Factiva has for fields before `=`, and the names that those fields may have here.
const FACTIVA: &[(&str, &[&str])] = &[
    ("hd", &["title", "headline"]),
    ("hl", &["title", "headline"]),
    ("hlp", &["headlead"]),
    ("la", &["lang", "language"]),
    ("rst", &["source"]),
    ("sn", &["source"]),
    ("sc", &["section"]),
    ("ns", &["section"]),
    ("wc", &["words"]),
    ("au", &["author", "by"]),
    ("by", &["by", "author"]),
];

/// The names of a field that Factiva calls so; none for other names.
pub(crate) fn factiva(name: &str) -> Option<&'static [&'static str]> {
    let known =
        |(factiva, _): &&(&str, &'static [&'static str])| factiva.eq_ignore_ascii_case(name);
    FACTIVA.iter().find(known).map(|(_, names)| *names)
}

/// A count; what is beyond nine digits is as good as the greatest of them.
pub(crate) fn number(digits: &str) -> Option<u32> {
    let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    all.then(|| digits.parse().unwrap_or(u32::MAX))
}

fn split_digits(text: &str) -> (&str, &str) {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    text.split_at(text.len() - digits)
}

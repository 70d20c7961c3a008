//! Finds complete dates (day, month, year) in running text.
//!
//! Each number that can be a year is looked at once, with the few words before and behind it, so
//! the cost is linear in the text. A date field as a whole is read in `forms.rs`.

use std::ops::Range;

use super::token::{self, Kind, Token};
use super::words;
use super::{NEWS_YEARS, Stamp};

/// Bytes before and behind a year that can belong to its date.
const REACH: usize = 72;

/// Words between the parts of a date.
const LINKS: &[&str] = &[
    "de", "del", "di", "do", "of", "a", "an", "na", "the", "of the",
];

/// Finds the dates; see [`super::find_full`].
pub(super) fn find_full(text: &str) -> Vec<(Range<usize>, Stamp)> {
    let mut found: Vec<(Range<usize>, Stamp)> = Vec::new();
    let mut free = 0;
    for (start, end) in years(text) {
        if start < free {
            continue;
        }
        let from = snap(text, start.saturating_sub(REACH).max(free));
        let to = snap(text, end.saturating_add(REACH).min(text.len()));
        // Words that the window cuts in two are dropped with the tokens of their side.
        let Some(tokens) = token::tokens(&text[from..to], REACH * 3) else {
            continue;
        };
        let Some(year) = tokens.iter().position(|token| token.start == start - from) else {
            continue;
        };
        let window = Window {
            tokens: &tokens,
            year,
        };
        if let Some((first, last, stamp)) = window.behind().or_else(|| window.before()) {
            let range = from + tokens[first].start..from + tokens[last].end();
            free = range.end;
            found.push((range, stamp));
        }
    }
    found
}

/// Byte ranges of the runs of exactly four digits.
fn years(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            // First bytes of digits: ASCII, Arabic (D9, DB) and full-width (EF).
            let rest = bytes.get(at..)?;
            at += rest
                .iter()
                .position(|b| b.is_ascii_digit() || matches!(b, 0xD9 | 0xDB | 0xEF))?;
            let start = at;
            let mut digits = 0;
            for c in text[start..].chars() {
                if token::digit(c).is_none() {
                    break;
                }
                at += c.len_utf8();
                digits += 1;
            }
            match digits {
                4 => return Some((start, at)),
                0 => at += text[start..].chars().next().map_or(1, char::len_utf8),
                _ => {}
            }
        }
    })
}

/// The nearest character boundary at or before `at`.
fn snap(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

/// A year among its neighbours.
struct Window<'a> {
    tokens: &'a [Token<'a>],
    year: usize,
}

impl Window<'_> {
    fn get(&self, at: Option<usize>) -> Option<&Token<'_>> {
        self.tokens.get(at?)
    }

    fn year(&self) -> Option<i32> {
        let year = self.tokens[self.year].year()?;
        NEWS_YEARS.contains(&year).then_some(year)
    }

    /// Steps over marks and links from `at`, at most three.
    fn skip(
        &self,
        mut at: Option<usize>,
        marks: &str,
        step: fn(usize) -> Option<usize>,
    ) -> Option<usize> {
        for _ in 0..3 {
            let token = self.get(at)?;
            let linking = match token.kind {
                Kind::Mark(mark) => marks.contains(mark),
                Kind::Word => LINKS
                    .iter()
                    .any(|link| link.eq_ignore_ascii_case(token.text)),
                Kind::Number { .. } => false,
            };
            if !linking {
                break;
            }
            at = step(at?);
        }
        at
    }

    /// A date that ends with the year: `10 November 2017`, `November 10, 2017`, `13/11/2017`.
    fn before(&self) -> Option<(usize, usize, Stamp)> {
        let year = self.year()?;
        if self.glued(self.year + 1) {
            return None;
        }
        let back = |at: usize| at.checked_sub(1);
        let at = self.skip(back(self.year), ".,-/", back);
        let (first, stamp) = match self.get(at)?.kind {
            Kind::Word => {
                let (month, first) = self.month_back(at?)?;
                let day = self.skip(back(first), ".-/\u{BA}\u{B0}", back);
                let day = self.ordinal_back(day)?;
                let stamp = Stamp::ymd(year, month, self.get(day)?.small()?)?;
                (day?, stamp)
            }
            Kind::Number { .. } => self.month_first(at?, year).or_else(|| self.numbers(year))?,
            Kind::Mark(_) => return None,
        };
        // A number or a letter directly before the day makes it part of something else.
        let whole = first == 0 || self.tokens[first].spaced || self.opens(first - 1);
        whole.then_some((first, self.year, stamp))
    }

    /// Whether the token at `at` follows directly and continues a word or number.
    fn glued(&self, at: usize) -> bool {
        self.get(Some(at)).is_some_and(|token| {
            !token.spaced && token.kind == Kind::Word && !token.text.chars().all(token::unspaced)
        })
    }

    /// Whether a date may begin directly behind this token.
    fn opens(&self, at: usize) -> bool {
        match self.tokens[at].kind {
            Kind::Mark(mark) => !matches!(mark, '-' | '/' | '.' | ':' | '$' | '#' | '+'),
            Kind::Word => self.tokens[at].text.chars().all(token::unspaced),
            Kind::Number { .. } => false,
        }
    }

    /// The month whose name ends at `at`, and the first token of the name.
    fn month_back(&self, at: usize) -> Option<(u8, usize)> {
        let text = self.tokens[at].text;
        let word = words::look_up(text);
        if let Some(month) = word.month.filter(|_| word.in_text) {
            return Some((month, at));
        }
        if text.is_ascii() {
            return None;
        }
        let first = at.checked_sub(1)?;
        let pair = format!("{}_{text}", self.tokens[first].text);
        words::look_up(&pair).month.map(|month| (month, first))
    }

    /// Steps over an ordinal ending that stands directly behind its number.
    fn ordinal_back(&self, at: Option<usize>) -> Option<Option<usize>> {
        let token = self.get(at)?;
        let ending = [
            "st", "nd", "rd", "th", "er", "an", "a", "o", "\u{BA}", "\u{AA}",
        ];
        let is_ending = !token.spaced && ending.iter().any(|e| e.eq_ignore_ascii_case(token.text));
        Some(if is_ending { at?.checked_sub(1) } else { at })
    }

    /// `November 10, 2017`, with the number at `day`.
    fn month_first(&self, day: usize, year: i32) -> Option<(usize, Stamp)> {
        let number = self.tokens[day].small()?;
        let mut at = day.checked_sub(1)?;
        if self.tokens[at].is_mark('.') {
            at = at.checked_sub(1)?;
        }
        if self.tokens[at].kind != Kind::Word {
            return None;
        }
        let (month, first) = self.month_back(at)?;
        Some((first, Stamp::ymd(year, month, number)?))
    }

    /// `13/11/2017`, `13.11.2017`, `13-11-2017`, when only one reading is possible.
    fn numbers(&self, year: i32) -> Option<(usize, Stamp)> {
        let first = self.year.checked_sub(4)?;
        let Kind::Mark(mark @ ('/' | '.' | '-')) = self.tokens[first + 1].kind else {
            return None;
        };
        if !self.tokens[first + 3].is_mark(mark) {
            return None;
        }
        let (a, b) = (self.tokens[first].small()?, self.tokens[first + 2].small()?);
        let (day, month) = match () {
            () if a > 12 || a == b || mark == '.' && b <= 12 => (a, b),
            () if b > 12 => (b, a),
            () => return None,
        };
        Some((first, Stamp::ymd(year, month, day)?))
    }

    /// A date that begins with the year: `2017-11-10`, `2017年11月10日`, `2017. november 10`.
    fn behind(&self) -> Option<(usize, usize, Stamp)> {
        let year = self.year()?;
        let starts = self.year == 0
            || self.tokens[self.year].spaced
            || self.opens(self.year - 1)
            || self.glued(self.year);
        if !starts {
            return None;
        }
        let get = |ahead: usize| self.tokens.get(self.year + ahead);
        let is = |ahead: usize, words: &[&str]| get(ahead).is_some_and(|t| words.contains(&t.text));
        if is(1, &["年", "년"]) {
            let dated = is(3, &["月", "월"]) && is(5, &["日", "号", "號", "일"]);
            let (month, day) = (get(2)?.small()?, get(4)?.small()?);
            let stamp = dated.then(|| Stamp::ymd(year, month, day)).flatten()?;
            return Some((self.year, self.year + 5, stamp));
        }
        if let Kind::Mark(mark @ ('-' | '/' | '.')) = get(1)?.kind
            && get(3).is_some_and(|token| token.is_mark(mark))
            && let (Some(month), Some(day)) = (get(2)?.small(), get(4)?.small())
        {
            // Spaces or a further number mean a list or a version.
            let close = (1..=4).all(|ahead| get(ahead).is_some_and(|token| !token.spaced));
            let more = get(5).is_some_and(|token| token.is_mark(mark) && !token.spaced)
                && get(6).is_some_and(|token| !token.spaced);
            let stamp = Stamp::ymd(year, month, day).filter(|_| close && !more)?;
            return Some((self.year, self.year + 4, stamp));
        }
        // Hungarian, with the full stop behind the year.
        let month = get(2).filter(|_| get(1).is_some_and(|token| token.is_mark('.')))?;
        let word = words::look_up(month.text);
        let month = word.month.filter(|_| word.in_text)?;
        let abbreviated = usize::from(get(3)?.is_mark('.'));
        let day = get(3 + abbreviated)?.small()?;
        let followed_by_year = get(4 + abbreviated).is_some_and(|token| token.year().is_some())
            || get(5 + abbreviated).is_some_and(|token| token.year().is_some());
        let stamp = Stamp::ymd(year, month, day).filter(|_| !followed_by_year)?;
        Some((self.year, self.year + 3 + abbreviated, stamp))
    }
}

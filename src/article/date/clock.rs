//! Times of day inside a date text: `18:15:00`, `6.15 p.m.`, `18h15`, `18.15 Uhr`, `18時15分`.

use super::Reader;
use super::token::{Kind, Token};

/// A time of day as printed, before AM or PM is applied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Time {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: Option<u8>,
}

/// A half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Am,
    Pm,
}

/// Words between hour and minute, or behind an hour.
const HOUR: &[&str] = &["h", "u", "uhr", "uur", "hs", "時", "时", "點", "点", "시"];
/// Words behind minutes.
const MINUTE: &[&str] = &["m", "min", "mn", "分", "분"];
/// Words behind seconds.
const SECOND: &[&str] = &["s", "sec", "秒", "초"];
/// Words before a time whose parts a full stop divides.
const INTRODUCTION: &[&str] = &[
    "kl", "klo", "kello", "um", "ore", "ora", "alle", "godz", "om", "pukul", "saat",
];

/// Splits `181500` or `1815`, written with `digits` digits.
pub(super) fn compact(time: u64, digits: usize) -> Option<(u8, u8, Option<u8>)> {
    let part = |value: u64| u8::try_from(value % 100).ok();
    match digits {
        6 => Some((part(time / 10_000)?, part(time / 100)?, Some(part(time)?))),
        4 => Some((part(time / 100)?, part(time)?, None)),
        _ => None,
    }
}

/// The hour from 0 to 23; `None` where the two contradict each other.
pub(super) fn on_24_hours(hour: u8, half: Option<Half>) -> Option<u8> {
    match (half, hour) {
        (Some(Half::Am), 12) => Some(0),
        (Some(Half::Am), 13..) => None,
        (Some(Half::Pm), 0..12) => Some(hour + 12),
        _ => Some(hour),
    }
}

impl Reader<'_> {
    /// A time that begins here, and how many tokens it takes.
    pub(super) fn clock(&self) -> Option<(Time, usize)> {
        let token = self.peek(0)?;
        if let Kind::Number { value, digits } = token.kind
            && self.at > 0
            && self.tokens[self.at - 1].text.eq_ignore_ascii_case("t")
            && let Some((hour, minute, second)) = compact(value, digits)
        {
            let time = Time {
                hour,
                minute,
                second,
            };
            return Some((time, 1 + self.fraction(1)));
        }
        let hour = token.small().filter(|hour| *hour < 24)?;
        let time = |minute, second| Time {
            hour,
            minute,
            second,
        };
        if self.mark_at(1, ':') {
            let minute = self.two_digits(2)?;
            if self.mark_at(3, ':')
                && let Some(second) = self.two_digits(4)
            {
                return Some((time(minute, Some(second)), 5 + self.fraction(5)));
            }
            return Some((time(minute, None), 3));
        }
        if self.word_at(1, HOUR) {
            let Some(minute) = self.peek(2).and_then(Token::small) else {
                return Some((time(0, None), 2));
            };
            // "18 h 20 October": what follows is a day, unless it says minutes or stands close.
            let close = self.peek(2).is_some_and(|token| !token.spaced);
            let named = self.word_at(3, MINUTE);
            if !close && !named && !self.word_at(1, &["h", "uhr"]) {
                return Some((time(0, None), 2));
            }
            let length = 3 + usize::from(named);
            if let Some(second) = self.peek(length).and_then(Token::small)
                && self.word_at(length + 1, SECOND)
            {
                return Some((time(minute, Some(second)), length + 2));
            }
            return Some((time(minute, None), length));
        }
        if self.mark_at(1, '.')
            && let Some(minute) = self.two_digits(2)
            && !self.mark_at(3, '.')
            && (self.word_at(3, HOUR) || self.half_at(3).is_some() || self.may_be_time())
        {
            return Some((time(minute, None), 3));
        }
        (self.half_at(1).is_some() && (1..=12).contains(&hour)).then(|| (time(0, None), 1))
    }

    /// The number `ahead` if it has two digits and follows directly.
    fn two_digits(&self, ahead: usize) -> Option<u8> {
        let token = self.peek(ahead).filter(|token| !token.spaced)?;
        match token.kind {
            Kind::Number { digits: 2, .. } => token.small(),
            _ => None,
        }
    }

    /// Tokens that a fraction of a second takes.
    fn fraction(&self, ahead: usize) -> usize {
        let mark = self.mark_at(ahead, '.') || self.mark_at(ahead, ',');
        let number = self
            .peek(ahead + 1)
            .is_some_and(|token| !token.spaced && matches!(token.kind, Kind::Number { .. }));
        if mark && number { 2 } else { 0 }
    }

    /// Whether `18.15` here can only be a time: it was announced, or the date is complete.
    fn may_be_time(&self) -> bool {
        let before = |back: usize| {
            self.at
                .checked_sub(back)
                .and_then(|at| self.tokens.get(at))
                .map_or("", |token| token.text)
        };
        let announced = |text: &str| {
            INTRODUCTION
                .iter()
                .any(|word| word.eq_ignore_ascii_case(text))
        };
        let complete = self.numeric.is_some() || self.months.len() == 1 && self.loose.len() == 2;
        complete || announced(before(1)) || before(1) == "." && announced(before(2))
    }

    /// AM or PM at `ahead`, and how many tokens it takes.
    fn half_at(&self, ahead: usize) -> Option<(Half, usize)> {
        let text = self.peek(ahead)?.text;
        let half = |letter: &str| match letter {
            _ if letter.eq_ignore_ascii_case("a") => Some(Half::Am),
            _ if letter.eq_ignore_ascii_case("p") => Some(Half::Pm),
            _ => None,
        };
        if let Some(half) = half(text) {
            let dotted = self.mark_at(ahead + 1, '.') && self.word_at(ahead + 2, &["m"]);
            return dotted.then_some((half, 3));
        }
        match text {
            "ص" => return Some((Half::Am, 1)),
            "م" => return Some((Half::Pm, 1)),
            _ => {}
        }
        let (letter, rest) = text.split_at_checked(1)?;
        rest.eq_ignore_ascii_case("m")
            .then(|| half(letter))
            .flatten()
            .map(|half| (half, 1))
    }

    /// Reads AM or PM behind a time.
    pub(super) fn half_behind(&mut self) {
        if let Some((half, length)) = self.half_at(0) {
            self.half = Some(half);
            self.at += length;
        }
    }

    /// An offset behind a sign here, in seconds, and how many tokens it takes.
    pub(super) fn offset(&self) -> Option<(i32, usize)> {
        let token = self.peek(1).filter(|token| !token.spaced)?;
        let (hours, minutes, length) = match token.kind {
            Kind::Number { value, digits: 4 } => (value / 100, value % 100, 1),
            Kind::Number {
                value,
                digits: 1 | 2,
            } => match self.mark_at(2, ':').then(|| self.two_digits(3)).flatten() {
                Some(minutes) => (value, u64::from(minutes), 3),
                None => (value, 0, 1),
            },
            _ => return None,
        };
        (hours <= 14 && minutes < 60)
            .then(|| {
                i32::try_from(hours * 3600 + minutes * 60)
                    .ok()
                    .map(|s| (s, length))
            })
            .flatten()
    }
}

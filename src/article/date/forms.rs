//! Reads a text that is a date and nothing else, in the forms that people and programs print.
//!
//! The text is cut into tokens, and each token must have its part in one date: a number that is
//! left over or a word that is not known means that the text says something else, and then
//! nothing is returned. Dates inside running text are found in `find.rs`.

use jiff::{civil, tz::TimeZone};
use unicode_normalization::UnicodeNormalization;

use super::token::{self, Kind, Token};
use super::words::{self, Zone};
use super::{DayOrder, NEWS_YEARS, Stamp, iso};

#[path = "clock.rs"]
mod clock;
#[path = "east.rs"]
mod east;

use clock::{Half, Time};

/// Longest text that is read as a date, in bytes.
const MAX_BYTES: usize = 240;

/// Most tokens that a date can have.
const MAX_TOKENS: usize = 48;

/// Reads `text`; see [`Stamp::parse`]. The year is not checked here, except where it decides.
pub(super) fn parse(text: &str, order: DayOrder) -> Option<Stamp> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if text.is_empty() || text.len() > MAX_BYTES {
        return None;
    }
    if let Some(stamp) = iso::parse(text) {
        return Some(stamp);
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && let Some(stamp) = digits_only(text)
    {
        return Some(stamp);
    }
    if text.is_ascii() {
        return read(text, order);
    }
    let text: String = text.nfkc().collect();
    match east::in_digits(&text) {
        Some(text) => read(&text, order),
        None => read(&text, order),
    }
}

/// Unix seconds or milliseconds, `20061020` and `20061020181500`.
fn digits_only(text: &str) -> Option<Stamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let number: i64 = whole.parse().ok()?;
    match (whole.len(), fraction) {
        (10, _) => Stamp::from_unix(number),
        (13, "") => Stamp::from_unix(number / 1000),
        (8, "") => compact_date(number.unsigned_abs()),
        (14, "") => {
            let time = number.unsigned_abs() % 1_000_000;
            let (hour, minute, second) = clock::compact(time, 6)?;
            compact_date(number.unsigned_abs() / 1_000_000)?.at(hour, minute, second, None)
        }
        _ => None,
    }
}

/// The day that `20061020` means.
fn compact_date(number: u64) -> Option<Stamp> {
    let year = i32::try_from(number / 10_000).ok()?;
    let part = |value: u64| u8::try_from(value % 100).ok();
    NEWS_YEARS.contains(&year).then_some(())?;
    Stamp::ymd(year, part(number / 100)?, part(number)?)
}

fn read(text: &str, order: DayOrder) -> Option<Stamp> {
    let tokens = token::tokens(text, MAX_TOKENS)?;
    let mut reader = Reader {
        tokens: &tokens,
        order,
        ..Reader::default()
    };
    while reader.at < tokens.len() {
        let before = reader.at;
        match tokens[before].kind {
            Kind::Number { .. } => reader.number()?,
            Kind::Word => reader.word()?,
            Kind::Mark(mark) => reader.mark(mark)?,
        }
        debug_assert!(reader.at > before, "each step reads a token");
    }
    reader.finish()
}

/// What has been read of a date so far.
#[derive(Default)]
struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    order: DayOrder,
    /// A date whose parts were all numbers.
    numeric: Option<Stamp>,
    /// Months by name, with whether the name is a weekday too; a second one must be explained.
    months: Vec<(u8, bool)>,
    /// Numbers beside the name of a month.
    loose: Vec<Token<'a>>,
    /// An English weekday.
    weekday: Option<civil::Weekday>,
    time: Option<Time>,
    half: Option<Half>,
    zone: Option<Zone>,
}

impl<'a> Reader<'a> {
    fn peek(&self, ahead: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(self.at + ahead)
    }

    fn mark_at(&self, ahead: usize, mark: char) -> bool {
        self.peek(ahead).is_some_and(|token| token.is_mark(mark))
    }

    /// Whether the token is one of these words.
    fn word_at(&self, ahead: usize, words: &[&str]) -> bool {
        self.peek(ahead).is_some_and(|token| {
            words
                .iter()
                .any(|word| word.eq_ignore_ascii_case(token.text))
        })
    }

    fn number(&mut self) -> Option<()> {
        if self.time.is_none()
            && let Some((time, length)) = self.clock()
        {
            self.time = Some(time);
            self.at += length;
            self.half_behind();
            return Some(());
        }
        if self.numeric.is_none()
            && self.loose.is_empty()
            && let Some((date, length)) = self.numbers()
        {
            self.numeric = Some(date);
            self.at += length;
            return Some(());
        }
        if self.loose.len() == 2 {
            return None;
        }
        self.loose.push(*self.peek(0)?);
        self.at += 1;
        // Ordinal endings stand directly behind their number.
        let ending = ["st", "nd", "rd", "th", "er", "an", "ème", "eme"];
        if self.word_at(0, &ending) && self.peek(0).is_some_and(|token| !token.spaced) {
            self.at += 1;
        }
        Some(())
    }

    /// A date of numbers that begins here, and how many tokens it takes.
    fn numbers(&self) -> Option<(Stamp, usize)> {
        let first = self.peek(0)?;
        if let Kind::Number { value, digits: 8 } = first.kind {
            return Some((compact_date(value)?, 1));
        }
        if self.word_at(1, &["年", "년"]) {
            return self.east_asian();
        }
        let Kind::Mark(mark @ ('-' | '/' | '.' | ':' | '\u{2010}' | '\u{2011}')) =
            self.peek(1)?.kind
        else {
            return None;
        };
        let second = self.peek(2)?.small();
        if !self.mark_at(3, mark) {
            return self.year_and_month(mark);
        }
        let (second, third) = (second?, self.peek(4)?);
        // Four numbers in a row are an address or a version.
        let fourth = self
            .peek(6)
            .is_some_and(|token| !token.spaced && matches!(token.kind, Kind::Number { .. }));
        if mark != ':' && self.mark_at(5, mark) && fourth {
            return None;
        }
        let date = match (first.year(), first.small(), third.year()) {
            (Some(year), ..) => Stamp::ymd(year, second, third.small()?)?,
            (_, Some(first), Some(year)) if mark != ':' => {
                let (day, month) = self.day_and_month(first, second, mark)?;
                Stamp::ymd(year, month, day)?
            }
            _ => return None,
        };
        Some((date, 5))
    }

    /// `2006年10月20日`, and its beginnings.
    fn east_asian(&self) -> Option<(Stamp, usize)> {
        let year = self.peek(0)?.year()?;
        let Some(month) = self.peek(2).and_then(Token::small) else {
            return Some((Stamp::year(year)?, 2));
        };
        if !self.word_at(3, &["月", "월"]) {
            return None;
        }
        let Some(day) = self.peek(4).and_then(Token::small) else {
            return Some((Stamp::year_month(year, month)?, 4));
        };
        let ended = self.word_at(5, &["日", "号", "號", "일"]);
        ended.then_some((Stamp::ymd(year, month, day)?, 6))
    }

    /// `2006-10`, `2006/10`, `10/2006`, when nothing else follows.
    fn year_and_month(&self, mark: char) -> Option<(Stamp, usize)> {
        if self.tokens.len() != self.at + 3 || !matches!(mark, '-' | '/') {
            return None;
        }
        let (first, second) = (self.peek(0)?, self.peek(2)?);
        let (year, month) = match (first.year(), second.year()) {
            (Some(year), None) => (year, second.small()?),
            (None, Some(year)) => (year, first.small()?),
            _ => return None,
        };
        Some((Stamp::year_month(year, month)?, 3))
    }

    /// Which of two numbers is the day: `(day, month)`.
    fn day_and_month(&self, first: u8, second: u8, mark: char) -> Option<(u8, u8)> {
        match self.order {
            _ if first > 12 || first == second => Some((first, second)),
            _ if second > 12 => Some((second, first)),
            DayOrder::DayFirst => Some((first, second)),
            DayOrder::MonthFirst => Some((second, first)),
            // With full stops the day comes first wherever that form is usual.
            DayOrder::Unsure => (mark == '.').then_some((first, second)),
        }
    }

    fn word(&mut self) -> Option<()> {
        let token = self.peek(0)?;
        if token.text.chars().all(token::stands_alone) {
            return self.east_asian_word();
        }
        let word = words::look_up(token.text);
        if self.time.is_some()
            && self.zone.is_none()
            && let Some(zone) = word.zone
        {
            self.zone = Some(zone);
        } else if let Some(month) = word.month {
            self.months.push((month, word.weekday));
        } else if word.weekday {
            self.weekday = weekday(token.text).or(self.weekday);
        } else if !word.around && word.zone != Some(Zone::Fixed(0)) {
            // Names of two words, and nothing else, are left.
            let pair = format!("{}_{}", token.text, self.peek(1)?.text);
            self.months.push((words::look_up(&pair).month?, false));
            self.at += 1;
        }
        self.at += 1;
        // Three names are one too many, whatever they are.
        (self.months.len() < 3).then_some(())
    }

    /// Weekdays, halves of the day and words around a date, in Chinese, Japanese and Korean.
    fn east_asian_word(&mut self) -> Option<()> {
        const DAYS: &[&str] = &[
            "月", "火", "水", "木", "金", "土", "日", "一", "二", "三", "四", "五", "六", "天",
            "월", "화", "수", "목", "금", "토", "일",
        ];
        let bracketed = self.at > 0 && self.tokens[self.at - 1].is_mark('(');
        let pair = |reader: &Self, first: &str, second: &str| {
            reader.word_at(0, &[first]) && reader.word_at(1, &[second])
        };
        let length = if self.word_at(0, DAYS) && bracketed && self.mark_at(1, ')') {
            1
        } else if self.word_at(0, DAYS) && self.word_at(1, &["曜", "요"]) {
            2 + usize::from(self.word_at(2, &["日", "일"]))
        } else if pair(self, "星", "期") && self.word_at(2, DAYS) {
            3
        } else if self.word_at(0, &["周", "週"]) && self.word_at(1, DAYS) {
            2
        } else if pair(self, "午", "後") || pair(self, "下", "午") || pair(self, "오", "후") {
            self.half = Some(Half::Pm);
            2
        } else if pair(self, "午", "前") || pair(self, "上", "午") || pair(self, "오", "전") {
            self.half = Some(Half::Am);
            2
        } else {
            words::look_up(self.peek(0)?.text).around.then_some(1)?
        };
        self.at += length;
        Some(())
    }

    fn mark(&mut self, mark: char) -> Option<()> {
        let signed = matches!(mark, '+' | '-' | '\u{2212}');
        if signed
            && self.time.is_some()
            && matches!(self.zone, None | Some(Zone::Fixed(0)))
            && let Some((size, length)) = self.offset()
        {
            self.zone = Some(Zone::Fixed(if mark == '+' { size } else { -size }));
            self.at += 1 + length;
            return Some(());
        }
        if matches!(mark, '(' | '[') && self.zone.is_some() {
            // Behind a zone a bracket only names it again.
            let close = if mark == '(' { ')' } else { ']' };
            let rest = &self.tokens[self.at..];
            self.at += rest.iter().position(|token| token.is_mark(close))? + 1;
            return Some(());
        }
        self.at += 1;
        let harmless = ",.;:-/|()[]@*\"'\u{B0}\u{AB}\u{BB}\u{B7}\u{2022}\u{2010}\u{2011}\u{2013}\u{2014}\u{3001}\u{60C}";
        harmless.contains(mark).then_some(())
    }

    fn finish(mut self) -> Option<Stamp> {
        let date = self.date()?;
        let Some(time) = self.time else {
            return self.half.is_none().then_some(date);
        };
        let hour = clock::on_24_hours(time.hour, self.half)?;
        let stamp = date.at(hour, time.minute, time.second, None)?;
        let offset = match self.zone {
            None | Some(Zone::Shared) => return Some(stamp),
            Some(Zone::Fixed(offset)) => Some(offset),
            Some(Zone::American(hours)) => american_offset(stamp.first(), hours),
        };
        date.at(hour, time.minute, time.second, offset)
    }

    /// The date alone.
    fn date(&mut self) -> Option<Stamp> {
        if self.numeric.is_some() || self.months.len() > 1 {
            // "mar" is March and, in four languages, a Tuesday: beside another month, that.
            self.months.dedup_by_key(|(month, _)| *month);
            if self.numeric.is_some() || self.months.len() > 1 {
                self.months.retain(|(_, weekday)| !weekday);
            }
        }
        match (self.numeric, self.months.as_slice(), self.loose.as_slice()) {
            (Some(date), [], []) => Some(date),
            (None, [], [only]) => news_year(only).and_then(Stamp::year),
            (None, [(month, _)], [year]) => Stamp::year_month(news_year(year)?, *month),
            (None, [(month, _)], [first, second]) => match (news_year(first), news_year(second)) {
                (Some(year), None) => Stamp::ymd(year, *month, second.small()?),
                (None, Some(year)) => Stamp::ymd(year, *month, first.small()?),
                _ => self.short_year(first, *month, second),
            },
            _ => None,
        }
    }

    /// `Fri, 20 Oct 06`: two digits are a year only if the weekday confirms it.
    fn short_year(&self, day: &Token<'_>, month: u8, year: &Token<'_>) -> Option<Stamp> {
        let Kind::Number { digits: 2, .. } = year.kind else {
            return None;
        };
        let year = i32::from(year.small()?);
        let year = if year < 50 { 2000 + year } else { 1900 + year };
        let stamp = Stamp::ymd(year, month, day.small()?)?;
        (self.weekday == Some(stamp.first().date().weekday())).then_some(stamp)
    }
}

/// The value of a number that can be a year.
fn news_year(token: &Token<'_>) -> Option<i32> {
    token.year().filter(|year| NEWS_YEARS.contains(year))
}

/// The day that an English name or its short form means.
fn weekday(name: &str) -> Option<civil::Weekday> {
    use civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let short = words::fold(name).get(..3)?.to_owned();
    Some(match short.as_str() {
        "mon" => Monday,
        "tue" => Tuesday,
        "wed" => Wednesday,
        "thu" => Thursday,
        "fri" => Friday,
        "sat" => Saturday,
        "sun" => Sunday,
        _ => return None,
    })
}

/// What a zone such as ET is from UTC at that time, by the rules of the law then in force.
fn american_offset(at: civil::DateTime, winter_hours: i32) -> Option<i32> {
    let rule = match at.year() {
        2007.. => "M3.2.0,M11.1.0",
        1987..=2006 => "M4.1.0,M10.5.0",
        _ => return None,
    };
    let zone = TimeZone::posix(&format!("AST{}ADT,{rule}", -winter_hours)).ok()?;
    let instant = zone.to_timestamp(at).ok()?;
    Some(zone.to_offset(instant).seconds())
}

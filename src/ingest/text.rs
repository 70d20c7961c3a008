//! One article in a file of plain text: its bytes, its encoding, the date in its name.

use std::io::Read;
use std::ops::ControlFlow;

use crate::article::date::{Stamp, find_full};
use crate::article::{self, Article, DateFrom};

use super::emit::Emitter;
use super::encoding;
use super::format::Format;
use super::keys::KeyMap;
use super::readers::{Input, Reader};
use super::{Fault, RawRecord, check_content, set_provenance};

/// Text in light marks; takes any text that no other reader knows.
pub(super) const READER: Reader = Reader {
    format: Format::Text,
    knows: |_| true,
    split: read_whole,
    article,
};

/// Reads the whole file as one record.
pub(super) fn read_whole(input: Input<'_>, emit: &mut Emitter<'_>) -> ControlFlow<()> {
    let Input { stream, max_bytes } = input;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too long from one that is just short enough.
    let limit = (max_bytes as u64).saturating_add(1);
    if let Err(error) = stream.take(limit).read_to_end(&mut bytes) {
        return emit.broken(1, bytes.len() as u64, &error);
    }
    if bytes.len() > max_bytes {
        return emit.reject(1, 0, format!("a text of over {max_bytes} bytes"));
    }
    if bytes.trim_ascii().is_empty() {
        return emit.skip("nothing but white space".to_owned());
    }
    emit.record(1, 0, bytes)
}

/// Takes the text apart.
fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    let decoded = encoding::decode(&record.bytes, None)?;
    let text = &decoded.text;
    if text.trim().is_empty() {
        return Err(Fault::new("nothing but white space"));
    }
    let mut article = article::parse_text(text).article;
    check_content(&article)?;
    encoding::note(&mut article, decoded.encoding);
    set_provenance(&mut article, record);
    article::finish(&mut article);
    // A text that names its page was saved from there, and its file is named by who saved it, when.
    if article.published.is_none() && article.url.is_none() {
        let name = record.dump.rsplit(['/', '\\']).next().unwrap_or_default();
        article.published = date_of_name(name, true);
        if article.published.is_some() {
            article.date_from = Some(DateFrom::FileName);
        }
    }
    Ok(article)
}

/// The day in the name of a file, or in an id that was made of one.
///
/// `02Jul2007Harbour.txt`, `2019-05-12-fair.txt` and, if `compact` days are wanted, which running
/// numbers resemble, `fair_20190512.txt`.
pub(super) fn date_of_name(name: &str, compact: bool) -> Option<Stamp> {
    let name = name.get(..200).unwrap_or(name);
    if !name.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let kind = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let mut spaced = String::with_capacity(name.len() * 2);
    let mut last = None;
    for c in name.chars() {
        let (before, now) = (last.map_or((false, false), kind), kind(c));
        // Digits and letters are words of their own here.
        if before.0 && now.1 || before.1 && now.0 {
            spaced.push(' ');
        }
        spaced.push(if c == '_' { '-' } else { c });
        last = Some(c);
    }
    let words = spaced
        .split(|c: char| !c.is_ascii_digit() && c != '-')
        .map(|word| word.trim_matches('-'));
    let numbers = words.filter_map(|word| {
        // Of `1-2019-05-12` the last three numbers are looked at too.
        let tail = word.len().checked_sub(10).and_then(|at| word.get(at..));
        let parts = [Some(word), word.get(..10), tail];
        let dated = |word: &&str| match word.len() {
            8 => compact && !word.contains('-'),
            10 => word.contains('-'),
            _ => false,
        };
        parts
            .into_iter()
            .flatten()
            .filter(dated)
            .find_map(Stamp::parse)
    });
    let in_words = find_full(&spaced).into_iter().map(|(_, stamp)| stamp);
    let mut found = numbers.chain(in_words);
    found.find(|stamp| stamp.day_of().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_can_hold_the_day() {
        fn check(name: &str, expected: Option<&str>) {
            let found = date_of_name(name, true).map(|stamp| stamp.to_string());
            assert_eq!(found.as_deref(), expected, "{name}");
        }
        assert_eq!(date_of_name("20190512", false), None);
        check("1Aug2005harbour46", Some("2005-08-01"));
        check("02Jul2007Harbour265.txt", Some("2007-07-02"));
        check("2019-05-12-fair.txt", Some("2019-05-12"));
        check("fair_20190512.txt", Some("2019-05-12"));
        check("Tribune_1_2019_05_12.txt", Some("2019-05-12"));
        check("20190512.txt.gz", Some("2019-05-12"));
        check("fair-3869084.txt", None);
        check("1234567890.txt", None);
        check("fair.txt", None);
    }
}

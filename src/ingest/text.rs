//! One article in a file of plain text: its bytes, its encoding, the date in its name.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use crate::article::date::{Stamp, find_full};
use crate::article::{self, Article, DateFrom};

use super::emit::Emitter;
use super::sniff::Format;
use super::{Fault, RawRecord, check_content, set_provenance};

/// Reads the whole file as one record.
pub(super) fn read(
    stream: &mut dyn BufRead,
    max_bytes: usize,
    emit: &mut Emitter<'_>,
) -> ControlFlow<()> {
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
    emit.record(Format::Text, 1, 0, bytes)
}

/// Takes the text apart.
pub(super) fn article(record: &RawRecord) -> Result<Article, Fault> {
    let (text, encoding) = decode(&record.bytes).map_err(|error| Fault::new(error.to_string()))?;
    if text.trim().is_empty() {
        return Err(Fault::new("nothing but white space"));
    }
    let mut article = article::parse_text(&text).article;
    check_content(&article)?;
    if let Some(encoding) = encoding {
        let note = serde_json::Value::from(encoding);
        article.extra.insert("encoding".to_owned(), note);
    }
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

/// The text of a file, and its encoding where that is not UTF-8.
///
/// UTF-16 needs its byte order mark. What is neither is taken for Windows-1252, as a whole.
pub(super) fn decode(bytes: &[u8]) -> io::Result<(Cow<'_, str>, Option<&'static str>)> {
    let utf_16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
        char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect::<String>()
    };
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return Ok((utf_16(rest, u16::from_le_bytes).into(), Some("utf-16le")));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return Ok((utf_16(rest, u16::from_be_bytes).into(), Some("utf-16be")));
    }
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if plain.contains(&0) {
        return Err(io::Error::other("binary content"));
    }
    match std::str::from_utf8(plain) {
        Ok(text) => Ok((text.into(), None)),
        Err(_) => {
            let text: String = plain.iter().map(|byte| windows_1252(*byte)).collect();
            Ok((text.into(), Some("windows-1252")))
        }
    }
}

/// The character of a byte in Windows-1252; its five free bytes are control characters.
pub(super) fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
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

    #[test]
    fn an_encoding_is_known_by_its_bytes() {
        fn check(bytes: &[u8], expected: &str, encoding: Option<&str>) {
            let (text, found) = decode(bytes).unwrap();
            assert_eq!((text.as_ref(), found), (expected, encoding));
        }
        check("Škoda".as_bytes(), "Škoda", None);
        check(b"\xEF\xBB\xBFfair", "fair", None);
        check(b"caf\xE9 \x93now\x94", "café “now”", Some("windows-1252"));
        check(b"\xFF\xFEa\0\xE9\0", "aé", Some("utf-16le"));
        check(b"\xFE\xFF\0a\0\xE9", "aé", Some("utf-16be"));
        check(b"\xFF\xFEa\0\x00\xD8", "a\u{FFFD}", Some("utf-16le"));
        assert!(decode(b"a\0b").is_err());
    }
}

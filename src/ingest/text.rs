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
use super::text_lines;
use super::{Fault, RawRecord, check_content, set_provenance};

/// Text in light marks; takes any text that no other reader knows.
pub(super) const READER: Reader = Reader {
    format: Format::Text,
    knows: |_| true,
    split,
    article,
};

/// Reads the whole file as one record, or several where its first lines tell so.
fn split(input: Input<'_>, emit: &mut Emitter<'_>) -> ControlFlow<()> {
    let Input { stream, max_bytes } = input;
    match text_lines::split(Input { stream, max_bytes }, emit) {
        Ok(flow) => flow,
        Err(text_lines::Unread) => read_whole(Input { stream, max_bytes }, emit),
    }
}

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
    if let Some(kind) = columns_of(text) {
        return Err(Fault::new(kind));
    }
    let name = record.dump.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut article = match text_lines::article(text) {
        Some(article) => article,
        None => {
            let mut article = article::parse_text(text).article;
            if article.url.is_none() && writer_of_name(name).is_some() {
                // Day, writer and number: the name that the archive of files has for it.
                article.id = name.split('.').next().unwrap_or_default().to_owned();
            }
            article
        }
    };
    check_content(&article)?;
    encoding::note(&mut article, decoded.encoding);
    set_provenance(&mut article, record);
    article::finish(&mut article);
    // A text that names its page was saved from there, and its file is named by who saved it, when.
    if article.url.is_none() {
        from_name(&record.dump, &mut article);
    }
    Ok(article)
}

/// What a text is that is no prose but columns in lines: judgements, tables without a header.
fn columns_of(text: &str) -> Option<&'static str> {
    const LINES: usize = 200;
    let lines = || {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        lines.filter(|line| !line.starts_with('#')).take(LINES)
    };
    let all = lines().count();
    if all < 5 {
        return None;
    }
    let nearly_all =
        |fits: &dyn Fn(&str) -> bool| lines().filter(|line| fits(line)).count() * 20 >= all * 19;
    let first = lines().next()?;
    let tabs = first.matches('\t').count();
    if tabs >= 2 && nearly_all(&|line| line.matches('\t').count() == tabs) {
        return Some("a table without a header; name its columns with --columns");
    }
    let numbers = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let number = |cell: &&&str| cell.parse::<f64>().is_ok();
        cells.len() >= 3 && cells.len() <= 8 && cells.iter().filter(number).count() >= 2
    };
    nearly_all(&numbers).then_some("a table of numbers, no text")
}

/// Fills gaps from the name of the file and of the folders it is in.
fn from_name(path: &str, article: &mut Article) {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    if article.published.is_none() {
        let found = date_of_name(name, true).or_else(|| date_of_folders(path));
        if found.is_some() {
            article.published = found;
            article.date_from = Some(DateFrom::FileName);
        }
    }
    let Some((writer, number)) = writer_of_name(name) else {
        return;
    };
    if article.authors.is_empty() && article.byline.is_none() {
        article.authors.push(writer.to_owned());
    }
    let kept = article.extra.entry("file_number");
    kept.or_insert_with(|| number.into());
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

/// The writer and the running number behind the day in a name: `02Jul2007Harbour265.txt`,
/// `2007_07_02_Harbour_265.txt`.
fn writer_of_name(name: &str) -> Option<(&str, &str)> {
    let stem = name.split('.').next()?;
    let mut rest = stem;
    let mut take = |accept: fn(char) -> bool| {
        let end = rest.find(|c| !accept(c)).unwrap_or(rest.len());
        let (taken, behind) = rest.split_at(end);
        rest = behind.trim_start_matches('_');
        taken
    };
    let digits = |c: char| c.is_ascii_digit();
    let letters = |c: char| c.is_alphabetic() || matches!(c, '\'' | '-');
    let (first, month) = (take(digits), take(letters));
    let (day, writer) = if month.is_empty() {
        let (second, third) = (take(digits), take(digits));
        (format!("{first}-{second}-{third}"), take(letters))
    } else {
        (format!("{first} {month} {}", take(digits)), take(letters))
    };
    let number = take(digits);
    // All of the name must be one of these parts, or it says something else.
    let plain = rest.is_empty() && !number.is_empty() && number.len() <= 9;
    let named = writer.chars().filter(|c| c.is_alphabetic()).count() > 1;
    (plain && named && Stamp::parse(&day)?.day_of().is_some()).then_some((writer, number))
}

/// The day or month that the folders around a file are named after: `2007/07/02/`, `2007-07-02/`,
/// `2007/07/`.
fn date_of_folders(path: &str) -> Option<Stamp> {
    let mut above = path.rsplit(['/', '\\']).skip(1);
    let folders: [&str; 3] = std::array::from_fn(|_| above.next().unwrap_or_default());
    let number = |folder: &str, digits: usize| {
        let plain = folder.len() == digits && folder.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| folder.parse::<i32>().ok()).flatten()
    };
    let small = |folder: &str| u8::try_from(number(folder, 2)?).ok();
    let year = |folder: &str| number(folder, 4).filter(|year| (1600..=2100).contains(year));
    let [inner, middle, outer] = folders;
    if let (Some(year), Some(month), Some(day)) = (year(outer), small(middle), small(inner)) {
        return Stamp::ymd(year, month, day);
    }
    if let (Some(year), Some(month)) = (year(middle), small(inner)) {
        return Stamp::year_month(year, month);
    }
    let dated = matches!(inner.len(), 8 | 10) && inner.starts_with(|c: char| c.is_ascii_digit());
    let plain = inner
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'));
    let stamp = (dated && plain).then(|| Stamp::parse(&inner.replace('_', "-")));
    stamp.flatten().filter(|stamp| stamp.day_of().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_no_prose() {
        let table =
            "d1\t1987\tThe fair\nd2\t1987\tRain\nd3\t1987\tSun\nd4\t1988\tFog\nd5\t1988\tIce\n";
        assert!(columns_of(table).unwrap().contains("--columns"));
        let judged = "# of 1987\n1 0 d1 1\n1 0 d2 0\n2 0 d3 1\n2 0 d4 1\n2 0 d5 0\n";
        assert_eq!(columns_of(judged), Some("a table of numbers, no text"));
        let prose = "The fair\n\nIt rained.\nIn 1987 and 1988 too.\nNobody came.\nThe end.\n";
        assert_eq!(columns_of(prose), None);
    }

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
    fn a_file_name_can_hold_writer_and_number() {
        fn check(name: &str, expected: Option<(&str, &str)>) {
            assert_eq!(writer_of_name(name), expected, "{name}");
        }
        check("02Jul2007Harbour265.txt", Some(("Harbour", "265")));
        check("1Aug2005O'Quill46", Some(("O'Quill", "46")));
        check("2007_07_02_Quill_265.txt.gz", Some(("Quill", "265")));
        check("2007_07_02_Quill.txt", None);
        check("02Jul2007Harbour265b.txt", None);
        check("32Jul2007Harbour265.txt", None);
        check("02Tor2007Harbour265.txt", None);
        check("2007-07-02-fair-3.txt", None);
        check("fair265.txt", None);
        check("2007.txt", None);
    }

    #[test]
    fn folders_can_be_named_after_days() {
        fn check(path: &str, expected: Option<&str>) {
            let found = date_of_folders(path).map(|stamp| stamp.to_string());
            assert_eq!(found.as_deref(), expected, "{path}");
        }
        check("news/2007/07/02/fair.txt", Some("2007-07-02"));
        check("2007/07/fair.txt", Some("2007-07"));
        check("news/2007-07-02/fair.txt", Some("2007-07-02"));
        check("news\\20070702\\fair.txt", Some("2007-07-02"));
        check("2007/13/45/fair.txt", None);
        check("news/2007/fair.txt", None);
        check("9999/07/02/fair.txt", None);
        check("07/02/fair.txt", None);
        check("fair.txt", None);
    }
}

//! Messages with headers, one a file: news groups and mail.
//!
//! What the writer says is body; what is quoted from others, and the signature, are kept apart.
//! Of a message in several parts the first text is read; attachments are not.

use crate::article::date::Stamp;
use crate::article::{self, Article, DateFrom};

use super::format::Format;
use super::keys::KeyMap;
use super::mime::{self, Header};
use super::readers::Reader;
use super::sniff::Head;
use super::text::read_whole;
use super::{Fault, RawRecord, check_content, encoding, set_provenance, wrapped};

/// RFC 822 and RFC 1036 messages.
pub(super) const READER: Reader = Reader {
    format: Format::Message,
    knows,
    split: read_whole,
    article,
};

/// Most lines of a signature.
const MAX_SIGNATURE: usize = 30;

/// Most bytes of quoted text, or of one header, that are kept.
const MAX_KEPT_BYTES: usize = 64 * 1024;

/// Headers that a message begins with, two of them at least, and one of the first two.
fn knows(head: &Head<'_>) -> bool {
    const USUAL: &[&str] = &[
        "from",
        "newsgroups",
        "subject",
        "date",
        "message-id",
        "path",
        "xref",
        "organization",
        "lines",
        "sender",
        "reply-to",
        "references",
        "received",
        "return-path",
        "mime-version",
        "content-type",
        "to",
        "cc",
        "delivered-to",
        "nntp-posting-host",
        "article-i.d.",
        "keywords",
        "summary",
        "distribution",
        "followup-to",
        "expires",
        "approved",
        "in-reply-to",
    ];
    let mut seen: Vec<&str> = Vec::new();
    for (n, line) in head.text.split(|b| *b == b'\n').take(60).enumerate() {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        if line[0].is_ascii_whitespace() {
            continue;
        }
        let Some(name) = mime::header_name(line) else {
            return false;
        };
        let usual = USUAL.iter().find(|usual| name.eq_ignore_ascii_case(usual));
        match usual {
            Some(usual) => seen.push(usual),
            // Headers that people made up follow on those that all have.
            None if n == 0 && !name.to_ascii_lowercase().starts_with("x-") => return false,
            None => {}
        }
    }
    let has = |name: &str| seen.contains(&name);
    let named = has("from") && (has("subject") || has("date") || has("newsgroups"));
    named || has("newsgroups") && has("subject") || has("message-id") && has("date")
}

/// Reads one message.
fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    let bytes = record
        .bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(&record.bytes);
    let (headers, body) = mime::headers(bytes);
    let mut article = Article::default();
    for header in &headers {
        fill(header, &mut article);
    }
    let text = mime::text(&headers, body)?;
    let parts = Parts::of(&text.text);
    if let Some(signature) = parts.signature {
        article.notices.push(signature);
    }
    let quoted = parts.quoted.trim();
    if !quoted.is_empty() && quoted.len() <= MAX_KEPT_BYTES {
        article.extra.insert("quoted".to_owned(), quoted.into());
    }
    article::take_apart_body(&wrapped::joined(&parts.said, None), &mut article);
    if article.source.is_none()
        && let Some(group) = group_of_folder(&record.dump)
    {
        article.section.push(group.replace('.', "/"));
        article.source = Some(group.to_owned());
    }
    check_content(&article)?;
    encoding::note(&mut article, text.encoding);
    set_provenance(&mut article, record);
    article::finish(&mut article);
    Ok(article)
}

/// Reads one header into its part of the article.
fn fill(header: &Header, article: &mut Article) {
    let value = header.value.trim();
    if value.is_empty() {
        return;
    }
    match header.name.as_str() {
        "from" if article.byline.is_none() => {
            article.byline = Some(value.to_owned());
            article.authors = writers(value);
        }
        "subject" if article.title.is_empty() => value.clone_into(&mut article.title),
        "date" if article.published.is_none() => match date(value) {
            Some(stamp) => {
                article.published = Some(stamp);
                article.date_from = Some(DateFrom::Field);
            }
            None => keep(article, "unread_date", value),
        },
        "message-id" if article.id.is_empty() => {
            article.id = value.trim_matches(['<', '>', ' ']).to_owned();
        }
        "newsgroups" => {
            let groups = || {
                value
                    .split(',')
                    .map(str::trim)
                    .filter(|group| !group.is_empty())
            };
            // The group is what the outlet is elsewhere; its name goes from general to special.
            article.source = groups().next().map(str::to_owned);
            article.section = groups()
                .take(50)
                .map(|group| group.replace('.', "/"))
                .collect();
            keep(article, "newsgroups", value);
        }
        "keywords" => {
            let words = value.split([',', ';']).map(str::trim);
            article.tags = words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect();
        }
        "summary" => article.standfirst = Some(value.to_owned()),
        "content-language" => article.language = value.to_owned(),
        "mime-version" | "content-transfer-encoding" => {}
        name => keep(article, name, value),
    }
}

/// Keeps a header; of several with one name the first.
fn keep(article: &mut Article, name: &str, value: &str) {
    if value.len() <= MAX_KEPT_BYTES && article.extra.len() < 100 {
        let kept = article.extra.entry(name.replace('-', "_"));
        kept.or_insert_with(|| value.into());
    }
}

/// The people in `Ada Quill <ada@oldport.example>` or `ada@oldport.example (Ada Quill)`; an address
/// alone is a name too.
fn writers(from: &str) -> Vec<String> {
    let bracketed = from.split_once('<').map(|(name, _)| name);
    let named = match bracketed.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => name,
        None => match from.split_once('(') {
            Some((address, name)) if address.contains('@') => {
                name.rsplit_once(')').map_or(name, |(name, _)| name)
            }
            _ => from,
        },
    };
    let named = named.trim_matches(['"', '\'', ' ', '<', '>', '(', ')', ',']);
    let named = named.split_whitespace().collect::<Vec<_>>().join(" ");
    if named.is_empty() {
        Vec::new()
    } else {
        vec![named]
    }
}

/// A date in the form of RFC 822, where two digits are a year.
fn date(text: &str) -> Option<Stamp> {
    if let Some(stamp) = Stamp::parse(text) {
        return Some(stamp);
    }
    let mut words: Vec<String> = text
        .split_whitespace()
        .take(12)
        .map(str::to_owned)
        .collect();
    let month = words.iter().position(|word| {
        word.len() >= 3 && word.bytes().all(|b| b.is_ascii_alphabetic()) && !word.is_empty()
    });
    // The weekday has a comma; the first bare word is the month.
    let year = words.get_mut(month? + 1)?;
    if year.len() != 2 {
        return None;
    }
    let number: u8 = year.parse().ok()?;
    *year = (if number < 50 { 2000 } else { 1900 } + i32::from(number)).to_string();
    Stamp::parse(&words.join(" "))
}

/// What a text consists of.
#[derive(Default)]
struct Parts {
    said: String,
    quoted: String,
    signature: Option<String>,
}

impl Parts {
    fn of(text: &str) -> Self {
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let mut parts = Self::default();
        let from = lines.len().saturating_sub(MAX_SIGNATURE + 1);
        let mark = lines[from..].iter().rposition(|line| *line == "--");
        let end = mark.map_or(lines.len(), |at| from + at);
        if let Some(lines) = lines.get(end + 1..) {
            let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
            let signature = lines.join("\n").trim().to_owned();
            parts.signature = Some(signature).filter(|text| !text.is_empty());
        }
        let lines = &lines[..end];
        for (n, line) in lines.iter().enumerate() {
            let next = lines[n + 1..].iter().find(|line| !line.is_empty());
            let introduces = is_introduction(line) && next.is_some_and(|line| is_quoted(line));
            let into = match is_quoted(line) || introduces {
                true => &mut parts.quoted,
                false => &mut parts.said,
            };
            into.push_str(line);
            into.push('\n');
        }
        parts
    }
}

/// Whether a line repeats what somebody else wrote.
fn is_quoted(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['>', '|', '}']) || {
        // "AQ> " is how some programs name whom they quote.
        let initials = line
            .bytes()
            .take(4)
            .take_while(u8::is_ascii_uppercase)
            .count();
        initials > 0 && line[initials..].starts_with("> ")
    }
}

/// Whether a line says whose words follow: "In article <1@a> ada@b writes:".
fn is_introduction(line: &str) -> bool {
    let ends = [
        "writes:",
        "wrote:",
        "says:",
        "said:",
        "schreef:",
        "schrieb:",
        "escribió:",
        "a écrit :",
    ];
    ends.iter().any(|end| line.ends_with(end))
}

/// The news group that a file's folder is named after.
fn group_of_folder(path: &str) -> Option<&str> {
    let folder = path.rsplit(['/', '\\']).nth(1)?;
    let plain =
        |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.');
    let named = folder.bytes().all(plain) && folder.split('.').all(|part| !part.is_empty());
    let lettered = folder
        .split('.')
        .all(|part| part.starts_with(|c: char| c.is_ascii_lowercase()));
    (named && lettered && folder.contains('.')).then_some(folder)
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;

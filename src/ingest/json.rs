//! One JSON object to one article.
//!
//! The text is parsed here and its faults are put into words; which key fills which part is
//! decided in `gather.rs`.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::article::{self, Article, DateFrom};

use super::format::Format;
use super::gather::Gathered;
use super::keys::KeyMap;
use super::node::Node;
use super::text::date_of_name;
use super::{Fault, RawRecord, check_content, set_provenance};
use super::{encoding, envelope, ninjs};

/// Reads one object.
pub(super) fn article(record: &RawRecord, keys: &KeyMap) -> Result<Article, Fault> {
    if let Ok(text) = std::str::from_utf8(&record.bytes)
        && !text.starts_with("{\0")
        && !text.starts_with('\0')
    {
        return of_whole(text, record, keys);
    }
    let bytes = &record.bytes;
    let label = match bytes.as_slice() {
        [b'{', 0, ..] => Some("utf-16le"),
        [0, b'{', ..] => Some("utf-16be"),
        _ => None,
    };
    let decoded = encoding::decode(bytes, label)?;
    let mut article = of_whole(&decoded.text, record, keys)?;
    encoding::note(&mut article, decoded.encoding);
    // One letter that is lost is no reason to lose the article, but one to say so.
    let lost = decoded.text.matches('\u{FFFD}').count();
    if lost > 0 {
        article
            .extra
            .insert("unreadable_characters".to_owned(), lost.into());
    }
    Ok(article)
}

fn of_whole(text: &str, record: &RawRecord, keys: &KeyMap) -> Result<Article, Fault> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    match serde_json::from_str::<Node<'_>>(text) {
        Ok(node) => of_node(node, text, record, keys),
        Err(error) => match without_nan(text) {
            Some(mended) => of_text(&mended, record, keys).map_err(|_| fault(text, &error)),
            None => Err(fault(text, &error)),
        },
    }
}

fn of_text(text: &str, record: &RawRecord, keys: &KeyMap) -> Result<Article, Fault> {
    let node = serde_json::from_str::<Node<'_>>(text).map_err(|error| fault(text, &error))?;
    of_node(node, text, record, keys)
}

fn of_node(
    node: Node<'_>,
    text: &str,
    record: &RawRecord,
    keys: &KeyMap,
) -> Result<Article, Fault> {
    let Node::Map(pairs) = node else {
        return Err(Fault::new("not a JSON object"));
    };
    if is_own(&pairs)
        && let Ok(article) = serde_json::from_str::<Article>(text)
    {
        // What Dateline exported was finished when it was first read.
        check_content(&article)?;
        return Ok(article);
    }
    if ninjs::is_item(&pairs) {
        return ninjs::article(pairs, record, keys);
    }
    of_pairs(pairs, record, keys)
}

/// An article of keys and values, wherever they were written.
pub(super) fn of_pairs<'a>(
    pairs: Vec<(Cow<'a, str>, Node<'a>)>,
    record: &RawRecord,
    keys: &KeyMap,
) -> Result<Article, Fault> {
    of_pairs_and(pairs, Map::new(), record, keys)
}

/// An article of keys and values; `extra` holds what was taken for no part of it before.
pub(super) fn of_pairs_and<'a>(
    pairs: Vec<(Cow<'a, str>, Node<'a>)>,
    mut extra: Map<String, Value>,
    record: &RawRecord,
    keys: &KeyMap,
) -> Result<Article, Fault> {
    let has = |key: &str| pairs.iter().any(|(name, _)| name == key);
    if has("$schema") && ["properties", "definitions", "$defs"].into_iter().any(has) {
        return Err(Fault::new("a JSON schema, no article"));
    }
    let mut gathered = Gathered::default();
    let mut path = String::new();
    gathered.read(pairs, &mut path, keys, &mut extra);
    let mut article = gathered.into_article(extra);
    if let Some(head) = &record.context
        && matches!(record.format, Format::Json | Format::JsonLines)
    {
        envelope::fill(&mut article, head);
    }
    check_content(&article)?;
    set_provenance(&mut article, record);
    // The ids of some dumps are the names of the files that they were made of.
    let of_id = date_of_name(&article.id, false);
    article::finish(&mut article);
    if article.published.is_none() && of_id.is_some() {
        article.published = of_id;
        article.date_from = Some(DateFrom::FileName);
    }
    Ok(article)
}

/// Whether the record is one that Dateline exported: provenance set, no key unknown.
fn is_own(pairs: &[(Cow<'_, str>, Node<'_>)]) -> bool {
    const OWN: &[&str] = &[
        "id",
        "url",
        "source",
        "title",
        "alt_title",
        "kicker",
        "standfirst",
        "byline",
        "authors",
        "agency",
        "dateline",
        "published",
        "updated",
        "crawled",
        "not_before",
        "date_from",
        "section",
        "tags",
        "places",
        "people",
        "organisations",
        "language",
        "body",
        "subheadings",
        "captions",
        "related",
        "correction",
        "notices",
        "word_count",
        "raw_format",
        "dump",
        "offset",
        "length",
        "extra",
        // Told by `show` beside the record, and not taken from it.
        "family",
        "duplicate_of",
    ];
    let has = |name: &str| pairs.iter().any(|(key, _)| key == name);
    has("raw_format")
        && has("word_count")
        && has("id")
        && pairs.iter().all(|(key, _)| OWN.contains(&key.as_ref()))
}

/// Says what is wrong in words that need no knowledge of the parser, and where.
fn fault(text: &str, error: &serde_json::Error) -> Fault {
    let line_start = if error.line() > 1 {
        let mut breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        breaks.nth(error.line() - 2).map_or(0, |at| at + 1)
    } else {
        0
    };
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let reason = match message {
        "recursion limit exceeded" => "nested too deeply".to_owned(),
        _ if error.is_eof() => format!("the JSON ends early ({message})"),
        _ if message.contains("surrogate") || message == "unexpected end of hex escape" => {
            format!("a lone surrogate ({message})")
        }
        _ => format!("invalid JSON: {message}"),
    };
    Fault {
        at: (line_start + error.column().saturating_sub(1)) as u64,
        reason,
    }
}

/// The text with `NaN` and `Infinity`, which Python writes for missing numbers, made null.
///
/// `None` when there is nothing to mend.
fn without_nan(text: &str) -> Option<String> {
    let mut mended = String::new();
    let (mut done, mut at) = (0, 0);
    let bytes = text.as_bytes();
    let mut quoted = false;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quoted => at += 1,
            b'"' => quoted = !quoted,
            b'N' | b'I' | b'-' if !quoted => {
                let names = ["NaN", "Infinity", "-Infinity"];
                if let Some(name) = names
                    .iter()
                    .find(|name| bytes[at..].starts_with(name.as_bytes()))
                {
                    mended.push_str(&text[done..at]);
                    mended.push_str("null");
                    done = at + name.len();
                    at = done;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    (done > 0).then(|| mended + &text[done..])
}

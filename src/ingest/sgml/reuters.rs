//! Reuters-21578: one `<REUTERS>` element to one article.
//!
//! The files hold what came over the wire in 1987: control codes as character references, notes
//! behind dates, texts that nobody took apart.

use std::ops::ControlFlow;

use serde_json::json;

use super::elements::{self, Piece};
use super::{keep, one_line, split};
use crate::article::date::Stamp;
use crate::article::{self, Article, DateFrom};
use crate::ingest::emit::Emitter;
use crate::ingest::format::Format;
use crate::ingest::keys::KeyMap;
use crate::ingest::readers::{Input, Reader};
use crate::ingest::sniff::Head;
use crate::ingest::wrapped;
use crate::ingest::{Fault, RawRecord, check_content, encoding, set_provenance};

/// The collection as its 22 files are.
pub(in crate::ingest) const READER: Reader = Reader {
    format: Format::Reuters,
    knows,
    split: read,
    article,
};

fn knows(head: &Head<'_>) -> bool {
    if head.begins("<!doctype lewis") {
        return true;
    }
    head.begins("<reuters ") || head.begins("<reuters>")
}

fn read(input: Input<'_>, emit: &mut Emitter<'_>) -> ControlFlow<()> {
    split::read(input, emit, "REUTERS")
}

/// Reads one element.
fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    // Of the bytes beyond ASCII, which noise on the line made, none tells an encoding.
    let decoded = encoding::decode(&record.bytes, Some("windows-1252"))?;
    let text = &decoded.text;
    let Some((_, attributes, inner)) = elements::start_tag(text, 0) else {
        return Err(Fault::new("no <REUTERS> tag"));
    };
    let mut article = Article {
        source: Some("Reuters".to_owned()),
        agency: Some("Reuters".to_owned()),
        ..Article::default()
    };
    for (name, value) in elements::attributes(attributes) {
        match name.as_str() {
            "newid" => article.id = value,
            // `TOPICS` says whether topics were given, not which.
            "topics" => keep(&mut article.extra, "topics_given", &value),
            _ => keep(&mut article.extra, &name, &value),
        }
    }
    let end = inner + text[inner..].rfind("</").unwrap_or(text.len() - inner);
    for piece in elements::pieces(&text[inner..end]) {
        match piece {
            Piece::Text(loose) => keep(&mut article.extra, "unknown", &wire_codes(loose)),
            Piece::Element {
                name,
                attributes,
                inner,
            } => match name.as_str() {
                "date" => date(inner, &mut article),
                "topics" => article.tags = list(inner),
                "places" => article.places = list(inner),
                "people" => article.people = list(inner),
                "orgs" => organisations(inner, None, &mut article),
                "exchanges" | "companies" => organisations(inner, Some(&name), &mut article),
                "unknown" => keep(&mut article.extra, "unknown", &wire_codes(inner)),
                "text" => read_text(attributes, inner, &mut article),
                _ => keep(&mut article.extra, &name, &elements::plain(inner)),
            },
        }
    }
    check_content(&article)?;
    encoding::note(&mut article, decoded.encoding);
    set_provenance(&mut article, record);
    article::finish(&mut article);
    Ok(article)
}

/// What the wire wrote around a story, line by line, without the codes that are no characters.
fn wire_codes(text: &str) -> String {
    let text = elements::plain(text);
    let lines = text.lines().map(one_line);
    lines.collect::<Vec<_>>().join("\n")
}

/// The `<D>` elements of a list.
fn list(inner: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in elements::pieces(inner) {
        if let Piece::Element { inner, .. } = piece {
            found.push(one_line(&elements::plain(inner)));
        }
    }
    found.retain(|entry| !entry.is_empty());
    found
}

/// Exchanges and companies are organisations too, and are kept by their own name besides.
fn organisations(inner: &str, kind: Option<&str>, article: &mut Article) {
    let found = list(inner);
    if let Some(kind) = kind.filter(|_| !found.is_empty()) {
        article.extra.insert(kind.to_owned(), json!(found));
    }
    for name in found {
        if !article.organisations.contains(&name) {
            article.organisations.push(name);
        }
    }
}

/// `26-FEB-1987 15:01:01.79`, and what was typed behind or into it.
fn date(inner: &str, article: &mut Article) {
    let printed = one_line(&elements::clean(inner));
    let mut words = printed.split(' ');
    let (day, time) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    // "13:49:54.59E RM" is a time with the code of a desk behind it.
    let time = time.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let whole = Stamp::parse(&format!("{day} {time}"));
    article.published = whole.or_else(|| Stamp::parse(day));
    if article.published.is_some() {
        article.date_from = Some(DateFrom::Field);
    }
    if article.published.is_none() {
        keep(&mut article.extra, "unread_date", &printed);
    } else if whole.is_none() || printed.split(' ').count() > 2 || !printed.ends_with(time) {
        keep(&mut article.extra, "date_as_printed", &printed);
    }
}

/// Reads `<TEXT>`, whether its parts are marked or not.
fn read_text(attributes: &str, inner: &str, article: &mut Article) {
    let mut kind = String::new();
    for (name, value) in elements::attributes(attributes) {
        if name == "type" {
            keep(&mut article.extra, "type", &value);
            kind = value.to_ascii_uppercase();
        }
    }
    if kind == "UNPROC" {
        return unprocessed(&elements::plain(inner), article);
    }
    let mut body = String::new();
    for piece in elements::pieces(inner) {
        match piece {
            Piece::Text(loose) => {
                let loose = elements::clean(loose);
                // Asterisks shout in front of a brief, and its text was replaced by a filler.
                let loose = loose.trim_matches(|c: char| c == '*' || c.is_whitespace());
                if loose == "Blah blah blah." {
                    article.notices.push(loose.to_owned());
                } else if !loose.is_empty() {
                    body.push_str("\n\n");
                    body.push_str(loose);
                }
            }
            Piece::Element { name, inner, .. } => match name.as_str() {
                "title" => {
                    let title = one_line(&elements::plain(inner));
                    article.title = title.trim_start_matches(['*', ' ']).to_owned();
                }
                "author" => {
                    let line = one_line(&elements::plain(inner));
                    article.authors = article::byline::authors(&line);
                    article.byline = Some(line).filter(|line| !line.is_empty());
                }
                "dateline" => {
                    let line = one_line(&elements::plain(inner));
                    article.dateline = article::dateline_of(&line);
                }
                "body" => {
                    body.push_str("\n\n");
                    body.push_str(&elements::plain(inner));
                }
                _ => keep(&mut article.extra, &name, &elements::plain(inner)),
            },
        }
    }
    fill_body(&body, article);
}

/// A text that nobody took apart: its first line is as near to a headline as it has.
fn unprocessed(text: &str, article: &mut Article) {
    let text = text.trim_start();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    article.title = one_line(first.trim_matches(['*', ' ']));
    fill_body(rest, article);
}

/// Takes the sign-off from the end of the body, and the body apart.
fn fill_body(body: &str, article: &mut Article) {
    let mut body = body.trim_end();
    let start = body.len().saturating_sub("Reuter".len());
    if let Some(last) = body.get(start..)
        && last.eq_ignore_ascii_case("reuter")
        && body[..start].ends_with(char::is_whitespace)
    {
        article.notices.push(last.to_owned());
        body = body[..start].trim_end();
    }
    // Each paragraph is set in by four spaces, tables line by line.
    article::take_apart_body(&wrapped::joined(body, Some(0)), article);
}

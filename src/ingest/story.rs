//! The story files of CNN and DailyMail: the text of a page line by line, then its highlights.
//!
//! They have no headline. The highlights, which the page printed above its text, are the
//! standfirst, and are kept one by one besides.

use serde_json::json;

use crate::article::date::Stamp;
use crate::article::{self, Article, DateFrom};

use super::format::Format;
use super::keys::KeyMap;
use super::readers::Reader;
use super::sniff::Head;
use super::text::read_whole;
use super::{Fault, RawRecord, check_content, encoding, set_provenance};

/// One story a file.
pub(super) const READER: Reader = Reader {
    format: Format::Story,
    knows: |head| head.extension() == "story" || has_highlights(head),
    split: read_whole,
    article,
};

/// What stands above each highlight.
const HIGHLIGHT: &str = "@highlight";

/// Most lines above the text that writers and dates are looked for in.
const MAX_HEADER_LINES: usize = 40;

fn has_highlights(head: &Head<'_>) -> bool {
    let mut lines = head.text.split(|b| *b == b'\n');
    lines.any(|line| line.trim_ascii_end() == HIGHLIGHT.as_bytes())
}

/// Reads one story.
fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    let decoded = encoding::decode(&record.bytes, None)?;
    let lines: Vec<&str> = decoded.text.lines().map(str::trim).collect();
    let first = lines.iter().position(|line| *line == HIGHLIGHT);
    let (text, below) = lines.split_at(first.unwrap_or(lines.len()));
    let mut article = Article::default();
    let highlights: Vec<&str> = below
        .iter()
        .filter(|line| !line.is_empty() && **line != HIGHLIGHT)
        .copied()
        .collect();
    if !highlights.is_empty() {
        article.standfirst = Some(sentences(&highlights));
        article
            .extra
            .insert("highlights".to_owned(), json!(highlights));
    }
    let text = &text[header(text, &mut article)..];
    let mut body = text.join("\n\n");
    if let Some(behind) = station(&body, &mut article) {
        body.drain(..behind);
    }
    article::take_apart_body(&body, &mut article);
    check_content(&article)?;
    // The files are named by a hash of the address, which is all that is left of it.
    let name = record.dump.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    if stem.len() == 40 && stem.bytes().all(|b| b.is_ascii_hexdigit()) {
        article.id = stem.to_owned();
    }
    encoding::note(&mut article, decoded.encoding);
    set_provenance(&mut article, record);
    article::finish(&mut article);
    Ok(article)
}

/// Highlights as one text; each ends as a sentence does.
fn sentences(highlights: &[&str]) -> String {
    let mut out = String::new();
    for line in highlights {
        if !out.is_empty() {
            out.push(' ');
        }
        // Quotation marks and commas were set off by the tools that the files went through.
        let line = line.trim_end_matches([' ', '.']);
        out.push_str(line);
        if !line.ends_with(['!', '?', '…']) {
            out.push('.');
        }
    }
    out
}

/// Reads the writers and dates that DailyMail prints above the text; how many lines they take.
fn header(lines: &[&str], article: &mut Article) -> usize {
    let mut taken = 0;
    let mut label = "";
    for (n, line) in lines.iter().enumerate().take(MAX_HEADER_LINES) {
        // Full stops of their own stand where the page had no sentence.
        let line = line.trim_start_matches(". ").trim_end_matches(" .").trim();
        let line = if line == "." { "" } else { line };
        match line {
            "" | "|" => continue,
            "By" | "PUBLISHED:" | "UPDATED:" | "CREATED:" | "Last updated at" => label = line,
            _ if label == "By" => {
                let printed = format!("By {line}");
                article.authors = article::byline::authors(&printed);
                article.byline = Some(printed);
                label = "";
            }
            _ if !label.is_empty() => {
                let stamp = clock_first(line);
                match label {
                    "PUBLISHED:" if stamp.is_some() => {
                        article.published = stamp;
                        article.date_from = Some(DateFrom::Field);
                    }
                    "UPDATED:" | "Last updated at" if stamp.is_some() => article.updated = stamp,
                    _ => {
                        article.extra.insert("unread_date".to_owned(), json!(line));
                    }
                }
                label = "";
            }
            _ => match line.strip_prefix("Last updated at ").and_then(clock_first) {
                Some(stamp) => article.updated = Some(stamp),
                None if article::byline::is_byline(line) && article.byline.is_none() => {
                    article.authors = article::byline::authors(line);
                    article.byline = Some(line.to_owned());
                }
                None => break,
            },
        }
        taken = n + 1;
    }
    taken
}

/// `17:12 EST, 14 November 2012`
fn clock_first(text: &str) -> Option<Stamp> {
    Stamp::parse(text.trim_end_matches(['.', ' ']))
}

/// The station in brackets at the beginning, `ATLANTA, Georgia (CNN) -- `, and where the lead begins.
fn station(text: &str, article: &mut Article) -> Option<usize> {
    let window = &text[..text.floor_char_boundary(100)];
    let (place, rest) = window.split_once("(CNN")?;
    let (name, rest) = rest.split_once(')')?;
    let plain = |c: char| c.is_alphabetic() || " ,.'-/".contains(c);
    // Inside a sentence the station is only mentioned.
    let shouted = place
        .chars()
        .take_while(|c| *c != ',')
        .all(|c| !c.is_lowercase());
    if !(place.chars().all(plain) && shouted && name.len() < 40) {
        return None;
    }
    article.source = Some(format!("CNN{name}"));
    article.dateline = article::dateline_of(place);
    let lead = rest.trim_start_matches([' ', '-', '–', '—', ':']);
    Some(window.len() - lead.len())
}

#[cfg(test)]
#[path = "story_tests.rs"]
mod tests;

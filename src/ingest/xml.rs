//! Markup that is XML: a tree of one record, the cutting of a stream, and a reader for each format.
//!
//! A stream is cut into the elements that are articles; what stands before the first of them (the
//! declaration, the head of a feed) is boiled down to a small JSON object, which every record gets as
//! its context. Pages in XHTML are not read here.

mod address;
mod extra;
mod feed;
mod flow;
mod fragment;
mod head;
mod names;
mod newsml1;
mod newsml_g2;
mod nitf;
mod root;
mod split;
mod state;
mod tei;
mod tokens;
mod tree;
mod units;
mod wxr;

#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use encoding_rs::Encoding;

use super::emit::Emitter;
use super::format::Format;
use super::readers::{Input, Reader};
use super::sniff::Head;
use super::{Fault, RawRecord, encoding};
use crate::article::date::Stamp;
use crate::article::{Article, Caption, Dateline, byline, take_apart_body};
use fragment::Fragment;
use head::Outside;
use tree::Element;

pub(super) use feed::READER as FEED;
pub(super) use newsml_g2::READER as NEWSML_G2;
pub(super) use newsml1::READER as NEWSML1;
pub(super) use nitf::READER as NITF;
pub(super) use root::{Root, root};
pub(super) use tei::READER as TEI;
pub(super) use wxr::READER as WXR;

/// Takes documents that are XML and no articles, to say so. No record is ever made of them.
pub(super) const OTHER: Reader = Reader {
    format: Format::Tei,
    knows: is_other,
    split: skip,
    article: |_, _| Err(Fault::new("XML of an unknown kind")),
};

/// Whether a document is XML, and not a page.
fn is_other(head: &Head<'_>) -> bool {
    let declared = |root: &&Root| root.is_declared || head.extension() == "xml";
    let root = head.root.as_ref().filter(declared);
    root.is_some_and(|root| !root.name.eq_ignore_ascii_case("html"))
}

fn skip(input: Input<'_>, emit: &mut Emitter<'_>) -> ControlFlow<()> {
    let begin = input.stream.fill_buf().unwrap_or_default();
    let name = root(begin).map(|root| root.name).unwrap_or_default();
    let name: String = name.chars().take(60).collect();
    emit.skip(format!("XML of an unknown kind, with the root <{name}>"))
}

/// A record's tree, what its file says outside of it, and the encoding that it was in.
struct Opened {
    record: Element,
    outside: Outside,
    encoding: &'static Encoding,
}

/// Reads the markup of a record.
fn open(record: &RawRecord) -> Result<Opened, Fault> {
    let outside = Outside::of(record.context.as_deref().unwrap_or_default());
    let declared = root::declared_encoding(&record.bytes);
    let label = outside.encoding.as_deref().or(declared.as_deref());
    let decoded = encoding::decode(&record.bytes, label)?;
    let tree = tree::parse(&decoded.text, &outside.prefixes).map_err(Fault::new)?;
    Ok(Opened {
        record: tree,
        outside,
        encoding: decoded.encoding,
    })
}

/// A date of publication that can be meant.
fn date(text: &str) -> Option<Stamp> {
    let stamp = Stamp::parse(text.trim())?;
    (1600..=2100).contains(&stamp.year_of()).then_some(stamp)
}

/// The tag of a language, as declared.
fn language(declared: Option<String>) -> String {
    let tag = declared.unwrap_or_default().trim().replace('_', "-");
    let fits = tag.len() <= 35 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if fits { tag } else { String::new() }
}

/// Most names of a kind, and most captions, that an article has; looking for doubles stays cheap.
const MAX_NAMES: usize = 1000;

/// Adds a name that is not there yet.
fn add(names: &mut Vec<String>, name: String) {
    if !name.is_empty() && names.len() < MAX_NAMES && !names.contains(&name) {
        names.push(name);
    }
}

/// Adds a caption that is not there yet.
fn add_caption(article: &mut Article, caption: Option<Caption>) {
    if let Some(caption) = caption
        && article.captions.len() < MAX_NAMES
        && !article.captions.contains(&caption)
    {
        article.captions.push(caption);
    }
}

/// Sets byline and authors from names as they are given, each of which may be a line of several.
fn writers(names: Vec<String>, article: &mut Article) {
    let mut authors: Vec<String> = Vec::new();
    for name in &names {
        if let Some(found) = turned(name) {
            found.into_iter().for_each(|name| add(&mut authors, name));
            continue;
        }
        let found = byline::authors(name);
        match found.is_empty() {
            true => add(&mut authors, name.clone()),
            false => found.into_iter().for_each(|name| add(&mut authors, name)),
        }
    }
    if let [line] = names.as_slice() {
        article.byline = Some(line.clone());
    }
    article.authors = authors;
}

/// The names of a list with surnames first: `Marlowe, J., Quay, A. B.`.
fn turned(line: &str) -> Option<Vec<String>> {
    let parts: Vec<&str> = line.split(',').map(str::trim).collect();
    let initials = |part: &str| {
        part.ends_with('.')
            && part.len() <= 10
            && part.split(['.', '-', ' ']).all(|p| p.chars().count() <= 1)
    };
    let pairs = parts.chunks_exact(2);
    let fits = pairs.remainder().is_empty() && pairs.clone().all(|pair| initials(pair[1]));
    fits.then(|| {
        pairs
            .map(|pair| format!("{} {}", pair[1], pair[0]))
            .collect()
    })
}

/// The text and captions of an element that holds markup, as XHTML does.
fn marked_up(element: &Element) -> Fragment {
    let mut found = Vec::new();
    element.find_all("figcaption", &mut found);
    let captions = found
        .iter()
        .filter_map(|c| fragment::caption(&c.text(), None));
    Fragment {
        captions: captions.collect(),
        text: flow::text(element, &|inner| inner.local() == "figcaption"),
    }
}

/// A dateline that stands by itself: `MOSCOW, Monday (Reuters)`.
fn dateline(line: &str) -> Option<Dateline> {
    let line = line.trim_end_matches([' ', '-', '–', '—']);
    let mut trial = Article::default();
    take_apart_body(
        &format!("{line} - What follows is no part of it."),
        &mut trial,
    );
    let plain = || Dateline {
        place: line.to_owned(),
        ..Dateline::default()
    };
    (!line.is_empty()).then(|| trial.dateline.unwrap_or_else(plain))
}

//! Web pages: from the bytes of a page to an article.
//!
//! What the page says of itself is read from JSON-LD, OpenGraph, `meta` tags and microdata; its
//! running text is extracted and taken apart by the rules of `article`. No outlet is known here.

mod blocks;
mod body;
mod boxes;
mod captions;
mod charset;
mod choice;
mod dates;
mod details;
mod guard;
mod ld;
mod people;
mod survey;
mod title;
mod tree;
mod words;

use scraper::Html;

use super::format::Format;
use super::keys::KeyMap;
use super::readers::Reader;
use super::sniff::Head;
use super::{Fault, RawRecord, check_content, encoding, set_provenance, text};
use crate::article::date::Stamp;
use crate::article::{self, Article, DateFrom};
use survey::Survey;

/// A web page, the whole file.
pub(super) const READER: Reader = Reader {
    format: Format::Html,
    knows: is_page,
    split: text::read_whole,
    article,
};

/// What is known of a page from outside of it.
pub(super) struct About<'a> {
    /// Where it was fetched from.
    pub(super) url: Option<&'a str>,
    /// Its encoding, as the server named it.
    pub(super) charset: Option<&'a str>,
    /// When it was fetched.
    pub(super) crawled: Option<Stamp>,
}

fn is_page(head: &Head<'_>) -> bool {
    let mut text = head.text;
    // A declaration and comments may stand in front.
    for _ in 0..20 {
        text = text.trim_ascii_start();
        let end = match text {
            _ if text.starts_with(b"<!--") => memchr::memmem::find(text, b"-->").map(|at| at + 3),
            _ if text.starts_with(b"<?xml") => memchr::memchr(b'>', text).map(|at| at + 1),
            _ => None,
        };
        match end {
            Some(end) => text = &text[end..],
            None => break,
        }
    }
    let begins = |start: &str| {
        let begin = text.get(..start.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(start.as_bytes()))
    };
    let starts = [
        "<!doctype html",
        "<html",
        "<head>",
        "<head ",
        "<body",
        "<meta ",
        "<title>",
    ];
    starts.iter().any(|start| begins(start))
        || matches!(head.extension(), "html" | "htm" | "xhtml" | "shtml") && begins("<")
}

fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    let about = About {
        url: None,
        charset: None,
        crawled: None,
    };
    let mut article = article_of(&record.bytes, &about)?;
    set_provenance(&mut article, record);
    Ok(article)
}

/// Reads a page; provenance is set by the caller.
///
/// # Errors
///
/// Bytes that are no text, and pages with nothing to read.
pub(super) fn article_of(bytes: &[u8], about: &About<'_>) -> Result<Article, Fault> {
    let declared = about
        .charset
        .map(str::to_owned)
        .or_else(|| charset::declared(bytes));
    let decoded = encoding::decode(bytes, declared.as_deref())?;
    let mut article = Article {
        crawled: about.crawled,
        url: about.url.map(str::to_owned),
        ..Article::default()
    };
    encoding::note(&mut article, decoded.encoding);
    if let Some(reason) = guard::objection(&decoded.text) {
        return Err(Fault::new(reason));
    }
    let page = Html::parse_document(&decoded.text);
    let survey = Survey::new(&page);
    let unplaced = details::url(&survey, None, about);
    let main = survey.linked.main(|url| unplaced.as_deref() == Some(url));
    article.url = details::url(&survey, main, about);
    let outlet = details::outlet(&survey, main);
    let host = details::host(article.url.as_deref());
    let (title, other) = title::titles(&survey, main, host, outlet.as_deref());
    article.title = title;
    article.alt_title = other;
    let writers = people::writers(&survey, main, outlet.as_deref(), host);
    article.byline = writers.byline;
    article.authors = writers.people;
    article.published = dates::published(&survey, main);
    article.updated = dates::updated(&survey, main, article.published);
    if article.published.is_some() {
        article.date_from = Some(DateFrom::Meta);
    }
    details::fill(&survey, main, &mut article);
    if article.url.is_none() {
        article.source = outlet.clone();
    }
    let titles = [Some(article.title.as_str()), article.alt_title.as_deref()];
    let titles: Vec<&str> = titles.into_iter().flatten().collect();
    let names = ["description", "og:description", "twitter:description"];
    let summaries = names.iter().filter_map(|name| survey.meta(&[name]));
    let summaries: Vec<String> = summaries.collect();
    let found = body::read(&page, &titles, &summaries);
    article.standfirst = found.standfirst;
    article.captions = captions::captions(&survey, main);
    article::take_apart_body(&found.text, &mut article);
    article.related.extend(found.related);
    let base = survey
        .base
        .or(about.url)
        .or(article.url.as_deref())
        .map(str::to_owned);
    for link in &mut article.related {
        let url = link.url.take();
        link.url = url.and_then(|url| details::resolve(base.as_deref().unwrap_or_default(), &url));
    }
    article
        .related
        .retain(|link| !link.text.is_empty() || link.url.is_some());
    details::keep(&survey, main, outlet.clone(), &mut article);
    check_content(&article)?;
    article::finish(&mut article);
    let is_outlet = people::outlets(outlet.as_deref(), article.url.as_deref());
    article.authors.retain(|name| !is_outlet(name));
    Ok(article)
}

#[cfg(test)]
mod tests;

//! WordPress exports: one record an item of the site.
//!
//! Posts and pages that are published become articles. Attachments, menus and other parts of a site
//! are none, and neither is what was never published: drafts, private posts, the bin. Comments of
//! readers are left out.

use std::borrow::Cow;

use serde_json::Value;

use crate::article::{self, Article, DateFrom};
use crate::ingest::keys::KeyMap;
use crate::ingest::readers::Reader;
use crate::ingest::sniff::Head;
use crate::ingest::{Fault, Format, RawRecord, check_content, encoding, set_provenance};

use super::head::{self, Outside};
use super::split::{Cut, split};
use super::tree::Element;
use super::{Opened, extra, fragment, open};

/// Exports of WordPress sites.
pub(in crate::ingest) const READER: Reader = Reader {
    format: Format::Wxr,
    knows,
    split: |input, emit| split(input, emit, &CUT),
    article,
};

const CUT: Cut = Cut {
    names: &["item"],
    nested: false,
    head: head::of_feed,
};

fn knows(head: &Head<'_>) -> bool {
    let says = |words: &[u8]| memchr::memmem::find(head.text, words).is_some();
    let is_export = || says(b"wordpress.org/export/") || says(b"<wp:wxr_version");
    head.xml_root() == Some("rss") && is_export()
}

fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    let Opened {
        record: item,
        outside,
        encoding,
    } = open(record)?;
    refuse(&item)?;
    let mut article = of_item(&item, &outside);
    check_content(&article)?;
    encoding::note(&mut article, encoding);
    set_provenance(&mut article, record);
    article::finish(&mut article);
    if article.source.is_none() {
        article.source = outside.title;
    }
    Ok(article)
}

/// Refuses what is no article, or was never published.
fn refuse(item: &Element) -> Result<(), Fault> {
    const PARTS: &[&str] = &[
        "attachment",
        "nav_menu_item",
        "revision",
        "custom_css",
        "customize_changeset",
        "oembed_cache",
        "user_request",
        "feedback",
    ];
    let kind = item.line_of("wp:post_type").unwrap_or_default();
    if PARTS.contains(&kind.as_str()) || kind.starts_with("wp_") {
        return Err(Fault::new(format!(
            "not an article: WordPress calls it {kind}"
        )));
    }
    let status = item.line_of("wp:status").unwrap_or_default();
    match status.as_str() {
        "draft" | "auto-draft" | "pending" | "private" | "trash" | "future" | "inherit" => Err(
            Fault::new(format!("never published: its status is {status}")),
        ),
        _ => Ok(()),
    }
}

/// Builds the article of an item.
fn of_item(item: &Element, outside: &Outside) -> Article {
    let title = item
        .child("title")
        .and_then(|title| fragment::line(&title.text()));
    let mut article = Article {
        id: item.line_of("guid").unwrap_or_default(),
        url: item.line_of("link").filter(|link| link.contains("://")),
        title: title.unwrap_or_default(),
        language: super::language(outside.language.clone()),
        ..Article::default()
    };
    if article.id.is_empty()
        && article.url.is_none()
        && let (Some(site), Some(post)) = (&outside.link, item.line_of("wp:post_id"))
    {
        article.id = format!("{}/?p={post}", site.trim_end_matches('/'));
    }
    article.notices.extend(outside.rights.clone());
    dates(item, &mut article);
    let creator = item
        .line_of("dc:creator")
        .or_else(|| item.line_of("wp:author"));
    if let Some(login) = creator {
        let known = outside.writers.iter().find(|(known, _)| *known == login);
        let name = known.map_or(login, |(_, name)| name.clone());
        super::writers(vec![name], &mut article);
    }
    for category in item.all("category") {
        let name = fragment::line(&category.text()).unwrap_or_default();
        match category.attr("domain") {
            Some("category") => super::add(&mut article.section, name),
            // The same name comes without a domain too.
            None => {}
            Some("post_tag" | "tag") => super::add(&mut article.tags, name),
            Some(domain) => extra::keep_as(&mut article.extra, domain, Value::String(name)),
        }
    }
    article.section.retain(|name| name != "Uncategorized");
    others(item, &mut article);
    texts(item, &mut article);
    article
}

/// `post_date_gmt` is in UTC, `post_date` in the time of the site, which the export does not name.
fn dates(item: &Element, article: &mut Article) {
    let of = |name: &str, zone: &str| {
        let text = item
            .line_of(name)
            .filter(|text| !text.starts_with("0000"))?;
        super::date(&format!("{}{zone}", text.replacen(' ', "T", 1)))
    };
    let feed = || item.line_of("pubDate").and_then(|text| super::date(&text));
    article.published = of("wp:post_date_gmt", "Z")
        .or_else(feed)
        .or_else(|| of("wp:post_date", ""));
    article.updated = of("wp:post_modified_gmt", "Z").or_else(|| of("wp:post_modified", ""));
    if article.published.is_some() {
        article.date_from = Some(DateFrom::Field);
    }
}

/// What only the site's software needs is not kept; fields that the writers added are.
fn others(item: &Element, article: &mut Article) {
    let kept = [
        "wp:post_id",
        "wp:post_type",
        "wp:post_name",
        "wp:status",
        "wp:is_sticky",
    ];
    for name in kept {
        let value = item
            .line_of(name)
            .filter(|value| !matches!(value.as_str(), "0" | "post" | "publish"));
        if let Some(value) = value {
            let name = name.trim_start_matches("wp:");
            extra::keep_as(&mut article.extra, name, Value::String(value));
        }
    }
    for meta in item.all("wp:postmeta").take(200) {
        let (Some(key), Some(value)) = (meta.line_of("wp:meta_key"), meta.line_of("wp:meta_value"))
        else {
            continue;
        };
        let written = !key.starts_with('_') && value.len() <= 2000;
        if written && key.len() <= 100 && !is_serialized(&value) {
            extra::keep_as(
                &mut article.extra,
                &format!("meta:{key}"),
                Value::String(value),
            );
        }
    }
}

/// Whether a value is what PHP writes of an array or object.
fn is_serialized(value: &str) -> bool {
    let mut start = value.bytes();
    matches!(start.next(), Some(b'a' | b'O' | b's' | b'i' | b'b'))
        && start.next() == Some(b':')
        && value.ends_with(['}', ';'])
}

fn texts(item: &Element, article: &mut Article) {
    let content = item
        .child("content:encoded")
        .map(Element::text)
        .unwrap_or_default();
    let body = fragment::read(&content);
    let excerpt = item.child("excerpt:encoded").or(item.child("description"));
    let excerpt = excerpt.map(Element::text).unwrap_or_default();
    article.standfirst = fragment::line(&without_shortcodes(&excerpt));
    article.captions = body.captions;
    article::take_apart_body(&without_shortcodes(&body.text), article);
}

/// A text without `[gallery ids="1,2"]` and the like; brackets of the text stay.
fn without_shortcodes(text: &str) -> Cow<'_, str> {
    const BARE: &[&str] = &[
        "gallery", "embed", "video", "audio", "playlist", "caption", "more",
    ];
    let mut out = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices('[') {
        if at < done {
            continue;
        }
        let inside = &text[at + 1..];
        // A shortcode stands on one line and is short.
        let window = inside
            .char_indices()
            .take(2000)
            .take_while(|(_, c)| !matches!(c, '[' | '\n'));
        let Some(end) = window
            .into_iter()
            .find(|(_, c)| *c == ']')
            .map(|(end, _)| end)
        else {
            continue;
        };
        let code = inside[..end].trim_start_matches('/');
        let name = code.split([' ', '=']).next().unwrap_or_default();
        let named = !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-');
        let is_code = named
            && (BARE.contains(&name)
                || code[name.len()..].contains('=')
                || inside.starts_with('/'));
        if is_code {
            out.push_str(&text[done..at]);
            done = at + 1 + end + 1;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_are_no_text() {
        fn check(text: &str, expected: &str) {
            assert_eq!(without_shortcodes(text), expected);
        }
        check("a [gallery] b", "a  b");
        check("[gallery ids=\"1,2\"]The quay", "The quay");
        check("[su_box title='x']Tide[/su_box]", "Tide");
        check("He said [sic] it [was] so", "He said [sic] it [was] so");
        check("[gallery without an end", "[gallery without an end");
        check("Źródło [1] [2]", "Źródło [1] [2]");
    }
}

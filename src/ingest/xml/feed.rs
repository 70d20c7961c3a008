//! Feeds: RSS from 0.9 to 2.0, RDF, Atom; one record an item or entry.
//!
//! The id is that of the item: its guid or Atom id if it can be no other item's, else its link. A
//! summary is the body where there is no content, else the standfirst. `updated` of Atom is no date
//! of publication.

use serde_json::{Value, json};

use crate::article::{self, Article, DateFrom, Related, RelatedKind};
use crate::ingest::keys::KeyMap;
use crate::ingest::readers::Reader;
use crate::ingest::sniff::Head;
use crate::ingest::{Fault, Format, RawRecord, check_content, encoding, set_provenance};

use super::address::resolve;
use super::head::{self, Outside};
use super::split::{Cut, split};
use super::tree::Element;
use super::{Opened, extra, fragment, open};

/// Feeds of news.
pub(in crate::ingest) const READER: Reader = Reader {
    format: Format::Feed,
    knows,
    split: |input, emit| split(input, emit, &CUT),
    article,
};

const CUT: Cut = Cut {
    names: &["item", "entry"],
    nested: false,
    head: head::of_feed,
};

fn knows(head: &Head<'_>) -> bool {
    let Some(root) = &head.root else {
        return false;
    };
    let says = |words: &[u8]| memchr::memmem::find(head.text, words).is_some();
    match (root.name.as_str(), root.space) {
        ("rss" | "channel", _) | ("feed" | "entry", "atom") => true,
        ("feed", "") => says(b"<entry"),
        ("RDF", _) => says(b"purl.org/rss/") || says(b"netscape.com/rdf/simple"),
        _ => false,
    }
}

fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    let Opened {
        record: item,
        outside,
        encoding,
    } = open(record)?;
    let mut article = of_item(&item, &outside);
    check_content(&article)?;
    encoding::note(&mut article, encoding);
    set_provenance(&mut article, record);
    article::finish(&mut article);
    Ok(article)
}

/// Elements of an item that are read into parts.
const TAKEN: &[&str] = &[
    "title",
    "link",
    "guid",
    "id",
    "description",
    "summary",
    "content",
    "content:encoded",
    "atom:summary",
    "atom:content",
    "body",
    "xhtml:body",
    "xhtml:div",
    "dc:title",
    "dc:description",
    "pubDate",
    "published",
    "issued",
    "created",
    "modified",
    "updated",
    "atom:published",
    "atom:updated",
    "dc:date",
    "dcterms:issued",
    "dcterms:created",
    "dcterms:modified",
    "author",
    "dc:creator",
    "atom:author",
    "itunes:author",
    "category",
    "dc:subject",
    "atom:category",
    "media:keywords",
    "itunes:keywords",
    "dc:language",
    "language",
    "source",
    "dc:source",
    "rights",
    "copyright",
    "dc:rights",
    "media:copyright",
    "media:content",
    "media:group",
    "media:description",
    "media:credit",
    "media:title",
    "media:text",
    "atom:link",
    "feedburner:origLink",
    "excerpt:encoded",
];

/// Builds the article of an item.
pub(super) fn of_item(item: &Element, outside: &Outside) -> Article {
    let outer = outside.base.as_deref().or(outside.link.as_deref());
    let own = item.attr("xml:base").map(|base| resolve(outer, base));
    let base = own.as_deref().or(outer);
    let mut article = Article {
        url: address_of(item).map(|url| resolve(base, &url)),
        title: first(item, &["title", "dc:title", "media:title"]).unwrap_or_default(),
        ..Article::default()
    };
    article.id = id_of(item, &mut article);
    dates(item, &mut article);
    people(item, outside, &mut article);
    subjects(item, &mut article);
    let language = first(item, &["dc:language", "language"]);
    let language = language.or_else(|| item.attr("xml:lang").map(str::to_owned));
    article.language = super::language(language.or_else(|| outside.language.clone()));
    source(item, outside, &mut article);
    let rights = ["rights", "copyright", "dc:rights", "media:copyright"];
    let rights = first(item, &rights).or_else(|| outside.rights.clone());
    article.notices.extend(rights);
    media(item, &mut article);
    links(item, base, &mut article);
    for element in item.elements().filter(|e| !TAKEN.contains(&&*e.name)) {
        extra::keep(&mut article.extra, element);
    }
    texts(item, &mut article);
    article
}

/// The line of the first of these elements that has one; titles may be HTML.
fn first(item: &Element, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| item.all(name).find_map(line))
}

fn line(element: &Element) -> Option<String> {
    fragment::line(&element.text())
}

fn address_of(item: &Element) -> Option<String> {
    let text = |name: &str| item.all(name).find_map(|e| e.line());
    let of_link = |name: &str| {
        let mut links = item.all(name).filter(|link| link.attr("href").is_some());
        let page = links.find(|link| matches!(link.attr("rel"), None | Some("alternate")));
        page.and_then(|link| link.attr("href")).map(str::to_owned)
    };
    let permanent = || {
        let guid = item.child("guid")?;
        let is_link = guid.attr("isPermaLink") != Some("false");
        guid.line().filter(|url| is_link && url.starts_with("http"))
    };
    text("feedburner:origLink")
        .or_else(|| text("link"))
        .or_else(|| of_link("link"))
        .or_else(|| of_link("atom:link"))
        .or_else(|| {
            item.attr("rdf:about")
                .filter(|about| about.starts_with("http"))
                .map(str::to_owned)
        })
        .or_else(permanent)
        .or_else(|| text("id").filter(|id| id.starts_with("http")))
        .filter(|url| !url.contains(' '))
}

/// The item's own id; a short number, which other feeds may have too, is only kept.
fn id_of(item: &Element, article: &mut Article) -> String {
    let given = ["guid", "id", "atom:id", "dc:identifier"];
    let given = given.iter().find_map(|name| item.line_of(name));
    let given = given.or_else(|| item.attr("rdf:about").map(str::to_owned));
    match given {
        Some(id) if id.contains(':') || id.len() >= 20 || article.url.is_none() => id,
        Some(id) => {
            article.extra.insert("guid".to_owned(), Value::String(id));
            String::new()
        }
        None => String::new(),
    }
}

fn dates(item: &Element, article: &mut Article) {
    let mut unread = None;
    let mut date = |names: &[&str]| {
        names
            .iter()
            .flat_map(|name| item.all(name))
            .find_map(|element| {
                let text = element.line()?;
                let stamp = super::date(&text);
                if stamp.is_none() {
                    unread = Some(text);
                }
                stamp
            })
    };
    article.published = date(&[
        "pubDate",
        "published",
        "atom:published",
        "dcterms:issued",
        "issued",
        "dc:date",
        "dcterms:created",
        "created",
    ]);
    article.updated = date(&["updated", "atom:updated", "dcterms:modified", "modified"]);
    if article.published.is_some() {
        article.date_from = Some(DateFrom::Field);
    } else if let Some(text) = unread {
        article
            .extra
            .insert("unread_date".to_owned(), Value::String(text));
    }
}

fn people(item: &Element, outside: &Outside, article: &mut Article) {
    let mut names: Vec<String> = Vec::new();
    for element in item.elements() {
        let name = match &*element.name {
            "author" | "atom:author" if element.elements().next().is_some() => {
                let part = |name: &str| {
                    element
                        .line_of(name)
                        .or_else(|| element.line_of(&format!("atom:{name}")))
                };
                part("name").or_else(|| part("email"))
            }
            "author" | "dc:creator" => line(element).map(|text| without_mail(&text)),
            _ => None,
        };
        if let Some(name) = name.filter(|name| !name.is_empty() && !names.contains(name)) {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.extend(first(item, &["itunes:author"]).map(|name| without_mail(&name)));
    }
    if names.is_empty() {
        let source = item
            .child("source")
            .and_then(|source| source.child("author"));
        names.extend(source.and_then(|author| author.line_of("name")));
    }
    if names.is_empty() {
        names.clone_from(&outside.authors);
    }
    super::writers(names, article);
}

/// The name of `mail@host (Name)`, or of `Name (mail@host)`; a mail address alone stays.
fn without_mail(text: &str) -> String {
    let (before, behind) = match text.split_once('(') {
        Some((before, behind)) => (before.trim(), behind.trim_end_matches(')').trim()),
        None => return text.to_owned(),
    };
    match (before.contains('@'), behind.contains('@')) {
        (true, false) if !behind.is_empty() => behind.to_owned(),
        (false, true) if !before.is_empty() => before.to_owned(),
        _ => text.to_owned(),
    }
}

fn subjects(item: &Element, article: &mut Article) {
    for element in item.elements() {
        let tags = match &*element.name {
            "category" | "atom:category" => {
                let label = element.attr("label").or(element.attr("term"));
                let text = line(element);
                vec![
                    text.or_else(|| label.and_then(fragment::line))
                        .unwrap_or_default(),
                ]
            }
            "dc:subject" => vec![line(element).unwrap_or_default()],
            "media:keywords" | "itunes:keywords" => {
                let words = line(element).unwrap_or_default();
                words
                    .split(',')
                    .map(|word| word.trim().to_owned())
                    .collect()
            }
            _ => continue,
        };
        for tag in tags {
            super::add(&mut article.tags, tag);
        }
    }
}

/// The outlet of an item that comes from another feed, and the name of this one.
fn source(item: &Element, outside: &Outside, article: &mut Article) {
    let from = item
        .child("source")
        .or(item.child("dc:source"))
        .or(item.child("atom:source"));
    if let Some(from) = from {
        let title = match from.child("title") {
            Some(title) => line(title),
            None => line(from),
        };
        let link = from.child("link").and_then(|link| link.attr("href"));
        let link = from.attr("url").or(link);
        let link = link.or(title.as_deref().filter(|title| title.starts_with("http")));
        let domain = link.and_then(article::address::domain);
        article.source = domain.or_else(|| title.clone());
        if let Some(title) = title {
            extra::keep_as(&mut article.extra, "source", Value::String(title));
        }
    }
    if let Some(title) = outside.title.as_deref().and_then(fragment::line) {
        if article.source.is_none() && article.url.is_none() {
            let domain = outside.link.as_deref().and_then(article::address::domain);
            article.source = domain.or_else(|| Some(title.clone()));
        }
        extra::keep_as(&mut article.extra, "feed", Value::String(title));
    }
}

/// Descriptions and credits of pictures and videos.
fn media(item: &Element, article: &mut Article) {
    let groups = item.all("media:group");
    let holders = std::iter::once(item).chain(groups);
    for holder in holders {
        let mut has_own = true;
        for content in holder.all("media:content") {
            let (text, credit) = words_of(content);
            has_own &= text.is_none() && credit.is_none();
            add_caption(article, text, credit);
            let bare = Element {
                name: content.name.clone(),
                attributes: content.attributes.clone(),
                children: Vec::new(),
            };
            extra::keep(&mut article.extra, &bare);
        }
        // What stands beside a picture is about it; without one it is about the item.
        if has_own && holder.child("media:content").is_some() {
            let (text, credit) = words_of(holder);
            add_caption(article, text, credit);
        }
    }
}

fn words_of(element: &Element) -> (Option<String>, Option<String>) {
    let text = first(element, &["media:description", "media:text", "media:title"]);
    (text, first(element, &["media:credit"]))
}

fn add_caption(article: &mut Article, text: Option<String>, credit: Option<String>) {
    // The title of a video on its own page is the headline.
    let text = text.filter(|text| *text != article.title);
    let captions = &mut article.captions;
    let caption = fragment::caption(text.as_deref().unwrap_or_default(), credit.as_deref());
    if let Some(caption) = caption
        && captions.len() < 50
        && !captions.iter().any(|known| known.text == caption.text)
    {
        captions.push(caption);
    }
}

/// Links of Atom that do not lead to the item itself.
fn links(item: &Element, base: Option<&str>, article: &mut Article) {
    for link in item.elements().filter(|e| e.local() == "link") {
        let (Some(href), Some(rel)) = (link.attr("href"), link.attr("rel")) else {
            continue;
        };
        let url = resolve(base, href);
        match rel {
            "alternate" | "self" | "edit" => {}
            "related" => article.related.push(Related {
                kind: RelatedKind::Related,
                text: link.attr("title").unwrap_or_default().to_owned(),
                url: Some(url),
            }),
            _ => {
                let value =
                    json!({"url": url, "type": link.attr("type"), "length": link.attr("length")});
                let value: serde_json::Map<String, Value> = match value {
                    Value::Object(map) => map.into_iter().filter(|(_, v)| !v.is_null()).collect(),
                    _ => continue,
                };
                let name = if rel == "enclosure" { "enclosure" } else { rel };
                extra::keep_as(&mut article.extra, name, Value::Object(value));
            }
        }
    }
}

/// Content and summary.
fn texts(item: &Element, article: &mut Article) {
    let text = |names: &[&str]| {
        let elements = names.iter().flat_map(|name| item.all(name));
        elements.map(text_of).find(|found| !found.text.is_empty())
    };
    let content = text(&[
        "content:encoded",
        "content",
        "atom:content",
        "body",
        "xhtml:body",
        "xhtml:div",
    ]);
    let summary = text(&["description", "summary", "atom:summary", "dc:description"]);
    let summary = summary.or_else(|| text(&["itunes:summary"])).or_else(|| {
        let group = item.child("media:group").unwrap_or(item);
        let described = group
            .child("media:description")
            .or(item.child("media:description"));
        described
            .map(text_of)
            .filter(|found| !found.text.is_empty())
    });
    let (body, summary) = match (content, summary) {
        (Some(content), Some(summary)) => (content, summary.text),
        (Some(body), None) | (None, Some(body)) => {
            // What describes the only video of an item is its text.
            let line = super::tree::one_line(&body.text);
            article
                .captions
                .retain(|caption| caption.text != line || caption.credit.is_some());
            (body, String::new())
        }
        (None, None) => return,
    };
    for caption in body.captions {
        super::add_caption(article, Some(caption));
    }
    let summary = summary.replace("## ", "");
    if !summary.is_empty() && !repeats(&summary, &body.text) {
        article.standfirst = Some(super::tree::one_line(&summary));
    }
    article::take_apart_body(&body.text, article);
}

/// The text of an element: markup of its own, escaped HTML, or plain.
fn text_of(element: &Element) -> fragment::Fragment {
    let kind = element
        .attr("type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_text =
        kind.is_empty() || kind.contains("text") || kind.contains("html") || kind.contains("xml");
    if !is_text || element.attr("mode") == Some("base64") {
        return fragment::Fragment::default();
    }
    if element.elements().next().is_some() {
        return super::marked_up(element);
    }
    let text = element.text();
    match kind.as_str() {
        "text" | "text/plain" => fragment::Fragment {
            text: text.trim().to_owned(),
            captions: Vec::new(),
        },
        _ => fragment::read(&fragment::unwrap(&text)),
    }
}

/// Whether a summary is cut out of the beginning of the body.
fn repeats(summary: &str, body: &str) -> bool {
    let letters = |text: &str, most: usize| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.take(most).flat_map(char::to_lowercase).collect()
    };
    let cut = summary.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = letters(cut, 120);
    !start.is_empty() && letters(body, 3000).contains(&start)
}

//! NewsML 1: news items of components; and the `newsitem` files of the Reuters corpora.
//!
//! The id is provider, date and name of the item, without the revision, so that a revision that comes
//! later in a dump replaces the one before. An item with several texts is one article, each further
//! text under its headline. Components that hold pictures give captions.

use serde_json::Value;

use crate::article::date::Stamp;
use crate::article::{self, Article, DateFrom, Dateline, agency};
use crate::ingest::keys::KeyMap;
use crate::ingest::readers::Reader;
use crate::ingest::{Fault, Format, RawRecord, check_content, encoding, set_provenance};

use super::split::{Cut, split};
use super::tree::Element;
use super::{Opened, add, add_caption, extra, flow, fragment, head, nitf, open};

/// Items of NewsML 1.
pub(in crate::ingest) const READER: Reader = Reader {
    format: Format::NewsMl1,
    knows: |head| matches!(head.xml_root(), Some("NewsML" | "NewsItem" | "newsitem")),
    split: |input, emit| split(input, emit, &CUT),
    article,
};

const CUT: Cut = Cut {
    names: &["NewsItem", "newsitem"],
    nested: true,
    head: head::bare,
};

fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    let Opened {
        record: item,
        outside,
        encoding,
    } = open(record)?;
    let mut article = match item.local() {
        "newsitem" => of_reuters(&item),
        _ => of_item(&item)?,
    };
    if article.language.is_empty() {
        article.language = super::language(outside.language);
    }
    check_content(&article)?;
    encoding::note(&mut article, encoding);
    set_provenance(&mut article, record);
    article::finish(&mut article);
    Ok(article)
}

fn line(element: &Element, local: &str) -> Option<String> {
    element.find(local).and_then(Element::line)
}

/// What an element is called formally.
fn formal<'a>(element: &'a Element, local: &str) -> Option<&'a str> {
    element.find(local)?.attr("FormalName")
}

fn of_item(item: &Element) -> Result<Article, Fault> {
    let none = Element::default();
    let management = item.find("NewsManagement").unwrap_or(&none);
    if let Some(status @ ("Canceled" | "Cancelled" | "Withheld")) = formal(management, "Status") {
        return Err(Fault::new(format!(
            "withdrawn by its provider: its status is {status}"
        )));
    }
    let mut article = Article {
        id: id_of(item),
        language: super::language(formal(item, "Language").map(str::to_owned)),
        ..Article::default()
    };
    let date = |name: &str| line(management, name).and_then(|text| super::date(&text));
    article.published =
        date("FirstCreated").or_else(|| line(item, "DateId").and_then(|text| super::date(&text)));
    article.updated = date("ThisRevisionCreated").filter(|date| Some(*date) != article.published);
    article.date_from = article.published.map(|_| DateFrom::Field);
    for element in management.elements() {
        match element.local() {
            "FirstCreated" | "ThisRevisionCreated" => {}
            _ => extra::keep(&mut article.extra, element),
        }
    }
    let identifier = item.find("NewsIdentifier").unwrap_or(&none);
    if let Some(revision) = line(identifier, "RevisionId") {
        extra::keep_as(&mut article.extra, "revision", Value::String(revision));
    }
    lines(item, &mut article);
    metadata(item, &mut article);
    let mut text = String::new();
    components(item, &mut article, &mut text);
    if !text.is_empty() {
        article::take_apart_body(&text, &mut article);
    }
    Ok(article)
}

fn id_of(item: &Element) -> String {
    let part = |name: &str| line(item, name);
    if let (Some(provider), Some(date), Some(id)) =
        (part("ProviderId"), part("DateId"), part("NewsItemId"))
    {
        return format!("urn:newsml:{provider}:{date}:{id}");
    }
    let public = part("PublicIdentifier").unwrap_or_default();
    // The revision stands last: `urn:newsml:tribune.example:20190512:fair:2N`.
    match public.rsplit_once(':') {
        Some((start, revision)) if start.matches(':').count() >= 4 && revision.len() <= 5 => {
            start.to_owned()
        }
        _ => public,
    }
}

/// The lines of the first component that has any.
fn lines(item: &Element, article: &mut Article) {
    let Some(lines) = item.find("NewsLines") else {
        return;
    };
    for element in lines.elements() {
        let Some(text) = element.line() else {
            continue;
        };
        match element.local() {
            "HeadLine" | "Headline" if article.title.is_empty() => article.title = text,
            "HeadLine" | "Headline" => article.alt_title = Some(text),
            "SubHeadLine" | "SubHeadline" => article.standfirst = Some(text),
            "ByLine" => {
                article.authors = article::byline::authors(&text);
                article.byline = Some(text);
            }
            "DateLine" => article.dateline = super::dateline(&text),
            "CopyrightLine" | "RightsLine" => article.notices.push(text),
            "KeywordLine" => {
                text.split([',', ';'])
                    .for_each(|word| add(&mut article.tags, word.trim().to_owned()));
            }
            "CreditLine" => {
                let found = agency::lookup_wire(&text).map(str::to_owned);
                article.agency = article.agency.take().or(found);
                extra::keep(&mut article.extra, element);
            }
            _ => extra::keep(&mut article.extra, element),
        }
    }
}

fn metadata(item: &Element, article: &mut Article) {
    let mut found = Vec::new();
    for name in ["Provider", "Source", "Creator"] {
        item.find_all(name, &mut found);
    }
    for party in found.drain(..) {
        let Some(name) = formal(party, "Party")
            .map(str::to_owned)
            .or_else(|| party.line())
        else {
            continue;
        };
        let wire = agency::lookup_wire(&name).map(str::to_owned);
        article.agency = article.agency.take().or(wire);
        if party.local() == "Provider" {
            article.source.get_or_insert(name);
        }
    }
    if article.source.is_none() {
        article.source = line(item, "ProviderId");
    }
    for name in [
        "SubjectCode",
        "Genre",
        "Location",
        "Property",
        "TopicOccurrence",
    ] {
        item.find_all(name, &mut found);
    }
    for element in found.into_iter().take(1000) {
        match element.local() {
            "SubjectCode" => {
                for subject in element
                    .elements()
                    .filter_map(|code| code.attr("FormalName"))
                {
                    extra::keep_as(
                        &mut article.extra,
                        "subject",
                        Value::String(subject.to_owned()),
                    );
                }
            }
            "Location" => {
                let parts = element.elements().filter_map(|part| part.attr("Value"));
                let place: Vec<&str> = parts.collect();
                if !place.is_empty() {
                    add(&mut article.places, place.join(", "));
                }
            }
            "Property" => {
                let (Some(name), Some(value)) = (element.attr("FormalName"), element.attr("Value"))
                else {
                    continue;
                };
                match name {
                    // Parts of a place were read with it.
                    "City" | "CountryArea" | "Country" | "CountryRegion" | "WorldRegion"
                    | "SubLocation" => {}
                    "Keyword" | "Keywords" => add(&mut article.tags, value.to_owned()),
                    _ => extra::keep_as(&mut article.extra, name, Value::String(value.to_owned())),
                }
            }
            _ => extra::keep(&mut article.extra, element),
        }
    }
}

/// Adds the texts of the components in it, and captions of those that hold pictures.
///
/// Depth is that of the tree, which is bounded.
fn components(element: &Element, article: &mut Article, text: &mut String) {
    for component in element.elements() {
        match component.local() {
            "NewsComponent" | "NewsItem" => {
                let role = component.elements().find(|e| e.local() == "Role");
                let role = role
                    .and_then(|role| role.attr("FormalName"))
                    .unwrap_or_default();
                let contents = || component.elements().filter(|e| e.local() == "ContentItem");
                let pictured = contents().any(|content| {
                    matches!(
                        formal(content, "MediaType"),
                        Some("Photo" | "Graphic" | "Video" | "ComplexData" | "Audio")
                    )
                });
                let is_caption = role.eq_ignore_ascii_case("caption");
                if is_caption || pictured && contents().all(|content| words(content).is_none()) {
                    caption(component, is_caption, article);
                } else {
                    heading(component, article, text);
                }
                if !is_caption {
                    components(component, article, text);
                }
            }
            "ContentItem" => {
                if let Some(document) = component.find("nitf") {
                    nitf::fill(document, article);
                } else if let Some(words) = words(component) {
                    if !text.is_empty() {
                        text.push_str("\n\n");
                    }
                    text.push_str(&words);
                }
            }
            _ => {}
        }
    }
}

/// The headline of a further text stands above it.
fn heading(component: &Element, article: &Article, text: &mut String) {
    let lines = component.elements().find(|e| e.local() == "NewsLines");
    let headline = lines.and_then(|lines| line(lines, "HeadLine"));
    if let Some(headline) = headline.filter(|line| *line != article.title && !text.is_empty()) {
        text.push_str(&format!("\n\n## {headline}"));
    }
}

/// The words of a piece of content, if it is text.
fn words(content: &Element) -> Option<String> {
    let data = content.find("DataContent")?;
    let kind = formal(content, "MediaType").unwrap_or("Text");
    if kind != "Text" || content.find("Encoding").is_some() {
        return None;
    }
    let text = match data.elements().next() {
        Some(_) => {
            let body = data.find("body").unwrap_or(data);
            flow::text(body, &|_| false)
        }
        None => fragment::plain(&data.text()),
    };
    (!text.trim().is_empty()).then_some(text)
}

fn caption(component: &Element, is_caption: bool, article: &mut Article) {
    let lines = |name: &str| {
        component
            .find("NewsLines")
            .and_then(|lines| line(lines, name))
    };
    let of_text = || {
        let content = component.elements().find(|e| e.local() == "ContentItem")?;
        words(content)
    };
    let text = match is_caption {
        true => of_text(),
        false => None,
    };
    let text = text
        .or_else(|| line(component, "Caption"))
        .or_else(|| lines("HeadLine"))
        .unwrap_or_default();
    let credit = lines("CreditLine").or_else(|| lines("ByLine"));
    let caption = fragment::caption(&text, credit.as_deref());
    let caption = caption.filter(|caption| caption.text != article.title);
    add_caption(article, caption);
}

/// A dateline that ends with its day: `LONDON 1996-08-20`.
fn dateline(line: &str) -> Option<Dateline> {
    match line.rsplit_once(' ') {
        Some((place, day)) if day.len() == 10 && super::date(day).is_some() => Some(Dateline {
            place: place.to_owned(),
            date: Some(day.to_owned()),
            agency: None,
        }),
        _ => super::dateline(line),
    }
}

/// A file of the Reuters corpora: `<newsitem itemid="1" date="1996-08-20">`.
fn of_reuters(item: &Element) -> Article {
    let mut article = Article {
        id: item.attr("itemid").unwrap_or_default().to_owned(),
        title: line(item, "headline")
            .or_else(|| line(item, "title"))
            .unwrap_or_default(),
        byline: line(item, "byline"),
        language: super::language(item.attr("xml:lang").map(str::to_owned)),
        dateline: line(item, "dateline").and_then(|line| dateline(&line)),
        published: item.attr("date").and_then(super::date),
        ..Article::default()
    };
    article.alt_title = line(item, "title").filter(|title| *title != article.title);
    article.notices.extend(line(item, "copyright"));
    article.authors = article
        .byline
        .as_deref()
        .map(article::byline::authors)
        .unwrap_or_default();
    let mut found = Vec::new();
    item.find_all("codes", &mut found);
    for codes in found {
        let class = codes.attr("class").unwrap_or("codes");
        let codes = codes.elements().filter_map(|code| code.attr("code"));
        for code in codes {
            extra::keep_as(&mut article.extra, class, Value::String(code.to_owned()));
        }
    }
    let mut terms = Vec::new();
    item.find_all("dc", &mut terms);
    for term in terms {
        let (Some(name), Some(value)) = (term.attr("element"), term.attr("value")) else {
            continue;
        };
        match name {
            "dc.publisher" | "dc.source" => article.source = Some(value.to_owned()),
            "dc.date.published" => {
                article.published = super::date(value).or(article.published);
            }
            "dc.creator.location" => add(&mut article.places, value.to_owned()),
            _ => extra::keep_as(&mut article.extra, name, Value::String(value.to_owned())),
        }
    }
    article.date_from = article.published.map(|_: Stamp| DateFrom::Field);
    let wire = article.source.as_deref().and_then(agency::lookup_wire);
    article.agency = wire.map(str::to_owned);
    if let Some(text) = item.find("text") {
        article::take_apart_body(&flow::text(text, &|_| false), &mut article);
    }
    article
}

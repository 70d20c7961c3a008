//! NITF, alone or inside of NewsML: headline, byline, dateline, body, and what the document says of
//! itself.
//!
//! The id is that of the document without a version. Of the New York Times corpus the full text is
//! read, not the lead paragraph that repeats its beginning.

use serde_json::Value;

use crate::article::{self, Article, DateFrom, Dateline};
use crate::ingest::keys::KeyMap;
use crate::ingest::readers::Reader;
use crate::ingest::{Fault, Format, RawRecord, check_content, encoding, set_provenance};

use super::split::{Cut, split};
use super::tree::Element;
use super::{Opened, add, add_caption, extra, flow, fragment, head, open};

/// NITF documents, one or many in a file.
pub(in crate::ingest) const READER: Reader = Reader {
    format: Format::Nitf,
    knows: |head| head.xml_root() == Some("nitf"),
    split: |input, emit| split(input, emit, &CUT),
    article,
};

const CUT: Cut = Cut {
    names: &["nitf"],
    nested: false,
    head: head::bare,
};

fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    let Opened {
        record: nitf,
        outside,
        encoding,
    } = open(record)?;
    let mut article = Article::default();
    let language = nitf
        .attr("xml:lang")
        .map(str::to_owned)
        .or(outside.language);
    article.language = super::language(language);
    fill(&nitf, &mut article);
    check_content(&article)?;
    encoding::note(&mut article, encoding);
    set_provenance(&mut article, record);
    article::finish(&mut article);
    Ok(article)
}

/// Reads a document into an article; what is there already stays.
pub(super) fn fill(nitf: &Element, article: &mut Article) {
    if article.id.is_empty() {
        let id = nitf.find("doc-id").and_then(|id| id.attr("id-string"));
        article.id = id.or(nitf.attr("uno")).unwrap_or_default().to_owned();
    }
    if let Some(head) = nitf.elements().find(|element| element.local() == "head") {
        metadata(head, article);
    }
    let body = nitf.elements().find(|element| element.local() == "body");
    let body = body.unwrap_or(nitf);
    let part = |name: &str| body.elements().find(|element| element.local() == name);
    if let Some(head) = part("body.head") {
        body_head(head, article);
    }
    if let Some(end) = part("body.end") {
        let mut found = Vec::new();
        end.find_all("tagline", &mut found);
        article
            .notices
            .extend(found.iter().filter_map(|line| line.line()));
        found.clear();
        end.find_all("bibliography", &mut found);
        found
            .iter()
            .for_each(|entry| extra::keep(&mut article.extra, entry));
    }
    let title = nitf.find("title").and_then(Element::line);
    if article.title.is_empty() {
        article.title = title.unwrap_or_default();
    } else if article.alt_title.is_none() {
        article.alt_title = title.filter(|title| *title != article.title);
    }
    content(part("body.content").unwrap_or(body), article);
}

/// The first line of these elements at any depth.
fn line(element: &Element, local: &str) -> Option<String> {
    element.find(local).and_then(Element::line)
}

fn metadata(head: &Element, article: &mut Article) {
    let mut dates: Vec<String> = Vec::new();
    let mut released = Vec::new();
    let (mut day, mut month, mut year) = (None, None, None);
    let mut all = Vec::new();
    for name in [
        "meta",
        "pubdata",
        "docdata",
        "iim",
        "revision-history",
        "tobject",
    ] {
        head.find_all(name, &mut all);
    }
    for element in all {
        match element.local() {
            "meta" => {
                let (Some(name), Some(value)) = (element.attr("name"), element.attr("content"))
                else {
                    continue;
                };
                match name {
                    "publication_day_of_month" => day = value.parse().ok(),
                    "publication_month" => month = value.parse().ok(),
                    "publication_year" => year = value.parse().ok(),
                    "publication_day_of_week" => {}
                    "online_sections" => {
                        value
                            .split(';')
                            .for_each(|name| add(&mut article.section, name.trim().to_owned()));
                    }
                    "correction_date" => article.updated = article.updated.or(super::date(value)),
                    _ => extra::keep_as(&mut article.extra, name, Value::String(value.to_owned())),
                }
            }
            "pubdata" => {
                dates.extend(element.attr("date.publication").map(str::to_owned));
                if let Some(name) = element.attr("name") {
                    article.source.get_or_insert(name.to_owned());
                }
                let address = element.attr("ex-ref").filter(|url| url.starts_with("http"));
                if let Some(url) = address {
                    article.url.get_or_insert(url.to_owned());
                }
                let bare = Element {
                    attributes: element
                        .attributes
                        .iter()
                        .filter(|(name, _)| {
                            !matches!(&**name, "date.publication" | "name" | "ex-ref")
                        })
                        .cloned()
                        .collect(),
                    name: "pubdata".into(),
                    children: Vec::new(),
                };
                extra::keep(&mut article.extra, &bare);
            }
            "docdata" => docdata(element, article, &mut released),
            _ => extra::keep(&mut article.extra, element),
        }
    }
    dates.extend(released);
    let of_fields = dates.iter().find_map(|text| date(text));
    let of_meta = || article::date::Stamp::ymd(year?, month?, day?);
    if article.published.is_none() {
        article.published = of_fields.or_else(of_meta);
        article.date_from = article.published.map(|_| DateFrom::Field);
    }
}

/// A date of NITF; midnight without a zone is written where the hour is not known.
fn date(text: &str) -> Option<article::date::Stamp> {
    let day = text.strip_suffix("T000000").filter(|day| day.len() == 8);
    super::date(day.unwrap_or(text))
}

fn docdata(docdata: &Element, article: &mut Article, dates: &mut Vec<String>) {
    let mut norm = |name: &str| {
        let found = docdata.elements().find(|element| element.local() == name);
        dates.extend(found.and_then(|date| date.attr("norm")).map(str::to_owned));
    };
    norm("date.issue");
    norm("date.release");
    for element in docdata.elements() {
        match element.local() {
            "doc-id" | "date.issue" | "date.release" => {}
            "doc.copyright" => {
                let parts = [element.attr("year"), element.attr("holder")];
                let parts: Vec<&str> = parts.into_iter().flatten().collect();
                if !parts.is_empty() {
                    article
                        .notices
                        .push(format!("Copyright {}", parts.join(" ")));
                }
            }
            "doc.rights" => {
                let parts = [element.attr("owner"), element.attr("agent")];
                let parts: Vec<&str> = parts.into_iter().flatten().collect();
                if !parts.is_empty() {
                    article
                        .notices
                        .push(format!("Rights: {}", parts.join(", ")));
                }
            }
            "correction" => article
                .correction
                .extend(element.attr("info").map(str::to_owned)),
            "ed-msg" => extra::keep(&mut article.extra, element),
            "key-list" => {
                for word in element.elements() {
                    add(
                        &mut article.tags,
                        word.attr("key").unwrap_or_default().to_owned(),
                    );
                }
            }
            "series" => {
                let name = element.attr("series.name").unwrap_or_default();
                extra::keep_as(&mut article.extra, "series", Value::String(name.to_owned()));
            }
            "identified-content" => identified(element, article),
            _ => extra::keep(&mut article.extra, element),
        }
    }
}

/// What and whom the document is about.
fn identified(content: &Element, article: &mut Article) {
    for element in content.elements() {
        let value = element.attr("value").map(str::to_owned);
        let Some(name) = element.line().or(value) else {
            continue;
        };
        match (element.local(), element.attr("type")) {
            ("person", _) => add(&mut article.people, name),
            ("org", _) => add(&mut article.organisations, name),
            ("location", _) => add(&mut article.places, name),
            ("classifier", Some(kind @ ("taxonomic_classifier" | "types_of_material"))) => {
                extra::keep_as(&mut article.extra, kind, Value::String(name));
            }
            ("classifier", _) => add(&mut article.tags, name),
            _ => extra::keep(&mut article.extra, element),
        }
    }
}

fn body_head(head: &Element, article: &mut Article) {
    let mut heads = Vec::new();
    head.find_all("hl1", &mut heads);
    for line in heads.iter().filter_map(|line| line.line()) {
        if article.title.is_empty() {
            article.title = line;
        } else if line != article.title && article.alt_title.is_none() {
            article.alt_title = Some(line);
        }
    }
    let abstract_ = head
        .find("abstract")
        .map(|text| flow::text(text, &|_| false));
    let summary = abstract_
        .filter(|text| !text.is_empty())
        .or_else(|| line(head, "hl2"));
    if article.standfirst.is_none() {
        article.standfirst = summary.map(|text| super::tree::one_line(&text));
    }
    bylines(head, article);
    if article.dateline.is_none() {
        article.dateline = head.find("dateline").and_then(dateline);
    }
    for element in head.elements() {
        match element.local() {
            "rights" => article.notices.extend(element.line()),
            "note" => match element.attr("noteclass") {
                Some("cpyrt" | "trademk") => article.notices.extend(element.line()),
                Some("editorsnote") => article.correction.extend(element.line()),
                _ => extra::keep(&mut article.extra, element),
            },
            "distributor" => {
                let name = element.line();
                let agency = name.as_deref().and_then(article::agency::lookup_wire);
                article.agency = article.agency.take().or(agency.map(str::to_owned));
                extra::keep(&mut article.extra, element);
            }
            "series" => extra::keep(&mut article.extra, element),
            _ => {}
        }
    }
}

fn bylines(head: &Element, article: &mut Article) {
    let mut found = Vec::new();
    head.find_all("byline", &mut found);
    let normal = |line: &&&Element| line.attr("class") == Some("normalized_byline");
    let printed: Vec<String> = found
        .iter()
        .filter(|l| !normal(l))
        .filter_map(|l| l.line())
        .collect();
    if article.byline.is_none() && !printed.is_empty() {
        let line = printed.join("; ");
        let names: Vec<String> = printed
            .iter()
            .flat_map(|line| article::byline::authors(line))
            .collect();
        article.byline = Some(line);
        article.authors = names;
    }
    // "Marlowe, June; Quay, Tom": surnames first.
    let normalized = found.iter().filter(normal).filter_map(|line| line.line());
    let names: Vec<String> = normalized
        .flat_map(|line| {
            let names: Vec<String> = line.split(';').map(|name| turned(name.trim())).collect();
            names
        })
        .collect();
    if article.authors.is_empty() || !names.is_empty() {
        let mut authors = Vec::new();
        names.into_iter().for_each(|name| add(&mut authors, name));
        if !authors.is_empty() {
            article.authors = authors;
        }
    }
}

fn turned(name: &str) -> String {
    match name.split_once(',') {
        Some((last, first)) if !first.contains(',') => format!("{} {}", first.trim(), last.trim())
            .trim()
            .to_owned(),
        _ => name.to_owned(),
    }
}

/// A dateline that stands by itself.
fn dateline(element: &Element) -> Option<Dateline> {
    let place = element.find("location").and_then(Element::line);
    let date = element
        .find("story.date")
        .and_then(|date| date.line().or(date.attr("norm").map(str::to_owned)));
    match place {
        Some(place) => Some(Dateline {
            place,
            date,
            agency: None,
        }),
        None => super::dateline(&element.line()?),
    }
}

/// The running text, and the pictures in it.
fn content(content: &Element, article: &mut Article) {
    let mut media = Vec::new();
    content.find_all("media", &mut media);
    for element in media {
        let text = line(element, "media-caption").unwrap_or_default();
        let producer = line(element, "media-producer");
        let credit = producer.or_else(|| {
            element
                .find("media-reference")
                .and_then(|r| r.attr("copyright").map(str::to_owned))
        });
        add_caption(article, fragment::caption(&text, credit.as_deref()));
    }
    let mut blocks = Vec::new();
    content.find_all("block", &mut blocks);
    let of_class = |class: &str| -> Vec<&Element> {
        let fits = |block: &&&Element| block.attr("class") == Some(class);
        blocks.iter().filter(fits).copied().collect()
    };
    for block in of_class("correction_text") {
        let text = flow::text(block, &|_| false);
        article.correction.extend(
            text.split("\n\n")
                .filter(|p| !p.is_empty())
                .map(str::to_owned),
        );
    }
    let has_full = of_class("full_text")
        .iter()
        .any(|block| block.line().is_some());
    let skip = |element: &Element| match (element.local(), element.attr("class")) {
        ("media", _) => true,
        ("block", Some("correction_text")) => true,
        ("block", Some("lead_paragraph" | "online_lead_paragraph")) => has_full,
        _ => false,
    };
    let text = flow::text(content, &skip);
    article::take_apart_body(without_lead(&text), article);
}

/// The text without a first paragraph `LEAD: ...` that the next one repeats.
fn without_lead(text: &str) -> &str {
    let Some((first, rest)) = text.split_once("\n\n") else {
        return text;
    };
    match first.strip_prefix("LEAD:").map(str::trim) {
        Some(lead) if rest.starts_with(lead) => rest,
        _ => text,
    }
}

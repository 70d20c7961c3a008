//! NewsML-G2: news items, alone, in messages and beside the packages that list them.
//!
//! The id is the guid without the version, so that a version that comes later in a dump replaces the
//! one before. A package is no article: what it lists are records of their own. A picture or video
//! with a headline or a caption is kept, its words as caption; one without words is not. An item that
//! its provider withheld or cancelled is refused.

use serde_json::Value;

use crate::article::{self, Article, DateFrom, address, agency};
use crate::ingest::keys::KeyMap;
use crate::ingest::readers::Reader;
use crate::ingest::sniff::Head;
use crate::ingest::{Fault, Format, RawRecord, check_content, encoding, set_provenance};

use super::split::{Cut, split};
use super::tree::{Element, one_line};
use super::{Opened, add, extra, fragment, head, nitf, open};

/// Items and messages of NewsML-G2.
pub(in crate::ingest) const READER: Reader = Reader {
    format: Format::NewsMlG2,
    knows,
    split: |input, emit| split(input, emit, &CUT),
    article,
};

const CUT: Cut = Cut {
    names: &[
        "newsItem",
        "packageItem",
        "conceptItem",
        "knowledgeItem",
        "planningItem",
        "catalogItem",
    ],
    nested: false,
    head: head::bare,
};

fn knows(head: &Head<'_>) -> bool {
    let known = |root: &str| root == "newsMessage" || CUT.names.contains(&root);
    head.xml_root().is_some_and(known)
}

fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    let Opened {
        record: item,
        outside,
        encoding,
    } = open(record)?;
    let mut article = of_item(&item, outside.language)?;
    if let Err(fault) = check_content(&article) {
        let class = item_class(&item);
        let words = matches!(
            class.as_str(),
            "picture" | "video" | "audio" | "graphic" | "animated"
        );
        return Err(if words {
            Fault::new(format!("no headline and no text: its class is {class}"))
        } else {
            fault
        });
    }
    encoding::note(&mut article, encoding);
    set_provenance(&mut article, record);
    article::finish(&mut article);
    Ok(article)
}

/// What follows the colon of a code: `ninat:picture`.
fn bare(code: &str) -> &str {
    code.rsplit([':', '/', '#']).next().unwrap_or(code)
}

/// The code of a concept, of whatever attribute.
fn code(element: &Element) -> Option<&str> {
    ["qcode", "uri", "literal", "code"]
        .iter()
        .find_map(|name| element.attr(name))
}

fn item_class(item: &Element) -> String {
    let class = item.find("itemClass").and_then(code);
    class
        .map(|class| bare(class).to_owned())
        .unwrap_or_default()
}

/// Builds the article of an item.
fn of_item(item: &Element, outer_language: Option<String>) -> Result<Article, Fault> {
    let kind = item.local();
    if kind != "newsItem" {
        let reason = match kind {
            "packageItem" => "not an article: a package, which lists other items".to_owned(),
            _ => format!("not an article: a <{kind}>"),
        };
        return Err(Fault::new(reason));
    }
    let none = Element::default();
    let part = |name: &str| item.elements().find(|e| e.local() == name).unwrap_or(&none);
    let (about_item, about_content) = (part("itemMeta"), part("contentMeta"));
    let status = about_item.find("pubStatus").and_then(code).map(bare);
    if let Some(status @ ("canceled" | "cancelled" | "withheld")) = status {
        return Err(Fault::new(format!(
            "withdrawn by its provider: its status is {status}"
        )));
    }
    let language = about_content.find("language").and_then(|l| l.attr("tag"));
    let language = language.or(item.attr("xml:lang")).map(str::to_owned);
    let mut article = Article {
        id: item.attr("guid").unwrap_or_default().to_owned(),
        url: item
            .attr("guid")
            .filter(|guid| guid.starts_with("http"))
            .map(str::to_owned),
        language: super::language(language.or(outer_language)),
        ..Article::default()
    };
    dates(about_item, about_content, &mut article);
    provider(about_item, about_content, &mut article);
    headlines(about_item, about_content, &mut article);
    people(about_content, &mut article);
    subjects(about_content, item, &mut article);
    rights(part("rightsInfo"), &mut article);
    others(item, about_item, about_content, &mut article);
    content(part("contentSet"), &mut article);
    descriptions(about_content, &item_class(item), &mut article);
    Ok(article)
}

fn all<'a>(element: &'a Element, local: &'a str) -> impl Iterator<Item = &'a Element> {
    element
        .elements()
        .filter(move |inner| inner.local() == local)
}

/// The first creation is publication, as far as an item tells it; the last change is the update.
fn dates(item: &Element, content: &Element, article: &mut Article) {
    let of = |element: &Element, name: &str| {
        all(element, name).find_map(|date| super::date(&date.line()?))
    };
    let first = of(item, "firstCreated").or_else(|| of(content, "contentCreated"));
    let version = of(item, "versionCreated");
    article.published = first.or(version);
    let changed = of(content, "contentModified").or(version);
    article.updated = changed.filter(|date| article.published != Some(*date));
    article.date_from = article.published.map(|_| DateFrom::Field);
}

/// Provider and source of the information: the outlet, and the wire if it is one.
fn provider(item: &Element, content: &Element, article: &mut Article) {
    let given = all(item, "provider").next();
    let Some(given) = given.or_else(|| all(content, "infoSource").next()) else {
        return;
    };
    let sources = std::iter::once(given).chain(all(content, "infoSource"));
    for element in sources.chain(all(content, "creator")) {
        let name = name_of(element, "");
        let known = |text: &str| agency::lookup_wire(text).map(str::to_owned);
        let found = name
            .as_deref()
            .and_then(known)
            .or_else(|| known(bare(element.attr("qcode")?)));
        article.agency = article.agency.take().or(found);
    }
    let of_uri = given.attr("uri").and_then(address::domain);
    let of_code = given.attr("qcode").map(|code| {
        let code = bare(code);
        code.strip_prefix("www.").unwrap_or(code).to_owned()
    });
    article.source = name_of(given, "")
        .or(of_code)
        .or(of_uri)
        .or_else(|| given.line());
}

/// The name of a concept, in the language of the item if there are several.
fn name_of(element: &Element, language: &str) -> Option<String> {
    let names = || all(element, "name");
    let own = |name: &&Element| {
        let of_name = name.attr("xml:lang").unwrap_or_default();
        !of_name.is_empty()
            && language
                .get(..2)
                .is_some_and(|start| of_name.starts_with(start))
    };
    let name = names().find(own).or_else(|| names().next());
    name.and_then(Element::line)
}

fn headlines(item: &Element, content: &Element, article: &mut Article) {
    let mut lines = all(content, "headline").filter_map(Element::line);
    article.title = lines.next().unwrap_or_default();
    article.alt_title = lines.find(|line| *line != article.title);
    if article.title.is_empty() {
        let title = all(item, "title").find_map(Element::line);
        article.title = title.unwrap_or_default();
    }
    article.dateline = all(content, "dateline")
        .find_map(Element::line)
        .and_then(|line| super::dateline(&line));
    article.byline = all(content, "by").find_map(Element::line);
}

fn people(content: &Element, article: &mut Article) {
    if let Some(line) = &article.byline {
        article.authors = article::byline::authors(line);
    }
    for creator in all(content, "creator") {
        let photographer = creator
            .attr("role")
            .is_some_and(|role| role.contains("photo"));
        let name =
            name_of(creator, "").filter(|name| !photographer && agency::lookup(name).is_none());
        if let Some(name) = name.filter(|_| article.byline.is_none()) {
            add(&mut article.authors, name);
        }
        extra::keep(&mut article.extra, creator);
    }
}

fn subjects(content: &Element, item: &Element, article: &mut Article) {
    let language = article.language.clone();
    // Names that stand apart from the codes that use them.
    let asserted = |wanted: &str| {
        let found = all(item, "assert").find(|assert| code(assert) == Some(wanted));
        found.and_then(|assert| name_of(assert, &language))
    };
    for (n, subject) in all(content, "subject").enumerate() {
        let concept = all(subject, "mainConcept").next().unwrap_or(subject);
        let id = code(concept);
        // Looking names up is linear in the assertions, so only so many codes are looked up.
        let name = name_of(concept, &language)
            .or_else(|| id.filter(|_| n < 200).and_then(asserted))
            .or_else(|| all(subject, "broader").find_map(|b| name_of(b, &language)));
        let Some(name) = name else {
            if let Some(id) = id {
                extra::keep_as(&mut article.extra, "subject", Value::String(id.to_owned()));
            }
            continue;
        };
        let kind = subject.attr("type").map(bare).unwrap_or_default();
        match kind {
            "person" => add(&mut article.people, name),
            "organisation" | "organization" | "company" | "team" => {
                add(&mut article.organisations, name)
            }
            "geoArea" | "poi" | "city" | "country" => add(&mut article.places, name),
            _ => {
                // The topics at the top of the IPTC tree are what papers call sections.
                let top = id.is_some_and(|id| {
                    let number = bare(id);
                    let of_iptc = id.starts_with("medtop:")
                        || id.starts_with("subj:")
                        || id.contains("newscodes");
                    of_iptc && number.len() == 8 && number.ends_with("000000")
                });
                if top {
                    add(&mut article.section, name.clone());
                }
                add(&mut article.tags, name);
            }
        }
    }
    for word in all(content, "keyword").filter_map(Element::line) {
        add(&mut article.tags, word);
    }
}

fn rights(rights: &Element, article: &mut Article) {
    for name in ["copyrightNotice", "usageTerms"] {
        article
            .notices
            .extend(all(rights, name).filter_map(Element::line));
    }
    if article.notices.is_empty() {
        let holder = all(rights, "copyrightHolder").find_map(|holder| name_of(holder, ""));
        article
            .notices
            .extend(holder.map(|holder| format!("Copyright {holder}")));
    }
}

fn others(root: &Element, item: &Element, content: &Element, article: &mut Article) {
    if let Some(version) = root.attr("version") {
        extra::keep_as(
            &mut article.extra,
            "version",
            Value::String(version.to_owned()),
        );
    }
    let corrects = all(item, "signal")
        .filter_map(code)
        .any(|signal| bare(signal).starts_with("correct"));
    for element in item.elements() {
        match element.local() {
            "versionCreated" | "firstCreated" | "provider" | "title" | "generator" => {}
            "edNote" if corrects => article.correction.extend(element.line()),
            _ => extra::keep(&mut article.extra, element),
        }
    }
    for element in content.elements() {
        match element.local() {
            "contentCreated" | "contentModified" | "creator" | "subject" | "keyword"
            | "headline" | "dateline" | "by" | "description" | "language" | "icon" => {}
            _ => extra::keep(&mut article.extra, element),
        }
    }
}

/// The text that the item carries; of several renditions the first that has one.
fn content(set: &Element, article: &mut Article) {
    for element in set.elements() {
        if !article.body.is_empty() {
            return;
        }
        match element.local() {
            "inlineXML" => inline_xml(element, article),
            "inlineData" => {
                let kind = element.attr("contenttype").unwrap_or("text/plain");
                let encoded = element.attr("encoding").is_some();
                if kind.starts_with("text/") && !encoded {
                    let text = element.text();
                    let found = match kind.contains("html") {
                        true => fragment::read(&fragment::unwrap(&text)),
                        false => fragment::Fragment {
                            text,
                            captions: Vec::new(),
                        },
                    };
                    article.captions.extend(found.captions);
                    article::take_apart_body(&found.text, article);
                }
            }
            "remoteContent" => {
                let bare = Element {
                    name: element.name.clone(),
                    attributes: element.attributes.clone(),
                    children: Vec::new(),
                };
                extra::keep(&mut article.extra, &bare);
            }
            _ => {}
        }
    }
}

fn inline_xml(element: &Element, article: &mut Article) {
    if let Some(document) = element.find("nitf") {
        let headline = std::mem::take(&mut article.title);
        nitf::fill(document, article);
        // The item's own headline stays the title; the document's is the other one.
        if !headline.is_empty() {
            let of_document = std::mem::replace(&mut article.title, headline);
            let differs = !of_document.is_empty() && of_document != article.title;
            article.alt_title = article.alt_title.take().or(differs.then_some(of_document));
            article.alt_title = article
                .alt_title
                .take()
                .filter(|line| *line != article.title);
        }
        return;
    }
    let Some(page) = element.elements().next() else {
        return;
    };
    let body = page.find("body").unwrap_or(page);
    // Tables of results, lists of events and the like are no running text.
    let is_page = page.local() == "html"
        || page.local() == "body"
        || body.find("p").is_some()
        || page.local() == "p";
    if is_page {
        let holder = if page.local() == "p" || page.local() == "div" {
            element
        } else {
            body
        };
        let found = super::marked_up(holder);
        article.captions.extend(found.captions);
        article::take_apart_body(&found.text, article);
    }
}

/// Descriptions: of a text its summary, of a picture its caption, of a video its script.
fn descriptions(content: &Element, class: &str, article: &mut Article) {
    let visual = matches!(
        class,
        "picture" | "video" | "audio" | "graphic" | "animated"
    );
    let credit = all(content, "creditline").find_map(Element::line);
    let maker = all(content, "creator").find_map(|creator| name_of(creator, ""));
    let credit = match (maker, credit) {
        (Some(maker), Some(line)) if !line.contains(&maker) => Some(format!("{maker}/{line}")),
        (maker, line) => line.or(maker),
    };
    for description in all(content, "description") {
        let role = description
            .attr("role")
            .map(bare)
            .unwrap_or_default()
            .to_ascii_lowercase();
        let text = description.text();
        let Some(line) = description.line() else {
            continue;
        };
        match role.as_str() {
            "script" | "transcript" | "shotlist" | "storyline" if article.body.is_empty() => {
                // The directions of a script are no marks of an article.
                article.body.push(one_line(&text));
            }
            "caption" => article
                .captions
                .extend(fragment::caption(&line, credit.as_deref())),
            _ if visual && article.captions.is_empty() => {
                article
                    .captions
                    .extend(fragment::caption(&line, credit.as_deref()));
            }
            _ if article.standfirst.is_none() => article.standfirst = Some(line),
            _ => extra::keep(&mut article.extra, description),
        }
    }
    if article.title.is_empty() && visual && article.body.is_empty() && article.standfirst.is_none()
    {
        // Without a headline the caption is what the item is called by.
        let caption = article.captions.first().map(|caption| caption.text.clone());
        article.standfirst = caption;
    }
}

//! TEI: documents with a header, alone or in a corpus, and the vertical form of token corpora, whose
//! root is `text` and which has one word a line.
//!
//! Where the date of the source and that of the edition are both given, the source's is the date of
//! publication.

use serde_json::Value;

use crate::article::{self, Article, DateFrom};
use crate::ingest::keys::KeyMap;
use crate::ingest::readers::Reader;
use crate::ingest::sniff::Head;
use crate::ingest::{Fault, Format, RawRecord, check_content, encoding, set_provenance};

use super::root::root;
use super::split::{Cut, split};
use super::tree::Element;
use super::{Opened, add, extra, fragment, head, open, tokens};

/// TEI documents.
pub(in crate::ingest) const READER: Reader = Reader {
    format: Format::Tei,
    knows,
    split: read,
    article,
};

const CUT: Cut = Cut {
    names: &["TEI", "TEI.2"],
    nested: false,
    head: head::bare,
};

const TOKENS: Cut = Cut {
    names: &["text"],
    nested: true,
    head: head::bare,
};

fn knows(head: &Head<'_>) -> bool {
    match head.xml_root() {
        Some("TEI" | "TEI.2" | "teiCorpus" | "teiCorpus.2") => true,
        // The vertical form: a text of sentences, with a word and its tags a line.
        Some("text" | "corpus") => {
            let says = |words: &[u8]| memchr::memmem::find(head.text, words).is_some();
            says(b"<text") && (says(b"<s>") || says(b"<s ")) && says(b"\t")
        }
        _ => false,
    }
}

fn read(
    input: crate::ingest::readers::Input<'_>,
    emit: &mut crate::ingest::emit::Emitter<'_>,
) -> std::ops::ControlFlow<()> {
    let begin = input.stream.fill_buf().unwrap_or_default();
    let is_tei = root(begin).is_none_or(|root| root.name.to_ascii_lowercase().starts_with("tei"));
    split(input, emit, if is_tei { &CUT } else { &TOKENS })
}

fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    let Opened {
        record: document,
        outside,
        encoding,
    } = open(record)?;
    let mut article = Article::default();
    if document.local() == "text" {
        of_attributes(&document, &mut article);
        texts(&document, &mut article);
    } else {
        article.id = document.attr("xml:id").unwrap_or_default().to_owned();
        article.language = document.attr("xml:lang").unwrap_or_default().to_owned();
        if let Some(header) = document.find("teiHeader") {
            of_header(header, &mut article);
        }
        let text = document
            .elements()
            .find(|element| element.local() == "text");
        if let Some(text) = text {
            let own = text.attr("xml:lang").map(str::to_owned);
            if article.language.is_empty() {
                article.language = own.unwrap_or_default();
            }
            texts(text, &mut article);
        }
    }
    let language = Some(article.language)
        .filter(|tag| !tag.is_empty())
        .or(outside.language);
    article.language = super::language(language);
    check_content(&article)?;
    encoding::note(&mut article, encoding);
    set_provenance(&mut article, record);
    article::finish(&mut article);
    Ok(article)
}

/// What a token corpus says of a text stands in its attributes.
fn of_attributes(text: &Element, article: &mut Article) {
    for (name, value) in &text.attributes {
        let value = value.trim();
        let says = !value.is_empty() && value != "none";
        match &**name {
            _ if !says => {}
            "id" | "xml:id" => article.id = value.to_owned(),
            "title" => article.title = value.to_owned(),
            "author" => super::writers(vec![value.to_owned()], article),
            "sourceURL" | "url" => article.url = Some(value.to_owned()),
            "dateCreated" | "date" => article.published = super::date(value),
            "dateModified" => article.updated = super::date(value),
            "dateCollected" => article.crawled = super::date(value),
            "lang" | "language" | "xml:lang" => article.language = value.to_owned(),
            _ => extra::keep_as(&mut article.extra, name, Value::String(value.to_owned())),
        }
    }
    article.date_from = article.published.map(|_| DateFrom::Field);
}

fn of_header(header: &Element, article: &mut Article) {
    let none = Element::default();
    let part = |name: &str| header.find(name).unwrap_or(&none);
    let (title, edition, source) = (
        part("titleStmt"),
        part("publicationStmt"),
        part("sourceDesc"),
    );
    let line = |element: &Element, name: &str| element.find(name).and_then(Element::line);
    // A newspaper is a journal to TEI, an article in it has a title of level `a`.
    let mut titles = Vec::new();
    for holder in [source, title] {
        holder.find_all("title", &mut titles);
    }
    let of_level = |levels: &[&str]| {
        let mut titles = titles
            .iter()
            .filter(|title| levels.contains(&title.attr("level").unwrap_or_default()));
        titles.find_map(|title| title.line())
    };
    let own = || {
        title
            .elements()
            .filter(|element| element.local() == "title")
    };
    let main = own().find(|title| matches!(title.attr("type"), None | Some("main")));
    article.title = of_level(&["a"])
        .or(main.and_then(Element::line))
        .unwrap_or_default();
    let second = own().find(|title| title.attr("type") == Some("sub"));
    article.standfirst = second.and_then(Element::line);
    article.source = of_level(&["j", "m"])
        .or_else(|| line(source, "publisher"))
        .or_else(|| line(edition, "publisher"));
    let mut authors = Vec::new();
    for holder in [title, source] {
        if authors.is_empty() {
            holder.find_all("author", &mut authors);
        }
    }
    let names = authors.iter().filter_map(|author| author.line()).collect();
    super::writers(names, article);
    let dated = |holder: &Element| {
        let mut dates = Vec::new();
        holder.find_all("date", &mut dates);
        dates.iter().find_map(|date| {
            let norm = ["when", "when-iso", "notBefore", "from", "value"]
                .iter()
                .find_map(|name| date.attr(name));
            norm.map(str::to_owned)
                .or_else(|| date.line())
                .and_then(|text| super::date(&text))
        })
    };
    article.published = dated(source).or_else(|| dated(edition));
    article.date_from = article.published.map(|_| DateFrom::Field);
    let mut ids = Vec::new();
    edition.find_all("idno", &mut ids);
    source.find_all("idno", &mut ids);
    for id in ids {
        let Some(text) = id.line() else {
            continue;
        };
        match text.starts_with("http") {
            true => article.url = article.url.take().or(Some(text)),
            false if article.id.is_empty() => article.id = text,
            false => extra::keep(&mut article.extra, id),
        }
    }
    article.notices.extend(line(edition, "availability"));
    let languages = part("langUsage");
    if article.language.is_empty() {
        let language = languages
            .find("language")
            .and_then(|language| language.attr("ident"));
        article.language = language.unwrap_or_default().to_owned();
    }
    let mut terms = Vec::new();
    part("textClass").find_all("term", &mut terms);
    for term in terms.iter().filter_map(|term| term.line()) {
        add(&mut article.tags, term);
    }
}

/// Body, captions, and the lines in front of the text.
fn texts(text: &Element, article: &mut Article) {
    let mut figures = Vec::new();
    text.find_all("figure", &mut figures);
    for figure in &figures {
        let words = tokens::text(figure, &|_| false);
        super::add_caption(article, fragment::caption(&words, None));
    }
    let mut notes = Vec::new();
    text.find_all("note", &mut notes);
    for note in notes {
        extra::keep(&mut article.extra, note);
    }
    let front = |name: &str| {
        text.find(name)
            .map(|element| tokens::text(element, &|_| false))
    };
    let byline = front("byline").or_else(|| front("docAuthor"));
    if let Some(line) = byline.filter(|line| article.byline.is_none() && !line.is_empty()) {
        let names = article::byline::authors(&line);
        if article.authors.is_empty() {
            article.authors = names;
        }
        article.byline = Some(line);
    }
    if article.dateline.is_none() {
        article.dateline = front("dateline").and_then(|line| super::dateline(&line));
    }
    // Page heads and numbers are of the paper, notes stand apart, and of two readings one is text.
    let skip = |element: &Element| {
        matches!(
            element.local(),
            "figure" | "note" | "fw" | "byline" | "docAuthor" | "dateline" | "del" | "teiHeader"
        )
    };
    let body = tokens::text(text, &skip);
    article::take_apart_body(&body, article);
}

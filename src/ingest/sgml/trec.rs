//! TREC collections: one `<DOC>` to one article, whichever of the many sets of elements it has.
//!
//! The Financial Times, the Los Angeles Times, FBIS, AP, the Wall Street Journal and those that
//! came after name the same part differently; the table here knows all names at once.

use std::ops::ControlFlow;

use super::elements::{self, Piece};
use super::trec_date;
use super::{keep, one_line, smart, split};
use crate::article::{self, Article, Caption, DateFrom};
use crate::ingest::emit::Emitter;
use crate::ingest::format::Format;
use crate::ingest::keys::KeyMap;
use crate::ingest::readers::{Input, Reader};
use crate::ingest::sniff::Head;
use crate::ingest::wrapped;
use crate::ingest::{Fault, RawRecord, check_content, encoding, set_provenance};

/// Collections of TREC, and SMART files.
pub(in crate::ingest) const READER: Reader = Reader {
    format: Format::Trec,
    knows,
    split: read,
    article,
};

/// Bytes of the head in which the first document must begin.
const LOOKED_AT: usize = 4096;

fn knows(head: &Head<'_>) -> bool {
    if smart::begins(head.text) {
        return true;
    }
    // In front of the first document are declarations, comments and at most one tag around all.
    let mut rest = &head.text[..head.text.len().min(LOOKED_AT)];
    let mut around = 0;
    while rest.first() == Some(&b'<') {
        let tag = |name: &str| {
            let found = rest.get(1..name.len() + 1);
            found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && rest
                    .get(name.len() + 1)
                    .is_some_and(|b| b.is_ascii_whitespace() || *b == b'>')
        };
        if tag("doc") {
            return true;
        }
        let declared = matches!(rest.get(1), Some(b'!' | b'?'));
        let first = memchr::memchr2(b'>', b'[', rest).map(|at| rest[at]);
        let end: &[u8] = match first {
            _ if rest.starts_with(b"<!--") => b"-->",
            // A declaration with declarations inside.
            Some(b'[') if declared => b"]>",
            _ => b">",
        };
        if !declared {
            around += 1;
        }
        let Some(at) = memchr::memmem::find(rest, end).filter(|_| around < 2) else {
            return false;
        };
        rest = rest[at + end.len()..].trim_ascii_start();
    }
    false
}

fn read(input: Input<'_>, emit: &mut Emitter<'_>) -> ControlFlow<()> {
    let Input { stream, max_bytes } = input;
    // An error of the stream comes again where the records are read.
    let smart = stream.fill_buf().is_ok_and(smart::begins);
    let input = Input { stream, max_bytes };
    match smart {
        true => smart::read(input, emit),
        false => split::read(input, emit, "DOC"),
    }
}

/// Reads one document.
fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    let decoded = encoding::decode(&record.bytes, None)?;
    let text = &decoded.text;
    let mut article = if smart::begins(text.as_bytes()) {
        smart::article(text)
    } else {
        let Some((_, attributes, inner)) = elements::start_tag(text, 0) else {
            return Err(Fault::new("no <DOC> tag"));
        };
        let end = text.rfind("</").filter(|end| *end >= inner);
        document(attributes, &text[inner..end.unwrap_or(text.len())])
    };
    check_content(&article)?;
    encoding::note(&mut article, decoded.encoding);
    set_provenance(&mut article, record);
    article::finish(&mut article);
    Ok(article)
}

/// What a document says before it is an article.
#[derive(Default)]
struct Document {
    article: Article,
    /// Headlines in their order; the first one is the title.
    heads: Vec<String>,
    dates: Vec<String>,
    body: String,
    /// How many elements are open that only hold others.
    depth: u8,
}

fn document(attributes: &str, inner: &str) -> Article {
    let mut document = Document::default();
    for (name, value) in elements::attributes(attributes) {
        document.element(&name, "", &value);
    }
    document.read(inner);
    document.into_article()
}

impl Document {
    fn read(&mut self, inner: &str) {
        for piece in elements::pieces(inner) {
            match piece {
                Piece::Text(loose) => {
                    let loose = elements::clean(loose);
                    match self.depth {
                        0 => self.paragraphs(&loose),
                        _ => keep(&mut self.article.extra, "header", &one_line(&loose)),
                    }
                }
                Piece::Element {
                    name,
                    attributes,
                    inner,
                } => {
                    self.element(&name, attributes, inner);
                }
            }
        }
    }

    fn element(&mut self, name: &str, attributes: &str, inner: &str) {
        // Elements that only group others; FBIS wraps its headline in a heading.
        let groups = matches!(
            name,
            "header" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "h7" | "h8"
        );
        if groups && self.depth < 4 && memchr::memchr(b'<', inner.as_bytes()).is_some() {
            self.depth += 1;
            self.read(inner);
            self.depth -= 1;
            return;
        }
        let text = elements::plain(inner);
        let line = one_line(&text);
        if line.is_empty() {
            return;
        }
        let article = &mut self.article;
        match name {
            "docno" => article.id = line,
            "id" | "docid" if article.id.is_empty() => article.id = line,
            "url" => article.url = Some(line),
            "headline" | "head" | "title" | "ti" | "hl" => self.headline(&text),
            "h1" | "h2" | "h3" | "h4" => self.headline(&text),
            "byline" | "author" | "authors" if article.byline.is_none() => {
                article.authors = article::byline::authors(&line);
                article.byline = Some(line);
            }
            "dateline" => article.dateline = article::dateline_of(&line),
            "date" | "date1" | "dd" | "datetime" | "date_time" | "pubdate" => self.dates.push(line),
            "pub" | "source" | "so" if article.source.is_none() => {
                let (name, rest) = line.split_once(" (").unwrap_or((&line, ""));
                let (name, page) = name.split_once(", ").unwrap_or((name, rest));
                article.source = Some(name.to_owned());
                if !page.is_empty() {
                    keep(&mut article.extra, name_of_page(page), &line);
                }
            }
            "section" => {
                // "Metro; Part 2; Page 1; Column 3"
                let (section, place) = line.split_once(';').unwrap_or((&line, ""));
                article.section.push(section.trim().to_owned());
                keep(&mut article.extra, "page", place);
            }
            "subject" | "keyword" | "keywords" | "in" | "ns" | "gv" | "g" | "tp" | "category" => {
                listed(&text, &mut article.tags);
            }
            "co" | "company" => listed(&text, &mut article.organisations),
            "re" | "cn" | "country" => listed(&text, &mut article.places),
            "graphic" | "caption" => article.captions.push(Caption {
                text: line,
                ..Caption::default()
            }),
            "correction" => article.correction.push(line),
            "note" | "trailer" => article.notices.push(line),
            "language" | "lang" => article.language = line,
            "lp" | "text" | "body" | "leadpara" | "abstract" => {
                let text = self.of_fbis(inner).unwrap_or(text);
                self.paragraphs(&text);
            }
            // Only words such as "Countries:-" between fields.
            "xx" => {}
            "f" => {
                let numbers = elements::attributes(attributes);
                let number = numbers.first().map_or("", |(_, value)| value.as_str());
                match number {
                    "100" | "101" => article.places.push(line),
                    _ => keep(&mut article.extra, &format!("f{number}"), &line),
                }
            }
            _ => keep(&mut article.extra, name, &line),
        }
    }

    /// A headline, perhaps with the date or the writers in it.
    fn headline(&mut self, text: &str) {
        let mut lines = text
            .lines()
            .map(|line| line.trim().trim_start_matches('@').trim())
            .filter(|line| !line.is_empty());
        let mut title = String::new();
        for line in lines.by_ref() {
            // The Wall Street Journal parts headline and writers by a rule.
            if line.bytes().all(|b| b == b'-') {
                break;
            }
            if !title.is_empty() {
                title.push(' ');
            }
            title.push_str(line);
        }
        self.heads.push(one_line(&title));
        let rest: Vec<&str> = lines
            .filter(|line| line.bytes().any(|b| b != b'-'))
            .collect();
        let rest = one_line(&rest.join(" "));
        if rest.starts_with("By ") && self.article.byline.is_none() {
            self.article.authors = article::byline::authors(&rest);
            self.article.byline = Some(rest);
        } else if !rest.is_empty() {
            self.heads.push(rest);
        }
    }

    /// The text of FBIS without the fields in front of it, which are kept.
    fn of_fbis(&mut self, inner: &str) -> Option<String> {
        let start = inner.trim_start();
        if !start.starts_with("Language:") && !start.starts_with("Article Type:") {
            return None;
        }
        let text = elements::plain(inner);
        let mut rest = text.trim_start();
        while let Some((line, behind)) = rest.split_once('\n') {
            let field = line.split_once(':');
            let known = field.filter(|(name, _)| {
                matches!(
                    *name,
                    "Language" | "Article Type" | "Document Type" | "Document Title"
                )
            });
            let Some((name, value)) = known else { break };
            let key = name.to_lowercase().replace(' ', "_");
            // The language is that of the original; the text is a translation.
            let key = if key == "language" {
                "original_language"
            } else {
                &key
            };
            keep(&mut self.article.extra, key, value);
            rest = behind.trim_start_matches(['\n', '\r']);
        }
        Some(rest.replacen("[Text]", "", 1))
    }

    fn paragraphs(&mut self, text: &str) {
        let text = wrapped::joined(text, None);
        if !self.body.is_empty() && !text.is_empty() {
            self.body.push_str("\n\n");
        }
        self.body.push_str(&text);
    }

    fn into_article(mut self) -> Article {
        let mut heads = self.heads.into_iter();
        let title = heads.next().unwrap_or_default();
        let (title, printed) = trec_date::off_title(&title);
        self.article.title = title.to_owned();
        if let Some(second) = heads.next() {
            self.article.alt_title = Some(second);
        }
        for head in heads {
            keep(&mut self.article.extra, "heads", &head);
        }
        let article = &mut self.article;
        let read = self
            .dates
            .iter()
            .find_map(|date| trec_date::read(date).map(|stamp| (date, stamp)));
        if let Some((_, stamp)) = read {
            article.published = Some(stamp);
            article.date_from = Some(DateFrom::Field);
        } else if let Some(stamp) = printed {
            article.published = Some(stamp);
            article.date_from = Some(DateFrom::Meta);
        } else if let Some(stamp) = trec_date::of_id(&article.id) {
            article.published = Some(stamp);
            article.date_from = Some(DateFrom::FileName);
        }
        for date in &self.dates {
            match read {
                None => keep(&mut article.extra, "unread_date", date),
                // What stands around a date, such as the edition, is not in the stamp.
                Some((taken, _)) if taken == date && date.len() < 24 => {}
                Some(_) => keep(&mut article.extra, "date", date),
            }
        }
        let (source, agency) = outlet(&article.id);
        if article.source.is_none() {
            article.source = source.map(str::to_owned);
        }
        article.agency = agency.map(str::to_owned);
        article::take_apart_body(&self.body, &mut self.article);
        self.article
    }
}

/// The key for what stands behind the name of a paper.
fn name_of_page(text: &str) -> &'static str {
    if text.to_ascii_lowercase().contains("page") {
        "page"
    } else {
        "source_line"
    }
}

/// The entries of a field that has one a line, or parts them by semicolons.
fn listed(text: &str, into: &mut Vec<String>) {
    for entry in text.split(['\n', ';']) {
        let entry = one_line(entry);
        if !entry.is_empty() && into.len() < 200 && !into.contains(&entry) {
            into.push(entry);
        }
    }
}

/// The outlet and the agency that the letters of a document's number stand for.
fn outlet(id: &str) -> (Option<&'static str>, Option<&'static str>) {
    let letters = id.bytes().take_while(u8::is_ascii_uppercase).count();
    let dated = id.as_bytes().get(letters).is_some_and(u8::is_ascii_digit)
        || id.as_bytes().get(letters) == Some(&b'_');
    match &id[..letters] {
        _ if !dated => (None, None),
        "AP" | "APW" => (Some("AP"), Some("AP")),
        "AFP" => (Some("AFP"), Some("AFP")),
        "XIE" | "XIN" => (Some("Xinhua"), Some("Xinhua")),
        "CNA" => (Some("CNA"), Some("CNA")),
        "WSJ" => (Some("The Wall Street Journal"), None),
        "FT" => (Some("Financial Times"), None),
        "LA" => (Some("Los Angeles Times"), None),
        "FBIS" => (Some("FBIS"), None),
        "SJMN" => (Some("San Jose Mercury News"), None),
        "NYT" => (Some("The New York Times"), None),
        "LTW" => (Some("Los Angeles Times-Washington Post"), None),
        "FR" => (Some("Federal Register"), None),
        _ => (None, None),
    }
}

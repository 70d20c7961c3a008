//! Article to index document: the only place that knows both.

use std::io::Write as _;

use serde::Serialize as _;
use tantivy::TantivyDocument;
use tantivy::schema::Field;
use xxhash_rust::xxh3::xxh3_64;

use super::records::Packer;
use super::stored::{Provenance, Tail};
use crate::analysis::{MarkedText, Piece, UNDETERMINED, article_layout, contradiction, detect_in};
use crate::article::Article;
use crate::schema::{Fields, Zone};

/// An article ready to be added to the index.
#[derive(Debug)]
pub struct Prepared {
    /// Its id.
    pub id: String,
    /// Hash of the id.
    pub id_hash: u64,
    /// Hash of everything but its provenance.
    pub content_hash: u64,
    /// The language that it is analysed in.
    pub language: String,
    /// The encoding that its record was in, where that is not UTF-8.
    pub encoding: Option<String>,
    /// Whether it has a date that is kept as text only.
    pub unread_date: bool,
    /// The record as JSON, until it is packed into the document.
    pub record: String,
    /// What Tantivy gets.
    pub document: TantivyDocument,
}

impl Prepared {
    /// Whether the record is in the document.
    pub(super) fn is_packed(&self) -> bool {
        self.record.is_empty()
    }

    /// Puts the record into the document.
    pub(super) fn pack(&mut self, fields: &Fields, packer: &mut Packer) {
        let record = std::mem::take(&mut self.record);
        self.document.add_bytes(fields.record, packer.pack(&record));
    }
}

/// Longest id in bytes that is taken as it is.
const LONGEST_ID: usize = 8_192;

/// What to do about the language of an article that declares none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LanguageChoice {
    /// Takes every such article for the fallback, or for undetermined, without looking at its text.
    pub as_declared: bool,
    /// Language (BCP 47) where the text does not tell.
    pub fallback: Option<String>,
}

/// Prepares an article: detects its language where none is declared, lays out the text field,
/// fills the columns, and writes the record.
///
/// Cost: about 15 microseconds for an article of 3 kB. Called from many threads.
pub fn prepare(article: &mut Article, fields: &Fields, language: &LanguageChoice) -> Prepared {
    prepare_exported(article, fields, language, None)
}

/// [`prepare`] for a record that was exported from an index which had read it at `origin`.
pub(super) fn prepare_exported(
    article: &mut Article,
    fields: &Fields,
    language: &LanguageChoice,
    origin: Option<Provenance>,
) -> Prepared {
    complete(article, language);
    let id_hash = xxh3_64(article.id.as_bytes());
    let mut document = TantivyDocument::default();
    let doc = &mut document;
    add_text(doc, fields, article);
    add_names(doc, fields, article);
    add_dates(doc, fields, article);
    let (record, content_hash) = pack(article, origin);
    doc.add_u64(fields.parts, article.part_bits());
    doc.add_u64(fields.content_hash, content_hash);
    doc.add_u64(fields.id_hash, id_hash);
    Prepared {
        id: article.id.clone(),
        id_hash,
        content_hash,
        language: article.language.clone(),
        encoding: article
            .extra
            .get("encoding")
            .and_then(|name| name.as_str())
            .map(str::to_owned),
        unread_date: article.extra.contains_key("unread_date"),
        record,
        document,
    }
}

/// Fills in what only the whole record tells: the language where none is declared, and an id that
/// the index can hold.
pub fn complete(article: &mut Article, language: &LanguageChoice) {
    if article.language.is_empty() {
        article.language = language_of(article, language);
    } else if !language.as_declared {
        let parts = article.body.iter().chain([&article.title]);
        let found = contradiction(&article.language, parts.map(String::as_str));
        if let Some(found) = found {
            let declared = std::mem::replace(&mut article.language, found.to_owned());
            let extra = &mut article.extra;
            extra.insert("declared_language".to_owned(), declared.into());
        }
    }
    if article.id.len() > LONGEST_ID {
        // A term of the index has a limit; an id beyond it is kept beside its hash.
        let hash = format!(
            "{:032x}",
            xxhash_rust::xxh3::xxh3_128(article.id.as_bytes())
        );
        let long = std::mem::replace(&mut article.id, hash);
        article.extra.insert("long_id".to_owned(), long.into());
    }
}

fn language_of(article: &Article, choice: &LanguageChoice) -> String {
    let parts = article.body.iter().chain([&article.title]);
    let told = match choice.as_declared {
        true => UNDETERMINED,
        false => detect_in(parts.map(String::as_str)),
    };
    match (told, &choice.fallback) {
        (UNDETERMINED, Some(fallback)) => fallback.clone(),
        (code, _) => code.to_owned(),
    }
}

/// The text field, the headline's own field, and the fields that are searched only by name.
fn add_text(doc: &mut TantivyDocument, fields: &Fields, article: &Article) {
    let size = article.body.iter().map(|p| p.len() + 1).sum::<usize>();
    let captions = article
        .captions
        .iter()
        .map(|c| c.text.len() + 2)
        .sum::<usize>();
    let mut text = MarkedText::new(&article.language, size + captions + 4 * article.title.len());
    let (mut zone, mut words, mut headline_end) = (None, 0, 0);
    let (mut body_start, mut lead_end, mut caption_start) = (None, None, None);
    for laid in article_layout(article) {
        if laid.gap_before {
            text.gap();
        }
        if zone.replace(laid.zone) != Some(laid.zone) {
            text.zone(laid.zone);
        }
        let start = text.position();
        let count = text.push_prose(laid.text, matches!(laid.piece, Piece::Body(_)));
        match laid.piece {
            Piece::Title | Piece::AltTitle => headline_end = text.position(),
            Piece::Kicker | Piece::Standfirst => {}
            Piece::Body(_) => {
                words += count;
                body_start.get_or_insert(start);
                if laid.zone == Zone::Lead {
                    lead_end = Some(text.position());
                }
            }
            Piece::Caption(_) => {
                caption_start.get_or_insert(start);
            }
        }
    }
    // What is not there would begin behind what is.
    let caption_start = caption_start.unwrap_or(text.gap().position());
    let body_start = body_start.unwrap_or(caption_start);
    for (field, position) in [
        (fields.headline_end, headline_end),
        (fields.body_start, body_start),
        (fields.lead_end, lead_end.unwrap_or(body_start)),
        (fields.caption_start, caption_start),
        (fields.words, words),
    ] {
        doc.add_u64(field, position);
    }
    for &position in text.breaks() {
        doc.add_u64(fields.breaks, position);
    }
    for name in article.properties(!text.quotes().is_empty()) {
        doc.add_text(fields.property, name);
    }
    for &position in text.quotes() {
        doc.add_u64(fields.quotes, position);
    }
    doc.add_text(fields.text, text.into_value());

    let mut by_name = |field: Field, parts: &mut dyn Iterator<Item = &String>| {
        let mut value = MarkedText::new(&article.language, 0);
        for part in parts {
            value.gap().push(part);
        }
        if !value.is_empty() {
            doc.add_text(field, value.into_value());
        }
    };
    by_name(
        fields.title,
        &mut std::iter::once(&article.title).chain(&article.alt_title),
    );
    by_name(fields.related, &mut article.related.iter().map(|r| &r.text));
    by_name(
        fields.notice,
        &mut article.correction.iter().chain(&article.notices),
    );
}

fn add_names(doc: &mut TantivyDocument, fields: &Fields, article: &Article) {
    doc.add_text(fields.id, &article.id);
    if !article.dump.is_empty() {
        doc.add_text(fields.dump, &article.dump);
    }
    let mut add = |field: Field, value: &str| {
        if !value.is_empty() {
            doc.add_text(field, value);
        }
    };
    for (field, value) in [(fields.url, &article.url), (fields.source, &article.source)] {
        add(field, value.as_deref().unwrap_or_default());
    }
    add(fields.agency, article.agency.as_deref().unwrap_or_default());
    let dateline = article.dateline.as_ref().map(|d| place_name(&d.place));
    let mut places: Vec<&str> = article.places.iter().map(String::as_str).collect();
    places.extend(dateline.as_deref());
    unique(&mut places);
    places.iter().for_each(|v| add(fields.place, v));
    for (field, values) in [
        (fields.author, &article.authors),
        (fields.tag, &article.tags),
        (fields.person, &article.people),
        (fields.organisation, &article.organisations),
    ] {
        let mut values: Vec<&str> = values.iter().map(String::as_str).collect();
        unique(&mut values);
        values.iter().for_each(|v| add(field, v));
    }
    // A section counts for what is above it too: `world/africa` for `world`.
    let mut sections: Vec<&str> = Vec::new();
    for section in &article.section {
        sections.push(section);
        let levels = section.match_indices('/').take(MOST_LEVELS);
        sections.extend(levels.map(|(at, _)| &section[..at]));
    }
    unique(&mut sections);
    sections.iter().for_each(|v| add(fields.section, v));
    add(fields.language, &article.language);
    if let Some((primary, _)) = article.language.split_once(['-', '_']) {
        add(fields.language, primary);
    }
}

/// Levels above a section that are counted.
const MOST_LEVELS: usize = 16;

/// A dateline place as a facet's value: printed in capitals it becomes `Beirut`, so that it is
/// one value with the place that another dump writes in mixed case.
fn place_name(printed: &str) -> String {
    let mut out = String::with_capacity(printed.len());
    for (at, word) in printed.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = letters > 2 && word.chars().all(|c| !c.is_lowercase());
        if !capitals || word.contains('.') {
            out.push_str(word);
            continue;
        }
        let mut begins = true;
        for c in word.chars() {
            if begins {
                out.push(c);
            } else {
                out.extend(c.to_lowercase());
            }
            begins = !c.is_alphabetic() && c != '\'' && c != '\u{2019}';
        }
    }
    out
}

fn unique(values: &mut Vec<&str>) {
    let mut at = 0;
    while at < values.len() {
        if values[at].is_empty() || values[..at].contains(&values[at]) {
            values.remove(at);
        } else {
            at += 1;
        }
        // A list this long is no list of names; the rest stays in the record.
        if at == 256 {
            values.truncate(at);
        }
    }
}

fn add_dates(doc: &mut TantivyDocument, fields: &Fields, article: &Article) {
    if let Some(published) = &article.published {
        doc.add_i64(fields.published, published.start_utc());
        doc.add_i64(fields.published_end, published.end_utc());
        doc.add_u64(fields.precision, published.precision() as u64);
    }
    if let Some(updated) = &article.updated {
        doc.add_i64(fields.updated, updated.start_utc());
    }
}

/// The record as JSON with its provenance at the end, and the hash of what is before that.
fn pack(article: &mut Article, origin: Option<Provenance>) -> (String, u64) {
    let provenance = Article {
        raw_format: std::mem::take(&mut article.raw_format),
        dump: std::mem::take(&mut article.dump),
        offset: article.offset.take(),
        length: article.length.take(),
        ..Article::default()
    };
    let size = 512 + article.body.iter().map(|p| p.len() + 8).sum::<usize>();
    let mut json = Vec::with_capacity(size);
    let written = article.serialize(&mut serde_json::Serializer::new(&mut json));
    written.expect("an article holds only strings, numbers and JSON values");
    let hash = xxh3_64(&json);
    // `{...}` and `{...}` become one object.
    json.pop();
    let tail = Tail {
        dump: provenance.dump,
        length: provenance.length,
        offset: provenance.offset,
        origin,
        raw_format: provenance.raw_format,
    };
    let written = serde_json::to_string(&tail).expect("a tail holds only strings and numbers");
    write!(json, ",{}", &written[1..]).expect("a vector takes every byte");
    article.raw_format = tail.raw_format;
    article.dump = tail.dump;
    article.offset = tail.offset;
    article.length = tail.length;
    (
        String::from_utf8(json).expect("serde_json writes UTF-8"),
        hash,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article() -> Article {
        Article {
            id: "a1".into(),
            title: "Ferry stays".into(),
            body: vec!["The council voted on Tuesday to keep the ferry running.".into()],
            dump: "x.jsonl".into(),
            offset: Some(9),
            ..Article::default()
        }
    }

    #[test]
    fn the_packed_record_reads_back() {
        let mut before = article();
        let (json, _) = pack(&mut before, None);
        let after: Article = serde_json::from_str(&json).unwrap();
        assert_eq!(after, before);
        assert_eq!(after.offset, Some(9));
    }

    #[test]
    fn the_content_hash_ignores_where_the_article_was_read() {
        let (_, first) = pack(&mut article(), None);
        let (_, moved) = pack(
            &mut Article {
                dump: "y.jsonl".into(),
                offset: None,
                ..article()
            },
            Some(Provenance::of(&article())),
        );
        let (_, changed) = pack(
            &mut Article {
                title: "Ferry goes".into(),
                ..article()
            },
            None,
        );
        assert_eq!(first, moved);
        assert_ne!(first, changed);
    }

    #[test]
    fn columns_tell_where_parts_sentences_and_quotations_end() {
        use tantivy::schema::Value as _;
        let check = |mut article: Article, expected: [&[u64]; 6]| {
            let (_, fields) = crate::schema::build();
            let prepared = prepare(&mut article, &fields, &LanguageChoice::default());
            let numbers = |field| -> Vec<u64> {
                let values = prepared.document.get_all(field);
                values.filter_map(|v| v.as_u64()).collect()
            };
            let found = [
                numbers(fields.headline_end),
                numbers(fields.body_start),
                numbers(fields.lead_end),
                numbers(fields.caption_start),
                numbers(fields.breaks),
                numbers(fields.quotes),
            ];
            assert_eq!(found, expected.map(<[u64]>::to_vec));
        };
        let body = ["It stays. \"We voted,\" he said.", "Others did not."];
        check(
            Article {
                body: body.map(str::to_owned).to_vec(),
                ..article()
            },
            [
                &[2],
                &[102],
                &[108],
                &[211],
                // After two words of the headline, two and six of the first paragraph, the second.
                &[2 << 1 | 1, 104 << 1, 108 << 1 | 1, 111 << 1 | 1],
                &[104, 106],
            ],
        );
        check(
            Article {
                body: Vec::new(),
                ..article()
            },
            [&[2], &[102], &[102], &[102], &[5], &[]],
        );
        check(
            Article {
                title: String::new(),
                body: Vec::new(),
                ..article()
            },
            [&[0], &[0], &[0], &[0], &[], &[]],
        );
    }

    #[test]
    fn capitals_of_a_dateline_become_a_name() {
        for (printed, name) in [
            ("BEIRUT", "Beirut"),
            ("NEW YORK", "New York"),
            ("KYIV, Ukraine", "Kyiv, Ukraine"),
            ("WASHINGTON, D.C.", "Washington, D.C."),
            ("PORT-AU-PRINCE", "Port-Au-Prince"),
            ("Madrid", "Madrid"),
        ] {
            assert_eq!(place_name(printed), name);
        }
    }
}

//! Articles as references: BibTeX, RIS, CSL-JSON.
//!
//! Only what is known of an article is said; a day of access never is. Escaping for each form
//! lives here, and nothing about hits or pages.

use std::collections::HashSet;
use std::io;

use serde_json::{Map, Value, json};

use super::Out;
use super::escape::one_line;
use crate::analysis::fold;
use crate::article::Article;
use crate::search::Hit;

/// A form of references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CiteStyle {
    /// `@article{...}` with LaTeX escapes, UTF-8 beside them.
    Bibtex,
    /// `TY  - NEWS` to `ER  - `, lines ended by CR LF.
    Ris,
    /// One JSON array of items of type `article-newspaper`.
    Csl,
}

/// What a reference says of an article.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    id: String,
    title: String,
    source: Option<String>,
    url: Option<String>,
    authors: Vec<String>,
    agency: Option<String>,
    language: String,
    /// Year, month, day, as far as known.
    date: Vec<u32>,
}

impl From<&Hit> for Reference {
    fn from(hit: &Hit) -> Reference {
        Reference {
            id: hit.id.clone(),
            title: one_line(&hit.title),
            source: hit.source.as_deref().map(one_line),
            url: hit.url.clone(),
            authors: hit.authors.iter().map(|a| one_line(a)).collect(),
            agency: hit.agency.as_deref().map(one_line),
            language: hit.language.clone(),
            date: hit.published.as_deref().map(parts).unwrap_or_default(),
        }
    }
}

impl From<&Article> for Reference {
    fn from(article: &Article) -> Reference {
        let published = article.published.map(|stamp| stamp.to_string());
        Reference {
            id: article.id.clone(),
            title: one_line(&article.title),
            source: article.source.as_deref().map(one_line),
            url: article.url.clone(),
            authors: article.authors.iter().map(|a| one_line(a)).collect(),
            agency: article.agency.as_deref().map(one_line),
            language: article.language.clone(),
            date: published.as_deref().map(parts).unwrap_or_default(),
        }
    }
}

/// Year, month and day of `2019-05-12T08:30Z`, as far as they are there.
fn parts(published: &str) -> Vec<u32> {
    let day = published.split('T').next().unwrap_or_default();
    day.split('-').map_while(|part| part.parse().ok()).collect()
}

/// Prints references in their order.
///
/// # Errors
/// As [`Out::line`].
pub fn print_references(
    out: &mut Out,
    references: &[Reference],
    style: CiteStyle,
) -> io::Result<()> {
    match style {
        CiteStyle::Bibtex => {
            let mut keys = HashSet::new();
            for (n, reference) in references.iter().enumerate() {
                if n > 0 {
                    out.line("")?;
                }
                out.line(&bibtex(reference, &unique(&key(reference), &mut keys)))?;
            }
            Ok(())
        }
        CiteStyle::Ris => references
            .iter()
            .try_for_each(|reference| out.bytes(ris(reference).as_bytes())),
        CiteStyle::Csl => {
            let items: Vec<Value> = references.iter().map(csl).collect();
            out.json_pretty(&items)
        }
    }
}

/// Words that no person's name has: a desk is named as it stands.
const NO_PERSON: [&str; 15] = [
    "staff",
    "desk",
    "news",
    "press",
    "team",
    "editor",
    "editors",
    "reporter",
    "reporters",
    "agency",
    "correspondent",
    "writer",
    "service",
    "bureau",
    "and",
];

/// Given and family name, where that is plain: two words, or two with initials between them.
fn split_name(name: &str) -> Option<(String, String)> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (family, given) = words.split_last()?;
    let is_name = |word: &str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || "-'’.".contains(c))
            && !NO_PERSON.contains(&word.to_lowercase().as_str())
    };
    let is_initial = |word: &str| word.trim_end_matches('.').chars().count() == 1;
    let plain = !given.is_empty()
        && words.iter().all(|word| is_name(word))
        && given[1..].iter().all(|word| is_initial(word))
        && family.chars().count() > 1
        && !family.ends_with('.');
    plain.then(|| (given.join(" "), (*family).to_owned()))
}

/// `doe2019ferry`: family name, year, first word of four letters or more in the headline.
fn key(reference: &Reference) -> String {
    let ascii = |text: &str| -> String {
        let folded = fold(text).to_lowercase();
        folded.chars().filter(char::is_ascii_alphanumeric).collect()
    };
    let first = reference.authors.first();
    let name = match first.and_then(|name| split_name(name)) {
        Some((_, family)) => family,
        None => first
            .or(reference.agency.as_ref())
            .or(reference.source.as_ref())
            .cloned()
            .unwrap_or_default(),
    };
    let name: String = ascii(&name).chars().take(20).collect();
    let year = reference
        .date
        .first()
        .map_or("nd".to_owned(), u32::to_string);
    let words = reference.title.split_whitespace().map(ascii);
    let word: String = words
        .filter(|word| word.len() >= 4)
        .map(|word| word.chars().take(20).collect())
        .next()
        .unwrap_or_default();
    let name = if name.is_empty() { "article" } else { &name };
    format!("{name}{year}{word}")
}

/// The key, with a letter behind it where it was given already.
fn unique(key: &str, given: &mut HashSet<String>) -> String {
    let mut candidate = key.to_owned();
    let mut n = 0_usize;
    while !given.insert(candidate.clone()) {
        let (mut left, mut letters) = (n, String::new());
        loop {
            letters.insert(0, char::from(b'a' + (left % 26) as u8));
            if left < 26 {
                break;
            }
            left = left / 26 - 1;
        }
        candidate = format!("{key}-{letters}");
        n += 1;
    }
    candidate
}

fn bibtex(reference: &Reference, key: &str) -> String {
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut authors: Vec<String> = reference
        .authors
        .iter()
        .map(|name| match split_name(name) {
            Some((given, family)) => format!("{}, {}", latex(&family), latex(&given)),
            None => format!("{{{}}}", latex(name)),
        })
        .collect();
    if authors.is_empty() {
        authors.extend(
            reference
                .agency
                .as_ref()
                .map(|a| format!("{{{}}}", latex(a))),
        );
    }
    if !authors.is_empty() {
        fields.push(("author", format!("{{{}}}", authors.join(" and "))));
    }
    if !reference.title.is_empty() {
        fields.push(("title", format!("{{{{{}}}}}", latex(&reference.title))));
    }
    if let Some(source) = &reference.source {
        fields.push(("journal", format!("{{{}}}", latex(source))));
    }
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let mut date = reference.date.iter();
    fields.extend(date.next().map(|year| ("year", format!("{{{year}}}"))));
    let month = date.next().and_then(|m| MONTHS.get(*m as usize - 1));
    fields.extend(month.map(|month| ("month", (*month).to_owned())));
    fields.extend(date.next().map(|day| ("day", format!("{{{day}}}"))));
    if let Some(url) = &reference.url {
        fields.push(("url", format!("{{{}}}", plain_url(url))));
    }
    if let (Some(agency), false) = (&reference.agency, reference.authors.is_empty()) {
        fields.push(("note", format!("{{{}}}", latex(agency))));
    }
    let lines: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("  {name} = {value}"))
        .collect();
    format!("@article{{{key},\n{}\n}}", lines.join(",\n"))
}

/// Text for LaTeX. A brace is a command, since BibTeX counts braces even behind a backslash.
fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '#' | '$' | '%' | '&' | '_' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// An address that is one word and holds no brace, which `\url` takes as it is.
fn plain_url(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in one_line(url).chars() {
        match c {
            '{' | '}' | '\\' | ' ' => out.push_str(&format!("%{:02X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

fn ris(reference: &Reference) -> String {
    let mut lines = vec![("TY", "NEWS".to_owned())];
    for name in &reference.authors {
        // An asterisk may not stand in a name.
        let name = name.replace('*', "");
        lines.push(match split_name(&name) {
            Some((given, family)) => ("AU", format!("{family}, {given}")),
            // A comma would make the rest a given name.
            None => ("AU", name.replace(',', "")),
        });
    }
    if !reference.title.is_empty() {
        lines.push(("TI", reference.title.clone()));
    }
    lines.extend(reference.source.iter().map(|source| ("T2", source.clone())));
    if let Some(year) = reference.date.first() {
        lines.push(("PY", format!("{year:04}")));
        // Year, month, day and a remark; what is not known stays empty.
        let two = |n: usize| reference.date.get(n).map(|part| format!("{part:02}"));
        let (month, day) = (two(1).unwrap_or_default(), two(2).unwrap_or_default());
        lines.push(("DA", format!("{year:04}/{month}/{day}/")));
    }
    lines.extend(
        reference
            .agency
            .iter()
            .map(|a| ("N1", format!("Agency: {a}"))),
    );
    lines.extend(reference.url.iter().map(|url| ("UR", one_line(url))));
    if !reference.language.is_empty() && reference.language != "und" {
        lines.push(("LA", one_line(&reference.language)));
    }
    lines.push(("ID", one_line(&reference.id)));
    lines.push(("ER", String::new()));
    lines
        .iter()
        .map(|(tag, value)| format!("{tag}  - {}\r\n", value.trim()))
        .collect()
}

fn csl(reference: &Reference) -> Value {
    let mut item = Map::new();
    item.insert("id".into(), json!(reference.id));
    item.insert("type".into(), json!("article-newspaper"));
    if !reference.title.is_empty() {
        item.insert("title".into(), json!(reference.title));
    }
    let authors: Vec<Value> = reference
        .authors
        .iter()
        .map(|name| match split_name(name) {
            Some((given, family)) => json!({ "family": family, "given": given }),
            None => json!({ "literal": name }),
        })
        .collect();
    if !authors.is_empty() {
        item.insert("author".into(), json!(authors));
    }
    if let Some(source) = &reference.source {
        item.insert("container-title".into(), json!(source));
    }
    if !reference.date.is_empty() {
        item.insert("issued".into(), json!({ "date-parts": [reference.date] }));
    }
    if let Some(agency) = &reference.agency {
        item.insert("note".into(), json!(format!("Agency: {agency}")));
    }
    if let Some(url) = &reference.url {
        item.insert("URL".into(), json!(url));
    }
    if !reference.language.is_empty() && reference.language != "und" {
        item.insert("language".into(), json!(reference.language));
    }
    Value::Object(item)
}

#[cfg(test)]
#[path = "cite_tests.rs"]
mod tests;

//! Completion inside a query: the last word of it, a field's name or the value behind one. The
//! words before it stay as they were typed.

use clap_complete::engine::CompletionCandidate;

use super::super::args::field_rows;
use super::super::saved as store;
use super::values;
use crate::query::PROPERTIES;
use crate::schema::{self, Fields};

/// What may stand for the last word of a query.
pub(super) fn complete(typed: &str) -> Vec<CompletionCandidate> {
    let (_, fields) = schema::build();
    completed(typed, |name, start| from(&fields, name, start))
}

/// The same, with values from `values` by a name before the colon and what stands behind it.
pub(super) fn completed(
    typed: &str,
    values: impl Fn(&str, &str) -> Vec<String>,
) -> Vec<CompletionCandidate> {
    let (before, word) = typed.split_at(last_word(typed));
    let Some((name, value)) = word.split_once(':') else {
        let names = names().into_iter();
        return names
            .filter(|(name, _)| name.starts_with(&word.to_lowercase()))
            .map(|(name, help)| {
                CompletionCandidate::new(format!("{before}{name}:")).help(Some(help.into()))
            })
            .collect();
    };
    let start = value.strip_prefix('"').unwrap_or(value);
    values(name, start)
        .into_iter()
        .map(|value| CompletionCandidate::new(format!("{before}{name}:{}", quoted(&value))))
        .collect()
}

/// Where the last word begins: behind a space, a bracket, or a sign before a clause, unless it is
/// inside quotes.
fn last_word(text: &str) -> usize {
    let mut begins = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => inside = !inside,
            _ if inside => {}
            '(' | ')' => begins = at + 1,
            '-' | '+' if at == begins => begins = at + 1,
            c if c.is_whitespace() => begins = at + c.len_utf8(),
            _ => {}
        }
    }
    begins
}

/// A value as a query has it: in quotes where it would be read as more than one word.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
    match !value.is_empty() && !value.starts_with('-') && value.chars().all(plain) {
        true => value.to_owned(),
        false => format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// Names that may stand before a colon, with what they find.
fn names() -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (names, help) in field_rows() {
        let each = names
            .split(", ")
            .map(|name| (name.to_owned(), help.clone()));
        out.extend(each);
    }
    let verbs = [
        ("has", "what an article has"),
        ("is", "what an article is"),
        ("like", "articles like the one with this id"),
        ("saved", "a stored query"),
    ];
    out.extend(verbs.map(|(name, help)| (name.to_owned(), help.to_owned())));
    out.sort();
    out
}

/// Values behind a name: properties, saved queries, or those of the facet that the name leads to.
fn from(fields: &Fields, name: &str, start: &str) -> Vec<String> {
    match name.to_lowercase().as_str() {
        verb @ ("has" | "is") => PROPERTIES
            .iter()
            .filter(|property| property.is == (verb == "is") && property.name.starts_with(start))
            .map(|property| property.name.to_owned())
            .collect(),
        "saved" => {
            let all = store::all().unwrap_or_default();
            all.into_keys().filter(|n| n.starts_with(start)).collect()
        }
        name => match fields.facet(name) {
            Some(facet) => values::labels(facet.name, start),
            None => Vec::new(),
        },
    }
}

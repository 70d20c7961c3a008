//! Collections in SGML: Reuters-21578 and those of TREC, with the SMART files beside them.
//!
//! `split.rs` cuts a file at its document tags, `elements.rs` takes a document's elements apart
//! without a DTD. Which element is which part of an article is said in `reuters.rs`, `trec.rs` and `smart.rs`. XML is not read here.

mod elements;
mod reuters;
mod smart;
mod split;
mod trec;
mod trec_date;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

pub(super) use reuters::READER as REUTERS;
pub(super) use trec::READER as TREC;

/// Largest value that is kept in `extra`, in bytes.
const MAX_EXTRA_BYTES: usize = 64 * 1024;

/// Most values that are kept in `extra`.
const MAX_EXTRAS: usize = 200;

/// Keeps a value under a key; a second one for the key makes a list of both.
fn keep(extra: &mut Map<String, Value>, key: &str, text: &str) {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_EXTRA_BYTES || extra.len() >= MAX_EXTRAS {
        return;
    }
    match extra.get_mut(key) {
        None => {
            extra.insert(key.to_owned(), json!(text));
        }
        Some(Value::Array(values)) if values.len() < MAX_EXTRAS => values.push(json!(text)),
        Some(Value::Array(_)) => {}
        Some(value) => *value = json!([value.take(), text]),
    }
}

/// A text on one line, single spaces between its words.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

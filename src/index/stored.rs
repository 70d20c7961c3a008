//! The record as an index stores it, one line of JSON: the article, then where it was read, then,
//! for a record that was exported from another index, where that index had read it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::article::Article;

/// Where an article was read; keys in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    dump: String,
    length: Option<u64>,
    offset: Option<u64>,
    raw_format: String,
}

/// What follows the article in a stored record.
#[derive(Serialize, Deserialize)]
pub(super) struct Tail {
    pub(super) dump: String,
    pub(super) length: Option<u64>,
    pub(super) offset: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<Provenance>,
    pub(super) raw_format: String,
}

impl Provenance {
    /// What the article says of itself.
    pub(super) fn of(article: &Article) -> Provenance {
        Provenance {
            dump: article.dump.clone(),
            length: article.length,
            offset: article.offset,
            raw_format: article.raw_format.clone(),
        }
    }
}

/// Where the article ends: no text in it holds these bytes, since a quotation mark in a text is
/// escaped, and no part of it comes after them.
fn article_end(record: &str) -> Option<usize> {
    record.rfind(",\"dump\":")
}

/// The hash of the article in a stored record; none for what is no stored record.
pub(super) fn content_hash(record: &str) -> Option<u64> {
    let end = article_end(record)?;
    Some(xxh3_64(format!("{}}}", &record[..end]).as_bytes()))
}

/// A stored record as it is exported: read into another index and exported again it is the same.
///
/// The article is the same bytes; its provenance is that of the first index it was in.
pub fn exported(record: &str) -> Cow<'_, str> {
    let with_origin = || {
        let end = article_end(record)?;
        let tail = format!("{{{}", &record[end + 1..]);
        let origin = serde_json::from_str::<Tail>(&tail).ok()?.origin?;
        let origin = serde_json::to_string(&origin).ok()?;
        Some(format!("{},{}", &record[..end], &origin[1..]))
    };
    with_origin().map_or(Cow::Borrowed(record), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_has_the_first_provenance_and_the_article_as_it_is() {
        let content = r#"{"id":"a","title":"say \",\"dump\":\" twice""#;
        let here = r#","dump":"/b.jsonl","length":5,"offset":null"#;
        let origin = r#"{"dump":"/a.txt","length":9,"offset":0,"raw_format":"text"}"#;
        let first = format!(r#"{content}{here},"raw_format":"jsonl"}}"#);
        let later = format!(r#"{content}{here},"origin":{origin},"raw_format":"jsonl"}}"#);
        assert_eq!(exported(&first), first);
        assert_eq!(exported(&later), format!("{content},{}", &origin[1..]));
        let hash = xxh3_64(format!("{content}}}").as_bytes());
        assert_eq!(content_hash(&first), Some(hash));
        assert_eq!(content_hash(&later), Some(hash));
        assert_eq!(content_hash("{}"), None);
    }
}

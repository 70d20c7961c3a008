//! What stands before the first record of a document, boiled down to what records need of it.
//!
//! It goes from the cutting to the reading of records as a small JSON object.

use serde::{Deserialize, Serialize};

use super::address::resolve;
use super::names::{parts, usual_prefix};
use super::root::declared_encoding;
use super::tree::{self, Element};
use crate::ingest::encoding;

/// Most writers that are known by name.
const MAX_WRITERS: usize = 5_000;

/// What a document says outside of its records.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Outside {
    /// The encoding that is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encoding: Option<String>,
    /// Prefixes and their namespaces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) prefixes: Vec<(String, String)>,
    /// `xml:base` and `xml:lang` of the elements that hold the records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) base: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) language: Option<String>,
    /// Title, address and rights of the feed or collection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rights: Option<String>,
    /// Whoever wrote all records that name nobody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) authors: Vec<String>,
    /// Names of writers by the short name that records use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) writers: Vec<(String, String)>,
}

impl Outside {
    /// Reads the form that [`of_head`] writes.
    pub(super) fn of(context: &[u8]) -> Self {
        serde_json::from_slice(context).unwrap_or_default()
    }

    fn write(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// The context of records whose documents say only their encoding and prefixes outside of them.
pub(super) fn bare(head: &[u8]) -> Vec<u8> {
    of_tree(head).1.write()
}

/// The context of the items of a feed.
pub(super) fn of_feed(head: &[u8]) -> Vec<u8> {
    let (tree, mut outside) = of_tree(head);
    let Some(tree) = tree else {
        return outside.write();
    };
    let channel = tree.child("channel").or(tree.child("rss:channel"));
    let channel = channel.unwrap_or(&tree);
    let line = |names: &[&str]| names.iter().find_map(|name| line_of(channel, name));
    outside.title = line(&["title"]);
    outside.rights = line(&["copyright", "rights", "dc:rights"]);
    let href = |rels: &[Option<&str>]| {
        let mut links = channel.elements().filter(|link| link.local() == "link");
        let link =
            links.find(|link| rels.contains(&link.attr("rel")) && link.attr("href").is_some());
        link.and_then(|link| link.attr("href"))
    };
    let of_itself = href(&[Some("self")]).filter(|url| url.contains("://"));
    let base = outside.base.as_deref().or(of_itself);
    let page = line(&["link"]).or_else(|| href(&[None, Some("alternate")]).map(str::to_owned));
    outside.link = page
        .map(|page| resolve(base, &page))
        .or_else(|| of_itself.map(str::to_owned));
    let language = line(&["language", "dc:language"]);
    outside.language = language.or(outside.language);
    let authors = channel
        .all("author")
        .filter_map(|author| line_of(author, "name"));
    outside.authors = authors.collect();
    for writer in channel.all("wp:author").take(MAX_WRITERS) {
        let part = |name: &str| writer.line_of(&format!("wp:author_{name}"));
        let full = match (part("first_name"), part("last_name")) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            _ => None,
        };
        if let (Some(login), Some(name)) = (part("login"), part("display_name").or(full)) {
            outside.writers.push((login, name));
        }
    }
    outside.write()
}

/// The line of the first element of that name, with the prefix of a feed or without.
fn line_of(element: &Element, name: &str) -> Option<String> {
    element
        .line_of(name)
        .or_else(|| element.line_of(&format!("rss:{name}")))
}

/// The tree of a head, whose elements have no ends, and what its attributes say.
fn of_tree(head: &[u8]) -> (Option<Element>, Outside) {
    let mut outside = Outside {
        encoding: declared_encoding(head),
        ..Outside::default()
    };
    let Ok(decoded) = encoding::decode(head, outside.encoding.as_deref()) else {
        return (None, outside);
    };
    let Ok(tree) = tree::parse(&decoded.text, &[]) else {
        return (None, outside);
    };
    // The elements that hold the records are the last of each level.
    let mut holder = Some(&tree);
    while let Some(element) = holder {
        for (name, value) in &element.attributes {
            match &**name {
                "xml:base" => outside.base = Some(value.to_string()),
                "xml:lang" => outside.language = Some(value.to_string()),
                _ => {}
            }
        }
        holder = element.elements().last();
    }
    outside.prefixes = prefixes(&decoded.text);
    (Some(tree), outside)
}

/// The prefixes that the root declares.
fn prefixes(head: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in head.match_indices("xmlns").take(64) {
        let rest = &head[at + 5..];
        let Some((name, value)) = rest.split_once('=').filter(|(name, _)| name.len() < 60) else {
            continue;
        };
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        let Some((value, _)) = value[1..].split_once(quote) else {
            continue;
        };
        let prefix = parts(name.trim()).1.to_owned();
        if usual_prefix(value).is_some() && !found.iter().any(|(known, _)| *known == prefix) {
            found.push((prefix, value.to_owned()));
        }
    }
    found
}

//! JSON-LD: the node of a page that is the article, in whatever nesting it stands.
//!
//! Reads `application/ld+json`, mends the usual faults, and answers questions on the article's
//! node. What a part means for the record is decided by those who ask.

use serde_json::{Map, Value};

use super::tree::tidy;
use crate::ingest::html::unescape;

/// Most nodes that are looked at.
const MAX_NODES: usize = 5_000;

/// Deepest nesting that is looked into; the parser of JSON allows little more.
const MAX_DEPTH: usize = 24;

/// Keys under which other articles stand than the page's own.
const OTHERS: &[&str] = &[
    "itemListElement",
    "relatedLink",
    "citation",
    "isBasedOn",
    "comment",
    "review",
    "blogPost",
    "breadcrumb",
    "publisher",
    "author",
    "mentions",
    "recommendations",
];

/// All that a page says in JSON-LD.
#[derive(Default)]
pub(super) struct Linked {
    roots: Vec<Value>,
}

/// The node of an article, and the nodes that it may refer to.
#[derive(Clone, Copy)]
pub(super) struct Main<'a> {
    node: &'a Map<String, Value>,
    all: &'a Linked,
}

impl Linked {
    /// Adds the text of one script.
    pub(super) fn add(&mut self, script: &str) {
        let text = script.trim();
        let text = text.strip_prefix("<!--").unwrap_or(text);
        let text = text.strip_suffix("-->").unwrap_or(text);
        let text = text.trim().trim_start_matches("//").trim();
        let text = text.strip_prefix("<![CDATA[").unwrap_or(text);
        let text = text.trim_end_matches("//").trim().trim_end_matches("]]>");
        let text = text
            .trim()
            .trim_end_matches("//")
            .trim_end_matches(';')
            .trim();
        let parsed = serde_json::from_str(text).or_else(|_| serde_json::from_str(&mended(text)));
        self.roots.extend(parsed.ok());
    }

    /// The node that is the page's article; of several the likeliest, `is_page` telling whether an
    /// address is that of the page.
    pub(super) fn main(&self, is_page: impl Fn(&str) -> bool) -> Option<Main<'_>> {
        let mut best: Option<(u32, &Map<String, Value>)> = None;
        self.each(|node, beside| {
            let rank = rank_of_type(node);
            if rank == 0 {
                return;
            }
            let named = ["url", "@id", "mainEntityOfPage"].iter().any(|key| {
                node.get(*key)
                    .and_then(address)
                    .is_some_and(|url| is_page(&url))
            });
            let says = ["headline", "datePublished", "author", "articleBody"]
                .iter()
                .filter(|key| node.contains_key(**key))
                .count();
            let score = rank * 10 + u32::try_from(says).unwrap_or(0) + 40 * u32::from(named);
            let score = if beside { score / 4 } else { score };
            if best.is_none_or(|(other, _)| score > other) {
                best = Some((score, node));
            }
        });
        best.map(|(_, node)| Main { node, all: self })
    }

    /// Visits every object; `beside` tells whether it stands among other articles.
    fn each<'a>(&'a self, mut visit: impl FnMut(&'a Map<String, Value>, bool)) {
        let mut open: Vec<(&Value, usize, bool)> = self
            .roots
            .iter()
            .rev()
            .map(|root| (root, 0, false))
            .collect();
        let mut seen = 0;
        while let Some((value, depth, beside)) = open.pop() {
            seen += 1;
            if seen > MAX_NODES {
                return;
            }
            if depth > MAX_DEPTH {
                continue;
            }
            match value {
                Value::Array(items) => {
                    let items = items.iter().rev();
                    open.extend(items.map(|item| (item, depth + 1, beside)));
                }
                Value::Object(node) => {
                    visit(node, beside);
                    for (key, inner) in node.iter().filter(|(_, v)| v.is_object() || v.is_array()) {
                        let other = beside || OTHERS.contains(&key.as_str());
                        open.push((inner, depth + 1, other));
                    }
                }
                _ => {}
            }
        }
    }

    /// The node of that id that says more than its id.
    fn node(&self, id: &str) -> Option<&Map<String, Value>> {
        let mut found = None;
        self.each(|node, _| {
            if found.is_none()
                && node.len() > 1
                && node.get("@id").and_then(Value::as_str) == Some(id)
                && (node.contains_key("name") || node.contains_key("headline") || node.len() > 2)
            {
                found = Some(node);
            }
        });
        found
    }
}

impl Main<'_> {
    /// The line under a key; of a list the first one.
    pub(super) fn line(&self, key: &str) -> Option<String> {
        self.node.get(key).and_then(line)
    }

    /// The address under a key.
    pub(super) fn address(&self, key: &str) -> Option<String> {
        self.node.get(key).and_then(address)
    }

    /// All lines under a key, one or many.
    pub(super) fn lines(&self, key: &str) -> Vec<String> {
        items(self.node.get(key)).filter_map(line).collect()
    }

    /// The nodes under a key, references resolved, and the plain texts among them as names.
    pub(super) fn named(&self, key: &str) -> Vec<Named> {
        let mut out = Vec::new();
        for item in items(self.node.get(key)).take(50) {
            match item {
                Value::String(text) => {
                    let name = match text.starts_with("http") {
                        true => self
                            .all
                            .node(text)
                            .and_then(|node| node.get("name")?.as_str()),
                        false => Some(text.as_str()),
                    };
                    out.extend(name.map(|name| Named::new("", name)));
                }
                Value::Object(node) => out.extend(self.names_of(node)),
                _ => {}
            }
        }
        out.retain(|named| !named.name.is_empty());
        out
    }

    /// The names that a node carries: its own, that of the node it refers to, or a list of them.
    fn names_of(&self, node: &Map<String, Value>) -> Vec<Named> {
        let referred = || {
            let id = node.get("@id")?.as_str()?;
            self.all.node(id)
        };
        let node = match node.contains_key("name") {
            true => node,
            false => referred().unwrap_or(node),
        };
        let kind = types(node).next().unwrap_or_default().to_owned();
        let mut names: Vec<String> = items(node.get("name")).filter_map(line).collect();
        if names.is_empty() {
            let part = |key: &str| node.get(key).and_then(line);
            if let (Some(given), Some(family)) = (part("givenName"), part("familyName")) {
                names.push(format!("{given} {family}"));
            }
        }
        names.iter().map(|name| Named::new(&kind, name)).collect()
    }

    /// The captions that its pictures carry: text and credit.
    pub(super) fn pictures(&self) -> Vec<(String, Option<String>)> {
        let mut out = Vec::new();
        for picture in items(self.node.get("image"))
            .filter_map(Value::as_object)
            .take(50)
        {
            let part = |key: &str| picture.get(key).and_then(line);
            let credit = part("creditText").or_else(|| part("copyrightNotice"));
            if let Some(text) = part("caption").or_else(|| credit.is_some().then(String::new)) {
                out.push((text, credit));
            }
        }
        out
    }
}

/// A name, and what kind of thing has it.
pub(super) struct Named {
    pub(super) kind: String,
    pub(super) name: String,
}

impl Named {
    fn new(kind: &str, name: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            name: tidy(&unescape(name)),
        }
    }
}

/// How surely a node of this type is the article: 0 if it is none.
fn rank_of_type(node: &Map<String, Value>) -> u32 {
    let rank = |name: &str| match name {
        "NewsArticle"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "OpinionNewsArticle"
        | "BackgroundNewsArticle"
        | "ReviewNewsArticle"
        | "AskPublicNewsArticle" => 6,
        "LiveBlogPosting"
        | "Article"
        | "BlogPosting"
        | "SatiricalArticle"
        | "Report"
        | "ScholarlyArticle"
        | "TechArticle"
        | "AdvertiserContentArticle" => 5,
        "SocialMediaPosting" | "DiscussionForumPosting" => 2,
        "CreativeWork" | "MediaObject" | "VideoObject" | "AudioObject" | "Review" | "WebPage" => 1,
        _ if name.ends_with("Article") => 4,
        _ => 0,
    };
    types(node).map(rank).max().unwrap_or(0)
}

/// The types of a node, without the address of their vocabulary.
fn types(node: &Map<String, Value>) -> impl Iterator<Item = &str> {
    items(node.get("@type"))
        .filter_map(Value::as_str)
        .map(|name| name.rsplit(['/', ':', '#']).next().unwrap_or(name))
}

/// One value, or those of a list.
fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (list, one) = match value {
        Some(Value::Array(items)) => (items.as_slice(), None),
        other => (&[][..], other),
    };
    list.iter().chain(one)
}

/// A value as one line: a text, a number, the name of an object, the first of a list.
fn line(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => tidy(&unescape(text)),
        Value::Number(number) => number.to_string(),
        Value::Bool(bool) => bool.to_string(),
        Value::Array(items) => return items.iter().find_map(line),
        Value::Object(node) => {
            let named = ["@value", "name"].iter().find_map(|key| node.get(*key));
            return named.filter(|v| !v.is_object()).and_then(line);
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A value as an address: a text, or the id or address of an object.
fn address(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim(),
        Value::Object(node) => ["@id", "url"]
            .iter()
            .find_map(|key| node.get(*key)?.as_str())?
            .trim(),
        Value::Array(items) => return items.iter().find_map(address),
        _ => return None,
    };
    (!text.is_empty()).then(|| text.to_owned())
}

/// JSON with the faults of hand-made templates taken out: line breaks inside texts, and commas
/// in front of an end.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    let mut escaped = false;
    for c in text.chars() {
        if quoted {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => quoted = false,
                '\n' => {
                    out.push_str("\\n");
                    continue;
                }
                c if c.is_control() => {
                    out.push(' ');
                    continue;
                }
                _ => {}
            }
        } else if c == '"' {
            quoted = true;
        } else if matches!(c, '}' | ']') {
            let kept = out.trim_end().trim_end_matches(',').len();
            out.truncate(kept);
        }
        out.push(c);
    }
    out
}

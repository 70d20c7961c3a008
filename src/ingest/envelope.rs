//! Objects that are no article but stand around a list of them: the answers of interfaces, exports
//! of search engines, JSON Feed.
//!
//! Whether an object is one is decided by its beginning, so that the list can be streamed; `Seeker`
//! finds the list again in every object of the text.

use super::keys::{KeyMap, Target, push_plain};
use super::node::Node;
use super::shapes;
use crate::article::Article;

/// Keys of lists of records.
const LISTS: &[&str] = &[
    "articles",
    "items",
    "posts",
    "data",
    "results",
    "docs",
    "documents",
    "news",
    "hits",
    "stories",
    "entries",
    "records",
    "rows",
    "value",
    "newsitems",
    "articlelist",
];

/// Keys of objects in which such a list can lie.
const AROUND: &[&str] = &[
    "hits", "response", "data", "result", "results", "feed", "articles",
];

/// Keys under which a record lies one level down.
const WRAPS: &[&str] = &["source", "article"];

/// Largest head that is kept for the records.
const HEAD_BYTES: usize = 64 * 1024;

/// Where in the objects of a text the records lie: the keys that lead to their list.
///
/// An object is an envelope if a key that lists are known by holds objects that have the parts of
/// articles, and if it has no body of its own. One with a title must be a feed, or have nothing
/// else of an article: no date, address, author or summary. `None` for anything else.
pub(super) fn path_of(text: &[u8]) -> Option<Vec<String>> {
    let keys = KeyMap::usual();
    let mut own = Vec::new();
    let mut is_feed = false;
    let mut found = None;
    for (key, value) in pairs(text) {
        let candidate = match value.first() {
            Some(b'[') if LISTS.contains(&key.as_str()) => list_of_records(value, keys),
            _ => false,
        };
        if candidate {
            found = found.or_else(|| Some(vec![key]));
            continue;
        }
        if value.starts_with(b"{") && AROUND.contains(&key.as_str()) {
            let inner = pairs(value).find(|(key, value)| {
                LISTS.contains(&key.as_str())
                    && value.starts_with(b"[")
                    && list_of_records(value, keys)
            });
            if let Some((inner, _)) = inner {
                found = found.or_else(|| Some(vec![key, inner]));
                continue;
            }
        }
        is_feed |= matches!(key.as_str(), "feedurl" | "homepageurl" | "feedtype")
            || key == "version" && value.starts_with(b"\"https://jsonfeed.org/");
        if says_something(value) {
            own.extend(keys.meanings(&key).first().map(|(target, _)| *target));
        }
    }
    let of_article = |target: &Target| {
        use Target::{Authors, Byline, Published, Standfirst, Url};
        matches!(target, Authors | Byline | Published | Standfirst | Url)
    };
    let is_article =
        own.contains(&Target::Body) || own.contains(&Target::Title) && own.iter().any(of_article);
    found.filter(|_| is_feed || !is_article)
}

/// Whether the first element of a list has the parts of an article.
fn list_of_records(list: &[u8], keys: &KeyMap) -> bool {
    let first = list[1..].trim_ascii_start();
    let (mut title, mut more) = (false, false);
    for (key, value) in pairs(first) {
        if !says_something(value) {
            continue;
        }
        if WRAPS.contains(&key.as_str()) && value.starts_with(b"{") {
            return pairs(value).any(|(key, _)| !keys.meanings(&key).is_empty());
        }
        for (target, _) in keys.meanings(&key) {
            match target {
                Target::Body => return true,
                Target::Title => title = true,
                Target::Standfirst | Target::Published | Target::Url => more = true,
                _ => {}
            }
        }
    }
    title && more
}

/// Whether a value is more than null or nothing.
fn says_something(value: &[u8]) -> bool {
    !["null", "\"\"", "[]", "{}", "false"]
        .iter()
        .any(|nothing| value.starts_with(nothing.as_bytes()))
}

/// The keys of an object, plain, and what begins with their values; ends where the text does.
fn pairs(text: &[u8]) -> impl Iterator<Item = (String, &[u8])> {
    let mut rest = text.strip_prefix(b"{").unwrap_or_default();
    std::iter::from_fn(move || {
        rest = rest.trim_ascii_start();
        rest = rest.strip_prefix(b",").unwrap_or(rest).trim_ascii_start();
        let end = behind_string(rest)?;
        let key = String::from_utf8_lossy(&rest[1..end - 1]);
        let mut plain = String::new();
        push_plain(&mut plain, &key);
        let value = rest[end..].trim_ascii_start().strip_prefix(b":")?;
        let value = value.trim_ascii_start();
        // A value that the text cuts off is the last.
        rest = behind_value(value).map_or(&[][..], |end| &value[end..]);
        (!value.is_empty()).then_some((plain, value))
    })
}

/// The byte behind the string that the text begins with.
fn behind_string(text: &[u8]) -> Option<usize> {
    if text.first() != Some(&b'"') {
        return None;
    }
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        if text[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The byte behind the value that the text begins with.
fn behind_value(text: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            b'"' => {
                at += behind_string(&text[at..])?;
                if depth == 0 {
                    return Some(at);
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return Some(at + depth),
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// What a byte of an envelope means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// Nothing yet.
    Nothing,
    /// The list begins here.
    List,
    /// The envelope ends here.
    End,
}

/// Finds the list of records in an envelope, byte by byte.
pub(super) struct Seeker {
    path: Vec<String>,
    /// How many keys of the path lie behind.
    level: usize,
    depth: usize,
    /// In a string, and behind a backslash in it.
    quoted: bool,
    escaped: bool,
    /// Whether a key or a value comes next.
    at_value: bool,
    key: Vec<u8>,
    head: Vec<u8>,
    /// Whether the list was found.
    pub(super) found: bool,
}

impl Seeker {
    pub(super) fn new(path: &[String]) -> Self {
        Self {
            path: path.to_vec(),
            level: 0,
            depth: 0,
            quoted: false,
            escaped: false,
            at_value: false,
            key: Vec::new(),
            head: Vec::new(),
            found: false,
        }
    }

    /// Reads a byte, from the first bracket of the envelope on.
    pub(super) fn read(&mut self, byte: u8) -> Seen {
        if !self.found && self.head.len() <= HEAD_BYTES {
            self.head.push(byte);
        }
        let on_path = self.depth == self.level + 1;
        if self.quoted {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.quoted = false,
                _ => {}
            }
            if self.quoted && on_path && !self.at_value && self.key.len() < 256 {
                self.key.push(byte);
            }
            return Seen::Nothing;
        }
        match byte {
            b'"' => {
                self.quoted = true;
                if on_path && !self.at_value {
                    self.key.clear();
                }
            }
            b':' if on_path => self.at_value = true,
            b',' if on_path => self.at_value = false,
            b'{' | b'[' => {
                let leads = on_path && self.at_value && self.is_next();
                let last = self.level + 1 == self.path.len();
                if leads && last && byte == b'[' && !self.found {
                    self.found = true;
                    // What follows the list is passed over.
                    return Seen::List;
                }
                self.depth += 1;
                if leads && !last && byte == b'{' {
                    self.level += 1;
                    self.at_value = false;
                }
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == self.level && self.level > 0 {
                    self.level -= 1;
                    self.at_value = true;
                }
                if self.depth == 0 {
                    return Seen::End;
                }
            }
            _ => {}
        }
        Seen::Nothing
    }

    fn is_next(&self) -> bool {
        let mut plain = String::new();
        push_plain(&mut plain, &String::from_utf8_lossy(&self.key));
        self.path.get(self.level) == Some(&plain)
    }

    /// The envelope up to its list, as an object of its own.
    pub(super) fn head(&self) -> Option<Vec<u8>> {
        (self.head.len() <= HEAD_BYTES).then(|| {
            let mut head = self.head.clone();
            head.push(b']');
            head.resize(head.len() + self.depth, b'}');
            head
        })
    }

    /// The path, for people.
    pub(super) fn path(&self) -> String {
        self.path.join(".")
    }
}

/// Fills gaps of an article with what the head of its envelope says: outlet, language, and the
/// authors of a feed.
pub(super) fn fill(article: &mut Article, head: &[u8]) {
    let Ok(node) = serde_json::from_slice::<Node<'_>>(head) else {
        return;
    };
    let line = |key: &str| node.get(key).and_then(shapes::line);
    let is_feed = node.get("home_page_url").is_some()
        || node.get("feed_url").is_some()
        || line("version").is_some_and(|version| version.contains("jsonfeed.org"));
    if is_feed {
        article.source = article.source.take().or_else(|| line("title"));
        if article.authors.is_empty() && article.byline.is_none() {
            let people = node.get("authors").or_else(|| node.get("author"));
            article.authors = people
                .and_then(shapes::authors)
                .map_or_else(Vec::new, |(_, names)| names);
        }
        if let Some(home) = line("home_page_url") {
            article
                .extra
                .entry("home_page_url")
                .or_insert_with(|| home.into());
        }
    } else {
        article.source = article.source.take().or_else(|| line("source"));
    }
    if article.language.is_empty() {
        article.language = line("language").unwrap_or_default();
    }
}

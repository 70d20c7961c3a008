//! News in JSON as the IPTC defines it (ninjs), versions 1 to 3: its properties are written anew
//! under the usual keys, `json.rs` makes the article of them.
//!
//! The time of a version is the time of publication where nothing tells of an earlier one.

use std::borrow::Cow;

use serde_json::Map;

use super::keys::{KeyMap, push_plain};
use super::node::Node;
use super::{Fault, RawRecord, gather, html, json, shapes};
use crate::article::{self, Article};

/// The pairs of an object.
type Pairs<'a> = Vec<(Cow<'a, str>, Node<'a>)>;

/// Properties that no other dump has beside an `uri`.
const MARKS: &[&str] = &[
    "versioncreated",
    "pubstatus",
    "representationtype",
    "copyrightnotice",
    "usageterms",
    "bodyxhtml",
    "descriptiontext",
];

/// Whether an object is an item of news in JSON.
pub(super) fn is_item(pairs: &[(Cow<'_, str>, Node<'_>)]) -> bool {
    let mut named = pairs.iter();
    if !named.any(|(key, node)| key == "uri" && node.as_text().is_some()) {
        return false;
    }
    pairs.iter().any(|(key, node)| match plain(key).as_str() {
        "standard" | "$standard" => node.text_of("name") == Some("ninjs"),
        "headlines" | "bodies" | "descriptions" => {
            node.items().iter().any(|item| item.get("value").is_some())
        }
        mark => MARKS.contains(&mark),
    })
}

/// Reads one item.
pub(super) fn article<'a>(
    pairs: Pairs<'a>,
    record: &RawRecord,
    keys: &KeyMap,
) -> Result<Article, Fault> {
    let mut item = Item::default();
    for (key, node) in pairs {
        if !node.is_empty() {
            item.sort(key, node);
        }
    }
    let kind = item.kind.clone().unwrap_or_default();
    let located = item.located.take();
    let (pairs, extra) = item.finish();
    let mut article = json::of_pairs_and(pairs, extra, record, keys)
        .map_err(|fault| without_words(fault, &kind))?;
    if let Some(place) = located {
        match &mut article.dateline {
            None => article.dateline = article::dateline_of(&place),
            Some(dateline) if dateline.place.is_empty() => dateline.place = place,
            Some(_) => {
                article.extra.insert("located".to_owned(), place.into());
            }
        }
    }
    Ok(article)
}

/// Says of what kind an item is that has nothing to search in.
fn without_words(fault: Fault, kind: &str) -> Fault {
    let reason = match kind {
        "" => return fault,
        "composite" | "package" => "a package of items without words of its own".to_owned(),
        kind => format!("an item of type {kind:.40} without words"),
    };
    Fault { reason, ..fault }
}

/// What an item says, as far as it has to be seen together.
#[derive(Default)]
struct Item<'a> {
    kind: Option<String>,
    pairs: Pairs<'a>,
    headlines: Vec<(String, String)>,
    bodies: Vec<(String, Node<'a>)>,
    descriptions: Vec<(String, String)>,
    names: Vec<Node<'a>>,
    notices: Vec<Node<'a>>,
    tags: Vec<Node<'a>>,
    by: Option<Node<'a>>,
    holder: Option<Node<'a>>,
    /// The first version, the content, this version.
    dates: [Option<(Cow<'a, str>, Node<'a>)>; 3],
    located: Option<String>,
    associations: Option<Node<'a>>,
    extra: Map<String, serde_json::Value>,
}

impl<'a> Item<'a> {
    fn sort(&mut self, key: Cow<'a, str>, node: Node<'a>) {
        let plain = plain(&key);
        match plain.as_str() {
            "type" => {
                self.kind = node.as_text().map(|kind| kind.trim().to_lowercase());
                self.keep(&key, node);
            }
            "headline" => self.read_text(String::new(), &node, |item| &mut item.headlines),
            "headlines" => self.read_list(&key, node, |item| &mut item.headlines),
            "descriptions" => self.read_list(&key, node, |item| &mut item.descriptions),
            "bodies" => {
                let Node::List(items) = node else {
                    return self.keep(&key, node);
                };
                for body in items {
                    let role = value(&body, "role").unwrap_or_default();
                    let kind = value(&body, "contenttype").unwrap_or_default();
                    self.bodies.push((format!("{kind} {role}"), body));
                }
            }
            "title" => self.read_text("\u{10FFFF}".to_owned(), &node, |item| &mut item.headlines),
            "person" | "people" => self.subjects("people", &key, node),
            "organisation" | "organisations" => self.subjects("organisations", &key, node),
            "place" | "places" => self.subjects("places", &key, node),
            "subject" | "subjects" | "keywords" | "keyword" => self.subjects("tags", &key, node),
            "infosource" | "infosources" => {
                let name = names(&node).into_iter().next();
                self.names.extend(name.map(text));
                self.keep(&key, node);
            }
            "copyrightholder" => self.holder = Some(node),
            "by" | "byline" | "bylines" => match line_of(&node) {
                Some(line) if self.by.is_none() => self.by = Some(text(line)),
                _ => self.keep(&key, node),
            },
            "copyrightnotice" | "usageterms" | "ednote" => match shapes::line(&node) {
                Some(line) => self.notices.push(text(line)),
                None => self.keep(&key, node),
            },
            "located" => match shapes::line(&node) {
                Some(place) => self.located = Some(place),
                None => self.keep(&key, node),
            },
            "firstcreated" | "contentcreated" | "versioncreated"
                if shapes::date(&node).is_some() =>
            {
                let at = match plain.as_str() {
                    "firstcreated" => 0,
                    "contentcreated" => 1,
                    _ => 2,
                };
                self.dates[at] = Some((key, node));
            }
            "associations" => self.associations = Some(node),
            other => {
                // Version 1 writes role and type into the name: `body_xhtml`, `headline_short`.
                let role = |stem: &str| other.strip_prefix(stem).map(str::to_owned);
                if let (Some(role), Some(_)) = (role("body"), node.as_text()) {
                    self.bodies.push((role, node));
                } else if let (Some(role), Some(_)) = (role("description"), node.as_text()) {
                    self.read_text(role, &node, |item| &mut item.descriptions);
                } else if let (Some(role), Some(_)) = (role("headline"), node.as_text()) {
                    self.read_text(role, &node, |item| &mut item.headlines);
                } else {
                    self.pairs.push((key, node));
                }
            }
        }
    }

    fn keep(&mut self, key: &str, node: Node<'a>) {
        gather::keep(&mut self.extra, key.to_owned(), node);
    }

    fn read_text(
        &mut self,
        role: String,
        node: &Node<'a>,
        list: fn(&mut Self) -> &mut Vec<(String, String)>,
    ) {
        if let Some(line) = shapes::line(node) {
            list(self).push((role, line));
        }
    }

    fn read_list(
        &mut self,
        key: &str,
        node: Node<'a>,
        list: fn(&mut Self) -> &mut Vec<(String, String)>,
    ) {
        if node.items().is_empty() {
            return self.keep(key, node);
        }
        for item in node.items() {
            let role = value(item, "role").unwrap_or_default();
            if let Some(line) = item.get("value").and_then(shapes::line) {
                list(self).push((role, line));
            }
        }
    }

    /// Concepts by their names; their codes go into `extra` as they are.
    fn subjects(&mut self, part: &'static str, key: &str, node: Node<'a>) {
        let found: Vec<Node<'a>> = names(&node).into_iter().map(text).collect();
        let is_name = |key: &str| matches!(key, "name" | "rel");
        let more = node.items().iter().any(|item| match item {
            Node::Map(pairs) => pairs.iter().any(|(key, _)| !is_name(key)),
            _ => false,
        });
        match part {
            "tags" => self.tags.extend(found),
            _ if !found.is_empty() => self.pairs.push((part.into(), Node::List(found))),
            _ => {}
        }
        if more {
            self.keep(key, node);
        }
    }

    /// The item under the usual keys, and what has none.
    fn finish(mut self) -> (Pairs<'a>, Map<String, serde_json::Value>) {
        self.put_headlines();
        let body = self.put_body();
        self.put_descriptions(&body);
        if let Some(node) = self.associations.take() {
            let linked: &[Node<'a>] = match &node {
                Node::List(items) => items,
                _ => &[],
            };
            let mut captions: Vec<Node<'a>> = linked.iter().filter_map(caption).collect();
            if let Node::Map(pairs) = &node {
                captions.extend(pairs.iter().filter_map(|(_, item)| caption(item)));
            }
            self.captions(captions);
            self.keep("associations", node);
        }
        let holder = self.holder.take();
        match self.names.into_iter().next().or(holder.clone()) {
            Some(name) if Some(&name) == holder.as_ref() => {
                self.pairs.push(("source".into(), name));
            }
            Some(name) => {
                self.pairs.push(("source".into(), name));
                if let Some(holder) = holder {
                    gather::keep(&mut self.extra, "copyrightholder".to_owned(), holder);
                }
            }
            None => {}
        }
        if let Some(line) = self.by {
            self.pairs.push(("byline".into(), line));
        }
        let mut part = |key: &'static str, items: Vec<Node<'a>>| {
            if !items.is_empty() {
                self.pairs.push((key.into(), Node::List(items)));
            }
        };
        part("notices", self.notices);
        part("tags", self.tags);
        let [first, content, version] = self.dates;
        let (published, content) = match first {
            Some(first) => (Some(first), content),
            None => (content, None),
        };
        if let Some((key, node)) = content {
            gather::keep(&mut self.extra, key.into_owned(), node);
        }
        let parts = match published {
            Some(published) => [
                Some(("published", published)),
                version.map(|v| ("updated", v)),
            ],
            None => [version.map(|v| ("published", v)), None],
        };
        for (part, (_, node)) in parts.into_iter().flatten() {
            // A first version was not changed.
            let told = |(_, known): &(Cow<'_, str>, Node<'a>)| *known == node;
            if part == "published" || !self.pairs.iter().any(told) {
                self.pairs.push((part.into(), node));
            }
        }
        (self.pairs, self.extra)
    }

    fn put_headlines(&mut self) {
        let mut found = std::mem::take(&mut self.headlines);
        let rank = |role: &str| match role {
            "main" | "" => 0,
            "\u{10FFFF}" => 2,
            _ => 1,
        };
        found.sort_by_key(|(role, _)| rank(role));
        found.dedup_by(|b, a| a.1 == b.1);
        let mut found = found.into_iter();
        for key in ["title", "alt_title"] {
            if let Some((_, line)) = found.next() {
                self.pairs.push((key.into(), text(line)));
            }
        }
        let rest: Vec<Node<'a>> = found.map(|(_, line)| text(line)).collect();
        if !rest.is_empty() {
            self.keep("headlines", Node::List(rest));
        }
    }

    /// Takes the body that is divided best, and gives its words.
    fn put_body(&mut self) -> String {
        let rank = |kind: &str| {
            let has = |word| kind.contains(word);
            match () {
                () if has("nitf") => 3,
                () if has("html") => 0,
                () if has("text") || kind.trim().is_empty() => 1,
                () => 2,
            }
        };
        let mut bodies = std::mem::take(&mut self.bodies);
        bodies.sort_by_key(|(kind, _)| rank(&kind.to_lowercase()));
        let mut words = String::new();
        let mut others = Vec::new();
        for (kind, body) in bodies {
            let of_list = body.get("value").and_then(Node::as_text);
            let value = of_list.or(body.as_text()).unwrap_or_default();
            if words.is_empty() {
                let value = without_head(value);
                words = shapes::plain(value).trim().to_owned();
                // Markup without an element is markup still: its lines are no paragraphs.
                if kind.to_lowercase().contains("html") && !value.contains('<') {
                    words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                }
                if !words.is_empty() {
                    continue;
                }
            }
            others.push(body);
        }
        if !words.is_empty() {
            let body = Node::Text(words.clone().into());
            self.pairs.push(("body".into(), body));
        }
        if !others.is_empty() {
            self.keep("bodies", Node::List(others));
        }
        words
    }

    /// Descriptions: words at a picture, or the summary of a text that does not begin with them.
    fn put_descriptions(&mut self, body: &str) {
        let kind = self.kind.as_deref().unwrap_or_default();
        let is_shown = matches!(
            kind,
            "picture" | "graphic" | "video" | "audio" | "animation"
        );
        let mut found = std::mem::take(&mut self.descriptions);
        // The name of who wrote it is no description.
        found.sort_by_key(|(role, _)| match role.as_str() {
            "caption" | "text" | "summary" | "main" => 0,
            role if role.contains("writer") => 2,
            _ => 1,
        });
        let mut others = Vec::new();
        let mut taken: Option<String> = None;
        for (role, line) in found {
            let is_told = taken.as_deref() == Some(&line) || !is_shown && body.contains(&line);
            if taken.is_some() || is_told || role.contains("writer") {
                if taken.as_deref() != Some(&line) {
                    others.push(text(line));
                }
                continue;
            }
            taken = Some(line);
        }
        match taken {
            Some(line) if is_shown => {
                let credit = self.by.clone().or_else(|| self.holder.clone());
                let mut pairs = vec![("text".into(), text(line))];
                pairs.extend(credit.map(|credit| ("credit".into(), credit)));
                self.captions(vec![Node::Map(pairs)]);
            }
            Some(line) => self.pairs.push(("standfirst".into(), text(line))),
            None => {}
        }
        if !others.is_empty() {
            self.keep("descriptions", Node::List(others));
        }
    }

    fn captions(&mut self, found: Vec<Node<'a>>) {
        if found.is_empty() {
            return;
        }
        let known = self.pairs.iter_mut().find(|(key, _)| key == "captions");
        match known {
            Some((_, Node::List(known))) => known.extend(found),
            _ => self.pairs.push(("captions".into(), Node::List(found))),
        }
    }
}

/// The caption of an item that belongs to another.
fn caption<'a>(item: &Node<'a>) -> Option<Node<'a>> {
    let Node::Map(pairs) = item else {
        return None;
    };
    let kind = value(item, "type").unwrap_or_default();
    if matches!(
        kind.as_str(),
        "text" | "composite" | "event" | "planning" | "package"
    ) {
        return None;
    }
    let first = |stems: &[&str]| {
        let found = stems.iter().find_map(|stem| {
            let mut of_stem = pairs.iter().filter(|(key, _)| plain(key).starts_with(stem));
            of_stem.find_map(|(_, node)| line_of(node))
        });
        found.map(text)
    };
    let words = first(&["description", "headline", "title"])?;
    let credit = first(&["by", "copyrightholder", "copyrightnotice"]);
    let mut pairs = vec![("text".into(), words)];
    pairs.extend(credit.map(|credit| ("credit".into(), credit)));
    Some(Node::Map(pairs))
}

/// A key as it is compared.
fn plain(key: &str) -> String {
    let mut plain = String::new();
    push_plain(&mut plain, key);
    plain
}

/// The text of a property, however it is spelled, in lower case.
fn value(node: &Node<'_>, key: &str) -> Option<String> {
    let Node::Map(pairs) = node else {
        return None;
    };
    let found = pairs.iter().find(|(name, _)| plain(name) == key);
    found
        .and_then(|(_, node)| node.as_text())
        .map(str::to_lowercase)
}

/// One line: a text, or the first of a list of texts or of objects with a value or name.
fn line_of(node: &Node<'_>) -> Option<String> {
    let inner = |node: &Node<'_>| {
        let keys = ["value", "name", "by", "byline"];
        keys.iter()
            .find_map(|key| node.get(key).and_then(shapes::line))
    };
    match node {
        Node::List(items) => {
            let lines = items
                .iter()
                .filter_map(|item| shapes::line(item).or(inner(item)));
            let lines: Vec<String> = lines.take(20).collect();
            (!lines.is_empty()).then(|| lines.join(", "))
        }
        _ => shapes::line(node).or_else(|| inner(node)),
    }
}

/// The names of concepts; those without one are left out.
fn names(node: &Node<'_>) -> Vec<String> {
    let one = |item: &Node<'_>| shapes::line(item).or_else(|| shapes::line(item.get("name")?));
    match node {
        Node::List(items) => items.iter().filter_map(one).collect(),
        _ => one(node).into_iter().collect(),
    }
}

fn text<'a>(line: String) -> Node<'a> {
    Node::Text(line.into())
}

/// Markup from its body on.
fn without_head(markup: &str) -> &str {
    let at = ["<body.content", "<body>", "<body "]
        .iter()
        .find_map(|tag| markup.find(tag));
    match at.or_else(|| markup.find("</head>")) {
        Some(at) if html::is_marked_up(markup) => &markup[at..],
        _ => markup,
    }
}

#[cfg(test)]
#[path = "ninjs_tests.rs"]
mod tests;

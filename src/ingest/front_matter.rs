//! What stands in front of a Markdown text: YAML, TOML or JSON, as keys and values.
//!
//! Of YAML only the events are read: every plain value is text, aliases are nothing, depth and size
//! are bounded.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::node::Node;

/// Longest front matter.
pub(super) const MAX_BYTES: usize = 64 * 1024;

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 32;

/// Keys with their values.
pub(super) type Pairs = Vec<(Cow<'static, str>, Node<'static>)>;

/// The front matter of a text.
pub(super) struct FrontMatter {
    pub(super) pairs: Pairs,
    /// Where the text begins behind it.
    pub(super) end: usize,
    /// Whether it was read line by line, because it is not what it should be.
    pub(super) faulty: bool,
}

/// The front matter that a text begins with, if it does.
pub(super) fn read(text: &str) -> Option<FrontMatter> {
    let mark = text.lines().next()?.trim_end();
    if mark.starts_with('{') {
        return json(text);
    }
    let (inner, end) = inner(text, mark)?;
    let pairs = match mark {
        "---" => yaml(inner),
        "+++" => toml(inner),
        _ => return None,
    };
    let empty = inner.trim().is_empty();
    let faulty = pairs.is_none() && !empty;
    let pairs = pairs.unwrap_or_else(|| by_line(inner, if mark == "---" { ':' } else { '=' }));
    // A text between two rules is no front matter.
    (!pairs.is_empty() || empty).then_some(FrontMatter { pairs, end, faulty })
}

/// What stands between two lines of marks, and the byte behind the second.
fn inner<'a>(text: &'a str, mark: &str) -> Option<(&'a str, usize)> {
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == mark || mark == "---" && bare == "..." {
            return Some((&text[start..at], at + line.len()));
        }
        at += line.len();
        if at > MAX_BYTES {
            return None;
        }
    }
    None
}

fn json(text: &str) -> Option<FrontMatter> {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut values = serde_json::Deserializer::from_str(&text[..end]).into_iter();
    let value: serde_json::Value = values.next()?.ok()?;
    let Node::Map(pairs) = of_json(value) else {
        return None;
    };
    Some(FrontMatter {
        pairs,
        end: values.byte_offset(),
        faulty: false,
    })
}

fn of_json(value: serde_json::Value) -> Node<'static> {
    use serde_json::Value;
    match value {
        Value::Null => Node::Null,
        Value::Bool(value) => Node::Bool(value),
        Value::Number(number) => Node::Number(number),
        Value::String(text) => Node::Text(text.into()),
        Value::Array(items) => Node::List(items.into_iter().map(of_json).collect()),
        Value::Object(map) => Node::Map(
            map.into_iter()
                .map(|(key, value)| (key.into(), of_json(value)))
                .collect(),
        ),
    }
}

fn toml(text: &str) -> Option<Pairs> {
    let table: toml::Table = toml::from_str(text).ok()?;
    match of_toml(toml::Value::Table(table)) {
        Node::Map(pairs) => Some(pairs),
        _ => None,
    }
}

fn of_toml(value: toml::Value) -> Node<'static> {
    use toml::Value;
    match value {
        Value::String(text) => Node::Text(text.into()),
        Value::Array(items) => Node::List(items.into_iter().map(of_toml).collect()),
        Value::Table(table) => Node::Map(
            table
                .into_iter()
                .map(|(key, value)| (key.into(), of_toml(value)))
                .collect(),
        ),
        other => Node::Text(other.to_string().into()),
    }
}

/// The keys of a YAML text; `None` if it is no mapping or not right.
fn yaml(text: &str) -> Option<Pairs> {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.ok()?;
        let node = match event {
            Event::Scalar(text, style, ..) => scalar(&text, style),
            // Aliases could make much of little.
            Event::Alias(_) => Node::Null,
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= MAX_DEPTH => {
                return None;
            }
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(Vec::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop()? {
                Open::List(items) => Node::List(items),
                Open::Map(pairs, _) if open.is_empty() => return Some(pairs),
                Open::Map(pairs, _) => Node::Map(pairs),
            },
            _ => continue,
        };
        match open.last_mut()? {
            Open::List(items) => items.push(node),
            Open::Map(pairs, key) => match key.take() {
                Some(key) => pairs.push((key, node)),
                None => *key = Some(node.as_text().unwrap_or_default().to_owned().into()),
            },
        }
    }
    None
}

/// A list or mapping that is not closed yet; of a mapping the key that waits for its value.
enum Open {
    List(Vec<Node<'static>>),
    Map(Pairs, Option<Cow<'static, str>>),
}

fn scalar(text: &str, style: ScalarStyle) -> Node<'static> {
    let plain = style == ScalarStyle::Plain;
    match text {
        "" | "~" | "null" | "Null" | "NULL" if plain => Node::Null,
        _ => Node::Text(text.to_owned().into()),
    }
}

/// `key: value` lines, and lines of `- item` below a key, whatever else is wrong.
fn by_line(text: &str, mark: char) -> Pairs {
    let mut pairs: Pairs = Vec::new();
    let bare = |value: &str| value.trim().trim_matches(['"', '\'']).to_owned();
    for line in text.lines() {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            let item = Node::Text(bare(item).into());
            match pairs.last_mut() {
                Some((_, Node::List(items))) => items.push(item),
                Some((_, value)) if value.is_empty() => *value = Node::List(vec![item]),
                _ => {}
            }
            continue;
        }
        let Some((key, value)) = line.split_once(mark) else {
            continue;
        };
        let key = key.trim_end();
        let named = !key.is_empty() && key.len() <= 64 && !key.starts_with([' ', '\t', '#', '-']);
        if named && key.split(' ').count() <= 3 {
            pairs.push((key.to_owned().into(), Node::Text(bare(value).into())));
        }
    }
    pairs
}

#[cfg(test)]
#[path = "front_matter_tests.rs"]
mod tests;

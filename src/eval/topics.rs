//! Topics: what was asked. Tables with tabs, TREC's markup, Cranfield's marks, JSON.

use std::collections::HashSet;
use std::path::Path;

use serde_json::Value;

use super::qrels::TopicId;
use super::read::{lines, text_of, wrong};
use crate::error::Result;

/// A topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topic {
    /// Its id, as judgements and runs have it.
    pub id: String,
    /// What is searched for; may be empty.
    pub title: String,
    /// What is meant, in a sentence.
    pub description: Option<String>,
    /// What counts as relevant.
    pub narrative: Option<String>,
}

/// Keys of a JSON topic by part, the first that is there counts.
const KEYS: [&[&str]; 4] = [
    &["id", "_id", "topic", "number", "num", "qid", "query_id"],
    &["title", "query", "text"],
    &["description", "desc"],
    &["narrative", "narr"],
];

/// Reads topics, in the order of the file. The form is told by the beginning:
///
/// - JSON: an array of objects, or an object a line, with `id` and `title` (or `query`);
/// - TREC: `<top>` with `<num>`, `<title>`, `<desc>`, `<narr>`, closed or not;
/// - Cranfield: `.I` and `.W`; its judgements count topics from 1 in their order, so its own numbers
///   are not taken;
/// - otherwise a line a topic: id, title, and if there are any description and narrative, with tabs
///   between.
///
/// # Errors
/// [`Error::Io`](crate::Error::Io); [`Error::Argument`](crate::Error::Argument) with the line for
/// what is no topic, an id that comes twice, and a file without topics.
pub fn read_topics(path: &Path) -> Result<Vec<Topic>> {
    let text = text_of(path)?;
    let begin = text.trim_start();
    let read = if begin.starts_with('[') {
        json_array(&text)
    } else if begin.starts_with('{') {
        json_lines(&text)
    } else if begin.starts_with(".I") {
        Ok(cranfield(&text))
    } else if lines(&text).next().is_some_and(|(_, l)| is_mark(l, "top")) {
        trec(&text)
    } else {
        table(&text)
    };
    let read = read.map_err(|(line, why)| wrong(path, line, why))?;
    let mut seen = HashSet::new();
    let mut topics = Vec::new();
    for (line, topic) in read {
        if topic.id.is_empty() || topic.id.contains(char::is_whitespace) {
            let why = format!("`{}` is no id of a topic: one word is wanted", topic.id);
            return Err(wrong(path, line, why));
        }
        if !seen.insert(TopicId(topic.id.clone())) {
            let why = format!("topic {} is there twice", topic.id);
            return Err(wrong(path, line, why));
        }
        topics.push(topic);
    }
    match topics.is_empty() {
        true => Err(wrong(path, 1, "no topic in the file")),
        false => Ok(topics),
    }
}

/// Topics with their lines, or a line and what is wrong with it.
type Found = std::result::Result<Vec<(usize, Topic)>, (usize, String)>;

fn table(text: &str) -> Found {
    let topic = |(n, line): (usize, &str)| {
        let mut cells = line.split('\t').map(str::trim);
        let id = cells.next().unwrap_or_default().to_owned();
        let Some(title) = cells.next() else {
            return Err((n, "expected an id, a tab and a title".to_owned()));
        };
        let title = title.to_owned();
        let mut more = || cells.next().filter(|c| !c.is_empty()).map(str::to_owned);
        let topic = Topic {
            id,
            title,
            description: more(),
            narrative: more(),
        };
        Ok((n, topic))
    };
    lines(text).map(topic).collect()
}

fn cranfield(text: &str) -> Vec<(usize, Topic)> {
    let mut topics: Vec<(usize, Topic)> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        if line.starts_with(".I") {
            let id = (topics.len() + 1).to_string();
            topics.push((
                n + 1,
                Topic {
                    id,
                    ..Topic::default()
                },
            ));
        } else if let Some((_, topic)) = topics.last_mut().filter(|_| !line.starts_with('.')) {
            append(&mut topic.title, line);
        }
    }
    topics
}

/// Adds a line to a text, white space made one.
fn append(text: &mut String, line: &str) {
    for word in line.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// Whether a line begins with an opening mark of this name, in any case.
fn is_mark(line: &str, name: &str) -> bool {
    let line = line.trim_start().strip_prefix('<').unwrap_or_default();
    let mark = line.split(['>', ' ']).next().unwrap_or_default();
    mark.eq_ignore_ascii_case(name)
}

fn trec(text: &str) -> Found {
    const PARTS: [(&str, &str); 4] = [
        ("num", "Number:"),
        ("title", "Topic:"),
        ("desc", "Description:"),
        ("narr", "Narrative:"),
    ];
    let mut topics: Vec<(usize, [Option<String>; 4])> = Vec::new();
    let mut part = None;
    for (n, line) in lines(text) {
        let mut rest = line;
        if is_mark(line, "top") {
            topics.push((n, [None, None, None, None]));
            (part, rest) = (None, "");
        } else if let Some(at) = PARTS.iter().position(|(name, _)| is_mark(line, name)) {
            part = Some(at);
            rest = line.split_once('>').map_or("", |(_, rest)| rest).trim();
            let label = PARTS[at].1;
            if let Some(start) = rest.get(..label.len())
                && start.eq_ignore_ascii_case(label)
            {
                rest = &rest[label.len()..];
            }
        } else if line.trim_start().starts_with('<') {
            // The end of a part or a topic, or a part that is not taken.
            (part, rest) = (None, "");
        }
        let Some((_, parts)) = topics.last_mut() else {
            return Err((n, "expected <top>".to_owned()));
        };
        if let Some(at) = part {
            let ended = rest.find("</");
            let text = parts[at].get_or_insert_default();
            append(text, ended.map_or(rest, |end| &rest[..end]));
            if ended.is_some() {
                part = None;
            }
        }
    }
    let topic = |(n, [id, title, description, narrative]): (usize, [Option<String>; 4])| {
        let Some(id) = id else {
            return Err((n, "a topic without <num>".to_owned()));
        };
        let topic = Topic {
            id,
            title: title.unwrap_or_default(),
            description: description.filter(|text| !text.is_empty()),
            narrative: narrative.filter(|text| !text.is_empty()),
        };
        Ok((n, topic))
    };
    topics.into_iter().map(topic).collect()
}

fn json_array(text: &str) -> Found {
    let values: Vec<Value> =
        serde_json::from_str(text).map_err(|e| (e.line(), format!("no array of topics: {e}")))?;
    let numbered = values.iter().enumerate();
    numbered
        .map(|(n, value)| object(value).map_err(|why| (1, format!("topic {}: {why}", n + 1))))
        .map(|topic| topic.map(|topic| (1, topic)))
        .collect()
}

fn json_lines(text: &str) -> Found {
    let topic = |(n, line): (usize, &str)| {
        let value: Value =
            serde_json::from_str(line).map_err(|e| (n, format!("no JSON object: {e}")))?;
        Ok((n, object(&value).map_err(|why| (n, why))?))
    };
    lines(text).map(topic).collect()
}

fn object(value: &Value) -> std::result::Result<Topic, String> {
    let part = |keys: &[&str]| {
        let value = keys.iter().find_map(|key| value.get(key))?;
        match value {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    };
    let [id, title, description, narrative] = KEYS.map(part);
    Ok(Topic {
        id: id.ok_or("no `id`")?,
        title: title.ok_or("no `title` and no `query`")?,
        description: description.filter(|text| !text.is_empty()),
        narrative: narrative.filter(|text| !text.is_empty()),
    })
}

#[cfg(test)]
#[path = "topics_tests.rs"]
mod tests;

//! Judgements: which article has which grade for which topic.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::read::{lines, text_of, wrong};
use crate::error::Result;

/// Judgements by topic and article. A grade of the relevance level or more is relevant; a negative
/// one counts, as in trec_eval, as not judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Qrels {
    /// Grades by article, by topic in the order in which people count, see [`TopicId`].
    pub topics: BTreeMap<TopicId, HashMap<String, i32>>,
}

/// A topic's id: those that are numbers come first, by their number, then the others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TopicId(pub String);

impl TopicId {
    fn key(&self) -> (bool, u64, &str) {
        match self.0.parse() {
            Ok(number) => (false, number, &self.0),
            Err(_) => (true, 0, &self.0),
        }
    }
}

impl Ord for TopicId {
    fn cmp(&self, other: &TopicId) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for TopicId {
    fn partial_cmp(&self, other: &TopicId) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl From<&str> for TopicId {
    fn from(id: &str) -> TopicId {
        TopicId(id.to_owned())
    }
}

impl std::fmt::Display for TopicId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Qrels {
    /// Reads TREC's form, `topic iteration document grade`, or without the second column, as
    /// Cranfield has it. Lines that begin with `#` and blank ones are passed over.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io); [`Error::Argument`](crate::Error::Argument) with the line
    /// for one with other columns, a grade that is no whole number, or a document that the topic has
    /// already, and for a file without a judgement.
    pub fn read(path: &Path) -> Result<Qrels> {
        let text = text_of(path)?;
        let mut qrels = Qrels::default();
        for (n, line) in lines(&text) {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let (topic, doc, grade) = match cells[..] {
                [topic, _, doc, grade] | [topic, doc, grade] => (topic, doc, grade),
                _ => {
                    let why = "expected `topic 0 document grade`";
                    return Err(wrong(path, n, why));
                }
            };
            let Ok(grade) = grade.parse() else {
                let why = format!("the grade `{grade}` is no whole number");
                return Err(wrong(path, n, why));
            };
            let known = qrels.topics.entry(topic.into()).or_default();
            if known.insert(doc.to_owned(), grade).is_some() {
                let why = format!("document {doc} is judged twice for topic {topic}");
                return Err(wrong(path, n, why));
            }
        }
        match qrels.topics.is_empty() {
            true => Err(wrong(path, 1, "no judgement in the file")),
            false => Ok(qrels),
        }
    }
}

//! Runs: which articles a system returned for each topic, with their scores. TREC's six columns.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::path::Path;

use super::qrels::TopicId;
use super::read::{lines, text_of, wrong};
use crate::error::Result;

/// A run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// What its lines end in; the file's name where a reader is told none.
    pub name: String,
    /// By topic, documents with their scores, best first as [`rank`] orders them.
    pub topics: BTreeMap<TopicId, Vec<(String, f64)>>,
}

/// Puts documents in the order of trec_eval: the greater score first, the greater id (by bytes)
/// first where scores are equal in single precision, which is what it keeps of a score. What a run
/// says of ranks is not looked at.
pub fn rank(docs: &mut [(String, f64)]) {
    // Zero has one sign in an order.
    let single = |score: f64| score as f32 + 0.0;
    docs.sort_by(|a, b| {
        let scores = single(b.1).total_cmp(&single(a.1));
        scores.then_with(|| b.0.cmp(&a.0))
    });
}

impl Run {
    /// Reads TREC's form: `topic Q0 document rank score name`.
    ///
    /// # Errors
    /// [`Error::Io`](crate::Error::Io); [`Error::Argument`](crate::Error::Argument) with the line
    /// for one with other columns, a score that is no number, or a document that the topic has
    /// already, and for a file without a line.
    pub fn read(path: &Path) -> Result<Run> {
        let text = text_of(path)?;
        let mut run = Run::default();
        let mut seen: BTreeMap<TopicId, HashSet<&str>> = BTreeMap::new();
        for (n, line) in lines(&text) {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let [topic, _, doc, _, score, name] = cells[..] else {
                let why = "expected `topic Q0 document rank score name`";
                return Err(wrong(path, n, why));
            };
            let score: f64 = match score.parse() {
                Ok(score) if !f64::is_nan(score) => score,
                _ => return Err(wrong(path, n, format!("the score `{score}` is no number"))),
            };
            if !seen.entry(topic.into()).or_default().insert(doc) {
                let why = format!("document {doc} is there twice for topic {topic}");
                return Err(wrong(path, n, why));
            }
            if run.name.is_empty() {
                run.name = name.to_owned();
            }
            let docs = run.topics.entry(topic.into()).or_default();
            docs.push((doc.to_owned(), score));
        }
        if run.topics.is_empty() {
            return Err(wrong(path, 1, "no line of a run in the file"));
        }
        run.topics.values_mut().for_each(|docs| rank(docs));
        Ok(run)
    }

    /// The run in TREC's form; ranks count from 1. White space in ids becomes `_`.
    pub fn to_trec(&self) -> String {
        let name = column(&self.name);
        let name = if name.is_empty() {
            "dateline".to_owned()
        } else {
            name
        };
        let mut out = String::new();
        for (topic, docs) in &self.topics {
            let topic = column(&topic.0);
            for (at, (doc, score)) in docs.iter().enumerate() {
                let doc = column(doc);
                let _ = writeln!(out, "{topic} Q0 {doc} {} {score} {name}", at + 1);
            }
        }
        out
    }
}

/// A text as one column.
fn column(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { '_' } else { c })
        .collect()
}

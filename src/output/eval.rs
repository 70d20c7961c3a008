//! Scores and comparisons of runs: tables for people, trec_eval's lines, JSON.

use std::io;

use serde_json::{Map, Value, json};

use super::Out;
use super::escape::one_line;
use crate::eval::{Compared, DRAWN, EXACT, Measure, Moved, RESAMPLED, SEED, Scores};

/// What is printed.
#[derive(Debug)]
pub struct Evaluated<'a> {
    /// A run each, all with the same measures.
    pub scores: &'a [Scores],
    /// Least grade that is relevant.
    pub level: u32,
    /// Whether topics that are not in a run count.
    pub complete: bool,
    /// Whether each topic is shown.
    pub per_topic: bool,
    /// Topics that are judged.
    pub judged: usize,
    /// Topics that could not be asked, and why.
    pub unanswered: &'a [(String, String)],
}

/// Columns of the name of a measure.
const NAME: usize = 14;
/// Columns of a run's name, at most.
const RUN: usize = 24;
/// Topics that are shown as gained, and as lost.
const MOVED: usize = 5;

/// A text in so many columns at most.
fn cut(text: &str, columns: usize) -> String {
    let text = one_line(text);
    match text.char_indices().nth(columns) {
        Some((at, _)) => text[..at].to_owned(),
        None => text,
    }
}

fn number(measure: Measure, value: f64) -> String {
    match measure.is_count() {
        true => format!("{value:.0}"),
        false => format!("{value:.4}"),
    }
}

impl Evaluated<'_> {
    /// As one object.
    pub fn json(&self, compared: Option<&[Compared]>) -> Value {
        let runs: Vec<Value> = self.scores.iter().map(|s| self.run(s)).collect();
        let unanswered = self.unanswered.iter();
        let unanswered: Vec<Value> = unanswered
            .map(|(topic, why)| json!({ "topic": topic, "why": why }))
            .collect();
        let mut all = json!({
            "version": 1,
            "level": self.level,
            "complete": self.complete,
            "topics_judged": self.judged,
            "runs": runs,
            "unanswered": unanswered,
        });
        if let Some(compared) = compared {
            all["compared"] = json!(compared);
            all["seed"] = json!(SEED);
            all["resampled"] = json!(RESAMPLED);
        }
        all
    }

    fn run(&self, scores: &Scores) -> Value {
        let named = |values: &[f64]| -> Map<String, Value> {
            let names = scores.measures.iter().map(|m| m.trec_name());
            names.zip(values.iter().map(|v| json!(v))).collect()
        };
        let mut run = json!({
            "run": scores.run,
            "topics": scores.topics.len(),
            "all": named(&scores.all),
            "not_returned": scores.not_returned,
            "not_judged": scores.not_judged,
        });
        if self.per_topic {
            let topics = scores.topics.iter();
            let topics: Vec<Value> = topics
                .map(|t| json!({ "topic": t.topic, "values": named(&t.values) }))
                .collect();
            run["per_topic"] = json!(topics);
        }
        run
    }

    /// What the figures are about.
    fn sample(&self) -> String {
        let relevant = match self.level {
            1 => String::new(),
            level => format!(", relevant from grade {level}"),
        };
        let means = match self.complete {
            true => "means over all of them",
            false => "means over those in the run",
        };
        format!("{} topics judged{relevant}; {means}", self.judged)
    }
}

/// Prints scores as a table: a measure a line, a run a column; topics below.
///
/// # Errors
/// As [`Out::line`].
pub fn print_scores(out: &mut Out, evaluated: &Evaluated) -> io::Result<()> {
    let paint = out.paint;
    let Some(first) = evaluated.scores.first() else {
        return Ok(());
    };
    let names: Vec<String> = evaluated.scores.iter().map(|s| cut(&s.run, RUN)).collect();
    let widths: Vec<usize> = names.iter().map(|n| n.chars().count().max(9)).collect();
    let row = |name: &str, cells: Vec<String>| {
        let cells = cells.iter().zip(&widths);
        let cells: String = cells.map(|(cell, w)| format!("  {cell:>w$}")).collect();
        format!("{name:NAME$}{cells}")
    };
    out.line(&paint.name(&row("", names.clone())))?;
    for (at, measure) in first.measures.iter().enumerate() {
        let cells = evaluated.scores.iter().map(|s| number(*measure, s.all[at]));
        out.line(&row(&measure.to_string(), cells.collect()))?;
    }
    let topics = evaluated.scores.iter().map(|s| s.topics.len().to_string());
    out.line(&row("topics", topics.collect()))?;
    out.line(&paint.dim(&evaluated.sample()))?;
    if evaluated.per_topic {
        for scores in evaluated.scores {
            out.line("")?;
            print_topics(out, scores)?;
        }
    }
    Ok(())
}

/// A topic a line, a measure a column.
fn print_topics(out: &mut Out, scores: &Scores) -> io::Result<()> {
    let paint = out.paint;
    let ids = scores.topics.iter().map(|t| t.topic.chars().count());
    let width = ids.max().unwrap_or(0).clamp("topic".len(), NAME);
    let names: Vec<String> = scores.measures.iter().map(ToString::to_string).collect();
    let widths: Vec<usize> = names.iter().map(|n| n.len().max(6)).collect();
    let row = |first: &str, cells: &[String]| {
        let cells = cells.iter().zip(&widths);
        let cells: String = cells.map(|(cell, w)| format!("  {cell:>w$}")).collect();
        format!("{first:width$}{cells}")
    };
    out.line(&paint.title(&one_line(&scores.run)))?;
    out.line(&paint.name(&row("topic", &names)))?;
    for topic in &scores.topics {
        let values = scores.measures.iter().zip(&topic.values);
        let cells: Vec<String> = values.map(|(m, v)| number(*m, *v)).collect();
        out.line(&row(&cut(&topic.topic, width), &cells))?;
    }
    Ok(())
}

/// Prints scores as trec_eval does: measure, topic or `all`, value.
///
/// # Errors
/// As [`Out::line`].
pub fn print_scores_tsv(out: &mut Out, evaluated: &Evaluated) -> io::Result<()> {
    let line = |name: &str, topic: &str, value: &str| format!("{name:<22}\t{topic}\t{value}");
    for scores in evaluated.scores {
        let mut values = |topic: &str, values: &[f64]| {
            let topic = one_line(topic);
            let mut values = scores.measures.iter().zip(values);
            values.try_for_each(|(measure, value)| {
                out.line(&line(
                    &measure.trec_name(),
                    &topic,
                    &number(*measure, *value),
                ))
            })
        };
        if evaluated.per_topic {
            let mut topics = scores.topics.iter();
            topics.try_for_each(|t| values(&t.topic, &t.values))?;
        }
        out.line(&line("runid", "all", &one_line(&scores.run)))?;
        out.line(&line("num_q", "all", &scores.topics.len().to_string()))?;
        let mut all = scores.measures.iter().zip(&scores.all);
        all.try_for_each(|(measure, value)| {
            out.line(&line(
                &measure.trec_name(),
                "all",
                &number(*measure, *value),
            ))
        })?;
    }
    Ok(())
}

/// Prints a comparison: a measure a line, then the topics that moved most in the first measure.
///
/// # Errors
/// As [`Out::line`].
pub fn print_compared(
    out: &mut Out,
    evaluated: &Evaluated,
    compared: &[Compared],
) -> io::Result<()> {
    let paint = out.paint;
    for (side, scores) in ["a", "b"].iter().zip(evaluated.scores) {
        out.line(&format!("{side}  {}", one_line(&scores.run)))?;
    }
    let shown = |c: &Compared| match c.measure.parse::<Measure>() {
        Ok(measure) => measure.to_string(),
        Err(_) => c.measure.clone(),
    };
    let width = compared.iter().map(|c| shown(c).len()).max().unwrap_or(0);
    let width = width.max("recall@100".len());
    let head = format!(
        "{:width$} {:>7} {:>7} {:>8}  {:>17}  {:>6}  {:>4} {:>4} {:>4}",
        "", "a", "b", "b - a", "95 % of b - a", "p", "b>a", "b<a", "same"
    );
    out.line(&paint.name(&head))?;
    for c in compared {
        let interval = match c.interval {
            Some((low, high)) => format!("{low:>+8.4} {high:>+8.4}"),
            None => "-".to_owned(),
        };
        let p = match c.chance.p {
            p if p < 0.0001 => "<.0001".to_owned(),
            p => format!("{p:.4}"),
        };
        out.line(&format!(
            "{:width$} {:>7.4} {:>7.4} {:>+8.4}  {interval:>17}  {p:>6}  {:>4} {:>4} {:>4}",
            shown(c),
            c.a,
            c.b,
            c.difference,
            c.better,
            c.worse,
            c.same
        ))?;
    }
    let Some(first) = compared.first() else {
        return Ok(());
    };
    let ways = match compared.iter().all(|c| c.chance.exact) {
        true => "all ways to swap the runs".to_owned(),
        false => format!("{DRAWN} swaps where over {EXACT} topics differ"),
    };
    let both = format!("{} topics in both", first.topics.len());
    out.line(&paint.dim(&both))?;
    let test = format!("p: two-sided randomisation test, {ways}");
    out.line(&paint.dim(&test))?;
    let gained = first.topics.iter().filter(|t| t.b > t.a).take(MOVED);
    let lost = first.topics.iter().rev().filter(|t| t.b < t.a).take(MOVED);
    let gained: Vec<&Moved> = gained.collect();
    let lost: Vec<&Moved> = lost.collect();
    for (title, topics) in [("gained", gained), ("lost", lost)] {
        if topics.is_empty() {
            continue;
        }
        out.line(&paint.name(&format!("{}, {title} most", shown(first))))?;
        for topic in topics {
            let (name, apart) = (cut(&topic.topic, width), topic.b - topic.a);
            out.line(&format!(
                "{name:width$} {:>7.4} {:>7.4} {apart:>+8.4}",
                topic.a, topic.b
            ))?;
        }
    }
    Ok(())
}

/// Prints a comparison as a table with tabs and a header.
///
/// # Errors
/// As [`Out::line`].
pub fn print_compared_tsv(out: &mut Out, compared: &[Compared]) -> io::Result<()> {
    out.line("measure\ta\tb\tdifference\tlow\thigh\tp\tbetter\tworse\tsame")?;
    for c in compared {
        let (low, high) = match c.interval {
            Some((low, high)) => (format!("{low:.6}"), format!("{high:.6}")),
            None => (String::new(), String::new()),
        };
        out.line(&format!(
            "{}\t{:.6}\t{:.6}\t{:.6}\t{low}\t{high}\t{:.6}\t{}\t{}\t{}",
            c.measure, c.a, c.b, c.difference, c.chance.p, c.better, c.worse, c.same
        ))?;
    }
    Ok(())
}

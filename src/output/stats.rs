//! What an index holds, for people.

use std::collections::BTreeMap;
use std::io;

use indicatif::{HumanBytes, HumanCount};

use super::Out;
use super::escape::one_line;
use crate::index::Stats;

/// Sources and months printed at most; JSON has all.
const MOST_ROWS: usize = 25;

/// Prints the statistics of an index.
///
/// # Errors
/// As [`Out::line`].
pub fn print_stats(out: &mut Out, stats: &Stats) -> io::Result<()> {
    let paint = out.paint;
    out.line(&format!(
        "{} articles, {} words, {} on disk, fingerprint {}",
        HumanCount(stats.articles),
        HumanCount(stats.words),
        HumanBytes(stats.bytes),
        stats.fingerprint
    ))?;
    out.line(&paint.name("segments"))?;
    for segment in &stats.segments {
        let deleted = match segment.deleted {
            0 => String::new(),
            n => format!(" and {} replaced ones", HumanCount(n)),
        };
        out.line(&format!(
            "{:>11}  {}{deleted}",
            count(segment.articles),
            segment.id
        ))?;
    }
    out.line(&paint.name("parts found"))?;
    rows(out, &stats.parts, stats.articles)?;
    out.line(&paint.name("languages"))?;
    rows(out, &stats.languages, stats.articles)?;
    out.line(&paint.name("sources (headline, date, byline, dateline, caption found in per cent)"))?;
    let mut sources: Vec<_> = stats.sources.iter().collect();
    sources.sort_by(|a, b| b.1.articles.cmp(&a.1.articles).then(a.0.cmp(b.0)));
    for (name, source) in sources.iter().take(MOST_ROWS) {
        let share = |part: &str| {
            let found = source.parts.get(part).copied().unwrap_or(0);
            format!(
                "{:>3}",
                (found * 100).checked_div(source.articles).unwrap_or(0)
            )
        };
        let shares = ["title", "published", "authors", "dateline", "captions"].map(share);
        let name = one_line(name);
        out.line(&format!(
            "{:>11}  {name}  {}",
            count(source.articles),
            shares.join(" ")
        ))?;
    }
    more(out, sources.len())?;
    if stats.without_source > 0 {
        out.line(&format!("{:>11}  (none)", count(stats.without_source)))?;
    }
    out.line(&paint.name("months"))?;
    for (month, n) in stats.months.iter().rev().take(MOST_ROWS) {
        out.line(&format!("{:>11}  {month}", count(*n)))?;
    }
    more(out, stats.months.len())?;
    if stats.undated > 0 {
        out.line(&format!("{:>11}  (undated)", count(stats.undated)))?;
    }
    Ok(())
}

fn count(n: u64) -> String {
    HumanCount(n).to_string()
}

fn more(out: &mut Out, all: usize) -> io::Result<()> {
    match all.saturating_sub(MOST_ROWS) {
        0 => Ok(()),
        n => out.line(&format!("             and {n} more: --format json has all")),
    }
}

fn rows(out: &mut Out, counts: &BTreeMap<String, u64>, all: u64) -> io::Result<()> {
    let mut rows: Vec<_> = counts.iter().collect();
    rows.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    for (name, n) in rows {
        let share = (n * 1000 + all / 2) / all.max(1);
        let name = one_line(name);
        out.line(&format!(
            "{:>11}  {name} ({}.{} %)",
            count(*n),
            share / 10,
            share % 10
        ))?;
    }
    Ok(())
}

//! Timelines for people: a line of bars, a table, the peaks.

use std::io::{self, Write};
use std::path::Path;

use super::Out;
use super::chart::label;
use super::escape::one_line;
use crate::error::{Error, Result};
use crate::search::Timeline;

/// Bars from empty to full.
const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The same where the terminal has no block elements.
const PLAIN: [char; 9] = [' ', '.', '.', ':', ':', '-', '=', '+', '#'];

/// Whether standard output shows more than ASCII: the locale is UTF-8 and the terminal not dumb.
/// In a pipe, where no locale is set, text is UTF-8.
fn shows_blocks() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    if set("TERM").is_some_and(|term| term == "dumb") {
        return false;
    }
    let locale = set("LC_ALL")
        .or_else(|| set("LC_CTYPE"))
        .or_else(|| set("LANG"));
    locale.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// One bar a count, at most `width` of them: where there are more counts, a bar is the greatest of
/// several. No bar is empty that has a count.
pub(super) fn bars(counts: &[u64], width: usize) -> String {
    let signs = if shows_blocks() { &BLOCKS } else { &PLAIN };
    let each = counts.len().div_ceil(width.max(1)).max(1);
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let bar = |run: &[u64]| {
        let n = run.iter().copied().max().unwrap_or(0);
        signs[(n * 8).div_ceil(most) as usize]
    };
    counts.chunks(each).map(bar).collect()
}

/// Share in percent, with one digit after the point.
pub(super) fn percent(count: u64, all: u64) -> String {
    let share = (u128::from(count) * 1000 + u128::from(all) / 2) / u128::from(all.max(1));
    format!("{}.{} %", share / 10, share % 10)
}

/// Prints a timeline: bars, a row a bucket, the peaks, the total.
///
/// # Errors
/// As [`Out::line`].
pub fn print_timeline(out: &mut Out, timeline: &Timeline) -> io::Result<()> {
    let paint = out.paint;
    let buckets = &timeline.buckets;
    let short = |start: &str| label(start, &timeline.by).to_owned();
    if let (Some(first), Some(last)) = (buckets.first(), buckets.last()) {
        let (first, last) = (short(&first.start), short(&last.start));
        let room = out
            .width
            .saturating_sub(first.len() + last.len() + 4)
            .max(8);
        let counts: Vec<u64> = buckets.iter().map(|b| b.count).collect();
        out.line(&format!("{first} |{}| {last}", bars(&counts, room)))?;
        let head = format!(
            "{:<10}  {:>9}  {:>9}   share",
            timeline.by, "articles", "of all"
        );
        out.line(&paint.name(&head))?;
    }
    for bucket in buckets {
        let mark = match timeline.peaks.iter().any(|p| p.start == bucket.start) {
            true => "  *",
            false => "",
        };
        out.line(&format!(
            "{:<10}  {:>9}  {:>9}  {:>7}{mark}",
            short(&bucket.start),
            bucket.count,
            bucket.all,
            percent(bucket.count, bucket.all)
        ))?;
    }
    if !timeline.peaks.is_empty() {
        out.line(&paint.name("* stands out, with the words that set it apart"))?;
    }
    for peak in &timeline.peaks {
        let words: Vec<String> = peak.words.iter().map(|w| one_line(&w.word)).collect();
        let start = short(&peak.start);
        out.line(&format!(
            "{start:<10}  {:>9}  {}",
            peak.count,
            words.join(", ")
        ))?;
    }
    let mut total = format!(
        "{} articles by {}, {}",
        timeline.total, timeline.by, timeline.tz
    );
    for (n, what) in [
        (timeline.undated, "without a date"),
        (timeline.coarser, "with a date known less exactly"),
    ] {
        if n > 0 {
            total.push_str(&format!("; {n} {what} in no {}", timeline.by));
        }
    }
    out.line(&paint.dim(&total))
}

/// Writes a file that was asked for beside the standard output.
///
/// # Errors
/// [`Error::Io`].
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let write = || {
        let mut file = std::fs::File::create(path)?;
        file.write_all(bytes)
    };
    write().map_err(|e| Error::io("cannot write", path, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bar_is_empty_that_has_a_count() {
        let check = |counts: &[u64], width: usize, empty: &[usize]| {
            let found: Vec<char> = bars(counts, width).chars().collect();
            assert!(found.len() <= width);
            let blank = |n: &usize| found[*n] == ' ';
            let blanks: Vec<usize> = (0..found.len()).filter(blank).collect();
            assert_eq!(blanks, empty, "{counts:?}");
        };
        check(&[0, 1, 100_000, 0], 10, &[0, 3]);
        check(&[0, 0, 1, 0, 0, 0], 3, &[0, 2]);
        check(&[], 10, &[]);
        check(&[0], 10, &[0]);
        assert_eq!(percent(1, 3), "33.3 %");
        assert_eq!(percent(0, 0), "0.0 %");
    }
}

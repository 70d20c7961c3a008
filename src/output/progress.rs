//! Progress of indexing on standard error, and the summary at its end.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, HumanDuration, ProgressBar as Bar, ProgressStyle};

use super::Out;
use super::console::{Console, LogFormat};
use super::remark::print_progress;
use crate::index::{IndexSummary, Progress};

/// Shows progress until it is told that the run has ended: a bar on a terminal, else a line every
/// few seconds.
pub struct ProgressBar;

/// Between two lines where standard error is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

impl ProgressBar {
    /// Watches `progress` until `done`; to be run on a thread of its own.
    pub fn watch(progress: &Progress, done: &AtomicBool) {
        // A program that reads lines of JSON wants no bar, whatever it shows them on.
        let json = Console::chosen().log_format == LogFormat::Json;
        if io::stderr().is_terminal() && !json {
            Self::bar(progress, done);
        } else {
            Self::lines(progress, done);
        }
    }

    fn bar(progress: &Progress, done: &AtomicBool) {
        // What is to be read is known once the files were looked at; of a pipe it never is.
        while progress.total.load(Ordering::Relaxed) == 0 && !done.load(Ordering::Acquire) {
            std::thread::park_timeout(Duration::from_millis(100));
            if progress.bytes.load(Ordering::Relaxed) > 0 {
                break;
            }
        }
        let total_bytes = progress.total.load(Ordering::Relaxed);
        let template = if total_bytes > 0 {
            "{bar:30} {bytes}/{total_bytes} {msg} {bytes_per_sec}, {eta} left"
        } else {
            "{spinner} {bytes} {msg} {bytes_per_sec}"
        };
        let bar = if total_bytes > 0 {
            Bar::new(total_bytes)
        } else {
            Bar::new_spinner()
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        while !done.load(Ordering::Acquire) {
            bar.set_position(progress.bytes.load(Ordering::Relaxed));
            let articles = progress.records.load(Ordering::Relaxed);
            bar.set_message(format!("{} articles", HumanCount(articles)));
            std::thread::park_timeout(Duration::from_millis(100));
        }
        bar.finish_and_clear();
    }

    fn lines(progress: &Progress, done: &AtomicBool) {
        let started = Instant::now();
        let mut next = LINE_EVERY;
        while !done.load(Ordering::Acquire) {
            std::thread::park_timeout(Duration::from_millis(100));
            let spent = started.elapsed();
            if spent < next {
                continue;
            }
            next += LINE_EVERY;
            let bytes = progress.bytes.load(Ordering::Relaxed);
            let total_bytes = progress.total.load(Ordering::Relaxed);
            let articles = progress.records.load(Ordering::Relaxed);
            let rate = bytes as f64 / spent.as_secs_f64();
            let mut line = format!(
                "{} read, {} articles, {}/s",
                HumanBytes(bytes),
                HumanCount(articles),
                HumanBytes(rate as u64)
            );
            if total_bytes > bytes && rate > 0.0 {
                let left = (total_bytes - bytes) as f64 / rate;
                let left = HumanDuration(Duration::from_secs_f64(left.min(1e9)));
                line.push_str(&format!(", {left} left"));
            }
            let figures = [
                ("bytes", bytes),
                ("total_bytes", total_bytes),
                ("articles", articles),
            ];
            print_progress(&line, &figures);
        }
    }
}

/// Prints what became of the records of a run.
///
/// # Errors
/// As [`Out::line`].
pub fn print_summary(
    out: &mut Out,
    summary: &IndexSummary,
    articles: u64,
    dir: &str,
) -> io::Result<()> {
    let s = summary;
    out.line(&format!(
        "read {} = indexed {} + updated {} + unchanged {} + skipped {} + rejected {}",
        HumanCount(s.read),
        HumanCount(s.indexed),
        HumanCount(s.updated),
        HumanCount(s.unchanged),
        HumanCount(s.skipped),
        HumanCount(s.rejected)
    ))?;
    if s.indexed + s.updated + s.pruned == 0 && s.unchanged > 0 {
        let n = HumanCount(s.unchanged);
        out.line(&format!(
            "nothing changed: all {n} articles are in the index as they are"
        ))?;
    }
    if s.unread_dates > 0 {
        let n = HumanCount(s.unread_dates);
        out.line(&format!(
            "{n} have a date that could not be read; it is kept as text"
        ))?;
    }
    if !s.encodings.is_empty() {
        let counts = s.encodings.iter().map(|(name, n)| format!("{n} {name}"));
        let counts: Vec<String> = counts.collect();
        out.line(&format!("not in UTF-8: {}", counts.join(", ")))?;
    }
    let named = |n: u64| {
        format!(
            "{} {}",
            HumanCount(n),
            if n == 1 { "file" } else { "files" }
        )
    };
    if s.files_unchanged > 0 {
        let told = match s.rejected_before {
            0 => String::new(),
            n => format!(" ({} rejected records there: --again tells)", HumanCount(n)),
        };
        let files = named(s.files_unchanged);
        out.line(&format!(
            "{files} unchanged since the last run, not read{told}"
        ))?;
    }
    if s.files_vanished > 0 {
        let told = match s.pruned {
            0 => String::new(),
            n => format!(", {} articles of theirs removed", HumanCount(n)),
        };
        out.line(&format!("{} vanished{told}", named(s.files_vanished)))?;
    }
    out.line(&format!(
        "{}, {} in {:.1} s; {} articles in {dir}",
        named(s.files),
        HumanBytes(s.bytes),
        s.seconds,
        HumanCount(articles)
    ))
}

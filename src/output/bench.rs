//! Recorded runs of `bench` for people: a table by class, intervals, stages, notes; and how far a
//! run is, on standard error.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar as Bar, ProgressStyle};

use super::Out;
use super::console::{Console, LogFormat};
use super::escape::one_line;
use super::remark::print_progress;
use crate::bench::{BenchRun, ClassResult, Estimate, Mode, Settings, Watch};

/// Columns of a class's name at most.
const NAME: usize = 20;

/// Between two lines where standard error is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Prints a run.
///
/// # Errors
/// As [`Out::line`].
pub fn print_bench(out: &mut Out, run: &BenchRun) -> io::Result<()> {
    let paint = out.paint;
    let total = &run.total;
    out.line(&format!(
        "{}: {} answers to {} of {} queries in {:.1} s",
        manner(&run.settings),
        total.samples,
        total.queries,
        run.queries.len(),
        run.seconds
    ))?;
    out.line(&format!(
        "{} articles, {}, {} segments, index {}",
        run.index.articles,
        HumanBytes(run.index.bytes),
        run.index.segments,
        run.index.fingerprint
    ))?;
    out.line("")?;
    let head = [
        "ms", "n", "hits", "p50", "p90", "p99", "p99.9", "max", "cpu", "q/s", "ids",
    ];
    let mut rows = vec![head.map(str::to_owned)];
    rows.extend(run.classes.iter().map(|(name, class)| row(name, class)));
    if run.classes.len() != 1 {
        rows.push(row("all", total));
    }
    for (n, line) in aligned(&rows).iter().enumerate() {
        match n {
            0 => out.line(&paint.name(line))?,
            _ => out.line(line)?,
        }
    }
    out.line("")?;
    let l = &total.latency_us;
    let shown = [
        ("mean", l.mean),
        ("p50", l.p50),
        ("p90", l.p90),
        ("p99", l.p99),
        ("p99.9", l.p999),
    ];
    let shown = shown.map(|(name, estimate)| format!("{name} {}", with_bounds(&estimate)));
    out.line(&format!("ms with 95 %: {}", shown.join(", ")))?;
    let s = &total.stages_us;
    let stages = [
        ("parse", s.parse),
        ("match", s.matching),
        ("facets", s.facets),
        ("fetch", s.fetch),
        ("snippets", s.snippets),
    ];
    let waited = s.wait.map(|wait| ("wait", wait));
    let stages = waited.into_iter().chain(stages);
    let stages = stages.map(|(name, time)| format!("{name} {} ({})", ms(time.mean), ms(time.p99)));
    let stages: Vec<String> = stages.collect();
    out.line(&format!("stages, mean ms (p99): {}", stages.join(", ")))?;
    if rows
        .iter()
        .skip(1)
        .any(|row| row[4..7].contains(&"-".into()))
    {
        out.line("note: - stands where a percentile would be the longest of so few samples")?;
    }
    for note in &run.notes {
        out.line(&format!("note: {}", one_line(note)))?;
    }
    Ok(())
}

/// How it was measured.
fn manner(s: &Settings) -> String {
    let mut parts = vec![s.page.clone()];
    if !s.facets.is_empty() {
        parts.push(format!("{} facets", s.facets.len()));
    }
    let threads = match s.threads {
        1 => "1 thread".to_owned(),
        n => format!("{n} threads"),
    };
    parts.push(match (s.mode, s.rate) {
        (Mode::Open, Some(rate)) => {
            let gaps = if s.poisson { "random" } else { "equal" };
            format!("open loop of {rate} a second with {gaps} gaps, {threads}")
        }
        (Mode::Cold, _) => "cold, one after the other".to_owned(),
        _ => format!("closed loop, {threads}"),
    });
    one_line(&parts.join(", "))
}

fn row(name: &str, class: &ClassResult) -> [String; 11] {
    let l = &class.latency_us;
    let name: String = one_line(name).chars().take(NAME).collect();
    // A percentile that is the longest of so few samples tells nothing more.
    let told = |estimate: &Estimate, per_mille: u64| match class.samples * (1000 - per_mille) {
        0..1000 => "-".to_owned(),
        _ => ms(estimate.value),
    };
    [
        name,
        class.samples.to_string(),
        class.hits.to_string(),
        ms(l.p50.value),
        told(&l.p90, 900),
        told(&l.p99, 990),
        told(&l.p999, 999),
        ms(l.max.value),
        class.cpu_us.map_or_else(|| "-".to_owned(), ms),
        format!("{:.1}", class.throughput),
        // Enough to see at a glance that two runs found the same.
        class.ids_hash.chars().take(8).collect(),
    ]
}

/// The first column to the left, the others to the right.
fn aligned(rows: &[[String; 11]]) -> Vec<String> {
    let width = |n: usize| rows.iter().map(|r| r[n].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..11).map(width).collect();
    let line = |row: &[String; 11]| {
        let first = format!("{:w$}", row[0], w = widths[0]);
        let rest = row.iter().zip(&widths).skip(1);
        rest.fold(first, |line, (cell, w)| format!("{line}  {cell:>w$}"))
    };
    rows.iter().map(line).collect()
}

/// Microseconds as milliseconds, to the microsecond.
fn ms(us: f64) -> String {
    format!("{:.3}", us / 1e3)
}

/// `0.312 (0.305 to 0.320)`; a bound that the samples do not give is a question mark.
fn with_bounds(estimate: &Estimate) -> String {
    let bound = |bound: Option<f64>| bound.map_or_else(|| "?".to_owned(), ms);
    format!(
        "{} ({} to {})",
        ms(estimate.value),
        bound(estimate.low),
        bound(estimate.high)
    )
}

/// Shows how far a run is until it is told that it has ended: a bar on a terminal, else a line every
/// few seconds. To be run on a thread of its own.
pub fn watch_bench(watch: &Watch, seconds: Option<f64>, done: &AtomicBool) {
    let started = Instant::now();
    let json = Console::chosen().log_format == LogFormat::Json;
    let bar = (io::stderr().is_terminal() && !json).then(Bar::new_spinner);
    if let Some(bar) = &bar
        && let Ok(style) = ProgressStyle::with_template("{spinner} {msg}")
    {
        bar.set_style(style);
    }
    let mut next = LINE_EVERY;
    while !done.load(Ordering::Acquire) {
        std::thread::park_timeout(Duration::from_millis(100));
        let spent = started.elapsed();
        let answered = watch.answered.load(Ordering::Relaxed);
        let wanted = watch.wanted.load(Ordering::Relaxed);
        let phase = match watch.measuring.load(Ordering::Relaxed) {
            true => "measuring",
            false => "warming up",
        };
        let of = match (wanted, seconds) {
            (0, Some(seconds)) => format!(" of {seconds} s"),
            (0, None) => String::new(),
            (n, _) => format!(", {answered} of {n} answers"),
        };
        let line = format!("{phase}: {:.0} s{of}", spent.as_secs_f64());
        if let Some(bar) = &bar {
            bar.set_message(line);
            bar.tick();
        } else if spent >= next {
            next += LINE_EVERY;
            print_progress(&line, &[("answered", answered), ("wanted", wanted)]);
        }
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_that_is_the_longest_is_not_told() {
        let check = |samples, expected: [bool; 3]| {
            let class = ClassResult {
                samples,
                ..ClassResult::default()
            };
            let row = row("a\u{1b}b", &class);
            let told = [&row[4], &row[5], &row[6]].map(|cell| cell != "-");
            assert_eq!(told, expected, "{samples}");
            assert!(!row[0].contains('\u{1b}'));
        };
        check(9, [false, false, false]);
        check(10, [true, false, false]);
        check(100, [true, true, false]);
        check(999, [true, true, false]);
        check(1_000, [true, true, true]);
    }

    #[test]
    fn columns_are_aligned_and_missing_bounds_are_marked() {
        let cells = |text: &str| std::array::from_fn(|_| text.to_owned());
        let lines = aligned(&[cells("a"), cells("long")]);
        assert!(lines[0].starts_with("a        a") && lines[1].starts_with("long  long"));
        let estimate = Estimate {
            value: 1_234.5,
            low: Some(999.0),
            high: None,
        };
        assert_eq!(with_bounds(&estimate), "1.234 (0.999 to ?)");
    }
}

//! Recorded passes of indexing for people: figures by pass, the index by part, stages.

use std::io;

use indicatif::{HumanBytes, HumanCount};

use super::Out;
use super::escape::one_line;
use crate::bench::{INGEST_STAGES, IngestFigures, IngestPass, IngestRun};

/// Passes that have a column of their own.
const COLUMNS: usize = 5;

/// Prints the passes.
///
/// # Errors
/// As [`Out::line`].
pub fn print_ingest(out: &mut Out, run: &IngestRun) -> io::Result<()> {
    let paint = out.paint;
    let Some(last) = run.passes.last() else {
        return out.line("no pass was made");
    };
    let settings = &run.settings;
    out.line(&format!(
        "{} {}, {} to stay within, {}",
        settings.threads,
        if settings.threads == 1 {
            "thread"
        } else {
            "threads"
        },
        mb(settings.memory_bytes as f64),
        if settings.families {
            "copies looked for"
        } else {
            "without copies"
        }
    ))?;
    out.line(&format!(
        "{} on disk, {} of records; {} read = {} indexed + {} updated + {} unchanged + {} skipped + {} rejected",
        HumanBytes(last.bytes),
        HumanBytes(last.record_bytes),
        HumanCount(last.read),
        last.indexed,
        last.updated,
        last.unchanged,
        last.skipped,
        last.rejected
    ))?;
    out.line("")?;
    print_figures(out, run)?;
    out.line("")?;
    out.line(&paint.name(&format!(
        "index of {} articles, {} segments",
        HumanCount(last.articles),
        last.segments
    )))?;
    let mut parts: Vec<_> = last.parts.iter().filter(|(_, bytes)| **bytes > 0).collect();
    parts.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    for (part, bytes) in parts {
        let share = *bytes as f64 / last.figures.index_bytes.max(1.0);
        out.line(&format!(
            "  {part:<16}{:>12}{:>8}",
            mb(*bytes as f64),
            percent(share)
        ))?;
    }
    if last.figures.cpu_s.is_some() {
        out.line(&paint.name("CPU time by stage, mean of the passes"))?;
        for stage in INGEST_STAGES {
            let seconds = mean(run, |pass| pass.stages_cpu_s.get(stage).copied());
            let all = mean(run, |pass| pass.figures.cpu_s);
            let share = percent(seconds / all.max(1e-9));
            out.line(&format!("  {stage:<16}{seconds:>10.2} s{share:>8}"))?;
        }
    }
    let wait = |name: &str| mean(run, |pass| pass.waits_s.get(name).copied());
    let waits = ["commit", "merge", "families"].map(|name| format!("{name} {:.2} s", wait(name)));
    out.line(&format!(
        "by the clock, with nothing else going on: {}",
        waits.join(", ")
    ))?;
    for note in &run.notes {
        out.line(&format!("note: {}", one_line(note)))?;
    }
    Ok(())
}

fn print_figures(out: &mut Out, run: &IngestRun) -> io::Result<()> {
    type Shown = fn(&IngestFigures) -> String;
    let rows: [(&str, Shown); 7] = [
        ("wall", |f| format!("{:.2} s", f.wall_s)),
        ("CPU", |f| or_dash(f.cpu_s.map(|s| format!("{s:.2} s")))),
        ("MB a second", |f| format!("{:.1}", f.mb_per_s)),
        ("MB a CPU second", |f| {
            or_dash(f.mb_per_cpu_s.map(|r| format!("{r:.1}")))
        }),
        ("articles a second", |f| format!("{:.0}", f.articles_per_s)),
        ("peak memory", |f| or_dash(f.peak_memory_bytes.map(mb))),
        ("index / records", |f| format!("{:.3}", f.index_ratio)),
    ];
    let shown = run.passes.iter().take(COLUMNS);
    let names: Vec<String> = (1..=shown.len()).map(|n| format!("{n:>11}")).collect();
    let head = format!("{:<18}{:>11}{}", "pass", "median", names.concat());
    let head = out.paint.name(&head);
    out.line(&head)?;
    for (name, figure) in rows {
        let cells: Vec<String> = shown
            .clone()
            .map(|p| format!("{:>11}", figure(&p.figures)))
            .collect();
        out.line(&format!(
            "{name:<18}{:>11}{}",
            figure(&run.median),
            cells.concat()
        ))?;
    }
    match run.passes.len().saturating_sub(COLUMNS) {
        0 => Ok(()),
        n => out.line(&format!("and {n} passes more: --format json has all")),
    }
}

fn mean(run: &IngestRun, of: impl Fn(&IngestPass) -> Option<f64>) -> f64 {
    let values: Vec<f64> = run.passes.iter().filter_map(of).collect();
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn or_dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "-".to_owned())
}

/// Bytes in millions.
fn mb(bytes: f64) -> String {
    format!("{:.1} MB", bytes / 1e6)
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

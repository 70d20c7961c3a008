//! Comparisons of recorded runs for people: other answers first, then what else differs, then a table
//! by class.

use std::io;

use super::Out;
use super::escape::one_line;
use crate::bench::{ClassComparison, Ratio, RunComparison, Verdict};

/// Columns of a class's name at most.
const NAME: usize = 13;
/// Columns of a value of one run.
const VALUE: usize = 40;

/// Prints a comparison.
///
/// # Errors
/// As [`Out::line`].
pub fn print_run_comparison(out: &mut Out, found: &RunComparison) -> io::Result<()> {
    let paint = out.paint;
    print_answers(out, found)?;
    for difference in &found.differences {
        let [a, b] = [&difference.a, &difference.b].map(|value| shown(value));
        out.line(&format!("differs: {}: {a} | {b}", difference.what))?;
    }
    let [only_a, only_b] = found.only;
    if only_a + only_b > 0 {
        out.line(&format!(
            "left out: {only_a} queries of the first run alone, {only_b} of the second"
        ))?;
    }
    if out_of_place(found) {
        out.line("")?;
    }
    let head = format!(
        "{:NAME$} {:>5} {:>8} {:>8} {:>6}  {:<12} {:>6}",
        "ms (median)", "n", "A", "B", "B/A", "95 %", "CPU"
    );
    out.line(&paint.name(head.trim_end()))?;
    for (name, class) in &found.classes {
        out.line(&row(name, class))?;
    }
    if found.classes.len() > 1 {
        out.line(&row("all", &found.total))?;
    }
    out.line("")?;
    out.line("each query against itself, geometric mean (95 %):")?;
    for (class, of) in &found.classes {
        out.line(&each(class, of))?;
    }
    if found.classes.len() > 1 {
        out.line(&each("all", &found.total))?;
    }
    for note in &found.notes {
        out.line(&format!("note: {}", one_line(note)))?;
    }
    out.line(&paint.dim(&format!(
        "a verdict wants an interval without 1 and a change of {} %; {} draws, seed {}",
        percent(found.least),
        found.draws,
        found.seed
    )))
}

/// What was found otherwise, as loudly as a line can be.
fn print_answers(out: &mut Out, found: &RunComparison) -> io::Result<()> {
    let answers = &found.answers;
    if !found.is_answered_otherwise() {
        return out.line(&format!("same answers to all {} queries", answers.compared));
    }
    let loud = format!(
        "ANSWERS DIFFER: of {} queries {} have another number of matches, {} other hits",
        answers.compared, answers.other_total, answers.other_hits
    );
    let loud = out.paint.lit(&loud);
    out.line(&loud)?;
    for other in &answers.examples {
        let [a, b] = other.total;
        let totals = match a == b {
            true => format!("{a} matches, other hits"),
            false => format!("{a} -> {b} matches"),
        };
        let (class, q) = (name(&other.class), one_line(&other.q));
        out.line(&format!("  {class:NAME$} {totals}: {q}"))?;
    }
    let more = answers.other_total + answers.other_hits - answers.examples.len();
    match more {
        0 => Ok(()),
        more => out.line(&format!("  and {more} more")),
    }
}

/// Whether anything stands above the table but the line on answers.
fn out_of_place(found: &RunComparison) -> bool {
    found.is_answered_otherwise() || !found.differences.is_empty() || found.only != [0, 0]
}

fn row(class: &str, of: &ClassComparison) -> String {
    let [a, b] = of.median_us.map(|us| ms(us / 1e3));
    let bounds = match (of.ratio.low, of.ratio.high) {
        (Some(low), Some(high)) => format!("{low:.3}-{high:.3}"),
        _ => String::new(),
    };
    let verdict = match (of.verdict, of.maybe_machine) {
        (Verdict::NoDifferenceShown, _) => String::new(),
        (verdict, true) => format!("{}, or the machine", verdict.words()),
        (verdict, false) => verdict.words().to_owned(),
    };
    let answers = match of.other_answers {
        0 => String::new(),
        n => format!("  {n} answers differ"),
    };
    let cpu = of
        .cpu
        .map_or_else(|| "-".to_owned(), |cpu| format!("{cpu:.3}"));
    let line = format!(
        "{:NAME$} {:>5} {a:>8} {b:>8} {:>6.3}  {bounds:<12} {cpu:>6}  {verdict}{answers}",
        name(class),
        of.queries,
        of.ratio.value
    );
    line.trim_end().to_owned()
}

fn each(class: &str, of: &ClassComparison) -> String {
    format!("  {:NAME$} {}", name(class), with_bounds(&of.per_query))
}

fn with_bounds(ratio: &Ratio) -> String {
    match (ratio.low, ratio.high) {
        (Some(low), Some(high)) => format!("{:.3} ({low:.3} to {high:.3})", ratio.value),
        _ => format!("{:.3}", ratio.value),
    }
}

/// Milliseconds with as many digits as tell something.
fn ms(value: f64) -> String {
    match value {
        v if v < 10.0 => format!("{v:.3}"),
        v if v < 100.0 => format!("{v:.2}"),
        v => format!("{v:.1}"),
    }
}

/// A share in percent without needless digits.
fn percent(share: f64) -> String {
    let text = format!("{:.2}", share * 100.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn name(class: &str) -> String {
    one_line(class).chars().take(NAME).collect()
}

fn shown(value: &str) -> String {
    let value = one_line(value);
    match value.char_indices().nth(VALUE) {
        Some((at, _)) => format!("{}...", &value[..at]),
        None if value.is_empty() => "(none)".to_owned(),
        None => value,
    }
}

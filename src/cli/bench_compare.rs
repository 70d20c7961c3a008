//! `dateline bench compare`: two recorded runs beside each other.

use super::Exit;
use super::args::{BenchCompare, SummaryFormat};
use crate::bench::{BenchRun, Comparing, RunComparison, compare_runs};
use crate::output::{Out, print_note, print_run_comparison};

pub(super) fn run(args: &BenchCompare) -> anyhow::Result<Exit> {
    let (a, b) = (BenchRun::read(&args.a)?, BenchRun::read(&args.b)?);
    let how = Comparing {
        least: args.least,
        draws: args.draws as usize,
        seed: args.seed,
        anyway: args.anyway,
    };
    let found = compare_runs(&a, &b, &how)?;
    let mut out = Out::paged(args.format.purpose());
    match args.format {
        SummaryFormat::Text => print_run_comparison(&mut out, &found)?,
        SummaryFormat::Json => out.json_pretty(&found)?,
    }
    out.finish()?;
    Ok(match args.fail_over {
        Some(limit) => judged(&found, limit),
        None => Exit::Success,
    })
}

/// What `--fail-over` makes of it, with the reasons on standard error.
fn judged(found: &RunComparison, limit: f64) -> Exit {
    let slower = found.slower_than(limit);
    if !slower.is_empty() {
        let names = slower.join(", ");
        print_note(&format!("slower by more than {limit}: {names}"));
    }
    // Another index may have other answers.
    let is_same_index = !found
        .differences
        .iter()
        .any(|d| d.what == "index fingerprint");
    let wrong = is_same_index && found.is_answered_otherwise();
    if wrong {
        print_note("the same index was answered from otherwise");
    }
    match wrong || !slower.is_empty() {
        true => Exit::Nothing,
        false => Exit::Success,
    }
}

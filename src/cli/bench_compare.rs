//! `dateline bench compare`: two recorded runs beside each other.

use std::path::Path;

use super::Exit;
use super::args::{BenchCompare, SummaryFormat};
use crate::bench::{BenchRun, Comparing, RunComparison, compare_runs};
use crate::error::Result;
use crate::output::{Chart, Out, print_note, print_run_comparison, write_file};

pub(super) fn run(args: &BenchCompare) -> anyhow::Result<Exit> {
    let (a, b) = (BenchRun::read(&args.a)?, BenchRun::read(&args.b)?);
    let how = Comparing {
        least: args.least,
        draws: args.draws as usize,
        seed: args.seed,
        anyway: args.anyway,
    };
    let found = compare_runs(&a, &b, &how)?;
    let [mut name_a, mut name_b] = [&args.a, &args.b].map(|path| stem(path));
    if name_a == name_b {
        (name_a, name_b) = (args.a.display().to_string(), args.b.display().to_string());
    }
    draw(args.svg.as_deref(), args.png.as_deref(), || {
        let title = format!("{name_a} (A) and {name_b} (B)");
        let (a, b) = ((name_a.as_str(), &a), (name_b.as_str(), &b));
        Chart::of_runs(&title, &[a, b], Some(&found))
    })?;
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

/// Writes a drawing into the files that were named.
pub(super) fn draw(
    svg: Option<&Path>,
    png: Option<&Path>,
    chart: impl Fn() -> Chart,
) -> Result<()> {
    if let Some(path) = svg {
        write_file(path, chart().svg().as_bytes())?;
    }
    if let Some(path) = png {
        let bytes = chart().png();
        let bytes = bytes.map_err(|e| crate::Error::io("cannot write", path, e))?;
        write_file(path, &bytes)?;
    }
    Ok(())
}

/// A file's name without its ending.
pub(super) fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

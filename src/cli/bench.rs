//! `dateline bench`: latency of queries under load.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::args::{Bench, BenchCommand, BenchRunArgs, ColdBefore, SummaryFormat};
use super::bench_compare::{draw, stem};
use super::{Exit, on_interrupt, plan, saved};
use crate::bench::{self, Before, BenchRun, Load, Loop, Page, Plan, QuerySet, Watch};
use crate::error::Error;
use crate::index::Archive;
use crate::output::{Chart, Out, print_bench, print_note, watch_bench, write_file};
use crate::query::field_specs;

/// Threads that ask, at most.
const MOST_THREADS: usize = 1_024;

/// Passes that count where nothing says how many.
const PASSES: u32 = 5;

pub(super) fn run(args: &Bench) -> anyhow::Result<Exit> {
    match &args.command {
        None => measure(&args.run),
        Some(BenchCommand::Run(run)) => measure(run),
        Some(BenchCommand::Compare(args)) => super::bench_compare::run(args),
        Some(BenchCommand::Generate(args)) => super::bench_generate::run(args),
        Some(BenchCommand::Ingest(args)) => super::bench_ingest::run(args),
    }
}

fn measure(args: &BenchRunArgs) -> anyhow::Result<Exit> {
    let load = load(args)?;
    for path in [&args.save, &args.svg, &args.png].into_iter().flatten() {
        writable(path)?;
    }
    // Clap asks for a file.
    let path = args.queries.as_deref().unwrap_or(Path::new(""));
    let set = QuerySet::read(path, &field_specs())?.only(&args.only)?;
    let archive = Archive::open(&plan::index_dir(args.place.index.as_deref())?)?;
    let mut page = page(args)?;
    page.saved = saved::for_queries(set.queries.iter().map(|query| query.q.as_str()))?;
    let planned = Plan {
        set,
        name: path.display().to_string(),
        only: args.only.clone(),
        page,
        cold: args.cold.map(|before| match before {
            ColdBefore::Query => Before::Query,
            ColdBefore::Pass => Before::Pass,
        }),
        command: typed(),
        load,
    };
    let run = watched(archive, &planned, args.quiet)?;
    let interrupted = run.ended.as_deref() == Some("interrupted");
    if interrupted && run.total.samples == 0 {
        print_note("interrupted before anything was measured");
        return Ok(Exit::Interrupted);
    }
    if let Some(path) = &args.save {
        write_file(path, run.to_json().as_bytes())?;
    }
    let title = format!("Latency of {}", planned.name);
    let name = stem(path);
    draw(args.svg.as_deref(), args.png.as_deref(), || {
        Chart::of_runs(&title, &[(&name, &run)], None)
    })?;
    let mut out = Out::paged(args.format.purpose());
    match args.format {
        SummaryFormat::Json => out.json_pretty(&run)?,
        SummaryFormat::Text => print_bench(&mut out, &run)?,
    }
    out.finish()?;
    Ok(match interrupted {
        true => Exit::Interrupted,
        false => Exit::Success,
    })
}

/// Measures while a thread tells how far it is; Ctrl-C ends it with what was measured.
fn watched(archive: Archive, planned: &Plan, quiet: bool) -> Result<BenchRun, Error> {
    let watch = Arc::new(Watch::default());
    let stopped = Arc::clone(&watch);
    on_interrupt(
        move || stopped.stop.swap(true, Ordering::SeqCst),
        "stopping: what was measured follows (once more to stop at once)",
    );
    let done = AtomicBool::new(false);
    let seconds = planned.load.duration.map(|d| d.as_secs_f64());
    std::thread::scope(|scope| {
        let teller = (!quiet).then(|| scope.spawn(|| watch_bench(&watch, seconds, &done)));
        let result = bench::measure(archive, planned, &watch);
        done.store(true, Ordering::Release);
        if let Some(teller) = teller {
            teller.thread().unpark();
        }
        result
    })
}

fn load(args: &BenchRunArgs) -> Result<Load, Error> {
    let wrong = |message: String, help: &str| Error::Argument {
        message,
        help: Some(help.to_owned()),
    };
    let threads = args.threads;
    if !(1..=MOST_THREADS).contains(&threads) {
        let message = format!("`--threads {threads}` is not from 1 to {MOST_THREADS}");
        return Err(wrong(message, "write --threads 2"));
    }
    if args.cold.is_some() && threads > 1 {
        let message = "--cold asks one query after the other".to_owned();
        return Err(wrong(message, "leave --threads out"));
    }
    if let Some(rate) = args.rate
        && !(rate > 0.0 && rate <= 1e6)
    {
        let message = format!("`--rate {rate}` is no number of queries a second");
        return Err(wrong(message, "write --rate 100"));
    }
    if args.limit == 0 {
        let message = "`--limit 0` asks for no hits".to_owned();
        return Err(wrong(message, "write --page count or --page facets"));
    }
    let passes = match (args.cold, args.duration) {
        (Some(_), None) => Some(1),
        (None, None) => Some(PASSES),
        (_, Some(_)) => None,
    };
    Ok(Load {
        kind: match args.rate {
            Some(rate) => Loop::Open {
                rate,
                poisson: args.poisson,
            },
            None => Loop::Closed,
        },
        threads,
        warmup: args.warm_up,
        iterations: args.iterations.or(passes),
        duration: args.duration.map(Duration::from_secs_f64),
        seed: args.seed,
        raw: args.raw,
        ..Load::default()
    })
}

fn page(args: &BenchRunArgs) -> Result<Page, Error> {
    let mut page = Page {
        what: args.page.into(),
        limit: args.limit,
        matching: plan::matching(&args.matching)?,
        ..Page::default()
    };
    if !args.facet.is_empty() {
        let named = args.facet.iter().filter(|name| *name != "none");
        page.facets = named.cloned().collect();
    }
    Ok(page)
}

/// What would only be found out after an hour of measuring.
pub(super) fn writable(path: &Path) -> Result<(), Error> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    match path.is_dir() || !folder.is_dir() {
        true => Err(Error::Argument {
            message: format!(
                "cannot write {}: no such folder, or it is one",
                path.display()
            ),
            help: Some("name a file in a folder that is there".to_owned()),
        }),
        false => Ok(()),
    }
}

/// The command as it was typed, words with blanks in quotes.
pub(super) fn typed() -> String {
    let word = |word: String| match word.chars().any(char::is_whitespace) {
        true => format!("'{word}'"),
        false => word,
    };
    let words = std::env::args_os().skip(1);
    let words = words.map(|text| word(text.to_string_lossy().into_owned()));
    let words: Vec<String> = words.collect();
    format!("dateline {}", words.join(" "))
}

//! `dateline bench ingest`: passes of indexing, each in a process of its own.

use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::args::{BenchIngest, SummaryFormat};
use super::bench::{typed, writable};
use super::index::with_today;
use super::{Exit, on_interrupt};
use crate::bench::{IngestPass, IngestRun, IngestSettings, Machine, Program, ingest_pass};
use crate::error::Error;
use crate::index::IndexOptions;
use crate::ingest::KeyMap;
use crate::output::{ColorChoice, Out, print_ingest, print_note, write_file};

/// How often a running pass is looked at.
const LOOK: Duration = Duration::from_millis(20);

pub(super) fn run(args: &BenchIngest) -> anyhow::Result<Exit> {
    let options = options(args);
    if let Some(dir) = &args.pass {
        let pass = ingest_pass(dir, &args.paths, &options)?;
        let mut out = Out::new(ColorChoice::Never);
        out.json(&pass)?;
        out.finish()?;
        return Ok(Exit::Success);
    }
    check(args)?;
    if let Some(path) = &args.save {
        writable(path)?;
    }
    let stop = Arc::new(AtomicBool::new(false));
    let (stopped, is_done) = (Arc::clone(&stop), Arc::new(AtomicBool::new(false)));
    let done = Arc::clone(&is_done);
    on_interrupt(
        // While a pass runs it is ended within moments, and its index must not be left behind.
        move || stopped.swap(true, Ordering::SeqCst) && done.load(Ordering::SeqCst),
        "stopping: the passes that were made follow",
    );
    let mut run = IngestRun {
        version: 1,
        started: jiff::Timestamp::now().to_string(),
        command: typed(),
        machine: Machine::now(),
        program: Program::this(),
        settings: IngestSettings {
            paths: args.paths.iter().map(|p| p.display().to_string()).collect(),
            threads: options.threads,
            memory_bytes: options.memory_bytes as u64,
            families: options.families,
            runs: args.runs.into(),
        },
        ..IngestRun::default()
    };
    for n in 1..=args.runs {
        let folder = tempfile::Builder::new()
            .prefix("dateline-bench-")
            .tempdir()?;
        let kept = args.keep.as_deref().filter(|_| n == args.runs);
        let dir = kept.map_or_else(|| folder.path().join("index"), Path::to_owned);
        let Some(pass) = one(args, &dir, &stop)? else {
            // What is kept is a whole index or nothing; the folder was free before.
            if kept.is_some() && dir.exists() {
                fs_err::remove_dir_all(&dir)?;
            }
            folder.close()?;
            break;
        };
        if !args.quiet {
            let figures = &pass.figures;
            let (wall, rate) = (figures.wall_s, figures.mb_per_s);
            print_note(&format!(
                "pass {n} of {}: {wall:.2} s, {rate:.1} MB/s",
                args.runs
            ));
        }
        run.passes.push(pass);
    }
    is_done.store(true, Ordering::SeqCst);
    let interrupted = stop.load(Ordering::SeqCst);
    if run.passes.is_empty() {
        return Ok(Exit::Interrupted);
    }
    run.conclude();
    if let Some(path) = &args.save {
        write_file(path, run.to_json().as_bytes())?;
    }
    let mut out = Out::new(ColorChoice::Auto);
    match args.format {
        SummaryFormat::Text => print_ingest(&mut out, &run)?,
        SummaryFormat::Json => out.json_pretty(&run)?,
    }
    out.finish()?;
    Ok(match interrupted {
        true => Exit::Interrupted,
        false => Exit::Success,
    })
}

fn options(args: &BenchIngest) -> IndexOptions {
    let mut options = IndexOptions {
        keys: with_today(KeyMap::default()),
        memory_bytes: args.memory,
        families: !args.no_families,
        ..IndexOptions::default()
    };
    if let Some(threads) = args.threads {
        options.threads = threads.into();
    }
    options
}

/// What would fail after the first pass only.
fn check(args: &BenchIngest) -> Result<(), Error> {
    if args.paths.iter().any(|path| path == Path::new("-")) {
        return Err(Error::Argument {
            message: "standard input can be read only once, and passes are many".into(),
            help: Some("write it to a file first".into()),
        });
    }
    let Some(dir) = &args.keep else {
        return Ok(());
    };
    let is_free = match fs_err::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    match is_free {
        true => Ok(()),
        false => Err(Error::Argument {
            message: format!("--keep {}: there is something there already", dir.display()),
            help: Some("name a folder that is not there yet".into()),
        }),
    }
}

/// Whether a process was ended by Ctrl-C, or by being asked to end.
#[cfg(unix)]
fn is_interrupt(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    // SIGHUP, SIGINT and SIGTERM have the same numbers everywhere.
    matches!(status.signal(), Some(1 | 2 | 15)) || status.code() == Some(130)
}

/// Whether a process was ended by Ctrl-C.
#[cfg(not(unix))]
fn is_interrupt(status: ExitStatus) -> bool {
    status.code() == Some(130)
}

/// Runs one pass; none where it was stopped.
fn one(args: &BenchIngest, dir: &Path, stop: &AtomicBool) -> anyhow::Result<Option<IngestPass>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["bench", "ingest", "--pass"]).arg(dir);
    command.arg("--memory").arg(args.memory.to_string());
    if let Some(threads) = args.threads {
        command.arg("--threads").arg(threads.to_string());
    }
    if args.no_families {
        command.arg("--no-families");
    }
    command.arg("--").args(&args.paths);
    // What it tells is one line, less than a pipe holds; it need not be read meanwhile.
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let ended = loop {
        if stop.load(Ordering::SeqCst) {
            let _ = child.kill();
            child.wait()?;
            return Ok(None);
        }
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(LOOK);
    };
    let told = child.wait_with_output()?.stdout;
    if !ended.success() {
        // A terminal interrupts the pass too, and it may have ended before this process has noticed.
        if is_interrupt(ended) {
            stop.store(true, Ordering::SeqCst);
        }
        if stop.load(Ordering::SeqCst) {
            return Ok(None);
        }
        anyhow::bail!("a pass failed ({ended})");
    }
    Ok(Some(serde_json::from_slice(&told)?))
}

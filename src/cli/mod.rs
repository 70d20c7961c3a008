//! The command line: what was typed (`args`), what that means (`plan`), one file a command.

mod args;
mod bench;
mod bench_compare;
mod bench_generate;
mod bench_ingest;
mod compare;
mod complete;
mod config;
mod demo;
mod doctor;
mod eval;
mod export;
mod facets;
mod family;
mod grid;
mod index;
mod judge;
mod logging;
mod man;
mod merge;
mod narrow;
mod next;
mod parse;
mod plan;
mod query;
mod results;
mod rm;
mod saved;
mod search;
mod show;
mod similar;
mod stats;
mod sync;
mod timeline;
mod tui;
mod verify;
mod watch;

use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clap::FromArgMatches;

use crate::error::Error;
use crate::index::Progress;
use crate::output::{self, Console, LogFormat};
use args::{Args, Command};
use config::Config;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Something was found or done.
    Success,
    /// Nothing was found.
    Nothing,
    /// The index is damaged, or something else does not work.
    Damaged,
    /// Nothing was asked for.
    Misused,
    /// Stopped by the user.
    Interrupted,
}

/// Runs the program: 0 for hits, 1 for none or for damage, 2 for an error, 130 when interrupted.
pub fn main() -> ExitCode {
    if complete::answered() {
        return ExitCode::SUCCESS;
    }
    let args = parsed().unwrap_or_else(|error| refuse(&error));
    let code = match configured(args) {
        Ok(Exit::Success) => 0,
        Ok(Exit::Nothing | Exit::Damaged) => 1,
        Ok(Exit::Misused) => 2,
        Ok(Exit::Interrupted) => 130,
        Err(error) => {
            report(&error);
            if error.is::<sync::Interrupted>() {
                130
            } else {
                2
            }
        }
    };
    ExitCode::from(code)
}

/// What was typed.
fn parsed() -> Result<Args, clap::Error> {
    let mut matches = args::command().try_get_matches()?;
    Args::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut args::command()))
}

/// Ends the program with the help that was asked for, or with what is wrong with the arguments.
fn refuse(error: &clap::Error) -> ! {
    // They can't be read, so they are looked through for the one that says how to tell it.
    let typed: Vec<_> = std::env::args_os().skip(1).collect();
    let json = typed.iter().any(|arg| arg == "--log-format=json")
        || typed
            .windows(2)
            .any(|two| two[0] == "--log-format" && two[1] == "json");
    if !json || error.exit_code() == 0 {
        error.exit();
    }
    let console = Console {
        log_format: LogFormat::Json,
        ..Console::default()
    };
    console.choose();
    let told = error.to_string();
    output::print_error(told.trim().trim_start_matches("error: "), None, None);
    std::process::exit(error.exit_code());
}

/// Reads the config file, and runs the command.
fn configured(args: Args) -> anyhow::Result<Exit> {
    let (verbose, typed) = (args.verbose, args.console.clone());
    let read = config::with_config(args);
    // An error of the config file is told as the options say.
    let config = read.as_ref().map(|(_, config)| config);
    let console = config.unwrap_or(&Config::default()).console(&typed);
    let format = console.log_format;
    console.choose();
    logging::start(verbose, format);
    let (args, config) = read?;
    config.tell();
    plan::choose_index(config.index());
    run(args, &config)
}

fn run(args: Args, config: &Config) -> anyhow::Result<Exit> {
    let Some(command) = args.command else {
        return tui::bare(config);
    };
    match command {
        Command::Index(index) => index::run(&index),
        Command::Search(search) => search::run(&search),
        Command::Show(show) => show::run(&show),
        Command::Parse(parse) => parse::run(&parse),
        Command::Stats(stats) => stats::run(&stats),
        Command::Rm(rm) => rm::run(&rm),
        Command::Merge(merge) => merge::run(&merge),
        Command::Verify(verify) => verify::run(&verify),
        Command::Export(export) => export::run(&export),
        Command::Family(family) => family::run(&family),
        Command::Saved(saved) => saved::run(&saved),
        Command::Watch(watch) => watch::run(&watch),
        Command::Query(query) => query::run(&query),
        Command::Similar(similar) => similar::run(&similar),
        Command::Timeline(timeline) => timeline::run(&timeline),
        Command::Compare(compare) => compare::run(&compare),
        Command::Bench(bench) => bench::run(&bench),
        Command::Facets(facets) => facets::run(&facets),
        Command::Eval(eval) => eval::run(&eval),
        Command::Judge(judge) => judge::run(&judge, config),
        Command::Tui(tui) => tui::run(&tui, config),
        Command::Config(typed) => config::run(&typed, &args.console, config),
        Command::Demo(demo) => demo::run(&demo, config),
        Command::Doctor(doctor) => doctor::run(&doctor, &args.console, config),
        Command::Completions(completions) => complete::run(completions.shell),
        Command::Man(man) => man::run(&man),
    }
}

/// Prints an error once, with what led to it and the remedy.
fn report(error: &anyhow::Error) {
    let known = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<Error>());
    // A library error's message has its cause in it already.
    let message = match known {
        Some(known) => known.to_string(),
        None => format!("{error:#}"),
    };
    let shown = match known {
        Some(Error::Query { shown, .. }) => Some(shown.as_str()),
        _ => None,
    };
    let help = match known {
        Some(Error::NoIndex { dir }) => Some(next::without_index(dir)),
        _ => known.and_then(Error::help),
    };
    // The rendered query begins with the message itself.
    let shown = shown.map(|s| s.strip_prefix(&format!("{message}\n")).unwrap_or(s));
    output::print_error(&message, shown, help.as_deref());
}

/// A progress that Ctrl-C and SIGTERM stop: what is whole is committed. A second one ends at once.
/// Of several, one after the other, the last is the one that is stopped.
fn stoppable() -> Arc<Progress> {
    let progress = Arc::new(Progress::default());
    let before = running().replace(Arc::clone(&progress));
    if before.is_none() {
        on_interrupt(
            || {
                let watched = running().clone();
                watched.is_none_or(|watched| watched.stop.swap(true, Ordering::SeqCst))
            },
            "stopping: committing what is whole (once more to stop at once)",
        );
    }
    progress
}

/// Calls `stop` on Ctrl-C and SIGTERM, and tells the remark. Where it answers that it was called
/// before, the program ends at once.
fn on_interrupt(stop: impl Fn() -> bool + Send + 'static, remark: &'static str) {
    let set = ctrlc::set_handler(move || {
        if output::is_paging() {
            // The work is done, and Ctrl-C is the pager's. Its flag may be set a moment later than this is called.
            std::thread::sleep(std::time::Duration::from_millis(20));
            if output::was_interrupted() {
                return;
            }
            std::process::exit(130);
        }
        if stop() {
            std::process::exit(130);
        }
        output::print_note(remark);
    });
    if let Err(error) = set {
        tracing::warn!(%error, "Ctrl-C ends at once");
    }
}

/// Nothing is being indexed any more: Ctrl-C ends the program at once.
fn indexed() {
    if let Some(progress) = running().as_ref() {
        progress.stop.store(true, Ordering::SeqCst);
    }
}

/// What Ctrl-C stops.
fn running() -> MutexGuard<'static, Option<Arc<Progress>>> {
    static RUNNING: Mutex<Option<Arc<Progress>>> = Mutex::new(None);
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

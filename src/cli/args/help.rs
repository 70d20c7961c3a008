//! How help is shown, the same of all commands: with -h a line an option, with --help everything.
//! And which heading an option stands under where a command has many. What the help says stands
//! beside each option.

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command, CommandFactory};

use super::Args;

/// A command with more options of its own than this has them under headings.
const MANY: usize = 10;

/// Headings and the options below them, of commands that search and count.
const SEARCHING: &[(&str, &[&str])] = &[
    ("Where to look", &["within", "index"]),
    (
        "Which articles",
        &[
            "matching",
            "source",
            "narrow",
            "place_name",
            "filter",
            "since",
            "until",
            "before",
            "same_language",
            "with_copies",
            "period",
            "query",
        ],
    ),
    (
        "Order and pages",
        &[
            "limit", "offset", "after", "sort", "collapse", "explain", "feedback", "recency",
            "one_pass",
        ],
    ),
    (
        "Counts",
        &[
            "facet",
            "facet_search",
            "fields",
            "missing",
            "timeline",
            "by",
            "tz",
            "peaks",
            "words",
        ],
    ),
    (
        "Result",
        &[
            "format",
            "columns",
            "bom",
            "trec_topic",
            "trec_tag",
            "ids_only",
            "null",
            "only_matching",
            "print_query",
            "select_1",
            "cite",
            "count",
            "quiet",
            "stats",
            "svg",
            "png",
        ],
    ),
];

/// Headings and the options below them, of `index`.
const INDEXING: &[(&str, &[&str])] = &[
    ("Where to keep it", &["index", "fresh"]),
    (
        "Which files",
        &["again", "prune", "input_format", "columns", "map"],
    ),
    (
        "What is done with them",
        &["language", "no_detect", "no_families", "threads", "memory"],
    ),
    ("Result", &["rejects", "format", "quiet"]),
];

/// Headings and the options below them, of `bench` and `bench run`.
const BENCHING: &[(&str, &[&str])] = &[
    (
        "What to ask",
        &["index", "only", "page", "facet", "limit", "matching"],
    ),
    (
        "Load",
        &[
            "threads",
            "rate",
            "poisson",
            "cold",
            "iterations",
            "duration",
            "warm_up",
            "seed",
        ],
    ),
    ("Result", &["save", "svg", "png", "raw", "format", "quiet"]),
];

/// Headings and the options below them, of `eval`.
const EVALUATING: &[(&str, &[&str])] = &[
    (
        "What is scored",
        &["qrels", "compare", "measure", "complete", "level"],
    ),
    (
        "Making the run",
        &[
            "topics", "plain", "within", "index", "depth", "matching", "explain", "feedback",
            "recency", "one_pass", "run_out",
        ],
    ),
    ("Grids", &["grid", "save_runs"]),
    ("Result", &["per_topic", "format"]),
];

/// Heading of the options that every command has.
const GENERAL: &str = "General";

/// The command line as it is parsed, shown in help, written as manual pages and completed.
pub(in crate::cli) fn command() -> Command {
    let flag = |name: &'static str, short, action, help: &'static str| {
        Arg::new(name)
            .short(short)
            .long(name)
            .action(action)
            .help(help)
            .help_heading(GENERAL)
    };
    let help = flag(
        "help",
        'h',
        ArgAction::Help,
        "Print help: -h short, --help all",
    );
    let version = flag("version", 'V', ArgAction::Version, "Print the version");
    let root = Args::command()
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|arg| match arg.is_global_set() {
            true => arg.help_heading(GENERAL),
            false => arg,
        })
        .arg(help.global(true))
        .arg(version);
    dressed(root)
}

/// A command and those below it in the common dress.
fn dressed(command: Command) -> Command {
    let headings = match command.get_name() {
        "index" => INDEXING,
        "eval" => EVALUATING,
        // There are other commands of the name `run`.
        _ if command.get_arguments().any(|a| a.get_id() == "warm_up") => BENCHING,
        _ => SEARCHING,
    };
    let own = command.get_opts().count() + command.get_arguments().filter(|a| is_flag(a)).count();
    let grouped = own > MANY;
    let mut command = command.mut_args(|arg| {
        let heading = heading(&arg, headings).filter(|_| grouped && !arg.is_positional());
        let arg = detailed(arg);
        match heading {
            Some(heading) => arg.help_heading(heading),
            None => arg,
        }
    });
    // The short help ends with the examples; the long one goes on.
    if let (Some(examples), Some(rest)) = (command.get_after_help(), command.get_after_long_help())
    {
        let both = format!("{examples}\n\n{rest}");
        command = command.after_long_help(both);
    }
    command.mut_subcommands(dressed)
}

fn is_flag(arg: &Arg) -> bool {
    !arg.is_positional() && !arg.get_action().takes_values()
}

fn heading(arg: &Arg, headings: &'static [(&str, &[&str])]) -> Option<&'static str> {
    let found = headings
        .iter()
        .find(|(_, ids)| ids.contains(&arg.get_id().as_str()));
    found.map(|(heading, _)| *heading)
}

/// An option whose values, default and variable are told by its long help alone, so that its
/// short one keeps to a line.
fn detailed(arg: Arg) -> Arg {
    let Some(help) = arg.get_long_help().or(arg.get_help()) else {
        return arg;
    };
    let mut long = help.to_string();
    // A default that is not clap's is told behind the values, as one of clap's would be.
    let told = long.rfind("\n\n[default: ").map(|at| long.split_off(at));
    let shown = |v: &PossibleValue| !v.is_hide_set();
    let takes = arg.get_action().takes_values();
    let values = match takes && !arg.is_hide_possible_values_set() {
        true => arg.get_possible_values(),
        false => Vec::new(),
    };
    let values: Vec<&PossibleValue> = values.iter().filter(|v| shown(v)).collect();
    if values.iter().any(|v| v.get_help().is_some()) {
        long.push_str("\n\nValues:");
        let width = values.iter().map(|v| v.get_name().len()).max().unwrap_or(0) + 2;
        for value in &values {
            let help = value.get_help().map(ToString::to_string);
            let row = format!("{:width$}{}", value.get_name(), help.unwrap_or_default());
            long.push_str(&format!("\n  {}", row.trim_end()));
        }
    } else if !values.is_empty() {
        let names: Vec<&str> = values.iter().map(|v| v.get_name()).collect();
        long.push_str(&format!("\n\n[values: {}]", names.join(", ")));
    }
    long.push_str(&told.unwrap_or_default());
    let default = arg.get_default_values();
    if takes && !default.is_empty() && !arg.is_hide_default_value_set() {
        let default: Vec<_> = default.iter().map(|v| v.to_string_lossy()).collect();
        long.push_str(&format!("\n\n[default: {}]", default.join(" ")));
    }
    if let Some(name) = arg.get_env().filter(|_| !arg.is_hide_env_set()) {
        long.push_str(&format!("\n\n[environment: {}]", name.to_string_lossy()));
    }
    let arg = arg.long_help(long).hide_env(true);
    match takes {
        true => arg.hide_default_value(true).hide_possible_values(true),
        false => arg,
    }
}

#[cfg(test)]
#[path = "help_tests.rs"]
mod tests;

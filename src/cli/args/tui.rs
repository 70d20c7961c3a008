//! What was typed of `tui`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::Where;
use super::search::{check_collapse, parse_sort};
use crate::search::Sort;

/// Searches in the terminal: results, facets, timeline and articles while one types.
///
/// The query is searched for as it is typed. Tab goes from pane to pane, `?` (F1 while typing)
/// shows the keys, which can be changed in the configuration file. Where standard output is no
/// terminal, Enter prints the ids of the marked articles, else of the current one, and ends.
///
/// `dateline` alone is the same, where there is a terminal and an index.
#[derive(Debug, Clone, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline tui
  dateline tui --index archive --query 'ferry \"coast guard\"'
  dateline tui | xargs -d '\\n' -n 1 dateline show
  dateline tui --query ferry --select-1 --print-query > chosen.txt
  dateline tui --filter 'ferry date:2019' | head -n 3

Exit codes: 0 left or chosen, 1 left without a choice where one was wanted, or
nothing found, 2 error, 130 stopped by a signal.")]
pub(in crate::cli) struct Tui {
    /// Begins with this query.
    #[arg(
        short,
        long,
        value_name = "QUERY",
        default_value = "",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    pub(in crate::cli) query: String,
    /// Opens nothing: prints the ids of what this query finds, as Enter on all would.
    #[arg(
        short,
        long,
        value_name = "QUERY",
        conflicts_with = "query",
        allow_hyphen_values = true
    )]
    pub(in crate::cli) filter: Option<String>,
    /// Prints the query first, on a line of its own.
    #[arg(long)]
    pub(in crate::cli) print_query: bool,
    /// Opens nothing if the first query has one hit: prints its id.
    #[arg(short = '1', long = "select-1")]
    pub(in crate::cli) select_1: bool,
    /// Ends each id with a zero byte, for xargs -0.
    #[arg(short = '0', long = "null")]
    pub(in crate::cli) null: bool,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Searches these files or folders: they are indexed into a cache first, only what changed.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(in crate::cli) within: Vec<PathBuf>,
    /// Begins with the articles of these outlets only.
    #[arg(long, value_name = "SOURCE")]
    pub(in crate::cli) source: Vec<String>,
    /// Begins with a filter, FIELD=VALUE or FIELD!=VALUE.
    #[arg(long, value_name = "FIELD=VALUE")]
    pub(in crate::cli) narrow: Vec<String>,
    /// Begins with articles from this day or period on.
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) since: Option<String>,
    /// Begins with articles up to this day or period, inclusive.
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) until: Option<String>,
    /// Order of the hits, as `search --sort` [default: relevance].
    #[arg(long, value_name = "KEYS", allow_hyphen_values = true, value_parser = parse_sort)]
    pub(in crate::cli) sort: Option<Sort>,
    /// Show one copy of each story.
    ///
    /// none, earliest, longest, source:NAME, field:FACET, as `search --collapse`; the key `w` shows
    /// each [default: earliest].
    #[arg(long, value_name = "WHICH", value_parser = check_collapse_text)]
    pub(in crate::cli) collapse: Option<String>,
    /// Writes the time from each key to its frames to this file, as JSON lines.
    #[arg(long, value_name = "FILE", hide = true)]
    pub(in crate::cli) trace: Option<PathBuf>,
}

/// A text that `search --collapse` takes.
fn check_collapse_text(text: &str) -> Result<String, String> {
    check_collapse(text).map(|()| text.to_owned())
}

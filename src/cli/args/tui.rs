//! What was typed of `tui`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::Where;
use super::search::{check_collapse, parse_sort};
use crate::search::Sort;

/// Searches in the terminal while you type.
///
/// Results, facets, timeline and articles, side by side. The query is searched for as it is typed. Tab goes from pane to pane, `?` (F1 while typing)
/// shows the keys, which can be changed in the configuration file. Where standard output is no
/// terminal, Enter prints the ids of the marked articles, else of the current one, and ends.
///
/// `dateline` alone is the same, where there is a terminal and an index.
#[derive(Debug, Clone, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline tui
  dateline tui --index archive --query 'ferry \"coast guard\"'
  dateline tui | xargs -d '\\n' -n 1 dateline show
  dateline tui --query ferry --select-1 --print-query > chosen.txt
  dateline tui --filter 'ferry date:2019' | head -n 3",
    after_long_help = "\
Exit codes: 0 left or chosen, 1 left without a choice where one was wanted, or
nothing found, 2 error, 130 stopped by a signal.

See also:
  dateline search --help   the forms of a query
  dateline config init     a file in which keys can be changed
  dateline demo            a sample archive to try it on"
)]
pub(in crate::cli) struct Tui {
    /// Begin with this query.
    #[arg(
        short,
        long,
        value_name = "QUERY",
        default_value = "",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    pub(in crate::cli) query: String,
    /// Open nothing, print what is found.
    ///
    /// The ids of all that this query finds, as Enter on all would.
    #[arg(
        short,
        long,
        value_name = "QUERY",
        conflicts_with = "query",
        allow_hyphen_values = true
    )]
    pub(in crate::cli) filter: Option<String>,
    /// Print the query first.
    ///
    /// On a line of its own, before the ids.
    #[arg(long)]
    pub(in crate::cli) print_query: bool,
    /// Open nothing for a single hit.
    ///
    /// If the first query finds one article its id is printed.
    #[arg(short = '1', long = "select-1")]
    pub(in crate::cli) select_1: bool,
    /// End each id with a zero byte.
    ///
    /// For `xargs -0`.
    #[arg(short = '0', long = "null")]
    pub(in crate::cli) null: bool,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Search these files or folders.
    ///
    /// They are indexed into a cache first (DATELINE_CACHE, else the user's cache folder), and from
    /// then on only what has changed is read.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(in crate::cli) within: Vec<PathBuf>,
    /// Begin with this source only; repeatable.
    #[arg(long, value_name = "SOURCE")]
    pub(in crate::cli) source: Vec<String>,
    /// Begin with a filter.
    ///
    /// FIELD=VALUE or FIELD!=VALUE; may be repeated. Filters can be taken away in the view.
    #[arg(long, value_name = "FIELD=VALUE")]
    pub(in crate::cli) narrow: Vec<String>,
    /// Begin with articles from this day on.
    ///
    /// Written as for `search --since`.
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) since: Option<String>,
    /// Begin with articles up to this day.
    ///
    /// Written as for `search --since`; a year or month counts to its last day.
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) until: Option<String>,
    /// Order of the hits.
    ///
    /// As `search --sort`.
    ///
    /// [default: relevance]
    #[arg(long, value_name = "KEYS", allow_hyphen_values = true, value_parser = parse_sort)]
    pub(in crate::cli) sort: Option<Sort>,
    /// Show one copy of each story.
    ///
    /// none, earliest, longest, source:NAME, field:FACET, as `search --collapse`; the key `w` shows
    /// each.
    ///
    /// [default: earliest]
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

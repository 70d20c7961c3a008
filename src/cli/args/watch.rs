//! What was typed of `watch`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::Where;

/// Prints the stories that are new since the last time, for cron.
///
/// The first run takes everything that is there as new, unless it is told --since-now. A copy of a
/// story that was printed is not new, nor is an article that was only updated.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline watch queries.toml --index archive --since-now
  dateline watch queries.toml --index archive || echo nothing new

FILE holds tables [[query]] with name = and query =.
Exit codes: 0 something new, 1 nothing new, 2 error.")]
pub(in crate::cli) struct Watch {
    /// File of queries in TOML; `saved` is all saved queries.
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// File that keeps what was seen [default: FILE.state, for `saved` in the configuration folder].
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) state: Option<PathBuf>,
    /// On the first run takes what is there as seen, and prints nothing.
    #[arg(long)]
    pub(in crate::cli) since_now: bool,
    /// Stories to print for each query, at most; the rest is counted in a note and is not new again.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 100)]
    pub(in crate::cli) limit: usize,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = WatchFormat::Text)]
    pub(in crate::cli) format: WatchFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum WatchFormat {
    Text,
    Json,
    Jsonl,
    Ids,
}

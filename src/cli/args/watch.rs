//! What was typed of `watch`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::Where;

/// Prints the stories that are new since the last time, for cron.
///
/// The first run takes everything that is there as new, unless it is told --since-now. A copy of a
/// story that was printed is not new, nor is an article that was only updated.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline watch saved --index archive --since-now
  dateline watch queries.toml --index archive || echo nothing new
  dateline watch saved --format ids | xargs -r -n 1 dateline show",
    after_long_help = "\
FILE holds a table for each query:
  [[query]]
  name = \"border\"
  query = '\"border town\" -sport'

Exit codes: 0 something new, 1 nothing new, 2 error.

See also:
  dateline saved   queries by name"
)]
pub(in crate::cli) struct Watch {
    /// File of queries; `saved` is all saved ones
    ///
    /// In TOML, see below.
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// File that keeps what was seen.
    ///
    /// FILE.state where it is left out; for `saved` it is saved.state in the configuration folder.
    /// It is written once the output has gone out.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) state: Option<PathBuf>,
    /// Take what is there now as seen.
    ///
    /// On the first run, which prints nothing then. Later runs are not touched by it.
    #[arg(long)]
    pub(in crate::cli) since_now: bool,
    /// Stories to print for each query.
    ///
    /// At most; the rest is counted in a note and is not new again.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 100)]
    pub(in crate::cli) limit: usize,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = WatchFormat::Text)]
    pub(in crate::cli) format: WatchFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum WatchFormat {
    /// Query, date, source, headline, id: a line with tabs.
    Text,
    /// One object.
    Json,
    /// One object a story, a line each.
    Jsonl,
    /// Ids only, one a line.
    Ids,
}

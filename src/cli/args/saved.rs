//! What was typed of `saved`.

use clap::{Args as ClapArgs, Subcommand};

use super::Search;

/// Keeps queries by name; `saved:NAME` in a query stands for one.
///
/// They are in dateline/saved.toml of the user's configuration folder, or in saved.toml of
/// DATELINE_CONFIG_DIR.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline saved add border '\"border town\" -sport'
  dateline saved list
  dateline saved run border --since -7d
  dateline search 'saved:border ferry'",
    after_long_help = "\
See also:
  dateline watch saved   what is new for all of them, for cron"
)]
pub(in crate::cli) struct Saved {
    #[command(subcommand)]
    pub(in crate::cli) command: SavedCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SavedCommand {
    /// Keeps a query.
    ///
    /// It is read first, and a query that can't be read is not kept.
    #[command(after_help = "\
Examples:
  dateline saved add border '\"border town\" -sport'
  dateline saved add ferries 'ferry OR saved:border' --replace")]
    Add {
        /// Its name: a-z, 0-9, `.`, `_` and `-`
        ///
        /// At most 64 characters; begins with a letter or a digit.
        #[arg(value_name = "NAME")]
        name: String,
        /// The query
        ///
        /// As for `dateline search`; it may name other saved queries.
        #[arg(value_name = "QUERY", allow_hyphen_values = true)]
        query: String,
        /// Replace the query of this name.
        #[arg(long)]
        replace: bool,
    },
    /// Lists names and queries.
    ///
    /// A line each, a tab between them. Exit code 1 if there is none.
    #[command(after_help = "\
Examples:
  dateline saved list
  dateline saved list | cut -f 1")]
    List,
    /// Prints a query.
    #[command(after_help = "\
Examples:
  dateline saved show border
  dateline query \"$(dateline saved show border)\"")]
    Show {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Forgets a query.
    #[command(after_help = "\
Examples:
  dateline saved rm border
  dateline saved rm 2019.q_1")]
    Rm {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Searches with a query: its name, then the options of `search`.
    ///
    /// The same as `dateline search saved:NAME`.
    #[command(
        after_help = "\
Examples:
  dateline saved run border
  dateline saved run border --since -7d --sort newest
  dateline saved run border --count --index archive",
        after_long_help = "\
See also:
  dateline search --help   the options, told in full"
    )]
    Run(Box<Search>),
}

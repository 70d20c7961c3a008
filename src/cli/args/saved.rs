//! What was typed of `saved`.

use clap::{Args as ClapArgs, Subcommand};

use super::Search;

/// Keeps queries by name; `saved:NAME` in a query stands for one.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline saved add border '\"border town\" -sport'
  dateline saved run border --since -7d
  dateline search 'saved:border ferry'

They are in dateline/saved.toml of the user's configuration folder, or of
DATELINE_CONFIG_DIR.")]
pub(in crate::cli) struct Saved {
    #[command(subcommand)]
    pub(in crate::cli) command: SavedCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SavedCommand {
    /// Keeps a query.
    Add {
        /// Its name: a-z, 0-9, `.`, `_` and `-`.
        #[arg(value_name = "NAME")]
        name: String,
        /// The query.
        #[arg(value_name = "QUERY", allow_hyphen_values = true)]
        query: String,
        /// Takes the place of the query that has this name.
        #[arg(long)]
        replace: bool,
    },
    /// Lists names and queries.
    List,
    /// Prints a query.
    Show {
        /// Its name.
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Forgets a query.
    Rm {
        /// Its name.
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Searches with a query: its name, then the options of `search`.
    Run(Box<Search>),
}

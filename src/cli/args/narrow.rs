//! What was typed to say which articles are meant: the same of every command that only counts.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::Where;

/// Which articles of which index.
#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct Narrow {
    /// Works on these files or folders: they are indexed into a cache first, only what changed.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(in crate::cli) within: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// How many of the plain words an article must have: relaxed, all, any, 3, 75%.
    #[arg(long = "match", value_name = "HOW", default_value = "all")]
    pub(in crate::cli) matching: String,
    /// Only with this dateline place; may be repeated (any of them).
    #[arg(long = "place", value_name = "NAME")]
    pub(in crate::cli) place_name: Vec<String>,
    /// Only with this value of a facet; may be repeated: any of a field's, all fields.
    #[arg(long, value_name = "FIELD=VALUE")]
    pub(in crate::cli) filter: Vec<String>,
    /// Published on this day or later: 2017, 2017-11, 2017-11-19, -30d.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(in crate::cli) since: Option<String>,
    /// Published on this day or earlier.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(in crate::cli) until: Option<String>,
}

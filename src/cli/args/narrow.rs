//! What was typed to say which articles are meant: the same of every command that only counts.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::Where;

/// Which articles of which index.
#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct Narrow {
    /// Work on these files or folders.
    ///
    /// They are indexed into a cache first (DATELINE_CACHE, else the user's cache folder), and from
    /// then on only what has changed is read. Takes any number of paths, so put it behind the
    /// query.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(in crate::cli) within: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// How many of the plain words are needed.
    ///
    /// all: every one. any: one. 3: so many. 75%: this share, rounded up. relaxed: all, but where
    /// no article has them all those with most, and of more than three words some may be missing;
    /// a note says so. Operators are not touched: a AND b always asks for both.
    #[arg(long = "match", value_name = "HOW", default_value = "all")]
    pub(in crate::cli) matching: String,
    /// Only with this dateline place; repeatable.
    ///
    /// Given several times, articles of any of the places pass.
    #[arg(long = "place", value_name = "NAME")]
    pub(in crate::cli) place_name: Vec<String>,
    /// Only with this value of a facet.
    ///
    /// May be repeated: values of one facet are joined by OR, facets by AND. A section stands for
    /// everything below it. FIELD!=VALUE leaves the value out. `dateline facets --fields` lists the facets.
    #[arg(long, value_name = "FIELD=VALUE")]
    pub(in crate::cli) filter: Vec<String>,
    /// Published on this day or later.
    ///
    /// A year, a month, a day, or an age: 2017, 2017-11, 2017-11-19, -30d. A year or month counts
    /// from its first day.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(in crate::cli) since: Option<String>,
    /// Published on this day or earlier.
    ///
    /// Written as for --since; a year or month counts to its last day.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(in crate::cli) until: Option<String>,
}

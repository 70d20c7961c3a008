//! What was typed of `similar`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{HitFormat, Where};

/// Finds articles like one.
///
/// The words that set the article apart become a query, weighted by how telling they are. Its own
/// copies are left out.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline similar 7c1e0a52b9d84f3ea6610c2f5d9e8b01 --in corpus/sample
  dateline similar ID --before -n 5             # what led up to it
  dateline similar ID --since 2019 --same-language
  dateline similar ID --format ids | xargs -r -n 1 dateline show",
    after_long_help = "\
See also:
  dateline search 'like:ID ferry'   the same inside a query
  dateline family                   the copies of an article"
)]
pub(in crate::cli) struct Similar {
    /// Id of the article
    ///
    /// As `dateline search` prints it.
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    pub(in crate::cli) id: String,
    /// Search these files or folders.
    ///
    /// They are indexed into a cache first (DATELINE_CACHE, else the user's cache folder), and from
    /// then on only what has changed is read. Takes any number of paths, so put it behind the
    /// id.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(in crate::cli) within: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Articles to show.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 10)]
    pub(in crate::cli) limit: usize,
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
    /// Only what was published before it.
    ///
    /// Up to the moment before its own date, to the precision that is known of it.
    #[arg(long)]
    pub(in crate::cli) before: bool,
    /// Only articles in its language.
    #[arg(long)]
    pub(in crate::cli) same_language: bool,
    /// Show copies of the article too.
    ///
    /// Copies of one story are known since they were indexed; `dateline family` lists them.
    #[arg(long)]
    pub(in crate::cli) with_copies: bool,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = HitFormat::Text)]
    pub(in crate::cli) format: HitFormat,
}

//! What was typed of `similar`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{HitFormat, Where};

/// Finds articles like one: its telling words as a query, its own copies left out.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline similar ID --index archive
  dateline similar ID --before -n 5        what led up to it
  dateline similar ID --since 2019 --same-language")]
pub(in crate::cli) struct Similar {
    /// The article's id.
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    pub(in crate::cli) id: String,
    /// Searches these files or folders: they are indexed into a cache first, only what changed.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(in crate::cli) within: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Articles to show.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 10)]
    pub(in crate::cli) limit: usize,
    /// Published on this day or later: 2017, 2017-11, 2017-11-19, -30d.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(in crate::cli) since: Option<String>,
    /// Published on this day or earlier.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(in crate::cli) until: Option<String>,
    /// Only what was published before the article.
    #[arg(long)]
    pub(in crate::cli) before: bool,
    /// Only articles in its language.
    #[arg(long)]
    pub(in crate::cli) same_language: bool,
    /// Shows copies of the article itself too.
    #[arg(long)]
    pub(in crate::cli) with_copies: bool,
    /// Form of the result: text (cards on a terminal, a line a hit in a pipe), cards, json, ids.
    #[arg(long, value_enum, default_value_t = HitFormat::Text)]
    pub(in crate::cli) format: HitFormat,
}

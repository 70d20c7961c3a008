//! What was typed of `facets`.

use clap::Args as ClapArgs;

use super::narrow::Narrow;
use super::timeline::TableFormat;

/// Counts the values of facets over the articles that match, or over all.
///
/// Forms of a facet: source, section/ (the uppermost level), section/world (the level below it),
/// date, date/2019, date/2019-05 (years, months, days), length, words:0..200,200..500,500..,
/// date:2018,2019-01..2019-06.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline facets
  dateline facets ferry --facet source:20 --facet date/2019
  dateline facets ferry --facet words:0..200,200..500,500..
  dateline facets --facet-search section=afr
  dateline facets --fields")]
pub(in crate::cli) struct Facets {
    /// What to search for [default: everything].
    #[arg(
        value_name = "QUERY",
        allow_hyphen_values = true,
        default_value = "*",
        hide_default_value = true
    )]
    pub(in crate::cli) query: String,
    /// Counts this facet, the N most frequent values; may be repeated [default: all facets].
    #[arg(long, value_name = "FACET[:N]")]
    pub(in crate::cli) facet: Vec<String>,
    /// Finds values of a facet by the beginning of a word, with their counts; may be repeated.
    #[arg(long, value_name = "FACET=START")]
    pub(in crate::cli) facet_search: Vec<String>,
    /// Lists the fields and facets instead: kinds, other names, numbers of values.
    #[arg(long)]
    pub(in crate::cli) fields: bool,
    /// Counts only articles without a value, for each facet.
    #[arg(long, conflicts_with = "fields")]
    pub(in crate::cli) missing: bool,
    /// Only from this source; may be repeated (any of them).
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) source: Vec<String>,
    /// Values of each facet to show.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 10)]
    pub(in crate::cli) limit: usize,
    #[command(flatten)]
    pub(in crate::cli) narrow: Narrow,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(in crate::cli) format: TableFormat,
}

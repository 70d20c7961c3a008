//! What was typed of `facets`.

use clap::Args as ClapArgs;

use super::narrow::Narrow;
use super::timeline::TableFormat;

/// Counts the values of facets over what matches, or over all.
///
/// Without --facet all facets are counted. Articles that have no value are counted beside the
/// values, so that the numbers add up.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline facets --in corpus/sample
  dateline facets ferry --facet source:20 --facet date/2019
  dateline facets ferry --facet words:0..200,200..500,500..
  dateline facets --facet-search section=wor
  dateline facets --fields",
    after_long_help = "\
Forms of a facet:
  source                  its values, the most frequent first
  source:20               so many of them
  section/                the uppermost level of a path
  section/world           the level below this one
  date                    years; date/2019 months, date/2019-05 days
  date:2018,2019-01..2019-06
                          spans of dates
  length                  classes of the length of the body
  words:0..200,200..500,500..
                          classes of your own

See also:
  dateline search --facet counts beside the hits
  dateline timeline       counts by calendar, with the peaks named"
)]
pub(in crate::cli) struct Facets {
    /// What to search for; everything if left out
    ///
    /// `dateline search --help` has the forms.
    #[arg(
        value_name = "QUERY",
        allow_hyphen_values = true,
        default_value = "*",
        hide_default_value = true
    )]
    pub(in crate::cli) query: String,
    /// Count this facet; may be repeated.
    ///
    /// N is how many of its values to show, the most frequent ones; --limit where it is left out.
    /// Without --facet and --facet-search all facets are counted. The forms are below.
    #[arg(long, value_name = "FACET[:N]")]
    pub(in crate::cli) facet: Vec<String>,
    /// Find values by the start of a word.
    ///
    /// Shows the values of the facet in which a word begins so, with their counts; case and accents
    /// do not matter. May be repeated.
    #[arg(long, value_name = "FACET=START")]
    pub(in crate::cli) facet_search: Vec<String>,
    /// List the fields and facets instead.
    ///
    /// With the kind of each, its other names, and the number of its values.
    #[arg(long)]
    pub(in crate::cli) fields: bool,
    /// Count articles without a value only.
    ///
    /// One line a facet: how many of the articles have none.
    #[arg(long, conflicts_with = "fields")]
    pub(in crate::cli) missing: bool,
    /// Only from this source; may be repeated.
    ///
    /// The outlet's name or domain as the index has it; case and accents do not matter. Given
    /// several times, articles of any of them pass. `dateline facets --facet source` lists them.
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

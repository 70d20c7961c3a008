//! What was typed of `compare`.

use clap::Args as ClapArgs;

use super::narrow::Narrow;
use super::timeline::{By, TableFormat};

/// Compares two queries, or one query in two sources or periods.
///
/// Shows how many articles each side has, how many are common to both, both on one timeline, and
/// the words that set each side apart. Counts are exact; words are taken from a sample, which is
/// told.
///
/// Either two queries are given, or --query with two of --source or of --period.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline compare ferry tunnel --in corpus/sample
  dateline compare ferry tunnel --by year --format csv
  dateline compare --query ferry --period 2018 --period 2019
  dateline compare --query ferry --source harbourtribune.example \\
    --source meridianpost.example",
    after_long_help = "\
See also:
  dateline timeline   one query by calendar
  dateline facets     one query by the values of a field"
)]
pub(in crate::cli) struct Compare {
    /// One query
    ///
    /// `dateline search --help` has the forms.
    #[arg(value_name = "A", required_unless_present = "query", requires = "second",
          conflicts_with_all = ["query", "period"], allow_hyphen_values = true)]
    pub(in crate::cli) first: Option<String>,
    /// The other query
    #[arg(value_name = "B", allow_hyphen_values = true)]
    pub(in crate::cli) second: Option<String>,
    /// One query, in two sources or periods.
    ///
    /// Is compared with itself in the two sources of --source, or in the two spans of --period.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub(in crate::cli) query: Option<String>,
    /// One side's source, given twice.
    ///
    /// With --query each names one side. With two queries only articles of these sources count, and
    /// it may be given any number of times.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) source: Vec<String>,
    /// One side's span of dates, given twice.
    ///
    /// Only with --query. A date or a range of dates: 2019, 2019-05, 2019-05..2019-08.
    #[arg(
        long,
        value_name = "DATES",
        requires = "query",
        allow_hyphen_values = true
    )]
    pub(in crate::cli) period: Vec<String>,
    /// Width of a bucket of the timeline.
    ///
    /// Weeks begin on Monday.
    #[arg(long, value_enum, default_value_t = By::Month)]
    pub(in crate::cli) by: By,
    /// Time zone of the calendar.
    ///
    /// A name such as Europe/Vienna, for articles that tell the time of day. Without it that of the
    /// index is taken, which is UTC.
    #[arg(long, value_name = "AREA/CITY")]
    pub(in crate::cli) tz: Option<String>,
    /// Words of each side to show.
    ///
    /// Those that one side has more often than the other, the most telling first. 0 leaves them out.
    #[arg(long, value_name = "N", default_value_t = 15)]
    pub(in crate::cli) words: usize,
    #[command(flatten)]
    pub(in crate::cli) narrow: Narrow,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(in crate::cli) format: TableFormat,
}

//! What was typed of `compare`.

use clap::Args as ClapArgs;

use super::narrow::Narrow;
use super::timeline::{By, TableFormat};

/// Compares two queries, or one query in two sources or periods.
///
/// Counts, overlap, a common timeline, and the words that set each side apart.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline compare ferry tunnel
  dateline compare --query ferry --source 'Harbour Tribune' --source 'Hill Courier'
  dateline compare --query ferry --period 2019 --period 2020 --by month")]
pub(in crate::cli) struct Compare {
    /// One query; `dateline search --help` has the forms.
    #[arg(value_name = "A", required_unless_present = "query", requires = "second",
          conflicts_with_all = ["query", "period"], allow_hyphen_values = true)]
    pub(in crate::cli) first: Option<String>,
    /// The other.
    #[arg(value_name = "B", allow_hyphen_values = true)]
    pub(in crate::cli) second: Option<String>,
    /// One query, compared with itself in two sources or periods.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub(in crate::cli) query: Option<String>,
    /// With --query: one side's source, given twice. With two queries: only from these sources.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) source: Vec<String>,
    /// With --query: one side's date or range of dates, given twice: 2019, 2019-05..2019-08.
    #[arg(
        long,
        value_name = "DATES",
        requires = "query",
        allow_hyphen_values = true
    )]
    pub(in crate::cli) period: Vec<String>,
    /// Width of a bucket of the timeline.
    #[arg(long, value_enum, default_value_t = By::Month)]
    pub(in crate::cli) by: By,
    /// Time zone of the calendar [default: the index's].
    #[arg(long, value_name = "AREA/CITY")]
    pub(in crate::cli) tz: Option<String>,
    /// Words of each side to show.
    #[arg(long, value_name = "N", default_value_t = 15)]
    pub(in crate::cli) words: usize,
    #[command(flatten)]
    pub(in crate::cli) narrow: Narrow,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(in crate::cli) format: TableFormat,
}

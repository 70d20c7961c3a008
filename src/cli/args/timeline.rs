//! What was typed of `timeline`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::narrow::Narrow;
use crate::facets::Bucket;
use crate::output::Use;

/// Counts what matches by day, week, month, quarter or year.
///
/// Beside each count stands that of all articles of the index, so that a hole in the archive is not
/// read as silence. Buckets that stand out are named by the words that set them apart.
/// Articles without a date are told apart; those known to the year only are not put into a month.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline timeline ferry --in corpus/sample
  dateline timeline 'storm OR flood' --by week --since 2019
  dateline timeline ferry --by day --tz Europe/Vienna --peaks 3
  dateline timeline ferry --by year --format csv --svg ferry.svg",
    after_long_help = "\
See also:
  dateline compare             two queries on one timeline
  dateline search --timeline   counts beside the hits, as JSON"
)]
pub(in crate::cli) struct Timeline {
    /// What to search for
    ///
    /// `dateline search --help` has the forms; '*' is everything.
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(in crate::cli) query: String,
    /// Width of a bucket.
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
    /// Only from this source; may be repeated.
    ///
    /// The outlet's name or domain as the index has it; case and accents do not matter. Given
    /// several times, articles of any of them pass. `dateline facets --facet source` lists them.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) source: Vec<String>,
    /// Peaks to name, at most.
    ///
    /// Buckets that stand out from those around them, with the words that set them apart. 0 names
    /// none.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(in crate::cli) peaks: usize,
    #[command(flatten)]
    pub(in crate::cli) narrow: Narrow,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(in crate::cli) format: TableFormat,
    /// Draw it into an SVG file too.
    ///
    /// The file is replaced if it is there.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) svg: Option<PathBuf>,
    /// Draw it into a PNG file too.
    ///
    /// The file is replaced if it is there.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) png: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TableFormat {
    /// For people.
    Text,
    /// One object, with a version.
    Json,
    /// A table; formulas are guarded with an apostrophe.
    Csv,
}

impl TableFormat {
    /// What such an output is for.
    pub(in crate::cli) fn purpose(self) -> Use {
        match self {
            TableFormat::Text => Use::Reading,
            TableFormat::Json | TableFormat::Csv => Use::Data,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum By {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl From<By> for Bucket {
    fn from(by: By) -> Bucket {
        match by {
            By::Day => Bucket::Day,
            By::Week => Bucket::Week,
            By::Month => Bucket::Month,
            By::Quarter => Bucket::Quarter,
            By::Year => Bucket::Year,
        }
    }
}

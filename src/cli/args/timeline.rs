//! What was typed of `timeline`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::narrow::Narrow;
use crate::facets::Bucket;
use crate::output::Use;

/// Counts the articles that match by day, week, month, quarter or year.
///
/// Beside each count stands that of all articles of the index, so that a hole in the archive is not
/// read as silence. Buckets that stand out are named by the words that set them apart.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline timeline ferry --by month
  dateline timeline 'storm OR flood' --by week --since 2019 --tz Europe/Vienna
  dateline timeline ferry --by year --format csv --svg ferry.svg")]
pub(in crate::cli) struct Timeline {
    /// What to search for; `dateline search --help` has the forms.
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(in crate::cli) query: String,
    /// Width of a bucket; weeks begin on Monday.
    #[arg(long, value_enum, default_value_t = By::Month)]
    pub(in crate::cli) by: By,
    /// Time zone of the calendar, for articles with a time of day [default: the index's].
    #[arg(long, value_name = "AREA/CITY")]
    pub(in crate::cli) tz: Option<String>,
    /// Only from this source; may be repeated (any of them).
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) source: Vec<String>,
    /// Buckets that stand out to name, at most.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(in crate::cli) peaks: usize,
    #[command(flatten)]
    pub(in crate::cli) narrow: Narrow,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(in crate::cli) format: TableFormat,
    /// Draws the timeline into an SVG file.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) svg: Option<PathBuf>,
    /// Draws the timeline into a PNG file.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) png: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TableFormat {
    Text,
    Json,
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

//! What was typed of the commands that keep an index in order: rm, merge, verify, export.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{SummaryFormat, Where};

/// Removes articles from an index: by their ids, or all that a query matches.
///
/// The dumps stay as they are: an article comes back when its file is read again, because it has
/// changed or with `index --again`.
#[derive(Debug, ClapArgs)]
#[command(
    visible_aliases = ["remove", "delete"],
    after_help = "\
Examples:
  dateline rm https://harbourtribune.example/2019/05/12/ferry
  dateline rm --query 'source:wireservice.example date:<2010' --dry-run
  dateline rm --query 'words:0..20' --yes"
)]
pub(in crate::cli) struct Rm {
    /// Ids of articles.
    #[arg(
        value_name = "ID",
        required_unless_present = "query",
        conflicts_with = "query"
    )]
    pub(in crate::cli) ids: Vec<String>,
    /// Removes every article that matches.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub(in crate::cli) query: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Tells what would be removed, and removes nothing.
    #[arg(short = 'n', long)]
    pub(in crate::cli) dry_run: bool,
    /// Asks nothing.
    #[arg(short, long)]
    pub(in crate::cli) yes: bool,
}

/// Merges the segments of an index, and frees the space of articles that were replaced or removed.
///
/// Searches go on meanwhile. A merge that is cut leaves the index as it was.
#[derive(Debug, ClapArgs)]
#[command(
    visible_aliases = ["compact", "optimize"],
    after_help = "\
Examples:
  dateline merge --index archive
  dateline merge --segments 8 --index archive"
)]
pub(in crate::cli) struct Merge {
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Segments to leave at most: the smallest ones are merged.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    pub(in crate::cli) segments: u16,
    /// Form of the summary.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
    /// Does not tell what is being done.
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,
}

/// Checks an index: every checksum, the counts, no id twice, and articles read again.
///
/// Exit code 0 if it is sound, 1 if it is damaged.
#[derive(Debug, ClapArgs)]
#[command(
    visible_aliases = ["check", "fsck"],
    after_help = "\
Examples:
  dateline verify --index archive
  dateline verify --all --format json | jq '.damage[]'"
)]
pub(in crate::cli) struct Verify {
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Articles whose record is read again, evenly spread.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1_000,
        conflicts_with = "all"
    )]
    pub(in crate::cli) sample: u64,
    /// Reads every record again.
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Form of the report.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
}

/// Writes articles out, whole: all of an index, or those that a query matches.
///
/// The oldest first. Indexed again, an export gives the same articles, and exported again the same
/// bytes.
#[derive(Debug, ClapArgs)]
#[command(
    visible_alias = "dump",
    after_help = "\
Examples:
  dateline export --index archive | zstd > archive.jsonl.zst
  dateline export --query 'place:beirut date:2019' --output beirut.jsonl
  dateline export --format csv --output archive.csv"
)]
pub(in crate::cli) struct Export {
    /// Only articles that match.
    #[arg(
        long,
        value_name = "QUERY",
        default_value = "*",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    pub(in crate::cli) query: String,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Form of the articles.
    #[arg(long, value_enum, default_value_t = ExportFormat::Jsonl)]
    pub(in crate::cli) format: ExportFormat,
    /// The file to write; standard output if there is none.
    #[arg(short, long, value_name = "FILE")]
    pub(in crate::cli) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportFormat {
    /// A JSON object a line.
    Jsonl,
    /// A table: lists are JSON in their cells, formulas are guarded with an apostrophe.
    Csv,
}

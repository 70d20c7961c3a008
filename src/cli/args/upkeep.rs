//! What was typed of the commands that keep an index in order: rm, merge, verify, export.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{SummaryFormat, Where};

/// Removes articles by id or by query.
///
/// The dumps stay as they are: an article comes back when its file is read again, because it has
/// changed or with `index --again`.
#[derive(Debug, ClapArgs)]
#[command(
    visible_aliases = ["remove", "delete"],
    after_help = "\
Examples:
  dateline rm 7c1e0a52b9d84f3ea6610c2f5d9e8b01 --index archive
  dateline rm --query 'source:wireservice.example date:<2010' --dry-run
  dateline rm --query 'words:0..20' --yes",
    after_long_help = "\
See also:
  dateline index --prune   removes the articles of vanished files
  dateline merge           frees the space of removed articles"
)]
pub(in crate::cli) struct Rm {
    /// Ids of articles
    ///
    /// An id that the index does not have is told in a note.
    #[arg(
        value_name = "ID",
        required_unless_present = "query",
        conflicts_with = "query"
    )]
    pub(in crate::cli) ids: Vec<String>,
    /// Remove every article that matches.
    ///
    /// Every word must be there: nothing is relaxed. Asks first, unless --yes is given.
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub(in crate::cli) query: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Only tell what would be removed.
    #[arg(short = 'n', long)]
    pub(in crate::cli) dry_run: bool,
    /// Ask nothing.
    ///
    /// Needed with --query where standard input is not a terminal.
    #[arg(short, long)]
    pub(in crate::cli) yes: bool,
}

/// Merges segments, frees space.
///
/// The space of articles that were replaced or removed is freed. Searches go on meanwhile. A merge that is cut leaves the index as it was.
#[derive(Debug, ClapArgs)]
#[command(
    visible_aliases = ["compact", "optimize"],
    after_help = "\
Examples:
  dateline merge --index archive
  dateline merge --segments 8 --index archive",
    after_long_help = "\
See also:
  dateline stats   how many segments there are"
)]
pub(in crate::cli) struct Merge {
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Segments to leave at most.
    ///
    /// The smallest ones are merged until so many are left.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    pub(in crate::cli) segments: u16,
    /// Form of the summary.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
    /// Do not tell what is being done.
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,
}

/// Checks that an index is sound.
///
/// Every file's checksum is computed, the counts must agree, no id may be there twice, and the
/// records of a sample of articles are read again.
/// Exit code 0 if it is sound, 1 if it is damaged.
#[derive(Debug, ClapArgs)]
#[command(
    visible_aliases = ["check", "fsck"],
    after_help = "\
Examples:
  dateline verify --index archive
  dateline verify --all --format json | jq '.damage[]'",
    after_long_help = "\
See also:
  dateline index --fresh   makes a damaged index anew from its dumps"
)]
pub(in crate::cli) struct Verify {
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Articles to read again.
    ///
    /// Evenly spread over the index.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1_000,
        conflicts_with = "all"
    )]
    pub(in crate::cli) sample: u64,
    /// Read every article again.
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Form of the report.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
}

/// Writes whole articles out.
///
/// All of them, or those that a query matches, the oldest first. Indexed again, an export gives the same articles, and exported again the same
/// bytes.
#[derive(Debug, ClapArgs)]
#[command(
    visible_alias = "dump",
    after_help = "\
Examples:
  dateline export --index archive | zstd > archive.jsonl.zst
  dateline export --query 'place:kotka date:2019' --output kotka.jsonl
  dateline export --format csv --output archive.csv",
    after_long_help = "\
See also:
  dateline index    reads an export back
  dateline search --format csv   a table of hits, with their snippets"
)]
pub(in crate::cli) struct Export {
    /// Only articles that match.
    ///
    /// Every word must be there: nothing is relaxed. All articles where it is left out.
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
    /// The file to write.
    ///
    /// It is there once it is whole. Standard output where it is left out.
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

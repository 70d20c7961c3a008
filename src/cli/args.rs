//! What was typed. The commands that keep an index in order are in `upkeep`.

mod compare;
mod console;
mod facets;
mod index;
mod narrow;
mod query;
mod ranking;
mod results;
mod saved;
mod search;
mod similar;
mod timeline;
mod tui;
mod upkeep;
mod watch;

use std::path::PathBuf;

use clap::{ArgAction, Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::ingest::Format;
use crate::output::Use;
pub(super) use compare::Compare;
pub(super) use console::ConsoleArgs;
pub(super) use facets::Facets;
pub(super) use index::Index;
use index::parse_input_format;
pub(super) use narrow::Narrow;
pub(super) use query::QueryArgs;
pub(super) use results::{Cite, ResultArgs};
pub(super) use saved::{Saved, SavedCommand};
pub(super) use search::{HitFormat, Search};
pub(super) use similar::Similar;
pub(super) use timeline::{TableFormat, Timeline};
pub(super) use tui::{Tui, Wanted};
pub(super) use upkeep::{Export, ExportFormat, Merge, Rm, Verify};
pub(super) use watch::{Watch, WatchFormat};

/// A full-text search engine for news archives.
///
/// Takes articles apart into headline, byline, dateline, captions, body and the rest, indexes them,
/// and finds them by words, phrases, fields and dates, with facets and snippets.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, max_term_width = 80)]
#[command(after_help = "\
Examples:
  dateline search 'ferry \"harbour council\"' --in articles/
  dateline index dump.jsonl.zst articles/ --index archive
  dateline search 'title:ferry date:2019..2021' --index archive --facet source

Exit codes: 0 found or done, 1 nothing found or, of verify, damaged, 2 error,
130 interrupted.")]
pub(super) struct Args {
    /// Says more on standard error: -v what is done, -vv how.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(super) verbose: u8,
    #[command(flatten)]
    pub(super) console: ConsoleArgs,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Index(Index),
    Search(Box<Search>),
    Show(Show),
    Parse(Parse),
    Stats(Stats),
    Rm(Rm),
    Merge(Merge),
    Verify(Verify),
    Export(Export),
    Family(Family),
    Saved(Saved),
    Watch(Watch),
    Query(QueryArgs),
    Similar(Similar),
    Timeline(Timeline),
    Compare(Compare),
    Facets(Facets),
    Tui(Box<Tui>),
}

/// Which index to use.
#[derive(Debug, Clone, ClapArgs)]
pub(super) struct Where {
    /// Folder of the index [default: the nearest .dateline upwards, else the user's data folder].
    #[arg(long, value_name = "DIR", env = "DATELINE_INDEX")]
    pub(super) index: Option<PathBuf>,
}

/// Prints an article.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline show https://harbourtribune.example/2019/05/12/ferry
  dateline search ferry --format ids -n 1 | xargs dateline show")]
pub(super) struct Show {
    /// The article's id.
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    pub(super) id: String,
    #[command(flatten)]
    pub(super) place: Where,
    /// Looks it up in the cache of these files or folders, as `search --in` does.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(super) within: Vec<PathBuf>,
    /// Prints the record as JSON.
    #[arg(long, conflicts_with = "raw")]
    pub(super) json: bool,
    /// Prints it as a reference.
    #[arg(long, value_enum, conflicts_with_all = ["raw", "json"])]
    pub(super) cite: Option<Cite>,
    /// Prints the bytes that it was read from.
    #[arg(long)]
    pub(super) raw: bool,
}

/// Lists the copies of a story by time, with what each cut and added.
///
/// Copies are found when articles are indexed: cut, with another headline or byline, with misread
/// letters. Each is compared with the earliest.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline family https://harbourtribune.example/2019/05/12/ferry
  dateline search ferry --collapse earliest --format json | jq '.hits[].family'")]
pub(super) struct Family {
    /// Id of an article, or of a family.
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    pub(super) id: String,
    #[command(flatten)]
    pub(super) place: Where,
    /// Looks it up in the cache of these files or folders, as `search --in` does.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(super) within: Vec<PathBuf>,
    /// Copies to list, the earliest first.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 100)]
    pub(super) limit: usize,
    /// Form of the list.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(super) format: SummaryFormat,
}

/// Shows how an article is taken apart, line by line.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline parse article.txt
  dateline parse dump.jsonl.gz --record 12 --json")]
pub(super) struct Parse {
    /// The file; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Prints the record as JSON, one line a record.
    #[arg(long)]
    pub(super) json: bool,
    /// Only this record of the file, from 1.
    #[arg(long, value_name = "N")]
    pub(super) record: Option<u64>,
    /// Reads a part of the article from another key of JSON records; may be repeated.
    #[arg(long, value_name = "FIELD=KEY")]
    pub(super) map: Vec<String>,
    /// Reads the file as this format, whatever it looks like.
    #[arg(long, value_name = "FORMAT", value_parser = parse_input_format)]
    pub(super) input_format: Option<Format>,
    /// Columns of tables that have no header, in their order, separated by commas.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) columns: Vec<String>,
}

/// Tells what an index holds: articles by source and month, parts found, sizes, segments.
#[derive(Debug, ClapArgs)]
pub(super) struct Stats {
    #[command(flatten)]
    pub(super) place: Where,
    /// Form of the statistics.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(super) format: SummaryFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SummaryFormat {
    Text,
    Json,
}

impl SummaryFormat {
    /// What such an output is for.
    pub(super) fn purpose(self) -> Use {
        match self {
            SummaryFormat::Text => Use::Reading,
            SummaryFormat::Json => Use::Data,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }
}

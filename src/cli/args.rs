//! What was typed. The commands that keep an index in order are in `upkeep`.

mod bench;
mod bench_work;
mod compare;
mod config;
mod console;
mod demo;
mod doctor;
mod eval;
mod facets;
mod grid;
mod help;
mod index;
mod judge;
mod narrow;
mod query;
mod ranking;
mod results;
mod saved;
mod search;
mod shell;
mod similar;
mod timeline;
mod tui;
mod upkeep;
mod watch;

use std::path::PathBuf;

use clap::{ArgAction, Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::ingest::Format;
use crate::output::Use;
pub(super) use bench::{Bench, BenchCommand, BenchRunArgs, ColdBefore};
pub(super) use bench_work::{BenchCompare, BenchGenerate, BenchIngest, Dialect};
pub(super) use compare::Compare;
pub(super) use config::{ConfigArgs, ConfigCommand};
pub(super) use console::{ConsoleArgs, LogForm, When};
pub(super) use demo::Demo;
pub(super) use doctor::Doctor;
pub(super) use eval::{Eval, EvalFormat};
pub(super) use facets::Facets;
pub(super) use help::command;
pub(super) use index::Index;
pub(super) use index::check_size;
use index::parse_input_format;
pub(super) use judge::Judge;
pub(super) use narrow::Narrow;
pub(super) use query::QueryArgs;
pub(super) use results::{Cite, ResultArgs};
pub(super) use saved::{Saved, SavedCommand};
pub(super) use search::{HitFormat, Search, check_collapse, field_rows, parse_collapse};
pub(super) use shell::{Completions, Man, Shell};
pub(super) use similar::Similar;
pub(super) use timeline::{TableFormat, Timeline};
pub(super) use tui::Tui;
pub(super) use upkeep::{Export, ExportFormat, Merge, Rm, Verify};
pub(super) use watch::{Watch, WatchFormat};

/// A full-text search engine for news archives.
///
/// Takes articles apart into headline, byline, dateline, captions, body and the rest, indexes them,
/// and finds them by words, phrases, fields and dates, with facets and snippets.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, max_term_width = 80)]
#[command(
    after_help = "\
Examples:
  dateline search 'ferry \"coast guard\"' --in corpus/sample
  dateline index dump.jsonl.zst articles/ --index archive
  dateline search 'title:ferry date:2019..2021' --index archive --facet source

`dateline COMMAND -h` is short, `dateline COMMAND --help` tells everything.",
    after_long_help = "\
Which index: --index DIR, else DATELINE_INDEX, else the nearest .dateline folder
upwards, else the config's `index`, else the user's data folder.

What is set: option, else environment, else config file, else default.
`dateline config show` lists each value and where it comes from.

Exit codes: 0 found or done, 1 nothing found or, of verify, damaged, 2 error,
130 interrupted.

See also:
  dateline demo           a sample archive to begin with
  dateline man language   the query language, as a manual page
  dateline completions    what a shell needs to complete"
)]
pub(super) struct Args {
    /// Say more on standard error.
    ///
    /// -v what is done, -vv how. RUST_LOG has the last word.
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
    Bench(Box<Bench>),
    Facets(Facets),
    Judge(Judge),
    Tui(Box<Tui>),
    Eval(Box<Eval>),
    Config(ConfigArgs),
    Demo(Demo),
    Doctor(Doctor),
    Completions(Completions),
    Man(Man),
}

/// Which index to use.
#[derive(Debug, Clone, ClapArgs)]
pub(super) struct Where {
    /// Folder of the index.
    ///
    /// Where it is left out: DATELINE_INDEX, else the nearest .dateline folder upwards, else the
    /// `index` of the config file, else one in the user's data folder.
    #[arg(long, value_name = "DIR", env = "DATELINE_INDEX")]
    pub(super) index: Option<PathBuf>,
}

/// Prints an article.
///
/// Part by part: kicker, headline, byline, dateline, captions, body, corrections; then its copies,
/// where it has any.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline show 7c1e0a52b9d84f3ea6610c2f5d9e8b01 --in corpus/sample
  dateline show ID --cite bibtex >> references.bib
  dateline search ferry --format ids -n 1 | xargs dateline show",
    after_long_help = "\
See also:
  dateline similar   articles like it
  dateline family    its copies, with what each cut and added
  dateline parse     how a file is taken apart"
)]
pub(super) struct Show {
    /// Id of the article
    ///
    /// As `dateline search` prints it.
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    pub(super) id: String,
    #[command(flatten)]
    pub(super) place: Where,
    /// Look it up in these files or folders.
    ///
    /// In the cache that `search --in` keeps of them, brought up to date first.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(super) within: Vec<PathBuf>,
    /// Print the record as JSON.
    #[arg(long, conflicts_with = "raw")]
    pub(super) json: bool,
    /// Print it as a reference.
    #[arg(long, value_enum, conflicts_with_all = ["raw", "json"])]
    pub(super) cite: Option<Cite>,
    /// Print the bytes it was read from.
    ///
    /// The file must still be there.
    #[arg(long)]
    pub(super) raw: bool,
}

/// Lists the copies of a story by time, with what each cut and added.
///
/// Copies are found when articles are indexed: cut, with another headline or byline, with misread
/// letters. Each is compared with the earliest.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline family 0d9b44f7e2a84c6fb7a3f1e6c5582d10 --in corpus/sample
  dateline family ID --format json | jq '.copies[0]'
  dateline search ferry --collapse earliest --format json",
    after_long_help = "\
See also:
  dateline search --collapse   one copy of each story
  dateline similar             articles like one, copies left out"
)]
pub(super) struct Family {
    /// Id of an article, or of a family
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    pub(super) id: String,
    #[command(flatten)]
    pub(super) place: Where,
    /// Look it up in these files or folders.
    ///
    /// In the cache that `search --in` keeps of them, brought up to date first.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(super) within: Vec<PathBuf>,
    /// Copies to list.
    ///
    /// The earliest first.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 100)]
    pub(super) limit: usize,
    /// Form of the list.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(super) format: SummaryFormat,
}

/// Shows how an article is taken apart, line by line.
///
/// Each line of the text with the part that it was taken as, then the record. Nothing is indexed.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline parse article.txt
  dateline parse dump.jsonl.gz --record 12 --json
  dateline parse page.html --input-format html",
    after_long_help = "\
See also:
  dateline index   takes articles apart the same way, and keeps them"
)]
pub(super) struct Parse {
    /// The file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Print records as JSON, a line each.
    #[arg(long)]
    pub(super) json: bool,
    /// Only this record.
    ///
    /// The first one of the file is 1.
    #[arg(long, value_name = "N")]
    pub(super) record: Option<u64>,
    /// Read a field from another key.
    ///
    /// Of JSON records, as in title=hed; may be repeated.
    #[arg(long, value_name = "FIELD=KEY")]
    pub(super) map: Vec<String>,
    /// Read the file as this format.
    ///
    /// Whatever it looks like. A wrong name lists the formats.
    #[arg(long, value_name = "FORMAT", value_parser = parse_input_format)]
    pub(super) input_format: Option<Format>,
    /// Columns of a table without a header.
    ///
    /// In their order, separated by commas, as in id,date,text.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) columns: Vec<String>,
}

/// Tells what an index holds.
///
/// Articles by source and month, how many have each part (byline, dateline, captions and so on),
/// sizes, segments.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline stats --index archive
  dateline stats --format json | jq .articles",
    after_long_help = "\
See also:
  dateline facets   counts over what a query matches
  dateline verify   whether the index is sound"
)]
pub(super) struct Stats {
    #[command(flatten)]
    pub(super) place: Where,
    /// Form of the statistics.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(super) format: SummaryFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SummaryFormat {
    /// For people.
    Text,
    /// One object.
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

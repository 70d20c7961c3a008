//! What was typed of `bench`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use super::{BenchCompare, BenchGenerate, BenchIngest, SummaryFormat, Where};
use crate::bench::What;

/// Measures how fast queries are answered.
///
/// Asks the queries of a file, and tells percentiles of their latency by class, with what they
/// found: a faster wrong answer is none. `dateline bench FILE` is `dateline bench run FILE`.
///
/// A closed loop is the default: each thread asks the next query when its last is answered. With
/// --rate queries are due at their times whether or not the last is answered, and a latency counts
/// from when the query was due, so that those behind a slow one are not hidden.
#[derive(Debug, ClapArgs)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    override_usage = "dateline bench [COMMAND] [OPTIONS] <FILE>",
    after_help = "\
Examples:
  dateline bench queries.jsonl --index archive --save run.json
  dateline bench queries.txt --threads 2 --duration 60
  dateline bench queries.jsonl --rate 200 --poisson --threads 2
  dateline bench queries.jsonl --class phrase2 --page top --format json",
    after_long_help = "\
Times are those of this machine, busy as it is: compare runs that were made side
by side, on one index, with one set of queries.

See also:
  dateline search --stats   stages of one query
  dateline query --explain  what a query has to read"
)]
pub(in crate::cli) struct Bench {
    #[command(subcommand)]
    pub(in crate::cli) command: Option<BenchCommand>,
    #[command(flatten)]
    pub(in crate::cli) run: BenchRunArgs,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum BenchCommand {
    Run(BenchRunArgs),
    Compare(BenchCompare),
    Generate(BenchGenerate),
    Ingest(BenchIngest),
}

/// Asks the queries of a file; as `dateline bench FILE` does.
///
/// A query a line: plain text, or JSON objects with a class each and, if wanted, dates, an outlet,
/// filters and an order: {"class": "dated", "q": "ferry", "from": "2018", "to": "2019",
/// "source": "wire.example", "filters": ["section=world"], "sort": "newest"}.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline bench run queries.jsonl --index archive
  dateline bench run queries.txt --iterations 20 --save before.json
  dateline bench run queries.txt --cold",
    after_long_help = "\
See also:
  dateline bench   the same, without `run`"
)]
pub(in crate::cli) struct BenchRunArgs {
    /// File with a query a line, text or JSON
    ///
    /// Lines of JSON have a class each, by which figures are told.
    #[arg(value_name = "FILE", required = true)]
    pub(in crate::cli) queries: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Only queries of this class; repeatable.
    #[arg(long = "class", value_name = "NAME")]
    pub(in crate::cli) only: Vec<String>,
    /// What is asked for with each query.
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = PageKind::Page)]
    pub(in crate::cli) page: PageKind,
    /// Facets to count; repeatable.
    ///
    /// With --page page and facets. In place of source, section, place, author and tag; none counts
    /// none.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) facet: Vec<String>,
    /// Hits to ask for.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub(in crate::cli) limit: usize,
    /// How many of the plain words are needed.
    ///
    /// As of `dateline search`: relaxed, all, any, 3, 75%.
    #[arg(long = "match", value_name = "HOW", default_value = "relaxed")]
    pub(in crate::cli) matching: String,
    /// Threads that ask.
    #[arg(short = 'j', long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) threads: usize,
    /// Queries due in a second: an open loop.
    ///
    /// Ends by itself where a query would have to wait for 10 seconds.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(in crate::cli) rate: Option<f64>,
    /// Let gaps between queries be random.
    ///
    /// Exponential, as of callers who do not know of each other. Equal without it.
    #[arg(long, requires = "rate")]
    pub(in crate::cli) poisson: bool,
    /// Ask on files that are not in memory.
    ///
    /// Before each query (or with =pass before each pass) the system is asked to drop the pages of
    /// the index's files, and the index is opened anew. The result tells what it read from the disk.
    #[arg(long, value_enum, value_name = "BEFORE", num_args = 0..=1, require_equals = true,
          default_missing_value = "query", conflicts_with = "rate")]
    pub(in crate::cli) cold: Option<ColdBefore>,
    /// Passes over all queries.
    ///
    /// 5 where neither this nor --duration is given, 1 with --cold.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(in crate::cli) iterations: Option<u32>,
    /// Seconds after which no query is sent.
    ///
    /// Passes go on until then, unless --iterations says how many. A unit may follow: 90s, 5m, 1h.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(in crate::cli) duration: Option<f64>,
    /// Passes before the first that counts.
    ///
    /// None with --cold.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) warm_up: u32,
    /// Seed of the order of the queries.
    ///
    /// Each pass has an order of its own, in which classes are mixed. It is also the seed of
    /// --poisson.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// Write the whole result to this file.
    ///
    /// As JSON: machine, program, index, settings, all figures, and what each query found.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) save: Option<PathBuf>,
    /// Draw it into an SVG file too.
    ///
    /// Latency by percentile, and bars by class. The file is replaced if it is there.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) svg: Option<PathBuf>,
    /// Draw it into a PNG file too.
    ///
    /// The file is replaced if it is there.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) png: Option<PathBuf>,
    /// Keep every single latency.
    ///
    /// In what --save writes and --format json prints, in the order of the answers; at most two
    /// million a class.
    #[arg(long)]
    pub(in crate::cli) raw: bool,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
    /// Do not tell how far it is.
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum PageKind {
    /// Best hits with snippets, total, facets.
    Page,
    /// Best hits alone, without the total.
    Top,
    /// Best hits and the exact total.
    TopCount,
    /// Facets and the total.
    Facets,
    /// The total.
    Count,
}

impl From<PageKind> for What {
    fn from(kind: PageKind) -> What {
        match kind {
            PageKind::Page => What::Page,
            PageKind::Top => What::Top,
            PageKind::TopCount => What::TopCount,
            PageKind::Facets => What::Facets,
            PageKind::Count => What::Count,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ColdBefore {
    /// Before each query.
    Query,
    /// Before each pass.
    Pass,
}

/// `90`, `90s`, `1.5m`, `1h` in seconds.
fn seconds(text: &str) -> Result<f64, String> {
    let (number, unit) = match text.strip_suffix(['s', 'm', 'h']) {
        Some(number) => (number, &text[number.len()..]),
        None => (text, "s"),
    };
    let factor = match unit {
        "m" => 60.0,
        "h" => 3_600.0,
        _ => 1.0,
    };
    let seconds = number.parse::<f64>().ok().map(|n| n * factor);
    let fits = |seconds: &f64| *seconds > 0.0 && *seconds <= 31_536_000.0;
    seconds
        .filter(fits)
        .ok_or_else(|| "not a span of time; write 90, 90s, 5m or 1h".to_owned())
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn spans_are_seconds_unless_a_unit_follows() {
        for (text, expected) in [
            ("90", 90.0),
            ("0.5", 0.5),
            ("90s", 90.0),
            ("1.5m", 90.0),
            ("2h", 7_200.0),
        ] {
            assert_eq!(seconds(text), Ok(expected));
        }
        for text in ["", "s", "0", "-1", "NaN", "inf", "1d", "1e99", "5 m"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}

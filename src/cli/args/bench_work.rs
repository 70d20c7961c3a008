//! What was typed of `bench compare`, `bench generate` and `bench ingest`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::index::parse_size;
use super::{SummaryFormat, Where};

/// Compares two recorded runs, query by query.
///
/// Both were written by `dateline bench --save`, with the same queries. Ratios are those of the
/// second run to the first; a class is called faster or slower only where the 95 % interval of its
/// ratio does not hold 1 and the change is large enough. Queries that were answered otherwise come
/// first: a faster wrong answer is none.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline bench compare before.json after.json
  dateline bench compare before.json after.json --svg change.svg
  dateline bench compare main.json branch.json --fail-over 1.1",
    after_long_help = "\
The interval covers the choice of queries. What changes from one run to the next
on a busy machine it can't know: record each side twice, side by side, and look
at the ratio of CPU times.

Exit code 0, with --fail-over 1 where a class is too slow or answers differ.

See also:
  dateline bench run   records a run"
)]
pub(in crate::cli) struct BenchCompare {
    /// The run before
    #[arg(value_name = "A.json")]
    pub(in crate::cli) a: PathBuf,
    /// The run after
    #[arg(value_name = "B.json")]
    pub(in crate::cli) b: PathBuf,
    /// Least change that is told as one.
    ///
    /// Of the median, in percent or as a share: 2% or 0.02.
    #[arg(long, value_name = "SHARE", default_value = "2%", value_parser = share)]
    pub(in crate::cli) least: f64,
    /// Exit with 1 beyond this ratio.
    ///
    /// Where a class is shown to be slower and its ratio is greater, and where a query of one and
    /// the same index was answered otherwise.
    #[arg(long, value_name = "RATIO", value_parser = ratio)]
    pub(in crate::cli) fail_over: Option<f64>,
    /// Draws that intervals are made from.
    #[arg(long, value_name = "N", default_value_t = 2_000,
          value_parser = clap::value_parser!(u32).range(100..=100_000))]
    pub(in crate::cli) draws: u32,
    /// Seed of the draws.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(in crate::cli) seed: u64,
    /// Compare runs that asked otherwise.
    ///
    /// For other numbers of hits, other facets, or with another kind of load.
    #[arg(long)]
    pub(in crate::cli) anyway: bool,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
    /// Draw it into an SVG file too.
    ///
    /// Latency by percentile of both runs, and bars by class. The file is replaced if it is there.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) svg: Option<PathBuf>,
    /// Draw it into a PNG file too.
    ///
    /// The file is replaced if it is there.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) png: Option<PathBuf>,
}

/// Makes a query log from an index, class by class.
///
/// Words by how many articles have them, phrases, names and headlines as articles print them; a
/// line of JSON each. The same index and seed give the same log. A small index may have fewer
/// queries of a class than wanted, which is said.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline bench generate --index archive > queries.jsonl
  dateline bench generate -n 20 --seed 3 --class term_mid --class phrase2
  dateline bench generate --dialect raw > queries-tantivy.jsonl",
    after_long_help = "\
Classes (percentages are of all articles; MIDDLE is 0.05 to 12 %):
  term_hi, term_mid, term_lo  a word of 5-50 %, 0.2-2 %, 0.003-0.02 %
  and2, and3, or2, or3, or5   so many words of MIDDLE of one article
  phrase2, phrase3            words as they follow each other
  phrase_ent                  names: capitalised words inside a sentence
  phrase_stop                 two neighbours, each in more than 60 %
  slop, near, sentence        two words near each other, of less than 20 %
  prefix, wildcard, fuzzy     four letters of a word, or one left out
  bool_mix                    a word, one of two others, without a fourth
  nl_title, headline          a headline: any of its words, or as typed
  field_title                 a word of a headline, in headlines
  date_range, source_filter   two words, in a year, from an outlet
  newest                      a word of 0.2 to 12 %, the newest first

See also:
  dateline bench run   measures with it"
)]
pub(in crate::cli) struct BenchGenerate {
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Queries of each class.
    #[arg(short = 'n', long = "number", value_name = "N", default_value_t = 100,
          value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(in crate::cli) number: u32,
    /// Seed of what is left to chance.
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub(in crate::cli) seed: u64,
    /// Only queries of this class; repeatable.
    #[arg(long = "class", value_name = "NAME")]
    pub(in crate::cli) only: Vec<String>,
    /// Language of the queries.
    #[arg(long, value_enum, default_value_t = Dialect::Dateline)]
    pub(in crate::cli) dialect: Dialect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Dialect {
    /// Dateline's, with the other beside it as `raw`.
    Dateline,
    /// Of Tantivy's and Lucene's parsers, where it has a form.
    Raw,
}

/// Measures what indexing costs.
///
/// Indexes into a temporary folder, several times, each in a process of its own: time, CPU time by
/// stage, peak memory, and the size of the index by part. Rates are of bytes after decompression.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline bench ingest dump.jsonl.zst
  dateline bench ingest dump.jsonl.zst --threads 2 --runs 5 --save ingest.json
  dateline bench ingest articles/ --memory 1GB --keep archive",
    after_long_help = "\
The folder is made where temporary files are (TMPDIR), and removed.

Stages: read (files to records), take apart (records to articles), write (known
articles, hand-over), index and merge (the engine's threads), families (copies).

See also:
  dateline index   indexes, and tells what became of the records"
)]
pub(in crate::cli) struct BenchIngest {
    /// Files and folders
    ///
    /// Standard input can be read once only, and is none of them.
    #[arg(required = true, value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Passes.
    #[arg(long, value_name = "N", default_value_t = 3,
          value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(in crate::cli) runs: u16,
    /// Threads that index.
    ///
    /// From 1 to 64; half as many parse beside them. One a core and at most 8 where none is given.
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(in crate::cli) threads: Option<u16>,
    /// Memory to stay within.
    ///
    /// Such as 600MB or 2GB; with an i (GiB) powers of 1024.
    #[arg(long, value_name = "SIZE", default_value = "600MB", value_parser = parse_size)]
    pub(in crate::cli) memory: usize,
    /// Do not look for copies of stories.
    #[arg(long)]
    pub(in crate::cli) no_families: bool,
    /// Keep the index of the last pass here.
    ///
    /// A folder that is not there yet, or is empty.
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) keep: Option<PathBuf>,
    /// Write the whole result to this file, as JSON.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) save: Option<PathBuf>,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
    /// Do not tell how far it is.
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,
    /// One pass into this folder, in this process, told as a line of JSON.
    #[arg(long, value_name = "DIR", hide = true)]
    pub(in crate::cli) pass: Option<PathBuf>,
}

/// `2%` or `0.02` as a share.
fn share(text: &str) -> Result<f64, String> {
    let (number, factor) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), 0.01),
        None => (text, 1.0),
    };
    let share = number.parse::<f64>().ok().map(|n| n * factor);
    share
        .filter(|share| (0.0..10.0).contains(share))
        .ok_or_else(|| "not a share; write 2% or 0.02".to_owned())
}

/// A ratio that can be exceeded.
fn ratio(text: &str) -> Result<f64, String> {
    let ratio = text.parse::<f64>().ok();
    ratio
        .filter(|ratio| (1.0..1e6).contains(ratio))
        .ok_or_else(|| "not a ratio of 1 or more; write 1.1".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_ratios_are_numbers_within_bounds() {
        for (text, expected) in [("2%", 0.02), ("0.02", 0.02), ("0", 0.0), ("50 %", 0.5)] {
            assert_eq!(share(text), Ok(expected), "{text}");
        }
        for text in ["", "%", "-1%", "NaN", "inf", "1001%", "two"] {
            assert!(share(text).is_err(), "{text}");
        }
        assert_eq!(ratio("1.1"), Ok(1.1));
        for text in ["0.9", "", "NaN", "1e9"] {
            assert!(ratio(text).is_err(), "{text}");
        }
    }
}

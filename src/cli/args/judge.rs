//! What was typed of `judge`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::Where;

/// Grades articles for topics, one by one, in the terminal.
///
/// Shows a topic and an article of its pool, and writes a TREC qrels file with the grades that you
/// press: 0 not relevant, 1 in part, 2 relevant, 3 highly relevant. Each grade is in the file before
/// the next article is shown. Started again with the same file, it goes on at the first article that
/// has no grade.
///
/// The pool of a topic are the best articles of the runs given, or else of Dateline's own answers to
/// the topic's title: as it ranks by default, by the first pass only, with --feedback, and with
/// --match any. They are shown in the order of a hash of topic and id, which tells neither rank nor
/// run.
///
/// In the view `u` takes the last grade back, `s` skips, `n` and `p` go through the articles, `N` and
/// `P` through the topics, `?` shows all keys, `q` leaves.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline judge --topics topics.tsv --qrels my.qrels --index archive
  dateline judge --topics topics.tsv --qrels my.qrels --run a.run --run b.run
  dateline judge --topics topics.tsv --topic 7 --qrels my.qrels --depth 50
  dateline judge --topics topics.tsv --list --in corpus/sample | wc -l",
    after_long_help = "\
The file: a line is `topic 0 document grade`. Lines of other topics and
documents stay. When you leave it is put in order, one line a pair. A file that
can't be read as judgements is refused.

Exit codes: 0 left, or listed, 1 no topic has an article, 2 error, 130 stopped
by a signal.

See also:
  dateline eval                   scores of a run by such a file
  dateline search --format trec   a run"
)]
pub(in crate::cli) struct Judge {
    /// The topics.
    ///
    /// A line each: id, title, and if there are any description and narrative, with
    /// tabs between. Or in the forms of TREC, of Cranfield, or JSON, see `dateline eval`.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) topics: PathBuf,
    /// The file of judgements.
    ///
    /// Made if it is not there, else added to.
    #[arg(long, value_name = "FILE", required_unless_present = "list")]
    pub(in crate::cli) qrels: Option<PathBuf>,
    /// Judge the best of this run; may be repeated.
    ///
    /// A TREC run: topic, Q0, document, rank, score, name. A document that is not in the index is shown
    /// as missing, and can be graded all the same.
    #[arg(long = "run", value_name = "FILE")]
    pub(in crate::cli) runs: Vec<PathBuf>,
    /// Articles from the top of each run.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(in crate::cli) depth: u32,
    /// Only this topic; may be repeated.
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) topic: Vec<String>,
    /// Print the pool, judge nothing.
    ///
    /// A line each: topic, a tab, document, in the order in which they would be shown.
    #[arg(long)]
    pub(in crate::cli) list: bool,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Take articles from these files or folders.
    ///
    /// They are indexed into a cache first, as of `search --in`.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(in crate::cli) within: Vec<PathBuf>,
}

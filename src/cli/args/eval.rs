//! What was typed of `eval`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::Where;
use super::grid::GridArgs;
use super::ranking::Ranking;
use crate::eval::Measure;
use crate::output::Use;

/// Scores runs against judgements, as trec_eval does.
///
/// Runs are files, or are made: with --topics every topic is asked of an index, and what it returns
/// is scored. --compare holds two runs against each other: whether they differ by more than chance,
/// and on which topics.
///
/// Documents are ordered by score, the greater id first where scores are equal, whatever the ranks
/// say. Means go over the topics that are judged and in the run.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline eval --qrels qrels.txt my.run other.run
  dateline eval --qrels corpus/sample/qrels.txt \\
    --topics corpus/sample/topics.tsv --in corpus/sample
  dateline eval --qrels qrels.txt --compare before.run after.run -m map,ndcg@10
  dateline eval --qrels qrels.txt --topics topics.xml --plain --index archive \\
    --match any --run-out any.run
  dateline eval --qrels qrels.txt --topics topics.tsv --grid grid.toml",
    after_long_help = "\
Measures: map, gm_map, P@10, recall@100, ndcg, ndcg@10, mrr, bpref, Rprec,
success@1, num_ret, num_rel, num_rel_ret, with any number behind @, and the
names of trec_eval: P_10, recall_100, ndcg_cut_10, recip_rank, success_1.

Files:
  judgements  topic 0 document grade; a negative grade counts as not judged
  runs        topic Q0 document rank score name
  topics      id, title, description, narrative with tabs between; TREC's
              <top>; JSON, an array or a line each, with id and title;
              Cranfield's .I and .W, counted from 1

Chance: p is that of the paired two-sided randomisation test (Smucker, Allan and
Carterette 2007): all ways to swap the runs for up to 16 topics that differ,
else 100,000 drawn ones. The interval of the difference is a bootstrap's, 95 %.
Both are seeded: the same runs give the same figures.

A grid, in TOML:
  measure = \"ndcg@10\"
  match = [\"relaxed\", \"any\"]
  words = [\"stems\", \"printed\"]
  feedback = [\"off\", { docs = 10, terms = 20, weight = 0.5 }]
  [ranking]
  k1 = [0.9, 1.2, 2.0]
  b = [0.4, 0.75]

See also:
  dateline judge                  makes judgements
  dateline search --format trec   one query as a run"
)]
pub(in crate::cli) struct Eval {
    /// Runs to score, in TREC's form
    #[arg(value_name = "RUN", conflicts_with_all = ["topics", "compare"],
          required_unless_present_any = ["topics", "compare", "grid"])]
    pub(in crate::cli) runs: Vec<PathBuf>,
    /// The judgements.
    ///
    /// A line each: topic, 0, document, grade.
    #[arg(long, value_name = "FILE", required_unless_present = "grid")]
    pub(in crate::cli) qrels: Option<PathBuf>,
    /// Compare two runs.
    ///
    /// For each measure both means, the difference of the second from the first, how likely chance
    /// alone would show as much, and the topics that gained and lost most in the first measure.
    #[arg(long, value_names = ["A", "B"], num_args = 2, conflicts_with = "topics")]
    pub(in crate::cli) compare: Vec<PathBuf>,
    /// Make the run of these topics.
    ///
    /// Their titles are asked, as queries unless --plain is given. One that can't be read as a query
    /// is told, and counts as one without an answer.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) topics: Option<PathBuf>,
    /// Take titles as words alone.
    ///
    /// For topics that were not written for Dateline: no operators, no quotation marks, no capitals.
    #[arg(long, requires = "topics")]
    pub(in crate::cli) plain: bool,
    /// Articles to ask for, a topic.
    #[arg(long, value_name = "N", default_value_t = crate::eval::DEPTH, requires = "topics")]
    pub(in crate::cli) depth: usize,
    /// Write the run that is made.
    ///
    /// In TREC's form. The file is replaced if it is there.
    #[arg(long, value_name = "FILE", requires = "topics")]
    pub(in crate::cli) run_out: Option<PathBuf>,
    /// Search these files or folders.
    ///
    /// They are indexed into a cache first (DATELINE_CACHE, else the user's cache folder), and from
    /// then on only what has changed is read.
    #[arg(long = "in", value_name = "PATH", num_args = 1.., requires = "topics")]
    pub(in crate::cli) within: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// How many of the plain words are needed.
    ///
    /// all: every one. any: one. 3: so many. 75%: this share, rounded up. relaxed: all, but where
    /// no article has them all those with most, and of more than three words some may be missing.
    #[arg(long = "match", value_name = "HOW", default_value = "relaxed")]
    pub(in crate::cli) matching: String,
    #[command(flatten)]
    pub(in crate::cli) ranking: Ranking,
    /// What to measure, with commas between.
    ///
    /// Names are below.
    #[arg(
        short,
        long,
        value_name = "NAMES",
        value_delimiter = ',',
        default_value = "map,ndcg@10,P@10,recall@100,mrr,bpref,Rprec,success@1"
    )]
    pub(in crate::cli) measure: Vec<Measure>,
    /// Show each topic too.
    #[arg(long)]
    pub(in crate::cli) per_topic: bool,
    /// Count topics that a run has not.
    ///
    /// Those that are judged; they count as 0, as with trec_eval -c.
    #[arg(short, long)]
    pub(in crate::cli) complete: bool,
    /// Least grade that is relevant.
    ///
    /// As trec_eval -l. ndcg goes by the grades themselves.
    #[arg(short, long, value_name = "GRADE", default_value_t = 1)]
    pub(in crate::cli) level: u32,
    #[command(flatten)]
    pub(in crate::cli) grid: GridArgs,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = EvalFormat::Text)]
    pub(in crate::cli) format: EvalFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum EvalFormat {
    /// For people.
    Text,
    /// One object, with a version.
    Json,
    /// As trec_eval prints: measure, topic, value.
    Tsv,
}

impl EvalFormat {
    /// What such an output is for.
    pub(in crate::cli) fn purpose(self) -> Use {
        match self {
            EvalFormat::Text => Use::Reading,
            EvalFormat::Json | EvalFormat::Tsv => Use::Data,
        }
    }
}

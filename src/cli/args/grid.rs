//! What was typed of `eval` about grids.

use std::path::PathBuf;

use clap::Args as ClapArgs;

/// A grid of settings.
#[derive(Debug, Clone, ClapArgs)]
pub(in crate::cli) struct GridArgs {
    /// Measure every point of this grid.
    ///
    /// A TOML file with lists of values: `match`, `feedback`, `words`, and below [ranking] window, k1,
    /// b, ordered, near, closeness, headline, lead, phrase, coverage. Each choice of one value a
    /// list is a point. `words` is stems or printed; words as printed are ranked by the first pass
    /// alone.
    ///
    /// [[collection]] tables (name, topics, qrels, index or docs) take the place of
    /// --topics, --qrels, --index and --in; with several, each is also left out once, and the point
    /// that is best on the others measured on it.
    ///
    /// Points are ordered by the first measure of --measure, else by `measure` of the file, else by
    /// ndcg@10.
    #[arg(long, value_name = "FILE", conflicts_with_all = [
        "runs", "compare", "run_out", "depth", "matching", "feedback", "recency",
        "one_pass", "per_topic", "complete", "level",
    ])]
    pub(in crate::cli) grid: Option<PathBuf>,
    /// Write the run of each point into this folder.
    ///
    /// As POINT.run, of several collections in a folder each. Files that are there are replaced.
    #[arg(long, value_name = "DIR", requires = "grid")]
    pub(in crate::cli) save_runs: Option<PathBuf>,
}

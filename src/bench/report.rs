//! What a run recorded: plain data, and the JSON that `bench --save` writes.
//!
//! `version` 1: a key is added, never renamed. Times are microseconds with three decimals unless a
//! name says otherwise. How they are measured is in `load`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// A recorded run of a query set against one state of an index.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BenchRun {
    /// Version of this form.
    pub version: u32,
    /// When it began, RFC 3339.
    pub started: String,
    /// The command that was typed.
    pub command: String,
    /// On what it ran.
    pub machine: Machine,
    /// What was measured.
    pub program: Program,
    /// The index that answered.
    pub index: Index,
    /// How it was measured.
    pub settings: Settings,
    /// Seconds from the first measured query to the last answer.
    pub seconds: f64,
    /// Whether it ended before all that was wanted: `interrupted`, `behind`; none where it did not.
    pub ended: Option<String>,
    /// All queries together.
    pub total: ClassResult,
    /// By class.
    pub classes: BTreeMap<String, ClassResult>,
    /// Query by query, in the order of the set.
    pub queries: Vec<QueryResult>,
    /// Queries of which two answers of this run had other hits or another total.
    pub differ: usize,
    /// Of a cold run, what is known of the page cache.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cold: Option<Cold>,
    /// What a reader of the figures must know.
    pub notes: Vec<String>,
}

/// The machine; what could not be learned is empty, 0 or none.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Machine {
    /// Model of the processor.
    pub cpu: String,
    /// Threads that can run at a time.
    pub cores: usize,
    /// Bytes of memory.
    pub memory_bytes: u64,
    /// Operating system and architecture: `linux x86_64`.
    pub os: String,
    /// Version of the kernel.
    pub kernel: String,
    /// Mean number of threads that wanted to run in the minute before.
    pub load: Option<f64>,
    /// Microseconds that a fixed piece of work took when the run began, the shortest of several: the
    /// speed that one thread had. None in records of older programs.
    pub calibration_us: Option<f64>,
}

/// The program.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Program {
    /// Version.
    pub version: String,
    /// Commit, as a release build was told it (`DATELINE_COMMIT`) or the source folder's git had it, with
    /// `+changes` where it had others; none where neither was there.
    pub commit: Option<String>,
    /// `release` or `debug`.
    pub profile: String,
}

/// The index.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Index {
    /// Articles in it.
    pub articles: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Changes with its form and its content.
    pub fingerprint: String,
    /// Segments.
    pub segments: usize,
}

/// How queries follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Each thread asks the next one when the last is answered.
    #[default]
    Closed,
    /// They arrive at a rate, whether the last one is answered or not.
    Open,
    /// One after the other, each on files that are not in memory.
    Cold,
}

impl Mode {
    /// Its name, as JSON has it.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Closed => "closed",
            Mode::Open => "open",
            Mode::Cold => "cold",
        }
    }
}

/// How it was measured: with equal ones two runs can be compared.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Closed, open or cold.
    pub mode: Mode,
    /// Threads that ask.
    pub threads: usize,
    /// Queries that arrive in a second, of an open loop.
    pub rate: Option<f64>,
    /// Whether their gaps are exponential; equal otherwise.
    pub poisson: bool,
    /// Passes over the set before the first that counts.
    pub warmup: u32,
    /// Passes that count, at most.
    pub iterations: Option<u32>,
    /// Seconds, at most.
    pub duration_s: Option<f64>,
    /// `page`, `top`, `top-count`, `facets` or `count`.
    pub page: String,
    /// Facets that are counted.
    pub facets: Vec<String>,
    /// Hits of a page.
    pub limit: usize,
    /// How many of a query's plain words are needed.
    pub matching: String,
    /// Classes that were chosen; all where there is none.
    pub only: Vec<String>,
    /// Seed of the order and of the gaps.
    pub seed: u64,
    /// File of the query set.
    pub queries: String,
    /// Hash of the queries that were asked, sixteen hex digits.
    pub queries_hash: String,
}

/// What one class of queries took, or all.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClassResult {
    /// Queries that were asked at least once.
    pub queries: usize,
    /// Answers that were timed.
    pub samples: u64,
    /// From the moment a query was sent, or in an open loop was due, to its answer.
    pub latency_us: Percentiles,
    /// Mean CPU time of the thread that answered; none where the system does not tell.
    pub cpu_us: Option<f64>,
    /// Answers a second of the run. Those of all classes add up to the total's.
    pub throughput: f64,
    /// Points of the curve of latencies: a percentile from 0 to 100, and the latency there.
    /// Percentiles that this many samples do not tell apart are left out.
    pub curve: Vec<(f64, f64)>,
    /// Stages of an answer.
    pub stages_us: Stages,
    /// Sum of the articles that match, each query once.
    pub hits: u64,
    /// Hash of the ids of all hits, in the order of the queries; sixteen hex digits.
    pub ids_hash: String,
    /// Every latency in the order in which the answers came, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw: Option<Vec<f64>>,
}

/// A figure with the bounds of its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Lower bound; none where there are too few samples for one.
    pub low: Option<f64>,
    /// Upper bound; none where there are too few samples for one.
    pub high: Option<f64>,
}

/// Where latencies lie. A percentile is the smallest latency that at least this share of all does
/// not exceed.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Percentiles {
    /// Mean, its interval that of a normal distribution.
    pub mean: Estimate,
    /// Half of all.
    pub p50: Estimate,
    /// Nine of ten.
    pub p90: Estimate,
    /// 99 of a hundred.
    pub p99: Estimate,
    /// 999 of a thousand.
    pub p999: Estimate,
    /// The longest; it has no interval.
    pub max: Estimate,
}

/// Mean and 99th percentile of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StageTime {
    /// Mean.
    pub mean: f64,
    /// Percentile.
    pub p99: f64,
}

/// Stages of an answer. What is left of a latency is in none: hints where nothing was found, the
/// form of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stages {
    /// From when a query was due until a thread was free for it, of an open loop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait: Option<StageTime>,
    /// Text to tree to index query.
    pub parse: StageTime,
    /// Matching and ranking.
    #[serde(rename = "match")]
    pub matching: StageTime,
    /// Counting facets.
    pub facets: StageTime,
    /// Reading the hits' records.
    pub fetch: StageTime,
    /// Making snippets.
    pub snippets: StageTime,
}

/// What one query took.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QueryResult {
    /// Its class.
    pub class: String,
    /// Its text.
    pub q: String,
    /// Its line in the file, from 1.
    pub line: usize,
    /// Answers that were timed; with 0 the rest says nothing.
    pub samples: u64,
    /// Articles that match.
    pub total: u64,
    /// Hash of the ids of its hits in order; sixteen hex digits.
    pub ids_hash: String,
    /// Shortest time from its start to its answer, without waiting.
    pub best_us: f64,
    /// Half of its times are not longer, without waiting; of more than 64 samples a fair choice of 64 tells.
    pub median_us: f64,
}

/// What is known of the page cache of a cold run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Cold {
    /// `query` or `pass`: before what the pages were dropped.
    pub before: String,
    /// Whether the system took every request to drop a file's pages.
    pub accepted: bool,
    /// Why not.
    pub refused: Option<String>,
    /// Files of the index, and their bytes.
    pub files: usize,
    /// Bytes that were to be dropped each time.
    pub bytes: u64,
    /// Mean time of opening the index anew; it is not in the latencies.
    pub open_us: f64,
    /// Mean bytes that came from the disk for a query (or pass), opening included; none where the system does not tell.
    pub read_bytes: Option<f64>,
}

impl BenchRun {
    /// Version of the form that this program writes.
    pub const VERSION: u32 = 1;

    /// Reads a run that `bench --save` wrote.
    ///
    /// # Errors
    /// [`Error::Io`], and [`Error::Argument`] where it is no such file or has a later version.
    pub fn read(path: &Path) -> Result<BenchRun> {
        let text = std::fs::read_to_string(path).map_err(|e| Error::io("cannot read", path, e))?;
        let wrong = |reason: String| Error::Argument {
            message: format!("{} is no recorded run: {reason}", path.display()),
            help: Some("record one: dateline bench QUERIES --save run.json".into()),
        };
        let run: BenchRun = serde_json::from_str(&text).map_err(|e| wrong(e.to_string()))?;
        match run.version {
            BenchRun::VERSION => Ok(run),
            0 => Err(wrong("it has no `version`".into())),
            other => Err(wrong(format!(
                "it has version {other}, this program reads {}",
                BenchRun::VERSION
            ))),
        }
    }

    /// The run as indented JSON, with a line break at its end.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self);
        text.expect("plain data with names for keys is JSON") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_reads_back_and_other_files_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("run.json");
        let mut run = BenchRun {
            version: 1,
            ..BenchRun::default()
        };
        run.total.latency_us.p50.value = 12.345;
        run.total.raw = Some(vec![0.001, 12.345]);
        run.classes.insert("or2".into(), run.total.clone());
        fs_err::write(&path, run.to_json()).unwrap();
        assert_eq!(BenchRun::read(&path).unwrap(), run);
        for (text, reason) in [
            ("{", "no recorded run"),
            ("[]", "no recorded run"),
            ("{}", "no `version`"),
            (r#"{"version": 2}"#, "version 2"),
            (r#"{"version": 1, "total": 3}"#, "no recorded run"),
        ] {
            fs_err::write(&path, text).unwrap();
            let error = BenchRun::read(&path).unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
        assert!(BenchRun::read(&dir.path().join("none")).is_err());
    }
}

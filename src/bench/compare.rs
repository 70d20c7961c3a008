//! Two recorded runs beside each other, query by query.
//!
//! The figure of a query is the median of its times, that of a class the median of its queries'. The
//! interval of a ratio comes from drawing the same queries of both sides again and again (paired
//! bootstrap, Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). It covers
//! the choice of queries; what changes from one run of a program to the next it can't know.

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::Serialize;

use super::drift::{Drift, notes};
use super::report::{BenchRun, ClassResult, QueryResult};
use crate::error::{Error, Result};

/// Queries below which there is no interval: with five, all five would have to agree, which happens
/// by chance in one of sixteen cases.
const FEWEST: usize = 6;
/// Queries with other answers that are told by name.
const EXAMPLES: usize = 10;

/// How to compare.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparing {
    /// Least change that is worth a verdict: 0.02 is two in a hundred.
    pub least: f64,
    /// Draws of the bootstrap.
    pub draws: usize,
    /// Their seed.
    pub seed: u64,
    /// Compares runs that asked for different things too.
    pub anyway: bool,
}

impl Default for Comparing {
    fn default() -> Comparing {
        Comparing {
            least: 0.02,
            draws: 2_000,
            seed: 1,
            anyway: false,
        }
    }
}

/// What was found. Ratios are those of the second run to the first: below 1 the second is faster.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RunComparison {
    /// Version of this form.
    pub version: u32,
    /// In what the runs differ beside their times.
    pub differences: Vec<Difference>,
    /// Whether both found the same.
    pub answers: Answers,
    /// Queries that only one side has.
    pub only: [usize; 2],
    /// All queries together.
    pub total: ClassComparison,
    /// By class.
    pub classes: BTreeMap<String, ClassComparison>,
    /// What a reader of the figures must know.
    pub notes: Vec<String>,
    /// How much longer a fixed piece of work took when the second run began; none where a record
    /// does not tell.
    pub calibration: Option<f64>,
    /// Least change that got a verdict.
    pub least: f64,
    /// Draws of the bootstrap.
    pub draws: usize,
    /// Their seed.
    pub seed: u64,
}

/// Something in which two runs differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What.
    pub what: &'static str,
    /// In the first run.
    pub a: String,
    /// In the second.
    pub b: String,
}

/// Whether queries that both runs have found the same articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Answers {
    /// Queries of both runs.
    pub compared: usize,
    /// Those with another number of matches.
    pub other_total: usize,
    /// Those with as many matches and other hits, or hits in another order.
    pub other_hits: usize,
    /// The first of them.
    pub examples: Vec<OtherAnswer>,
}

/// A query that was answered otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherAnswer {
    /// Its class.
    pub class: String,
    /// Its text.
    pub q: String,
    /// Matches in both runs.
    pub total: [u64; 2],
}

/// One class in both runs.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ClassComparison {
    /// Queries that both have.
    pub queries: usize,
    /// Those that were answered otherwise.
    pub other_answers: usize,
    /// Median of the queries' medians in microseconds, of both runs.
    pub median_us: [f64; 2],
    /// 99th percentile of all latencies in microseconds, of both runs; none where a run has not the class.
    pub p99_us: [Option<f64>; 2],
    /// Ratio of the medians.
    pub ratio: Ratio,
    /// Geometric mean of the ratios of all queries.
    pub per_query: Ratio,
    /// Ratio of the mean CPU time of an answer, over all answers; none where a run does not tell.
    /// Other work on the machine changes it less than the ratios of times.
    pub cpu: Option<f64>,
    /// What follows from the ratio of the medians.
    pub verdict: Verdict,
    /// Whether the verdict may be the machine's doing: its processor is another one, the change of
    /// its speed explains it, or the CPU time of an answer did not change with it.
    pub maybe_machine: bool,
}

/// A ratio of the second run to the first with its 95 % interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Ratio {
    /// The ratio.
    pub value: f64,
    /// Lower bound; none where there are too few queries.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
}

/// What a ratio of medians shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The second run is faster.
    Faster,
    /// The second run is slower.
    Slower,
    /// The interval holds 1, or the change is too small to matter.
    #[default]
    NoDifferenceShown,
    /// There are too few queries to tell.
    TooFewQueries,
}

impl Verdict {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Faster => "faster",
            Verdict::Slower => "slower",
            Verdict::NoDifferenceShown => "no difference shown",
            Verdict::TooFewQueries => "too few queries",
        }
    }
}

impl RunComparison {
    /// Whether a query of both runs was answered otherwise.
    pub fn is_answered_otherwise(&self) -> bool {
        self.answers.other_total + self.answers.other_hits > 0
    }

    /// Classes that are slower by a verdict and by more than this ratio; `all` is the total.
    pub fn slower_than(&self, ratio: f64) -> Vec<&str> {
        let is_beyond = |c: &ClassComparison| c.verdict == Verdict::Slower && c.ratio.value > ratio;
        let classes = self.classes.iter().map(|(name, c)| (name.as_str(), c));
        let all = classes.chain([("all", &self.total)]);
        all.filter(|(_, c)| is_beyond(c))
            .map(|(name, _)| name)
            .collect()
    }
}

/// Compares two runs.
///
/// Cost: `draws` times the queries, some 20 nanoseconds each.
///
/// # Errors
/// [`Error::Argument`] where the runs have no query in common, and where they asked for different
/// things, unless [`Comparing::anyway`] says so.
pub fn compare_runs(a: &BenchRun, b: &BenchRun, how: &Comparing) -> Result<RunComparison> {
    let grave = asked_otherwise(a, b);
    if let (Some(first), false) = (grave.first(), how.anyway) {
        return Err(Error::Argument {
            message: format!(
                "the runs can't be compared: {} is {} in the first and {} in the second",
                first.what, first.a, first.b
            ),
            help: Some("--anyway compares them nonetheless".into()),
        });
    }
    let mut differences = grave;
    differences.extend(circumstances(a, b));
    let (pairs, only) = pairs(a, b);
    if pairs.is_empty() {
        return Err(Error::Argument {
            message: "the runs have no query in common".into(),
            help: Some(
                "record both with one set of queries: dateline bench FILE --save run.json".into(),
            ),
        });
    }
    let mut by_class: BTreeMap<&str, Vec<Pair<'_>>> = BTreeMap::new();
    for pair in &pairs {
        by_class.entry(&pair.0.class).or_default().push(*pair);
    }
    let drift = Drift::between(a, b);
    let of = |class: &str| [a.classes.get(class), b.classes.get(class)];
    let classes = by_class.into_iter().map(|(class, pairs)| {
        let mut of_class = compared(&pairs, of(class), how);
        of_class.maybe_machine = drift.may_be(&of_class, how.least);
        (class.to_owned(), of_class)
    });
    let classes: BTreeMap<String, ClassComparison> = classes.collect();
    let mut total = compared(&pairs, [Some(&a.total), Some(&b.total)], how);
    total.maybe_machine = drift.may_be(&total, how.least);
    let mut notes = notes(a, b);
    let doubted = total.maybe_machine || classes.values().any(|class| class.maybe_machine);
    notes.extend(drift.note(doubted, how.least));
    Ok(RunComparison {
        version: 1,
        differences,
        answers: answers(&pairs),
        only,
        classes,
        total,
        notes,
        calibration: drift.calibration(),
        least: how.least,
        draws: how.draws,
        seed: how.seed,
    })
}

/// A query in both runs.
type Pair<'a> = (&'a QueryResult, &'a QueryResult);

/// Queries that both runs timed, in the order of the first, and how many only one has. A query that
/// stands in a set several times is paired in order.
fn pairs<'a>(a: &'a BenchRun, b: &'a BenchRun) -> (Vec<Pair<'a>>, [usize; 2]) {
    let mut open: HashMap<(&str, &str), VecDeque<&QueryResult>> = HashMap::new();
    let timed = |q: &&QueryResult| q.samples > 0;
    for query in b.queries.iter().filter(timed) {
        open.entry((&query.class, &query.q))
            .or_default()
            .push_back(query);
    }
    let mut out = Vec::new();
    let mut only = [0, 0];
    for query in a.queries.iter().filter(timed) {
        let other = open.get_mut(&(query.class.as_str(), query.q.as_str()));
        match other.and_then(VecDeque::pop_front) {
            Some(other) => out.push((query, other)),
            None => only[0] += 1,
        }
    }
    only[1] = open.values().map(VecDeque::len).sum();
    (out, only)
}

fn answers(pairs: &[Pair<'_>]) -> Answers {
    let mut answers = Answers {
        compared: pairs.len(),
        ..Answers::default()
    };
    for (a, b) in pairs.iter().filter(|pair| is_other(pair)) {
        match a.total == b.total {
            true => answers.other_hits += 1,
            false => answers.other_total += 1,
        }
        if answers.examples.len() < EXAMPLES {
            answers.examples.push(OtherAnswer {
                class: a.class.clone(),
                q: a.q.clone(),
                total: [a.total, b.total],
            });
        }
    }
    answers
}

fn is_other((a, b): &Pair<'_>) -> bool {
    a.total != b.total || a.ids_hash != b.ids_hash
}

fn compared(pairs: &[Pair<'_>], of: [Option<&ClassResult>; 2], how: &Comparing) -> ClassComparison {
    // No query takes no time; a recorded 0 is below the clock's step.
    let times = |of: fn(&Pair<'_>) -> f64| -> Vec<f64> {
        pairs.iter().map(|pair| of(pair).max(1e-3)).collect()
    };
    let (a, b) = (times(|p| p.0.median_us), times(|p| p.1.median_us));
    let logs: Vec<f64> = a.iter().zip(&b).map(|(a, b)| (b / a).ln()).collect();
    let median_us = [median(&mut a.clone()), median(&mut b.clone())];
    let mut ratio = Ratio {
        value: median_us[1] / median_us[0],
        ..Ratio::default()
    };
    let mut per_query = Ratio {
        value: mean(&logs).exp(),
        ..Ratio::default()
    };
    let enough = pairs.len() >= FEWEST && how.draws > 0;
    if enough {
        let mut chance = fastrand::Rng::with_seed(how.seed);
        let (mut medians, mut means) = (Vec::new(), Vec::new());
        let (mut of_a, mut of_b) = (a.clone(), b.clone());
        for _ in 0..how.draws {
            let mut log = 0.0;
            for n in 0..a.len() {
                let drawn = chance.usize(..a.len());
                (of_a[n], of_b[n]) = (a[drawn], b[drawn]);
                log += logs[drawn];
            }
            medians.push(median(&mut of_b) / median(&mut of_a));
            means.push((log / a.len() as f64).exp());
        }
        (ratio.low, ratio.high) = middle(medians);
        (per_query.low, per_query.high) = middle(means);
    }
    let beyond = |ratio: f64| ratio > 1.0 + how.least || ratio < 1.0 / (1.0 + how.least);
    let verdict = match (ratio.low, ratio.high) {
        (Some(_), Some(high)) if high < 1.0 && beyond(ratio.value) => Verdict::Faster,
        (Some(low), Some(_)) if low > 1.0 && beyond(ratio.value) => Verdict::Slower,
        (Some(_), Some(_)) => Verdict::NoDifferenceShown,
        _ => Verdict::TooFewQueries,
    };
    ClassComparison {
        queries: pairs.len(),
        other_answers: pairs.iter().filter(|pair| is_other(pair)).count(),
        median_us,
        p99_us: of.map(|class| class.map(|class| class.latency_us.p99.value)),
        cpu: cpu(of),
        ratio,
        per_query,
        verdict,
        maybe_machine: false,
    }
}

/// Ratio of the mean CPU times.
fn cpu(of: [Option<&ClassResult>; 2]) -> Option<f64> {
    let [a, b] = of.map(|class| class.and_then(|class| class.cpu_us));
    let (a, b) = (a?, b?);
    (a > 0.0).then(|| b / a)
}

/// The middle value, or the mean of the two; 0 of none. Their order changes.
pub(super) fn median(values: &mut [f64]) -> f64 {
    let n = values.len();
    if n == 0 {
        return 0.0;
    }
    let (below, &mut upper, _) = values.select_nth_unstable_by(n / 2, f64::total_cmp);
    if n % 2 == 1 {
        return upper;
    }
    let lower = below.iter().copied().fold(f64::MIN, f64::max);
    (lower + upper) / 2.0
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Bounds of the middle 95 of a hundred values.
fn middle(mut values: Vec<f64>) -> (Option<f64>, Option<f64>) {
    values.sort_unstable_by(f64::total_cmp);
    let last = values.len().saturating_sub(1) as f64;
    let at = |share: f64| values.get((last * share).round() as usize).copied();
    (at(0.025), at(0.975))
}

/// What the runs asked for, where it was not the same: their times then say nothing of each other.
fn asked_otherwise(a: &BenchRun, b: &BenchRun) -> Vec<Difference> {
    let (x, y) = (&a.settings, &b.settings);
    differing([
        (
            "the kind of run",
            x.mode.name().into(),
            y.mode.name().into(),
        ),
        ("what is asked for", x.page.clone(), y.page.clone()),
        (
            "the number of hits",
            x.limit.to_string(),
            y.limit.to_string(),
        ),
        (
            "the list of facets",
            x.facets.join(", "),
            y.facets.join(", "),
        ),
        (
            "how many words are needed",
            x.matching.clone(),
            y.matching.clone(),
        ),
    ])
}

/// What else was not the same.
fn circumstances(a: &BenchRun, b: &BenchRun) -> Vec<Difference> {
    let (x, y) = (&a.settings, &b.settings);
    let known = |value: &Option<String>| value.clone().unwrap_or_default();
    let commit = |run: &BenchRun| {
        let known = run.program.commit.clone();
        known.unwrap_or_else(|| "unknown".to_owned())
    };
    let number = |value: Option<f64>| value.map_or_else(String::new, |n| n.to_string());
    let gaps = |poisson: bool| if poisson { "random" } else { "equal" }.to_owned();
    let gib = |bytes: u64| format!("{:.1} GiB", bytes as f64 / f64::from(1 << 30));
    let hash = |run: &BenchRun| run.settings.queries_hash.clone();
    let set = |run: &BenchRun| format!("{} ({} queries)", hash(run), run.queries.len());
    let (index_a, index_b) = (&a.index, &b.index);
    let mut out = differing([
        ("set of queries", set(a), set(b)),
        ("threads", x.threads.to_string(), y.threads.to_string()),
        ("queries due in a second", number(x.rate), number(y.rate)),
        ("gaps between queries", gaps(x.poisson), gaps(y.poisson)),
        ("passes before", x.warmup.to_string(), y.warmup.to_string()),
        (
            "index fingerprint",
            index_a.fingerprint.clone(),
            index_b.fingerprint.clone(),
        ),
        (
            "articles",
            index_a.articles.to_string(),
            index_b.articles.to_string(),
        ),
        (
            "segments",
            index_a.segments.to_string(),
            index_b.segments.to_string(),
        ),
        ("processor", a.machine.cpu.clone(), b.machine.cpu.clone()),
        (
            "cores",
            a.machine.cores.to_string(),
            b.machine.cores.to_string(),
        ),
        (
            "memory",
            gib(a.machine.memory_bytes),
            gib(b.machine.memory_bytes),
        ),
        ("system", a.machine.os.clone(), b.machine.os.clone()),
        ("kernel", a.machine.kernel.clone(), b.machine.kernel.clone()),
        (
            "version",
            a.program.version.clone(),
            b.program.version.clone(),
        ),
        ("commit", commit(a), commit(b)),
        (
            "build",
            a.program.profile.clone(),
            b.program.profile.clone(),
        ),
        ("ended early", known(&a.ended), known(&b.ended)),
    ]);
    if hash(a) == hash(b) {
        // The number of queries alone differs where a run was cut.
        out.retain(|difference| difference.what != "set of queries");
    }
    out
}

fn differing<const N: usize>(all: [(&'static str, String, String); N]) -> Vec<Difference> {
    let differ = all.into_iter().filter(|(_, a, b)| a != b);
    differ
        .map(|(what, a, b)| Difference { what, a, b })
        .collect()
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;

//! What answers took while a load runs: histograms by class and stage, and each query's own times.
//! Bounded, however long the run is.

use xxhash_rust::xxh3::Xxh3;

use super::histogram::{Histogram, us};
use super::report::{ClassResult, Stages};

/// Times of a query that are kept for its median.
const KEPT: usize = 64;

/// Latencies that `raw` keeps at most, of a class and of all.
pub(super) const MOST_RAW: usize = 2_000_000;

/// What one answer took and said; times in nanoseconds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sample {
    pub(super) query: usize,
    /// From when the query was sent or due to its answer.
    pub(super) latency: u64,
    /// From when it was due to when a thread was free for it; none where it was not due at a time.
    pub(super) wait: Option<u64>,
    /// CPU time of the thread.
    pub(super) cpu: Option<u64>,
    pub(super) seen: Seen,
}

/// What is seen in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// Articles that match.
    pub total: u64,
    /// Hash of the ids of the hits in order.
    pub ids: u64,
    /// Nanoseconds of parse, match, facets, fetch and snippets.
    pub stages: [u64; 5],
}

/// A class, or all.
#[derive(Debug)]
pub(super) struct Record {
    latency: Histogram,
    wait: Option<Histogram>,
    stages: [Histogram; 5],
    /// Sum, and answers of which it is.
    cpu: (u64, u64),
    raw: Option<Vec<f64>>,
}

impl Record {
    fn new(raw: bool) -> Record {
        Record {
            latency: Histogram::new(3),
            wait: None,
            stages: std::array::from_fn(|_| Histogram::new(2)),
            cpu: (0, 0),
            raw: raw.then(Vec::new),
        }
    }

    fn add(&mut self, sample: &Sample) {
        self.latency.record(sample.latency);
        if let Some(wait) = sample.wait {
            let waits = self.wait.get_or_insert_with(|| Histogram::new(2));
            waits.record(wait);
        }
        for (stage, nanos) in self.stages.iter_mut().zip(sample.seen.stages) {
            stage.record(nanos);
        }
        if let Some(cpu) = sample.cpu {
            self.cpu = (self.cpu.0 + cpu, self.cpu.1 + 1);
        }
        if let Some(raw) = self.raw.as_mut().filter(|raw| raw.len() < MOST_RAW) {
            raw.push(us(sample.latency as f64));
        }
    }

    /// The figures of `queries`, those of this class in order, after a run of so many seconds.
    fn result<'a>(self, queries: impl Iterator<Item = &'a Asked>, seconds: f64) -> ClassResult {
        let n = self.latency.n();
        let mut hash = Xxh3::new();
        let (mut asked, mut hits) = (0, 0);
        for query in queries.filter(|query| query.n > 0) {
            asked += 1;
            hits += query.seen.total;
            hash.update(&query.seen.ids.to_le_bytes());
        }
        let [parse, matching, facets, fetch, snippets] = self.stages.map(|stage| stage.stage());
        ClassResult {
            queries: asked,
            samples: n,
            latency_us: self.latency.percentiles(),
            curve: self.latency.curve(),
            cpu_us: (self.cpu.1 > 0).then(|| us(self.cpu.0 as f64 / self.cpu.1 as f64)),
            throughput: if seconds > 0.0 {
                n as f64 / seconds
            } else {
                0.0
            },
            stages_us: Stages {
                wait: self.wait.map(|wait| wait.stage()),
                parse,
                matching,
                facets,
                fetch,
                snippets,
            },
            hits,
            ids_hash: format!("{:016x}", hash.digest()),
            raw: self.raw,
        }
    }
}

/// What is known of one query.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Answers.
    pub n: u64,
    /// What its first answer said.
    pub seen: Seen,
    /// Whether a later answer had other hits or another total.
    pub differs: bool,
    /// Shortest time from its start to its answer, in nanoseconds.
    pub best: u64,
    kept: Vec<u64>,
}

impl Asked {
    fn add(&mut self, sample: &Sample, chance: &mut fastrand::Rng) {
        let took = sample.latency - sample.wait.unwrap_or(0).min(sample.latency);
        match self.n {
            0 => (self.seen, self.best) = (sample.seen, took),
            _ => {
                let (old, new) = (&self.seen, &sample.seen);
                self.differs |= (old.total, old.ids) != (new.total, new.ids);
                self.best = self.best.min(took);
            }
        }
        self.n += 1;
        // A reservoir: each time has the same chance to be among those kept.
        if self.kept.len() < KEPT {
            self.kept.push(took);
        } else if let Some(slot) = self.kept.get_mut(chance.u64(0..self.n) as usize) {
            *slot = took;
        }
    }

    /// Half of its times are not longer, in nanoseconds; 0 where it was not asked.
    pub fn median(&self) -> u64 {
        let mut kept = self.kept.clone();
        kept.sort_unstable();
        let middle = kept.len().div_ceil(2).saturating_sub(1);
        kept.get(middle).copied().unwrap_or(0)
    }
}

/// All that is recorded while a load runs.
#[derive(Debug)]
pub(super) struct Recorder {
    /// The class of each query.
    classes: Vec<usize>,
    all: Record,
    by_class: Vec<Record>,
    queries: Vec<Asked>,
    chance: fastrand::Rng,
}

impl Recorder {
    /// Nothing recorded yet. `classes` holds the class of each query, a number below `n_classes`.
    pub(super) fn new(classes: &[usize], n_classes: usize, raw: bool) -> Recorder {
        Recorder {
            classes: classes.to_vec(),
            all: Record::new(raw),
            by_class: (0..n_classes).map(|_| Record::new(raw)).collect(),
            queries: vec![Asked::default(); classes.len()],
            chance: fastrand::Rng::with_seed(0),
        }
    }

    pub(super) fn add(&mut self, sample: &Sample) {
        self.all.add(sample);
        self.by_class[self.classes[sample.query]].add(sample);
        self.queries[sample.query].add(sample, &mut self.chance);
    }

    /// The figures of all, of each class, and what is known of each query.
    pub(super) fn results(self, seconds: f64) -> (ClassResult, Vec<ClassResult>, Vec<Asked>) {
        let queries = self.queries;
        let of = |class: usize| {
            let pairs = self.classes.iter().zip(&queries);
            pairs.filter(move |(c, _)| **c == class).map(|(_, q)| q)
        };
        let all = self.all.result(queries.iter(), seconds);
        let classes = self.by_class.into_iter().enumerate();
        let classes = classes.map(|(class, record)| record.result(of(class), seconds));
        let classes = classes.collect();
        (all, classes, queries)
    }
}

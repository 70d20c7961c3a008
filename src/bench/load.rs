//! Load: who asks next and when, in a closed loop of threads or at a fixed rate, and how long each
//! answer takes. What is asked is a [`Target`], so that a test can plant one that stalls.
//!
//! In a closed loop a thread that waits for a slow answer asks nothing meanwhile: all that would
//! have come in that time is missing from the figures (Tene's coordinated omission). In an open
//! loop queries are due at times that do not depend on answers, and a latency begins when the query
//! was due, so that those which wait behind a slow one tell so.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::machine::thread_cpu;
use super::record::{Asked, Recorder, Sample, Seen};
use super::report::ClassResult;
use crate::error::{Error, Result};

/// What is asked.
pub trait Target: Sync {
    /// An answer.
    type Reply;

    /// Makes ready for a query; its time counts nowhere.
    ///
    /// # Errors
    /// Any ends the run.
    fn prepare(&self, _turn: &Turn) -> Result<()> {
        Ok(())
    }

    /// Answers a query, given by its number in the set. This is what is timed.
    ///
    /// # Errors
    /// Any ends the run.
    fn ask(&self, query: usize) -> Result<Self::Reply>;

    /// What an answer says; its time counts nowhere.
    fn look(&self, reply: &Self::Reply) -> Seen;
}

/// How queries follow each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Loop {
    /// Each thread asks the next one when its last is answered.
    Closed,
    /// They are due at a rate.
    Open {
        /// Queries a second, above 0.
        rate: f64,
        /// Whether gaps are exponential (a Poisson process); equal otherwise.
        poisson: bool,
    },
}

/// A load.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// How queries follow each other.
    pub kind: Loop,
    /// Threads that ask; at least one runs.
    pub threads: usize,
    /// Passes over the set before the first that counts, always in a closed loop.
    pub warmup: u32,
    /// Passes that count, at most.
    pub iterations: Option<u32>,
    /// For how long queries are sent, at most. Without it and without `iterations` there is one pass.
    pub duration: Option<Duration>,
    /// Seed of the order in which queries come, new in each pass, and of the gaps.
    pub seed: u64,
    /// Whether every latency is kept.
    pub raw: bool,
    /// An open loop ends when a query has to wait longer than this for a thread: what waits would
    /// only grow.
    pub most_behind: Duration,
}

impl Default for Load {
    /// One thread, one pass to warm up and one that counts.
    fn default() -> Load {
        Load {
            kind: Loop::Closed,
            threads: 1,
            warmup: 1,
            iterations: None,
            duration: None,
            seed: 1,
            raw: false,
            most_behind: Duration::from_secs(10),
        }
    }
}

/// How far a run is, and whether it shall end. Shared with who watches.
#[derive(Debug, Default)]
pub struct Watch {
    /// Set from outside: no more queries are sent.
    pub stop: AtomicBool,
    /// Whether queries count yet.
    pub measuring: AtomicBool,
    /// Answers, those of the warm-up included.
    pub answered: AtomicU64,
    /// Answers that are wanted, those of the warm-up included; 0 where only a duration is given.
    pub wanted: AtomicU64,
}

/// Which query comes, and when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    /// Number of the query in its set.
    pub query: usize,
    /// The pass over the set, from 0.
    pub pass: u32,
    /// When it is due, from the beginning of an open loop.
    pub due: Option<Duration>,
}

/// Why a run ended before all was asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ended {
    /// From outside.
    Interrupted,
    /// Queries came faster than they were answered; the last waited for so long.
    Behind(Duration),
}

/// What a load measured.
#[derive(Debug)]
pub struct Measured {
    /// Seconds from the first query that counts to the last answer.
    pub seconds: f64,
    /// Why it ended before all was asked.
    pub ended: Option<Ended>,
    /// All classes together.
    pub total: ClassResult,
    /// By class.
    pub classes: Vec<ClassResult>,
    /// By query.
    pub queries: Vec<Asked>,
}

/// An error and the query that had it, where it was one.
pub type Failed = (Option<usize>, Error);

/// Puts a load on a target. `classes` holds the class of each query of the set, a number below
/// `n_classes`.
///
/// # Errors
/// The first error of the target, with the query that had it, and [`Error::Argument`] for an empty
/// set or a rate that is none.
pub fn run<T: Target>(
    target: &T,
    classes: &[usize],
    n_classes: usize,
    load: &Load,
    watch: &Watch,
) -> std::result::Result<Measured, Failed> {
    let wrong = |message: &str| {
        let error = Error::Argument {
            message: message.to_owned(),
            help: None,
        };
        (None, error)
    };
    if classes.is_empty() {
        return Err(wrong("there are no queries to ask"));
    }
    if let Loop::Open { rate, .. } = load.kind
        && !(rate.is_finite() && rate > 0.0)
    {
        return Err(wrong("a rate of queries is above 0"));
    }
    let n = classes.len();
    let passes = match (load.iterations, load.duration) {
        (None, None) => Some(1),
        (iterations, _) => iterations,
    };
    let wanted = passes.map_or(0, |p| (u64::from(p) + u64::from(load.warmup)) * n as u64);
    watch.wanted.store(wanted, Ordering::Relaxed);
    if load.warmup > 0 {
        let order = Order::new(n, load.seed ^ WARM, Loop::Closed, Some(load.warmup), None);
        phase(target, order, load, None, watch)?;
    }
    let recorder = Mutex::new(Recorder::new(classes, n_classes, load.raw));
    watch.measuring.store(true, Ordering::Relaxed);
    let order = Order::new(n, load.seed, load.kind, passes, load.duration);
    let (seconds, ended) = phase(target, order, load, Some(&recorder), watch)?;
    let recorder = recorder.into_inner().unwrap_or_else(|e| e.into_inner());
    let (total, classes, queries) = recorder.results(seconds);
    Ok(Measured {
        seconds,
        ended,
        total,
        classes,
        queries,
    })
}

/// Makes the order of the warm-up another one.
const WARM: u64 = 0x9e37_79b9_7f4a_7c15;

/// Runs all threads until the order is at its end.
fn phase<T: Target>(
    target: &T,
    order: Order,
    load: &Load,
    recorder: Option<&Mutex<Recorder>>,
    watch: &Watch,
) -> std::result::Result<(f64, Option<Ended>), Failed> {
    let started = Instant::now();
    let phase = Phase {
        target,
        order: Mutex::new(order),
        recorder,
        watch,
        started,
        most_behind: load.most_behind,
        behind: Mutex::new(None),
        failed: Mutex::new(None),
        over: AtomicBool::new(false),
    };
    std::thread::scope(|scope| {
        for _ in 1..load.threads {
            scope.spawn(|| phase.work());
        }
        phase.work();
    });
    let seconds = started.elapsed().as_secs_f64();
    let inner = |e: std::sync::PoisonError<_>| e.into_inner();
    if let Some(failed) = phase.failed.into_inner().unwrap_or_else(inner) {
        return Err(failed);
    }
    let behind = phase.behind.into_inner().unwrap_or_default();
    let ended = match behind {
        Some(wait) => Some(Ended::Behind(wait)),
        None if watch.stop.load(Ordering::Relaxed) => Some(Ended::Interrupted),
        None => None,
    };
    Ok((seconds, ended))
}

/// The threads of one phase and what they share.
struct Phase<'a, T> {
    target: &'a T,
    order: Mutex<Order>,
    recorder: Option<&'a Mutex<Recorder>>,
    watch: &'a Watch,
    started: Instant,
    most_behind: Duration,
    behind: Mutex<Option<Duration>>,
    failed: Mutex<Option<Failed>>,
    over: AtomicBool,
}

impl<T: Target> Phase<'_, T> {
    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed) || self.watch.stop.load(Ordering::Relaxed)
    }

    /// What one thread does.
    fn work(&self) {
        while !self.is_over() {
            let elapsed = self.started.elapsed();
            let turn = self.order.lock().ok().and_then(|mut o| o.next(elapsed));
            let Some(turn) = turn else { return };
            if let Err(error) = self.turn(&turn) {
                self.over.store(true, Ordering::Relaxed);
                if let Ok(mut failed) = self.failed.lock() {
                    failed.get_or_insert((Some(turn.query), error));
                }
            }
        }
    }

    fn turn(&self, turn: &Turn) -> Result<()> {
        let due = turn.due.map(|due| self.started + due);
        if let Some(due) = due
            && !self.wait_until(due)
        {
            return Ok(());
        }
        self.target.prepare(turn)?;
        let cpu = thread_cpu();
        let began = Instant::now();
        let wait = due.map(|due| began.saturating_duration_since(due));
        if wait.is_some_and(|wait| wait > self.most_behind) {
            self.over.store(true, Ordering::Relaxed);
            if let Ok(mut behind) = self.behind.lock() {
                *behind = wait;
            }
            return Ok(());
        }
        let reply = self.target.ask(turn.query)?;
        let latency = due.unwrap_or(began).elapsed();
        let spent = cpu.zip(thread_cpu());
        self.watch.answered.fetch_add(1, Ordering::Relaxed);
        let Some(recorder) = self.recorder else {
            return Ok(());
        };
        let sample = Sample {
            query: turn.query,
            latency: nanos(latency),
            wait: wait.map(nanos),
            cpu: spent.map(|(before, after)| after.saturating_sub(before)),
            seen: self.target.look(&reply),
        };
        // What takes an answer apart is no part of it either.
        drop(reply);
        if let Ok(mut recorder) = recorder.lock() {
            recorder.add(&sample);
        }
        Ok(())
    }

    /// Sleeps until a moment, the last part awake, since the system wakes a sleeper late. False where
    /// the run ended meanwhile.
    fn wait_until(&self, due: Instant) -> bool {
        loop {
            if self.is_over() {
                return false;
            }
            let left = due.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            match left.checked_sub(AWAKE) {
                Some(sleep) if !sleep.is_zero() => std::thread::sleep(sleep.min(LONGEST_SLEEP)),
                _ => std::thread::yield_now(),
            }
        }
    }
}

/// Before a query is due its thread does not sleep any more.
const AWAKE: Duration = Duration::from_micros(150);

/// After this a sleeper looks whether the run has ended.
const LONGEST_SLEEP: Duration = Duration::from_millis(50);

/// No query is due later than this.
const LATEST: Duration = Duration::from_secs(3_000_000_000);

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// The order of queries: every pass has each of them once, shuffled, so that classes mix.
#[derive(Debug)]
struct Order {
    numbers: Vec<usize>,
    at: usize,
    pass: u32,
    passes: Option<u32>,
    duration: Option<Duration>,
    kind: Loop,
    /// Queries so far, and when the next one is due, in seconds.
    sent: u64,
    next_due: f64,
    shuffle: fastrand::Rng,
    gaps: fastrand::Rng,
}

impl Order {
    fn new(
        n: usize,
        seed: u64,
        kind: Loop,
        passes: Option<u32>,
        duration: Option<Duration>,
    ) -> Order {
        let mut order = Order {
            numbers: (0..n).collect(),
            at: 0,
            pass: 0,
            passes,
            duration,
            kind,
            sent: 0,
            next_due: 0.0,
            shuffle: fastrand::Rng::with_seed(seed),
            gaps: fastrand::Rng::with_seed(seed.wrapping_add(1)),
        };
        order.shuffle.shuffle(&mut order.numbers);
        order
    }

    /// The next turn; none where all passes are done, or where it would come after the duration.
    fn next(&mut self, elapsed: Duration) -> Option<Turn> {
        if self.at == self.numbers.len() {
            self.at = 0;
            self.pass = self.pass.saturating_add(1);
            self.shuffle.shuffle(&mut self.numbers);
        }
        if self.passes.is_some_and(|passes| self.pass >= passes) {
            return None;
        }
        let due = self.due();
        let over = |end| due.unwrap_or(elapsed) >= end;
        if self.duration.is_some_and(over) {
            return None;
        }
        let query = self.numbers[self.at];
        self.at += 1;
        Some(Turn {
            query,
            pass: self.pass,
            due,
        })
    }

    /// When the next query is due, of an open loop.
    fn due(&mut self) -> Option<Duration> {
        let Loop::Open { rate, poisson } = self.kind else {
            return None;
        };
        let due = self.next_due;
        self.sent += 1;
        self.next_due = match poisson {
            // 1 - f is above 0, whose logarithm there is.
            true => due - (1.0 - self.gaps.f64()).ln() / rate,
            // From the beginning, so that errors of rounding do not add up.
            false => self.sent as f64 / rate,
        };
        // What is due in a hundred years is not waited for, and a moment later can't be told.
        Some(Duration::try_from_secs_f64(due).map_or(LATEST, |due| due.min(LATEST)))
    }
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;

//! What the points of a grid find, measured: by collection and topic, the best first, and how a choice
//! fares on a collection that had no part in it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::grid::{Grid, Point};
use super::judged::column;
use super::make::plain_words;
use super::measure::{Judged, Measure};
use super::qrels::{Qrels, TopicId};
use super::score::strange;
use crate::error::{Error, Result};
use crate::search::{Hit, Request, Searcher};

/// A collection with all that is needed to measure points on it.
#[derive(Debug)]
pub struct GridInput {
    /// What it is called.
    pub name: String,
    /// Its articles.
    pub searcher: Searcher,
    /// Id and text of its topics.
    pub topics: Vec<(String, String)>,
    /// Stored queries by name, which `saved:NAME` in a topic stands for.
    pub saved: BTreeMap<String, String>,
    /// Its judgements. Topics without any are not run.
    pub qrels: Qrels,
}

/// A document of a run, in the order of the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Its id, as a column.
    pub doc: String,
    /// Falls from one to the next.
    pub score: f64,
}

/// Takes what a point found: number of the collection, number of the point, topic, documents.
pub type Keep<'a> = dyn Fn(usize, usize, &str, &[Ranked]) -> Result<()> + Sync + 'a;

/// How a point fares.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PointScore {
    /// Its name.
    pub point: String,
    /// Whether it is the default.
    pub default: bool,
    /// Whether it is ranked by the first pass alone, as words as printed are: settings of the second
    /// pass change nothing there.
    pub first_pass: bool,
    /// Mean over the collections.
    pub mean: f64,
    /// By collection.
    pub collections: Vec<CollectionScore>,
}

/// How a point fares on a collection.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CollectionScore {
    /// The collection.
    pub collection: String,
    /// Mean over the topics; one that finds nothing counts as 0.
    pub value: f64,
    /// Topics that are better than with the default.
    pub better: usize,
    /// Topics that are worse.
    pub worse: usize,
}

/// A choice that one collection had no part in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fold {
    /// The collection that was left out.
    pub left_out: String,
    /// The point that is best on the others, by the mean over them.
    pub chosen: String,
    /// What it has on the one left out.
    pub value: f64,
    /// What the default has there.
    pub default: f64,
    /// What the best point of all has there.
    pub best: f64,
}

/// A grid, measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GridScores {
    /// The best first; of equals the one that comes first in the grid.
    pub points: Vec<PointScore>,
    /// Choices on all collections but one, if they are wanted.
    pub folds: Vec<Fold>,
    /// Topics that were measured, by collection.
    pub topics: BTreeMap<String, usize>,
    /// Queries that could not be read and were taken for words, as `collection: topic: message`.
    pub notes: Vec<String>,
}

/// Differences below this are none.
const EQUAL: f64 = 1e-9;

/// Runs each point on each collection, with up to `threads` at once, and measures them.
///
/// Cost: a search of 1000 hits for each point and topic, twice for a topic that is no query.
///
/// # Errors
/// Those of [`Grid::points`] and [`Searcher::search`]; [`Error::Argument`] for a collection of whose
/// topics none is judged, and for a measure that is no mean over topics; those of `keep`.
pub fn run_grid(
    grid: &Grid,
    inputs: &[GridInput],
    measure: Measure,
    keep: &Keep<'_>,
    threads: usize,
) -> Result<GridScores> {
    if measure.is_count() || measure == Measure::GmMap {
        return Err(Error::Argument {
            message: format!("a grid is not ordered by {measure}"),
            help: Some("give a measure that is averaged over topics, as ndcg@10 or map".into()),
        });
    }
    let points = grid.points()?;
    for input in inputs {
        if !input
            .topics
            .iter()
            .any(|(id, _)| input.qrels.topics.contains_key(&TopicId(column(id))))
        {
            return Err(Error::Argument {
                message: format!("no topic of {} has a judgement", input.name),
                help: Some("the ids of topics and judgements must be the same".into()),
            });
        }
    }
    let jobs = inputs.len() * points.len();
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Measured)>> = Mutex::new(Vec::with_capacity(jobs));
    let failed: Mutex<Option<Error>> = Mutex::new(None);
    let work = || loop {
        let job = next.fetch_add(1, Ordering::Relaxed);
        if job >= jobs {
            return;
        }
        let (collection, point) = (job / points.len(), job % points.len());
        let store = |topic: &str, docs: &[Ranked]| keep(collection, point, topic, docs);
        match measured(&points[point], &inputs[collection], measure, &store) {
            Ok(measured) => lock(&done).push((job, measured)),
            Err(error) => {
                next.store(jobs, Ordering::Relaxed);
                lock(&failed).get_or_insert(error);
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, jobs.max(1)) {
            scope.spawn(work);
        }
    });
    if let Some(error) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(job, _)| *job);
    let all: Vec<Measured> = done.into_iter().map(|(_, measured)| measured).collect();
    for (input, all) in inputs.iter().zip(all.chunks(points.len())) {
        check_known(input, all)?;
    }
    Ok(summed(grid, &points, inputs, &all))
}

/// Refuses a collection where no point finds anything that is judged: each would have 0, and none
/// would be better.
fn check_known(input: &GridInput, all: &[Measured]) -> Result<()> {
    if all.iter().any(|measured| measured.is_known) {
        return Ok(());
    }
    let found = all.iter().find_map(|measured| measured.found.as_deref());
    Err(Error::Argument {
        message: format!("on {}: {}", input.name, strange(&input.qrels, found)),
        help: Some("search the index that the judgements are of: ids must be the same".into()),
    })
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A point on a collection.
struct Measured {
    by_topic: Vec<f64>,
    /// Whether anything that was found is judged.
    is_known: bool,
    /// Something that was found.
    found: Option<String>,
    notes: Vec<String>,
}

impl Measured {
    fn mean(&self) -> f64 {
        // A sum of nothing is minus zero.
        self.by_topic.iter().sum::<f64>() / self.by_topic.len().max(1) as f64 + 0.0
    }
}

fn measured(
    point: &Point,
    input: &GridInput,
    measure: Measure,
    keep: &dyn Fn(&str, &[Ranked]) -> Result<()>,
) -> Result<Measured> {
    let mut out = Measured {
        by_topic: Vec::new(),
        is_known: false,
        found: None,
        notes: Vec::new(),
    };
    for (id, text) in &input.topics {
        let id = column(id);
        let Some(grades) = input.qrels.topics.get(&TopicId(id.clone())) else {
            continue;
        };
        let request = Request {
            saved: input.saved.clone(),
            ..point.way.request(text)
        };
        let found = match input.searcher.search(&request) {
            Err(Error::Query { message, .. }) => {
                out.notes
                    .push(format!("{}: topic {id}: {message}", input.name));
                let words = plain_words(text);
                input.searcher.search(&point.way.request(&words))?
            }
            found => found?,
        };
        let docs = ranked(&found.hits);
        keep(&id, &docs)?;
        out.is_known |= docs.iter().any(|ranked| grades.contains_key(&ranked.doc));
        if out.found.is_none() {
            out.found = docs.first().map(|ranked| ranked.doc.clone());
        }
        let ranking = docs.iter().map(|ranked| grades.get(&ranked.doc).copied());
        let judged = Judged::new(ranking, grades.values().copied(), 1);
        out.by_topic.push(measure.of(&judged));
    }
    Ok(out)
}

/// Hits as a run has them: tools sort by score, so that where it does not fall the rank speaks.
fn ranked(hits: &[Hit]) -> Vec<Ranked> {
    let falls = hits.windows(2).all(|two| two[0].score > two[1].score);
    let ranked = hits.iter().map(|hit| Ranked {
        doc: column(&hit.id),
        score: match falls {
            true => f64::from(hit.score),
            false => -(hit.rank as f64),
        },
    });
    ranked.collect()
}

fn summed(grid: &Grid, points: &[Point], inputs: &[GridInput], all: &[Measured]) -> GridScores {
    let of = |collection: usize, point: usize| &all[collection * points.len() + point];
    let default = points.iter().position(|p| p.is_default).unwrap_or(0);
    let scored = points.iter().enumerate().map(|(p, point)| {
        let collections: Vec<CollectionScore> = (inputs.iter().enumerate())
            .map(|(c, input)| {
                let (own, base) = (&of(c, p).by_topic, &of(c, default).by_topic);
                let pairs = || own.iter().zip(base);
                CollectionScore {
                    collection: input.name.clone(),
                    value: of(c, p).mean(),
                    better: pairs().filter(|(a, b)| **a > **b + EQUAL).count(),
                    worse: pairs().filter(|(a, b)| **a < **b - EQUAL).count(),
                }
            })
            .collect();
        let sum: f64 = collections.iter().map(|score| score.value).sum();
        PointScore {
            point: point.name.clone(),
            default: point.is_default,
            first_pass: point.way.is_first_pass(),
            mean: sum / collections.len().max(1) as f64,
            collections,
        }
    });
    let scored: Vec<PointScore> = scored.collect();
    let folds = match grid.leave_one_out {
        true => folds(&scored, default),
        false => Vec::new(),
    };
    let mut notes: Vec<String> = (0..inputs.len())
        .flat_map(|c| of(c, default).notes.clone())
        .collect();
    notes.dedup();
    let topics = inputs.iter().enumerate();
    let topics = topics.map(|(c, input)| (input.name.clone(), of(c, default).by_topic.len()));
    let topics = topics.collect();
    let mut points = scored;
    points.sort_by(|a, b| b.mean.total_cmp(&a.mean));
    GridScores {
        points,
        folds,
        topics,
        notes,
    }
}

/// For each collection the point that is best on all others. `scored` is in the order of the grid.
fn folds(scored: &[PointScore], default: usize) -> Vec<Fold> {
    let Some(first) = scored.first() else {
        return Vec::new();
    };
    let fold = |out: usize| {
        let others = |point: &PointScore| -> f64 {
            let kept = point.collections.iter().enumerate();
            kept.filter(|(c, _)| *c != out)
                .map(|(_, score)| score.value)
                .sum()
        };
        // The first of equals.
        let best = scored.iter().reduce(|best, point| {
            if others(point) > others(best) {
                point
            } else {
                best
            }
        })?;
        let there = |point: &PointScore| point.collections[out].value;
        Some(Fold {
            left_out: first.collections[out].collection.clone(),
            chosen: best.point.clone(),
            value: there(best),
            default: scored.get(default).map_or(0.0, there),
            best: scored.iter().map(there).fold(f64::NEG_INFINITY, f64::max),
        })
    };
    (0..first.collections.len()).filter_map(fold).collect()
}

#[cfg(test)]
#[path = "grid_run_tests.rs"]
mod tests;

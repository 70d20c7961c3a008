//! A run from the query set to the record: what is asked, under which load, and what a reader of
//! the figures must know.

use super::answers::Answers;
use super::cold::{Before, ColdAnswers};
use super::histogram::us;
use super::load::{Ended, Failed, Load, Loop, Measured, Watch, run};
use super::notes::notes;
use super::queries::{Page, QuerySet, at};
use super::report::{BenchRun, Index, Machine, Mode, Program, QueryResult, Settings};
use crate::error::{Error, Result};
use crate::index::{Archive, stats};
use crate::search::{Match, Request, Searcher};

/// What is to be measured.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The queries, at least one.
    pub set: QuerySet,
    /// How messages call their file.
    pub name: String,
    /// The classes that were chosen; all where there is none.
    pub only: Vec<String>,
    /// What is asked for with each.
    pub page: Page,
    /// How they follow each other.
    pub load: Load,
    /// Whether files are dropped from memory; one thread asks then, in a closed loop and without
    /// warm-up.
    pub cold: Option<Before>,
    /// The command that was typed.
    pub command: String,
}

/// Measures.
///
/// # Errors
/// Those of [`Searcher::search`], with the line of the query, and those of opening an index.
pub fn measure(archive: Archive, plan: &Plan, watch: &Watch) -> Result<BenchRun> {
    let mut record = BenchRun {
        version: BenchRun::VERSION,
        started: started(),
        command: plan.command.clone(),
        machine: Machine::now(),
        program: Program::this(),
        index: index(&archive)?,
        settings: settings(plan),
        ..BenchRun::default()
    };
    let requests: Vec<Request> = plan
        .set
        .queries
        .iter()
        .map(|query| plan.page.request(query))
        .collect();
    let (names, classes) = numbered(&plan.set);
    let searcher = Searcher::open(&archive)?;
    check_facets(&searcher, &plan.page)?;
    let placed = |(query, error): Failed| match query.and_then(|n| plan.set.queries.get(n)) {
        Some(query) => at(error, &format!("{}, line {}", plan.name, query.line)),
        None => error,
    };
    let measured = match plan.cold {
        None => {
            let target = Answers {
                searcher: &searcher,
                requests: &requests,
            };
            run(&target, &classes, names.len(), &plan.load, watch).map_err(placed)?
        }
        Some(before) => {
            let dir = archive.dir().to_owned();
            // Nothing may have the files mapped.
            drop((searcher, archive));
            let target = ColdAnswers::new(&dir, &requests, before);
            let load = cold_load(&plan.load);
            let measured = run(&target, &classes, names.len(), &load, watch).map_err(placed)?;
            record.cold = Some(target.report());
            measured
        }
    };
    fill(&mut record, plan, names, measured);
    record.notes = notes(&record);
    Ok(record)
}

/// The load of a cold run.
fn cold_load(load: &Load) -> Load {
    Load {
        kind: Loop::Closed,
        threads: 1,
        warmup: 0,
        ..load.clone()
    }
}

/// Puts what was measured where it belongs.
fn fill(record: &mut BenchRun, plan: &Plan, names: Vec<String>, measured: Measured) {
    let differ = measured.queries.iter().filter(|q| q.differs).count();
    record.seconds = (measured.seconds * 1e6).round() / 1e6;
    record.ended = measured.ended.map(|ended| match ended {
        Ended::Interrupted => "interrupted".to_owned(),
        Ended::Behind(_) => "behind".to_owned(),
    });
    record.differ = differ;
    record.total = measured.total;
    let classes = names.into_iter().zip(measured.classes);
    record.classes = classes.filter(|(_, class)| class.samples > 0).collect();
    let queries = plan.set.queries.iter().zip(&measured.queries);
    let result = queries.map(|(query, asked)| QueryResult {
        class: query.class.clone(),
        q: query.q.clone(),
        line: query.line,
        samples: asked.n,
        total: asked.seen.total,
        ids_hash: format!("{:016x}", asked.seen.ids),
        best_us: us(asked.best as f64),
        median_us: us(asked.median() as f64),
    });
    record.queries = result.collect();
}

/// The names of the classes in order, and the number of each query's class.
fn numbered(set: &QuerySet) -> (Vec<String>, Vec<usize>) {
    let mut names: Vec<String> = set.queries.iter().map(|q| q.class.clone()).collect();
    names.sort_unstable();
    names.dedup();
    let number = |class: &String| names.binary_search(class).unwrap_or_default();
    let classes = set.queries.iter().map(|q| number(&q.class)).collect();
    (names, classes)
}

/// An unknown facet is told before anything is measured, and without a query's line.
fn check_facets(searcher: &Searcher, page: &Page) -> Result<()> {
    let nothing = super::queries::Query {
        q: "*".to_owned(),
        ..super::queries::Query::default()
    };
    let mut request = page.request(&nothing);
    request.limit = 0;
    request.snippets = None;
    searcher.search(&request).map(|_| ())
}

fn started() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).unwrap_or(now).to_string()
}

fn index(archive: &Archive) -> Result<Index> {
    let stats = stats(archive)?;
    if stats.articles == 0 {
        return Err(Error::Argument {
            message: format!("the index in {} has no articles", archive.dir().display()),
            help: Some("fill it: dateline index PATH...".into()),
        });
    }
    Ok(Index {
        articles: stats.articles,
        bytes: stats.bytes,
        fingerprint: stats.fingerprint,
        segments: stats.segments.len(),
    })
}

fn settings(plan: &Plan) -> Settings {
    let load = match plan.cold {
        Some(_) => cold_load(&plan.load),
        None => plan.load.clone(),
    };
    let (rate, poisson) = match load.kind {
        Loop::Open { rate, poisson } => (Some(rate), poisson),
        Loop::Closed => (None, false),
    };
    Settings {
        mode: match (plan.cold, rate) {
            (Some(_), _) => Mode::Cold,
            (None, Some(_)) => Mode::Open,
            (None, None) => Mode::Closed,
        },
        threads: load.threads.max(1),
        rate,
        poisson,
        warmup: load.warmup,
        iterations: load.iterations,
        duration_s: load.duration.map(|d| d.as_secs_f64()),
        page: plan.page.what.name().to_owned(),
        facets: plan.page.counted().to_vec(),
        limit: plan.page.limit,
        matching: matching(plan.page.matching),
        only: plan.only.clone(),
        seed: load.seed,
        queries: plan.name.clone(),
        queries_hash: plan.set.fingerprint(),
    }
}

/// As it is typed.
fn matching(matching: Match) -> String {
    match matching {
        Match::Relaxed => "relaxed".to_owned(),
        Match::All => "all".to_owned(),
        Match::Any => "any".to_owned(),
        Match::AtLeast(n) => n.to_string(),
        Match::Percent(share) => format!("{share}%"),
    }
}

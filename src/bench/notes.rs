//! What a reader of a run's figures must know to take them for no more than they are.

use super::histogram::interval;
use super::report::{BenchRun, Mode};

/// Percentiles that a run tells, with their names.
const TOLD: [(f64, &str); 4] = [(0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (0.999, "p99.9")];

/// A sentence each, without a full stop; what casts doubt on the answers first.
pub(super) fn notes(run: &BenchRun) -> Vec<String> {
    let mut notes = Vec::new();
    ending(run, &mut notes);
    answers(run, &mut notes);
    samples(run, &mut notes);
    machine(run, &mut notes);
    cold(run, &mut notes);
    notes
}

fn ending(run: &BenchRun, notes: &mut Vec<String>) {
    match run.ended.as_deref() {
        Some("interrupted") => notes.push("interrupted: what was measured until then".to_owned()),
        Some("behind") => {
            let rate = run.settings.rate.unwrap_or_default();
            notes.push(format!(
                "ended early: at {rate} queries a second they wait ever longer for one of {}; about {:.0} a second were answered",
                counted(run.settings.threads as u64, "thread", "threads"),
                run.total.throughput
            ));
        }
        _ => {}
    }
    let all = run.queries.len();
    let asked = run.total.queries;
    if asked < all {
        notes.push(format!(
            "{} of {all} queries were never asked: hits and ids are of the others alone",
            all - asked
        ));
    }
}

fn answers(run: &BenchRun, notes: &mut Vec<String>) {
    if run.differ > 0 {
        let queries = counted(run.differ as u64, "query", "queries");
        notes.push(format!(
            "{queries} had other hits or another total in another answer of this run"
        ));
    }
    let none = run.queries.iter().filter(|q| q.samples > 0 && q.total == 0);
    let none = none.count();
    if none > 0 {
        let queries = counted(none as u64, "query", "queries");
        notes.push(format!("{queries} found nothing"));
    }
}

fn samples(run: &BenchRun, notes: &mut Vec<String>) {
    let total = run.total.samples;
    if total == 0 {
        return;
    }
    let fewest = run.classes.values().map(|c| c.samples).min();
    let fewest = fewest.unwrap_or(total).min(total);
    let unbound: Vec<String> = TOLD
        .iter()
        .filter(|(p, _)| interval(fewest, *p).1.is_none())
        .map(|(p, name)| format!("{name} {}", needed(*p)))
        .collect();
    if !unbound.is_empty() {
        let whose = match run.classes.len() {
            0 | 1 => counted(total, "sample", "samples"),
            _ => format!(
                "{} in the smallest class",
                counted(fewest, "sample", "samples")
            ),
        };
        notes.push(format!(
            "{whose}: too few for an upper bound of every percentile; needed for {}",
            unbound.join(", ")
        ));
    }
    if run.total.samples > run.total.queries as u64 {
        notes.push(
            "intervals (95 %) tell what another run of these queries may give, not what other queries would"
                .to_owned(),
        );
    }
    let kept = run.total.raw.as_ref().map(|raw| raw.len() as u64);
    if let Some(kept) = kept.filter(|kept| *kept < total) {
        notes.push(format!("of the single latencies the first {kept} are kept"));
    }
    if run.settings.mode == Mode::Open {
        notes.push("latencies count from when a query was due".to_owned());
    }
}

/// Samples of which the longest is with 97.5 % not below the `p`-quantile.
fn needed(p: f64) -> u64 {
    (0.025_f64.ln() / p.ln()).ceil() as u64
}

fn machine(run: &BenchRun, notes: &mut Vec<String>) {
    if run.program.profile == "debug" {
        notes.push("a debug build: several times slower than a release build".to_owned());
    }
    let cores = run.machine.cores;
    if cores > 0 && run.settings.threads > cores {
        notes.push(format!(
            "{} on {}: they wait for each other",
            counted(run.settings.threads as u64, "thread", "threads"),
            counted(cores as u64, "core", "cores")
        ));
    }
    if let Some(load) = run.machine.load
        && load > 0.5 * cores as f64
    {
        notes.push(format!(
            "the machine was busy: {load:.1} threads wanted to run in the minute before (an earlier run included), on {}",
            counted(cores as u64, "core", "cores")
        ));
    }
}

fn cold(run: &BenchRun, notes: &mut Vec<String>) {
    let Some(cold) = &run.cold else { return };
    if let Some(refused) = &cold.refused {
        notes.push(format!("not cold: {refused}"));
        return;
    }
    notes.push(match cold.read_bytes {
        None => format!(
            "before each {} the system was asked to drop the index's pages; whether it did is not known here",
            cold.before
        ),
        Some(read) if read < 4096.0 => format!(
            "not cold, or not on a disk: nothing was read from one, though before each {} the system was asked to drop the index's pages",
            cold.before
        ),
        Some(read) => format!(
            "before each {} the index's pages were dropped; {:.1} MB a {} were read from the disk, opening included",
            cold.before,
            read / 1e6,
            cold.before
        ),
    });
    notes.push(format!(
        "opening the index took {:.1} ms each time, and is in no latency; memory of the disk or of a host is not dropped",
        cold.open_us / 1e3
    ));
}

/// `1 thread`, `2 threads`.
fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl Fn(&mut BenchRun), expected: &str) {
        let mut run = BenchRun::default();
        run.program.profile = "release".to_owned();
        run.machine.cores = 2;
        run.settings.threads = 1;
        run.total.samples = 10_000;
        run.total.queries = 10_000;
        assert_eq!(notes(&run), Vec::<String>::new());
        change(&mut run);
        let notes = notes(&run);
        let found = notes.iter().any(|note| note.contains(expected));
        assert!(found && notes.len() <= 2, "{expected}: {notes:?}");
    }

    #[test]
    fn doubts_about_a_run_are_told() {
        check(|r| r.ended = Some("interrupted".into()), "interrupted");
        check(
            |r| r.ended = Some("behind".into()),
            "ever longer for one of 1 thread",
        );
        check(|r| r.total.raw = Some(vec![1.0; 9]), "the first 9 are kept");
        check(
            |r| r.queries = vec![Default::default(); 10_009],
            "9 of 10009 queries were never asked",
        );
        check(|r| r.differ = 1, "1 query had other hits");
        check(|r| r.program.profile = "debug".into(), "a debug build");
        check(|r| r.settings.threads = 3, "3 threads on 2 cores");
        check(|r| r.machine.load = Some(1.5), "the machine was busy: 1.5");
        check(|r| r.settings.mode = Mode::Open, "when a query was due");
        check(|r| r.total.queries = 5_000, "another run of these queries");
        check(
            |r| (r.total.samples, r.total.queries) = (367, 367),
            "367 samples: too few for an upper bound of every percentile; needed for p99 368, p99.9 3688",
        );
        check(
            |r| r.total.samples = 5,
            "5 samples: too few for an upper bound of every percentile; needed for p50 6, p90 36,",
        );
    }

    #[test]
    fn a_cold_run_tells_what_is_known_of_it() {
        use crate::bench::Cold;
        let cold = |read_bytes, refused: Option<&str>| Cold {
            before: "query".into(),
            read_bytes,
            refused: refused.map(str::to_owned),
            ..Cold::default()
        };
        check(
            |r| r.cold = Some(cold(None, None)),
            "whether it did is not known",
        );
        check(
            |r| r.cold = Some(cold(Some(0.0), None)),
            "nothing was read from one",
        );
        check(
            |r| r.cold = Some(cold(Some(5e6), None)),
            "5.0 MB a query were read",
        );
        check(
            |r| r.cold = Some(cold(None, Some("no call"))),
            "not cold: no call",
        );
    }

    #[test]
    fn what_is_needed_is_what_gives_a_bound() {
        for (p, _) in TOLD {
            let n = needed(p);
            assert!(interval(n, p).1.is_some() && interval(n - 1, p).1.is_none());
        }
    }
}

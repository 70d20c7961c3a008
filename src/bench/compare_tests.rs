//! Comparisons of made-up runs, whose outcome is known.

use super::*;
use crate::bench::{ClassResult, Mode};

/// A run in which the n-th query of each class took `time(class, n)`.
fn run(classes: &[(&str, usize)], time: impl Fn(&str, usize) -> f64) -> BenchRun {
    let mut run = BenchRun {
        version: 1,
        ..BenchRun::default()
    };
    for (class, queries) in classes {
        run.classes.insert((*class).into(), ClassResult::default());
        for n in 0..*queries {
            run.queries.push(QueryResult {
                class: (*class).into(),
                q: format!("word{n}"),
                line: n + 1,
                samples: 5,
                total: n as u64,
                ids_hash: format!("{n:016x}"),
                median_us: time(class, n),
                ..QueryResult::default()
            });
        }
    }
    run
}

/// Times of queries that differ much from each other, with a little noise of its own for each seed.
fn spread(seed: u64) -> impl Fn(&str, usize) -> f64 {
    move |_, n| {
        let noise = fastrand::Rng::with_seed(seed * 1_000 + n as u64).f64() - 0.5;
        (10.0 + (n * n) as f64) * (1.0 + 0.04 * noise)
    }
}

fn verdict(factor: f64, queries: usize) -> (Verdict, Ratio) {
    let a = run(&[("x", queries)], spread(1));
    let b = run(&[("x", queries)], |c, n| factor * spread(2)(c, n));
    let found = compare_runs(&a, &b, &Comparing::default()).unwrap();
    assert_eq!(found.classes["x"].queries, queries);
    (found.classes["x"].verdict, found.classes["x"].ratio)
}

#[test]
fn a_verdict_wants_an_interval_without_1_and_a_change_that_matters() {
    for (factor, queries, expected) in [
        (1.0, 100, Verdict::NoDifferenceShown),
        (1.015, 100, Verdict::NoDifferenceShown),
        (0.8, 100, Verdict::Faster),
        (1.25, 100, Verdict::Slower),
        (0.5, 6, Verdict::Faster),
        (0.1, 5, Verdict::TooFewQueries),
        (10.0, 1, Verdict::TooFewQueries),
    ] {
        let (found, ratio) = verdict(factor, queries);
        assert_eq!(found, expected, "{factor} of {queries}: {ratio:?}");
        assert!((ratio.value / factor - 1.0).abs() < 0.04, "{ratio:?}");
        let (Some(low), Some(high)) = (ratio.low, ratio.high) else {
            assert!(queries < FEWEST);
            continue;
        };
        assert!(low <= ratio.value && ratio.value <= high, "{ratio:?}");
    }
}

#[test]
fn noise_alone_gets_a_verdict_in_few_of_many_comparisons() {
    let mut wrong = 0;
    for seed in 0..200 {
        let noisy = |salt: u64| {
            move |_: &str, n: usize| {
                let seed = seed * 7_919 + salt * 104_729 + n as u64;
                100.0 * (1.0 + 0.5 * fastrand::Rng::with_seed(seed).f64())
            }
        };
        let (a, b) = (run(&[("x", 60)], noisy(1)), run(&[("x", 60)], noisy(2)));
        let how = Comparing {
            least: 0.0,
            draws: 300,
            ..Comparing::default()
        };
        let found = compare_runs(&a, &b, &how).unwrap();
        wrong += usize::from(found.total.verdict != Verdict::NoDifferenceShown);
    }
    // One in twenty is what an interval of 95 % promises: 10, and 22 is four deviations above.
    assert!(wrong <= 22, "{wrong} of 200");
}

#[test]
fn other_answers_are_counted_and_named() {
    let a = run(&[("x", 8), ("y", 8)], spread(1));
    let mut b = a.clone();
    b.queries[2].total = 99;
    b.queries[9].ids_hash = "other".into();
    let found = compare_runs(&a, &b, &Comparing::default()).unwrap();
    assert!(found.is_answered_otherwise());
    let answers = &found.answers;
    assert_eq!((answers.other_total, answers.other_hits), (1, 1));
    assert_eq!(answers.examples[0].total, [2, 99]);
    assert_eq!(found.classes["x"].other_answers, 1);
    assert_eq!(found.total.other_answers, 2);
    let mut slower = a.clone();
    let mut same = a.clone();
    for (run, us) in [(&mut same, 20.0), (&mut slower, 30.0)] {
        run.total.cpu_us = Some(us);
    }
    let cpu = compare_runs(&same, &slower, &Comparing::default()).unwrap();
    assert_eq!((cpu.total.cpu, cpu.classes["x"].cpu), (Some(1.5), None));
    let same = compare_runs(&a, &a, &Comparing::default()).unwrap();
    assert!(!same.is_answered_otherwise() && same.differences.is_empty());
}

#[test]
fn queries_of_one_side_are_counted_and_left_out() {
    let a = run(&[("x", 10)], spread(1));
    let mut b = run(&[("x", 8), ("z", 3)], spread(1));
    b.queries[0].samples = 0;
    let found = compare_runs(&a, &b, &Comparing::default()).unwrap();
    assert_eq!((found.total.queries, found.only), (7, [3, 3]));
    assert_eq!(found.classes.keys().collect::<Vec<_>>(), ["x"]);
    let none = run(&[("z", 3)], spread(1));
    let error = compare_runs(&a, &none, &Comparing::default()).unwrap_err();
    assert!(error.to_string().contains("no query in common"));
}

#[test]
fn runs_that_asked_for_other_things_are_refused_and_other_machines_told() {
    let a = run(&[("x", 8)], spread(1));
    let mut b = a.clone();
    b.machine.cores = 64;
    b.machine.load = Some(65.0);
    b.settings.threads = 2;
    let found = compare_runs(&a, &b, &Comparing::default()).unwrap();
    let what: Vec<_> = found.differences.iter().map(|d| d.what).collect();
    assert_eq!(what, ["threads", "cores"]);
    assert!(
        found.notes[0].contains("(? and 65 threads"),
        "{:?}",
        found.notes
    );
    b.settings.mode = Mode::Open;
    b.settings.page = "count".into();
    let error = compare_runs(&a, &b, &Comparing::default()).unwrap_err();
    assert!(
        error.to_string().contains("closed in the first and open"),
        "{error}"
    );
    let anyway = Comparing {
        anyway: true,
        ..Comparing::default()
    };
    assert_eq!(compare_runs(&a, &b, &anyway).unwrap().differences.len(), 4);
}

#[test]
fn a_limit_takes_what_is_slower_by_a_verdict_only() {
    let a = run(&[("few", 2), ("slow", 40), ("wide", 40)], spread(1));
    let b = run(&[("few", 2), ("slow", 40), ("wide", 40)], |class, n| {
        let factor = if class == "wide" { 1.0 } else { 1.3 };
        factor * spread(1)(class, n)
    });
    let found = compare_runs(&a, &b, &Comparing::default()).unwrap();
    assert_eq!(found.slower_than(1.4), Vec::<&str>::new());
    let slow = found.slower_than(1.1);
    assert!(
        slow.contains(&"slow") && !slow.contains(&"wide") && !slow.contains(&"few"),
        "{slow:?}"
    );
}

#[test]
fn medians_of_even_and_odd_numbers() {
    for (values, expected) in [
        (vec![], 0.0),
        (vec![3.0], 3.0),
        (vec![4.0, 1.0], 2.5),
        (vec![9.0, 1.0, 5.0], 5.0),
        (vec![9.0, 1.0, 5.0, 7.0], 6.0),
    ] {
        assert_eq!(median(&mut values.clone()), expected, "{values:?}");
    }
}

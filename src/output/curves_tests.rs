//! Drawings of made-up runs: sound whatever a class is called, labels apart and inside.

use super::*;
use crate::bench::{Comparing, QueryResult, compare_runs};
use crate::output::chart::{CHARACTER, WIDTH};

/// A run whose classes have these names; each next one is slower.
fn run(names: &[&str], factor: f64) -> BenchRun {
    let class = |us: f64| {
        let near = |value: f64| Estimate {
            value,
            low: Some(value * 0.9),
            high: Some(value * 1.2),
        };
        let mut class = ClassResult {
            queries: 8,
            samples: 4_000,
            ..ClassResult::default()
        };
        class.latency_us.p50 = near(us);
        class.latency_us.p99 = near(us * 7.0);
        class.latency_us.max.value = us * 30.0;
        let curve = [
            (0.0, 0.5),
            (50.0, 1.0),
            (90.0, 3.0),
            (99.0, 7.0),
            (99.9, 20.0),
            (100.0, 30.0),
        ];
        class.curve = curve.map(|(p, times)| (p, us * times)).into();
        class
    };
    let mut run = BenchRun {
        version: 1,
        total: class(100.0 * factor),
        ..BenchRun::default()
    };
    run.settings.page = "page".into();
    run.machine.cpu = "Example <9> & co".into();
    for (n, name) in names.iter().enumerate() {
        let us = 40.0 * factor * 1.4f64.powi(n as i32);
        run.classes.insert((*name).into(), class(us));
        run.queries.extend((0..8).map(|q| QueryResult {
            class: (*name).into(),
            q: format!("q{q}"),
            samples: 5,
            median_us: us * (1.0 + f64::from(q) / 100.0),
            ..QueryResult::default()
        }));
    }
    run
}

/// Texts of a drawing with their rows and ends.
fn texts(chart: &Chart) -> Vec<(f64, f64, f64, String)> {
    let texts = chart.shapes.iter().filter_map(|shape| match shape {
        Shape::Text {
            at,
            size,
            anchor,
            text,
            ..
        } => {
            let long = text.chars().count() as f64 * size * CHARACTER;
            let left = at.0 - long * anchor;
            Some((at.1, left, left + long, text.clone()))
        }
        _ => None,
    });
    texts.collect()
}

fn check(chart: &Chart) {
    let texts = texts(chart);
    for (n, (row, left, right, text)) in texts.iter().enumerate() {
        assert!(*left >= 0.0 && *right <= WIDTH, "{text}: {left} to {right}");
        assert!(*row > 0.0 && *row <= chart.height, "{text}");
        for (other_row, other_left, other_right, other) in &texts[..n] {
            let apart =
                (row - other_row).abs() >= 9.0 || left >= other_right || right <= other_left;
            assert!(apart, "`{text}` on `{other}`");
        }
    }
    let svg = chart.svg();
    assert!(!svg.contains("NaN") && !svg.contains("inf\""));
    let mut reader = quick_xml::Reader::from_str(&svg);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    assert!(chart.png().unwrap().starts_with(b"\x89PNG"));
}

const MANY: [&str; 9] = [
    "and2",
    "and3",
    "bool_mix",
    "fuzzy",
    "nl_title",
    "or2",
    "phrase_stop",
    "source_filter",
    "term_hi",
];

#[test]
fn labels_stand_apart_and_inside() {
    for names in [
        &MANY[..],
        &MANY[..1],
        &MANY[..2],
        &["a class with a name that goes on and on"],
    ] {
        for factor in [0.01, 1.0, 30_000.0] {
            let a = run(names, factor);
            check(&Chart::of_runs("ferry", &[("run.json", &a)], None));
            let b = run(names, factor * 1.7);
            let found = compare_runs(&a, &b, &Comparing::default()).unwrap();
            let chart = Chart::of_runs("change", &[("a.json", &a), ("b.json", &b)], Some(&found));
            check(&chart);
            let told = texts(&chart);
            assert!(
                told.iter().any(|t| t.3.contains("1.700 slower")),
                "{told:?}"
            );
        }
    }
}

#[test]
fn names_are_escaped_and_runs_without_answers_are_drawn() {
    let hostile = "</text><script>&\u{1b}[31m";
    let a = run(&[hostile, "x"], 1.0);
    let chart = Chart::of_runs(hostile, &[(hostile, &a)], None);
    let svg = chart.svg();
    assert!(!svg.contains("<script") && !svg.contains('\u{1b}'), "{svg}");
    check(&chart);
    let mut cut = run(&["x"], 1.0);
    cut.classes.clear();
    cut.total = ClassResult::default();
    check(&Chart::of_runs("nothing", &[("run.json", &cut)], None));
    check(&Chart::of_runs("nothing", &[], None));
}

#[test]
fn other_answers_stand_beside_their_class() {
    let a = run(&MANY, 1.0);
    let mut b = a.clone();
    b.queries[0].total = 5;
    let found = compare_runs(&a, &b, &Comparing::default()).unwrap();
    let chart = Chart::of_runs("change", &[("a", &a), ("b", &b)], Some(&found));
    let told = texts(&chart);
    assert!(
        told.iter().any(|t| t.3 == "1.000, 1 ANSWERS DIFFER"),
        "{told:?}"
    );
}

#[test]
fn scales_have_round_ends_and_ticks() {
    for (values, low, high, first) in [
        (&[0.3, 4.0][..], 0.2, 5.0, "0.2"),
        (&[7.0], 5.0, 10.0, "5"),
        (&[0.0031, 900.0], 0.002, 1000.0, "0.01"),
        (&[1.0, 10.0], 0.5, 20.0, "0.5"),
    ] {
        let scale = Scale::of(values.iter().copied(), 0.0, 100.0).unwrap();
        assert!(
            (scale.low / low - 1.0).abs() < 1e-9,
            "{values:?}: {}",
            scale.low
        );
        assert!(
            (scale.high / high - 1.0).abs() < 1e-9,
            "{values:?}: {}",
            scale.high
        );
        assert_eq!(scale.ticks()[0].1, first, "{values:?}");
        assert!(scale.at(values[0]) > 0.0 && scale.at(values[0]) < 100.0);
    }
    assert!(Scale::of([0.0, f64::NAN].into_iter(), 0.0, 1.0).is_none());
    assert!((place(0.999) - 3.0).abs() < 1e-9);
}

//! `dateline compare`: volumes, overlap, words of each side, and how sides are named.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::{Value, json};
use support::{World, record_with};

fn press() -> Vec<Value> {
    let mut records = Vec::new();
    let mut add = |n: usize, title: &str, body: &str, source: &str, month: usize| {
        let published = format!("2019-{month:02}-05");
        let more = json!({ "source": source, "published": published });
        records.push(record_with(&format!("r{n}"), title, body, more));
    };
    for n in 0..12 {
        add(
            n,
            "Ferry runs",
            &format!("The harbour master spoke of quay {n}."),
            "Quay Mail",
            1 + n % 3,
        );
    }
    for n in 12..20 {
        add(
            n,
            "Tunnel opens",
            &format!("The miners spoke of gallery {n}."),
            "Hill Courier",
            3,
        );
    }
    for n in 20..23 {
        add(
            n,
            "Ferry or tunnel",
            &format!("The council voted on plan {n}."),
            "Hill Courier",
            5,
        );
    }
    for n in 23..60 {
        add(
            n,
            "Orchard frost",
            &format!("Apples froze on slope {n}."),
            "Vale Echo",
            4,
        );
    }
    records
}

fn compared(world: &World, args: &[&str]) -> Value {
    let all = [&["compare", "--index", "idx", "--format", "json"], args].concat();
    serde_json::from_str(&world.ok(&all).out).unwrap()
}

fn words(answer: &Value, side: usize) -> Vec<String> {
    let words = answer["sides"][side]["words"].as_array().unwrap().iter();
    words
        .map(|w| w["word"].as_str().unwrap().to_lowercase())
        .collect()
}

#[test]
fn volumes_and_overlap_are_exact() {
    let world = World::with_index(&press());
    let answer = compared(&world, &["ferry", "tunnel", "--by", "month"]);
    let of = |side: usize, key: &str| answer["sides"][side][key].as_u64().unwrap();
    assert_eq!(
        (of(0, "total"), of(0, "only"), of(1, "total"), of(1, "only")),
        (15, 12, 11, 8)
    );
    assert_eq!(
        (&answer["both"], &answer["either"]),
        (&json!(3), &json!(23))
    );
    assert!((answer["jaccard"].as_f64().unwrap() - 3.0 / 23.0).abs() < 1e-9);
    assert!((answer["sides"][0]["share"].as_f64().unwrap() - 0.25).abs() < 1e-9);
    let buckets = answer["timeline"]["buckets"].as_array().unwrap();
    let counts: Vec<&Value> = buckets.iter().map(|b| &b["counts"]).collect();
    assert_eq!(
        counts,
        [
            &json!([4, 0]),
            &json!([4, 0]),
            &json!([4, 8]),
            &json!([0, 0]),
            &json!([3, 3])
        ]
    );
    assert_eq!(buckets[3]["all"], 37);
}

#[test]
fn words_set_the_sides_apart_and_are_not_the_queries() {
    let world = World::with_index(&press());
    let answer = compared(&world, &["ferry", "tunnel"]);
    let (ferry, tunnel) = (words(&answer, 0), words(&answer, 1));
    assert!(
        ferry.contains(&"harbour".into()) && ferry.contains(&"quay".into()),
        "{ferry:?}"
    );
    assert!(tunnel.contains(&"miners".into()), "{tunnel:?}");
    for word in ["ferry", "tunnel", "the", "spoke"] {
        assert!(
            !ferry.contains(&word.into()) && !tunnel.contains(&word.into()),
            "{word}"
        );
    }
    let text = world
        .ok(&["compare", "ferry", "tunnel", "--index", "idx"])
        .out;
    assert!(
        text.contains("words from a sample: at most 200 articles of a side"),
        "{text}"
    );
    assert!(text.contains("in both: 3 articles"), "{text}");
}

#[test]
fn one_query_is_compared_in_two_sources_or_periods() {
    let world = World::with_index(&press());
    let totals = |args: &[&str]| {
        let answer = compared(&world, args);
        [0, 1].map(|side| answer["sides"][side]["total"].as_u64().unwrap())
    };
    let by_source = [
        "--query",
        "ferry",
        "--source",
        "Quay Mail",
        "--source",
        "Hill Courier",
    ];
    assert_eq!(totals(&by_source), [12, 3]);
    let by_period = [
        "--query",
        "ferry OR tunnel",
        "--period",
        "2019-01..2019-03",
        "--period",
        "2019-05",
    ];
    assert_eq!(totals(&by_period), [20, 3]);
    assert_eq!(
        totals(&["ferry", "tunnel", "--source", "Hill Courier"]),
        [3, 11]
    );
    let csv = world
        .ok(&[
            "compare", "ferry", "a,b", "--index", "idx", "--format", "csv",
        ])
        .out;
    assert!(csv.starts_with("start,ferry,\"a,b\",all\n"), "{csv}");
}

#[test]
fn half_a_comparison_is_an_error() {
    let world = World::with_index(&press());
    let args = [
        "compare", "--index", "idx", "--query", "ferry", "--period", "2019",
    ];
    world.check_error(&args, "two sources or in two periods", "--period 2020");
    assert_eq!(world.run(&["compare", "ferry", "--index", "idx"]).code, 2);
    let none = world.run(&["compare", "walrus", "narwhal", "--index", "idx"]);
    assert_eq!(
        (none.code, none.err.contains("error")),
        (1, false),
        "{}",
        none.err
    );
}

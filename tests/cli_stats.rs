//! `dateline stats`: what an index holds, and that its figures add up.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::{Value, json};
use support::{World, lines, record_with};

fn stats(world: &World) -> Value {
    serde_json::from_str(
        &world
            .ok(&["stats", "--format", "json", "--index", "idx"])
            .out,
    )
    .unwrap()
}

fn n(value: &Value) -> u64 {
    value
        .as_u64()
        .unwrap_or_else(|| panic!("no number: {value}"))
}

fn sum(values: &Value, key: Option<&str>) -> u64 {
    let count = |v: &Value| n(key.map_or(v, |key| &v[key]));
    match values {
        Value::Object(map) => map.values().map(count).sum(),
        Value::Array(list) => list.iter().map(count).sum(),
        other => panic!("nothing to add up: {other}"),
    }
}

fn check_adds_up(stats: &Value) {
    let articles = n(&stats["articles"]);
    assert_eq!(
        sum(&stats["sources"], Some("articles")) + n(&stats["without_source"]),
        articles
    );
    assert_eq!(sum(&stats["months"], None) + n(&stats["undated"]), articles);
    assert_eq!(sum(&stats["languages"], None), articles);
    assert_eq!(sum(&stats["segments"], Some("articles")), articles);
    for (part, count) in stats["parts"].as_object().unwrap() {
        assert!(n(count) <= articles, "{part}");
    }
    for source in stats["sources"].as_object().unwrap().values() {
        for (part, count) in source["parts"].as_object().unwrap() {
            assert!(
                n(count) <= n(&source["articles"]) && n(count) <= n(&stats["parts"][part]),
                "{part}"
            );
        }
    }
}

fn few() -> Vec<Value> {
    vec![
        record_with(
            "a",
            "Eel",
            "An eel came up the lock.",
            json!({ "source": "Quay Mail", "published": "2019-05-12", "language": "en-GB" }),
        ),
        record_with(
            "b",
            "Eft",
            "An eft.",
            json!({ "source": "Quay Mail", "published": "2019-05" }),
        ),
        record_with(
            "c",
            "Elver",
            "Elvers, too.",
            json!({ "source": "Vale Echo", "published": "2018" }),
        ),
        record_with("d", "Newt", "", json!({ "language": "de" })),
    ]
}

#[test]
fn the_figures_of_a_few_articles_are_exact() {
    let world = World::with_index(&few());
    let stats = stats(&world);
    check_adds_up(&stats);
    assert_eq!(
        (&stats["version"], &stats["articles"]),
        (&json!(1), &json!(4))
    );
    assert_eq!(stats["words"], 6 + 2 + 2);
    assert_eq!(stats["months"], json!({ "2018": 1, "2019-05": 2 }));
    assert_eq!(
        (&stats["undated"], &stats["without_source"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(stats["languages"], json!({ "de": 1, "en": 2, "en-GB": 1 }));
    assert_eq!(stats["sources"]["Quay Mail"]["articles"], 2);
    assert_eq!(stats["sources"]["Quay Mail"]["parts"]["published"], 2);
    assert_eq!(
        (&stats["parts"]["title"], &stats["parts"]["body"]),
        (&json!(4), &json!(3))
    );
    assert!(n(&stats["bytes"]) > 1000);
    assert_eq!(stats["fingerprint"].as_str().unwrap().len(), 16);
}

#[test]
fn replaced_articles_are_not_counted() {
    let world = World::with_index(&few());
    let before = stats(&world);
    let mut changed = few();
    changed[0]["source"] = json!("Vale Echo");
    changed[1]["body"] = json!("An eft indeed.");
    world.write("dump.jsonl", lines(&changed));
    world.ok(&["index", "dump.jsonl", "--index", "idx"]);
    let after = stats(&world);
    check_adds_up(&after);
    assert_eq!(after["articles"], 4);
    assert_eq!(after["sources"]["Vale Echo"]["articles"], 2);
    assert_eq!(n(&after["words"]), n(&before["words"]) + 1);
    assert_ne!(after["fingerprint"], before["fingerprint"]);
}

#[test]
fn the_sample_adds_up_in_both_forms() {
    let world = World::with_sample();
    let found = stats(&world);
    check_adds_up(&found);
    assert_eq!(found["articles"], 63);
    let answer = world.answer(&["*"]);
    assert_eq!(answer["index"]["fingerprint"], found["fingerprint"]);
    let text = world.ok(&["stats", "--index", "idx"]).out;
    assert!(text.starts_with("63 articles, "), "{text}");
    for (source, counts) in found["sources"].as_object().unwrap() {
        let row = text.lines().find(|l| l.contains(&format!("  {source}  ")));
        let first = row
            .and_then(|r| r.split_whitespace().next())
            .map(str::to_owned);
        assert_eq!(first, Some(counts["articles"].to_string()), "{source}");
    }
}

#[test]
fn what_the_filters_find_is_what_is_counted() {
    let world = World::with_sample();
    let found = stats(&world);
    let total = |args: &[&str]| n(&world.answer(&[&["*"], args].concat())["total"]);
    for (source, counts) in found["sources"].as_object().unwrap().iter().take(4) {
        assert_eq!(
            total(&["--source", source]),
            n(&counts["articles"]),
            "{source}"
        );
    }
    // Where only the year is known, the facet has no month.
    let months = found["months"].as_object().unwrap().iter();
    for (month, count) in months.filter(|(month, _)| month.len() == 7).take(4) {
        assert_eq!(
            total(&["--filter", &format!("month={month}")]),
            n(count),
            "{month}"
        );
    }
}

#[test]
fn an_empty_index_has_nothing_and_says_so_by_its_exit_code() {
    let world = World::new();
    world.write("none.jsonl", "[1]\n");
    world.ok(&["index", "none.jsonl", "--index", "idx"]);
    let ran = world.run(&["stats", "--index", "idx", "--format", "json"]);
    assert_eq!(ran.code, 1);
    check_adds_up(&serde_json::from_str(&ran.out).unwrap());
    assert_eq!(world.search(&["*"]).code, 1);
}

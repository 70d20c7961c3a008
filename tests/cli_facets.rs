//! `dateline facets`: levels, ranges, values by their beginning, fields, notes on unknown values.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::{Value, json};
use support::{World, record_with};

fn press() -> Vec<Value> {
    let body = |words: usize| vec!["word"; words].join(" ");
    let item = |id: &str, section: &str, published: &str, words: usize| {
        let more = json!({ "source": "Quay Mail", "section": section, "published": published });
        record_with(id, "Ferry", &body(words), more)
    };
    vec![
        item("a", "world/africa", "2019-05-03", 100),
        item("b", "world/africa/kenya", "2019-06", 199),
        item("c", "world/asia", "2020", 200),
        item("d", "sport", "2019-05-04T23:00:00Z", 600),
        record_with("e", "Tunnel", "Short.", json!({})),
    ]
}

/// `value count` of a facet, in the order shown, and then missing.
fn counts(world: &World, args: &[&str], key: &str) -> (Vec<String>, u64) {
    let all = [&["facets", "--index", "idx", "--format", "json"], args].concat();
    let answer: Value = serde_json::from_str(&world.ok(&all).out).unwrap();
    let facet = &answer["facets"][key];
    let values = facet["values"]
        .as_array()
        .unwrap_or_else(|| panic!("{key}: {answer}"));
    let shown = values
        .iter()
        .map(|v| format!("{} {}", v["value"].as_str().unwrap(), v["count"]));
    (shown.collect(), facet["missing"].as_u64().unwrap())
}

#[test]
fn levels_of_sections_and_dates() {
    let world = World::with_index(&press());
    let check = |args: &[&str], key: &str, expected: &[&str], missing: u64| {
        let found = counts(&world, args, key);
        assert_eq!(
            (found.0, found.1),
            (expected.iter().map(|s| (*s).into()).collect(), missing),
            "{args:?}"
        );
    };
    check(
        &["--facet", "section/"],
        "section/",
        &["world 3", "sport 1"],
        1,
    );
    check(
        &["--facet", "section/world"],
        "section/world",
        &["world/africa 2", "world/asia 1"],
        1,
    );
    check(
        &["--facet", "section/World/"],
        "section/World",
        &["world/africa 2", "world/asia 1"],
        1,
    );
    check(
        &["--facet", "section/world/africa"],
        "section/world/africa",
        &["world/africa/kenya 1"],
        1,
    );
    check(&["--facet", "date"], "date", &["2019 3", "2020 1"], 1);
    check(
        &["--facet", "date/2019"],
        "date/2019",
        &["2019-05 2", "2019-06 1"],
        2,
    );
    // The fullest is shown, wherever it stands; of several the earliest first.
    check(&["--facet", "date/2019:1"], "date/2019", &["2019-05 2"], 2);
    check(
        &["--facet", "date/2019-05"],
        "date/2019-05",
        &["2019-05-03 1", "2019-05-04 1"],
        3,
    );
    check(
        &["--facet", "section/", "--filter", "section=world/"],
        "section/",
        &["world 3", "sport 1"],
        1,
    );
}

#[test]
fn ranges_hold_both_ends_and_keep_their_order() {
    let world = World::with_index(&press());
    let ranges = "words:500..,0..199,200..499";
    let found = counts(&world, &["ferry", "--facet", ranges], ranges);
    assert_eq!(
        found,
        (
            vec!["500.. 1".into(), "0..199 2".into(), "200..499 1".into()],
            0
        )
    );
    // Of one article only the year is known, so that it is in no half of it.
    let dates = "date:2019,2020,2020-01..2020-06";
    let found = counts(&world, &["--facet", dates], dates);
    assert_eq!(
        found,
        (
            vec![
                "2019 3".into(),
                "2020 1".into(),
                "2020-01..2020-06 0".into()
            ],
            1
        )
    );
    let found = counts(&world, &["--facet", "length"], "length");
    assert_eq!(found.0, ["0..199 3", "200..499 1", "500..999 1"]);
    let args = ["facets", "--index", "idx", "--facet", "words:9..1,2"];
    world.check_error(&args, "ends before it begins", "words:0..200");
    let args = ["facets", "--index", "idx", "--facet", "source:1..2"];
    world.check_error(&args, "`source` has no ranges", "words:0..200");
}

#[test]
fn values_are_found_by_their_beginning_under_the_query() {
    let world = World::with_index(&press());
    let found = counts(&world, &["--facet-search", "section=AFR"], "section=AFR");
    assert_eq!(found.0, ["world/africa 2", "world/africa/kenya 1"]);
    let answer = world.answer(&["date:2019-06", "--facet-search", "section=afr"]);
    assert_eq!(answer["facets"]["section=afr"]["values"][0]["count"], 1);
    let args = [
        "search",
        "ferry",
        "--index",
        "idx",
        "--facet-search",
        "section",
    ];
    world.check_error(&args, "has no `=`", "section=afr");
}

#[test]
fn a_value_that_no_article_has_is_said_to_be_unknown() {
    let world = World::with_index(&press());
    for args in [
        ["search", "ferry"],
        ["facets", "ferry"],
        ["timeline", "ferry"],
    ] {
        let more = ["--index", "idx", "--source", "Quay Mial"];
        let ran = world.run(&[&args[..], &more].concat());
        assert_eq!(ran.code, 1, "{args:?}");
        let note = "no article has source `Quay Mial`; did you mean `Quay Mail`?";
        assert!(ran.err.contains(note), "{args:?}: {}", ran.err);
    }
    let answer = world.answer(&["ferry", "--filter", "section=zzz"]);
    assert_eq!(
        answer["query"]["notes"][0]["text"],
        "no article has section `zzz`"
    );
    let answer = world.answer(&["ferry", "--source", "quay mail"]);
    assert_eq!(answer["query"]["notes"], json!([]));
}

#[test]
fn fields_and_missing_values_are_listed() {
    let world = World::with_index(&press());
    let out = world.ok(&["facets", "--fields", "--index", "idx"]).out;
    let line = |name: &str| {
        let start = format!("{name} ");
        out.lines()
            .find(|l| l.starts_with(&start))
            .unwrap_or_else(|| panic!("{name}: {out}"))
    };
    assert!(line("source").contains("value") && line("source").contains("outlet"));
    assert!(
        line("section").split_whitespace().any(|w| w == "5"),
        "{}",
        line("section")
    );
    assert!(line("length").contains("computed"));
    let out = world.ok(&["facets", "--missing", "--index", "idx"]).out;
    assert!(
        out.lines()
            .any(|l| l.split_whitespace().eq(["1", "section"])),
        "{out}"
    );
    let csv = world
        .ok(&[
            "facets", "--facet", "source", "--index", "idx", "--format", "csv",
        ])
        .out;
    assert_eq!(
        csv,
        "facet,value,count\nsource,Quay Mail,4\nsource,(none),1\n"
    );
}

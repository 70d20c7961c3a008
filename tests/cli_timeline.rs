//! `dateline timeline`: buckets, zones, precision, forms of the result, charts.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::{Value, json};
use support::{World, record_with};

fn dated(id: &str, title: &str, published: &str) -> Value {
    let more = match published {
        "" => json!({}),
        date => json!({ "published": date }),
    };
    record_with(id, title, "Nothing else was said.", more)
}

fn press() -> Vec<Value> {
    vec![
        dated("a", "Ferry one", "2020-02-28"),
        dated("b", "Ferry two", "2020-03-01T23:30:00Z"),
        dated("c", "Tunnel", "2020-03-15"),
        dated("d", "Ferry three", "2020-05"),
        dated("e", "Ferry four", "2020"),
        dated("f", "Ferry five", ""),
    ]
}

/// The rows of `timeline --format csv`, without the header.
fn rows(world: &World, args: &[&str]) -> Vec<String> {
    let ran = world.ok(&[&["timeline", "--index", "idx", "--format", "csv"], args].concat());
    let mut lines = ran.out.lines();
    assert_eq!(lines.next(), Some("start,count,all"));
    lines.map(str::to_owned).collect()
}

#[test]
fn buckets_follow_the_calendar_and_empty_ones_are_there() {
    let world = World::with_index(&press());
    let check = |args: &[&str], expected: &[&str]| assert_eq!(rows(&world, args), expected);
    check(
        &["ferry", "--by", "month"],
        &[
            "2020-02-01,1,1",
            "2020-03-01,1,2",
            "2020-04-01,0,0",
            "2020-05-01,1,1",
        ],
    );
    check(
        &["ferry", "--by", "quarter"],
        &["2020-01-01,2,3", "2020-04-01,1,1"],
    );
    check(&["ferry", "--by", "year"], &["2020-01-01,4,5"]);
    check(&["ferry", "--by", "week"], &["2020-02-24,2,2"]);
    check(
        &["ferry", "--by", "day"],
        &["2020-02-28,1,1", "2020-02-29,0,0", "2020-03-01,1,1"],
    );
    check(
        &["ferry", "--by", "month", "--until", "2020-02"],
        &["2020-02-01,1,1"],
    );
}

#[test]
fn a_zone_moves_articles_with_a_time_of_day_and_no_others() {
    let world = World::with_index(&press());
    let check = |zone: &str, expected: &[&str]| {
        assert_eq!(
            rows(&world, &["ferry", "--by", "day", "--tz", zone]),
            expected,
            "{zone}"
        );
    };
    check(
        "America/New_York",
        &["2020-02-28,1,1", "2020-02-29,0,0", "2020-03-01,1,1"],
    );
    check(
        "Asia/Tokyo",
        &[
            "2020-02-28,1,1",
            "2020-02-29,0,0",
            "2020-03-01,0,0",
            "2020-03-02,1,1",
        ],
    );
    let args = [
        "timeline",
        "ferry",
        "--index",
        "idx",
        "--tz",
        "Nowhere/Town",
    ];
    world.check_error(&args, "no time zone `Nowhere/Town`", "Europe/Vienna");
}

#[test]
fn what_is_in_no_bucket_is_counted() {
    let world = World::with_index(&press());
    let answer = world.answer(&["ferry", "--timeline", "month", "-n", "1"]);
    let timeline = &answer["timeline"];
    let part = |key: &str| timeline[key].as_u64().unwrap();
    assert_eq!((part("undated"), part("coarser"), part("total")), (1, 1, 5));
    assert_eq!(
        (&timeline["by"], &timeline["tz"]),
        (&json!("month"), &json!("UTC"))
    );
    let counts = timeline["buckets"].as_array().unwrap().iter();
    let counted: u64 = counts.map(|b| b["count"].as_u64().unwrap()).sum();
    assert_eq!(counted + 2, answer["total"].as_u64().unwrap());
    assert_eq!(world.answer(&["ferry"])["timeline"], Value::Null);
    let text = world.ok(&["timeline", "ferry", "--index", "idx"]).out;
    assert!(text.contains("1 without a date") && text.contains("1 with a date known less exactly"));
}

#[test]
fn a_week_that_stands_out_is_named_by_its_words() {
    let mut records = Vec::new();
    for day in 1..=28 {
        for month in 1..=6 {
            let published = format!("2019-{month:02}-{day:02}");
            let id = format!("q{month}-{day}");
            records.push(dated(&id, "Ferry on time", &published));
        }
    }
    for n in 0..40 {
        let title = "Ferry strikes Pelican rock";
        records.push(dated(&format!("p{n}"), title, "2019-03-13"));
    }
    let world = World::with_index(&records);
    let ran = world.ok(&[
        "timeline", "ferry", "--index", "idx", "--by", "week", "--format", "json",
    ]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    let peaks = answer["timeline"]["peaks"].as_array().unwrap();
    // The archive itself is fuller in that week: its share is 1 as in every other.
    assert_eq!(peaks.len(), 0);
    for n in 0..168 {
        let published = format!("2019-{:02}-{:02}", n % 6 + 1, n / 6 + 1);
        records.push(dated(&format!("o{n}"), "Orchard frost", &published));
    }
    let world = World::with_index(&records);
    let ran = world.ok(&[
        "timeline", "ferry", "--index", "idx", "--by", "week", "--format", "json",
    ]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    let peaks = answer["timeline"]["peaks"].as_array().unwrap();
    assert_eq!(peaks.len(), 1, "{peaks:?}");
    assert_eq!(
        (&peaks[0]["start"], &peaks[0]["count"]),
        (&json!("2019-03-11"), &json!(47))
    );
    let words: Vec<&str> = peaks[0]["words"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| w["word"].as_str().unwrap())
        .collect();
    assert!(
        words.contains(&"Pelican") && words.contains(&"rock"),
        "{words:?}"
    );
    assert!(!words.contains(&"Ferry"), "{words:?}");
}

#[test]
fn too_many_buckets_are_an_error_that_proposes_coarser_ones() {
    let records = [
        dated("a", "Ferry", "1900-01-01"),
        dated("b", "Ferry", "2020-01-01"),
    ];
    let world = World::with_index(&records);
    let args = ["timeline", "ferry", "--index", "idx", "--by", "day"];
    world.check_error(&args, "more than 20000 buckets of a day", "--by week");
    assert_eq!(rows(&world, &["ferry", "--by", "week"]).len(), 6262);
}

#[test]
fn charts_are_written_and_bars_are_plain_where_the_terminal_is() {
    let world = World::with_sample();
    world.ok(&[
        "timeline", "*", "--index", "idx", "--by", "year", "--svg", "t.svg", "--png", "t.png",
    ]);
    let svg = fs_err::read_to_string(world.path("t.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.contains("<title>*</title>"));
    assert!(
        fs_err::read(world.path("t.png"))
            .unwrap()
            .starts_with(b"\x89PNG")
    );
    let mut command = world.command(&["timeline", "*", "--index", "idx", "--by", "year"]);
    let plain = support::of(command.env("TERM", "dumb").output().unwrap());
    assert!(plain.out.is_ascii(), "{}", plain.out);
    let none = world.run(&["timeline", "nosuchwordatall", "--index", "idx"]);
    assert_eq!(none.code, 1, "{}", none.err);
    assert!(none.err.contains("no article matches"));
    let args = [
        "timeline",
        "*",
        "--index",
        "idx",
        "--svg",
        "no/such/folder.svg",
    ];
    assert_eq!(world.run(&args).code, 2);
}

//! Flags of `search` as in grep: ids only, what matched only, figures, and which go together.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::{Value, json};
use support::World;

fn world() -> World {
    World::with_index(&[
        json!({"id": "a", "title": "Ferry aground", "date": "2020-01-02",
               "text": "The ferry hit a shoal. Two ferries came. Nobody rowed."}),
        json!({"id": "b", "title": "Harbour", "date": "2020-01-01",
               "text": "The coast guard sent a ferry\tback."}),
        json!({"id": "c", "title": "Tunnel", "date": "2020-01-03", "text": "Trains only."}),
    ])
}

#[test]
fn ids_only_is_the_ids_form_by_another_name() {
    let world = world();
    let long = world.search(&["ferry", "--format", "ids", "--sort", "newest"]);
    assert_eq!(long.out, "a\nb\n");
    for flag in ["-l", "--ids"] {
        let ran = world.search(&["ferry", flag, "--sort", "newest"]);
        assert_eq!((ran.code, ran.out.as_str()), (0, "a\nb\n"), "{flag}");
    }
    let ran = world.search(&["ferry", "-l0", "--sort", "newest"]);
    assert_eq!(ran.bytes, b"a\0b\0");
    assert_eq!(world.search(&["submarine", "-l"]).code, 1);
}

#[test]
fn only_what_matched_is_printed_with_its_place() {
    let world = world();
    let check = |query: &str, expected: &str| {
        let ran = world.search(&[query, "-o", "--sort", "newest"]);
        assert_eq!((ran.code, ran.out.as_str()), (0, expected), "{query}");
    };
    check(
        "ferry",
        "a\ttitle\tFerry\na\tbody\tferry\na\tbody\tferries\nb\tbody\tferry\n",
    );
    check("\"coast guard\"", "b\tbody\tcoast guard\n");
    check("title:tunnel", "c\ttitle\tTunnel\n");
    let none = world.search(&["submarine", "--only-matching"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    // What has nothing to light matches without a line.
    let all = world.search(&["*", "-o"]);
    assert_eq!((all.code, all.out.as_str()), (0, ""));
}

#[test]
fn more_matches_are_printed_than_fragments_are_shown() {
    let body: String = (0..20)
        .map(|n| format!("Ferry number {n} came in. "))
        .collect();
    let world = World::with_index(&[json!({"id": "a", "title": "Port", "text": body})]);
    let shown = world.answer(&["ferry"]);
    let shown = shown["hits"][0]["snippets"].as_array().map_or(0, Vec::len);
    assert!(shown < 20, "{shown}");
    let ran = world.search(&["ferry", "-o"]);
    assert_eq!(ran.out.lines().count(), 20, "{}", ran.out);
    assert!(ran.out.lines().all(|line| line == "a\tbody\tFerry"));
}

#[test]
fn what_matched_keeps_to_its_line_and_column() {
    let world = World::with_index(&[
        json!({"id": "a", "title": "Port", "text": "The coast\u{1b}[31m guard came."}),
    ]);
    let ran = world.search(&["\"coast guard\"", "-o"]);
    for line in ran.out.lines() {
        assert_eq!(line.matches('\t').count(), 2, "{line:?}");
        assert!(!line.contains('\u{1b}'), "{line:?}");
    }
}

#[test]
fn figures_go_to_standard_error_behind_the_hits() {
    let world = world();
    let plain = world.search(&["ferry"]);
    for (flags, shown, lit) in [
        (&["--stats"][..], "2 hits shown", "4 matches lit"),
        (&["--stats", "-c"], "0 hits shown", "0 matches lit"),
        (&["--stats", "-q"], "0 hits shown", "0 matches lit"),
    ] {
        let ran = world.search(&[&["ferry"], flags].concat());
        assert_eq!(ran.code, 0);
        for part in [
            "3 articles searched",
            "2 articles match",
            shown,
            lit,
            "ms in all",
        ] {
            assert!(
                ran.err.contains(part),
                "{flags:?}: no `{part}` in {}",
                ran.err
            );
        }
    }
    assert_eq!(world.search(&["ferry", "--stats"]).out, plain.out);
    assert_eq!(world.search(&["ferry", "--stats", "-q"]).out, "");
    let json = world.search(&["ferry", "--stats", "--format", "json"]);
    let _: Value = serde_json::from_str(&json.out).unwrap();
    let logged = world.search(&["ferry", "--stats", "--log-format", "json"]);
    let last: Value = serde_json::from_str(logged.err.lines().last().unwrap()).unwrap();
    assert_eq!((&last["total"], &last["lit"]), (&json!(2), &json!(4)));
}

#[test]
fn forms_that_exclude_each_other_are_refused() {
    let world = world();
    for flags in [
        &["-l", "--format", "json"][..],
        &["-o", "-l"],
        &["-o", "--format", "csv"],
        &["-o", "--cite", "ris"],
        &["-o", "-0"],
    ] {
        let ran = world.search(&[&["ferry"], flags].concat());
        assert_eq!(ran.code, 2, "{flags:?}: {}", ran.out);
        assert!(ran.err.contains("cannot be used with"), "{}", ran.err);
    }
}

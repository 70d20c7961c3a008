//! What reaches a terminal or a pipe: text of others never steers it, and a reader that goes is no
//! error.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use std::process::Stdio;

use serde_json::json;
use support::{World, of, record_with};

/// Text that a terminal would obey.
const HOSTILE: &str =
    "\u{1b}[31mRed\u{1b}]0;owned\u{7} bell\u{8}\u{7f} c1 \u{9b}2J \u{202e}nettirw\u{2066} wyvern";

fn check_harmless(what: &str, text: &str) {
    let steers = |c: &char| {
        (c.is_control() && !['\n', '\t'].contains(c))
            || ('\u{202a}'..='\u{202e}').contains(c)
            || ('\u{2066}'..='\u{2069}').contains(c)
    };
    assert_eq!(text.chars().find(steers), None, "{what}: {text:?}");
}

#[test]
fn hostile_text_never_reaches_the_terminal_raw() {
    let more = json!({
        "source": HOSTILE, "authors": [HOSTILE], "section": HOSTILE, "tags": [HOSTILE], "url": HOSTILE,
        "places": [HOSTILE], "captions": [HOSTILE], "agency": HOSTILE, "standfirst": HOSTILE,
        "notices": [HOSTILE], "kicker": HOSTILE, "byline": HOSTILE, "language": "en\u{1b}[2J",
    });
    let id = format!("id {HOSTILE}");
    let bad = record_with(&id, HOSTILE, &format!("{HOSTILE}\n\n{HOSTILE}"), more);
    let world = World::with_index(&[bad]);
    let facets = [
        "--facet", "source", "--facet", "author", "--facet", "section", "--facet", "tag",
    ];
    for format in ["text", "cards", "ids"] {
        let ran = world.search(&[&["wyvern", "--format", format][..], &facets].concat());
        assert!(ran.code == 0 && ran.out.contains("wyvern"), "{}", ran.err);
        check_harmless(format, &ran.out);
        check_harmless(format, &ran.err);
    }
    for args in [
        &["show", &id, "--index", "idx"][..],
        &["stats", "--index", "idx"],
        &["parse", "dump.jsonl"],
        &["show", "\u{1b}[2Jabsent", "--index", "idx"],
        &[
            "search",
            "title:\u{1b}[2J date:\u{1b}]0;x\u{7}",
            "--index",
            "idx",
        ],
        &["search", "walrus", "--index", "\u{1b}[2J"],
    ] {
        let ran = world.run(args);
        check_harmless(&args.join(" "), &ran.out);
        check_harmless(&args.join(" "), &ran.err);
    }
    let colored = world
        .search(&["wyvern", "--format", "cards", "--color", "always"])
        .out;
    for (n, piece) in colored.split('\u{1b}').enumerate().skip(1) {
        // What is left of an escape is one of our own styles.
        let style = piece
            .strip_prefix('[')
            .and_then(|p| p.split_once('m'))
            .map(|(s, _)| s);
        let ours = style.is_some_and(|s| s.bytes().all(|b| b.is_ascii_digit()) && s != "31");
        assert!(ours, "escape {n}: {piece:?}");
    }
}

#[test]
fn a_hostile_file_name_is_told_harmlessly() {
    let world = World::new();
    world.write("d/\u{1b}[31m\u{202e}txt.jsonl", "[1]\n");
    let ran = world.run(&["index", "d", "--index", "idx"]);
    assert!(ran.err.contains("not a JSON object"), "{}", ran.err);
    check_harmless("rejection", &ran.err);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let world = World::with_sample();
    for args in [
        &["search", "*", "-n", "63", "--index", "idx"][..],
        &[
            "search", "*", "-n", "63", "--index", "idx", "--format", "json",
        ],
        &["stats", "--index", "idx"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = world.command(args);
        let ran = of(command
            .stdin(Stdio::null())
            .stdout(writer)
            .output()
            .unwrap());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
    }
}

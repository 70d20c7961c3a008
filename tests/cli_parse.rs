//! `dateline parse`: the parts of an article beside its lines, and the record.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use dateline::article::Article;
use support::{World, gzip, lines, record};

const TEXT: &str = "# Weir opens to walkers

The weir at Selk on March 1, 2017.

#### IDA BRANDT/AFP/Getty Images

SELK - The footbridge over the weir opened to walkers on Friday.

## READ MORE: Why the weir was closed

Some 400 people crossed it before noon, the warden said.

Source: https://quaymail.example/2017/03/03/local/weir/

[Disclaimer]
";

#[test]
fn each_line_is_told_with_its_part() {
    let world = World::new();
    world.write("weir.txt", TEXT);
    let out = world.ok(&["parse", "weir.txt"]).out;
    let found: Vec<(&str, &str)> = out
        .lines()
        .take_while(|l| !l.is_empty())
        .map(|l| {
            let mut words = l.split_whitespace();
            (words.next().unwrap(), words.next().unwrap())
        })
        .filter(|(_, part)| *part != "blank")
        .collect();
    assert_eq!(
        found,
        [
            ("1", "title"),
            ("3", "caption"),
            ("5", "credit"),
            ("7", "dateline"),
            ("9", "related"),
            ("11", "body"),
            ("13", "source"),
            ("15", "notice"),
        ]
    );
    let all = out.lines().take_while(|l| !l.is_empty()).count();
    assert_eq!(all, TEXT.lines().count(), "every line once");
    for row in [
        "title            Weir opens to walkers",
        "published        2017-03-03",
        "date_from        url",
        "raw_format       text",
    ] {
        assert!(out.lines().any(|l| l == row), "no `{row}` in {out}");
    }
}

#[test]
fn json_gives_one_record_a_line() {
    let world = World::new();
    let rows = [
        record("a", "Eel", "An eel."),
        record("b", "Elver", "An elver."),
        record("c", "Eft", "An eft."),
    ];
    world.write("d.jsonl.gz", gzip(lines(&rows).as_bytes()));
    let out = world.ok(&["parse", "d.jsonl.gz", "--json"]).out;
    let read: Vec<Article> = out
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let ids: Vec<&str> = read.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert!(
        read.iter()
            .all(|a| a.raw_format == "jsonl" && a.word_count == 2)
    );
    let second = world
        .ok(&["parse", "d.jsonl.gz", "--json", "--record", "2"])
        .out;
    assert_eq!(
        second.lines().collect::<Vec<_>>(),
        [out.lines().nth(1).unwrap()]
    );
    assert_eq!(world.run(&["parse", "d.jsonl.gz", "--record", "9"]).code, 1);
}

#[test]
fn standard_input_and_keys_of_the_user_are_read() {
    let world = World::new();
    let ran = world.run_with(&["parse", "-", "--json"], TEXT.as_bytes());
    let article: Article = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (article.title.as_str(), article.dump.as_str()),
        ("Weir opens to walkers", "-")
    );
    let args = ["parse", "-", "--json", "--map", "title=hed"];
    let ran = world.run_with(&args, b"{\"hed\":\"Eel found\",\"body\":\"An eel.\"}");
    assert!(
        ran.out.contains("\"title\":\"Eel found\""),
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn what_cannot_be_read_is_noted_and_the_rest_goes_on() {
    let world = World::new();
    world.write("d.jsonl", lines(&[record("a", "Eel", "An eel.")]) + "[1]\n");
    let ran = world.run(&["parse", "d.jsonl", "--json"]);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 1));
    assert!(
        ran.err.contains("record 2, byte 58: not a JSON object"),
        "{}",
        ran.err
    );
    world.write("bad.jsonl", "[1]\n");
    assert_eq!(world.run(&["parse", "bad.jsonl"]).code, 1);
    let ran = world.run(&["parse", "absent.txt"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err
            .contains("cannot read absent.txt: no such file or folder"),
        "{}",
        ran.err
    );
}

#[test]
fn the_record_of_parse_is_the_one_that_is_indexed() {
    let world = World::new();
    world.write("weir.txt", TEXT);
    world.ok(&["index", "weir.txt", "--index", "idx"]);
    let parsed = world.ok(&["parse", "weir.txt", "--json"]).out;
    let parsed: Article = serde_json::from_str(&parsed).unwrap();
    let shown = world
        .ok(&["show", &parsed.id, "--json", "--index", "idx"])
        .out;
    let shown: Article = serde_json::from_str(&shown).unwrap();
    // The index keeps the whole path, so that the file is found from any folder.
    assert!(shown.dump.ends_with("weir.txt") && shown.dump != parsed.dump);
    assert_eq!(
        shown,
        Article {
            dump: shown.dump.clone(),
            ..parsed
        }
    );
}

//! `dateline show`: an article laid out, as a record, and as the bytes that it was read from.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use dateline::article::Article;
use serde_json::json;
use support::{World, gzip, lines, record, record_with, sample};

const ID: &str = "https://quaymail.example/2017/03/02/local/lock-keeper/";

const TEXT: &str = "# Lock keeper retires after 40 years

By Imre Solt

The lock at Averill on March 1, 2017.

#### IDA BRANDT/AFP/Getty Images

AVERILL (AP) - The keeper of the lower lock closed its gates for the last time on Wednesday.

## The gates

He had opened them 212,000 times, by his own count, and shut them as often as that.

## READ MORE: Who will mind the gates now

Correction: An earlier version of this story gave the wrong number of gates.

Source: https://quaymail.example/2017/03/02/local/lock-keeper/?utm_source=x

[Disclaimer]
";

fn world() -> World {
    let world = World::new();
    world.write("press/lock-keeper.txt", TEXT);
    world.ok(&["index", "press", "--index", "idx"]);
    world
}

fn article(world: &World, id: &str) -> Article {
    let ran = world.ok(&["show", id, "--json", "--index", "idx"]);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn an_article_is_laid_out_by_its_parts() {
    let world = world();
    let out = world.ok(&["show", ID, "--index", "idx"]).out;
    let mut rest = out.as_str();
    // In the order of a page.
    for part in [
        "Lock keeper retires after 40 years\n",
        "By Imre Solt\n",
        "quaymail.example · 2017-03-02\n",
        "section: local\n",
        ID,
        "AVERILL (AP) - The keeper of the lower lock",
        "\nThe gates\n",
        "He had opened them",
        "caption     The lock at Averill on March 1, 2017. [IDA BRANDT/AFP/Getty Images]\n",
        "read_more   Who will mind the gates now\n",
        "correction  Correction: An earlier version",
        "words, language en, id https://quaymail.example/",
    ] {
        let at = rest
            .find(part)
            .unwrap_or_else(|| panic!("no `{part}` in its place: {out}"));
        rest = &rest[at + part.len()..];
    }
    assert!(out.lines().all(|l| l.chars().count() <= 80), "{out}");
    assert!(
        !out.contains("[Disclaimer]") || out.contains("notice      [Disclaimer]"),
        "{out}"
    );
}

#[test]
fn the_record_reads_back_as_an_article() {
    let world = world();
    let found = article(&world, ID);
    assert_eq!(found.id, ID);
    assert_eq!(found.dateline.as_ref().unwrap().place, "AVERILL");
    assert_eq!(found.subheadings, [1]);
    assert_eq!(found.raw_format, "text");
    assert!(
        found.dump.ends_with("press/lock-keeper.txt"),
        "{}",
        found.dump
    );
    assert_eq!(
        (found.offset, found.length),
        (Some(0), Some(TEXT.len() as u64))
    );
    // Nothing is lost on the way through the index and through an export.
    let parsed: Article =
        serde_json::from_str(&world.ok(&["parse", "press/lock-keeper.txt", "--json"]).out).unwrap();
    let with_place = Article {
        dump: found.dump.clone(),
        ..parsed
    };
    assert_eq!(found, with_place);
    let export = world.ok(&["show", ID, "--json", "--index", "idx"]).out;
    let one_line: serde_json::Value = serde_json::from_str(&export).unwrap();
    world.write("export.jsonl", lines(&[one_line]));
    let summary = world.summary(&["export.jsonl", "--index", "idx"]);
    assert_eq!(
        summary["unchanged"], 1,
        "an export is the article that it was made of"
    );
}

#[test]
fn every_article_of_the_sample_reads_back() {
    let world = World::with_sample();
    let ids = world.ids(&["*", "-n", "100"]);
    assert_eq!(ids.len(), 63);
    // One process each would take long; the library is what `show` calls.
    let archive = dateline::index::Archive::open(&world.path("idx")).unwrap();
    let searcher = dateline::search::Searcher::open(&archive).unwrap();
    for id in &ids {
        let found = searcher.article(id).unwrap();
        assert_eq!(&found.id, id);
        let raw =
            dateline::ingest::read_raw(&found.dump, found.offset.unwrap(), found.length.unwrap())
                .unwrap();
        assert_eq!(raw.len() as u64, found.length.unwrap(), "{id}");
        if found.raw_format != "text" {
            let value: serde_json::Value = serde_json::from_slice(&raw).unwrap();
            assert!(value.is_object(), "{id}");
        }
    }
}

#[test]
fn raw_is_the_source_byte_for_byte() {
    let world = world();
    let raw = world.ok(&["show", ID, "--raw", "--index", "idx"]);
    assert_eq!(raw.bytes, TEXT.as_bytes());
    let latin = b"# Caf\xe9 closes\n\nThe caf\xe9 by the lock closed.\n";
    world.write("latin.txt", latin);
    // Lines of unequal length, one with spaces around it, compressed in two members.
    let rows: Vec<String> = (0..40)
        .map(|n| record(&format!("z{n}"), "Row", &"eel ".repeat(n + 1)).to_string())
        .collect();
    let packed = [
        gzip(format!("{}\n\n", rows[..20].join("\n")).as_bytes()),
        gzip(rows[20..].join("\r\n").as_bytes()),
    ];
    world.write("rows.jsonl.gz", packed.concat());
    world.ok(&["index", "latin.txt", "rows.jsonl.gz", "--index", "idx"]);
    for n in [0, 7, 19, 20, 39] {
        let raw = world.ok(&["show", &format!("z{n}"), "--raw", "--index", "idx"]);
        assert_eq!(raw.out, rows[n], "line {n}");
    }
    let id = &world.ids(&["title:café"])[0];
    assert_eq!(
        world.ok(&["show", id, "--raw", "--index", "idx"]).bytes,
        latin
    );
}

#[test]
fn raw_of_what_is_gone_is_an_error() {
    let world = world();
    let args = ["show", ID, "--raw", "--index", "idx"];
    world.write("press/lock-keeper.txt", "short");
    let ran = world.run(&args);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("shorter than when it was indexed"),
        "{}",
        ran.err
    );
    fs_err::remove_file(world.path("press/lock-keeper.txt")).unwrap();
    let ran = world.run(&args);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("cannot read the source bytes"),
        "{}",
        ran.err
    );
    world.run_with(
        &["index", "-", "--index", "idx"],
        lines(&[record("s", "S", "Eel.")]).as_bytes(),
    );
    let ran = world.run(&["show", "s", "--raw", "--index", "idx"]);
    assert!(
        ran.code == 2 && ran.err.contains("standard input"),
        "{}",
        ran.err
    );
}

#[test]
fn a_record_cannot_point_raw_at_another_file() {
    let world = World::new();
    world.write("secret.txt", "not yours");
    // Shaped like an exported record, with a provenance of its own invention.
    let trap = json!({
        "id": "trap", "title": "Trap", "body": ["Nothing here."], "word_count": 2,
        "raw_format": "text", "dump": "secret.txt", "offset": 0, "length": 9,
    });
    let dump = lines(&[trap]);
    world.write("dump.jsonl", &dump);
    world.ok(&["index", "dump.jsonl", "--index", "idx"]);
    let ran = world.run(&["show", "trap", "--raw", "--index", "idx"]);
    assert_eq!(ran.out, dump.trim_end());
}

#[test]
fn an_unknown_id_is_an_error_with_a_remedy() {
    let world = world();
    let help = "dateline search QUERY --format ids";
    world.check_error(
        &["show", "nobody", "--index", "idx"],
        "no article with the id `nobody`",
        help,
    );
    world.check_error(
        &["show", "", "--index", "idx"],
        "no article with the id ``",
        help,
    );
}

#[test]
fn odd_ids_are_found_as_they_are() {
    let world = World::with_index(&[
        record("-dash", "Dash", "Eel."),
        record("with space \"and\" quote", "Space", "Eel."),
        record("Ünïcode/選挙", "Unicode", "Eel."),
        record_with("7", "Number", "Eel.", json!({ "id": 7 })),
    ]);
    for id in ["-dash", "with space \"and\" quote", "Ünïcode/選挙", "7"] {
        assert_eq!(article(&world, id).id, id);
    }
}

#[test]
fn a_very_long_id_is_one_article_however_often_it_is_read() {
    // Tantivy keeps no term over 65,530 bytes.
    let long = "x".repeat(70_000);
    let world = World::with_index(&[record(&long, "Long", "Eel.")]);
    world.ok(&["index", "dump.jsonl", "--index", "idx"]);
    assert_eq!(world.answer(&["*"])["total"], 1);
}

#[test]
fn the_sample_is_shown_from_any_folder() {
    let world = World::with_sample();
    let id = &world.ids(&["stork nest", "-n", "1"])[0];
    fs_err::create_dir(world.path("elsewhere")).unwrap();
    let mut command = world.command(&["show", id, "--raw", "--index", "../idx"]);
    let ran = support::of(
        command
            .current_dir(world.path("elsewhere"))
            .output()
            .unwrap(),
    );
    let file = sample().join("harbour-tribune/2017/three-captions.txt");
    assert_eq!(ran.bytes, fs_err::read(file).unwrap());
}

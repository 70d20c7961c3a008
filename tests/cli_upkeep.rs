//! `dateline rm`, `merge`, `verify` and `export`: what they leave, what they tell, how they end.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use std::path::PathBuf;

use dateline::index::{Archive, IndexOptions, Progress, WriteAccess, index_sources};
use dateline::ingest::walk;
use dateline::schema::{from_row, is_row_header};
use dateline::search::{Request, Searcher};
use serde_json::{Value, json};
use support::{World, lines, record, record_with};

fn articles(from: usize, to: usize) -> Vec<Value> {
    let one = |n| {
        let body = "A lantern was lit on the weir, and the swans came closer.";
        record(&format!("u{n}"), &format!("Lantern {n}"), body)
    };
    (from..to).map(one).collect()
}

/// An index of several segments: three runs.
fn world() -> World {
    let world = World::new();
    let runs = [
        ("dump.jsonl", 0, 4),
        ("second.jsonl", 4, 7),
        ("third.jsonl", 7, 10),
    ];
    for (name, from, to) in runs {
        world.write(name, lines(&articles(from, to)));
        world.ok(&["index", name, "--threads", "1", "--index", "idx"]);
    }
    world
}

fn total(world: &World) -> u64 {
    world.answer(&["*"])["total"].as_u64().unwrap()
}

fn verified(world: &World) -> (i32, Value) {
    let ran = world.run(&["verify", "--all", "--format", "json", "--index", "idx"]);
    (ran.code, serde_json::from_str(&ran.out).unwrap())
}

fn segment_files(world: &World) -> Vec<PathBuf> {
    let entries = fs_err::read_dir(world.path("idx/segments")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e != "json" && e != "lock"));
    files.sort();
    files
}

#[test]
fn what_is_removed_is_gone_until_its_file_is_read_again() {
    let world = world();
    let rm = |args: &[&str]| world.run(&[&["rm", "--index", "idx"], args].concat());
    let ran = rm(&["u1", "u5", "nobody"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "removed 2 articles; 8 are left\n")
    );
    assert!(
        ran.err.contains("no article with the id `nobody`"),
        "{}",
        ran.err
    );
    assert_eq!(rm(&["u1"]).code, 1);
    assert_eq!(total(&world), 8);
    assert_eq!(world.ids(&["title:1"]), [""; 0]);
    // Its file is as it was, so it is not read.
    world.ok(&["index", "dump.jsonl", "--index", "idx"]);
    assert_eq!(total(&world), 8);
    world.ok(&["index", "dump.jsonl", "--index", "idx", "--again"]);
    assert_eq!(total(&world), 9);
    assert_eq!(verified(&world).0, 0);
    world.check_error(
        &["rm", "u1", "--index", "nowhere"],
        "no index",
        "dateline index",
    );
    assert!(!world.path("nowhere").exists());
}

#[test]
fn a_query_removes_only_when_it_is_confirmed() {
    let world = world();
    let rm = |args: &[&str]| world.run(&[&["rm", "--index", "idx", "--query"], args].concat());
    let dry = rm(&["title:3 OR title:9", "--dry-run"]);
    assert_eq!(
        (dry.code, dry.out.as_str()),
        (0, "would remove 2 articles\n")
    );
    let args = ["rm", "--index", "idx", "--query", "title:3 OR title:9"];
    world.check_error(&args, "2 of 10 articles match; nothing is removed", "--yes");
    assert_eq!(total(&world), 10);
    let ran = rm(&["title:3 OR title:9", "--yes"]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "removed 2 articles; 8 are left\n")
    );
    // A word that no article has is not relaxed away.
    assert_eq!(rm(&["lantern zeppelin", "--yes"]).code, 1);
    assert_eq!(total(&world), 8);
}

#[test]
fn a_merge_leaves_the_articles_and_nothing_else() {
    let world = world();
    world.ok(&["rm", "u2", "--index", "idx"]);
    let merge = |n: &str| -> Value {
        let args = [
            "merge",
            "--segments",
            n,
            "--format",
            "json",
            "--index",
            "idx",
        ];
        serde_json::from_str(&world.ok(&args).out).unwrap()
    };
    let before = world.ids(&["lantern", "--sort", "oldest"]);
    let summary = merge("2");
    assert_eq!(
        (&summary["segments_before"], &summary["segments"]),
        (&json!(3), &json!(2))
    );
    assert_eq!(summary["dropped"], 1);
    let summary = merge("1");
    assert_eq!(
        (&summary["segments"], &summary["dropped"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(merge("1")["segments"], 1);
    assert_eq!(world.ids(&["lantern", "--sort", "oldest"]), before);
    let (code, found) = verified(&world);
    assert_eq!((code, &found["articles"]), (0, &json!(9)));
    assert_eq!(found["remarks"], json!([]), "no file is left behind");
    // What was known of the dumps is known still.
    assert_eq!(
        world.summary(&["dump.jsonl", "--index", "idx"])["files_unchanged"],
        1
    );
    world.check_error(
        &["merge", "--index", "nowhere"],
        "no index",
        "dateline index",
    );
}

#[test]
fn an_empty_index_is_merged_verified_and_exported() {
    let world = world();
    world.ok(&["rm", "--query", "*", "--yes", "--index", "idx"]);
    world.ok(&["merge", "--index", "idx"]);
    assert_eq!(verified(&world).0, 0);
    let ran = world.run(&["export", "--index", "idx"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
}

#[test]
fn every_kind_of_damage_is_found() {
    let flip = |bytes: &mut Vec<u8>| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
    };
    let cut = |bytes: &mut Vec<u8>| bytes.truncate(bytes.len() / 2);
    let empty = |bytes: &mut Vec<u8>| bytes.clear();
    let harms: [fn(&mut Vec<u8>); 3] = [flip, cut, empty];
    let world = world();
    let sound = world.ok(&["verify", "--index", "idx"]);
    assert!(
        sound.out.starts_with("sound: 10 articles in 3 segments"),
        "{}",
        sound.out
    );
    for path in segment_files(&world) {
        let whole = fs_err::read(&path).unwrap();
        for harm in harms {
            let mut bytes = whole.clone();
            harm(&mut bytes);
            fs_err::write(&path, bytes).unwrap();
            let ran = world.run(&["verify", "--index", "idx"]);
            assert_eq!(ran.code, 1, "{}: {}{}", path.display(), ran.out, ran.err);
            assert!(ran.out.contains("damaged"), "{}", ran.out);
            assert!(ran.err.contains("--fresh --index idx"), "{}", ran.err);
        }
        fs_err::remove_file(&path).unwrap();
        assert_eq!(world.run(&["verify", "--index", "idx"]).code, 1);
        fs_err::write(&path, whole).unwrap();
    }
    assert_eq!(verified(&world).0, 0);
    let manifest = fs_err::read_to_string(world.path("idx/dateline.json")).unwrap();
    let wrong = manifest.replace("\"articles\": 10", "\"articles\": 11");
    fs_err::write(world.path("idx/dateline.json"), wrong).unwrap();
    let (code, found) = verified(&world);
    assert_eq!(code, 1);
    let told = "the manifest counts 11 articles, the segments hold 10";
    assert_eq!(found["damage"], json!([told]));
    world.check_error(
        &["verify", "--index", "nowhere"],
        "no index",
        "dateline index",
    );
}

#[test]
fn what_a_killed_run_leaves_is_harmless() {
    let world = world();
    world.write("idx/segments/0123456789abcdef0123456789abcdef.store", "");
    world.write("idx/.manifest-Xy", "{");
    world.write("idx/segments/.tmpXy", "{");
    let (code, found) = verified(&world);
    assert_eq!(code, 0);
    let remarks = found["remarks"].as_array().unwrap();
    assert_eq!(remarks.len(), 1);
    assert!(
        remarks[0].as_str().unwrap().starts_with("3 files"),
        "{remarks:?}"
    );
    // The next writer takes away what is its own.
    world.ok(&["index", "dump.jsonl", "--index", "idx"]);
    assert!(!world.path("idx/.manifest-Xy").exists());
    assert!(!world.path("idx/segments/.tmpXy").exists());
}

#[test]
fn an_export_indexed_and_exported_again_is_the_same_bytes() {
    let world = World::with_sample();
    let odd = record_with(
        "odd",
        "=Sum of it",
        "A body.",
        json!({
            "ratio": 0.123_456_789_012_345_68, "big": 18_446_744_073_709_551_615_u64,
            "deep": { "b": [1, null, "x\r\ny"], "a": 1e-7 }, "when": 1.0,
        }),
    );
    world.write("odd.jsonl", lines(&[odd]));
    world.ok(&["index", "odd.jsonl", "--index", "idx"]);
    let export = |index: &str| world.ok(&["export", "--index", index]).bytes;
    let first = export("idx");
    assert_eq!(first.iter().filter(|b| **b == b'\n').count(), 64);
    world.write("export.jsonl", &first);
    world.ok(&["index", "export.jsonl", "--index", "again"]);
    assert!(first == export("again"), "the second export differs");
    world.ok(&["merge", "--index", "again"]);
    let ran = world.ok(&["export", "--index", "again", "--output", "file.jsonl"]);
    assert_eq!(ran.out, "");
    assert!(first == fs_err::read(world.path("file.jsonl")).unwrap());
    // What `show --raw` reads is what is here.
    let raw = world
        .ok(&["show", "odd", "--raw", "--index", "again"])
        .bytes;
    assert!(first.windows(raw.len()).any(|w| w == raw));
    // In the index that it came from, an export changes nothing.
    let summary = world.summary(&["export.jsonl", "--index", "idx"]);
    assert_eq!(summary["unchanged"], 64);
    assert_eq!(verified(&world).0, 0);
}

#[test]
fn a_table_holds_what_the_lines_hold() {
    let world = World::with_sample();
    let csv = world
        .ok(&["export", "--format", "csv", "--index", "idx"])
        .bytes;
    let mut table = csv::Reader::from_reader(csv.as_slice());
    let header: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
    assert!(is_row_header(&header));
    let rows = table.records().map(|row| {
        let row: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        serde_json::to_value(from_row(&row).unwrap()).unwrap()
    });
    let export = world.ok(&["export", "--index", "idx"]).out;
    let lines = export.lines().map(|line| {
        let article: dateline::article::Article = serde_json::from_str(line).unwrap();
        serde_json::to_value(article).unwrap()
    });
    assert_eq!(rows.collect::<Vec<_>>(), lines.collect::<Vec<_>>());
}

#[test]
fn only_what_a_query_matches_is_exported_the_oldest_first() {
    let dated = |id: &str, date: &str| {
        record_with(id, "Lantern", "Lit again.", json!({ "published": date }))
    };
    let mut records = vec![dated("new", "2020-01-02"), dated("old", "1999-05-01")];
    records.push(record("undated", "Lantern", "Unlit."));
    records.push(record("other", "Swans", "No light at all."));
    let world = World::with_index(&records);
    let ran = world.ok(&["export", "--query", "lantern", "--index", "idx"]);
    let ids: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone())
        .collect();
    assert_eq!(ids, ["old", "new", "undated"]);
    let none = world.run(&["export", "--query", "zeppelin", "--index", "idx"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
}

#[test]
fn a_reader_answers_while_others_write_and_merge() {
    let world = world();
    let open = || Searcher::open(&Archive::open(&world.path("idx")).unwrap()).unwrap();
    let before = open();
    let count = |searcher: &Searcher| searcher.search(&Request::new("swans")).unwrap().total;
    world.write("more.jsonl", lines(&articles(10, 15)));
    world.ok(&["index", "more.jsonl", "--index", "idx"]);
    world.ok(&["rm", "u0", "--index", "idx"]);
    world.ok(&["merge", "--index", "idx"]);
    assert_eq!((count(&before), count(&open())), (10, 14));
    // Its records too, though their files are gone from the folder.
    assert_eq!(before.article("u0").unwrap().title, "Lantern 0");
}

#[test]
fn a_file_that_vanishes_before_it_is_opened_is_a_rejection() {
    let world = World::new();
    world.write("in/a.jsonl", lines(&articles(0, 2)));
    world.write("in/b.jsonl", lines(&articles(2, 3)));
    let (files, _) = walk(&[world.path("in")]);
    fs_err::remove_file(world.path("in/a.jsonl")).unwrap();
    let mut access = WriteAccess::open(&world.path("idx"), false).unwrap();
    let mut told = Vec::new();
    let summary = index_sources(
        &mut access,
        &files,
        &IndexOptions::default(),
        &Progress::default(),
        &mut |rejection, _| {
            told.push(rejection.to_string());
            Ok(())
        },
    )
    .unwrap();
    assert_eq!((summary.indexed, summary.rejected), (1, 1));
    assert!(
        told[0].ends_with("in/a.jsonl: no such file or folder"),
        "{told:?}"
    );
    drop(access);
    // It is read once it is there.
    world.write("in/a.jsonl", lines(&articles(0, 2)));
    assert_eq!(world.summary(&["in", "--index", "idx"])["indexed"], 2);
}

#[cfg(unix)]
#[test]
fn where_nothing_more_can_be_written_the_last_commit_stands() {
    let world = world();
    world.write("big.jsonl", lines(&articles(100, 9_000)));
    let program = assert_cmd::cargo::cargo_bin!("dateline");
    // Files of at most 64 KiB: writing beyond that fails, as on a full disk.
    let script = format!(
        "trap '' XFSZ; ulimit -f 64; exec '{}' index big.jsonl --index idx --quiet",
        program.display()
    );
    let mut command = std::process::Command::new("bash");
    let command = command.args(["-c", &script]).current_dir(world.dir());
    let ran = support::of(command.output().unwrap());
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("dateline: "), "{}", ran.err);
    assert_eq!(total(&world), 10);
    assert_eq!(verified(&world).0, 0);
    world.ok(&["index", "big.jsonl", "--index", "idx"]);
    assert_eq!(total(&world), 8_910);
    let (code, found) = verified(&world);
    assert_eq!(
        (code, &found["remarks"]),
        (0, &json!([])),
        "nothing is left behind"
    );
}

#[test]
fn a_missing_or_damaged_dictionary_is_found_and_named() {
    // More than a megabyte of records, so that there is a dictionary.
    let record = |n: usize| {
        let words: Vec<String> = (0..150)
            .map(|w| format!("word{}", (n * 7919 + w * w * 31) % 4001))
            .collect();
        support::record(
            &format!("a{n}"),
            &format!("Ferry {n} sails"),
            &words.join(" "),
        )
    };
    let records: Vec<_> = (0..1_500).map(record).collect();
    let world = World::with_index(&records);
    let path = world.path("idx/records.dict");
    let whole = fs_err::read(&path).unwrap();
    let verify = ["verify", "--index", "idx", "--sample", "1"];
    assert_eq!(world.run(&verify).code, 0);
    let check = |told: &str| {
        let ran = world.run(&verify);
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        assert_eq!(ran.out.matches("records.dict").count(), 1, "{}", ran.out);
        assert!(ran.out.contains(told), "{}", ran.out);
        let ask = ["search", "ferry", "--index", "idx"];
        world.check_error(&ask, told, "dateline index PATH... --fresh --index idx");
    };
    for harm in [500, whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[harm] ^= 1;
        fs_err::write(&path, bytes).unwrap();
        check("records.dict is not as it was written");
    }
    fs_err::write(&path, "").unwrap();
    check("records.dict is not as it was written");
    fs_err::remove_file(&path).unwrap();
    check("the file records.dict is missing");
    // A run would train another one, and bury these records for good.
    world.write(
        "more.jsonl",
        support::lines(&[support::record("m1", "Another", "More words.")]),
    );
    let more = ["index", "more.jsonl", "--index", "idx"];
    world.check_error(&more, "the file records.dict is missing", "--fresh");
    assert!(!path.exists());
    fs_err::write(&path, whole).unwrap();
    assert_eq!(world.run(&verify).code, 0);
}

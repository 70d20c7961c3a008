//! A dump that grows, shrinks, changes or vanishes between two runs of `dateline index`: only what
//! is new is read, and the index ends as if all had been read at once. Also when runs are killed.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use std::io::Write;
use std::process::Stdio;

use dateline::index::{IndexOptions, Progress, WriteAccess, index_sources};
use dateline::ingest::walk;
use serde_json::{Value, json};
use support::{World, gzip, lines, record};

fn articles(from: usize, to: usize) -> String {
    let one = |n| {
        let body = "The harbour ledger was read aloud again, and nobody objected.";
        record(&format!("g{n}"), &format!("Ledger {n}"), body)
    };
    lines(&(from..to).map(one).collect::<Vec<_>>())
}

fn append(world: &World, name: &str, bytes: impl AsRef<[u8]>) {
    let path = world.path(name);
    let mut file = fs_err::OpenOptions::new().append(true).open(path).unwrap();
    file.write_all(bytes.as_ref()).unwrap();
}

/// Records read, indexed, updated, unchanged, rejected, and files not read.
fn check(world: &World, args: &[&str], expected: [u64; 6]) -> Value {
    let summary = world.summary(&[args, &["--index", "idx"]].concat());
    let names = ["read", "indexed", "updated", "unchanged", "rejected"];
    let mut found: Vec<u64> = names.map(|n| summary[n].as_u64().unwrap()).to_vec();
    found.push(summary["files_unchanged"].as_u64().unwrap());
    assert_eq!(found, expected, "{args:?}: {summary}");
    summary
}

fn total(world: &World) -> u64 {
    world.answer(&["*"])["total"].as_u64().unwrap()
}

/// How a dump is written.
type Pack = fn(String) -> Vec<u8>;

#[test]
fn of_a_grown_file_only_what_is_new_is_read() {
    let world = World::new();
    let forms: [(&str, Pack); 3] = [
        ("d.jsonl", String::into_bytes),
        ("d.jsonl.gz", |text| gzip(text.as_bytes())),
        ("d.jsonl.zst", |text| {
            zstd::encode_all(text.as_bytes(), 1).unwrap()
        }),
    ];
    for (name, pack) in forms {
        let args = [name, "--fresh"];
        world.write(name, pack(articles(0, 5)));
        check(&world, &args, [5, 5, 0, 0, 0, 0]);
        check(&world, &[name], [0, 0, 0, 0, 0, 1]);
        append(&world, name, pack(articles(5, 8)));
        check(&world, &[name], [3, 3, 0, 0, 0, 0]);
        append(&world, name, pack(articles(8, 9)));
        check(&world, &[name], [1, 1, 0, 0, 0, 0]);
        check(&world, &[name], [0, 0, 0, 0, 0, 1]);
        assert_eq!(total(&world), 9, "{name}");
        // Its place is told from the beginning of the file.
        let raw = world.ok(&["show", "g8", "--raw", "--index", "idx"]).out;
        assert_eq!(raw, articles(8, 9).trim_end(), "{name}");
    }
}

#[test]
fn a_line_that_was_half_written_is_read_whole_once_it_is() {
    for pack in [
        |text: &str| text.as_bytes().to_vec(),
        |text: &str| gzip(text.as_bytes()),
    ] {
        let world = World::new();
        let text = articles(0, 4);
        let cut = text.len() - 30;
        world.write("d.jsonl", pack(&text[..cut]));
        check(&world, &["d.jsonl"], [4, 3, 0, 0, 1, 0]);
        let quiet = world.ok(&["index", "d.jsonl", "--index", "idx"]);
        assert!(
            quiet
                .out
                .contains("(1 rejected records there: --again tells)"),
            "{}",
            quiet.out
        );
        append(
            &world,
            "d.jsonl",
            pack(&format!("{}{}", &text[cut..], articles(4, 6))),
        );
        check(&world, &["d.jsonl"], [3, 3, 0, 0, 0, 0]);
        assert_eq!(total(&world), 6);
    }
}

#[test]
fn a_changed_or_shortened_file_is_read_again() {
    let world = World::new();
    world.write("d.jsonl", articles(0, 5));
    check(&world, &["d.jsonl"], [5, 5, 0, 0, 0, 0]);
    world.write("d.jsonl", articles(0, 5).replace("Ledger 2", "Ledger II"));
    check(&world, &["d.jsonl"], [5, 0, 1, 4, 0, 0]);
    world.write("d.jsonl", articles(0, 2));
    check(&world, &["d.jsonl"], [2, 0, 0, 2, 0, 0]);
    // Other keys or another language read another article from the same file.
    check(
        &world,
        &["d.jsonl", "--map", "title=body"],
        [2, 0, 2, 0, 0, 0],
    );
    check(
        &world,
        &["d.jsonl", "--map", "title=body"],
        [0, 0, 0, 0, 0, 1],
    );
    check(
        &world,
        &["d.jsonl", "--map", "title=body", "--again"],
        [2, 0, 0, 2, 0, 0],
    );
}

#[test]
fn a_file_read_again_brings_nothing_back_that_a_later_one_replaced() {
    let world = World::new();
    let first = json!({ "id": "x", "title": "Early", "body": "Early words." });
    let other = json!({ "id": "y", "title": "Other", "body": "Other words." });
    let later = json!({ "id": "x", "title": "Late", "body": "Late words." });
    world.write("in/a.jsonl", lines(&[first.clone(), other.clone()]));
    world.write("in/b.jsonl", lines(&[later]));
    check(&world, &["in"], [3, 2, 1, 0, 0, 0]);
    let renamed = json!({ "id": "y", "title": "Another", "body": "Other words." });
    world.write("in/a.jsonl", lines(&[first, renamed]));
    world.summary(&["in", "--index", "idx"]);
    assert_eq!(world.ids(&["title:late"]), ["x"]);
    assert_eq!(world.ids(&["title:another"]), ["y"]);
}

#[test]
fn vanished_files_are_told_and_pruned_only_when_asked() {
    let world = World::new();
    world.write("in/a.jsonl", articles(0, 2));
    world.write("in/b.jsonl", articles(2, 5));
    // One article stands in both.
    world.write("in/c.jsonl", articles(1, 2));
    world.summary(&["in", "--index", "idx"]);
    fs_err::remove_file(world.path("in/a.jsonl")).unwrap();
    let ran = world.ok(&["index", "in", "--index", "idx"]);
    assert!(ran.out.contains("1 file vanished\n"), "{}", ran.out);
    assert!(
        ran.err.contains("in/a.jsonl is not there any more"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("--prune"), "{}", ran.err);
    assert_eq!(total(&world), 5);
    let summary = world.summary(&["in", "--index", "idx", "--prune"]);
    assert_eq!(summary["files_vanished"], 1);
    assert_eq!(total(&world), 4);
    assert_eq!(world.ids(&["title:1"]), ["g1"]);
    assert!(world.ids(&["title:0"]).is_empty());
    let summary = world.summary(&["in", "--index", "idx"]);
    assert_eq!(summary["files_vanished"], 0);
    // All of them gone, the folder still there.
    for name in ["in/b.jsonl", "in/c.jsonl"] {
        fs_err::remove_file(world.path(name)).unwrap();
    }
    world.ok(&["index", "in", "--index", "idx", "--prune"]);
    assert_eq!(total(&world), 0);
}

#[test]
fn a_folder_that_is_gone_as_a_whole_is_not_pruned() {
    let world = World::new();
    world.write("disk/a.jsonl", articles(0, 2));
    world.write("other/b.jsonl", articles(2, 3));
    world.summary(&["disk", "other", "--index", "idx"]);
    fs_err::rename(world.path("disk"), world.path("unmounted")).unwrap();
    let ran = world.ok(&["index", "disk", "other", "--index", "idx", "--prune"]);
    assert!(
        ran.err.contains("disk: no such file or folder"),
        "{}",
        ran.err
    );
    assert_eq!(total(&world), 3);
}

/// A run that commits every few records and dies at the first one that is rejected.
fn dies_at_a_rejection(world: &World, name: &str) {
    let mut access = WriteAccess::open(&world.path("idx"), false).unwrap();
    let (files, _) = walk(&[world.path(name)]);
    let options = IndexOptions {
        commit_bytes: 200_000,
        ..IndexOptions::default()
    };
    let died = index_sources(
        &mut access,
        &files,
        &options,
        &Progress::default(),
        &mut |_, _| Err(dateline::Error::NoArticle { id: String::new() }),
    );
    assert!(died.is_err());
}

#[test]
fn a_run_that_died_goes_on_near_its_last_commit() {
    for pack in [
        |text: &str| text.as_bytes().to_vec(),
        |text: &str| gzip(text.as_bytes()),
    ] {
        let world = World::new();
        let text = format!("{}[]\n{}", articles(0, 9_000), articles(9_000, 9_100));
        let name = "d.jsonl";
        world.write(name, pack(&text));
        dies_at_a_rejection(&world, name);
        let committed = total(&world);
        assert!((1..9_000).contains(&committed), "{committed}");
        // The one record at the place of the commit is met twice.
        let summary = check_rest(&world, name, committed);
        assert_eq!(summary["rejected"], 1);
        assert_eq!(total(&world), 9_100);
        assert_eq!(world.run(&["verify", "--index", "idx"]).code, 0);
    }
}

fn check_rest(world: &World, name: &str, committed: u64) -> Value {
    let rest = 9_100 - committed;
    let args = [
        "index",
        name,
        "--index",
        "idx",
        "--format",
        "json",
        "--rejects",
        "r.tsv",
    ];
    let ran = world.ok(&args);
    let summary: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(
        (&summary["indexed"], &summary["unchanged"]),
        (&json!(rest), &json!(1))
    );
    // Numbers and places count from the beginning of the file.
    let rejects = fs_err::read_to_string(world.path("r.tsv")).unwrap();
    let place = format!("9001\t{}\t", articles(0, 9_000).len());
    assert!(rejects.contains(&place), "{rejects}");
    summary
}

#[test]
fn runs_killed_while_the_dump_grows_lose_nothing_and_double_nothing() {
    let world = World::new();
    world.write("d.jsonl", "");
    let (mut written, mut killed) = (0, 0);
    for pass in 0..8_u64 {
        append(&world, "d.jsonl", articles(written, written + 1_500));
        written += 1_500;
        let mut command = world.command(&["index", "d.jsonl", "--index", "idx", "--quiet"]);
        let command = command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        // Later with each pass, so that some are cut before the commit, some in it, some after.
        std::thread::sleep(std::time::Duration::from_millis(40 + 90 * pass));
        killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(killed > 0, "no run was cut");
    world.summary(&["d.jsonl", "--index", "idx"]);
    check(&world, &["d.jsonl"], [0, 0, 0, 0, 0, 1]);
    let mut ids = world.ids(&["ledger", "-n", "100000"]);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), written);
    assert_eq!(total(&world), written as u64);
}

#[test]
fn a_merge_killed_at_any_moment_leaves_the_index_as_it_was() {
    let world = World::new();
    for n in 0..3 {
        let name = format!("d{n}.jsonl");
        world.write(&name, articles(n * 700, (n + 1) * 700));
        world.ok(&["index", &name, "--index", "idx"]);
    }
    for pass in 0..5_u64 {
        let mut command = world.command(&["merge", "--index", "idx", "--quiet"]);
        let mut child = command.stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(15 + 60 * pass));
        child.kill().unwrap();
        child.wait().unwrap();
        let ran = world.run(&["verify", "--index", "idx"]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        assert_eq!(total(&world), 2_100);
    }
    world.ok(&["merge", "--index", "idx"]);
    let ran = world.ok(&["verify", "--all", "--index", "idx"]);
    assert!(
        ran.out.starts_with("sound: 2,100 articles in 1 segments"),
        "{}",
        ran.out
    );
}

//! `dateline index` as it is run: what it reads, counts, replaces and refuses.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use dateline::index::WriteAccess;
use serde_json::{Value, json};
use support::{World, broken, gzip, lines, record, sample};

const FIRST: &str = "a1";

fn three() -> Vec<Value> {
    vec![
        record(
            FIRST,
            "Heron returns",
            "A heron was seen at the weir on Monday.",
        ),
        record(
            "a2",
            "Weir repaired",
            "The weir was repaired by two masons.",
        ),
        record(
            "a3",
            "Masons wanted",
            "Nobody answered the notice of the masons.",
        ),
    ]
}

fn count(summary: &Value, name: &str) -> u64 {
    summary[name]
        .as_u64()
        .unwrap_or_else(|| panic!("{name} in {summary}"))
}

fn check_adds_up(summary: &Value) {
    let parts = ["indexed", "updated", "unchanged", "skipped", "rejected"];
    let sum: u64 = parts.iter().map(|name| count(summary, name)).sum();
    assert_eq!(count(summary, "read"), sum, "{summary}");
}

#[test]
fn the_json_summary_has_the_documented_keys_and_adds_up() {
    let world = World::new();
    world.write("d/one.jsonl", lines(&three()) + "{\"id\": 1\n[]\n");
    world.write("d/none.txt", "  \n");
    let summary = world.summary(&["d", "--index", "idx"]);
    let keys: Vec<&String> = summary.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "bytes",
            "files_unchanged",
            "files_vanished",
            "indexed",
            "pruned",
            "read",
            "rejected",
            "seconds",
            "skipped",
            "unchanged",
            "updated"
        ],
        "as a set; the order is the map's"
    );
    check_adds_up(&summary);
    assert_eq!(count(&summary, "indexed"), 3);
    assert_eq!(count(&summary, "rejected"), 2);
    assert_eq!(count(&summary, "skipped"), 1);
    assert!(count(&summary, "bytes") > 100);
}

#[test]
fn the_same_dump_twice_changes_nothing_and_says_so() {
    let world = World::with_index(&three());
    let again = world.ok(&["index", "dump.jsonl", "--index", "idx"]);
    let told = "1 file unchanged since the last run, not read\n";
    assert!(again.out.contains(told), "{}", again.out);
    let again = world.ok(&["index", "dump.jsonl", "--index", "idx", "--again"]);
    assert!(again.out.contains("unchanged 3"), "{}", again.out);
    assert!(
        again
            .out
            .contains("nothing changed: all 3 articles are in the index as they are"),
        "{}",
        again.out
    );
    assert_eq!(world.ids(&["masons"]).len(), 2);
}

#[test]
fn a_changed_record_replaces_the_older_one() {
    let world = World::with_index(&three());
    let mut changed = three();
    changed[0]["title"] = json!("Bittern returns");
    changed[0]["body"] = json!("It was a bittern after all.");
    world.write("dump.jsonl", lines(&changed));
    let summary = world.summary(&["dump.jsonl", "--index", "idx"]);
    check_adds_up(&summary);
    assert_eq!(
        (count(&summary, "updated"), count(&summary, "unchanged")),
        (1, 2)
    );
    assert_eq!(world.ids(&["bittern"]), [FIRST]);
    assert_eq!(world.search(&["heron"]).code, 1);
    assert_eq!(world.answer(&["*"])["total"], 3);
}

#[test]
fn of_two_records_with_one_id_the_later_stays() {
    let world = World::with_index(&[
        record("x", "Early version", "Early words."),
        record("x", "Late version", "Late words."),
    ]);
    assert_eq!(world.ids(&["early"]).len(), 0);
    assert_eq!(world.ids(&["late"]), ["x"]);
}

#[test]
fn fresh_empties_the_index_first() {
    let world = World::with_index(&three());
    world.write(
        "other.jsonl",
        lines(&[record("b1", "Otter", "An otter came.")]),
    );
    world.ok(&["index", "other.jsonl", "--index", "idx", "--fresh"]);
    assert_eq!(world.ids(&["*"]), ["b1"]);
}

#[test]
fn rejections_go_to_the_file_with_place_and_reason() {
    let world = World::new();
    let good = lines(&three()[..1]);
    world.write("d.jsonl", format!("{good}[1]\n{{\"id\":\"no-text\"}}\n"));
    let ran = world.ok(&[
        "index",
        "d.jsonl",
        "--index",
        "idx",
        "--rejects",
        "rejects.tsv",
    ]);
    assert!(ran.out.contains("rejected 2"), "{}", ran.out);
    let rejects = fs_err::read_to_string(world.path("rejects.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = rejects.lines().map(|l| l.split('\t').collect()).collect();
    assert_eq!(rows[0], ["file", "record", "byte", "reason"]);
    assert_eq!(
        rows[1],
        ["d.jsonl", "2", &good.len().to_string(), "not a JSON object"]
    );
    assert_eq!(rows[2][..2], ["d.jsonl", "3"]);
    assert_eq!(rows[2][3], "neither title nor body");
    assert_eq!(rows.len(), 3);
}

#[test]
fn standard_input_and_compressed_files_read_alike() {
    let plain = lines(&three());
    let world = World::new();
    world.write("one.jsonl.gz", gzip(plain.as_bytes()));
    world.write(
        "two.jsonl.zst",
        zstd::encode_all(plain.as_bytes(), 1).unwrap(),
    );
    for (file, index) in [("one.jsonl.gz", "i1"), ("two.jsonl.zst", "i2")] {
        let summary = world.summary(&[file, "--index", index]);
        assert_eq!(count(&summary, "indexed"), 3, "{file}");
    }
    for (n, input) in [plain.clone().into_bytes(), gzip(plain.as_bytes())]
        .iter()
        .enumerate()
    {
        let index = format!("stdin{n}");
        let ran = world.run_with(&["index", "-", "--index", &index], input);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains("indexed 3"), "{}", ran.out);
    }
}

#[test]
fn a_key_of_the_user_fills_the_part() {
    let world = World::new();
    world.write(
        "d.jsonl",
        "{\"id\":\"m\",\"hed\":\"Ospreys nest\",\"words\":\"On a pylon.\"}\n",
    );
    let args = [
        "index",
        "d.jsonl",
        "--index",
        "idx",
        "--map",
        "title=hed",
        "--map",
        "body=words",
    ];
    world.ok(&args);
    assert_eq!(world.ids(&["title:ospreys pylon"]), ["m"]);
    let wrong = ["index", "d.jsonl", "--index", "idx", "--map", "hed"];
    world.check_error(&wrong, "has no `=`", "--map title=hed");
}

#[test]
fn the_language_option_holds_only_where_the_text_does_not_tell() {
    let world = World::new();
    world.write("d.jsonl", "{\"id\":\"l\",\"title\":\"Zzz\"}\n");
    world.ok(&["index", "d.jsonl", "--index", "idx", "--language", "eo"]);
    assert_eq!(world.ids(&["lang:eo"]), ["l"]);
}

#[test]
fn each_wrong_place_has_its_own_message() {
    let world = World::with_index(&three());
    world.write("foreign/holiday.jpg", "x");
    world.write("old/dateline.json", "{\"format_version\": 99}");
    world.write("damaged/dateline.json", "{");
    fs_err::create_dir(world.path("empty")).unwrap();
    for (index, message, help) in [
        (
            "nowhere",
            "no index in nowhere",
            "dateline index PATH... --index nowhere",
        ),
        ("empty", "no index in empty", "dateline index PATH..."),
        (
            "foreign",
            "not a dateline index: it holds `holiday.jpg`",
            "choose another folder",
        ),
        (
            "old",
            "format version 99, this program has 4",
            "--fresh --index old",
        ),
        ("damaged", "damaged", "--fresh --index damaged"),
        (
            "dump.jsonl",
            "not a dateline index: it holds a file",
            "choose another folder",
        ),
    ] {
        world.check_error(&["search", "weir", "--index", index], message, help);
        world.check_error(&["stats", "--index", index], message, help);
        world.check_error(&["show", FIRST, "--index", index], message, help);
        if !["nowhere", "empty"].contains(&index) {
            world.check_error(&["index", "dump.jsonl", "--index", index], message, help);
        }
    }
    // What is not ours stays as it was, --fresh or not.
    let fresh = ["index", "dump.jsonl", "--fresh", "--index", "foreign"];
    world.check_error(&fresh, "holiday.jpg", "choose another folder");
    assert_eq!(fs_err::read_dir(world.path("foreign")).unwrap().count(), 1);
    // An older or damaged index of ours is made anew.
    for index in ["old", "damaged"] {
        world.ok(&["index", "dump.jsonl", "--fresh", "--index", index]);
        assert_eq!(world.run(&["search", "weir", "--index", index]).code, 0);
    }
}

#[test]
fn nothing_to_read_is_an_error_and_makes_no_index() {
    let world = World::new();
    fs_err::create_dir(world.path("empty")).unwrap();
    let help = "give files or folders of articles";
    let index = ["--index", "idx"];
    world.check_error(
        &[&["index", "empty"][..], &index].concat(),
        "no file to read in empty",
        help,
    );
    let absent = "cannot read absent.jsonl: no such file or folder";
    world.check_error(
        &[&["index", "absent.jsonl"][..], &index].concat(),
        absent,
        help,
    );
    assert!(!world.path("idx").exists());
}

#[test]
fn a_missing_file_beside_a_good_one_is_a_rejection() {
    let world = World::new();
    world.write("d.jsonl", lines(&three()));
    let summary = world.summary(&["d.jsonl", "absent.jsonl", "--index", "idx"]);
    check_adds_up(&summary);
    assert_eq!(
        (count(&summary, "indexed"), count(&summary, "rejected")),
        (3, 1)
    );
}

#[test]
fn a_folder_that_cannot_be_written_says_so() {
    let world = World::new();
    world.write("d.jsonl", lines(&three()));
    // A file in the way of a folder fails for every user.
    world.write("file", "x");
    let ran = world.run(&["index", "d.jsonl", "--index", "file/idx"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("dateline: "), "{}", ran.err);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let locked = world.path("locked");
        fs_err::create_dir(&locked).unwrap();
        fs_err::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).unwrap();
        // The superuser may write everywhere; then there is nothing to see.
        if std::fs::write(locked.join("probe"), "").is_err() {
            let args = ["index", "d.jsonl", "--index", "locked/idx"];
            world.check_error(
                &args,
                "locked",
                "choose a folder that can be written: --index DIR",
            );
        }
    }
}

#[test]
fn a_second_writer_is_refused_and_readers_go_on() {
    let world = World::with_index(&three());
    let access = WriteAccess::open(&world.path("idx"), false).unwrap();
    let args = ["index", "dump.jsonl", "--index", "idx"];
    world.check_error(
        &args,
        "another process is writing to the index",
        "wait until it has finished",
    );
    let pid = format!("(process {})", std::process::id());
    assert!(world.run(&args).err.contains(&pid));
    assert_eq!(world.ids(&["heron"]), [FIRST]);
    drop(access);
    world.ok(&args);
}

#[test]
fn broken_dumps_end_as_the_table_says() {
    let table = fs_err::read_to_string(broken().join("EXPECTED.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .skip(1)
        .map(|l| l.split('\t').collect())
        .collect();
    let mut files: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    files.dedup();
    assert!(files.len() > 15);
    for file in files {
        let world = World::new();
        let path = broken().join(file).display().to_string();
        let summary = world.summary(&[&path, "--index", "idx", "--rejects", "rejects.tsv"]);
        check_adds_up(&summary);
        let of_file = || rows.iter().filter(|row| row[0] == file);
        for outcome in ["indexed", "updated", "skipped", "rejected"] {
            let expected = of_file().filter(|row| row[2] == outcome).count() as u64;
            assert_eq!(
                count(&summary, outcome),
                expected,
                "{file}: {outcome} in {summary}"
            );
        }
        let rejects = fs_err::read_to_string(world.path("rejects.tsv")).unwrap();
        for row in of_file().filter(|row| ["rejected", "skipped"].contains(&row[2])) {
            let number = if row[1] == "-" { None } else { Some(row[1]) };
            let found = rejects
                .lines()
                .skip(1)
                .map(|l| l.split('\t').collect::<Vec<_>>());
            let found = found.filter(|r| number.is_none_or(|n| r[1] == n)).count();
            assert!(found > 0, "{file}: record {} is not in {rejects}", row[1]);
        }
    }
}

#[test]
fn the_sample_is_read_without_a_fault() {
    let world = World::new();
    let summary = world.summary(&[&sample().display().to_string(), "--index", "idx"]);
    check_adds_up(&summary);
    assert_eq!(
        (count(&summary, "indexed"), count(&summary, "rejected")),
        (63, 0)
    );
}

#[test]
fn a_manifest_one_commit_behind_catches_up() {
    let world = World::with_index(&three());
    let old = fs_err::read(world.path("idx/dateline.json")).unwrap();
    let mut more = three();
    more.push(record("a4", "Plover", "A plover too."));
    world.write("dump.jsonl", lines(&more));
    world.ok(&["index", "dump.jsonl", "--index", "idx"]);
    let new = fs_err::read_to_string(world.path("idx/dateline.json")).unwrap();
    fs_err::write(world.path("idx/dateline.json"), old).unwrap();
    assert_eq!(world.answer(&["*"])["index"]["articles"], 4);
    let summary = world.summary(&["dump.jsonl", "--index", "idx"]);
    assert_eq!(count(&summary, "files_unchanged"), 1);
    let opened = dateline::index::Archive::open(&world.path("idx")).unwrap();
    let newest: dateline::index::Manifest = serde_json::from_str(&new).unwrap();
    assert_eq!(opened.manifest().languages, newest.languages);
    assert_eq!(opened.manifest().articles, 4);
}

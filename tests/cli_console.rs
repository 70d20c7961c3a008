//! What every command has in common on standard output and standard error: colours, links, the form of notes, errors
//! and logs.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::{Value, json};
use support::{Ran, World, lines, record, record_with};

/// The user's config file, in the folder of a test.
const FILE: &str = "home/config/dateline/config.toml";

/// One article with an address.
fn world() -> World {
    let more = json!({ "url": "https://tribune.example/a" });
    World::with_index(&[record_with("a", "Ferry", "A ferry came.", more)])
}

#[test]
fn colours_and_links_of_the_file_count_in_a_pipe() {
    let world = world();
    let out = |text: &str, args: &[&str]| {
        world.write(FILE, text);
        world
            .search(&[&["ferry", "--format", "cards"], args].concat())
            .out
    };
    assert!(!out("", &[]).contains('\u{1b}'));
    assert!(out("color = \"always\"", &[]).contains("\u{1b}[1m"));
    assert!(!out("color = \"always\"", &["--color", "never"]).contains('\u{1b}'));
    let linked = out("hyperlinks = \"always\"", &[]);
    assert!(
        linked.contains("\u{1b}]8;;https://tribune.example/a\u{1b}\\"),
        "{linked:?}"
    );
    assert!(!out("hyperlinks = \"always\"", &["--hyperlinks", "never"]).contains('\u{1b}'));
    // Before the command's name too.
    let ran = world.ok(&[
        "--color", "always", "search", "ferry", "--index", "idx", "--format", "cards",
    ]);
    assert!(ran.out.contains('\u{1b}'));
    // Data has neither.
    for format in ["json", "csv", "ids"] {
        let args = [
            "ferry",
            "--format",
            format,
            "--color",
            "always",
            "--hyperlinks",
            "always",
        ];
        assert!(!world.search(&args).out.contains('\u{1b}'), "{format}");
    }
}

#[test]
fn a_hostile_address_stays_inside_its_link() {
    let hostile = "https://a.example/\u{1b}\\\u{1b}]0;owned\u{7}";
    let odd = "https://a.example/\u{202e}x y\"";
    let more = |url: &str| json!({ "url": url, "related": [{ "text": "More of it", "url": url, "kind": "related" }] });
    let world = World::with_index(&[
        record_with("h", "Wyvern", "A wyvern.", more(hostile)),
        record_with("o", "Walrus", "A walrus.", more(odd)),
        record_with(
            "j",
            "Jackal",
            "A jackal.",
            more("javascript://x/%0aalert(1)"),
        ),
    ]);
    let linked = |args: &[&str]| {
        world
            .ok(&[args, &["--index", "idx", "--hyperlinks", "always"]].concat())
            .out
    };
    for (word, id) in [("wyvern", "h"), ("jackal", "j")] {
        for out in [
            linked(&["search", word, "--format", "cards"]),
            linked(&["show", id]),
        ] {
            assert!(!out.contains('\u{1b}'), "{out:?}");
        }
    }
    for out in [
        linked(&["search", "walrus", "--format", "cards"]),
        linked(&["show", "o"]),
    ] {
        assert!(
            out.contains("\u{1b}]8;;https://a.example/%E2%80%AEx%20y%22\u{1b}\\"),
            "{out:?}"
        );
        let opened = out.matches("\u{1b}]8;;h").count();
        assert!(
            opened > 0 && out.matches("\u{1b}]8;;\u{1b}\\").count() == opened,
            "{out:?}"
        );
    }
}

#[test]
fn standard_error_is_json_where_that_is_asked_for() {
    let world = world();
    let objects = |ran: &Ran| -> Vec<Value> {
        ran.err
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}")))
            .collect()
    };
    let ran = world.search(&["walrus", "--log-format", "json"]);
    let notes = objects(&ran);
    assert!(ran.out.is_empty() && ran.code == 1 && !notes.is_empty());
    assert!(
        notes
            .iter()
            .all(|n| n["level"] == "NOTE" && n["timestamp"].is_string()),
        "{notes:?}"
    );
    let ran = world.run(&["stats", "--index", "nowhere", "--log-format", "json"]);
    let errors = objects(&ran);
    assert_eq!((ran.code, errors.len()), (2, 1));
    assert_eq!(errors[0]["level"], "ERROR");
    assert!(
        errors[0]["help"]
            .as_str()
            .unwrap()
            .contains("dateline index")
    );
    // By the file; of the file's own mistakes only the option can say it.
    world.write(FILE, "log_format = \"json\"");
    assert_eq!(
        objects(&world.run(&["stats", "--index", "nowhere"])).len(),
        1
    );
    world.write(FILE, "log_format = 3");
    let ran = world.run(&["stats", "--log-format", "json"]);
    assert!(
        objects(&ran)[0]["message"]
            .as_str()
            .unwrap()
            .contains("config.toml:1: ")
    );
    fs_err::remove_file(world.path(FILE)).unwrap();
    // What is typed wrongly, and the log.
    for args in [
        &["search", "--log-format", "json"][..],
        &["stats", "--nonsense", "--log-format=json"],
    ] {
        let ran = world.run(args);
        assert_eq!((ran.code, objects(&ran).len()), (2, 1), "{}", ran.err);
    }
    world.write("one.jsonl", lines(&[record("x", "One", "A body.")]));
    let index = [
        "index",
        "one.jsonl",
        "--index",
        "two",
        "-q",
        "-vv",
        "--log-format",
        "json",
    ];
    let logged = objects(&world.run(&index));
    let committed = logged.iter().find(|line| line["message"] == "committed");
    let committed = committed.unwrap_or_else(|| panic!("{logged:?}"));
    assert_eq!(
        (&committed["level"], &committed["articles"]),
        (&json!("DEBUG"), &json!(1))
    );
    // For people it has colours where everything has.
    let told = |color: &str| {
        let args = [
            "index",
            "one.jsonl",
            "--index",
            "two",
            "--fresh",
            "-qvv",
            "--color",
            color,
        ];
        world.run(&args).err
    };
    assert!(
        told("auto").contains(" committed articles=1\n"),
        "{}",
        told("auto")
    );
    assert!(told("always").contains('\u{1b}'), "{}", told("always"));
}

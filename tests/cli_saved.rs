//! `dateline saved`, and `saved:NAME` in queries.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use support::{World, record};

fn world() -> World {
    World::with_index(&[
        record("s1", "Ferry late", "The ferry waits."),
        record("s2", "Harbour", "The harbour council."),
        record("s3", "Orchard", "Frost."),
    ])
}

#[test]
fn queries_are_kept_listed_and_forgotten() {
    let world = world();
    assert_eq!(world.run(&["saved", "list"]).code, 1);
    world.ok(&["saved", "add", "sea", "ferry OR harbour"]);
    world.ok(&["saved", "add", "late", "saved:sea late"]);
    let list = world.ok(&["saved", "list"]).out;
    assert_eq!(list, "late\tsaved:sea late\nsea\tferry OR harbour\n");
    assert_eq!(
        world.ok(&["saved", "show", "sea"]).out,
        "ferry OR harbour\n"
    );
    let file = world.path("home/config/dateline/saved.toml");
    assert!(
        fs_err::read_to_string(file)
            .unwrap()
            .starts_with("grammar = 1\n")
    );
    world.check_error(&["saved", "add", "sea", "x"], "already", "--replace");
    world.ok(&["saved", "add", "sea", "ferry", "--replace"]);
    assert_eq!(world.ok(&["saved", "show", "sea"]).out, "ferry\n");
    world.ok(&["saved", "rm", "sea"]);
    world.check_error(
        &["saved", "rm", "sea"],
        "no saved query `sea`",
        "saved list",
    );
    world.check_error(&["saved", "add", "A b", "x"], "can't be the name", "a-z");
    world.check_error(
        &["saved", "add", "bad", "titel:x"],
        "no field `titel`",
        "search for the text",
    );
}

#[test]
fn names_stand_for_queries() {
    let world = world();
    world.ok(&["saved", "add", "sea", "ferry OR harbour"]);
    world.ok(&["saved", "add", "late", "saved:sea late"]);
    let mut ids = world.ids(&["saved:sea"]);
    ids.sort();
    assert_eq!(ids, ["s1", "s2"]);
    assert_eq!(world.ids(&["saved:late"]), ["s1"]);
    assert_eq!(world.ids(&["-saved:sea"]), ["s3"]);
    let run = world.ok(&["saved", "run", "late", "--index", "idx", "--format", "ids"]);
    assert_eq!(run.out, "s1\n");
    let search = ["search", "--index", "idx", "saved:lat"];
    world.check_error(&search, "no saved query `lat`", "saved list");
}

#[test]
fn circles_and_damaged_files_are_told() {
    let world = world();
    world.ok(&["saved", "add", "a", "saved:b"]);
    world.ok(&["saved", "add", "b", "x saved:a"]);
    world.check_error(&["search", "--index", "idx", "saved:a"], "a -> b -> a", "");
    world.write(
        "home/config/dateline/saved.toml",
        "grammar = 1\nquery = 3\n",
    );
    world.check_error(&["saved", "list"], "saved.toml", "mend");
    world.write("home/config/dateline/saved.toml", "grammar = 99\n");
    world.check_error(&["saved", "list"], "newer grammar", "mend");
}

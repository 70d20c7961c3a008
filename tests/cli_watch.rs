//! `dateline watch`: only what is new, whatever happens to the index.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

#[path = "support/stories.rs"]
mod stories;
mod support;

use serde_json::Value;
use stories::{article, words};
use support::{World, lines};

const QUERIES: &str = "[[query]]\nname = \"all\"\nquery = \"*\"\n\n\
                       [[query]]\nname = \"echo\"\nquery = \"source:\\\"Vale Echo\\\"\"\n";

fn world(records: &[Value]) -> World {
    let world = World::with_index(records);
    world.write("watch.toml", QUERIES);
    world
}

/// Runs the watch; what it printed, sorted, and its code.
fn watch(world: &World, more: &[&str]) -> (i32, Vec<String>) {
    let ran = world.run(
        &[
            &["watch", "watch.toml", "--index", "idx", "--format", "ids"],
            more,
        ]
        .concat(),
    );
    assert!(ran.code < 2, "{}", ran.err);
    let mut ids: Vec<String> = ran.out.lines().map(str::to_owned).collect();
    ids.sort();
    (ran.code, ids)
}

fn add(world: &World, records: &[Value]) {
    world.write("more.jsonl", lines(records));
    world.ok(&["index", "more.jsonl", "--index", "idx"]);
}

#[test]
fn only_new_stories_are_printed_and_once() {
    let world = world(&[article("a1", "Quay Mail", 3, &words(1, 0, 120))]);
    assert_eq!(watch(&world, &[]), (0, vec!["a1".to_owned()]));
    assert_eq!(watch(&world, &[]), (1, vec![]));
    // A copy of a story that was printed, an update of it, and a story that is new.
    add(
        &world,
        &[
            article("a2", "Hill Courier", 4, &words(1, 0, 119)),
            article("c1", "Vale Echo", 5, &words(3, 0, 100)),
        ],
    );
    assert_eq!(
        watch(&world, &[]),
        (0, vec!["c1".to_owned(), "c1".to_owned()])
    );
    add(&world, &[article("a1", "Quay Mail", 9, &words(9, 0, 130))]);
    assert_eq!(watch(&world, &[]), (1, vec![]));
}

#[test]
fn copies_that_come_together_are_one_story() {
    let world = world(&[
        article("a1", "Quay Mail", 3, &words(1, 0, 120)),
        article("a2", "Hill Courier", 4, &words(1, 0, 120)),
    ]);
    assert_eq!(watch(&world, &[]), (0, vec!["a1".to_owned()]));
}

#[test]
fn a_watch_may_begin_now_and_keep_its_state_elsewhere() {
    let world = world(&[article("a1", "Quay Mail", 3, &words(1, 0, 120))]);
    assert_eq!(
        watch(&world, &["--since-now", "--state", "s/w"]),
        (1, vec![])
    );
    assert!(world.path("s/w").is_file() && !world.path("watch.toml.state").exists());
    add(&world, &[article("d1", "Quay Mail", 6, &words(4, 0, 100))]);
    assert_eq!(
        watch(&world, &["--state", "s/w"]),
        (0, vec!["d1".to_owned()])
    );
    world.ok(&["merge", "--index", "idx"]);
    assert_eq!(watch(&world, &["--state", "s/w"]), (1, vec![]));
}

#[test]
fn saved_queries_can_be_watched_and_wrong_files_are_told() {
    let world = world(&[article("a1", "Quay Mail", 3, &words(1, 0, 120))]);
    world.ok(&["saved", "add", "mail", "source:\"Quay Mail\""]);
    let ran = world.ok(&["watch", "saved", "--index", "idx"]);
    assert_eq!(ran.out, "mail\t2019-05-03\tQuay Mail\tStory a1\ta1\n");
    assert_eq!(world.run(&["watch", "saved", "--index", "idx"]).code, 1);
    world.write("bad.toml", "[[query]]\nname = 1\n");
    world.check_error(
        &["watch", "bad.toml", "--index", "idx"],
        "bad.toml",
        "[[query]]",
    );
    world.write("w.state", "not a state");
    let args = [
        "watch",
        "watch.toml",
        "--index",
        "idx",
        "--state",
        "w.state",
    ];
    world.check_error(&args, "no state of a watch", "--state");
    assert_eq!(
        fs_err::read_to_string(world.path("w.state")).unwrap(),
        "not a state"
    );
}

//! `dateline demo`: what it writes, what it refuses, and that it goes on with its own folder.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use support::{World, sample};

/// Files below a folder, hidden folders left out, by their path in it.
fn files(dir: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs_err::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(dir).unwrap().display().to_string();
            match path.is_dir() {
                true if name == ".dateline" => {}
                true => open.push(path),
                false => found.push(name),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_sample_is_written_byte_for_byte_indexed_and_searched() {
    let world = World::new();
    let ran = world.ok(&["demo"]);
    let written = files(&world.path("dateline-demo"));
    assert_eq!(written, files(&sample()));
    for name in &written {
        assert_eq!(
            fs_err::read(world.path("dateline-demo").join(name)).unwrap(),
            fs_err::read(sample().join(name)).unwrap(),
            "{name}"
        );
    }
    // Hits a line each, then the counts: no terminal is there.
    assert!(ran.out.starts_with("1\t2019-05-1"), "{}", ran.out);
    assert!(ran.out.contains("\nfacet\tsource\t"), "{}", ran.out);
    assert!(ran.out.contains("\nfacet\tyear\t2019\t3"), "{}", ran.out);
    assert!(ran.err.contains("63 articles in the index"), "{}", ran.err);
}

#[test]
fn run_again_it_goes_on_and_keeps_what_was_changed() {
    let world = World::new();
    world.ok(&["demo", "d", "--no-open"]);
    fs_err::remove_file(world.path("d/contents.jsonl.gz")).unwrap();
    let own = world.path("d/ellerdale-gazette/2022/title-only.txt");
    fs_err::write(&own, "# Wyvern seen\n\nA wyvern was seen.\n").unwrap();
    let ran = world.ok(&["demo", "d", "--no-open"]);
    assert!(ran.err.contains("1 files written"), "{}", ran.err);
    assert!(
        ran.err.contains("1 files are not as they come"),
        "{}",
        ran.err
    );
    assert!(fs_err::read_to_string(&own).unwrap().contains("Wyvern"));
    assert_eq!(files(&world.path("d")), files(&sample()));
    let again = world.ok(&["demo", "d", "--no-open"]);
    assert!(again.err.contains("is in d already"), "{}", again.err);
    assert_eq!(again.out, "");
}

#[test]
fn a_folder_that_holds_other_things_is_refused_and_stays_as_it_is() {
    let world = World::with_index(&[support::record("a", "Eel", "An eel.")]);
    world.write("other/holiday.jpg", "x");
    world.write("nested/harbour-tribune/2019/mine.txt", "mine");
    world.write("hidden/.git/config", "x");
    world.write("own/articles.txt", "mine");
    fs_err::create_dir(world.path("indexed")).unwrap();
    world.ok(&["index", "dump.jsonl", "--index", "indexed/.dateline"]);
    for (dir, found) in [
        ("other", "it holds `holiday.jpg`"),
        ("nested", "it holds `harbour-tribune/2019/mine.txt`"),
        ("hidden", "it holds `.git`"),
        ("own", "it holds `articles.txt`"),
        ("indexed", "an index of something else"),
        ("dump.jsonl", "it is a file"),
        (".", "it holds `"),
    ] {
        let before = files(world.dir());
        world.check_error(&["demo", dir], found, "name an empty folder");
        assert_eq!(files(world.dir()), before, "{dir}");
    }
}

#[test]
fn an_empty_folder_and_what_a_killed_run_left_are_taken() {
    let world = World::new();
    fs_err::create_dir(world.path("empty")).unwrap();
    world.ok(&["demo", "empty", "--no-open"]);
    world.write("cut/harbour-tribune/2019/.tmpA1b2C3", "half");
    fs_err::create_dir_all(world.path("cut/meridian-post/2012")).unwrap();
    let ran = world.ok(&["demo", "cut", "--no-open"]);
    assert!(ran.err.contains("63 articles"), "{}", ran.err);
}

#[test]
fn the_commands_that_it_names_hold_where_the_user_stands() {
    let world = World::new();
    let ran = world.ok(&["demo", "my news", "--no-open"]);
    assert!(
        ran.err
            .contains("dateline tui --index 'my news/.dateline'\n"),
        "{}",
        ran.err
    );
    // Inside the folder the index is found without being named.
    let mut inside = world.command(&["demo", ".", "--no-open"]);
    inside.current_dir(world.path("my news"));
    let ran = support::of(inside.output().unwrap());
    assert!(ran.err.contains("dateline tui\n"), "{}", ran.err);
    // Unless the environment names another one.
    inside.env("DATELINE_INDEX", "elsewhere");
    let ran = support::of(inside.output().unwrap());
    assert!(
        ran.err.contains("dateline tui --index ./.dateline\n"),
        "{}",
        ran.err
    );
}

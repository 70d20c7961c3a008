//! `dateline search --in`: the cache behind it is kept in step with the files.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use support::{Ran, World, lines, of, record};

fn article(title: &str, body: &str) -> String {
    format!(
        "# {title}\n\n{body}\n\nSource: https://quaymail.example/{}/\n",
        title.replace(' ', "-")
    )
}

fn world() -> World {
    let world = World::new();
    world.write(
        "press/a.txt",
        article(
            "Alder felled",
            "The alder by the lock was felled on Monday.",
        ),
    );
    world.write(
        "press/b.txt",
        article(
            "Birch planted",
            "A birch was planted beside the lock instead.",
        ),
    );
    world
}

fn ids(world: &World, query: &str) -> (Vec<String>, Ran) {
    let ran = world.run(&["search", query, "--in", "press", "--format", "ids"]);
    assert!(ran.code < 2, "{}", ran.err);
    (
        ran.out
            .lines()
            .map(|l| l.rsplit('/').nth(1).unwrap_or(l).to_owned())
            .collect(),
        ran,
    )
}

#[test]
fn the_second_run_indexes_nothing() {
    let world = world();
    let (found, first) = ids(&world, "alder");
    assert_eq!(found, ["Alder-felled"]);
    assert!(first.err.contains("indexed 2 articles"), "{}", first.err);
    let (found, second) = ids(&world, "birch");
    assert_eq!(found, ["Birch-planted"]);
    assert_eq!(second.err, "");
    assert!(world.path("home/cache").is_dir());
    assert!(!world.path("home/data").exists());
}

#[test]
fn a_changed_file_is_read_again_and_only_that() {
    let world = world();
    ids(&world, "lock");
    world.write(
        "press/b.txt",
        article("Birch planted", "The sapling is a hornbeam, it turns out."),
    );
    let (found, ran) = ids(&world, "hornbeam");
    assert_eq!(found, ["Birch-planted"]);
    assert!(ran.err.contains("indexed 1 articles"), "{}", ran.err);
    assert_eq!(ids(&world, "lock").0, ["Alder-felled"]);
}

#[test]
fn a_new_file_is_read_and_a_deleted_one_is_gone() {
    let world = world();
    ids(&world, "lock");
    world.write(
        "press/c.txt",
        article("Cedar saved", "The cedar near the lock stays."),
    );
    assert_eq!(ids(&world, "cedar").0, ["Cedar-saved"]);
    fs_err::remove_file(world.path("press/a.txt")).unwrap();
    let (found, ran) = ids(&world, "alder");
    assert!(found.is_empty());
    assert_eq!(ran.code, 1);
    assert_eq!(ids(&world, "lock").0.len(), 2);
}

#[test]
fn a_renamed_file_keeps_its_article() {
    let world = world();
    ids(&world, "lock");
    fs_err::rename(world.path("press/a.txt"), world.path("press/z.txt")).unwrap();
    assert_eq!(ids(&world, "alder").0, ["Alder-felled"]);
}

#[test]
fn an_article_in_two_files_stays_while_one_of_them_does() {
    let world = world();
    fs_err::copy(world.path("press/a.txt"), world.path("press/copy.txt")).unwrap();
    assert_eq!(ids(&world, "alder").0, ["Alder-felled"]);
    fs_err::remove_file(world.path("press/a.txt")).unwrap();
    assert_eq!(ids(&world, "alder").0, ["Alder-felled"]);
    fs_err::remove_file(world.path("press/copy.txt")).unwrap();
    assert!(ids(&world, "alder").0.is_empty());
}

#[test]
fn exported_records_go_with_the_file_that_holds_them() {
    let world = world();
    let exported = world.ok(&["parse", "press/a.txt", "--json"]).out;
    let rowan = lines(&[record("r", "Rowan", "A rowan stays.")]);
    world.write("out/export.jsonl", exported + &rowan);
    let count = || world.run(&["search", "alder", "--in", "out", "-c"]).out;
    assert_eq!(count(), "1\n");
    world.write("out/export.jsonl", rowan);
    assert_eq!(count(), "0\n");
}

#[cfg(unix)]
#[test]
fn a_cut_run_leaves_nothing_behind_that_is_not_found_again() {
    let world = world();
    ids(&world, "lock");
    // What a run that was killed after its commit leaves: files named as not read to their end.
    let cache = fs_err::read_dir(world.path("home/cache"))
        .unwrap()
        .next()
        .unwrap();
    let checkpoints = cache.unwrap().path().join("checkpoints.jsonl");
    let text = fs_err::read_to_string(&checkpoints).unwrap();
    assert_eq!(text.matches("\"complete\":true").count(), 2);
    let cut = text.replace("\"complete\":true", "\"complete\":false");
    fs_err::write(&checkpoints, cut).unwrap();
    fs_err::remove_file(world.path("press/a.txt")).unwrap();
    assert!(ids(&world, "alder").0.is_empty());
    assert_eq!(ids(&world, "lock").0, ["Birch-planted"]);
}

#[test]
fn quiet_says_nothing_of_what_cannot_be_read() {
    let world = world();
    world.write("press/bad.jsonl", "{\"id\": 1\n");
    let ran = world.run(&["search", "lock", "--in", "press", "-q"]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn another_folder_of_the_shell_finds_the_same_articles() {
    let world = world();
    ids(&world, "lock");
    let mut command = world.command(&["search", "alder", "--in", ".", "--format", "ids"]);
    let ran = of(command.current_dir(world.path("press")).output().unwrap());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ids(&world, "lock").0.len(), 2);
}

#[test]
fn a_cache_of_another_version_is_made_anew() {
    let world = world();
    ids(&world, "lock");
    let cache = fs_err::read_dir(world.path("home/cache"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    fs_err::write(
        cache.path().join("dateline.json"),
        "{\"format_version\": 0}",
    )
    .unwrap();
    let (found, ran) = ids(&world, "alder");
    assert_eq!(found, ["Alder-felled"]);
    assert!(ran.err.contains("indexed 2 articles"), "{}", ran.err);
}

#[test]
fn wrong_places_are_errors_with_a_remedy() {
    let world = world();
    fs_err::create_dir(world.path("empty")).unwrap();
    let search = |place| ["search", "x", "--in", place];
    world.check_error(
        &search("empty"),
        "no file to read in empty",
        "give --in files or folders",
    );
    world.check_error(
        &search("absent"),
        "no such file or folder",
        "give --in files or folders",
    );
    world.check_error(
        &search("-"),
        "standard input",
        "dateline index - --index DIR",
    );
}

#[test]
fn show_looks_into_the_same_cache() {
    let world = world();
    ids(&world, "lock");
    let id = "https://quaymail.example/Alder-felled/";
    let ran = world.ok(&["show", id, "--in", "press"]);
    assert!(
        ran.out.contains("Alder felled") && ran.err.is_empty(),
        "{}",
        ran.err
    );
    let raw = world.ok(&["show", id, "--in", "press", "--raw"]);
    assert_eq!(raw.bytes, fs_err::read(world.path("press/a.txt")).unwrap());
}

//! `dateline doctor`: what it finds in real folders, its two forms and its exit codes.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::Value;
use support::{World, of};

/// The findings as JSON, with variables set.
fn findings(world: &World, args: &[&str], variables: &[(&str, &str)]) -> (i32, Value) {
    let mut command = world.command(&[&["doctor", "--format", "json"], args].concat());
    command.env("PAGER", "cat").env("LANG", "C.UTF-8");
    command.envs(variables.iter().copied());
    let ran = of(command.output().unwrap());
    let found = serde_json::from_str(&ran.out).unwrap_or_else(|e| panic!("{e}: {ran:?}"));
    (ran.code, found)
}

/// The finding of a check: its level, what was found, what to do.
fn finding(found: &Value, group: &str, check: &str) -> (String, String, String) {
    let groups = found["groups"].as_array().unwrap();
    let of_group = groups.iter().find(|g| g["name"] == group).unwrap();
    let checks = of_group["checks"].as_array().unwrap();
    let one = checks.iter().rfind(|c| c["check"] == check);
    let one = one.unwrap_or_else(|| panic!("no {check} in {found}"));
    let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
    assert!(!text("why").is_empty(), "{one}");
    (text("level"), text("found"), text("change"))
}

fn check(found: &Value, name: &str, level: &str, part: &str, change: &str) {
    let (group, check) = name.split_once('/').unwrap();
    let told = finding(found, group, check);
    assert_eq!(told.0, level, "{name}: {told:?}");
    assert!(told.1.contains(part), "{name}: {told:?}");
    assert!(told.2.contains(change), "{name}: {told:?}");
}

#[test]
fn a_sound_index_is_found_sound_and_the_counts_add_up() {
    let world = World::with_sample();
    let (code, found) = findings(&world, &["--index", "idx"], &[]);
    assert_eq!((code, &found["version"]), (0, &Value::from(1)));
    check(&found, "index/opens", "ok", "63 articles", "");
    check(&found, "index/folder", "ok", "idx, as --index says", "");
    check(&found, "index/manifest", "ok", "agrees", "");
    check(&found, "index/families", "ok", "2 with 4 articles", "");
    check(&found, "index/writable", "ok", "yes", "");
    check(&found, "index/lock", "ok", "nobody", "");
    check(&found, "settings/config", "ok", "defaults hold", "");
    let all: usize = found["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| group["checks"].as_array().unwrap().len())
        .sum();
    let counted = ["ok", "warnings", "problems"].map(|key| found[key].as_u64().unwrap());
    assert_eq!(counted.iter().sum::<u64>(), all as u64);
    assert_eq!(counted[2], 0);
    // The look leaves nothing behind.
    let left: Vec<String> = fs_err::read_dir(world.path("idx"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with(".manifest-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn where_no_index_was_named_its_absence_is_a_warning() {
    let world = World::new();
    let (code, found) = findings(&world, &[], &[]);
    assert_eq!(code, 0);
    check(&found, "index/folder", "ok", "data folder", "");
    check(
        &found,
        "index/opens",
        "warning",
        "no index",
        "dateline demo",
    );
    let (code, found) = findings(&world, &[], &[("DATELINE_INDEX", "gone")]);
    assert_eq!(code, 1);
    check(&found, "index/folder", "ok", "gone, as DATELINE_INDEX", "");
    check(
        &found,
        "index/opens",
        "problem",
        "gone",
        "dateline index PATH...",
    );
    check(
        &found,
        "settings/variables",
        "ok",
        "DATELINE_INDEX=gone",
        "",
    );
}

#[test]
fn what_is_damaged_is_a_problem() {
    let world = World::with_sample();
    world.write("old/dateline.json", "{\"format_version\": 99}");
    world.write("foreign/holiday.jpg", "x");
    for (index, part, change) in [
        ("old", "format version 99", "--fresh --index old"),
        ("foreign", "holiday.jpg", "choose another folder"),
    ] {
        let (code, found) = findings(&world, &["--index", index], &[]);
        assert_eq!(code, 1, "{index}");
        check(&found, "index/opens", "problem", part, change);
    }
    fs_err::write(world.path("idx/families.bin"), "x").unwrap();
    let (code, found) = findings(&world, &["--index", "idx"], &[]);
    assert_eq!(code, 0);
    check(
        &found,
        "index/families",
        "warning",
        "damaged",
        "dateline index",
    );
    fs_err::write(world.path("idx/segments/meta.json"), "{").unwrap();
    let (code, found) = findings(&world, &["--index", "idx"], &[]);
    assert_eq!(code, 1);
    check(&found, "index/opens", "problem", "", "--fresh");
}

#[test]
fn a_writer_is_seen_and_not_disturbed() {
    let world = World::with_sample();
    let access = dateline::index::WriteAccess::open(&world.path("idx"), false).unwrap();
    let (code, found) = findings(&world, &["--index", "idx"], &[]);
    assert_eq!(code, 0);
    let who = format!("process {} is writing", std::process::id());
    check(&found, "index/lock", "warning", &who, "wait");
    drop(access);
    let (_, found) = findings(&world, &["--index", "idx"], &[]);
    check(&found, "index/lock", "ok", "nobody", "");
}

#[test]
fn settings_that_do_not_hold_are_told() {
    let world = World::new();
    let config = world.write("c.toml", "color = 'never'\nindex = [\n");
    let (code, found) = findings(
        &world,
        &[],
        &[
            ("DATELINE_CONFIG", &config.display().to_string()),
            ("DATELINE_PAGER", "no-such-pager -x"),
            ("DATELINE_IDX", "typo"),
            ("LC_ALL", "C"),
            ("TERM", "dumb"),
        ],
    );
    // Any other command ends with an error.
    assert_eq!(code, 1);
    check(
        &found,
        "settings/config",
        "problem",
        "c.toml:2: ",
        "write TOML",
    );
    check(&found, "settings/pager", "warning", "no-such-pager", "less");
    check(
        &found,
        "settings/variables",
        "warning",
        "DATELINE_IDX",
        "unset",
    );
    check(
        &found,
        "terminal/locale",
        "warning",
        "LC_ALL is C",
        "LC_ALL=",
    );
    check(&found, "terminal/TERM", "warning", "dumb", "export TERM=");
}

#[test]
fn what_the_config_file_names_is_told_and_checked() {
    let world = World::with_sample();
    let text = "index = \"idx\"\npager = \"no-such-pager\"\n";
    let config = world.write("c.toml", text).display().to_string();
    let (code, found) = findings(&world, &["--config", &config], &[("PAGER", "cat")]);
    assert_eq!(code, 0, "{found}");
    check(&found, "settings/config", "ok", "c.toml gives 2 keys", "");
    check(
        &found,
        "settings/pager",
        "warning",
        "`no-such-pager` (the config",
        "",
    );
    check(
        &found,
        "index/folder",
        "ok",
        "idx, as the config file says",
        "",
    );
    check(&found, "index/opens", "ok", "63 articles", "");
    let (_, found) = findings(&world, &["--no-config"], &[("DATELINE_CONFIG", &config)]);
    check(&found, "settings/config", "ok", "--no-config", "");
    check(&found, "index/folder", "ok", "data folder", "");
    let absent = [("DATELINE_CONFIG", "gone.toml")];
    let (code, found) = findings(&world, &[], &absent);
    assert_eq!(code, 1);
    check(
        &found,
        "settings/config",
        "problem",
        "gone.toml",
        "config init",
    );
    // The index that the file names needs no naming in what comes next.
    let told = world
        .run(&["demo", "d", "--no-open", "--config", &config])
        .err;
    assert!(
        told.contains("dateline tui --index d/.dateline\n"),
        "{told}"
    );
    let text = "index = \"d/.dateline\"\n";
    world.write("c.toml", text);
    let told = world
        .run(&["demo", "d", "--no-open", "--config", &config])
        .err;
    assert!(told.contains("dateline tui\n"), "{told}");
}

#[test]
fn the_report_is_in_groups_fits_eighty_columns_and_counts_at_its_end() {
    let world = World::with_sample();
    let mut command = world.command(&["doctor", "--index", "idx"]);
    command.env("COLUMNS", "200").env("LC_ALL", "C");
    let ran = of(command.output().unwrap());
    assert_eq!(ran.code, 0, "{ran:?}");
    for line in ran.out.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let groups: Vec<&str> = ran
        .out
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with(' '))
        .collect();
    assert_eq!(groups[..4], ["terminal", "settings", "index", "machine"]);
    let last = groups[4];
    assert!(
        last.contains(" checks: ") && last.ends_with(" 0 problems"),
        "{last}"
    );
    assert!(
        ran.out
            .contains("\n  warning  locale: LC_ALL is C\n           why: "),
        "{}",
        ran.out
    );
    assert!(
        ran.out
            .contains("\n           do:  export LC_ALL=C.UTF-8\n"),
        "{}",
        ran.out
    );
}

#[test]
fn hostile_values_are_told_harmlessly() {
    let world = World::new();
    let mut command = world.command(&["doctor"]);
    command
        .env("DATELINE_INDEX", "\u{1b}[2Jx")
        .env("TERM", "\u{1b}]0;x\u{7}");
    let ran = of(command.output().unwrap());
    assert_eq!(ran.code, 1);
    assert!(
        !ran.out.contains('\u{1b}') && ran.out.contains("[2Jx"),
        "{}",
        ran.out
    );
}

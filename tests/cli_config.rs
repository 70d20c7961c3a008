//! `dateline config`, and what each key of the file does: precedence, origins, mistakes.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::{Value, json};
use support::{Ran, World, lines, of, record, record_with};

/// The user's config file, in the folder of a test.
const FILE: &str = "home/config/dateline/config.toml";

/// Four articles of two sources that all have the word; two of them are copies.
fn world() -> World {
    let copy = "The evening ferry to the outer islands was cancelled after a storm tore a mooring line, \
                and forty passengers spent the night in the harbour hall on folding beds.";
    let dated = |id: &str, day: &str, source: &str, body: &str| {
        let more =
            json!({ "published": day, "source": source, "url": format!("https://{source}/{id}") });
        record_with(id, &format!("Ferry {id}"), body, more)
    };
    World::with_index(&[
        dated("a", "2019-05-01", "tribune.example", copy),
        dated("b", "2019-05-02", "courier.example", copy),
        dated("c", "2019-05-03", "tribune.example", "A ferry came."),
        dated(
            "d",
            "2019-05-04",
            "tribune.example",
            "A ferry left the harbour.",
        ),
    ])
}

/// The lines of `config show` as JSON, by key.
fn shown(ran: &Ran) -> std::collections::BTreeMap<String, Value> {
    assert_eq!(ran.code, 0, "{}", ran.err);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["version"], 1);
    let settings = answer["settings"].as_array().unwrap().clone();
    let key = |one: &Value| one["key"].as_str().unwrap().to_owned();
    settings.into_iter().map(|one| (key(&one), one)).collect()
}

const SHOW: &[&str] = &["config", "show", "--format", "json"];

#[test]
fn a_file_is_written_once_and_says_nothing_yet() {
    let world = World::new();
    let path = world.ok(&["config", "path"]);
    assert_eq!(path.out.trim(), world.path(FILE).display().to_string());
    assert!(path.err.contains("dateline config init"), "{}", path.err);
    let ran = world.ok(&["config", "init"]);
    assert_eq!(ran.out, "");
    let text = fs_err::read_to_string(world.path(FILE)).unwrap();
    assert_eq!(world.ok(&["config", "init", "--stdout"]).out, text);
    world.check_error(
        &["config", "init"],
        "there is a config file already",
        "--force",
    );
    world.write(FILE, "broken = ");
    world.ok(&["config", "init", "--force"]);
    assert_eq!(fs_err::read_to_string(world.path(FILE)).unwrap(), text);
    for (key, one) in shown(&world.run(SHOW)) {
        assert_eq!(one["from"], "default", "{key}");
    }
}

#[test]
fn every_key_of_the_written_file_is_its_default() {
    let world = World::new();
    let defaults = shown(&world.run(SHOW));
    let text = world.ok(&["config", "init", "--stdout"]).out;
    let keys = text
        .lines()
        .filter(|l| l.starts_with('#') && !l.starts_with("##"))
        .count();
    // All but the table of keys, which has none.
    assert_eq!(keys, defaults.len() - 1);
    let bare = text
        .lines()
        .map(|l| format!("{}\n", l.strip_prefix('#').unwrap_or(l)));
    world.write(FILE, bare.collect::<String>());
    for (key, one) in shown(&world.run(SHOW)) {
        assert_eq!(one["value"], defaults[&key]["value"], "{key}");
        // Empty texts leave the choice to what comes after.
        let from = match key.as_str() {
            "index" | "pager" | "tui.keys" => "default",
            _ => "file",
        };
        assert_eq!(one["from"], from, "{key}");
    }
}

#[test]
fn flag_is_before_variable_before_file_before_default() {
    let world = World::new();
    world.write(
        FILE,
        "color = \"never\"\nindex = \"mine\"\npager = \"more\"\n[search]\nlimit = 3\n",
    );
    let from = |command: &mut std::process::Command| shown(&of(command.output().unwrap()));
    let all = from(&mut world.command(SHOW));
    let origin = |one: &Value| {
        (
            one["value"].clone(),
            one["from"].clone(),
            one["line"].clone(),
        )
    };
    assert_eq!(
        origin(&all["color"]),
        (json!("never"), json!("file"), json!(1))
    );
    let mine = world
        .path("home/config/dateline/mine")
        .display()
        .to_string();
    assert_eq!(
        origin(&all["index"]),
        (json!(mine), json!("file"), json!(2))
    );
    assert_eq!(
        origin(&all["search.limit"]),
        (json!(3), json!("file"), json!(5))
    );
    assert_eq!(all["paging"]["from"], "default");
    let mut command = world.command(&[SHOW, &["--color", "always", "--paging", "never"]].concat());
    command
        .env("DATELINE_INDEX", "theirs")
        .env("DATELINE_PAGER", "less")
        .env("PAGER", "most");
    let all = from(&mut command);
    let origin = |one: &Value| {
        (
            one["value"].clone(),
            one["from"].clone(),
            one["name"].clone(),
        )
    };
    assert_eq!(
        origin(&all["color"]),
        (json!("always"), json!("flag"), json!("--color"))
    );
    assert_eq!(
        origin(&all["paging"]),
        (json!("never"), json!("flag"), json!("--paging"))
    );
    assert_eq!(
        origin(&all["index"]),
        (json!("theirs"), json!("env"), json!("DATELINE_INDEX"))
    );
    assert_eq!(
        origin(&all["pager"]),
        (json!("less"), json!("env"), json!("DATELINE_PAGER"))
    );
    // What is for all programs stands behind what is for this one.
    let all = from(world.command(SHOW).env("PAGER", "most"));
    assert_eq!(all["pager"]["value"], "more");
    let all = from(
        world
            .command(&[SHOW, &["--no-config"]].concat())
            .env("PAGER", "most"),
    );
    assert_eq!(all["pager"]["value"], "most");
    assert_eq!(all["color"]["from"], "default");
    let text = world.ok(&["config", "show"]).out;
    assert!(
        text.contains("search.limit = 3  # file, line 5\n"),
        "{text}"
    );
}

#[test]
fn another_file_is_named_by_option_or_variable() {
    let world = World::new();
    world.write(FILE, "color = \"never\"\n");
    world.write("env.toml", "color = \"always\"\n");
    world.write("flag.toml", "color = \"auto\"\n");
    let color = |mut command: std::process::Command| {
        shown(&of(command.output().unwrap()))["color"]["value"].clone()
    };
    let with_variable = |args: &[&str]| {
        let mut command = world.command(&[SHOW, args].concat());
        command.env("DATELINE_CONFIG", "env.toml");
        command
    };
    assert_eq!(color(world.command(SHOW)), "never");
    assert_eq!(color(with_variable(&[])), "always");
    assert_eq!(color(with_variable(&["--config", "flag.toml"])), "auto");
    world.check_error(
        &["stats", "--config", "no.toml"],
        "cannot read the config file no.toml",
        "config init --config no.toml",
    );
    let ran = of(world
        .command(&["stats"])
        .env("DATELINE_CONFIG", "no.toml")
        .output()
        .unwrap());
    assert!(ran.code == 2 && ran.err.contains("no.toml"), "{}", ran.err);
    world.ok(&["config", "init", "--config", "new/c.toml"]);
    assert!(world.path("new/c.toml").is_file());
}

#[test]
fn a_mistake_is_an_error_of_every_command_and_never_passed_over() {
    let world = world();
    let place = |line: usize| format!("config.toml:{line}: ");
    for (text, line, message, help) in [
        (
            "colour = \"never\"",
            1,
            "there is no key `colour`",
            "did you mean `color`?",
        ),
        (
            "\n[search]\nlimit = \"5\"",
            3,
            "`search.limit` takes a whole number",
            "limit = 10",
        ),
        (
            "[search]\nsort = \"best\"",
            2,
            "no order `best`",
            "sort = \"relevance\"",
        ),
        ("[search\n", 1, "", "write TOML"),
    ] {
        world.write(FILE, text);
        for args in [
            &["search", "ferry", "--index", "idx"][..],
            &["stats", "--index", "idx"],
            &["config", "show"],
        ] {
            world.check_error(args, &place(line), help);
            world.check_error(args, message, help);
        }
        assert_eq!(world.search(&["ferry", "--no-config"]).code, 0, "{text}");
    }
    world.write(FILE, [b'a', b' ', b'=', b' ', 0xff]);
    world.check_error(&["stats"], "not UTF-8", "--no-config");
    world.write(FILE, "# long\n".repeat(200_000));
    world.check_error(&["stats"], "over 1 MiB", "--no-config");
}

#[test]
fn keys_of_search_are_the_defaults_of_its_options() {
    let world = world();
    let ids = |text: &str, args: &[&str]| {
        world.write(FILE, text);
        world.ids(args)
    };
    assert_eq!(ids("[search]\nlimit = 2", &["ferry"]).len(), 2);
    assert_eq!(ids("[search]\nlimit = 2", &["ferry", "-n", "3"]).len(), 3);
    assert_eq!(
        ids("[search]\nsort = \"newest\"", &["ferry"]),
        ["d", "c", "b", "a"]
    );
    assert_eq!(
        ids(
            "[search]\nsort = \"newest\"",
            &["ferry", "--sort", "oldest"]
        ),
        ["a", "b", "c", "d"]
    );
    assert_eq!(ids("[search]\nmatch = \"all\"", &["ferry walrus"]).len(), 0);
    assert_eq!(
        ids(
            "[search]\nmatch = \"all\"",
            &["ferry walrus", "--match", "any"]
        )
        .len(),
        4
    );
    assert_eq!(
        ids("[search]\ncollapse = \"earliest\"", &["ferry"]).len(),
        3
    );
    assert_eq!(
        ids(
            "[search]\ncollapse = \"earliest\"",
            &["ferry", "--collapse", "none"]
        )
        .len(),
        4
    );
    assert_eq!(
        ids("[search]\nlimit = 2", &["ferry", "--no-config"]).len(),
        4
    );
    world.write(FILE, "[search]\nfacets = [\"source:1\", \"year\"]");
    let facets = |args: &[&str]| {
        world.answer(args)["facets"]
            .as_object()
            .map_or(0, |f| f.len())
    };
    assert_eq!(facets(&["ferry"]), 2);
    assert_eq!(facets(&["ferry", "--facet", "source"]), 1);
    assert_eq!(facets(&["ferry", "--facet", "none"]), 0);
    // A saved query is searched for as any other.
    world.write(FILE, "[search]\nlimit = 1");
    world.ok(&["saved", "add", "boats", "ferry"]);
    let ran = world.ok(&["saved", "run", "boats", "--index", "idx", "--format", "ids"]);
    assert_eq!(ran.out.lines().count(), 1);
    // Other commands have limits of their own.
    assert_eq!(
        world
            .ok(&["similar", "a", "--with-copies", "--index", "idx"])
            .code,
        0
    );
}

#[test]
fn the_index_of_the_file_stands_behind_the_nearest_folder() {
    let world = world();
    world.write(FILE, format!("index = '{}'", world.path("idx").display()));
    let articles = |args: &[&str]| {
        let ran = world.run(&[&["stats", "--format", "json"], args].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        serde_json::from_str::<Value>(&ran.out).unwrap()["articles"].clone()
    };
    assert_eq!(articles(&[]), 4);
    assert_eq!(world.run(&["stats", "--no-config"]).code, 2);
    let one = lines(&[record("x", "One", "A body.")]);
    world.write("one.jsonl", &one);
    world.ok(&["index", "one.jsonl", "--index", ".dateline"]);
    assert_eq!(articles(&[]), 1);
    assert_eq!(articles(&["--index", "idx"]), 4);
    let ran = of(world
        .command(&["stats"])
        .env("DATELINE_INDEX", "idx")
        .output()
        .unwrap());
    assert!(ran.out.contains('4'), "{}", ran.out);
    let nearest = shown(&world.run(SHOW));
    assert_eq!(nearest["index"]["from"], "nearest");
    // `index` writes to it too.
    fs_err::remove_dir_all(world.path(".dateline")).unwrap();
    world.ok(&["index", "one.jsonl"]);
    assert_eq!(articles(&[]), 5);
}

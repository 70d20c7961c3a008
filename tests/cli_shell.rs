//! What serves the shell: completions as bash asks for them, and manual pages.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use std::process::Command;

use support::{World, lines, of, record_with};

fn world() -> World {
    let world = World::new();
    let records = [
        record_with(
            "a",
            "Ferry",
            "One.",
            serde_json::json!({"source": "Harbour Tribune", "section": "world/europe"}),
        ),
        record_with(
            "b",
            "Train",
            "Two.",
            serde_json::json!({"source": "hill.example", "section": "sport"}),
        ),
    ];
    world.write("dump.jsonl", lines(&records));
    world.ok(&["index", "dump.jsonl", "--index", "idx"]);
    world
}

/// What the program answers for the last word of a line, with what runs through its standard error.
fn answered(world: &World, words: &[&str]) -> (Vec<String>, String) {
    let mut command = world.command(&[&["--", "dateline"], words].concat());
    command
        .env("DATELINE_COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .env("_CLAP_IFS", "\n");
    let ran = of(command.output().unwrap());
    assert_eq!(ran.code, 0, "{words:?}: {}", ran.err);
    (ran.out.lines().map(str::to_owned).collect(), ran.err)
}

#[test]
fn values_come_from_the_index_of_the_line() {
    let world = world();
    let check = |words: &[&str], expected: &[&str]| {
        let words = [&["search", "--index", "idx"], words].concat();
        assert_eq!(answered(&world, &words).0, expected, "{words:?}");
    };
    check(&["--source", "h"], &["Harbour Tribune", "hill.example"]);
    check(&["--source", "tri"], &["Harbour Tribune"]);
    check(&["--source=hi"], &["--source=hill.example"]);
    check(
        &["--filter", "section=wo"],
        &["section=world", "section=world/europe"],
    );
    check(&["--facet-search", "sectio"], &["section="]);
    check(&["source:ha"], &["source:\"Harbour Tribune\""]);
    check(&["ferry (tit"], &["ferry (title:"]);
    check(&["--filter", "nonsense="], &[]);
    check(&["--filter", "year="], &[]);
    check(&["--sort", "source,new"], &["source,newest"]);
    check(&["--format", "js"], &["json", "jsonl"]);
    check(&["--columns", "rank,sco"], &["rank,score"]);
}

#[test]
fn the_index_may_be_named_in_the_environment_or_stand_near() {
    let world = world();
    let words = ["search", "--source", "hi"];
    assert_eq!(answered(&world, &words).0, [""; 0]);
    fs_err::rename(world.path("idx"), world.path(".dateline")).unwrap();
    assert_eq!(answered(&world, &words).0, ["hill.example"]);
    world.ok(&["search", "ferry", "--in", "dump.jsonl"]);
    let cached = ["search", "x", "--in", "dump.jsonl", "--source", "hi"];
    assert_eq!(answered(&world, &cached).0, ["hill.example"]);
}

#[test]
fn where_there_is_no_index_nothing_is_said() {
    let world = World::new();
    world.write("broken/manifest.json", "{");
    for words in [
        &["search", "--index", "nowhere", "--source", ""][..],
        &["search", "--index", "broken", "--source", ""],
        &["search", "--source", ""],
        &["saved", "run", ""],
        &["nonsense", "--source", ""],
    ] {
        let (_, err) = answered(&world, words);
        assert_eq!(err, "", "{words:?}");
    }
    // Not a shell that is known, and no words at all.
    let mut command = world.command(&["--", "dateline", ""]);
    let ran = of(command.env("DATELINE_COMPLETE", "csh").output().unwrap());
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn saved_queries_are_completed_by_name() {
    let world = World::new();
    world.ok(&["saved", "add", "border", "\"border town\""]);
    assert_eq!(answered(&world, &["saved", "run", "bo"]).0, ["border"]);
    assert_eq!(answered(&world, &["saved", "rm", "bo"]).0, ["border"]);
    assert_eq!(
        answered(&world, &["search", "a saved:b"]).0,
        ["a saved:border"]
    );
    assert_eq!(answered(&world, &["man", "sav"]).0, ["saved"]);
}

/// What bash makes of a line by the script; each word of `cut` is one that bash sees.
fn bash(world: &World, line: &str, cut: &[&str], current: &str) -> Option<Vec<String>> {
    let script = "source <(dateline completions bash)\n\
        complete -p dateline >&2\n\
        COMP_LINE=$1; COMP_POINT=${#1}; current=$2; shift 2\n\
        COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1))\n\
        _clap_complete_dateline dateline \"$current\" \"\"\n\
        printf '%s\\n' \"${COMPREPLY[@]}\"";
    let program = assert_cmd::cargo::cargo_bin!("dateline");
    let mut command = Command::new("bash");
    let environment = world.command(&[]);
    for (name, value) in environment.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folder = program.parent().unwrap().to_owned();
    let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
    command
        .env("PATH", std::env::join_paths(folders).unwrap())
        .args(["--norc", "--noprofile", "-c", script, "bash", line, current])
        .args(cut)
        .current_dir(world.dir());
    let ran = match command.output() {
        Ok(output) => of(output),
        // Without bash there is nothing to try.
        Err(_) => return None,
    };
    assert!(ran.err.starts_with("complete "), "{}", ran.err);
    assert!(ran.err.trim_end().ends_with(" dateline"), "{}", ran.err);
    Some(ran.out.lines().map(str::to_owned).collect())
}

#[test]
fn bash_sees_whole_words_where_it_cuts_them() {
    let world = world();
    let check = |line: &str, cut: &[&str], current: &str, expected: &[&str]| {
        if let Some(found) = bash(&world, line, cut, current) {
            assert_eq!(found, expected, "{line}");
        }
    };
    check(
        "dateline timel",
        &["dateline", "timel"],
        "timel",
        &["timeline"],
    );
    check(
        "dateline search --index idx --filter section=wo",
        &[
            "dateline", "search", "--index", "idx", "--filter", "section", "=", "wo",
        ],
        "wo",
        &["world", "world/europe"],
    );
    let escaped = [
        "dateline",
        "search",
        "--index",
        "idx",
        "--filter",
        "section\\!",
        "=",
        "s",
    ];
    check(
        "dateline search --index idx --filter section\\!=s",
        &escaped,
        "s",
        &["sport"],
    );
    check(
        "dateline search --index=idx --source ",
        &["dateline", "search", "--index", "=", "idx", "--source", ""],
        "",
        &["Harbour\\ Tribune", "hill.example"],
    );
    check(
        "dateline search --index idx 'ferry source:hi",
        &["dateline", "search", "--index", "idx", "'ferry source:hi"],
        "ferry source:hi",
        &["ferry source:hill.example"],
    );
    check(
        "dateline search --index idx source:",
        &["dateline", "search", "--index", "idx", "source", ":"],
        "",
        &["\\\"Harbour\\ Tribune\\\"", "hill.example"],
    );
}

#[test]
fn every_shell_has_a_script() {
    let world = World::new();
    for (shell, part) in [
        ("bash", "complete -o bashdefault"),
        ("zsh", "#compdef dateline"),
        ("fish", "complete --keep-order"),
        ("powershell", "Register-ArgumentCompleter"),
        ("pwsh", "Register-ArgumentCompleter"),
    ] {
        let ran = world.ok(&["completions", shell]);
        assert!(ran.out.contains(part), "{shell}: {}", ran.out);
        assert!(ran.out.contains("DATELINE_COMPLETE"), "{shell}");
    }
    assert_eq!(world.run(&["completions", "csh"]).code, 2);
}

#[test]
fn pages_are_written_where_man_looks_for_them() {
    let world = World::new();
    let ran = world.ok(&["man", "--dir", "share/man"]);
    let written: Vec<&str> = ran.out.lines().collect();
    assert!(written.len() > 20, "{written:?}");
    for name in [
        "share/man/man1/dateline.1",
        "share/man/man1/dateline-search.1",
        "share/man/man1/dateline-saved-run.1",
        "share/man/man7/dateline-query.7",
    ] {
        assert!(written.contains(&name), "{name} in {written:?}");
    }
    // Again, over those that are there.
    assert_eq!(world.ok(&["man", "--dir", "share/man"]).out, ran.out);
    let search = fs_err::read_to_string(world.path(written[1])).unwrap();
    assert!(
        search.starts_with(".ie") || search.contains(".TH DATELINE-"),
        "{search}"
    );
    for path in written {
        let warned = match warnings(&world, path) {
            Some(warned) => warned,
            None => return,
        };
        assert_eq!(warned, "", "{path}");
    }
}

/// What `man` or `mandoc` complains of in a page; none where neither is installed, and then
/// nothing is known of the pages' form.
fn warnings(world: &World, path: &str) -> Option<String> {
    let tries: [(&str, &[&str]); 2] = [
        ("man", &["--warnings", "-E", "UTF-8", "-Tutf8", "-Z", "-l"]),
        ("mandoc", &["-T", "lint", "-W", "warning"]),
    ];
    tries.iter().find_map(|(program, args)| {
        let mut command = Command::new(program);
        let ran = command.args(*args).arg(world.path(path)).output().ok()?;
        // An old or other `man` that does not know these options says so; it is no judge.
        let text = String::from_utf8_lossy(&ran.stderr).into_owned();
        let knows = ran.status.success() || *program == "mandoc";
        knows.then_some(match *program {
            "mandoc" => String::from_utf8_lossy(&ran.stdout).into_owned(),
            _ => text,
        })
    })
}

#[test]
fn a_page_in_a_pipe_is_its_source() {
    let world = World::new();
    let check = |names: &[&str], part: &str| {
        let ran = world.ok(&[&["man"], names].concat());
        assert!(ran.out.contains(part), "{names:?}: {}", ran.out);
    };
    check(&[], ".TH DATELINE 1");
    check(&["search"], "ferry \"coast guard\"");
    check(&["search"], ".SH EXAMPLES");
    check(&["saved", "run"], ".TH DATELINE-SAVED-RUN 1");
    check(&["query"], ".TH DATELINE-QUERY 1");
    check(&["language"], ".TH DATELINE-QUERY 7");
    world.check_error(&["man", "nonsense"], "no command `nonsense`", "language");
}

//! The pager, in a terminal of its own: when there is one, which, and that it changes nothing else.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use std::io::{Read, Write};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use support::{World, record, record_with};

/// What a terminal showed, and how the program ended in it.
struct Shown {
    text: String,
    code: u32,
}

/// What is typed once a text is there.
type Typed<'a> = &'a [(&'a str, &'a str)];

/// Runs the program in a terminal of 24 lines.
fn terminal(world: &World, args: &[&str], variables: &[(&str, &str)], typed: Typed<'_>) -> Shown {
    let size = PtySize {
        rows: 24,
        cols: 80,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let plain = world.command(args);
    let mut command = CommandBuilder::new(plain.get_program());
    command.args(plain.get_args());
    command.cwd(world.dir());
    command.env_clear();
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap());
    }
    command.env("TERM", "xterm");
    for (name, value) in variables {
        command.env(name, value);
    }
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let (sends, pieces) = std::sync::mpsc::channel::<Vec<u8>>();
    // The end of a terminal is an error on some systems.
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(n @ 1..) = reader.read(&mut bytes) {
            if sends.send(bytes[..n].to_vec()).is_err() {
                return;
            }
        }
    });
    let mut writer = pair.master.take_writer().unwrap();
    let mut typed = typed.iter().peekable();
    let mut shown = Vec::new();
    // Once nobody writes to the terminal any more, there are no more pieces.
    let text = loop {
        match pieces.recv_timeout(Duration::from_secs(60)) {
            Ok(piece) => shown.extend(piece),
            Err(RecvTimeoutError::Disconnected) => {
                break String::from_utf8_lossy(&shown).into_owned();
            }
            Err(RecvTimeoutError::Timeout) => {
                child.kill().unwrap();
                panic!("{args:?} hangs: {}", String::from_utf8_lossy(&shown));
            }
        }
        let so_far = String::from_utf8_lossy(&shown);
        while let Some((_, keys)) = typed.next_if(|(seen, _)| so_far.contains(seen)) {
            writer.write_all(keys.as_bytes()).unwrap();
        }
    };
    assert!(typed.next().is_none(), "{args:?}: {text}");
    let code = child.wait().unwrap().exit_code();
    Shown { text, code }
}

/// An index of one article, and a pager that frames what it gets.
fn world() -> World {
    let world = World::with_index(&[record("a", "Ferry", "A ferry came.")]);
    script(
        &world,
        "my pager",
        "echo \"paged by $* with $LESS\"; cat; echo end of page",
    );
    world
}

/// Writes a program of the shell.
fn script(world: &World, name: &str, body: &str) {
    use std::os::unix::fs::PermissionsExt;
    let path = world.write(name, format!("#!/bin/sh\n{body}\n"));
    fs_err::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

const SEARCH: &[&str] = &["search", "ferry", "--index", "idx"];
const MINE: &[(&str, &str)] = &[("DATELINE_PAGER", "'./my pager' -x 'two words'")];

#[test]
fn what_people_read_is_paged_on_a_terminal() {
    let world = world();
    for args in [
        SEARCH,
        &["show", "a", "--index", "idx"],
        &["stats", "--index", "idx"],
        &["facets", "--index", "idx"],
        &["query", "ferry"],
        &["config", "show"],
    ] {
        let shown = terminal(&world, args, MINE, &[]);
        assert!(
            shown.text.starts_with("paged by -x two words with FRX"),
            "{args:?}: {}",
            shown.text
        );
        assert!(
            shown.text.trim_end().ends_with("end of page"),
            "{args:?}: {}",
            shown.text
        );
        assert_eq!(shown.code, 0);
    }
    // The user's own choices for `less` stay.
    let shown = terminal(&world, SEARCH, &[MINE[0], ("LESS", "i")], &[]);
    assert!(shown.text.contains("with i\r\n"), "{}", shown.text);
}

#[test]
fn no_pager_where_none_is_wanted() {
    let world = world();
    let json = [SEARCH, &["--format", "json"]].concat();
    let never = [SEARCH, &["--paging", "never"]].concat();
    for (args, variables) in [
        (&json[..], MINE),
        (&never, MINE),
        (SEARCH, &[MINE[0], ("TERM", "dumb")]),
        (
            SEARCH,
            &[("DATELINE_PAGER", "cat"), ("PAGER", "'./my pager'")],
        ),
        (&["search", "ferry", "--index", "idx", "-c"], MINE),
    ] {
        let shown = terminal(&world, args, variables, &[]);
        assert!(
            !shown.text.contains("paged by") && shown.code == 0,
            "{args:?}: {}",
            shown.text
        );
    }
    let always = [&json[..], &["--paging", "always"]].concat();
    let shown = terminal(&world, &always, MINE, &[]);
    assert!(
        shown.text.starts_with("paged by") && shown.text.contains("\"hits\""),
        "{}",
        shown.text
    );
    // In a pipe there is none, whatever was asked for.
    let mut command = world.command(&[SEARCH, &["--paging", "always"]].concat());
    let ran = support::of(command.envs(MINE.iter().copied()).output().unwrap());
    assert!(
        ran.code == 0 && !ran.out.contains("paged by"),
        "{}",
        ran.out
    );
}

#[test]
fn the_pager_is_the_programs_own_then_the_files_then_that_of_all() {
    let world = world();
    for name in ["one", "two", "three"] {
        script(&world, name, &format!("echo pager {name}; cat >&-"));
    }
    let file = "home/config/dateline/config.toml";
    let check = |text: &str, variables: &[(&str, &str)], expected: &str| {
        world.write(file, text);
        let shown = terminal(&world, SEARCH, variables, &[]);
        assert!(shown.text.contains(expected), "{text}: {}", shown.text);
    };
    let all = [("PAGER", "./one")];
    let both = [("PAGER", "./one"), ("DATELINE_PAGER", "./three")];
    check("", &all, "pager one");
    check("pager = \"./two\"", &all, "pager two");
    check("pager = \"./two\"", &both, "pager three");
    check("pager = \"\"", &all, "pager one");
    check("pager = \"./two\"\npaging = \"never\"", &both, "Ferry");
}

#[test]
fn a_pager_that_is_not_there_is_a_note() {
    let world = world();
    for pager in ["./absent -x", "'not closed"] {
        let shown = terminal(&world, SEARCH, &[("DATELINE_PAGER", pager)], &[]);
        assert!(
            shown.text.contains("note: ") && shown.text.contains("pager"),
            "{}",
            shown.text
        );
        assert!(
            shown.text.contains("1 of 1 articles") && shown.code == 0,
            "{}",
            shown.text
        );
    }
}

#[test]
fn a_pager_changes_no_exit_code_and_hides_no_note() {
    let world = world();
    script(&world, "early", "read line; echo \"saw $line\"; exit 3");
    let early = [("DATELINE_PAGER", "./early")];
    let many = [SEARCH, &["--explain", "--color", "never"]].concat();
    let shown = terminal(&world, &many, &early, &[]);
    assert_eq!(
        (shown.code, shown.text.contains("saw")),
        (0, true),
        "{}",
        shown.text
    );
    assert!(!shown.text.contains("dateline:"), "{}", shown.text);
    let shown = terminal(&world, &["search", "walrus", "--index", "idx"], MINE, &[]);
    let end = shown.text.find("end of page").unwrap();
    let note = shown.text.find("note: no article matches").unwrap();
    assert!(end < note && shown.code == 1, "{}", shown.text);
    // An error comes before any output, and so without a pager.
    let shown = terminal(&world, &["show", "absent", "--index", "idx"], MINE, &[]);
    assert!(
        shown.code == 2 && !shown.text.contains("paged by"),
        "{}",
        shown.text
    );
}

#[test]
fn a_pager_does_not_shield_from_being_ended() {
    let world = world();
    script(
        &world,
        "killer",
        "cat > /dev/null; kill -TERM $PPID; sleep 1",
    );
    let args = ["search", "ferry", "--in", "dump.jsonl"];
    let shown = terminal(&world, &args, &[("DATELINE_PAGER", "./killer")], &[]);
    // Once to index, once with nothing to index, where the system ends it.
    assert_eq!(shown.code, 130, "{}", shown.text);
    let shown = terminal(&world, &args, &[("DATELINE_PAGER", "./killer")], &[]);
    assert_ne!(shown.code, 0, "{}", shown.text);
}

#[test]
fn links_are_for_terminals_and_pagers_that_have_them() {
    let more = serde_json::json!({ "url": "https://a.example/ferry" });
    let world = World::with_index(&[record_with("a", "Ferry", "A ferry came.", more)]);
    let (plain, has) = (("TERM", "xterm"), ("TERM_PROGRAM", "WezTerm"));
    let other = ("DATELINE_PAGER", "cat -u");
    let unpaged = [SEARCH, &["--paging", "never"]].concat();
    let always = [SEARCH, &["--hyperlinks", "always"]].concat();
    script(&world, "other", "cat");
    for (args, variables, expected) in [
        (&unpaged[..], &[plain][..], false),
        (&unpaged, &[has], true),
        (&unpaged, &[has, ("FORCE_HYPERLINK", "0")], false),
        (&unpaged, &[plain, ("FORCE_HYPERLINK", "1")], true),
        (SEARCH, &[has, ("DATELINE_PAGER", "./other")], false),
        (&always, &[has, ("DATELINE_PAGER", "./other")], true),
        (SEARCH, &[has, other], true),
    ] {
        let shown = terminal(&world, args, variables, &[]);
        let linked = shown
            .text
            .contains("\u{1b}]8;;https://a.example/ferry\u{1b}\\");
        assert_eq!(linked, expected, "{args:?} {variables:?}: {:?}", shown.text);
    }
}

#[test]
fn an_interrupt_is_meant_for_the_pager() {
    let world = world();
    // It goes on after an interrupt, as `less` does; the program must wait for it, or it has lost its terminal.
    let body = "trap 'echo heard' INT; cat > /dev/null; echo ready
while ! read answer < /dev/tty; do :; done; echo \"left with $answer\"";
    script(&world, "deaf", body);
    let typed = [("ready", "\u{3}"), ("heard", "x\n")];
    let search_in = ["search", "ferry", "--in", "dump.jsonl"];
    for args in [SEARCH, &search_in, &search_in] {
        let shown = terminal(&world, args, &[("DATELINE_PAGER", "./deaf")], &typed);
        assert_eq!(shown.code, 0, "{}", shown.text);
        assert!(shown.text.contains("left with x"), "{}", shown.text);
        assert!(!shown.text.contains("stopping"), "{}", shown.text);
    }
}

//! From an installed program to the first useful result in at most three commands. Each command's
//! output names the next one; what is run here is what was printed, by a shell, as it stands.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use support::{Ran, World, of, sample};

/// A shell line with the program found by its name, as after its installation.
fn shell(world: &World, line: &str) -> Command {
    let program = assert_cmd::cargo::cargo_bin!("dateline").to_owned();
    let folder = program.parent().unwrap().display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    let inherited = world.command(&[]);
    let mut command = Command::new("sh");
    command
        .args(["-c", line])
        .current_dir(world.dir())
        .env_clear();
    for (name, value) in inherited.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command.env("PATH", format!("{folder}:{path}"));
    command
}

/// Runs a line where there is no terminal.
fn run(world: &World, line: &str) -> Ran {
    let mut command = assert_cmd::Command::from_std(shell(world, line));
    of(command.timeout(Duration::from_secs(120)).output().unwrap())
}

/// Runs a line on a terminal of 100 by 30: once `sign` is shown, `keys` are typed. Gives the exit
/// code and all that was shown.
fn run_on_terminal(world: &World, line: &str, sign: &str, keys: &[u8]) -> (u32, String) {
    let size = PtySize {
        rows: 30,
        cols: 100,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let prepared = shell(world, line);
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", line]);
    command.cwd(world.dir());
    command.env_clear();
    for (name, value) in prepared.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    command.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut writer = pair.master.take_writer().unwrap();
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(n @ 1..) = reader.read(&mut bytes) {
            if sender.send(bytes[..n].to_vec()).is_err() {
                return;
            }
        }
    });
    let mut screen = vt100::Parser::new(
        size.rows.try_into().unwrap(),
        size.cols.try_into().unwrap(),
        0,
    );
    let mut shown = Vec::new();
    let mut typed = false;
    let end = Instant::now() + Duration::from_secs(60);
    let mut status = None;
    loop {
        match receiver.recv_timeout(Duration::from_millis(50)) {
            Ok(bytes) => {
                screen.process(&bytes);
                // A terminal answers where its cursor is.
                if bytes.windows(4).any(|window| window == b"\x1b[6n") {
                    writer.write_all(b"\x1b[1;1R").unwrap();
                    writer.flush().unwrap();
                }
                shown.extend(bytes);
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            // Some systems never end the stream: what the program wrote has come by now.
            Err(mpsc::RecvTimeoutError::Timeout) if status.is_some() => break,
            Err(mpsc::RecvTimeoutError::Timeout) => status = child.try_wait().unwrap(),
        }
        if !typed && !keys.is_empty() && screen.screen().contents().contains(sign) {
            writer.write_all(keys).unwrap();
            writer.flush().unwrap();
            typed = true;
        }
        if Instant::now() > end {
            child.kill().unwrap();
            panic!("`{line}` hangs at:\n{}", screen.screen().contents());
        }
    }
    assert!(
        typed || keys.is_empty(),
        "no {sign:?} in:\n{}",
        screen.screen().contents()
    );
    let status = status.unwrap_or_else(|| child.wait().unwrap());
    let shown = String::from_utf8_lossy(&shown).replace('\r', "");
    (status.exit_code(), shown)
}

/// The commands that an output names: on lines of their own, or behind what they are for.
fn commands(text: &str) -> Vec<String> {
    let lines = text.lines();
    let named = lines.filter_map(|line| {
        let line = line.trim_start();
        let at = if line.starts_with("dateline ") {
            0
        } else {
            line.find(": dateline ")? + 2
        };
        Some(line[at..].to_owned())
    });
    named.collect()
}

/// The named command that begins so.
fn named(text: &str, start: &str) -> String {
    let all = commands(text);
    let found = all.iter().find(|command| command.starts_with(start));
    found
        .unwrap_or_else(|| panic!("no `{start}` among {all:?} in\n{text}"))
        .clone()
}

fn articles(world: &World, name: &str) {
    copy(&sample().join("harbour-tribune"), &world.path(name));
}

fn copy(from: &Path, to: &Path) {
    fs_err::create_dir_all(to).unwrap();
    for entry in fs_err::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &to),
            false => drop(fs_err::copy(&path, &to).unwrap()),
        }
    }
}

#[test]
fn a_search_without_an_index_leads_to_a_result_in_three_commands() {
    let world = World::new();
    let first = run(&world, "dateline search ferry");
    assert_eq!(first.code, 2);
    let second = run(&world, &named(&first.err, "dateline demo"));
    assert_eq!(second.code, 0, "{}", second.err);
    assert!(second.out.contains("coast guard"), "{}", second.out);
    let third = run(&world, &named(&second.err, "dateline search"));
    assert_eq!(third.code, 0, "{}", third.err);
    assert!(
        third.out.contains("harbourtribune.example"),
        "{}",
        third.out
    );
    assert!(third.out.contains("\nfacet\tsource\t"), "{}", third.out);
    let more = run(&world, &named(&second.err, "dateline timeline"));
    assert_eq!(more.code, 0, "{}", more.err);
    assert!(more.out.contains("2019"), "{}", more.out);
}

#[test]
fn articles_of_ones_own_are_found_by_the_second_command() {
    let world = World::new();
    articles(&world, "papers");
    let first = run(&world, "dateline search ferry");
    let within = named(&first.err, "dateline search WORDS --in PATH");
    let second = run(
        &world,
        &within.replace("WORDS", "ferry").replace("PATH", "papers"),
    );
    assert_eq!(second.code, 0, "{}", second.err);
    assert!(second.out.starts_with("1\t"), "{}", second.out);
}

#[test]
fn the_program_alone_on_a_terminal_says_how_to_begin() {
    let world = World::new();
    articles(&world, "my papers");
    let (code, welcome) = run_on_terminal(&world, "dateline", "", b"");
    assert_eq!(code, 0, "{welcome}");
    for start in [
        "dateline demo",
        "dateline search WORDS --in",
        "dateline doctor",
    ] {
        named(&welcome, start);
    }
    let index = named(&welcome, "dateline index").replace("PATH...", "'my papers'");
    let (code, indexed) = run_on_terminal(&world, &index, "", b"");
    assert_eq!(code, 0, "{indexed}");
    let search = named(&indexed, "dateline search").replace("WORDS", "ferry");
    // The index is where it is found unnamed.
    assert_eq!(search, "dateline search ferry");
    let third = run(&world, &search);
    assert_eq!(third.code, 0, "{}", third.err);
    assert!(third.out.starts_with("1\t"), "{}", third.out);
}

#[test]
fn the_index_is_named_where_it_must_be_and_nothing_is_said_in_a_pipe() {
    let world = World::new();
    articles(&world, "papers");
    let index = "dateline index papers --index 'my archive'";
    let (_, indexed) = run_on_terminal(&world, index, "", b"");
    let search = named(&indexed, "dateline search").replace("WORDS", "ferry");
    assert_eq!(search, "dateline search ferry --index 'my archive'");
    assert_eq!(run(&world, &search).code, 0);
    let quiet = run_on_terminal(&world, &format!("{index} --quiet"), "", b"").1;
    assert_eq!(commands(&quiet), Vec::<String>::new());
    assert_eq!(run(&world, index).err, "");
}

#[test]
fn an_empty_index_says_how_it_is_filled() {
    let world = World::new();
    world.write("nothing.jsonl", "");
    articles(&world, "papers");
    run(&world, "dateline index nothing.jsonl --index idx");
    let search = run(&world, "dateline search ferry --index idx");
    assert_eq!(search.code, 1);
    let index = named(&search.err, "dateline index").replace("PATH...", "papers");
    assert_eq!(index, "dateline index papers --index idx");
    assert_eq!(run(&world, &index).code, 0);
    assert_eq!(run(&world, "dateline search ferry --index idx").code, 0);
}

#[test]
fn without_a_terminal_the_program_alone_prints_its_help() {
    let world = World::new();
    let ran = run(&world, "dateline");
    assert_eq!(ran.code, 2);
    assert!(format!("{}{}", ran.out, ran.err).contains("Usage: dateline"));
}

#[test]
fn the_sample_opens_in_the_view_and_says_what_comes_next_when_it_is_left() {
    let world = World::new();
    let welcome = run_on_terminal(&world, "dateline", "", b"").1;
    let demo = named(&welcome, "dateline demo");
    let (code, shown) = run_on_terminal(&world, &demo, "coast guard", b"\x03");
    assert_eq!(code, 0, "{shown}");
    let tui = named(&shown, "dateline tui");
    let (code, _) = run_on_terminal(&world, &tui, "63", b"\x03");
    assert_eq!(code, 0);
}

//! `dateline index` cut short: killed or interrupted, the index opens, holds what was committed,
//! and the next run completes it.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;
use support::{World, lines, record};

fn count(summary: &Value, name: &str) -> u64 {
    summary[name]
        .as_u64()
        .unwrap_or_else(|| panic!("{name} in {summary}"))
}

/// Small records, `from` up to but not including `to`.
fn many(from: usize, to: usize) -> String {
    let one = |n| {
        record(
            &format!("m{n}"),
            &format!("Ledger {n}"),
            "The harbour ledger was read aloud again.",
        )
    };
    lines(&(from..to).map(one).collect::<Vec<_>>())
}

/// A run of `index -` that has read a good part of its input and waits for more.
fn started(world: &World, first: &str) -> std::process::Child {
    let mut command = world.command(&["index", "-", "--index", "idx", "--quiet"]);
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // A pipe holds some 64 kB: once more than that is written, the program must be reading.
    assert!(first.len() > 400_000);
    child
        .stdin
        .as_mut()
        .unwrap()
        .write_all(first.as_bytes())
        .unwrap();
    child
}

#[test]
fn a_killed_run_leaves_what_was_committed_and_the_next_one_completes() {
    let world = World::new();
    world.write("first.jsonl", many(0, 500));
    world.ok(&["index", "first.jsonl", "--index", "idx"]);
    let mut child = started(&world, &many(500, 5_000));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(world.answer(&["ledger"])["total"], 500);
    world.write("second.jsonl", many(0, 5_000));
    let summary = world.summary(&["second.jsonl", "--index", "idx"]);
    assert_eq!(
        (count(&summary, "unchanged"), count(&summary, "indexed")),
        (500, 4_500)
    );
    assert_eq!(world.answer(&["ledger"])["total"], 5_000);
}

#[test]
fn a_first_run_killed_at_any_moment_can_be_run_again() {
    let world = World::new();
    world.write("d.jsonl", many(0, 20_000));
    for pass in 0..6_u32 {
        let mut command = world.command(&["index", "d.jsonl", "--index", "idx", "--quiet"]);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Later in the run with each pass, by what is in the folder.
        let files = || std::fs::read_dir(world.path("idx/segments")).map_or(0, Iterator::count);
        while child.try_wait().unwrap().is_none() && files() < pass as usize * 2 {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let ran = world.search(&["ledger", "-c"]);
        // Killed before there was an index, or with what was committed: nothing or all of it.
        match ran.code {
            2 => assert!(ran.err.contains("no index in"), "{}", ran.err),
            1 => assert_eq!(ran.out, "0\n"),
            _ => assert_eq!(ran.out, "20000\n"),
        }
    }
    world.ok(&["index", "d.jsonl", "--index", "idx"]);
    assert_eq!(world.answer(&["ledger"])["total"], 20_000);
}

#[cfg(unix)]
#[test]
fn an_interrupt_commits_what_is_whole_and_exits_130() {
    let world = World::new();
    let mut child = started(&world, &many(0, 4_500));
    let pid = child.id().to_string();
    let sent = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status()
        .unwrap();
    assert!(sent.success());
    // The note tells that the signal has arrived; a record more ends the wait for input.
    let mut err = std::io::BufReader::new(child.stderr.take().unwrap());
    let mut note = String::new();
    std::io::BufRead::read_line(&mut err, &mut note).unwrap();
    assert!(note.contains("stopping"), "{note}");
    let mut input = child.stdin.take().unwrap();
    input.write_all(many(4_500, 4_502).as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let total = world.answer(&["ledger"])["total"].as_u64().unwrap();
    // How much was read when the signal came is the machine's affair; what was read is there.
    assert!((1..=4_501).contains(&total), "{total}");
    world.write("all.jsonl", many(0, 5_000));
    let summary = world.summary(&["all.jsonl", "--index", "idx"]);
    assert_eq!(count(&summary, "unchanged"), total);
    assert_eq!(world.answer(&["ledger"])["total"], 5_000);
}

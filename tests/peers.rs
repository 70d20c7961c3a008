//! The comparison in `benches/peers` stays in one piece: its page names each engine, and its
//! programs can be read by Python where there is one. Nothing is measured here.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers")
}

/// Names of the engines in `engines.py`.
fn engines() -> BTreeSet<String> {
    let text = std::fs::read_to_string(folder().join("engines.py")).unwrap();
    let names = text
        .lines()
        .filter_map(|line| line.strip_prefix("    name = \""));
    names
        .map(|name| name.trim_end_matches('"').into())
        .collect()
}

#[test]
fn the_page_and_the_folders_name_the_engines_that_run() {
    if !folder().exists() {
        // A package is without it.
        return;
    }
    let page = std::fs::read_to_string(folder().join("README.md")).unwrap();
    let told = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let told: BTreeSet<String> = told
        .filter_map(|line| line.split_once('`'))
        .map(|(name, _)| name.into())
        .collect();
    assert_eq!(told, engines());
    let folders = std::fs::read_dir(folder()).unwrap().flatten();
    for entry in folders.filter(|entry| entry.path().is_dir()) {
        let name = entry.file_name().into_string().unwrap();
        let ours = ["installed", "__pycache__"].contains(&name.as_str());
        assert!(ours || engines().contains(&name), "{name}");
    }
}

#[test]
fn python_reads_every_program() {
    let python = Command::new("python3").arg("--version").output();
    if !folder().exists() || !python.is_ok_and(|done| done.status.success()) {
        return;
    }
    let read = "import ast, sys\nfor path in sys.argv[1:]: ast.parse(open(path).read(), path)";
    let files = [
        "run",
        "engines.py",
        "table.py",
        "clock.py",
        "dialect.py",
        "corpus.py",
        "sqlite/peer.py",
        "xapian/peer.py",
    ];
    let done = Command::new("python3")
        .args(["-c", read])
        .args(files.map(|file| folder().join(file)))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
}

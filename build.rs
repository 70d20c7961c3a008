//! Tells a release build the commit that it is made from: `DATELINE_COMMIT` where that is set, else
//! what the source folder's own repository says. No git is needed to build; where nothing is known
//! nothing is said. Other builds are not asked, so that a commit does not make them anew.

use std::path::Path;
use std::process::Command;

/// What the program is made of.
const SOURCES: [&str; 5] = ["src", "schema", "build.rs", "Cargo.toml", "Cargo.lock"];

fn main() {
    println!("cargo::rerun-if-env-changed=DATELINE_COMMIT");
    println!("cargo::rerun-if-changed=build.rs");
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let root = of("CARGO_MANIFEST_DIR");
    let root = Path::new(&root);
    // A package inside somebody else's repository is not of its commits. A variable that is set is
    // seen by the compiler without being told.
    let is_told = !of("DATELINE_COMMIT").is_empty();
    if is_told || of("PROFILE") != "release" || !root.join(".git").exists() {
        return;
    }
    let git = |args: &[&str]| {
        let output = Command::new("git").arg("-C").arg(root).args(args).output();
        let output = output.ok().filter(|output| output.status.success())?;
        Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
    };
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    // What moves when a commit is made or another one is checked out.
    for name in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--path-format=absolute", "--git-path", name]);
        if let Some(path) = path.filter(|path| Path::new(path).exists()) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    let Some(commit) = git(&["rev-parse", "--short=12", "HEAD"]) else {
        return;
    };
    let changed = git(&[&["status", "--porcelain", "--"], &SOURCES[..]].concat());
    let mark = match changed.is_none_or(|changed| !changed.is_empty()) {
        true => "+changes",
        false => "",
    };
    println!("cargo::rustc-env=DATELINE_COMMIT={commit}{mark}");
}

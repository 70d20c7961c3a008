//! What the tests of the program share: a temporary folder of its own for each, the real binary
//! run in it, and small invented records. No assertions about one command here.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test file uses its own share of this, and a failed step fails the test"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

/// A temporary folder in which the program runs, with nothing of the user's environment.
pub struct World {
    dir: tempfile::TempDir,
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Ran {
    /// Exit code; -1 where a signal ended it.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// Standard output, byte for byte.
    pub bytes: Vec<u8>,
}

impl World {
    /// An empty folder.
    pub fn new() -> World {
        let dir = tempfile::Builder::new().prefix("dateline-test-").tempdir();
        World { dir: dir.unwrap() }
    }

    /// A folder with the index `idx` of these records.
    pub fn with_index(records: &[Value]) -> World {
        let world = World::new();
        world.write("dump.jsonl", lines(records));
        world.ok(&["index", "dump.jsonl", "--index", "idx"]);
        world
    }

    /// A folder with the index `idx` of the sample corpus.
    pub fn with_sample() -> World {
        let world = World::new();
        world.ok(&["index", &sample().display().to_string(), "--index", "idx"]);
        world
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file, its folders too.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(&path, contents).unwrap();
        path
    }

    /// The program, to run in the folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("dateline"));
        command.args(args).current_dir(self.dir()).env_clear();
        for name in ["PATH", "SYSTEMROOT", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        for (name, folder) in [
            ("HOME", "home"),
            ("XDG_DATA_HOME", "home/data"),
            ("XDG_CONFIG_HOME", "home/config"),
            ("XDG_CACHE_HOME", "home/xdg-cache"),
            ("DATELINE_CACHE", "home/cache"),
        ] {
            command.env(name, self.path(folder));
        }
        command
    }

    /// Runs the program without input.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, b"")
    }

    /// Runs the program with `input` on standard input.
    pub fn run_with(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = assert_cmd::Command::from_std(self.command(args));
        command.write_stdin(input).timeout(LONGEST_RUN);
        of(command.output().unwrap())
    }

    /// Runs the program, which must end with 0.
    pub fn ok(&self, args: &[&str]) -> Ran {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {}{}", ran.out, ran.err);
        ran
    }

    /// Runs `search` on the index `idx`.
    pub fn search(&self, args: &[&str]) -> Ran {
        self.run(&[&["search", "--index", "idx"], args].concat())
    }

    /// The JSON answer of `search` on the index `idx`.
    pub fn answer(&self, args: &[&str]) -> Value {
        let ran = self.search(&[args, &["--format", "json"]].concat());
        assert!(ran.code < 2, "{args:?}: {}", ran.err);
        serde_json::from_str(&ran.out).unwrap()
    }

    /// The ids that `search` finds in the index `idx`, in order.
    pub fn ids(&self, args: &[&str]) -> Vec<String> {
        let ran = self.search(&[args, &["--format", "ids"]].concat());
        assert!(ran.code < 2, "{args:?}: {}", ran.err);
        ran.out.lines().map(str::to_owned).collect()
    }

    /// The summary of `index`, as JSON.
    pub fn summary(&self, args: &[&str]) -> Value {
        let ran = self.ok(&[&["index", "--format", "json"], args].concat());
        serde_json::from_str(ran.out.trim()).unwrap()
    }

    /// Checks that a run fails with exit code 2, nothing on standard output, a message that begins
    /// `dateline: ` and holds `message`, and a line `help: ` that holds `help`.
    pub fn check_error(&self, args: &[&str], message: &str, help: &str) {
        let ran = self.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}{}", ran.out, ran.err);
        assert_eq!(ran.out, "", "{args:?}");
        let line = |start: &str| {
            let mut lines = ran.err.lines().filter(|l| l.starts_with(start));
            let first = lines.next();
            assert_eq!(lines.next(), None, "{args:?}: `{start}` twice: {}", ran.err);
            first.unwrap_or_else(|| panic!("{args:?}: no `{start}` in {}", ran.err))
        };
        assert!(line("dateline: ").contains(message), "{}", ran.err);
        assert!(line("help: ").contains(help), "{}", ran.err);
    }
}

/// A run that takes longer hangs.
const LONGEST_RUN: Duration = Duration::from_secs(120);

/// How a run ended.
pub fn of(output: std::process::Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        bytes: output.stdout,
    }
}

/// The sample corpus.
pub fn sample() -> PathBuf {
    root().join("corpus/sample")
}

/// The broken dumps.
pub fn broken() -> PathBuf {
    root().join("corpus/broken")
}

/// The folder of the crate.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A record with an id, a headline and a body of one paragraph.
pub fn record(id: &str, title: &str, body: &str) -> Value {
    json!({ "id": id, "title": title, "body": body, "language": "en" })
}

/// A record with more than the three parts of [`record`]: the keys of `more` are added.
pub fn record_with(id: &str, title: &str, body: &str, more: Value) -> Value {
    let mut record = record(id, title, body);
    for (key, value) in more.as_object().unwrap() {
        record[key] = value.clone();
    }
    record
}

/// Records as JSON Lines.
pub fn lines(records: &[Value]) -> String {
    records.iter().map(|r| format!("{r}\n")).collect()
}

/// `bytes` compressed with gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// Compares `actual` with a golden file; `UPDATE_GOLDEN=1` writes it anew instead.
pub fn check_golden(name: &str, actual: &str) {
    let path = root().join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|v| v == "1") {
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(&path, actual).unwrap();
        return;
    }
    let expected = fs_err::read_to_string(&path).unwrap_or_default();
    let changed: Vec<String> = diff(&expected, actual);
    assert!(
        changed.is_empty(),
        "tests/golden/{name} differs; if that is meant, run again with UPDATE_GOLDEN=1\n{}",
        changed.join("\n")
    );
}

/// Lines that only one of two texts has at its place, with `-` and `+`; at most 40.
fn diff(expected: &str, actual: &str) -> Vec<String> {
    let (mut old, mut new) = (expected.lines(), actual.lines());
    let mut out = Vec::new();
    loop {
        let pair = (old.next(), new.next());
        if pair == (None, None) || out.len() >= 40 {
            return out;
        }
        if pair.0 != pair.1 {
            out.extend(pair.0.map(|line| format!("-{line}")));
            out.extend(pair.1.map(|line| format!("+{line}")));
        }
    }
}

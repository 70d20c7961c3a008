//! The time from a key to its frame in the interactive view: the real program in a terminal of
//! 120x40, typed into at a human pace, while another process indexes into the same index.
//!
//! ```text
//! cargo bench --bench keys -- INDEX KEYS [DUMP ...]
//! ```
//!
//! KEYS is how many to type. Each DUMP is indexed into INDEX by a run of its own, one after the
//! other, while the keys are typed: take a copy. Queries are words of headlines of the index, drawn
//! by a fixed seed; gaps between letters are exponential with a mean of 120 ms, in bursts of 30 ms.
//! Times are from the moment at which the program has read the key (`--trace`).

#![cfg_attr(not(unix), allow(unused))]
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints, and ends where a step fails"
)]

#[cfg(unix)]
#[path = "../tests/support/terminal.rs"]
mod terminal;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dateline::bench::Histogram;
use dateline::index::Archive;
use dateline::search::{Request, Searcher};

const PROGRAM: &str = env!("CARGO_BIN_EXE_dateline");

/// A generator of its own, so that each run types the same.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 16
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// Exponential.
    fn gap(&mut self, mean_ms: f64) -> Duration {
        let unit = ((self.next() % 1_000_000) as f64 + 1.0) / 1_000_001.0;
        Duration::from_secs_f64((-unit.ln() * mean_ms / 1000.0).min(1.5))
    }
}

/// Words of headlines.
fn words(index: &Path) -> Vec<String> {
    let searcher = Searcher::open(&Archive::open(index).unwrap()).unwrap();
    let mut request = Request::new("*");
    request.limit = 1000;
    request.snippets = None;
    let found = searcher.search(&request).unwrap();
    let mut words = BTreeSet::new();
    for hit in &found.hits {
        let split = hit.title.split(|c: char| !c.is_ascii_alphabetic());
        words.extend(split.filter(|w| w.len() > 3).map(str::to_lowercase));
    }
    words.into_iter().collect()
}

/// What is typed next: keys, each with the mean of the gap after it.
fn phrase(chance: &mut Chance, words: &[String]) -> Vec<(String, f64)> {
    let mut keys = vec![("\x15".to_owned(), 300.0)];
    let pace = if chance.below(4) == 0 { 30.0 } else { 120.0 };
    for n in 0..=chance.below(3) {
        let word = &words[chance.below(words.len())];
        let blank = (n > 0).then_some(' ');
        let letters = blank.into_iter().chain(word.chars());
        keys.extend(letters.map(|c| (c.to_string(), pace)));
    }
    let more: &[&str] = match chance.below(4) {
        // A value of a facet, and without it again.
        0 => &["\x1bf", "j", "j", " ", " ", "\x1b"],
        // Down the list.
        1 => &["\x1b[B", "\x1b[B", "\x1b[B", "\x1b[B", "\x1b[B"],
        // A span of the timeline, and all dates again.
        2 => &["\x1bt", "g", "l", "l", "v", "l", "l", "l", "x", "i"],
        _ => &[],
    };
    keys.extend(more.iter().map(|key| ((*key).to_owned(), 120.0)));
    keys
}

/// Percentiles of times in microseconds, told in milliseconds.
fn tell(what: &str, times: &[u64]) {
    let mut histogram = Histogram::new(3);
    times.iter().for_each(|us| histogram.record(us * 1000));
    let p = histogram.percentiles();
    println!(
        "{what:<34} n {:>5}  p50 {:>7.1}  p90 {:>7.1}  p99 {:>7.1}  max {:>7.1} ms",
        histogram.n(),
        p.p50.value / 1e3,
        p.p90.value / 1e3,
        p.p99.value / 1e3,
        p.max.value / 1e3
    );
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let [index, keys, dumps @ ..] = &args[..] else {
        println!("cargo bench --bench keys -- INDEX KEYS [DUMP ...]");
        return;
    };
    let (index, wanted): (_, usize) = (
        Path::new(index).canonicalize().unwrap(),
        keys.parse().unwrap(),
    );
    let words = words(&index);
    let home = tempfile::tempdir().unwrap();
    let trace = home.path().join("trace.jsonl");
    let mut program = Command::new(PROGRAM);
    program.args(["tui", "--index"]).arg(&index);
    program.arg("--trace").arg(&trace).current_dir(home.path());
    program.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    program.env("HOME", home.path());
    let mut view = terminal::Terminal::sized(&program, 120, 40);
    view.until_text("in the index");

    let dumps: Vec<std::path::PathBuf> = dumps
        .iter()
        .map(|d| Path::new(d).canonicalize().unwrap())
        .collect();
    let runs = dumps.len();
    let into = index.clone();
    let writer = std::thread::spawn(move || {
        let began = Instant::now();
        for dump in &dumps {
            let mut run = Command::new(PROGRAM);
            run.arg("index").arg(dump).arg("--index").arg(&into);
            run.stdout(Stdio::null()).stderr(Stdio::null());
            assert!(run.status().unwrap().success());
        }
        began.elapsed()
    });

    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    let mut typed = 0;
    let mut states = BTreeSet::new();
    let began = Instant::now();
    while typed < wanted {
        for (key, pace) in phrase(&mut chance, &words) {
            view.keys(&key);
            view.rest(chance.gap(pace));
            typed += 1;
        }
        let screen = view.text();
        let total = screen.lines().last().and_then(|row| {
            let before = row.split(" in the index").next()?;
            Some(before.rsplit(' ').next()?.to_owned())
        });
        states.extend(total);
    }
    let took = began.elapsed();
    let wrote = writer.is_finished();
    view.keys("\x03");
    view.ends_sane(0);
    let wrote_for = writer.join().unwrap();
    println!(
        "{typed} keys in {:.0} s; {runs} runs of `index` in {:.0} s{}; {} states of the index were seen",
        took.as_secs_f64(),
        wrote_for.as_secs_f64(),
        if wrote {
            ""
        } else {
            ", longer than the typing"
        },
        states.len()
    );
    let (mut echo, mut shown, mut superseded) = (Vec::new(), Vec::new(), Vec::new());
    for line in std::fs::read_to_string(&trace).unwrap().lines() {
        let key: serde_json::Value = serde_json::from_str(line).unwrap();
        echo.extend(key["echo_us"].as_u64());
        let into = if key["superseded"] == true {
            &mut superseded
        } else {
            &mut shown
        };
        into.extend(key["results_us"].as_u64());
    }
    tell("key to its echo", &echo);
    tell("key to its results", &shown);
    tell("key to results of a later key", &superseded);
}

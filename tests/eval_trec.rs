//! The measures against `pytrec_eval`, which carries trec_eval itself: on made-up runs full of ties,
//! and on runs of real collections. Where Python has no such module, or the collections are not
//! there, the tests pass with a line that says so.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failed step fails the test; a skip is told"
)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dateline::eval::{
    Counting, DEPTH, Measure, Qrels, Run, Topic, make, plain_words, read_topics, score,
};
use dateline::index::{IndexOptions, Progress, WriteAccess, index_sources};
use dateline::ingest::walk;
use dateline::search::{Request, Searcher};
use serde_json::json;

/// Farthest that a value may lie from trec_eval's.
const NEAR: f64 = 1e-4;

/// A run with its judgements, as files, and the relevance level.
struct Case {
    qrels: PathBuf,
    run: PathBuf,
    level: u32,
}

/// Values by measure, by topic.
type Values = BTreeMap<String, BTreeMap<String, f64>>;

/// What pytrec_eval says of each case; none where Python has it not.
fn trec_eval(cases: &[Case]) -> Option<Vec<Values>> {
    let there = Command::new("python3")
        .args(["-c", "import pytrec_eval"])
        .stderr(Stdio::null())
        .status();
    if !there.is_ok_and(|status| status.success()) {
        eprintln!("not checked: python3 has no pytrec_eval");
        return None;
    }
    let mut python = Command::new("python3")
        .arg(support::root().join("tests/support/pytrec.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let asked: String = cases
        .iter()
        .map(|c| {
            format!(
                "{}\n",
                json!({"qrels": c.qrels, "run": c.run, "level": c.level})
            )
        })
        .collect();
    let mut input = python.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(asked.as_bytes()).unwrap());
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let values: Vec<Values> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(values.len(), cases.len());
    Some(values)
}

/// Holds a case against pytrec_eval: the number of values compared and the greatest difference.
fn check(case: &Case, expected: &Values) -> (usize, f64) {
    let names: Vec<&String> = expected.values().next().unwrap().keys().collect();
    let measures: Vec<Measure> = names.iter().map(|name| name.parse().unwrap()).collect();
    assert_eq!(measures.len(), 9 + 4 * 5);
    let qrels = Qrels::read(&case.qrels).unwrap();
    let run = Run::read(&case.run).unwrap();
    let counting = Counting {
        level: case.level,
        complete: false,
    };
    let scores = score(&qrels, &run, &measures, counting);
    let mut topics: Vec<&String> = scores.topics.iter().map(|t| &t.topic).collect();
    topics.sort();
    assert_eq!(topics, expected.keys().collect::<Vec<_>>());
    let mut farthest = 0.0_f64;
    for topic in &scores.topics {
        for (name, value) in names.iter().zip(&topic.values) {
            // trec_eval averages logarithms, and tells them of a topic.
            let value = if *name == "gm_map" {
                value.ln()
            } else {
                *value
            };
            let theirs = expected[&topic.topic][*name];
            let apart = (value - theirs).abs();
            assert!(
                apart <= NEAR,
                "{} topic {} {name}: {value}, trec_eval {theirs}",
                case.run.display(),
                topic.topic
            );
            farthest = farthest.max(apart);
        }
    }
    (topics.len() * names.len(), farthest)
}

#[test]
fn random_runs_with_ties_score_as_in_trec_eval() {
    let dir = tempfile::tempdir().unwrap();
    let mut rng = fastrand::Rng::with_seed(7);
    // Equal as single-precision numbers, or beyond them.
    let scores = [
        "0",
        "-0",
        "1",
        "1.0",
        "1.000000000001",
        "1.0000001",
        "2",
        "-3.5",
        "7e0",
        "1e-50",
        "-1e-50",
        "1e39",
        "1e300",
        "-1e300",
    ];
    let mut cases = Vec::new();
    for n in 0..200_u32 {
        let (mut qrels, mut run) = (String::new(), String::new());
        for topic in 0..4 {
            let many = rng.usize(1..150);
            let (judged, returned) = (rng.f64(), rng.f64().max(0.05));
            // Some topics have no relevant document, some only such.
            let least = rng.i32(-2..=2);
            let grades = least..=rng.i32(least..=4);
            let kinds = rng.usize(1..=scores.len());
            let mut docs: Vec<usize> = (0..many).collect();
            rng.shuffle(&mut docs);
            for (at, doc) in docs.into_iter().enumerate() {
                let doc = format!("{}{doc}", ["d", "D", "é", "d-"][doc % 4]);
                if at == 0 || rng.f64() < judged {
                    // pytrec_eval never ends where a topic has negative grades alone.
                    let least = if at == 0 { 0 } else { i32::MIN };
                    let grade = rng.i32(grades.clone()).max(least);
                    let _ = writeln!(qrels, "{topic} 0 {doc} {grade}");
                }
                if at == 1 || rng.f64() < returned {
                    let score = scores[rng.usize(..kinds)];
                    let rank = rng.u8(..);
                    let _ = writeln!(run, "{topic}\tQ0 {doc} {rank} {score} made");
                }
            }
        }
        let write = |name: &str, text: &str| {
            let path = dir.path().join(format!("{n}.{name}"));
            fs_err::write(&path, text).unwrap();
            path
        };
        if run.is_empty() {
            run.push_str("0 Q0 none 1 1 made\n");
        }
        cases.push(Case {
            qrels: write("qrels", &qrels),
            run: write("run", &run),
            level: 1 + n % 3,
        });
    }
    let Some(expected) = trec_eval(&cases) else {
        return;
    };
    let (mut compared, mut farthest) = (0, 0.0_f64);
    for (case, expected) in cases.iter().zip(&expected) {
        let (n, apart) = check(case, expected);
        (compared, farthest) = (compared + n, farthest.max(apart));
    }
    eprintln!("200 random runs: {compared} values, farthest {farthest:.2e}");
    assert!(compared > 20_000, "{compared}");
}

/// A collection, as files below `ranking`.
struct Collection {
    name: &'static str,
    docs: &'static str,
    columns: Option<&'static [&'static str]>,
    topics: &'static str,
    qrels: &'static str,
    /// From the file's grades to trec_eval's.
    grade: fn(i32) -> i32,
}

const COLLECTIONS: [Collection; 3] = [
    Collection {
        name: "time",
        docs: "time/docs.jsonl",
        columns: None,
        topics: "time/topics.tsv",
        qrels: "time/qrels.txt",
        grade: |grade| grade,
    },
    Collection {
        name: "reuters578",
        docs: "reuters578/reuters.578.lines.txt.bz2",
        columns: Some(&["id", "published", "text"]),
        topics: "reuters578/trecTopics.txt",
        qrels: "reuters578/trecQRels.txt",
        grade: |grade| grade,
    },
    Collection {
        name: "cranfield",
        docs: "cranfield/cran.all.1400",
        columns: None,
        topics: "cranfield/cran.qry",
        qrels: "cranfield/cranqrel",
        // 1 is the best grade and 4 the least; -1 stands for one that was found relevant and not
        // graded.
        grade: |grade| if grade > 0 { 5 - grade } else { 1 },
    },
];

fn index(path: &Path, columns: Option<&[&str]>) -> Searcher {
    let (files, unreadable) = walk(&[path.to_owned()]);
    assert!(unreadable.is_empty());
    let mut access = WriteAccess::in_memory();
    let mut options = IndexOptions {
        threads: 1,
        ..IndexOptions::default()
    };
    options.read.columns = columns.map(|c| c.iter().map(|c| (*c).to_owned()).collect());
    let progress = Progress::default();
    index_sources(&mut access, &files, &options, &progress, &mut |_, _| Ok(())).unwrap();
    Searcher::open(access.archive()).unwrap()
}

#[test]
fn real_runs_score_as_in_trec_eval() {
    let data = std::env::var_os("DATELINE_DATA").map(PathBuf::from);
    let data = data.unwrap_or_else(|| support::root().parent().unwrap().join("shared/data"));
    let ranking = data.join("ranking");
    if !ranking.is_dir() {
        eprintln!("not checked: {} is not there", ranking.display());
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mut cases = Vec::new();
    for collection in &COLLECTIONS {
        let searcher = index(&ranking.join(collection.docs), collection.columns);
        let topics: Vec<Topic> = read_topics(&ranking.join(collection.topics))
            .unwrap()
            .into_iter()
            .map(|topic| Topic {
                title: plain_words(&topic.title),
                ..topic
            })
            .collect();
        let mut base = Request::new("");
        (base.limit, base.snippets) = (DEPTH, None);
        let made = make(&searcher, &topics, collection.name, &base).unwrap();
        assert_eq!(made.unanswered, []);
        let qrels = Qrels::read(&ranking.join(collection.qrels)).unwrap();
        let mut lines = String::new();
        for (topic, grades) in &qrels.topics {
            for (doc, grade) in grades {
                let grade = (collection.grade)(*grade);
                let _ = writeln!(lines, "{topic} 0 {doc} {grade}");
            }
        }
        let write = |kind: &str, text: &str| {
            let path = dir.path().join(format!("{}.{kind}", collection.name));
            fs_err::write(&path, text).unwrap();
            path
        };
        let case = Case {
            qrels: write("qrels", &lines),
            run: write("run", &made.run.to_trec()),
            level: 1,
        };
        let usual = ["map", "ndcg@10", "P@10", "bpref", "mrr"].map(|m| m.parse().unwrap());
        let counting = Counting {
            complete: true,
            ..Counting::default()
        };
        let graded = Qrels::read(&case.qrels).unwrap();
        // A run that is written and read again is the same.
        let read = Run::read(&case.run).unwrap();
        let all = |run: &Run| score(&graded, run, &usual, counting).all;
        assert_eq!(all(&made.run), all(&read));
        eprintln!(
            "{}: {} topics judged, map ndcg@10 P@10 bpref mrr {:.4?}",
            collection.name,
            graded.topics.len(),
            all(&read)
        );
        cases.push(case);
    }
    let Some(expected) = trec_eval(&cases) else {
        return;
    };
    for ((collection, case), expected) in COLLECTIONS.iter().zip(&cases).zip(&expected) {
        let (n, apart) = check(case, expected);
        eprintln!("{}: {n} values, farthest {apart:.2e}", collection.name);
    }
}

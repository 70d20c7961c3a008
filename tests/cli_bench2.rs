//! `bench generate`, `bench compare`, `bench ingest` and the drawings of `bench`. Nothing here
//! asserts how long something takes.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::{Value, json};
use support::{World, lines, record_with, sample};

fn parsed(text: &str) -> Vec<Value> {
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().unwrap()
}

#[test]
fn a_generated_log_is_the_same_again_and_finds_something() {
    let world = World::with_sample();
    let args = [
        "bench", "generate", "--index", "idx", "-n", "2", "--seed", "5",
    ];
    let made = world.ok(&args);
    assert_eq!(world.ok(&args).out, made.out);
    let queries = parsed(&made.out);
    assert!(queries.len() >= 40, "{}", made.out);
    world.write("queries.jsonl", &made.out);
    let ran = world.ok(&[
        "bench",
        "queries.jsonl",
        "--index",
        "idx",
        "--page",
        "count",
        "--iterations",
        "1",
        "--warm-up",
        "0",
        "--format",
        "json",
    ]);
    let run: Value = serde_json::from_str(&ran.out).unwrap();
    for query in run["queries"].as_array().unwrap() {
        let class = query["class"].as_str().unwrap();
        let may_fail = ["bool_mix", "fuzzy"].contains(&class);
        assert!(query["total"].as_u64().unwrap() > 0 || may_fail, "{query}");
    }
}

#[test]
fn the_raw_dialect_has_what_other_programs_read_and_says_what_it_leaves_out() {
    let world = World::with_sample();
    let base = ["bench", "generate", "--index", "idx", "-n", "1", "--class"];
    let raw = |class: &str| {
        let ran = world.run(&[&base[..], &[class, "--dialect", "raw"]].concat());
        (ran.code, ran.out, ran.err)
    };
    let (code, out, _) = raw("and2");
    assert_eq!(code, 0);
    let q = parsed(&out)[0]["q"].as_str().unwrap().to_owned();
    assert!(q.starts_with('+') && q.contains(" +"), "{q}");
    let both = world.ok(&[&base[..], &["and2"]].concat());
    assert_eq!(parsed(&both.out)[0]["raw"], q);
    let (code, out, err) = raw("near");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("no form for them: near"), "{err}");
    let (code, _, err) = raw("or9");
    assert_eq!(code, 2);
    assert!(
        err.contains("`or9`") && err.contains("term_hi, term_mid"),
        "{err}"
    );
}

#[test]
fn small_and_odd_indexes_give_fewer_queries_and_say_so() {
    let texts = [
        "The ferry left the quay.",
        "A tram stood still.",
        "Rain fell.",
    ];
    let records: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(n, body)| record_with(&format!("r{n}"), "Short", body, json!({})))
        .collect();
    let world = World::with_index(&records);
    let ran = world.ok(&["bench", "generate", "--index", "idx"]);
    assert!(!ran.out.is_empty());
    assert!(
        ran.err.contains("nl_title: 0 queries, not 100"),
        "{}",
        ran.err
    );
    let ran = world.run(&["bench", "generate", "--index", "nowhere"]);
    assert_eq!(ran.code, 2);
}

/// A recorded run: each query of two classes took `us`, times `slow` in the second class.
fn run(us: f64, slow: f64, total: u64) -> Value {
    let mut queries = Vec::new();
    for (class, factor) in [("term", 1.0), ("wide", slow)] {
        for n in 0..20 {
            queries.push(json!({
                "class": class, "q": format!("word{n}"), "line": n + 1, "samples": 5, "total": total,
                "ids_hash": "00", "best_us": us, "median_us": us * factor * f64::from(n + 10),
            }));
        }
    }
    let figures = |us: f64| {
        json!({
            "queries": 20, "samples": 100, "curve": [[0.0, us], [50.0, us * 2.0], [100.0, us * 9.0]],
            "latency_us": {
                "p50": { "value": us * 2.0, "low": us, "high": us * 3.0 },
                "p99": { "value": us * 8.0, "low": us * 6.0, "high": null },
            },
        })
    };
    json!({
        "version": 1, "settings": { "page": "page" }, "index": { "fingerprint": "f" },
        "queries": queries, "total": figures(us),
        "classes": { "term": figures(us), "wide": figures(us * slow) },
    })
}

fn world_of_runs() -> World {
    let world = World::new();
    for (name, run) in [
        ("a.json", run(10.0, 1.0, 3)),
        ("same.json", run(10.0, 1.0, 3)),
        ("slow.json", run(10.0, 1.5, 3)),
        ("wrong.json", run(5.0, 1.0, 4)),
    ] {
        world.write(name, run.to_string());
    }
    world
}

#[test]
fn verdicts_and_exit_codes_follow_the_runs() {
    let world = world_of_runs();
    let check = |b: &str, more: &[&str], code: i32| {
        let args = [&["bench", "compare", "a.json", b, "--format", "json"], more].concat();
        let ran = world.run(&args);
        assert_eq!(ran.code, code, "{args:?}: {}", ran.err);
        serde_json::from_str::<Value>(&ran.out).unwrap()
    };
    let same = check("same.json", &["--fail-over", "1"], 0);
    assert_eq!(same["version"], 1);
    assert_eq!(same["total"]["verdict"], "no_difference_shown");
    let slow = check("slow.json", &[], 0);
    assert_eq!(slow["classes"]["wide"]["verdict"], "slower");
    assert_eq!(slow["classes"]["wide"]["ratio"]["value"], 1.5);
    assert_eq!(slow["classes"]["term"]["verdict"], "no_difference_shown");
    check("slow.json", &["--fail-over", "1.4"], 1);
    check("slow.json", &["--fail-over", "1.6"], 0);
    check("slow.json", &["--fail-over", "1.4", "--least", "60%"], 0);
    let wrong = check("wrong.json", &["--fail-over", "1.4"], 1);
    assert_eq!(wrong["answers"]["other_total"], 40);
    assert_eq!(wrong["classes"]["term"]["verdict"], "faster");
}

#[test]
fn other_answers_come_first_and_runs_that_asked_otherwise_are_refused() {
    let world = world_of_runs();
    let ran = world.ok(&["bench", "compare", "a.json", "wrong.json"]);
    let first = ran.out.lines().next().unwrap();
    assert!(
        first.contains("ANSWERS DIFFER: of 40 queries 40"),
        "{first}"
    );
    assert!(
        ran.out.lines().all(|line| line.chars().count() <= 100),
        "{}",
        ran.out
    );
    let mut other = run(10.0, 1.0, 3);
    other["settings"]["page"] = "count".into();
    world.write("other.json", other.to_string());
    let ran = world.run(&["bench", "compare", "a.json", "other.json"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .contains("page in the first and count in the second"),
        "{}",
        ran.err
    );
    world.ok(&["bench", "compare", "a.json", "other.json", "--anyway"]);
    world.write("no.json", "[]");
    let ran = world.run(&["bench", "compare", "a.json", "no.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}

#[test]
fn drawings_are_written_beside_the_result() {
    let world = world_of_runs();
    let check = |name: &str| {
        let svg = fs_err::read_to_string(world.path(&format!("{name}.svg"))).unwrap();
        let mut reader = quick_xml::Reader::from_str(&svg);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        let png = fs_err::read(world.path(&format!("{name}.png"))).unwrap();
        assert!(png.starts_with(b"\x89PNG"));
        svg
    };
    world.ok(&[
        "bench",
        "compare",
        "a.json",
        "slow.json",
        "--svg",
        "c.svg",
        "--png",
        "c.png",
    ]);
    let svg = check("c");
    assert!(
        svg.contains("1.500 slower") && svg.contains("percentile"),
        "{svg}"
    );
    let sample = sample().display().to_string();
    world.ok(&["index", &sample, "--index", "idx"]);
    world.write("<a> & b.txt", "ferry\nharbour\n");
    world.ok(&[
        "bench",
        "<a> & b.txt",
        "--index",
        "idx",
        "--svg",
        "r.svg",
        "--png",
        "r.png",
    ]);
    let svg = check("r");
    assert!(svg.contains("Latency of &lt;a&gt; &amp; b.txt"), "{svg}");
    let ran = world.run(&[
        "bench",
        "<a> & b.txt",
        "--index",
        "idx",
        "--svg",
        "no/r.svg",
    ]);
    assert_eq!(ran.code, 2);
}

#[test]
fn ingest_adds_up_to_what_index_tells_and_leaves_nothing_behind() {
    let world = World::new();
    let records: Vec<Value> = (0..30)
        .map(|n| {
            record_with(
                &format!("r{}", n % 28),
                "Ferry",
                &format!("The harbour master spoke of quay {n}."),
                json!({}),
            )
        })
        .collect();
    let dump = lines(&records) + "{broken\n";
    world.write("dump.jsonl", &dump);
    fs_err::create_dir(world.path("tmp")).unwrap();
    let mut command = world.command(&[
        "bench",
        "ingest",
        "dump.jsonl",
        "--runs",
        "2",
        "--threads",
        "1",
        "--format",
        "json",
        "--save",
        "ingest.json",
        "--keep",
        "kept",
    ]);
    command.env("TMPDIR", world.path("tmp"));
    let ran = support::of(command.output().unwrap());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let run: Value = serde_json::from_str(&ran.out).unwrap();
    let saved = fs_err::read_to_string(world.path("ingest.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&saved).unwrap(), run);
    let summary = world.summary(&["dump.jsonl", "--index", "idx", "--threads", "1"]);
    let passes = run["passes"].as_array().unwrap();
    assert_eq!(passes.len(), 2);
    for pass in passes {
        for key in [
            "read",
            "indexed",
            "updated",
            "unchanged",
            "skipped",
            "rejected",
            "bytes",
        ] {
            assert_eq!(pass[key], summary[key], "{key}");
        }
        assert_eq!(pass["rejected"], 1);
        let parts = pass["parts"].as_object().unwrap().values();
        let sum: f64 = parts.map(|bytes| bytes.as_f64().unwrap()).sum();
        assert_eq!(sum, pass["figures"]["index_bytes"].as_f64().unwrap());
        assert!(pass["record_bytes"].as_u64().unwrap() <= dump.len() as u64);
    }
    assert_eq!(fs_err::read_dir(world.path("tmp")).unwrap().count(), 0);
    let found = world.run(&["search", "ferry", "--index", "kept", "-c"]);
    assert_eq!(found.out.trim(), "28");
    let ran = world.run(&["bench", "ingest", "dump.jsonl", "--keep", "kept"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("something there already"), "{}", ran.err);
    let ran = world.run(&["bench", "ingest", "-"]);
    assert_eq!(ran.code, 2);
    let ran = world.run(&["bench", "ingest", "missing.jsonl", "--runs", "1"]);
    assert_eq!(ran.code, 2);
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_no_index_behind() {
    use std::process::Stdio;
    use std::time::{Duration, Instant};

    let record = |n: usize| {
        record_with(
            &format!("a{n}"),
            "Ferry",
            &"sails late ".repeat(200),
            json!({}),
        )
    };
    let records: Vec<Value> = (0..400).map(record).collect();
    // To this process alone, as often as a nervous hand does; and to its pass, which a terminal
    // interrupts too.
    for (times, to_pass, keep) in [(1, false, false), (3, false, true), (1, true, true)] {
        let world = World::new();
        world.write("dump.jsonl", lines(&records));
        fs_err::create_dir(world.path("tmp")).unwrap();
        let mut args = vec!["bench", "ingest", "dump.jsonl", "--runs", "1"];
        if keep {
            args.extend(["--keep", "kept"]);
        }
        let mut command = world.command(&args);
        command.env("TMPDIR", world.path("tmp"));
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        let made = |dir: &std::path::Path| {
            fs_err::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some())
        };
        while !made(&world.path("tmp")) || (keep && !made(&world.path("kept"))) {
            assert!(begun.elapsed() < Duration::from_secs(60), "no pass began");
            std::thread::sleep(Duration::from_millis(2));
        }
        let own = child.id().to_string();
        let target = match to_pass {
            true => {
                let children = format!("/proc/{own}/task/{own}/children");
                match fs_err::read_to_string(children) {
                    Ok(pass) => pass.trim().to_owned(),
                    // Not every system tells.
                    Err(_) => own,
                }
            }
            false => own,
        };
        for _ in 0..times {
            let sent = std::process::Command::new("kill")
                .args(["-INT", &target])
                .status();
            assert!(sent.unwrap().success());
        }
        let ran = support::of(child.wait_with_output().unwrap());
        assert_eq!(ran.code, 130, "{}{}", ran.out, ran.err);
        assert!(!made(&world.path("tmp")), "{}", ran.err);
        assert!(!world.path("kept").exists(), "{}", ran.err);
    }
}

#[test]
fn saved_queries_are_put_in_place_and_unknown_ones_name_their_line() {
    let world = World::with_sample();
    let counts = |set: &str| -> Value {
        world.write("set.txt", set);
        let args = [
            "bench",
            "set.txt",
            "--index",
            "idx",
            "--page",
            "count",
            "--iterations",
            "1",
            "--warm-up",
            "0",
            "--format",
            "json",
        ];
        let run: Value = serde_json::from_str(&world.ok(&args).out).unwrap();
        run["queries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|q| q["total"].clone())
            .collect()
    };
    world.ok(&["saved", "add", "sea", "ferry OR harbour"]);
    let found = counts("saved:sea\n(ferry OR harbour)\n");
    assert_eq!(found[0], found[1]);
    assert!(found[0].as_u64().unwrap() > 0);
    world.write("set.txt", "ferry\n\nsaved:see\n");
    let args = ["bench", "set.txt", "--index", "idx"];
    world.check_error(
        &args,
        "set.txt, line 3: no saved query `see`",
        "dateline saved list",
    );
}

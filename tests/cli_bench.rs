//! `bench` and `bench run`: figures that agree with `search`, every mode, and how a run ends. Nothing
//! here asserts how long something takes.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::Value;
use support::World;

/// Queries of four classes, one of which finds nothing.
const SET: &str = r#"{"class": "term", "q": "ferry"}
{"class": "term", "q": "harbour"}
{"class": "phrase", "q": "\"coast guard\""}

{"class": "dated", "q": "police", "from": "2018", "to": "2019", "raw": "+police"}
{"class": "none", "q": "xyzzyq"}
"#;

fn world() -> World {
    let world = World::with_sample();
    world.write("set.jsonl", SET);
    world
}

/// The JSON of a run of the set.
fn bench(world: &World, args: &[&str]) -> Value {
    let ran = world.ok(&[
        &["bench", "set.jsonl", "--index", "idx", "--format", "json"],
        args,
    ]
    .concat());
    serde_json::from_str(&ran.out).unwrap()
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn what_is_measured_is_what_search_finds() {
    let world = world();
    let run = bench(&world, &["--iterations", "3", "--warm-up", "0"]);
    let searches: [&[&str]; 5] = [
        &["ferry"],
        &["harbour"],
        &["\"coast guard\""],
        &["police", "--since", "2018", "--until", "2019"],
        &["xyzzyq"],
    ];
    let mut all = 0;
    for (query, args) in run["queries"].as_array().unwrap().iter().zip(searches) {
        let total = world.answer(args)["total"].as_u64().unwrap();
        assert_eq!(query["total"], total, "{args:?}");
        assert_eq!(query["samples"], 3);
        assert!(number(&query["best_us"]) > 0.0);
        assert!(number(&query["best_us"]) <= number(&query["median_us"]));
        all += total;
    }
    assert!(all > 0);
    assert_eq!(run["total"]["hits"], all);
    assert_eq!(run["total"]["samples"], 15);
    assert_eq!(run["classes"]["term"]["queries"], 2);
    assert_eq!(run["classes"]["term"]["samples"], 6);
    assert_eq!(run["classes"]["none"]["hits"], 0);
    assert_eq!(run["queries"][3]["line"], 5);
    assert_eq!(run["version"], 1);
    assert_eq!(run["index"]["articles"], 63);
    assert_eq!(run["program"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(run["settings"]["mode"], "closed");
    assert_eq!(run["ended"], Value::Null);
}

#[test]
fn the_hits_have_one_hash_in_every_order_and_another_where_they_differ() {
    let world = world();
    let hashes = |args: &[&str]| {
        let run = bench(&world, &[args, &["-i", "2"]].concat());
        assert_eq!(run["differ"], 0);
        let classes = run["classes"].as_object().unwrap().clone();
        let one = |class: &Value| class["ids_hash"].as_str().unwrap().to_owned();
        (
            one(&run["total"]),
            classes.iter().map(|(_, c)| one(c)).collect::<Vec<_>>(),
        )
    };
    let plain = hashes(&[]);
    assert_eq!(plain, hashes(&["--seed", "9", "-j", "3"]));
    assert_eq!(plain, hashes(&["--rate", "1000", "--poisson"]));
    assert_eq!(plain, hashes(&["--cold"]));
    assert_ne!(plain.0, hashes(&["-n", "1"]).0);
    // In the order of the names: dated, none, phrase, term.
    let fewer = hashes(&["-n", "1"]);
    assert_eq!(plain.1[1], fewer.1[1]);
    assert_ne!(plain.1[3], fewer.1[3]);
}

#[test]
fn raw_latencies_recomputed_are_the_percentiles() {
    let world = world();
    let run = bench(&world, &["--raw", "-i", "20"]);
    let classes = run["classes"].as_object().unwrap().values();
    let mut n = 0;
    for class in classes.chain([&run["total"]]) {
        let raw = class["raw"].as_array().unwrap();
        assert_eq!(class["samples"], raw.len());
        let mut raw: Vec<f64> = raw.iter().map(number).collect();
        raw.sort_by(f64::total_cmp);
        let shares = [
            ("p50", 500),
            ("p90", 900),
            ("p99", 990),
            ("p999", 999),
            ("max", 1000),
        ];
        for (name, per_mille) in shares {
            let expected = raw[(raw.len() * per_mille).div_ceil(1000) - 1];
            let found = &class["latency_us"][name];
            let value = number(&found["value"]);
            assert!(
                (value - expected).abs() <= expected / 1000.0,
                "{name} {value} {expected}"
            );
            let bounds = [(&found["low"], -1.0), (&found["high"], 1.0)];
            for (bound, sign) in bounds {
                assert!(
                    bound.as_f64().is_none_or(|b| (b - value) * sign >= 0.0),
                    "{name}"
                );
            }
            n += 1;
        }
        let mean = raw.iter().sum::<f64>() / raw.len() as f64;
        assert!((number(&class["latency_us"]["mean"]["value"]) - mean).abs() <= mean / 1e4);
    }
    assert_eq!(n, 25);
    assert!(bench(&world, &[])["total"].get("raw").is_none());
}

#[test]
fn stages_are_no_longer_than_the_whole() {
    let world = world();
    let run = bench(&world, &["-i", "4"]);
    let stages = run["total"]["stages_us"].as_object().unwrap();
    let names: Vec<&str> = stages.keys().map(String::as_str).collect();
    assert_eq!(names, ["facets", "fetch", "match", "parse", "snippets"]);
    let sum: f64 = stages.values().map(|s| number(&s["mean"])).sum();
    assert!(sum > 0.0 && sum <= number(&run["total"]["latency_us"]["mean"]["value"]));
    let open = bench(&world, &["--rate", "500"]);
    assert!(number(&open["total"]["stages_us"]["wait"]["mean"]) >= 0.0);
    assert_eq!(open["settings"]["rate"], 500.0);
}

#[test]
fn pages_ask_for_what_they_say() {
    let world = world();
    let page = |args: &[&str]| bench(&world, &[args, &["-i", "1", "--warm-up", "0"]].concat());
    let full = page(&[]);
    assert_eq!(full["settings"]["facets"].as_array().unwrap().len(), 5);
    let top = page(&["--page", "top-count"]);
    assert_eq!(full["total"]["ids_hash"], top["total"]["ids_hash"]);
    assert_eq!(top["settings"]["facets"], serde_json::json!([]));
    let count = page(&["--page", "count"]);
    assert_eq!(count["total"]["hits"], full["total"]["hits"]);
    assert_ne!(count["total"]["ids_hash"], full["total"]["ids_hash"]);
    let facets = page(&["--facet", "source", "--page", "facets"]);
    assert_eq!(facets["settings"]["facets"], serde_json::json!(["source"]));
    assert_eq!(
        page(&["--facet", "none"])["settings"]["facets"],
        serde_json::json!([])
    );
    let one = page(&["--class", "phrase", "--class", "none"]);
    assert_eq!(one["classes"].as_object().unwrap().len(), 2);
    assert_ne!(
        one["settings"]["queries_hash"],
        full["settings"]["queries_hash"]
    );
}

#[test]
fn the_table_has_a_line_a_class_and_notes() {
    let world = world();
    let text = world.ok(&["bench", "set.jsonl", "--index", "idx"]);
    let begins = |start: &str| text.out.lines().filter(|l| l.starts_with(start)).count();
    for start in [
        "ms  ", "dated ", "none ", "phrase ", "term ", "all ", "stages,",
    ] {
        assert_eq!(begins(start), 1, "{start}: {}", text.out);
    }
    assert!(
        text.out
            .starts_with("page, 5 facets, closed loop, 1 thread: 25 answers to 5 of 5 queries")
    );
    assert!(
        text.out.contains("note: 1 query found nothing\n"),
        "{}",
        text.out
    );
    assert!(
        text.out
            .contains("needed for p50 6, p90 36, p99 368, p99.9 3688")
    );
    let rows: Vec<&str> = text.out.lines().skip(3).take(6).collect();
    assert!(
        rows.iter().all(|row| row.len() == rows[0].len()),
        "{rows:#?}"
    );
    // With a name in front it is the same; a text file has one class.
    world.write("set.txt", "# two\nferry\nharbour\n");
    let named = world.ok(&["bench", "run", "set.txt", "--index", "idx"]);
    assert!(named.out.contains("\nquery "), "{}", named.out);
    assert!(!named.out.contains("\nall "), "{}", named.out);
}

#[test]
fn a_saved_run_is_what_was_printed() {
    let world = world();
    let printed = bench(&world, &["--save", "run.json", "--raw"]);
    let saved = fs_err::read_to_string(world.path("run.json")).unwrap();
    let saved: Value = serde_json::from_str(&saved).unwrap();
    assert_eq!(printed, saved);
    assert!(
        saved["command"]
            .as_str()
            .unwrap()
            .starts_with("dateline bench set.jsonl --index idx")
    );
    let run = dateline::bench::BenchRun::read(&world.path("run.json")).unwrap();
    assert_eq!(run.total.samples, 25);
}

#[test]
fn a_cold_run_tells_what_is_known_of_the_page_cache() {
    let world = world();
    let run = bench(&world, &["--cold=pass", "-i", "2"]);
    assert_eq!(run["settings"]["mode"], "cold");
    assert_eq!(run["settings"]["warmup"], 0);
    let cold = &run["cold"];
    assert_eq!(cold["before"], "pass");
    assert!(cold["files"].as_u64().unwrap() > 3);
    assert_eq!(cold["accepted"], cold["refused"].is_null());
    let notes = run["notes"].as_array().unwrap();
    let told = ["page", "not cold"];
    let told = notes
        .iter()
        .filter_map(Value::as_str)
        .any(|note| told.iter().any(|t| note.contains(t)));
    assert!(told, "{notes:?}");
    assert!(bench(&world, &[]).get("cold").is_none());
}

#[test]
fn what_cant_be_measured_is_refused() {
    let world = world();
    world.write(
        "bad.jsonl",
        "{\"q\": \"ferry\"}\n\n{\"q\": \"a date:soon\"}\n",
    );
    world.write(
        "filter.jsonl",
        "{\"q\": \"a\"}\n{\"q\": \"b\", \"from\": \"soon\"}\n",
    );
    world.write("empty.txt", "\n# nothing\n");
    world.write("bytes.txt", b"ferry\n\xff\xfe\n");
    let index = |args: &[&'static str]| [&["bench"], args, &["--index", "idx"]].concat();
    let check =
        |args: &[&'static str], message, help| world.check_error(&index(args), message, help);
    check(
        &["bad.jsonl"],
        "bad.jsonl, line 3: `soon` is not a date",
        "published:2017",
    );
    check(&["filter.jsonl"], "filter.jsonl, line 2: --since", "");
    check(
        &["empty.txt"],
        "empty.txt has no queries",
        "write one a line",
    );
    check(&["set.jsonl", "--rate", "0"], "`--rate 0`", "--rate 100");
    check(&["set.jsonl", "--rate", "-1"], "`--rate -1`", "--rate 100");
    check(
        &["set.jsonl", "--threads", "0"],
        "`--threads 0`",
        "--threads 2",
    );
    check(
        &["set.jsonl", "--limit", "0"],
        "`--limit 0`",
        "--page count",
    );
    check(
        &["set.jsonl", "--facet", "colour"],
        "no facet `colour`",
        "the facets are",
    );
    check(
        &["set.jsonl", "--class", "long"],
        "no query has the class `long`",
        "dated, none",
    );
    check(
        &["set.jsonl", "--save", "no/run.json"],
        "no such folder",
        "name a file",
    );
    check(
        &["set.jsonl", "--cold", "--threads", "2"],
        "one query after the other",
        "",
    );
    world.check_error(
        &["bench", "set.jsonl", "--index", "nowhere"],
        "no index in nowhere",
        "dateline",
    );
    for args in [
        &["none.txt"][..],
        &["bytes.txt"],
        &["set.jsonl", "--duration", "0"],
        &[],
    ] {
        let ran = world.run(&index(args));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
    }
    // The carets stand under the value.
    let ran = world.run(&index(&["bad.jsonl"]));
    assert!(
        ran.err.contains("\n  a date:soon\n         ^^^^\n"),
        "{}",
        ran.err
    );
}

#[test]
#[cfg(unix)]
fn an_interrupt_ends_with_what_was_measured() {
    use std::process::Stdio;
    let world = world();
    let mut command = world.command(&[
        "bench",
        "set.jsonl",
        "--index",
        "idx",
        "--duration",
        "100",
        "--warm-up",
        "0",
        "--save",
        "run.json",
    ]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // The first line of progress comes when it has measured for five seconds.
    let mut err = std::io::BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    std::io::BufRead::read_line(&mut err, &mut line).unwrap();
    assert!(line.starts_with("measuring: "), "{line}");
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let ran = support::of(child.wait_with_output().unwrap());
    assert_eq!(ran.code, 130);
    assert!(
        ran.out
            .contains("note: interrupted: what was measured until then"),
        "{}",
        ran.out
    );
    let run = dateline::bench::BenchRun::read(&world.path("run.json")).unwrap();
    assert_eq!(run.ended.as_deref(), Some("interrupted"));
    assert!(run.total.samples > 0 && run.seconds < 100.0);
}

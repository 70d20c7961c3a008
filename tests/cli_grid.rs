//! `dateline eval --grid`: points of a grid on the sample, their runs, and what a choice is worth
//! elsewhere.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::Value;
use support::{World, sample};

const GRID: &str = "measure = \"ndcg@10\"\nmatch = [\"relaxed\", \"any\"]\n\
    [ranking]\nk1 = [0.5, 2.0]\nheadline = [0.8]\n";

/// A folder with the sample's index, topics and judgements, and a grid.
fn world(grid: &str) -> World {
    let world = World::with_sample();
    for file in ["topics.tsv", "qrels.txt"] {
        world.write(file, fs_err::read(sample().join(file)).unwrap());
    }
    world.write("grid.toml", grid);
    world
}

const ASK: &[&str] = &[
    "eval",
    "--grid",
    "grid.toml",
    "--topics",
    "topics.tsv",
    "--qrels",
    "qrels.txt",
    "--index",
    "idx",
];

/// The value of a measure over all topics, as eval tells it of a run.
fn evaluated(world: &World, measure: &str, run: &str) -> f64 {
    let args = [
        "eval",
        "--qrels",
        "qrels.txt",
        "-m",
        measure,
        "-c",
        "--format",
        "tsv",
        run,
    ];
    let out = world.ok(&args).out;
    // Behind the run's name and the number of topics.
    let all = out
        .lines()
        .rfind(|line| line.split_whitespace().nth(1) == Some("all"));
    let value = all
        .unwrap_or_else(|| panic!("{out}"))
        .split_whitespace()
        .nth(2);
    value.unwrap().parse().unwrap()
}

#[test]
fn every_point_is_in_the_table_and_its_run_is_worth_what_is_said() {
    let world = world(GRID);
    let text = world.ok(&[ASK, &["--save-runs", "runs"]].concat()).out;
    assert!(
        text.starts_with("4 points by ndcg@10; topics: 15\n"),
        "{text}"
    );
    let marked: Vec<&str> = text.lines().filter(|line| line.contains(" * ")).collect();
    assert_eq!(marked.len(), 1, "{text}");
    assert!(marked[0].starts_with("match=relaxed,k1=2 *"), "{text}");
    assert!(text.contains("on others it will be worse"), "{text}");
    let tsv = world.ok(&[ASK, &["--format", "tsv"]].concat()).out;
    let mut values = Vec::new();
    for line in tsv.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [point, "all", "ndcg@10", value] = cells[..] else {
            panic!("{line}");
        };
        let value: f64 = value.parse().unwrap();
        let run = format!("runs/{}.run", point.trim_end_matches('*'));
        let again = evaluated(&world, "ndcg@10", &run);
        assert!((again - value).abs() < 1e-4, "{line} against {again}");
        values.push(value);
    }
    assert_eq!(values.len(), 4);
    assert!(values.is_sorted_by(|a, b| a >= b), "{values:?}");
    assert!(values[0] > values[3], "a grid that changes nothing: {tsv}");
}

#[test]
fn the_measure_that_is_typed_goes_before_that_of_the_file() {
    let world = world(GRID);
    let json = |more: &[&str]| -> Value {
        let out = world.ok(&[ASK, &["--format", "json"], more].concat()).out;
        serde_json::from_str(&out).unwrap()
    };
    let file = json(&[]);
    assert_eq!(
        (&file["version"], &file["measure"]),
        (&1.into(), &"ndcg@10".into())
    );
    assert_eq!(file["topics"]["all"], 15);
    assert_eq!(file["folds"], Value::Array(Vec::new()));
    let typed = json(&["-m", "P_5,map"]);
    assert_eq!(typed["measure"], "P@5");
    let points = typed["points"].as_array().unwrap();
    assert_eq!(points.iter().filter(|p| p["default"] == true).count(), 1);
}

#[test]
fn several_collections_are_left_out_one_by_one() {
    let collection = |name: &str| {
        format!(
            "[[collection]]\nname = \"{name}\"\ntopics = \"{name}.tsv\"\nqrels = \"qrels.txt\"\n\
             index = \"idx\"\nplain = true\n"
        )
    };
    let grid = format!("{GRID}{}{}", collection("odd"), collection("even"));
    let world = world(&grid);
    let topics = fs_err::read_to_string(world.path("topics.tsv")).unwrap();
    for (name, rest) in [("odd", 0), ("even", 1)] {
        let half = topics.lines().enumerate().filter(|(n, _)| n % 2 == rest);
        let half: String = half.map(|(_, line)| format!("{line}\n")).collect();
        world.write(&format!("{name}.tsv"), half);
    }
    let ask = ["eval", "--grid", "grid.toml", "--save-runs", "runs"];
    let text = world.ok(&ask).out;
    assert!(text.contains("topics: 7 of even, 8 of odd"), "{text}");
    assert!(text.contains("Chosen on all collections but one"), "{text}");
    assert!(world.path("runs/odd/match=any,k1=0.5.run").exists());
    let out = world
        .ok(&["eval", "--grid", "grid.toml", "--format", "json"])
        .out;
    let json: Value = serde_json::from_str(&out).unwrap();
    let points = json["points"].as_array().unwrap();
    let folds = json["folds"].as_array().unwrap();
    assert_eq!(folds.len(), 2);
    for (out, other) in [(0, 1), (1, 0)] {
        let fold = &folds[out];
        let value = |point: &Value, on: usize| point["collections"][on]["value"].as_f64().unwrap();
        let chosen = points
            .iter()
            .find(|p| p["point"] == fold["chosen"])
            .unwrap();
        let best = points.iter().map(|p| value(p, other)).fold(0.0, f64::max);
        assert_eq!(value(chosen, other), best, "{fold}");
        assert_eq!(fold["value"].as_f64(), Some(value(chosen, out)), "{fold}");
        assert_eq!(fold["left_out"], chosen["collections"][out]["collection"]);
    }
    world.check_error(ASK, "names its collections itself", "--topics");
}

#[test]
fn what_can_not_be_used_is_told() {
    let check = |grid: &str, message: &str, help: &str| {
        let world = World::new();
        world.write("grid.toml", grid);
        world.check_error(&["eval", "--grid", "grid.toml"], message, help);
    };
    check(
        "[ranking]\nk1 = [1.2]\nk3 = [1]\n",
        "grid.toml:3:1: unknown key `ranking.k3`",
        "coverage",
    );
    check("measure = \"f1\"\n", "no measure `f1`", "grid");
    check(
        "match = [\"any\"]\n",
        "wants --topics and --qrels",
        "[[collection]]",
    );
    let world = world(GRID);
    let count = [ASK, &["-m", "num_rel"]].concat();
    world.check_error(&count, "not ordered by num_rel", "ndcg@10");
    world.write("qrels.txt", "99 0 x 1\n");
    world.check_error(ASK, "no topic of all has a judgement", "ids");
    let both = world.run(&[ASK, &["--feedback"]].concat());
    assert_eq!(both.code, 2, "{}", both.err);
}

#[test]
fn saved_queries_are_put_in_place_in_topics() {
    let world = world("match = ['any', 'all']\n");
    world.write("a.tsv", "1\tsaved:sea\n");
    world.write("b.tsv", "1\t(ferry OR harbour)\n");
    world.ok(&["saved", "add", "sea", "ferry OR harbour"]);
    let run = |topics: &str| {
        let args = [
            "eval",
            "--topics",
            topics,
            "--qrels",
            "qrels.txt",
            "--index",
            "idx",
            "--run-out",
            "made.run",
        ];
        assert!(world.run(&args).code < 2);
        let made = fs_err::read_to_string(world.path("made.run")).unwrap();
        assert!(!made.is_empty());
        let args = [
            "eval",
            "--grid",
            "grid.toml",
            "--topics",
            topics,
            "--qrels",
            "qrels.txt",
            "--index",
            "idx",
            "--format",
            "tsv",
        ];
        let grid = world.run(&args);
        (made, grid.out, grid.err)
    };
    let (a, b) = (run("a.tsv"), run("b.tsv"));
    assert_eq!(a, b);
    let list = |topics: &str| {
        world
            .run(&["judge", "--list", "--topics", topics, "--index", "idx"])
            .out
    };
    assert!(!list("a.tsv").is_empty());
    assert_eq!(list("a.tsv"), list("b.tsv"));
}

#[test]
fn an_index_of_other_articles_is_refused_and_the_first_pass_is_told() {
    let world = world(GRID);
    world.write(
        "other.jsonl",
        "{\"id\":\"x1\",\"title\":\"Ferry strike harbour\",\"body\":\"The ferry.\"}\n",
    );
    world.ok(&["index", "other.jsonl", "--index", "other"]);
    world.write("topic.tsv", "1\tferry\n");
    world.write("topic.qrels", "1 0 judged-one 1\n");
    let ask = [
        "eval",
        "--grid",
        "grid.toml",
        "--topics",
        "topic.tsv",
        "--qrels",
        "topic.qrels",
        "--index",
        "other",
    ];
    world.check_error(
        &ask,
        "found is `x1`, judged `judged-one`",
        "ids must be the same",
    );
    let ran = world.run(&[
        "eval",
        "--topics",
        "topic.tsv",
        "--qrels",
        "topic.qrels",
        "--index",
        "other",
    ]);
    assert!(
        ran.err.contains("found is `x1`, judged `judged-one`"),
        "{}",
        ran.err
    );
    world.write("topic.tsv", "1\tnowhere\n");
    world.check_error(&ask, "no topic finds anything", "the index");
    world.write("grid.toml", "words = ['printed', 'stems']\n");
    let json = world.ok(&[ASK, &["--format", "json"]].concat()).out;
    let scores: Value = serde_json::from_str(&json).unwrap();
    for point in scores["points"].as_array().unwrap() {
        let is_printed = point["point"] == "words=printed";
        assert_eq!(point["first_pass"], is_printed, "{point}");
    }
    assert!(world.ok(ASK).out.contains("by the first pass alone"));
}

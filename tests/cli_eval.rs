//! `dateline eval`: runs scored and compared, runs made of topics, and what is refused.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use dateline::eval::{Counting, Measure, Qrels, Run, USUAL, score};
use serde_json::{Value, json};
use support::{World, check_golden, sample};

/// Topic 1: a 2, b 0, c 1, d 1; topic 2: e 1; topic 10 is in no run.
const QRELS: &str = "1 0 a 2\n1 0 b 0\n1 0 c 1\n1 0 d 1\n2 0 e 1\n10 0 f 1\n";
/// Topic 1 as c, b, x, a: equal scores fall by id, and ranks lie. Topic 2 has e second.
const FIRST: &str = "\
1 Q0 b 1 2.0 first
1 Q0 c 9 2.0 first
1 Q0 a 2 0.5 first
1 Q0 x 3 1e0 first
2 Q0 y 1 7 first
2 Q0 e 2 6 first
";
/// Topic 1 as a, c, d; topic 2 as e.
const SECOND: &str = "\
1\tQ0\ta\t1\t3\tsecond\r\n1\tQ0\tc\t2\t2\tsecond\r\n1\tQ0\td\t3\t1\tsecond\r\n2\tQ0\te\t1\t1\tsecond\r\n";

fn world() -> World {
    let world = World::new();
    world.write("qrels", QRELS);
    world.write("first.run", FIRST);
    world.write("second.run", SECOND);
    world
}

fn json_of(world: &World, args: &[&str]) -> Value {
    let all = [&["eval", "--qrels", "qrels", "--format", "json"], args].concat();
    serde_json::from_str(&world.ok(&all).out).unwrap()
}

#[test]
fn scores_are_those_of_hand() {
    let ran = world().ok(&[
        "eval",
        "--qrels",
        "qrels",
        "first.run",
        "--format",
        "tsv",
        "--per-topic",
        "-m",
        "map,P@2,ndcg,mrr,bpref,Rprec,recall@2,num_ret,num_rel_ret",
    ]);
    // Topic 1, three relevant, at ranks 1 and 4: map (1 + 2/4) / 3; bpref, one judged other above a:
    // (1 + 0) / 3; ndcg (1/log2(2) + 2/log2(5)) / (2 + 1/log2(3) + 1/log2(4)) = 1.8614 / 3.1309.
    // Topic 2 at rank 2: map 1/2, bpref 1 as y is not judged, ndcg 1/log2(3).
    let values = |topic: &str| -> Vec<String> {
        let lines = ran.out.lines().map(|l| l.split('\t').map(str::trim));
        let cells = lines.map(Iterator::collect::<Vec<_>>);
        let of_topic = cells.filter(|cells| cells[1] == topic && cells[0] != "runid");
        of_topic.map(|c| format!("{} {}", c[0], c[2])).collect()
    };
    assert_eq!(
        values("1"),
        [
            "map 0.5000",
            "P_2 0.5000",
            "ndcg 0.5945",
            "recip_rank 1.0000",
            "bpref 0.3333",
            "Rprec 0.3333",
            "recall_2 0.3333",
            "num_ret 4",
            "num_rel_ret 2"
        ]
    );
    assert_eq!(
        values("2"),
        [
            "map 0.5000",
            "P_2 0.5000",
            "ndcg 0.6309",
            "recip_rank 0.5000",
            "bpref 1.0000",
            "Rprec 0.0000",
            "recall_2 1.0000",
            "num_ret 2",
            "num_rel_ret 1"
        ]
    );
    assert_eq!(
        values("all"),
        [
            "num_q 2",
            "map 0.5000",
            "P_2 0.5000",
            "ndcg 0.6127",
            "recip_rank 0.7500",
            "bpref 0.6667",
            "Rprec 0.1667",
            "recall_2 0.6667",
            "num_ret 6",
            "num_rel_ret 3"
        ]
    );
    assert!(ran.out.contains("map                   \tall\t0.5000\n"));
    assert!(
        ran.err.contains("not in the run, and do not count: 1 (10)"),
        "{}",
        ran.err
    );
}

#[test]
fn topics_that_are_not_in_the_run_count_when_asked_for() {
    let world = world();
    let map = |args: &[&str]| {
        let answer = json_of(&world, &[&["second.run", "-m", "map"], args].concat());
        assert_eq!(answer["version"], 1);
        answer["runs"][0]["all"]["map"].as_f64().unwrap()
    };
    assert!((map(&[]) - 1.0).abs() < 1e-12);
    assert!((map(&["--complete"]) - 2.0 / 3.0).abs() < 1e-12);
    // From grade 2 only a is relevant, and topic 2 has nothing.
    assert!((map(&["--level", "2"]) - 0.5).abs() < 1e-12);
}

#[test]
fn two_runs_are_compared_by_topic() {
    let world = world();
    let args = [
        "--compare",
        "first.run",
        "second.run",
        "-m",
        "map,mrr,num_ret",
    ];
    let answer = json_of(&world, &args);
    let compared = answer["compared"].as_array().unwrap();
    assert_eq!(compared.len(), 2, "counts are not compared");
    let map = &compared[0];
    // Both topics go from 1/2 to 1: of four ways to swap two are as far.
    assert_eq!(
        (&map["a"], &map["b"], &map["difference"]),
        (&json!(0.5), &json!(1.0), &json!(0.5))
    );
    assert_eq!(
        map["chance"],
        json!({"p": 0.5, "permutations": 4, "exact": true})
    );
    assert_eq!((&map["better"], &map["worse"]), (&json!(2), &json!(0)));
    let mrr = &compared[1];
    assert_eq!(mrr["topics"][0], json!({"topic": "2", "a": 0.5, "b": 1.0}));
    assert_eq!((&mrr["better"], &mrr["same"]), (&json!(1), &json!(1)));
    let same = json_of(&world, &["--compare", "first.run", "first.run"]);
    for measure in same["compared"].as_array().unwrap() {
        assert_eq!(measure["chance"]["p"], 1.0);
        assert_eq!(measure["interval"], json!([0.0, 0.0]));
    }
    let text = world.ok(&[&["eval", "--qrels", "qrels"], args.as_slice()].concat());
    check_golden("eval/compared.txt", &text.out);
}

#[test]
fn runs_stand_beside_each_other() {
    let ran = world().ok(&[
        "eval",
        "--qrels",
        "qrels",
        "first.run",
        "second.run",
        "--per-topic",
    ]);
    check_golden("eval/two_runs.txt", &ran.out);
}

#[test]
fn topics_of_the_sample_are_asked_and_scored() {
    let world = World::with_sample();
    let (topics, qrels) = (sample().join("topics.tsv"), sample().join("qrels.txt"));
    let (topics, qrels) = (topics.to_str().unwrap(), qrels.to_str().unwrap());
    let made = |more: &[&str]| {
        let all = [
            "eval",
            "--qrels",
            qrels,
            "--topics",
            topics,
            "--index",
            "idx",
            "--per-topic",
        ];
        world.ok(&[&all, more].concat()).out
    };
    let text = made(&["--run-out", "made.run"]);
    check_golden("eval/sample.txt", &text);
    // The run that is written scores the same.
    let read = world.ok(&[
        "eval",
        "--qrels",
        qrels,
        "made.run",
        "--per-topic",
        "--complete",
    ]);
    let figures = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.contains("judged"));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(figures(&read.out), figures(&text));
    assert_ne!(made(&["--one-pass"]), text, "the options of ranking apply");
    assert_ne!(made(&["--match", "all"]), text);
}

#[test]
fn a_topic_that_cannot_be_asked_is_told_and_counts_as_nothing() {
    let world = World::with_index(&[support::record("e", "Ferry", "A ferry came.")]);
    world.write("qrels", "1 0 e 1\n2 0 e 1\n3 0 e 1\n4 0 e 1\n");
    world.write(
        "topics",
        "1\tferry\n2\t\n3\tferry date:never\n4\tnothingatall\n",
    );
    let args = ["--topics", "topics", "--index", "idx", "-m", "map"];
    let answer = json_of(&world, &args);
    assert_eq!(answer["runs"][0]["topics"], 4);
    assert_eq!(answer["runs"][0]["all"]["map"], 0.25);
    let unanswered = answer["unanswered"].as_array().unwrap();
    let topics: Vec<&Value> = unanswered.iter().map(|u| &u["topic"]).collect();
    assert_eq!(topics, ["2", "3"]);
    let ran = world.ok(&[&["eval", "--qrels", "qrels"], args.as_slice()].concat());
    assert!(
        ran.err.contains("topic 2 has no answer: it has no title"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("topic 3 has no answer: "), "{}", ran.err);
    let plain = json_of(&world, &[args.as_slice(), &["--plain"]].concat());
    assert_eq!(plain["unanswered"].as_array().unwrap().len(), 1);
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    let world = world();
    let check = |name: &str, text: &str, told: &str| {
        world.write(name, text);
        let (qrels, run) = match name {
            "wrong.run" => ("qrels", "wrong.run"),
            other => (other, "first.run"),
        };
        world.check_error(&["eval", "--qrels", qrels, run], told, "mend the line");
    };
    check("wrong.run", "", "wrong.run:1: no line of a run");
    check("wrong.run", "1 Q0 a 1 2\n", "wrong.run:1: expected");
    check(
        "wrong.run",
        "1 Q0 a 1 2 x\n1 Q0 b 1 nan x\n",
        "wrong.run:2: the score `nan`",
    );
    check(
        "wrong.run",
        "1 Q0 a 1 2 x\n\n1 Q0 a 1 1 x\n",
        "wrong.run:3: document a is there twice",
    );
    check("wrong", "", "wrong:1: no judgement");
    check("wrong", "1 0 a 1\n1 0 b\n1 a\n", "wrong:2: the grade `b`");
    check("wrong", "1 0 a 1.5\n", "wrong:1: the grade `1.5`");
    check(
        "wrong",
        "1 0 a 1\r\n1 0 a 0\r\n",
        "wrong:2: document a is judged twice",
    );
    let ran = world.run(&["eval", "--qrels", "none", "first.run"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    for args in [
        &["eval", "--qrels", "qrels"] as &[&str],
        &["eval", "first.run"],
        &["eval", "--qrels", "qrels", "--compare", "first.run"],
        &["eval", "--qrels", "qrels", "first.run", "-m", "map,warmth"],
        &["eval", "--qrels", "qrels", "first.run", "--level", "-1"],
    ] {
        assert_eq!(world.run(args).code, 2, "{args:?}");
    }
}

#[test]
fn a_run_without_a_judged_topic_is_nothing_found() {
    let world = world();
    world.write("other.run", "77 Q0 a 1 2 other\n");
    let ran = world.run(&["eval", "--qrels", "qrels", "other.run"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.err
            .contains("other: topics that are not judged, and do not count: 1 (77)"),
        "{}",
        ran.err
    );
}

/// A run and judgements of many ties.
fn random(rng: &mut fastrand::Rng) -> (Vec<String>, Vec<(String, f64)>) {
    let (mut qrels, mut run) = (Vec::new(), Vec::new());
    for topic in 0..5 {
        for doc in 0..30 {
            if rng.bool() {
                qrels.push(format!("{topic} 0 d{doc} {}", rng.i32(-1..4)));
            }
            if rng.bool() {
                run.push((format!("{topic} Q0 d{doc} 0"), f64::from(rng.i32(-6..6))));
            }
        }
    }
    (qrels, run)
}

#[test]
fn neither_order_of_lines_nor_scale_of_scores_changes_a_score() {
    let world = World::new();
    let mut rng = fastrand::Rng::with_seed(11);
    let measures: Vec<Measure> = USUAL
        .into_iter()
        .chain([Measure::Ndcg, Measure::GmMap])
        .collect();
    let scored = |qrels: &[String], run: &[(String, f64)], scale: fn(f64) -> f64| {
        let qrels = world.write("q", qrels.join("\n"));
        let lines = run
            .iter()
            .map(|(head, score)| format!("{head} {} r\n", scale(*score)));
        let run = world.write("r", lines.collect::<String>());
        let (qrels, run) = (Qrels::read(&qrels).unwrap(), Run::read(&run).unwrap());
        score(&qrels, &run, &measures, Counting::default())
    };
    for _ in 0..40 {
        let (mut qrels, mut run) = random(&mut rng);
        let expected = scored(&qrels, &run, |score| score);
        assert_eq!(expected.topics.len(), 5);
        let scales: [fn(f64) -> f64; 3] = [|s| s * 8.0 + 3.0, f64::exp, |s| s * s * s];
        for scale in scales {
            rng.shuffle(&mut qrels);
            rng.shuffle(&mut run);
            assert_eq!(scored(&qrels, &run, scale), expected);
        }
        let back = scored(&qrels, &run, |score| -score);
        assert_ne!(back, expected, "the order of scores does matter");
    }
}

#[test]
fn negative_grades_count_as_not_judged() {
    let world = World::new();
    // Three are relevant; z is judged and is not; n and m are as if they were not there.
    world.write(
        "qrels",
        "1 0 n -1\n1 0 a 2\n1 0 z 0\n1 0 b 1\n1 0 c 1\n1 0 m -2\n",
    );
    world.write(
        "run",
        "1 Q0 n 1 5 r\n1 Q0 a 2 4 r\n1 Q0 z 3 3 r\n1 Q0 b 4 2 r\n",
    );
    let measures = "map,bpref,ndcg,P@5,Rprec,num_rel,mrr,recall@5,success@1";
    let args = [
        "eval", "--qrels", "qrels", "run", "-m", measures, "--format", "json",
    ];
    let found: Value = serde_json::from_str(&world.ok(&args).out).unwrap();
    let text = found.to_string();
    // By hand, and as pytrec_eval has them: map (1/2 + 2/4) / 3; bpref (1 + (1 - 1/1)) / 3; ndcg
    // (2/log2(3) + 1/log2(5)) / (2 + 1/log2(3) + 1/log2(4)).
    for value in [1.0 / 3.0, 0.540_585_767, 0.4, 3.0, 0.5, 2.0 / 3.0] {
        let start = format!("{value}");
        let start = &start[..start.len().min(9)];
        assert!(text.contains(start), "{start}: {text}");
    }
}

#[test]
fn what_can_not_be_compared_or_written_is_told_at_once() {
    let world = world();
    world.write("other.run", "77 Q0 a 1 2 other\n");
    let ran = world.run(&[
        "eval",
        "--qrels",
        "qrels",
        "--compare",
        "first.run",
        "other.run",
    ]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.err.contains("no judged topic is in both"),
        "{}",
        ran.err
    );
    assert!(!ran.out.contains("-0.0000"), "{}", ran.out);
    world.write("strange.run", "1 Q0 zzz 1 2 strange\n");
    let ran = world.ok(&["eval", "--qrels", "qrels", "strange.run"]);
    assert!(
        ran.err.contains("found is `zzz`, judged `a`"),
        "{}",
        ran.err
    );
    world.write("topics", "1\tferry\n");
    let ask = ["eval", "--qrels", "qrels", "--topics", "topics"];
    let deep = [&ask[..], &["--depth", "0"]].concat();
    world.check_error(&deep, "asks for no articles", "--depth 1000");
    let out = [&ask[..], &["--run-out", "nowhere/x"]].concat();
    world.check_error(&out, "cannot write nowhere/x", "a folder that is there");
    let ran = world.run(&["eval", "--qrels", "missing", "first.run"]);
    assert!(
        ran.err
            .starts_with("dateline: cannot read missing: No such file"),
        "{}",
        ran.err
    );
}

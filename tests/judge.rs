//! `dateline judge` as its users meet it: in a terminal of its own, killed and taken up again, and
//! without a terminal.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;
#[path = "support/terminal.rs"]
mod terminal;

use support::{World, lines, record};
use terminal::Terminal;

const TOPICS: &str =
    "7\tferry\tAnything on ferries\tTrains are not relevant\n12\ttunnel date:20x\n9\twalrus\n";

/// An index of eight articles, four of them on ferries, and three topics.
fn world() -> World {
    let words = [
        "ferry",
        "ferry",
        "ferry tunnel",
        "ferry",
        "tunnel",
        "tunnel",
        "train",
        "plane",
    ];
    let article = |(n, words): (usize, &&str)| {
        let body = format!("The {words} was late on day {n}, said the company.");
        record(&format!("a{n}"), &format!("Late again, {n}"), &body)
    };
    let records: Vec<_> = words.iter().enumerate().map(article).collect();
    let world = World::new();
    world.write("dump.jsonl", lines(&records));
    world.ok(&["index", "dump.jsonl", "--index", "idx"]);
    world.write("topics.tsv", TOPICS);
    world
}

const JUDGE: &[&str] = &[
    "judge",
    "--topics",
    "topics.tsv",
    "--qrels",
    "made.qrels",
    "--index",
    "idx",
];

/// The pool, as `--list` prints it with these options.
fn pool(world: &World, more: &[&str]) -> Vec<(String, String)> {
    let listed = ["judge", "--topics", "topics.tsv", "--list"];
    let out = world.ok(&[&listed, more].concat()).out;
    let pair = |line: &str| {
        let (topic, doc) = line.split_once('\t').unwrap();
        (topic.to_owned(), doc.to_owned())
    };
    out.lines().map(pair).collect()
}

/// Topic, document and grade of each line.
fn judged(world: &World) -> Vec<(String, String, i32)> {
    let text = fs_err::read_to_string(world.path("made.qrels")).unwrap();
    let line = |line: &str| {
        let cells: Vec<&str> = line.split(' ').collect();
        assert_eq!(cells.len(), 4, "{line}");
        (cells[0].into(), cells[2].into(), cells[3].parse().unwrap())
    };
    text.lines().map(line).collect()
}

#[test]
fn what_was_judged_before_a_kill_is_kept_and_gone_on_from() {
    let world = world();
    let pool = pool(&world, &["--index", "idx"]);
    let of = |topic: &str| pool.iter().filter(|(t, _)| t == topic).count();
    assert_eq!((of("7"), of("12"), of("9")), (4, 3, 0));
    world.write("made.qrels", "99 Q0 elsewhere -1\n7 0 not-in-the-pool 3\n");
    let mut view = Terminal::run(&world.command(JUDGE));
    view.until_text("article 1 of 4 · 0 judged");
    assert!(view.is_raw());
    view.until_text("Trains are not relevant");
    view.keys("2");
    view.until_text("article 2 of 4 · 1 judged: 0 not / 0 part / 1 relevant");
    view.keys("0");
    view.until_text("article 3 of 4 · 2 judged: 1 not");
    view.keys("3");
    view.until_text("article 4 of 4 · 3 judged: 1 not / 0 part / 1 relevant / 1 highly");
    view.signal("KILL");
    view.until_text("ended 137");
    let grades = [2, 0, 3];
    let mut expected = vec![
        ("99".to_owned(), "elsewhere".to_owned(), -1),
        ("7".to_owned(), "not-in-the-pool".to_owned(), 3),
    ];
    let first = pool.iter().zip(grades);
    expected.extend(first.map(|((topic, doc), grade)| (topic.clone(), doc.clone(), grade)));
    assert_eq!(judged(&world), expected);
    // Again: at the first without a grade. One is taken back, one regraded, one skipped.
    let mut view = Terminal::run(&world.command(JUDGE));
    view.until_text("article 4 of 4 · 3 judged");
    view.keys("1");
    view.until_text("topic 12 (2 of 2)");
    view.keys("3");
    view.until_text("article 2 of 3 · 1 judged");
    view.keys("u");
    view.until_text("article 1 of 3 · 0 judged");
    view.keys("s");
    view.until_text("article 2 of 3");
    view.keys("P");
    view.until_text("article 1 of 4 · 4 judged");
    view.keys("1");
    view.until_text("article 2 of 3");
    view.keys("q");
    let text = view.ends_sane(0);
    assert!(text.contains("2 judged now, 3 of the pool left"), "{text}");
    let mut expected: Vec<(String, String, i32)> = vec![
        ("7".to_owned(), "not-in-the-pool".to_owned(), 3),
        ("99".to_owned(), "elsewhere".to_owned(), -1),
    ];
    for ((topic, doc), grade) in pool.iter().zip([1, 0, 3, 1]) {
        expected.push((topic.clone(), doc.clone(), grade));
    }
    let number = |topic: &str| topic.parse::<u32>().unwrap();
    expected.sort_by(|a, b| (number(&a.0), &a.1).cmp(&(number(&b.0), &b.1)));
    assert_eq!(judged(&world), expected);
    assert!(
        fs_err::read_to_string(world.path("made.qrels"))
            .unwrap()
            .contains("99 Q0 elsewhere")
    );
}

#[test]
fn a_signal_ends_it_and_the_file_is_in_order() {
    let world = world();
    let mut view = Terminal::run(&world.command(JUDGE));
    view.until_text("article 1 of 4");
    view.keys("1p3");
    view.until_text("0 not / 0 part / 0 relevant / 1 highly");
    view.signal("TERM");
    view.ends_sane(130);
    assert_eq!(judged(&world).len(), 1);
    // Left without a grade, a new file is none.
    let other = [&JUDGE[..4], &["none.qrels", "--index", "idx"]].concat();
    let mut view = Terminal::run(&world.command(&other));
    view.until_text("article 1 of 4");
    view.keys("\x03");
    view.ends_sane(0);
    assert!(!world.path("none.qrels").exists());
}

#[test]
fn a_document_that_no_index_has_is_told_and_can_be_graded() {
    let world = world();
    world.write(
        "a.run",
        "7 Q0 nowhere 1 9 a\n7 Q0 a1 2 8 a\n7 Q0 a2 3 1 a\n",
    );
    let args = [JUDGE, &["--run", "a.run", "--depth", "1"]].concat();
    let mut view = Terminal::run(&world.command(&args));
    view.until_text("nowhere is not in this index");
    view.keys("0");
    view.until_text("everything is judged");
    view.keys("q");
    view.ends_sane(0);
    assert_eq!(judged(&world), [("7".into(), "nowhere".into(), 0)]);
}

#[test]
fn the_pool_of_runs_is_their_union_to_a_depth() {
    let world = world();
    // By score, whatever rank says; of equal scores the greater name first.
    world.write("a.run", "7 Q0 a1 1 1 a\n7 Q0 a2 2 5 a\n7 Q0 a3 3 1 a\n");
    world.write("b.run", "7 Q0 a5 1 0.5 b\n12 Q0 a2 1 1 b\n");
    let runs = ["--run", "a.run", "--run", "b.run", "--depth"];
    let check = |depth: &str, expected: &[(&str, &str)]| {
        let mut got = pool(&world, &[&runs, &[depth][..]].concat());
        got.sort();
        let expected: Vec<_> = expected
            .iter()
            .map(|(t, d)| ((*t).into(), (*d).into()))
            .collect();
        assert_eq!(got, expected, "{depth}");
    };
    check("1", &[("12", "a2"), ("7", "a2"), ("7", "a5")]);
    check("2", &[("12", "a2"), ("7", "a2"), ("7", "a3"), ("7", "a5")]);
    let one = pool(&world, &["--run", "b.run", "--topic", "12"]);
    assert_eq!(one, [("12".to_owned(), "a2".to_owned())]);
    let none = world.run(&[
        "judge",
        "--topics",
        "topics.tsv",
        "--list",
        "--topic",
        "9",
        "--index",
        "idx",
    ]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_overwritten() {
    let world = world();
    world.check_error(JUDGE, "there is no terminal to judge at", "--list");
    assert!(!world.path("made.qrels").exists());
    let list = |topics: &str| {
        world.write("t.tsv", topics);
        ["judge", "--topics", "t.tsv", "--list", "--index", "idx"]
    };
    world.check_error(&list("no tab\n"), "t.tsv:1: expected an id", "line");
    world.check_error(
        &list("1\ta\n1\tb\n"),
        "t.tsv:2: topic 1 is there twice",
        "line",
    );
    let unknown = ["judge", "--topics", "topics.tsv", "--list", "--topic", "x"];
    world.check_error(&unknown, "no topic `x`", "first column");
    world.write("a.run", "7 Q0 a1 1 high a\n");
    let run = [
        "judge",
        "--topics",
        "topics.tsv",
        "--list",
        "--run",
        "a.run",
    ];
    world.check_error(&run, "a.run:1: the score `high`", "line");
    // In a terminal, a file that is something else.
    world.write("made.qrels", "Dear diary,\n");
    let mut view = Terminal::run(&world.command(JUDGE));
    let text = view.ends_sane(2);
    assert!(text.contains("no judgements"), "{text}");
    let kept = fs_err::read_to_string(world.path("made.qrels")).unwrap();
    assert_eq!(kept, "Dear diary,\n");
}

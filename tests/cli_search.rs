//! `dateline search` on an index: what is printed, in which form and order, and the exit codes.
//! Searching files with `--in` is in `cli_search_in.rs`.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::{Value, json};
use support::{World, of, record_with};

/// Nine invented articles: three sources and one without, dates of every precision and one without.
fn press() -> Vec<Value> {
    let one = |id: &str, title: &str, body: &str, source: &str, date: &str, section: &str| {
        let more = json!({ "source": source, "published": date, "section": section });
        record_with(id, title, body, more)
    };
    vec![
        one(
            "p1",
            "Ferry to Selk resumes",
            "The ferry sails again.",
            "Quay Mail",
            "2019-05-12",
            "local",
        ),
        one(
            "p2",
            "Ferry fares rise",
            "The council raised fares.",
            "Quay Mail",
            "2019-07-01",
            "money",
        ),
        one(
            "p3",
            "Border town votes",
            "The border town of Ilm voted. Along the border nothing moved.",
            "Quay Mail",
            "2020-01-15T08:30:00+02:00",
            "world/europe",
        ),
        one(
            "p4",
            "Ferry named",
            "The new ferry is named Selkie.",
            "Hill Courier",
            "2019-06",
            "local",
        ),
        one(
            "p5",
            "Council sits late",
            "The council sat until two.",
            "Hill Courier",
            "2018",
            "local",
        ),
        one(
            "p6",
            "Orchard frost",
            "Frost took the blossom.",
            "Hill Courier",
            "2021-04-03",
            "money",
        ),
        one(
            "p7",
            "Ferry strike",
            "Crews of the ferry strike.",
            "Vale Echo",
            "2019-05-13",
            "money",
        ),
        record_with(
            "p8",
            "Ferry tales",
            "A ferry of the mind.",
            json!({ "source": "Vale Echo" }),
        ),
        record_with(
            "p9",
            "Unsigned ferry note",
            "No paper owns this.",
            json!({ "published": "2022" }),
        ),
    ]
}

fn strings<'a>(values: &'a Value, key: &str) -> Vec<&'a str> {
    values
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v[key].as_str().unwrap())
        .collect()
}

#[test]
fn the_exit_code_tells_whether_something_was_found() {
    let world = World::with_index(&press());
    for (args, code) in [
        (&["ferry"][..], 0),
        (&["walrus"], 1),
        (&["ferry", "-c"], 0),
        (&["walrus", "-c"], 1),
        (&["ferry", "-q"], 0),
        (&["walrus", "-q"], 1),
        (&["ferry", "--format", "json"], 0),
        (&["walrus", "--format", "json"], 1),
        (&["ferry", "--offset", "50"], 0),
        (&["date:2017-13"], 2),
        (&["ferry", "--no-such-flag"], 2),
        (&["ferry", "--facet", "nonsense"], 2),
    ] {
        assert_eq!(world.search(args).code, code, "{args:?}");
    }
}

#[test]
fn in_a_pipe_each_hit_is_a_line_of_six_fields() {
    let world = World::with_index(&press());
    let ran = world.search(&["ferry", "--facet", "source"]);
    let rows: Vec<Vec<&str>> = ran.out.lines().map(|l| l.split('\t').collect()).collect();
    let (facets, hits): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row[0] == "facet");
    assert_eq!(hits.len(), 6);
    for (n, row) in hits.iter().enumerate() {
        assert_eq!(row.len(), 6, "{row:?}");
        assert_eq!(row[0], (n + 1).to_string());
    }
    let p3 = world.search(&["ilm"]);
    let fields: Vec<&str> = p3.out.trim_end().split('\t').collect();
    assert_eq!(
        fields[1..4],
        ["2020-01-15", "Quay Mail", "Border town votes"]
    );
    assert!(fields[4].starts_with("The border town of Ilm voted."));
    assert_eq!(fields[5], "p3");
    let expected = [
        ["facet", "source", "Quay Mail", "2"],
        ["facet", "source", "Vale Echo", "2"],
        ["facet", "source", "Hill Courier", "1"],
        ["facet", "source", "(none)", "1"],
    ];
    assert_eq!(facets, expected);
}

#[test]
fn cards_show_title_place_and_lit_words() {
    let world = World::with_index(&press());
    let ran = world.search(&["\"border town\"", "--format", "cards"]);
    assert!(ran.out.contains("*Border town* votes"), "{}", ran.out);
    assert!(ran.out.contains("The *border town* of Ilm"), "{}", ran.out);
    assert!(ran.out.contains("Quay Mail · 2020-01-15"), "{}", ran.out);
    assert!(ran.out.contains("1 of 9 articles"), "{}", ran.out);
    let colored = world.search(&["ilm", "--format", "cards", "--color", "always"]);
    assert!(colored.out.contains('\u{1b}') && !colored.out.contains('*'));
    let mut command = world.command(&["search", "ilm", "--index", "idx", "--format", "cards"]);
    command.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1");
    assert!(!of(command.output().unwrap()).out.contains('\u{1b}'));
}

#[test]
fn ids_count_and_quiet_print_only_that() {
    let world = World::with_index(&press());
    let ran = world.search(&["orchard", "--format", "ids"]);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("p6\n", ""));
    let ran = world.search(&["ferry", "-c"]);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("6\n", ""));
    assert_eq!(world.search(&["walrus", "-c"]).out, "0\n");
    for query in ["ferry", "walrus", "who said \"we will"] {
        let ran = world.search(&[query, "-q"]);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""), "{query}");
    }
}

#[test]
fn a_query_error_shows_the_place_and_the_form_that_works() {
    let world = World::with_index(&press());
    for (query, marked, help) in [
        ("ferry date:2017-13", "2017-13", "2017-11"),
        ("titel:ferry", "titel", "titel\\:"),
        ("ferry title:", "title:", "title:"),
    ] {
        let ran = world.search(&[query]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{query}");
        let lines: Vec<&str> = ran.err.lines().collect();
        assert!(lines[0].starts_with("dateline: "), "{}", ran.err);
        let at = lines
            .iter()
            .position(|l| l.trim_start().starts_with('^'))
            .unwrap_or_else(|| {
                panic!("no caret for {query}: {}", ran.err);
            });
        let (from, carets) = (lines[at].find('^').unwrap(), lines[at].matches('^').count());
        let under: String = lines[at - 1].chars().skip(from).take(carets).collect();
        assert!(
            under.contains(marked) || marked.contains(&under),
            "{query}: {}",
            ran.err
        );
        let last = lines.last().unwrap();
        assert!(
            last.starts_with("help: ") && last.contains(help),
            "{query}: {}",
            ran.err
        );
    }
}

#[test]
fn plain_words_never_fail() {
    let world = World::with_index(&press());
    for query in [
        "who said \"we will",
        "C++ (2017",
        "AT&T: what now?",
        "))((",
        "---",
        "a\\",
    ] {
        assert!(world.search(&["--", query]).code < 2, "{query}");
        assert!(world.search(&[query]).code < 2, "{query}");
    }
}

#[test]
fn parts_are_told_apart_in_texts_of_mixed_scripts() {
    // Words in which one script follows another shift no part that comes after them.
    let mixed = "a選 été’s b挙 l'eau ".repeat(60);
    let more = json!({ "captions": ["Lastly bittern."], "standfirst": mixed.clone() });
    let body = format!("{mixed} heron.\n\nSecond {mixed} egret.");
    let world = World::with_index(&[record_with("m", &mixed, &body, more)]);
    for (query, total) in [
        ("lead:heron", 1),
        ("lead:egret", 0),
        ("body:egret", 1),
        ("body:bittern", 0),
        ("caption:bittern", 1),
        ("caption:egret", 0),
    ] {
        assert_eq!(world.answer(&[query])["total"], total, "{query}");
    }
}

#[test]
fn a_facet_keeps_the_counts_of_the_values_not_chosen() {
    let world = World::with_index(&press());
    let args = [
        "ferry",
        "--source",
        "Quay Mail",
        "--facet",
        "source",
        "--facet",
        "section:1",
    ];
    let answer = world.answer(&args);
    assert_eq!(answer["total"], 2);
    let value = |value: &str, count: u64, selected: bool| json!({ "value": value, "count": count, "selected": selected });
    let source = &answer["facets"]["source"];
    let expected = [
        value("Quay Mail", 2, true),
        value("Vale Echo", 2, false),
        value("Hill Courier", 1, false),
    ];
    assert_eq!(source["values"], json!(expected));
    assert_eq!(source["missing"], 1);
    // Another facet is counted inside the choice.
    let section = &answer["facets"]["section"];
    assert_eq!(section["values"], json!([value("local", 1, false)]));
    assert_eq!(
        (&section["other"], &section["missing"]),
        (&json!(1), &json!(0))
    );
}

#[test]
fn filters_are_or_within_a_facet_and_and_across() {
    let world = World::with_index(&press());
    for (args, total) in [
        (&["--source", "Quay Mail"][..], 3),
        (&["--source", "quay mail"], 3),
        (&["--source", "Quay Mail", "--source", "Vale Echo"], 5),
        (
            &["--filter", "source=Quay Mail", "--filter", "section=money"],
            1,
        ),
        (&["--filter", "section=world"], 1),
        (
            &["--filter", "section=local", "--filter", "section=money"],
            6,
        ),
        (&["--filter", "year=2019"], 4),
        (&["--filter", "source=Nobody"], 0),
    ] {
        assert_eq!(
            world.answer(&[&["*"], args].concat())["total"],
            total,
            "{args:?}"
        );
    }
    let search = |more: &[&'static str]| [&["search", "ferry", "--index", "idx"], more].concat();
    world.check_error(
        &search(&["--filter", "source"]),
        "has no `=`",
        "--filter section=world",
    );
    world.check_error(
        &search(&["--filter", "x=y"]),
        "no facet `x`",
        "the facets are",
    );
    world.check_error(
        &search(&["--facet", "source:x"]),
        "`x` is not a number",
        "--facet source:20",
    );
    world.check_error(
        &search(&["--match", "most"]),
        "`--match most`",
        "--match 75%",
    );
}

#[test]
fn since_and_until_are_inclusive_to_the_precision_known() {
    let world = World::with_index(&press());
    let check = |args: &[&str], expected: &[&str]| {
        let mut ids = world.ids(&[&["*", "-n", "50"], args].concat());
        ids.sort();
        assert_eq!(ids, expected, "{args:?}");
    };
    check(
        &["--since", "2019-05-13", "--until", "2019-07-01"],
        &["p2", "p4", "p7"],
    );
    check(&["--since", "2019-05-12", "--until", "2019-05-12"], &["p1"]);
    check(&["--until", "2018"], &["p5"]);
    check(&["--until", "2018-06"], &[]);
    check(&["--since", "2021"], &["p6", "p9"]);
    check(&["--since", "2022-02"], &[]);
    let wrong = ["search", "*", "--index", "idx", "--since", "yesteryear"];
    world.check_error(&wrong, "--since", "2017-11-19");
}

#[test]
fn sorts_by_date_put_undated_articles_last() {
    let world = World::with_index(&press());
    let newest = world.ids(&["*", "--sort", "newest"]);
    assert_eq!(
        newest,
        ["p9", "p6", "p3", "p2", "p4", "p7", "p1", "p5", "p8"]
    );
    let oldest = world.ids(&["*", "--sort", "oldest"]);
    assert_eq!(
        oldest,
        ["p5", "p1", "p7", "p4", "p2", "p3", "p6", "p9", "p8"]
    );
}

#[test]
fn pages_do_not_overlap_and_cover_all() {
    let world = World::with_sample();
    for sort in ["relevance", "newest", "oldest"] {
        for query in ["*", "the"] {
            let whole = world.ids(&[query, "--sort", sort, "-n", "100"]);
            let total = world.answer(&[query])["total"].as_u64().unwrap() as usize;
            assert_eq!(whole.len(), total);
            let mut pages = Vec::new();
            for offset in (0..total).step_by(7) {
                let offset = offset.to_string();
                pages.extend(world.ids(&[query, "--sort", sort, "-n", "7", "--offset", &offset]));
            }
            assert_eq!(pages, whole, "{sort} {query}");
        }
    }
    assert_eq!(
        world.answer(&["*", "--offset", "60"])["hits"][0]["rank"],
        61
    );
    let deep = ["search", "*", "--index", "idx", "--offset", "99999999999"];
    world.check_error(&deep, "can't be reached", "narrow the query");
}

#[test]
fn words_that_no_article_has_together_are_relaxed_with_a_note() {
    let world = World::with_index(&press());
    let ran = world.search(&["ferry fares blossom"]);
    assert_eq!(ran.code, 0);
    let said = "no article has all 3 words; showing those with 2";
    assert!(ran.err.contains(said), "{}", ran.err);
    let answer = world.answer(&["ferry fares blossom"]);
    assert_eq!(
        (&answer["total"], &answer["hits"][0]["id"]),
        (&json!(1), &json!("p2"))
    );
    let notes = answer["query"]["notes"].as_array().unwrap();
    assert!(
        notes
            .iter()
            .any(|n| n["kind"] == "relaxed" && n["text"] == said),
        "{notes:?}"
    );
    assert_eq!(
        world
            .search(&["ferry fares blossom", "--match", "all"])
            .code,
        1
    );
    assert_eq!(world.search(&["ferry AND fares AND blossom"]).code, 1);
    // A word that must be there may be there alone.
    let alone = world.search(&["blossom", "-c"]).out;
    assert_eq!(world.search(&["+blossom ferry fares", "-c"]).out, alone);
    assert_ne!(alone, "0\n");
    assert_eq!(
        world.answer(&["ferry blossom", "--match", "any"])["total"],
        7
    );
    // No word at all: nothing, and the reader is told how the query was read.
    let ran = world.search(&["walrus zebu"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert_eq!(
        strings(&world.answer(&["walrus"])["query"]["notes"], "kind"),
        [""; 0]
    );
    assert!(
        ran.err
            .contains("no article matches; read as: walrus zebu (9 articles"),
        "{}",
        ran.err
    );
}

#[test]
fn the_nearest_index_upwards_is_taken() {
    let world = World::new();
    world.write("archive/dump.jsonl", support::lines(&press()));
    world.ok(&[
        "index",
        "archive/dump.jsonl",
        "--index",
        "archive/.dateline",
    ]);
    fs_err::create_dir_all(world.path("archive/2019/05")).unwrap();
    let mut command = world.command(&["search", "orchard", "--format", "ids"]);
    command.current_dir(world.path("archive/2019/05"));
    assert_eq!(of(command.output().unwrap()).out, "p6\n");
    let mut command = world.command(&["search", "orchard", "--format", "ids"]);
    command.env("DATELINE_INDEX", world.path("archive/.dateline"));
    assert_eq!(of(command.output().unwrap()).out, "p6\n");
    // Nothing anywhere: the user's own index is named.
    let ran = world.run(&["search", "orchard"]);
    assert!(
        ran.code == 2 && ran.err.contains("home/data"),
        "{}",
        ran.err
    );
}

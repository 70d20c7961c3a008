//! The results of `dateline search`: pages by token, orders, forms, references, and what is said
//! where nothing is found.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::{Value, json};
use support::{World, lines, record_with};

/// `n` articles about ferries from `from` on; one of four is undated, one of five without source.
fn ferries(from: usize, n: usize) -> Vec<Value> {
    let one = |k: usize| {
        let mut more = json!({});
        if k % 4 != 3 {
            more["published"] = json!(format!("2019-{:02}-{:02}", 1 + k * 5 % 12, 1 + k * 7 % 28));
        }
        if k % 5 != 4 {
            more["source"] = json!(["Quay Mail", "Hill Courier", "Vale Echo"][k % 3]);
        }
        let body = format!("The ferry sails. {}", "Waves rise. ".repeat(k % 6));
        record_with(&format!("f{k:03}"), &format!("Ferry {k}"), &body, more)
    };
    (from..from + n).map(one).collect()
}

/// All pages, `size` hits each, and what happens between them.
fn pages(world: &World, args: &[&str], size: &str, between: &dyn Fn(usize)) -> Vec<String> {
    let mut ids = Vec::new();
    let mut after: Option<String> = None;
    for page in 0..200 {
        let mut all = [args, &["-n", size]].concat();
        if let Some(token) = &after {
            all.extend(["--after", token]);
        }
        let answer = world.answer(&all);
        for hit in answer["hits"].as_array().unwrap() {
            assert_eq!(hit["rank"], ids.len() + 1, "{args:?}");
            ids.push(hit["id"].as_str().unwrap().to_owned());
        }
        match answer["next"].as_str() {
            Some(token) => after = Some(token.to_owned()),
            None => return ids,
        }
        between(page);
    }
    panic!("the pages have no end");
}

#[test]
fn pages_together_are_the_whole_result() {
    let world = World::with_index(&ferries(0, 41));
    for args in [
        &["ferry"][..],
        &["ferry", "--one-pass"],
        &["ferry OR waves", "--sort", "newest"],
        &["ferry", "--sort", "oldest"],
        &["ferry", "--sort", "source,-words"],
        &["ferry", "--sort", "words,newest"],
        &["waves", "--sort", "-source,relevance"],
        &["ferry", "--collapse", "earliest"],
    ] {
        let whole = world.ids(&[args, &["-n", "100"]].concat());
        assert!(whole.len() > 10, "{args:?}");
        for size in ["1", "7", "100"] {
            assert_eq!(
                pages(&world, args, size, &|_| ()),
                whole,
                "{args:?} by {size}"
            );
        }
    }
}

#[test]
fn pages_by_date_stay_right_while_the_index_grows() {
    for sort in ["newest", "oldest", "source,newest", "-words"] {
        let world = World::with_index(&ferries(0, 30));
        let args = ["ferry", "--sort", sort];
        let before = world.ids(&[&args[..], &["-n", "100"]].concat());
        let grow = |page: usize| {
            let name = format!("more{page}.jsonl");
            let mut more = ferries(100 + page * 3, 3);
            more[0]["source"] = json!(format!("Echo {page}"));
            world.write(&name, lines(&more));
            world.ok(&["index", &name, "--index", "idx"]);
        };
        let got = pages(&world, &args, "8", &|page| {
            if page < 3 {
                grow(page);
            }
        });
        let old: Vec<String> = got
            .iter()
            .filter(|id| before.contains(id))
            .cloned()
            .collect();
        assert_eq!(old, before, "{sort}");
        let mut unique = got.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), got.len(), "{sort}: an article came twice");
    }
}

#[test]
fn a_token_of_another_query_is_refused() {
    let world = World::with_index(&ferries(0, 12));
    let answer = world.answer(&["ferry", "-n", "2"]);
    let token = answer["next"].as_str().unwrap();
    let search = ["search", "--index", "idx"];
    for other in [
        &["waves", "--after", token][..],
        &["ferry", "--sort", "newest", "--after", token],
        &["ferry", "--since", "2019", "--after", token],
    ] {
        world.check_error(
            &[&search, other].concat(),
            "belongs to another",
            "first page",
        );
    }
    for wrong in ["", "x", "1zz", &token[..20]] {
        world.check_error(
            &[&search[..], &["ferry", "--after", wrong]].concat(),
            "can't be read",
            "first page",
        );
    }
}

#[test]
fn what_has_no_value_stands_last_in_either_direction() {
    let world = World::with_index(&ferries(0, 20));
    for sort in ["newest", "oldest", "source", "-source"] {
        let answer = world.answer(&["ferry", "--sort", sort, "-n", "50"]);
        let key = if sort.contains("source") {
            "source"
        } else {
            "published"
        };
        let values: Vec<Option<&str>> = answer["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| hit[key].as_str())
            .collect();
        let missing = values.iter().position(Option::is_none).unwrap();
        assert!(
            missing > 0 && values[missing..].iter().all(Option::is_none),
            "{sort}"
        );
        let ascending = ["oldest", "source"].contains(&sort);
        assert!(
            values[..missing].is_sorted_by(|a, b| if ascending { a <= b } else { a >= b }),
            "{sort}: {values:?}"
        );
    }
}

#[test]
fn tables_are_safe_for_spreadsheets() {
    let world = World::with_index(&[
        record_with(
            "q1",
            "=HYPERLINK(\"x\")",
            "Ferry, late.",
            json!({"source": "-Mail"}),
        ),
        record_with(
            "q2",
            "Say \"ferry\", twice",
            "Ferry.",
            json!({"published": "2019"}),
        ),
    ]);
    let args = [
        "ferry",
        "--sort",
        "source",
        "--columns",
        "id,title,source,published",
    ];
    let csv = world
        .search(&[&args[..], &["--format", "csv"]].concat())
        .out;
    assert_eq!(
        csv,
        "id,title,source,published\nq1,\"'=HYPERLINK(\"\"x\"\")\",'-Mail,\n\
         q2,\"Say \"\"ferry\"\", twice\",,2019\n"
    );
    let tsv = world.search(&[&args[..], &["--format", "tsv", "--bom"]].concat());
    assert!(
        tsv.bytes.starts_with("\u{feff}id\ttitle".as_bytes()),
        "{}",
        tsv.out
    );
    let wrong = [
        "search",
        "ferry",
        "--index",
        "idx",
        "--format",
        "csv",
        "--columns",
        "x",
    ];
    world.check_error(&wrong, "no column `x`", "snippet");
}

#[test]
fn other_programs_get_lines() {
    let world = World::with_index(&ferries(0, 5));
    let trec = [
        "--format",
        "trec",
        "--trec-topic",
        "7",
        "--trec-tag",
        "my run",
    ];
    let trec = world.search(&[&["ferry"][..], &trec].concat()).out;
    let first: Vec<&str> = trec.lines().next().unwrap().split(' ').collect();
    assert_eq!(
        (first[0], first[1], first[3], first[5]),
        ("7", "Q0", "1", "my_run")
    );
    let scores = trec
        .lines()
        .map(|l| l.split(' ').nth(4).unwrap().parse::<f64>().unwrap());
    assert!(
        scores.collect::<Vec<_>>().is_sorted_by(|a, b| a > b),
        "{trec}"
    );
    let lines = world.search(&["ferry", "--format", "jsonl"]).out;
    assert_eq!(lines.lines().count(), 5);
    let hit: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(hit["rank"], 1);
    let ids = world.search(&["ferry", "--format", "ids", "-0"]).out;
    assert_eq!(ids.matches('\0').count(), 5);
    assert!(!ids.contains('\n'));
}

#[test]
fn hits_and_articles_become_references() {
    let more = json!({ "source": "Quay Mail", "published": "2019-05", "authors": ["Ada Quill"] });
    let world = World::with_index(&[record_with("r1", "Ferry & fares", "The ferry.", more)]);
    let search = world.search(&["ferry", "--cite", "bibtex"]).out;
    let show = world
        .ok(&["show", "r1", "--index", "idx", "--cite", "bibtex"])
        .out;
    assert_eq!(search, show);
    assert!(
        search.starts_with("@article{quill2019ferry,\n  author = {Quill, Ada},"),
        "{search}"
    );
    assert!(search.contains("title = {{Ferry \\& fares}}") && search.contains("month = may"));
    let csl: Value = serde_json::from_str(&world.search(&["ferry", "--cite", "csl"]).out).unwrap();
    assert_eq!(csl[0]["issued"]["date-parts"], json!([[2019, 5]]));
    let ris = world.search(&["ferry", "--cite", "ris"]).out;
    assert!(ris.contains("DA  - 2019/05//\r\n"), "{ris}");
}

#[test]
fn a_misspelt_word_is_proposed_anew() {
    let world = World::with_index(&ferries(0, 9));
    let answer = world.answer(&["sails fery"]);
    assert!(
        answer["total"].as_u64().unwrap() > 0,
        "the other word is enough"
    );
    assert_eq!(answer["suggestions"][0]["query"], "sails ferry");
    let ran = world.search(&["sails fery", "--match", "all"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("did you mean: sails ferry (9 articles)"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("sails: 9 articles") && ran.err.contains("fery: 0 articles"));
    let answer = world.answer(&["fery"]);
    assert_eq!(
        answer["suggestions"][0]["changed"][0],
        json!({"from": "fery", "to": "ferry"})
    );
    // A word that has hits is never changed.
    let answer = world.answer(&["ferry source:nowhere"]);
    assert_eq!(answer["suggestions"], json!([]));
    assert_eq!(answer["diagnosis"][0]["articles"], 9);
    assert_eq!(answer["diagnosis"][1]["articles"], 0);
}

#[test]
fn a_filter_that_has_nothing_is_named() {
    let world = World::with_index(&ferries(0, 9));
    let answer = world.answer(&["ferry", "--source", "Nobody", "--since", "2030"]);
    let counts: Vec<(&str, u64)> = answer["diagnosis"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| {
            (
                c["clause"].as_str().unwrap(),
                c["articles"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(counts[0], ("ferry", 9));
    assert_eq!(counts[1], ("filter source=Nobody", 0));
    assert_eq!(counts[2], ("date 2030..", 0));
}

#[test]
fn hits_are_collapsed_by_any_facet() {
    let world = World::with_index(&ferries(0, 40));
    let args = ["ferry", "--sort", "newest", "--collapse", "field:source"];
    let answer = world.answer(&[&args[..], &["-n", "40"]].concat());
    let every = world.answer(&["ferry", "--sort", "newest", "-n", "40"]);
    // The first of each source in the order of all, and those without one.
    let mut met: Vec<&str> = Vec::new();
    let mut expected = Vec::new();
    for hit in every["hits"].as_array().unwrap() {
        let source = hit["source"].as_str();
        if source.is_none_or(|source| !met.contains(&source)) {
            expected.push(hit["id"].clone());
        }
        met.extend(source);
    }
    let ids: Vec<Value> = answer["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|h| h["id"].clone())
        .collect();
    assert_eq!(ids, expected);
    assert_eq!(answer["total"], 40);
    assert_eq!(answer["groups"], expected.len());
    let counts = answer["hits"].as_array().unwrap().iter();
    let counted: u64 = counts
        .map(|h| h["collapsed"]["count"].as_u64().unwrap_or(1))
        .sum();
    assert_eq!(counted, 40);
    assert_eq!(pages(&world, &args, "2", &|_| {}).len(), expected.len());
    world.check_error(
        &[
            "search",
            "ferry",
            "--collapse",
            "field:nonsense",
            "--index",
            "idx",
        ],
        "no facet",
        "source",
    );
}

//! `dateline similar`: articles like one, and `search` with --explain, --feedback, --recency.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

#[path = "support/stories.rs"]
mod stories;
mod support;

use serde_json::{Value, json};
use support::World;

/// Articles about a dam, one of them a copy, and articles about other things.
fn press() -> Vec<Value> {
    let copied = stories::words(7, 0, 90);
    let dam = format!(
        "The spillway of the Orlin dam cracked and engineers lowered the reservoir before the valley \
         was cleared of its people, who went to Tarsk. {copied}"
    );
    let record = |id: &str, date: &str, source: &str, title: &str, text: &str| json!({"id": id, "date": date, "source": source, "title": title, "text": text, "language": "en"});
    vec![
        record(
            "dam",
            "2020-05-04",
            "Tarsk Courier",
            "Orlin dam cracks",
            &dam,
        ),
        record(
            "copy",
            "2020-05-05",
            "Valley Post",
            "Orlin dam cracks",
            &dam,
        ),
        record(
            "before",
            "2019-03-01",
            "Tarsk Courier",
            "Inspectors warned of the Orlin dam",
            "Engineers who looked at the spillway of the Orlin dam warned that its concrete was \
             failing and that the reservoir stood too high.",
        ),
        record(
            "after",
            "2020-06-20",
            "Tarsk Courier",
            "Valley goes home",
            "People of the valley below the Orlin reservoir went home from Tarsk after the spillway \
             cracked and engineers closed the breach.",
        ),
        record(
            "opera",
            "2020-05-06",
            "Valley Post",
            "Opera sings outdoors",
            "Singers sang in open air on Friday; nobody minded rain.",
        ),
        record(
            "goats",
            "2021-05-06",
            "Valley Post",
            "Goats mow castle hill",
            "Forty goats mow a steep hill.",
        ),
    ]
}

fn ids(world: &World, args: &[&str]) -> String {
    let mut all = args.to_vec();
    all.extend(["--index", "idx", "--format", "ids"]);
    world.run(&all).out.replace('\n', " ").trim().to_owned()
}

#[test]
fn articles_about_the_same_are_found_without_the_copies() {
    let world = World::with_index(&press());
    assert_eq!(world.run(&["family", "dam", "--index", "idx"]).code, 0);
    let found = ids(&world, &["similar", "dam"]);
    assert!(
        found == "before after" || found == "after before",
        "{found}"
    );
    let with = ids(&world, &["similar", "dam", "--with-copies"]);
    assert!(with.starts_with("copy "), "{with}");
    assert_eq!(with.split(' ').count(), 3, "{with}");
}

#[test]
fn dates_bound_what_is_similar() {
    let world = World::with_index(&press());
    assert_eq!(ids(&world, &["similar", "dam", "--before"]), "before");
    assert_eq!(
        ids(&world, &["similar", "dam", "--since", "2020-06"]),
        "after"
    );
    assert_eq!(
        ids(&world, &["similar", "dam", "--until", "2019"]),
        "before"
    );
    assert_eq!(
        ids(&world, &["similar", "dam", "-n", "1"])
            .split(' ')
            .count(),
        1
    );
}

#[test]
fn a_language_can_be_asked_for() {
    let mut records = press();
    records[2]["language"] = json!("fr");
    let world = World::with_index(&records);
    assert_eq!(ids(&world, &["similar", "dam", "--same-language"]), "after");
}

#[test]
fn nothing_similar_is_exit_1_and_no_such_article_is_an_error() {
    let world = World::with_index(&press());
    let ran = world.run(&["similar", "goats", "--index", "idx"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    assert!(
        ran.err.contains("no article is like `goats`"),
        "{}",
        ran.err
    );
    world.check_error(&["similar", "nobody", "--index", "idx"], "nobody", "");
}

#[test]
fn json_tells_the_words_that_it_went_by() {
    let world = World::with_index(&press());
    let ran = world.ok(&["similar", "dam", "--index", "idx", "--format", "json"]);
    let answer: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(answer["query"]["text"], "like:dam");
    assert_eq!(answer["total"], 2);
    let words = answer["query"]["parsed"].as_str().unwrap();
    assert!(
        words.contains("orlin") && words.contains("spillway"),
        "{words}"
    );
}

/// The parts of every score add up to it.
fn check_sums(answer: &Value) {
    let hits = answer["hits"].as_array().unwrap();
    assert!(!hits.is_empty());
    let mut last = f64::MAX;
    for hit in hits {
        let told = &hit["explanation"];
        let parts = told["parts"].as_array().unwrap();
        let sum: f64 = parts.iter().map(|p| p["points"].as_f64().unwrap()).sum();
        let score = hit["score"].as_f64().unwrap();
        let off = (sum * told["recency"].as_f64().unwrap() - score).abs();
        assert!(off < 1e-4, "{told}");
        assert_eq!(told["score"].as_f64(), Some(score));
        assert!(score <= last, "scores fall");
        last = score;
    }
}

#[test]
fn the_parts_of_a_score_add_up_to_it() {
    let world = World::with_sample();
    for query in [
        "ferry aground",
        "\"lantern bridge\" toll",
        "the ferry of the harbour council",
        "elect*",
    ] {
        for more in [
            &[][..],
            &["--recency", "1y"],
            &["--feedback"],
            &["--one-pass"],
        ] {
            let mut args = vec![
                "search",
                query,
                "--index",
                "idx",
                "--format",
                "json",
                "--explain",
            ];
            args.extend(["--match", "any", "-n", "60"]);
            args.extend(more);
            let answer: Value = serde_json::from_str(&world.ok(&args).out).unwrap();
            check_sums(&answer);
        }
    }
    let ran = world.ok(&["search", "lantern bridge", "--index", "idx", "--explain"]);
    assert!(
        ran.out.contains("  words\n") && ran.out.contains("  headline: "),
        "{}",
        ran.out
    );
    let plain = world.ok(&[
        "search",
        "lantern bridge",
        "--index",
        "idx",
        "--format",
        "json",
    ]);
    assert!(!plain.out.contains("explanation"));
}

#[test]
fn recency_fades_the_older_and_feedback_finds_no_others() {
    let world = World::with_index(&press());
    let plain = ids(&world, &["search", "orlin spillway"]);
    assert!(plain.starts_with("before "), "{plain}");
    let faded = ids(&world, &["search", "orlin spillway", "--recency", "6m"]);
    assert!(faded.ends_with(" before"), "{faded}");
    let sorted = |text: String| {
        let mut ids: Vec<String> = text.split(' ').map(str::to_owned).collect();
        ids.sort();
        ids
    };
    let plain = sorted(ids(&world, &["search", "orlin"]));
    assert_eq!(
        sorted(ids(&world, &["search", "orlin", "--feedback"])),
        plain
    );
    let ran = world.run(&["search", "orlin", "--index", "idx", "--recency", "soon"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("as in 90d"), "{}", ran.err);
}

#[test]
fn words_that_stand_together_rank_above_words_that_do_not() {
    let filler = "a b c d e f g h i j k l m n o p q r s t u v w x y z ".repeat(2);
    let record = |id: &str, date: &str, text: String| json!({"id": id, "date": date, "title": "x", "text": text, "language": "en"});
    let apart = record(
        "apart",
        "2020-02-02",
        format!("heron {filler} weir {filler} end"),
    );
    let close = record(
        "close",
        "2020-01-01",
        format!("heron weir {filler} {filler} end"),
    );
    let world = World::with_index(&[apart, close]);
    assert_eq!(ids(&world, &["search", "heron weir"]), "close apart");
    // By frequencies alone they are equal, and the newer one is first.
    assert_eq!(
        ids(&world, &["search", "heron weir", "--one-pass"]),
        "apart close"
    );
}

#[test]
fn many_words_need_not_all_be_there_and_the_note_tells_both_totals() {
    let world = World::with_index(&press());
    let query = "orlin spillway engineers concrete inspectors";
    let ran = world.run(&["search", query, "--index", "idx", "--format", "ids"]);
    assert_eq!(
        ran.out.split_whitespace().next(),
        Some("before"),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("1 article has all 5 words"), "{}", ran.err);
    assert_eq!(ids(&world, &["search", query, "--match", "all"]), "before");
}

#[test]
fn pages_of_any_size_show_one_order() {
    let world = World::with_sample();
    let page = |offset: usize, limit: usize| {
        let (offset, limit) = (offset.to_string(), limit.to_string());
        let args = [
            "search",
            "the ferry of the harbour council",
            "--match",
            "any",
        ];
        let found = ids(
            &world,
            &[&args[..], &["--offset", &offset, "-n", &limit]].concat(),
        );
        found.split(' ').map(str::to_owned).collect::<Vec<_>>()
    };
    let whole = page(0, 40);
    assert_eq!(whole.len(), 40);
    for size in [1, 7, 20] {
        let pages: Vec<String> = (0..40)
            .step_by(size)
            .flat_map(|offset| page(offset, size.min(40 - offset)))
            .collect();
        assert_eq!(pages, whole, "pages of {size}");
    }
}

//! `search --collapse`: which copy of a story is shown, both totals, and order and pages against
//! brute force.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

#[path = "support/stories.rs"]
mod stories;
mod support;

use std::collections::HashMap;

use serde_json::{Value, json};
use stories::{article, press, words};
use support::World;

#[test]
fn collapsing_shows_the_copy_that_is_asked_for() {
    let world = World::with_index(&press());
    let check = |which: &str, expected: &[&str]| {
        let mut ids = world.ids(&["*", "--collapse", which]);
        ids.sort();
        assert_eq!(ids, expected, "{which}");
    };
    check("earliest", &["a3", "b2", "c1", "d1"]);
    check("longest", &["a3", "b2", "c1", "d1"]);
    check("source:Hill Courier", &["a2", "b2", "c1", "d1"]);
    check("source:quay mail", &["a3", "b2", "c1", "d1"]);
    // Only among those that match.
    let check = |args: &[&str], expected: &[&str]| {
        let mut ids = world.ids(&[&["*", "--collapse", "earliest"], args].concat());
        ids.sort();
        assert_eq!(ids, expected, "{args:?}");
    };
    check(&["--source", "Hill Courier"], &["a2", "b2"]);
    check(&["--since", "2019-05-03"], &["a1", "b2", "c1", "d1"]);
    let unknown = world.search(&["*", "--collapse", "source:Nobody"]);
    assert!(
        unknown.err.contains("no article is from `Nobody`"),
        "{}",
        unknown.err
    );
    let wrong = world.search(&["*", "--collapse", "latest"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("source:NAME"), "{}", wrong.err);
}

#[test]
fn both_totals_are_exact_and_facets_count_articles() {
    let world = World::with_index(&press());
    let found = world.answer(&[
        "*",
        "--collapse",
        "earliest",
        "-n",
        "2",
        "--facet",
        "source",
    ]);
    assert_eq!(
        (&found["total"], &found["families"]),
        (&json!(7), &json!(4))
    );
    assert_eq!(found["hits"].as_array().unwrap().len(), 2);
    let counts: u64 = found["facets"]["source"]["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["count"].as_u64().unwrap())
        .sum();
    assert_eq!(counts, 7);
    assert_eq!(world.search(&["*", "-c"]).out.trim(), "7");
    assert_eq!(
        world
            .search(&["*", "-c", "--collapse", "longest"])
            .out
            .trim(),
        "4"
    );
    let cards = world
        .search(&["*", "--format", "cards", "--collapse", "earliest"])
        .out;
    assert!(cards.contains("3 copies in 2 sources"), "{cards}");
    assert!(cards.contains("7 of 7 articles (4 stories)"), "{cards}");
}

/// Collapsing against brute force: every hit is the best or earliest of its family, pages do not
/// overlap, and the order is that of the uncollapsed hits by their best copy.
#[test]
fn collapsed_pages_equal_brute_force() {
    let mut records = Vec::new();
    for n in 0..120_u32 {
        let story = n * n % 37;
        let cut = 60 + n * 7 % 40;
        let ferry = " ferry".repeat((n % 5) as usize);
        let body = format!("{}{ferry} harbour", words(story, 0, cut + 25));
        let source = ["Quay Mail", "Hill Courier", "Vale Echo"][n as usize % 3];
        records.push(article(&format!("n{n:03}"), source, 1 + story % 28, &body));
    }
    let world = World::with_index(&records);
    for (query, sort) in [
        ("ferry", "relevance"),
        ("harbour", "newest"),
        ("harbour", "oldest"),
        ("*", "relevance"),
    ] {
        // The second pass looks at the copy that is shown, which need not be the best one.
        let args = [query, "--sort", sort, "-n", "500", "--one-pass"];
        let all = world.answer(&args);
        let collapsed = world.answer(&[&args[..], &["--collapse", "earliest"]].concat());
        let key = |hit: &Value| {
            let own = hit["id"].as_str().unwrap().to_owned();
            hit["family"]["id"].as_str().map_or(own, str::to_owned)
        };
        // By story: the best score, and the earliest of the copies that match.
        let mut stories: HashMap<String, (f64, Vec<&str>)> = HashMap::new();
        for hit in all["hits"].as_array().unwrap() {
            let story = stories.entry(key(hit)).or_insert((f64::MIN, Vec::new()));
            story.0 = story.0.max(hit["score"].as_f64().unwrap());
            story.1.push(hit["id"].as_str().unwrap());
        }
        assert!(
            stories.len() < all["hits"].as_array().unwrap().len(),
            "nothing to collapse"
        );
        let hits = collapsed["hits"].as_array().unwrap();
        assert_eq!(hits.len(), stories.len());
        assert_eq!(collapsed["families"], stories.len());
        assert_eq!(collapsed["total"], all["total"]);
        for hit in hits {
            let story = &stories[&key(hit)];
            assert!(story.1.contains(&hit["id"].as_str().unwrap()));
            assert!((hit["score"].as_f64().unwrap() - story.0).abs() < 1e-6);
        }
        let order: Vec<f64> = hits.iter().map(|h| h["score"].as_f64().unwrap()).collect();
        assert!(order.is_sorted_by(|a, b| a >= b), "{order:?}");
        let dates: Vec<&str> = hits
            .iter()
            .map(|h| h["published"].as_str().unwrap())
            .collect();
        match sort {
            "newest" => assert!(dates.is_sorted_by(|a, b| a >= b), "{dates:?}"),
            "oldest" => assert!(dates.is_sorted(), "{dates:?}"),
            _ => {}
        }
        let mut paged = Vec::new();
        for offset in (0..hits.len()).step_by(7) {
            let offset = offset.to_string();
            let page = [
                query,
                "--sort",
                sort,
                "-n",
                "7",
                "--offset",
                &offset,
                "--collapse",
                "earliest",
                "--one-pass",
            ];
            paged.extend(world.ids(&page));
        }
        let ids: Vec<&str> = hits.iter().map(|h| h["id"].as_str().unwrap()).collect();
        assert_eq!(paged, ids);
    }
}

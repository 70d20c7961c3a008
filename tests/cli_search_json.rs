//! `dateline search --format json` against its documented form, and the ranges in it.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use serde_json::{Value, json};
use support::{World, record, record_with};

fn press() -> Vec<Value> {
    let body = "The border town of Ilm voted. Along the border nothing moved.";
    let more = json!({
        "source": "Quay Mail", "section": "world/europe", "published": "2020-01-15T08:30:00+02:00",
    });
    vec![
        record_with("p3", "Border town votes", body, more),
        record("p4", "Orchard frost", "Frost."),
    ]
}

#[test]
fn the_json_form_has_every_documented_key() {
    let world = World::with_index(&press());
    let answer = world.answer(&["border", "--facet", "source"]);
    for (place, keys) in [
        (
            "",
            "version query total relation families hits facets timeline next timing_ms index",
        ),
        ("/query", "text parsed notes"),
        (
            "/hits/0",
            "rank id score title source url published precision place agency authors section \
             language family title_highlights snippets",
        ),
        (
            "/hits/0/snippets/0",
            "field text start highlights highlight_bytes",
        ),
        ("/facets/source", "values missing other"),
        ("/facets/source/values/0", "value count selected"),
        ("/timing_ms", "parse match facets fetch snippets total"),
        ("/index", "articles fingerprint"),
    ] {
        let object = answer.pointer(place).and_then(Value::as_object).unwrap();
        for key in keys.split_whitespace() {
            assert!(object.contains_key(key), "{place} has no {key}: {object:?}");
        }
    }
    assert_eq!(answer["version"], 1);
    assert_eq!(answer["relation"], "exact");
    assert_eq!(answer["query"]["text"], "border");
    assert_eq!(answer["index"]["articles"], 2);
    let hit = &answer["hits"][0];
    assert_eq!((&hit["rank"], &hit["id"]), (&json!(1), &json!("p3")));
    assert_eq!(hit["published"], "2020-01-15T08:30:00+02:00");
    assert_eq!(
        (&hit["precision"], &hit["section"]),
        (&json!("second"), &json!("world/europe"))
    );
}

/// Every highlight of an answer, as the text that it covers; checks ranges on the way.
fn lit(answer: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let mut take = |text: &str, ranges: &Value, bytes: Option<&Value>| {
        let chars: Vec<char> = text.chars().collect();
        let pairs = |v: &Value| serde_json::from_value::<Vec<(usize, usize)>>(v.clone()).unwrap();
        let ranges = pairs(ranges);
        let mut before = 0;
        for &(start, end) in &ranges {
            assert!(
                before <= start && start < end && end <= chars.len(),
                "{ranges:?} in {text}"
            );
            before = end;
            out.push(chars[start..end].iter().collect::<String>());
        }
        if let Some(bytes) = bytes {
            let of_bytes: Vec<&str> = pairs(bytes).iter().map(|&(s, e)| &text[s..e]).collect();
            assert_eq!(of_bytes, out[out.len() - ranges.len()..]);
        }
    };
    for hit in answer["hits"].as_array().unwrap() {
        take(
            hit["title"].as_str().unwrap(),
            &hit["title_highlights"],
            None,
        );
        for s in hit["snippets"].as_array().unwrap() {
            let text = s["text"].as_str().unwrap();
            take(text, &s["highlights"], Some(&s["highlight_bytes"]));
        }
    }
    out
}

#[test]
fn highlights_cover_what_matched_and_nothing_else() {
    let body = "Größe zählt 選挙の結果. The naïve border. A border town 😀 slept. Borders closed; \
                town hall open. In the border town’s square.";
    let world = World::with_index(&[record("h", "Border café", body)]);
    for (query, expected) in [
        ("\"border town\"", &["border town", "border town"][..]),
        ("hall", &["hall"]),
        ("groesse OR größe", &["Größe"]),
        ("naive", &["naïve"]),
        ("選挙", &["選挙"]),
        ("squ*", &["square"]),
        ("title:border", &["Border"]),
        ("hall -walrus", &["hall"]),
    ] {
        assert_eq!(lit(&world.answer(&[query])), expected, "{query}");
    }
    let sample = World::with_sample();
    for query in [
        "ferry",
        "\"border town\"",
        "vulkan* OR volcan*",
        "Sturmflut",
        "選挙",
        "naïve",
        "*",
    ] {
        lit(&sample.answer(&[query, "-n", "63"]));
    }
}

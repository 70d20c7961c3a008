//! Tests of Markdown files.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn record(bytes: &[u8], context: Option<&[u8]>) -> RawRecord {
    RawRecord {
        dump: "2019-05-12-fog.md".into(),
        record: 1,
        offset: 0,
        bytes: bytes.to_vec(),
        format: Format::Markdown,
        context: context.map(Into::into),
    }
}

/// Checks parts of the article that a text becomes.
fn check(text: &str, expected: &Value) {
    let found = article(&record(text.as_bytes(), None), &KeyMap::default());
    let found = found.unwrap_or_else(|fault| panic!("{}: {text}", fault.reason));
    let found = serde_json::to_value(found).unwrap();
    for (name, value) in expected.as_object().unwrap() {
        let got = found.get(name).unwrap_or(&Value::Null);
        assert_eq!(got, value, "{name} of {text}");
    }
}

#[test]
fn front_matter_fills_the_parts() {
    check(
        "---\ntitle: Fog closes the *port*\nauthor: Ada Quill\ndate: 2019-05-13\ntags: [sea]\n---\n\
         It came at **dawn**.\n\n## Boats wait\n\nNobody [sailed](https://oldport.example/x).\n",
        &json!({
            "title": "Fog closes the port", "authors": ["Ada Quill"], "published": "2019-05-13",
            "date_from": "field", "tags": ["sea"],
            "body": ["It came at dawn.", "Boats wait", "Nobody sailed."], "subheadings": [1],
        }),
    );
}

#[test]
fn lines_of_keys_below_the_headline_fill_the_parts() {
    check(
        "# Fog closes the port\n\n**Source:** Oldport Tribune\n**URL**: <https://oldport.example/fog>\n\nIt came at dawn.\n",
        &json!({
            "title": "Fog closes the port", "source": "Oldport Tribune",
            "url": "https://oldport.example/fog", "body": ["It came at dawn."],
        }),
    );
    // Bold words that are no known key are text.
    check(
        "# Fog\n\n**Nobody saw it:** the port was closed.\n",
        &json!({"title": "Fog", "body": ["Nobody saw it: the port was closed."]}),
    );
}

#[test]
fn a_text_without_keys_has_the_date_of_its_name() {
    check(
        "# Fog\n\nIt came at dawn.\n\n![x](a.png \"The port at dawn.\")\n",
        &json!({
            "title": "Fog", "published": "2019-05-12", "date_from": "file_name",
            "body": ["It came at dawn."], "captions": [{"text": "The port at dawn."}],
        }),
    );
}

#[test]
fn front_matter_that_is_not_right_is_noted() {
    check(
        "---\ntitle: Fog: the port\n  x: [\n---\nIt came at dawn.\n",
        &json!({
            "title": "Fog: the port", "body": ["It came at dawn."],
            "extra": {"front_matter": "not right, read line by line"},
        }),
    );
}

#[test]
fn a_file_of_nothing_is_rejected() {
    for text in ["", " \n\t", "---\n---\n", "---\ntags: [a]\n---\n"] {
        let found = article(&record(text.as_bytes(), None), &KeyMap::default());
        assert!(found.is_err(), "{text:?}");
    }
}

#[test]
fn front_matter_of_a_digest_holds_for_each_article() {
    let front = b"---\nsource: Oldport Tribune\n---\n";
    let record = record(b"# Fog\n**Author:** Ada Quill\n\nIt came.\n", Some(front));
    let found = article(&record, &KeyMap::default()).unwrap_or_else(|f| panic!("{}", f.reason));
    assert_eq!(found.source.as_deref(), Some("Oldport Tribune"));
    assert_eq!(found.authors, ["Ada Quill"]);
}

#[test]
fn deep_nesting_costs_little() {
    for mark in ["> ", "- ", "[", "![", "*a **b ", "<div>"] {
        let text = format!("# Fog\n\n{}x\n", mark.repeat(5000));
        let started = std::time::Instant::now();
        let _ = article(&record(text.as_bytes(), None), &KeyMap::default());
        assert!(started.elapsed().as_secs() < 10, "{mark}");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(
        front in prop_oneof![Just(&b"---\n"[..]), Just(&b"+++\n"[..]), Just(&b"# F\n**Date:** x\n"[..]), Just(&b""[..])],
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let whole = [front, &bytes].concat();
        let _ = article(&record(&whole, Some(&bytes)), &KeyMap::default());
    }

    #[test]
    fn no_marks_panic(text in "([a-zé:*_`#>!<\\[\\]()|~\" -]|\n){0,200}") {
        let _ = article(&record(text.as_bytes(), None), &KeyMap::default());
    }
}

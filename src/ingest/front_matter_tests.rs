//! Tests of front matter.

use proptest::prelude::*;

use super::*;

/// Checks the keys as JSON, the text behind them, and whether they were read line by line.
fn check(text: &str, expected: &str) {
    let found = read(text).map_or("none".to_owned(), |front| {
        let mark = if front.faulty { "faulty " } else { "" };
        let pairs = Node::Map(front.pairs).into_value();
        format!("{mark}{pairs} | {}", &text[front.end..])
    });
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn yaml_toml_and_json_are_read() {
    for (text, expected) in [
        (
            "---\ntitle: Fog\ntags: [port, sea]\n---\nText",
            r#"{"tags":["port","sea"],"title":"Fog"} | Text"#,
        ),
        (
            "+++\ntitle = \"Fog\"\ndate = 2019-05-12\n+++\nText",
            r#"{"date":"2019-05-12","title":"Fog"} | Text"#,
        ),
        ("{\"title\": \"Fog\"}\nText", "{\"title\":\"Fog\"} | \nText"),
        // Plain values stay text, whatever YAML would make of them.
        (
            "---\nid: 007\ntitle: no\nx: ~\n---\n",
            r#"{"id":"007","title":"no","x":null} | "#,
        ),
        (
            "---\ntitle: >\n  Fog\n  lifts\n...\nText",
            "{\"title\":\"Fog lifts\\n\"} | Text",
        ),
        ("---\n\n---\nText", "{} | Text"),
    ] {
        check(text, expected);
    }
}

#[test]
fn what_is_not_right_is_read_line_by_line() {
    check(
        "---\ntitle: Fog: the port\n  x: [\ntags:\n- port\n- sea\n---\nText",
        r#"faulty {"tags":["port","sea"],"title":"Fog: the port"} | Text"#,
    );
    check(
        "+++\ntitle = Fog\n+++\nText",
        r#"faulty {"title":"Fog"} | Text"#,
    );
}

#[test]
fn a_text_between_rules_is_no_front_matter() {
    for text in [
        "",
        "Text",
        "---\nNo keys here.\n---\nText",
        "---\ntitle: never closed\n",
        "{not json}",
        "[1]",
    ] {
        check(text, "none");
    }
}

#[test]
fn long_front_matter_is_none() {
    let text = format!("---\ntitle: {}\n---\nText", "x".repeat(MAX_BYTES));
    check(&text, "none");
}

#[test]
fn aliases_are_never_followed() {
    let mut text = "---\ntitle: Fog\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..40 {
        let list = vec![format!("*a{}", n - 1); 9].join(", ");
        text.push_str(&format!("a{n}: &a{n} [{list}]\n"));
    }
    text.push_str("---\nText");
    let front = read(&text).unwrap();
    let size: usize = front.pairs.iter().map(|(_, node)| node.size()).sum();
    assert!(!front.faulty && size < 2 * text.len(), "{size}");
}

#[test]
fn nesting_is_bounded() {
    let deep = format!(
        "---\ntitle: Fog\nx: {}{}\n---\n",
        "[".repeat(5000),
        "]".repeat(5000)
    );
    let front = read(&deep).unwrap();
    assert!(front.faulty);
    assert_eq!(front.pairs[0].1.as_text(), Some("Fog"));
    for open in ["{\"a\":", "["] {
        assert!(read(&open.repeat(20_000)).is_none());
    }
    let toml = format!("+++\nx = {}\n+++\n", "[".repeat(20_000));
    assert!(read(&toml).is_none_or(|front| front.faulty));
}

proptest! {
    #[test]
    fn no_text_panics(text in "(---|\\+\\+\\+|\\{)\n([a-z\":&*!>|%@`\\[\\]{}#é=' ~-]|\n|\t|\r){0,80}\n(---|\\+\\+\\+|\\}|)\n?.{0,9}") {
        if let Some(front) = read(&text) {
            prop_assert!(text.is_char_boundary(front.end));
        }
    }
}

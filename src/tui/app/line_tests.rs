//! The query line, proposals, history, what is pasted, and how the view begins.

use super::tests::{listed, total_of, typed};
use super::*;
use crate::search::{Filter, Searcher};
use crate::tui::stage::Stage;

#[test]
fn earlier_queries_are_gone_back_to_and_found() {
    let options = Options {
        history: ["ferry", "storm warning", "ferry tunnel", "bridge"]
            .map(String::from)
            .to_vec(),
        ..Options::default()
    };
    let mut stage = Stage::with(options, (80, 24));
    stage.type_text("new");
    let mut check = |keys: &str, expected: &str| {
        stage.press(keys);
        assert_eq!(stage.app.line.text(), expected, "after {keys}");
    };
    check("alt-up", "bridge");
    check("alt-up alt-up", "storm warning");
    check("alt-up alt-up alt-up", "ferry");
    check("alt-down", "storm warning");
    check("alt-down alt-down alt-down alt-down", "new");
    // What is changed is no longer a place in the history.
    check("alt-up", "bridge");
    check("x", "bridgex");
    check("alt-up", "bridge");
    check("alt-down", "bridgex");
    check("ctrl-u f e r ctrl-r", "fer");
    let offers: Vec<&str> = stage
        .app
        .completer
        .offers
        .iter()
        .map(|o| o.text.as_str())
        .collect();
    assert_eq!(offers, ["ferry tunnel", "ferry"]);
    stage.press("tab tab");
    assert_eq!(stage.app.line.text(), "ferry");
    stage.press("tab");
    assert_eq!(stage.app.line.text(), "fer");
}

#[test]
fn a_query_that_was_used_is_remembered_once() {
    let mut stage = listed("ferry");
    stage.press("enter esc enter esc down enter esc i q");
    stage.press("ctrl-c");
    let remembered = |stage: &Stage| -> Vec<String> {
        let kept = stage.left.iter().filter_map(|task| match task {
            Task::Remember(query) => Some(query.clone()),
            _ => None,
        });
        kept.collect()
    };
    assert_eq!(remembered(&stage), ["ferry", "ferryq"]);
    assert!(matches!(&stage.app.outcome, Some(Outcome::Left { query }) if query == "ferryq"));
}

#[test]
fn the_query_before_comes_back_after_similar_articles() {
    let mut stage = listed("ferry");
    stage.press("s");
    assert!(stage.app.line.text().starts_with("like:"));
    assert!(stage.app.message.is_some(), "the way back is told");
    stage.press("i alt-up");
    assert_eq!(stage.app.line.text(), "ferry");
    // From a place in the history, too.
    stage.press("esc s i alt-up");
    assert_eq!(stage.app.line.text(), "ferry");
}

#[test]
fn proposals_go_round_and_come_back_to_what_was_typed() {
    let propose = |stage: &mut Stage, words: &[&str]| {
        let found = words.iter().map(|word| crate::search::Completion {
            text: (*word).to_owned(),
            articles: 1,
        });
        let (turn, found) = (stage.app.completer.turn(), found.collect());
        stage.answer(Answer::Completed { turn, found });
    };
    let mut stage = typed("storm fer");
    propose(&mut stage, &["ferry", "ferries", "fermented"]);
    let mut check = |keys: &str, expected: &str| {
        stage.press(keys);
        assert_eq!(stage.app.line.text(), expected, "after {keys}");
    };
    check("tab", "storm ferry");
    check("tab", "storm ferries");
    check("tab", "storm fermented");
    check("tab", "storm fer");
    check("backtab", "storm fermented");
    check("backtab backtab", "storm ferry");
    check("backtab", "storm fer");
    // In the middle of a line, with text behind it.
    check("space w ctrl-left left backspace r", "storm fer w");
    propose(&mut stage, &["ferry"]);
    let mut check = |keys: &str, expected: &str| {
        stage.press(keys);
        assert_eq!(stage.app.line.text(), expected, "after {keys}");
    };
    check("tab", "storm ferry w");
    check("enter", "storm ferry w");
    assert_eq!(stage.app.mode(), Mode::Query, "enter ends choosing only");
    // A late answer to an older question proposes nothing.
    let mut stage = typed("storm fer");
    let turn = stage.app.completer.turn();
    stage.press("ctrl-u");
    stage.answer(Answer::Completed {
        turn,
        found: vec![crate::search::Completion {
            text: "ferry".into(),
            articles: 1,
        }],
    });
    assert!(!stage.app.completer.is_open());
}

#[test]
fn what_is_pasted_is_one_safe_line_of_bounded_length() {
    let mut stage = typed("storm ");
    stage.paste("ferry\r\ntunnel\tcoast\u{1b}[31m\u{7}\u{202e}");
    let text = stage.app.line.text();
    assert!(
        text.starts_with("storm ferry") && text.contains("tunnel"),
        "{text:?}"
    );
    assert!(
        !text.chars().any(|c| c.is_control() || c == '\u{202e}'),
        "{text:?}"
    );
    stage.press("ctrl-u").paste(&"ä".repeat(1_000_000));
    assert!(stage.app.line.text().len() <= crate::query::MAX_QUERY_BYTES);
    assert!(stage.app.message.as_ref().is_some_and(|m| m.error));
    stage.text();
    // Into a line that is asked for as well, and never over an article.
    let mut stage = listed("ferry");
    stage.press("|").paste("wc -l\nrm x");
    let asked = stage.app.prompt.as_ref().unwrap().input.value().to_owned();
    assert!(!asked.contains('\n'), "{asked:?}");
    assert_eq!(stage.app.line.text(), "ferry");
}

#[test]
fn no_size_of_the_window_is_too_small_in_any_state() {
    let states: [&dyn Fn() -> Stage; 6] = [
        &|| typed("ferry har"),
        &|| typed("ferry sorce:x"),
        &|| {
            let mut stage = listed("ferry");
            stage.press("f down space t space right right");
            stage
        },
        &|| {
            let mut stage = listed("ferry");
            stage.press("enter n n tab");
            stage
        },
        &|| {
            let mut stage = listed("ferry");
            stage.press("? end");
            stage
        },
        &|| {
            let mut stage = listed("フェリー");
            stage.press("e");
            stage
        },
    ];
    for state in states {
        let mut stage = state();
        for (width, height) in [
            (0, 0),
            (1, 1),
            (2, 2),
            (3, 1),
            (1, 9),
            (9, 3),
            (300, 2),
            (5, 90),
            (80, 24),
        ] {
            stage.resize(width, height);
            stage.frame();
            stage.press("down up n N pagedown pageup");
            stage.frame();
        }
        assert_eq!(stage.app.outcome, None);
    }
}

#[test]
fn filters_of_the_command_line_can_be_taken_away() {
    let options = Options {
        query: "ferry".into(),
        filters: vec![Filter {
            facet: "source".into(),
            values: Vec::new(),
            exclude: vec!["harbourtribune.example".into()],
        }],
        since: Some("2019".into()),
        until: Some("2019".into()),
        ..Options::default()
    };
    let mut stage = Stage::with(options, (100, 30));
    let narrowed = total_of(&stage);
    assert_eq!(stage.app.narrow.chips().len(), 2);
    stage.press("alt-x");
    assert_eq!(stage.app.narrow.chips().len(), 0);
    assert!(total_of(&stage) > narrowed && narrowed > 0);
}

#[test]
fn a_period_of_the_command_line_is_on_the_timeline() {
    let options = Options {
        since: Some("2019".into()),
        until: Some("2019-06".into()),
        ..Options::default()
    };
    let stage = Stage::with(options, (80, 24));
    let bars = stage.app.timeline.bars(&stage.app.narrow);
    let inside: Vec<String> = bars
        .iter()
        .filter(|bar| bar.inside)
        .map(|bar| bar.start.to_string())
        .collect();
    assert_eq!(inside, ["2019-01-01", "2019-04-01"]);
}

/// The searcher of the stage is one that any thread may use.
#[test]
fn the_view_shares_its_searcher() {
    fn shared<T: Send + Sync>() {}
    shared::<Searcher>();
}

#[test]
fn half_a_word_empties_no_list() {
    let mut stage = typed("ferry");
    let ferry = total_of(&stage);
    // A beginning that no article has as a word, behind a field and behind a sign, too.
    for half in [" qx", " source:me", " -zq", " (qx"] {
        stage.press("ctrl-u").type_text("ferry").type_text(half);
        assert!(total_of(&stage) > 0, "ferry{half}");
    }
    stage.press("ctrl-u").type_text("ferry source:me");
    assert_eq!(total_of(&stage), ferry);
    stage.type_text("ri");
    assert!(total_of(&stage) < ferry && total_of(&stage) > 0);
}

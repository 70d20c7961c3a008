//! What the tokenizers give, as text: term, place, `'` for some capitals and `''` for all, ending.

use super::super::MarkedText;
use super::super::pairs::PAIR;
use super::super::positions::LAST_WORD;
use super::super::{PRINTED, STEM};
use super::*;
use crate::schema::Zone;

fn tokens(mut tokenizer: impl Tokenizer, text: &str) -> String {
    let mut stream = tokenizer.token_stream(text);
    let mut out = Vec::new();
    stream.process(&mut |t: &Token| {
        let position = t.position as u32;
        let (word, ending) = (positions::word_of(position), positions::ending_of(position));
        let case = ["", "'", "''"][usize::from(positions::case_of(position))];
        let text = t
            .text
            .replace(PRINTED, "+")
            .replace(STEM, "/")
            .replace(PAIR, "&");
        out.push(if ending == 0 {
            format!("{text}@{word}{case}")
        } else {
            format!("{text}@{word}{case}.{ending}")
        });
    });
    out.join(" ")
}

#[test]
fn stems_carry_their_ending_and_odd_forms_are_terms() {
    let mut text = MarkedText::new("en", 0);
    text.zone(Zone::Body).push("The elections run dying");
    assert_eq!(
        tokens(TextTokenizer::default(), &text.into_value()),
        "the@0' elect@1.24 run@2 die@3.63 +dying/die@3.63 /die+dying@3.63"
    );
}

#[test]
fn characters_tell_where_their_run_goes_on() {
    let mut text = MarkedText::new("ja", 0);
    text.zone(Zone::Body).push("京都とNHK");
    assert_eq!(
        tokens(TextTokenizer::default(), &text.into_value()),
        "京@0.2 都@1.1 と@2 nhk@3''"
    );
}

#[test]
fn zones_repeat_by_weight_and_stand_apart() {
    let mut text = MarkedText::new("en", 0);
    text.zone(Zone::Headline).push("Truce");
    text.gap().zone(Zone::Lead).push("Quiet");
    text.zone(Zone::Body).push("Guns");
    assert_eq!(
        tokens(TextTokenizer::default(), &text.into_value()),
        "truce@0' truce@0' truce@0' quiet@101' gun@102'.2"
    );
}

#[test]
fn a_word_too_long_to_index_keeps_its_place() {
    let mut text = MarkedText::new("und", 0);
    text.zone(Zone::Body)
        .push(&format!("a {} b", "x".repeat(LONGEST_WORD + 1)));
    assert_eq!(
        tokens(TextTokenizer::default(), &text.into_value()),
        "a@0 b@2"
    );
}

#[test]
fn names_are_words_and_paths_are_levels() {
    assert_eq!(
        tokens(WordsTokenizer::default(), "José O'Brien"),
        "jose@0' o@1'' brien@2'"
    );
    let path = ValueTokenizer {
        path: true,
        token: Token::default(),
    };
    assert_eq!(tokens(path, "World/Africa"), "world/africa@0 world@0");
}

#[test]
fn counted_words_are_the_tokenizers_words() {
    for sample in [
        "Tehran's l'Élysée 選挙 c++ ''s a\u{ad}b",
        "x's's ’s’s \u{301}a",
    ] {
        let mut text = MarkedText::new("und", 0);
        let counted = text.zone(Zone::Body).push(sample);
        let mut tokenizer = TextTokenizer::default();
        let value = text.into_value();
        let mut stream = tokenizer.token_stream(&value);
        let mut last = 0;
        stream.process(&mut |t: &Token| last = last.max(positions::word_of(t.position as u32) + 1));
        assert_eq!(u64::from(last), counted, "{sample}");
    }
}

#[test]
fn neighbours_that_are_frequent_are_a_term_of_their_own() {
    let mut text = MarkedText::new("en", 0);
    text.zone(Zone::Headline).push("Of the");
    text.gap().zone(Zone::Lead).push("the ferry");
    text.zone(Zone::Body).push(&format!(
        "Had been to {} a year.",
        "x".repeat(LONGEST_WORD + 1)
    ));
    assert_eq!(
        tokens(TextTokenizer::default(), &text.into_value()),
        "of@0' of@0' of@0' the@1 the@1 the@1 the@102 &of&the@0 ferri@103.3 had@104' been@105 \
         &had&been@0 to@106 &been&to@0 a@108 year@109 &a&year@0"
    );
}

#[test]
fn a_long_text_is_given_in_parts_and_keeps_its_pairs() {
    // An odd number of words a round, so that parts end at each of them.
    let rounds = 70_000;
    let mut text = MarkedText::new("en", 0);
    text.zone(Zone::Body).push(&"of the ferry ".repeat(rounds));
    let mut tokenizer = TextTokenizer::default();
    let value = text.into_value();
    let mut stream = tokenizer.token_stream(&value);
    let mut counts = std::collections::BTreeMap::new();
    let mut last = std::collections::BTreeMap::new();
    stream.process(&mut |t: &Token| {
        *counts.entry(t.text.clone()).or_insert(0) += 1;
        let before = last.insert(t.text.clone(), t.position);
        assert!(before.is_none_or(|before| before < t.position || t.position == 0));
    });
    let counts: Vec<_> = counts.into_iter().collect();
    let expected = ["\u{3}of\u{3}the", "ferri", "of", "the"];
    assert_eq!(counts, expected.map(|term| (term.to_owned(), rounds)));
}

#[test]
fn a_field_of_few_words_has_no_pairs() {
    let mut text = MarkedText::new("en", 0);
    text.push("Of the");
    assert_eq!(
        tokens(TextTokenizer::default(), &text.into_value()),
        "of@0' the@1"
    );
}

#[test]
fn printed_forms_of_a_frequent_term_come_before_its_pair() {
    let mut text = MarkedText::new("eo", 0);
    text.zone(Zone::Body).push("la estas");
    let found = tokens(TextTokenizer::default(), &text.into_value());
    assert!(found.ends_with("&la&est@0"), "{found}");
}

#[test]
fn words_beyond_the_last_place_are_not_indexed() {
    let mut text = MarkedText::new("und", 0);
    text.zone(Zone::Body);
    let gaps = LAST_WORD / u64::from(declaration().index.zone_gap);
    text.push("a");
    for _ in 0..gaps {
        text.gap();
    }
    let left = LAST_WORD - text.position();
    text.push(&"b ".repeat(left as usize));
    text.push("last beyond beyond");
    let mut tokenizer = TextTokenizer::default();
    let value = text.into_value();
    let mut stream = tokenizer.token_stream(&value);
    let mut end = String::new();
    stream.process(&mut |t: &Token| {
        assert!(t.position < u32::MAX as usize);
        end.clone_from(&t.text);
    });
    assert_eq!(end, "last");
}

#[test]
fn a_name_of_very_many_words_is_cut() {
    let many = "b ".repeat(MOST_NAME_WORDS as usize + 5);
    let mut tokenizer = WordsTokenizer::default();
    let mut stream = tokenizer.token_stream(&many);
    let mut count = 0;
    stream.process(&mut |_: &Token| count += 1);
    assert_eq!(count, MOST_NAME_WORDS);
}

//! Which words are quoted, as tables: `{` and `}` stand around each quotation's words.

use super::super::segment::Words;
use super::*;

fn check(marked: &str) {
    let text = marked.replace(['{', '}'], "");
    let words: Vec<(usize, usize)> = Words::new(&text).collect();
    let found: Vec<String> = quotations(&text)
        .into_iter()
        .map(|(from, to)| {
            let words = &words[from as usize..to as usize];
            let words: Vec<&str> = words.iter().map(|&(s, e)| &text[s..e]).collect();
            words.join(" ")
        })
        .collect();
    let expected: Vec<String> = marked
        .split('{')
        .skip(1)
        .map(|rest| {
            let inside = rest.split('}').next().unwrap();
            let words: Vec<&str> = Words::new(inside).map(|(s, e)| &inside[s..e]).collect();
            words.join(" ")
        })
        .collect();
    assert_eq!(found, expected, "{marked}");
}

#[test]
fn straight_marks_open_at_a_word_and_close_at_one() {
    for marked in [
        "",
        "Nobody spoke.",
        "\"{We stay},\" he said.",
        "He said: \"{We stay.}\"",
        "\"{We stay},\" he said. \"{We do not go.}\"",
        "The \"{so-called} \" plan",
        "(\"{We stay}\") it read.",
        "He is 5'10\" tall and 6'2\" wide.",
        "A 12\" record and a 7\" one.",
        "\"{'No' is no answer},\" she said.",
        "\"{...and so on},\" he said.",
        "\"{$5 is enough},\" he said.",
        "\"\" he said.",
        "\" we stay \" he said.",
        "The word\"stay\"was lost.",
        "\"{We stay}.\"He left.",
        "\u{ff02}{We stay}\u{ff02} he said.",
    ] {
        check(marked);
    }
}

#[test]
fn curly_marks_have_their_own_partner() {
    for marked in [
        "\u{201c}{We stay},\u{201d} he said.",
        "\u{201c}{We say \u{2018}no\u{2019} and it\u{2019}s final},\u{201d} he said.",
        "\u{201c}{We stay},\u{201d} he said. \u{201c}{We do not go.}\u{201d}",
        "\u{201c}{We stay},\" he said.",
        "\u{201c}{We stay},\u{201c} he said.",
        "Stray \u{201d} mark and \u{201c}{words}\u{201d}",
        "\u{201e}{Wir bleiben}\u{201c}, sagte er.",
        "\u{201e}{Zostajemy}\u{201d}, powiedział.",
        "\u{201e}{Wir bleiben}\", sagte er.",
        "\u{201d}{Vi stannar}\u{201d}, sade hon.",
    ] {
        check(marked);
    }
}

#[test]
fn guillemets_point_either_way() {
    for marked in [
        "«\u{a0}{Nous restons}\u{a0}», dit-il.",
        "«{Nous restons}», dit-il.",
        "»{Wir bleiben}«, sagte er.",
        "Er sagte: »{Wir bleiben}.« Dann ging er.",
        "»{Vi bliver}», sagde han.",
        "«{Мы остаёмся}», — сказал он.",
    ] {
        check(marked);
    }
}

#[test]
fn east_asian_brackets_quote() {
    for marked in [
        "「{船は残る}」と言った。",
        "「{彼は『残る』と言った}」と語る。",
        "『{船}』という本。",
    ] {
        check(marked);
    }
}

#[test]
fn apostrophes_and_single_marks_never_open() {
    for marked in [
        "It's the dogs' and the cats' house.",
        "\u{2018}We stay,\u{2019} he said.",
        "'We stay,' he said.",
        "rock 'n' roll in the '90s",
        "l\u{2019}Élysée s\u{2019}est tu",
    ] {
        check(marked);
    }
}

#[test]
fn what_is_not_closed_runs_to_the_end() {
    for marked in [
        "\u{201c}{We stay. We do not go.}",
        "He said: \"{We stay. We do not go.}",
        "「{船は残る。}",
        "« {Nous restons.}",
        "He said \u{201c}",
    ] {
        check(marked);
    }
}

proptest::proptest! {
    #[test]
    fn quotations_are_apart_and_in_order(text in "[ab\"'“”„«»「」 .,-]{0,60}") {
        let found = quotations(&text);
        let words = Words::new(&text).count() as u64;
        let mut last = 0;
        for (from, to) in found {
            proptest::prop_assert!(last <= from && from < to && to <= words);
            last = to;
        }
    }
}

//! Where sentences end, as tables: `|` stands behind each end.

use super::*;
use proptest::prelude::*;

fn check(marked: &str) {
    let text = marked.replace('|', "");
    let mut found = String::new();
    let mut last = 0;
    for end in sentence_ends(&text) {
        found.push_str(&text[last..end]);
        found.push('|');
        last = end;
    }
    found.push_str(&text[last..]);
    assert_eq!(found, marked);
}

fn around(text: &str, word: &str, expected: &str) {
    let at = text.find(word).unwrap();
    let (start, end) = sentence_around(text, at, 200);
    assert_eq!(&text[start..end], expected, "{word}");
}

#[test]
fn a_sentence_ends_at_its_mark_and_what_closes_there() {
    for marked in [
        "",
        "No mark at all",
        "One came.|",
        "One came.| Two went!| Did three?| Five slept",
        "Is it so?!| Yes.|",
        "He said: \"Four stayed.\"| Five slept.|",
        "He said: \u{201c}Four stayed.\u{201d}| Five slept.|",
        "She called it \"a mess\".| He agreed.|",
        "(The ferry stays.)| The pier goes.|",
        "The ferry stays (for now).| The pier goes.|",
        "(He said: \"It stays.\")| Then he left.|",
        "[The name was changed.]| He is 40 years old.|",
        "It stays.'| She nodded.|",
        "A line\n|Another line\n|",
        "Stay!| Go!| Now!|",
    ] {
        check(marked);
    }
}

#[test]
fn a_small_letter_goes_on() {
    for marked in [
        "\"Really?\" he asked.| She nodded.|",
        "\u{201c}Stop!\u{201d} she cried.| He ran.|",
        "\"Really?\" \u{2013} he asked.|",
        "The firm Yahoo! was sold.| It shrank.|",
        "He waited... and waited.| Nothing came.|",
        "He waited\u{2026} and waited.|",
        "approx. five miles off.|",
    ] {
        check(marked);
    }
}

#[test]
fn ellipses_end_before_a_capital() {
    for marked in [
        "He waited...| Nothing came.|",
        "He waited\u{2026}| Nothing came.|",
        "\"I don't ...\"| She stopped.|",
        "Well...okay then.|",
    ] {
        check(marked);
    }
}

#[test]
fn titles_and_initials_go_on() {
    for marked in [
        "Mr. Doe met Mrs. Roe.| They talked.|",
        "Sen. Ana Lima and Gov. Ron Fox agreed.|",
        "Dr. The was there.|",
        "J. K. Ember wrote it.| It sold.|",
        "J.K. Ember wrote it.|",
        "George W. Ash and Samuel A. I. Okoro spoke.|",
        "He chose plan B.| Then he left.|",
        "Take vitamin C.| It helps.|",
        "They landed in St. Louis.| It rained.|",
        "Ft. Worth and Mt. Hood were named.|",
        "She lives on Main St.| The house is old.|",
        "Lt. Col. Amy Poe took over.|",
        "(Rep. Al Grey spoke.)| Others did not.|",
    ] {
        check(marked);
    }
}

#[test]
fn abbreviations_end_only_before_a_word_that_begins_sentences() {
    for marked in [
        "The U.S. Senate met.| It voted.|",
        "He left the U.S.| He never came back.|",
        "Troops of the U.N. Mission left the D.R.C. Monday.|",
        "It opens at 9 a.m. Tuesday.|",
        "It closed at 9 p.m.| The crowd went home.|",
        "It closed at 9 p.m. and reopened.|",
        "Acme Inc. Chairman Ann Poe resigned.|",
        "He sold Acme Inc.| The price is not known.|",
        "Poe & Co. Chairman Al Grey.|",
        "Cats, dogs, etc.| They all came.|",
        "Martin Roe Jr. Monday said no.|",
        "See e.g. Smith.| It is there.|",
        "She has a Ph.D.| In 2010 she left.|",
    ] {
        check(marked);
    }
}

#[test]
fn numbers_go_on_where_they_do() {
    for marked in [
        "It cost 3.5 million.| It was paid.|",
        "It cost $1.50.| He paid.|",
        "Prices rose 0.4%.| Wages did not.|",
        "See No. 5 on p. 12.| It is there.|",
        "He said no.| Then he left.|",
        "It began on Jan. 3 and ended in Feb.| Nobody knows why.|",
        "They sat on Sun.| They stood on Mon.| He slept.|",
        "It happened in 2017.| It was cold.|",
        "1. The council votes.| 2. Mayor speaks.|",
        "1. The council votes.|\n|2. The mayor speaks.|",
        "He turned 20.| He left.|",
        "Visit example.com for more.| Or call.|",
        "Version 2.0.1 came out.|",
    ] {
        check(marked);
    }
}

#[test]
fn lost_spaces_are_found_behind_small_letters_only() {
    for marked in [
        "They came from wars.|Akaka said so.|",
        "He said \"wars.\"|Akaka agreed.|",
        "Node.JS and example.com stay.|",
        "The U.S.Senate met.|",
    ] {
        check(marked);
    }
}

#[test]
fn languages_have_their_marks_and_abbreviations() {
    for marked in [
        "Am 20. Oktober kam er.| Dann ging er.|",
        "Das ist z.B. Unsinn.| Ja.|",
        "Der Preis stieg um 3 Mio. Euro.| Er fiel dann.|",
        "\u{201e}Die Fähre bleibt.\u{201c}| Das sagte er.|",
        "»Die Fähre bleibt.«| Das sagte er.|",
        "\u{201e}Wirklich?\u{201c}, fragte er.|",
        "M. Dupré est venu.| Il est parti.|",
        "Mme. Dupré est venue.| Elle est partie.|",
        "« Le bac reste ! »| Elle sourit.|",
        "«\u{a0}Le bac reste.\u{a0}»| Elle sourit.|",
        "El Sr. Gómez llegó.| ¿Cuándo?| Ayer.|",
        "La Sra. Lima habló en EE.UU. Ayer volvió.|",
        "Он родился в г. Омске.| Его звали А. С. Попов.|",
        "— Да! — сказал он.| Она ушла.|",
        "市議会は決めた。|船は残る。|",
        "「残る！」|と言った。|次へ。|",
        "価格は３．５倍になった。|",
        "هل تبقى العبارة؟| نعم تبقى.|",
        "قال د. أحمد ذلك.| ثم خرج.|",
        "کشتی چلے گی۔| موسم سرد ہے۔|",
        "नाव चलेगी।| डॉ. राव आए।|",
        "เรือจะแล่นต่อไป สภาเมืองตกลง",
        "ጀልባው ይቀራል።| ነገ ይሄዳል።|",
        "Θα φύγει.| Θα έρθει!|",
    ] {
        check(marked);
    }
}

#[test]
fn the_sentence_around_a_word_is_that_between_two_ends() {
    let text = "Mr. J. Doe of the U.S. Senate paid 3.5 million on 20. Mai. Then he left.";
    around(
        text,
        "Doe",
        "Mr. J. Doe of the U.S. Senate paid 3.5 million on 20. Mai.",
    );
    around(text, "left", "Then he left.");
    let text = "One came. Two went! Did three? \"Four stayed.\" Five slept";
    around(text, "came", "One came.");
    around(text, "Two", "Two went!");
    around(text, "Four", "\"Four stayed.\"");
    around(text, "slept", "Five slept");
    around("「残る！」と言った。次へ。", "残", "「残る！」");
}

#[test]
fn a_sentence_without_end_is_cut_at_words() {
    let text = "word ".repeat(200);
    let (start, end) = sentence_around(&text, 500, 60);
    assert!(end - start <= 120 && text[start..end].starts_with("word"));
    assert!(text[start..end].ends_with("word"));
}

#[test]
fn hostile_text_costs_no_more_than_its_length() {
    for piece in [".", "!?", ". ", "a.", "A. ", "\".", "» ", "1. ", "\u{2026}"] {
        let text = piece.repeat(200_000 / piece.len());
        let began = std::time::Instant::now();
        let count = sentence_ends(&text).count();
        assert!(count <= text.len());
        assert!(began.elapsed().as_secs() < 5, "{piece}");
    }
}

proptest! {
    #[test]
    fn ranges_lie_on_boundaries(text in "\\PC{0,80}", at in 0usize..400, reach in 0usize..90) {
        let (start, end) = sentence_around(&text, at, reach);
        prop_assert!(start <= end && end <= text.len());
        prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
    }

    #[test]
    fn looking_around_and_reading_through_agree(
        text in "([A-Cac .!?。'\"”»1\n]|Mr\\. |U\\.S\\. |No\\. ){0,30}",
        at in 0usize..90,
    ) {
        let at = floor(&text, at.min(text.len()));
        let ends: Vec<usize> = sentence_ends(&text).collect();
        prop_assert!(ends.windows(2).all(|two| two[0] < two[1]));
        let start = ends.iter().copied().filter(|&e| e <= at).max().unwrap_or(0);
        let end = ends.iter().copied().filter(|&e| e > at).min().unwrap_or(text.len());
        prop_assert_eq!(sentence_around(&text, at, text.len()), trim(&text, start, end));
    }
}

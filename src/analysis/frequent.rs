//! Frequent words and endings that vouch for what a model says of a text's language.

use crate::article::segment::Words;

/// Frequent words of the model's languages that their neighbours outside the model (Danish,
/// Polish, Finnish ...) do not have.
const FUNCTION_WORDS: &[(&str, &[&str])] = &[
    (
        "de",
        &[
            "der", "die", "und", "den", "von", "mit", "das", "nicht", "ist", "im",
        ],
    ),
    (
        "en",
        &[
            "the", "of", "and", "to", "in", "that", "for", "is", "on", "with",
        ],
    ),
    (
        "es",
        &[
            "de", "la", "que", "el", "en", "los", "del", "las", "por", "una",
        ],
    ),
    (
        "fr",
        &[
            "de", "la", "le", "les", "des", "et", "du", "une", "est", "dans",
        ],
    ),
    (
        "it",
        &[
            "di", "che", "il", "della", "per", "una", "con", "del", "sono", "nel",
        ],
    ),
    (
        "nl",
        &[
            "de", "van", "het", "een", "en", "dat", "niet", "zijn", "voor", "met",
        ],
    ),
    (
        "pt",
        &[
            "de", "que", "do", "da", "em", "os", "uma", "para", "não", "com",
        ],
    ),
    (
        "sv",
        &[
            "och", "att", "är", "för", "inte", "av", "från", "till", "som", "ett",
        ],
    ),
    (
        "tr",
        &[
            "bir", "ve", "için", "bu", "olarak", "ile", "çok", "olan", "daha", "gibi",
        ],
    ),
];

/// Frequent words of languages that the model takes for one that it knows, and that this one does
/// not have.
const RIVALS: &[(&str, &[&str])] = &[
    (
        "es",
        &[
            "amb", "els", "és", "dels", "aquest", "seva", "pel", "unha", "foi", "máis",
        ],
    ),
    (
        "pt",
        &["unha", "máis", "pola", "polo", "dun", "dunha", "tamén"],
    ),
    ("fr", &["amb", "els", "dels", "aquest", "seva", "pel", "és"]),
    ("it", &["amb", "els", "dels", "aquest", "seva", "pel", "és"]),
    (
        "nl",
        &["nie", "hy", "sy", "vir", "deur", "sal", "hulle", "oor"],
    ),
];

/// Different words of a rival that make a text doubtful.
const RIVAL_WORDS: usize = 2;

/// Whether a text has different words of a rival, or letters that the language hardly has.
pub(super) fn has_words_of_a_rival(text: &str, code: &str) -> bool {
    let Some((_, words)) = RIVALS.iter().find(|(known, _)| *known == code) else {
        return false;
    };
    // Romance languages have k in names only; Esperanto has it in each other word.
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let k = text.chars().filter(|c| matches!(c, 'k' | 'K')).count();
    if code != "nl" && k > 1 && k * 40 > letters {
        return true;
    }
    let mut found = 0_u32;
    for (from, to) in Words::new(text) {
        if let Some(at) = words.iter().position(|w| *w == &text[from..to]) {
            found |= 1 << at;
        }
    }
    found.count_ones() as usize >= RIVAL_WORDS
}

/// A text of fewer words may have only one of the most frequent.
const SHORT_WORDS: usize = 25;

/// Whether a text has at least two different of the language's most frequent words; true for
/// languages that are known by their script.
pub(super) fn has_its_words(text: &str, code: &str) -> bool {
    if code == "vi" {
        // Each third letter or so has marks that no other language has.
        let marked = |c: &char| matches!(c, '\u{1ea0}'..='\u{1ef9}' | 'đ' | 'ơ' | 'ư' | 'ă' | 'Đ');
        return text.chars().filter(marked).count() * 25 > text.chars().count();
    }
    let Some((_, wanted)) = FUNCTION_WORDS.iter().find(|(known, _)| *known == code) else {
        return true;
    };
    let mut found = [false; 10];
    let mut words = 0;
    for (from, to) in Words::new(text) {
        words += 1;
        let word = &text[from..to];
        if let Some(at) = wanted.iter().position(|w| w.eq_ignore_ascii_case(word)) {
            found[at] = true;
            if found.iter().filter(|found| **found).count() == 2 {
                return true;
            }
        }
    }
    let least = if words < SHORT_WORDS { 1 } else { 2 };
    found.iter().filter(|found| **found).count() >= least
}

/// Whether words with the endings of Esperanto's plural and accusative speak for it, with its "and"
/// or its letters: headlines have too few of the letters alone, and the models take them for Spanish.
pub(super) fn is_esperanto(text: &str, taken_for: &str) -> bool {
    let (mut objects, mut plurals, mut and, mut hats) = (0, 0, 0, 0);
    for (from, to) in Words::new(text) {
        let word = &text[from..to];
        let long = word.len() > 4;
        objects += usize::from(long && (word.ends_with("ojn") || word.ends_with("ajn")));
        plurals += usize::from(long && (word.ends_with("oj") || word.ends_with("aj")));
        and += usize::from(word == "kaj");
        hats += usize::from(word.contains(['ĉ', 'ĝ', 'ĥ', 'ĵ', 'ŝ', 'ŭ']));
    }
    let kinds = usize::from(objects > 0)
        + usize::from(plurals > 0)
        + usize::from(and > 0)
        + usize::from(hats > 0);
    // In Slavic languages and Hungarian some words end so; in these none do.
    let strangers = matches!(taken_for, "es" | "fr" | "it" | "nl" | "pt");
    kinds > 2
        || hats > 1
        || (kinds == 2 && (strangers || objects + hats > 0))
        || (objects > 0 && strangers)
}

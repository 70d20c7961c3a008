//! Stops that end no sentence: abbreviations, initials, ordinals, numbers of a list.
//!
//! Only whether a sentence goes on behind a stop is decided here; what else ends one is in
//! `sentences`. The lists are sorted by their bytes (tested), since each sentence looks there.

/// Titles and the like, which always stand before something: lower case, without the stop.
const ALWAYS: &[&str] = &[
    "abp", "adm", "brig", "capt", "cf", "cmdr", "col", "cpl", "d.h", "dott", "dr", "dra", "e.g",
    "exmo", "gen", "gov", "hon", "hr", "i.e", "lt", "m.e", "maj", "messrs", "mlle", "mme", "mons",
    "mr", "mrs", "ms", "msgr", "pfc", "pres", "prof", "pvt", "r.i", "rep", "reps", "rev", "sen",
    "sens", "sgt", "sig", "sra", "srta", "supt", "u.a", "viz", "vs", "z.b", "г-жа", "г-н", "им",
    "проф", "тов", "ул", "डॉ",
];

/// Abbreviations that a sentence may end with: it does where the next word is one that begins
/// sentences.
const MOSTLY: &[&str] = &[
    "abs", "al", "approx", "av", "ave", "bldg", "blvd", "bros", "bzw", "ca", "co", "corp", "cos",
    "dept", "ee.uu", "est", "etc", "evtl", "ft", "ggf", "inc", "jr", "llc", "ltd", "max", "mio",
    "mrd", "mt", "nr", "ph.d", "rd", "sr", "st", "ste", "str", "ud", "uds", "usw", "vgl", "млн",
    "млрд", "руб", "тыс",
];

/// Abbreviations only before a number: "No. 5", "Jan. 3", "pp. 12".
const BEFORE_NUMBERS: &[&str] = &[
    "abs", "apr", "art", "aug", "ch", "dec", "ed", "eds", "feb", "fig", "figs", "jan", "jul",
    "jun", "mar", "no", "nos", "nov", "nr", "núm", "oct", "p", "pp", "pt", "s", "sec", "sep",
    "sept", "sér", "vol", "ст", "стр",
];

/// Words that begin sentences and seldom names, as they are printed there.
const STARTERS: &[&str] = &[
    "A",
    "About",
    "According",
    "After",
    "All",
    "Also",
    "Although",
    "An",
    "And",
    "Another",
    "As",
    "At",
    "Because",
    "Before",
    "But",
    "By",
    "Das",
    "Der",
    "Despite",
    "Die",
    "During",
    "Each",
    "Ein",
    "Eine",
    "El",
    "Elle",
    "Er",
    "Es",
    "For",
    "From",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "Il",
    "In",
    "Ist",
    "It",
    "Its",
    "La",
    "Las",
    "Le",
    "Les",
    "Los",
    "Many",
    "Meanwhile",
    "Most",
    "My",
    "Nobody",
    "Not",
    "Nothing",
    "Now",
    "On",
    "One",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "She",
    "Sie",
    "Since",
    "So",
    "Some",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "To",
    "Two",
    "Un",
    "Una",
    "Under",
    "Une",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "Which",
    "While",
    "Who",
    "Why",
    "Wir",
    "With",
    "Without",
    "You",
    "Your",
    "В",
    "Он",
    "Она",
    "Они",
    "Это",
];

/// Letters of the longest abbreviation, in bytes.
const LONGEST: usize = 12;

/// Whether the sentence goes on behind a stop: `before` ends before the stop, `next` begins with
/// what follows it and the space there.
pub(super) fn goes_on_after(before: &str, next: &str) -> bool {
    let word = last_word(before);
    if word.is_empty() || word.len() > LONGEST {
        return false;
    }
    let mut letters = word.chars();
    let (first, second) = (letters.next().unwrap_or_default(), letters.next());
    if first.is_ascii_digit() {
        return is_ordinal(word, before);
    }
    let number = next.starts_with(|c: char| c.is_numeric());
    if second.is_none() {
        // "J. Smith", "А. С. Попов", "د. أحمد", "в 2017 г. Москва"; small Latin ones before numbers.
        return first.is_uppercase()
            || (first.is_alphabetic() && !first.is_ascii() && has_initials(first))
            || (number && BEFORE_NUMBERS.binary_search(&word).is_ok());
    }
    // "U.S. Senate", "9 a.m. Tuesday", "J.K. Rowling": single letters with stops between them.
    if word.contains('.') && word.split('.').all(|part| part.chars().count() == 1) {
        return true;
    }
    let mut lower = [0; LONGEST];
    let Some(word) = lowered(word, &mut lower) else {
        return false;
    };
    let is_in = |list: &[&str]| list.binary_search(&word).is_ok();
    is_in(ALWAYS) || is_in(MOSTLY) || (number && is_in(BEFORE_NUMBERS))
}

/// Whether `next` begins with a word that begins sentences, so that an abbreviation before it may
/// have been the last word of its own; never behind a title.
pub(super) fn starts_a_sentence(before: &str, next: &str) -> bool {
    let word = last_word(before);
    if in_list_number(word, before) {
        return false;
    }
    let mut lower = [0; LONGEST];
    if lowered(word, &mut lower).is_some_and(|word| ALWAYS.binary_search(&word).is_ok()) {
        return false;
    }
    let next = next.trim_start_matches(['"', '\'', '\u{201c}', '\u{2018}', '«', '(']);
    let end = next.find(|c: char| !c.is_alphabetic());
    let starter = &next[..end.unwrap_or(next.len())];
    // A letter behind an initial is the next one: "Samuel A. I. Okoro".
    if starter.len() == 1 && next[1..].starts_with('.') {
        return false;
    }
    STARTERS.binary_search(&starter).is_ok()
}

/// The word that ends with the text, without what opens a bracket or a quotation.
fn last_word(before: &str) -> &str {
    let start = before
        .char_indices()
        .rev()
        .take(LONGEST + 2)
        .take_while(|(_, c)| {
            !c.is_whitespace()
                && !matches!(
                    c,
                    '(' | '[' | '"' | '\u{201c}' | '\u{201e}' | '«' | '/' | '\u{2019}' | '\''
                )
        })
        .last()
        .map_or(before.len(), |(i, _)| i);
    &before[start..]
}

/// "20. Oktober" in languages that write ordinals so, and the number of a list.
fn is_ordinal(word: &str, before: &str) -> bool {
    word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()) || in_list_number(word, before)
}

/// "1. The council" at the beginning of a text or of a line.
fn in_list_number(word: &str, before: &str) -> bool {
    !word.is_empty()
        && word.len() <= 3
        && word.bytes().all(|b| b.is_ascii_digit())
        && before[..before.len() - word.len()]
            .trim_end_matches([' ', '\u{a0}', '('])
            .chars()
            .next_back()
            .is_none_or(|c| c == '\n')
}

/// Whether single letters of the script are initials or abbreviations whatever their case.
fn has_initials(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}' | '\u{620}'..='\u{6ff}' | '\u{5d0}'..='\u{5ea}')
}

/// The word in lower case, in the room given; none if it has no room there.
fn lowered<'a>(word: &str, room: &'a mut [u8; LONGEST]) -> Option<&'a str> {
    let mut len = 0;
    for c in word.chars().flat_map(char::to_lowercase) {
        let end = len + c.len_utf8();
        c.encode_utf8(room.get_mut(len..end)?);
        len = end;
    }
    std::str::from_utf8(&room[..len]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_their_words_fit() {
        for list in [ALWAYS, MOSTLY, BEFORE_NUMBERS, STARTERS] {
            for two in list.windows(2) {
                assert!(two[0] < two[1], "{two:?}");
            }
        }
        for word in [ALWAYS, MOSTLY, BEFORE_NUMBERS].concat() {
            assert!(word.len() <= LONGEST, "{word}");
        }
    }
}

//! What one number in the postings says of a word: where it stands, how it was printed.
//!
//! `position = word << 8 | case << 6 | ending`. Only the layout is here; endings are numbered in
//! `endings`, and what may stand in their bits for a character that has none is in `runs`.

/// Bits below the word's place.
pub const LOW_BITS: u32 = 8;
/// Bits that hold the ending, the lowest of them.
pub const ENDING_BITS: u32 = 6;
/// Bits that hold the case, above the ending.
pub const CASE_BITS: u32 = 2;

/// Case of a word without a capital, or of a script that has none.
pub const NO_CAPITAL: u8 = 0;
/// Case of a word with capitals and other letters that have case.
pub const SOME_CAPITALS: u8 = 1;
/// Case of a word whose letters that have case are capitals, at least one of them.
pub const ALL_CAPITALS: u8 = 2;

/// The last place that a word can have and be indexed. What stands beyond it is counted and not
/// indexed: a text of so many words is no article, and a number that wrapped would lie.
pub const LAST_WORD: u64 = (1 << (u32::BITS - LOW_BITS)) - 1;

/// The position of the word at place `word`, at most [`LAST_WORD`].
#[inline]
pub const fn pack(word: u32, case: u8, ending: u8) -> u32 {
    word << LOW_BITS | (case as u32) << ENDING_BITS | ending as u32
}

/// The word's place in its field, in words and gaps.
#[inline]
pub const fn word_of(position: u32) -> u32 {
    position >> LOW_BITS
}

/// The ending's number, see `endings`; for a character of Japanese or Korean how it is grown.
#[inline]
pub const fn ending_of(position: u32) -> u8 {
    (position & ((1 << ENDING_BITS) - 1)) as u8
}

/// The case of the word as printed: [`NO_CAPITAL`], [`SOME_CAPITALS`] or [`ALL_CAPITALS`].
#[inline]
pub const fn case_of(position: u32) -> u8 {
    (position >> ENDING_BITS & ((1 << CASE_BITS) - 1)) as u8
}

/// The case of a word as it is printed. Cost: one pass over its bytes.
pub fn case_class(word: &str) -> u8 {
    let (mut capitals, mut others) = (false, false);
    if word.is_ascii() {
        for b in word.bytes() {
            capitals |= b.is_ascii_uppercase();
            others |= b.is_ascii_lowercase();
        }
    } else {
        for c in word.chars() {
            // Neither of both is the first letter of `ǅ`, a capital with a small letter in it.
            let title = !c.is_uppercase() && !c.is_lowercase() && c.to_lowercase().ne([c]);
            capitals |= c.is_uppercase() || title;
            others |= c.is_lowercase() || title;
        }
    }
    match (capitals, others) {
        (false, _) => NO_CAPITAL,
        (true, true) => SOME_CAPITALS,
        (true, false) => ALL_CAPITALS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_case_is_that_of_the_letters_that_have_one() {
        for (word, case) in [
            ("", NO_CAPITAL),
            ("ferry", NO_CAPITAL),
            ("2017", NO_CAPITAL),
            ("Ferry", SOME_CAPITALS),
            ("iPhone", SOME_CAPITALS),
            ("NATO", ALL_CAPITALS),
            ("A", ALL_CAPITALS),
            ("G20", ALL_CAPITALS),
            ("20th", NO_CAPITAL),
            ("école", NO_CAPITAL),
            ("École", SOME_CAPITALS),
            ("ÉCOLE", ALL_CAPITALS),
            ("Straße", SOME_CAPITALS),
            ("ΟΗΕ", ALL_CAPITALS),
            ("Москва", SOME_CAPITALS),
            ("ǅ", SOME_CAPITALS),
            ("京", NO_CAPITAL),
            ("العربية", NO_CAPITAL),
        ] {
            assert_eq!(case_class(word), case, "{word}");
        }
    }

    #[test]
    fn a_position_holds_its_three_parts_and_no_two_are_the_same() {
        let mut seen = std::collections::BTreeSet::new();
        for word in [0, 1, 77, LAST_WORD as u32 - 1, LAST_WORD as u32] {
            for case in [NO_CAPITAL, SOME_CAPITALS, ALL_CAPITALS] {
                for ending in [0, 1, 62, 63] {
                    let position = pack(word, case, ending);
                    let parts = (word_of(position), case_of(position), ending_of(position));
                    assert_eq!(parts, (word, case, ending));
                    assert!(seen.insert(position));
                    // Tantivy keeps a position plus one, and zero ends its list.
                    assert!(position < u32::MAX);
                }
            }
        }
    }
}

//! How a printed word differs from its stem, as a number of six bits.
//!
//! The number is kept in the low bits of each position of the stem, so that the printed form is
//! known without a second term: `elections` is `elect` with the ending `ions`. Wildcards and the
//! operators on printed forms read it. About 31 % of the words of English news differ from their
//! stem; the endings here cover 97 % of those. The rest carry [`OTHER`], and their printed form is
//! indexed as a term of its own.

use super::positions::ENDING_BITS;

/// The ending of a word that is its own stem.
pub const NONE: u8 = 0;
/// The ending of a word whose printed form is a term of its own.
pub const OTHER: u8 = (1 << ENDING_BITS) - 1;
/// A set of endings with every ending in it.
pub const ANY: u64 = u64::MAX;

/// What is taken off the stem and what is put on it. The place plus one is the ending's number, so
/// an entry is never moved: the numbers are in every index (`analysis::RECIPE`).
const ENDINGS: [(&str, &str); 62] = [
    ("", "e"),
    ("", "s"),
    ("i", "y"),
    ("", "ed"),
    ("", "ing"),
    ("", "es"),
    ("", "al"),
    ("", "ation"),
    ("", "ion"),
    ("", "ment"),
    ("", "er"),
    ("", "or"),
    ("", "ity"),
    ("", "ly"),
    ("e", "ing"),
    ("", "ers"),
    ("", "ent"),
    ("", "ic"),
    ("", "ations"),
    ("", "d"),
    ("", "ate"),
    ("", "ance"),
    ("", "y"),
    ("", "ions"),
    ("", "ive"),
    ("", "ement"),
    ("", "ant"),
    ("", "ness"),
    ("", "able"),
    ("", "ence"),
    ("", "als"),
    ("", "ated"),
    ("", "ments"),
    ("", "ors"),
    ("", "ities"),
    ("", "ional"),
    ("", "ative"),
    ("", "l"),
    ("", "ally"),
    ("", "ents"),
    ("", "ating"),
    ("", "ful"),
    ("", "ible"),
    ("", "ous"),
    ("", "ings"),
    ("", "ical"),
    ("", "ized"),
    ("", "ates"),
    ("", "en"),
    ("", "o"),
    ("", "a"),
    ("", "os"),
    ("", "as"),
    ("", "ar"),
    ("", "ique"),
    ("", "i"),
    ("", "ir"),
    ("", "n"),
    ("", "t"),
    ("", "ado"),
    ("", "ung"),
    ("", "ie"),
];

/// The ending of `printed` over `stem`.
pub(super) fn ending(stem: &str, printed: &str) -> u8 {
    if stem == printed {
        return NONE;
    }
    // Nearly all endings take nothing off the stem: those are compared by what is behind it.
    let behind = printed.strip_prefix(stem);
    let fits = |(off, on): &(&str, &str)| match behind {
        Some(behind) => off.is_empty() && *on == behind,
        None => {
            !off.is_empty()
                && stem
                    .strip_suffix(off)
                    .is_some_and(|base| printed.strip_prefix(base) == Some(on))
        }
    };
    ENDINGS
        .iter()
        .position(fits)
        .map_or(OTHER, |place| place as u8 + 1)
}

/// Every ending that has letters of its own: number, what it takes off, what it puts on.
pub fn endings() -> impl Iterator<Item = (u8, &'static str, &'static str)> {
    ENDINGS
        .iter()
        .enumerate()
        .map(|(place, &(off, on))| (place as u8 + 1, off, on))
}

/// Writes the printed form of `stem` with an ending to `out`; false if the stem can't have it.
pub fn printed_into(stem: &str, off: &str, on: &str, out: &mut String) -> bool {
    out.clear();
    let Some(base) = stem.strip_suffix(off) else {
        return false;
    };
    out.push_str(base);
    out.push_str(on);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stem: &str, printed: &str) {
        let number = ending(stem, printed);
        if number == OTHER || number == NONE {
            return;
        }
        let (_, off, on) = endings().find(|e| e.0 == number).unwrap();
        let mut out = String::new();
        assert!(printed_into(stem, off, on, &mut out));
        assert_eq!(out, printed);
    }

    #[test]
    fn a_printed_form_is_known_from_its_stem_and_ending() {
        assert_eq!(ending("run", "run"), NONE);
        assert_eq!(ending("die", "dying"), OTHER);
        assert_ne!(ending("studi", "study"), OTHER);
        assert_ne!(ending("elect", "elections"), OTHER);
        for (stem, printed) in [
            ("studi", "study"),
            ("elect", "elections"),
            ("hous", "house"),
        ] {
            check(stem, printed);
        }
    }

    #[test]
    fn an_ending_is_the_first_that_makes_the_printed_form() {
        for stem in ["", "e", "i", "studi", "hous", "mak", "make", "elect"] {
            for printed in [
                "",
                "e",
                "ing",
                "study",
                "studio",
                "making",
                "makes",
                "elections",
            ] {
                let made = endings().find(|(_, off, on)| {
                    let mut out = String::new();
                    printed_into(stem, off, on, &mut out) && out == printed
                });
                let number = if stem == printed {
                    NONE
                } else {
                    made.map_or(OTHER, |e| e.0)
                };
                assert_eq!(ending(stem, printed), number, "{stem} {printed}");
            }
        }
    }

    #[test]
    fn no_ending_is_there_twice_and_all_fit_their_bits() {
        let all: std::collections::BTreeSet<_> = ENDINGS.iter().collect();
        assert_eq!(all.len(), ENDINGS.len());
        assert!(ENDINGS.len() < usize::from(OTHER));
    }
}

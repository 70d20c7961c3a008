//! What a phrase, a zone filter or a single word asks of an article, in terms of the dictionary.
//!
//! The same value drives the scorer over postings (`spans`) and the highlights of a snippet, so
//! that what is lit is what matched.

use super::ast::LetterCase;
use super::matcher::Matcher;
use crate::analysis::positions::{ALL_CAPITALS, NO_CAPITAL};
use crate::analysis::{Analyzed, PRINTED, STEM};
use crate::schema::Zone;

/// One way in which a word of the query may stand in an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Form {
    /// The term as it is in the dictionary.
    pub term: String,
    /// The endings that the word may have been printed with, a bit for each number.
    pub endings: u64,
}

impl Form {
    /// Whether an analysed word of an article is this form.
    pub fn fits(&self, word: &Analyzed<'_>) -> bool {
        match self
            .term
            .strip_prefix(PRINTED)
            .and_then(|t| t.split_once(STEM))
        {
            Some((printed, _)) => word.printed == printed,
            None => word.term() == self.term && self.endings >> word.ending & 1 == 1,
        }
    }
}

/// One place of a phrase; a single word is a phrase of one place.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// Any one word.
    Any,
    /// One of these forms.
    Forms(Vec<Form>),
    /// A word that matches as printed.
    Printed(Matcher),
    /// A word that may stand at one of these places.
    AnyOf(Vec<Place>),
    /// A word printed in such letters.
    Cased(LetterCase, Box<Place>),
}

/// Words at given places of one field, as a whole inside one zone if that is given: a word, a phrase.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// The places, at least one of them not open.
    pub places: Vec<Place>,
    /// See [`match_phrase`].
    pub slop: u32,
    /// The zone that every word must stand in.
    pub zone: Option<Zone>,
}

impl Place {
    /// Whether an analysed word of an article may stand here.
    pub fn fits(&self, word: &Analyzed<'_>) -> bool {
        match self {
            Place::Any => true,
            Place::Forms(forms) => forms.iter().any(|form| form.fits(word)),
            Place::Printed(matcher) => matcher.matches(word.printed),
            Place::AnyOf(places) => places.iter().any(|place| place.fits(word)),
            Place::Cased(case, place) => {
                let fits = match case {
                    LetterCase::None => word.case == NO_CAPITAL,
                    LetterCase::Some => word.case != NO_CAPITAL,
                    LetterCase::All => word.case == ALL_CAPITALS,
                };
                fits && place.fits(word)
            }
        }
    }

    /// Whether any word may stand here.
    pub fn is_open(&self) -> bool {
        match self {
            Place::Any => true,
            Place::Cased(_, place) => place.is_open(),
            _ => false,
        }
    }

    /// The first term that may stand here, where terms are known without a dictionary.
    pub fn first_term(&self) -> Option<&str> {
        match self {
            Place::Forms(forms) => forms.first().map(|form| form.term.as_str()),
            Place::AnyOf(places) => places.iter().find_map(Place::first_term),
            Place::Cased(_, place) => place.first_term(),
            Place::Any | Place::Printed(_) => None,
        }
    }

    /// Calls `each` for the places in it that are no choice between others.
    pub fn each_simple<'a>(&'a self, each: &mut dyn FnMut(&'a Place)) {
        match self {
            Place::AnyOf(places) => places.iter().for_each(|place| place.each_simple(each)),
            Place::Cased(_, place) => place.each_simple(each),
            simple => each(simple),
        }
    }
}

/// Finds where a phrase stands, given where each of its places does.
///
/// `lists[i]` holds the ascending word positions at which place `i` is filled; `None` for an open
/// place. Calls `found(first, last)` for each match with its first and last position, both
/// inclusive, in ascending order of `first`. `slop` is the difference that the displacements of
/// the places may have (Lucene's sloppy phrase: neighbours exchanged cost 2); 0 is the exact
/// phrase. No position fills two places.
///
/// Cost: linear in the lists for an exact phrase; for a sloppy one linear times the number of
/// places.
pub fn match_phrase(lists: &[Option<&[u32]>], slop: u32, found: &mut dyn FnMut(u32, u32)) {
    let filled: Vec<(u32, &[u32])> = lists
        .iter()
        .enumerate()
        .filter_map(|(i, l)| Some((i as u32, (*l)?)))
        .collect();
    let (Some(&(first_offset, _)), Some(&(last_offset, _))) = (filled.first(), filled.last())
    else {
        return;
    };
    if slop == 0 {
        let Some((pivot, &(pivot_offset, rarest))) = filled
            .iter()
            .enumerate()
            .min_by_key(|(_, (_, list))| list.len())
        else {
            return;
        };
        // Each list is walked once beside the rarest: where its cursor stands, nothing is behind.
        let mut cursors = vec![0_usize; filled.len()];
        'positions: for &position in rarest {
            let Some(start) = position.checked_sub(pivot_offset) else {
                continue;
            };
            for (at, (offset, list)) in filled.iter().enumerate() {
                if at == pivot {
                    continue;
                }
                let wanted = start + offset;
                let cursor = &mut cursors[at];
                // Far behind: halve; near: step.
                if list.get(*cursor + 8).is_some_and(|&p| p < wanted) {
                    *cursor += list[*cursor..].partition_point(|&p| p < wanted);
                }
                while list.get(*cursor).is_some_and(|&p| p < wanted) {
                    *cursor += 1;
                }
                if list.get(*cursor) != Some(&wanted) {
                    continue 'positions;
                }
            }
            found(start + first_offset, start + last_offset);
        }
        return;
    }
    sloppy(&filled, slop, found);
}

/// The smallest ranges of displacement that hold one position of each place.
fn sloppy(filled: &[(u32, &[u32])], slop: u32, found: &mut dyn FnMut(u32, u32)) {
    // A word that the phrase has twice has one list twice; its places take positions in order, as
    // exchanging two of them could only widen the range.
    let same_before: Vec<Option<usize>> = (0..filled.len())
        .map(|place| {
            (0..place)
                .rev()
                .find(|&before| filled[before].1 == filled[place].1)
        })
        .collect();
    let mut cursors = vec![0_usize; filled.len()];
    let displaced = |place: usize, cursor: usize| {
        let (offset, list) = filled[place];
        list.get(cursor).map(|&p| i64::from(p) - i64::from(offset))
    };
    let mut last_end = None;
    loop {
        for place in 0..filled.len() {
            if let Some(before) = same_before[place] {
                cursors[place] = cursors[place].max(cursors[before] + 1);
            }
        }
        let mut lowest: Option<(i64, usize)> = None;
        let mut highest = i64::MIN;
        for (place, &cursor) in cursors.iter().enumerate() {
            let Some(d) = displaced(place, cursor) else {
                return;
            };
            if lowest.is_none_or(|(least, _)| d < least) {
                lowest = Some((d, place));
            }
            highest = highest.max(d);
        }
        let Some((least, place)) = lowest else { return };
        if highest - least <= i64::from(slop) {
            let positions = || cursors.iter().zip(filled).map(|(&c, (_, list))| list[c]);
            let distinct = positions()
                .enumerate()
                .all(|(i, p)| positions().skip(i + 1).all(|other| other != p));
            let start = positions().min().unwrap_or(0);
            let end = positions().max().unwrap_or(0);
            // Two ranges that end alike are one match seen from two cursors.
            if distinct && last_end != Some((start, end)) {
                found(start, end);
                last_end = Some((start, end));
            }
        }
        cursors[place] += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lists: &[&[u32]], slop: u32, expected: &[(u32, u32)]) {
        let lists: Vec<Option<&[u32]>> = lists
            .iter()
            .map(|l| (!l.is_empty()).then_some(*l))
            .collect();
        let mut spans = Vec::new();
        match_phrase(&lists, slop, &mut |s, e| spans.push((s, e)));
        assert_eq!(spans, expected, "{lists:?} ~{slop}");
    }

    #[test]
    fn exact_phrases_stand_side_by_side() {
        check(&[&[3, 9], &[4, 20]], 0, &[(3, 4)]);
        check(&[&[3, 9], &[5, 11]], 0, &[]);
        check(&[&[1], &[], &[3]], 0, &[(1, 3)]);
        check(&[&[7]], 0, &[(7, 7)]);
    }

    #[test]
    fn slop_lets_words_move() {
        check(&[&[3], &[6]], 2, &[(3, 6)]);
        check(&[&[3], &[6]], 1, &[]);
        check(&[&[4], &[3]], 2, &[(3, 4)]);
        check(&[&[4], &[3]], 1, &[]);
        // One word cannot be both places.
        check(&[&[5], &[5]], 3, &[]);
        check(&[&[5, 6], &[5, 6]], 2, &[(5, 6)]);
        // zeb mip zeb in "mip zeb ko zeb".
        check(&[&[1, 3], &[0], &[1, 3]], 2, &[(0, 3)]);
    }

    #[test]
    fn forms_tell_stems_from_printed_words() {
        let form = |term: &str, endings| Form {
            term: term.into(),
            endings,
        };
        let mut analyzer = crate::analysis::Analyzer::new();
        analyzer.set_language("en");
        let fits = |form: &Form, word: &str, analyzer: &mut crate::analysis::Analyzer| {
            form.fits(&analyzer.word(word))
        };
        assert!(fits(
            &form("elect", crate::analysis::ANY),
            "Elections",
            &mut analyzer
        ));
        assert!(!fits(&form("elect", 1), "Elections", &mut analyzer));
        assert!(fits(&form("elect", 1), "ELECT", &mut analyzer));
        assert!(fits(&form("\u{1}dying\u{2}die", 1), "dying", &mut analyzer));
    }
}

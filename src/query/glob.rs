//! A wildcard pattern made ready: folded as words are, matched against terms and printed words.

use super::ast::{Pattern, PatternPart};
use crate::analysis::fold;

/// A folded pattern. Matching takes time linear in the word for patterns with one `*`, and at most
/// the product of both lengths otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    pieces: Vec<Piece>,
    /// Text before the first open letter.
    prefix: String,
    /// Text after the last open letter.
    suffix: String,
    /// The longest text between open letters, or before or behind them.
    longest: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Letter(char),
    One,
    Many,
}

impl Glob {
    /// Folds the pattern's letters.
    pub fn new(pattern: &Pattern) -> Glob {
        let mut pieces = Vec::new();
        for part in pattern.parts() {
            match part {
                PatternPart::Text(text) => pieces.extend(fold(text).chars().map(Piece::Letter)),
                PatternPart::Many => pieces.push(Piece::Many),
                PatternPart::One => pieces.push(Piece::One),
            }
        }
        let letters = pieces.iter().map_while(|p| match p {
            Piece::Letter(c) => Some(*c),
            Piece::One | Piece::Many => None,
        });
        let prefix = letters.collect();
        let letters = pieces.iter().rev().map_while(|p| match p {
            Piece::Letter(c) => Some(*c),
            Piece::One | Piece::Many => None,
        });
        let suffix: String = letters.collect();
        let suffix = suffix.chars().rev().collect();
        let runs = pieces.split(|p| matches!(p, Piece::One | Piece::Many));
        let longest = runs.max_by_key(|run| run.len()).unwrap_or_default();
        let longest = longest.iter().filter_map(|p| match p {
            Piece::Letter(c) => Some(*c),
            Piece::One | Piece::Many => None,
        });
        Glob {
            longest: longest.collect(),
            pieces,
            prefix,
            suffix,
        }
    }

    /// The longest text that every matching word has in it; empty where there is none.
    pub fn longest(&self) -> &str {
        &self.longest
    }

    /// What every matching word ends with.
    pub fn suffix(&self) -> &str {
        &self.suffix
    }

    /// Whether it is a prefix and nothing more: `elect*`.
    pub fn is_prefix(&self) -> bool {
        self.suffix.is_empty()
            && self.pieces.len() == self.prefix.chars().count() + 1
            && self.pieces.last() == Some(&Piece::Many)
    }

    /// What every matching word begins with.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether a folded word matches as a whole.
    pub fn matches(&self, word: &str) -> bool {
        let Some(rest) = word.strip_prefix(self.prefix.as_str()) else {
            return false;
        };
        let pieces = &self.pieces[self.prefix.chars().count()..];
        // The usual two-pointer walk: on a mismatch the last `*` takes one character more.
        let mut at = 0;
        let mut chars = rest.chars();
        let mut retry: Option<(usize, std::str::Chars<'_>)> = None;
        loop {
            match pieces.get(at) {
                Some(Piece::Many) => {
                    at += 1;
                    retry = Some((at, chars.clone()));
                    continue;
                }
                Some(piece) => {
                    let next = chars.next();
                    let fits = match (piece, next) {
                        (_, None) => return false,
                        (Piece::Letter(c), Some(d)) => *c == d,
                        (Piece::One | Piece::Many, Some(_)) => true,
                    };
                    if fits {
                        at += 1;
                        continue;
                    }
                }
                None if chars.as_str().is_empty() => return true,
                None => {}
            }
            match &mut retry {
                Some((after, from)) => {
                    if from.next().is_none() {
                        return false;
                    }
                    at = *after;
                    chars = from.clone();
                }
                None => return false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, word: &str, expected: bool) {
        let parts = pattern.chars().map(|c| match c {
            '*' => PatternPart::Many,
            '?' => PatternPart::One,
            c => PatternPart::Text(c.to_string()),
        });
        let glob = Glob::new(&Pattern::new(parts));
        assert_eq!(glob.matches(word), expected, "{pattern} on {word}");
    }

    #[test]
    fn stars_and_question_marks_match_whole_words() {
        check("elect*", "elections", true);
        check("elect*", "elect", true);
        check("elect*", "reelect", false);
        check("wom?n", "women", true);
        check("wom?n", "womn", false);
        check("*burg", "hamburg", true);
        check("*burg", "burgher", false);
        check("a*b*c", "axxbyybzc", true);
        check("a*b*c", "axxbyybz", false);
        check("*", "", true);
        check("Ško*", "skoda", true);
    }

    #[test]
    fn many_stars_do_not_explode() {
        check(&"a*".repeat(40), &"a".repeat(100), true);
        check(&format!("{}b", "a*".repeat(40)), &"a".repeat(200), false);
    }
}

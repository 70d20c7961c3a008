//! Conditions on a word as printed, made ready: patterns with open letters, regular expressions, edit distances.
//! Which terms of a dictionary can stand for such a word is told in `wildcard`.

use std::sync::{Arc, OnceLock};

use levenshtein_automata::{Distance, LevenshteinAutomatonBuilder};
use regex_automata::dfa::Automaton as _;
use regex_automata::dfa::dense;
use regex_automata::util::primitives::StateID;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};

use super::ast::{Pattern, PatternPart};
use super::glob::Glob;
use crate::analysis::fold;

/// A condition on a folded word.
#[derive(Debug, Clone, PartialEq)]
pub enum Matcher {
    /// Open letters, or none: the word itself.
    Glob(Glob),
    /// A regular expression or an edit distance.
    Automaton(Arc<Automaton>),
}

/// A machine that reads a word byte by byte.
#[derive(Debug)]
pub struct Automaton {
    /// What was asked for, folded; equal sources are equal machines.
    source: String,
    machine: Machine,
}

enum Machine {
    Regex(Box<dense::DFA<Vec<u32>>>, StateID),
    Edits(levenshtein_automata::DFA, u8),
}

impl std::fmt::Debug for Machine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Machine::Regex(..) => "Regex",
            Machine::Edits(..) => "Edits",
        })
    }
}

impl PartialEq for Automaton {
    fn eq(&self, other: &Automaton) -> bool {
        self.source == other.source
    }
}

/// Bytes that the machine of an expression may take; beyond them an expression is refused.
const MACHINE_BYTES: usize = 4 << 20;

/// Characters of a word whose neighbours are looked for, at most.
const LONGEST_FUZZY: usize = 60;

impl Matcher {
    /// The word itself, folded.
    pub fn exact(word: &str) -> Matcher {
        let text = PatternPart::Text(word.to_owned());
        Matcher::Glob(Glob::new(&Pattern::new([text])))
    }

    /// Words that an expression matches as a whole, in any case.
    ///
    /// # Errors
    /// A message, where the expression is wrong or its machine would be too large.
    pub fn regex(expression: &str) -> Result<Matcher, String> {
        let folded = fold_expression(expression);
        let config = dense::Config::new()
            .dfa_size_limit(Some(MACHINE_BYTES))
            .determinize_size_limit(Some(2 * MACHINE_BYTES));
        let built = dense::Builder::new()
            .configure(config)
            .syntax(syntax::Config::new().case_insensitive(true))
            .build(&format!("^(?:{folded})$"));
        let dfa = built.map_err(|error| {
            let size = error.is_size_limit_exceeded();
            match size {
                true => "the expression stands for too much; make it shorter".to_owned(),
                false => format!("the expression can't be used: {error}"),
            }
        })?;
        let start = dfa
            .start_state_forward(&Input::new("").anchored(Anchored::Yes))
            .map_err(|error| format!("the expression can't be used: {error}"))?;
        Ok(Matcher::Automaton(Arc::new(Automaton {
            source: format!("/{folded}/"),
            machine: Machine::Regex(Box::new(dfa), start),
        })))
    }

    /// Words at most so many edits from this one; a swap of neighbours is one edit.
    ///
    /// # Errors
    /// A message, where the word is too long to look for its neighbours.
    pub fn fuzzy(word: &str, edits: u8) -> Result<Matcher, String> {
        static ONE: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
        static TWO: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
        let folded = fold(word);
        if folded.chars().count() > LONGEST_FUZZY {
            return Err(format!("the word has more than {LONGEST_FUZZY} letters"));
        }
        let edits = edits.clamp(1, 2);
        let builder = match edits {
            1 => ONE.get_or_init(|| LevenshteinAutomatonBuilder::new(1, true)),
            _ => TWO.get_or_init(|| LevenshteinAutomatonBuilder::new(2, true)),
        };
        Ok(Matcher::Automaton(Arc::new(Automaton {
            machine: Machine::Edits(builder.build_dfa(&folded), edits),
            source: format!("{folded}~{edits}"),
        })))
    }

    /// Whether a folded word matches as a whole.
    pub fn matches(&self, word: &str) -> bool {
        match self {
            Matcher::Glob(glob) => glob.matches(word),
            Matcher::Automaton(automaton) => automaton.matches(word),
        }
    }

    /// What every matching word begins with; empty where that can't be told.
    pub fn prefix(&self) -> &str {
        match self {
            Matcher::Glob(glob) => glob.prefix(),
            Matcher::Automaton(_) => "",
        }
    }
}

impl Automaton {
    /// The state before the first byte.
    pub(super) fn start(&self) -> u32 {
        match &self.machine {
            Machine::Regex(_, start) => start.as_u32(),
            Machine::Edits(dfa, _) => dfa.initial_state(),
        }
    }

    /// The state after one byte more.
    pub(super) fn step(&self, state: u32, byte: u8) -> u32 {
        match &self.machine {
            Machine::Regex(dfa, _) => dfa.next_state(state_id(state), byte).as_u32(),
            Machine::Edits(dfa, _) => dfa.transition(state, byte),
        }
    }

    /// The state after some bytes more.
    pub(super) fn steps(&self, state: u32, bytes: &[u8]) -> u32 {
        bytes.iter().fold(state, |state, &b| self.step(state, b))
    }

    /// Whether a word that ends in this state matches.
    pub(super) fn accepts(&self, state: u32) -> bool {
        match &self.machine {
            Machine::Regex(dfa, _) => dfa.is_match_state(dfa.next_eoi_state(state_id(state))),
            Machine::Edits(dfa, edits) => {
                matches!(dfa.distance(state), Distance::Exact(n) if n <= *edits)
            }
        }
    }

    /// Whether a word that goes on from this state may match.
    pub(super) fn is_alive(&self, state: u32) -> bool {
        match &self.machine {
            Machine::Regex(dfa, _) => !dfa.is_dead_state(state_id(state)),
            Machine::Edits(..) => state != levenshtein_automata::SINK_STATE,
        }
    }

    fn matches(&self, word: &str) -> bool {
        self.accepts(self.steps(self.start(), word.as_bytes()))
    }
}

fn state_id(state: u32) -> StateID {
    // Only numbers that came from a machine go back to it.
    StateID::new(state as usize).unwrap_or(StateID::ZERO)
}

/// Folds the letters of an expression that stand for themselves: those behind a backslash may be classes (`\W`), and
/// so stay as they are.
fn fold_expression(expression: &str) -> String {
    let mut out = String::with_capacity(expression.len());
    let mut chars = expression.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            out.push(c);
            out.extend(chars.next());
        } else if c.is_ascii() {
            out.push(c);
        } else {
            out.push_str(&fold(c.encode_utf8(&mut [0; 4])));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(matcher: &Result<Matcher, String>, yes: &[&str], no: &[&str]) {
        let matcher = matcher.as_ref().expect("the condition is sound");
        for word in yes {
            assert!(matcher.matches(word), "{word}");
        }
        for word in no {
            assert!(!matcher.matches(word), "{word}");
        }
    }

    #[test]
    fn expressions_match_whole_words_in_any_case() {
        let yes = ["separate", "seperate"];
        check(
            &Matcher::regex("Sep(a|e)rate"),
            &yes,
            &["separated", "aseparate"],
        );
        check(&Matcher::regex("a|ab"), &["a", "ab"], &["b", "abb", ""]);
        check(&Matcher::regex("caf[eé]s?"), &["cafe", "cafes"], &["caf"]);
        check(
            &Matcher::regex("\\d{4}"),
            &["2017"],
            &["201", "20170", "abcd"],
        );
        check(&Matcher::regex("MÜLLER"), &["muller"], &["müller"]);
    }

    #[test]
    fn wrong_or_huge_expressions_are_refused() {
        assert!(Matcher::regex("a(").is_err());
        let huge = "(a|b)*a(a|b|c|d){40}";
        assert!(Matcher::regex(huge).unwrap_err().contains("too much"));
    }

    #[test]
    fn swaps_are_one_edit() {
        check(
            &Matcher::fuzzy("Qaddafi", 1),
            &["qaddafi", "qadafi", "qaddaif", "gaddafi"],
            &["gadafi", "qad"],
        );
        check(
            &Matcher::fuzzy("qaddafi", 2),
            &["gadafi", "kadafi"],
            &["kadhafy"],
        );
        assert!(Matcher::fuzzy(&"a".repeat(100), 1).is_err());
    }

    #[test]
    fn an_exact_word_is_that_word_only() {
        check(&Ok(Matcher::exact("Élan")), &["elan"], &["elans", "ela"]);
    }
}

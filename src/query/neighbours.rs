//! The terms of a dictionary that can stand for a printed word which a machine accepts: regular expressions and edit
//! distances. Patterns with open letters are in `wildcard`.

use std::collections::HashMap;
use std::sync::OnceLock;

use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;
use tantivy_fst::Automaton as DictionaryWalk;

use super::matcher::Automaton;
use super::stop::{Paced, Stop};
use super::wildcard::TERMS;
use crate::analysis::{ANY, NONE, OTHER, PRINTED, STEM, endings};
use crate::article::segment::script;

/// A walk over stems: the last letter of a stem may be missing from the printed word (`studi`, `study`), so that one
/// letter more may follow where no word goes on.
struct Stems<'a>(&'a Automaton);

/// The state after the last byte.
#[derive(Clone, Copy)]
struct Walked {
    now: u32,
    at_start: bool,
}

impl DictionaryWalk for Stems<'_> {
    type State = Option<Walked>;

    fn start(&self) -> Option<Walked> {
        Some(Walked {
            now: self.0.start(),
            at_start: true,
        })
    }

    fn is_match(&self, state: &Option<Walked>) -> bool {
        state.is_some()
    }

    fn can_match(&self, state: &Option<Walked>) -> bool {
        state.is_some()
    }

    fn accept(&self, state: &Option<Walked>, byte: u8) -> Option<Walked> {
        let walked = (*state)?;
        // Marked terms are looked at by themselves.
        if walked.at_start && byte < b' ' {
            return None;
        }
        let next = Walked {
            now: self.0.step(walked.now, byte),
            at_start: false,
        };
        // Beyond the last state from which a word goes on, only what an ending takes off may follow.
        let taken = || by_what_they_take().last[usize::from(byte)] && self.0.is_alive(walked.now);
        (self.0.is_alive(next.now) || taken()).then_some(next)
    }
}

/// Calls `each(term, info, endings)` for every term that can stand for a printed word which the machine accepts, as
/// `wildcard::terms_of_glob` does for patterns.
///
/// Cost: the terms that begin like an accepted word; the whole dictionary for an expression that begins with an open
/// letter.
pub(super) fn terms_of_automaton(
    dictionary: &TermDictionary,
    automaton: &Automaton,
    stop: &Stop,
    each: &mut dyn FnMut(&str, TermInfo, u64) -> tantivy::Result<()>,
) -> tantivy::Result<()> {
    let mut paced = Paced::new(stop);
    // Printed forms that are terms of their own.
    let mut stream = dictionary.search(PrintedForms(automaton)).into_stream()?;
    while stream.advance() {
        paced.step(TERMS)?;
        if let Ok(term) = std::str::from_utf8(stream.key()) {
            each(term, stream.value().clone(), ANY)?;
        }
    }
    let mut from_state: HashMap<u32, u64> = HashMap::new();
    let mut stream = dictionary.search(Stems(automaton)).into_stream()?;
    while stream.advance() {
        paced.step(TERMS)?;
        let Ok(stem) = std::str::from_utf8(stream.key()) else {
            continue;
        };
        let found = endings_accepted(automaton, stem, &mut from_state);
        let found = match found {
            ANY if has_other_form(dictionary, automaton, stem)? => ANY & !(1 << OTHER),
            found => found,
        };
        if found != 0 {
            each(stem, stream.value().clone(), found)?;
        }
    }
    Ok(())
}

/// Whether a stem has a printed form that no ending tells and that is not accepted.
fn has_other_form(
    dictionary: &TermDictionary,
    automaton: &Automaton,
    stem: &str,
) -> tantivy::Result<bool> {
    let prefix = format!("{STEM}{stem}{PRINTED}");
    let mut stream = dictionary.range().ge(prefix.as_bytes()).into_stream()?;
    while stream.advance() {
        let Some(printed) = stream.key().strip_prefix(prefix.as_bytes()) else {
            break;
        };
        if !automaton.accepts(automaton.steps(automaton.start(), printed)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A walk over printed forms that are terms of their own: the mark, the form, the mark of its stem, the stem.
struct PrintedForms<'a>(&'a Automaton);

/// Where in such a term a walk is.
#[derive(Clone, Copy)]
enum InPrinted {
    Mark,
    Form(u32),
    Stem,
}

impl DictionaryWalk for PrintedForms<'_> {
    type State = Option<InPrinted>;

    fn start(&self) -> Option<InPrinted> {
        Some(InPrinted::Mark)
    }

    fn is_match(&self, state: &Option<InPrinted>) -> bool {
        matches!(state, Some(InPrinted::Stem))
    }

    fn can_match(&self, state: &Option<InPrinted>) -> bool {
        state.is_some()
    }

    fn accept(&self, state: &Option<InPrinted>, byte: u8) -> Option<InPrinted> {
        match (*state)? {
            InPrinted::Mark => (byte == PRINTED as u8).then(|| InPrinted::Form(self.0.start())),
            InPrinted::Form(now) if byte == STEM as u8 => {
                self.0.accepts(now).then_some(InPrinted::Stem)
            }
            InPrinted::Form(now) => {
                let next = self.0.step(now, byte);
                self.0.is_alive(next).then_some(InPrinted::Form(next))
            }
            InPrinted::Stem => Some(InPrinted::Stem),
        }
    }
}

/// The same for a dictionary of words as printed.
pub(super) fn words_of_automaton(
    dictionary: &TermDictionary,
    automaton: &Automaton,
    stop: &Stop,
    each: &mut dyn FnMut(&str, TermInfo) -> tantivy::Result<()>,
) -> tantivy::Result<()> {
    let mut paced = Paced::new(stop);
    let mut stream = dictionary.search(Stems(automaton)).into_stream()?;
    while stream.advance() {
        paced.step(TERMS)?;
        let key = stream.key();
        if automaton.accepts(automaton.steps(automaton.start(), key))
            && let Ok(term) = std::str::from_utf8(key)
        {
            each(term, stream.value().clone())?;
        }
    }
    Ok(())
}

/// The endings with which a stem is a word that is accepted: a bit each, every bit if all are.
fn endings_accepted(automaton: &Automaton, stem: &str, seen: &mut HashMap<u32, u64>) -> u64 {
    let end = automaton.steps(automaton.start(), stem.as_bytes());
    if stem.chars().next().and_then(script).is_some() {
        // No ending stands in the positions of these, see `analysis::GROWN_BEFORE`.
        return if automaton.accepts(end) { ANY } else { 0 };
    }
    // Endings that take nothing off depend on the state alone, and states are few.
    let table = by_what_they_take();
    let mut found = *seen.entry(end).or_insert_with(|| {
        let mut found = u64::from(automaton.accepts(end)) << NONE;
        if automaton.is_alive(end) {
            for &(number, on) in &table.nothing {
                let accepted = automaton.accepts(automaton.steps(end, on.as_bytes()));
                found |= u64::from(accepted) << number;
            }
        }
        found
    });
    let mut possible = table
        .nothing
        .iter()
        .fold(1 << NONE, |all, (n, _)| all | 1 << n);
    for &(number, off, on) in &table.letters {
        let Some(base) = stem.strip_suffix(off) else {
            continue;
        };
        possible |= 1 << number;
        let state = automaton.steps(automaton.start(), base.as_bytes());
        let accepted = automaton.accepts(automaton.steps(state, on.as_bytes()));
        found |= u64::from(accepted) << number;
    }
    if found == possible { ANY } else { found }
}

/// Endings by what they take off a stem.
struct Endings {
    /// Number and letters put on.
    nothing: Vec<(u8, &'static str)>,
    /// Number, letters taken off, letters put on.
    letters: Vec<(u8, &'static str, &'static str)>,
    /// Whether a byte is the last of what some ending takes off.
    last: [bool; 256],
}

fn by_what_they_take() -> &'static Endings {
    static TABLE: OnceLock<Endings> = OnceLock::new();
    TABLE.get_or_init(|| {
        let (nothing, letters): (Vec<_>, Vec<_>) =
            endings().partition(|(_, off, _)| off.is_empty());
        let mut last = [false; 256];
        let bytes = letters.iter().filter_map(|(_, off, _)| off.bytes().last());
        bytes.for_each(|byte| last[usize::from(byte)] = true);
        Endings {
            last,
            nothing: nothing.into_iter().map(|(n, _, on)| (n, on)).collect(),
            letters,
        }
    })
}

//! The terms of a text: which words, forms and pairs of it are posted, and at which positions.
//!
//! The low bits of a stem's position say how the word was printed (see `positions`), so that
//! wildcards, printed forms and capitals are answered from the stem's own postings. Only the few
//! printed forms that no ending tells are terms of their own; so are pairs of frequent words.
//! Who collects the terms, and how, is not decided here.

use super::marks::{FIRST_ZONE, GAP, LANGUAGE, LANGUAGE_END};
use super::pairs::write_pair;
use super::positions::{self, LAST_WORD};
use super::runs::Runs;
use super::stem::OfText;
use super::{Analyzer, LONGEST_WORD, OTHER, PRINTED, STEM};
use crate::article::segment::Words;
use crate::schema::{Zone, declaration};

/// Who collects terms. Terms go by number, so that a word that was met before costs no look-up.
pub trait TermSink {
    /// The number of a term, the same each time until the sink is emptied.
    fn number(&mut self, term: &str) -> u32;

    /// The term of a number that the sink gave.
    fn term(&self, number: u32) -> &str;

    /// Takes `times` occurrences of a term at one position. Those of one term in one text come with
    /// ascending positions, several pairs at 0.
    fn add(&mut self, number: u32, position: u32, times: u32);

    /// Whether it wants no more before what it has is dealt with.
    fn is_full(&self) -> bool {
        false
    }
}

/// Finds the terms of texts for one sink.
#[derive(Debug)]
pub struct TextTerms {
    analyzer: Analyzer,
    /// Which numbering the numbers kept with words are of; never 0.
    numbering: u32,
    /// Terms that are made of others.
    made: String,
    pairs: Pairs,
}

impl Default for TextTerms {
    fn default() -> TextTerms {
        TextTerms {
            analyzer: Analyzer::default(),
            numbering: 1,
            made: String::new(),
            pairs: Pairs::default(),
        }
    }
}

/// How far a text was read.
#[derive(Debug)]
pub struct Walk<'a> {
    text: &'a str,
    words: Words<'a>,
    /// Which characters count as grown together.
    runs: Runs,
    weights: [u32; Zone::ALL.len()],
    gap: u64,
    /// Weight of the zone that the walk is in.
    weight: u32,
    /// End of the word before, in bytes.
    before: usize,
    /// Word position of the next word.
    next: u64,
    /// Whether the value has zones, as only that of the whole article does: it alone gets pairs.
    in_zones: bool,
    /// Word position behind the last word whose term is frequent, and the term's number.
    frequent: Option<(u64, u32)>,
}

impl Walk<'_> {
    /// The number of a term that may still become half of a pair.
    pub(super) fn carried(&mut self) -> Option<&mut u32> {
        self.frequent.as_mut().map(|(_, number)| number)
    }
}

impl TextTerms {
    /// Begins a value that [`super::MarkedText`] made.
    pub fn walk<'a>(&mut self, text: &'a str) -> Walk<'a> {
        let (language, text) = text
            .strip_prefix(LANGUAGE)
            .and_then(|t| t.split_once(LANGUAGE_END))
            .unwrap_or(("", text));
        self.analyzer.set_language(language);
        let mut weights = [1; Zone::ALL.len()];
        for zone in Zone::ALL {
            weights[zone as usize] = zone.weight();
        }
        Walk {
            text,
            words: Words::new(text),
            runs: Runs::of(language),
            weights,
            gap: u64::from(declaration().index.zone_gap),
            weight: 1,
            before: 0,
            next: 0,
            in_zones: false,
            frequent: None,
        }
    }

    /// Gives the terms of the text to `sink` until it is full or the text ends.
    pub fn read(&mut self, walk: &mut Walk<'_>, sink: &mut impl TermSink) {
        let bytes = walk.text.as_bytes();
        while !sink.is_full() {
            let Some((start, end)) = walk.words.next() else {
                break;
            };
            for &b in &bytes[walk.before..start] {
                if b == GAP {
                    walk.next += walk.gap;
                } else if (FIRST_ZONE..FIRST_ZONE + Zone::ALL.len() as u8).contains(&b) {
                    walk.weight = walk.weights[usize::from(b - FIRST_ZONE)];
                    walk.in_zones = true;
                }
            }
            walk.before = end;
            let place = walk.next;
            walk.next += 1;
            if end - start > LONGEST_WORD || place > LAST_WORD {
                continue;
            }
            let grown = walk.runs.grown(walk.text, start, end);
            let at = positions::pack(place as u32, 0, grown);
            let (number, frequent) = self.add(&walk.text[start..end], at, walk.weight, sink);
            if frequent {
                if let Some((behind, first)) = walk.frequent
                    && walk.in_zones
                    && behind == place
                {
                    self.add_pair(first, number, sink);
                }
                walk.frequent = Some((place + 1, number));
            }
        }
    }

    /// Forgets the numbers that the sink gave, which has been emptied.
    pub(super) fn renumber(&mut self) {
        self.numbering = self.numbering.wrapping_add(1);
        if self.numbering == 0 {
            // Numberings begin again, so what is kept with the old ones goes.
            self.numbering = 1;
            self.analyzer.forget();
            self.pairs = Pairs::default();
        }
    }

    /// Adds a word whose position is `at` but for case and ending, and returns its term's number
    /// and whether the term is frequent.
    #[inline]
    fn add(&mut self, word: &str, at: u32, weight: u32, sink: &mut impl TermSink) -> (u32, bool) {
        let (word, kept) = match self.analyzer.word_of_text(word, self.numbering) {
            OfText::Known {
                group,
                low,
                frequent,
            } => {
                sink.add(group, at | u32::from(low), weight);
                return (group, frequent);
            }
            OfText::Unknown(word, kept) => (word, kept),
        };
        let position = at | positions::pack(0, word.case, word.ending);
        let frequent = word.frequent;
        let number = sink.number(word.term());
        sink.add(number, position, weight);
        if word.ending == OTHER {
            let (form, stem) = (word.printed, word.term());
            let orders = [(PRINTED, form, STEM, stem), (STEM, stem, PRINTED, form)];
            for (mark, first, between, second) in orders {
                self.made.clear();
                self.made.push(mark);
                self.made.push_str(first);
                self.made.push(between);
                self.made.push_str(second);
                let made = sink.number(&self.made);
                sink.add(made, position, 1);
            }
        } else if let Some(kept) = kept {
            self.analyzer.keep_group(kept, self.numbering, number);
        }
        (number, frequent)
    }

    /// Adds the pair of two terms that stand side by side.
    fn add_pair(&mut self, first: u32, second: u32, sink: &mut impl TermSink) {
        let TextTerms { made, pairs, .. } = self;
        let number = pairs.number(self.numbering, (first, second), || {
            write_pair(sink.term(first), sink.term(second), made);
            sink.number(made)
        });
        // Nobody asks where a pair stands, and numbers that do not differ take no room.
        sink.add(number, 0, 1);
    }
}

/// Numbers of the pairs that were met last.
#[derive(Debug)]
struct Pairs(Vec<PairMet>);

/// A pair of terms in a numbering, and its number there.
#[derive(Debug, Clone, Copy, Default)]
struct PairMet {
    numbering: u32,
    of: (u32, u32),
    number: u32,
}

impl Default for Pairs {
    fn default() -> Pairs {
        Pairs(vec![PairMet::default(); 1 << 10])
    }
}

impl Pairs {
    /// The number of a pair, asked for with `ask` where it is not known.
    #[inline]
    fn number(&mut self, numbering: u32, of: (u32, u32), ask: impl FnOnce() -> u32) -> u32 {
        let place = of.0.wrapping_mul(31).wrapping_add(of.1) as usize % self.0.len();
        let met = &mut self.0[place];
        if met.numbering != numbering || met.of != of {
            let number = ask();
            *met = PairMet {
                numbering,
                of,
                number,
            };
        }
        met.number
    }
}

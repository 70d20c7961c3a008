//! The tokenizers that Tantivy calls while it indexes.
//!
//! The low bits of a stem's position say how the word was printed (see `positions`), so that
//! wildcards, printed forms and capitals are answered from the stem's own postings. Only the few
//! printed forms that no ending tells are terms of their own; so are pairs of frequent words.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use super::grouped::Grouped;
use super::marks::{FIRST_ZONE, GAP, LANGUAGE, LANGUAGE_END};
use super::pairs::write_pair;
use super::positions::{self, LAST_WORD, LOW_BITS};
use super::runs::Runs;
use super::stem::OfText;
use super::{Analyzer, LONGEST_WORD, NONE, OTHER, PRINTED, STEM, fold};
use crate::article::segment::Words;
use crate::schema::{
    KEYWORD_TOKENIZER, PATH_TOKENIZER, TEXT_TOKENIZER, WORDS_TOKENIZER, Zone, declaration,
};

/// Registers every tokenizer that the schema names.
pub fn register(manager: &TokenizerManager) {
    manager.register(TEXT_TOKENIZER, TextTokenizer::default());
    manager.register(WORDS_TOKENIZER, WordsTokenizer::default());
    manager.register(
        KEYWORD_TOKENIZER,
        ValueTokenizer {
            path: false,
            token: Token::default(),
        },
    );
    manager.register(
        PATH_TOKENIZER,
        ValueTokenizer {
            path: true,
            token: Token::default(),
        },
    );
}

/// Tokenizer of text fields: reads a value made by [`super::MarkedText`].
///
/// Terms come in groups, see `grouped`: those of one term after another, positions ascending within.
#[derive(Debug, Default)]
pub struct TextTokenizer {
    analyzer: Analyzer,
    token: Token,
    grouped: Grouped,
    /// Number of the part of a text that is at hand; 0 for none.
    part: u32,
    /// Terms that are made of others.
    made: String,
    pairs: Pairs,
}

impl Clone for TextTokenizer {
    /// A tokenizer with empty caches: each indexing thread fills its own.
    fn clone(&self) -> TextTokenizer {
        TextTokenizer::default()
    }
}

impl Tokenizer for TextTokenizer {
    type TokenStream<'a> = TextStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TextStream<'a> {
        let mut runs = Runs::None;
        let text = match text
            .strip_prefix(LANGUAGE)
            .and_then(|t| t.split_once(LANGUAGE_END))
        {
            Some((language, text)) => {
                self.analyzer.set_language(language);
                runs = Runs::of(language);
                text
            }
            None => {
                self.analyzer.set_language("");
                text
            }
        };
        let mut weights = [1; Zone::ALL.len()];
        for zone in Zone::ALL {
            weights[zone as usize] = zone.weight();
        }
        self.grouped.clear();
        TextStream {
            tokenizer: self,
            text,
            words: Words::new(text),
            runs,
            weights,
            gap: u64::from(declaration().index.zone_gap),
            weight: 1,
            before: 0,
            next: 0,
            in_zones: false,
            frequent: None,
        }
    }
}

/// Tokens of one text value.
#[derive(Debug)]
pub struct TextStream<'a> {
    tokenizer: &'a mut TextTokenizer,
    text: &'a str,
    words: Words<'a>,
    /// Which characters count as grown together.
    runs: Runs,
    weights: [u32; Zone::ALL.len()],
    gap: u64,
    /// Weight of the zone that the stream is in.
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

impl TextStream<'_> {
    /// Brings the terms of the next part of the text together.
    fn read(&mut self) {
        let tokenizer = &mut *self.tokenizer;
        tokenizer.begin_part(self.frequent.as_mut().map(|(_, group)| group));
        let bytes = self.text.as_bytes();
        while !tokenizer.grouped.is_full() {
            let Some((start, end)) = self.words.next() else {
                break;
            };
            for &b in &bytes[self.before..start] {
                if b == GAP {
                    self.next += self.gap;
                } else if (FIRST_ZONE..FIRST_ZONE + Zone::ALL.len() as u8).contains(&b) {
                    self.weight = self.weights[usize::from(b - FIRST_ZONE)];
                    self.in_zones = true;
                }
            }
            self.before = end;
            let place = self.next;
            self.next += 1;
            if end - start > LONGEST_WORD || place > LAST_WORD {
                continue;
            }
            let grown = self.runs.grown(self.text, start, end);
            let at = positions::pack(place as u32, 0, grown);
            let (group, frequent) = tokenizer.add(&self.text[start..end], at, self.weight);
            if frequent {
                if let Some((behind, first)) = self.frequent
                    && self.in_zones
                    && behind == place
                {
                    tokenizer.add_pair(first, group);
                }
                self.frequent = Some((place + 1, group));
            }
        }
        tokenizer.grouped.sort();
    }
}

impl TokenStream for TextStream<'_> {
    #[inline]
    fn advance(&mut self) -> bool {
        if self.tokenizer.grouped.is_given() {
            self.read();
        }
        let TextTokenizer { grouped, token, .. } = &mut *self.tokenizer;
        let Some((term, position)) = grouped.give() else {
            return false;
        };
        if let Some(term) = term {
            token.text.clear();
            token.text.push_str(term);
        }
        token.position = position as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.tokenizer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokenizer.token
    }
}

impl TextTokenizer {
    /// Begins a part of a text; one term of the part before may go on in it.
    fn begin_part(&mut self, term: Option<&mut u32>) {
        self.made.clear();
        if let Some(number) = term.as_deref() {
            self.made.push_str(self.grouped.term(*number));
        }
        self.grouped.clear();
        self.part = self.part.wrapping_add(1);
        if self.part == 0 {
            // Numbers of parts begin again, so what is kept with the old ones goes.
            self.part = 1;
            self.analyzer.forget();
            self.pairs = Pairs::default();
        }
        if let Some(number) = term {
            *number = self.grouped.group(&self.made);
        }
    }

    /// Adds a word whose position is `at` but for case and ending, and returns its term's number
    /// and whether the term is frequent.
    #[inline]
    fn add(&mut self, word: &str, at: u32, weight: u32) -> (u32, bool) {
        let (word, kept) = match self.analyzer.word_of_text(word, self.part) {
            OfText::Known {
                group,
                low,
                frequent,
            } => {
                self.grouped.add(group, at | u32::from(low), weight);
                return (group, frequent);
            }
            OfText::Unknown(word, kept) => (word, kept),
        };
        let position = at | positions::pack(0, word.case, word.ending);
        let frequent = word.frequent;
        let group = self.grouped.group(word.term());
        self.grouped.add(group, position, weight);
        if word.ending == OTHER {
            let (form, stem) = (word.printed, word.term());
            let orders = [(PRINTED, form, STEM, stem), (STEM, stem, PRINTED, form)];
            for (mark, first, between, second) in orders {
                self.made.clear();
                self.made.push(mark);
                self.made.push_str(first);
                self.made.push(between);
                self.made.push_str(second);
                let made = self.grouped.group(&self.made);
                self.grouped.add(made, position, 1);
            }
        } else if let Some(kept) = kept {
            self.analyzer.keep_group(kept, self.part, group);
        }
        (group, frequent)
    }

    /// Adds the pair of two terms that stand side by side.
    fn add_pair(&mut self, first: u32, second: u32) {
        let TextTokenizer {
            grouped,
            made,
            pairs,
            ..
        } = self;
        let number = pairs.number(self.part, (first, second), || {
            write_pair(grouped.term(first), grouped.term(second), made);
            grouped.group(made)
        });
        // Nobody asks where a pair stands, and numbers that do not differ take no room.
        grouped.add(number, 0, 1);
    }
}

/// Numbers of the pairs that were met last in a part of a text.
#[derive(Debug)]
struct Pairs(Vec<PairMet>);

/// A pair of terms of a part, and its number there.
#[derive(Debug, Clone, Copy, Default)]
struct PairMet {
    part: u32,
    of: (u32, u32),
    number: u32,
}

impl Default for Pairs {
    fn default() -> Pairs {
        Pairs(vec![PairMet::default(); 1 << 8])
    }
}

impl Pairs {
    /// The number of a pair, asked for with `ask` where it is not known.
    #[inline]
    fn number(&mut self, part: u32, of: (u32, u32), ask: impl FnOnce() -> u32) -> u32 {
        let place = of.0.wrapping_mul(31).wrapping_add(of.1) as usize % self.0.len();
        let met = &mut self.0[place];
        if met.part != part || met.of != of {
            let number = ask();
            *met = PairMet { part, of, number };
        }
        met.number
    }
}

/// Words of a name that are indexed. All values of a field together have to stay below the last
/// position, and there are at most 256 of them (see `index::document`).
const MOST_NAME_WORDS: u32 = 1 << 14;

/// Tokenizer of names: folded words, no stems, positions as in text with no ending.
#[derive(Debug, Clone, Default)]
struct WordsTokenizer {
    token: Token,
}

/// Tokens of one name.
struct WordsStream<'a> {
    token: &'a mut Token,
    text: &'a str,
    words: Words<'a>,
    next: u32,
}

impl Tokenizer for WordsTokenizer {
    type TokenStream<'a> = WordsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordsStream<'a> {
        // The next value of the field begins beyond this, so that no phrase runs from one name
        // into another. Tantivy adds one itself.
        self.token.position_length = ((declaration().index.zone_gap as usize) << LOW_BITS) - 1;
        WordsStream {
            token: &mut self.token,
            text,
            words: Words::new(text),
            next: 0,
        }
    }
}

impl TokenStream for WordsStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let Some((start, end)) = self.words.next() else {
                return false;
            };
            if self.next == MOST_NAME_WORDS {
                return false;
            }
            let word = &self.text[start..end];
            let case = positions::case_class(word);
            self.token.position = positions::pack(self.next, case, NONE) as usize;
            self.next += 1;
            if end - start > LONGEST_WORD {
                continue;
            }
            self.token.text.clear();
            super::fold_word_into(word, &mut self.token.text);
            self.token.offset_from = start;
            self.token.offset_to = end;
            return true;
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Tokenizer of whole values: one folded term, and for paths one more for each level above it.
#[derive(Debug, Clone)]
struct ValueTokenizer {
    path: bool,
    token: Token,
}

/// Levels of a path at most.
const MOST_LEVELS: usize = 16;
/// Bytes of a value at most.
const LONGEST_VALUE: usize = 4_096;

/// The beginning of `text`, at most `bytes` long, on a character boundary.
fn cut(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Terms of one value, longest first.
struct ValueStream<'a> {
    token: &'a mut Token,
    path: bool,
    rest: Option<String>,
}

impl Tokenizer for ValueTokenizer {
    type TokenStream<'a> = ValueStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ValueStream<'a> {
        let value = fold(text.trim());
        // What is longer than any name, or deeper than any path, is found only by its beginning.
        let kept = value
            .match_indices('/')
            .nth(MOST_LEVELS)
            .map_or(value.len(), |(at, _)| at);
        let value = cut(&value[..kept], LONGEST_VALUE);
        let rest = (!value.is_empty()).then(|| value.to_owned());
        ValueStream {
            token: &mut self.token,
            path: self.path,
            rest,
        }
    }
}

impl TokenStream for ValueStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(value) = self.rest.take() else {
            return false;
        };
        if self.path {
            self.rest = value.rsplit_once('/').map(|(above, _)| above.to_owned());
        }
        self.token.position = 0;
        self.token.text = value;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
#[path = "tokenizers_tests.rs"]
mod tests;

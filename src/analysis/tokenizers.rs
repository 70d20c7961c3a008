//! The tokenizers that Tantivy calls while it indexes.
//!
//! The low bits of a stem's position say how the word was printed (see `positions`), so that
//! wildcards, printed forms and capitals are answered from the stem's own postings. Only the few
//! printed forms that no ending tells are terms of their own; so are pairs of frequent words.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use super::marks::{FIRST_ZONE, GAP, LANGUAGE, LANGUAGE_END};
use super::pairs::write_pair;
use super::positions::{self, LAST_WORD, LOW_BITS};
use super::runs::Runs;
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
#[derive(Debug, Default)]
pub struct TextTokenizer {
    analyzer: Analyzer,
    token: Token,
    printed: String,
    /// The last word whose term is frequent.
    frequent: String,
    pair: String,
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
            repeats: 0,
            printed: Printed::None,
            in_zones: false,
            frequent: None,
            pair: false,
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
    /// How many times the current term is still to be given.
    repeats: u32,
    /// Which of the two terms of a printed form is to be given next, if any.
    printed: Printed,
    /// Whether the value has zones, as only that of the whole article does: it alone gets pairs.
    in_zones: bool,
    /// Word position behind the last word whose term is frequent.
    frequent: Option<u64>,
    /// Whether a pair is still to be given, after the terms of its second word.
    pair: bool,
}

/// The two terms of a printed form that no ending tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Printed {
    None,
    ByForm,
    ByStem,
}

impl TokenStream for TextStream<'_> {
    #[inline]
    fn advance(&mut self) -> bool {
        if self.repeats > 0 {
            self.repeats -= 1;
            return true;
        }
        let TextTokenizer {
            analyzer,
            token,
            printed,
            frequent,
            pair,
        } = &mut *self.tokenizer;
        match self.printed {
            Printed::None => {}
            Printed::ByForm => {
                self.printed = Printed::ByStem;
                std::mem::swap(&mut token.text, printed);
                return true;
            }
            Printed::ByStem => {
                self.printed = Printed::None;
                let (form, stem) = token.text[1..].split_once(STEM).unwrap_or_default();
                printed.clear();
                printed.extend([STEM]);
                printed.push_str(stem);
                printed.extend([PRINTED]);
                printed.push_str(form);
                std::mem::swap(&mut token.text, printed);
                return true;
            }
        }
        if self.pair {
            self.pair = false;
            std::mem::swap(&mut token.text, pair);
            // Nobody asks where a pair stands, and numbers that do not differ take no room.
            token.position = 0;
            return true;
        }
        let bytes = self.text.as_bytes();
        loop {
            let Some((start, end)) = self.words.next() else {
                return false;
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
            let position = self.next;
            self.next += 1;
            if end - start > LONGEST_WORD || position > LAST_WORD {
                continue;
            }
            let word = analyzer.word(&self.text[start..end]);
            token.text.clear();
            token.text.push_str(word.term());
            let low = word.ending | self.runs.grown(self.text, start, end);
            token.position = positions::pack(position as u32, word.case, low) as usize;
            token.offset_from = start;
            token.offset_to = end;
            if word.ending == OTHER {
                printed.clear();
                printed.push(PRINTED);
                printed.push_str(word.printed);
                printed.push(STEM);
                printed.push_str(word.term());
                self.printed = Printed::ByForm;
            }
            if word.frequent {
                self.pair = self.in_zones && self.frequent == Some(position);
                if self.pair {
                    write_pair(frequent, word.term(), pair);
                }
                self.frequent = Some(position + 1);
                frequent.clear();
                frequent.push_str(word.term());
            }
            self.repeats = self.weight - 1;
            return true;
        }
    }

    fn token(&self) -> &Token {
        &self.tokenizer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokenizer.token
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

//! The tokenizers that Tantivy calls while it indexes.
//!
//! Which terms a text has is decided in `terms`. An index is written by `index::inverted`, which
//! asks those terms itself; through the tokenizer here they reach whoever writes with Tantivy alone.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use super::grouped::Grouped;
use super::positions::{self, LOW_BITS};
use super::terms::{TermSink as _, TextTerms, Walk};
use super::{LONGEST_WORD, NONE, fold};
use crate::article::segment::Words;
use crate::schema::{
    KEYWORD_TOKENIZER, PATH_TOKENIZER, TEXT_TOKENIZER, WORDS_TOKENIZER, declaration,
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
/// What they are is decided in `terms`.
#[derive(Debug, Default)]
pub struct TextTokenizer {
    terms: TextTerms,
    grouped: Grouped,
    token: Token,
    /// A term that goes on from one part of a text into the next.
    carried: String,
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
        let walk = self.terms.walk(text);
        self.grouped.clear();
        TextStream {
            tokenizer: self,
            walk,
        }
    }
}

/// Tokens of one text value.
#[derive(Debug)]
pub struct TextStream<'a> {
    tokenizer: &'a mut TextTokenizer,
    walk: Walk<'a>,
}

impl TokenStream for TextStream<'_> {
    #[inline]
    fn advance(&mut self) -> bool {
        if self.tokenizer.grouped.is_given() {
            self.tokenizer.read(&mut self.walk);
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
    /// Brings the terms of the next part of the text together.
    fn read(&mut self, walk: &mut Walk<'_>) {
        self.carried.clear();
        if let Some(number) = walk.carried() {
            self.carried.push_str(self.grouped.term(*number));
        }
        self.grouped.clear();
        self.terms.renumber();
        if let Some(number) = walk.carried() {
            *number = self.grouped.number(&self.carried);
        }
        self.terms.read(walk, &mut self.grouped);
        self.grouped.sort();
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

//! From text to terms: folding, stemming, language choice, and the tokenizers that Tantivy calls.
//!
//! What is a word is decided in `article::segment`. Queries, highlights and indexing all come
//! through [`Analyzer`], so that they can't disagree.

mod arabic;
mod declared;
mod endings;
mod fold;
mod frequent;
mod grouped;
mod language;
mod layout;
mod marks;
mod pairs;
pub mod positions;
mod prose;
mod runs;
mod script;
mod stem;
mod terms;
mod tokenizers;

pub use declared::contradiction;
pub use endings::{ANY, NONE, OTHER, endings, printed_into};
pub use fold::{fold, fold_into, fold_word_into};
pub use language::{Detected, UNDETERMINED, detect, detect_in, detect_surely, stemmer};
pub use layout::{Laid, Piece, article_layout, start_of};
pub use marks::{MarkedText, plain_positions};
pub use pairs::{PAIR, is_frequent, pair_term};
pub use prose::prose;
pub use runs::{GROWN_AFTER, GROWN_BEFORE};
use stem::{Kept, OfText, WordCache};
pub use terms::{TermSink, TextTerms, Walk};
pub use tokenizers::{TextTokenizer, register};

/// Version of the rules in this module, written into the manifest: an index made by other rules
/// answers wrongly, so it is refused. Raised with every change of a word, fold or stem.
pub const RECIPE: &str =
    "words 2, fold 2, endings 1, case 1, pairs 1, sentences 1, stems 2, frostem 1.20260821";

/// In front of a printed form in the term dictionary that no ending tells: this, the printed form,
/// [`STEM`], its stem. A second term has the two the other way round, for look-ups by stem.
pub const PRINTED: char = '\u{1}';
/// In front of the stem of such a form.
pub const STEM: char = '\u{2}';

/// Words longer than this many bytes take a position but are not indexed.
pub const LONGEST_WORD: usize = 200;

/// Folds and stems words of one language after another. Not shared between threads.
#[derive(Debug)]
pub struct Analyzer {
    caches: Vec<WordCache>,
    current: usize,
}

impl Default for Analyzer {
    fn default() -> Analyzer {
        Analyzer {
            caches: vec![WordCache::new(None)],
            current: 0,
        }
    }
}

/// One analysed word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Analyzed<'a> {
    /// The word as printed, folded.
    pub printed: &'a str,
    /// Its stem, where that differs.
    pub stem: Option<&'a str>,
    /// How the printed form differs from the stem, see `endings`.
    pub ending: u8,
    /// Which of its letters are capitals, see `positions::case_class`.
    pub case: u8,
    /// Whether its term is one that pairs are made of, see [`is_frequent`].
    pub frequent: bool,
}

impl<'a> Analyzed<'a> {
    /// The term that matching goes by: the stem, else the printed form.
    pub fn term(&self) -> &'a str {
        self.stem.unwrap_or(self.printed)
    }
}

impl Analyzer {
    /// An analyzer that does not stem until a language is set.
    pub fn new() -> Analyzer {
        Analyzer::default()
    }

    /// Goes on in `language` (BCP 47); one without a stemmer is only folded.
    pub fn set_language(&mut self, language: &str) {
        let algorithm = stemmer(language);
        let known = self.caches.iter().position(|c| c.algorithm() == algorithm);
        self.current = known.unwrap_or_else(|| {
            self.caches.push(WordCache::new(algorithm));
            self.caches.len() - 1
        });
    }

    /// Analyses one word as `article::segment` cuts it.
    #[inline]
    pub fn word(&mut self, word: &str) -> Analyzed<'_> {
        self.caches[self.current].word(word)
    }

    /// What a word is in a text whose terms are numbered: its number, if it was given one with
    /// [`Analyzer::keep_group`] in the same `text`, else its analysis, and where to keep a number.
    #[inline]
    fn word_of_text(&mut self, word: &str, text: u32) -> OfText<'_> {
        self.caches[self.current].word_of_text(word, text)
    }

    /// Forgets the words that were met, and the numbers kept with them.
    fn forget(&mut self) {
        self.caches.iter_mut().for_each(WordCache::forget);
    }

    /// Keeps a number with the word that was analysed last, for as long as `text` is the same.
    #[inline]
    fn keep_group(&mut self, place: Kept, text: u32, group: u32) {
        self.caches[self.current].keep_group(place, text, group);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_decides_the_stem() {
        let mut analyzer = Analyzer::new();
        analyzer.set_language("en");
        assert_eq!(analyzer.word("Elections").term(), "elect");
        analyzer.set_language("de");
        assert_eq!(analyzer.word("Häuser").term(), "haus");
        analyzer.set_language("eo");
        assert_eq!(analyzer.word("Ĉevaloj").term(), "ceval");
        analyzer.set_language("en-GB");
        let word = analyzer.word("Running");
        assert_eq!((word.printed, word.stem), ("running", Some("run")));
    }

    #[test]
    fn the_recipe_names_the_stemmers_version() {
        let lock = include_str!("../../Cargo.lock");
        let version = lock
            .split("name = \"frostem\"\nversion = \"")
            .nth(1)
            .unwrap();
        let dated: String = version.split('.').take(2).collect::<Vec<_>>().join(".");
        assert!(
            RECIPE.ends_with(&format!("frostem {dated}")),
            "{RECIPE} against {dated}"
        );
    }
}

//! The text field's value: an article's zones in one string, with marks that its tokenizer reads.
//!
//! A value of one Tantivy field has one tokenizer, so the language and the zones travel inside the
//! value. Marks are control characters, which cleaned article text does not have; any that it has
//! are taken out on the way in.

use crate::article::segment::{Words, count_words};
use crate::schema::Zone;

use super::layout::beyond_gap;
use super::prose::prose;

/// Begins the language code, at the start of a value.
pub(super) const LANGUAGE: char = '\u{1}';
/// Ends the language code.
pub(super) const LANGUAGE_END: char = '\u{2}';
/// A gap in positions, which no phrase crosses.
pub(super) const GAP: u8 = 4;
/// The first zone's mark; the others follow in declared order.
pub(super) const FIRST_ZONE: u8 = 0x10;

/// Builds a value of a text field and keeps count of word positions on the way.
#[derive(Debug)]
pub struct MarkedText {
    value: String,
    position: u64,
    breaks: Vec<u64>,
    quotes: Vec<u64>,
}

impl MarkedText {
    /// An empty value in `language`, with room for `capacity` bytes.
    pub fn new(language: &str, capacity: usize) -> MarkedText {
        let mut value = String::with_capacity(capacity + 16);
        value.push(LANGUAGE);
        value.extend(language.chars().filter(|c| c.is_ascii_graphic()));
        value.push(LANGUAGE_END);
        MarkedText {
            value,
            position: 0,
            breaks: Vec::new(),
            quotes: Vec::new(),
        }
    }

    /// What follows is in `zone`. Leaves no gap.
    pub fn zone(&mut self, zone: Zone) -> &mut MarkedText {
        self.value.push((FIRST_ZONE + zone as u8) as char);
        self
    }

    /// Leaves a gap, unless nothing has been written yet.
    pub fn gap(&mut self) -> &mut MarkedText {
        if self.position > 0 {
            self.value.push(GAP as char);
            self.position = beyond_gap(self.position);
        }
        self
    }

    /// Appends text, apart from what is there, and returns how many words it has.
    pub fn push(&mut self, text: &str) -> u64 {
        self.write(text);
        let words = count_words(text);
        self.position += words;
        words
    }

    fn write(&mut self, text: &str) {
        self.value.push('\n');
        // Without an early end, so that many bytes are looked at in one step.
        let marks = text
            .bytes()
            .fold(false, |found, b| found | ((b < 0x20) & (b != b'\n')));
        if marks {
            self.value.extend(
                text.chars()
                    .map(|c| if c < ' ' && c != '\n' { ' ' } else { c }),
            );
        } else {
            self.value.push_str(text);
        }
    }

    /// [`MarkedText::push`] for a text that ends a paragraph: keeps where its sentences end, and
    /// with `quoted` where quotations begin and end.
    pub fn push_prose(&mut self, text: &str, quoted: bool) -> u64 {
        self.write(text);
        let quotes = quoted.then_some(&mut self.quotes);
        let words = prose(text, self.position, &mut self.breaks, quotes);
        self.position += words;
        words
    }

    /// For each end of a sentence the position behind its last word, shifted by one; the low bit
    /// says that a paragraph ends there too. Ascending.
    pub fn breaks(&self) -> &[u64] {
        &self.breaks
    }

    /// Where quotations begin and end, in turn; half-open, ascending.
    pub fn quotes(&self) -> &[u64] {
        &self.quotes
    }

    /// Word position that the next word will have.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// Whether nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.position == 0
    }

    /// The value.
    pub fn into_value(self) -> String {
        self.value
    }
}

/// Word positions of a plain text: byte range of each word, in order; the n-th has position n.
///
/// The same cut as in the index, for highlights.
pub fn plain_positions(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    Words::new(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::declaration;

    #[test]
    fn positions_count_words_and_gaps() {
        let mut text = MarkedText::new("en", 0);
        text.gap();
        assert!(text.is_empty());
        assert_eq!(text.push("Peace talks"), 2);
        text.gap().zone(Zone::Body);
        assert_eq!(text.position(), 2 + u64::from(declaration().index.zone_gap));
    }

    #[test]
    fn control_characters_of_the_text_are_no_marks() {
        let mut text = MarkedText::new("en", 0);
        text.push("a\u{4}b\u{10}c\nd");
        assert!(text.into_value().ends_with("\na b c\nd"));
    }
}

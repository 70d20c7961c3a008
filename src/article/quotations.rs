//! Direct quotations of a paragraph: what stands between quotation marks, by one rule for the
//! index and for highlights.
//!
//! A quotation begins and ends in one paragraph; one that is not closed runs to its end, as
//! printers do where the next paragraph goes on with it. A quotation in a quotation is a part of
//! it. Single marks never count, since apostrophes look the same. Who speaks is not known here.

use super::segment::count_words_and_marks;

/// Reads the quotation marks of one paragraph in their order.
#[derive(Debug, Clone, Default)]
pub struct Quoting {
    /// The mark that opened the quotation, and where it began.
    open: Option<(char, u64)>,
}

impl Quoting {
    /// Takes in the character `c` at byte `at` of `text`; `here` is its place in whatever unit the
    /// caller counts. Gives the quotation that it ends: from where to where, half-open.
    #[inline]
    pub fn mark(&mut self, text: &str, at: usize, c: char, here: u64) -> Option<(u64, u64)> {
        if !is_quotation_mark(c) {
            return None;
        }
        self.quotation_mark(text, at, c, here)
    }

    fn quotation_mark(&mut self, text: &str, at: usize, c: char, here: u64) -> Option<(u64, u64)> {
        match self.open {
            None => {
                if opens(text, at, c) {
                    self.open = Some((c, here));
                }
                None
            }
            Some((opener, from)) if closes(text, at, opener, c) => {
                self.open = None;
                Some((from, here))
            }
            Some(_) => None,
        }
    }

    /// Ends the paragraph: gives the quotation that is still open.
    pub fn finish(self, here: u64) -> Option<(u64, u64)> {
        self.open.map(|(_, from)| (from, here))
    }
}

/// Quotations of a paragraph in words: from which to which, half-open, counted from 0. Those
/// without a word are left out. Cost: linear.
pub fn quotations(paragraph: &str) -> Vec<(u64, u64)> {
    let mut quoting = Quoting::default();
    let mut found = Vec::new();
    let words = count_words_and_marks(paragraph, |at, c, words| {
        found.extend(quoting.mark(paragraph, at, c, words));
    });
    found.extend(quoting.finish(words));
    found.retain(|(from, to)| from < to);
    found
}

fn is_quotation_mark(c: char) -> bool {
    match c {
        '"' => true,
        c if c < '\u{ab}' => false,
        _ => matches!(
            c,
            '«' | '»'
                | '“'
                | '”'
                | '„'
                | '‟'
                | '「'
                | '」'
                | '『'
                | '』'
                | '\u{ff02}'
                | '〝'
                | '〞'
                | '〟'
        ),
    }
}

/// Whether a mark at `at` opens a quotation where none is open.
fn opens(text: &str, at: usize, c: char) -> bool {
    match c {
        '“' | '„' | '‟' | '「' | '『' | '〝' => true,
        // French has a space behind it; where it closes (»so«), a word stands before it.
        '«' => !after_word(text, at) || before_space(text, at, c),
        // Danish and German »so«, Swedish and Finnish ”so”, and the straight one.
        '»' | '”' | '"' | '\u{ff02}' => !after_word(text, at) && before_word(text, at, c),
        _ => false,
    }
}

/// Whether a mark at `at` closes the quotation that `opener` opened.
fn closes(text: &str, at: usize, opener: char, c: char) -> bool {
    match opener {
        // Printed so by mistake where “ is not at hand; the other way round at a word's end only.
        '“' | '‟' => c == '”' || (matches!(c, '"' | '“') && ends_word(text, at, c)),
        '„' => c == '”' || (matches!(c, '"' | '“') && !begins_word(text, at, c)),
        '«' => c == '»',
        '»' => c == '«' || (c == '»' && ends_word(text, at, c)),
        '「' => c == '」',
        '『' => c == '』',
        '〝' => matches!(c, '〞' | '〟'),
        // Straight marks and ” are their own partners.
        opener => (c == opener || (opener == '"' && c == '”')) && !begins_word(text, at, c),
    }
}

/// Whether a word, or a mark that ends one, stands directly before.
fn after_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    before.is_some_and(|c| !c.is_whitespace() && !is_opening(c))
}

/// Whether something that a quotation may begin with stands directly behind.
fn before_word(text: &str, at: usize, c: char) -> bool {
    let after = text[at + c.len_utf8()..].chars().next();
    after.is_some_and(|c| {
        c.is_alphanumeric()
            || is_opening(c)
            || matches!(
                c,
                '.' | '…' | '¿' | '¡' | '$' | '€' | '£' | '#' | '@' | '\u{2019}'
            )
    })
}

fn before_space(text: &str, at: usize, c: char) -> bool {
    text[at + c.len_utf8()..].starts_with(char::is_whitespace)
}

/// What may stand before an opening mark and behind it: brackets, dashes, single marks.
fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '\''
            | '\u{2018}'
            | '\u{201a}'
            | '-'
            | '\u{2013}'
            | '\u{2014}'
            | '/'
            | ':'
    )
}

/// Between a space and a word: the mark of a beginning.
fn begins_word(text: &str, at: usize, c: char) -> bool {
    !after_word(text, at) && before_word(text, at, c)
}

/// Behind a word or its mark, with no letter behind it: the mark of an end.
fn ends_word(text: &str, at: usize, c: char) -> bool {
    let after = text[at + c.len_utf8()..].chars().next();
    after_word(text, at) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
#[path = "quotations_tests.rs"]
mod tests;

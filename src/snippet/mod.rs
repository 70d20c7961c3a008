//! Snippets: which fragments of an article to show, and which words in them to light.
//!
//! Lit is what matched: a phrase as a phrase and only where it stands, a wildcard's word, the
//! printed form of a stem. Plain ranges; no markup here.

mod choose;
mod find;
mod ground;

use serde::Serialize;

pub use find::Lighter;

/// A fragment of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The part that it is from: `body`, `caption`, `standfirst`.
    pub field: &'static str,
    /// The fragment: whole sentences where they fit.
    pub text: String,
    /// Characters of the part before it. A body's paragraphs are joined by one line break.
    pub start: usize,
    /// Whether the part has text before and after the fragment.
    pub cut: (bool, bool),
    /// What matched, in characters of `text`; half-open, ascending, apart from each other.
    pub highlights: Vec<(usize, usize)>,
    /// The same in bytes of `text`.
    pub highlight_bytes: Vec<(usize, usize)>,
}

/// Byte ranges of `text` as ranges of characters.
pub(crate) fn to_characters(text: &str, ranges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut out = Vec::with_capacity(ranges.len());
    let (mut byte, mut character) = (0, 0);
    let mut count = |to: usize| {
        character += text[byte..to].chars().count();
        byte = to;
        character
    };
    for &(start, end) in ranges {
        let first = count(start);
        out.push((first, count(end)));
    }
    out
}

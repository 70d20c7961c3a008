//! The typed query as plain characters: curly quotes, long dashes, full-width forms and odd spaces are made plain,
//! backslashes are taken off, and each character still knows the bytes it came from. No tokens here.

use super::note::Span;

/// One plain character of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Glyph {
    /// The character, made plain.
    pub(crate) c: char,
    /// Whether it stands for itself only: it had a backslash before it.
    pub(crate) literal: bool,
    start: u32,
    end: u32,
}

impl Glyph {
    /// Whether this is the operator character `c`, not that character escaped.
    pub(crate) fn is(self, c: char) -> bool {
        self.c == c && !self.literal
    }

    /// Whether words end here. Every odd space is a plain one by now.
    pub(crate) fn is_space(self) -> bool {
        self.is(' ')
    }
}

/// Makes a query plain. Linear; at most one glyph for each typed character.
pub(crate) fn plain(text: &str) -> Vec<Glyph> {
    let mut glyphs = Vec::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((start, typed)) = chars.next() {
        let Some((c, literal)) = plain_char(typed) else {
            continue;
        };
        let end = start + typed.len_utf8();
        // A backslash before a letter or digit is a backslash, so that `C:\temp` keeps its two words.
        if c == '\\'
            && let Some(&(next_start, next)) = chars.peek()
            && !next.is_alphanumeric()
            && let Some((c, _)) = plain_char(next)
        {
            chars.next();
            glyphs.push(glyph(c, true, start, next_start + next.len_utf8()));
            continue;
        }
        glyphs.push(glyph(c, literal, start, end));
    }
    glyphs
}

/// The text of some glyphs.
pub(crate) fn text_of(glyphs: &[Glyph]) -> String {
    glyphs.iter().map(|glyph| glyph.c).collect()
}

/// The typed bytes of some glyphs; empty at 0 for none.
pub(crate) fn span_of(glyphs: &[Glyph]) -> Span {
    match (glyphs.first(), glyphs.last()) {
        (Some(first), Some(last)) => Span::new(first.start as usize, last.end as usize),
        _ => Span::default(),
    }
}

/// Whether there is nothing in the text that an index could hold a word for.
pub(crate) fn only_punctuation(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_ascii_punctuation()
            || c.is_whitespace()
            || matches!(c, '\u{2010}'..='\u{205e}' | '·' | '¡' | '¿' | '、' | '。')
    })
}

fn glyph(c: char, literal: bool, start: usize, end: usize) -> Glyph {
    // The parser refuses queries above 64 KiB before this runs.
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Glyph {
        c,
        literal,
        start: small(start),
        end: small(end),
    }
}

/// The plain character and whether it is never an operator; none for characters without a shape.
fn plain_char(c: char) -> Option<(char, bool)> {
    let plain = match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '〝' | '〞' | '〟' | '「' | '」' | '『'
        | '』' => '"',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' => '\'',
        '‐' | '‑' | '‒' | '–' | '−' => '-',
        // An em dash sets off a remark: `— no comment` must not exclude its words.
        '—' | '―' | '⸺' | '⸻' => return Some(('-', true)),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        // Soft hyphens, joiners of no width, byte order marks and direction marks come with pasted text.
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' => return None,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => return None,
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    };
    Some((plain, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: &str) {
        assert_eq!(text_of(&plain(typed)), expected, "{typed:?}");
    }

    #[test]
    fn odd_characters_become_plain_ones() {
        check("“border town”", "\"border town\"");
        check("l’été «froid»", "l'été \"froid\"");
        check("2017–2018 −a", "2017-2018 -a");
        check("ｔｉｔｌｅ：ａ　（ｂ）", "title:a (b)");
        check("a\u{a0}b\u{2009}c\td\r\ne", "a b c d  e");
        check("\u{feff}co\u{ad}op", "coop");
    }

    #[test]
    fn a_backslash_goes_before_punctuation_and_stays_before_letters() {
        check(r"a\:b \\ C:\temp \", r"a:b \ C:\temp \");
        assert!(plain(r"\*")[0].literal);
        assert!(!plain(r"\*")[0].is('*'));
        assert!(plain("*")[0].is('*'));
        assert!(!plain(r"a\ b")[1].is_space());
    }

    #[test]
    fn spans_refer_to_what_was_typed() {
        let glyphs = plain("“ä” b");
        let bytes = |range: std::ops::Range<usize>| {
            let span = span_of(&glyphs[range]);
            (span.start, span.end)
        };
        assert_eq!(bytes(0..1), (0, 3));
        assert_eq!(bytes(1..2), (3, 5));
        assert_eq!(bytes(4..5), (9, 10));
        assert_eq!(span_of(&plain(r"\“")).end, 4);
    }

    #[test]
    fn an_em_dash_is_never_an_operator() {
        assert!(!plain("—a")[0].is('-'));
        assert!(plain("–a")[0].is('-'));
    }

    #[test]
    fn symbols_that_an_index_may_hold_are_no_punctuation() {
        for text in ["&", "--", "…", "—", "?!", ""] {
            assert!(only_punctuation(text), "{text:?}");
        }
        for text in ["a", "5", "€", "日", "C++", "é"] {
            assert!(!only_punctuation(text), "{text:?}");
        }
    }
}

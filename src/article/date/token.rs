//! Cuts a date text into numbers, words and marks.

/// One piece of a date text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    /// What it is.
    pub(super) kind: Kind,
    /// As printed.
    pub(super) text: &'a str,
    /// Its first byte in the text.
    pub(super) start: usize,
    /// Whether white space (or the start of the text) comes before it.
    pub(super) spaced: bool,
}

/// Kinds of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Decimal digits; the value is `u64::MAX` when it does not fit.
    Number {
        /// What the digits count.
        value: u64,
        /// How many digits there are.
        digits: usize,
    },
    /// Letters with their marks; one character in scripts that do not put spaces between words.
    Word,
    /// Any other character but white space.
    Mark(char),
}

impl Token<'_> {
    /// The byte behind its last one.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is this mark.
    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// Its value if it is a number of one or two digits.
    pub(super) fn small(&self) -> Option<u8> {
        match self.kind {
            Kind::Number {
                value,
                digits: 1 | 2,
            } => u8::try_from(value).ok(),
            _ => None,
        }
    }

    /// Its value if it is a number of exactly four digits.
    pub(super) fn year(&self) -> Option<i32> {
        match self.kind {
            Kind::Number { value, digits: 4 } => i32::try_from(value).ok(),
            _ => None,
        }
    }
}

/// The value of a decimal digit, ASCII, full-width or Arabic.
pub(super) fn digit(c: char) -> Option<u64> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    Some(u64::from(u32::from(c) - u32::from(zero)))
}

/// Whether a character is a word by itself: Chinese characters and Korean syllables.
pub(super) fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

/// Whether a character belongs to a script that puts no spaces between words.
pub(super) fn unspaced(c: char) -> bool {
    stands_alone(c) || matches!(c, '\u{3040}'..='\u{30FF}')
}

/// Marks that belong to the word before them.
fn continues_word(c: char) -> bool {
    c.is_alphabetic() && !stands_alone(c)
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}')
}

/// Cuts `text` into tokens; `None` when there are more than `most`.
pub(super) fn tokens(text: &str, most: usize) -> Option<Vec<Token<'_>>> {
    let mut found = Vec::with_capacity(16);
    let mut chars = text.char_indices().peekable();
    let mut spaced = true;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}') {
            spaced = true;
            continue;
        }
        if found.len() == most {
            return None;
        }
        let mut end = start + c.len_utf8();
        let kind = if let Some(first) = digit(c) {
            let (mut value, mut digits) = (first, 1);
            while let Some((next, d)) = chars.peek().and_then(|(_, c)| Some((*c, digit(*c)?))) {
                chars.next();
                end += next.len_utf8();
                value = value.saturating_mul(10).saturating_add(d);
                digits += 1;
            }
            Kind::Number { value, digits }
        } else if stands_alone(c) {
            Kind::Word
        } else if c.is_alphabetic() {
            while let Some((_, next)) = chars.next_if(|(_, c)| continues_word(*c)) {
                end += next.len_utf8();
            }
            Kind::Word
        } else {
            Kind::Mark(c)
        };
        found.push(Token {
            kind,
            text: &text[start..end],
            start,
            spaced,
        });
        spaced = false;
    }
    Some(found)
}

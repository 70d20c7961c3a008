//! How lines that are no body begin: "READ MORE:", "Lire aussi", "Correction:", "Advertisement".
//!
//! The normal form of a line's beginning and the search in the sorted table of `phrases`. What to
//! do with a find is decided by the callers.

use std::sync::LazyLock;

use super::phrases::{Need, Opens, PHRASES};

/// Characters of a line that are looked at.
const KEY_MAX: usize = 48;

/// One way for a line to begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opener {
    /// In the normal form of [`Key`].
    pub(super) text: &'static str,
    /// What it opens.
    pub(super) opens: Opens,
    /// What has to hold besides.
    pub(super) need: Need,
}

/// Every opener, sorted by its text.
static OPENERS: LazyLock<Vec<Opener>> = LazyLock::new(|| {
    let mut all: Vec<Opener> = PHRASES
        .iter()
        .flat_map(|(opens, need, texts)| {
            texts.split("; ").map(|text| Opener {
                text,
                opens: *opens,
                need: *need,
            })
        })
        .collect();
    all.sort_unstable_by_key(|o| o.text);
    all
});

/// The beginning of a line in normal form: lower case, opening quotes and brackets dropped, single
/// spaces, `’` as `'`, and `:` for any of `:`, `：`, `|` and a dash between spaces.
#[derive(Debug, Default)]
pub(super) struct Key {
    text: String,
    /// For each character of `text`, the bytes of the line that are read once it is.
    ends: Vec<(usize, usize)>,
}

impl Key {
    /// Forms the key of a line. Cost is bounded whatever the length of the line.
    pub(super) fn of(line: &str) -> Key {
        let mut key = Key {
            text: String::with_capacity(KEY_MAX + 8),
            ends: Vec::with_capacity(KEY_MAX),
        };
        let lead = line.trim_start_matches(is_lead);
        let mut at = line.len() - lead.len();
        for c in lead.chars().take(KEY_MAX * 2) {
            let end = at + c.len_utf8();
            at = end;
            match c {
                ':' | '：' | '|' | '｜' => {
                    key.pop_space();
                    key.push(':', end);
                }
                '–' | '—' | '-' if key.text.ends_with(' ') => {
                    key.pop_space();
                    key.push(':', end);
                }
                '’' => key.push('\'', end),
                c if c.is_whitespace() => {
                    if !key.text.ends_with([' ', ':']) {
                        key.push(' ', end);
                    }
                }
                c => {
                    for lower in c.to_lowercase() {
                        key.push(lower, end);
                    }
                }
            }
            if key.ends.len() >= KEY_MAX {
                break;
            }
        }
        key
    }

    fn push(&mut self, c: char, end: usize) {
        self.text.push(c);
        self.ends.push((self.text.len(), end));
    }

    fn pop_space(&mut self) {
        if self.text.ends_with(' ') {
            self.text.pop();
            self.ends.pop();
        }
    }

    /// The key itself.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Bytes of the line that the first `len` bytes of the key stand for.
    pub(super) fn line_bytes(&self, len: usize) -> usize {
        let at = self.ends.partition_point(|(text_end, _)| *text_end < len);
        self.ends.get(at).map_or(0, |(_, line_end)| *line_end)
    }
}

/// Whether a line can begin like an entry of the table at all: looks at six bytes only.
pub(super) fn can_open(line: &str) -> bool {
    static STARTS: LazyLock<Vec<u64>> = LazyLock::new(|| {
        let mut bits = vec![0_u64; 1024];
        for opener in OPENERS.iter() {
            if let Some(at) = start_bit(opener.text.as_bytes(), opener.text.len()) {
                bits[at / 64] |= 1 << (at % 64);
            }
        }
        bits
    });
    let bytes = line.trim_start_matches(is_lead).as_bytes();
    // Entries shorter than six bytes have a bit of their own for their first two or four.
    [6, 4, 2].iter().any(|n| match start_bit(bytes, *n) {
        Some(at) => STARTS[at / 64] & (1 << (at % 64)) != 0,
        None => *n == 2 && bytes.len() >= 2,
    })
}

/// The bit for the first six, four or two bytes of a text, whichever is the most that `len`
/// allows; `None` where they are not ASCII and case therefore cannot be folded by byte.
fn start_bit(bytes: &[u8], len: usize) -> Option<usize> {
    let n = match len.min(bytes.len()) {
        6.. => 6,
        4..=5 => 4,
        2..=3 => 2,
        _ => return None,
    };
    let mut hash = n as u32;
    for b in &bytes[..n] {
        if !b.is_ascii() {
            return None;
        }
        // A colon may have a space before it, or be a bar.
        let b = match b {
            b':' | b'|' => b' ',
            b => b.to_ascii_lowercase(),
        };
        hash = (hash ^ u32::from(b))
            .wrapping_mul(0x9E37_79B1)
            .rotate_left(11);
    }
    Some((hash >> 16) as usize)
}

/// Marks in front of a label.
fn is_lead(c: char) -> bool {
    c.is_whitespace() || "([«»“”\"'‘’>→▶►•·*–—-✔🔴📺".contains(c)
}

/// The longest entry that a key begins with, at the end of a word.
pub(super) fn find(key: &Key) -> Option<&'static Opener> {
    let text = key.as_str();
    let after = OPENERS.partition_point(|o| o.text <= text);
    // Every entry that begins the key sorts before it; the longest sorts last. Entries that share
    // no first letter cannot match, which ends the walk soon.
    OPENERS[..after]
        .iter()
        .rev()
        .take_while(|o| o.text.chars().next() == text.chars().next())
        .find(|o| {
            text.strip_prefix(o.text).is_some_and(|rest| {
                o.text.ends_with([':', ' ', '@', '['])
                    || !o.text.ends_with(char::is_alphanumeric)
                    || !rest.starts_with(|c: char| c.is_alphanumeric() && !is_wide(c))
            })
        })
}

/// Scripts that part no words by spaces have no word end to wait for.
fn is_wide(c: char) -> bool {
    ('\u{3000}'..='\u{9FFF}').contains(&c) || ('\u{AC00}'..='\u{D7AF}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_normal_form() {
        for (line, expected) in [
            ("READ MORE: A thing", "read more:a thing"),
            ("MORE : A  thing", "more:a thing"),
            ("«À lire aussi» X", "à lire aussi» x"),
            ("WATCH | Y", "watch:y"),
            ("Watch – Z", "watch:z"),
            ("Editor’s note：q", "editor's note:q"),
            ("state-run", "state-run"),
        ] {
            assert_eq!(Key::of(line).as_str(), expected, "{line:?}");
        }
    }

    #[test]
    fn a_find_ends_with_its_word() {
        for (line, expected) in [
            ("READ MORE: A thing", Some("read more:")),
            ("Read more", Some("read more")),
            ("Readmore", None),
            ("Reading about it", None),
            ("À lire aussi La suite", Some("à lire aussi")),
            ("Nothing of the kind", None),
        ] {
            let found = find(&Key::of(line)).map(|o| o.text);
            assert_eq!(found, expected, "{line:?}");
            if expected.is_some() {
                assert!(can_open(line), "{line:?}");
            }
        }
    }

    #[test]
    fn the_rest_of_the_line_is_found_again() {
        let line = "“READ  MORE : Été";
        let key = Key::of(line);
        let opener = find(&key).expect("an entry");
        assert_eq!(line[key.line_bytes(opener.text.len())..].trim(), "Été");
    }
}

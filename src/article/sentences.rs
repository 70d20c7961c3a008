//! Where sentences end: the one rule for snippets, for sentence operators and for the index.
//!
//! Each end is decided by what stands near its mark alone, so that looking around a place and
//! reading a text through find the same ends. What is an abbreviation is in `abbreviations`.

use super::abbreviations::{goes_on_after, starts_a_sentence};

/// Closing quotes, brackets and further marks that belong to a sentence, behind its mark.
const MOST_CLOSERS: usize = 6;

/// Ends of the sentences of a text: the byte behind each one's last mark and the quotes and
/// brackets that close there. Ascending; the text's own end is none unless a mark stands there.
///
/// Cost: linear in the text.
pub fn sentence_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    ends_between(text, 0, text.len())
}

/// Bytes that a mark which may end a sentence begins with: four of ASCII, and all that begin
/// another character.
const MAY_END: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0xc0;
    while byte < 256 {
        table[byte] = true;
        byte += 1;
    }
    table[b'\n' as usize] = true;
    table[b'.' as usize] = true;
    table[b'!' as usize] = true;
    table[b'?' as usize] = true;
    table
};

/// The ends whose mark stands at `from` or behind it and before `to`, both character boundaries.
fn ends_between(text: &str, from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut last = None;
    std::iter::from_fn(move || {
        while at < to {
            let here = at;
            at += 1;
            if !MAY_END[usize::from(bytes[here])] {
                continue;
            }
            let Some(c) = text[here..].chars().next() else {
                break;
            };
            at = here + c.len_utf8();
            let end = end_of_sentence(text, here, c);
            // Marks that stand together end one sentence.
            if end.is_some() && end != last {
                last = end;
                return end;
            }
        }
        None
    })
}

/// Byte range of the sentence of `text` that holds the byte at `at`, without the space around it.
///
/// Looks at most `reach` bytes to either side; where no end is found so near, the range is cut
/// there, at a space if there is one. Always on character boundaries; `start <= at`.
/// Cost: linear in `reach`.
pub fn sentence_around(text: &str, at: usize, reach: usize) -> (usize, usize) {
    let at = floor(text, at.min(text.len()));
    let from = floor(text, at.saturating_sub(reach));
    let to = floor(text, at.saturating_add(reach).min(text.len()));
    let (mut start, mut end) = (from, to);
    // An end at `to` or before it has its mark before it.
    for found in ends_between(text, from, to).take_while(|&found| found <= to) {
        if found > at {
            end = found;
            break;
        }
        start = found;
    }
    if start == from && from > 0 {
        // Cut inside a sentence: begin with a whole word.
        start = text[from..at]
            .find(' ')
            .map_or(from, |space| from + space + 1);
    }
    if end == to && to < text.len() && !text[to..].starts_with(char::is_whitespace) {
        end = text[at..to]
            .rfind(' ')
            .filter(|&space| space > 0)
            .map_or(to, |space| at + space);
    }
    trim(text, start, end.max(at))
}

/// Where the sentence ends whose mark may be the character `c` at byte `at`: the byte behind what
/// closes there; none where `c` ends no sentence. Cost: looks at most a few words around.
#[inline]
pub fn end_of_sentence(text: &str, at: usize, c: char) -> Option<usize> {
    if c.is_ascii() {
        return match c {
            '\n' => Some(at + 1),
            '.' | '!' | '?' => end_at(text, at, c),
            _ => None,
        };
    }
    match c {
        '。' | '！' | '？' | '｡' | '؟' | '۔' | '।' | '॥' | '።' | '፧' | '။' | '។' | '։' => {
            Some(skip_closers(text, at + c.len_utf8()))
        }
        '．' => {
            let end = skip_closers(text, at + c.len_utf8());
            let digit = text[end..].starts_with(|c: char| c.is_numeric());
            (!digit).then_some(end)
        }
        '…' => end_at(text, at, c),
        _ => None,
    }
}

/// The end at a stop, question mark, exclamation mark or ellipsis, if it is one.
fn end_at(text: &str, at: usize, mark: char) -> Option<usize> {
    let end = skip_closers(text, at + mark.len_utf8());
    let rest = &text[end..];
    let before = &text[..at];
    match rest.chars().next() {
        None => return Some(end),
        Some(c) if c.is_whitespace() => {}
        // "wars.Akaka": a line break that a dump lost. A capital must follow a small letter.
        Some(c) => {
            let lost = mark == '.'
                && c.is_uppercase()
                && before.ends_with(char::is_lowercase)
                && rest[c.len_utf8()..].starts_with(char::is_lowercase);
            return lost.then_some(end);
        }
    }
    // "Really?" he asked; "Really?" - he asked.
    let next = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '\u{2013}' | '\u{2014}' | '\u{2015}')
    });
    if next.starts_with(char::is_lowercase) {
        return None;
    }
    let ellipsis = before.ends_with('.') || text[at + mark.len_utf8()..].starts_with('.');
    if mark != '.' || ellipsis {
        return Some(end);
    }
    // A mark behind the stop, as in "Inc.?", settles it; closing quotes and brackets do not.
    if text[at + 1..end].contains(['!', '?', '…']) {
        return Some(end);
    }
    (!goes_on_after(before, next) || starts_a_sentence(before, next)).then_some(end)
}

/// Beyond closing quotes and brackets, and further marks; French has a space before a guillemet.
fn skip_closers(text: &str, mut at: usize) -> usize {
    for _ in 0..MOST_CLOSERS {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        let spaced = [" »", "\u{a0}»", "\u{202f}»"];
        if is_closer(c) {
            at += c.len_utf8();
        } else if let Some(space) = spaced.iter().find(|s| rest.starts_with(**s)) {
            at += space.len();
        } else {
            break;
        }
    }
    at
}

fn is_closer(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, '"' | '\'' | ')' | ']' | '.' | '!' | '?');
    }
    matches!(
        c,
        '\u{201c}' // Closes in German, Czech, Bulgarian.
            | '\u{201d}'
            | '\u{2018}'
            | '\u{2019}'
            | '…'
            | '»'
            | '«'
            | '›'
            | '‹'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
            | '！'
            | '？'
            | '。'
            | '؟'
            | '\u{ff02}'
    )
}

fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let piece = &text[start..end];
    let start = start + (piece.len() - piece.trim_start().len());
    (start, start + piece.trim().len())
}

/// The last character boundary at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
#[path = "sentences_tests.rs"]
mod tests;

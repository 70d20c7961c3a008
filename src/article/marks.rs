//! Inline marks and stray characters: what a line says once `**bold**`, links, tags, soft hyphens
//! and Windows-1252 leftovers are gone.
//!
//! Works on one line at a time and borrows whenever there is nothing to change. What a line *is*
//! (heading, caption, credit) is decided elsewhere.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};

/// Longest link text and longest link address that are looked for, in bytes; bounds the work on
/// a line of nothing but brackets.
const LINK_TEXT_MAX: usize = 600;
const LINK_URL_MAX: usize = 2000;

/// What the bytes 0x80 to 0x9F mean in Windows-1252; a space where it defines nothing.
const WINDOWS_1252: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

/// Replaces characters that are no part of the text: no-break and narrow spaces become spaces,
/// soft hyphens, byte order marks and zero-width spaces vanish, control characters from
/// Windows-1252 become what they stood for. Smart quotes stay.
pub(super) fn clean(line: &str) -> Cow<'_, str> {
    // Without an early end, so that many bytes are looked at in one step.
    let suspicious = line.bytes().fold(false, |found, b| {
        found | (b < 0x20) | (b == 0x7F) | (b == 0xC2) | (b == 0xE2) | (b == 0xEF)
    });
    if !suspicious || !line.chars().any(|c| replacement(c).is_some()) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match replacement(c) {
            None => out.push(c),
            Some(Some(r)) => out.push(r),
            Some(None) => {}
        }
    }
    Cow::Owned(out)
}

/// `None` keeps the character, `Some(None)` drops it, `Some(Some(r))` puts `r` in its place.
fn replacement(c: char) -> Option<Option<char>> {
    match c {
        ' '..='~' => None,
        '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' => Some(Some(' ')),
        '\0'..='\u{1F}' | '\u{7F}' => Some(None),
        '\u{80}'..='\u{9F}' => Some(Some(WINDOWS_1252[c as usize - 0x80])),
        '\u{A0}' | '\u{2007}' | '\u{2009}' | '\u{202F}' => Some(Some(' ')),
        '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => Some(None),
        _ => None,
    }
}

/// A line without its inline marks.
#[derive(Debug, Default)]
pub(super) struct Stripped<'a> {
    /// The text that is left, trimmed.
    pub(super) text: Cow<'a, str>,
    /// Whether all of it was bold.
    pub(super) bold: bool,
    /// Whether all of it was italic.
    pub(super) italic: bool,
    /// Where its first link leads.
    pub(super) url: Option<String>,
}

/// Removes emphasis, links, simple tags and backslash escapes from a line.
///
/// Only paired emphasis goes, so `5 * 3`, `snake_case` and `d**n` stay as they are. Linear in the
/// length of the line.
pub(super) fn strip(line: &str) -> Stripped<'_> {
    let line = line.trim();
    let bytes = line.as_bytes();
    if memchr3(b'*', b'_', b'[', bytes).is_none() && memchr3(b'<', b'\\', b'`', bytes).is_none() {
        return Stripped {
            text: Cow::Borrowed(line),
            ..Stripped::default()
        };
    }
    let mut scan = Scan::new(line);
    scan.run();
    scan.finish()
}

/// An emphasis opener that waits for its closer.
struct Opener {
    start: usize,
    left: usize,
}

/// A closed piece of emphasis: from after the opening marks to before the closing ones.
struct Span {
    from: usize,
    to: usize,
    strong: bool,
}

struct Scan<'a> {
    line: &'a str,
    /// Byte ranges that go, each with what stands in its place.
    cuts: Vec<(usize, usize, &'static str)>,
    stars: Vec<Opener>,
    lines: Vec<Opener>,
    spans: Vec<Span>,
    url: Option<String>,
}

impl<'a> Scan<'a> {
    fn new(line: &'a str) -> Self {
        Scan {
            line,
            cuts: Vec::new(),
            stars: Vec::new(),
            lines: Vec::new(),
            spans: Vec::new(),
            url: None,
        }
    }

    fn run(&mut self) {
        let bytes = self.line.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            match bytes[i] {
                b'\\' if bytes.get(i + 1).is_some_and(u8::is_ascii_punctuation) => {
                    self.cuts.push((i, i + 1, ""));
                    i += 2;
                }
                c @ (b'*' | b'_') => i = self.emphasis(i, c),
                b'[' => i = self.link(i),
                b'<' => i = self.tag(i),
                _ => i += 1,
            }
        }
    }

    /// Handles the run of `mark` at `start`; returns where scanning goes on.
    fn emphasis(&mut self, start: usize, mark: u8) -> usize {
        let bytes = self.line.as_bytes();
        let end = start + bytes[start..].iter().take_while(|b| **b == mark).count();
        let before = self.line[..start].chars().next_back();
        let after = self.line[end..].chars().next();
        let word_before = before.is_some_and(char::is_alphanumeric);
        let word_after = after.is_some_and(char::is_alphanumeric);
        let space_before = before.is_none_or(char::is_whitespace);
        let space_after = after.is_none_or(char::is_whitespace);

        let stack = if mark == b'*' {
            &mut self.stars
        } else {
            &mut self.lines
        };
        let mut from = start;
        let closes = !space_before && (mark == b'*' || !word_after);
        while closes && from < end {
            let Some(opener) = stack.last_mut() else {
                break;
            };
            let n = opener.left.min(end - from);
            let open_at = opener.start + opener.left - n;
            self.cuts.push((open_at, open_at + n, ""));
            // "**Outlet**with" was two words before the marks swallowed the space between them.
            let glued = n > 1 && word_before && word_after && from + n == end;
            self.cuts
                .push((from, from + n, if glued { " " } else { "" }));
            self.spans.push(Span {
                from: open_at + n,
                to: from,
                strong: n != 1,
            });
            opener.left -= n;
            from += n;
            if opener.left == 0 {
                stack.pop();
            }
        }
        if from < end && !space_after && !word_before {
            stack.push(Opener {
                start: from,
                left: end - from,
            });
        }
        end
    }

    /// `[text](address)` keeps the text, `![text](address)` nothing.
    fn link(&mut self, start: usize) -> usize {
        let bytes = self.line.as_bytes();
        let window = &bytes[start..bytes.len().min(start + LINK_TEXT_MAX)];
        let Some(close) = memchr(b']', window).map(|at| start + at) else {
            return start + 1;
        };
        if bytes.get(close + 1) != Some(&b'(') {
            return start + 1;
        }
        let window = &bytes[close..bytes.len().min(close + LINK_URL_MAX)];
        let Some(end) = memchr2(b')', b' ', window).map(|at| close + at) else {
            return start + 1;
        };
        if bytes[end] == b' ' && !looks_like_url(&self.line[close + 2..end]) {
            return start + 1;
        }
        let Some(end) = memchr(b')', &bytes[end..bytes.len().min(end + 300)]).map(|at| end + at)
        else {
            return start + 1;
        };
        if start > 0 && bytes[start - 1] == b'!' {
            self.cuts.push((start - 1, end + 1, ""));
            return end + 1;
        }
        if self.url.is_none() {
            let address = self.line[close + 2..end].split(' ').next();
            self.url = address.filter(|a| looks_like_url(a)).map(str::to_owned);
        }
        self.cuts.push((start, start + 1, ""));
        // The cut after the text is made now, so cuts are sorted before they are applied; the
        // scan goes on inside the text, which may hold emphasis.
        self.cuts.push((close, end + 1, ""));
        start + 1
    }

    /// Inline HTML tags vanish; anything else in angle brackets stays.
    fn tag(&mut self, start: usize) -> usize {
        const NAMES: [&str; 24] = [
            "u", "b", "i", "em", "strong", "a", "span", "p", "br", "div", "sup", "sub", "small",
            "font", "mark", "q", "cite", "s", "del", "ins", "strike", "big", "code", "time",
        ];
        let bytes = self.line.as_bytes();
        let window = &bytes[start..bytes.len().min(start + 300)];
        let Some(end) = memchr(b'>', window).map(|at| start + at) else {
            return start + 1;
        };
        let inside = &self.line.as_bytes()[start + 1..end];
        let inside = inside.strip_prefix(b"/").unwrap_or(inside);
        let len = inside
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        let rest_is_tag = inside.get(len).is_none_or(|b| matches!(b, b' ' | b'/'));
        let known = NAMES
            .iter()
            .any(|n| n.as_bytes().eq_ignore_ascii_case(&inside[..len]));
        if !known || !rest_is_tag || inside.contains(&b'<') {
            return start + 1;
        }
        let closes = bytes[start + 1] == b'/';
        let glued = closes
            && !inside[..len].to_ascii_lowercase().starts_with(b"su")
            && start > 0
            && bytes[start - 1].is_ascii_alphanumeric()
            && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        let breaks = glued || inside[..len].eq_ignore_ascii_case(b"br");
        self.cuts
            .push((start, end + 1, if breaks { " " } else { "" }));
        end + 1
    }

    fn finish(mut self) -> Stripped<'a> {
        if self.cuts.is_empty() {
            return Stripped {
                text: Cow::Borrowed(self.line),
                ..Stripped::default()
            };
        }
        self.cuts.sort_unstable_by_key(|c| (c.0, c.1));
        let bold = self.covered(true);
        let italic = self.covered(false);
        let mut out = String::with_capacity(self.line.len());
        let mut at = 0;
        for (from, to, instead) in &self.cuts {
            // Cuts may touch or overlap where a link holds a link.
            if *from >= at {
                out.push_str(&self.line[at..*from]);
                out.push_str(instead);
            }
            at = at.max(*to);
        }
        out.push_str(&self.line[at..]);
        let trimmed = trim_leftovers(&out);
        let text = if trimmed.len() == out.len() {
            out
        } else {
            trimmed.to_owned()
        };
        Stripped {
            text: Cow::Owned(text),
            bold,
            italic,
            url: self.url,
        }
    }

    /// Whether spans of the asked kind cover every visible character that is no mark.
    fn covered(&mut self, strong: bool) -> bool {
        let mut at = 0;
        self.spans.sort_unstable_by_key(|s| s.from);
        let bytes = self.line.as_bytes();
        let blank = |from: usize, to: usize| {
            from >= to || bytes[from..to].iter().all(|b| b"*_ .,".contains(b))
        };
        let mut any = false;
        for span in self.spans.iter().filter(|s| s.strong == strong) {
            any = true;
            if !blank(at, span.from) {
                return false;
            }
            at = at.max(span.to);
        }
        any && blank(at, bytes.len())
    }
}

/// Drops runs of marks that were never closed at either end of a line.
fn trim_leftovers(text: &str) -> &str {
    let text = text.trim();
    let front = text.trim_start_matches('*');
    let text = if text.len() - front.len() >= 2 {
        front.trim_start()
    } else {
        text
    };
    let back = text.trim_end_matches('*');
    let spaced = back.ends_with([' ', '.', '?', '!', ':', '”', '"']);
    if text.len() - back.len() >= 2 && (spaced || back.is_empty()) {
        back.trim_end()
    } else {
        text
    }
}

fn looks_like_url(text: &str) -> bool {
    text.starts_with("http") || text.starts_with('/') || text.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stray_characters_are_cleaned() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a\u{A0}b\u{202F}c", "a b c"),
            ("\u{FEFF}soft\u{AD}ly", "softly"),
            ("It\u{92}s \u{93}so\u{94}", "It’s “so”"),
            ("kept “as is” é", "kept “as is” é"),
            ("nul\0 tab\tend\r", "nul tab end "),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }

    #[test]
    fn marks_are_stripped_and_arithmetic_is_not() {
        for (text, expected) in [
            ("**all bold**", "all bold"),
            ("one *word* here", "one word here"),
            ("***both*** and _under_", "both and under"),
            (
                "5 * 3 * 2 and snake_case_name",
                "5 * 3 * 2 and snake_case_name",
            ),
            ("what the f***ing b****", "what the f***ing b****"),
            ("**Outlet**with", "Outlet with"),
            (
                "see [the report](https://e.org/a) now",
                "see the report now",
            ),
            ("a note [1] (here)", "a note [1] (here)"),
            ("![alt](https://e.org/i.jpg) text", "text"),
            ("lost</u>while <u>there</u>", "lost while there"),
            ("x < 3 and <unk>", "x < 3 and <unk>"),
            (r"a\*b\_c\>", "a*b_c>"),
            ("***\"quoted\"*** end **", "\"quoted\" end"),
            ("[**deep**](http://e.org) *end*", "deep end"),
        ] {
            assert_eq!(strip(text).text, expected, "{text:?}");
        }
    }

    #[test]
    fn whole_emphasis_is_noticed() {
        for (text, bold, italic) in [
            ("**a b**", true, false),
            ("*a b*", false, true),
            ("**a** b", false, false),
            ("***a b***", true, false),
            ("**a** **b**", true, false),
            ("plain", false, false),
        ] {
            let s = strip(text);
            assert_eq!((s.bold, s.italic), (bold, italic), "{text:?}");
        }
    }

    #[test]
    fn a_hundred_thousand_brackets_end_soon() {
        for c in ["[", "*a", "_ _", "<b", "[[](", "**a* "] {
            let text = c.repeat(100_000);
            assert!(strip(&text).text.len() <= text.len());
        }
    }
}

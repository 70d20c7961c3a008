//! Lines to blocks: headings, list items, rules, paragraphs that were wrapped by hand, and the
//! cleaned text of each.
//!
//! A block knows how it was marked, not what it means: that is for the rules that look at it.

use std::borrow::Cow;

use memchr::memchr2;

use super::anatomy::Part;
use super::marks;

/// One paragraph, heading or list item.
#[derive(Debug, Default)]
pub(super) struct Block<'a> {
    /// Number of its first line, from 1.
    pub(super) line: u32,
    /// How many lines of input it covers, at least 1.
    pub(super) n_lines: u32,
    /// What it says, without marks.
    pub(super) text: Cow<'a, str>,
    /// Heading level, 0 for running text.
    pub(super) level: u8,
    /// All of it was bold.
    pub(super) bold: bool,
    /// All of it was italic.
    pub(super) italic: bool,
    /// It was an item of a list.
    pub(super) bullet: bool,
    /// Where its first link leads.
    pub(super) url: Option<String>,
    /// What it was found to be; `None` until a rule claims it.
    pub(super) part: Option<Part>,
}

impl Block<'_> {
    /// No rule has claimed it yet.
    pub(super) fn is_free(&self) -> bool {
        self.part.is_none()
    }

    /// Heading, bold or italic throughout.
    pub(super) fn is_marked(&self) -> bool {
        self.level > 0 || self.bold || self.italic
    }

    /// Running text that no rule has claimed yet.
    pub(super) fn is_free_prose(&self) -> bool {
        self.part.is_none() && self.level == 0
    }
}

/// Splits a text into blocks, in order; blank lines and rules make no block.
pub(super) fn split(text: &str) -> Vec<Block<'_>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let wrap = wrap_width(text);
    let mut builder = Builder {
        blocks: Vec::with_capacity(text.len() / 240 + 4),
        after_blank: true,
        empty_heading: None,
        wrap,
        last_indent: 0,
        last_len: 0,
    };
    let mut line_no = 0;
    for line in lines(text) {
        line_no += 1;
        builder.line(line_no, line);
    }
    builder.blocks
}

/// The lines of a text, whether they end in `\n`, `\r\n` or a lone `\r`.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = memchr2(b'\n', b'\r', text.as_bytes()) else {
            rest = None;
            return Some(text);
        };
        let step = if text[end..].starts_with("\r\n") {
            2
        } else {
            1
        };
        rest = Some(&text[end + step..]);
        Some(&text[..end])
    })
}

struct Builder<'a> {
    blocks: Vec<Block<'a>>,
    after_blank: bool,
    /// Level of a heading without words on the line before.
    empty_heading: Option<u8>,
    /// Width to which paragraphs were wrapped by hand, if they were.
    wrap: Option<usize>,
    last_indent: usize,
    last_len: usize,
}

impl<'a> Builder<'a> {
    fn line(&mut self, line_no: u32, raw: &'a str) {
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            self.after_blank = true;
            self.empty_heading = None;
            return;
        }
        if is_rule(trimmed) {
            self.rule(trimmed);
            return;
        }
        let indent = raw.len() - raw.trim_start().len();
        let wrapped = self.continues(trimmed, indent);
        self.last_indent = indent;
        self.last_len = trimmed.len();
        if wrapped && let Some(last) = self.blocks.last_mut() {
            let text = last.text.to_mut();
            text.push(' ');
            text.push_str(marks::strip(&marks::clean(trimmed)).text.trim());
            last.n_lines += 1;
            return;
        }
        let (mut level, rest) = heading(trimmed);
        let (bullet, rest) = if level == 0 {
            item(rest)
        } else {
            (false, rest)
        };
        let block = stripped(rest, line_no, level, bullet);
        if block
            .text
            .trim_matches(|c: char| !c.is_alphanumeric())
            .is_empty()
        {
            // "## \_\_\_", "* * *" behind marks, or a heading whose words are on the next line.
            self.empty_heading = (level > 0 && rest.is_empty()).then_some(level);
            self.after_blank = true;
            return;
        }
        if let Some(pending) = self.empty_heading.take()
            && level == 0
        {
            level = pending;
        }
        self.blocks.push(Block { level, ..block });
        self.after_blank = false;
    }

    /// A line of `===` or `---` straight below a line makes that a heading; else it parts text.
    fn rule(&mut self, rule: &str) {
        let underline = match rule.as_bytes()[0] {
            b'=' => 1,
            b'-' => 2,
            _ => 0,
        };
        if underline > 0
            && rule.len() >= 3
            && !self.after_blank
            && let Some(last) = self.blocks.last_mut()
            && last.level == 0
            && last.text.len() <= 200
            && !rule.contains(' ')
        {
            last.level = underline;
            last.n_lines += 1;
        }
        self.after_blank = true;
    }

    /// Whether a line goes on where the paragraph above was broken by hand.
    fn continues(&self, line: &str, indent: usize) -> bool {
        let Some(width) = self.wrap else { return false };
        let Some(last) = self.blocks.last() else {
            return false;
        };
        if self.after_blank || last.level > 0 || indent > self.last_indent + 1 {
            return false;
        }
        if heading(line).0 > 0 || item(line).0 {
            return false;
        }
        // A short last line that ends a sentence ends its paragraph.
        let short = self.last_len * 10 < width * 7;
        !(short && ends_sentence(&last.text))
    }
}

/// Cleans and strips one line without copying it where nothing has to change.
fn stripped(text: &str, line: u32, level: u8, bullet: bool) -> Block<'_> {
    let base = Block {
        line,
        n_lines: 1,
        level,
        bullet,
        ..Block::default()
    };
    match marks::clean(text) {
        Cow::Borrowed(text) => {
            let s = marks::strip(text);
            Block {
                text: s.text,
                bold: s.bold,
                italic: s.italic,
                url: s.url,
                ..base
            }
        }
        Cow::Owned(text) => {
            let s = marks::strip(&text);
            Block {
                bold: s.bold,
                italic: s.italic,
                url: s.url,
                text: Cow::Owned(s.text.into_owned()),
                ..base
            }
        }
    }
}

/// Level of a heading (0 for none) and what follows the marks.
fn heading(line: &str) -> (u8, &str) {
    let bytes = line.as_bytes();
    if bytes[0] != b'#' {
        return (0, line);
    }
    let level = bytes.iter().take_while(|b| **b == b'#').count();
    if level > 6 {
        return (0, line);
    }
    let rest = &line[level..];
    let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
    // "##READ MORE" is an untidy heading, "#hashtag" and "#1" are not.
    if !spaced && (level == 1 || !rest.starts_with(char::is_alphabetic)) {
        return (0, line);
    }
    let rest = rest.trim();
    // "## heading ##" closes itself; "C#" does not.
    let closed = rest.trim_end_matches('#');
    let rest = if closed.ends_with(' ') {
        closed.trim_end()
    } else {
        rest
    };
    let level = u8::try_from(level).unwrap_or(6);
    (level, rest)
}

/// Whether a line is a list item, and what follows its mark.
fn item(line: &str) -> (bool, &str) {
    match line.as_bytes()[0] {
        b'-' | b'+' | b'*' if line[1..].starts_with([' ', '\t']) => (true, line[1..].trim_start()),
        b'>' if line[1..].starts_with(' ') => (false, line[1..].trim_start()),
        0xE2 => match line.strip_prefix('•').or_else(|| line.strip_prefix('▪')) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, line),
        },
        _ => (false, line),
    }
}

/// A line that only draws: dashes, stars, underscores, equals signs.
fn is_rule(line: &str) -> bool {
    let drawn = matches!(
        line.as_bytes()[0],
        b'-' | b'*' | b'_' | b'=' | b'~' | b'#' | b'\\' | b'.' | b'+' | b'|'
    ) || line.starts_with(['–', '—', '…', '•', '◆', '■', '●', '★', '─', '═']);
    // "#" alone starts an empty heading, which may wait for its words.
    let heading = line.trim_start_matches('#').is_empty() && line.len() <= 6;
    drawn && !heading && line.len() <= 400 && !line.chars().any(char::is_alphanumeric) && {
        let mut seen = line.chars().filter(|c| !c.is_whitespace() && *c != '\\');
        let first = seen.next();
        seen.all(|c| Some(c) == first)
    }
}

/// Whether a text ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end();
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '“', '*', '」', '』']);
    if bare.len() < text.len() && bare.is_empty() {
        return false;
    }
    bare.ends_with([
        '.', '!', '?', '…', '。', '！', '？', '؟', '۔', '।', ';', ':', '։', '።',
    ])
}

/// The width of hand-wrapped paragraphs, if the first lines show that the text has them.
///
/// Old wire dumps break lines at 60 to 80 characters: most lines are then about as long as the
/// longest, and most stop in the middle of a sentence.
fn wrap_width(text: &str) -> Option<usize> {
    let (mut pairs, mut broken, mut longest, mut total, mut n) = (0, 0, 0, 0, 0);
    let mut above = "";
    for line in lines(text).take(80) {
        let line = line.trim();
        if line.len() > 110 {
            return None;
        }
        if !line.is_empty() {
            longest = longest.max(line.len());
            total += line.len();
            n += 1;
            if above.len() >= 40 && !line.starts_with(['#', '-', '*', '•']) {
                pairs += 1;
                let goes_on = line.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
                broken += usize::from(!ends_sentence(above) && (goes_on || above.len() >= 55));
            }
        }
        above = line;
    }
    let wrapped = pairs >= 4 && broken * 10 >= pairs * 7 && total >= n * 35;
    wrapped.then_some(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<(u8, bool, String)> {
        split(text)
            .into_iter()
            .map(|b| (b.level, b.bullet, b.text.into_owned()))
            .collect()
    }

    fn check(text: &str, expected: &[(u8, bool, &str)]) {
        let got = shape(text);
        let got: Vec<_> = got.iter().map(|(l, b, t)| (*l, *b, t.as_str())).collect();
        assert_eq!(got, expected, "{text:?}");
    }

    #[test]
    fn headings_items_and_paragraphs_are_told_apart() {
        check(
            "# A title\n\nText.",
            &[(1, false, "A title"), (0, false, "Text.")],
        );
        check(
            "##READ MORE: x\r\n#tag line",
            &[(2, false, "READ MORE: x"), (0, false, "#tag line")],
        );
        check(
            "- one\n* two\n• three\n-not",
            &[
                (0, true, "one"),
                (0, true, "two"),
                (0, true, "three"),
                (0, false, "-not"),
            ],
        );
        check("## \n\t\tWords below", &[(2, false, "Words below")]);
        check("## \n\nWords below", &[(0, false, "Words below")]);
        check(
            "Title\n=====\nText",
            &[(1, false, "Title"), (0, false, "Text")],
        );
        check(
            "a\n\n* * *\n\n## \\_\\_\\_\n---\nb",
            &[(0, false, "a"), (0, false, "b")],
        );
        check(
            "\u{FEFF}# Old\r# Mac",
            &[(1, false, "Old"), (1, false, "Mac")],
        );
        check("### Closed ###", &[(3, false, "Closed")]);
        check("", &[]);
    }

    #[test]
    fn hand_wrapped_lines_are_joined() {
        let text = "The council of the small harbour town met on Monday to talk\n\
                    about the bridge that nobody has painted since the winter of\n\
                    last year, and it agreed that paint should be bought soon by\n\
                    somebody who knows the difference between blue and green and\n\
                    grey.\n\
                    Another paragraph follows here and it too was broken by hand\n\
                    into two lines.\n";
        let got = shape(text);
        assert_eq!(got.len(), 2, "{got:?}");
        assert!(got[0].2.ends_with("blue and green and grey."));
    }

    #[test]
    fn paragraphs_a_line_are_not_joined() {
        let line =
            "One line is one paragraph, which is what most dumps of the press do. ".repeat(3);
        let text = format!("{line}\n{line}\n{line}");
        assert_eq!(split(&text).len(), 3);
    }
}

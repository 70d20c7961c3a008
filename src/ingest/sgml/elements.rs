//! Takes SGML apart without a DTD: the elements of a text, their attributes, the text in them.
//!
//! Tolerant: a start tag without its end tag is passed over, and what cannot be a tag is text.

use std::borrow::Cow;

use super::super::html;

/// Start tags without end tags that are looked up; what follows them is text.
const MAX_UNCLOSED: usize = 64;

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// What stands outside of elements.
    Text(&'a str),
    /// An element, with what is between its tags.
    Element {
        /// In lower case.
        name: String,
        attributes: &'a str,
        inner: &'a str,
    },
}

/// The elements at the top of a text, and the texts between them.
///
/// An element of the same name inside another one ends with the first end tag. Linear, but for a
/// bounded number of tags that are never closed.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut done, mut at) = (0, 0);
    let mut unclosed: Vec<String> = Vec::new();
    while let Some(open) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let open = at + open;
        at = open + 1;
        let Some((name, attributes, inner)) = start_tag(text, open) else {
            continue;
        };
        let name = name.to_ascii_lowercase();
        if unclosed.contains(&name) || unclosed.len() >= MAX_UNCLOSED {
            continue;
        }
        let Some((end, behind)) = end_tag(text, inner, &name) else {
            unclosed.push(name);
            continue;
        };
        push_text(&mut found, &text[done..open]);
        found.push(Piece::Element {
            name,
            attributes,
            inner: &text[inner..end],
        });
        (done, at) = (behind, behind);
    }
    push_text(&mut found, &text[done..]);
    found
}

fn push_text<'a>(found: &mut Vec<Piece<'a>>, text: &'a str) {
    if !text.trim().is_empty() {
        found.push(Piece::Text(text));
    }
}

/// Name, attributes and the byte behind the start tag at `open`.
pub(super) fn start_tag(text: &str, open: usize) -> Option<(&str, &str, usize)> {
    let tag = &text[open + 1..];
    if !tag.as_bytes().first()?.is_ascii_alphabetic() {
        return None;
    }
    let named = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let length = tag.bytes().take(40).take_while(|b| named(b)).count();
    let end = memchr::memchr(b'>', tag.as_bytes().get(..tag.len().min(2000))?)?;
    let (name, attributes) = tag[..end].split_at_checked(length)?;
    let spaced = attributes.is_empty() || attributes.starts_with(char::is_whitespace);
    // What is no list of attributes is text that happens to hold a `<`.
    let plain = attributes.trim().is_empty() || attributes.contains('=');
    (spaced && plain && !attributes.contains('<')).then_some((name, attributes, open + end + 2))
}

/// First byte of the end tag of `name` from `from` on, and the byte behind it.
fn end_tag(text: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    for at in memchr::memmem::find_iter(&bytes[from..], b"</") {
        let at = from + at;
        let found = bytes.get(at + 2..at + 2 + name.len());
        if !found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            continue;
        }
        let mut behind = at + 2 + name.len();
        while bytes.get(behind).is_some_and(u8::is_ascii_whitespace) {
            behind += 1;
        }
        if bytes.get(behind) == Some(&b'>') {
            return Some((at, behind + 1));
        }
    }
    None
}

/// The attributes of a tag, names in lower case.
pub(super) fn attributes(mut text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    while let Some((name, rest)) = text.split_once('=') {
        if found.len() == 20 {
            break;
        }
        let name = name.split_whitespace().next_back().unwrap_or_default();
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, behind) = match quote {
            Some(quote) => rest[1..].split_once(quote).unwrap_or((&rest[1..], "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        if !name.is_empty() {
            found.push((name.to_ascii_lowercase(), clean(value).trim().to_owned()));
        }
        text = behind;
    }
    found
}

/// A text with its entities resolved and the codes of the wire taken out; markup stays.
pub(super) fn clean(text: &str) -> String {
    let mut text = Cow::Borrowed(text);
    // Names that only these collections use.
    let names = [
        ("&hyph;", "-"),
        ("&blank;", " "),
        ("&AMP;", "&"),
        ("&LT;", "<"),
        ("&GT;", ">"),
    ];
    for (name, meant) in names {
        if memchr::memmem::find(text.as_bytes(), name.as_bytes()).is_some() {
            text = Cow::Owned(text.replace(name, meant));
        }
    }
    let text = html::unescape(&text);
    // The codes part words, except for the one that rubs its place out.
    let kept = text.chars().filter(|c| *c != '\u{7F}');
    kept.map(|c| match c {
        '\t' | '\n' => c,
        '\r' => '\n',
        c if c < ' ' => ' ',
        c => c,
    })
    .collect()
}

/// The text in an element: tags taken out, paragraphs divided by blank lines, lines as they are.
pub(super) fn plain(inner: &str) -> String {
    let inner = inner.replace("\r\n", "\n");
    if memchr::memchr(b'<', inner.as_bytes()).is_none() {
        return clean(&inner);
    }
    let mut out = String::with_capacity(inner.len());
    let (mut done, mut at) = (0, 0);
    while let Some(open) = memchr::memchr(b'<', &inner.as_bytes()[at..]) {
        let open = at + open;
        at = open + 1;
        let closing = usize::from(inner[open..].starts_with("</"));
        let tag = match inner[open..].starts_with("<!--") {
            true => memchr::memmem::find(&inner.as_bytes()[open..], b"-->")
                .map(|end| ("!", open + end + 3)),
            false => start_tag(&inner, open + closing).map(|(name, _, end)| (name, end)),
        };
        let Some((name, behind)) = tag else { continue };
        out.push_str(&clean(&inner[done..open]));
        if [
            "p", "table", "row", "tablerow", "head", "h1", "h2", "h3", "h4", "h5", "h6",
        ]
        .iter()
        .any(|block| block.eq_ignore_ascii_case(name))
        {
            out.push_str("\n\n");
        } else if name.eq_ignore_ascii_case("br") {
            out.push('\n');
        }
        (done, at) = (behind, behind);
    }
    out.push_str(&clean(&inner[done..]));
    out
}

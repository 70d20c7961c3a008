//! How a stream begins, and what that tells: the view of it that readers are asked with.

use super::envelope;
use super::units::Unit;
use super::xml::{self, Root};

/// The beginning of a stream that is text, and the name of the file.
pub(super) struct Head<'a> {
    /// Up to 64 KiB, without byte order mark and white space in front.
    pub(super) text: &'a [u8],
    /// The file's name in lower case, extensions of compression taken off.
    pub(super) name: String,
    /// The element that the text begins with, if it is markup.
    pub(super) root: Option<Root>,
}

impl<'a> Head<'a> {
    /// The view of a stream that begins with `head`; else why it is not read.
    pub(super) fn new(head: &'a [u8], name: &str) -> Result<Self, &'static str> {
        if head.is_empty() {
            return Err("an empty file");
        }
        let is_utf_16 = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
        let name = plain_name(name);
        // Web archives hold pictures among their pages.
        let is_web_archive = head.starts_with(b"WARC/")
            || head.starts_with(b"filedesc:")
            || name.ends_with(".warc")
            || name.ends_with(".arc");
        if !is_utf_16 && !is_web_archive && is_binary(head) {
            return Err("binary content of an unknown format");
        }
        let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let text = text.trim_ascii_start();
        if text.is_empty() {
            return Err("nothing but white space");
        }
        Ok(Self {
            text,
            name,
            root: xml::root(text),
        })
    }

    /// The last extension of the name, without the dot; empty if there is none.
    pub(super) fn extension(&self) -> &str {
        self.name.rsplit_once('.').map_or("", |(_, last)| last)
    }

    /// The local name of the element that the text begins with, if it is markup.
    pub(super) fn xml_root(&self) -> Option<&str> {
        self.root.as_ref().map(|root| root.name.as_str())
    }

    /// Whether the text begins so, upper and lower case alike; `start` is in lower case.
    pub(super) fn begins(&self, start: &str) -> bool {
        let begin = self.text.get(..start.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(start.as_bytes()))
    }
}

/// Whether a file of text is about a dump and no article of it, by its name: `LICENSE-MIT`,
/// `README.md`. A name in small letters may be a headline.
pub(super) fn is_about_the_dump(name: &str) -> bool {
    const CAPITALS: &[&str] = &[
        "LICENSE",
        "LICENCE",
        "COPYING",
        "COPYRIGHT",
        "README",
        "NOTICE",
        "CHANGES",
        "CHANGELOG",
        "CONTRIBUTING",
        "AUTHORS",
    ];
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.split(['.', '-', '_']).next().unwrap_or_default();
    CAPITALS.contains(&stem) || name.eq_ignore_ascii_case("readme.md") || name == "readme.txt"
}

/// Whether these bytes are no text in any encoding that keeps ASCII.
fn is_binary(head: &[u8]) -> bool {
    // Text has tabs, line breaks, form feeds and, rarely, escapes; a few others are tolerated.
    let control = |b: &&u8| matches!(b, 0x01..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    head.contains(&0) || head.iter().filter(control).count() * 50 > head.len() + 200
}

/// A file's name in lower case without extensions of compression.
fn plain_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = name.to_lowercase();
    let mut plain = name.as_str();
    for packed in [".gz", ".zst", ".zstd", ".bz2", ".xz", ".lz4"] {
        plain = plain.strip_suffix(packed).unwrap_or(plain);
    }
    plain.to_owned()
}

/// How JSON lies in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum JsonLayout {
    /// One object a line.
    Lines,
    /// Over any number of lines.
    Free,
}

/// How the JSON lies that a stream begins with, if it does.
pub(super) fn json_layout(head: &Head<'_>) -> Option<JsonLayout> {
    use JsonLayout::{Free, Lines};
    let promise = match head.extension() {
        "jsonl" | "ndjson" | "jl" | "jsonlines" => Some(Lines),
        "json" => Some(Free),
        _ => None,
    };
    if let Some(unit) = Unit::of(head.text)
        && unit != Unit::Byte
    {
        // Line breaks of two bytes are not those that lines are cut at.
        let narrow = unit.narrow(head.text);
        let name = head.name.clone();
        let text = narrow.trim_ascii_start();
        return match text {
            [] | [_] => None,
            _ => {
                let root = None;
                json_layout(&Head { text, name, root }).map(|_| Free)
            }
        };
    }
    let second = head.text[1..].trim_ascii_start().first();
    match (head.text[0], second) {
        (b'{', Some(b'"')) if envelope::path_of(head.text).is_some() => Some(Free),
        (b'{', Some(b'"' | b'}')) => Some(of_object(head.text, promise)),
        (b'[', Some(b'{' | b']')) => Some(Free),
        (b'{' | b'[', _) if promise.is_some() => Some(Free),
        _ => promise,
    }
}

/// Whether objects come one a line or spread over lines.
fn of_object(text: &[u8], promise: Option<JsonLayout>) -> JsonLayout {
    use JsonLayout::{Free, Lines};
    let Some(end) = memchr::memchr(b'\n', text) else {
        return if promise == Some(Free) { Free } else { Lines };
    };
    let (first, rest) = (text[..end].trim_ascii(), &text[end + 1..]);
    let closed = first.ends_with(b"}") && first.len() > 1;
    let another = rest.first() == Some(&b'{');
    if closed || another || promise == Some(Lines) && first != b"{" {
        Lines
    } else {
        Free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_about_a_dump_are_told_by_their_names() {
        for name in [
            "LICENSE",
            "d/LICENSE-MIT",
            "LICENSE.md",
            "a.zip!/README.md",
            "Readme.md",
            "CHANGES.txt",
        ] {
            assert!(is_about_the_dump(name), "{name}");
        }
        for name in [
            "changes-at-the-harbour.txt",
            "notice.txt",
            "LICENSED.txt",
            "README/fair.txt",
        ] {
            assert!(!is_about_the_dump(name), "{name}");
        }
    }
}

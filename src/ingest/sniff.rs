//! Tells the format of a plain stream from its first bytes, then from its name.

use std::path::Path;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One article in light marks, the whole file.
    Text,
    /// One JSON object a line.
    JsonLines,
    /// JSON objects over any number of lines, or arrays of them.
    Json,
}

impl Format {
    /// Its name in records: `text`, `jsonl` or `json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::JsonLines => "jsonl",
            Self::Json => "json",
        }
    }
}

/// What a name promises.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Promise {
    Lines,
    Json,
    Nothing,
}

/// The format of a stream that begins with `head`; else why it is not read.
pub(super) fn format(head: &[u8], path: &Path) -> Result<Format, &'static str> {
    if head.is_empty() {
        return Err("an empty file");
    }
    if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
        return Ok(Format::Text);
    }
    if head.contains(&0) {
        return Err("binary content of an unknown format");
    }
    // Text has tabs, line breaks, form feeds and, rarely, escapes; a few others are tolerated.
    let control = |b: &&u8| matches!(b, 0x01..=0x08 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    if head.iter().filter(control).count() * 50 > head.len() + 200 {
        return Err("binary content of an unknown format");
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let text = text.trim_ascii_start();
    if text.is_empty() {
        return Err("nothing but white space");
    }
    let promise = promise(path);
    let second = text[1..].trim_ascii_start().first();
    match (text[0], second) {
        (b'{', Some(b'"' | b'}')) => Ok(of_object(text, promise)),
        (b'[', Some(b'{' | b']')) => Ok(Format::Json),
        (b'{' | b'[', _) if promise != Promise::Nothing => Ok(Format::Json),
        _ => Ok(match promise {
            Promise::Lines => Format::JsonLines,
            Promise::Json => Format::Json,
            Promise::Nothing => Format::Text,
        }),
    }
}

/// The reading of a name's extensions, those of compression aside.
fn promise(path: &Path) -> Promise {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default();
    let mut plain = name.as_str();
    for packed in [".gz", ".zst", ".zstd"] {
        plain = plain.strip_suffix(packed).unwrap_or(plain);
    }
    match plain.rsplit_once('.').map(|(_, extension)| extension) {
        Some("jsonl" | "ndjson" | "jl" | "jsonlines") => Promise::Lines,
        Some("json") => Promise::Json,
        _ => Promise::Nothing,
    }
}

/// Whether objects come one a line or spread over lines.
fn of_object(text: &[u8], promise: Promise) -> Format {
    let Some(end) = memchr::memchr(b'\n', text) else {
        return match promise {
            Promise::Json => Format::Json,
            _ => Format::JsonLines,
        };
    };
    let (first, rest) = (text[..end].trim_ascii(), &text[end + 1..]);
    let closed = first.ends_with(b"}") && first.len() > 1;
    let another = rest.first() == Some(&b'{');
    if closed || another || promise == Promise::Lines && first != b"{" {
        Format::JsonLines
    } else {
        Format::Json
    }
}

//! The shape of a message on the wire: headers, parts, and how their bytes are written.
//!
//! Parts in parts are followed to a bounded depth; what the headers mean is said in `message.rs`.

use super::encoding::{self, Decoded};
use super::{Fault, html};

/// How deep parts are looked for in parts.
const MAX_DEPTH: u8 = 4;

/// Most headers that are read.
const MAX_HEADERS: usize = 500;

/// One header.
#[derive(Debug)]
pub(super) struct Header {
    /// In lower case.
    pub(super) name: String,
    /// Unfolded, encoded words decoded.
    pub(super) value: String,
}

/// The name of the header that a line is.
pub(super) fn header_name(line: &[u8]) -> Option<&str> {
    let end = memchr::memchr(b':', line)?;
    let name = std::str::from_utf8(&line[..end]).ok()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    (1..60)
        .contains(&end)
        .then_some(name)
        .filter(|name| name.bytes().all(plain))
}

/// Headers and what follows the blank line behind them.
pub(super) fn headers(bytes: &[u8]) -> (Vec<Header>, &[u8]) {
    let mut found: Vec<(String, Vec<u8>)> = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let line = rest[..end].trim_ascii_end();
        if line.is_empty() {
            // A file may begin with blank lines.
            rest = &rest[end..];
            if found.is_empty() {
                continue;
            }
            break;
        }
        let folded = line[0].is_ascii_whitespace();
        match found.last_mut() {
            Some((_, value)) if folded => {
                value.push(b' ');
                value.extend_from_slice(line.trim_ascii_start());
            }
            _ => match header_name(line) {
                Some(name) if found.len() < MAX_HEADERS => {
                    let value = line[name.len() + 1..].trim_ascii().to_vec();
                    found.push((name.to_ascii_lowercase(), value));
                }
                // A line that is no header: the blank line is missing.
                _ => break,
            },
        }
        rest = &rest[end..];
    }
    let header = |(name, value): (String, Vec<u8>)| {
        let value = match encoding::decode(&value, None) {
            Ok(decoded) => decoded.text.into_owned(),
            Err(_) => String::from_utf8_lossy(&value).into_owned(),
        };
        let value = words(&value);
        Header { name, value }
    };
    (found.into_iter().map(header).collect(), rest)
}

fn value_of<'a>(headers: &'a [Header], name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|header| header.name == name)?;
    Some(found.value.as_str())
}

/// A parameter of a header's value: `charset` of `text/plain; charset="utf-8"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|parameter| {
        let (found, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        found
            .trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.to_owned())
    })
}

/// The text of a message: its body, or the first part that is text.
///
/// # Errors
///
/// A message without text.
pub(super) fn text(headers: &[Header], body: &[u8]) -> Result<Decoded<'static>, Fault> {
    part(headers, body, 0)?.ok_or_else(|| Fault::new("a message without a part of text"))
}

fn part(headers: &[Header], body: &[u8], depth: u8) -> Result<Option<Decoded<'static>>, Fault> {
    let kind = value_of(headers, "content-type").unwrap_or("text/plain");
    let media = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if media.starts_with("multipart/")
        && let Some(boundary) = parameter(kind, "boundary").filter(|boundary| !boundary.is_empty())
    {
        let mut marked_up = None;
        for bytes in parts(body, boundary.as_bytes()) {
            let (inner, body) = self::headers(bytes);
            let found = match depth < MAX_DEPTH {
                true => part(&inner, body, depth + 1)?,
                false => None,
            };
            let html =
                value_of(&inner, "content-type").is_some_and(|kind| kind.starts_with("text/html"));
            match found {
                // The same text without markup may follow.
                Some(found) if html => marked_up = marked_up.or(Some(found)),
                Some(found) => return Ok(Some(found)),
                None => {}
            }
        }
        return Ok(marked_up);
    }
    // Old messages say "text" alone, or nonsense; only what is plainly something else is passed over.
    let other = ["image/", "audio/", "video/", "application/", "message/"];
    if other.iter().any(|start| media.starts_with(start)) {
        return Ok(None);
    }
    let transfer = value_of(headers, "content-transfer-encoding").unwrap_or_default();
    let bytes = match transfer.trim().to_ascii_lowercase().as_str() {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(body),
        _ => body.to_vec(),
    };
    let declared = parameter(kind, "charset");
    let decoded = encoding::decode(&bytes, declared.as_deref())?;
    let text = match media.as_str() {
        "text/html" => html::plain(&decoded.text),
        _ => decoded.text.into_owned(),
    };
    Ok(Some(Decoded {
        text: text.into(),
        encoding: decoded.encoding,
    }))
}

/// The parts between the lines of a boundary.
fn parts<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut found = Vec::new();
    let (mut start, mut at) = (None, 0);
    for line in body.split_inclusive(|b| *b == b'\n') {
        let mark = line.trim_ascii_end().strip_prefix(b"--");
        let behind = mark.and_then(|mark| mark.strip_prefix(boundary));
        if matches!(behind, Some([] | b"--")) {
            if let Some(start) = start {
                found.push(&body[start..at]);
            }
            start = Some(at + line.len());
            if behind == Some(b"--") || found.len() == 100 {
                return found;
            }
        }
        at += line.len();
    }
    // The last boundary is missing.
    if let Some(start) = start {
        found.push(&body[start..]);
    }
    found
}

/// `=E9` to its byte, `=` at the end of a line to nothing; what is no such code stays.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let hex = |b: &u8| {
        char::from(*b)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        match rest {
            [b'\n', behind @ ..] | [b'\r', b'\n', behind @ ..] => rest = behind,
            [high, low, behind @ ..] => match (hex(high), hex(low)) {
                (Some(high), Some(low)) => {
                    out.push(high * 16 + low);
                    rest = behind;
                }
                _ => out.push(b'='),
            },
            _ => out.push(b'='),
        }
    }
    out.extend_from_slice(rest);
    out
}

/// Base64; bytes outside of its alphabet are passed over.
fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut n) = (0_u32, 0);
    for b in bytes {
        let six = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(six);
        n += 6;
        if n >= 8 {
            n -= 8;
            out.push((bits >> n & 0xFF) as u8);
        }
    }
    out
}

/// Decodes the words `=?charset?q?...?=` of a header.
fn words(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    let mut behind_word = false;
    while let Some(open) = rest.find("=?") {
        let found = word(&rest[open + 2..]);
        let Some((text, length)) = found else {
            out.push_str(&rest[..open + 2]);
            rest = &rest[open + 2..];
            behind_word = false;
            continue;
        };
        // Blanks between two such words are only there to part them.
        if !(behind_word && rest[..open].trim().is_empty()) {
            out.push_str(&rest[..open]);
        }
        out.push_str(&text);
        rest = &rest[open + 2 + length..];
        behind_word = true;
    }
    out.push_str(rest);
    out
}

/// The text of an encoded word behind its `=?`, and how many bytes it takes.
fn word(text: &str) -> Option<(String, usize)> {
    let window = &text[..text.floor_char_boundary(400)];
    let mut pieces = window.splitn(3, '?');
    let (charset, kind, rest) = (pieces.next()?, pieces.next()?, pieces.next()?);
    let end = rest.find("?=")?;
    let bytes = match kind {
        "q" | "Q" => quoted_printable(rest[..end].replace('_', " ").as_bytes()),
        "b" | "B" => base64(&rest.as_bytes()[..end]),
        _ => return None,
    };
    let text = encoding::decode(&bytes, Some(charset))
        .ok()?
        .text
        .into_owned();
    Some((text, charset.len() + kind.len() + end + 4))
}

//! The response inside a record: its status, its content type, and its body with transfer and
//! content encoding undone.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::HEADER_BYTES;
use super::header::{Header, field, media_type, number};
use crate::ingest::Fault;
use crate::ingest::gzip::Gzip;

/// Longest page, after decompression.
const MAX_PAGE_BYTES: u64 = 64 << 20;

/// The block of a record: a response, or what it would have brought.
pub(super) struct Message<'a> {
    /// The status of a response.
    pub(super) status: Option<u16>,
    /// The lines of its header.
    lines: &'a [u8],
    /// What follows them.
    rest: &'a [u8],
}

impl<'a> Message<'a> {
    /// The message in a record, of which the beginning is enough.
    pub(super) fn of(header: &Header<'a>) -> Self {
        let block = header.block;
        let bare = Self {
            status: None,
            lines: &[],
            rest: block,
        };
        if !block.starts_with(b"HTTP/") {
            return bare;
        }
        let front = &block[..block.len().min(HEADER_BYTES)];
        let Some(first_break) = memchr::memchr(b'\n', front) else {
            return bare;
        };
        let mut words = front[..first_break].split(|b| *b == b' ').skip(1);
        let code = words.find(|word| !word.is_empty()).unwrap_or_default();
        let code = std::str::from_utf8(code.trim_ascii()).unwrap_or_default();
        // The header ends with an empty line, or where the block does.
        let mut line_start = first_break + 1;
        let rest = loop {
            let Some(line_end) = memchr::memchr(b'\n', &front[line_start..]) else {
                line_start = front.len();
                break line_start;
            };
            let line_end = line_start + line_end + 1;
            if front[line_start..line_end].trim_ascii().is_empty() {
                break line_end;
            }
            line_start = line_end;
        };
        Self {
            status: Some(code.parse().unwrap_or(0)),
            lines: &front[first_break + 1..line_start],
            rest: &block[rest..],
        }
    }

    /// Whether the body has the length that the server named, but for line breaks behind it.
    pub(super) fn is_whole(&self) -> bool {
        let length = field(self.lines, "content-length").and_then(number);
        let length = length.and_then(|length| usize::try_from(length).ok());
        let behind = length.and_then(|length| self.rest.get(length..));
        behind.is_some_and(|behind| behind.trim_ascii().is_empty())
    }

    fn content_type(&self) -> &'a [u8] {
        field(self.lines, "content-type").unwrap_or_default()
    }

    /// What the record holds, for counting: a media type.
    pub(super) fn kind_of_content(&self, header: &Header<'_>) -> String {
        let named = match self.status {
            Some(_) => media_type(self.content_type()),
            None => header.content_type(),
        };
        match named.is_empty() {
            true => "of unnamed content".to_owned(),
            false => named,
        }
    }

    /// The charset that the server named.
    pub(super) fn charset(&self, header: &Header<'a>) -> Option<&'a str> {
        let value = match self.status {
            Some(_) => self.content_type(),
            None => header.raw_content_type(),
        };
        let value = std::str::from_utf8(value).ok()?;
        value.split(';').skip(1).find_map(|parameter| {
            let (name, charset) = parameter.split_once('=')?;
            let is_it = name.trim().eq_ignore_ascii_case("charset");
            is_it.then(|| charset.trim().trim_matches(['"', '\'']))
        })
    }

    /// The page, with transfer and content encoding undone.
    ///
    /// # Errors
    ///
    /// An encoding that is not read, one that is damaged, and a page that is too long.
    pub(super) fn body(&self) -> Result<Cow<'a, [u8]>, Fault> {
        let named = |name: &str, value: &str| {
            let found = field(self.lines, name).unwrap_or_default();
            String::from_utf8_lossy(found)
                .to_ascii_lowercase()
                .contains(value)
        };
        let mut body = Cow::Borrowed(self.rest);
        if named("transfer-encoding", "chunked") {
            body = unchunked(self.rest);
        }
        let encodings = field(self.lines, "content-encoding").unwrap_or_default();
        let encodings = String::from_utf8_lossy(encodings).to_ascii_lowercase();
        // The last one named was applied last. More than three are no page.
        for encoding in encodings.rsplit(',').take(3) {
            // Archives are written that undid the encoding and left the header.
            if body.trim_ascii_start().starts_with(b"<") {
                break;
            }
            let decoded = match encoding.trim() {
                "" | "identity" | "none" | "utf-8" => continue,
                "gzip" | "x-gzip" => decoded(Gzip::new(&*body)),
                "deflate" if is_zlib(&body) => decoded(ZlibDecoder::new(&*body)),
                "deflate" => decoded(DeflateDecoder::new(&*body)),
                "br" => decoded(brotli_decompressor::Decompressor::new(&*body, 4096)),
                "zstd" => match zstd::stream::read::Decoder::new(&*body) {
                    Ok(decoder) => decoded(decoder),
                    Err(error) => Err(Fault::new(error.to_string())),
                },
                other => {
                    let other: String = other.chars().take(40).collect();
                    let reason = format!("the content encoding {other} is not read");
                    return Err(Fault::new(reason));
                }
            };
            body = Cow::Owned(decoded?);
        }
        Ok(body)
    }
}

/// Whether a record's payload is a web page, by what the server says, else by what the archive's
/// writer found or how the payload begins.
pub(super) fn is_page(header: &Header<'_>, message: &Message<'_>) -> bool {
    let named = match message.status {
        Some(_) => media_type(message.content_type()),
        None => header.content_type(),
    };
    let is_html = |name: &str| matches!(name, "text/html" | "application/xhtml+xml");
    if is_html(&named) || is_html(&header.payload_type()) {
        return true;
    }
    let unnamed = matches!(
        named.as_str(),
        "" | "unknown" | "application/octet-stream" | "application/http" | "no-type"
    );
    let begin = message.rest.trim_ascii_start();
    let begins = |start: &[u8]| {
        let begin = begin.get(..start.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    };
    unnamed && (begins(b"<!doctype html") || begins(b"<html"))
}

/// Whether a deflated body has the header of zlib, as it should; servers forget it.
fn is_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..]
        if first & 0x0F == 8 && (u16::from(*first) * 256 + u16::from(*second)) % 31 == 0)
}

fn decoded(packed: impl Read) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    let read = packed.take(MAX_PAGE_BYTES + 1).read_to_end(&mut body);
    if let Err(error) = read {
        return Err(Fault::new(format!(
            "the page is packed and damaged: {error}"
        )));
    }
    if body.len() as u64 > MAX_PAGE_BYTES {
        return Err(Fault::new(format!("a page of over {MAX_PAGE_BYTES} bytes")));
    }
    Ok(body)
}

/// A body without the lengths of its chunks.
///
/// A body that has none is taken as it is; one that stops having them, from there on.
fn unchunked(body: &[u8]) -> Cow<'_, [u8]> {
    let mut plain = Vec::new();
    let mut rest = body;
    loop {
        let Some((length, behind)) = chunk_length(rest) else {
            if rest.len() == body.len() {
                return Cow::Borrowed(body);
            }
            plain.extend_from_slice(rest);
            return Cow::Owned(plain);
        };
        if length == 0 {
            return Cow::Owned(plain);
        }
        let (chunk, behind) = behind.split_at(length.min(behind.len()));
        plain.extend_from_slice(chunk);
        let behind = behind.strip_prefix(b"\r").unwrap_or(behind);
        rest = behind.strip_prefix(b"\n").unwrap_or(behind);
        if rest.is_empty() {
            return Cow::Owned(plain);
        }
    }
}

/// The length that a chunk begins with, and what follows its line.
fn chunk_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let front = &bytes[..bytes.len().min(1024)];
    let end = memchr::memchr(b'\n', front)?;
    let line = &front[..end];
    let digits = memchr::memchr(b';', line).map_or(line, |at| &line[..at]);
    let digits = std::str::from_utf8(digits.trim_ascii()).ok()?;
    let hexadecimal = digits.len() <= 8 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let length = usize::from_str_radix(digits, 16)
        .ok()
        .filter(|_| hexadecimal)?;
    Some((length, &bytes[end + 1..]))
}

//! The headers of WARC and ARC records: where records begin, how long they are, what they say.

use super::HEADER_BYTES;

/// The header of a record, and its block as far as it was read.
pub(super) struct Header<'a> {
    lines: Lines<'a>,
    /// Bytes of the header with the line breaks that end it.
    head_bytes: usize,
    /// What follows the header.
    pub(super) block: &'a [u8],
}

/// What a header says, by its dialect.
enum Lines<'a> {
    /// The lines behind the version.
    Warc(&'a [u8]),
    /// One line.
    Arc(ArcLine<'a>),
}

/// Whether a record begins here; a header that is cut is one if all that is there speaks for it.
pub(super) fn is_start(bytes: &[u8]) -> bool {
    if let Some(version) = bytes.strip_prefix(b"WARC/") {
        let end = memchr::memchr(b'\n', version).unwrap_or(version.len());
        let rest = version.get(end + 1..).unwrap_or_default();
        let number = version[..end].trim_ascii_end();
        let digits = |b: &u8| b.is_ascii_digit() || *b == b'.';
        return number.len() < 8
            && number.iter().all(digits)
            && (rest.is_empty() || is_field(rest));
    }
    // An ARC line has four or more fields behind a URL with a scheme.
    let scheme = bytes.iter().take(12).take_while(|b| b.is_ascii_lowercase());
    let scheme = scheme.count();
    if scheme < 2 || bytes.get(scheme) != Some(&b':') {
        return false;
    }
    ArcLine::parse(first_line(bytes)).is_some()
}

/// Where the next record begins: behind a line break.
pub(super) fn next_start(bytes: &[u8]) -> Option<usize> {
    let mut lines = memchr::memchr_iter(b'\n', bytes).map(|end| end + 1);
    lines.find(|at| is_start(&bytes[*at..]))
}

/// Whether a line holds a field: a name, a colon.
fn is_field(bytes: &[u8]) -> bool {
    let line = first_line(bytes);
    let name = memchr::memchr(b':', line).map_or(line, |colon| &line[..colon]);
    let token = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let whole = name.len() < line.len() || line.len() == bytes.len();
    whole && !name.is_empty() && name.iter().all(token)
}

/// The first line of some bytes, without its break; at most as much as a header may have.
fn first_line(bytes: &[u8]) -> &[u8] {
    let bytes = &bytes[..bytes.len().min(HEADER_BYTES)];
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    bytes[..end].trim_ascii_end()
}

impl<'a> Header<'a> {
    /// The header at the beginning of a record; `None` if it does not end.
    pub(super) fn parse(record: &'a [u8]) -> Option<Self> {
        let front = &record[..record.len().min(HEADER_BYTES)];
        let first_break = memchr::memchr(b'\n', front)? + 1;
        if !record.starts_with(b"WARC/") {
            return Some(Self {
                lines: Lines::Arc(ArcLine::parse(first_line(record))?),
                head_bytes: first_break,
                block: &record[first_break..],
            });
        }
        // The header ends with an empty line.
        let mut line_start = first_break;
        loop {
            let line_end = line_start + memchr::memchr(b'\n', &front[line_start..])? + 1;
            if front[line_start..line_end].trim_ascii().is_empty() {
                return Some(Self {
                    lines: Lines::Warc(&front[first_break..line_start]),
                    head_bytes: line_end,
                    block: &record[line_end..],
                });
            }
            line_start = line_end;
        }
    }

    /// Bytes of the header, and of the block if the header tells that.
    pub(super) fn extent(&self) -> (usize, Option<u64>) {
        let length = match &self.lines {
            Lines::Warc(_) => self.field("content-length").and_then(number),
            Lines::Arc(line) => number(line.length),
        };
        // A length that no file has is none; sums with it must hold.
        (self.head_bytes, length.filter(|length| *length < 1 << 60))
    }

    /// The value of a WARC field, by its name in lower case.
    pub(super) fn field(&self, name: &str) -> Option<&'a [u8]> {
        match self.lines {
            Lines::Warc(lines) => field(lines, name),
            Lines::Arc(_) => None,
        }
    }

    /// What the record is if it can't hold a page.
    pub(super) fn other_kind(&self) -> Option<String> {
        let kind = match &self.lines {
            Lines::Warc(_) => self.field("warc-type").unwrap_or(b"of no type"),
            Lines::Arc(line) if line.url.starts_with(b"filedesc:") => b"filedesc",
            Lines::Arc(line) if line.url.starts_with(b"http") => b"response",
            Lines::Arc(line) => {
                let end = memchr::memchr(b':', line.url).unwrap_or(line.url.len());
                &line.url[..end]
            }
        };
        let kind = String::from_utf8_lossy(kind).to_ascii_lowercase();
        let is_dns = self.content_type().starts_with("text/dns");
        match kind.as_str() {
            "response" if is_dns => Some("dns".to_owned()),
            "response" | "resource" => None,
            _ => Some(kind),
        }
    }

    /// The content type of the block, in lower case without parameters.
    pub(super) fn content_type(&self) -> String {
        let value = match &self.lines {
            Lines::Warc(_) => self.field("content-type").unwrap_or_default(),
            Lines::Arc(line) => line.content_type,
        };
        media_type(value)
    }

    /// The type that the archive's writer found in the payload.
    pub(super) fn payload_type(&self) -> String {
        media_type(
            self.field("warc-identified-payload-type")
                .unwrap_or_default(),
        )
    }

    /// The content type as it stands, for its parameters.
    pub(super) fn raw_content_type(&self) -> &'a [u8] {
        match &self.lines {
            Lines::Warc(_) => self.field("content-type").unwrap_or_default(),
            Lines::Arc(line) => line.content_type,
        }
    }

    /// Where the record was fetched from, if that is on the web.
    pub(super) fn url(&self) -> Option<&'a str> {
        let url = match &self.lines {
            Lines::Warc(_) => self.field("warc-target-uri")?,
            Lines::Arc(line) => line.url,
        };
        // Some versions of wget wrote the brackets of the grammar.
        let url = url.strip_prefix(b"<").unwrap_or(url);
        let url = url.strip_suffix(b">").unwrap_or(url);
        let url = std::str::from_utf8(url).ok()?.trim();
        let on_web = |scheme: &str| {
            url.get(..scheme.len())
                .is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
        };
        (on_web("http://") || on_web("https://")).then_some(url)
    }

    /// When it was fetched, as ISO 8601.
    pub(super) fn date(&self) -> Option<String> {
        match &self.lines {
            Lines::Warc(_) => {
                let date = self.field("warc-date")?;
                Some(String::from_utf8_lossy(date).into_owned())
            }
            Lines::Arc(line) => {
                let date = std::str::from_utf8(line.date.get(..14)?).ok()?;
                if !date.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                let (day, time) = date.split_at(8);
                let (y, m, d) = (&day[..4], &day[4..6], &day[6..]);
                let (hour, minute, second) = (&time[..2], &time[2..4], &time[4..]);
                Some(format!("{y}-{m}-{d}T{hour}:{minute}:{second}Z"))
            }
        }
    }
}

/// The line that begins an ARC record: URL, address, date, content type, length, and in version 2
/// some more before the length.
struct ArcLine<'a> {
    url: &'a [u8],
    date: &'a [u8],
    content_type: &'a [u8],
    length: &'a [u8],
}

impl<'a> ArcLine<'a> {
    /// Reads a line from its end, as URLs with spaces occur.
    fn parse(line: &'a [u8]) -> Option<Self> {
        let fields: Vec<&[u8]> = line.split(|b| *b == b' ').collect();
        // Address and date mark the place: third and fourth from the end, further in front of the
        // ten fields of version 2 or of a content type with a space.
        let is_date = |f: &[u8]| (8..=20).contains(&f.len()) && f.iter().all(u8::is_ascii_digit);
        let address = |b: &u8| b.is_ascii_hexdigit() || matches!(b, b'.' | b':');
        let is_address = |f: &[u8]| !f.is_empty() && f.iter().all(address);
        let mut dates = [3, 8, 4]
            .into_iter()
            .filter_map(|n| fields.len().checked_sub(n));
        let date =
            dates.find(|at| *at >= 2 && is_date(fields[*at]) && is_address(fields[*at - 1]))?;
        let url: usize = fields[..date - 1].iter().map(|f| f.len() + 1).sum();
        Some(Self {
            url: &line[..url - 1],
            date: fields[date],
            content_type: fields.get(date + 1)?,
            length: fields.last()?,
        })
    }
}

/// The value of a field among lines, by its name in lower case.
pub(super) fn field<'a>(lines: &'a [u8], name: &str) -> Option<&'a [u8]> {
    lines.split(|b| *b == b'\n').find_map(|line| {
        let value = line.get(name.len() + 1..)?;
        let is_it =
            line[name.len()] == b':' && line[..name.len()].eq_ignore_ascii_case(name.as_bytes());
        is_it.then(|| value.trim_ascii())
    })
}

/// A media type in lower case, without parameters.
pub(super) fn media_type(value: &[u8]) -> String {
    let end = memchr::memchr(b';', value).unwrap_or(value.len());
    String::from_utf8_lossy(value[..end].trim_ascii()).to_ascii_lowercase()
}

/// A number of digits alone.
pub(super) fn number(digits: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(digits).ok()?;
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

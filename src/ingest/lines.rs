//! Splits a stream into lines, one record a line, without holding more than one of them.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use super::emit::Emitter;
use super::format::Format;
use super::json;
use super::readers::{Input, Reader};
use super::sniff::{JsonLayout, json_layout};

/// JSON Lines.
pub(super) const READER: Reader = Reader {
    format: Format::JsonLines,
    knows: |head| json_layout(head) == Some(JsonLayout::Lines),
    split: read,
    article: json::article,
};

/// Reads the records of a stream of lines; blank lines are no records.
///
/// A line over `max_bytes` is read past, never held, and rejected with its length.
fn read(input: Input<'_>, emit: &mut Emitter<'_>) -> ControlFlow<()> {
    let Input { stream, max_bytes } = input;
    let (mut record, mut offset) = (0, 0);
    loop {
        let mut line = Line::default();
        let read = line.fill(stream, max_bytes);
        if let Err(error) = &read {
            return emit.broken(record + 1, offset, error);
        }
        if line.length == 0 {
            return ControlFlow::Continue(());
        }
        if line.too_long {
            let length = line.length;
            record += 1;
            emit.reject(
                record,
                offset,
                format!("a line of {length} bytes, the limit is {max_bytes}"),
            )?;
        } else {
            while line.bytes.last().is_some_and(u8::is_ascii_whitespace) {
                line.bytes.pop();
            }
            if !line.bytes.is_empty() && line.bytes != b"\xEF\xBB\xBF" {
                record += 1;
                emit.record(record, offset, line.bytes)?;
            }
        }
        offset += line.length;
    }
}

/// A line being read.
#[derive(Default)]
pub(super) struct Line {
    pub(super) bytes: Vec<u8>,
    /// Its length with the line break.
    pub(super) length: u64,
    pub(super) too_long: bool,
}

impl Line {
    /// Reads up to and over the next line break, or to the end.
    pub(super) fn fill(&mut self, stream: &mut dyn BufRead, max_bytes: usize) -> io::Result<()> {
        loop {
            let chunk = match stream.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            if chunk.is_empty() {
                return Ok(());
            }
            let end = memchr::memchr(b'\n', chunk);
            let used = end.map_or(chunk.len(), |end| end + 1);
            if self.bytes.len() + end.unwrap_or(used) > max_bytes {
                self.too_long = true;
                self.bytes = Vec::new();
            }
            if !self.too_long {
                self.bytes.extend_from_slice(&chunk[..used]);
            }
            self.length += used as u64;
            stream.consume(used);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}

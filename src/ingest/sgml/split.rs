//! Cuts a stream at the start and end tags of one element, without holding more than one record.
//!
//! The stream is read from `>` to `>`, so that a tag is always the end of what was read last. What
//! a record says is not looked at.

use std::io;
use std::ops::ControlFlow;

use super::super::emit::Emitter;
use super::super::readers::Input;

/// Bytes that are kept of what is read past: longer than any tag that cuts.
const KEPT_BYTES: usize = 1024;

/// Bytes between records that are held before they are read past.
const GAP_BYTES: usize = 64 * 1024;

/// Reads the records of a stream: each is one `element`, its tags included.
///
/// A start tag at the beginning of a line also ends the record before it, whose end tag is
/// missing. Text between records and a record that the stream breaks off in are rejected.
pub(super) fn read(input: Input<'_>, emit: &mut Emitter<'_>, element: &str) -> ControlFlow<()> {
    let Input { stream, max_bytes } = input;
    let mut cut = Cut {
        element,
        max_bytes,
        held: Vec::new(),
        held_at: 0,
        piece: 0,
        start: None,
        too_long: false,
        stray: None,
        in_comment: false,
        record: 0,
    };
    loop {
        let chunk = match stream.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                let at = cut.start.unwrap_or(cut.held_at);
                return emit.broken(cut.record + 1, at, &error);
            }
            Ok(chunk) => chunk,
        };
        if chunk.is_empty() {
            return cut.end(emit);
        }
        let end = memchr::memchr(b'>', chunk);
        let used = end.map_or(chunk.len(), |end| end + 1);
        cut.held.extend_from_slice(&chunk[..used]);
        stream.consume(used);
        if end.is_some() {
            cut.tag(emit)?;
        }
        cut.let_go();
    }
}

/// Where a stream is being cut.
struct Cut<'a> {
    element: &'a str,
    max_bytes: usize,
    /// The record so far, or what stands between records.
    held: Vec<u8>,
    /// Byte of the stream at which `held` begins.
    held_at: u64,
    /// Where in `held` the bytes behind the last `>` begin.
    piece: usize,
    /// First byte of the record that is open.
    start: Option<u64>,
    /// Whether the open record is read past.
    too_long: bool,
    /// First byte of text that stands outside of records.
    stray: Option<u64>,
    in_comment: bool,
    record: u64,
}

impl Cut<'_> {
    /// Looks at the tag that `held` ends with.
    fn tag(&mut self, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let piece = &self.held[self.piece..];
        let open = memchr::memrchr(b'<', piece);
        let (starts, ends) = match open {
            Some(at) => (
                is_tag(&piece[at + 1..], self.element),
                piece[at + 1..].first() == Some(&b'/') && is_tag(&piece[at + 2..], self.element),
            ),
            None => (false, false),
        };
        let at = self.piece + open.unwrap_or(0);
        match self.start {
            Some(_) if ends => {
                let end = self.held.len();
                self.close(end, emit)?;
            }
            Some(_) if starts && begins_line(&self.held[..at]) => {
                self.close(at, emit)?;
                self.open();
            }
            Some(_) => {}
            None => {
                self.note_stray();
                if starts && !self.in_comment {
                    self.reject_stray(emit)?;
                    self.held.drain(..at);
                    self.held_at += at as u64;
                    self.open();
                } else {
                    self.drop_held(0);
                }
            }
        }
        self.piece = self.held.len();
        ControlFlow::Continue(())
    }

    /// Begins a record with what is held.
    fn open(&mut self) {
        self.start = Some(self.held_at);
        self.too_long = false;
        self.in_comment = false;
    }

    /// Ends the open record at byte `end` of what is held, and holds the rest.
    fn close(&mut self, end: usize, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let rest = self.held.split_off(end);
        let bytes = std::mem::replace(&mut self.held, rest);
        let stop = self.held_at + end as u64;
        self.held_at = stop;
        self.record += 1;
        let Some(start) = self.start.take() else {
            return ControlFlow::Continue(());
        };
        let length = stop - start;
        if self.too_long || length > self.max_bytes as u64 {
            let reason = format!(
                "a record of {length} bytes, the limit is {}",
                self.max_bytes
            );
            return emit.reject(self.record, start, reason);
        }
        emit.record(self.record, start, bytes.trim_ascii_end().to_owned())
    }

    /// Drops what need not be held any longer.
    fn let_go(&mut self) {
        let most = match self.start {
            Some(_) if !self.too_long => self.max_bytes.saturating_add(KEPT_BYTES),
            Some(_) => KEPT_BYTES * 2,
            None => GAP_BYTES,
        };
        if self.held.len() <= most {
            return;
        }
        match self.start {
            Some(_) => self.too_long = true,
            None => self.note_stray(),
        }
        self.drop_held(KEPT_BYTES);
    }

    /// Drops all of `held` but its last bytes.
    fn drop_held(&mut self, keep: usize) {
        let gone = self.held.len().saturating_sub(keep);
        self.held.drain(..gone);
        self.held_at += gone as u64;
        self.piece = self.piece.saturating_sub(gone);
    }

    /// Takes note of text before the tag between records; comments and declarations are none.
    fn note_stray(&mut self) {
        let piece = &self.held[self.piece..];
        let was_in_comment = self.in_comment;
        let open = memchr::memchr(b'<', piece).unwrap_or(piece.len());
        self.in_comment |= piece[open..].starts_with(b"<!--");
        if self.in_comment {
            self.in_comment = !piece.ends_with(b"-->");
        }
        // The bytes in front of the first tag, mark of encoding and declaration's end apart.
        let text = piece[..open].strip_prefix(b"\xEF\xBB\xBF");
        let text = text.unwrap_or(&piece[..open]);
        let said = |b: &u8| !b.is_ascii_whitespace() && !matches!(b, b']' | b'>' | 0x1A);
        if !was_in_comment && text.iter().any(said) {
            let at = self.held_at + self.piece as u64;
            self.stray.get_or_insert(at);
        }
    }

    fn reject_stray(&mut self, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let Some(at) = self.stray.take() else {
            return ControlFlow::Continue(());
        };
        self.record += 1;
        let reason = format!("text outside of <{}>", self.element);
        emit.reject(self.record, at, reason)
    }

    /// The stream has ended.
    fn end(&mut self, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        if let Some(start) = self.start {
            let reason = format!("the file ends before </{}>", self.element);
            return emit.reject(self.record + 1, start, reason);
        }
        self.note_stray();
        self.reject_stray(emit)
    }
}

/// Whether a tag, without what opens it, is one of the element.
fn is_tag(tag: &[u8], element: &str) -> bool {
    let (Some(name), Some(behind)) = (tag.get(..element.len()), tag.get(element.len())) else {
        return false;
    };
    name.eq_ignore_ascii_case(element.as_bytes())
        && (behind.is_ascii_whitespace() || *behind == b'>')
}

/// Whether nothing but blanks stands on the line that these bytes end in.
fn begins_line(before: &[u8]) -> bool {
    let last = before.iter().rev().find(|b| !matches!(b, b' ' | b'\t'));
    last.is_none_or(|b| matches!(b, b'\n' | b'\r'))
}

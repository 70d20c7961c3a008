//! The piece of a stream that is looked at: a record, and what follows it.
//!
//! Looking further never loses what was seen, so that a record can be searched again once its
//! length turns out to be wrong.

use std::io::{self, BufRead};

use super::header;
use crate::ingest::gzip;

/// Bytes in front of the window that may be kept before it is moved.
const SLACK_BYTES: usize = 1 << 20;

/// Why a stream gives nothing more.
pub(super) enum Stop {
    /// It ends.
    End,
    /// It breaks off here and goes on elsewhere.
    Damage(io::Error),
    /// It breaks off.
    Failed(io::Error),
}

/// A piece of a stream.
pub(super) struct Window<'a> {
    stream: &'a mut dyn BufRead,
    buffer: Vec<u8>,
    /// Where the window begins in the buffer.
    start: usize,
    /// Where it begins in the stream.
    offset: u64,
    /// What stands behind the buffer.
    stop: Option<Stop>,
}

impl<'a> Window<'a> {
    pub(super) fn new(stream: &'a mut dyn BufRead) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
            start: 0,
            offset: 0,
            stop: None,
        }
    }

    /// Its place in the stream.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// What was read of it.
    pub(super) fn view(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Why there is nothing behind what was read, if that is known.
    pub(super) fn stop(&self) -> Option<&Stop> {
        self.stop.as_ref()
    }

    /// Widens the window to so many bytes, fewer only where the stream stops; how many there are.
    pub(super) fn fill(&mut self, bytes: usize) -> usize {
        if self.view().len() < bytes && self.start > SLACK_BYTES {
            self.buffer.drain(..self.start);
            self.start = 0;
            // One long record does not make the window long for good.
            if self.buffer.capacity() > 16 * SLACK_BYTES {
                self.buffer.shrink_to(2 * SLACK_BYTES);
            }
        }
        while self.stop.is_none() && self.view().len() < bytes {
            match self.stream.fill_buf() {
                Ok([]) => self.stop = Some(Stop::End),
                Ok(chunk) => {
                    let n = chunk.len();
                    self.buffer.extend_from_slice(chunk);
                    self.stream.consume(n);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if gzip::goes_on(&error) => self.stop = Some(Stop::Damage(error)),
                Err(error) => self.stop = Some(Stop::Failed(error)),
            }
        }
        self.view().len()
    }

    /// Moves the window on.
    pub(super) fn consume(&mut self, bytes: usize) {
        self.start += bytes;
        self.offset += bytes as u64;
    }

    /// Goes over the rest of a line, but for its break.
    pub(super) fn pass_line(&mut self) {
        let view = self.view();
        let end = memchr::memchr(b'\n', view).unwrap_or(view.len());
        self.consume(end);
    }

    /// Goes over line breaks.
    pub(super) fn pass_breaks(&mut self) {
        loop {
            self.fill(1);
            let is_break = |b: &&u8| matches!(b, b'\r' | b'\n');
            let breaks = self.view().iter().take_while(is_break).count();
            if breaks == 0 {
                return;
            }
            self.consume(breaks);
        }
    }

    /// Takes what stopped an empty window, which behind damage goes on.
    pub(super) fn take_stop(&mut self) -> Option<Stop> {
        self.stop.take()
    }

    /// Whether a record ends here: line breaks, and then another one or the end.
    pub(super) fn ends_at(&self, total: usize) -> bool {
        let rest = &self.view()[total..];
        if rest.starts_with(b"\r\n\r\n") {
            return true;
        }
        let breaks = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
        let rest = &rest[breaks.count()..];
        rest.is_empty() || header::is_start(rest)
    }

    /// Whether a record that ends here lies in a damaged piece of the stream, which its checksum
    /// shows behind it.
    pub(super) fn taints(&self, total: usize) -> bool {
        let rest = &self.view()[total..];
        let last = rest.iter().all(|b| matches!(b, b'\r' | b'\n'));
        last && matches!(&self.stop, Some(Stop::Damage(error)) if gzip::taints(error))
    }
}

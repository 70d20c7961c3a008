//! Files that hold several articles one below another, each behind a line that only draws.

use std::ops::ControlFlow;

use super::emit::Emitter;
use super::lines::Line;
use super::readers::Input;

/// What the first lines of a piece show so far, blank ones left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    /// They begin an article.
    Yes,
    /// They do not.
    No,
    /// More lines are needed.
    Perhaps,
}

/// How the articles of a digest are told.
pub(super) struct Digest {
    /// Whether a line stands between two articles.
    pub(super) divides: fn(&[u8]) -> bool,
    /// Whether lines begin an article.
    pub(super) begins: fn(&[&[u8]]) -> Begins,
}

impl Digest {
    /// Whether a text, given by how it begins, is one.
    pub(super) fn knows(&self, head: &[u8]) -> bool {
        let mut lines = Vec::new();
        for line in head.split(|b| *b == b'\n') {
            let line = line.trim_ascii();
            if line.is_empty() {
                continue;
            }
            lines.push(line);
            match (self.begins)(&lines) {
                Begins::Yes => return true,
                Begins::No => return false,
                Begins::Perhaps => {}
            }
        }
        false
    }

    /// Cuts a digest into its articles; the first `front` bytes belong to none.
    ///
    /// A dividing line counts only where an article begins behind it.
    pub(super) fn split(
        &self,
        input: Input<'_>,
        front: usize,
        emit: &mut Emitter<'_>,
    ) -> ControlFlow<()> {
        let Input { stream, max_bytes } = input;
        let mut piece = Piece::default();
        let mut offset = 0;
        loop {
            let mut line = Line::default();
            if let Err(error) = line.fill(stream, max_bytes) {
                piece.finish(max_bytes, emit)?;
                return emit.broken(piece.record + 1, offset, &error);
            }
            if line.length == 0 {
                return piece.finish(max_bytes, emit);
            }
            let length = line.length;
            if offset >= front as u64 {
                self.read(&mut piece, line, offset, max_bytes, emit)?;
            }
            offset += length;
        }
    }

    fn read(
        &self,
        piece: &mut Piece,
        line: Line,
        offset: u64,
        max_bytes: usize,
        emit: &mut Emitter<'_>,
    ) -> ControlFlow<()> {
        let text = line.bytes.trim_ascii();
        if !text.is_empty() && !line.too_long {
            if let Some(next) = &mut piece.next {
                next.start.get_or_insert((offset, piece.bytes.len()));
                next.lines.push(text.to_vec());
                let lines: Vec<&[u8]> = next.lines.iter().map(Vec::as_slice).collect();
                match (self.begins)(&lines) {
                    Begins::Perhaps => {}
                    Begins::No => piece.next = None,
                    Begins::Yes => piece.cut(max_bytes, emit)?,
                }
            }
            if piece.next.is_none() && (self.divides)(text) {
                piece.next = Some(Next {
                    divider: piece.bytes.len(),
                    start: None,
                    lines: Vec::new(),
                });
            }
        }
        if piece.bytes.is_empty() && text.is_empty() {
            return ControlFlow::Continue(());
        }
        if piece.bytes.is_empty() {
            piece.offset = offset;
        }
        if line.too_long || piece.bytes.len() + line.bytes.len() > max_bytes {
            piece.too_long = true;
            // Only the lines that may begin the next article are kept.
            piece.next = None;
            piece.bytes.clear();
            piece.bytes.push(b' ');
            return ControlFlow::Continue(());
        }
        piece.bytes.extend_from_slice(&line.bytes);
        ControlFlow::Continue(())
    }
}

/// The article that is being read.
#[derive(Default)]
struct Piece {
    record: u64,
    offset: u64,
    bytes: Vec<u8>,
    too_long: bool,
    next: Option<Next>,
}

/// A dividing line, and what follows it.
struct Next {
    /// Where the line begins in the piece.
    divider: usize,
    /// Where the next article begins, in the stream and in the piece.
    start: Option<(u64, usize)>,
    lines: Vec<Vec<u8>>,
}

impl Piece {
    /// Hands out what stands before the dividing line and goes on with what follows it.
    fn cut(&mut self, max_bytes: usize, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let Some(next) = self.next.take() else {
            return ControlFlow::Continue(());
        };
        let (offset, at) = next.start.unwrap_or((self.offset, 0));
        let rest = self.bytes.split_off(at.min(self.bytes.len()));
        self.bytes.truncate(next.divider);
        let flow = self.finish(max_bytes, emit);
        self.bytes = rest;
        self.offset = offset;
        flow
    }

    fn finish(&mut self, max_bytes: usize, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let mut bytes = std::mem::take(&mut self.bytes);
        if std::mem::take(&mut self.too_long) {
            self.record += 1;
            let reason = format!("a text of over {max_bytes} bytes");
            return emit.reject(self.record, self.offset, reason);
        }
        bytes.truncate(bytes.trim_ascii_end().len());
        if bytes.is_empty() {
            return ControlFlow::Continue(());
        }
        self.record += 1;
        emit.record(self.record, self.offset, bytes)
    }
}

#[cfg(test)]
#[path = "digest_tests.rs"]
mod tests;

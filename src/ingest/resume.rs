//! Reading on in a file of lines from where an earlier run came to: a place in it, and how a
//! stream is opened there. Whether the file is still the same is not decided here.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::source::SourceFile;
use super::stream::{self, Meter, Stream, Unopened};
use super::{Item, ReadOutcome};

/// A place in a file of lines at which a record begins. Counted after decompression.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resume {
    /// Bytes before it.
    pub offset: u64,
    /// Records before it.
    pub records: u64,
    /// Where a compressed member begins at this place or before it: its first byte on disk, and
    /// the bytes before it after decompression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<(u64, u64)>,
}

/// How reading a file went, and what a later run needs to read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// What was handed out.
    pub outcome: ReadOutcome,
    /// The byte on disk from which on it was read.
    pub start: u64,
    /// Set for a file that is one stream of lines, so that more can be added at its end.
    pub lines: Option<LinesRead>,
}

/// The stretch of a stream of lines that was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LinesRead {
    /// Its length in bytes, after decompression.
    pub bytes: u64,
    /// Whether it ends with a line break: what is added then begins a line.
    pub ends_line: bool,
    /// Whether it was compressed.
    pub packed: bool,
}

/// Opens a file at a place. What is before it is not read where the file is plain or a member
/// begins near it, else it is decompressed and passed over.
pub(super) fn open(
    file: &SourceFile,
    resume: &Resume,
    meter: &Meter,
) -> Result<(Stream<'static>, u64), Unopened> {
    let plain = !stream::open(file, meter)?.packed;
    let (mut start, passed) = match resume.member {
        _ if plain => (resume.offset, resume.offset),
        Some((start, before)) if before <= resume.offset => (start, before),
        _ => (0, 0),
    };
    let mut stream = open_at(file, start, meter)?;
    let mut left = resume.offset - passed;
    if !plain && !stream.packed {
        // No member begins there after all.
        start = 0;
        stream = open_at(file, start, meter)?;
        left = resume.offset;
    }
    let passed = io::copy(&mut (&mut stream.bytes).take(left), &mut io::sink());
    match passed.map_err(Unopened::Failed)? {
        passed if passed < left => Err(Unopened::Failed(io::Error::new(
            io::ErrorKind::UnexpectedEof,
            "it is shorter than when it was indexed",
        ))),
        _ => Ok((stream, start)),
    }
}

fn open_at(file: &SourceFile, start: u64, meter: &Meter) -> Result<Stream<'static>, Unopened> {
    meter.source.set(0);
    stream::open_at(file, start, meter)
}

/// The item with its place counted from the beginning of the file.
pub(super) fn moved(mut item: Item, by: &Resume) -> Item {
    match &mut item {
        Item::Record(record) => {
            record.record += by.records;
            record.offset += by.offset;
        }
        Item::Rejected(rejection) if rejection.record > 0 => {
            rejection.record += by.records;
            rejection.byte += by.offset;
        }
        Item::Rejected(_) | Item::Skipped { .. } => {}
    }
    item
}

/// The stream, noting in `read` what was read of it.
pub(super) fn measured<'a>(stream: Stream<'a>, read: &Rc<Cell<LinesRead>>) -> Stream<'a> {
    read.set(LinesRead {
        packed: stream.packed,
        ..LinesRead::default()
    });
    let bytes = Box::new(Measured {
        stream: stream.bytes,
        read: Rc::clone(read),
    });
    Stream { bytes, ..stream }
}

/// Notes how much is read through it, and whether that ends a line.
struct Measured<'a> {
    stream: Box<dyn BufRead + 'a>,
    read: Rc<Cell<LinesRead>>,
}

impl Measured<'_> {
    fn note(&self, bytes: usize, last: Option<u8>) {
        let mut read = self.read.get();
        read.bytes += bytes as u64;
        if let Some(last) = last {
            read.ends_line = last == b'\n';
        }
        self.read.set(read);
    }
}

impl Read for Measured<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.stream.read(buffer)?;
        self.note(n, buffer[..n].last().copied());
        Ok(n)
    }
}

impl BufRead for Measured<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.stream.fill_buf()
    }

    fn consume(&mut self, used: usize) {
        // What is consumed is in the buffer: nothing is read for this look at it.
        let last = match self.stream.fill_buf() {
            Ok(buffer) if used > 0 => buffer.get(used - 1).copied(),
            _ => None,
        };
        self.note(used, last);
        self.stream.consume(used);
    }
}

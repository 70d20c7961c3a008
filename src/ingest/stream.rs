//! Opens a file as a stream of plain bytes, whatever compresses it.
//!
//! Nothing is held but buffers. An error inside a stream, a truncated one too, comes after every
//! byte that could be read before it.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::rc::Rc;

use super::Expansion;
use super::source::SourceFile;
use super::unpack::{Guarded, Packing, decoder};

/// Bytes of the plain stream that are looked at before it is read.
const HEAD_BYTES: usize = 64 * 1024;

/// Bytes read at once.
pub(super) const BUFFER_BYTES: usize = 256 * 1024;

/// Compressions around one another that are undone: `.gz.gz` is, a third is not.
const MAX_PACKINGS: usize = 2;

/// How many bytes of a file were read so far, before decompression.
pub(super) type Progress = Rc<Cell<u64>>;

/// What bounds the bytes that come out of a compressed stream.
#[derive(Clone)]
pub(super) struct Meter {
    /// Bytes that went in.
    pub(super) source: Progress,
    /// How many may come out.
    pub(super) expansion: Expansion,
}

/// A stream of plain bytes, and how it begins.
pub(super) struct Stream<'a> {
    /// Up to 64 KiB from the start; shorter only when the stream is.
    pub(super) head: Vec<u8>,
    /// The whole stream, from the start.
    pub(super) bytes: Box<dyn BufRead + 'a>,
    /// The file that holds exactly these bytes, if one does.
    pub(super) path: Option<PathBuf>,
    /// Whether it was compressed.
    pub(super) packed: bool,
}

/// Why a file gives no stream.
pub(super) enum Unopened {
    /// It cannot be opened.
    Failed(io::Error),
    /// It is of a kind that is not read, named here.
    Unknown(&'static str),
}

/// Opens a file, or standard input.
pub(super) fn open(file: &SourceFile, meter: &Meter) -> Result<Stream<'static>, Unopened> {
    open_at(file, 0, meter)
}

/// Opens a file from a byte of it on; standard input has only the first.
pub(super) fn open_at(
    file: &SourceFile,
    start: u64,
    meter: &Meter,
) -> Result<Stream<'static>, Unopened> {
    let mut path = None;
    let raw: Box<dyn Read> = if file.is_stdin() {
        Box::new(io::stdin().lock())
    } else {
        let (mut opened, _) = fs_err::File::open(&file.path)
            .map_err(Unopened::Failed)?
            .into_parts();
        if start > 0 {
            let sought = opened.seek(SeekFrom::Start(start));
            sought.map_err(Unopened::Failed)?;
        }
        // A pipe can be read only once.
        if start == 0 && opened.metadata().is_ok_and(|found| found.is_file()) {
            path = Some(file.path.clone());
        }
        Box::new(opened)
    };
    let counted = Counted {
        raw,
        progress: Rc::clone(&meter.source),
    };
    let mut stream = plain(Box::new(counted), meter)?;
    if stream.path.is_some() {
        stream.path = path;
    }
    Ok(stream)
}

/// Makes a stream of whatever `raw` holds.
pub(super) fn from_read<'a>(
    raw: Box<dyn Read + 'a>,
    meter: &Meter,
) -> Result<Stream<'a>, Unopened> {
    let mut stream = plain(raw, meter)?;
    stream.path = None;
    Ok(stream)
}

/// Undoes compressions; the path is some, if empty, when there was none to undo.
fn plain<'a>(mut raw: Box<dyn Read + 'a>, meter: &Meter) -> Result<Stream<'a>, Unopened> {
    let mut layers = 0;
    loop {
        let packed = Replayed::new(raw, 8);
        let packing = match Packing::of(&packed.head) {
            Ok(Some(packing)) => packing,
            Ok(None) => {
                raw = Box::new(packed);
                break;
            }
            Err(kind) => return Err(Unopened::Unknown(kind)),
        };
        if layers == MAX_PACKINGS {
            return Err(Unopened::Unknown("what is compressed three times over"));
        }
        layers += 1;
        let packed = BufReader::with_capacity(BUFFER_BYTES, packed);
        let plain = decoder(packing, packed).map_err(Unopened::Failed)?;
        raw = Box::new(Guarded::new(plain, meter));
    }
    let plain = Replayed::new(raw, HEAD_BYTES);
    Ok(Stream {
        head: plain.head.clone(),
        bytes: Box::new(BufReader::with_capacity(BUFFER_BYTES, plain)),
        path: (layers == 0).then(PathBuf::new),
        packed: layers > 0,
    })
}

/// Counts what is read through it.
struct Counted {
    raw: Box<dyn Read>,
    progress: Progress,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.raw.read(buffer)?;
        self.progress.set(self.progress.get() + n as u64);
        Ok(n)
    }
}

/// A reader whose first bytes were looked at and are read once more.
struct Replayed<R> {
    head: Vec<u8>,
    at: usize,
    /// What ended the head too early; handed out in its turn.
    error: Option<io::Error>,
    rest: R,
}

impl<R: Read> Replayed<R> {
    fn new(mut rest: R, head_bytes: usize) -> Self {
        let mut head = Vec::new();
        let error = rest
            .by_ref()
            .take(head_bytes as u64)
            .read_to_end(&mut head)
            .err();
        Self {
            head,
            at: 0,
            error,
            rest,
        }
    }
}

impl<R: Read> Read for Replayed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = &self.head[self.at..];
        if !left.is_empty() {
            let n = left.len().min(buffer.len());
            buffer[..n].copy_from_slice(&left[..n]);
            self.at += n;
            return Ok(n);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.rest.read(buffer),
        }
    }
}

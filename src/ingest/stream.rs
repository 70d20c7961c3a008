//! Opens a file as a stream of plain bytes: gzip and zstd are known by their first bytes.
//!
//! Nothing is held but buffers. An error inside a stream, a truncated one too, comes after every
//! byte that could be read before it.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;

use super::source::SourceFile;

/// Bytes of the plain stream that are looked at before it is read.
const HEAD_BYTES: usize = 64 * 1024;

/// Bytes read at once.
const BUFFER_BYTES: usize = 256 * 1024;

/// Largest zstd window, as a power of two: 128 MiB, what `zstd --long` writes.
const ZSTD_WINDOW_LOG: u32 = 27;

/// How many bytes of a file were read so far, before decompression.
pub(super) type Progress = Rc<Cell<u64>>;

/// A stream of plain bytes, and how it begins.
pub(super) struct Stream {
    /// Up to 64 KiB from the start; shorter only when the stream is.
    pub(super) head: Vec<u8>,
    /// The whole stream, from the start.
    pub(super) bytes: Box<dyn BufRead>,
}

/// Why a file gives no stream.
pub(super) enum Unopened {
    /// It cannot be opened.
    Failed(io::Error),
    /// It is of a kind that is not read, named here.
    Unknown(&'static str),
}

/// Opens a file, or standard input.
pub(super) fn open(file: &SourceFile, progress: &Progress) -> Result<Stream, Unopened> {
    let raw: Box<dyn Read> = if file.is_stdin() {
        Box::new(io::stdin().lock())
    } else {
        let (opened, _) = fs_err::File::open(&file.path)
            .map_err(Unopened::Failed)?
            .into_parts();
        Box::new(opened)
    };
    from_read(raw, progress)
}

/// Makes a stream of whatever `raw` holds.
pub(super) fn from_read(raw: Box<dyn Read>, progress: &Progress) -> Result<Stream, Unopened> {
    let counted = Counted {
        raw,
        progress: Rc::clone(progress),
    };
    let packed = Replayed::new(counted, 8);
    let packing = packing(&packed.head);
    let packed = BufReader::with_capacity(BUFFER_BYTES, packed);
    let plain: Box<dyn Read> = match packing? {
        Packing::None => Box::new(packed),
        Packing::Gzip => Box::new(MultiGzDecoder::new(packed)),
        Packing::Zstd => {
            let mut decoder =
                zstd::stream::read::Decoder::with_buffer(packed).map_err(Unopened::Failed)?;
            decoder
                .window_log_max(ZSTD_WINDOW_LOG)
                .map_err(Unopened::Failed)?;
            Box::new(decoder)
        }
    };
    let plain = Replayed::new(plain, HEAD_BYTES);
    Ok(Stream {
        head: plain.head.clone(),
        bytes: Box::new(BufReader::with_capacity(BUFFER_BYTES, plain)),
    })
}

/// Compressions that are undone.
enum Packing {
    None,
    Gzip,
    Zstd,
}

/// Knows a compression or archive by its first bytes.
fn packing(head: &[u8]) -> Result<Packing, Unopened> {
    match head {
        [0x1F, 0x8B, ..] => Ok(Packing::Gzip),
        [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Ok(Packing::Zstd),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..] => Err(Unopened::Unknown("bzip2")),
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Err(Unopened::Unknown("xz")),
        [b'P', b'K', 3, 4, ..] => Err(Unopened::Unknown("zip")),
        [0x04, 0x22, 0x4D, 0x18, ..] => Err(Unopened::Unknown("lz4")),
        _ => Ok(Packing::None),
    }
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

//! The compressions that are undone, known by their first bytes, and the bound on what comes out.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use super::Expansion;
use super::gzip::Gzip;
use super::stream::{Meter, Progress};

/// Largest zstd window, as a power of two: 128 MiB, what `zstd --long` writes.
const ZSTD_WINDOW_LOG: u32 = 27;

/// Memory that decoding xz may take; its largest preset wants 65 MiB.
const XZ_MEMORY_BYTES: u64 = 256 << 20;

/// A compression that is undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
    Bzip2,
    Xz,
    Lz4,
}

impl Packing {
    /// The compression of a stream that begins so, if any; else the name of a kind that is not read.
    pub(super) fn of(head: &[u8]) -> Result<Option<Self>, &'static str> {
        Ok(Some(match head {
            [0x1F, 0x8B, ..] => Self::Gzip,
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Self::Zstd,
            // The magic of a first block, or of the end of a stream that holds none.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, ..] => Self::Bzip2,
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Self::Xz,
            [0x04, 0x22, 0x4D, 0x18, ..] => Self::Lz4,
            [b'7', b'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => return Err("7z"),
            [b'R', b'a', b'r', b'!', 0x1A, 0x07, ..] => return Err("rar"),
            [0x1F, 0x9D, ..] => return Err("what compress(1) wrote"),
            _ => return Ok(None),
        }))
    }
}

/// Undoes a compression: every member, stream or frame, one behind the other.
pub(super) fn decoder<'a>(
    packing: Packing,
    packed: impl BufRead + 'a,
) -> io::Result<Box<dyn Read + 'a>> {
    Ok(match packing {
        Packing::Gzip => Box::new(Gzip::new(packed)),
        Packing::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(packed)?;
            decoder.window_log_max(ZSTD_WINDOW_LOG)?;
            Box::new(decoder)
        }
        Packing::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(packed)),
        Packing::Xz => {
            use liblzma::stream::{CONCATENATED, Stream};
            let stream = Stream::new_stream_decoder(XZ_MEMORY_BYTES, CONCATENATED)?;
            Box::new(liblzma::bufread::XzDecoder::new_stream(packed, stream))
        }
        Packing::Lz4 => Box::new(Lz4 {
            frames: lz4_flex::frame::FrameDecoder::new(packed),
        }),
    })
}

/// Frames of LZ4, one behind the other; the decoder stops after each.
struct Lz4<R: BufRead> {
    frames: lz4_flex::frame::FrameDecoder<R>,
}

impl<R: BufRead> Read for Lz4<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.frames.read(buffer)?;
            // A frame takes bytes even when it holds none, so this ends.
            if n > 0 || buffer.is_empty() || self.frames.get_mut().fill_buf()?.is_empty() {
                return Ok(n);
            }
        }
    }
}

/// Bytes that came out of one or more compressed streams, against those that went in.
#[derive(Clone)]
pub(super) struct Balance {
    out: Progress,
    meter: Meter,
    /// What of the source had been read before.
    before: u64,
}

impl Balance {
    /// Begins with nothing, `before` of the source having been read.
    pub(super) fn new(meter: &Meter, before: u64) -> Self {
        Self {
            out: Rc::new(Cell::new(0)),
            meter: meter.clone(),
            before,
        }
    }

    /// Fails once what came out is out of proportion to what went in.
    pub(super) fn check(&self) -> io::Result<()> {
        let Expansion { free_bytes, times } = self.meter.expansion;
        let out = self.out.get();
        let source = self.meter.source.get().saturating_sub(self.before);
        if out <= free_bytes || out <= source.saturating_mul(times) {
            return Ok(());
        }
        let message =
            format!("it unpacks to over {out} bytes from {source}, more than {times} to one");
        Err(io::Error::new(io::ErrorKind::FileTooLarge, message))
    }
}

/// Refuses what comes out of a compressed stream once it is out of proportion to what went in.
///
/// Memory is bounded without it, time is not: a few megabytes may stand for years of zeros.
pub(super) struct Guarded<R> {
    plain: R,
    balance: Balance,
}

impl<R: Read> Guarded<R> {
    /// Guards a stream of its own.
    pub(super) fn new(plain: R, meter: &Meter) -> Self {
        Self::sharing(plain, &Balance::new(meter, meter.source.get()))
    }

    /// Guards one of several streams that count together.
    pub(super) fn sharing(plain: R, balance: &Balance) -> Self {
        Self {
            plain,
            balance: balance.clone(),
        }
    }
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.balance.check()?;
        let n = self.plain.read(buffer)?;
        let out = &self.balance.out;
        out.set(out.get() + n as u64);
        Ok(n)
    }
}

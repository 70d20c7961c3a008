//! Tar: headers of every kind, long names, several archives one behind the other.
//!
//! The headers are read with the `tar` crate; the walk over them is done here, because that of the
//! crate holds names of any length in memory.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use tar::{EntryType, Header, PaxExtensions};

use super::{Event, MAX_NAME_BYTES, Verdict, judge};
use crate::ingest::stream::{Meter, Stream};

/// Bytes of a header, to whose multiple members are filled up.
const BLOCK: u64 = 512;

/// Longest extended header that is held.
const MAX_EXTENDED_BYTES: u64 = 1 << 20;

/// Whether a stream begins with a header.
pub(super) fn begins(head: &[u8]) -> bool {
    head.get(..512)
        .is_some_and(|block| is_header(Header::from_byte_slice(block)))
}

/// Whether the checksum is right, taken over unsigned bytes or, as old programs did, signed ones.
fn is_header(header: &Header) -> bool {
    let Ok(expected) = header.cksum() else {
        return false;
    };
    let bytes = header.as_bytes();
    let sum = |byte: fn(u8) -> i64| -> i64 {
        let blanked = |(at, b): (usize, &u8)| {
            if (148..156).contains(&at) {
                32
            } else {
                byte(*b)
            }
        };
        bytes.iter().enumerate().map(blanked).sum()
    };
    let expected = i64::from(expected);
    expected == sum(i64::from) || expected == sum(|b| i64::from(b.cast_signed()))
}

/// Hands out the members.
pub(super) fn visit(
    stream: Stream<'_>,
    meter: &Meter,
    see: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut blocks = Blocks {
        stream: stream.bytes,
        at: 0,
        left: 0,
        padding: 0,
        failed: false,
    };
    loop {
        match blocks.next_member() {
            Ok(None) => return ControlFlow::Continue(()),
            Ok(Some(member)) => blocks.show(member, meter, see)?,
            Err(error) => {
                let at = blocks.at;
                return see(Event::Broken { at, error });
            }
        }
    }
}

/// A header with all that came before it and belongs to it.
struct Member {
    name: String,
    kind: EntryType,
    sparse: bool,
}

/// The archive's bytes.
struct Blocks<'a> {
    stream: Box<dyn BufRead + 'a>,
    /// Bytes read so far.
    at: u64,
    /// Bytes of the member that were not read yet, and of the zeros that fill it up.
    left: u64,
    padding: u64,
    /// Whether reading failed: what would follow is not known to stand where it should.
    failed: bool,
}

impl Blocks<'_> {
    /// Goes over what is left of a member, then reads up to the end of the next header.
    fn next_member(&mut self) -> io::Result<Option<Member>> {
        let mut name = None;
        let mut size = None;
        let mut sparse = false;
        let mut ended = false;
        loop {
            self.pass_rest()?;
            let mut block = [0; BLOCK as usize];
            let filled = self.read_block(&mut block)?;
            if filled == 0 {
                return Ok(None);
            }
            if block.iter().all(|b| *b == 0) {
                ended = true;
                continue;
            }
            if filled < block.len() && !ended {
                return Err(cut_short());
            }
            let header = Header::from_byte_slice(&block);
            if !is_header(header) {
                // Behind the end programs leave what they like.
                let damaged = "a damaged header in the archive";
                return if ended {
                    Ok(None)
                } else {
                    Err(io::Error::other(damaged))
                };
            }
            self.set_size(header.entry_size()?);
            let kind = header.entry_type();
            if kind.is_gnu_longname() {
                let long = self.read_all(MAX_NAME_BYTES)?;
                let end = memchr::memchr(0, &long).unwrap_or(long.len());
                name = Some(String::from_utf8_lossy(&long[..end]).into_owned());
            } else if kind.is_pax_local_extensions() {
                let extended = self.read_all(MAX_EXTENDED_BYTES)?;
                for entry in PaxExtensions::new(&extended).flatten() {
                    match entry.key_bytes() {
                        b"path" => {
                            name = Some(String::from_utf8_lossy(entry.value_bytes()).into_owned());
                        }
                        b"size" => size = entry.value().ok().and_then(|n| n.parse().ok()),
                        key => sparse |= key.starts_with(b"GNU.sparse."),
                    }
                }
            } else if !kind.is_gnu_longlink() && !kind.is_pax_global_extensions() {
                if kind.is_gnu_sparse() {
                    self.pass_map_of_holes(header)?;
                }
                if let Some(size) = size {
                    self.set_size(size);
                }
                let of_header = || String::from_utf8_lossy(&header.path_bytes()).into_owned();
                return Ok(Some(Member {
                    name: name.unwrap_or_else(of_header),
                    kind,
                    sparse: sparse || kind.is_gnu_sparse(),
                }));
            }
        }
    }

    /// Hands out one member, unless it is nothing to read.
    fn show(
        &mut self,
        member: Member,
        meter: &Meter,
        see: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let Member { name, kind, sparse } = member;
        // Directories and the label of a volume.
        if kind.is_dir() || matches!(kind.as_byte(), b'D' | b'V') || name.ends_with('/') {
            return ControlFlow::Continue(());
        }
        let refused = match (judge(&name), kind) {
            (Verdict::PassOver, _) => return ControlFlow::Continue(()),
            (Verdict::Refuse(reason), _) => Some(reason),
            _ if sparse => Some("a member with holes"),
            (_, EntryType::Regular | EntryType::Continuous) => None,
            (_, EntryType::Symlink) => Some("a symbolic link in an archive"),
            (_, EntryType::Link) => Some("a hard link in an archive"),
            _ => Some("a member that is no file"),
        };
        match refused {
            Some(reason) => {
                let reason = reason.to_owned();
                see(Event::Refused { name, reason })
            }
            None => see(Event::File {
                name,
                bytes: Box::new(self),
                meter: meter.clone(),
            }),
        }
    }

    fn set_size(&mut self, size: u64) {
        self.left = size;
        self.padding = size.wrapping_neg() % BLOCK;
    }

    /// Goes over the blocks that tell where the holes of a member are.
    fn pass_map_of_holes(&mut self, header: &Header) -> io::Result<()> {
        let mut more = header.as_gnu().is_some_and(tar::GnuHeader::is_extended);
        let mut block = [0; BLOCK as usize];
        while more {
            if self.read_block(&mut block)? < block.len() {
                return Err(cut_short());
            }
            more = block[504] == 1;
        }
        Ok(())
    }

    /// The bytes of an extended header.
    fn read_all(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        let size = self.left;
        if size > limit {
            let message = format!("an extended header of {size} bytes");
            return Err(io::Error::other(message));
        }
        let mut bytes = Vec::new();
        self.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Goes over what is left of the member.
    fn pass_rest(&mut self) -> io::Result<()> {
        io::copy(self, &mut io::sink())?;
        let padding = std::mem::take(&mut self.padding);
        // A last member that is not filled up is whole all the same.
        self.at += io::copy(&mut (&mut self.stream).take(padding), &mut io::sink())?;
        Ok(())
    }

    /// Fills a block, except at the end of the stream.
    fn read_block(&mut self, block: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < block.len() && !self.failed {
            match self.stream.read(&mut block[filled..]) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.at += filled as u64;
        Ok(filled)
    }
}

fn cut_short() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the archive is cut")
}

/// Reads the member that is on.
impl Read for Blocks<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        if self.failed {
            return Err(cut_short());
        }
        let read = self.stream.read(&mut buffer[..most]);
        let interrupted = |e: &io::Error| e.kind() == io::ErrorKind::Interrupted;
        self.failed = match &read {
            Ok(n) => *n == 0,
            Err(error) => !interrupted(error),
        };
        let n = read?;
        if n == 0 {
            return Err(cut_short());
        }
        self.left -= n as u64;
        self.at += n as u64;
        Ok(n)
    }
}

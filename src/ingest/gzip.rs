//! Gzip of many members that goes on behind a damaged one.
//!
//! Web archives are a member a record, so that damage need cost no more than one. What a damaged
//! member gave before its fault is handed out, then an error for which [`goes_on`] holds, then the
//! next member that can be found.

use std::error::Error;
use std::fmt;
use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// Packed bytes that are looked at again behind a fault: a decoder that has lost its way runs on
/// over members that follow.
const LOOK_BACK_BYTES: usize = 256 * 1024;

/// Whether reading a stream goes on behind this error.
pub(super) fn goes_on(error: &io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|inner| inner.is::<DamagedMember>())
}

/// Whether the bytes just in front of this error are of the damaged member.
pub(super) fn taints(error: &io::Error) -> bool {
    let damaged = error.get_ref().and_then(|e| e.downcast_ref());
    damaged.is_some_and(|damaged: &DamagedMember| damaged.gave)
}

/// A member that is damaged or cut; behind it the search for the next one begins.
#[derive(Debug)]
struct DamagedMember {
    error: io::Error,
    /// Whether it gave any bytes.
    gave: bool,
}

impl fmt::Display for DamagedMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl Error for DamagedMember {}

/// The plain bytes of gzip members.
pub(super) struct Gzip<R: BufRead> {
    state: State<R>,
}

enum State<R: BufRead> {
    /// Between members.
    Between(Kept<R>),
    /// In a member, and whether it has given bytes.
    Member(Box<GzDecoder<Kept<R>>>, bool),
    /// At the end.
    Ended,
}

impl<R: BufRead> Gzip<R> {
    pub(super) fn new(packed: R) -> Self {
        let mut kept = Kept {
            rest: packed,
            replay: Vec::new(),
            at: 0,
            passed: Vec::new(),
        };
        kept.passed.reserve(4096);
        Self {
            state: State::Member(Box::new(GzDecoder::new(kept)), false),
        }
    }

    fn read_state(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Ok(0),
                State::Between(mut kept) => {
                    if kept.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    kept.passed.clear();
                    self.state = State::Member(Box::new(GzDecoder::new(kept)), false);
                }
                State::Member(mut member, gave) => match member.read(buffer) {
                    Ok(0) if !buffer.is_empty() => {
                        self.state = State::Between(member.into_inner());
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                        self.state = State::Member(member, gave);
                        return Err(error);
                    }
                    Err(error) if error.kind() == io::ErrorKind::FileTooLarge => return Err(error),
                    Err(error) => {
                        let mut kept = member.into_inner();
                        if kept.find_member()? {
                            self.state = State::Between(kept);
                        }
                        let damaged = DamagedMember { error, gave };
                        return Err(io::Error::new(damaged.error.kind(), damaged));
                    }
                    Ok(n) => {
                        self.state = State::Member(member, gave || n > 0);
                        return Ok(n);
                    }
                },
            }
        }
    }
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.read_state(buffer)
    }
}

/// Packed bytes, of which the last ones can be read again.
struct Kept<R> {
    rest: R,
    /// Bytes that are read once more before the rest, from `at`.
    replay: Vec<u8>,
    at: usize,
    /// The last bytes that were read of this member.
    passed: Vec<u8>,
}

impl<R: BufRead> Kept<R> {
    /// Goes to where the next member seems to begin: here, behind the damaged one's first byte, or
    /// further on. False if there is none.
    fn find_member(&mut self) -> io::Result<bool> {
        if starts_member(self.peek()?) {
            return Ok(true);
        }
        // Look again at what the damaged member took, but not at its own beginning.
        let again = self.passed.len().saturating_sub(1).min(LOOK_BACK_BYTES);
        let mut replay = self.passed.split_off(self.passed.len() - again);
        replay.extend_from_slice(&self.replay[self.at..]);
        (self.replay, self.at) = (replay, 0);
        self.passed.clear();
        loop {
            let chunk = self.fill_buf()?;
            if chunk.is_empty() {
                return Ok(false);
            }
            match memchr::memchr(0x1F, chunk) {
                None => {
                    let all = chunk.len();
                    self.pass(all);
                }
                Some(at) => {
                    self.pass(at);
                    if starts_member(self.peek()?) {
                        return Ok(true);
                    }
                    self.pass(1);
                }
            }
        }
    }

    /// Up to four bytes that come next.
    fn peek(&mut self) -> io::Result<&[u8]> {
        if self.replay.len() - self.at < 4 {
            self.replay.drain(..self.at);
            self.at = 0;
            let missing = 4 - self.replay.len();
            let mut rest = (&mut self.rest).take(missing as u64);
            rest.read_to_end(&mut self.replay)?;
        }
        let end = self.replay.len().min(self.at + 4);
        Ok(&self.replay[self.at..end])
    }

    /// Takes bytes without keeping them.
    fn pass(&mut self, n: usize) {
        if self.at < self.replay.len() {
            self.at += n;
        } else {
            self.rest.consume(n);
        }
    }
}

/// Whether these are the first bytes of a member: magic, deflate, no reserved flag.
fn starts_member(bytes: &[u8]) -> bool {
    matches!(bytes, [0x1F, 0x8B, 8, flags] if flags & 0xE0 == 0)
}

impl<R: BufRead> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let chunk = self.fill_buf()?;
        let n = chunk.len().min(buffer.len());
        buffer[..n].copy_from_slice(&chunk[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Kept<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.at < self.replay.len() {
            true => Ok(&self.replay[self.at..]),
            false => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, n: usize) {
        if n == 0 {
            return;
        }
        if self.passed.len() > 2 * LOOK_BACK_BYTES {
            let old = self.passed.len() - LOOK_BACK_BYTES;
            self.passed.drain(..old);
        }
        if self.at < self.replay.len() {
            let end = self.at + n;
            self.passed.extend_from_slice(&self.replay[self.at..end]);
            self.at = end;
        } else {
            if let Ok(chunk) = self.rest.fill_buf() {
                self.passed.extend_from_slice(&chunk[..n]);
            }
            self.rest.consume(n);
        }
    }
}

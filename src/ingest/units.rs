//! Text of two bytes a character beside text of one: the characters that cut a stream are ASCII in
//! both, so that one scan serves both.

use std::io::{BufRead, BufReader, Read, Result};

use serde::{Deserialize, Serialize};

/// How the characters of ASCII lie in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Unit {
    Byte,
    Utf16Le,
    Utf16Be,
}

impl Unit {
    /// Bytes of a unit.
    pub(super) fn width(self) -> usize {
        match self {
            Self::Byte => 1,
            Self::Utf16Le | Self::Utf16Be => 2,
        }
    }

    /// What the byte order mark in front says; `None` without one.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xFE, ..] => Some(Self::Utf16Le),
            [0xFE, 0xFF, ..] => Some(Self::Utf16Be),
            [0xEF, 0xBB, 0xBF, ..] => Some(Self::Byte),
            _ => None,
        }
    }

    /// One byte for each unit: ASCII as it is, a byte order mark as a blank, all else alike.
    pub(super) fn narrow(self, bytes: &[u8]) -> Vec<u8> {
        let mark = match self {
            Self::Byte => return bytes.to_vec(),
            Self::Utf16Le => [0xFF, 0xFE],
            Self::Utf16Be => [0xFE, 0xFF],
        };
        let (pairs, _) = bytes.as_chunks::<2>();
        let narrow = |pair: &[u8; 2]| match pair {
            _ if *pair == mark => b' ',
            _ => self.at(pair, 0).unwrap_or(0x80),
        };
        pairs.iter().map(narrow).collect()
    }

    /// The unit at a byte, anything beyond ASCII as one and the same.
    pub(super) fn at(self, bytes: &[u8], at: usize) -> Option<u8> {
        let pair = |high: usize, low: usize| match bytes.get(at + 1)? {
            _ if bytes[at + high] == 0 => Some(bytes[at + low]),
            _ => Some(0x80),
        };
        match self {
            Self::Byte => bytes.get(at).copied(),
            Self::Utf16Le => pair(1, 0),
            Self::Utf16Be => pair(0, 1),
        }
    }
}

/// A stream whose chunks hold whole units.
pub(super) fn in_whole_units(stream: &mut dyn BufRead) -> impl BufRead {
    BufReader::with_capacity(64 * 1024, Full(stream))
}

/// Fills every buffer to its end, as long as there is something.
struct Full<'a>(&'a mut dyn BufRead);

impl Read for Full<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.0.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(n) => filled += n,
                // What was read before the error is handed out first; it comes again.
                Err(_) if filled > 0 => break,
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

//! The bytes of a stream as markup sees them: one for each unit of its encoding.
//!
//! In most encodings the signs of markup are their ASCII bytes and nothing else is. UTF-16 takes two
//! bytes for each, and is narrowed here; what is not ASCII becomes one byte that means nothing.

/// A byte that no markup has.
const OTHER: u8 = 0xFF;

/// Narrows chunks of a stream.
#[derive(Default)]
pub(super) struct Units {
    encoding: Option<Encoding>,
    /// The first half of a unit whose second half is in the next chunk.
    half: Option<u8>,
    raw: Vec<u8>,
    ascii: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    /// The signs of markup are single bytes.
    Bytes,
    Utf16Le,
    Utf16Be,
}

impl Units {
    /// One for bytes that are not the start of their stream.
    pub(super) fn of_width(width: usize, bytes: &[u8]) -> Self {
        let encoding = match (width, bytes) {
            (1, _) => Encoding::Bytes,
            (_, [0, ..]) => Encoding::Utf16Be,
            _ => Encoding::Utf16Le,
        };
        Self {
            encoding: Some(encoding),
            ..Self::default()
        }
    }

    /// Bytes of a unit.
    pub(super) fn width(&self) -> usize {
        match self.encoding {
            None | Some(Encoding::Bytes) => 1,
            Some(Encoding::Utf16Le | Encoding::Utf16Be) => 2,
        }
    }

    /// The whole units up to the end of this chunk, raw and narrowed, and bytes of a unit.
    pub(super) fn read<'a>(&'a mut self, chunk: &'a [u8]) -> (&'a [u8], &'a [u8], usize) {
        let encoding = *self.encoding.get_or_insert(match chunk {
            [0xFF, 0xFE, ..] => Encoding::Utf16Le,
            [0xFE, 0xFF, ..] => Encoding::Utf16Be,
            _ => Encoding::Bytes,
        });
        if encoding == Encoding::Bytes {
            return (chunk, chunk, 1);
        }
        self.raw.clear();
        self.raw.extend(self.half.take());
        self.raw.extend_from_slice(chunk);
        if self.raw.len() % 2 == 1 {
            self.half = self.raw.pop();
        }
        let narrow = |unit: &[u8]| match (encoding, unit) {
            (Encoding::Utf16Le, [low, 0]) | (Encoding::Utf16Be, [0, low]) if *low < 0x80 => *low,
            _ => OTHER,
        };
        self.ascii.clear();
        self.ascii.extend(self.raw.chunks_exact(2).map(narrow));
        (&self.raw, &self.ascii, 2)
    }
}

//! What could not be read, with its place.

use std::fmt;

/// A record, or a whole file, that cannot become an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The file, as it was named or found; `-` for standard input.
    pub file: String,
    /// Which record of the file, from 1; 0 for the whole file.
    pub record: u64,
    /// First byte that is concerned, after decompression.
    pub byte: u64,
    /// Why, in words: lower case, no full stop.
    pub reason: String,
}

impl Rejection {
    /// A whole file that is not read.
    pub(crate) fn of_file(file: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            record: 0,
            byte: 0,
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if self.record > 0 {
            write!(f, "record {}, byte {}: ", self.record, self.byte)?;
        }
        f.write_str(&self.reason)
    }
}

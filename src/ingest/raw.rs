//! Reads a piece of a dump again, by the place that a record was given.

use std::cell::Cell;
use std::io::{Error, ErrorKind, Result};
use std::path::Path;
use std::rc::Rc;

use super::stream::{self, Meter, Stream, Unopened};
use super::{Expansion, STDIN, SourceFile, archive, gzip};

/// Reads `length` bytes from byte `offset` of a dump, after decompression.
///
/// The dump may be a member of an archive, named as its records were. Cost: the dump is read up to
/// there, and so is the archive.
///
/// # Errors
///
/// Those of opening and reading the file, and if it ends before that.
pub fn read_raw(dump: &str, offset: u64, length: u64) -> Result<Vec<u8>> {
    let (file, member) = split(dump);
    if file == STDIN {
        let message = "the article was read from standard input, which is not kept";
        return Err(Error::new(ErrorKind::Unsupported, message));
    }
    let meter = Meter {
        source: Rc::new(Cell::new(0)),
        expansion: Expansion::default(),
    };
    let file = SourceFile {
        path: file.into(),
        bytes: 0,
    };
    let stream = match stream::open(&file, &meter) {
        Ok(stream) => stream,
        Err(Unopened::Failed(error)) => return Err(error),
        Err(Unopened::Unknown(kind)) => {
            let message = format!("{kind} is not read");
            return Err(Error::new(ErrorKind::Unsupported, message));
        }
    };
    let mut found = None;
    let mut cut =
        |mut stream: Stream<'_>| found = Some(cut_out(&mut *stream.bytes, offset, length));
    match member {
        None => cut(stream),
        Some(member) => archive::find(stream, member, &meter, &mut cut),
    }
    match found {
        Some(Ok(bytes)) if bytes.len() as u64 == length => Ok(bytes),
        Some(Ok(_)) => {
            let message = format!("{dump} is shorter than when it was indexed");
            Err(Error::new(ErrorKind::UnexpectedEof, message))
        }
        Some(Err(error)) => Err(error),
        None => {
            let message = format!("{dump} is no longer in its archive");
            Err(Error::new(ErrorKind::NotFound, message))
        }
    }
}

/// The file of a dump, and the member of it if it is an archive.
pub(super) fn split(dump: &str) -> (&str, Option<&str>) {
    if Path::new(dump).exists() {
        return (dump, None);
    }
    let marks = memchr::memmem::find_iter(dump.as_bytes(), archive::MARK);
    let mut splits = marks.map(|at| (&dump[..at], Some(&dump[at + archive::MARK.len()..])));
    let is_file = |(file, _): &(&str, _)| *file == STDIN || Path::new(file).is_file();
    splits.find(is_file).unwrap_or((dump, None))
}

/// The bytes from there on, fewer if the stream ends; damage that the reading went on behind then
/// is passed over now.
fn cut_out(stream: &mut dyn std::io::BufRead, offset: u64, length: u64) -> Result<Vec<u8>> {
    let mut left = offset;
    let mut bytes = Vec::new();
    loop {
        let missing = length - bytes.len() as u64;
        if missing == 0 {
            return Ok(bytes);
        }
        let chunk = match stream.fill_buf() {
            Ok([]) => return Ok(bytes),
            Ok(chunk) => chunk,
            Err(error) if error.kind() == ErrorKind::Interrupted || gzip::goes_on(&error) => {
                continue;
            }
            Err(error) => return Err(error),
        };
        let passed = usize::try_from(left).unwrap_or(usize::MAX).min(chunk.len());
        let wanted = &chunk[passed..];
        let wanted = &wanted[..usize::try_from(missing)
            .unwrap_or(usize::MAX)
            .min(wanted.len())];
        bytes.extend_from_slice(wanted);
        left -= passed as u64;
        let used = passed + wanted.len();
        stream.consume(used);
    }
}

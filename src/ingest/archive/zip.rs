//! Zip: by its directory, so that a damaged member costs itself alone.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::rc::Rc;

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Event, MAX_NAME_BYTES, Verdict, judge};
use crate::ingest::stream::{Meter, Progress, Stream};
use crate::ingest::unpack::{Balance, Guarded};

/// Largest zip that is no file of its own and is kept as one while it is read.
const SPOOL_BYTES: u64 = 4 << 30;

/// Hands out the members.
pub(super) fn visit(
    stream: Stream<'_>,
    meter: &Meter,
    see: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let before = meter.source.get();
    let opened = match &stream.path {
        Some(path) => fs_err::File::open(path).map(|file| file.into_parts().0),
        None => spool(stream.bytes, SPOOL_BYTES),
    };
    let of_path = stream.path.is_some();
    let sized = opened.and_then(|file| Ok((file.metadata()?.len(), file)));
    let (size, file) = match sized {
        Ok(sized) => sized,
        Err(error) => return see(Event::Broken { at: 0, error }),
    };
    // What of a zip on disk was read is the sum of what its members took.
    let shown = of_path.then(|| {
        meter.source.set(0);
        (Rc::clone(&meter.source), size)
    });
    let read = Rc::new(Cell::new(0));
    let all = Balance::new(
        &match of_path {
            true => Meter {
                source: Rc::new(Cell::new(size)),
                expansion: meter.expansion,
            },
            false => meter.clone(),
        },
        if of_path { 0 } else { before },
    );
    let file = Counted {
        file,
        read: Rc::clone(&read),
        shown,
    };
    let flow = match ZipArchive::new(file) {
        Ok(mut archive) => {
            let meter = Meter {
                source: read,
                expansion: meter.expansion,
            };
            visit_all(&mut archive, &meter, &all, see)
        }
        Err(error) => see(Event::Broken {
            at: 0,
            error: io::Error::other(reason(&error)),
        }),
    };
    if of_path {
        meter.source.set(size);
    }
    flow
}

fn visit_all(
    archive: &mut ZipArchive<Counted>,
    meter: &Meter,
    all: &Balance,
    see: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for member in 0..archive.len() {
        if let Err(error) = all.check() {
            return see(Event::Broken { at: 0, error });
        }
        let name = match archive.name_for_index(member) {
            Some(Ok(name)) if name.len() as u64 <= MAX_NAME_BYTES => name.into_owned(),
            _ => format!("member {}", member + 1),
        };
        let file = match archive.by_index(member) {
            Ok(file) => file,
            Err(error) => {
                let reason = reason(&error);
                see(Event::Refused { name, reason })?;
                continue;
            }
        };
        if file.is_dir() {
            continue;
        }
        // Regular files have this kind, or none where the writer knew of no kinds.
        let kind = file.unix_mode().map_or(0, |mode| mode & 0o170_000);
        let refused = match judge(&name) {
            Verdict::PassOver => continue,
            Verdict::Refuse(reason) => Some(reason),
            Verdict::Read if file.is_symlink() => Some("a symbolic link in an archive"),
            Verdict::Read if !matches!(kind, 0 | 0o100_000) => Some("a member that is no file"),
            Verdict::Read => None,
        };
        match refused {
            Some(reason) => {
                let reason = reason.to_owned();
                see(Event::Refused { name, reason })?;
            }
            None => see(Event::File {
                name,
                bytes: Box::new(Guarded::sharing(Guarded::new(file, meter), all)),
                meter: meter.clone(),
            })?,
        }
    }
    ControlFlow::Continue(())
}

/// Keeps a stream as a file without a name.
fn spool(stream: impl Read, limit: u64) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    let kept = io::copy(&mut stream.take(limit + 1), &mut file)?;
    if kept > limit {
        let message = format!("a zip inside another stream has over {limit} bytes");
        return Err(io::Error::other(message));
    }
    file.flush()?;
    file.rewind()?;
    Ok(file)
}

/// Why an archive or a member is not read.
fn reason(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(what) if what.contains("assword") => {
            "an encrypted member".to_owned()
        }
        error => error.to_string(),
    }
}

/// A file that counts what is read of it.
struct Counted {
    file: File,
    read: Progress,
    /// Where the reading of a zip on disk is shown, up to its size.
    shown: Option<(Progress, u64)>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.read.set(self.read.get() + n as u64);
        if let Some((shown, size)) = &self.shown {
            shown.set((shown.get() + n as u64).min(*size));
        }
        Ok(n)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

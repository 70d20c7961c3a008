//! The files of an evaluation as text: read whole, with a bound, and refused by line.

use std::path::Path;

use crate::error::{Error, Result};

/// Bytes that a file of topics, judgements or a run may have.
const LARGEST: u64 = 1 << 30;

/// A file's text, without a byte order mark.
///
/// # Errors
/// [`Error::Io`]; [`Error::Argument`] for one over 1 GiB.
pub(super) fn text_of(path: &Path) -> Result<String> {
    let failed = |e| Error::io("cannot read", path, e);
    // The error names the file itself.
    if std::fs::metadata(path).map_err(failed)?.len() > LARGEST {
        return Err(Error::Argument {
            message: format!("{} is larger than 1 GiB", path.display()),
            help: None,
        });
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    // Old collections are in Latin-1; ids and numbers are ASCII in any of them.
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|e| e.into_bytes().iter().map(|&b| char::from(b)).collect());
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// A line that can't be read; `line` counts from 1.
pub(super) fn wrong(path: &Path, line: usize, why: impl std::fmt::Display) -> Error {
    Error::Argument {
        message: format!("{}:{line}: {why}", path.display()),
        help: Some("mend the line, or give another file".into()),
    }
}

/// Lines that say something, with their numbers from 1: no blank ones, none that begins with `#`.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate().map(|(n, line)| (n + 1, line));
    numbered.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
}

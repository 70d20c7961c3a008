//! Earlier queries: a file with one a line, the latest last.

use std::path::Path;

use crate::error::{Error, Result};

/// The queries of the file; none where there is no file.
///
/// # Errors
/// [`Error::Io`] if there is one that can't be read.
pub fn read_history(path: &Path) -> Result<Vec<String>> {
    match fs_err::read(path) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            Ok(lines.map(str::to_owned).collect())
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(e) => Err(Error::io("cannot read", path, e)),
    }
}

/// Adds a query to the file, which keeps the last `most`. An equal one before it is taken out. The
/// file is replaced in one step; what another process added a moment before is kept, since it is
/// read again first.
///
/// # Errors
/// [`Error::Io`].
pub fn remember(path: &Path, most: usize, query: &str) -> Result<()> {
    if most == 0 {
        return Ok(());
    }
    let mut lines = read_history(path)?;
    lines.retain(|line| line != query);
    lines.push(query.replace(['\n', '\r'], " "));
    let from = lines.len().saturating_sub(most);
    let text = lines[from..].join("\n") + "\n";
    super::replace_file(path, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_queries_are_kept_and_each_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("state").join("history");
        assert_eq!(read_history(&path).unwrap(), Vec::<String>::new());
        for query in ["ferry", "tunnel", "ferry", "two\nlines", "harbour"] {
            remember(&path, 3, query).unwrap();
        }
        assert_eq!(
            read_history(&path).unwrap(),
            ["ferry", "two lines", "harbour"]
        );
        remember(&path, 0, "gone").unwrap();
        assert_eq!(read_history(&path).unwrap().len(), 3);
    }
}

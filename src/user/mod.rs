//! The user's own files: saved queries, earlier queries. Whoever calls says where they are.

mod history;
mod saved;

use std::path::Path;

use crate::error::{Error, Result};

pub use history::{read_history, remember};
pub use saved::{check_saved_name, read_saved, save_query, write_saved};

/// Puts a file in place whole or not at all; makes its folder.
///
/// # Errors
/// [`Error::Io`].
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write;
    let failed = |e| Error::io("cannot write", path, e);
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    fs_err::create_dir_all(dir).map_err(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(dir).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    Ok(())
}

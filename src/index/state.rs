//! Which state an index is in, told by a small read, and the same index opened anew in another one.
//!
//! Nothing is written here and no lock is taken: a writer may be at work.

use std::path::Path;
use std::time::SystemTime;

use tantivy::Directory;
use tantivy::directory::error::OpenReadError;

use super::archive::{Archive, catch_up};
use super::families;
use super::manifest::Manifest;
use crate::error::{Error, Result};

/// A state of an index: equal ones have the same articles in the same segments, and the same families.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArchiveState {
    /// Hash of the list of segments.
    segments: u64,
    /// When the families were written, and their bytes; none where there are none.
    families: Option<(Option<SystemTime>, u64)>,
}

impl Archive {
    /// The state that the index is in now, whatever it was in when it was opened.
    ///
    /// Cost: one file of a few kilobytes is read, another one's size is asked for.
    ///
    /// # Errors
    /// [`Error::NoIndex`] and others of [`Manifest::read`] where the index is not there any more, [`Error::Engine`].
    pub fn state(&self) -> Result<ArchiveState> {
        let list = match self.index.directory().atomic_read(Path::new("meta.json")) {
            Ok(list) => list,
            Err(OpenReadError::FileDoesNotExist(_)) if self.is_on_disk() => {
                // What is there instead is told by who opens indexes.
                Manifest::read(&self.dir)?;
                return Err(Error::NoIndex {
                    dir: self.dir.clone(),
                });
            }
            Err(error) => return Err(tantivy::TantivyError::from(error).into()),
        };
        let families = match self.is_on_disk() {
            true => fs_err::metadata(self.dir.join(families::FILE)).ok(),
            false => None,
        };
        Ok(ArchiveState {
            segments: xxhash_rust::xxh3::xxh3_64(&list),
            families: families.map(|file| (file.modified().ok(), file.len())),
        })
    }

    /// The same index as it is now: what this one has opened is used again.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub fn reopened(&self) -> Result<Archive> {
        let mut archive = self.clone();
        if self.is_on_disk() {
            archive.manifest = Manifest::read(&self.dir)?;
        }
        catch_up(&archive.index, &mut archive.manifest)?;
        Ok(archive)
    }

    fn is_on_disk(&self) -> bool {
        !self.dir.as_os_str().is_empty()
    }
}

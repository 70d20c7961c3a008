//! How an index does, told from its folder without reading articles: for `dateline doctor`.
//!
//! Whether it is sound byte for byte is asked in `verify`.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::archive::Archive;
use super::families;
use super::manifest::{LOCK, Manifest, SEGMENTS, UNFINISHED};
use crate::error::{Error, Result};

/// How an index does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// Version of the form on disk.
    pub format_version: u32,
    /// Articles that can be found.
    pub articles: u64,
    /// Articles that were replaced or removed and wait for a merge.
    pub deleted: u64,
    /// Articles of each segment.
    pub segments: Vec<u64>,
    /// Files of the segments.
    pub files: u64,
    /// Bytes of the folder.
    pub bytes: u64,
    /// Articles that the manifest counts.
    pub manifest_articles: u64,
    /// Whether the manifest is of an earlier commit than the segments.
    pub manifest_behind: bool,
    /// What is known of copies of stories.
    pub families: FamiliesHealth,
    /// Why nothing can be written there, if so.
    pub unwritable: Option<String>,
    /// Who is writing: a process id, or nothing where it left none.
    pub writer: Option<String>,
}

/// What is known of copies of stories.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FamiliesHealth {
    /// They were never looked for.
    #[default]
    Absent,
    /// The file can't be read.
    Damaged,
    /// Their numbers, and whether they are of the last commit.
    Known {
        /// Families.
        families: usize,
        /// Articles in them.
        members: usize,
        /// Whether articles came or went since.
        is_older: bool,
    },
}

/// Looks at the index in `dir`.
///
/// A file is made and removed at once, to tell whether that is possible; the lock is tried for a
/// moment and given back. Cost: the table of families is read, 20 bytes a member.
///
/// # Errors
/// As [`Archive::open`].
pub fn health(dir: &Path) -> Result<Health> {
    let archive = Archive::open(dir)?;
    let written = Manifest::read(dir)?;
    let metas = archive.tantivy().load_metas()?;
    let (files, in_segments) = sizes(&dir.join(SEGMENTS))?;
    let (_, beside) = sizes(dir)?;
    let families = match archive.families() {
        Some(table) => FamiliesHealth::Known {
            families: table.families.len(),
            members: table.members.len(),
            is_older: table.commit != metas.opstamp,
        },
        None if dir.join(families::FILE).exists() => FamiliesHealth::Damaged,
        None => FamiliesHealth::Absent,
    };
    Ok(Health {
        format_version: written.format_version,
        articles: archive.manifest().articles,
        deleted: metas
            .segments
            .iter()
            .map(|s| u64::from(s.num_deleted_docs()))
            .sum(),
        segments: metas
            .segments
            .iter()
            .map(|s| u64::from(s.num_docs()))
            .collect(),
        files,
        bytes: in_segments + beside,
        manifest_articles: written.articles,
        manifest_behind: written.commit != metas.opstamp,
        families,
        unwritable: unwritable(dir),
        writer: writer(&dir.join(LOCK)),
    })
}

/// Files directly in a folder, and their bytes.
fn sizes(dir: &Path) -> Result<(u64, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs_err::read_dir(dir).map_err(|e| Error::io("cannot read", dir, e))? {
        // What a merge removes meanwhile is not there any more.
        let meta = entry.and_then(|entry| entry.metadata());
        if let Ok(meta) = meta
            && meta.is_file()
        {
            files += 1;
            bytes += meta.len();
        }
    }
    Ok((files, bytes))
}

/// Why no file can be made in a folder of an index. Only trying it tells: a disk may be read-only or full.
fn unwritable(dir: &Path) -> Option<String> {
    // Named so that the next writer removes it, should the program be killed just now.
    let tried = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(dir);
    tried.err().map(|error| error.to_string())
}

/// Who holds the writer's lock.
fn writer(path: &Path) -> Option<String> {
    let file = File::open(path).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {
            let id = fs_err::read_to_string(path).unwrap_or_default();
            Some(id.trim().to_owned())
        }
        // Given back as the file is closed.
        Ok(()) | Err(TryLockError::Error(_)) => None,
    }
}

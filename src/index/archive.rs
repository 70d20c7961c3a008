//! An index folder, opened for reading or for writing.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::MmapDirectory;
use tantivy::schema::Value;
use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings, TantivyDocument};

use super::checkpoint::{self, Checkpoints};
use super::manifest::{LOCK, Manifest, SEGMENTS, UNFINISHED};
use super::records::{self, Records};
use crate::analysis;
use crate::error::{Error, Result};
use crate::families::FamilyTable;
use crate::schema::{self, Fields};

/// An opened index. Cheap to clone handles from; holds no lock.
#[derive(Debug, Clone)]
pub struct Archive {
    pub(super) dir: PathBuf,
    pub(super) index: Index,
    pub(super) fields: Fields,
    pub(super) manifest: Manifest,
    /// Reads records; clones share it.
    pub(super) records: Arc<Records>,
    /// The families of an index in memory; one on disk has them in a file.
    pub(super) families: Option<Arc<FamilyTable>>,
}

impl Archive {
    /// Opens the index in `dir` for reading.
    ///
    /// # Errors
    /// As [`Manifest::read`], and [`Error::Engine`] if the segments can't be opened.
    pub fn open(dir: &Path) -> Result<Archive> {
        let mut manifest = Manifest::read(dir)?;
        let (_, fields) = schema::build();
        let segments = dir.join(SEGMENTS);
        let directory = MmapDirectory::open(&segments).map_err(tantivy::TantivyError::from)?;
        let index = Index::open(directory)?;
        analysis::register(index.tokenizers());
        catch_up(&index, &mut manifest)?;
        Ok(Archive {
            dir: dir.to_owned(),
            index,
            fields,
            manifest,
            records: Arc::new(Records::of(dir)),
            families: None,
        })
    }

    /// An empty index in memory, for tests and for embedding.
    pub fn in_memory() -> Archive {
        let (schema, fields) = schema::build();
        let index = Index::create_in_ram(schema);
        analysis::register(index.tokenizers());
        Archive {
            dir: PathBuf::new(),
            index,
            fields,
            manifest: Manifest::new(),
            records: Arc::default(),
            families: None,
        }
    }

    /// Folder of the index; empty for one in memory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Handles on its fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The record of a document of its store; an empty object for a document that has none.
    ///
    /// # Errors
    /// [`Error::DamagedRecords`] where the stored bytes are no record, [`Error::Io`] where the
    /// index's dictionary can't be read.
    pub fn record(&self, document: &TantivyDocument) -> Result<String> {
        match document
            .get_first(self.fields.record)
            .and_then(|v| v.as_bytes())
        {
            Some(stored) => self.records.unpack(stored),
            None => Ok("{}".to_owned()),
        }
    }

    /// The Tantivy index below.
    pub fn tantivy(&self) -> &Index {
        &self.index
    }
}

/// The right to write to an index: at most one process has it.
#[derive(Debug)]
pub struct WriteAccess {
    pub(super) archive: Archive,
    pub(super) checkpoints: Checkpoints,
    /// Unlocked when dropped, or by the system when the process ends.
    _lock: Option<File>,
}

impl WriteAccess {
    /// Opens the index in `dir` for writing; makes it, and the folder, if there is none.
    ///
    /// With `fresh`, an index that is there is emptied first, whatever version it has; a folder
    /// that holds anything else is never touched.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::ForeignFolder`], [`Error::Mismatch`], [`Error::Io`] ...
    pub fn open(dir: &Path, fresh: bool) -> Result<WriteAccess> {
        if let Err(error @ Error::ForeignFolder { .. }) = Manifest::read(dir) {
            return Err(error);
        }
        fs_err::create_dir_all(dir).map_err(|e| Error::io("cannot make", dir, e))?;
        let lock = lock(dir)?;
        sweep(dir);
        let mut archive = match Archive::open(dir) {
            Ok(archive) if !fresh => archive,
            Err(error) if !fresh && !matches!(error, Error::NoIndex { .. }) => return Err(error),
            _ => create(dir)?,
        };
        collect_garbage(&mut archive.index)?;
        Ok(WriteAccess {
            checkpoints: archive.checkpoints(),
            archive,
            _lock: Some(lock),
        })
    }

    /// Write access to an index in memory.
    pub fn in_memory() -> WriteAccess {
        WriteAccess {
            archive: Archive::in_memory(),
            checkpoints: Checkpoints::default(),
            _lock: None,
        }
    }

    /// The index, as of the last commit through this access.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }
}

/// Makes an empty index in `dir`; what an earlier one left is removed first.
fn create(dir: &Path) -> Result<Archive> {
    let segments = dir.join(SEGMENTS);
    let manifest_file = dir.join(super::manifest::FILE);
    let tolerate_absent = |result: std::io::Result<()>, path: &Path| match result {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io("cannot remove", path, e))
        }
        _ => Ok(()),
    };
    // The checkpoints first: they must never speak of articles that are not there.
    for file in [dir.join(checkpoint::FILE), manifest_file] {
        tolerate_absent(fs_err::remove_file(&file), &file)?;
    }
    tolerate_absent(fs_err::remove_dir_all(&segments), &segments)?;
    let others = [
        super::families::FILE,
        super::families::UNFINISHED,
        records::FILE,
    ];
    for name in others {
        let path = dir.join(name);
        tolerate_absent(fs_err::remove_file(&path), &path)?;
    }
    fs_err::create_dir(&segments).map_err(|e| Error::io("cannot make", &segments, e))?;
    let (schema, fields) = schema::build();
    let directory = MmapDirectory::open(&segments).map_err(tantivy::TantivyError::from)?;
    let index = Index::builder()
        .schema(schema)
        .settings(settings())
        .open_or_create(directory)?;
    analysis::register(index.tokenizers());
    let manifest = Manifest::new();
    manifest.write(dir)?;
    Ok(Archive {
        dir: dir.to_owned(),
        index,
        fields,
        manifest,
        records: Arc::new(Records::of(dir)),
        families: None,
    })
}

/// Store settings: small blocks as they are, since each record is compressed for itself (see
/// `records`); a block is copied to fetch one record of it.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_blocksize: 8_192,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// A process killed between Tantivy's commit and the manifest leaves the manifest one commit
/// behind. The commit carries the same manifest as its payload, so it is taken from there. The
/// number of articles is always the segments' own.
pub(super) fn catch_up(index: &Index, manifest: &mut Manifest) -> Result<()> {
    let meta = index.load_metas()?;
    if meta.opstamp != manifest.commit {
        if let Some(newer) = meta
            .payload
            .as_deref()
            .and_then(|p| serde_json::from_str(p).ok())
        {
            *manifest = newer;
        }
        manifest.commit = meta.opstamp;
    }
    manifest.articles = meta.segments.iter().map(|s| u64::from(s.num_docs())).sum();
    Ok(())
}

/// Removes segments that no commit has: those that a killed run or a full disk cut. Tantivy does so
/// after the next commit only, for which a full disk has no room.
fn collect_garbage(index: &mut Index) -> Result<()> {
    let mut living = index.load_metas()?.list_segment_files();
    living.insert(PathBuf::from("meta.json"));
    if let Err(error) = index.directory_mut().garbage_collect(|| living) {
        tracing::debug!(%error, "what is not used stays");
    }
    Ok(())
}

/// Removes what a killed run left half written; nobody else writes while the lock is held. What
/// can't be removed stays, and `verify` names it.
fn sweep(dir: &Path) {
    for (dir, start) in [(dir.to_owned(), UNFINISHED), (dir.join(SEGMENTS), ".tmp")] {
        let entries = fs_err::read_dir(dir).into_iter().flatten().flatten();
        for entry in entries.filter(|e| e.file_name().to_string_lossy().starts_with(start)) {
            if let Err(error) = fs_err::remove_file(entry.path()) {
                tracing::debug!(%error, "it stays");
            }
        }
    }
}

/// Takes the writer's lock and notes who has it.
fn lock(dir: &Path) -> Result<File> {
    let path = dir.join(LOCK);
    let mut file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&path)
        .map_err(|e| Error::io("cannot write", &path, e))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            let known = file.read_to_string(&mut pid).is_ok() && !pid.trim().is_empty();
            let by = known.then(|| format!(" (process {})", pid.trim()));
            return Err(Error::Locked {
                dir: dir.to_owned(),
                by,
            });
        }
        Err(TryLockError::Error(e)) => return Err(Error::io("cannot lock", &path, e)),
    }
    let note = || -> std::io::Result<()> {
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{}", std::process::id())
    };
    let mut note = note;
    // The lock is held either way; on a full disk there may be no room for its holder's name.
    if let Err(error) = note() {
        tracing::debug!(%error, "the lock has no name");
    }
    Ok(file)
}

//! What an index knows of the files that it was made from, and whether a file is as it was.
//!
//! The one rule for that, for `index` and for the cache of `search --in`. A checkpoint is written
//! after the commit that holds all its records, never before: what it says was read is there.

use std::collections::{BTreeMap, HashSet};
use std::fs::Metadata;
use std::io::{BufRead, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::Result;
use crate::ingest::{Resume, SourceFile};

/// File name of the checkpoints inside the index folder: beside the manifest, which every search
/// reads and which stays small so.
pub(super) const FILE: &str = "checkpoints.jsonl";

/// Bytes at either end of a file that are looked at.
const EDGE_BYTES: u64 = 64 << 10;

/// A file changed so shortly before it was read may change again without a new time.
const CLOCK_STEP: Duration = Duration::from_secs(2);

/// How far a file was read, and what it was like then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The file when reading it began.
    #[serde(flatten)]
    pub(super) state: FileState,
    /// Whether it was read to its end.
    pub(super) complete: bool,
    /// Where to read on; only for a file of lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) resume: Option<Resume>,
    /// Whether the record at that place is in the index: it was the last one, maybe not whole.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) repeats: bool,
    /// Its records that were skipped or rejected.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) rejected: u64,
    /// Hash of the options that it was read with.
    pub(super) options: u64,
    /// Version of the program that read it, where records were rejected: another may read them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) program: String,
}

/// What identifies the content of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileState {
    /// Size.
    bytes: u64,
    /// Last change, nanoseconds since 1970.
    modified: u64,
    /// When it was looked at, likewise.
    seen: u64,
    /// Device and inode, where there are such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inode: Option<(u64, u64)>,
    /// Hash of the first 64 KiB.
    head: u64,
    /// Hash of the last 64 KiB.
    tail: u64,
}

/// What a file is to its checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// As it was, and read to its end.
    Same,
    /// Its beginning is as it was; the rest of it is to be read from here.
    From(Resume),
    /// Another one.
    Other,
}

impl FileState {
    /// The state of a regular file; none for anything else, and for what can't be read.
    pub(super) fn of(path: &Path) -> Option<FileState> {
        let found = fs_err::metadata(path).ok().filter(Metadata::is_file)?;
        let seen = nanoseconds(SystemTime::now());
        let (head, tail) = edges(path, found.len()).ok()?;
        Some(FileState {
            bytes: found.len(),
            modified: modified(&found),
            seen,
            inode: inode(&found),
            head,
            tail,
        })
    }

    /// Whether the file's time and place say that it was not written to since.
    fn is_untouched(&self, found: &Metadata) -> bool {
        let old = Duration::from_nanos(self.seen.saturating_sub(self.modified));
        found.len() == self.bytes
            && modified(found) == self.modified
            && inode(found) == self.inode
            && old >= CLOCK_STEP
    }

    /// Whether the file still has its old beginning, and its old end at the old place.
    fn has_edges(&self, path: &Path) -> bool {
        edges(path, self.bytes).is_ok_and(|edges| edges == (self.head, self.tail))
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }
}

impl Checkpoint {
    /// Whether the file is as it was, or can be read on, with these options.
    ///
    /// Cost: a look at its metadata where it is plainly untouched, else 128 KiB of it.
    pub(super) fn standing(&self, path: &Path, options: u64) -> Standing {
        let other_program = !self.program.is_empty() && self.program != PROGRAM;
        if self.options != options || other_program {
            return Standing::Other;
        }
        let Some(found) = fs_err::metadata(path).ok().filter(Metadata::is_file) else {
            return Standing::Other;
        };
        let state = &self.state;
        let on = || self.resume.map_or(Standing::Other, Standing::From);
        let untouched = state.is_untouched(&found);
        if untouched || found.len() >= state.bytes && state.has_edges(path) {
            // Of a longer file the middle was not looked at: its time must vouch for it.
            let whole = state.bytes <= 2 * EDGE_BYTES || modified(&found) == state.modified;
            return match found.len() == state.bytes {
                true if !whole => Standing::Other,
                true if self.complete => Standing::Same,
                _ => on(),
            };
        }
        Standing::Other
    }
}

/// The program's version.
pub(super) const PROGRAM: &str = env!("CARGO_PKG_VERSION");

fn is_zero(n: &u64) -> bool {
    *n == 0
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

fn modified(found: &Metadata) -> u64 {
    found.modified().map_or(0, nanoseconds)
}

#[cfg(unix)]
fn inode(found: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> Option<(u64, u64)> {
    None
}

/// Hashes of the first and of the last 64 KiB of the first `bytes` of a file.
fn edges(path: &Path, bytes: u64) -> std::io::Result<(u64, u64)> {
    let (mut file, _) = fs_err::File::open(path)?.into_parts();
    let length = bytes.min(EDGE_BYTES);
    let mut buffer = vec![0; length as usize];
    file.read_exact(&mut buffer)?;
    let head = xxh3_64(&buffer);
    if bytes <= EDGE_BYTES {
        return Ok((head, head));
    }
    file.seek(SeekFrom::Start(bytes - length))?;
    file.read_exact(&mut buffer)?;
    Ok((head, xxh3_64(&buffer)))
}

/// The checkpoints of an index, by the full name of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Checkpoints {
    /// Whether an id was met in more than one file: then a file that is read again may bring back
    /// what a later one had replaced, and they are all read again.
    pub(super) shared_ids: bool,
    pub(super) files: BTreeMap<String, Checkpoint>,
}

/// First line of the file.
#[derive(Serialize, Deserialize)]
struct Header {
    version: u32,
    /// Tantivy's stamp of the commit that holds all of it.
    commit: u64,
    #[serde(default)]
    shared_ids: bool,
}

/// Version of the form of the file; of another form nothing is taken.
const VERSION: u32 = 1;

/// One of the other lines.
#[derive(Serialize, Deserialize)]
struct Line {
    file: String,
    #[serde(flatten)]
    checkpoint: Checkpoint,
}

impl Checkpoints {
    /// The checkpoints of the index in `dir`, whose last commit is `commit`.
    ///
    /// What is missing, damaged or from a later commit than the segments is no error: without a
    /// checkpoint a file is read again, and its articles are found unchanged.
    pub(super) fn read(dir: &Path, commit: u64) -> Checkpoints {
        let path = dir.join(FILE);
        let Ok(file) = fs_err::File::open(&path) else {
            return Checkpoints::default();
        };
        let mut lines = std::io::BufReader::new(file).lines();
        let header = lines.next().and_then(std::result::Result::ok);
        let header = header.and_then(|line| serde_json::from_str::<Header>(&line).ok());
        let Some(header) = header.filter(|h| h.version == VERSION && h.commit <= commit) else {
            tracing::warn!(path = %path.display(), "not usable: every file is read again");
            return Checkpoints::default();
        };
        let parse = |line: String| serde_json::from_str::<Line>(&line).ok();
        Checkpoints {
            shared_ids: header.shared_ids,
            files: lines
                .map_while(std::result::Result::ok)
                .filter_map(parse)
                .map(|line| (line.file, line.checkpoint))
                .collect(),
        }
    }

    /// Replaces the checkpoints in `dir` in one step.
    pub(super) fn write(&self, dir: &Path, commit: u64) -> Result<()> {
        super::manifest::replace(dir, FILE, |file| {
            let mut out = std::io::BufWriter::new(file);
            let header = Header {
                version: VERSION,
                commit,
                shared_ids: self.shared_ids,
            };
            serde_json::to_writer(&mut out, &header)?;
            for (file, checkpoint) in &self.files {
                let line = Line {
                    file: file.clone(),
                    checkpoint: checkpoint.clone(),
                };
                out.write_all(b"\n")?;
                serde_json::to_writer(&mut out, &line)?;
            }
            out.write_all(b"\n")?;
            out.flush()
        })
    }

    /// Files that were read once from one of `paths` or below it, and are not there any more.
    ///
    /// A folder that is gone as a whole, as one on a disk that is not mounted, is passed over.
    pub fn vanished(&self, paths: &[PathBuf], files: &[SourceFile]) -> Vec<String> {
        let present: HashSet<String> = files.iter().map(SourceFile::full_name).collect();
        let roots: Vec<PathBuf> = paths
            .iter()
            .filter_map(|path| std::path::absolute(path).ok())
            .collect();
        let under = |name: &Path| {
            let mut roots = roots.iter().filter(|root| name.starts_with(root));
            roots.any(|root| root.is_dir() || root == name)
        };
        let is_gone = |name: &&String| {
            let path = Path::new(name.as_str());
            !present.contains(*name) && under(path) && fs_err::symlink_metadata(path).is_err()
        };
        self.files.keys().filter(is_gone).cloned().collect()
    }

    /// Full names of the files, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Whether an id was met in more than one file.
    pub fn has_shared_ids(&self) -> bool {
        self.shared_ids
    }
}

impl super::archive::Archive {
    /// What is known of the files that it was made from. Read when asked for: no search needs it.
    pub fn checkpoints(&self) -> Checkpoints {
        match self.dir.as_os_str().is_empty() {
            true => Checkpoints::default(),
            false => Checkpoints::read(&self.dir, self.manifest.commit),
        }
    }
}

impl super::archive::WriteAccess {
    /// What is known of the files that the index was made from.
    pub fn checkpoints(&self) -> &Checkpoints {
        &self.checkpoints
    }

    /// Writes the checkpoints; an index in memory keeps them in memory.
    pub(super) fn write_checkpoints(&self) -> Result<()> {
        let dir = &self.archive.dir;
        match dir.as_os_str().is_empty() {
            true => Ok(()),
            false => self.checkpoints.write(dir, self.archive.manifest.commit),
        }
    }

    /// Forgets how far these files were read, so that they are read again.
    ///
    /// # Errors
    /// `Error::Io`.
    pub fn forget_checkpoints(&mut self, names: &[String]) -> Result<()> {
        let before = self.checkpoints.files.len();
        for name in names {
            self.checkpoints.files.remove(name);
        }
        match self.checkpoints.files.len() == before {
            true => Ok(()),
            false => self.write_checkpoints(),
        }
    }
}

#[cfg(test)]
#[path = "checkpoint_tests.rs"]
mod tests;

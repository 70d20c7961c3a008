//! The library's error: what went wrong, where, and the command that mends it.

use std::path::{Path, PathBuf};

/// Result of this crate's calls.
pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong. Messages are lower case and name the place; [`Error::help`] is the remedy.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no index where one was looked for.
    #[error("no index in {}", dir.display())]
    NoIndex {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder holds something else.
    #[error("{} is not a dateline index: it holds {found}", dir.display())]
    ForeignFolder {
        /// The folder.
        dir: PathBuf,
        /// One thing that was found in it.
        found: String,
    },
    /// The manifest can't be read.
    #[error("the manifest of the index in {} is damaged: {reason}", dir.display())]
    DamagedManifest {
        /// The folder.
        dir: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Records of articles can't be unpacked.
    #[error("the records of the index in {} can't be read: {reason}", dir.display())]
    DamagedRecords {
        /// The folder.
        dir: PathBuf,
        /// What is wrong with them, or with the file that they were packed with.
        reason: String,
    },
    /// The index was made by a program with another format, schema or analysis.
    #[error("the index in {} has {what} {found}, this program has {expected}", dir.display())]
    Mismatch {
        /// The folder.
        dir: PathBuf,
        /// Which of format version, schema, analysis.
        what: &'static str,
        /// What the index has.
        found: String,
        /// What the program has.
        expected: String,
    },
    /// Another process is writing.
    #[error("another process is writing to the index in {}{}", dir.display(), by.as_deref().unwrap_or(""))]
    Locked {
        /// The folder.
        dir: PathBuf,
        /// Who, as far as is known: ` (process 4711)`.
        by: Option<String>,
    },
    /// A file or folder can't be read or written.
    #[error("{action} {}: {source}", path.display())]
    Io {
        /// What was tried, in words: `cannot write`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// The index engine failed.
    #[error("the index engine failed: {0}")]
    Engine(#[from] tantivy::TantivyError),
    /// A query has an operator that can't be read.
    #[error("{message}")]
    Query {
        /// What is wrong.
        message: String,
        /// First byte of the wrong part in the query.
        start: usize,
        /// Byte after the wrong part.
        end: usize,
        /// The query with a line of carets under the wrong part.
        shown: String,
        /// The form that would work.
        help: Option<String>,
    },
    /// An argument has a value that can't be used.
    #[error("{message}")]
    Argument {
        /// What is wrong.
        message: String,
        /// The form that would work.
        help: Option<String>,
    },
    /// Who asked does not want the answer any more, see [`Stop`](crate::search::Stop).
    #[error("the search was stopped")]
    Stopped,
    /// There is no article with this id.
    #[error("no article with the id `{id}`")]
    NoArticle {
        /// The id.
        id: String,
    },
}

impl Error {
    /// An I/O error with what was tried and where.
    pub fn io(action: &'static str, path: &Path, source: std::io::Error) -> Error {
        Error::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }

    /// The command or form that mends it, if there is one.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Error::NoIndex { dir } => {
                format!("make one: dateline index PATH... --index {}", dir.display())
            }
            Error::ForeignFolder { .. } => {
                "choose another folder: dateline index PATH... --index DIR".to_owned()
            }
            Error::DamagedManifest { dir, .. } | Error::Mismatch { dir, .. } => format!(
                "make it anew from the dumps: dateline index PATH... --fresh --index {}",
                dir.display()
            ),
            Error::DamagedRecords { dir, .. } => format!(
                "put back the file from a copy of the index, or make it anew from the dumps: \
                 dateline index PATH... --fresh --index {}",
                dir.display()
            ),
            Error::Locked { .. } => "wait until it has finished, or stop it".to_owned(),
            Error::NoArticle { .. } => "list ids: dateline search QUERY --format ids".to_owned(),
            Error::Io { source, .. } => return io_help(source),
            Error::Engine(tantivy::TantivyError::IoError(source)) => return io_help(source),
            Error::Query { help, .. } | Error::Argument { help, .. } => return help.clone(),
            Error::Engine(_) | Error::Stopped => return None,
        })
    }
}

fn io_help(error: &std::io::Error) -> Option<String> {
    use std::io::ErrorKind;
    Some(match error.kind() {
        ErrorKind::StorageFull => {
            "the disk is full: free space and run the same command again; what was committed stays"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "choose a folder that can be written: --index DIR"
        }
        _ => return None,
    }
    .to_owned())
}

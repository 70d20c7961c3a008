//! Queries on files that are not in memory, as after a start of the machine: before each one the
//! system is asked to drop the pages of the index's files, and the index is opened anew.
//!
//! The advice is a wish: pages that another process has mapped stay, and what lies below the system
//! (a disk's own memory, the host of a virtual machine) is not reached. What is read from disks
//! meanwhile is therefore counted, where the system tells it.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::answers::seen;
use super::load::{Target, Turn};
use super::machine::bytes_read;
use super::record::Seen;
use super::report::Cold;
use crate::error::{Error, Result};
use crate::index::Archive;
use crate::search::{Request, Response, Searcher};

/// Before what pages are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Each query.
    Query,
    /// Each pass over the set.
    Pass,
}

impl Before {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Before::Query => "query",
            Before::Pass => "pass",
        }
    }
}

/// An index that is opened anew again and again; for one thread.
pub(super) struct ColdAnswers<'a> {
    dir: PathBuf,
    requests: &'a [Request],
    before: Before,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    searcher: Option<Searcher>,
    pass: Option<u32>,
    opened: u32,
    opening: Duration,
    /// Bytes read from disks when the first pages were dropped.
    read: Option<u64>,
    files: usize,
    bytes: u64,
    refused: Option<String>,
}

impl<'a> ColdAnswers<'a> {
    /// Answers from the index in `dir`, which nobody else may have open.
    pub(super) fn new(dir: &Path, requests: &'a [Request], before: Before) -> ColdAnswers<'a> {
        ColdAnswers {
            dir: dir.to_owned(),
            requests,
            before,
            state: Mutex::default(),
        }
    }

    /// What is known of the page cache in the run so far.
    pub(super) fn report(&self) -> Cold {
        let Ok(state) = self.state.lock() else {
            return Cold::default();
        };
        let opened = f64::from(state.opened.max(1));
        let read = bytes_read().zip(state.read);
        Cold {
            before: self.before.name().to_owned(),
            accepted: state.opened > 0 && state.refused.is_none(),
            refused: state.refused.clone(),
            files: state.files,
            bytes: state.bytes,
            open_us: (state.opening.as_secs_f64() * 1e9 / opened).round() / 1e3,
            read_bytes: read.map(|(now, then)| (now.saturating_sub(then) as f64 / opened).round()),
        }
    }
}

impl State {
    fn reopen(&mut self, dir: &Path) -> Result<()> {
        // What is mapped can't be dropped.
        self.searcher = None;
        let dropped = drop_pages(dir)?;
        (self.files, self.bytes) = (dropped.files, dropped.bytes);
        self.refused = self.refused.take().or(dropped.refused);
        if self.opened == 0 {
            self.read = bytes_read();
        }
        let began = Instant::now();
        self.searcher = Some(Searcher::open(&Archive::open(dir)?)?);
        self.opening += began.elapsed();
        self.opened += 1;
        Ok(())
    }
}

impl Target for ColdAnswers<'_> {
    type Reply = Response;

    fn prepare(&self, turn: &Turn) -> Result<()> {
        let Ok(mut state) = self.state.lock() else {
            return Ok(());
        };
        let same = self.before == Before::Pass && state.pass == Some(turn.pass);
        state.pass = Some(turn.pass);
        match same {
            true => Ok(()),
            false => state.reopen(&self.dir),
        }
    }

    fn ask(&self, query: usize) -> Result<Response> {
        let state = self.state.lock();
        match state.as_ref().ok().and_then(|s| s.searcher.as_ref()) {
            Some(searcher) => searcher.search(&self.requests[query]),
            None => Err(Error::Stopped),
        }
    }

    fn look(&self, reply: &Response) -> Seen {
        seen(reply)
    }
}

/// What became of the wish to drop a folder's pages.
struct Dropped {
    files: usize,
    bytes: u64,
    refused: Option<String>,
}

/// Asks the system to drop the pages of all files below an index's folder. What was written and is
/// not on the disk yet is written first.
fn drop_pages(dir: &Path) -> Result<Dropped> {
    let mut out = Dropped {
        files: 0,
        bytes: 0,
        refused: None,
    };
    let failed = |path: &Path, e| Error::io("cannot read", path, e);
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|e| failed(&folder, e))? {
            let path = entry.map_err(|e| failed(&folder, e))?.path();
            let about = std::fs::metadata(&path).map_err(|e| failed(&path, e))?;
            if about.is_dir() {
                folders.push(path);
                continue;
            }
            let file = std::fs::File::open(&path).map_err(|e| failed(&path, e))?;
            out.files += 1;
            out.bytes += about.len();
            if let Err(reason) = drop_file(&file) {
                out.refused.get_or_insert(reason);
            }
        }
    }
    Ok(out)
}

#[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
fn drop_file(file: &std::fs::File) -> std::result::Result<(), String> {
    let _ = file.sync_data();
    rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed)
        .map_err(|e| format!("posix_fadvise: {e}"))
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "freebsd")))]
fn drop_file(_: &std::fs::File) -> std::result::Result<(), String> {
    Err("this system has no call to drop the pages of a file".to_owned())
}

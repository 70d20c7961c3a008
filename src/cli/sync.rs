//! The cache behind `--in`: an index kept in step with files, only what changed read again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, UNIX_EPOCH};

use super::index::{Rejects, watched};
use super::{plan, stoppable};
use crate::error::{Error, Result};
use crate::index::{Archive, DumpState, IndexOptions, Manifest, WriteAccess, index_sources};
use crate::ingest::{Rejection, STDIN, SourceFile, walk};
use crate::output::print_note;

/// No file's name: stands among the dumps of a cache once an id was met in more than one file.
const SHARED_IDS: &str = "";

/// The index of `paths`, brought up to date. An article whose file is gone is gone too.
///
/// # Errors
/// Those of indexing, an argument error if there is nothing to read, and [`Interrupted`].
pub(super) fn synchronised(paths: &[PathBuf], quiet: bool) -> anyhow::Result<Archive> {
    let (files, unreadable) = walk(paths);
    if files.is_empty() {
        let named: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        let reason = unreadable
            .first()
            .map(|r| format!(": {}", r.reason))
            .unwrap_or_default();
        return Err(Error::Argument {
            message: format!("no file to read in {}{reason}", named.join(", ")),
            help: Some("give --in files or folders of .txt, .json, .jsonl".into()),
        }
        .into());
    }
    let dir = plan::cache_dir()?.join(cache_name(paths));
    let states = states(&files)?;
    // Another version's cache is made anew: it holds nothing that the files don't.
    let fresh = matches!(
        Manifest::read(&dir),
        Err(Error::Mismatch { .. } | Error::DamagedManifest { .. })
    );
    let without_mark = |archive: &Archive| {
        let mut dumps = archive.manifest().dumps.clone();
        let mark = dumps.remove(SHARED_IDS);
        (dumps, mark)
    };
    if !fresh
        && let Ok(archive) = Archive::open(&dir)
        && without_mark(&archive).0 == states
    {
        return Ok(archive);
    }
    let mut access = match patient_access(&dir, fresh, &states)? {
        Access::Write(access) => *access,
        Access::Done(archive) => return Ok(*archive),
    };
    let (known, mark) = without_mark(access.archive());
    let stale: Vec<String> = known
        .iter()
        .filter(|(dump, state)| states.get(*dump) != Some(state))
        .map(|(dump, _)| dump.clone())
        .collect();
    access.forget_dumps(&stale)?;
    // An article that went with its file may stand in another one too, which is read again then.
    let all_again = mark.is_some() && !stale.is_empty();
    let is_same = |f: &SourceFile| states.get(&f.full_name()) == known.get(&f.full_name());
    let changed: Vec<SourceFile> = files
        .into_iter()
        .filter(|f| all_again || !is_same(f))
        .collect();
    access.note_dumps(under_way(&known, mark.as_ref(), &states))?;
    let progress = stoppable();
    let mut rejects = Rejects::open(None)?;
    for rejection in unreadable.iter().filter(|_| !quiet) {
        rejects.take(rejection, false)?;
    }
    let options = IndexOptions::default();
    let summary = watched(&progress, &changed, quiet, |progress| {
        let mut take = |r: &Rejection, skipped: bool| match quiet {
            true => Ok(()),
            false => rejects.take(r, skipped),
        };
        index_sources(&mut access, &changed, &options, progress, &mut take)
    })?;
    rejects.finish()?;
    if summary.interrupted {
        return Err(Interrupted.into());
    }
    // What was forgotten before can't be met again but in another file.
    let met_twice = !all_again && summary.updated + summary.unchanged > 0;
    let mark = mark.or_else(|| met_twice.then(|| mark_of("an id is in several files")));
    let marked = mark.map(|mark| (SHARED_IDS.to_owned(), mark));
    access.note_dumps(states.into_iter().chain(marked).collect())?;
    if !quiet {
        print_note(&format!(
            "indexed {} articles in {:.1} s; cached in {}",
            summary.indexed + summary.updated,
            summary.seconds,
            dir.display()
        ));
    }
    Ok(access.archive().clone())
}

/// What another process leaves to be done.
enum Access {
    /// Everything.
    Write(Box<WriteAccess>),
    /// Nothing: it has indexed the same files meanwhile.
    Done(Box<Archive>),
}

/// How long a search waits for another one that fills the same cache.
const PATIENCE: Duration = Duration::from_secs(600);

/// Write access to the cache, once no other process has it.
fn patient_access(dir: &Path, fresh: bool, states: &BTreeMap<String, DumpState>) -> Result<Access> {
    let started = Instant::now();
    loop {
        match WriteAccess::open(dir, fresh) {
            Err(Error::Locked { .. }) if started.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(error) => return Err(error),
            Ok(access) => {
                let mut dumps = access.archive().manifest().dumps.clone();
                dumps.remove(SHARED_IDS);
                return Ok(
                    match started.elapsed() > Duration::from_millis(40) && dumps == *states {
                        true => Access::Done(Box::new(access.archive().clone())),
                        false => Access::Write(Box::new(access)),
                    },
                );
            }
        }
    }
}

/// What a cache says of its files while some are read: if the run is cut, these are read again.
fn under_way(
    known: &BTreeMap<String, DumpState>,
    mark: Option<&DumpState>,
    states: &BTreeMap<String, DumpState>,
) -> BTreeMap<String, DumpState> {
    let state = |(name, state): (&String, &DumpState)| match known.get(name) == Some(state) {
        true => (name.clone(), state.clone()),
        false => (name.clone(), mark_of("being read")),
    };
    let mark = mark.map(|mark| (SHARED_IDS.to_owned(), mark.clone()));
    states.iter().map(state).chain(mark).collect()
}

/// A state that no file has.
fn mark_of(word: &str) -> DumpState {
    DumpState {
        bytes: 0,
        modified: word.to_owned(),
    }
}

/// The run was stopped by the user before the files were read.
#[derive(Debug, thiserror::Error)]
#[error("interrupted: the same command goes on from what was committed")]
pub(super) struct Interrupted;

/// One name for one set of paths, wherever the command is run.
fn cache_name(paths: &[PathBuf]) -> String {
    let full = |p: &PathBuf| p.canonicalize().unwrap_or_else(|_| p.clone());
    // In their order: of two records with one id the later one counts.
    let names: Vec<String> = paths
        .iter()
        .map(|p| full(p).to_string_lossy().into_owned())
        .collect();
    format!(
        "{:016x}",
        xxhash_rust::xxh3::xxh3_64(names.join("\n").as_bytes())
    )
}

/// Size and last change of each file, by the name that its articles carry.
fn states(files: &[SourceFile]) -> Result<BTreeMap<String, DumpState>> {
    let mut states = BTreeMap::new();
    for file in files {
        if file.path == Path::new(STDIN) {
            return Err(Error::Argument {
                message: "--in can't keep an index of standard input".into(),
                help: Some("index it: dateline index - --index DIR".into()),
            });
        }
        let Ok(metadata) = fs_err::metadata(&file.path) else {
            continue;
        };
        let modified = metadata
            .modified()
            .ok()
            .and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        let modified = modified.map_or(0, |d| d.as_nanos()).to_string();
        states.insert(
            file.full_name(),
            DumpState {
                bytes: metadata.len(),
                modified,
            },
        );
    }
    Ok(states)
}

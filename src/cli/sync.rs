//! The cache behind `--in`: an index kept in step with files, only what changed read again.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::index::{Rejects, watched, with_today};
use super::{plan, stoppable};
use crate::error::{Error, Result};
use crate::index::{
    Archive, Checkpoints, IndexOptions, Manifest, Plan, WriteAccess, index_sources,
};
use crate::ingest::{KeyMap, Rejection, STDIN, SourceFile, walk};
use crate::output::print_note;

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
            help: Some("give --in files or folders of articles".into()),
        }
        .into());
    }
    let dir = cache(paths)?;
    if files.iter().any(|f| f.path == Path::new(STDIN)) {
        return Err(Error::Argument {
            message: "--in can't keep an index of standard input".into(),
            help: Some("index it: dateline index - --index DIR".into()),
        }
        .into());
    }
    // Another version's cache is made anew: it holds nothing that the files don't.
    let fresh = matches!(
        Manifest::read(&dir),
        Err(Error::Mismatch { .. } | Error::DamagedManifest { .. })
    );
    let options = IndexOptions {
        keys: with_today(KeyMap::default()),
        ..IndexOptions::default()
    };
    if !fresh
        && let Ok(archive) = Archive::open(&dir)
        && is_in_step(&archive.checkpoints(), &files, &options)
    {
        return Ok(archive);
    }
    let mut access = match patient_access(&dir, fresh, &files, &options)? {
        Access::Write(access) => *access,
        Access::Done(archive) => return Ok(*archive),
    };
    let known = access.checkpoints();
    let mut stale = gone(known, &files);
    stale.extend(Plan::new(known, &files, &options).changed);
    if known.has_shared_ids() && !stale.is_empty() {
        // An article that goes with its file may stand in another one too, which is read again.
        let all: Vec<String> = known.names().map(str::to_owned).collect();
        access.forget_checkpoints(&all)?;
    }
    access.forget_dumps(&stale)?;
    let progress = stoppable();
    let mut rejects = Rejects::open(None)?;
    for rejection in unreadable.iter().filter(|_| !quiet) {
        rejects.take(rejection, false)?;
    }
    let summary = watched(&progress, quiet, |progress| {
        let mut take = |r: &Rejection, skipped: bool| match quiet {
            true => Ok(()),
            false => rejects.take(r, skipped),
        };
        index_sources(&mut access, &files, &options, progress, &mut take)
    })?;
    rejects.finish()?;
    if summary.interrupted {
        return Err(Interrupted.into());
    }
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
fn patient_access(
    dir: &Path,
    fresh: bool,
    files: &[SourceFile],
    options: &IndexOptions,
) -> Result<Access> {
    let started = Instant::now();
    loop {
        match WriteAccess::open(dir, fresh) {
            Err(Error::Locked { .. }) if started.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(error) => return Err(error),
            Ok(access) => {
                let waited = started.elapsed() > Duration::from_millis(40);
                return Ok(
                    match waited && is_in_step(access.checkpoints(), files, options) {
                        true => Access::Done(Box::new(access.archive().clone())),
                        false => Access::Write(Box::new(access)),
                    },
                );
            }
        }
    }
}

/// Whether the cache holds these files as they are, and no others.
fn is_in_step(known: &Checkpoints, files: &[SourceFile], options: &IndexOptions) -> bool {
    gone(known, files).is_empty() && Plan::new(known, files, options).is_empty()
}

/// Files that the cache knows, and that are not among `files`.
fn gone(known: &Checkpoints, files: &[SourceFile]) -> Vec<String> {
    let present: HashSet<String> = files.iter().map(SourceFile::full_name).collect();
    let names = known.names().filter(|name| !present.contains(*name));
    names.map(str::to_owned).collect()
}

/// The run was stopped by the user before the files were read.
#[derive(Debug, thiserror::Error)]
#[error("interrupted: the same command goes on from what was committed")]
pub(super) struct Interrupted;

/// Where the index of these paths is kept, whether it is there or not.
pub(super) fn cache(paths: &[PathBuf]) -> anyhow::Result<PathBuf> {
    Ok(plan::cache_dir()?.join(cache_name(paths)))
}

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

//! The cache behind `--in`: an index kept in step with files, only what changed read again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::index::{Rejects, watched};
use super::{plan, stoppable};
use crate::error::{Error, Result};
use crate::index::{Archive, DumpState, IndexOptions, Manifest, WriteAccess, index_sources};
use crate::ingest::{Rejection, STDIN, SourceFile, walk};
use crate::output::print_note;

/// The index of `paths`, brought up to date. An article whose file is gone is gone too.
///
/// # Errors
/// Those of indexing, and an argument error if there is nothing to read.
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
    if !fresh
        && let Ok(archive) = Archive::open(&dir)
        && archive.manifest().dumps == states
    {
        return Ok(archive);
    }
    let mut access = WriteAccess::open(&dir, fresh)?;
    let known = access.archive().manifest().dumps.clone();
    let stale: Vec<String> = known
        .iter()
        .filter(|(dump, state)| states.get(*dump) != Some(state))
        .map(|(dump, _)| dump.clone())
        .collect();
    access.forget_dumps(&stale)?;
    let changed: Vec<SourceFile> = files
        .into_iter()
        .filter(|f| states.get(&f.name()) != known.get(&f.name()))
        .collect();
    let progress = stoppable();
    let mut rejects = Rejects::open(None)?;
    for rejection in &unreadable {
        rejects.take(rejection, false)?;
    }
    let options = IndexOptions::default();
    let summary = watched(&progress, &changed, quiet, |progress| {
        let mut take = |r: &Rejection, skipped: bool| rejects.take(r, skipped);
        index_sources(&mut access, &changed, &options, progress, &mut take)
    })?;
    rejects.finish()?;
    if summary.interrupted {
        anyhow::bail!("interrupted before {} was read", paths[0].display());
    }
    access.note_dumps(states)?;
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

/// One name for one set of paths, wherever the command is run.
fn cache_name(paths: &[PathBuf]) -> String {
    let full = |p: &PathBuf| p.canonicalize().unwrap_or_else(|_| p.clone());
    let mut names: Vec<String> = paths
        .iter()
        .map(|p| full(p).to_string_lossy().into_owned())
        .collect();
    names.sort();
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
            file.name(),
            DumpState {
                bytes: metadata.len(),
                modified,
            },
        );
    }
    Ok(states)
}

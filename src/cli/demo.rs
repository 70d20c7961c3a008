//! `dateline demo`: the sample articles that come with the program, written, indexed and opened.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Parser;
use include_dir::{Dir, DirEntry, File, include_dir};

use super::args::{Args, Command, Demo};
use super::config::Config;
use super::index::{Rejects, watched, with_today};
use super::plan::LOCAL as INDEX;
use super::{Exit, next, search, stoppable, tui};
use crate::error::{Error, Result};
use crate::index::{Archive, IndexOptions, WriteAccess, index_sources};
use crate::ingest::{KeyMap, Rejection, walk};
use crate::output::{Streams, print_note};
use crate::user::replace_file;

/// The articles, and what stands beside them.
static SAMPLE: Dir = include_dir!("$CARGO_MANIFEST_DIR/corpus/sample");

/// What the sample is opened with: words that three outlets have in three versions of one story.
const FIRST_QUERY: &str = "ferry \"coast guard\"";

pub(super) fn run(args: &Demo, config: &Config) -> anyhow::Result<Exit> {
    let written = write_sample(&args.dir)?;
    let index = args.dir.join(INDEX);
    let archive = match indexed(&args.dir, &index)? {
        Some(archive) => archive,
        None => {
            print_note("interrupted: the same command goes on from what was committed");
            return Ok(Exit::Interrupted);
        }
    };
    print_note(&format!(
        "{written}; {} articles in the index {}",
        archive.manifest().articles,
        index.display()
    ));
    let exit = match args.no_open {
        true => Exit::Success,
        false => open_view(&archive, config)?,
    };
    if exit != Exit::Interrupted {
        next::after_demo(&index);
    }
    Ok(exit)
}

/// Opens the interactive view where there is a terminal; elsewhere prints the first result.
fn open_view(archive: &Archive, config: &Config) -> anyhow::Result<Exit> {
    let typed = |words: &[&str]| {
        let words = ["dateline"].iter().chain(words).map(OsString::from);
        let mut index = OsString::from("--index=");
        index.push(archive.dir());
        Args::try_parse_from(words.chain([index])).map(|args| args.command)
    };
    if Streams::now().all()
        && let Some(Command::Tui(args)) = typed(&["tui", "--query", FIRST_QUERY])?
    {
        match tui::open(archive, &args, config) {
            Ok(exit) => return Ok(exit),
            // A terminal that answers nothing still shows lines.
            Err(error) => print_note(&format!("the view does not open: {error}")),
        }
    }
    let search = ["search", FIRST_QUERY, "--facet=source", "--facet=year"];
    match typed(&search)? {
        Some(Command::Search(args)) => search::run(&args),
        _ => Ok(Exit::Misused),
    }
}

/// Writes what is not there yet, and says what it did.
fn write_sample(dir: &Path) -> Result<String> {
    let mut files = Vec::new();
    collect(&SAMPLE, &mut files);
    check_own(dir, &files)?;
    let (mut written, mut changed) = (0, 0);
    for file in &files {
        let path = dir.join(file.path());
        match fs_err::read(&path) {
            Ok(bytes) if bytes == file.contents() => {}
            Ok(_) => changed += 1,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                replace_file(&path, file.contents())?;
                written += 1;
            }
            Err(e) => return Err(Error::io("cannot read", &path, e)),
        }
    }
    if changed > 0 {
        print_note(&format!(
            "{changed} files are not as they come with the program; they stay as they are"
        ));
    }
    Ok(match written {
        0 => format!("the sample is in {} already", dir.display()),
        n => format!("{n} files written to {}", dir.display()),
    })
}

fn collect(dir: &'static Dir, files: &mut Vec<&'static File<'static>>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => collect(dir, files),
            DirEntry::File(file) => files.push(file),
        }
    }
}

/// Refuses a folder that holds anything but the sample and its index: what is there would be mixed
/// up with it, or an index of other articles would get the sample's.
fn check_own(dir: &Path, files: &[&File]) -> Result<()> {
    let refused = |found: String| Error::Argument {
        message: format!("{} is no folder for the sample: {found}", dir.display()),
        help: Some("name an empty folder, or one that is not there: dateline demo DIR".to_owned()),
    };
    if dir.exists() && !dir.is_dir() {
        return Err(refused("it is a file".to_owned()));
    }
    let mut open = vec![dir.to_owned()];
    let mut own = 0;
    while let Some(folder) = open.pop() {
        let entries = match fs_err::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
            Err(e) => return Err(Error::io("cannot read", &folder, e)),
        };
        for entry in entries {
            let entry = entry.map_err(|e| Error::io("cannot read", &folder, e))?;
            let path = entry.path();
            let inside: PathBuf = path.strip_prefix(dir).unwrap_or(&path).to_owned();
            let name = entry.file_name().to_string_lossy().into_owned();
            let known_file = files.iter().any(|file| file.path() == inside);
            // Left by a run that was killed, or by a desktop that shows folders.
            let passed = name.starts_with(".tmp") || name == ".DS_Store";
            if inside == Path::new(INDEX) || passed {
                continue;
            }
            let kind = entry
                .file_type()
                .map_err(|e| Error::io("cannot read", &path, e))?;
            if kind.is_file() && known_file {
                own += 1;
            } else if kind.is_dir() && SAMPLE.get_dir(&inside).is_some() {
                open.push(path);
            } else {
                return Err(refused(format!("it holds `{}`", inside.display())));
            }
        }
    }
    if own == 0 && dir.join(INDEX).exists() {
        return Err(refused("it holds an index of something else".to_owned()));
    }
    Ok(())
}

/// The index of the sample, brought up to date; none if the user stopped it.
fn indexed(dir: &Path, index: &Path) -> anyhow::Result<Option<Archive>> {
    let (files, unreadable) = walk(&[dir.to_owned()]);
    let mut access = WriteAccess::open(index, false)?;
    let options = IndexOptions {
        keys: with_today(KeyMap::default()),
        ..IndexOptions::default()
    };
    let progress = stoppable();
    let mut rejects = Rejects::open(None)?;
    for rejection in &unreadable {
        rejects.take(rejection, false)?;
    }
    let summary = watched(&progress, true, |progress| {
        let mut take = |r: &Rejection, skipped: bool| rejects.take(r, skipped);
        index_sources(&mut access, &files, &options, progress, &mut take)
    })?;
    rejects.finish()?;
    Ok((!summary.interrupted).then(|| access.archive().clone()))
}

//! From the paths of the command line to the files behind them. No file is opened here.

use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use ignore::WalkBuilder;

use super::archive;
use super::reject::Rejection;

/// The name of standard input among paths.
pub const STDIN: &str = "-";

/// One file to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path as named, or as found below the folder named.
    pub path: PathBuf,
    /// Its size on disk; 0 for standard input and pipes.
    pub bytes: u64,
}

impl SourceFile {
    /// Its name in records and messages.
    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Its path from the root, by which `show --raw` finds it from any folder.
    pub(crate) fn full_name(&self) -> String {
        Self::full_name_of(&self.name())
    }

    /// The path from the root of a record's dump, which may be a member of an archive.
    pub(crate) fn full_name_of(dump: &str) -> String {
        let end = dump.find(archive::MARK).unwrap_or(dump.len());
        let (file, member) = dump.split_at(end);
        match std::path::absolute(file) {
            Ok(full) if file != STDIN => format!("{}{member}", full.display()),
            _ => dump.to_owned(),
        }
    }

    /// Whether it is standard input.
    pub(crate) fn is_stdin(&self) -> bool {
        self.path == Path::new(STDIN)
    }
}

/// Lists the files behind `paths`, in the order of `paths` and sorted by path within a folder.
///
/// A file is taken whatever its name is; below a folder, hidden files and folders are left out, and
/// what an `.ignore` file there names (in the manner of .gitignore); links are followed. A path
/// that names nothing but holds `*`, `?`, `[` or `{` is a pattern: files and folders that match
/// are taken as if they were named, `**` stands for folders. What cannot be read, does not exist,
/// or is a loop of links comes back as a rejection of its own, and the walk goes on.
pub fn walk(paths: &[PathBuf]) -> (Vec<SourceFile>, Vec<Rejection>) {
    let (mut files, mut rejected) = (Vec::new(), Vec::new());
    for path in paths {
        if path == Path::new(STDIN) {
            files.push(SourceFile {
                path: path.clone(),
                bytes: 0,
            });
            continue;
        }
        match fs_err::metadata(path) {
            Ok(found) if found.is_dir() => {
                walk_folder(&walker(path), path, &|_| true, &mut files, &mut rejected);
            }
            // Pipes and devices that were named are read as they are.
            Ok(found) => files.push(SourceFile {
                path: path.clone(),
                bytes: found.len(),
            }),
            Err(error) => {
                let name = path.display().to_string();
                let is_pattern = error.kind() == std::io::ErrorKind::NotFound && is_pattern(path);
                let before = files.len() + rejected.len();
                let reason = match is_pattern {
                    true => match walk_pattern(path, &mut files, &mut rejected) {
                        Ok(()) if files.len() + rejected.len() > before => continue,
                        Ok(()) => "no file matches this pattern".to_owned(),
                        Err(reason) => reason,
                    },
                    false => plain(&error),
                };
                rejected.push(Rejection::of_file(name, reason));
            }
        }
    }
    (files, rejected)
}

/// Whether a path, or a part of it, holds what stands for other characters in patterns.
fn is_pattern(part: &Path) -> bool {
    let text = part.as_os_str().as_encoded_bytes();
    text.iter().any(|b| matches!(b, b'*' | b'?' | b'[' | b'{'))
}

/// Walks what matches a pattern.
fn walk_pattern(
    pattern: &Path,
    files: &mut Vec<SourceFile>,
    rejected: &mut Vec<Rejection>,
) -> Result<(), String> {
    let text = pattern.to_str().ok_or("a pattern that is no UTF-8")?;
    let glob = GlobBuilder::new(text).literal_separator(true).build();
    let matcher = glob
        .map_err(|error| error.kind().to_string())?
        .compile_matcher();
    // The walk begins at the parts that stand for themselves.
    let fixed = pattern
        .components()
        .take_while(|part| !is_pattern(part.as_ref()));
    let base: PathBuf = fixed.collect();
    let depth = pattern.components().count() - base.components().count();
    let any_depth = text.contains("**");
    let folder = match base.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => base,
    };
    // `*.txt` matches what the walk finds as `./a.txt`.
    let bare = !text.starts_with("./") && folder == Path::new(".");
    let matches = move |path: &Path| {
        let path = if bare {
            path.strip_prefix("./").unwrap_or(path)
        } else {
            path
        };
        path.ancestors().any(|above| matcher.is_match(above))
    };
    let mut walk = walker(&folder);
    let taken = matches.clone();
    walk.filter_entry(move |entry| any_depth || entry.depth() <= depth || taken(entry.path()));
    walk_folder(&walk, &folder, &matches, files, rejected);
    Ok(())
}

/// The way below a folder.
fn walker(folder: &Path) -> WalkBuilder {
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false)
        .hidden(true)
        .ignore(true)
        .follow_links(true)
        .sort_by_file_path(Path::cmp);
    walk
}

fn walk_folder(
    walk: &WalkBuilder,
    folder: &Path,
    wanted: &dyn Fn(&Path) -> bool,
    files: &mut Vec<SourceFile>,
    rejected: &mut Vec<Rejection>,
) {
    for entry in walk.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                rejected.push(of_walk(folder, &error));
                continue;
            }
        };
        let Some(kind) = entry.file_type() else {
            continue;
        };
        if kind.is_dir() || !wanted(entry.path()) {
            continue;
        }
        let name = entry.path().display().to_string();
        if !kind.is_file() {
            rejected.push(Rejection::of_file(name, "not a regular file"));
            continue;
        }
        match entry.metadata() {
            Ok(found) => files.push(SourceFile {
                path: entry.into_path(),
                bytes: found.len(),
            }),
            Err(error) => rejected.push(Rejection::of_file(name, error.to_string())),
        }
    }
}

/// The place and reason of an error of the walk.
fn of_walk(folder: &Path, error: &ignore::Error) -> Rejection {
    match error {
        ignore::Error::WithDepth { err, .. } => of_walk(folder, err),
        ignore::Error::WithPath { path, err } => {
            let mut rejection = of_walk(folder, err);
            rejection.file = path.display().to_string();
            rejection
        }
        ignore::Error::Loop { ancestor, child } => Rejection::of_file(
            child.display().to_string(),
            format!("a link back to {}, which holds it", ancestor.display()),
        ),
        ignore::Error::Io(error) => Rejection::of_file(folder.display().to_string(), plain(error)),
        other => Rejection::of_file(folder.display().to_string(), other.to_string()),
    }
}

/// The reason of an I/O error without the path, which the rejection already names.
pub(super) fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

//! A file of judgements that is being written: each line appended at once, the last line of a pair
//! the valid one, and the whole put in order at the end. Who judges what is in `judging`.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Bytes that a file of judgements may have: some million lines.
const LARGEST: u64 = 256 << 20;

/// A topic, ordered as people count: by number where both are numbers, and a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    number: Option<u64>,
    topic: String,
    doc: String,
}

impl Pair {
    fn new(topic: &str, doc: &str) -> Pair {
        Pair {
            number: topic.parse().ok(),
            topic: topic.to_owned(),
            doc: doc.to_owned(),
        }
    }
}

/// The second column of a line as it stands, and the grade.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    iteration: String,
    grade: i32,
}

/// TREC judgements (`topic iteration document grade`) on disk, open for one who judges. What was in
/// the file before, of other topics and other documents too, stays in it.
#[derive(Debug)]
pub struct JudgedFile {
    path: PathBuf,
    file: File,
    lines: BTreeMap<Pair, Line>,
    /// Whether the file is new.
    made: bool,
    /// Whether the last line is without an end.
    unended: bool,
    /// Whether something was written.
    touched: bool,
}

impl JudgedFile {
    /// Opens a file of judgements, or makes it, and keeps others of this program from writing to it.
    ///
    /// # Errors
    /// [`Error::Argument`] with the line for a file that can't be read as judgements, which is left as
    /// it is, and for one that another process judges; [`Error::Io`].
    pub fn open(path: &Path) -> Result<JudgedFile> {
        // A link stays a link: what it leads to is what is replaced in the end.
        let path = fs_err::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let made = !path.exists();
        let mut file = appended(&path)?;
        let (lines, unended) = read_lines(&path, &mut file)?;
        Ok(JudgedFile {
            path,
            file,
            lines,
            made,
            unended,
            touched: false,
        })
    }

    /// The grade of a document.
    pub fn grade(&self, topic: &str, doc: &str) -> Option<i32> {
        let pair = Pair::new(&column(topic), &column(doc));
        self.lines.get(&pair).map(|line| line.grade)
    }

    /// How many pairs have a grade.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether nothing has a grade.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Grades a document: one line is appended, and handed to the system before this returns. Where the
    /// document has a grade the file is replaced, so that those who want one line a pair can read it at
    /// any time; where it can't be replaced the line is appended too, and is the one that counts.
    ///
    /// # Errors
    /// [`Error::Io`]; the grade is not taken then.
    pub fn set(&mut self, topic: &str, doc: &str, grade: i32) -> Result<()> {
        let pair = Pair::new(&column(topic), &column(doc));
        let mut iteration = "0".to_owned();
        if let Some(known) = self.lines.get_mut(&pair) {
            let before = std::mem::replace(&mut known.grade, grade);
            iteration.clone_from(&known.iteration);
            if before == grade || self.replace().is_ok() {
                return Ok(());
            }
            if let Some(known) = self.lines.get_mut(&pair) {
                known.grade = before;
            }
        }
        let start = if self.unended { "\n" } else { "" };
        let text = format!("{start}{} {iteration} {} {grade}\n", pair.topic, pair.doc);
        let before = self.file.metadata().map(|file| file.len());
        let written = self
            .file
            .write_all(text.as_bytes())
            .and_then(|()| self.file.flush());
        if let (Err(_), Ok(before)) = (&written, before) {
            // Half a line, as a full disk leaves it, would make the file unreadable.
            let _ = self.file.set_len(before);
        } else {
            self.unended = false;
        }
        written.map_err(|e| Error::io("cannot write", &self.path, e))?;
        self.touched = true;
        self.lines.insert(pair, Line { iteration, grade });
        Ok(())
    }

    /// Takes a grade back: the document has the one it had before, or none. The file is replaced.
    ///
    /// # Errors
    /// [`Error::Io`]; the grade stays then.
    pub fn take_back(&mut self, topic: &str, doc: &str, before: Option<i32>) -> Result<()> {
        if let Some(grade) = before {
            return self.set(topic, doc, grade);
        }
        let pair = Pair::new(&column(topic), &column(doc));
        let Some(line) = self.lines.remove(&pair) else {
            return Ok(());
        };
        let replaced = self.replace();
        if replaced.is_err() {
            self.lines.insert(pair, line);
        }
        replaced
    }

    /// Ends: where anything was written the file is put in order (a line a pair, sorted by topic and
    /// document) and replaced in one step; one that is new and empty is taken away.
    ///
    /// # Errors
    /// [`Error::Io`]; nothing is lost then, the file is only not in order.
    pub fn close(mut self) -> Result<()> {
        if self.lines.is_empty() && self.made {
            return fs_err::remove_file(&self.path)
                .map_err(|e| Error::io("cannot remove", &self.path, e));
        }
        match self.touched {
            true => self.replace(),
            false => Ok(()),
        }
    }

    fn replace(&mut self) -> Result<()> {
        let failed = |e| Error::io("cannot write", &self.path, e);
        let dir = match self.path.parent() {
            Some(dir) if !dir.as_os_str().is_empty() => dir,
            _ => Path::new("."),
        };
        let mut text = String::new();
        for (pair, line) in &self.lines {
            let (topic, doc) = (&pair.topic, &pair.doc);
            text.push_str(&format!(
                "{topic} {} {doc} {}\n",
                line.iteration, line.grade
            ));
        }
        let mut next = tempfile::NamedTempFile::new_in(dir).map_err(failed)?;
        next.write_all(text.as_bytes()).map_err(failed)?;
        // Whoever could read the file can go on doing so.
        if let Ok(now) = self.file.metadata() {
            next.as_file()
                .set_permissions(now.permissions())
                .map_err(failed)?;
        }
        next.as_file().sync_all().map_err(failed)?;
        next.persist(&self.path).map_err(|e| failed(e.error))?;
        self.file = appended(&self.path)?;
        self.unended = false;
        self.touched = true;
        Ok(())
    }
}

/// A text as a column of a TREC file, as `search --format trec` writes it: space is `_`.
pub fn column(text: &str) -> String {
    let signs = text.chars();
    let plain = signs.map(|c| {
        if c.is_whitespace() || c.is_control() {
            '_'
        } else {
            c
        }
    });
    let plain: String = plain.collect();
    if plain.is_empty() {
        "_".to_owned()
    } else {
        plain
    }
}

/// The file, to be read and appended to, and nobody else's.
fn appended(path: &Path) -> Result<File> {
    let mut options = File::options();
    let opened = options.read(true).append(true).create(true).open(path);
    let file = opened.map_err(|e| Error::io("cannot write", path, e))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Error::Argument {
            message: format!("another process judges into {}", path.display()),
            help: Some("wait until it has finished, or give --qrels another file".into()),
        }),
        // Where there are no locks there is no better way.
        Err(TryLockError::Error(e)) if e.kind() != ErrorKind::Unsupported => {
            tracing::debug!(%e, "the judgements are not locked");
            Ok(file)
        }
        _ => Ok(file),
    }
}

/// All lines of a file, the last of a pair, and whether its last line is without an end.
fn read_lines(path: &Path, file: &mut File) -> Result<(BTreeMap<Pair, Line>, bool)> {
    let failed = |e| Error::io("cannot read", path, e);
    if file.metadata().map_err(failed)?.len() > LARGEST {
        return Err(refused(path, None, "it is larger than 256 MiB"));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(failed)?;
    let Ok(text) = String::from_utf8(bytes) else {
        return Err(refused(path, None, "it is not UTF-8"));
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut lines = BTreeMap::new();
    for (n, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let (pair, line) = read_line(line).map_err(|why| refused(path, Some(n + 1), why))?;
        lines.insert(pair, line);
    }
    Ok((lines, !text.is_empty() && !text.ends_with('\n')))
}

fn read_line(line: &str) -> std::result::Result<(Pair, Line), &'static str> {
    let mut columns = line.split_whitespace();
    let mut next = || columns.next().ok_or("fewer than four columns");
    let (topic, iteration, doc, grade) = (next()?, next()?, next()?, next()?);
    if columns.next().is_some() {
        return Err("more than four columns");
    }
    let line = Line {
        iteration: iteration.to_owned(),
        grade: grade.parse().map_err(|_| "the grade is not a number")?,
    };
    Ok((Pair::new(topic, doc), line))
}

fn refused(path: &Path, line: Option<usize>, why: &str) -> Error {
    let line = line.map(|n| format!(":{n}")).unwrap_or_default();
    Error::Argument {
        message: format!("{}{line}: no judgements: {why}", path.display()),
        help: Some(
            "a line is `topic 0 document grade`; the file is left as it is, give --qrels another"
                .into(),
        ),
    }
}

#[cfg(test)]
#[path = "judged_tests.rs"]
mod tests;

//! How far a run is in each file: which files it reads and from where, and the checkpoints that
//! each commit may write.

use super::archive::WriteAccess;
use super::checkpoint::{Checkpoint, Checkpoints, FileState, PROGRAM, Standing};
use super::options::{IndexOptions, IndexSummary};
use crate::ingest::{Format, Item, Reading, Resume, SourceFile};

/// One file to be read.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) file: SourceFile,
    /// Where to begin; the beginning if there is none.
    pub(super) resume: Option<Resume>,
    /// Its records that earlier runs rejected.
    rejected: u64,
    /// Records of it that may be known without any other file having them.
    known: u64,
}

/// What a run reads, and what it need not.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub(super) jobs: Vec<Job>,
    /// Files that are as they were.
    pub unchanged: u64,
    /// Rejected and skipped records of those, which are not told again.
    pub rejected_before: u64,
    /// Full names of the files that are not what they were.
    pub changed: Vec<String>,
}

impl Plan {
    /// What is to be read of `files`, given what the index knows of them.
    pub fn new(known: &Checkpoints, files: &[SourceFile], options: &IndexOptions) -> Plan {
        let plan = Plan::of_each(known, files, options, options.again);
        // A file read again could bring back what a later one has replaced.
        match known.shared_ids && !plan.changed.is_empty() && plan.unchanged > 0 {
            true => Plan::of_each(known, files, options, true),
            false => plan,
        }
    }

    fn of_each(
        known: &Checkpoints,
        files: &[SourceFile],
        options: &IndexOptions,
        again: bool,
    ) -> Plan {
        let reading = options.fingerprint();
        let mut plan = Plan::default();
        for file in files {
            let name = file.full_name();
            let checkpoint = known.files.get(&name).filter(|_| !file.is_stdin());
            let standing = match checkpoint {
                Some(checkpoint) if !again => checkpoint.standing(&file.path, reading),
                _ => Standing::Other,
            };
            let (resume, rejected, known) = match (standing, checkpoint) {
                (Standing::Same, Some(checkpoint)) => {
                    plan.unchanged += 1;
                    plan.rejected_before += checkpoint.rejected;
                    continue;
                }
                (Standing::From(resume), Some(checkpoint)) => {
                    let repeated = u64::from(checkpoint.repeats);
                    (Some(resume), checkpoint.rejected, repeated)
                }
                (_, Some(_)) => {
                    plan.changed.push(name);
                    (None, 0, u64::MAX)
                }
                (_, None) => (None, 0, 0),
            };
            plan.jobs.push(Job {
                file: file.clone(),
                resume,
                rejected,
                known,
            });
        }
        plan
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }

    /// Bytes on disk that are to be read, as far as is known.
    pub(super) fn bytes(&self) -> u64 {
        let bytes = |job: &Job| {
            let start = |r: Resume| r.member.map_or(r.offset, |(start, _)| start);
            job.file.bytes.saturating_sub(job.resume.map_or(0, start))
        };
        self.jobs.iter().map(bytes).sum()
    }

    /// The summary of a run that has read nothing yet.
    pub(super) fn summary(&self) -> IndexSummary {
        IndexSummary {
            files: self.jobs.len() as u64,
            files_unchanged: self.unchanged,
            rejected_before: self.rejected_before,
            ..IndexSummary::default()
        }
    }
}

/// How far one file is read, told from the reading thread to the writing one.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    name: String,
    checkpoint: Checkpoint,
    known: u64,
}

/// Follows the reading of one file.
pub(super) struct Follower {
    /// Its full name, and its name in records; those of members of an archive have another.
    name: String,
    file: String,
    start: Resume,
    known: u64,
    resumed: bool,
    /// Whether every record so far is a line of the file itself, that needs nothing before it.
    lines_only: bool,
    checkpoint: Checkpoint,
    /// Number and first byte of the last record, and number of the last that was met at all.
    last: Option<(u64, u64)>,
    number: u64,
}

impl Follower {
    /// Looks at the file before it is read; none for what can't be read twice.
    pub(super) fn new(job: &Job, options: &IndexOptions) -> Option<Follower> {
        let state = match job.file.is_stdin() {
            true => None,
            false => FileState::of(&job.file.path),
        }?;
        let start = job.resume.unwrap_or_default();
        Some(Follower {
            name: job.file.full_name(),
            file: job.file.name(),
            start,
            known: job.known,
            resumed: job.resume.is_some(),
            lines_only: true,
            checkpoint: Checkpoint {
                state,
                complete: false,
                resume: job.resume,
                repeats: job.known == 1,
                rejected: job.rejected,
                options: options.fingerprint(),
                program: String::new(),
            },
            last: None,
            number: start.records,
        })
    }

    /// Notes an item that is handed on.
    pub(super) fn see(&mut self, item: &Item) {
        match item {
            Item::Record(record) => {
                self.number = record.record;
                self.last = Some((record.record, record.offset));
                self.lines_only &= record.format == Format::JsonLines
                    && record.context.is_none()
                    && *record.dump == *self.file;
                self.checkpoint.resume = self.last_record().filter(|_| self.lines_only);
                self.checkpoint.repeats = self.lines_only;
            }
            Item::Rejected(rejection) => self.number = self.number.max(rejection.record),
            Item::Skipped { .. } => {}
        }
    }

    /// The place before the last record: whether that is whole is known once another follows.
    fn last_record(&self) -> Option<Resume> {
        let before = |(record, offset): (u64, u64)| Resume {
            offset,
            records: record.saturating_sub(1),
            member: self.start.member,
        };
        self.last.map(before)
    }

    /// How far the file is read so far.
    pub(super) fn so_far(&self) -> Mark {
        Mark {
            name: self.name.clone(),
            checkpoint: self.checkpoint.clone(),
            known: self.known,
        }
    }

    /// How far it was read in the end; none if it could not be opened.
    pub(super) fn ended(mut self, reading: &Reading, stopped: bool) -> Option<Mark> {
        let outcome = &reading.outcome;
        let nothing = self.resumed || outcome.bytes_read == 0;
        if !outcome.complete && nothing && reading.lines.is_none() {
            return None;
        }
        // What breaks off was read as far as it can be; it is read on when it has grown.
        self.checkpoint.complete = !stopped;
        self.checkpoint.resume = match reading.lines.filter(|_| self.lines_only) {
            None => None,
            Some(lines) if outcome.complete && lines.bytes == 0 => Some(self.start),
            Some(lines) if outcome.complete && lines.ends_line => {
                let offset = self.start.offset + lines.bytes;
                let end = reading.start + outcome.bytes_read;
                let whole = end == self.checkpoint.state.bytes();
                let member = (lines.packed && whole).then_some((end, offset));
                self.checkpoint.repeats = false;
                Some(Resume {
                    offset,
                    records: self.number,
                    member: member.or(self.start.member),
                })
            }
            Some(_) => self.last_record().or(Some(self.start)),
        };
        Some(self.so_far())
    }
}

/// The checkpoints of a run between two commits.
#[derive(Debug, Default)]
pub(super) struct Book {
    ended: Vec<Mark>,
    /// The file that is being read.
    open: Option<Mark>,
    /// Records of it that were rejected, and that were in the index already.
    rejected: u64,
    met: u64,
    shared_ids: bool,
}

impl Book {
    /// Notes a record that was rejected or skipped.
    pub(super) fn reject(&mut self) {
        self.rejected += 1;
    }

    /// Notes a record whose id is in the index already.
    pub(super) fn meet(&mut self) {
        self.met += 1;
    }

    /// Notes that a file was read; without a mark, one that leaves no checkpoint.
    pub(super) fn end(&mut self, mark: Option<Mark>) {
        if let Some(mut mark) = mark {
            self.shared_ids |= self.met > mark.known;
            mark.reject(self.rejected);
            self.ended.push(mark);
        }
        self.open = None;
        (self.rejected, self.met) = (0, 0);
    }

    /// Notes how far the file is read that is being read.
    pub(super) fn reach(&mut self, open: Option<Mark>) {
        self.open = open;
    }

    /// Before a commit that has articles of files that no checkpoint names: names them as not
    /// read, so that what is in the index of a file is never forgotten with it. Tells whether there
    /// was any.
    pub(super) fn announce(&self, access: &mut WriteAccess) -> bool {
        let known = &mut access.checkpoints.files;
        let before = known.len();
        for mark in self.ended.iter().chain(&self.open) {
            known
                .entry(mark.name.clone())
                .or_insert_with(|| Checkpoint {
                    complete: false,
                    resume: None,
                    ..mark.checkpoint.clone()
                });
        }
        known.len() > before
    }

    /// Takes over what is noted, once a commit holds it. Tells whether there was anything.
    pub(super) fn settle(&mut self, access: &mut WriteAccess) -> bool {
        let mut marks = std::mem::take(&mut self.ended);
        if let Some(mut open) = self.open.clone() {
            open.reject(self.rejected);
            marks.push(open);
        }
        let known = &mut access.checkpoints;
        let any = !marks.is_empty() || self.shared_ids && !known.shared_ids;
        known.shared_ids |= self.shared_ids;
        known
            .files
            .extend(marks.into_iter().map(|mark| (mark.name, mark.checkpoint)));
        any
    }
}

impl Mark {
    fn reject(&mut self, records: u64) {
        self.checkpoint.rejected += records;
        if self.checkpoint.rejected > 0 {
            self.checkpoint.program = PROGRAM.to_owned();
        }
    }
}

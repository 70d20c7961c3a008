//! Dumps to index: one reading thread, parsing threads, Tantivy's indexing threads, in order.
//!
//! Articles are added in the order of the dumps whatever thread parsed them, so that of two
//! records with one id the later one wins in every run. What is in flight is bounded, so memory
//! does not grow with the dump.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Instant;

use crossbeam_channel::{Receiver, bounded};
use tantivy::{IndexWriter, Term};

use super::archive::WriteAccess;
use super::document::{Prepared, prepare_exported};
use super::families;
use super::follow::{Book, Mark, Plan};
use super::inverted;
use super::options::{IndexOptions, IndexSummary, Progress};
use super::packing::{Held, agreed};
use super::reading::{Batch, Piece, read_all, size};
use super::records::Packer;
use super::stages::Stage;
use super::stored::Provenance;
use super::upsert::{Change, KnownArticles};
use crate::error::{Error, Result};
use crate::ingest::{Item, RawRecord, Rejection, SourceFile, to_article};
use crate::schema::Fields;

/// Receives what is not indexed, as it happens.
pub type RejectSink<'a> = dyn FnMut(&Rejection, bool) -> Result<()> + 'a;

/// Indexes `files` in order and commits. `reject` gets each rejection (`false`) and skip (`true`).
///
/// A file that is as it was when it was last read is passed over, a file of lines that has grown is
/// read on from its old end.
///
/// # Errors
/// `Error::Engine` or `Error::Io` when the index can't be written; what was committed before
/// stays. Records that can't be read are no errors: they are counted and handed to `reject`.
pub fn index_sources(
    access: &mut WriteAccess,
    files: &[SourceFile],
    options: &IndexOptions,
    progress: &Progress,
    reject: &mut RejectSink<'_>,
) -> Result<IndexSummary> {
    let started = Instant::now();
    let fields = access.archive.fields;
    let full_names: HashMap<String, String> = files
        .iter()
        .map(|file| (file.name(), file.full_name()))
        .collect();
    let full_names = &full_names;
    let plan = Plan::new(&access.checkpoints, files, options);
    progress.total.store(plan.bytes(), Ordering::Relaxed);
    if plan.is_empty() {
        // A run that was cut after its last commit left the grouping to this one.
        if options.families {
            families::regroup(&mut access.archive)?;
        }
        return Ok(plan.summary());
    }
    let jobs = &plan.jobs;
    let writer: IndexWriter = inverted::writing(&access.archive.index)
        .writer_with_num_threads(options.threads, options.writer_budget())?;
    let (to_parsers, from_reader) = bounded::<Batch>(2);
    let (to_writer, from_parsers) = bounded::<Parsed>(options.threads + 1);
    let dir = access.archive.dir.clone();
    let agreed = agreed(&access.archive)?;
    let agreed = &agreed;
    let summary: Result<IndexSummary> = std::thread::scope(|scope| {
        scope.spawn(move || {
            let _spent = progress.stages.spend(Stage::Read);
            read_all(jobs, options, progress, &to_parsers);
        });
        // Of JSON this is half of the work. One for each thread that indexes costs caches and memory.
        for _ in 0..options.threads.div_ceil(2) {
            let (input, output) = (from_reader.clone(), to_writer.clone());
            scope.spawn(move || {
                let _spent = progress.stages.spend(Stage::TakeApart);
                let mut packer = None;
                let mut packed = |mut outcome: Outcome| {
                    if let (Outcome::Article(article), Some(packing)) = (&mut outcome, agreed.get())
                    {
                        let packer = packer.get_or_insert_with(|| Packer::new(packing));
                        article.pack(&fields, packer);
                    }
                    outcome
                };
                for batch in input {
                    let bytes = batch.pieces.iter().map(size).sum();
                    let take_apart = |piece| match piece {
                        Piece::Item(item) => packed(parse(item, options, &fields, full_names)),
                        Piece::End(mark) => Outcome::End(mark),
                    };
                    let parsed = Parsed {
                        sequence: batch.sequence,
                        bytes,
                        outcomes: batch.pieces.into_iter().map(take_apart).collect(),
                        reached: batch.reached,
                    };
                    if output.send(parsed).is_err() {
                        return;
                    }
                }
            });
        }
        drop(from_reader);
        drop(to_writer);
        let _spent = progress.stages.spend(Stage::Write);
        let held = Held::new(agreed);
        let mut run = Run::new(
            access,
            writer,
            held,
            options,
            progress,
            reject,
            plan.summary(),
        )?;
        let done = run.take_all(&from_parsers).and_then(|()| run.commit());
        // Whatever happened, the threads are told to end: their channel closes.
        drop(from_parsers);
        done.and_then(|()| run.finish())
    });
    let stopped = || progress.stop.load(Ordering::Relaxed);
    let summary = summary.and_then(|summary| {
        // An interrupted run leaves the grouping to the next one.
        if options.families && !stopped() {
            let _spent = progress.stages.spend(Stage::Families);
            families::regroup(&mut access.archive)?;
        }
        Ok(summary)
    });
    let summary = summary.map_err(|error| name_full_disk(error, &dir))?;
    Ok(IndexSummary {
        bytes: progress.bytes.load(Ordering::Relaxed),
        seconds: started.elapsed().as_secs_f64(),
        interrupted: progress.stop.load(Ordering::Relaxed),
        ..summary
    })
}

/// Space below which a failed write is put down to a full disk.
const NEARLY_FULL_BYTES: u64 = 64 << 20;

/// When an indexing thread can't write, Tantivy only says that the writer was killed; where the
/// disk is full, that is the reason to give.
fn name_full_disk(error: Error, dir: &Path) -> Error {
    let full = fs4::available_space(dir).is_ok_and(|bytes| bytes < NEARLY_FULL_BYTES);
    match error {
        Error::Engine(_) if full => Error::io(
            "cannot write to",
            dir,
            std::io::ErrorKind::StorageFull.into(),
        ),
        other => other,
    }
}

/// A batch that was taken apart.
struct Parsed {
    sequence: u64,
    /// Bytes of its records, after decompression.
    bytes: u64,
    outcomes: Vec<Outcome>,
    reached: Option<Mark>,
}

/// What became of one record before the index was asked.
enum Outcome {
    Article(Box<Prepared>),
    Rejected(Rejection),
    Skipped(Rejection),
    /// No record, but the end of a file.
    End(Option<Box<Mark>>),
}

fn parse(
    item: Item,
    options: &IndexOptions,
    fields: &Fields,
    full_names: &HashMap<String, String>,
) -> Outcome {
    match item {
        Item::Record(record) => contained(&record, || {
            let mut article = to_article(&record, &options.keys)?;
            let name = &*record.dump;
            // A record that was exported from another index was read from here too; what it says
            // of its own origin is kept for the next export.
            let exported = !article.dump.is_empty()
                && (article.dump.as_str(), article.offset) != (name, Some(record.offset));
            let origin = exported.then(|| Provenance::of(&article));
            article.dump = match full_names.get(name) {
                Some(full) => full.clone(),
                // A member of an archive, which the walk knows nothing of.
                None => SourceFile::full_name_of(name),
            };
            article.offset = Some(record.offset);
            article.length = Some(record.bytes.len() as u64);
            article.raw_format = record.format.name().to_owned();
            let language = &options.language;
            let mut prepared = prepare_exported(&mut article, fields, language, origin);
            if options.families {
                families::sign(&mut prepared, fields, &article);
            }
            Ok(prepared)
        }),
        Item::Rejected(rejection) => Outcome::Rejected(rejection),
        Item::Skipped { file, reason } => Outcome::Skipped(Rejection {
            file,
            record: 0,
            byte: 0,
            reason,
        }),
    }
}

/// Takes one record apart. A panic on it, which would be a mistake of ours, costs that record alone.
fn contained(
    record: &RawRecord,
    work: impl FnOnce() -> std::result::Result<Prepared, Rejection>,
) -> Outcome {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
        Ok(Ok(prepared)) => Outcome::Article(Box::new(prepared)),
        Ok(Err(rejection)) => Outcome::Rejected(rejection),
        Err(_) => Outcome::Rejected(Rejection {
            file: record.dump.to_string(),
            record: record.record,
            byte: record.offset,
            reason: "dateline failed on this record; please report it".to_owned(),
        }),
    }
}

/// The writing side of a run.
struct Run<'a, 'r> {
    access: &'a mut WriteAccess,
    writer: IndexWriter,
    held: Held<'a>,
    known: KnownArticles,
    options: &'a IndexOptions,
    progress: &'a Progress,
    reject: &'a mut RejectSink<'r>,
    summary: IndexSummary,
    languages: BTreeMap<String, u64>,
    book: Book,
    bytes_since_commit: u64,
    changed: bool,
}

/// Articles since the last commit at most: their ids are kept in memory.
const COMMIT_ARTICLES: usize = 1_000_000;

impl<'a, 'r> Run<'a, 'r> {
    fn new(
        access: &'a mut WriteAccess,
        writer: IndexWriter,
        held: Held<'a>,
        options: &'a IndexOptions,
        progress: &'a Progress,
        reject: &'a mut RejectSink<'r>,
        summary: IndexSummary,
    ) -> Result<Run<'a, 'r>> {
        let searcher = access.archive.index.reader()?.searcher();
        let known = KnownArticles::new(searcher, access.archive.fields)?;
        let languages = access.archive.manifest.languages.clone();
        Ok(Run {
            access,
            writer,
            held,
            known,
            options,
            progress,
            reject,
            summary,
            languages,
            book: Book::default(),
            bytes_since_commit: 0,
            changed: false,
        })
    }

    /// Takes batches in the order of their numbers until the parsers have ended.
    fn take_all(&mut self, input: &Receiver<Parsed>) -> Result<()> {
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for parsed in input {
            waiting.insert(parsed.sequence, parsed);
            while let Some(parsed) = waiting.remove(&next) {
                for outcome in parsed.outcomes {
                    self.take(outcome)?;
                }
                self.bytes_since_commit += parsed.bytes;
                let bytes = &self.progress.stages.record_bytes;
                bytes.fetch_add(parsed.bytes, Ordering::Relaxed);
                self.book.reach(parsed.reached);
                next += 1;
            }
            let read = self.summary.read;
            self.progress.records.store(read, Ordering::Relaxed);
            if self.bytes_since_commit >= self.options.commit_bytes
                || self.known.pending() >= COMMIT_ARTICLES
            {
                self.commit()?;
                self.bytes_since_commit = 0;
            }
        }
        Ok(())
    }

    fn take(&mut self, outcome: Outcome) -> Result<()> {
        self.summary.read += u64::from(!matches!(outcome, Outcome::End(_)));
        let mut article = match outcome {
            Outcome::End(mark) => {
                self.book.end(mark.map(|mark| *mark));
                return Ok(());
            }
            Outcome::Article(article) => *article,
            Outcome::Rejected(rejection) => {
                self.book.reject();
                self.summary.rejected += 1;
                return (self.reject)(&rejection, false);
            }
            Outcome::Skipped(rejection) => {
                self.book.reject();
                self.summary.skipped += 1;
                return (self.reject)(&rejection, true);
            }
        };
        self.summary.unread_dates += u64::from(article.unread_date);
        if let Some(encoding) = article.encoding.take() {
            *self.summary.encodings.entry(encoding).or_default() += 1;
        }
        match self
            .known
            .note(&article.id, article.id_hash, article.content_hash)?
        {
            Change::Same => {
                self.book.meet();
                self.summary.unchanged += 1;
                return Ok(());
            }
            Change::New => self.summary.indexed += 1,
            Change::Changed => {
                self.book.meet();
                self.summary.updated += 1;
                self.held.release(&self.access.archive, &self.writer)?;
                let id = self.access.archive.fields.id;
                self.writer
                    .delete_term(Term::from_field_text(id, &article.id));
            }
        }
        match self.languages.get_mut(&article.language) {
            Some(count) => *count += 1,
            None => {
                self.languages.insert(article.language.clone(), 1);
            }
        }
        self.changed = true;
        self.held.add(article, &self.access.archive, &self.writer)
    }

    /// Commits, and then notes how far each file is read.
    fn commit(&mut self) -> Result<()> {
        let _spent = self.progress.stages.spend(Stage::Commit);
        if std::mem::take(&mut self.changed) {
            self.held.finish(&self.access.archive, &self.writer)?;
            if self.book.announce(self.access) {
                self.access.write_checkpoints()?;
            }
            let languages = self.languages.clone();
            let searcher = self
                .access
                .commit(&mut self.writer, |manifest| manifest.languages = languages)?;
            self.known = KnownArticles::new(searcher, self.access.archive.fields)?;
        }
        match self.book.settle(self.access) {
            true => self.access.write_checkpoints(),
            false => Ok(()),
        }
    }

    /// Waits for merges that are under way.
    fn finish(self) -> Result<IndexSummary> {
        let _spent = self.progress.stages.spend(Stage::Merge);
        self.writer.wait_merging_threads()?;
        Ok(self.summary)
    }
}

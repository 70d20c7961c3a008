//! `dateline index`: dumps into an index.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::args::{Index, SummaryFormat};
use super::{Exit, next, plan, stoppable};
use crate::article::date::Stamp;
use crate::error::Error;
use crate::index::{
    Archive, Checkpoints, IndexOptions, IndexSummary, LanguageChoice, Progress, WriteAccess,
    index_sources,
};
use crate::ingest::{KeyMap, Rejection, walk};
use crate::output::{ColorChoice, Out, ProgressBar, one_line, print_note, print_summary};

pub(super) fn run(args: &Index) -> anyhow::Result<Exit> {
    let keys = with_today(key_map(&args.map)?);
    let dir = plan::index_dir(args.place.index.as_deref())?;
    let (files, unreadable) = walk(&args.paths);
    let vanished = |known: &Checkpoints| known.vanished(&args.paths, &files);
    // Where nothing is left of a dump, its index is still there to be told of it.
    let any_vanished = || Archive::open(&dir).is_ok_and(|a| !vanished(&a.checkpoints()).is_empty());
    if files.is_empty() && (args.fresh || !any_vanished()) {
        return Err(nothing_to_read(&args.paths, &unreadable));
    }
    let mut access = WriteAccess::open(&dir, args.fresh)?;
    let vanished = vanished(access.checkpoints());
    let mut options = IndexOptions {
        keys,
        language: LanguageChoice {
            as_declared: args.no_detect,
            fallback: args.language.clone(),
        },
        again: args.again,
        families: !args.no_families,
        ..Default::default()
    };
    options.read.format = args.input_format.or(args.format.forced);
    options.read.columns = columns(&args.columns);
    options.memory_bytes = args.memory;
    if let Some(threads) = args.threads {
        options.threads = threads.into();
    }
    let mut rejects = Rejects::open(args.rejects.as_deref())?;
    for rejection in &unreadable {
        rejects.take(rejection, false)?;
    }
    let mut pruned = 0;
    if args.prune && !vanished.is_empty() {
        pruned = access.forget_dumps(&vanished)?;
        // What went with a file may stand in another one too.
        options.again |= access.checkpoints().has_shared_ids();
    }
    let progress = stoppable();
    let mut summary = watched(&progress, args.quiet, |progress| {
        let mut take = |r: &Rejection, skipped: bool| rejects.take(r, skipped);
        index_sources(&mut access, &files, &options, progress, &mut take)
    })?;
    summary.read += unreadable.len() as u64;
    summary.rejected += unreadable.len() as u64;
    summary.files_vanished = vanished.len() as u64;
    summary.pruned = pruned;
    rejects.finish()?;
    let mut out = Out::new(ColorChoice::Auto);
    match args.format.summary {
        SummaryFormat::Json => out.json(&summary)?,
        SummaryFormat::Text => {
            let articles = access.archive().manifest().articles;
            print_summary(&mut out, &summary, articles, &dir.display().to_string())?;
            if !args.prune && !vanished.is_empty() {
                tell_vanished(&vanished);
            }
        }
    }
    out.finish()?;
    if summary.interrupted {
        print_note("interrupted: the same command goes on from what was committed");
        return Ok(Exit::Interrupted);
    }
    if !args.quiet && args.format.summary == SummaryFormat::Text {
        next::after_index(&dir, access.archive().manifest().articles);
    }
    Ok(Exit::Success)
}

/// Names the files that are gone, the first few of them.
fn tell_vanished(vanished: &[String]) {
    for name in vanished.iter().take(SHOWN) {
        print_note(&format!("{name} is not there any more"));
    }
    print_note("their articles stay; remove them: the same command with --prune");
}

/// Runs `work` with its progress shown.
pub(super) fn watched(
    progress: &Progress,
    quiet: bool,
    work: impl FnOnce(&Progress) -> crate::Result<IndexSummary>,
) -> crate::Result<IndexSummary> {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = (!quiet).then(|| scope.spawn(|| ProgressBar::watch(progress, &done)));
        // Also when `work` panics, or its scope would wait for the watcher for ever.
        let _ended = Ended(&done);
        let result = work(progress);
        done.store(true, Ordering::Release);
        if let Some(watcher) = watcher {
            watcher.thread().unpark();
        }
        result
    })
}

/// Says that the work has ended when it is dropped.
struct Ended<'a>(&'a AtomicBool);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// The columns that were named, if any were.
pub(super) fn columns(names: &[String]) -> Option<Vec<String>> {
    (!names.is_empty()).then(|| names.to_vec())
}

/// The keys, with today as the day after which no article can be published.
pub(super) fn with_today(keys: KeyMap) -> KeyMap {
    match Stamp::from_unix(jiff::Timestamp::now().as_second()) {
        Some(now) => keys.with_clock(now),
        None => keys,
    }
}

pub(super) fn key_map(pairs: &[String]) -> Result<KeyMap, Error> {
    let mut keys = KeyMap::default();
    for pair in pairs {
        let (field, key) = pair.split_once('=').ok_or_else(|| Error::Argument {
            message: format!("`--map {pair}` has no `=`"),
            help: Some("write --map title=hed".into()),
        })?;
        keys = keys.with(field, key).map_err(|message| Error::Argument {
            message: format!("--map {pair}: {message}"),
            help: None,
        })?;
    }
    Ok(keys)
}

fn nothing_to_read(paths: &[std::path::PathBuf], unreadable: &[Rejection]) -> anyhow::Error {
    let named: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    let message = match unreadable.first() {
        Some(first) => format!("cannot read {}: {}", first.file, first.reason),
        None => format!("no file to read in {}", named.join(", ")),
    };
    let help = Some(
        "give files or folders of articles: text, JSON, CSV, HTML, WARC, XML, also packed".into(),
    );
    Error::Argument { message, help }.into()
}

/// What was not indexed: to a file if one is named, the first few and a summary to the terminal.
pub(super) struct Rejects {
    file: Option<(std::path::PathBuf, std::io::BufWriter<fs_err::File>)>,
    by_reason: BTreeMap<String, u64>,
    shown: usize,
    total: u64,
}

/// Rejections told one by one; the rest are counted by reason.
const SHOWN: usize = 5;
/// Reasons kept apart at most, so that hostile input can't fill the memory with them.
const REASONS: usize = 1_000;

impl Rejects {
    pub(super) fn open(path: Option<&Path>) -> Result<Rejects, Error> {
        let file = match path {
            None => None,
            Some(path) => {
                let failed = |e| Error::io("cannot write", path, e);
                let mut file = std::io::BufWriter::new(fs_err::File::create(path).map_err(failed)?);
                writeln!(file, "file\trecord\tbyte\treason").map_err(failed)?;
                Some((path.to_owned(), file))
            }
        };
        Ok(Rejects {
            file,
            by_reason: BTreeMap::new(),
            shown: 0,
            total: 0,
        })
    }

    pub(super) fn take(&mut self, r: &Rejection, skipped: bool) -> Result<(), Error> {
        let verb = if skipped { "skipped: " } else { "" };
        if let Some((path, file)) = &mut self.file {
            let (name, reason) = (one_line(&r.file), one_line(&r.reason));
            writeln!(file, "{name}\t{}\t{}\t{verb}{reason}", r.record, r.byte)
                .map_err(|e| Error::io("cannot write", path, e))?;
        }
        self.total += 1;
        let reason = format!("{verb}{}", r.reason);
        if self.by_reason.len() < REASONS || self.by_reason.contains_key(&reason) {
            *self.by_reason.entry(reason).or_default() += 1;
        }
        if self.shown < SHOWN {
            self.shown += 1;
            let place = if r.record == 0 {
                r.file.clone()
            } else {
                format!("{}, record {}, byte {}", r.file, r.record, r.byte)
            };
            print_note(&format!("{place}: {verb}{}", r.reason));
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<(), Error> {
        if let Some((path, file)) = &mut self.file {
            file.flush()
                .map_err(|e| Error::io("cannot write", path, e))?;
        }
        if self.total > SHOWN as u64 {
            let mut reasons: Vec<_> = self.by_reason.iter().collect();
            reasons.sort_by(|a, b| b.1.cmp(a.1));
            for (reason, n) in reasons.iter().take(10) {
                print_note(&format!("{n} x {reason}"));
            }
            if self.file.is_none() {
                print_note("list them all: --rejects FILE");
            }
        }
        Ok(())
    }
}

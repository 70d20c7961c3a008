//! What indexing costs: time, memory, size, by stage and by part of the index.
//!
//! A pass measures the process that it runs in, so that each wants a process of its own: who starts
//! them is the caller. Rates are of bytes of records, after decompression.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::compare::median;
use super::report::{Machine, Program};
use crate::error::{Error, Result};
use crate::index::{IndexOptions, Progress, Stage, WriteAccess, index_sources};
use crate::ingest::walk;

/// Recorded passes over one input.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IngestRun {
    /// Version of this form.
    pub version: u32,
    /// When it began, RFC 3339.
    pub started: String,
    /// The command that was typed.
    pub command: String,
    /// On what it ran.
    pub machine: Machine,
    /// What was measured.
    pub program: Program,
    /// How it was measured.
    pub settings: IngestSettings,
    /// Medians of the passes.
    pub median: IngestFigures,
    /// The passes, in order.
    pub passes: Vec<IngestPass>,
    /// What a reader of the figures must know.
    pub notes: Vec<String>,
}

/// How it was indexed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IngestSettings {
    /// Files and folders.
    pub paths: Vec<String>,
    /// Threads that index; half as many take articles apart beside them.
    pub threads: usize,
    /// Memory to stay within.
    pub memory_bytes: u64,
    /// Whether copies of stories were looked for.
    pub families: bool,
    /// Passes that were wanted.
    pub runs: usize,
}

/// What one pass, or the median of several, comes to.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IngestFigures {
    /// Seconds from opening the index to its last byte.
    pub wall_s: f64,
    /// Seconds of CPU time of all threads; none where the system does not tell.
    pub cpu_s: Option<f64>,
    /// Millions of bytes of records a second.
    pub mb_per_s: f64,
    /// The same a second of CPU time.
    pub mb_per_cpu_s: Option<f64>,
    /// Articles a second.
    pub articles_per_s: f64,
    /// The most memory that the process held at a time; none where the system does not tell.
    pub peak_memory_bytes: Option<f64>,
    /// Bytes of the index.
    pub index_bytes: f64,
    /// Bytes of the index to bytes of records.
    pub index_ratio: f64,
}

/// One pass.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IngestPass {
    /// Its figures.
    pub figures: IngestFigures,
    /// Seconds of CPU time in the program.
    pub user_s: Option<f64>,
    /// Seconds of CPU time in the system.
    pub system_s: Option<f64>,
    /// Files that were read.
    pub files: u64,
    /// Bytes of input on disk that were read.
    pub bytes: u64,
    /// Bytes of records, after decompression.
    pub record_bytes: u64,
    /// Records read; the sum of the five after it.
    pub read: u64,
    /// New articles.
    pub indexed: u64,
    /// Articles that replaced an older version.
    pub updated: u64,
    /// Articles that stood in the input before.
    pub unchanged: u64,
    /// Files and records that are no articles.
    pub skipped: u64,
    /// Records that can't be read.
    pub rejected: u64,
    /// Articles in the index.
    pub articles: u64,
    /// Segments of the index.
    pub segments: usize,
    /// Seconds of CPU time by stage, which add up to all; empty where the system does not tell.
    pub stages_cpu_s: BTreeMap<String, f64>,
    /// Seconds by the clock that the writing thread waited.
    pub waits_s: BTreeMap<String, f64>,
    /// Bytes of the index by part.
    pub parts: BTreeMap<String, u64>,
}

/// The stages by which CPU time is told, in the order of the work.
pub const INGEST_STAGES: [&str; 5] = ["read", "take apart", "write", "index and merge", "families"];

/// Indexes files into an empty folder, and measures this process meanwhile.
///
/// # Errors
/// [`Error::Argument`] where there is nothing to read, and those of indexing. Records that can't be
/// read are counted.
pub fn ingest_pass(dir: &Path, paths: &[PathBuf], options: &IndexOptions) -> Result<IngestPass> {
    let started = Instant::now();
    let cpu_before = process_cpu();
    let (files, unreadable) = walk(paths);
    if files.is_empty() {
        return Err(Error::Argument {
            message: "there is nothing to read".into(),
            help: unreadable
                .first()
                .map(|r| format!("{}: {}", r.file, r.reason)),
        });
    }
    let progress = Progress::default();
    let mut access = WriteAccess::open(dir, false)?;
    if access.archive().manifest().articles > 0 {
        return Err(Error::Argument {
            message: format!("{} has articles already", dir.display()),
            help: Some("name a folder that is not there yet".into()),
        });
    }
    let done = index_sources(&mut access, &files, options, &progress, &mut |_, _| Ok(()))?;
    let archive = access.archive();
    let segments = archive.tantivy().load_metas()?.segments.len();
    let articles = archive.manifest().articles;
    drop(access);
    let wall_s = started.elapsed().as_secs_f64();
    let cpu_s = process_cpu()
        .zip(cpu_before)
        .map(|(after, before)| after - before);
    let record_bytes = progress.stages.record_bytes.load(Ordering::Relaxed);
    let parts = parts_of(dir)?;
    let index_bytes = parts.values().sum::<u64>() as f64;
    let system_s = cpu_s.and_then(|all| system_time().map(|system| system.min(all)));
    let stage = |stage| progress.stages.cpu(stage).as_secs_f64();
    let known = [
        stage(Stage::Read),
        stage(Stage::TakeApart),
        stage(Stage::Write),
        stage(Stage::Families),
    ];
    let stages_cpu_s = cpu_s.map_or_else(BTreeMap::new, |all| {
        let [read, take_apart, write, families] = known;
        // Clocks of threads and of the process step apart by a tick.
        let rest = (all - known.iter().sum::<f64>()).max(0.0);
        let seconds = [read, take_apart, write, rest, families];
        INGEST_STAGES
            .iter()
            .map(|name| (*name).to_owned())
            .zip(seconds)
            .collect()
    });
    let wait = |stage| progress.stages.wall(stage).as_secs_f64();
    let waits = [
        ("commit", Stage::Commit),
        ("merge", Stage::Merge),
        ("families", Stage::Families),
    ];
    let mb = record_bytes as f64 / 1e6;
    Ok(IngestPass {
        figures: IngestFigures {
            wall_s,
            cpu_s,
            mb_per_s: mb / wall_s,
            mb_per_cpu_s: cpu_s.map(|cpu| mb / cpu.max(1e-9)),
            articles_per_s: articles as f64 / wall_s,
            peak_memory_bytes: peak_memory(),
            index_bytes,
            index_ratio: index_bytes / record_bytes.max(1) as f64,
        },
        user_s: cpu_s.zip(system_s).map(|(all, system)| all - system),
        system_s,
        files: done.files,
        bytes: done.bytes,
        record_bytes,
        read: done.read,
        indexed: done.indexed,
        updated: done.updated,
        unchanged: done.unchanged,
        skipped: done.skipped,
        rejected: done.rejected,
        articles,
        segments,
        stages_cpu_s,
        waits_s: waits
            .map(|(name, stage)| (name.to_owned(), wait(stage)))
            .into(),
        parts,
    })
}

impl IngestRun {
    /// Sets the medians and the notes from the passes.
    pub fn conclude(&mut self) {
        let all = |of: fn(&IngestFigures) -> Option<f64>| {
            let mut values: Vec<f64> = self.passes.iter().filter_map(|p| of(&p.figures)).collect();
            (!values.is_empty()).then(|| median(&mut values))
        };
        let some = |of: fn(&IngestFigures) -> Option<f64>| all(of).unwrap_or(0.0);
        self.median = IngestFigures {
            wall_s: some(|f| Some(f.wall_s)),
            cpu_s: all(|f| f.cpu_s),
            mb_per_s: some(|f| Some(f.mb_per_s)),
            mb_per_cpu_s: all(|f| f.mb_per_cpu_s),
            articles_per_s: some(|f| Some(f.articles_per_s)),
            peak_memory_bytes: all(|f| f.peak_memory_bytes),
            index_bytes: some(|f| Some(f.index_bytes)),
            index_ratio: some(|f| Some(f.index_ratio)),
        };
        let mut notes = Vec::new();
        if self.program.profile == "debug" {
            notes.push("a debug build: several times slower than a release build".to_owned());
        }
        if let Some(load) = self.machine.load.filter(|load| *load > 0.5) {
            notes.push(format!(
                "{load} threads of other work wanted to run at the start: wall times say little, CPU times more"
            ));
        }
        if self.passes.len() < self.settings.runs {
            let (done, wanted) = (self.passes.len(), self.settings.runs);
            notes.push(format!("{done} of {wanted} passes were made"));
        }
        notes.push(
            "input comes from the page cache once it has been read, and no pass is synced to the disk as a whole"
                .to_owned(),
        );
        self.notes = notes;
    }

    /// The run as indented JSON, with a line break at its end.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self);
        text.expect("plain data with names for keys is JSON") + "\n"
    }
}

/// Bytes of the files of an index by what they hold.
fn parts_of(dir: &Path) -> Result<BTreeMap<String, u64>> {
    let failed = |e| Error::io("cannot read", dir, e);
    let mut out: BTreeMap<String, u64> = BTreeMap::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs_err::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let about = entry.metadata().map_err(failed)?;
            match about.is_dir() {
                true => open.push(entry.path()),
                false => *out.entry(part(&entry.path()).to_owned()).or_default() += about.len(),
            }
        }
    }
    Ok(out)
}

/// What a file of an index holds.
fn part(file: &Path) -> &'static str {
    let text = |name: Option<&std::ffi::OsStr>| {
        name.and_then(|n| n.to_str()).unwrap_or_default().to_owned()
    };
    match text(file.extension()).as_str() {
        "store" => "store",
        "idx" => "postings",
        "pos" => "positions",
        "term" => "terms",
        "fast" => "columns",
        "fieldnorm" => "fieldnorms",
        "del" => "deletes",
        _ if text(file.file_name()).starts_with("families") => "families",
        _ => "rest",
    }
}

/// Seconds of CPU time of all threads of this process.
fn process_cpu() -> Option<f64> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        Some(now.tv_sec as f64 + now.tv_nsec as f64 / 1e9)
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    None
}

/// Seconds of them in the system: field 15 of `/proc/self/stat`, which counts hundredths.
fn system_time() -> Option<f64> {
    let text = fs_err::read_to_string("/proc/self/stat").ok()?;
    // The second field is a name in brackets, which may hold anything.
    let (_, rest) = text.rsplit_once(')')?;
    let ticks: u64 = rest.split_whitespace().nth(12)?.parse().ok()?;
    Some(ticks as f64 / 100.0)
}

/// The most memory that this process held.
fn peak_memory() -> Option<f64> {
    let text = fs_err::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib as f64 * 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_adds_up_and_refuses_a_folder_with_articles() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("idx");
        let paths = [root.join("corpus/sample")];
        let options = IndexOptions {
            threads: 1,
            memory_bytes: IndexOptions::LEAST_MEMORY,
            ..IndexOptions::default()
        };
        let pass = ingest_pass(&folder, &paths, &options).unwrap();
        let sum = pass.indexed + pass.updated + pass.unchanged + pass.skipped + pass.rejected;
        assert_eq!(pass.read, sum);
        assert_eq!(pass.articles, pass.indexed);
        assert!(pass.record_bytes > 0 && pass.articles >= 60);
        let parts: u64 = pass.parts.values().sum();
        assert_eq!(parts as f64, pass.figures.index_bytes);
        for part in [
            "store",
            "postings",
            "positions",
            "terms",
            "columns",
            "families",
        ] {
            assert!(pass.parts[part] > 0, "{part}");
        }
        if let Some(cpu) = pass.figures.cpu_s {
            let stages: f64 = pass.stages_cpu_s.values().sum();
            assert!(stages >= cpu * 0.99, "{stages} of {cpu}");
            assert!(pass.stages_cpu_s["take apart"] > 0.0);
        }
        let error = ingest_pass(&folder, &paths, &options).unwrap_err();
        assert!(
            error.to_string().contains("has articles already"),
            "{error}"
        );
        let nothing = ingest_pass(&folder, &[dir.path().join("none")], &options);
        assert!(nothing.unwrap_err().to_string().contains("nothing to read"));
    }

    #[test]
    fn medians_are_of_the_passes_that_tell() {
        let pass = |wall_s, peak_memory_bytes| IngestPass {
            figures: IngestFigures {
                wall_s,
                peak_memory_bytes,
                ..IngestFigures::default()
            },
            ..IngestPass::default()
        };
        let mut run = IngestRun {
            passes: vec![pass(3.0, Some(5.0)), pass(1.0, None), pass(2.0, Some(7.0))],
            ..IngestRun::default()
        };
        run.conclude();
        assert_eq!(run.median.wall_s, 2.0);
        assert_eq!(run.median.peak_memory_bytes, Some(6.0));
        assert_eq!(run.median.cpu_s, None);
    }

    #[test]
    fn parts_are_known_by_the_names_of_their_files() {
        for (name, expected) in [
            ("segments/0a.store", "store"),
            ("segments/0a.12.del", "deletes"),
            ("segments/0a.fieldnorm", "fieldnorms"),
            ("families.bin", "families"),
            ("segments/meta.json", "rest"),
            ("dateline.json", "rest"),
        ] {
            assert_eq!(part(Path::new(name)), expected);
        }
    }
}

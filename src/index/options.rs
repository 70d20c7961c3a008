//! What a run of indexing is told, what it tells while it goes on, and what it tells in the end.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64};

use super::document::LanguageChoice;
use super::stages::Stages;
use crate::ingest::{KeyMap, ReadOptions};

/// How to index.
#[derive(Debug, Clone)]
pub struct IndexOptions {
    /// Threads that index; half as many take articles apart beside them.
    pub threads: usize,
    /// Memory to stay within, in bytes, from [`IndexOptions::LEAST_MEMORY`].
    pub memory_bytes: usize,
    /// How records are read.
    pub read: ReadOptions,
    /// Which keys of a JSON record hold which part.
    pub keys: KeyMap,
    /// Language of articles that declare none.
    pub language: LanguageChoice,
    /// Whether copies of one story are looked for, see `families`.
    pub families: bool,
    /// A commit is made after this many bytes of records, after decompression.
    pub commit_bytes: u64,
    /// Reads every file from its beginning, also those that are as they were.
    pub again: bool,
}

impl IndexOptions {
    /// The least memory to index with.
    pub const LEAST_MEMORY: usize = 128 << 20;

    /// Share of `memory_bytes` that Tantivy's writer gets; it takes up to twice its budget.
    pub(super) fn writer_budget(&self) -> usize {
        (self.memory_bytes / 2).max(self.threads * 16_000_000)
    }

    /// Changes with everything that changes what articles a file yields.
    pub(super) fn fingerprint(&self) -> u64 {
        let keys = self.keys.fingerprint();
        let text = format!("{:?} {keys} {:?}", self.read, self.language);
        xxhash_rust::xxh3::xxh3_64(text.as_bytes())
    }
}

impl Default for IndexOptions {
    fn default() -> IndexOptions {
        IndexOptions {
            threads: std::thread::available_parallelism().map_or(2, |n| n.get().min(8)),
            memory_bytes: 600 << 20,
            read: ReadOptions {
                max_record_bytes: 16 << 20,
                ..ReadOptions::default()
            },
            keys: KeyMap::default(),
            language: LanguageChoice::default(),
            families: true,
            commit_bytes: 256 << 20,
            again: false,
        }
    }
}

/// What happened to the records of a run; `read` is the sum of the five after it.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct IndexSummary {
    /// Records read.
    pub read: u64,
    /// New articles.
    pub indexed: u64,
    /// Articles that replaced an older version.
    pub updated: u64,
    /// Articles that are in the index as they are.
    pub unchanged: u64,
    /// Files and records that are no articles.
    pub skipped: u64,
    /// Records that can't be read.
    pub rejected: u64,
    /// Articles whose date could not be read and is kept as text; of those above.
    #[serde(skip_serializing_if = "is_zero")]
    pub unread_dates: u64,
    /// Articles in an encoding other than UTF-8, by encoding; of those above.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub encodings: BTreeMap<String, u64>,
    /// Files that are as they were when they were read, and were not read again.
    pub files_unchanged: u64,
    /// Files that were read once and are not there any more, as far as the caller looked.
    pub files_vanished: u64,
    /// Articles of vanished files that were removed.
    pub pruned: u64,
    /// Bytes of input on disk that were read.
    pub bytes: u64,
    /// Wall time.
    pub seconds: f64,
    /// Whether the run was interrupted before its end.
    #[serde(skip)]
    pub interrupted: bool,
    /// Files read.
    #[serde(skip)]
    pub files: u64,
    /// Records that earlier runs rejected or skipped in the files that are as they were.
    #[serde(skip)]
    pub rejected_before: u64,
}

fn is_zero(n: &u64) -> bool {
    *n == 0
}

/// Counters that another thread may watch while a run goes on.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes of input read from disk so far.
    pub bytes: AtomicU64,
    /// Bytes of input that are to be read, as far as is known.
    pub total: AtomicU64,
    /// Records dealt with so far.
    pub records: AtomicU64,
    /// Set to stop the run: what is whole is committed.
    pub stop: AtomicBool,
    /// Where its time goes.
    pub stages: Stages,
}

//! Invented archives for the property tests: articles indexed in memory, and their words.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test file uses its own share of this, and a failed step fails the test"
)]

use dateline::article::Article;
use dateline::index::{IndexOptions, Progress, WriteAccess, index_sources};
use dateline::ingest::SourceFile;
use dateline::search::Searcher;
use proptest::prelude::*;

/// So many cases, and no file of what failed.
pub fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    }
}

/// An index in memory of these runs of articles: each run is a segment, later ones replace.
pub fn archive(runs: &[Vec<Article>]) -> Searcher {
    let dir = tempfile::tempdir().unwrap();
    let mut access = WriteAccess::in_memory();
    for (n, articles) in runs.iter().enumerate() {
        let path = dir.path().join(format!("{n}.jsonl"));
        let lines: String = articles
            .iter()
            .map(|a| format!("{}\n", serde_json::to_string(a).unwrap()))
            .collect();
        fs_err::write(&path, &lines).unwrap();
        let files = [SourceFile {
            path,
            bytes: lines.len() as u64,
        }];
        let options = IndexOptions {
            threads: 1,
            ..IndexOptions::default()
        };
        let progress = Progress::default();
        let mut refuse = |r: &dateline::ingest::Rejection, skipped: bool| {
            assert!(skipped && articles.is_empty(), "{r}");
            Ok(())
        };
        index_sources(&mut access, &files, &options, &progress, &mut refuse).unwrap();
    }
    Searcher::open(access.archive()).unwrap()
}

/// An article as an export has it, so that it is read as it is.
pub fn article(id: usize, title: &str, body: Vec<String>) -> Article {
    Article {
        id: format!("id{id}"),
        title: title.to_owned(),
        word_count: 1,
        body,
        language: "en".to_owned(),
        raw_format: "jsonl".to_owned(),
        ..Article::default()
    }
}

/// Words whose stem is the word itself, in every language of the tests.
pub const WORDS: [&str; 6] = ["ko", "ta", "mip", "rud", "zeb", "pol"];

/// One of them.
pub fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(WORDS.as_slice())
}

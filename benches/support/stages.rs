//! The stages of indexing and searching over made-up articles, for the bench by time
//! (`stages.rs`) and the one by instructions (`instructions.rs`).

use std::sync::Arc;

use dateline::analysis::Analyzer;
use dateline::article::Article;
use dateline::article::segment::Words;
use dateline::index::{IndexOptions, Progress, WriteAccess, index_sources};
use dateline::ingest::{Format, KeyMap, RawRecord, to_article, walk};
use dateline::query::{Lowering, Query, field_specs};
use dateline::search::{FacetRequest, Request, Searcher, SnippetRequest};

use super::articles::Articles;

/// Articles that are made.
const ARTICLES: usize = 400;

/// Names of the stages, in the order of an article's and then of a query's way.
pub(crate) const STAGES: [&str; 7] = [
    "parse", "analyse", "index", "lower", "match", "facet", "snippet",
];

/// What the stages work on.
pub(crate) struct Bench {
    folder: tempfile::TempDir,
    records: Vec<RawRecord>,
    articles: Vec<Article>,
    access: WriteAccess,
    searcher: Searcher,
    queries: Vec<String>,
}

impl Bench {
    /// Makes the articles, and an index of them in memory.
    ///
    /// # Errors
    /// Where the folder for temporary files can't be written.
    pub(crate) fn new() -> Result<Bench, Box<dyn std::error::Error>> {
        let mut made = Articles::new(42);
        let lines: Vec<String> = (0..ARTICLES).map(|n| made.record(n)).collect();
        let folder = tempfile::tempdir()?;
        std::fs::write(folder.path().join("made.jsonl"), lines.join("\n"))?;
        let dump: Arc<str> = "made.jsonl".into();
        let record = |(n, line): (usize, &String)| RawRecord {
            dump: Arc::clone(&dump),
            record: n as u64 + 1,
            offset: 0,
            bytes: line.clone().into_bytes(),
            format: Format::Json,
            context: None,
        };
        let records: Vec<RawRecord> = lines.iter().enumerate().map(record).collect();
        let articles = taken_apart(&records);
        let access = indexed(folder.path());
        let searcher = Searcher::open(access.archive())?;
        let mut queries = Vec::new();
        for _ in 0..6 {
            let [a, b, c] = [made.rare(), made.rare(), made.rare()];
            queries.push(a.clone());
            queries.push(format!("{a} {b}"));
            queries.push(format!("{a} OR {b} OR {c}"));
            queries.push(format!("\"{a} {b}\" OR \"of the\""));
            queries.push(format!("{}* AND the", &a[..a.len().min(3)]));
            queries.push(format!("({a} NEAR/9 {b}) OR title:{c}"));
        }
        Ok(Bench {
            folder,
            records,
            articles,
            access,
            searcher,
            queries,
        })
    }

    /// Runs a stage once; the number tells that it did something.
    ///
    /// # Panics
    /// For a name that is none of [`STAGES`].
    pub(crate) fn run(&self, stage: &str) -> u64 {
        match stage {
            "parse" => measured_parse(self),
            "analyse" => measured_analyse(self),
            "index" => measured_index(self),
            "lower" => measured_lower(self),
            "match" => measured_match(self),
            "facet" => measured_facet(self),
            "snippet" => measured_snippet(self),
            _ => panic!("no stage {stage}"),
        }
    }

    fn answers(&self, mut change: impl FnMut(&mut Request)) -> u64 {
        let mut total = 0;
        for query in &self.queries {
            let mut request = Request::new(query);
            request.snippets = None;
            change(&mut request);
            let response = self
                .searcher
                .search(&request)
                .expect("the queries are sound");
            total += response.total;
        }
        total
    }
}

fn taken_apart(records: &[RawRecord]) -> Vec<Article> {
    let keys = KeyMap::default();
    let articles = records.iter().map(|record| to_article(record, &keys));
    articles
        .map(|a| a.expect("the records are sound"))
        .collect()
}

fn indexed(folder: &std::path::Path) -> WriteAccess {
    let (files, _) = walk(&[folder.to_owned()]);
    let mut access = WriteAccess::in_memory();
    let options = IndexOptions {
        threads: 1,
        ..IndexOptions::default()
    };
    index_sources(
        &mut access,
        &files,
        &options,
        &Progress::default(),
        &mut |_, _| Ok(()),
    )
    .expect("the articles can be indexed");
    access
}

// One function a stage, never inlined: the counter of instructions knows them by name.

#[inline(never)]
fn measured_parse(bench: &Bench) -> u64 {
    taken_apart(&bench.records)
        .iter()
        .map(|a| a.word_count)
        .sum()
}

#[inline(never)]
fn measured_analyse(bench: &Bench) -> u64 {
    let mut analyzer = Analyzer::new();
    analyzer.set_language("en");
    let mut length = 0;
    for paragraph in bench.articles.iter().flat_map(|a| &a.body) {
        for (start, end) in Words::new(paragraph) {
            length += analyzer.word(&paragraph[start..end]).term().len() as u64;
        }
    }
    length
}

#[inline(never)]
fn measured_index(bench: &Bench) -> u64 {
    indexed(bench.folder.path()).archive().manifest().articles
}

#[inline(never)]
fn measured_lower(bench: &Bench) -> u64 {
    let fields = field_specs();
    let archive = bench.access.archive();
    let reader = archive
        .tantivy()
        .reader()
        .expect("an index in memory opens");
    let searcher = reader.searcher();
    let mut lights = 0;
    for text in &bench.queries {
        let query = Query::new(text, &fields).expect("the queries are sound");
        let now = jiff::Zoned::default();
        let mut lowering = Lowering::new(archive.fields(), &searcher, vec!["en"], now);
        let lowered = lowering.lower(&query.ast).expect("the queries are sound");
        std::hint::black_box(&lowered);
        lights += 1;
    }
    lights
}

#[inline(never)]
fn measured_match(bench: &Bench) -> u64 {
    bench.answers(|_| ())
}

#[inline(never)]
fn measured_facet(bench: &Bench) -> u64 {
    let facets = ["source", "section", "place", "author", "year"];
    bench.answers(|request| {
        request.limit = 0;
        request.facets = facets
            .map(|facet| FacetRequest {
                facet: facet.into(),
                limit: 10,
            })
            .into();
    })
}

#[inline(never)]
fn measured_snippet(bench: &Bench) -> u64 {
    bench.answers(|request| request.snippets = Some(SnippetRequest::default()))
}

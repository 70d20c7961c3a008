//! Criterion benches on corpus/sample: taking apart, indexing, searching, snippets.
//! `cargo bench --bench archive`. Seeded by the corpus itself; ratios between two commits count,
//! not the figures.

use criterion::{Criterion, criterion_group, criterion_main};
use dateline::article::parse_text;
use dateline::index::{IndexOptions, Progress, WriteAccess, index_sources};
use dateline::ingest::walk;
use dateline::search::{FacetRequest, Request, Searcher};

fn indexed() -> WriteAccess {
    let (files, _) = walk(&["corpus/sample".into()]);
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
    .expect("corpus/sample can be indexed");
    access
}

fn benches(c: &mut Criterion) {
    let (files, _) = walk(&["corpus/sample".into()]);
    let texts: Vec<String> = files
        .iter()
        .filter(|f| f.path.extension().is_some_and(|e| e == "txt"))
        .filter_map(|f| std::fs::read_to_string(&f.path).ok())
        .collect();
    c.bench_function("parse", |b| {
        b.iter(|| {
            texts
                .iter()
                .map(|t| parse_text(t).article.word_count)
                .sum::<u64>()
        });
    });
    c.bench_function("index", |b| b.iter(indexed));
    let access = indexed();
    let searcher = Searcher::open(access.archive()).expect("an index in memory opens");
    for (name, query) in [
        ("word", "ferry"),
        ("words", "harbour council vote"),
        ("phrase", "\"border town\""),
        ("wildcard", "elect*"),
        ("everything", "*"),
    ] {
        let mut request = Request::new(query);
        request.facets = ["source", "section", "year"]
            .map(|facet| FacetRequest {
                facet: facet.into(),
                limit: 10,
            })
            .into();
        c.bench_function(&format!("page {name}"), |b| {
            b.iter(|| searcher.search(&request))
        });
        request.snippets = None;
        c.bench_function(&format!("no snippets {name}"), |b| {
            b.iter(|| searcher.search(&request))
        });
    }
}

criterion_group!(all, benches);
criterion_main!(all);

//! Logs made from small archives: what they promise of themselves, and archives with nothing to take.

use super::*;
use crate::index::{IndexOptions, Progress, WriteAccess, index_sources};
use crate::ingest::walk;
use crate::search::Request;

fn searcher(paths: &[&std::path::Path]) -> Searcher {
    let paths: Vec<_> = paths.iter().map(|p| p.to_path_buf()).collect();
    let mut access = WriteAccess::in_memory();
    let options = IndexOptions {
        threads: 1,
        ..IndexOptions::default()
    };
    let (files, _) = walk(&paths);
    let progress = Progress::default();
    index_sources(&mut access, &files, &options, &progress, &mut |_, _| Ok(())).unwrap();
    Searcher::open(access.archive()).unwrap()
}

fn sample() -> Searcher {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    searcher(&[&root.join("corpus/sample")])
}

fn wanted(each: usize, seed: u64, classes: &[&str]) -> Wanted {
    Wanted {
        each,
        seed,
        classes: classes.iter().map(|c| (*c).to_owned()).collect(),
    }
}

#[test]
fn a_log_is_the_same_again_and_a_class_does_not_depend_on_the_others() {
    let searcher = sample();
    let all = generate(&searcher, &wanted(5, 7, &[])).unwrap();
    assert_eq!(generate(&searcher, &wanted(5, 7, &[])).unwrap(), all);
    assert_ne!(generate(&searcher, &wanted(5, 8, &[])).unwrap(), all);
    let alone = generate(&searcher, &wanted(3, 7, &["or3"])).unwrap();
    let of_all: Vec<_> = all.queries.iter().filter(|q| q.class == "or3").collect();
    assert_eq!(alone.queries.len(), 3);
    assert_eq!(alone.queries.iter().collect::<Vec<_>>(), of_all[..3]);
}

#[test]
fn every_class_of_the_sample_has_queries_that_find_their_article() {
    let searcher = sample();
    let made = generate(&searcher, &wanted(4, 1, &[])).unwrap();
    let classes: HashSet<&str> = made.queries.iter().map(|q| q.class.as_str()).collect();
    for (name, _) in query_classes() {
        assert!(classes.contains(name), "{name}");
    }
    for query in &made.queries {
        let page = crate::bench::Page::default();
        let response = searcher.search(&page.request(query)).unwrap();
        // What a query leaves out may be all there is, and a misspelt word may be none.
        let may_fail = ["bool_mix", "fuzzy"].contains(&query.class.as_str());
        assert!(response.total > 0 || may_fail, "{query:?}");
    }
    assert!(made.sampled >= 60);
}

#[test]
fn words_are_in_as_many_articles_as_their_class_says() {
    let searcher = sample();
    let all = searcher.n_articles() as f64;
    let made = generate(&searcher, &wanted(20, 3, &["term_hi", "term_lo"])).unwrap();
    for query in made.queries {
        let total = searcher.search(&Request::new(&query.q)).unwrap().total as f64;
        match query.class.as_str() {
            "term_hi" => assert!(total >= 0.05 * all && total <= 0.5 * all, "{query:?}"),
            _ => assert_eq!(total, 1.0, "{query:?}"),
        }
    }
}

#[test]
fn an_archive_with_little_in_it_has_fewer_queries_and_none_has_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let check = |text: &str, classes: &[&str], least: usize| {
        let path = dir.path().join("dump.jsonl");
        fs_err::write(&path, text).unwrap();
        let made = generate(&searcher(&[&path]), &wanted(50, 7, classes)).unwrap();
        assert!(made.queries.len() >= least, "{text}: {:?}", made.queries);
        let short: usize = made.short.iter().map(|(_, n)| n).sum();
        assert_eq!(short, made.queries.len(), "{text}");
    };
    let one = r#"{"id": "a", "title": "Quay", "body": "The ferry left the quay."}"#;
    check(one, &[], 5);
    check(one, &["date_range", "source_filter", "phrase_ent"], 0);
    check(r#"{"id": "a", "title": "1 2", "body": "3 4"}"#, &[], 0);
    let empty = Searcher::open(WriteAccess::in_memory().archive()).unwrap();
    let error = generate(&empty, &Wanted::default()).unwrap_err();
    assert!(error.to_string().contains("no articles"), "{error}");
    let error = generate(&sample(), &wanted(1, 7, &["or9"])).unwrap_err();
    assert!(error.help().unwrap().contains("term_hi, term_mid"));
}

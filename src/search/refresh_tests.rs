//! Searchers over an index that changes under them.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::error::Error;
use crate::index::{Archive, IndexOptions, Progress, WriteAccess, index_sources};
use crate::ingest::SourceFile;
use crate::search::Request;

/// Indexes articles of these numbers, in a run of its own.
fn add(access: &mut WriteAccess, ids: std::ops::Range<usize>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(format!("{}.jsonl", ids.start));
    let line = |id| {
        format!(
            "{{\"id\":\"id{id}\",\"title\":\"Harbour {id}\",\"published\":\"2018-03-01\",\"source\":\"S{}\",\
             \"body\":[\"The harbour of day {id} was quiet and the boats {id} stayed in.\"],\"language\":\"en\",\
             \"raw_format\":\"jsonl\",\"word_count\":12}}\n",
            id % 3
        )
    };
    let lines: String = ids.map(line).collect();
    fs_err::write(&path, &lines).unwrap();
    let files = [SourceFile {
        path,
        bytes: lines.len() as u64,
    }];
    let options = IndexOptions {
        threads: 1,
        memory_bytes: 64 << 20,
        ..IndexOptions::default()
    };
    let mut refuse = |_: &crate::ingest::Rejection, _| Ok(());
    index_sources(access, &files, &options, &Progress::default(), &mut refuse).unwrap();
}

fn open(dir: &Path) -> Searcher {
    Searcher::open(&Archive::open(dir).unwrap()).unwrap()
}

/// Articles that are found, with their sources counted.
fn found(searcher: &Searcher) -> u64 {
    let mut request = Request::new("harbour");
    request.facets = vec![FacetRequest {
        facet: "source".to_owned(),
        limit: 5,
    }];
    let response = searcher.search(&request).unwrap();
    let counts = response.facets["source"].values.iter();
    assert_eq!(counts.map(|value| value.count).sum::<u64>(), response.total);
    assert_eq!(response.hits.len() as u64, response.total.min(10));
    response.total
}

#[test]
fn each_commit_is_a_newer_state_and_nothing_else_is() {
    let dir = tempfile::tempdir().unwrap();
    let mut access = WriteAccess::open(dir.path(), false).unwrap();
    add(&mut access, 0..5);
    let first = open(dir.path());
    assert!(first.refreshed().unwrap().is_none());
    assert_eq!(found(&first), 5);

    add(&mut access, 5..12);
    let second = first.refreshed().unwrap().unwrap();
    assert_eq!((found(&first), found(&second)), (5, 12));
    assert_eq!(second.info().articles, 12);
    assert_ne!(second.info().fingerprint, first.info().fingerprint);
    assert!(second.refreshed().unwrap().is_none());

    access.remove_ids(&["id3".to_owned()]).unwrap();
    let third = second.refreshed().unwrap().unwrap();
    assert_eq!((found(&second), found(&third)), (12, 11));
    assert!(
        Arc::ptr_eq(&second.columns, &third.columns),
        "nothing but a removal"
    );

    access.merge(1, &mut |_| {}).unwrap();
    let fourth = third.refreshed().unwrap().unwrap();
    assert_eq!((found(&third), found(&fourth)), (11, 11));
    assert!(!Arc::ptr_eq(&third.columns, &fourth.columns));
    assert_eq!(found(&first), 5);
}

#[test]
fn an_index_in_memory_is_refreshed_too() {
    let mut access = WriteAccess::in_memory();
    let empty = Searcher::open(access.archive()).unwrap();
    assert!(empty.refreshed().unwrap().is_none());
    add(&mut access, 0..4);
    assert_eq!(found(&empty.refreshed().unwrap().unwrap()), 4);
}

#[test]
fn ties_of_segments_that_stay_are_not_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let mut access = WriteAccess::open(dir.path(), false).unwrap();
    add(&mut access, 0..5);
    let first = open(dir.path());
    first.warm(&["source".to_owned()]).unwrap();
    add(&mut access, 5..9);
    let second = first.refreshed().unwrap().unwrap();
    let kept = |searcher: &Searcher| -> Vec<Arc<_>> { searcher.ties().unwrap().segments.clone() };
    let of_first = kept(&first);
    let shared = kept(&second)
        .iter()
        .filter(|ties| Arc::ptr_eq(ties, &of_first[0]))
        .count();
    assert_eq!((of_first.len(), kept(&second).len(), shared), (1, 2, 1));
}

#[test]
fn an_index_made_anew_or_removed_leaves_the_old_searcher_working() {
    let dir = tempfile::tempdir().unwrap();
    let mut access = WriteAccess::open(dir.path(), false).unwrap();
    add(&mut access, 0..6);
    let old = open(dir.path());
    drop(access);
    let mut access = WriteAccess::open(dir.path(), true).unwrap();
    add(&mut access, 0..2);
    let anew = old.refreshed().unwrap().unwrap();
    assert_eq!(found(&anew), 2);
    drop(access);
    // On other systems files that are in use stay.
    if cfg!(unix) {
        assert_eq!(found(&old), 6);
        fs_err::remove_dir_all(dir.path()).unwrap();
        let error = anew.refreshed().unwrap_err();
        assert!(matches!(error, Error::NoIndex { .. }), "{error}");
        assert_eq!((found(&old), found(&anew)), (6, 2));
    }
}

#[test]
fn another_version_of_the_index_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut access = WriteAccess::open(dir.path(), false).unwrap();
    add(&mut access, 0..3);
    let searcher = open(dir.path());
    add(&mut access, 3..5);
    let path = dir.path().join("dateline.json");
    let text = fs_err::read_to_string(&path).unwrap();
    let other = text.replacen("\"analysis\": \"", "\"analysis\": \"other ", 1);
    fs_err::write(&path, other).unwrap();
    let error = searcher.refreshed().unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error}");
    assert_eq!(found(&searcher), 3);
}

#[test]
fn a_writer_that_commits_removes_merges_and_begins_anew_never_breaks_a_search() {
    let dir = tempfile::tempdir().unwrap();
    let mut access = WriteAccess::open(dir.path(), false).unwrap();
    add(&mut access, 0..4);
    let mut searcher = open(dir.path());
    let done = AtomicBool::new(false);
    let mut states = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 1..7 {
                add(&mut access, round * 4..round * 4 + 4);
                access.remove_ids(&[format!("id{}", round * 4)]).unwrap();
                access.merge(1, &mut |_| {}).unwrap();
                if round == 4 {
                    // The lock is given back before it is taken again.
                    let fresh = std::mem::replace(&mut access, WriteAccess::in_memory());
                    drop(fresh);
                    access = WriteAccess::open(dir.path(), true).unwrap();
                }
            }
            done.store(true, Ordering::Relaxed);
        });
        while !done.load(Ordering::Relaxed) {
            match searcher.refreshed() {
                Ok(Some(newer)) => {
                    searcher = newer;
                    states += 1;
                }
                Ok(None) => {}
                // Between the removal of the old one and the new one.
                Err(Error::NoIndex { .. }) => {}
                Err(error) => panic!("{error}"),
            }
            found(&searcher);
        }
    });
    assert!(states > 3, "{states}");
    if let Some(newer) = searcher.refreshed().unwrap() {
        searcher = newer;
    }
    // Two rounds since it was begun anew: four articles each, one of them removed.
    assert_eq!(found(&searcher), 6);
}

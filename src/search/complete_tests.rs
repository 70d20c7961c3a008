//! What is proposed for a beginning, over a few invented articles.

use super::*;
use crate::index::{IndexOptions, Progress, WriteAccess, index_sources};
use crate::ingest::SourceFile;
use crate::search::{Request, Stop};

/// Two runs, so that there are two segments; each line is source, section and body.
fn searcher() -> Searcher {
    let runs: [&[(&str, &str, &str)]; 2] = [
        &[
            (
                "Harbour Mail",
                "world/africa",
                "The elections were held. Sailors sailed, dying to sail.",
            ),
            (
                "Harbour Mail",
                "world",
                "Two elections in a year; the studies say so.",
            ),
            ("The Harbour", "sport", "An elected mayor of Müngen sails."),
        ],
        &[
            ("Afric Post", "sport", "Of the election and of the study."),
            (
                "Mail of Hill",
                "world/african union",
                "The studies of sailing; dying reefs.",
            ),
        ],
    ];
    let dir = tempfile::tempdir().unwrap();
    let mut access = WriteAccess::in_memory();
    for (n, run) in runs.iter().enumerate() {
        let path = dir.path().join(format!("{n}.jsonl"));
        let line = |(m, (source, section, body)): (usize, &(&str, &str, &str))| {
            format!(
                "{{\"id\":\"{n}-{m}\",\"title\":\"Note\",\"source\":\"{source}\",\"section\":[\"{section}\"],\
                 \"body\":[\"{body}\"],\"language\":\"en\",\"raw_format\":\"jsonl\",\"word_count\":9}}\n"
            )
        };
        let lines: String = run.iter().enumerate().map(line).collect();
        fs_err::write(&path, &lines).unwrap();
        let files = [SourceFile {
            path,
            bytes: lines.len() as u64,
        }];
        let options = IndexOptions {
            threads: 1,
            ..IndexOptions::default()
        };
        let mut refuse = |r: &crate::ingest::Rejection, _| panic!("{r}");
        index_sources(
            &mut access,
            &files,
            &options,
            &Progress::default(),
            &mut refuse,
        )
        .unwrap();
    }
    Searcher::open(access.archive()).unwrap()
}

fn shown(found: Vec<Completion>) -> Vec<String> {
    let one = |c: Completion| format!("{} {}", c.text, c.articles);
    found.into_iter().map(one).collect()
}

#[test]
fn values_that_begin_so_come_before_those_with_a_word_that_does() {
    let searcher = searcher();
    let check = |facet: &str, prefix: &str, limit: usize, expected: &[&str]| {
        let found = searcher.complete_values(facet, prefix, limit).unwrap();
        assert_eq!(shown(found), expected, "{facet} {prefix}");
    };
    check("source", "har", 9, &["Harbour Mail 2", "The Harbour 1"]);
    check("source", "MAIL", 9, &["Mail of Hill 1", "Harbour Mail 2"]);
    check("source", "", 2, &["Harbour Mail 2", "Afric Post 1"]);
    check(
        "section",
        "afr",
        9,
        &["world/africa 1", "world/african union 1"],
    );
    check("section", "world", 1, &["world 3"]);
    check("source", "zzz", 9, &[]);
    assert!(searcher.complete_values("nonesuch", "a", 1).is_err());
}

#[test]
fn words_are_proposed_as_they_are_printed_with_what_a_search_finds() {
    let searcher = searcher();
    let check = |prefix: &str, expected: &[&str]| {
        let found = searcher.complete_words(prefix, 5).unwrap();
        for word in &found {
            assert!(word.text.starts_with(&fold(prefix)), "{word:?}");
            let total = searcher.search(&Request::new(&*word.text)).unwrap().total;
            assert_eq!(word.articles, total, "{word:?}");
        }
        assert_eq!(shown(found), expected, "{prefix}");
    };
    // `elected` is of the same word, but does not begin so.
    check("electi", &["elections 4"]);
    check("stud", &["studies 3"]);
    check("study", &["study 3"]);
    check("MÜ", &["mungen 1"]);
    // A form that no ending tells, which is a term of its own.
    check("dyi", &["dying 2"]);
    // Pairs of frequent words are no words.
    check("of", &["of 3"]);
    check("zzz", &[]);
    check("", &[]);
}

#[test]
fn completion_can_be_stopped() {
    let stop = Stop::new();
    stop.stop();
    let searcher = searcher();
    assert!(searcher.until(&stop, |s| s.complete_words("e", 5)).is_err());
    assert!(
        searcher
            .until(&stop, |s| s.complete_values("source", "h", 5))
            .is_err()
    );
}

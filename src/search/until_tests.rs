//! Searches that are stopped: at once, from another thread, and at every place where they look.

use std::sync::OnceLock;

use super::*;
use crate::index::{IndexOptions, Progress, WriteAccess, index_sources};
use crate::ingest::SourceFile;
use crate::search::{FacetRequest, TimelineRequest};

/// Articles of three hundred words, all of which begin with `w`.
fn searcher() -> &'static Searcher {
    static SEARCHER: OnceLock<Searcher> = OnceLock::new();
    SEARCHER.get_or_init(|| {
        let mut lines = String::new();
        let mut seed = 7_u32;
        for id in 0..1200 {
            let body: Vec<String> = (0..300)
                .map(|_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    format!("w{}k", ["ab", "eb", "ib", "ob", "ub"][seed as usize >> 20 & 3].repeat(1 + (seed >> 24 & 3) as usize))
                })
                .collect();
            let day = 1 + id % 28;
            lines += &format!(
                "{{\"id\":\"id{id}\",\"title\":\"Wake {id}\",\"published\":\"2018-03-{day:02}\",\"source\":\"S{}\",\
                 \"body\":[\"{}\"],\"language\":\"en\",\"raw_format\":\"jsonl\",\"word_count\":300}}\n",
                id % 7,
                body.join(" ")
            );
        }
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("made.jsonl");
        fs_err::write(&path, &lines).unwrap();
        let mut access = WriteAccess::in_memory();
        let files = [SourceFile {
            path,
            bytes: lines.len() as u64,
        }];
        let options = IndexOptions {
            threads: 1,
            ..IndexOptions::default()
        };
        let mut refuse = |_: &crate::ingest::Rejection, _| Ok(());
        index_sources(&mut access, &files, &options, &Progress::default(), &mut refuse).unwrap();
        Searcher::open(access.archive()).unwrap()
    })
}

/// How often a search looks at its flag when nobody stops it.
fn looks(request: &Request) -> u64 {
    let stop = Stop::new();
    let response = searcher().search_until(request, &stop).unwrap();
    assert_eq!(response.total, searcher().search(request).unwrap().total);
    stop.checks()
}

fn stopped(request: &Request, stop: &Stop) -> u64 {
    let answer = searcher().search_until(request, stop);
    assert!(matches!(answer, Err(Error::Stopped)), "{answer:?}");
    stop.checks()
}

#[test]
fn a_flag_that_is_set_stops_at_the_first_look() {
    for query in ["wababk", "*ab*", "\"w* w* w*\"~9", "", "\"wababk wobk\""] {
        let stop = Stop::new();
        stop.stop();
        assert!(stopped(&Request::new(query), &stop) <= 1, "{query}");
    }
}

#[test]
fn wherever_a_search_is_stopped_it_ends_soon_and_gives_no_answer() {
    let check = |query: &str| {
        let mut request = Request::new(query);
        request.facets = vec![FacetRequest {
            facet: "source".to_owned(),
            limit: 5,
        }];
        request.timeline = Some(TimelineRequest::new(crate::facets::Bucket::Day));
        let all = looks(&request);
        assert!(all > 12, "{query}: {all}");
        for place in [1, 2, 3, 5, 8, 13, 21]
            .into_iter()
            .filter(|&place| place <= all)
        {
            let looked = stopped(&request, &Stop::after(place));
            // What is on its way out looks a few times more.
            assert!(
                looked <= place + 3,
                "{query}: set at {place}, ended at {looked} of {all}"
            );
        }
    };
    check("wababk wobk");
    check("*ab*");
    check("/w.*bk/");
    check("wababk~2");
    check("\"w* w*\"~9");
    check("(wababk OR wobk) NEAR/3 (wibk OR webk)");
    check("absent1 wababk absent2 wobk");
}

#[test]
fn a_costly_search_is_stopped_from_another_thread() {
    let request = Request::new("\"w* w* w*\"~9");
    let all = looks(&request);
    let stop = Stop::new();
    let looked = std::thread::scope(|scope| {
        scope.spawn(|| {
            while stop.checks() < 4 {
                std::thread::yield_now();
            }
            stop.stop();
        });
        stopped(&request, &stop)
    });
    assert!(looked < all, "{looked} of {all}");
}

#[test]
fn any_other_call_can_be_stopped() {
    let stop = Stop::after(1);
    let answer = searcher().until(&stop, |s| s.search(&Request::new("wababk")));
    assert!(matches!(answer, Err(Error::Stopped)));
    assert!(searcher().search(&Request::new("wababk")).is_ok());
}

//! Ranking of the sample corpus, held by a golden file: the first ten of each topic, and what they
//! score against the judgements. A change of ranking is read as a diff of that file.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use std::collections::HashMap;
use std::fmt::Write;
use std::path::PathBuf;

use dateline::index::{IndexOptions, Progress, WriteAccess, index_sources};
use dateline::ingest::walk;
use dateline::search::{Match, Request, Searcher};
use support::{check_golden, sample};

/// How the words of a topic are joined.
const WAYS: [(&str, Match); 2] = [("relaxed", Match::Relaxed), ("any", Match::Any)];

/// The sample in memory, indexed by so many threads, its files in or against their order.
fn index(threads: usize, reversed: bool) -> Searcher {
    let (mut files, unreadable) = walk(&[sample()]);
    assert!(unreadable.is_empty());
    if reversed {
        files.reverse();
    }
    let mut access = WriteAccess::in_memory();
    let options = IndexOptions {
        threads,
        ..IndexOptions::default()
    };
    let mut refuse = |r: &dateline::ingest::Rejection, _: bool| panic!("{r}");
    index_sources(
        &mut access,
        &files,
        &options,
        &Progress::default(),
        &mut refuse,
    )
    .unwrap();
    let searcher = Searcher::open(access.archive()).unwrap();
    assert_eq!(searcher.n_articles(), 63);
    searcher
}

fn read(name: &str) -> String {
    fs_err::read_to_string(sample().join(name)).unwrap()
}

/// Number and query of each topic.
fn topics() -> Vec<(String, String)> {
    let text = read("topics.tsv");
    let topics = text.lines().map(|line| {
        let mut cells = line.split('\t').map(str::to_owned);
        (cells.next().unwrap(), cells.next().unwrap())
    });
    topics.collect()
}

/// Grade by topic and id: 0 not, 1 in part, 2 relevant.
fn judgements() -> HashMap<String, HashMap<String, u32>> {
    let mut out: HashMap<String, HashMap<String, u32>> = HashMap::new();
    for line in read("qrels.txt").lines() {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let [topic, _, id, grade] = cells[..] else {
            panic!("{line}")
        };
        let of_topic = out.entry(topic.to_owned()).or_default();
        of_topic.insert(id.to_owned(), grade.parse().unwrap());
    }
    out
}

/// Average precision: the mean, over all relevant articles (grade > 0), of the precision at the
/// rank of each; 0 for one that is not found. Manning, Raghavan, Schütze, Introduction to
/// Information Retrieval, section 8.4.
fn average_precision(run: &[String], grades: &HashMap<String, u32>) -> f64 {
    let relevant = grades.values().filter(|g| **g > 0).count();
    let (mut found, mut sum) = (0, 0.0);
    for (n, id) in run.iter().enumerate() {
        if grades.get(id).is_some_and(|g| *g > 0) {
            found += 1;
            sum += f64::from(found) / (n + 1) as f64;
        }
    }
    sum / relevant.max(1) as f64
}

/// nDCG@k with gain `grade` and discount `log2(rank + 1)`, over that of the best order. Järvelin
/// and Kekäläinen, Cumulated gain-based evaluation of IR techniques (2002), as trec_eval has it.
fn ndcg(run: &[String], grades: &HashMap<String, u32>, k: usize) -> f64 {
    let dcg = |gains: &mut dyn Iterator<Item = u32>| -> f64 {
        gains
            .take(k)
            .enumerate()
            .map(|(n, g)| f64::from(g) / (n as f64 + 2.0).log2())
            .sum()
    };
    let mut best: Vec<u32> = grades.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = dcg(&mut best.into_iter());
    let got = dcg(&mut run.iter().map(|id| grades.get(id).copied().unwrap_or(0)));
    if ideal > 0.0 { got / ideal } else { 0.0 }
}

fn run(searcher: &Searcher, query: &str, matching: Match) -> Vec<String> {
    let request = Request {
        limit: 1000,
        snippets: None,
        matching,
        ..Request::new(query)
    };
    searcher
        .search(&request)
        .unwrap()
        .hits
        .into_iter()
        .map(|h| h.id)
        .collect()
}

#[test]
fn the_metrics_are_those_of_hand_made_runs() {
    let ids = |list: &str| list.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let grades: HashMap<String, u32> = [("a", 2), ("b", 1), ("c", 0)]
        .map(|(id, g)| (id.to_owned(), g))
        .into();
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} against {b}");
    close(average_precision(&ids("a b c"), &grades), 1.0);
    close(
        average_precision(&ids("c a x b"), &grades),
        (1.0 / 2.0 + 2.0 / 4.0) / 2.0,
    );
    close(average_precision(&ids("c a"), &grades), (1.0 / 2.0) / 2.0);
    let ideal = 2.0 + 1.0 / 3.0_f64.log2();
    close(ndcg(&ids("a b c"), &grades, 10), 1.0);
    close(
        ndcg(&ids("b a"), &grades, 10),
        (1.0 + 2.0 / 3.0_f64.log2()) / ideal,
    );
    close(ndcg(&ids("c x a"), &grades, 2), 0.0);
}

#[test]
fn the_first_ten_of_each_topic_are_those_of_the_golden_file() {
    let searcher = index(1, false);
    let judged = judgements();
    let topics = topics();
    assert!(topics.len() >= 15);
    let mut out = String::from(
        "# By topic: what the program finds (all words, or most of them), what any of the words\n\
         # finds, and the first ten of the latter: topic, rank, grade (- not judged), id.\n",
    );
    let mut sums = [(0.0, 0.0); 2];
    for (topic, query) in &topics {
        writeln!(out, "\n{topic}: {query}").unwrap();
        let grades = &judged[topic];
        for (n, (name, matching)) in WAYS.into_iter().enumerate() {
            let ids = run(&searcher, query, matching);
            let (ap, ndcg) = (average_precision(&ids, grades), ndcg(&ids, grades, 10));
            sums[n].0 += ap;
            sums[n].1 += ndcg;
            writeln!(
                out,
                "{name}: {} found, AP {ap:.4}, nDCG@10 {ndcg:.4}",
                ids.len()
            )
            .unwrap();
            let listed = if matching == Match::Any { 10 } else { 0 };
            for (n, id) in ids.iter().take(listed).enumerate() {
                let grade = grades.get(id).map_or("-".to_owned(), u32::to_string);
                writeln!(out, "{topic} {} {grade} {id}", n + 1).unwrap();
            }
        }
    }
    writeln!(out, "\n{} topics", topics.len()).unwrap();
    for ((name, _), (ap, gain)) in WAYS.iter().zip(sums) {
        let n = topics.len() as f64;
        writeln!(out, "{name}: MAP {:.4}, nDCG@10 {:.4}", ap / n, gain / n).unwrap();
    }
    check_golden("ranking.txt", &out);
}

#[test]
fn judged_articles_are_in_the_corpus() {
    let searcher = index(1, false);
    for (topic, grades) in judgements() {
        for id in grades.keys() {
            assert!(searcher.article(id).is_ok(), "topic {topic}: {id}");
        }
    }
}

#[test]
fn the_order_is_the_same_whatever_the_threads_and_the_order_of_the_files() {
    let first = index(1, false);
    let others = [index(4, false), index(1, true), index(3, true)];
    // The two stand in one corpus with equal scores for this word.
    let tied = first.search(&Request::new("quernstone")).unwrap().hits;
    assert_eq!(tied.len(), 2);
    assert_eq!(tied[0].score, tied[1].score);
    let queries = topics().into_iter().map(|(_, q)| q);
    for query in
        queries.chain(["quernstone", "*", "the", "a OR the", "date:2019"].map(str::to_owned))
    {
        for (_, matching) in WAYS {
            let expected = run(&first, &query, matching);
            assert!(!expected.is_empty(), "{query}");
            for other in &others {
                assert_eq!(run(other, &query, matching), expected, "{query}");
            }
        }
    }
}

#[test]
fn pruning_finds_the_same_best_hits_as_counting() {
    let searcher = index(2, false);
    for (_, query) in topics() {
        let matching = Match::Any;
        let counted = Request {
            snippets: None,
            matching,
            ..Request::new(&query)
        };
        let pruned = Request {
            count: false,
            ..counted.clone()
        };
        let ids = |request: &Request| -> Vec<String> {
            searcher
                .search(request)
                .unwrap()
                .hits
                .into_iter()
                .map(|h| h.id)
                .collect()
        };
        assert_eq!(ids(&pruned), ids(&counted), "{query}");
    }
}

#[test]
fn a_second_run_over_the_same_files_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path: PathBuf = dir.path().join("idx");
    let (files, _) = walk(&[sample()]);
    let mut orders = Vec::new();
    for pass in 0..2 {
        let mut access = WriteAccess::open(&path, false).unwrap();
        let progress = Progress::default();
        let summary = index_sources(
            &mut access,
            &files,
            &IndexOptions {
                again: true,
                ..IndexOptions::default()
            },
            &progress,
            &mut |_, _| Ok(()),
        );
        assert_eq!(summary.unwrap().unchanged, if pass == 0 { 0 } else { 63 });
        let searcher = Searcher::open(access.archive()).unwrap();
        let runs: Vec<Vec<String>> = topics()
            .iter()
            .map(|(_, q)| run(&searcher, q, Match::Any))
            .collect();
        orders.push((runs, searcher.info().fingerprint));
    }
    assert_eq!(orders[0], orders[1]);
}

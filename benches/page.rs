//! Times the page - ten best hits, exact total, five facets, documents, snippets - over a query
//! set, by class: `cargo bench --bench page -- INDEX QUERIES.jsonl [RUNS] [WHAT]`.
//!
//! A query is `{"class", "q"}`, with `from` and `to` (dates) or `source`. Figures are
//! microseconds of this thread's CPU time: the best of the runs of each query, their mean and
//! percentiles over a class, and the mean number of matches, so that a faster wrong answer shows.
//!
//! WHAT is `page` (as above), `facets` (without documents and snippets), `match` (ten best and the
//! exact total only), or `first` (`match` without the second pass of ranking), each without the
//! ten documents; or `snippets`: what the snippets of a page cost, a hit. These are wall time.

use std::collections::BTreeMap;
use std::path::Path;

use dateline::bench::{Histogram, Page, Query, QuerySet, What, thread_cpu};
use dateline::index::Archive;
use dateline::query::field_specs;
use dateline::search::{Match, Request, Searcher};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo adds `--bench`; without an index there is nothing to time.
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let [index, queries, rest @ ..] = args.as_slice() else {
        say("usage: cargo bench --bench page -- INDEX QUERIES.jsonl [RUNS]");
        return Ok(());
    };
    let runs: usize = rest.first().map_or(Ok(5), |n| n.parse())?;
    let what = rest.get(1).map_or("page", String::as_str);
    let searcher = Searcher::open(&Archive::open(Path::new(index))?)?;
    let mut classes: BTreeMap<String, (Histogram, u64)> = BTreeMap::new();
    let mut all = Histogram::new(4);
    for query in QuerySet::read(Path::new(queries), &field_specs())?.queries {
        let request = request(&query, what);
        let mut best = f64::MAX;
        let mut total = 0;
        for _ in 0..=runs {
            let started = thread_cpu().ok_or("this system tells no CPU time of a thread")?;
            let response = searcher.search(&request)?;
            let spent = thread_cpu().unwrap_or(started) - started;
            let timing = response.timing_ms;
            total = response.total;
            best = best.min(match what {
                "page" => spent as f64,
                "snippets" => timing.snippets * 1e6 / response.hits.len().max(1) as f64,
                _ => (timing.parse + timing.matching + timing.facets) * 1e6,
            });
        }
        let class = classes
            .entry(query.class)
            .or_insert_with(|| (Histogram::new(4), 0));
        class.0.record(best as u64);
        class.1 += total;
        all.record(best as u64);
    }
    let n = all.n();
    // The line of all shows how many there are in place of matches.
    classes.insert("~all".into(), (all, n * n));
    say(&format!(
        "{:<14} {:>5} {:>10} {:>9} {:>9} {:>9}",
        "class", "n", "matches", "mean", "p50", "p99"
    ));
    for (name, (times, matches)) in classes {
        let n = times.n();
        let p = times.percentiles();
        say(&format!(
            "{name:<14} {n:>5} {:>10} {:>9.1} {:>9.1} {:>9.1}",
            matches / n.max(1),
            p.mean.value,
            p.p50.value,
            p.p99.value
        ));
    }
    Ok(())
}

/// What a query asks for.
fn request(query: &Query, what: &str) -> Request {
    let mut query = query.clone();
    match query.class.as_str() {
        "prefix" => query.q.push('*'),
        "fuzzy" => query.q.push_str("~1"),
        _ => {}
    }
    let page = Page {
        what: match what {
            "page" => What::Page,
            _ => What::TopCount,
        },
        // The peer's parser joins words by OR unless they have a plus.
        matching: Match::Any,
        ..Page::default()
    };
    let mut request = page.request(&query);
    match what {
        "facets" => request.facets = Page::default().request(&query).facets,
        "snippets" => request.snippets = Some(Default::default()),
        "first" => request.ranking.window = 0,
        _ => {}
    }
    request
}

/// A bench prints; nothing else here does.
fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{line}");
}

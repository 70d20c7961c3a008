//! Dateline's part in `benches/peers`: answers a query set and prints a line a query, in the form
//! that every peer prints: `{"n", "hits", "us": [CPU time of this thread in microseconds, ...]}`; and `stages_us`, the
//! wall time of parsing, matching and ranking alone.
//!
//! `cargo bench --bench peer -- INDEX QUERIES.jsonl match|top|page WARM ITERATIONS`; without arguments
//! it does nothing. `match` is ten hits and the exact total, `top` the hits alone, `page` has five facets and snippets
//! besides. Words are joined by OR unless a query says otherwise, as the peers' parsers do.

use std::path::Path;

use dateline::index::Archive;
use dateline::search::{FacetRequest, Filter, Match, Request, Searcher, Sort};

#[derive(serde::Deserialize)]
struct Query {
    q: String,
    from: Option<String>,
    to: Option<String>,
    source: Option<String>,
    sort: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo adds `--bench`; without an index there is nothing to time.
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let [index, queries, what, warm, runs] = args.as_slice() else {
        say(
            "usage: cargo bench --bench peer -- INDEX QUERIES.jsonl match|top|page WARM ITERATIONS",
        );
        return Ok(());
    };
    let (warm, runs): (usize, usize) = (warm.parse()?, runs.parse()?);
    let searcher = Searcher::open(&Archive::open(Path::new(index))?)?;
    let mut requests = Vec::new();
    for line in std::fs::read_to_string(queries)?.lines() {
        requests.push(request(serde_json::from_str(line)?, what));
    }
    let mut hits = vec![0; requests.len()];
    let mut times = vec![Vec::with_capacity(runs); requests.len()];
    let mut stages = times.clone();
    // A pass over the whole set at a time: no query finds its own postings just fetched.
    for pass in 0..warm + runs {
        for (n, request) in requests.iter().enumerate() {
            let started = cpu_us();
            let response = searcher.search(request)?;
            let spent = cpu_us() - started;
            hits[n] = match what.as_str() {
                "top" => response.hits.len() as u64,
                _ => response.total,
            };
            if pass >= warm {
                times[n].push(spent);
                let timing = response.timing_ms;
                stages[n].push((timing.parse + timing.matching) * 1e3);
            }
        }
    }
    for (n, us) in times.iter().enumerate() {
        let line = serde_json::json!({"n": n, "hits": hits[n], "us": us, "stages_us": stages[n]});
        say(&line.to_string());
    }
    Ok(())
}

/// What a query asks for.
fn request(query: Query, what: &str) -> Request {
    let mut request = Request::new(query.q);
    request.matching = Match::Any;
    request.since = query.from;
    request.until = query.to;
    if let Some(source) = query.source {
        request.filters.push(Filter::new("source", vec![source]));
    }
    if query.sort.as_deref() == Some("newest") {
        request.sort = Sort::Newest;
    }
    request.count = what != "top";
    if what == "page" {
        request.facets = ["source", "section", "place", "author", "tag"]
            .map(|facet| FacetRequest {
                facet: facet.into(),
                limit: 10,
            })
            .into();
    } else {
        request.snippets = None;
    }
    request
}

/// CPU time of this thread in microseconds.
fn cpu_us() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e6 + now.tv_nsec as f64 / 1e3
}

/// A bench prints; nothing else here does.
fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{line}");
}

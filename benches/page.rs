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

use dateline::index::Archive;
use dateline::search::{FacetRequest, Filter, Match, Request, Searcher};

#[derive(serde::Deserialize)]
struct Query {
    class: String,
    q: String,
    from: Option<String>,
    to: Option<String>,
    source: Option<String>,
}

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
    let mut classes: BTreeMap<String, (Vec<f64>, u64)> = BTreeMap::new();
    let mut all = Vec::new();
    for line in std::fs::read_to_string(queries)?.lines() {
        let query: Query = serde_json::from_str(line)?;
        let request = request(&query, what);
        let mut best = f64::MAX;
        let mut total = 0;
        for _ in 0..=runs {
            let started = cpu_us();
            let response = searcher.search(&request)?;
            let spent = cpu_us() - started;
            let timing = response.timing_ms;
            total = response.total;
            best = best.min(match what {
                "page" => spent,
                "snippets" => timing.snippets * 1e3 / response.hits.len().max(1) as f64,
                _ => (timing.parse + timing.matching + timing.facets) * 1e3,
            });
        }
        let class = classes.entry(query.class).or_default();
        class.0.push(best);
        class.1 += total;
        all.push(best);
    }
    let n = all.len() as u64;
    classes.insert("~all".into(), (all, 0));
    say(&format!(
        "{:<14} {:>5} {:>10} {:>9} {:>9} {:>9}",
        "class", "n", "matches", "mean", "p50", "p99"
    ));
    for (name, (mut times, matches)) in classes {
        times.sort_by(f64::total_cmp);
        let mean = times.iter().sum::<f64>() / times.len() as f64;
        let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
        let matches = if name == "~all" {
            n
        } else {
            matches / times.len() as u64
        };
        say(&format!(
            "{name:<14} {:>5} {matches:>10} {mean:>9.1} {:>9.1} {:>9.1}",
            times.len(),
            at(0.5),
            at(0.99)
        ));
    }
    Ok(())
}

/// What a query asks for.
fn request(query: &Query, what: &str) -> Request {
    let text = match query.class.as_str() {
        "prefix" => format!("{}*", query.q),
        "fuzzy" => format!("{}~1", query.q),
        _ => query.q.clone(),
    };
    let mut request = Request::new(text);
    // The peer's parser joins words by OR unless they have a plus.
    request.matching = Match::Any;
    request.since = query.from.clone();
    request.until = query.to.clone();
    if let Some(source) = &query.source {
        request
            .filters
            .push(Filter::new("source", vec![source.clone()]));
    }
    if matches!(what, "page" | "facets") {
        request.facets = ["source", "section", "place", "author", "tag"]
            .map(|facet| FacetRequest {
                facet: facet.into(),
                limit: 10,
            })
            .into();
    }
    if !matches!(what, "page" | "snippets") {
        request.snippets = None;
    }
    if what == "first" {
        request.ranking.window = 0;
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

//! Which articles of a topic are judged, and in which order: the best of several runs, put together
//! so that neither rank nor run is told. No files here, and no judgements.

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::xxh3_64;

use crate::error::Result;
use crate::search::{Feedback, Match, RankingOptions, Request, Searcher};

/// The pool of a topic: every article that is among the first `depth` of any list (best first), once.
///
/// The order is that of the hash (XXH3, 64 bits) of `topic`, a tab and the id. It is the same
/// whenever, wherever and from whatever runs the pool is made, so that judging can go on where it was
/// left, and it has nothing to do with how well an article was ranked: whoever judges can't be led by
/// it. A run that is added later puts its articles between those that are there.
pub fn pooled<'a, L>(topic: &str, lists: impl IntoIterator<Item = L>, depth: usize) -> Vec<String>
where
    L: IntoIterator<Item = &'a str>,
{
    let mut seen = BTreeSet::new();
    for list in lists {
        seen.extend(list.into_iter().take(depth));
    }
    let mut out: Vec<(u64, &str)> = seen.into_iter().map(|id| (place(topic, id), id)).collect();
    out.sort_unstable();
    out.into_iter().map(|(_, id)| id.to_owned()).collect()
}

fn place(topic: &str, id: &str) -> u64 {
    xxh3_64(format!("{topic}\t{id}").as_bytes())
}

/// The first `depth` ids of each of Dateline's own answers to a query: as it ranks by default, by the
/// first pass only, with feedback, and with any of the words enough. `saved:NAME` stands for the query
/// of that name in `saved`.
///
/// # Errors
/// Those of [`Searcher::search`], for a query that can't be read above all.
pub fn own_lists(
    searcher: &Searcher,
    query: &str,
    saved: &BTreeMap<String, String>,
    depth: usize,
) -> Result<Vec<Vec<String>>> {
    let plain = Request {
        limit: depth.min(Request::DEEPEST),
        snippets: None,
        saved: saved.clone(),
        ..Request::new(query)
    };
    let ways = [
        plain.clone(),
        Request {
            ranking: RankingOptions::first_pass_only(),
            ..plain.clone()
        },
        Request {
            feedback: Some(Feedback::default()),
            ..plain.clone()
        },
        Request {
            matching: Match::Any,
            ..plain
        },
    ];
    let ids = |request| {
        let response = searcher.search(&request)?;
        Ok(response.hits.into_iter().map(|hit| hit.id).collect())
    };
    ways.into_iter().map(ids).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pool_is_the_union_of_what_is_above_the_depth() {
        let a = ["one", "two", "three"];
        let b = ["four", "two", "five"];
        let pool = |depth| {
            let mut ids = pooled("7", [a, b], depth);
            ids.sort();
            ids
        };
        assert_eq!(pool(0), Vec::<String>::new());
        assert_eq!(pool(1), ["four", "one"]);
        assert_eq!(pool(2), ["four", "one", "two"]);
        assert_eq!(pool(9), ["five", "four", "one", "three", "two"]);
    }

    #[test]
    fn the_order_tells_neither_run_nor_rank_and_stays() {
        let ids: Vec<String> = (0..200).map(|n| format!("a{n:03}")).collect();
        let list: Vec<&str> = ids.iter().map(String::as_str).collect();
        let forward = pooled("7", [list.clone()], 200);
        let mut turned = list.clone();
        turned.reverse();
        assert_eq!(pooled("7", [turned, list.clone()], 200), forward);
        assert_ne!(forward, ids);
        assert_ne!(pooled("8", [list.clone()], 200), forward);
        // As many of the better half in the first half as chance would have, give or take.
        let good = forward[..100].iter().filter(|id| **id < ids[100]).count();
        assert!((35..=65).contains(&good), "{good}");
        // A run that comes later leaves the others in their order.
        let fewer = pooled("7", [list[..50].iter().copied()], 200);
        let kept: Vec<&String> = forward.iter().filter(|id| fewer.contains(id)).collect();
        assert_eq!(kept, fewer.iter().collect::<Vec<_>>());
    }
}

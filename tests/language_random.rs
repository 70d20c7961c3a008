//! Made-up queries, asked of the engine and of the second reading of the language in `brute`: the
//! same articles, the same light, the same counts. Each run asks the same queries; a seed of one's
//! own is given by `DATELINE_SEED`, a number of queries by `DATELINE_QUERIES`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failed step fails the test; a skip is told"
)]

mod brute;
mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use brute::engine::World;
use brute::eval::Matcher;
use brute::facets;
use brute::node::Node;
use brute::print::print;
use brute::random::{Maker, Rng, shrunk};
use dateline::search::Filter;

/// Mismatches told before a run gives up.
const MOST_TOLD: usize = 40;

/// How the engine and the second reading differ on a query.
fn wrong(world: &World, matcher: &mut Matcher<'_>, node: &Node, seed: u64) -> Option<String> {
    let query = print(node, &mut Rng(seed));
    let expected = world.try_all(node, matcher)?;
    match world.ask(&query) {
        Ok(response) => world.difference(&expected, &response),
        Err(error) => Some(format!(
            "refused: {}",
            error.chars().take(300).collect::<String>()
        )),
    }
}

/// How counts of facets differ under filters.
fn miscounted(
    world: &World,
    query: &str,
    matched: &BTreeMap<usize, brute::spans::Lit>,
    rng: &mut Rng,
) -> Option<String> {
    let mut filters = Vec::new();
    for _ in 0..rng.below(3) {
        let facet = facets::FACETS[rng.below(facets::FACETS.len())];
        let doc = &world.docs[rng.below(world.docs.len())];
        let values: Vec<String> = facets::values(&doc.article, facet).into_iter().collect();
        if !values.is_empty() && !filters.iter().any(|f: &Filter| f.facet == facet) {
            let value = values[rng.below(values.len())].clone();
            filters.push(Filter::new(facet, vec![value]));
        }
    }
    let response = world.count(query, &filters, &facets::FACETS).ok()?;
    let article = |n: &usize| &world.docs[*n].article;
    let passing = |lifted| {
        matched
            .keys()
            .map(article)
            .filter(|a| facets::passes(a, &filters, lifted))
            .collect::<Vec<_>>()
    };
    let total = passing(None).len() as u64;
    if response.total != total {
        return Some(format!("{filters:?}: total {} for {total}", response.total));
    }
    for facet in facets::FACETS {
        let (mut counts, missing) = facets::count(passing(Some(facet)).into_iter(), facet);
        let found = &response.facets[facet];
        counts.retain(|_, n| *n > 0);
        let told: BTreeMap<String, u64> = found
            .values
            .iter()
            .filter(|v| v.count > 0)
            .map(|v| (v.value.clone(), v.count))
            .collect();
        if told != counts || found.missing != missing {
            return Some(format!(
                "{filters:?}, {facet}: {told:?} and {} without for {counts:?} and {missing}",
                found.missing
            ));
        }
    }
    None
}

fn run(world: &World, queries: usize) {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse().ok());
    let seed: u64 = number("DATELINE_SEED").unwrap_or(4);
    let queries = number("DATELINE_QUERIES").map_or(queries, |n| n as usize);
    let mut matcher = Matcher::new(&world.vocabulary);
    let mut maker = Maker::new(&world.docs, seed);
    let (mut told, mut wrongs, mut matching, mut passed_over) = (String::new(), 0, 0, 0);
    for n in 0..queries {
        let node = maker.query();
        let spelling = maker.rng.draw();
        let query = print(&node, &mut Rng(spelling));
        let Some(expected) = world.try_all(&node, &mut matcher) else {
            passed_over += 1;
            continue;
        };
        matching += usize::from(!expected.is_empty());
        let mut problem = match world.ask(&query) {
            Ok(response) => world.difference(&expected, &response),
            Err(error) => Some(format!(
                "refused: {}",
                error.chars().take(300).collect::<String>()
            )),
        };
        if let Some(first) = &problem {
            let small = shrunk(node.clone(), &mut |less| {
                wrong(world, &mut matcher, less, spelling).is_some()
            });
            let text = print(&small, &mut Rng(spelling));
            let why = wrong(world, &mut matcher, &small, spelling).unwrap_or_default();
            writeln!(
                told,
                "{n}: {query}\n   {first}\n   shrunk: {text}\n   {small}\n   {why}"
            )
            .unwrap();
        } else {
            problem = miscounted(world, &query, &expected, &mut maker.rng);
            if let Some(problem) = &problem {
                writeln!(told, "{n}: {query}\n   {problem}").unwrap();
            }
        }
        wrongs += usize::from(problem.is_some());
        if wrongs >= MOST_TOLD {
            break;
        }
    }
    eprintln!(
        "{queries} queries: {matching} match something, {passed_over} passed over, {wrongs} differ"
    );
    assert!(
        matching * 4 > queries || wrongs > 0,
        "the made-up queries find too little"
    );
    assert_eq!(wrongs, 0, "{wrongs} differ\n{told}");
}

#[test]
fn made_up_queries_find_the_same_articles_in_the_corpus() {
    let corpus = support::root().join("corpus");
    let world = World::of(&[corpus.join("sample"), corpus.join("languages")]);
    run(&world, 300);
}

#[test]
fn made_up_queries_find_the_same_articles_in_an_archive() {
    let dump = support::root()
        .parent()
        .map(|p| p.join("shared/data/bulk/senate.jsonl.zst"))
        .filter(|p| p.is_file());
    let Some(dump) = dump else {
        eprintln!("not checked: the archive is not there");
        return;
    };
    let text = zstd::decode_all(fs_err::File::open(dump).unwrap()).unwrap();
    // Without optimisation a query takes seconds, most of them for reading what matches.
    let (articles, queries) = match cfg!(debug_assertions) {
        true => (400, 100),
        false => (2_000, 3_000),
    };
    let lines: Vec<&[u8]> = text.split(|b| *b == b'\n').take(articles).collect();
    let dir = tempfile::tempdir().unwrap();
    let cut = dir.path().join("cut.jsonl");
    fs_err::write(&cut, lines.join(&b'\n')).unwrap();
    run(&World::of(&[cut]), queries);
}

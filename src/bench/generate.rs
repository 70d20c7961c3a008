//! A query log made from an index itself: words by how many articles have them, phrases and names as
//! its articles print them. What the classes are is in `classes`, what they are made of in `sample`.
//!
//! The same articles and the same seed give the same queries, however the index is cut into segments.
//! Each class has random numbers of its own, so that it does not change with the choice of classes,
//! and a shorter log of a class is the beginning of a longer one.

mod classes;
mod sample;

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

use super::queries::Query;
use crate::error::{Error, Result};
use crate::query;
use crate::search::Searcher;
use classes::CLASSES;
use sample::Sample;

/// Attempts without a new query after which a class is given up.
const PATIENCE: usize = 2_000;

/// What to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Queries of each class.
    pub each: usize,
    /// Seed of all that is left to chance.
    pub seed: u64,
    /// Classes by name, in any order; all where there is none.
    pub classes: Vec<String>,
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted {
            each: 100,
            seed: 7,
            classes: Vec::new(),
        }
    }
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// Class by class, in the order of [`query_classes`].
    pub queries: Vec<Query>,
    /// Classes with fewer queries than wanted, and how many they have.
    pub short: Vec<(&'static str, usize)>,
    /// Articles that words and phrases were taken from.
    pub sampled: usize,
}

/// The classes: name, and what a query of it is.
pub fn query_classes() -> impl Iterator<Item = (&'static str, &'static str)> {
    CLASSES.iter().map(|class| (class.name, class.about))
}

/// Makes queries from the articles of an index. No query is twice in a class, and each can be read.
///
/// Cost: 0.1 ms for each of the articles that are sampled, 4,000 at most, and a search that only
/// counts for each word looked at.
///
/// # Errors
/// [`Error::Argument`] for an unknown class and for an index without articles; [`Error::Engine`].
pub fn generate(searcher: &Searcher, wanted: &Wanted) -> Result<Generated> {
    let names: Vec<&str> = CLASSES.iter().map(|class| class.name).collect();
    let unknown = |name: &&String| !names.contains(&name.as_str());
    if let Some(unknown) = wanted.classes.iter().find(unknown) {
        return Err(Error::Argument {
            message: format!("no class of queries is called `{unknown}`"),
            help: Some(format!("the classes are {}", names.join(", "))),
        });
    }
    let mut sample = Sample::take(searcher, wanted.seed)?;
    let specs = query::field_specs();
    let mut made = Generated {
        queries: Vec::new(),
        short: Vec::new(),
        sampled: sample.articles.len(),
    };
    let is_wanted =
        |name: &str| wanted.classes.is_empty() || wanted.classes.iter().any(|c| c == name);
    for class in CLASSES.iter().filter(|class| is_wanted(class.name)) {
        let mut chance = fastrand::Rng::with_seed(wanted.seed ^ xxh3_64(class.name.as_bytes()));
        let mut seen = HashSet::new();
        let mut idle = 0;
        while seen.len() < wanted.each && idle < PATIENCE {
            idle += 1;
            let Some(mut query) = (class.make)(&mut sample, &mut chance)? else {
                continue;
            };
            query.class = class.name.to_owned();
            // Words that are operators in some place are rare, and then another query is made.
            let is_read = query::Query::read(&query.q, &specs).is_ok();
            if is_read && seen.insert(key(&query)) {
                idle = 0;
                made.queries.push(query);
            }
        }
        if seen.len() < wanted.each {
            made.short.push((class.name, seen.len()));
        }
    }
    Ok(made)
}

/// What two queries of a class must differ in.
fn key(query: &Query) -> (String, Option<String>, Option<String>) {
    (query.q.clone(), query.from.clone(), query.source.clone())
}

#[cfg(test)]
#[path = "generate_tests.rs"]
mod tests;

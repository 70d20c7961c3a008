//! Words that set some articles apart from others. Shared by the peaks of a timeline and by
//! comparisons; nothing here knows which articles those are.
//!
//! A word's weight is Dunning's log-likelihood ratio G2 (T. Dunning, "Accurate methods for the
//! statistics of surprise and coincidence", Computational Linguistics 19, 1993) of the numbers of
//! articles that have it: articles, not occurrences, so that one article that says a word a
//! hundred times names nothing.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use tantivy::{DocAddress, Term};

use super::searcher::Searcher;
use crate::analysis::fold;
use crate::article::Article;
use crate::article::segment::{Words, script};
use crate::error::Result;

/// Articles of one side that are read.
pub(super) const SAMPLE: usize = 200;
/// Words of one article that are looked at.
const MOST_WORDS: usize = 5000;
/// A word in more of an index's articles than one of so many says nothing of any.
const COMMON: u64 = 5;
/// The least weight that is no chance: p < 0.001 of a chi-squared of one degree.
const LEAST: f64 = 10.83;

/// A word that one side has more often than the other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Distinctive {
    /// As it is printed most often on this side.
    pub word: String,
    /// Articles of this side's sample that have it.
    pub inside: u64,
    /// Articles of the other side's sample that have it.
    pub outside: u64,
    /// Log-likelihood ratio G2; above 10.83 it is chance in one of a thousand cases.
    pub weight: f64,
}

/// The articles that have a word, by side, and how it is printed.
#[derive(Default)]
struct Seen {
    articles: [u64; 2],
    forms: [HashMap<String, u64>; 2],
    /// A word made of two characters stands in no dictionary.
    pair: bool,
}

/// At most `most` of them at regular steps, the first and the last among them.
pub(super) fn sample<T: Copy>(all: &[T], most: usize) -> Vec<T> {
    if all.len() <= most || most < 2 {
        return all.iter().copied().take(most).collect();
    }
    let step = |n: usize| n * (all.len() - 1) / (most - 1);
    (0..most).map(|n| all[step(n)]).collect()
}

/// Log-likelihood ratio of `a` of `n` against `b` of `m`.
fn log_likelihood(a: u64, n: u64, b: u64, m: u64) -> f64 {
    let [a, n, b, m] = [a, n, b, m].map(|x| x as f64);
    let share = (a + b) / (n + m);
    let term = |seen: f64, expected: f64| match seen > 0.0 {
        true => seen * (seen / expected).ln(),
        false => 0.0,
    };
    let with = term(a, n * share) + term(b, m * share);
    let without = term(n - a, n * (1.0 - share)) + term(m - b, m * (1.0 - share));
    (2.0 * (with + without)).max(0.0)
}

impl Searcher {
    /// One article of each story, the first in the order given: copies say nothing twice.
    pub(super) fn one_a_story(&self, addresses: Vec<DocAddress>) -> Result<Vec<DocAddress>> {
        let Some(families) = self.families()? else {
            return Ok(addresses);
        };
        let mut met = HashSet::new();
        let first = |at: &DocAddress| {
            let member = families.member(at.segment_ord as usize, at.doc_id);
            member.is_none_or(|member| met.insert(families.family(member)))
        };
        let mut addresses = addresses;
        addresses.retain(first);
        Ok(addresses)
    }

    /// The `most` words of each side that set it apart from the other, the weightiest first; none
    /// of the query's own. Reads all articles that it is given.
    pub(super) fn distinctive(
        &self,
        sides: [&[DocAddress]; 2],
        queries: &[&str],
        most: usize,
    ) -> Result<[Vec<Distinctive>; 2]> {
        let own = OwnWords::new(queries);
        let mut seen: HashMap<String, Seen> = HashMap::new();
        let analyzer = self.analyzers.lock().ok().and_then(|mut pool| pool.pop());
        let mut analyzer = analyzer.unwrap_or_default();
        for (side, addresses) in sides.iter().enumerate() {
            for &address in *addresses {
                let article = self.article_at(address)?;
                analyzer.set_language(&article.language);
                let mut here: HashSet<String> = HashSet::new();
                let mut take = |word: &str, pair: bool| {
                    let analyzed = analyzer.word(word);
                    if own.has(analyzed.printed, analyzed.term()) {
                        return;
                    }
                    let term = analyzed.term().to_owned();
                    let entry = seen.entry(term.clone()).or_default();
                    *entry.forms[side].entry(word.to_owned()).or_default() += 1;
                    entry.pair = pair;
                    if here.insert(term) {
                        entry.articles[side] += 1;
                    }
                };
                words(&article, &mut take);
            }
        }
        if let Ok(mut pool) = self.analyzers.lock() {
            pool.push(analyzer);
        }
        let sizes = sides.map(|side| side.len() as u64);
        Ok([
            self.heaviest(&seen, 0, sizes, most)?,
            self.heaviest(&seen, 1, sizes, most)?,
        ])
    }

    fn heaviest(
        &self,
        seen: &HashMap<String, Seen>,
        side: usize,
        sizes: [u64; 2],
        most: usize,
    ) -> Result<Vec<Distinctive>> {
        let (n, m) = (sizes[side], sizes[1 - side]);
        if n == 0 || m == 0 {
            return Ok(Vec::new());
        }
        // A word of one article of many names that article alone.
        let least = n.div_ceil(3).min(4);
        let mut found: Vec<(f64, &String, &Seen)> = seen
            .iter()
            .filter(|(_, s)| s.articles[side] >= least)
            .filter(|(_, s)| s.articles[side] * m > s.articles[1 - side] * n)
            .map(|(term, s)| {
                let weight = log_likelihood(s.articles[side], n, s.articles[1 - side], m);
                (weight, term, s)
            })
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let field = self.archive.fields().text;
        let common = self.n_articles() / COMMON;
        let mut out = Vec::new();
        for (weight, term, seen) in found {
            // In a small sample nothing is sure; then the heaviest stand for what there is.
            if out.len() == most || (weight < LEAST && n.min(m) > 20) {
                break;
            }
            let frequency = match seen.pair {
                true => 0,
                false => self
                    .searcher
                    .doc_freq(&Term::from_field_text(field, term))?,
            };
            if frequency > common.max(2) {
                continue;
            }
            let forms = seen.forms[side].iter();
            let form = forms.max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
            out.push(Distinctive {
                word: form.map_or_else(|| term.clone(), |(form, _)| form.clone()),
                inside: seen.articles[side],
                outside: seen.articles[1 - side],
                weight: (weight * 100.0).round() / 100.0,
            });
        }
        Ok(out)
    }
}

/// Words of the headline and body: of letters, two at least; characters that are a word each go
/// in pairs, as most words of those scripts are.
fn words(article: &Article, take: &mut dyn FnMut(&str, bool)) {
    let mut left = MOST_WORDS;
    for text in std::iter::once(&article.title).chain(&article.body) {
        let mut before: Option<(usize, usize)> = None;
        for (from, to) in Words::new(text) {
            if left == 0 {
                return;
            }
            left -= 1;
            let word = &text[from..to];
            let whole = word.chars().next().and_then(script).is_some();
            if whole {
                if let Some((start, end)) = before
                    && end == from
                {
                    take(&text[start..to], true);
                }
                before = Some((from, to));
                continue;
            }
            before = None;
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            if letters >= 2 && letters == word.chars().filter(|c| c.is_alphanumeric()).count() {
                take(word, false);
            }
        }
    }
}

/// The words that a query is made of, which say nothing new of what it finds.
struct OwnWords {
    words: HashSet<String>,
    beginnings: Vec<String>,
}

impl OwnWords {
    fn new(queries: &[&str]) -> OwnWords {
        let mut own = OwnWords {
            words: HashSet::new(),
            beginnings: Vec::new(),
        };
        let mut analyzer = crate::analysis::Analyzer::new();
        for query in queries {
            let mut before: Option<(usize, usize)> = None;
            for (from, to) in Words::new(query) {
                let word = &query[from..to];
                if query[to..].starts_with(['*', '?', '~']) {
                    own.beginnings.push(fold(word));
                }
                if let Some((start, end)) = before
                    && end == from
                {
                    own.words.insert(fold(&query[start..to]));
                }
                before = Some((from, to));
                for language in ["und", "en", "de", "fr", "es"] {
                    analyzer.set_language(language);
                    let analyzed = analyzer.word(word);
                    own.words.insert(analyzed.term().to_owned());
                    own.words.insert(analyzed.printed.to_owned());
                }
            }
        }
        own
    }

    fn has(&self, printed: &str, term: &str) -> bool {
        self.words.contains(printed)
            || self.words.contains(term)
            || self
                .beginnings
                .iter()
                .any(|b| printed.starts_with(b.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_go_in_regular_steps_and_keep_both_ends() {
        let all: Vec<usize> = (0..1000).collect();
        assert_eq!(sample(&all, 5), [0, 249, 499, 749, 999]);
        assert_eq!(sample(&all[..3], 5), [0, 1, 2]);
        assert_eq!(sample(&all, 1), [0]);
        assert_eq!(sample(&all, 0), [0; 0]);
    }

    #[test]
    fn the_weight_is_the_textbooks() {
        // Equal shares weigh nothing; 10 of 100 against 0 of 100 weighs 2 * 10 * ln 2 and what
        // the articles without the word add.
        assert!(log_likelihood(5, 50, 10, 100).abs() < 1e-9);
        let (with, without) = (10.0 * 2f64.ln(), 90.0 * (90.0 / 95.0_f64).ln());
        let expected = 2.0 * (with + without + 100.0 * (100.0 / 95.0_f64).ln());
        assert!((log_likelihood(10, 100, 0, 100) - expected).abs() < 1e-9);
        assert!(log_likelihood(100, 100, 0, 100) > log_likelihood(50, 100, 0, 100));
        assert!(log_likelihood(100, 100, 100, 100).abs() < 1e-9);
    }

    #[test]
    fn the_querys_own_words_are_known_by_stem_and_beginning() {
        let own = OwnWords::new(&["ferries title:elect*"]);
        assert!(own.has("ferry", "ferri") && own.has("ferries", "ferri"));
        assert!(own.has("electoral", "elector") && !own.has("selection", "select"));
    }
}

//! The articles that queries are made from, taken apart into words, and how many articles of the
//! index have a word.

use std::collections::{HashMap, HashSet};

use crate::article::Article;
use crate::article::segment::Words;
use crate::error::{Error, Result};
use crate::search::{Match, Request, Searcher};

/// Articles that are read at most.
const ARTICLES: usize = 4_000;
/// Words of an article that are looked at, at most.
const WORDS: usize = 4_000;
/// Bytes of an article that are looked at, at most.
const BYTES: usize = 64 << 10;

/// An article of the sample.
pub(super) struct Told {
    /// Its body, or as much as is looked at; paragraphs are parted by line breaks.
    text: String,
    /// Where its words are, in order.
    words: Vec<(u32, u32)>,
    /// Words of its headline, in small letters.
    pub(super) title: Vec<String>,
    /// Its outlet.
    pub(super) source: Option<String>,
    /// The year in which it was published.
    pub(super) year: Option<i32>,
}

/// A share of the articles of an index, and no fewer articles than a number.
pub(super) struct Band {
    pub(super) least: u64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// The sample.
pub(super) struct Sample<'a> {
    searcher: &'a Searcher,
    /// In no order that means anything.
    pub(super) articles: Vec<Told>,
    n_articles: u64,
    known: HashMap<String, u64>,
}

impl<'a> Sample<'a> {
    /// Chooses articles of all that can be found.
    pub(super) fn take(searcher: &'a Searcher, seed: u64) -> Result<Sample<'a>> {
        let every = searcher.every("*")?;
        if every.is_empty() {
            return Err(Error::Argument {
                message: "the index has no articles to make queries from".into(),
                help: None,
            });
        }
        let mut chance = fastrand::Rng::with_seed(seed);
        let mut articles = Vec::new();
        for place in chosen(every.len(), ARTICLES.min(every.len()), &mut chance) {
            let record = every.record(place)?.unwrap_or_default();
            // A record that can't be read is one article less; `verify` tells of it.
            if let Ok(article) = serde_json::from_str(&record) {
                articles.push(Told::of(&article));
            }
        }
        Ok(Sample {
            searcher,
            articles,
            n_articles: searcher.n_articles(),
            known: HashMap::new(),
        })
    }

    /// One of the articles, by chance; none where there is none.
    pub(super) fn one(&self, chance: &mut fastrand::Rng) -> Option<usize> {
        let n = self.articles.len();
        (n > 0).then(|| chance.usize(..n))
    }

    /// Articles that a search for this word finds.
    pub(super) fn articles_with(&mut self, word: &str) -> Result<u64> {
        if let Some(known) = self.known.get(word) {
            return Ok(*known);
        }
        let mut request = Request::new(word);
        request.matching = Match::All;
        request.limit = 0;
        request.snippets = None;
        // A word that reads as an operator is in no band.
        let total = match self.searcher.search(&request) {
            Ok(response) => response.total,
            Err(Error::Query { .. }) => 0,
            Err(other) => return Err(other),
        };
        self.known.insert(word.to_owned(), total);
        Ok(total)
    }

    /// The share of all articles that have this word.
    pub(super) fn share(&mut self, word: &str) -> Result<f64> {
        Ok(self.articles_with(word)? as f64 / self.n_articles.max(1) as f64)
    }

    /// Whether as many articles as the band says have this word.
    pub(super) fn is_in(&mut self, word: &str, band: &Band) -> Result<bool> {
        let all = self.n_articles as f64;
        let low = ((band.from * all).ceil() as u64).max(band.least);
        let high = ((band.to * all).floor() as u64).max(low);
        Ok((low..=high).contains(&self.articles_with(word)?))
    }
}

/// `n` different places of `all`, by chance (R. Floyd's method).
fn chosen(all: usize, n: usize, chance: &mut fastrand::Rng) -> Vec<usize> {
    let mut seen = HashSet::with_capacity(n);
    let mut out = Vec::with_capacity(n);
    for last in all - n..all {
        let place = chance.usize(..=last);
        let place = if seen.insert(place) { place } else { last };
        seen.insert(place);
        out.push(place);
    }
    out
}

impl Told {
    fn of(article: &Article) -> Told {
        let mut text = String::new();
        for paragraph in &article.body {
            if text.len() + paragraph.len() > BYTES {
                break;
            }
            text.push_str(paragraph);
            text.push('\n');
        }
        let words = Words::new(&text).take(WORDS);
        let words = words
            .map(|(start, end)| (start as u32, end as u32))
            .collect();
        let title = &article.title;
        Told {
            words,
            title: Words::new(title)
                .map(|(from, to)| title[from..to].to_lowercase())
                .collect(),
            source: article.source.clone(),
            year: article.published.map(|stamp| stamp.year_of()),
            text,
        }
    }

    /// How many words it has.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// A word as it is printed.
    pub(super) fn printed(&self, word: usize) -> &str {
        let (start, end) = self.words[word];
        &self.text[start as usize..end as usize]
    }

    /// A word in small letters.
    pub(super) fn word(&self, word: usize) -> String {
        self.printed(word).to_lowercase()
    }

    /// What stands between a word and the next; none behind the last.
    fn gap(&self, word: usize) -> Option<&str> {
        let next = self.words.get(word + 1)?.0 as usize;
        Some(&self.text[self.words[word].1 as usize..next])
    }

    /// Whether nothing but a space parts each of the words of a range.
    pub(super) fn is_run(&self, words: std::ops::Range<usize>) -> bool {
        words.end <= self.len() && (words.start..words.end - 1).all(|w| self.gap(w) == Some(" "))
    }

    /// Whether no more than spaces and commas part the words of a range, so that one sentence has all.
    pub(super) fn is_in_one_sentence(&self, words: std::ops::Range<usize>) -> bool {
        let plain = |gap: &str| gap.chars().all(|c| c == ' ' || c == ',');
        words.end <= self.len()
            && (words.start..words.end - 1).all(|w| self.gap(w).is_some_and(plain))
    }
}

/// Whether a word has letters only and is no abbreviation: three of them, or one of a script that
/// needs no more.
pub(super) fn is_plain(word: &str) -> bool {
    word.chars().all(char::is_alphabetic) && (word.chars().count() > 2 || !word.is_ascii())
}

/// Whether a printed word begins with a capital and goes on in small letters.
pub(super) fn is_capitalised(printed: &str) -> bool {
    let mut letters = printed.chars();
    letters.next().is_some_and(char::is_uppercase)
        && printed.chars().count() > 1
        && letters.all(char::is_lowercase)
}

//! What may be meant by the beginning of a value or a word: for who is typing a query or a filter.

use super::searcher::Searcher;
use super::wanted::{Begins, begins};
use crate::analysis::fold;
use crate::error::Result;
use crate::query::words_that_begin;

/// A value or a word that begins so.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Completion {
    /// The value as the index has it; a word in small letters without accents.
    pub text: String,
    /// Articles that have the value, or the word in any of its forms.
    pub articles: u64,
}

/// Completions at most, whatever is asked for.
const MOST: usize = 1000;

impl Searcher {
    /// Values of a facet that begin with `prefix`, then those of which a later word does; of each the most frequent
    /// first. Case and accents do not matter; an empty prefix gives the most frequent of all.
    ///
    /// Cost: linear in the articles (a nanosecond each) and in the values of the facet.
    ///
    /// # Errors
    /// [`crate::Error::Argument`] for an unknown facet, [`crate::Error::Engine`].
    pub fn complete_values(
        &self,
        facet: &str,
        prefix: &str,
        limit: usize,
    ) -> Result<Vec<Completion>> {
        let column = self.columns.get(self.facet(facet)?)?;
        let start = fold(prefix.trim());
        let counts = self.all_by(&column);
        self.stop.check()?;
        let mut found: Vec<(Begins, u32, usize)> = Vec::new();
        for (ord, (label, &articles)) in column.labels.iter().zip(&counts).enumerate() {
            if articles > 0
                && let Some(how) = begins(label, &start)
            {
                found.push((how, articles, ord));
            }
        }
        // Labels ascend with ordinals, so that ties have one order.
        found.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
        let shown = found.into_iter().take(limit.min(MOST));
        let completion = |(_, articles, ord): (Begins, u32, usize)| Completion {
            text: column.labels[ord].to_string(),
            articles: u64::from(articles),
        };
        Ok(shown.map(completion).collect())
    }

    /// Words of headlines and texts that begin with `prefix`, those in most articles first: each in the form that most
    /// of its first articles print, with the number of articles that a search for it finds. Forms of one word (`sail`,
    /// `sailed`) are one completion. An empty prefix gives none.
    ///
    /// Cost: about 100 nanoseconds for each term of the index that begins so, 200,000 of them at most.
    ///
    /// # Errors
    /// [`crate::Error::Engine`] if the dictionary can't be read.
    pub fn complete_words(&self, prefix: &str, limit: usize) -> Result<Vec<Completion>> {
        let (start, field) = (fold(prefix.trim()), self.archive.fields().text);
        let words = words_that_begin(&self.searcher, field, &start, limit.min(MOST), &self.stop)?;
        let completion = |(text, articles): (String, u64)| Completion { text, articles };
        Ok(words.into_iter().map(completion).collect())
    }
}

#[cfg(test)]
#[path = "complete_tests.rs"]
mod tests;

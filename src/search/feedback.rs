//! Pseudo-relevance feedback: the words that set the best articles apart are added to the query.
//! It changes the order of what matches, never what matches.
//!
//! RM3: Lavrenko and Croft, Relevance based language models (2001), mixed with the query as in
//! Abdul-Jaleel and others, UMass at TREC 2004.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::collect::Candidate;
use super::searcher::Searcher;
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::article::segment::Words;
use crate::error::Result;

/// How the best articles speak for a query. The defaults gained most on four collections; ten
/// articles and one half, as in the literature, gained less (`benches/ranking.rs`).
#[derive(Debug, Clone, PartialEq)]
pub struct Feedback {
    /// Articles that are taken for relevant.
    pub articles: usize,
    /// Words that are taken from them.
    pub terms: usize,
    /// The share of the query as typed, from 0 to 1.
    pub original: f32,
}

impl Default for Feedback {
    fn default() -> Feedback {
        Feedback {
            articles: 5,
            terms: 20,
            original: 0.7,
        }
    }
}

/// Words that are in a greater share of the articles tell nothing.
const MOST_ARTICLES: f32 = 0.1;

impl Searcher {
    /// The query with the words of the best articles beside it, which need not match; none where
    /// they have no words of their own. `n_words` is how many words the query has.
    pub(super) fn expanded(
        &self,
        feedback: &Feedback,
        query: Box<dyn Query>,
        n_words: usize,
        best: &[Candidate],
    ) -> Result<Option<Box<dyn Query>>> {
        let best = &best[..best.len().min(feedback.articles)];
        let scores: f32 = best.iter().map(|c| c.score.max(0.0)).sum();
        let mut model: HashMap<String, f32> = HashMap::new();
        for candidate in best.iter().filter(|c| c.score > 0.0) {
            let article = self.article_at(candidate.address)?;
            let counts = self.with_analyzer(|analyzer| count_terms(&article, 1, analyzer));
            let length: u32 = counts.values().sum();
            for (term, n) in counts {
                let share = n as f32 / length.max(1) as f32;
                *model.entry(term).or_default() += share * candidate.score / scores;
            }
        }
        let field = self.archive.fields().text;
        let articles = self.searcher.total_num_docs()? as f32;
        let mut terms: Vec<(String, f32)> = model.into_iter().collect();
        // By weight, then by name, so that the order of a hash map decides nothing.
        terms.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut chosen: Vec<(Term, f32)> = Vec::new();
        for (text, weight) in terms {
            if chosen.len() == feedback.terms {
                break;
            }
            let term = Term::from_field_text(field, &text);
            let frequency = self.searcher.doc_freq(&term)?;
            let letters = text.chars().count();
            let tells = (2..=20).contains(&letters)
                && frequency > 1
                && (frequency as f32) < (articles * MOST_ARTICLES).max(3.0);
            if tells {
                chosen.push((term, weight));
            }
        }
        let all: f32 = chosen.iter().map(|(_, weight)| weight).sum();
        let original = feedback.original.clamp(0.0, 1.0);
        if chosen.is_empty() || all <= 0.0 {
            return Ok(None);
        }
        let mut clauses: Vec<(Occur, Box<dyn Query>)> =
            vec![(Occur::Must, Box::new(BoostQuery::new(query, original)))];
        let share = (1.0 - original) * n_words.max(1) as f32 / all;
        for (term, weight) in chosen {
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            let boosted = BoostQuery::new(Box::new(query), weight * share);
            clauses.push((Occur::Should, Box::new(boosted)));
        }
        Ok(Some(Box::new(BooleanQuery::new(clauses))))
    }

    /// Lends an analyzer with warm caches.
    pub(super) fn with_analyzer<T>(&self, work: impl FnOnce(&mut Analyzer) -> T) -> T {
        let pooled = self.analyzers.lock().ok().and_then(|mut pool| pool.pop());
        let mut analyzer = pooled.unwrap_or_default();
        let out = work(&mut analyzer);
        if let Ok(mut pool) = self.analyzers.lock() {
            pool.push(analyzer);
        }
        out
    }
}

/// How often each term is in headline, standfirst and body, the headline counted `headline` times.
pub(super) fn count_terms(
    article: &Article,
    headline: u32,
    analyzer: &mut Analyzer,
) -> HashMap<String, u32> {
    analyzer.set_language(&article.language);
    let mut counts: HashMap<String, u32> = HashMap::new();
    let above = [Some(&article.title), article.standfirst.as_ref()];
    let parts = (above.into_iter().flatten().map(|part| (part, headline)))
        .chain(article.body.iter().map(|part| (part, 1)));
    for (part, times) in parts {
        for (from, to) in Words::new(part) {
            let term = analyzer.word(&part[from..to]).term();
            match counts.get_mut(term) {
                Some(n) => *n += times,
                None => {
                    counts.insert(term.to_owned(), times);
                }
            }
        }
    }
    counts
}

//! Articles like a given one: its telling words as a query, its own copies left out.

use std::time::Instant;

use tantivy::Term;
use tantivy::query::{
    Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery,
    TermSetQuery,
};
use tantivy::schema::IndexRecordOption;

use super::features;
use super::feedback::count_terms;
use super::request::Request;
use super::response::{QueryInfo, Response, Timing};
use super::searcher::{Searcher, with_dates};
use crate::article::Article;
use crate::error::{Error, Result};
use crate::query::Lights;

/// What is asked of [`Searcher::similar`].
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarRequest {
    /// The article's id.
    pub id: String,
    /// Articles to return at most.
    pub limit: usize,
    /// Published on this day or later, as a date of the query language; inclusive.
    pub since: Option<String>,
    /// Published on this day or earlier; inclusive.
    pub until: Option<String>,
    /// Only what was published before the article: what led up to it.
    pub before: bool,
    /// Only articles in its language.
    pub same_language: bool,
    /// Whether copies of the article itself count as similar.
    pub with_copies: bool,
}

impl SimilarRequest {
    /// The ten articles most like this one, without its copies.
    pub fn new(id: impl Into<String>) -> SimilarRequest {
        SimilarRequest {
            id: id.into(),
            limit: 10,
            since: None,
            until: None,
            before: false,
            same_language: false,
            with_copies: false,
        }
    }
}

/// A word that tells what an article is about.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyTerm {
    /// The term as it is in the dictionary.
    pub term: String,
    /// What it counts; the greatest of an article is 1.
    pub weight: f32,
}

/// Words that speak for an article.
const KEY_TERMS: usize = 25;
/// How many times a word of the headline counts; as in the index.
const HEADLINE: u32 = 3;
/// A word in more than one of so many articles tells nothing, if those are more than ten.
const COMMON: u64 = 4;
/// The share of the key terms that a similar article has, one in so many, and at least two.
const SHARE: usize = 5;

impl Searcher {
    /// The words that tell what the article with this id is about, by frequency in it and rarity
    /// elsewhere, words of the headline counted more: at most 25, the most telling first. Words
    /// that no article but its copies has are left out.
    ///
    /// # Errors
    /// [`Error::NoArticle`], [`Error::Engine`].
    pub fn key_terms(&self, id: &str) -> Result<Vec<KeyTerm>> {
        let copies = self.copies(id)?;
        self.key_terms_of(&self.article(id)?, copies.len() as u64)
    }

    fn key_terms_of(&self, article: &Article, copies: u64) -> Result<Vec<KeyTerm>> {
        let field = self.archive.fields().text;
        let articles = self.searcher.total_num_docs()?;
        let counts = self.with_analyzer(|analyzer| count_terms(article, HEADLINE, analyzer));
        let mut terms = Vec::new();
        for (term, n) in counts {
            let known = Term::from_field_text(field, &term);
            let frequency = self.searcher.doc_freq(&known)?;
            let letters = term.chars().any(char::is_alphabetic);
            let common = frequency > (articles / COMMON).max(10);
            if frequency <= 1 + copies || common || !letters {
                continue;
            }
            let n = n as f32;
            let weight = n / (n + 1.2) * features::idf(frequency.min(articles), articles);
            terms.push(KeyTerm { term, weight });
        }
        terms.sort_by(|a, b| (b.weight.total_cmp(&a.weight)).then_with(|| a.term.cmp(&b.term)));
        terms.truncate(KEY_TERMS);
        let most = terms.first().map_or(1.0, |t| t.weight);
        terms.iter_mut().for_each(|t| t.weight /= most);
        Ok(terms)
    }

    /// The query of `like:ID`: articles that have a fifth of these terms, and at least two,
    /// weighted. None where there are no terms.
    pub(crate) fn like_query(&self, terms: &[KeyTerm]) -> Option<Box<dyn Query>> {
        let field = self.archive.fields().text;
        let clause = |key: &KeyTerm| -> (Occur, Box<dyn Query>) {
            let term = Term::from_field_text(field, &key.term);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            let boosted = BoostQuery::new(Box::new(query), key.weight);
            (Occur::Should, Box::new(boosted))
        };
        let least = terms.len().div_ceil(SHARE).max(2).min(terms.len());
        let clauses = terms.iter().map(clause).collect();
        (!terms.is_empty()).then(|| -> Box<dyn Query> {
            Box::new(BooleanQuery::with_minimum_required_clauses(clauses, least))
        })
    }

    /// Articles like the one with an id, most like it first. `query` of the response is `like:ID`
    /// and the terms that it went by; hits have no highlights.
    ///
    /// # Errors
    /// [`Error::NoArticle`], [`Error::Argument`] for a date that can't be read,
    /// [`Error::Engine`].
    pub fn similar(&self, asked: &SimilarRequest) -> Result<Response> {
        let started = Instant::now();
        let article = self.article(&asked.id)?;
        let copies = self.copies(&article.id)?;
        let terms = self.key_terms_of(&article, copies.len() as u64)?;
        let mut request = Request::new("");
        request.limit = asked.limit.min(Request::DEEPEST);
        request.since.clone_from(&asked.since);
        request.until.clone_from(&asked.until);
        request.ranking.window = 0;
        let now = self.lowering()?.now;
        let dates = self.date_bounds(&request, &now)?;
        let parse = started.elapsed().as_secs_f64() * 1e3;
        let fields = self.archive.fields();
        let term = |field, text: &str| Term::from_field_text(field, text);
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        if let Some(like) = self.like_query(&terms) {
            clauses.push((Occur::Must, like));
        }
        let mut own = vec![term(fields.id, &article.id)];
        if !asked.with_copies {
            own.extend(copies.iter().map(|id| term(fields.id, id)));
        }
        clauses.push((Occur::MustNot, Box::new(TermSetQuery::new(own))));
        let mut must = |query: Box<dyn Query>| {
            let silent = ConstScoreQuery::new(query, 0.0);
            clauses.push((Occur::Must, Box::new(silent)));
        };
        if asked.same_language {
            let language = term(fields.language, &crate::analysis::fold(&article.language));
            must(Box::new(TermQuery::new(language, IndexRecordOption::Basic)));
        }
        if asked.before {
            let published = article.published.ok_or_else(|| Error::Argument {
                message: format!(
                    "`{}` has no date, so nothing is known to be before it",
                    asked.id
                ),
                help: Some("give --until DATE".into()),
            })?;
            let until = Some(published.start_utc().saturating_sub(1));
            must(crate::query::date_range(
                fields,
                fields.published,
                None,
                until,
            ));
        }
        let query = with_dates(Box::new(BooleanQuery::new(clauses)), dates(fields));
        let mark = Instant::now();
        let mut found = self.pass(&request, &[], &*query, &Default::default())?;
        if terms.is_empty() {
            // A query of conditions alone would match all that fulfil them.
            found.best.clear();
            (found.total, found.stories) = (0, found.stories.map(|_| 0));
        }
        // One more than asked for was kept, which tells of a next page.
        found.best.truncate(request.limit);
        let matching = mark.elapsed().as_secs_f64() * 1e3;
        let articles: Vec<Article> = (found.best.iter())
            .map(|c| self.article_at(c.address))
            .collect::<Result<_>>()?;
        let hits = self.hits(&request, &found.best, &articles, &Lights::default())?;
        let names: Vec<&str> = terms.iter().map(|t| t.term.as_str()).collect();
        Ok(Response {
            version: 1,
            query: QueryInfo {
                text: format!("like:{}", asked.id),
                parsed: names.join(" "),
                notes: Vec::new(),
            },
            total: found.total,
            relation: "exact",
            families: found.stories,
            groups: None,
            hits,
            facets: Default::default(),
            timeline: None,
            next: None,
            suggestions: Vec::new(),
            diagnosis: Vec::new(),
            timing_ms: Timing {
                parse,
                matching,
                total: started.elapsed().as_secs_f64() * 1e3,
                ..Timing::default()
            },
            index: self.info(),
        })
    }
}

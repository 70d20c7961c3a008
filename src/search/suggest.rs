//! What is said where nothing was found: which clause no article has, and which words may have
//! been meant. Both look things up anew, so they cost nothing where there are hits.

use std::collections::HashMap;

use tantivy::collector::Count;
use tantivy::query::Query as TantivyQuery;

use super::request::{Request, SnippetRequest};
use super::response::{ClauseCount, Hit, Suggestion, WordChange};
use super::searcher::Searcher;
use crate::analysis::fold;
use crate::error::Result;
use crate::query::{Ast, Query, Span};
use crate::schema::Fields;

/// Clauses that are counted, and words that are looked up, at most.
const MOST_CLAUSES: usize = 8;
/// Proposals at most.
const MOST_SUGGESTIONS: usize = 3;
/// Articles that are read for the printed forms of near words.
const READ: usize = 20;
/// Letters of a word that a slip of two may be in; shorter ones are near to everything.
const LONG_WORD: usize = 5;

impl Searcher {
    /// How many articles each clause of a query has by itself, and each filter.
    pub(super) fn diagnosis(
        &self,
        request: &Request,
        parsed: &Query,
        dates: &dyn Fn(&Fields) -> Option<Box<dyn TantivyQuery>>,
    ) -> Result<Vec<ClauseCount>> {
        let mut out = Vec::new();
        let clauses = match &parsed.ast {
            Ast::And { clauses, .. } => clauses.as_slice(),
            one => std::slice::from_ref(one),
        };
        for clause in clauses.iter().take(MOST_CLAUSES) {
            self.stop.check()?;
            let lowered = self.lowering()?.lower(clause);
            let lowered = lowered.map_err(|error| parsed.locate(error))?;
            out.push(ClauseCount {
                clause: clause.to_string(),
                articles: self.searcher.search(&*lowered.query, &Count)? as u64,
            });
        }
        for filter in request.filters.iter().take(MOST_CLAUSES) {
            let alone = Request {
                filters: vec![filter.clone()],
                ..bare("*")
            };
            let facet = &filter.facet;
            let of = [("=", &filter.values), ("!=", &filter.exclude)];
            let of = of.into_iter().filter(|(_, values)| !values.is_empty());
            let of: Vec<String> = of
                .map(|(sign, values)| format!("{facet}{sign}{}", values.join(" or ")))
                .collect();
            if of.is_empty() {
                continue;
            }
            out.push(ClauseCount {
                clause: format!("filter {}", of.join(" and ")),
                // Not by a search, which would ask this again where nothing is found.
                articles: self.matches(&alone)?,
            });
        }
        if let Some(dates) = dates(self.archive.fields()) {
            let (since, until) = (request.since.as_deref(), request.until.as_deref());
            out.push(ClauseCount {
                clause: format!("date {}..{}", since.unwrap_or(""), until.unwrap_or("")),
                articles: self.searcher.search(&*dates, &Count)? as u64,
            });
        }
        // One clause that has nothing says no more than that nothing was found.
        Ok(if out.len() > 1 { out } else { Vec::new() })
    }

    /// Queries that have hits, with other words for those that no article has.
    pub(super) fn suggestions(&self, request: &Request, parsed: &Query) -> Result<Vec<Suggestion>> {
        let mut words = Vec::new();
        unknown(&parsed.ast, &mut words);
        let mut changes: Vec<(Span, String, Vec<String>)> = Vec::new();
        for (text, span) in words.into_iter().take(MOST_CLAUSES) {
            self.stop.check()?;
            // A word of a saved query stands elsewhere.
            if request.query.get(span.start..span.end) != Some(text.as_str()) {
                continue;
            }
            let word = Ast::Word {
                text: text.clone(),
                field: None,
                span,
            };
            let lowered = self.lowering()?.lower(&word)?;
            if self.searcher.search(&*lowered.query, &Count)? > 0 {
                continue;
            }
            let near = self.near_words(&text, span)?;
            if !near.is_empty() {
                changes.push((span, text, near));
            }
        }
        let mut out: Vec<Suggestion> = Vec::new();
        for choice in 0..MOST_SUGGESTIONS {
            // The nearest of each, then the next of each where there is one.
            if !changes.iter().any(|(_, _, near)| choice < near.len()) {
                break;
            }
            let mut query = request.query.clone();
            let mut changed = Vec::new();
            for (span, from, near) in changes.iter().rev() {
                let to = &near[choice.min(near.len() - 1)];
                query.replace_range(span.start..span.end, to);
                changed.insert(
                    0,
                    WordChange {
                        from: from.clone(),
                        to: to.clone(),
                    },
                );
            }
            let wanted = Request {
                query: query.clone(),
                limit: 0,
                offset: 0,
                after: None,
                facets: Vec::new(),
                timeline: None,
                snippets: None,
                matching: super::Match::All,
                ..request.clone()
            };
            let articles = self.matches(&wanted)?;
            if articles > 0 && out.iter().all(|known| known.query != query) {
                out.push(Suggestion {
                    query,
                    changed,
                    articles,
                });
            }
        }
        Ok(out)
    }

    /// Printed words near one that no article has, the most frequent in a sample first.
    fn near_words(&self, text: &str, span: Span) -> Result<Vec<String>> {
        let typed = fold(text);
        let letters = typed.chars().count();
        if letters < 3 || !typed.chars().all(char::is_alphabetic) {
            return Ok(Vec::new());
        }
        for edits in 1..=if letters >= LONG_WORD { 2 } else { 1 } {
            let ast = Ast::Fuzzy {
                text: text.to_owned(),
                edits,
                field: None,
                span,
            };
            let lowered = self.lowering()?.lower(&ast)?;
            let mut request = bare("");
            request.limit = READ;
            request.ranking.window = 0;
            request.snippets = Some(SnippetRequest {
                fragments: 3,
                characters: 200,
            });
            let mut found = self.pass(&request, &[], &*lowered.query, &lowered.frequencies)?;
            found.best.truncate(READ);
            let articles = found.best.iter().map(|c| self.article_at(c.address));
            let articles: Vec<_> = articles.collect::<Result<_>>()?;
            let hits = self.hits(&request, &found.best, &articles, &lowered.lights)?;
            let mut counts: HashMap<String, usize> = HashMap::new();
            for word in hits.iter().flat_map(lit_words) {
                let word = word.to_lowercase();
                if fold(&word) != typed {
                    *counts.entry(word).or_default() += 1;
                }
            }
            let mut words: Vec<(String, usize)> = counts.into_iter().collect();
            words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            if !words.is_empty() {
                let words = words.into_iter().map(|(word, _)| word);
                return Ok(words.take(MOST_SUGGESTIONS).collect());
            }
        }
        Ok(Vec::new())
    }

    /// Articles that match, without relaxing and without proposals of its own.
    fn matches(&self, request: &Request) -> Result<u64> {
        let parsed = Query::read(&request.query, &self.specs)?;
        let mut lowering = self.lowering()?;
        let dates = self.date_bounds(request, &lowering.now)?;
        let lowered = self.lowered(&parsed, request, &mut lowering, None);
        let Ok(lowered) = lowered else {
            // `saved:` and the like beside the word: not looked up here.
            return Ok(0);
        };
        let query = super::searcher::with_dates(lowered.query, dates(self.archive.fields()));
        let selections = self.selections(request)?;
        let found = self.pass(request, &selections, &*query, &lowered.frequencies)?;
        Ok(found.total)
    }
}

/// A request that asks for nothing but the total.
fn bare(query: &str) -> Request {
    Request {
        limit: 0,
        snippets: None,
        ..Request::new(query)
    }
}

/// Words of the default text that are asked for; not those that are excluded.
fn unknown(ast: &Ast, out: &mut Vec<(String, Span)>) {
    match ast {
        Ast::Word {
            text,
            field: None,
            span,
        } => out.push((text.clone(), *span)),
        Ast::And { clauses, .. } | Ast::Or(clauses) => {
            clauses.iter().for_each(|clause| unknown(clause, out));
        }
        Ast::Must(inner) | Ast::Boost(inner, _) => unknown(inner, out),
        _ => {}
    }
}

/// What is lit in a hit.
fn lit_words(hit: &Hit) -> Vec<String> {
    let part = |text: &str, (start, end): (usize, usize)| -> String {
        text.chars().skip(start).take(end - start).collect()
    };
    let title = hit.title_highlights.iter().map(|r| part(&hit.title, *r));
    let text = hit.snippets.iter().flat_map(|snippet| {
        let ranges = snippet.highlights.iter();
        ranges.map(|range| part(&snippet.text, *range))
    });
    title.chain(text).collect()
}

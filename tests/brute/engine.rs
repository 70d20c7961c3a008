//! The engine under test: an index in memory, and its answer in the terms of the second reading.

use std::collections::BTreeMap;
use std::path::PathBuf;

use dateline::analysis::Analyzer;
use dateline::index::{IndexOptions, Progress, WriteAccess, index_sources};
use dateline::ingest::walk;
use dateline::search::{FacetRequest, Filter, Match, Request, Response, Searcher, SnippetRequest};

use super::eval::{LitChars, Matcher, characters, pieces};
use super::node::Node;
use super::spans::Lit;
use super::text::{Doc, Kind, Vocabulary};

/// Hits whose light is compared; beyond them, reading the articles would cost too much.
pub const SHOWN: usize = 60;

/// An index and its articles, cut into words.
pub struct World {
    pub searcher: Searcher,
    pub vocabulary: Vocabulary,
    pub docs: Vec<Doc>,
    pub by_id: BTreeMap<String, usize>,
}

impl World {
    /// Indexes files and folders.
    pub fn of(paths: &[PathBuf]) -> World {
        let (files, unreadable) = walk(paths);
        assert!(unreadable.is_empty());
        let mut access = WriteAccess::in_memory();
        let options = IndexOptions {
            threads: 2,
            ..IndexOptions::default()
        };
        let mut ignore = |_: &dateline::ingest::Rejection, _: bool| Ok(());
        index_sources(
            &mut access,
            &files,
            &options,
            &Progress::default(),
            &mut ignore,
        )
        .unwrap();
        let searcher = Searcher::open(access.archive()).unwrap();
        let all = Request {
            limit: 100_000,
            snippets: None,
            ..Request::new("*")
        };
        let mut ids: Vec<String> = searcher
            .search(&all)
            .unwrap()
            .hits
            .into_iter()
            .map(|h| h.id)
            .collect();
        ids.sort_unstable();
        let mut vocabulary = Vocabulary::default();
        let mut analyzer = Analyzer::new();
        let docs = ids
            .iter()
            .map(|id| vocabulary.doc(searcher.article(id).unwrap(), &mut analyzer))
            .collect();
        let by_id = ids.into_iter().enumerate().map(|(n, id)| (id, n)).collect();
        World {
            searcher,
            vocabulary,
            docs,
            by_id,
        }
    }

    /// The engine's total and counts under filters, without hits.
    pub fn count(
        &self,
        query: &str,
        filters: &[Filter],
        facets: &[&str],
    ) -> Result<Response, String> {
        let facets = facets.iter().map(|facet| FacetRequest {
            facet: (*facet).to_owned(),
            limit: 100_000,
        });
        self.search(&Request {
            matching: Match::All,
            limit: 0,
            filters: filters.to_vec(),
            facets: facets.collect(),
            snippets: None,
            ..Request::new(query)
        })
    }

    /// The engine's answer: every hit, the first [`SHOWN`] with what is lit in them.
    pub fn ask(&self, query: &str) -> Result<Response, String> {
        let mut request = Request {
            matching: Match::All,
            limit: SHOWN,
            snippets: Some(SnippetRequest {
                fragments: 1_000,
                characters: 1_000_000,
            }),
            ..Request::new(query)
        };
        let mut response = self.search(&request)?;
        if response.total > SHOWN as u64 {
            request.offset = SHOWN;
            request.limit = 100_000 - SHOWN;
            request.snippets = None;
            response.hits.extend(self.search(&request)?.hits);
        }
        Ok(response)
    }

    fn search(&self, request: &Request) -> Result<Response, String> {
        self.searcher.search(request).map_err(|e| format!("{e:?}"))
    }

    /// The articles that match and what is lit in them; none where trying would take too long.
    pub fn try_all(&self, node: &Node, matcher: &mut Matcher<'_>) -> Option<BTreeMap<usize, Lit>> {
        let mut out = BTreeMap::new();
        for (n, doc) in self.docs.iter().enumerate() {
            if let Some(lit) = matcher.holds(node, doc).ok()? {
                out.insert(n, lit);
            }
        }
        Some(out)
    }

    /// How the engine's answer differs from the expected one, if it does.
    pub fn difference(
        &self,
        expected: &BTreeMap<usize, Lit>,
        response: &Response,
    ) -> Option<String> {
        let found: BTreeMap<usize, usize> = response
            .hits
            .iter()
            .enumerate()
            .map(|(n, hit)| (self.by_id[&hit.id], n))
            .collect();
        let ids = |docs: Vec<usize>| -> String {
            let ids: Vec<&str> = docs
                .iter()
                .take(5)
                .map(|n| self.docs[*n].article.id.as_str())
                .collect();
            format!("{} ({})", docs.len(), ids.join(" "))
        };
        let missing: Vec<usize> = expected
            .keys()
            .filter(|n| !found.contains_key(n))
            .copied()
            .collect();
        let surplus: Vec<usize> = found
            .keys()
            .filter(|n| !expected.contains_key(n))
            .copied()
            .collect();
        if !missing.is_empty() || !surplus.is_empty() {
            return Some(format!(
                "not found {}; found beyond {}",
                ids(missing),
                ids(surplus)
            ));
        }
        if response.total != expected.len() as u64 {
            return Some(format!("total {} for {}", response.total, expected.len()));
        }
        for (n, lit) in expected.iter().filter(|(n, _)| found[n] < SHOWN) {
            if let Some(text) = self.light_differs(*n, lit, &response.hits[found[n]]) {
                return Some(format!("{}: {text}", self.docs[*n].article.id));
            }
        }
        None
    }

    /// Compares what is lit where the answer shows it: in the headline, and in the first of body,
    /// captions and standfirst in which something is. A fragment is a sentence; what begins in one
    /// and ends in the next may be shown unlit, and beyond 64 sentences nothing is shown.
    fn light_differs(&self, n: usize, lit: &Lit, hit: &dateline::search::Hit) -> Option<String> {
        let doc = &self.docs[n];
        let expected = characters(doc, lit);
        let mut found = LitChars::new();
        for (from, to) in &hit.title_highlights {
            found.entry(Kind::Headline).or_default().extend(*from..*to);
        }
        for snippet in &hit.snippets {
            let kind = match snippet.field {
                "body" => Kind::Body,
                "caption" => Kind::Caption,
                _ => Kind::Standfirst,
            };
            for (from, to) in &snippet.highlights {
                let lit = found.entry(kind).or_default();
                lit.extend(snippet.start + from..snippet.start + to);
            }
        }
        let shown = [Kind::Body, Kind::Caption, Kind::Standfirst]
            .into_iter()
            .find(|kind| expected.contains_key(kind));
        let whole: Lit = lit
            .iter()
            .copied()
            .filter(|(a, b)| doc.token(*a).map(|t| t.sentence) == doc.token(*b).map(|t| t.sentence))
            .collect();
        let mut surely = characters(doc, &whole);
        if hit.snippets.len() >= 64 || whole.len() < lit.len() {
            // A window around what crosses a sentence end can leave the next ones unlit.
            surely.retain(|kind, _| *kind == Kind::Headline);
        }
        for kind in [Kind::Headline, Kind::Body, Kind::Caption, Kind::Standfirst] {
            let none = Default::default();
            let lit = found.get(&kind).unwrap_or(&none);
            let allowed = expected.get(&kind).unwrap_or(&none);
            if !lit.is_subset(allowed) {
                return Some(format!(
                    "lit {} beyond {}",
                    super::eval::shown(doc, &found),
                    super::eval::shown(doc, &expected)
                ));
            }
            let wanted = surely.get(&kind).unwrap_or(&none);
            if (kind == Kind::Headline || Some(kind) == shown) && !wanted.is_subset(lit) {
                return Some(format!(
                    "lit {} for {}",
                    super::eval::shown(doc, &found),
                    super::eval::shown(doc, &expected)
                ));
            }
        }
        None
    }
}

/// Stretches of a query's light, for messages.
pub fn stretches(doc: &Doc, lit: &Lit) -> Vec<(Kind, usize, usize)> {
    lit.iter().flat_map(|s| pieces(doc, *s)).collect()
}

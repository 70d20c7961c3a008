//! Query sets: a query a line, as plain text or as JSON objects with classes, and the request that
//! each one makes.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::error::{Error, Result};
use crate::query::{self, FieldSpec};
use crate::search::{FacetRequest, Filter, Match, Request, Sort};

/// Class of the queries that name none.
const UNNAMED: &str = "query";

/// Values of a facet that are asked for.
const VALUES: usize = 10;

/// A query of a set: a line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// What kind of query it is; figures are by class.
    #[serde(default = "unnamed")]
    pub class: String,
    /// Its text, in Dateline's language.
    pub q: String,
    /// The same for a program that reads another language. Not used here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Published on this day or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Published on this day or earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Only from this outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Chosen values of facets, as `section=world`; those of one facet are joined by OR.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<String>,
    /// `relevance`, `newest` or `oldest`; the first where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// Its line in the file, from 1.
    #[serde(skip)]
    pub line: usize,
}

fn unnamed() -> String {
    UNNAMED.to_owned()
}

/// Queries in the order of their file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QuerySet {
    /// The queries.
    pub queries: Vec<Query>,
}

/// What is asked for with each query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum What {
    /// The best hits with snippets, the exact total, and facets: what a reader sees.
    #[default]
    Page,
    /// The best hits without total, facets and snippets: what block-max pruning is for.
    Top,
    /// The best hits and the exact total, without facets and snippets.
    TopCount,
    /// Counts of facets and the total, no hits.
    Facets,
    /// The total alone.
    Count,
}

impl What {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            What::Page => "page",
            What::Top => "top",
            What::TopCount => "top-count",
            What::Facets => "facets",
            What::Count => "count",
        }
    }
}

/// What all requests of a run have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What is asked for.
    pub what: What,
    /// Facets to count, where any are.
    pub facets: Vec<String>,
    /// Hits, where any are.
    pub limit: usize,
    /// How many of a query's plain words an article must have.
    pub matching: Match,
    /// Stored queries by name, which `saved:NAME` stands for.
    pub saved: BTreeMap<String, String>,
}

impl Default for Page {
    /// Ten hits and five facets.
    fn default() -> Page {
        Page {
            what: What::Page,
            facets: ["source", "section", "place", "author", "tag"]
                .map(str::to_owned)
                .into(),
            limit: 10,
            matching: Match::Relaxed,
            saved: BTreeMap::new(),
        }
    }
}

impl Page {
    /// The facets that its requests count.
    pub fn counted(&self) -> &[String] {
        match self.what {
            What::Page | What::Facets => &self.facets,
            What::Top | What::TopCount | What::Count => &[],
        }
    }

    /// The request that a query makes.
    pub fn request(&self, query: &Query) -> Request {
        let mut request = Request::new(&query.q);
        request.matching = self.matching;
        request.saved = self.saved.clone();
        request.since = query.from.clone();
        request.until = query.to.clone();
        request.sort = match query.sort.as_deref() {
            Some("newest") => Sort::Newest,
            Some("oldest") => Sort::Oldest,
            _ => Sort::Relevance,
        };
        if let Some(source) = &query.source {
            let source = Filter::new("source", vec![source.clone()]);
            request.filters.push(source);
        }
        let filters = query.filters.iter().filter_map(|f| f.split_once('='));
        let filters = filters.map(|(facet, value)| Filter::new(facet, vec![value.to_owned()]));
        request.filters.extend(filters);
        let facet = |name: &String| FacetRequest {
            facet: name.clone(),
            limit: VALUES,
        };
        request.facets = self.counted().iter().map(facet).collect();
        request.count = self.what != What::Top;
        request.limit = match self.what {
            What::Page | What::Top | What::TopCount => self.limit,
            What::Facets | What::Count => 0,
        };
        if self.what != What::Page {
            request.snippets = None;
        }
        request
    }
}

impl QuerySet {
    /// Reads a file of queries, each of which must be readable with the fields of `specs`.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Query`] with its line for a query that can't be read;
    /// [`Error::Argument`] for a line that is no query, or where there is none.
    pub fn read(path: &Path, specs: &[FieldSpec]) -> Result<QuerySet> {
        let bytes = std::fs::read(path).map_err(|e| Error::io("cannot read", path, e))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|b| **b == b'\n').count() + 1;
            Error::Argument {
                message: format!("{}, line {line}: not in UTF-8", path.display()),
                help: None,
            }
        })?;
        QuerySet::parse(&text, &path.display().to_string(), specs)
    }

    /// Reads queries, a line each: JSON objects where the first line with anything on it begins with
    /// a brace, plain text otherwise. Empty lines are passed over, and in plain text those that
    /// begin with `#`.
    ///
    /// # Errors
    /// As [`QuerySet::read`]; `name` is how messages call the file.
    pub fn parse(text: &str, name: &str, specs: &[FieldSpec]) -> Result<QuerySet> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let is_json = text.trim_start().starts_with('{');
        let mut queries = Vec::new();
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || (!is_json && line.starts_with('#')) {
                continue;
            }
            let place = format!("{name}, line {}", n + 1);
            let mut query = match is_json {
                true => object(line, &place)?,
                false => Query {
                    class: unnamed(),
                    q: line.to_owned(),
                    ..Query::default()
                },
            };
            query.line = n + 1;
            query::Query::read(&query.q, specs).map_err(|error| at(error, &place))?;
            queries.push(query);
        }
        if queries.is_empty() {
            return Err(Error::Argument {
                message: format!("{name} has no queries"),
                help: Some("write one a line, or make some: dateline bench generate".into()),
            });
        }
        Ok(QuerySet { queries })
    }

    /// The queries of these classes; all where none is named.
    ///
    /// # Errors
    /// [`Error::Argument`] for a class that no query has.
    pub fn only(&self, classes: &[String]) -> Result<QuerySet> {
        let mut known: Vec<&str> = self.queries.iter().map(|q| q.class.as_str()).collect();
        known.sort_unstable();
        known.dedup();
        if let Some(unknown) = classes.iter().find(|c| !known.contains(&c.as_str())) {
            return Err(Error::Argument {
                message: format!("no query has the class `{unknown}`"),
                help: Some(format!("the classes are {}", known.join(", "))),
            });
        }
        let wanted = |q: &&Query| classes.is_empty() || classes.contains(&q.class);
        Ok(QuerySet {
            queries: self.queries.iter().filter(wanted).cloned().collect(),
        })
    }

    /// Changes with the queries, their classes and their order; sixteen hex digits. Where a query
    /// stands in its file and what other programs read are no part of it.
    pub fn fingerprint(&self) -> String {
        let mut hash = Xxh3::new();
        for query in &self.queries {
            let asked = Query {
                raw: None,
                ..query.clone()
            };
            // Serialising plain data does not fail; a constant in its place would only hash worse.
            hash.update(&serde_json::to_vec(&asked).unwrap_or_default());
        }
        format!("{:016x}", hash.digest())
    }
}

/// A query that is written as JSON.
fn object(line: &str, place: &str) -> Result<Query> {
    let wrong = |message: String, help: &str| Error::Argument {
        message: format!("{place}: {message}"),
        help: Some(help.to_owned()),
    };
    let form = r#"a line is as {"class": "phrase", "q": "\"border security\""}"#;
    let query: Query = serde_json::from_str(line).map_err(|error| {
        // The position inside the line is at its end, and the line is told.
        let text = error.to_string();
        let text = text.rsplit_once(" at line ").map_or(text.as_str(), |t| t.0);
        wrong(text.to_owned(), form)
    })?;
    if let Some(filter) = query.filters.iter().find(|f| !f.contains('=')) {
        let message = format!("the filter `{filter}` has no `=`");
        return Err(wrong(message, "write section=world"));
    }
    if let Some(sort) = query.sort.as_deref()
        && !["relevance", "newest", "oldest"].contains(&sort)
    {
        let message = format!("the sort `{sort}` is unknown");
        return Err(wrong(message, "it is relevance, newest or oldest"));
    }
    Ok(query)
}

/// An error of a query, with its place in the file.
pub(super) fn at(error: Error, place: &str) -> Error {
    match error {
        Error::Query {
            message,
            start,
            end,
            shown,
            help,
        } => {
            let placed = format!("{place}: {message}");
            let rest = shown.strip_prefix(&message).unwrap_or(&shown);
            Error::Query {
                shown: format!("{placed}{rest}"),
                message: placed,
                start,
                end,
                help,
            }
        }
        Error::Argument { message, help } => Error::Argument {
            message: format!("{place}: {message}"),
            help,
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::field_specs;

    fn parse(text: &str) -> Result<QuerySet> {
        QuerySet::parse(text, "set.txt", &field_specs())
    }

    #[test]
    fn plain_lines_and_objects_are_queries() {
        let set = parse("# wanted\nferry\n\n \"coast guard\" \r\n").unwrap();
        let found: Vec<_> = set.queries.iter().map(|q| (q.line, q.q.as_str())).collect();
        assert_eq!(found, [(2, "ferry"), (4, "\"coast guard\"")]);
        assert!(set.queries.iter().all(|q| q.class == "query"));
        let text = "\u{feff}\n{\"class\": \"d\", \"q\": \"#x\", \"from\": \"2019\", \"source\": \"a.example\", \
                    \"filters\": [\"section=world\"], \"sort\": \"newest\", \"raw\": \"+x\"}\n{\"q\": \"y\"}\n";
        let set = parse(text).unwrap();
        assert_eq!(set.queries.len(), 2);
        assert_eq!(set.queries[1].class, "query");
        let request = Page::default().request(&set.queries[0]);
        assert_eq!(request.query, "#x");
        assert_eq!(request.since.as_deref(), Some("2019"));
        assert_eq!(request.filters.len(), 2);
        assert_eq!(request.sort, Sort::Newest);
    }

    #[test]
    fn what_is_no_query_names_its_line() {
        let check = |text: &str, expected: &str| {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        };
        check("", "set.txt has no queries");
        check("# only\n\n", "set.txt has no queries");
        check("ferry\ndate:soon\n", "set.txt, line 2: ");
        check("{\"q\": \"a\"}\nplain\n", "set.txt, line 2: expected value");
        check(
            "{\"q\": \"a\", \"form\": \"2019\"}",
            "line 1: unknown field `form`",
        );
        check("{\"class\": \"a\"}", "line 1: missing field `q`");
        check("{\"q\": \"a\", \"sort\": \"best\"}", "`best` is unknown");
        check("{\"q\": \"a\", \"filters\": [\"x\"]}", "`x` has no `=`");
        let Err(Error::Query { shown, message, .. }) = parse("a\n\ndate:soon") else {
            panic!("a query error keeps its carets");
        };
        assert!(
            shown.starts_with(&message) && shown.contains('^'),
            "{shown}"
        );
    }

    #[test]
    fn classes_are_chosen_and_the_fingerprint_tells_sets_apart() {
        let set = parse("{\"class\":\"a\",\"q\":\"x\"}\n{\"class\":\"b\",\"q\":\"y\"}").unwrap();
        assert_eq!(set.only(&[]).unwrap(), set);
        let b = set.only(&["b".into()]).unwrap();
        assert_eq!(b.queries[0].q, "y");
        let error = set.only(&["c".into()]).unwrap_err();
        assert_eq!(error.help().unwrap(), "the classes are a, b");
        assert_ne!(b.fingerprint(), set.fingerprint());
        let spaced =
            "\n{\"class\":\"a\", \"raw\": \"+x\", \"q\":\"x\"}\n\n{\"class\":\"b\",\"q\":\"y\"}";
        assert_eq!(parse(spaced).unwrap().fingerprint(), set.fingerprint());
    }

    #[test]
    fn a_request_asks_for_what_was_chosen() {
        let query = Query {
            q: "ferry".into(),
            ..Query::default()
        };
        let request = |what| {
            let page = Page {
                what,
                limit: 7,
                ..Page::default()
            };
            let r = page.request(&query);
            (r.limit, r.count, r.facets.len(), r.snippets.is_some())
        };
        assert_eq!(request(What::Page), (7, true, 5, true));
        assert_eq!(request(What::Top), (7, false, 0, false));
        assert_eq!(request(What::TopCount), (7, true, 0, false));
        assert_eq!(request(What::Facets), (0, true, 5, false));
        assert_eq!(request(What::Count), (0, true, 0, false));
    }
}

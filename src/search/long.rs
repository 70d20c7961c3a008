//! Queries of many words: what an article must have of them, and what is said about it.
//!
//! Few words are joined by AND. Of many, hardly any article has all, and the best one seldom does:
//! over 132 headlines as queries, AND finds a fifth of what there is (mean average precision .21
//! against .92, `cargo bench --bench ranking`). What counts then is the words that tell something.

use super::request::Request;
use super::searcher::{Searcher, with_dates};
use crate::error::Result;
use crate::facets::Selection;
use crate::query::{Ast, Lowered, Lowering, Note, NoteKind, Query, Relaxable};
use crate::schema::Fields;

/// Up to so many words all must be there.
const FEW: usize = 3;
/// A word in more than one of so many articles need not be there, but in ten articles at least.
const COMMON: u64 = 4;
/// Of the others, one in so many must be there, and at least two.
const SHARE: usize = 4;
/// Beyond so many words it is a sentence: any of the others is enough, and the order does the rest.
const SENTENCE: usize = 5;

/// How the words of a long query are asked for.
#[derive(Debug, Clone)]
pub(super) struct Long<'a> {
    /// Words that tell something: `least` of them must be there.
    pub(super) telling: Vec<&'a Ast>,
    /// Words that most articles have; they only count in ranking.
    pub(super) common: Vec<&'a Ast>,
    pub(super) required: Vec<&'a Ast>,
    pub(super) least: usize,
}

impl Searcher {
    /// The words of a query that has more than a few; none for a shorter one.
    pub(super) fn long<'a>(&self, relaxable: &Relaxable<'a>) -> Result<Option<Long<'a>>> {
        if relaxable.optional.len() <= FEW {
            return Ok(None);
        }
        let (mut telling, mut common) = (Vec::new(), Vec::new());
        for &ast in &relaxable.optional {
            if self.is_common(COMMON, ast)? {
                common.push(ast);
            } else {
                telling.push(ast);
            }
        }
        if telling.is_empty() {
            std::mem::swap(&mut telling, &mut common);
        }
        let least = match relaxable.optional.len() {
            words if words > SENTENCE => 1,
            _ => telling.len().div_ceil(SHARE).max(2).min(telling.len()),
        };
        Ok(Some(Long {
            telling,
            common,
            required: relaxable.required.clone(),
            least,
        }))
    }

    /// Lowers a long query.
    pub(super) fn lowered_long(
        &self,
        long: &Long<'_>,
        lowering: &mut Lowering<'_>,
    ) -> Result<Lowered> {
        use tantivy::query::{BooleanQuery, Occur};
        let mut all = lowering.lower_at_least(&long.telling, &long.required, long.least)?;
        if long.common.is_empty() {
            return Ok(all);
        }
        let more = lowering.lower_at_least(&long.common, &[], 1)?;
        all.query = Box::new(BooleanQuery::new(vec![
            (Occur::Must, all.query),
            (Occur::Should, more.query),
        ]));
        all.lights.extend(more.lights);
        all.frequencies.extend(more.frequencies);
        Ok(all)
    }

    /// How many articles have all words of a query, under the same conditions.
    pub(super) fn count_all(
        &self,
        parsed: &Query,
        lowering: &mut Lowering<'_>,
        selections: &[Selection],
        request: &Request,
        dates: &dyn Fn(&Fields) -> Option<Box<dyn tantivy::query::Query>>,
    ) -> Result<u64> {
        let lowered = lowering.lower(&parsed.ast)?;
        let query = with_dates(lowered.query, dates(self.archive.fields()));
        let counted = Request {
            limit: 0,
            offset: 0,
            facets: Vec::new(),
            collapse: None,
            count: true,
            ..request.clone()
        };
        let found = self.pass(&counted, selections, &*query, &lowered.frequencies)?;
        Ok(found.total)
    }
}

impl Long<'_> {
    /// What is said of the result: how many articles have all words, and how many of them every
    /// article that is shown has. None where all that are shown have all.
    pub(super) fn note(&self, all: u64, total: u64, query: &str) -> Option<Note> {
        if all >= total {
            return None;
        }
        let words = self.telling.len() + self.common.len();
        let have = match all {
            0 => format!("no article has all {words} words"),
            1 => format!("1 article has all {words} words"),
            n => format!("{n} articles have all {words} words"),
        };
        let rarer = match self.common.len() {
            0 => String::new(),
            _ => format!(" of the {} rarer ones", self.telling.len()),
        };
        let more = if self.least == self.telling.len() {
            ""
        } else {
            " or more"
        };
        Some(Note {
            kind: NoteKind::Relaxed,
            text: format!("{have}; showing those with {}{more}{rarer}", self.least),
            start: 0,
            end: query.len(),
        })
    }
}

//! Queries of many words: what an article must have of them, and what is said about it.
//!
//! Few words are joined by AND. Of many, hardly any article has all, and the best one seldom does:
//! over 132 headlines as queries, AND finds a fifth of what there is (mean average precision .21
//! against .94, `cargo bench --bench ranking`). What counts then is the words that tell something.

use super::matching::Ran;
use super::request::Request;
use super::searcher::{Searcher, with_dates};
use crate::error::Result;
use crate::facets::Selection;
use crate::query::{Ast, Lowered, Lowering, Note, NoteKind, Query, Relaxable};
use crate::schema::Fields;

/// Up to so many words all must be there.
const FEW: usize = 3;
/// A word in more than one of so many articles need not be there.
const COMMON: f32 = 4.0;
/// Of the others, one in so many must be there, and at least two.
const SHARE: usize = 4;

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
            if self.is_in_more_than_one_of(COMMON, ast)? {
                common.push(ast);
            } else {
                telling.push(ast);
            }
        }
        if telling.is_empty() {
            std::mem::swap(&mut telling, &mut common);
        }
        let least = telling.len().div_ceil(SHARE).max(2).min(telling.len());
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

    /// What is said of a long query's result: how many articles have all words, and how many of
    /// them every article that is shown has.
    pub(super) fn long_note(
        &self,
        parsed: &Query,
        long: &Long<'_>,
        lowering: &mut Lowering<'_>,
        selections: &[Selection],
        request: &Request,
        dates: &dyn Fn(&Fields) -> Option<Box<dyn tantivy::query::Query>>,
        total: u64,
    ) -> Result<Option<Note>> {
        let lowered = lowering.lower(&parsed.ast)?;
        let (query, frequencies): Ran = (lowered.query, lowered.frequencies);
        let query = with_dates(query, dates(self.archive.fields()));
        let counted = Request {
            limit: 0,
            offset: 0,
            facets: Vec::new(),
            collapse: None,
            count: true,
            ..request.clone()
        };
        let all = self.pass(&counted, selections, &*query, &frequencies)?;
        if all.total >= total {
            return Ok(None);
        }
        let words = long.telling.len() + long.common.len();
        let have = match all.total {
            0 => format!("no article has all {words} words"),
            1 => format!("1 article has all {words} words"),
            n => format!("{n} articles have all {words} words"),
        };
        let rarer = match long.common.len() {
            0 => String::new(),
            _ => format!(" of the {} rarer ones", long.telling.len()),
        };
        let text = format!("{have}; showing those with {} or more{rarer}", long.least);
        Ok(Some(Note {
            kind: NoteKind::Relaxed,
            text,
            start: 0,
            end: request.query.len(),
        }))
    }
}

//! From a read query to one that the index runs, and to fewer of its words where none has all.

use std::collections::HashMap;

use jiff::Zoned;
use tantivy::Term;
use tantivy::query::Query as TantivyQuery;

use super::collect::Found;
use super::long::Long;
use super::request::{Match, Request};
use super::searcher::{Searcher, with_dates};
use crate::error::Result;
use crate::facets::Selection;
use crate::query::{Ast, Lights, Lowered, Lowering, Note, NoteKind, Query, expand_saved, simplify};
use crate::schema::Fields;

/// The query that ran, and the frequencies that it was scored with.
pub(super) type Ran = (Box<dyn TantivyQuery>, HashMap<Term, u64>);

/// What fewer words found.
pub(super) struct Relaxed {
    pub(super) found: Found,
    pub(super) lights: Lights,
    pub(super) note: Note,
    pub(super) ran: Ran,
}

impl Searcher {
    pub(super) fn lowering(&self) -> Result<Lowering<'_>> {
        let manifest = self.archive.manifest();
        let now = Zoned::now().with_time_zone(self.time_zone.clone());
        let languages = manifest.languages_by_size();
        let fields = self.archive.fields();
        let mut lowering = Lowering::new(fields, &self.searcher, languages, now);
        lowering.stop = self.stop.clone();
        lowering.beyond = Some(Box::new(|ast| self.beyond(ast)));
        Ok(lowering)
    }

    pub(super) fn lowered(
        &self,
        parsed: &Query,
        request: &Request,
        lowering: &mut Lowering<'_>,
        long: Option<&Long<'_>>,
    ) -> Result<Lowered> {
        if let Some(long) = long {
            return self.lowered_long(long, lowering);
        }
        let least = |words: usize| match request.matching {
            Match::Relaxed | Match::All => words,
            Match::Any => 1,
            Match::AtLeast(n) => n.clamp(1, words),
            Match::Percent(p) => (words * usize::from(p.min(100))).div_ceil(100).max(1),
        };
        let lowered = match parsed.ast.relaxable() {
            Some(relaxable) if least(relaxable.optional.len()) < relaxable.optional.len() => {
                let (optional, required) = (&relaxable.optional, &relaxable.required);
                lowering.lower_at_least(optional, required, least(optional.len()))
            }
            _ => lowering.lower(&parsed.ast),
        };
        lowered.map_err(|error| parsed.locate(error))
    }

    /// Reads the query of a request, with stored queries in place of their names.
    pub(super) fn read(&self, request: &Request) -> Result<Query> {
        let mut parsed = Query::read(&request.query, &self.specs)?;
        let expanded = expand_saved(parsed.ast.clone(), &request.saved, &self.specs);
        parsed.ast = simplify(expanded.map_err(|error| parsed.locate(error))?);
        Ok(parsed)
    }

    /// The words of a query that has more than a few, where it is left to the search how many must be there.
    pub(super) fn long_of<'a>(
        &self,
        parsed: &'a Query,
        request: &Request,
    ) -> Result<Option<Long<'a>>> {
        match parsed.ast.relaxable() {
            Some(relaxable) if request.matching == Match::Relaxed => self.long(&relaxable),
            _ => Ok(None),
        }
    }

    /// The query that a request runs first, for those who do not show hits.
    pub(super) fn lowered_for(
        &self,
        parsed: &Query,
        request: &Request,
        lowering: &mut Lowering<'_>,
    ) -> Result<Lowered> {
        let long = self.long_of(parsed, request)?;
        self.lowered(parsed, request, lowering, long.as_ref())
    }

    /// As many of the words as any article has, where none has all.
    pub(super) fn relax(
        &self,
        parsed: &Query,
        lowering: &mut Lowering<'_>,
        selections: &[Selection],
        request: &Request,
        dates: &dyn Fn(&Fields) -> Option<Box<dyn TantivyQuery>>,
    ) -> Result<Option<Relaxed>> {
        let Some(relaxable) = parsed.ast.relaxable() else {
            return Ok(None);
        };
        let words = relaxable.optional.len();
        // Where something must be there, it may be there alone.
        let held = relaxable
            .required
            .iter()
            .any(|clause| matches!(clause, Ast::Must(_)));
        // Fewer words can't match less, so the most that match are found by halving.
        let (mut least, mut most) = (0, words);
        let mut best = None;
        while most - least > 1 {
            let middle = usize::midpoint(least, most);
            let lowered =
                lowering.lower_at_least(&relaxable.optional, &relaxable.required, middle)?;
            let query = with_dates(lowered.query, dates(self.archive.fields()));
            let found = self.pass(request, selections, &*query, &lowered.frequencies)?;
            if found.total > 0 {
                best = Some((found, lowered.lights, middle, (query, lowered.frequencies)));
                least = middle;
            } else {
                most = middle;
            }
        }
        if best.is_none() && held {
            let lowered = lowering.lower_at_least(&relaxable.optional, &relaxable.required, 0)?;
            let query = with_dates(lowered.query, dates(self.archive.fields()));
            let found = self.pass(request, selections, &*query, &lowered.frequencies)?;
            let ran = (query, lowered.frequencies);
            best = (found.total > 0).then_some((found, lowered.lights, 0, ran));
        }
        Ok(best.map(|(found, lights, with, ran)| {
            let text = match with {
                0 => format!("no article has any of the {words} words that may be missing"),
                _ => format!("no article has all {words} words; showing those with {with}"),
            };
            let note = Note {
                kind: NoteKind::Relaxed,
                text,
                start: 0,
                end: request.query.len(),
            };
            Relaxed {
                found,
                lights,
                note,
                ran,
            }
        }))
    }
}

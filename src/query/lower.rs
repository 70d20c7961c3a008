//! Tree to Tantivy query: the only step of a query that knows the index.
//!
//! A word becomes the terms that it has in the languages of the index; one term stays a plain term
//! query, so that Tantivy's pruning works. What has places in the text goes to `joining` and `spans`.

use std::collections::HashMap;

use jiff::Zoned;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::ast::Ast;
use super::clauses::{between, is_void, silent};
use super::distribute::distribute;
use super::explain::Expanded;
use super::light::{Light, Lights, Shape};
use super::matcher::Matcher;
use super::note::{Note, NoteKind, Span};
use super::runs::Runs;
use super::stop::Stop;
use super::wildcard::Expansion;
use crate::analysis::Analyzer;
use crate::error::{Error, Result};
use crate::schema::{FieldKind, Fields, Zone};

/// A query ready to run.
pub struct Lowered {
    /// What Tantivy runs.
    pub query: Box<dyn Query>,
    /// What may be lit in the articles that match.
    pub lights: Lights,
    /// Document frequency of terms that are forms of one word: that of the word, so that a rare
    /// form (a minority language's) does not outweigh the common one.
    pub frequencies: HashMap<Term, u64>,
    /// What patterns, expressions and edit distances stand for.
    pub expanded: Vec<Expanded>,
}

/// Answers what a query asks of an index beyond its postings and columns: articles like another one, copies.
/// None for a clause that it does not know.
pub type Beyond<'a> = dyn Fn(&Ast) -> Result<Option<Box<dyn Query>>> + 'a;

/// What lowering needs to know of the index, and where its notes go.
pub struct Lowering<'a> {
    /// Handles.
    pub fields: &'a Fields,
    /// The dictionary.
    pub searcher: &'a Searcher,
    /// Languages of the index, most frequent first.
    pub languages: Vec<&'a str>,
    /// Now, in the time zone of the index.
    pub now: Zoned,
    /// Asked for `like:` and the properties that no field has.
    pub beyond: Option<Box<Beyond<'a>>>,
    /// Read while the dictionary is looked through, and by the queries that are made.
    pub stop: Stop,
    pub(super) analyzers: Vec<Analyzer>,
    pub(super) lights: Vec<Light>,
    conditions: Vec<Box<dyn Query>>,
    pub(super) frequencies: HashMap<Term, u64>,
    pub(super) expanded: Vec<Expanded>,
    pub(super) runs: Runs,
    notes: Vec<Note>,
    pub(super) negated: bool,
    /// Whether the clause stands in an OR, so that it need not hold where an article matches.
    pub(super) optional: bool,
    /// What conditions on words stand for, each looked up once.
    pub(super) looked_up: Vec<(Field, Matcher, Expansion)>,
    /// A pattern that stands for more words than are looked for inside a phrase.
    pub(super) large: Option<(usize, Span)>,
}

/// A lowered clause and what it lights.
pub(super) type Clause = (Box<dyn Query>, Shape);

impl<'a> Lowering<'a> {
    /// Ready to lower queries against `searcher`.
    pub fn new(
        fields: &'a Fields,
        searcher: &'a Searcher,
        languages: Vec<&'a str>,
        now: Zoned,
    ) -> Lowering<'a> {
        let mut analyzers = Vec::new();
        for language in languages.iter().copied().chain([""]) {
            let mut analyzer = Analyzer::new();
            analyzer.set_language(language);
            analyzers.push(analyzer);
        }
        Lowering {
            fields,
            searcher,
            languages,
            now,
            beyond: None,
            stop: Stop::never(),
            analyzers,
            lights: Vec::new(),
            conditions: Vec::new(),
            frequencies: HashMap::new(),
            expanded: Vec::new(),
            runs: Runs::default(),
            notes: Vec::new(),
            negated: false,
            optional: false,
            looked_up: Vec::new(),
            large: None,
        }
    }

    /// Lowers a tree.
    ///
    /// # Errors
    /// `Error::Query` for operands that can't be near each other, `Error::Engine` if the dictionary
    /// can't be read.
    pub fn lower(&mut self, ast: &Ast) -> Result<Lowered> {
        self.lights.clear();
        if self.is_void(ast) {
            self.note_void(ast);
            return Ok(self.lowered((Box::new(EmptyQuery), Shape::Given)));
        }
        let clause = self.query(ast)?;
        Ok(self.lowered(clause))
    }

    /// Lowers a query whose optional clauses may be missing: `least` of them must match.
    ///
    /// # Errors
    /// As [`Lowering::lower`].
    pub fn lower_at_least(
        &mut self,
        optional: &[&Ast],
        required: &[&Ast],
        least: usize,
    ) -> Result<Lowered> {
        self.lights.clear();
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut lit = Vec::new();
        for ast in optional {
            if self.is_void(ast) {
                self.note_void(ast);
                continue;
            }
            let (query, shape) = self.query(ast)?;
            // Where one is enough, the forms of a word are alternatives like the words are: a union of
            // nothing but terms is what the engine runs without a call through a table for each posting.
            match query.downcast_ref::<BooleanQuery>() {
                Some(forms) if least <= 1 && is_union(forms) => {
                    let forms = forms.clauses().iter();
                    clauses.extend(forms.map(|(occur, form)| (*occur, form.box_clone())));
                }
                _ => clauses.push((Occur::Should, query)),
            }
            lit.push(shape);
        }
        let least = least.min(clauses.len());
        let occur = if least == 0 {
            Occur::Should
        } else {
            Occur::Must
        };
        let some = BooleanQuery::with_minimum_required_clauses(clauses, least.max(1));
        if required.is_empty() {
            return Ok(self.lowered((Box::new(some), Shape::All(vec![Shape::Any(lit)]))));
        }
        let mut all: Vec<(Occur, Box<dyn Query>)> = vec![(occur, Box::new(some))];
        let mut shapes = vec![Shape::Any(lit)];
        for ast in required {
            let (occur, query, shape) = self.clause(ast)?;
            all.push((occur, query));
            shapes.push(shape);
        }
        Ok(self.lowered((Box::new(BooleanQuery::new(all)), Shape::All(shapes))))
    }

    fn lowered(&mut self, (query, shape): Clause) -> Lowered {
        Lowered {
            query,
            lights: Lights {
                lights: std::mem::take(&mut self.lights),
                shape,
                conditions: std::mem::take(&mut self.conditions),
            },
            frequencies: std::mem::take(&mut self.frequencies),
            expanded: std::mem::take(&mut self.expanded),
        }
    }

    /// What was expanded or ignored on the way, each once.
    pub fn take_notes(&mut self) -> Vec<Note> {
        let mut notes = std::mem::take(&mut self.notes);
        let mut seen = std::collections::HashSet::new();
        notes.retain(|note| seen.insert((note.text.clone(), note.start)));
        notes
    }

    fn query(&mut self, ast: &Ast) -> Result<Clause> {
        let (query, shape) = self.query_and_shape(ast)?;
        // In an OR a condition need not hold, so that it is looked at for each article that is shown.
        if shape == Shape::Given && self.optional && !matches!(ast, Ast::All) {
            self.conditions.push(query.box_clone());
            let condition = Shape::Condition(self.conditions.len() - 1);
            return Ok((query, condition));
        }
        Ok((query, shape))
    }

    fn query_and_shape(&mut self, ast: &Ast) -> Result<Clause> {
        let given = |query: Box<dyn Query>| Ok((query, Shape::Given));
        match ast {
            Ast::All => given(silent(AllQuery)),
            Ast::Nothing => given(Box::new(EmptyQuery)),
            Ast::Word { .. }
            | Ast::Phrase { .. }
            | Ast::Exact { .. }
            | Ast::Fuzzy { .. }
            | Ast::Regex { .. }
            | Ast::Wildcard { .. } => self.leaf_query(ast),
            Ast::Near { .. }
            | Ast::Same { .. }
            | Ast::AtLeast { .. }
            | Ast::First { .. }
            | Ast::Cased { .. } => self.proximity(ast),
            Ast::Property { name, .. } => match self.beyond(ast)? {
                Some(query) => given(silent_box(query)),
                None => {
                    let term = Term::from_field_text(self.fields.property, name);
                    given(silent(TermQuery::new(term, IndexRecordOption::Basic)))
                }
            },
            Ast::Like { .. } => match self.beyond(ast)? {
                Some(query) => given(query),
                None => given(Box::new(EmptyQuery)),
            },
            Ast::Saved { name, span } => Err(refused(
                *span,
                &format!("there is no saved query `{name}`"),
                "list them: dateline saved list",
            )),
            Ast::Date { field, range, .. } => {
                let (from, to) = range.resolve(&self.now);
                given(self.dates(field, from, to))
            }
            Ast::Number { field, range, .. } => {
                let Some(field) = self.fields.by_name(field) else {
                    return given(Box::new(EmptyQuery));
                };
                let bound = |v: i64| Term::from_field_u64(field, v.max(0) as u64);
                if range.max.is_some_and(|v| v < 0) {
                    return given(Box::new(EmptyQuery));
                }
                given(between(range.min.map(bound), range.max.map(bound)))
            }
            Ast::And { clauses, .. } => {
                let mut lowered = Vec::new();
                let mut shapes = Vec::new();
                for clause in clauses {
                    if self.is_void(clause) {
                        self.note_void(clause);
                        continue;
                    }
                    let (occur, query, shape) = self.clause(clause)?;
                    lowered.push((occur, query));
                    shapes.push(shape);
                }
                if lowered.is_empty() {
                    return given(Box::new(EmptyQuery));
                }
                if lowered.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    lowered.push((Occur::Must, silent(AllQuery)));
                }
                Ok((Box::new(BooleanQuery::new(lowered)), Shape::All(shapes)))
            }
            Ast::Or(clauses) => {
                let mut lowered = Vec::new();
                let outer = std::mem::replace(&mut self.optional, true);
                for clause in clauses {
                    if self.is_void(clause) {
                        self.note_void(clause);
                        continue;
                    }
                    lowered.push(self.query(clause)?);
                }
                self.optional = outer;
                Ok(any(lowered))
            }
            Ast::Not(inner) => {
                let (inner, shape) = self.unlit(inner)?;
                let query = BooleanQuery::new(vec![
                    (Occur::Must, silent(AllQuery)),
                    (Occur::MustNot, inner),
                ]);
                Ok((Box::new(query), shape))
            }
            Ast::Must(inner) => self.query(inner),
            Ast::Boost(inner, factor) => {
                let (query, shape) = self.query(inner)?;
                Ok((Box::new(BoostQuery::new(query, *factor)), shape))
            }
        }
    }

    fn beyond(&self, ast: &Ast) -> Result<Option<Box<dyn Query>>> {
        match &self.beyond {
            Some(beyond) => beyond(ast),
            None => Ok(None),
        }
    }

    /// Whether a clause has nothing to search for, see [`is_void`].
    fn is_void(&self, ast: &Ast) -> bool {
        is_void(ast, &|name| self.in_words(self.target(name).0))
    }

    pub(super) fn in_words(&self, field: Field) -> bool {
        let kind = self.fields.declared(field).kind;
        matches!(kind, FieldKind::Text | FieldKind::Words)
    }

    fn note_void(&mut self, ast: &Ast) {
        let span = ast.span().unwrap_or_default();
        let text = "there is no letter or digit to search for";
        self.note(NoteKind::Ignored, text, span);
    }

    /// A clause of a conjunction.
    fn clause(&mut self, ast: &Ast) -> Result<(Occur, Box<dyn Query>, Shape)> {
        Ok(match ast {
            Ast::Not(inner) => {
                let (query, shape) = self.unlit(inner)?;
                (Occur::MustNot, query, shape)
            }
            other => {
                let (query, shape) = self.query(other)?;
                (Occur::Must, query, shape)
            }
        })
    }

    /// A clause that must not match: its query, and the shape of what must not be. It lights nothing; where it
    /// stands in no OR it is known not to hold.
    fn unlit(&mut self, ast: &Ast) -> Result<Clause> {
        let outer = std::mem::replace(&mut self.negated, true);
        let lowered = self.query(ast);
        self.negated = outer;
        let (query, shape) = lowered?;
        let shape = if self.optional {
            shape.not()
        } else {
            Shape::Given
        };
        Ok((query, shape))
    }

    /// What joins words and phrases: each alternative is spans that must all be there.
    fn proximity(&mut self, ast: &Ast) -> Result<Clause> {
        let span = ast.span().unwrap_or_default();
        let alternatives = distribute(ast)
            .map_err(|message| refused(span, &message, "join some by AND instead"))?;
        let mut lowered = Vec::new();
        for all in alternatives {
            let mut queries: Vec<(Occur, Box<dyn Query>)> = Vec::new();
            let mut shapes = Vec::new();
            for one in all {
                let joined = self.joined(&one)?;
                let (query, shape) = self.span_query(joined, span)?;
                queries.push((Occur::Must, query));
                shapes.push(shape);
            }
            lowered.push(match queries.len() {
                1 => (queries.remove(0).1, shapes.remove(0)),
                _ => {
                    let query: Box<dyn Query> = Box::new(BooleanQuery::new(queries));
                    (query, Shape::All(shapes))
                }
            });
        }
        Ok(any(lowered))
    }

    /// The field and zone that a name in a query stands for.
    pub(super) fn target(&self, name: Option<&str>) -> (Field, Option<Zone>) {
        match name {
            None => (self.fields.text, None),
            Some(name) => match (self.fields.by_name(name), Zone::by_name(name)) {
                (Some(field), _) => (field, None),
                (None, zone) => (self.fields.text, zone),
            },
        }
    }

    pub(super) fn note(&mut self, kind: NoteKind, text: &str, span: Span) {
        let (start, end) = (span.start, span.end);
        self.notes.push(Note {
            kind,
            text: text.to_owned(),
            start,
            end,
        });
    }
}

/// An error about a part of the query; who knows the query's text adds how it looks.
pub(super) fn refused(span: Span, message: &str, help: &str) -> Error {
    Error::Query {
        message: message.to_owned(),
        start: span.start,
        end: span.end,
        shown: String::new(),
        help: Some(help.to_owned()),
    }
}

/// At least one of some clauses.
fn any(mut clauses: Vec<Clause>) -> Clause {
    if clauses.len() == 1 {
        return clauses.remove(0);
    }
    let (queries, shapes): (Vec<_>, Vec<_>) = clauses
        .into_iter()
        .map(|(query, shape)| ((Occur::Should, query), shape))
        .unzip();
    (Box::new(BooleanQuery::new(queries)), Shape::Any(shapes))
}

/// Whether a query is terms of which one must be there.
fn is_union(query: &BooleanQuery) -> bool {
    let mut clauses = query.clauses().iter();
    query.get_minimum_number_should_match() == 1
        && clauses.all(|(occur, clause)| *occur == Occur::Should && clause.is::<TermQuery>())
}

fn silent_box(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(tantivy::query::ConstScoreQuery::new(query, 0.0))
}

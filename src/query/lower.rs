//! Tree to Tantivy query: the only step of a query that knows the index.
//!
//! A word becomes the terms that it has in the languages of the index; one term stays a plain term
//! query, so that Tantivy's pruning works. What has places in the text goes to `joining` and `spans`.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Zoned;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::algebra::Expr;
use super::ast::{Ast, Pattern, PhrasePart};
use super::clauses::{between, date_range, is_void, silent, terms};
use super::cursor::frequent_pair;
use super::distribute::distribute;
use super::explain::Expanded;
use super::glob::Glob;
use super::joining::{Joined, leaf_field};
use super::light::{Light, Lights, Shape};
use super::matcher::Matcher;
use super::note::{Note, NoteKind, Span};
use super::places::{Form, Leaf, Place};
use super::runs::Runs;
use super::spans::SpanQuery;
use super::wildcard::{Expansion, WildcardQuery};
use crate::analysis::{ANY, Analyzer, fold};
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
    pub(super) analyzers: Vec<Analyzer>,
    lights: Vec<Light>,
    frequencies: HashMap<Term, u64>,
    expanded: Vec<Expanded>,
    runs: Runs,
    notes: Vec<Note>,
    negated: bool,
}

/// A lowered clause and what it lights.
type Clause = (Box<dyn Query>, Shape);

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
            analyzers,
            lights: Vec::new(),
            frequencies: HashMap::new(),
            expanded: Vec::new(),
            runs: Runs::default(),
            notes: Vec::new(),
            negated: false,
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
            clauses.push((Occur::Should, query));
            lit.push(shape);
        }
        let least = least.min(clauses.len());
        let occur = if least == 0 {
            Occur::Should
        } else {
            Occur::Must
        };
        let some = BooleanQuery::with_minimum_required_clauses(clauses, least.max(1));
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
                for clause in clauses {
                    if self.is_void(clause) {
                        self.note_void(clause);
                        continue;
                    }
                    lowered.push(self.query(clause)?);
                }
                Ok(any(lowered))
            }
            Ast::Not(inner) => {
                let inner = self.unlit(inner)?;
                given(Box::new(BooleanQuery::new(vec![
                    (Occur::Must, silent(AllQuery)),
                    (Occur::MustNot, inner),
                ])))
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

    fn in_words(&self, field: Field) -> bool {
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
            Ast::Not(inner) => (Occur::MustNot, self.unlit(inner)?, Shape::Given),
            other => {
                let (query, shape) = self.query(other)?;
                (Occur::Must, query, shape)
            }
        })
    }

    /// A clause that must not match lights nothing.
    fn unlit(&mut self, ast: &Ast) -> Result<Box<dyn Query>> {
        let outer = std::mem::replace(&mut self.negated, true);
        let lowered = self.query(ast);
        self.negated = outer;
        Ok(lowered?.0)
    }

    /// A word, a phrase, a pattern.
    fn leaf_query(&mut self, ast: &Ast) -> Result<Clause> {
        let span = ast.span().unwrap_or_default();
        let (field, _) = self.target(leaf_field(ast));
        if self.in_words(field) {
            match ast {
                Ast::Wildcard {
                    pattern,
                    field: name,
                    ..
                } if pattern.is_everything() => {
                    let every = self.everything(field, name.is_none())?;
                    return Ok((every, Shape::Given));
                }
                _ => {}
            }
            let joined = self.joined(ast)?;
            return self.span_query(joined, span);
        }
        let query = match ast {
            Ast::Wildcard { pattern, .. } => self.whole_values(field, pattern, span)?,
            Ast::Regex { pattern, .. } => {
                let matcher = Matcher::regex(pattern);
                let matcher =
                    matcher.map_err(|m| refused(span, &m, "wildcards may stand for it"))?;
                let expansion = self.expansion(field, &matcher, span)?;
                silent(WildcardQuery { field, expansion })
            }
            Ast::Fuzzy { text, edits, .. } => {
                let matcher = Matcher::fuzzy(text, *edits);
                let matcher =
                    matcher.map_err(|m| refused(span, &m, "wildcards may stand for it"))?;
                let expansion = self.expansion(field, &matcher, span)?;
                silent(WildcardQuery { field, expansion })
            }
            Ast::Word { text, .. } | Ast::Exact { text, .. } => self.value(field, text),
            Ast::Phrase { parts, .. } => {
                let words: Vec<&str> = parts
                    .iter()
                    .filter_map(|part| match part {
                        PhrasePart::Word(word) | PhrasePart::Exact(word) => Some(word.as_str()),
                        _ => None,
                    })
                    .collect();
                self.value(field, &words.join(" "))
            }
            _ => Box::new(EmptyQuery),
        };
        Ok((query, Shape::Given))
    }

    /// Articles that have anything in a field.
    fn everything(&mut self, field: Field, anywhere: bool) -> Result<Box<dyn Query>> {
        if anywhere {
            return Ok(silent(AllQuery));
        }
        let stemmed = self.fields.declared(field).kind == FieldKind::Text;
        let matcher = Matcher::Glob(Glob::new(&Pattern::new([super::ast::PatternPart::Many])));
        let expansion = Expansion::new(self.searcher, field, stemmed, &matcher)?;
        Ok(Box::new(WildcardQuery { field, expansion }))
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

    /// Spans as a query; the simplest query that finds them.
    fn span_query(&mut self, joined: Joined, span: Span) -> Result<Clause> {
        let Joined {
            field,
            leaves,
            expr,
        } = joined;
        if leaves.is_empty() {
            return Ok((Box::new(EmptyQuery), Shape::Given));
        }
        let leaves = Arc::new(leaves);
        let shape = self.light(field, &leaves, &expr)?;
        if let (
            Expr::Leaf(_),
            [
                Leaf {
                    places,
                    slop: 0,
                    zone: None,
                },
            ],
        ) = (&expr, leaves.as_slice())
        {
            match places.as_slice() {
                [Place::Forms(forms)] if forms.iter().all(|form| form.endings == ANY) => {
                    return Ok((terms(field, forms), shape));
                }
                [Place::Printed(matcher)] => {
                    let expansion = self.expansion(field, matcher, span)?;
                    return Ok((Box::new(WildcardQuery { field, expansion }), shape));
                }
                // Two frequent words side by side are a term of their own.
                [_, _] if field == self.fields.text && frequent_pair(places).is_some() => {
                    let pair = frequent_pair(places).unwrap_or_default();
                    let form = Form {
                        term: pair,
                        endings: ANY,
                    };
                    return Ok((terms(field, &[form]), shape));
                }
                _ => {}
            }
        }
        let counted = match (&expr, leaves.as_slice()) {
            (Expr::Leaf(_), [leaf]) => self.runs.counted(field, leaf.zone, &leaf.places),
            _ => super::runs::Counted::default(),
        };
        let mut known = Vec::new();
        for place in leaves.iter().flat_map(|leaf| &leaf.places) {
            place.each_simple(&mut |place| {
                if let Place::Forms(forms) = place {
                    known.extend(forms.iter().map(|f| Term::from_field_text(field, &f.term)));
                }
            });
        }
        let query = SpanQuery {
            field,
            fields: *self.fields,
            leaves,
            expr,
            counted,
            terms: Arc::new(known),
        };
        Ok((Box::new(query), shape))
    }

    /// Notes what is to be lit for a clause, and how rare it is.
    fn light(&mut self, field: Field, leaves: &Arc<Vec<Leaf>>, expr: &Expr) -> Result<Shape> {
        let articles = self.searcher.num_docs() as f32;
        let mut weight = 0.1_f32;
        let mut words: Vec<&Vec<Form>> = Vec::new();
        for place in leaves.iter().flat_map(|leaf| &leaf.places) {
            place.each_simple(&mut |place| {
                if let Place::Forms(forms) = place {
                    words.push(forms);
                }
            });
        }
        for forms in words {
            let mut frequency = 0;
            for form in forms {
                let term = Term::from_field_text(field, &form.term);
                frequency += self.searcher.doc_freq(&term)?;
            }
            if forms.len() > 1 {
                let all = frequency.min(self.searcher.num_docs());
                for form in forms {
                    let term = Term::from_field_text(field, &form.term);
                    self.frequencies.insert(term, all);
                }
            }
            weight = weight.max((1.0 + articles / (1.0 + frequency as f32)).ln());
        }
        let lit = field == self.fields.text || field == self.fields.title;
        if self.negated || !lit {
            return Ok(Shape::Given);
        }
        self.lights.push(Light {
            field,
            leaves: leaves.clone(),
            expr: expr.clone(),
            weight,
        });
        Ok(Shape::Light(self.lights.len() - 1))
    }

    /// Whole values that a pattern matches.
    fn whole_values(
        &mut self,
        field: Field,
        pattern: &Pattern,
        span: Span,
    ) -> Result<Box<dyn Query>> {
        let matcher = Matcher::Glob(Glob::new(pattern));
        let expansion = if pattern.is_everything() {
            Expansion::new(self.searcher, field, false, &matcher)?
        } else {
            self.expansion(field, &matcher, span)?
        };
        Ok(silent(WildcardQuery { field, expansion }))
    }

    /// Looks a condition on words up, and says how many words it stands for.
    pub(super) fn expansion(
        &mut self,
        field: Field,
        matcher: &Matcher,
        span: Span,
    ) -> Result<Expansion> {
        let stemmed = self.fields.declared(field).kind == FieldKind::Text;
        let expansion = Expansion::new(self.searcher, field, stemmed, matcher)?;
        let text = match expansion.words {
            0 => "the pattern matches no word of the index".to_owned(),
            1 => "the pattern stands for forms of one word".to_owned(),
            n => format!("the pattern stands for forms of up to {n} words"),
        };
        self.note(NoteKind::Expanded, &text, span);
        let expanded = Expanded::new(&expansion, span);
        if !self.expanded.contains(&expanded) {
            self.expanded.push(expanded);
        }
        Ok(expansion)
    }

    /// A whole value of a keyword, path or id field.
    fn value(&mut self, field: Field, text: &str) -> Box<dyn Query> {
        let value = match self.fields.declared(field).kind {
            FieldKind::Id => text.to_owned(),
            _ => fold(text.trim()),
        };
        let term = Term::from_field_text(field, &value);
        silent(TermQuery::new(term, IndexRecordOption::Basic))
    }

    fn dates(&mut self, name: &str, from: Option<i64>, to: Option<i64>) -> Box<dyn Query> {
        let Some(field) = self.fields.by_name(name) else {
            return Box::new(EmptyQuery);
        };
        date_range(self.fields, field, from, to)
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

fn silent_box(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(tantivy::query::ConstScoreQuery::new(query, 0.0))
}

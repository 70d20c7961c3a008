//! Tree to Tantivy query: the only step of a query that knows the index.
//!
//! A word becomes the terms that it has in the languages of the index; one term stays a plain term
//! query, so that Tantivy's pruning works. Places of phrases and zones go to `spans`.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Zoned;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::ast::{Ast, Pattern, PhrasePart};
use super::clauses::{between, date_range, is_void, parts_of, silent, terms};
use super::glob::Glob;
use super::note::{Note, NoteKind, Span};
use super::places::{Form, Light, Place};
use super::runs::{Counted, Runs};
use super::spans::SpanQuery;
use super::wildcard::{Expansion, WildcardQuery};
use crate::analysis::{ANY, Analyzer, fold, fold_word_into};
use crate::article::segment::Words;
use crate::error::Result;
use crate::schema::{FieldKind, Fields, Zone, declaration};

/// A query ready to run.
pub struct Lowered {
    /// What Tantivy runs.
    pub query: Box<dyn Query>,
    /// What may be lit in the articles that match.
    pub lights: Vec<Light>,
    /// Document frequency of terms that are forms of one word: that of the word, so that a rare
    /// form (a minority language's) does not outweigh the common one.
    pub frequencies: HashMap<Term, u64>,
}

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
    analyzers: Vec<Analyzer>,
    lights: Vec<Light>,
    frequencies: HashMap<Term, u64>,
    runs: Runs,
    notes: Vec<Note>,
    negated: bool,
}

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
            analyzers,
            lights: Vec::new(),
            frequencies: HashMap::new(),
            runs: Runs::default(),
            notes: Vec::new(),
            negated: false,
        }
    }

    /// Lowers a tree.
    ///
    /// # Errors
    /// `Error::Engine` if the dictionary can't be read.
    pub fn lower(&mut self, ast: &Ast) -> Result<Lowered> {
        self.lights.clear();
        if self.is_void(ast) {
            self.note_void(ast);
            return Ok(self.lowered(Box::new(EmptyQuery)));
        }
        let query = self.query(ast)?;
        Ok(self.lowered(query))
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
        for ast in optional {
            if self.is_void(ast) {
                self.note_void(ast);
                continue;
            }
            clauses.push((Occur::Should, self.query(ast)?));
        }
        let least = least.min(clauses.len());
        let occur = if least == 0 {
            Occur::Should
        } else {
            Occur::Must
        };
        let some = BooleanQuery::with_minimum_required_clauses(clauses, least.max(1));
        let mut all: Vec<(Occur, Box<dyn Query>)> = vec![(occur, Box::new(some))];
        for ast in required {
            all.push(self.clause(ast)?);
        }
        Ok(self.lowered(Box::new(BooleanQuery::new(all))))
    }

    fn lowered(&mut self, query: Box<dyn Query>) -> Lowered {
        Lowered {
            query,
            lights: std::mem::take(&mut self.lights),
            frequencies: std::mem::take(&mut self.frequencies),
        }
    }

    /// What was expanded or ignored on the way, each once.
    pub fn take_notes(&mut self) -> Vec<Note> {
        let mut notes = std::mem::take(&mut self.notes);
        let mut seen = std::collections::HashSet::new();
        notes.retain(|note| seen.insert((note.text.clone(), note.start)));
        notes
    }

    fn query(&mut self, ast: &Ast) -> Result<Box<dyn Query>> {
        Ok(match ast {
            Ast::All => silent(AllQuery),
            Ast::Nothing => Box::new(EmptyQuery),
            Ast::Word { text, field, span } => self.words(
                field.as_deref(),
                &[PhrasePart::Word(text.clone())],
                0,
                *span,
            )?,
            Ast::Phrase {
                parts,
                slop,
                field,
                span,
            } => self.words(field.as_deref(), parts, *slop, *span)?,
            Ast::Wildcard {
                pattern,
                field,
                span,
            } => self.wildcard(field.as_deref(), pattern, *span)?,
            Ast::Date { field, range, .. } => {
                let (from, to) = range.resolve(&self.now);
                self.dates(field, from, to)
            }
            Ast::Number { field, range, .. } => {
                let Some(field) = self.fields.by_name(field) else {
                    return Ok(Box::new(EmptyQuery));
                };
                let bound = |v: i64| Term::from_field_u64(field, v.max(0) as u64);
                if range.max.is_some_and(|v| v < 0) {
                    return Ok(Box::new(EmptyQuery));
                }
                between(range.min.map(bound), range.max.map(bound))
            }
            Ast::And { clauses, .. } => {
                let mut lowered = Vec::new();
                for clause in clauses {
                    if self.is_void(clause) {
                        self.note_void(clause);
                        continue;
                    }
                    lowered.push(self.clause(clause)?);
                }
                if lowered.is_empty() {
                    return Ok(Box::new(EmptyQuery));
                }
                if lowered.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                    lowered.push((Occur::Must, silent(AllQuery)));
                }
                Box::new(BooleanQuery::new(lowered))
            }
            Ast::Or(clauses) => {
                let mut lowered = Vec::new();
                for clause in clauses {
                    if self.is_void(clause) {
                        self.note_void(clause);
                        continue;
                    }
                    lowered.push((Occur::Should, self.query(clause)?));
                }
                Box::new(BooleanQuery::new(lowered))
            }
            Ast::Not(inner) => {
                let inner = self.unlit(inner)?;
                Box::new(BooleanQuery::new(vec![
                    (Occur::Must, silent(AllQuery)),
                    (Occur::MustNot, inner),
                ]))
            }
            Ast::Must(inner) => self.query(inner)?,
            Ast::Exact { .. }
            | Ast::Fuzzy { .. }
            | Ast::Regex { .. }
            | Ast::Near { .. }
            | Ast::Same { .. }
            | Ast::AtLeast { .. }
            | Ast::First { .. }
            | Ast::Cased { .. }
            | Ast::Property { .. }
            | Ast::Like { .. }
            | Ast::Saved { .. } => Box::new(EmptyQuery),
            Ast::Boost(inner, factor) => Box::new(BoostQuery::new(self.query(inner)?, *factor)),
        })
    }

    /// Whether a clause has nothing to search for, see [`is_void`].
    fn is_void(&self, ast: &Ast) -> bool {
        is_void(ast, &|name| {
            let (field, _) = self.target(name);
            let kind = self.fields.declared(field).kind;
            matches!(kind, FieldKind::Text | FieldKind::Words)
        })
    }

    fn note_void(&mut self, ast: &Ast) {
        let span = ast.span().unwrap_or_default();
        let text = "there is no letter or digit to search for";
        self.note(NoteKind::Ignored, text, span);
    }

    /// A clause of a conjunction.
    fn clause(&mut self, ast: &Ast) -> Result<(Occur, Box<dyn Query>)> {
        Ok(match ast {
            Ast::Not(inner) => (Occur::MustNot, self.unlit(inner)?),
            other => (Occur::Must, self.query(other)?),
        })
    }

    /// A clause that must not match lights nothing.
    fn unlit(&mut self, ast: &Ast) -> Result<Box<dyn Query>> {
        let outer = std::mem::replace(&mut self.negated, true);
        let query = self.query(ast);
        self.negated = outer;
        query
    }

    /// One word or a phrase.
    fn words(
        &mut self,
        name: Option<&str>,
        parts: &[PhrasePart],
        slop: u32,
        span: Span,
    ) -> Result<Box<dyn Query>> {
        let (field, zone) = self.target(name);
        let declared = self.fields.declared(field);
        match declared.kind {
            FieldKind::Keyword | FieldKind::Path | FieldKind::Id => {
                let text: Vec<&str> = parts
                    .iter()
                    .filter_map(|p| match p {
                        PhrasePart::Word(word) => Some(word.as_str()),
                        _ => None,
                    })
                    .collect();
                return Ok(self.value(field, &text.join(" ")));
            }
            FieldKind::Text | FieldKind::Words => {}
            // The parser gives words to these three kinds only.
            FieldKind::Date | FieldKind::Number | FieldKind::Stored => {
                return Ok(Box::new(EmptyQuery));
            }
        }
        let stemmed = declared.kind == FieldKind::Text;
        let mut places = Vec::new();
        for part in parts {
            match part {
                PhrasePart::Word(text) => {
                    places.extend(Words::new(text).map(|(from, to)| {
                        Place::Forms(self.forms(field, &text[from..to], stemmed))
                    }));
                }
                PhrasePart::Exact(_) | PhrasePart::AnyOf(_) => {}
                PhrasePart::Any => places.push(Place::Any),
                PhrasePart::Wildcard(pattern) => {
                    let glob = Glob::new(pattern);
                    self.expansion(field, &glob, span)?;
                    places.push(Place::Glob(glob));
                }
            }
        }
        if places.iter().all(|place| *place == Place::Any) {
            return Ok(Box::new(EmptyQuery));
        }
        let gap = declaration().index.zone_gap;
        let slop = if slop >= gap {
            let text = format!(
                "the distance {slop} was cut to {}, the most there is",
                gap - 1
            );
            self.note(NoteKind::Capped, &text, span);
            gap - 1
        } else {
            slop
        };
        let light = self.light(field, zone, places, slop)?;
        let places = light.places.clone();
        if let ([Place::Forms(forms)], None) = (places.as_slice(), zone) {
            return Ok(terms(field, forms));
        }
        let counted = self.runs.counted(field, zone, &places);
        Ok(Box::new(SpanQuery {
            field,
            fields: *self.fields,
            zone,
            places,
            slop,
            counted,
        }))
    }

    /// Notes what is to be lit for a clause, and how rare it is.
    fn light(
        &mut self,
        field: Field,
        zone: Option<Zone>,
        places: Vec<Place>,
        slop: u32,
    ) -> Result<Light> {
        let articles = self.searcher.num_docs() as f32;
        let mut weight = 0.0_f32;
        for place in &places {
            let Place::Forms(forms) = place else { continue };
            let mut frequency = 0;
            for form in forms {
                frequency += self
                    .searcher
                    .doc_freq(&Term::from_field_text(field, &form.term))?;
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
        let light = Light {
            field,
            zone,
            places: Arc::new(places),
            slop,
            weight: weight.max(0.1),
        };
        if !self.negated {
            self.lights.push(light.clone());
        }
        Ok(light)
    }

    fn wildcard(
        &mut self,
        name: Option<&str>,
        pattern: &Pattern,
        span: Span,
    ) -> Result<Box<dyn Query>> {
        let (field, zone) = self.target(name);
        if pattern.is_everything() && name.is_none() {
            return Ok(silent(AllQuery));
        }
        if let Some(parts) = parts_of(pattern)
            && matches!(
                self.fields.declared(field).kind,
                FieldKind::Text | FieldKind::Words
            )
        {
            return self.words(name, &parts, 0, span);
        }
        let glob = Glob::new(pattern);
        let kind = self.fields.declared(field).kind;
        let in_words = matches!(kind, FieldKind::Text | FieldKind::Words);
        let expansion = if pattern.is_everything() {
            Expansion::new(self.searcher, field, kind == FieldKind::Text, &glob)?
        } else {
            self.expansion(field, &glob, span)?
        };
        if in_words && !pattern.is_everything() {
            let light = self.light(field, zone, vec![Place::Glob(glob)], 0)?;
            if zone.is_some() {
                return Ok(Box::new(SpanQuery {
                    field,
                    fields: *self.fields,
                    zone,
                    places: light.places,
                    slop: 0,
                    counted: Counted::default(),
                }));
            }
        }
        let query = WildcardQuery { field, expansion };
        Ok(if in_words {
            Box::new(query)
        } else {
            silent(query)
        })
    }

    /// Looks a pattern up, and says how many words it stands for.
    fn expansion(&mut self, field: Field, glob: &Glob, span: Span) -> Result<Expansion> {
        let stemmed = self.fields.declared(field).kind == FieldKind::Text;
        let expansion = Expansion::new(self.searcher, field, stemmed, glob)?;
        let text = match expansion.words {
            0 => "the pattern matches no word of the index".to_owned(),
            1 => "the pattern stands for forms of one word".to_owned(),
            n => format!("the pattern stands for forms of up to {n} words"),
        };
        self.note(NoteKind::Expanded, &text, span);
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
    fn target(&self, name: Option<&str>) -> (Field, Option<Zone>) {
        match name {
            None => (self.fields.text, None),
            Some(name) => match (self.fields.by_name(name), Zone::by_name(name)) {
                (Some(field), _) => (field, None),
                (None, zone) => (self.fields.text, zone),
            },
        }
    }

    /// The terms of one word in the languages of the index, those first that are in it.
    fn forms(&mut self, field: Field, word: &str, stemmed: bool) -> Vec<Form> {
        let form = |term: &str| Form {
            term: term.to_owned(),
            endings: ANY,
        };
        if !stemmed {
            let mut folded = String::new();
            fold_word_into(word, &mut folded);
            return vec![form(&folded)];
        }
        let mut forms: Vec<Form> = Vec::new();
        for analyzer in &mut self.analyzers {
            let term = analyzer.word(word).term();
            if forms.iter().all(|f| f.term != term) {
                forms.push(form(term));
            }
        }
        if forms.len() > 1 {
            // Stems of languages that have no such word only cost time.
            let known = |f: &Form| {
                let term = Term::from_field_text(field, &f.term);
                self.searcher.doc_freq(&term).is_ok_and(|n| n > 0)
            };
            let in_index: Vec<Form> = forms.iter().filter(|f| known(f)).cloned().collect();
            if !in_index.is_empty() {
                return in_index;
            }
            forms.truncate(1);
        }
        forms
    }

    fn note(&mut self, kind: NoteKind, text: &str, span: Span) {
        let (start, end) = (span.start, span.end);
        self.notes.push(Note {
            kind,
            text: text.to_owned(),
            start,
            end,
        });
    }
}

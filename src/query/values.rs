//! Leaves as queries: words and phrases of running text, whole values, what patterns stand for.

use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{AllQuery, EmptyQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::algebra::Expr;
use super::ast::{Ast, Pattern, PatternPart, PhrasePart};
use super::clauses::{date_range, silent, terms};
use super::cursor::{MOST_WORDS, frequent_pair};
use super::explain::Expanded;
use super::glob::Glob;
use super::joining::{Joined, leaf_field};
use super::light::{Light, Shape};
use super::lower::{Clause, Lowering, refused};
use super::matcher::Matcher;
use super::note::{NoteKind, Span};
use super::places::{Form, Leaf, Place};
use super::runs::Counted;
use super::spans::SpanQuery;
use super::wildcard::{Expansion, WildcardQuery};
use crate::analysis::{ANY, fold};
use crate::error::Result;
use crate::schema::FieldKind;

impl Lowering<'_> {
    /// A word, a phrase, a pattern.
    pub(super) fn leaf_query(&mut self, ast: &Ast) -> Result<Clause> {
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
                silent(self.any_of(field, expansion))
            }
            Ast::Fuzzy { text, edits, .. } => {
                let matcher = Matcher::fuzzy(text, *edits);
                let matcher =
                    matcher.map_err(|m| refused(span, &m, "wildcards may stand for it"))?;
                let expansion = self.expansion(field, &matcher, span)?;
                silent(self.any_of(field, expansion))
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
        let matcher = Matcher::Glob(Glob::new(&Pattern::new([PatternPart::Many])));
        let expansion = Expansion::new(self.searcher, field, stemmed, &matcher, &self.stop)?;
        Ok(Box::new(self.any_of(field, expansion)))
    }

    /// Spans as a query; the simplest query that finds them.
    pub(super) fn span_query(&mut self, joined: Joined, span: Span) -> Result<Clause> {
        let Joined {
            field,
            leaves,
            expr,
        } = joined;
        if leaves.is_empty() {
            return Ok((Box::new(EmptyQuery), Shape::Given));
        }
        let large = self.large.take();
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
                    return Ok((Box::new(self.any_of(field, expansion)), shape));
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
        if let Some((words, span)) = large {
            let text = format!(
                "the pattern stands for {words} words; inside a phrase or proximity the \
                 {MOST_WORDS} most frequent are looked for"
            );
            self.note(NoteKind::Capped, &text, span);
        }
        let counted = match (&expr, leaves.as_slice()) {
            (Expr::Leaf(_), [leaf]) => self.runs.counted(field, leaf.zone, &leaf.places),
            _ => Counted::default(),
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
            stop: self.stop.clone(),
        };
        Ok((Box::new(query), shape))
    }

    /// Articles with any of the words that a condition stands for.
    fn any_of(&self, field: Field, expansion: Expansion) -> WildcardQuery {
        let stop = self.stop.clone();
        WildcardQuery {
            field,
            expansion,
            stop,
        }
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
        if (self.negated && !self.optional) || !lit {
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
            Expansion::new(self.searcher, field, false, &matcher, &self.stop)?
        } else {
            self.expansion(field, &matcher, span)?
        };
        Ok(silent(self.any_of(field, expansion)))
    }

    /// Looks a condition on words up, and says how many words it stands for.
    pub(super) fn expansion(
        &mut self,
        field: Field,
        matcher: &Matcher,
        span: Span,
    ) -> Result<Expansion> {
        let known = self.looked_up.iter();
        let mut known = known.filter(|(f, m, _)| *f == field && m == matcher);
        if let Some((_, _, expansion)) = known.next() {
            return Ok(expansion.clone());
        }
        let stemmed = self.fields.declared(field).kind == FieldKind::Text;
        let expansion = Expansion::new(self.searcher, field, stemmed, matcher, &self.stop)?;
        self.looked_up
            .push((field, matcher.clone(), expansion.clone()));
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

    pub(super) fn dates(
        &mut self,
        name: &str,
        from: Option<i64>,
        to: Option<i64>,
    ) -> Box<dyn Query> {
        let Some(field) = self.fields.by_name(name) else {
            return Box::new(EmptyQuery);
        };
        date_range(self.fields, field, from, to)
    }
}

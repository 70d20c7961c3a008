//! Words, phrases and what joins them, as spans over the dictionary: leaves with their places, and the expression
//! over them. Whole queries are lowered in `lower`.

use tantivy::Term;
use tantivy::schema::Field;

use super::algebra::Expr;
use super::ast::{Ast, LetterCase, PhrasePart};
use super::clauses::parts_of;
use super::cursor::MOST_WORDS;
use super::glob::Glob;
use super::lower::{Lowering, refused};
use super::matcher::Matcher;
use super::note::{NoteKind, Span};
use super::places::{Form, Leaf, Place};
use crate::analysis::{ANY, OTHER, PRINTED, STEM, fold_word_into};
use crate::article::segment::{Words, script};
use crate::error::Result;
use crate::schema::{FieldKind, Zone, declaration};

/// Phrases that alternatives inside one phrase may make of it.
const MOST_PHRASES: usize = 64;

/// Spans of one field.
pub(super) struct Joined {
    pub(super) field: Field,
    pub(super) leaves: Vec<Leaf>,
    pub(super) expr: Expr,
}

/// What holds for everything inside an operator.
#[derive(Clone, Default)]
struct Inside {
    cases: Vec<LetterCase>,
}

impl Lowering<'_> {
    /// Lowers a leaf, or what operators of spans join.
    ///
    /// # Errors
    /// `Error::Query` where the operands are of different fields, or no words of the text.
    pub(super) fn joined(&mut self, ast: &Ast) -> Result<Joined> {
        let field = self.field_of(ast)?;
        let mut joined = Joined {
            field,
            leaves: Vec::new(),
            expr: Expr::Or(Vec::new()),
        };
        joined.expr = self.expr(ast, &Inside::default(), &mut joined)?;
        Ok(joined)
    }

    /// The one field that the leaves are of; a headline beside the text is the zone of the text.
    fn field_of(&self, ast: &Ast) -> Result<Field> {
        let mut fields: Vec<Field> = Vec::new();
        each_leaf(ast, &mut |leaf| {
            let (field, _) = self.target(leaf_field(leaf));
            if !fields.contains(&field) {
                fields.push(field);
            }
        });
        let text = self.fields.text;
        match fields.as_slice() {
            [] => Ok(text),
            [one] => Ok(*one),
            several
                if several
                    .iter()
                    .all(|f| *f == text || *f == self.fields.title) =>
            {
                Ok(text)
            }
            _ => Err(refused(
                ast.span().unwrap_or_default(),
                "the words stand in different fields, so none is near another",
                "join them by AND",
            )),
        }
    }

    fn expr(&mut self, ast: &Ast, inside: &Inside, joined: &mut Joined) -> Result<Expr> {
        let gap = declaration().index.zone_gap;
        let in_text = joined.field == self.fields.text;
        Ok(match ast {
            Ast::Word { .. }
            | Ast::Phrase { .. }
            | Ast::Exact { .. }
            | Ast::Fuzzy { .. }
            | Ast::Regex { .. }
            | Ast::Wildcard { .. } => self.leaf(ast, inside, joined)?,
            Ast::Or(operands) => {
                let operands = operands.iter().map(|o| self.expr(o, inside, joined));
                Expr::Or(operands.collect::<Result<_>>()?)
            }
            Ast::Must(inner) => self.expr(inner, inside, joined)?,
            Ast::Boost(inner, _) => {
                let text = "a weight inside a proximity or count has no effect";
                self.note(NoteKind::Ignored, text, inner.span().unwrap_or_default());
                self.expr(inner, inside, joined)?
            }
            Ast::Near {
                left,
                right,
                distance,
                ordered,
                negated,
            } => Expr::Near {
                left: Box::new(self.expr(left, inside, joined)?),
                right: Box::new(self.expr(right, inside, joined)?),
                distance: (*distance).min(gap - 1),
                ordered: *ordered,
                negated: *negated,
            },
            // Names and headlines have no sentences; within one of them all is near.
            Ast::Same {
                left,
                right,
                negated,
                ..
            } if !in_text => Expr::Near {
                left: Box::new(self.expr(left, inside, joined)?),
                right: Box::new(self.expr(right, inside, joined)?),
                distance: gap - 1,
                ordered: false,
                negated: *negated,
            },
            Ast::Same {
                left,
                right,
                unit,
                negated,
            } => Expr::Same {
                left: Box::new(self.expr(left, inside, joined)?),
                right: Box::new(self.expr(right, inside, joined)?),
                unit: *unit,
                negated: *negated,
            },
            Ast::AtLeast { count, inner } => Expr::AtLeast {
                count: *count,
                inner: Box::new(self.expr(inner, inside, joined)?),
            },
            Ast::First { .. } if !in_text => {
                return Err(refused(
                    ast.span().unwrap_or_default(),
                    "FIRST counts words of the body; this field has none",
                    "leave the field out, or FIRST",
                ));
            }
            Ast::First { words, inner } => Expr::First {
                words: *words,
                inner: Box::new(self.expr(inner, inside, joined)?),
            },
            Ast::Cased { case, inner } => {
                let mut inside = inside.clone();
                inside.cases.push(*case);
                self.expr(inner, &inside, joined)?
            }
            other => {
                return Err(refused(
                    other.span().unwrap_or_default(),
                    &format!("`{other}` has no place in the text, so nothing can be near it"),
                    "join it to the rest by AND",
                ));
            }
        })
    }

    /// One leaf; several where a phrase has alternatives of several words.
    fn leaf(&mut self, ast: &Ast, inside: &Inside, joined: &mut Joined) -> Result<Expr> {
        let (own, mut zone) = self.target(leaf_field(ast));
        if own != joined.field && own == self.fields.title {
            zone = Some(Zone::Headline);
        }
        let field = joined.field;
        let declared = self.fields.declared(field);
        let span = ast.span().unwrap_or_default();
        if !matches!(declared.kind, FieldKind::Text | FieldKind::Words) {
            return Err(refused(
                span,
                &format!(
                    "values of `{}` have no words that could be near others",
                    declared.name
                ),
                "join it to the rest by AND",
            ));
        }
        let (parts, slop) = match ast {
            Ast::Phrase { parts, slop, .. } => (parts.clone(), *slop),
            Ast::Word { text, .. } => (vec![PhrasePart::Word(text.clone())], 0),
            Ast::Exact { text, .. } => (vec![PhrasePart::Exact(text.clone())], 0),
            Ast::Wildcard { pattern, .. } => {
                let parts = parts_of(pattern);
                (
                    parts.unwrap_or_else(|| vec![PhrasePart::Wildcard(pattern.clone())]),
                    0,
                )
            }
            _ => (Vec::new(), 0),
        };
        let phrases = match ast {
            Ast::Fuzzy { text, edits, .. } => vec![self.fuzzy(field, text, *edits, span)?],
            Ast::Regex { pattern, .. } => {
                let matcher = Matcher::regex(pattern).map_err(|message| {
                    refused(span, &message, "`*` and `?` stand for letters: `sep?rate`")
                })?;
                vec![vec![self.printed(field, matcher, span)?]]
            }
            _ => self.phrases(field, &parts, span)?,
        };
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
        let mut alternatives = Vec::new();
        for mut places in phrases {
            if places.iter().all(Place::is_open) {
                continue;
            }
            let asked = places.len();
            while places.last().is_some_and(Place::is_open) {
                places.pop();
            }
            let before = places.iter().take_while(|place| place.is_open()).count();
            places.drain(..before);
            if places.len() < asked {
                let text = "an open word at the edge of a phrase was ignored: it asks for nothing";
                self.note(NoteKind::Ignored, text, span);
            }
            for &case in &inside.cases {
                let cased = |place| Place::Cased(case, Box::new(place));
                places = places.into_iter().map(cased).collect();
            }
            alternatives.push(Expr::Leaf(joined.leaves.len()));
            joined.leaves.push(Leaf { places, slop, zone });
        }
        if alternatives.is_empty() {
            let text = "there is no letter or digit to search for";
            self.note(NoteKind::Ignored, text, span);
        }
        Ok(match alternatives.len() {
            1 => alternatives.remove(0),
            _ => Expr::Or(alternatives),
        })
    }

    /// The places of a phrase; several phrases where it has alternatives of several words.
    fn phrases(
        &mut self,
        field: Field,
        parts: &[PhrasePart],
        span: Span,
    ) -> Result<Vec<Vec<Place>>> {
        let mut phrases: Vec<Vec<Place>> = vec![Vec::new()];
        for part in parts {
            let more: Vec<Place> = match part {
                PhrasePart::Word(text) | PhrasePart::Exact(text) => {
                    let exact = matches!(part, PhrasePart::Exact(_));
                    let words = Words::new(text).map(|(from, to)| &text[from..to]);
                    words
                        .map(|w| Place::Forms(self.forms(field, w, exact)))
                        .collect()
                }
                PhrasePart::Any => vec![Place::Any],
                PhrasePart::Wildcard(pattern) => {
                    vec![self.printed(field, Matcher::Glob(Glob::new(pattern)), span)?]
                }
                PhrasePart::AnyOf(groups) => {
                    let mut choices = Vec::new();
                    for group in groups {
                        choices.extend(self.phrases(field, group, span)?);
                    }
                    choices.retain(|choice| !choice.is_empty());
                    if choices.iter().all(|choice| choice.len() == 1) {
                        vec![Place::AnyOf(choices.into_iter().flatten().collect())]
                    } else {
                        let pairs = phrases
                            .iter()
                            .flat_map(|before| choices.iter().map(move |choice| (before, choice)));
                        phrases = pairs
                            .map(|(before, choice)| before.iter().chain(choice).cloned().collect())
                            .collect();
                        Vec::new()
                    }
                }
            };
            if phrases.len() > MOST_PHRASES {
                return Err(refused(
                    span,
                    &format!("the alternatives make more than {MOST_PHRASES} phrases of this one"),
                    "write fewer alternatives, or join several phrases by OR",
                ));
            }
            for phrase in &mut phrases {
                phrase.extend(more.iter().cloned());
            }
        }
        Ok(phrases)
    }

    fn fuzzy(&mut self, field: Field, text: &str, edits: u8, span: Span) -> Result<Vec<Place>> {
        let mut places = Vec::new();
        for (from, to) in Words::new(text) {
            let word = &text[from..to];
            let letters = word.chars().count();
            let fewer = if letters < 5 { edits.min(1) } else { edits };
            if fewer < edits {
                let text = format!("`{word}` is short, so that `~{edits}` was read as `~{fewer}`");
                self.note(NoteKind::Meaning, &text, span);
            }
            let matcher = Matcher::fuzzy(word, fewer);
            let matcher = matcher.map_err(|m| refused(span, &m, "wildcards may stand for it"))?;
            places.push(self.printed(field, matcher, span)?);
        }
        Ok(places)
    }

    /// A place for what a condition on printed words stands for, and a note on how much that is.
    fn printed(&mut self, field: Field, matcher: Matcher, span: Span) -> Result<Place> {
        let expansion = self.expansion(field, &matcher, span)?;
        if expansion.words > MOST_WORDS {
            self.large = Some((expansion.words, span));
        }
        Ok(Place::Printed(matcher))
    }

    /// The terms of one word in the languages of the index, those first that are in it; with `exact` only where it is
    /// printed so.
    fn forms(&mut self, field: Field, word: &str, exact: bool) -> Vec<Form> {
        let plain = |term: &str| Form {
            term: term.to_owned(),
            endings: ANY,
        };
        if self.fields.declared(field).kind != FieldKind::Text {
            let mut folded = String::new();
            fold_word_into(word, &mut folded);
            return vec![plain(&folded)];
        }
        let whole = word.chars().next().and_then(script).is_some();
        let mut forms: Vec<Form> = Vec::new();
        for analyzer in &mut self.analyzers {
            let analyzed = analyzer.word(word);
            let form = if !exact || whole {
                plain(analyzed.term())
            } else if analyzed.ending == OTHER {
                plain(&format!(
                    "{PRINTED}{}{STEM}{}",
                    analyzed.printed,
                    analyzed.term()
                ))
            } else {
                Form {
                    term: analyzed.term().to_owned(),
                    endings: 1 << analyzed.ending,
                }
            };
            if !forms.contains(&form) {
                forms.push(form);
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
}

/// The field that a leaf names.
pub(super) fn leaf_field(leaf: &Ast) -> Option<&str> {
    match leaf {
        Ast::Word { field, .. }
        | Ast::Phrase { field, .. }
        | Ast::Exact { field, .. }
        | Ast::Fuzzy { field, .. }
        | Ast::Regex { field, .. }
        | Ast::Wildcard { field, .. } => field.as_deref(),
        _ => None,
    }
}

/// Calls `each` for the words and phrases that operators of spans join.
fn each_leaf(ast: &Ast, each: &mut dyn FnMut(&Ast)) {
    match ast {
        Ast::Word { .. }
        | Ast::Phrase { .. }
        | Ast::Exact { .. }
        | Ast::Fuzzy { .. }
        | Ast::Regex { .. }
        | Ast::Wildcard { .. } => each(ast),
        Ast::Or(operands) => operands.iter().for_each(|o| each_leaf(o, each)),
        Ast::Near { left, right, .. } | Ast::Same { left, right, .. } => {
            each_leaf(left, each);
            each_leaf(right, each);
        }
        Ast::Must(inner)
        | Ast::Boost(inner, _)
        | Ast::AtLeast { inner, .. }
        | Ast::First { inner, .. }
        | Ast::Cased { inner, .. } => each_leaf(inner, each),
        _ => {}
    }
}

//! Small pieces of lowering: the table of field names, ranges, terms, patterns parted into words.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::ast::{Ast, Pattern, PatternPart, PhrasePart};
use super::fields::{FieldKind as QueryKind, FieldSpec};
use super::places::Form;
use crate::article::segment::{Words, script};
use crate::schema::{FieldKind, Fields, Searched, declaration};

/// The names that a query may use, from the declaration.
pub fn field_specs() -> Vec<FieldSpec> {
    let declared = declaration();
    let named = declared
        .fields
        .iter()
        .filter(|f| f.searched != Searched::Internal)
        .map(|f| {
            let kind = match f.kind {
                FieldKind::Text => QueryKind::Text,
                FieldKind::Words => QueryKind::Words,
                FieldKind::Path => QueryKind::Path,
                FieldKind::Date => QueryKind::Date,
                FieldKind::Number => QueryKind::Number,
                FieldKind::Keyword | FieldKind::Id | FieldKind::Stored => QueryKind::Keyword,
            };
            (&f.name, &f.aliases, kind)
        });
    let zones = declared.zones.iter().filter(|z| z.searched);
    named
        .chain(zones.map(|z| (&z.name, &z.aliases, QueryKind::Text)))
        .map(|(name, aliases, kind)| {
            let aliases: Vec<&str> = aliases.iter().map(String::as_str).collect();
            FieldSpec::new(name.as_str(), &aliases, kind)
        })
        .collect()
}

/// Whether a clause has no letter or digit that could be searched for, such as an emoji; `in_words`
/// tells whether a field's values are searched word by word.
pub(super) fn is_void(ast: &Ast, in_words: &dyn Fn(Option<&str>) -> bool) -> bool {
    let empty = |text: &str| Words::new(text).next().is_none();
    match ast {
        Ast::Word { text, field, .. } | Ast::Exact { text, field, .. } => {
            in_words(field.as_deref()) && empty(text)
        }
        Ast::Phrase { parts, field, .. } => {
            in_words(field.as_deref()) && parts.iter().all(is_void_part)
        }
        Ast::Not(inner) | Ast::Must(inner) | Ast::Boost(inner, _) => is_void(inner, in_words),
        _ => false,
    }
}

fn is_void_part(part: &PhrasePart) -> bool {
    match part {
        PhrasePart::Word(word) | PhrasePart::Exact(word) => Words::new(word).next().is_none(),
        PhrasePart::Any => true,
        PhrasePart::Wildcard(_) => false,
        PhrasePart::AnyOf(groups) => groups.iter().flatten().all(is_void_part),
    }
}

/// A pattern that punctuation or its script parts into several words, as the places of a phrase:
/// `covid-*`. A run of characters that are a word each goes on by itself, so that a `*` at its
/// beginning or end says nothing: `京都*` is `京都`.
pub(super) fn parts_of(pattern: &Pattern) -> Option<Vec<PhrasePart>> {
    // With each word, whether it is one of those characters.
    let mut words: Vec<(Vec<PatternPart>, bool)> = vec![(Vec::new(), false)];
    for part in pattern.parts() {
        let PatternPart::Text(text) = part else {
            if words.last()?.1 {
                words.push((Vec::new(), false));
            }
            words.last_mut()?.0.push(part.clone());
            continue;
        };
        let mut before = 0;
        for (from, to) in Words::new(text) {
            let whole = text[from..].chars().next().and_then(script).is_some();
            if from > before || whole || words.last()?.1 {
                words.push((Vec::new(), whole));
            }
            let word = PatternPart::Text(text[from..to].to_owned());
            words.last_mut()?.0.push(word);
            before = to;
        }
        if before < text.len() {
            words.push((Vec::new(), false));
        }
    }
    words.retain(|(word, _)| !word.is_empty());
    let open = |word: Option<&(Vec<PatternPart>, bool)>| {
        word.is_some_and(|(parts, _)| parts.iter().all(|part| *part == PatternPart::Many))
    };
    let mut runs = words.len() > 1;
    if words.get(1).is_some_and(|(_, whole)| *whole) && open(words.first()) {
        words.remove(0);
    }
    let before_last = words.len().wrapping_sub(2);
    if words.get(before_last).is_some_and(|(_, whole)| *whole) && open(words.last()) {
        words.pop();
    }
    runs |= words.iter().any(|(_, whole)| *whole);
    if !runs {
        return None;
    }
    let part = |(word, _): (Vec<PatternPart>, bool)| match word.as_slice() {
        [PatternPart::Text(text)] => PhrasePart::Word(text.clone()),
        [PatternPart::Many] => PhrasePart::Any,
        [PatternPart::One] => PhrasePart::Any,
        _ => PhrasePart::Wildcard(Pattern::new(word)),
    };
    Some(words.into_iter().map(part).collect())
}

/// Articles whose date, to its precision, lies in the range; both ends inclusive, in seconds.
///
/// An article of which only the year is known is in a range that holds the whole year.
pub fn date_range(
    fields: &Fields,
    field: Field,
    from: Option<i64>,
    to: Option<i64>,
) -> Box<dyn Query> {
    let end_field = if field == fields.published {
        fields.published_end
    } else {
        field
    };
    let from = from.map(|v| Term::from_field_i64(field, v));
    let to = to.map(|v| Term::from_field_i64(end_field, v));
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    if from.is_some() {
        clauses.push((Occur::Must, between(from, None)));
    }
    if to.is_some() {
        clauses.push((Occur::Must, between(None, to)));
    }
    Box::new(BooleanQuery::new(clauses))
}

/// A range that adds nothing to the score; both ends inclusive, none is open.
pub(super) fn between(from: Option<Term>, to: Option<Term>) -> Box<dyn Query> {
    if from.is_none() && to.is_none() {
        return silent(AllQuery);
    }
    let bound = |term: Option<Term>| term.map_or(Bound::Unbounded, Bound::Included);
    silent(RangeQuery::new(bound(from), bound(to)))
}

/// A query that matches and adds nothing to the score.
pub(super) fn silent(query: impl Query) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

/// A word by itself: one term stays a term, so that Tantivy's pruning works.
pub(super) fn terms(field: Field, forms: &[Form]) -> Box<dyn Query> {
    let term = |form: &Form| -> Box<dyn Query> {
        let option = IndexRecordOption::WithFreqs;
        Box::new(TermQuery::new(
            Term::from_field_text(field, &form.term),
            option,
        ))
    };
    match forms {
        [one] => term(one),
        several => {
            let clauses = several
                .iter()
                .map(|form| (Occur::Should, term(form)))
                .collect();
            Box::new(BooleanQuery::new(clauses))
        }
    }
}

//! Words of a query that are one word to the index though a space stands in them: Persian's
//! `می خواهد`. Which these are is `segment`'s rule; here they are only put together.

use super::ast::{Ast, PhrasePart};
use crate::article::segment::Words;

/// In place of the space: the joiner that the words should have had.
const JOINER: char = '\u{200c}';

/// Clauses side by side, those put together that are one word.
pub(super) fn join_clauses(clauses: Vec<Ast>) -> Vec<Ast> {
    let text = |clause: &Ast| match clause {
        Ast::Word { text, field, .. } => Some((text.clone(), field.clone())),
        _ => None,
    };
    join(clauses, text, |first, second| {
        if let (
            Ast::Word { text, span, .. },
            Ast::Word {
                text: more,
                span: further,
                ..
            },
        ) = (first, second)
        {
            text.push(JOINER);
            text.push_str(&more);
            *span = span.join(further);
        }
    })
}

/// As [`join_clauses`], inside a phrase.
pub(super) fn join_parts(parts: Vec<PhrasePart>) -> Vec<PhrasePart> {
    let text = |part: &PhrasePart| match part {
        PhrasePart::Word(text) => Some((text.clone(), None)),
        _ => None,
    };
    join(parts, text, |first, second| {
        if let (PhrasePart::Word(text), PhrasePart::Word(more)) = (first, second) {
            text.push(JOINER);
            text.push_str(&more);
        }
    })
}

type Text = (String, Option<String>);

fn join<T>(items: Vec<T>, text: impl Fn(&T) -> Option<Text>, put: impl Fn(&mut T, T)) -> Vec<T> {
    let texts: Vec<Option<Text>> = items.iter().map(&text).collect();
    let arabic = |c: char| matches!(c, '\u{620}'..='\u{6ff}');
    if !texts.iter().flatten().any(|(t, _)| t.contains(arabic)) {
        return items;
    }
    // All of it as running text, and where the spaces between items of one field came to stand.
    let mut running = String::new();
    let mut spaces = Vec::new();
    let mut before: Option<&Option<String>> = None;
    for item in &texts {
        let field = item.as_ref().map(|(_, field)| field);
        let beside = before.is_some() && before == field;
        spaces.push(beside.then_some(running.len()));
        running.push(if beside { ' ' } else { '\n' });
        running.push_str(item.as_ref().map_or("", |(text, _)| text));
        before = field;
    }
    let mut words = Words::new(&running).peekable();
    let mut out: Vec<T> = Vec::with_capacity(items.len());
    for (item, space) in items.into_iter().zip(spaces) {
        let inside = space.is_some_and(|at| {
            while words.next_if(|(_, end)| *end <= at).is_some() {}
            words.peek().is_some_and(|(start, _)| *start < at)
        });
        match out.last_mut() {
            Some(last) if inside => put(last, item),
            _ => out.push(item),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{FieldSpec, parse};
    use crate::query::FieldKind;

    fn check(query: &str, expected: &str) {
        let fields = [FieldSpec::new("title", &[], FieldKind::Text)];
        let parsed = parse(query, &fields).unwrap();
        assert_eq!(parsed.ast.to_string().replace('\u{200c}', "+"), expected);
    }

    #[test]
    fn a_persian_prefix_or_suffix_belongs_to_its_word() {
        check("او می خواهد", "او می+خواهد");
        check("\"کتاب های او\"", "\"کتاب+های او\"");
        check("می", "می");
        check("title:می خواهد", "title:می خواهد");
        check("نمی OR خواهد", "نمی OR خواهد");
    }
}

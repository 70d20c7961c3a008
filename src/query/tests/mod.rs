//! The query language from text to tree and back: tables of forms, then properties.

mod errors;
mod forms;
mod hostile;
mod near;
mod notes;
mod properties;
mod shapes;
mod trees;

use super::*;

/// A table of fields for tests only; the names of a real index are not spelled here.
fn fields() -> Vec<FieldSpec> {
    vec![
        FieldSpec::new("title", &["headline", "hd"], FieldKind::Text),
        FieldSpec::new("lead", &[], FieldKind::Text),
        FieldSpec::new("headlead", &["hlead", "hlp"], FieldKind::Text),
        FieldSpec::new("said", &[], FieldKind::Text),
        FieldSpec::new("caption", &[], FieldKind::Text),
        FieldSpec::new("lang", &["language"], FieldKind::Keyword),
        FieldSpec::new("by", &["author"], FieldKind::Words),
        FieldSpec::new("place", &[], FieldKind::Words),
        FieldSpec::new("source", &["paper"], FieldKind::Keyword),
        FieldSpec::new("tag", &[], FieldKind::Keyword),
        FieldSpec::new("id", &[], FieldKind::Keyword),
        FieldSpec::new("url", &[], FieldKind::Keyword),
        FieldSpec::new("section", &[], FieldKind::Path),
        FieldSpec::new("date", &["published", "year", "month"], FieldKind::Date),
        FieldSpec::new("updated", &[], FieldKind::Date),
        FieldSpec::new("words", &["wc"], FieldKind::Number),
    ]
}

/// The tree in a form that shows its structure, which the canonical text does not: brackets around every group.
fn outline(ast: &Ast) -> String {
    let list = |clauses: &[Ast]| clauses.iter().map(outline).collect::<Vec<_>>().join(" ");
    match ast {
        Ast::All => "all".to_owned(),
        Ast::Nothing => "nothing".to_owned(),
        Ast::And {
            clauses,
            implicit: true,
        } => format!("[{}]", list(clauses)),
        Ast::And { clauses, .. } => format!("(and {})", list(clauses)),
        Ast::Or(clauses) => format!("(or {})", list(clauses)),
        Ast::Not(inner) => format!("(not {})", outline(inner)),
        Ast::Must(inner) => format!("(must {})", outline(inner)),
        Ast::Boost(inner, weight) => format!("(boost {} {weight})", outline(inner)),
        Ast::Word { text, field, .. } => format!("{}<{text}>", named(field)),
        Ast::Wildcard { pattern, field, .. } => {
            format!("{}wild<{}>", named(field), open(pattern))
        }
        Ast::Phrase {
            parts, slop, field, ..
        } => {
            let parts: Vec<String> = parts.iter().map(part).collect();
            let slop = if *slop > 0 {
                format!("~{slop}")
            } else {
                String::new()
            };
            format!("{}{{{}}}{slop}", named(field), parts.join("|"))
        }
        Ast::Date { field, range, .. } => format!("{field}:{range:?}"),
        Ast::Number { field, range, .. } => format!("{field}:{range}"),
        Ast::Exact { text, field, .. } => format!("{}={text}=", named(field)),
        Ast::Fuzzy {
            text, edits, field, ..
        } => format!("{}fuzzy{edits}<{text}>", named(field)),
        Ast::Regex { pattern, field, .. } => format!("{}regex<{pattern}>", named(field)),
        Ast::Near {
            left,
            right,
            distance,
            ordered,
            negated,
        } => {
            let not = if *negated { "not-" } else { "" };
            let name = if *ordered { "pre" } else { "near" };
            format!(
                "({not}{name}{distance} {} {})",
                outline(left),
                outline(right)
            )
        }
        Ast::Same {
            left,
            right,
            unit,
            negated,
        } => {
            let not = if *negated { "not-" } else { "" };
            let name = match unit {
                TextUnit::Sentence => "sentence",
                TextUnit::Paragraph => "paragraph",
            };
            format!("({not}{name} {} {})", outline(left), outline(right))
        }
        Ast::AtLeast { count, inner } => format!("(atleast{count} {})", outline(inner)),
        Ast::First { words, inner } => format!("(first{words} {})", outline(inner)),
        Ast::Cased { case, inner } => format!("(caps{case:?} {})", outline(inner)),
        Ast::Property { name, is, .. } => {
            format!("{}:{name}", if *is { "is" } else { "has" })
        }
        Ast::Like { id, .. } => format!("like<{id}>"),
        Ast::Saved { name, .. } => format!("saved<{name}>"),
    }
}

fn named(field: &Option<String>) -> String {
    field
        .as_ref()
        .map(|name| format!("{name}:"))
        .unwrap_or_default()
}

fn part(one: &PhrasePart) -> String {
    match one {
        PhrasePart::Word(text) => text.clone(),
        PhrasePart::Any => "ANY".to_owned(),
        PhrasePart::Wildcard(pattern) => format!("wild<{}>", open(pattern)),
        PhrasePart::Exact(text) => format!("={text}="),
        PhrasePart::AnyOf(groups) => {
            let group = |parts: &Vec<PhrasePart>| parts.iter().map(part).collect::<Vec<_>>();
            let groups: Vec<String> = groups.iter().map(|parts| group(parts).join("|")).collect();
            format!("any({})", groups.join("/"))
        }
    }
}

fn open(pattern: &Pattern) -> String {
    let part = |part: &PatternPart| match part {
        PatternPart::Text(text) => text.clone(),
        PatternPart::Many => "*".to_owned(),
        PatternPart::One => "?".to_owned(),
    };
    pattern.parts().iter().map(part).collect()
}

/// The outline of a query's tree before it is simplified, or its error.
fn read(query: &str) -> String {
    match parse(query, &fields()) {
        Ok(parsed) => outline(&parsed.ast),
        Err(error) => format!("error: {error}"),
    }
}

/// Checks the tree, and that its canonical text reads back as the same tree without a further remark.
fn check(query: &str, expected: &str) {
    assert_eq!(read(query), expected, "{query:?}");
    let Ok(parsed) = parse(query, &fields()) else {
        return;
    };
    let canonical = parsed.ast.to_string();
    let lenient = parse_lenient(query, &fields());
    assert_eq!(
        lenient, parsed,
        "{query:?} is read otherwise when errors are forgiven"
    );
    let again = parse(&canonical, &fields()).unwrap_or_else(|e| panic!("{canonical}: {e}"));
    assert_eq!(again.ast, parsed.ast, "{query:?} prints as {canonical:?}");
    let remarks: Vec<&Note> = again
        .notes
        .iter()
        .filter(|note| !matches!(note.kind, NoteKind::Precedence | NoteKind::Meaning))
        .collect();
    assert!(remarks.is_empty(), "{canonical:?} earns {remarks:?}");
}

//! The canonical text of a tree. What is printed here is read back as the same tree by `parse`; a form added there is
//! added here.

use std::fmt::{self, Write};

use super::ast::{Ast, LetterCase, Pattern, PatternPart, PhrasePart, TextUnit};
use super::operators::is_operator;
use super::plain::only_punctuation;

impl fmt::Display for Ast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ast::All => f.write_str("*"),
            Ast::Nothing => f.write_str("-*"),
            Ast::Word { text, field, .. } => {
                write_field(f, field)?;
                write_word(f, text)
            }
            Ast::Phrase {
                parts, slop, field, ..
            } => {
                write_field(f, field)?;
                write_phrase(f, parts)?;
                match slop {
                    0 => Ok(()),
                    slop => write!(f, "~{slop}"),
                }
            }
            Ast::Wildcard { pattern, field, .. } => {
                write_field(f, field)?;
                write!(f, "{pattern}")
            }
            Ast::Exact { text, field, .. } => {
                write_field(f, field)?;
                f.write_char('=')?;
                write_bare(f, text, false)
            }
            Ast::Fuzzy {
                text, edits, field, ..
            } => {
                write_field(f, field)?;
                write_bare(f, text, true)?;
                write!(f, "~{edits}")
            }
            Ast::Regex { pattern, field, .. } => {
                write_field(f, field)?;
                write!(f, "/{pattern}/")
            }
            Ast::Near {
                left,
                right,
                distance,
                ordered,
                negated,
            } => {
                write_operand(f, left, Place::Beside)?;
                let not = if *negated { "NOT " } else { "" };
                let name = if *ordered { "PRE" } else { "NEAR" };
                write!(f, " {not}{name}/{distance} ")?;
                write_operand(f, right, Place::Beside)
            }
            Ast::Same {
                left,
                right,
                unit,
                negated,
            } => {
                write_operand(f, left, Place::Beside)?;
                let not = if *negated { "NOT " } else { "" };
                let unit = match unit {
                    TextUnit::Sentence => 's',
                    TextUnit::Paragraph => 'p',
                };
                write!(f, " {not}w/{unit} ")?;
                write_operand(f, right, Place::Beside)
            }
            Ast::AtLeast { count, inner } => write!(f, "ATLEAST/{count}({inner})"),
            Ast::First { words, inner } => write!(f, "FIRST/{words}({inner})"),
            Ast::Cased { case, inner } => {
                let name = match case {
                    LetterCase::Some => "caps",
                    LetterCase::All => "allcaps",
                    LetterCase::None => "nocaps",
                };
                write!(f, "{name}({inner})")
            }
            Ast::Property { name, is, .. } => {
                write!(f, "{}:{name}", if *is { "is" } else { "has" })
            }
            Ast::Like { id, .. } => {
                f.write_str("like:")?;
                write_name(f, id)
            }
            Ast::Saved { name, .. } => {
                f.write_str("saved:")?;
                write_name(f, name)
            }
            Ast::Date { field, range, .. } => {
                let range = range.to_string();
                if range.contains(' ') {
                    write!(f, "{field}:\"{range}\"")
                } else {
                    write!(f, "{field}:{range}")
                }
            }
            Ast::Number { field, range, .. } => write!(f, "{field}:{range}"),
            Ast::And { clauses, implicit } => {
                write_joined(f, clauses, if *implicit { " " } else { " AND " }, Ast::All)
            }
            Ast::Or(clauses) => write_joined(f, clauses, " OR ", Ast::Nothing),
            Ast::Not(inner) => {
                f.write_char('-')?;
                write_operand(f, inner, Place::BehindSign)
            }
            Ast::Must(inner) => {
                f.write_char('+')?;
                write_operand(f, inner, Place::BehindSign)
            }
            Ast::Boost(inner, weight) => {
                write_operand(f, inner, Place::BeforeWeight)?;
                write!(f, "^{weight}")
            }
        }
    }
}

/// The beginning of a clause's canonical text, for remarks: its cost does not grow with the clause. With `operand`,
/// a group has brackets.
pub(crate) fn short(ast: &Ast, operand: bool) -> String {
    struct Beginning(String, usize);
    impl Write for Beginning {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            for c in text.chars() {
                if self.1 == 0 {
                    return Err(fmt::Error);
                }
                self.0.push(c);
                self.1 -= 1;
            }
            Ok(())
        }
    }
    struct Operand<'a>(&'a Ast);
    impl fmt::Display for Operand<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write_operand(f, self.0, Place::Beside)
        }
    }
    let mut out = Beginning(String::new(), MAX_SHORT_CHARS);
    let whole = if operand {
        write!(out, "{}", Operand(ast))
    } else {
        write!(out, "{ast}")
    };
    if whole.is_err() {
        out.0.push('…');
    }
    out.0
}

/// How much of a clause a remark shows.
const MAX_SHORT_CHARS: usize = 120;

/// Where a clause stands in another, which decides what needs brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// Beside other clauses: groups do.
    Beside,
    /// Behind `-` or `+`: other signs do too.
    BehindSign,
    /// Before `^2`: other weights do too.
    BeforeWeight,
}

/// Clauses with brackets around groups; `none` is what no clause at all means.
fn write_joined(
    f: &mut fmt::Formatter<'_>,
    clauses: &[Ast],
    separator: &str,
    none: Ast,
) -> fmt::Result {
    if clauses.is_empty() {
        return write!(f, "{none}");
    }
    for (n, clause) in clauses.iter().enumerate() {
        if n > 0 {
            f.write_str(separator)?;
        }
        write_operand(f, clause, Place::Beside)?;
    }
    Ok(())
}

fn write_operand(f: &mut fmt::Formatter<'_>, ast: &Ast, place: Place) -> fmt::Result {
    let brackets = match ast {
        Ast::And { .. } | Ast::Or(_) | Ast::Near { .. } | Ast::Same { .. } => true,
        Ast::Not(_) | Ast::Must(_) | Ast::Nothing => place >= Place::BehindSign,
        Ast::Boost(..) => place >= Place::BeforeWeight,
        _ => false,
    };
    if brackets {
        write!(f, "({ast})")
    } else {
        write!(f, "{ast}")
    }
}

fn write_field(f: &mut fmt::Formatter<'_>, field: &Option<String>) -> fmt::Result {
    match field {
        Some(field) => write!(f, "{field}:"),
        None => Ok(()),
    }
}

/// An id or a name, which may hold no letter.
fn write_name(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if only_punctuation(text) {
        f.write_char('"')?;
        write_quoted(f, text)?;
        return f.write_char('"');
    }
    write_word(f, text)
}

fn write_word(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    // A word that is an operator, and a value with spaces, stand in quotes.
    if text.is_empty() || text.contains(' ') || is_operator(text) {
        f.write_char('"')?;
        write_quoted(f, text)?;
        return f.write_char('"');
    }
    write_bare(f, text, true)
}

/// Text outside quotes. Not all that is escaped must be everywhere, but it may be.
fn write_bare(f: &mut fmt::Formatter<'_>, text: &str, at_start: bool) -> fmt::Result {
    let mut chars = text.chars().enumerate().peekable();
    while let Some((n, c)) = chars.next() {
        let special = match c {
            '"' | '(' | ')' | ':' | '*' | '?' | '^' | '~' | '\\' | '=' | '<' | '>' => true,
            // `/F50/` is an operator wherever it stands.
            '/' => (at_start && n == 0) || matches!(chars.peek(), Some((_, 'F' | 'N'))),
            '-' | '+' | '&' | '|' => at_start && n == 0,
            '!' => chars.peek().is_none(),
            _ => false,
        };
        if special {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    Ok(())
}

fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for c in text.chars() {
        if matches!(c, '"' | '*' | '?' | '\\' | '(' | ')' | '=' | '~') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    Ok(())
}

fn write_phrase(f: &mut fmt::Formatter<'_>, parts: &[PhrasePart]) -> fmt::Result {
    f.write_char('"')?;
    write_parts(f, parts)?;
    f.write_char('"')
}

fn write_parts(f: &mut fmt::Formatter<'_>, parts: &[PhrasePart]) -> fmt::Result {
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            f.write_char(' ')?;
        }
        match part {
            PhrasePart::Word(text) => write_quoted(f, text)?,
            PhrasePart::Any => f.write_char('*')?,
            PhrasePart::Wildcard(pattern) => write_pattern(f, pattern, write_quoted)?,
            PhrasePart::Exact(text) => {
                f.write_char('=')?;
                write_quoted(f, text)?;
            }
            PhrasePart::AnyOf(groups) => {
                f.write_char('(')?;
                for (n, group) in groups.iter().enumerate() {
                    if n > 0 {
                        f.write_str(" OR ")?;
                    }
                    write_parts(f, group)?;
                }
                f.write_char(')')?;
            }
        }
    }
    Ok(())
}

fn write_pattern(
    f: &mut fmt::Formatter<'_>,
    pattern: &Pattern,
    write_text: fn(&mut fmt::Formatter<'_>, &str) -> fmt::Result,
) -> fmt::Result {
    for part in pattern.parts() {
        match part {
            PatternPart::Text(text) => write_text(f, text)?,
            PatternPart::Many => f.write_char('*')?,
            PatternPart::One => f.write_char('?')?,
        }
    }
    Ok(())
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spaced = self
            .parts()
            .iter()
            .any(|part| matches!(part, PatternPart::Text(text) if text.contains(' ')));
        if spaced {
            f.write_char('"')?;
            write_pattern(f, self, write_quoted)?;
            return f.write_char('"');
        }
        write_pattern(f, self, |f, text| write_bare(f, text, true))
    }
}

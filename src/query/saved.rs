//! Stored queries put in place of their names: `saved:border` becomes what is stored as `border`.
//!
//! Where queries are stored is the caller's business; here there is a map of names to texts.

use std::collections::BTreeMap;

use super::ast::Ast;
use super::fields::{FieldSpec, near_of};
use super::lower::refused;
use super::note::Span;
use super::parse::MAX_QUERY_BYTES;
use super::{parse, simplify};
use crate::error::Result;

/// Stored queries in stored queries, at most.
pub const MAX_SAVED_DEPTH: usize = 8;

/// Puts stored queries in place of their names, those within them too.
///
/// A stored query is one group: `saved:a b` asks for all of `a`, and for `b`.
///
/// # Errors
/// [`crate::Error::Query`] for an unknown name, for a query that names itself by whatever way, for more
/// than [`MAX_SAVED_DEPTH`] in one another, for more than [`MAX_QUERY_BYTES`] of them together, and
/// for one that can't be read.
pub fn expand_saved(
    ast: Ast,
    saved: &BTreeMap<String, String>,
    specs: &[FieldSpec],
) -> Result<Ast> {
    let mut expansion = Expansion {
        saved,
        specs,
        chain: Vec::new(),
        bytes: 0,
    };
    match ast {
        // Alone it is as if it were typed, so that its words may be relaxed.
        Ast::Saved { name, span } => expansion.named(&name, span),
        ast => expansion.within(ast, None),
    }
}

struct Expansion<'a> {
    saved: &'a BTreeMap<String, String>,
    specs: &'a [FieldSpec],
    /// Names that are being read.
    chain: Vec<String>,
    bytes: usize,
}

impl Expansion<'_> {
    fn within(&mut self, ast: Ast, at: Option<Span>) -> Result<Ast> {
        let boxed = |this: &mut Self, inner: Ast| this.within(inner, at).map(Box::new);
        Ok(match ast {
            Ast::Saved { name, span } => match self.named(&name, at.unwrap_or(span))? {
                Ast::And { clauses, .. } => Ast::And {
                    clauses,
                    implicit: false,
                },
                ast => ast,
            },
            Ast::And { clauses, implicit } => Ast::And {
                clauses: self.all(clauses, at)?,
                implicit,
            },
            Ast::Or(clauses) => Ast::Or(self.all(clauses, at)?),
            Ast::Not(inner) => Ast::Not(boxed(self, *inner)?),
            Ast::Must(inner) => Ast::Must(boxed(self, *inner)?),
            Ast::Boost(inner, weight) => Ast::Boost(boxed(self, *inner)?, weight),
            mut leaf => {
                if let Some(at) = at {
                    respan(&mut leaf, at);
                }
                leaf
            }
        })
    }

    fn all(&mut self, clauses: Vec<Ast>, at: Option<Span>) -> Result<Vec<Ast>> {
        let each = clauses.into_iter().map(|clause| self.within(clause, at));
        each.collect()
    }

    fn named(&mut self, name: &str, span: Span) -> Result<Ast> {
        let Some(text) = self.saved.get(name) else {
            let near = near_of(name, self.saved.keys().map(String::as_str));
            let message = format!("no saved query `{name}`");
            let message = match near {
                Some(near) => format!("{message}; did you mean `{near}`?"),
                None => message,
            };
            return Err(refused(span, &message, "list them: dateline saved list"));
        };
        if self.chain.iter().any(|open| open == name) {
            let chain = format!("{} -> {name}", self.chain.join(" -> "));
            return Err(refused(
                span,
                &format!("the saved query names itself: {chain}"),
                "take the name out of one of them: dateline saved add NAME QUERY --replace",
            ));
        }
        self.bytes += text.len() + 1;
        if self.chain.len() >= MAX_SAVED_DEPTH || self.bytes > MAX_QUERY_BYTES {
            let message = format!(
                "saved queries stand in one another more than {MAX_SAVED_DEPTH} deep, or are longer \
                 than {MAX_QUERY_BYTES} bytes together"
            );
            return Err(refused(span, &message, "write some of it out"));
        }
        let parsed = parse(text, self.specs).map_err(|error| {
            let message = format!("the saved query `{name}` can't be read: {}", error.message);
            refused(span, &message, "see it: dateline saved show NAME")
        })?;
        self.chain.push(name.to_owned());
        let ast = self.within(simplify(parsed.ast), Some(span));
        self.chain.pop();
        ast
    }
}

/// Lets all leaves stand where the name stood, since notes and errors point into the query as typed.
fn respan(ast: &mut Ast, at: Span) {
    match ast {
        Ast::All | Ast::Nothing => {}
        Ast::Word { span, .. }
        | Ast::Phrase { span, .. }
        | Ast::Wildcard { span, .. }
        | Ast::Exact { span, .. }
        | Ast::Fuzzy { span, .. }
        | Ast::Regex { span, .. }
        | Ast::Property { span, .. }
        | Ast::Like { span, .. }
        | Ast::Saved { span, .. }
        | Ast::Date { span, .. }
        | Ast::Number { span, .. } => *span = at,
        Ast::Near { left, right, .. } | Ast::Same { left, right, .. } => {
            respan(left, at);
            respan(right, at);
        }
        Ast::AtLeast { inner, .. }
        | Ast::First { inner, .. }
        | Ast::Cased { inner, .. }
        | Ast::Not(inner)
        | Ast::Must(inner)
        | Ast::Boost(inner, _) => respan(inner, at),
        Ast::And { clauses, .. } | Ast::Or(clauses) => {
            clauses.iter_mut().for_each(|clause| respan(clause, at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Query, field_specs};

    fn expanded(query: &str, saved: &[(&str, &str)]) -> Result<String> {
        let specs = field_specs();
        let saved = saved
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        let ast = Query::read(query, &specs)?.ast;
        Ok(simplify(expand_saved(ast, &saved, &specs)?).to_string())
    }

    #[test]
    fn names_become_what_they_stand_for() {
        let saved = [("a", "x OR y"), ("b", "saved:a z"), ("c", "one two")];
        let check = |query: &str, expected: &str| {
            let specs = field_specs();
            let expected = Query::read(expected, &specs).unwrap().to_string();
            assert_eq!(expanded(query, &saved).unwrap(), expected, "{query}");
        };
        check("saved:a", "x OR y");
        check("saved:b", "(x OR y) z");
        check("q -saved:a", "q -(x OR y)");
        check("saved:c", "one two");
        check("saved:c OR q", "(one AND two) OR q");
        check("plain", "plain");
    }

    #[test]
    fn circles_depth_and_unknown_names_are_refused() {
        let check = |query: &str, saved: &[(&str, &str)], part: &str| {
            let error = expanded(query, saved).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
        };
        let circle = [("a", "saved:b"), ("b", "q OR saved:a")];
        check("saved:a", &circle, "a -> b -> a");
        check("saved:bordr", &[("border", "x")], "did you mean `border`?");
        check("saved:q", &[("border", "x")], "no saved query `q`");
        let names: Vec<String> = (0..10).map(|n| format!("n{n}")).collect();
        let texts: Vec<String> = (1..11).map(|n| format!("saved:n{n}")).collect();
        let deep: Vec<(&str, &str)> = names
            .iter()
            .zip(&texts)
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        check("saved:n0", &deep, "deep");
        let wide: Vec<String> = (0..200).map(|n| format!("(saved:b q{n})")).collect();
        let wide = wide.join(" OR ");
        let long = "x".repeat(MAX_QUERY_BYTES / 100);
        check(&wide, &[("b", &long)], "bytes together");
    }
}

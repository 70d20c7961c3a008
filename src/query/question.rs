//! Leaves that are more than a word: regular expressions, and questions about an article as a whole. Part of what
//! `leaf` does.

use super::ast::Ast;
use super::leaf::{Leaves, Value};
use super::lex::Verb;
use super::note::{NoteKind, QueryError, Span};
use super::plain::{Glyph, span_of, text_of};
use super::property;

impl Leaves<'_> {
    /// What stands between two slashes; the value's glyphs are those between them.
    pub(crate) fn regex(&mut self, value: Value) -> Result<Option<Ast>, QueryError> {
        if self.count(1, value.span) == 0 {
            return Ok(None);
        }
        let (pattern, starts) = pattern_of(value.glyphs);
        if let Err(error) = regex_syntax::Parser::new().parse(&pattern) {
            let (at, reason) = place(&error);
            let glyph = starts.partition_point(|start| *start <= at).max(1) - 1;
            let span = match value.glyphs.get(glyph) {
                Some(glyph) if at < pattern.len() => span_of(&[*glyph]),
                _ => value.span,
            };
            let message = format!("`/{pattern}/` is no regular expression: {reason}");
            let help = "a backslash before a sign makes it text; to search for the text, quote it";
            self.notes.fail(QueryError::new(span, message).help(help))?;
            return Ok(None);
        }
        Ok(Some(Ast::Regex {
            pattern,
            field: value.field_name(),
            span: value.span,
        }))
    }

    /// `has:caption`, `is:wire`, `like:ID`, `saved:name`; the span is that of all of it.
    pub(crate) fn question(
        &mut self,
        verb: Verb,
        inside: &[Glyph],
        span: Span,
    ) -> Result<Option<Ast>, QueryError> {
        let text = text_of(inside);
        let text = text.trim().to_owned();
        if text.is_empty() {
            let message = "nothing stands between the quotes";
            let error =
                QueryError::new(span, message).help("write has:caption, like:ID or saved:name");
            self.notes.fail(error)?;
            return Ok(None);
        }
        if self.count(1, span) == 0 {
            return Ok(None);
        }
        let is = verb == Verb::Is;
        let leaf = match verb {
            Verb::Like => Ok(Ast::Like { id: text, span }),
            Verb::Saved => Ok(Ast::Saved { name: text, span }),
            Verb::Has | Verb::Is => {
                // A property in a sentence may have a comma behind it.
                let name = text.trim_end_matches([',', ';']);
                property::find(is, name, span_of(inside)).map(|spec| Ast::Property {
                    name: spec.name.to_owned(),
                    is,
                    span,
                })
            }
        };
        self.or_left_out(leaf)
    }

    /// Says that a word was taken as an operator before its operand, where it stands behind it elsewhere.
    pub(crate) fn note_before(&mut self, shown: &str, words: u32, span: Span) {
        let text = format!("`{shown}` before its operand was read as FIRST/{words}(...)");
        self.note(NoteKind::Meaning, span, text);
    }
}

/// The expression as typed, backslashes included, and the byte at which each glyph's text begins in it.
fn pattern_of(glyphs: &[Glyph]) -> (String, Vec<usize>) {
    let mut pattern = String::new();
    let mut starts = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        starts.push(pattern.len());
        // A backslash before these is no escape to a regular expression.
        if glyph.literal && glyph.c.is_ascii() && !matches!(glyph.c, '<' | '>') {
            pattern.push('\\');
        }
        pattern.push(glyph.c);
    }
    (pattern, starts)
}

/// The byte of a pattern that is wrong, and why.
fn place(error: &regex_syntax::Error) -> (usize, String) {
    match error {
        regex_syntax::Error::Parse(error) => (error.span().start.offset, error.kind().to_string()),
        regex_syntax::Error::Translate(error) => {
            (error.span().start.offset, error.kind().to_string())
        }
        other => (0, other.to_string()),
    }
}

//! What stands between quotes to one leaf: the parts of a phrase, and groups of which one stands in a place.

use super::affixes::join_parts;
use super::ast::{Ast, PhrasePart};
use super::leaf::{Leaves, Value, leaf};
use super::note::{NoteKind, QueryError, Span};
use super::plain::{Glyph, span_of, text_of};

/// Makes a part of a phrase from a run of it; none if there is no word in it.
pub(super) type MakePart = fn(&[Glyph]) -> Option<PhrasePart>;

impl Leaves<'_> {
    /// A phrase, or the one leaf that its only part is. None if there is nothing to search for.
    pub(super) fn phrase(
        &mut self,
        value: Value,
        slop: u32,
        make: MakePart,
    ) -> Result<Option<Ast>, QueryError> {
        let parts = self.parts(value, make)?;
        let mut parts = join_parts(parts);
        let n_words = parts.iter().filter(|p| **p != PhrasePart::Any).count();
        if n_words == 0 {
            self.ignore(value);
            return Ok(None);
        }
        // The phrase itself was counted as one.
        let room = 1 + self.count(parts.iter().map(words_in).sum::<usize>() - 1, value.span);
        let mut used = 0;
        let fits = parts.iter().take_while(|part| {
            used += words_in(part);
            used <= room
        });
        let fits = fits.count();
        parts.truncate(fits);
        if parts.len() <= 1 {
            if slop > 0 {
                let text =
                    format!("`~{slop}` was ignored: there is only one word between the quotes");
                self.note(NoteKind::Ignored, value.span, text);
            }
            // A truncated phrase may begin with an open place.
            let part = parts.pop().filter(|part| *part != PhrasePart::Any);
            return Ok(part.map(|part| leaf(value, part)));
        }
        Ok(Some(Ast::Phrase {
            parts,
            slop,
            field: value.field_name(),
            span: value.span,
        }))
    }

    /// The parts between the quotes. Brackets with an `OR` in them are one part, others are text. Linear.
    fn parts(&mut self, value: Value, make: MakePart) -> Result<Vec<PhrasePart>, QueryError> {
        let pieces: Vec<&[Glyph]> = value
            .glyphs
            .split(|g| g.c == ' ')
            .filter(|piece| !piece.is_empty())
            .collect();
        let mut parts: Vec<PhrasePart> = Vec::with_capacity(pieces.len());
        let mut open: Option<Open> = None;
        for (n, piece) in pieces.iter().enumerate() {
            let opened = piece.iter().take_while(|g| g.is('(')).count();
            if opened > 0 {
                let group = open.get_or_insert(Open {
                    piece: n,
                    part: parts.len(),
                    depth: 0,
                    nested: false,
                    has_or: false,
                });
                group.nested |= group.depth > 0 || opened > 1;
                group.depth += opened;
            }
            parts.extend(make(piece));
            let Some(group) = &mut open else {
                continue;
            };
            group.has_or |= is_or(piece) || is_or_at_end(piece);
            let closed = closing(piece);
            group.depth = group.depth.saturating_sub(closed);
            if closed == 0 || group.depth > 0 {
                continue;
            }
            let (first, nested) = (group.piece, group.nested);
            if group.has_or {
                let span = join(&pieces[first..=n]);
                if nested {
                    let message = "a group inside a group of a phrase is too deep";
                    let help = "write the phrases out: \"big town\" OR \"very small town\"";
                    self.notes.fail(QueryError::new(span, message).help(help))?;
                } else {
                    parts.truncate(group.part);
                    parts.extend(self.any_of(&pieces[first..=n], span, make));
                }
            }
            open = None;
        }
        Ok(parts)
    }

    /// `(big OR very small)` from its pieces; its only alternative if the others hold no word.
    fn any_of(&mut self, pieces: &[&[Glyph]], span: Span, make: MakePart) -> Vec<PhrasePart> {
        let last = pieces.len() - 1;
        let mut groups: Vec<Vec<PhrasePart>> = vec![Vec::new()];
        for (n, piece) in pieces.iter().enumerate() {
            let mut piece = *piece;
            if n == 0 {
                piece = &piece[1..];
            }
            if n == last {
                let end = piece.iter().rposition(|g| g.is(')')).unwrap_or(piece.len());
                piece = &piece[..end];
            }
            if is_or(piece) {
                groups.push(Vec::new());
            } else if !piece.is_empty()
                && let Some(group) = groups.last_mut()
            {
                group.extend(make(piece));
            }
        }
        let typed = groups.len();
        groups.retain(|parts| parts.iter().any(|part| *part != PhrasePart::Any));
        if groups.len() < typed {
            let text = "an `OR` in the phrase was ignored: no word stands beside it";
            self.note(NoteKind::Ignored, span, text.to_owned());
        }
        let mut groups: Vec<Vec<PhrasePart>> = groups.into_iter().map(join_parts).collect();
        match groups.len() {
            0 | 1 => groups.pop().unwrap_or_default(),
            _ => vec![PhrasePart::AnyOf(groups)],
        }
    }
}

/// Brackets that are open in a phrase.
struct Open {
    piece: usize,
    part: usize,
    depth: usize,
    nested: bool,
    has_or: bool,
}

fn is_or(piece: &[Glyph]) -> bool {
    piece.len() == 2 && text_of(piece) == "OR"
}

/// `(OR` and `OR)`, but not Oregon's `(OR)`.
fn is_or_at_end(piece: &[Glyph]) -> bool {
    match piece {
        [bracket, word @ ..] if bracket.is('(') => is_or(word),
        [word @ .., bracket] if bracket.is(')') => is_or(word),
        _ => false,
    }
}

/// How many brackets a piece closes; a comma or full stop may stand behind them.
fn closing(piece: &[Glyph]) -> usize {
    let behind = piece
        .iter()
        .rev()
        .skip_while(|g| matches!(g.c, ',' | '.' | ';'));
    behind.take_while(|g| g.is(')')).count()
}

fn join(pieces: &[&[Glyph]]) -> Span {
    let spans = pieces.iter().map(|piece| span_of(piece));
    spans.reduce(Span::join).unwrap_or_default()
}

fn words_in(part: &PhrasePart) -> usize {
    match part {
        PhrasePart::AnyOf(groups) => groups.iter().flatten().map(words_in).sum(),
        _ => 1,
    }
}

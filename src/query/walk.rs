//! Joined spans over the postings of one segment: articles that may match are found from the words alone, and only
//! in these are positions read, see `algebra`.

use tantivy::{DocId, SegmentReader, TERMINATED};

use super::algebra::{Expr, Ground, apart, matches};
use super::ast::TextUnit;
use super::bounds::Units;
use super::cursor::Cursor;
use super::spans::SpanQuery;
use super::stop::Paced;

/// The leaves of an expression in one segment.
pub(super) struct Walk {
    /// By number; none where a word of the leaf is not in the segment.
    cursors: Vec<Option<Cursor>>,
    expr: Expr,
    units: Units,
    doc: DocId,
    paced: Paced,
}

/// Articles that are sought between two looks at the flag.
const SOUGHT: u32 = 4096;

impl Walk {
    /// Opens the leaves; none if no article of the segment can match.
    pub(super) fn open(reader: &SegmentReader, query: &SpanQuery) -> tantivy::Result<Option<Walk>> {
        let mut cursors = Vec::new();
        for leaf in query.leaves.iter() {
            cursors.push(Cursor::open(reader, query, leaf, false)?);
        }
        let mut walk = Walk {
            cursors,
            expr: query.expr.clone(),
            units: Units::open(reader, &query.fields)?,
            doc: 0,
            paced: Paced::new(&query.stop),
        };
        let first = walk.seek_words(0);
        Ok((first != TERMINATED).then(|| {
            walk.doc = first;
            walk
        }))
    }

    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    /// Goes to the first article from `target` on that has the words.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if target >= TERMINATED {
            self.doc = TERMINATED;
        } else if self.doc < target {
            self.doc = self.seek_words(target);
        }
        self.doc
    }

    fn seek_words(&mut self, target: DocId) -> DocId {
        let mut target = target;
        loop {
            let found = first_with_words(&self.expr, &mut self.cursors, target);
            // All operands of a proximity must agree; each round goes on at least one article.
            if found == target || found == TERMINATED {
                return found;
            }
            target = match self.paced.ends(SOUGHT) {
                true => return TERMINATED,
                false => found,
            };
        }
    }

    /// How many matches there are in the current article that do not overlap.
    pub(super) fn count(&mut self) -> u32 {
        let mut ground = Here {
            cursors: &mut self.cursors,
            units: &self.units,
            doc: self.doc,
        };
        apart(&matches::<()>(&self.expr, &mut ground))
    }

    /// Articles that may match, at most.
    pub(super) fn size(&self) -> u32 {
        size(&self.expr, &self.cursors)
    }
}

/// The first article from `target` on that may have what `expr` asks for; a lower bound, exact where it is `target`.
fn first_with_words(expr: &Expr, cursors: &mut [Option<Cursor>], target: DocId) -> DocId {
    match expr {
        Expr::Leaf(leaf) => cursors[*leaf]
            .as_mut()
            .map_or(TERMINATED, |cursor| cursor.seek(target)),
        Expr::Or(operands) => operands
            .iter()
            .map(|operand| first_with_words(operand, cursors, target))
            .min()
            .unwrap_or(TERMINATED),
        Expr::Near {
            left,
            negated: true,
            ..
        }
        | Expr::Same {
            left,
            negated: true,
            ..
        } => first_with_words(left, cursors, target),
        Expr::Near { left, right, .. } | Expr::Same { left, right, .. } => {
            let first = first_with_words(left, cursors, target);
            if first == TERMINATED {
                return TERMINATED;
            }
            first_with_words(right, cursors, first)
        }
        Expr::AtLeast { inner, .. } | Expr::First { inner, .. } => {
            first_with_words(inner, cursors, target)
        }
    }
}

fn size(expr: &Expr, cursors: &[Option<Cursor>]) -> u32 {
    match expr {
        Expr::Leaf(leaf) => cursors[*leaf].as_ref().map_or(0, Cursor::size),
        Expr::Or(operands) => operands
            .iter()
            .map(|operand| size(operand, cursors))
            .fold(0, u32::saturating_add),
        Expr::Near {
            left,
            negated: true,
            ..
        }
        | Expr::Same {
            left,
            negated: true,
            ..
        } => size(left, cursors),
        Expr::Near { left, right, .. } | Expr::Same { left, right, .. } => {
            size(left, cursors).min(size(right, cursors))
        }
        Expr::AtLeast { inner, .. } | Expr::First { inner, .. } => size(inner, cursors),
    }
}

/// The current article.
struct Here<'a> {
    cursors: &'a mut [Option<Cursor>],
    units: &'a Units,
    doc: DocId,
}

impl Ground for Here<'_> {
    fn leaf(&mut self, leaf: usize, out: &mut Vec<(u32, u32)>) {
        // A cursor that is behind was not needed to find the article: the right side of a negation, an alternative.
        if let Some(cursor) = &mut self.cursors[leaf]
            && cursor.seek(self.doc) == self.doc
        {
            cursor.stretches(out);
        }
    }

    fn units(&mut self, unit: TextUnit) -> Vec<u32> {
        self.units.ends(self.doc, unit)
    }

    fn body_start(&mut self) -> u32 {
        self.units.body_start(self.doc)
    }
}

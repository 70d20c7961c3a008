//! What may be lit in the articles that match: the spans of a query's clauses, and how the clauses hang together, so
//! that of `(a AND b) OR c` an `a` is lit only where there is a `b` too.

use std::sync::Arc;

use tantivy::query::Query;
use tantivy::schema::Field;

use super::algebra::Expr;
use super::places::{Leaf, Place};
use crate::schema::declaration;

/// One clause that stands in the text: a word, a phrase, a proximity.
#[derive(Debug, Clone)]
pub struct Light {
    /// The text field, or the headline's own.
    pub field: Field,
    /// Its words and phrases.
    pub leaves: Arc<Vec<Leaf>>,
    /// How they are joined.
    pub expr: Expr,
    /// How rare it is: higher for a light that tells more. The inverse document frequency of its
    /// rarest word.
    pub weight: f32,
}

impl Light {
    /// The places of all its leaves that are no choice between others.
    pub fn each_place(&self, each: &mut dyn FnMut(&Place)) {
        for place in self.leaves.iter().flat_map(|leaf| &leaf.places) {
            place.each_simple(&mut |simple| each(simple));
        }
    }
}

/// How clauses hang together.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A clause of the text, by its number among the lights.
    Light(usize),
    /// All of them.
    All(Vec<Shape>),
    /// At least one of them.
    Any(Vec<Shape>),
    /// Not this; never lit.
    Not(Box<Shape>),
    /// A condition that is not of the text, such as a date, by its number among the conditions.
    Condition(usize),
    /// What is known to hold where the article matches.
    Given,
}

/// What may be lit.
#[derive(Debug)]
pub struct Lights {
    /// The clauses.
    pub lights: Vec<Light>,
    /// How they hang together.
    pub shape: Shape,
    /// Conditions that are not of the text and need not hold.
    pub conditions: Vec<Box<dyn Query>>,
}

impl Shape {
    /// Its contrary; given where that can't be told.
    pub(super) fn not(self) -> Shape {
        if self.is_known() {
            Shape::Not(Box::new(self))
        } else {
            Shape::Given
        }
    }

    fn is_known(&self) -> bool {
        match self {
            Shape::Light(_) | Shape::Condition(_) => true,
            Shape::All(shapes) | Shape::Any(shapes) => shapes.iter().all(Shape::is_known),
            Shape::Not(shape) => shape.is_known(),
            Shape::Given => false,
        }
    }

    /// With every light's and condition's number greater.
    fn moved(self, by: usize, condition: usize) -> Shape {
        let all = |shapes: Vec<Shape>| {
            let moved = shapes.into_iter().map(|s| s.moved(by, condition));
            moved.collect()
        };
        match self {
            Shape::Light(n) => Shape::Light(n + by),
            Shape::All(shapes) => Shape::All(all(shapes)),
            Shape::Any(shapes) => Shape::Any(all(shapes)),
            Shape::Not(shape) => Shape::Not(Box::new(shape.moved(by, condition))),
            Shape::Condition(n) => Shape::Condition(n + condition),
            Shape::Given => Shape::Given,
        }
    }
}

impl Default for Lights {
    /// Nothing is lit.
    fn default() -> Lights {
        Lights {
            lights: Vec::new(),
            shape: Shape::Given,
            conditions: Vec::new(),
        }
    }
}

impl Lights {
    /// Adds those of clauses that need not be there.
    pub(crate) fn extend(&mut self, more: Lights) {
        let (first, condition) = (self.lights.len(), self.conditions.len());
        self.lights.extend(more.lights);
        self.conditions.extend(more.conditions);
        let shape = std::mem::replace(&mut self.shape, Shape::Given);
        let mut both = match shape {
            Shape::All(shapes) => shapes,
            other => vec![other],
        };
        both.push(more.shape.moved(first, condition));
        self.shape = Shape::All(both);
    }

    /// Whether each clause is lit wherever it stands, whatever else the article has: words and phrases
    /// of which each is needed, or any is enough.
    pub fn are_plain(&self) -> bool {
        fn expr(of: &Expr) -> bool {
            match of {
                Expr::Leaf(_) => true,
                Expr::Or(exprs) => exprs.iter().all(expr),
                _ => false,
            }
        }
        fn apart(shape: &Shape) -> bool {
            match shape {
                Shape::Light(_) | Shape::Given => true,
                Shape::Any(shapes) => shapes.iter().all(apart),
                Shape::All(_) | Shape::Not(_) | Shape::Condition(_) => false,
            }
        }
        let shape = match &self.shape {
            Shape::All(shapes) => shapes.iter().all(apart),
            shape => apart(shape),
        };
        // A looser phrase may run from one part of an article into the next.
        let in_one_part = |leaf: &Leaf| leaf.slop < declaration().index.zone_gap;
        let lights = &mut self.lights.iter();
        shape && lights.all(|l| expr(&l.expr) && l.leaves.iter().all(in_one_part))
    }

    /// Which lights are to be lit in an article in which those stand that `stands` says, and which fulfils the
    /// conditions that `met` says; the article matches as a whole.
    pub fn lit(&self, stands: &[bool], met: &[bool]) -> Vec<bool> {
        let mut lit = vec![false; self.lights.len()];
        let known = (stands, met);
        match &self.shape {
            Shape::All(shapes) => shapes.iter().for_each(|s| light(s, known, &mut lit)),
            shape => light(shape, known, &mut lit),
        }
        lit
    }
}

/// Which lights stand in an article, and which conditions it meets.
type Known<'a> = (&'a [bool], &'a [bool]);

fn holds(shape: &Shape, known: Known<'_>) -> bool {
    match shape {
        Shape::Light(n) => known.0[*n],
        Shape::All(shapes) => shapes.iter().all(|s| holds(s, known)),
        Shape::Any(shapes) => shapes.iter().any(|s| holds(s, known)),
        Shape::Not(shape) => !holds(shape, known),
        Shape::Condition(n) => known.1.get(*n).copied().unwrap_or(true),
        Shape::Given => true,
    }
}

fn light(shape: &Shape, known: Known<'_>, lit: &mut [bool]) {
    if !holds(shape, known) {
        return;
    }
    match shape {
        Shape::Light(n) => lit[*n] = true,
        Shape::All(shapes) | Shape::Any(shapes) => {
            shapes.iter().for_each(|s| light(s, known, lit));
        }
        Shape::Not(_) | Shape::Condition(_) | Shape::Given => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lights(n: usize, shape: Shape) -> Lights {
        let one = Light {
            field: Field::from_field_id(0),
            leaves: Arc::new(Vec::new()),
            expr: Expr::Leaf(0),
            weight: 1.0,
        };
        Lights {
            lights: vec![one; n],
            shape,
            conditions: Vec::new(),
        }
    }

    #[test]
    fn a_clause_is_lit_only_where_it_holds() {
        let both = Shape::All(vec![Shape::Light(0), Shape::Light(1)]);
        let either = lights(3, Shape::Any(vec![both.clone(), Shape::Light(2)]));
        assert_eq!(either.lit(&[true, false, true], &[]), [false, false, true]);
        assert_eq!(either.lit(&[true, true, false], &[]), [true, true, false]);
        let but = Shape::All(vec![Shape::Light(0), Shape::Not(Box::new(Shape::Light(1)))]);
        let or = lights(3, Shape::Any(vec![but, Shape::Light(2)]));
        assert_eq!(or.lit(&[true, true, true], &[]), [false, false, true]);
        assert_eq!(or.lit(&[true, false, true], &[]), [true, false, true]);
        let dated = Shape::All(vec![Shape::Light(0), Shape::Condition(0)]);
        let or = lights(2, Shape::Any(vec![dated, Shape::Light(1)]));
        assert_eq!(or.lit(&[true, true], &[false]), [false, true]);
        assert_eq!(or.lit(&[true, true], &[true]), [true, true]);
        // The article matches, so that a condition outside the text has made up for what is not there.
        assert_eq!(lights(2, both).lit(&[true, false], &[]), [true, false]);
    }
}

//! The algebra of spans: which stretches of one article a proximity, a unit of text, a count asks for, given where
//! its words stand. No index and no text here: the same code runs over postings and over a stored article, so that
//! what is lit is what matched.
//!
//! A stretch is solid if it is words side by side (a word, a phrase), hollow if it runs from one operand to another.
//! Two operands never share a word: stretches that overlap are no pair, but that a hollow one may hold the other, or
//! overlap another hollow one, strictly between its ends.

use super::ast::TextUnit;

/// Which stretches are asked for; leaves are numbered.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// The stretches of a leaf.
    Leaf(usize),
    /// Those of any.
    Or(Vec<Expr>),
    /// Pairs at most `distance` apart, or left ones without a right one so near.
    Near {
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
        /// The greatest difference of positions between the nearest ends.
        distance: u32,
        /// Whether the right one must come after the left one.
        ordered: bool,
        /// Whether left ones without a partner are asked for.
        negated: bool,
    },
    /// Pairs in one unit of text, or left ones without a right one in theirs.
    Same {
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
        /// Sentence or paragraph.
        unit: TextUnit,
        /// Whether left ones without a partner are asked for.
        negated: bool,
    },
    /// All, if there are so many that do not overlap.
    AtLeast {
        /// How many.
        count: u32,
        /// What is counted.
        inner: Box<Expr>,
    },
    /// Those within the first words of the body.
    First {
        /// How many words.
        words: u32,
        /// What must stand there.
        inner: Box<Expr>,
    },
}

/// Word positions of a match, both inclusive, and what led to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Match<T> {
    /// First position.
    pub start: u32,
    /// Last position.
    pub end: u32,
    /// Whether there may be other words between the ends.
    pub hollow: bool,
    /// The leaves that took part.
    pub trail: T,
}

/// What is remembered of the leaves that make a match: nothing where only matching counts.
pub trait Trail: Clone {
    /// A match of a leaf.
    fn leaf(leaf: usize, start: u32, end: u32) -> Self;
    /// Both together.
    fn join(&self, other: &Self) -> Self;
}

impl Trail for () {
    fn leaf(_: usize, _: u32, _: u32) {}
    fn join(&self, (): &()) {}
}

/// One article, as far as spans are concerned.
pub trait Ground {
    /// Appends the stretches of a leaf as (first, last), in any order.
    fn leaf(&mut self, leaf: usize, out: &mut Vec<(u32, u32)>);
    /// Positions at which units of this kind end (one after their last word), ascending.
    fn units(&mut self, unit: TextUnit) -> Vec<u32>;
    /// The first position of the body.
    fn body_start(&mut self) -> u32;
}

/// The stretches that an expression asks for, ascending by start and end, none twice.
///
/// Cost: linear in the stretches of the leaves, times the distance for a proximity. Operands are looked at from left
/// to right, and no further once there is no match.
pub fn matches<T: Trail>(expr: &Expr, ground: &mut dyn Ground) -> Vec<Match<T>> {
    match expr {
        Expr::Leaf(leaf) => {
            let mut found = Vec::new();
            ground.leaf(*leaf, &mut found);
            let solid = |(start, end)| Match {
                start,
                end,
                hollow: false,
                trail: T::leaf(*leaf, start, end),
            };
            in_order(found.into_iter().map(solid).collect())
        }
        Expr::Or(operands) => {
            let all = operands.iter().flat_map(|o| matches(o, ground));
            in_order(all.collect())
        }
        Expr::Near {
            left,
            right,
            distance,
            ordered,
            negated,
        } => {
            let (left, right) = operands(left, right, ground);
            near(left, &right, *distance, *ordered, *negated)
        }
        Expr::Same {
            left,
            right,
            unit,
            negated,
        } => {
            let (left, right) = operands(left, right, ground);
            if left.is_empty() {
                return left;
            }
            same(left, &right, &ground.units(*unit), *negated)
        }
        Expr::AtLeast { count, inner } => {
            let found = matches(inner, ground);
            if apart(&found) < *count {
                return Vec::new();
            }
            found
        }
        Expr::First { words, inner } => {
            let mut found: Vec<Match<T>> = matches(inner, ground);
            if !found.is_empty() {
                let from = ground.body_start();
                let beyond = from.saturating_add(*words);
                found.retain(|m| m.start >= from && m.end < beyond);
            }
            found
        }
    }
}

/// The matches of both sides; the right one is not looked at where the left one has none.
fn operands<T: Trail>(
    left: &Expr,
    right: &Expr,
    ground: &mut dyn Ground,
) -> (Vec<Match<T>>, Vec<Match<T>>) {
    let left = matches(left, ground);
    if left.is_empty() {
        return (left, Vec::new());
    }
    (left, matches(right, ground))
}

/// How many matches there are that do not overlap: the most that can be chosen, found by taking the one that ends
/// first.
pub(super) fn apart<T>(found: &[Match<T>]) -> u32 {
    let mut by_end: Vec<(u32, u32)> = found.iter().map(|m| (m.end, m.start)).collect();
    by_end.sort_unstable();
    let mut count = 0;
    let mut free_from = 0;
    for (end, start) in by_end {
        if start >= free_from {
            count += 1;
            free_from = end + 1;
        }
    }
    count
}

/// Ascending, equal stretches made one with the trails of all.
fn in_order<T: Trail>(mut found: Vec<Match<T>>) -> Vec<Match<T>> {
    let key = |m: &Match<T>| (m.start, m.end, m.hollow);
    if !found.is_sorted_by_key(key) {
        found.sort_by_key(key);
    }
    found.dedup_by(|next, first| {
        let equal = key(next) == key(first);
        if equal {
            first.trail = first.trail.join(&next.trail);
        }
        equal
    });
    found
}

/// The distance of two operands: none if they share a word.
fn distance<T>(a: &Match<T>, b: &Match<T>) -> Option<u32> {
    if a.end < b.start {
        return Some(b.start - a.end);
    }
    if b.end < a.start {
        return Some(a.start - b.end);
    }
    let holds = |outer: &Match<T>, inner: &Match<T>| {
        outer.hollow && outer.start < inner.start && inner.end < outer.end
    };
    if holds(a, b) {
        return Some((b.start - a.start).min(a.end - b.end));
    }
    if holds(b, a) {
        return Some((a.start - b.start).min(b.end - a.end));
    }
    let ends = |m: &Match<T>| [m.start, m.end];
    let least = ends(a)
        .into_iter()
        .flat_map(|x| ends(b).into_iter().map(move |y| x.abs_diff(y)))
        .min()?;
    (a.hollow && b.hollow && least > 0).then_some(least)
}

fn joined<T: Trail>(a: &Match<T>, b: &Match<T>) -> Match<T> {
    Match {
        start: a.start.min(b.start),
        end: a.end.max(b.end),
        hollow: true,
        trail: a.trail.join(&b.trail),
    }
}

fn longest<T>(found: &[Match<T>]) -> u32 {
    found.iter().map(|m| m.end - m.start).max().unwrap_or(0)
}

fn near<T: Trail>(
    left: Vec<Match<T>>,
    right: &[Match<T>],
    reach: u32,
    ordered: bool,
    negated: bool,
) -> Vec<Match<T>> {
    let longest = longest(right);
    let mut out = Vec::new();
    // What starts before this is too far from what comes next.
    let mut from = 0;
    for a in left {
        let first = a.start.saturating_sub(reach).saturating_sub(longest);
        while right.get(from).is_some_and(|b| b.start < first) {
            from += 1;
        }
        let last = a.end.saturating_add(reach);
        let near = right[from..].iter().take_while(|b| b.start <= last);
        let mut pairs = near.filter(|b| {
            let fits = !ordered || b.start > a.end;
            fits && distance(&a, b).is_some_and(|d| d <= reach)
        });
        if negated {
            if pairs.next().is_none() {
                out.push(a);
            }
        } else {
            out.extend(pairs.map(|b| joined(&a, b)));
        }
    }
    if negated { out } else { in_order(out) }
}

/// The unit that holds a stretch: its number.
fn unit_of<T>(m: &Match<T>, ends: &[u32]) -> Option<usize> {
    let unit = ends.partition_point(|&end| end <= m.start);
    ends.get(unit)
        .is_some_and(|&end| m.end < end)
        .then_some(unit)
}

fn same<T: Trail>(
    left: Vec<Match<T>>,
    right: &[Match<T>],
    ends: &[u32],
    negated: bool,
) -> Vec<Match<T>> {
    let in_units = |found: &[Match<T>]| -> Vec<(usize, Match<T>)> {
        let held = found
            .iter()
            .filter_map(|m| Some((unit_of(m, ends)?, m.clone())));
        held.collect()
    };
    let of_right = Partners::new(in_units(right));
    if negated {
        let alone = |a: &Match<T>| {
            let unit = unit_of(a, ends);
            unit.is_none_or(|unit| of_right.of(unit, a).next().is_none())
        };
        return left.into_iter().filter(alone).collect();
    }
    let lefts = in_units(&left);
    let mut out = Vec::new();
    for (unit, a) in &lefts {
        out.extend(of_right.of(*unit, a).map(|b| joined(a, b)));
    }
    let of_left = Partners::new(lefts);
    for (unit, b) in of_right.by_start.iter().map(|(unit, b)| (*unit, b)) {
        out.extend(of_left.of(unit, b).map(|a| joined(a, b)));
    }
    in_order(out)
}

/// Stretches by unit, to find those that stand nearest to another.
struct Partners<T> {
    /// By unit and start: units are cut at positions, so that the order of starts is the order of both.
    by_start: Vec<(usize, Match<T>)>,
    /// Places in `by_start`, by unit, end and start.
    by_end: Vec<usize>,
    longest: u32,
}

impl<T: Trail> Partners<T> {
    fn new(by_start: Vec<(usize, Match<T>)>) -> Partners<T> {
        let mut by_end: Vec<usize> = (0..by_start.len()).collect();
        by_end.sort_by_key(|&at| {
            let (unit, m) = &by_start[at];
            (*unit, m.end, m.start)
        });
        let longest = by_start
            .iter()
            .map(|(_, m)| m.end - m.start)
            .max()
            .unwrap_or(0);
        Partners {
            by_start,
            by_end,
            longest,
        }
    }

    /// The nearest on the left, the nearest on the right (several may end or begin at one place), and all that overlap
    /// without sharing a word.
    fn of<'a>(&'a self, unit: usize, a: &'a Match<T>) -> impl Iterator<Item = &'a Match<T>> {
        let before = self.by_end.partition_point(|&at| {
            let (u, m) = &self.by_start[at];
            (*u, m.end) < (unit, a.start)
        });
        let ended = self.by_end[..before]
            .iter()
            .rev()
            .map(|&at| &self.by_start[at]);
        let mut ended = ended.take_while(move |(u, _)| *u == unit).peekable();
        let last = ended.peek().map(|(_, m)| m.end);
        let on_left = ended.take_while(move |(_, m)| Some(m.end) == last);
        let after = self
            .by_start
            .partition_point(|(u, m)| (*u, m.start) <= (unit, a.end));
        let begun = self.by_start[after..].iter();
        let mut begun = begun.take_while(move |(u, _)| *u == unit).peekable();
        let next = begun.peek().map(|(_, m)| m.start);
        let on_right = begun.take_while(move |(_, m)| Some(m.start) == next);
        let first = a.start.saturating_sub(self.longest);
        let from = self
            .by_start
            .partition_point(|(u, m)| (*u, m.start) < (unit, first));
        let over = self.by_start[from..after.max(from)]
            .iter()
            .filter(move |(_, b)| b.end >= a.start && distance(a, b).is_some());
        on_left.chain(on_right).chain(over).map(|(_, m)| m)
    }
}

#[cfg(test)]
#[path = "algebra_tests.rs"]
mod tests;

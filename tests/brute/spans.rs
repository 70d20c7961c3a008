//! The algebra of spans, each operator as one loop over all pairs.

use std::collections::{BTreeMap, BTreeSet};

use super::text::Doc;

/// Stretches of words to light: first and last position.
pub type Lit = BTreeSet<(u32, u32)>;

/// A match: first and last position, inclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub start: u32,
    pub end: u32,
    /// Whether it is two matches and what is between them.
    pub hollow: bool,
    pub lit: Lit,
}

/// More spans than trying everything can afford.
#[derive(Debug)]
pub struct TooMany;

const MOST: usize = 2_500;

/// Spans with the same ends made one, which lights what all of them do.
pub fn united(spans: Vec<Span>) -> Result<Vec<Span>, TooMany> {
    let mut out: BTreeMap<(u32, u32, bool), Lit> = BTreeMap::new();
    for span in spans {
        let lit = out.entry((span.start, span.end, span.hollow)).or_default();
        lit.extend(span.lit);
    }
    if out.len() > MOST {
        return Err(TooMany);
    }
    let spans = out.into_iter().map(|((start, end, hollow), lit)| Span {
        start,
        end,
        hollow,
        lit,
    });
    Ok(spans.collect())
}

/// How far two spans are from each other; none where they collide.
pub fn distance(a: &Span, b: &Span) -> Option<u32> {
    if a.end < b.start {
        return Some(b.start - a.end);
    }
    if b.end < a.start {
        return Some(a.start - b.end);
    }
    for (outer, inner) in [(a, b), (b, a)] {
        if outer.hollow && outer.start < inner.start && inner.end < outer.end {
            return Some((inner.start - outer.start).min(outer.end - inner.end));
        }
    }
    if a.hollow && b.hollow {
        let ends = [
            (a.start, b.start),
            (a.start, b.end),
            (a.end, b.start),
            (a.end, b.end),
        ];
        return ends
            .iter()
            .map(|(x, y)| x.abs_diff(*y))
            .min()
            .filter(|least| *least > 0);
    }
    None
}

fn joined(a: &Span, b: &Span) -> Span {
    Span {
        start: a.start.min(b.start),
        end: a.end.max(b.end),
        hollow: true,
        lit: a.lit.union(&b.lit).copied().collect(),
    }
}

fn is_near(a: &Span, b: &Span, k: u32, ordered: bool) -> bool {
    if ordered {
        b.start > a.end && b.start - a.end <= k
    } else {
        distance(a, b).is_some_and(|d| (1..=k).contains(&d))
    }
}

pub fn near(a: &[Span], b: &[Span], k: u32, ordered: bool) -> Result<Vec<Span>, TooMany> {
    let mut out = Vec::new();
    for x in a {
        for y in b {
            if is_near(x, y, k, ordered) {
                out.push(joined(x, y));
                if out.len() > 20 * MOST {
                    return Err(TooMany);
                }
            }
        }
    }
    united(out)
}

pub fn not_near(a: Vec<Span>, b: &[Span], k: u32, ordered: bool) -> Vec<Span> {
    let free = |x: &Span| !b.iter().any(|y| is_near(x, y, k, ordered));
    a.into_iter().filter(free).collect()
}

/// The sentence or paragraph that holds a span whole.
fn unit(doc: &Doc, span: &Span, paragraph: bool) -> Option<u32> {
    let of = |at: u32| {
        doc.token(at).map(|token| match paragraph {
            true => token.piece as u32,
            false => token.sentence,
        })
    };
    of(span.start).filter(|unit| of(span.end) == Some(*unit))
}

/// Whether two spans are in one sentence or paragraph, and stand apart.
fn together(doc: &Doc, a: &Span, b: &Span, paragraph: bool) -> bool {
    distance(a, b).is_some()
        && unit(doc, a, paragraph).is_some_and(|u| unit(doc, b, paragraph) == Some(u))
}

pub fn same(doc: &Doc, a: &[Span], b: &[Span], paragraph: bool) -> Result<Vec<Span>, TooMany> {
    let mut chosen: BTreeSet<(usize, usize)> = BTreeSet::new();
    let pairs: Vec<(usize, usize)> = (0..a.len())
        .flat_map(|x| (0..b.len()).map(move |y| (x, y)))
        .filter(|(x, y)| together(doc, &a[*x], &b[*y], paragraph))
        .collect();
    for by_left in [true, false] {
        let count = if by_left { a.len() } else { b.len() };
        let mut of: Vec<Vec<(usize, usize)>> = vec![Vec::new(); count];
        for pair in &pairs {
            of[if by_left { pair.0 } else { pair.1 }].push(*pair);
        }
        for mine in of {
            let other = |p: &(usize, usize)| match by_left {
                true => (&a[p.0], &b[p.1]),
                false => (&b[p.1], &a[p.0]),
            };
            let before = mine.iter().filter(|p| other(p).1.end < other(p).0.start);
            let nearest = before.clone().map(|p| other(p).1.end).max();
            chosen.extend(before.filter(|p| Some(other(p).1.end) == nearest));
            let after = mine.iter().filter(|p| other(p).1.start > other(p).0.end);
            let nearest = after.clone().map(|p| other(p).1.start).min();
            chosen.extend(after.filter(|p| Some(other(p).1.start) == nearest));
            chosen.extend(mine.iter().filter(|p| {
                let (one, two) = other(p);
                one.start <= two.end && two.start <= one.end
            }));
        }
    }
    united(chosen.iter().map(|(x, y)| joined(&a[*x], &b[*y])).collect())
}

pub fn not_same(doc: &Doc, a: Vec<Span>, b: &[Span], paragraph: bool) -> Vec<Span> {
    let free = |x: &Span| !b.iter().any(|y| together(doc, x, y, paragraph));
    a.into_iter().filter(free).collect()
}

/// How many of the spans stand apart, the earliest to end taken first.
pub fn count_apart(spans: &[Span]) -> usize {
    let mut ends: Vec<(u32, u32)> = spans.iter().map(|s| (s.end, s.start)).collect();
    ends.sort_unstable();
    let (mut count, mut last) = (0, None);
    for (end, start) in ends {
        if last.is_none_or(|last| start > last) {
            count += 1;
            last = Some(end);
        }
    }
    count
}

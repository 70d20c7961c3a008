//! Tests of the algebra on words of one letter.

use super::*;

/// Leaves by number, sentences that end at these positions.
struct Words {
    leaves: Vec<Vec<(u32, u32)>>,
    ends: Vec<u32>,
}

impl Ground for Words {
    fn leaf(&mut self, leaf: usize, out: &mut Vec<(u32, u32)>) {
        out.extend(&self.leaves[leaf]);
    }
    fn units(&mut self, _: TextUnit) -> Vec<u32> {
        self.ends.clone()
    }
    fn body_start(&mut self) -> u32 {
        2
    }
}

/// Words of one letter each; a full stop ends a sentence. Leaf 0 is `a`, 1 `b` and so on; capital letters are phrases
/// of two: `A` is `a b`.
fn words(text: &str) -> Words {
    let mut ends = Vec::new();
    let mut letters = Vec::new();
    for word in text.split(' ') {
        if word == "." {
            ends.push(letters.len() as u32);
        } else {
            letters.push(word.chars().next().unwrap());
        }
    }
    ends.push(letters.len() as u32);
    let mut leaves: Vec<Vec<(u32, u32)>> = ('a'..='e')
        .map(|c| {
            let at = letters.iter().enumerate().filter(|(_, l)| **l == c);
            at.map(|(n, _)| (n as u32, n as u32)).collect()
        })
        .collect();
    let pairs = letters
        .windows(2)
        .enumerate()
        .filter(|(_, w)| *w == ['a', 'b']);
    leaves.push(pairs.map(|(n, _)| (n as u32, n as u32 + 1)).collect());
    Words { leaves, ends }
}

const PHRASE: usize = 5;

fn leaf(n: usize) -> Box<Expr> {
    Box::new(Expr::Leaf(n))
}

fn near(left: Box<Expr>, right: Box<Expr>, distance: u32) -> Expr {
    Expr::Near {
        left,
        right,
        distance,
        ordered: false,
        negated: false,
    }
}

fn same(left: Box<Expr>, right: Box<Expr>, negated: bool) -> Expr {
    Expr::Same {
        left,
        right,
        unit: TextUnit::Sentence,
        negated,
    }
}

#[track_caller]
fn check(text: &str, expr: &Expr, expected: &[(u32, u32)]) {
    let found: Vec<Match<()>> = matches(expr, &mut words(text));
    let found: Vec<(u32, u32)> = found.iter().map(|m| (m.start, m.end)).collect();
    assert_eq!(found, expected, "{text}: {expr:?}");
}

#[test]
fn a_proximity_is_every_pair_so_near() {
    check("a x b", &near(leaf(0), leaf(1), 2), &[(0, 2)]);
    check("a x b", &near(leaf(0), leaf(1), 1), &[]);
    check("b a b", &near(leaf(0), leaf(1), 1), &[(0, 1), (1, 2)]);
    check(
        "a a b b",
        &near(leaf(0), leaf(1), 2),
        &[(0, 2), (1, 2), (1, 3)],
    );
}

#[test]
fn order_counts_where_it_is_asked_for() {
    let pre = Expr::Near {
        left: leaf(0),
        right: leaf(1),
        distance: 2,
        ordered: true,
        negated: false,
    };
    check("b a x b", &pre, &[(1, 3)]);
}

#[test]
fn a_word_is_not_both_operands() {
    check("a x x", &near(leaf(0), leaf(0), 5), &[]);
    check("a x a", &near(leaf(0), leaf(0), 5), &[(0, 2)]);
    check("a b x", &near(leaf(PHRASE), leaf(1), 5), &[]);
    check("a b b", &near(leaf(PHRASE), leaf(1), 5), &[(0, 2)]);
}

#[test]
fn what_stands_between_two_operands_is_near_both() {
    let ab = near(leaf(0), leaf(1), 5);
    check("a c b", &near(Box::new(ab.clone()), leaf(2), 1), &[(0, 2)]);
    let cd = near(leaf(2), leaf(3), 5);
    check("a c b d", &near(Box::new(ab), Box::new(cd), 1), &[(0, 3)]);
}

#[test]
fn left_operands_without_a_partner() {
    let not = Expr::Near {
        left: leaf(0),
        right: leaf(1),
        distance: 2,
        ordered: false,
        negated: true,
    };
    check("a x x a b", &not, &[(0, 0)]);
    check(
        "a b . a x . a",
        &same(leaf(0), leaf(1), true),
        &[(2, 2), (4, 4)],
    );
}

#[test]
fn units_pair_the_nearest() {
    let expr = same(leaf(0), leaf(1), false);
    check("a . b", &expr, &[]);
    check("a b . b a a", &expr, &[(0, 1), (2, 3), (2, 4)]);
    check("b a b a b", &expr, &[(0, 1), (1, 2), (2, 3), (3, 4)]);
    // A phrase over the end of a sentence is in none.
    check("a . b c", &same(leaf(PHRASE), leaf(2), false), &[]);
    let three = same(Box::new(expr), leaf(2), false);
    check("a c b . a b . c", &three, &[(0, 2)]);
}

#[test]
fn counts_are_of_what_does_not_overlap() {
    let at_least = |count, inner| Expr::AtLeast { count, inner };
    check("a a x a", &at_least(3, leaf(0)), &[(0, 0), (1, 1), (3, 3)]);
    check("a a x a", &at_least(4, leaf(0)), &[]);
    let pairs = || Box::new(near(leaf(0), leaf(1), 3));
    check("a b b", &at_least(2, pairs()), &[]);
    check(
        "a b a b",
        &at_least(2, pairs()),
        &[(0, 1), (0, 3), (1, 2), (2, 3)],
    );
}

#[test]
fn the_first_words_are_those_of_the_body() {
    let first = |words| Expr::First {
        words,
        inner: leaf(0),
    };
    check("a x a x a", &first(1), &[(2, 2)]);
    check("a x a x a", &first(3), &[(2, 2), (4, 4)]);
}

//! `AND` inside an operand of a proximity: `(a AND b) NEAR/5 c` is `(a NEAR/5 c) AND (b NEAR/5 c)`. A tree becomes
//! alternatives, each of them spans that must all be there. Knows no index.

use super::ast::Ast;

/// Alternatives of conjunctions, none with an `AND` in it.
pub(super) type Alternatives = Vec<Vec<Ast>>;

/// Proximities that one may become, at most.
const MOST: usize = 256;

/// Takes the `AND`s out of a proximity, a count or a condition on letters.
///
/// # Errors
/// A message, where that makes more than 256 of one, or has no meaning.
pub(super) fn distribute(ast: &Ast) -> Result<Alternatives, String> {
    let made = match ast {
        Ast::And { clauses, .. } => {
            let mut made: Alternatives = vec![Vec::new()];
            for clause in clauses {
                made = combine(&made, &distribute(clause)?, |all, more| {
                    all.iter().chain(more).cloned().collect()
                })?;
            }
            made
        }
        Ast::Or(clauses) => {
            let parts = clauses
                .iter()
                .map(distribute)
                .collect::<Result<Vec<_>, _>>()?;
            // What has no AND in it stays one OR, so that a count goes over all of it, however the
            // brackets stood.
            let (plain, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(is_plain);
            let mut plain: Vec<Ast> = plain.into_iter().flatten().flatten().collect();
            let mut made: Alternatives = others.into_iter().flatten().collect();
            match plain.len() {
                0 => {}
                1 => made.push(plain),
                _ => {
                    plain = flat(plain);
                    made.push(vec![Ast::Or(plain)]);
                }
            }
            made
        }
        Ast::Must(inner) | Ast::Boost(inner, _) => distribute(inner)?,
        Ast::AtLeast { count, inner } => wrapped(inner, |inner| Ast::AtLeast {
            count: *count,
            inner,
        })?,
        Ast::First { words, inner } => wrapped(inner, |inner| Ast::First {
            words: *words,
            inner,
        })?,
        Ast::Cased { case, inner } => wrapped(inner, |inner| Ast::Cased { case: *case, inner })?,
        Ast::Near {
            left,
            right,
            distance,
            ordered,
            negated,
        } => both(left, right, *negated, |left, right| Ast::Near {
            left,
            right,
            distance: *distance,
            ordered: *ordered,
            negated: *negated,
        })?,
        Ast::Same {
            left,
            right,
            unit,
            negated,
        } => both(left, right, *negated, |left, right| Ast::Same {
            left,
            right,
            unit: *unit,
            negated: *negated,
        })?,
        leaf => vec![vec![leaf.clone()]],
    };
    let size: usize = made.iter().map(Vec::len).sum();
    if size > MOST {
        return Err(format!(
            "its ANDs make more than {MOST} proximities of one; write fewer words into the brackets"
        ));
    }
    Ok(made)
}

/// Operands of one OR, those of an OR among them in its place.
fn flat(operands: Vec<Ast>) -> Vec<Ast> {
    let one = |operand| match operand {
        Ast::Or(inner) => inner,
        other => vec![other],
    };
    operands.into_iter().flat_map(one).collect()
}

/// Whether nothing was taken apart.
fn is_plain(made: &Alternatives) -> bool {
    matches!(made.as_slice(), [one] if one.len() == 1)
}

fn wrapped(inner: &Ast, wrap: impl Fn(Box<Ast>) -> Ast) -> Result<Alternatives, String> {
    let made = distribute(inner)?;
    let each = |all: Vec<Ast>| all.into_iter().map(|one| wrap(Box::new(one))).collect();
    Ok(made.into_iter().map(each).collect())
}

fn both(
    left: &Ast,
    right: &Ast,
    negated: bool,
    join: impl Fn(Box<Ast>, Box<Ast>) -> Ast,
) -> Result<Alternatives, String> {
    let (lefts, mut rights) = (distribute(left)?, distribute(right)?);
    if negated {
        if rights.iter().any(|all| all.len() > 1) {
            return Err(
                "AND can't stand on the right of NOT NEAR; write one after the other: \
                        (a NOT NEAR/5 b) NOT NEAR/5 c"
                    .to_owned(),
            );
        }
        // None of several alternatives is near only if each is not.
        let mut all: Vec<Ast> = rights.into_iter().flatten().collect();
        let one = if all.len() == 1 {
            all.remove(0)
        } else {
            Ast::Or(all)
        };
        rights = vec![vec![one]];
    }
    combine(&lefts, &rights, |lefts, rights| {
        let pairs = lefts
            .iter()
            .flat_map(|l| rights.iter().map(move |r| (l, r)));
        pairs
            .map(|(l, r)| join(Box::new(l.clone()), Box::new(r.clone())))
            .collect()
    })
}

fn combine(
    one: &Alternatives,
    other: &Alternatives,
    join: impl Fn(&[Ast], &[Ast]) -> Vec<Ast>,
) -> Result<Alternatives, String> {
    if one.len() * other.len() > MOST {
        return Err(format!(
            "its ANDs and ORs make more than {MOST} proximities of one; write fewer into the brackets"
        ));
    }
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
    Ok(pairs.map(|(a, b)| join(a, b)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::note::Span;

    fn word(text: &str) -> Ast {
        Ast::Word {
            text: text.to_owned(),
            field: None,
            span: Span::default(),
        }
    }

    fn and(clauses: Vec<Ast>) -> Ast {
        Ast::And {
            clauses,
            implicit: true,
        }
    }

    fn near(left: Ast, right: Ast, negated: bool) -> Ast {
        Ast::Near {
            left: Box::new(left),
            right: Box::new(right),
            distance: 5,
            ordered: false,
            negated,
        }
    }

    #[track_caller]
    fn check(ast: &Ast, expected: &str) {
        let made = distribute(ast).unwrap();
        let all = |all: &Vec<Ast>| {
            all.iter()
                .map(Ast::to_string)
                .collect::<Vec<_>>()
                .join(" & ")
        };
        let shown: Vec<String> = made.iter().map(all).collect();
        assert_eq!(shown.join(" | "), expected, "{ast}");
    }

    #[test]
    fn and_goes_out_of_a_proximity() {
        let ab = and(vec![word("a"), word("b")]);
        check(
            &near(ab.clone(), word("c"), false),
            "a NEAR/5 c & b NEAR/5 c",
        );
        let or = Ast::Or(vec![ab.clone(), word("d")]);
        check(
            &near(or, word("c"), false),
            "a NEAR/5 c & b NEAR/5 c | d NEAR/5 c",
        );
        let plain = Ast::Or(vec![word("a"), word("b")]);
        check(&near(plain, word("c"), false), "(a OR b) NEAR/5 c");
        check(
            &near(ab, word("c"), true),
            "a NOT NEAR/5 c & b NOT NEAR/5 c",
        );
    }

    #[test]
    fn a_count_goes_over_all_that_has_no_and_in_it() {
        let ab = and(vec![word("a"), word("b")]);
        let count = |inner| Ast::AtLeast {
            count: 3,
            inner: Box::new(inner),
        };
        let either = Ast::Or(vec![word("c"), word("d")]);
        let expected = "ATLEAST/3(a) & ATLEAST/3(b) | ATLEAST/3(c OR d)";
        check(&count(Ast::Or(vec![ab.clone(), either])), expected);
        check(&count(Ast::Or(vec![ab, word("c"), word("d")])), expected);
    }

    #[test]
    fn what_has_no_meaning_or_no_end_is_refused() {
        let ab = and(vec![word("a"), word("b")]);
        assert!(distribute(&near(word("c"), ab, true)).is_err());
        let many = || and((0..30).map(|n| word(&n.to_string())).collect());
        assert!(distribute(&near(many(), many(), false)).is_err());
    }
}

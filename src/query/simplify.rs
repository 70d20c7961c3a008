//! Makes a tree shorter without changing which articles it asks for. Knows no index.

use std::collections::HashSet;

use super::ast::Ast;

/// The weight above which nothing is multiplied any more; `^1000` is also the most that can be typed.
pub(crate) const MAX_WEIGHT: f32 = 1000.0;

/// Makes a tree shorter: groups in groups of the same kind are flattened, clauses that stand twice are dropped, two
/// `NOT` take each other away, `*` inside an `AND` goes, and so do groups of one.
///
/// Words side by side and words joined by `AND` are not mixed, since only the first may be relaxed. `a OR *` stays:
/// it asks for everything, but those with `a` first. Scores stay too, but that a word typed twice counts once.
///
/// ```text
/// (a AND (b AND a)) AND *     becomes     a AND b
/// ```
pub fn simplify(ast: Ast) -> Ast {
    match ast {
        Ast::And { clauses, implicit } => simplify_and(clauses, implicit),
        Ast::Or(clauses) => simplify_or(clauses),
        Ast::Not(inner) => match simplify(*inner) {
            // Weights, and being kept in any case, mean nothing for what is excluded.
            Ast::Boost(inner, _) | Ast::Must(inner) => simplify(Ast::not(*inner)),
            inner => Ast::not(inner),
        },
        Ast::Must(inner) => match simplify(*inner) {
            inner @ (Ast::All | Ast::Nothing | Ast::Not(_) | Ast::Must(_)) => inner,
            inner => Ast::Must(Box::new(inner)),
        },
        Ast::Boost(inner, weight) => simplify_boost(simplify(*inner), weight),
        Ast::Near {
            left,
            right,
            distance,
            ordered,
            negated,
        } => match operands(*left, *right, negated) {
            Ok((left, right)) => Ast::Near {
                left,
                right,
                distance,
                ordered,
                negated,
            },
            Err(ast) => ast,
        },
        Ast::Same {
            left,
            right,
            unit,
            negated,
        } => match operands(*left, *right, negated) {
            Ok((left, right)) => Ast::Same {
                left,
                right,
                unit,
                negated,
            },
            Err(ast) => ast,
        },
        Ast::AtLeast { count, inner } => match simplify(*inner) {
            Ast::Nothing => Ast::Nothing,
            inner => Ast::AtLeast {
                count,
                inner: Box::new(inner),
            },
        },
        Ast::First { words, inner } => match simplify(*inner) {
            Ast::Nothing => Ast::Nothing,
            // The first words of the first words are the fewer of them.
            Ast::First { words: less, inner } => Ast::First {
                words: words.min(less),
                inner,
            },
            inner => Ast::First {
                words,
                inner: Box::new(inner),
            },
        },
        Ast::Cased { case, inner } => match simplify(*inner) {
            Ast::Nothing => Ast::Nothing,
            Ast::Cased { case: same, inner } if same == case => Ast::Cased { case, inner },
            inner => Ast::Cased {
                case,
                inner: Box::new(inner),
            },
        },
        leaf => leaf,
    }
}

/// Both operands made shorter, or what is left if one of them is nothing. Proximities are not merged with others:
/// `(a NEAR/3 b) NEAR/3 c` asks other things than `a NEAR/3 (b NEAR/3 c)`.
fn operands(left: Ast, right: Ast, negated: bool) -> Result<(Box<Ast>, Box<Ast>), Ast> {
    match (simplify(left), simplify(right)) {
        (Ast::Nothing, _) => Err(Ast::Nothing),
        (left, Ast::Nothing) if negated => Err(left),
        (_, Ast::Nothing) => Err(Ast::Nothing),
        (left, right) => Ok((Box::new(left), Box::new(right))),
    }
}

fn simplify_and(clauses: Vec<Ast>, implicit: bool) -> Ast {
    let mut flat = Vec::with_capacity(clauses.len());
    for clause in clauses.into_iter().map(simplify) {
        match clause {
            Ast::Nothing => return Ast::Nothing,
            Ast::All => {}
            Ast::And {
                clauses: inner,
                implicit: same,
            } if same == implicit => flat.extend(inner),
            clause => flat.push(clause),
        }
    }
    drop_repeated(&mut flat);
    match single(flat) {
        Ok(one) => one.unwrap_or(Ast::All),
        Err(clauses) => Ast::And { clauses, implicit },
    }
}

fn simplify_or(clauses: Vec<Ast>) -> Ast {
    let mut flat = Vec::with_capacity(clauses.len());
    for clause in clauses.into_iter().map(simplify) {
        match clause {
            Ast::Nothing => {}
            Ast::Or(inner) => flat.extend(inner),
            // Nothing beside an OR is ever relaxed.
            Ast::Must(inner) => match *inner {
                Ast::Or(inner) => flat.extend(inner),
                inner => flat.push(inner),
            },
            clause => flat.push(clause),
        }
    }
    drop_repeated(&mut flat);
    match single(flat) {
        Ok(one) => one.unwrap_or(Ast::Nothing),
        Err(clauses) => Ast::Or(clauses),
    }
}

fn simplify_boost(inner: Ast, weight: f32) -> Ast {
    match inner {
        // These have no score of their own.
        inner @ (Ast::All | Ast::Nothing | Ast::Not(_)) => inner,
        inner if weight == 1.0 => inner,
        // A weight on a clause that is kept anyway is the clause's.
        Ast::Must(inner) => Ast::Must(Box::new(simplify_boost(*inner, weight))),
        Ast::Boost(innermost, other) if (0.0..=MAX_WEIGHT).contains(&(weight * other)) => {
            simplify_boost(*innermost, weight * other)
        }
        inner => Ast::Boost(Box::new(inner), weight),
    }
}

/// Keeps the first of equal clauses. Equality is that of the canonical text, which can be hashed.
fn drop_repeated(clauses: &mut Vec<Ast>) {
    let mut seen = HashSet::with_capacity(clauses.len());
    clauses.retain(|clause| seen.insert(clause.to_string()));
}

/// The only clause, or none, or the clauses back if there are several.
fn single(mut clauses: Vec<Ast>) -> Result<Option<Ast>, Vec<Ast>> {
    if clauses.len() > 1 {
        return Err(clauses);
    }
    Ok(clauses.pop())
}

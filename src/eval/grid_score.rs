//! The few measures that a grid is ordered by, as trec_eval defines them.

use super::grid_run::{Grades, Score};
use crate::error::{Error, Result};

/// A measure by name: `ndcg@10`, `map`, `p@5`, `recall@100`, `mrr`; without a number ndcg and recall go
/// by all that was found. A document is relevant from grade 1 on; one without a grade is not.
///
/// # Errors
/// [`Error::Argument`] for another name.
pub fn grid_measure(name: &str) -> Result<Box<Score<'static>>> {
    let wrong = || Error::Argument {
        message: format!("a grid is not ordered by `{name}`"),
        help: Some("give ndcg@10, map, p@10, recall@100 or mrr".into()),
    };
    let (kind, k) = match name.split_once('@') {
        Some((kind, k)) => {
            let k: usize = k.parse().ok().filter(|k| *k > 0).ok_or_else(wrong)?;
            (kind, Some(k))
        }
        None => (name, None),
    };
    let depth = k.unwrap_or(usize::MAX);
    Ok(match (kind, k) {
        ("ndcg", _) => Box::new(move |run, grades| ndcg(run, grades, depth)),
        ("recall", _) => {
            Box::new(move |run, grades| found(run, grades, depth) / relevant(grades).max(1.0))
        }
        ("p", Some(k)) => Box::new(move |run, grades| found(run, grades, k) / k as f64),
        ("map", None) => Box::new(average_precision),
        ("mrr", None) => Box::new(|run, grades| {
            let first = run.iter().position(|doc| is_relevant(grades, doc));
            first.map_or(0.0, |at| 1.0 / (at + 1) as f64)
        }),
        _ => return Err(wrong()),
    })
}

fn is_relevant(grades: &Grades, doc: &str) -> bool {
    grades.get(doc).is_some_and(|grade| *grade > 0)
}

fn relevant(grades: &Grades) -> f64 {
    grades.values().filter(|grade| **grade > 0).count() as f64
}

fn found(run: &[String], grades: &Grades, depth: usize) -> f64 {
    let best = run.iter().take(depth);
    best.filter(|doc| is_relevant(grades, doc)).count() as f64
}

fn average_precision(run: &[String], grades: &Grades) -> f64 {
    let (mut found, mut sum) = (0.0, 0.0);
    for (n, doc) in run.iter().enumerate() {
        if is_relevant(grades, doc) {
            found += 1.0;
            sum += found / (n + 1) as f64;
        }
    }
    sum / relevant(grades).max(1.0)
}

/// The gain of a document is its grade, discounted by the logarithm of its rank (Järvelin and
/// Kekäläinen, Cumulated gain-based evaluation of IR techniques, 2002).
fn ndcg(run: &[String], grades: &Grades, depth: usize) -> f64 {
    let gain = |grade: i32| f64::from(grade.max(0));
    let sum = |gains: &mut dyn Iterator<Item = f64>| -> f64 {
        let ranked = gains.take(depth).enumerate();
        ranked.map(|(n, gain)| gain / (n as f64 + 2.0).log2()).sum()
    };
    let mut best: Vec<i32> = grades.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = sum(&mut best.into_iter().map(gain));
    let got = sum(&mut run
        .iter()
        .map(|doc| gain(grades.get(doc).copied().unwrap_or(0))));
    if ideal > 0.0 { got / ideal } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_those_of_hand_made_runs() {
        let grades: Grades = [("a", 2), ("b", 1), ("c", 0), ("d", -1)]
            .map(|(doc, grade)| (doc.to_owned(), grade))
            .into();
        let ideal = 2.0 + 1.0 / 3f64.log2();
        let check = |name: &str, run: &str, expected: f64| {
            let run: Vec<String> = run.split_whitespace().map(str::to_owned).collect();
            let got = grid_measure(name).unwrap()(&run, &grades);
            assert!((got - expected).abs() < 1e-12, "{name} of {run:?}: {got}");
        };
        check("ndcg@10", "a b", 1.0);
        check("ndcg@10", "x b a", (1.0 / 3f64.log2() + 2.0 / 2.0) / ideal);
        check("ndcg@1", "b a", 1.0 / 2.0);
        check("ndcg", "d a", 2.0 / 3f64.log2() / ideal);
        check("map", "c a x b", (1.0 / 2.0 + 2.0 / 4.0) / 2.0);
        check("map", "b", 0.5);
        check("p@5", "a b c", 2.0 / 5.0);
        check("recall@1", "a b", 0.5);
        check("recall", "x b a", 1.0);
        check("mrr", "d c b", 1.0 / 3.0);
        check("mrr", "", 0.0);
        for name in ["ndcg@0", "p", "map@5", "f1", "ndcg@x", ""] {
            assert!(grid_measure(name).is_err(), "{name}");
        }
        let nothing = Grades::new();
        assert_eq!(
            grid_measure("ndcg@10").unwrap()(&["a".into()], &nothing),
            0.0
        );
    }
}

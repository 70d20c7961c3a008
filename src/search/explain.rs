//! The parts that a hit's score is the sum of, as plain data.

use std::collections::HashMap;

use serde::Serialize;
use tantivy::DocAddress;

use super::collect::Candidate;
use super::rerank::{RankingOptions, Second};

/// How the score of one hit came about: `(sum of points) * recency = score`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// What was added up.
    pub parts: Vec<ScorePart>,
    /// The factor for the article's age; 1 where age does not count.
    pub recency: f32,
    /// The score.
    pub score: f32,
}

/// One summand of a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScorePart {
    /// What it is: `words` is the first pass, the others are the fields of
    /// [`super::RankingOptions`]; `length` is what the second pass' own k1 and b change.
    pub name: &'static str,
    /// What was found in the article, in units of an inverse document frequency.
    pub value: f32,
    /// What that counts.
    pub weight: f32,
    /// Value times weight.
    pub points: f32,
}

impl ScorePart {
    fn new(name: &'static str, weight: f32, value: f32) -> ScorePart {
        ScorePart {
            name,
            value,
            weight,
            points: weight * value,
        }
    }
}

/// What the second pass did.
#[derive(Debug, Default)]
pub(super) struct Reranked {
    /// By article of the window: score without recency in the first pass, and what was found.
    pub(super) within: HashMap<DocAddress, (f32, Second)>,
    /// What was taken off the scores behind the window, so that they are lower than within.
    pub(super) lowered: f32,
}

impl Reranked {
    /// A page behind the window, whose scores were lowered so much before.
    pub(super) fn behind(lowered: f32, best: &mut [Candidate]) -> Reranked {
        best.iter_mut().for_each(|c| c.score -= lowered);
        Reranked {
            lowered,
            ..Reranked::default()
        }
    }

    /// The parts of a hit's score; `recency` is its factor.
    pub(super) fn explain(
        &self,
        options: &RankingOptions,
        candidate: &Candidate,
        recency: f32,
    ) -> Explanation {
        let mut parts = Vec::new();
        match self.within.get(&candidate.address) {
            Some((base, second)) => {
                parts.push(ScorePart::new("words", 1.0, *base));
                let more = options.parts(second.correction, &second.values);
                let counted = more.into_iter().filter(|(_, weight, _)| *weight != 0.0);
                parts.extend(
                    counted.map(|(name, weight, value)| ScorePart::new(name, weight, value)),
                );
            }
            None => {
                let base = (candidate.score + self.lowered) / recency;
                parts.push(ScorePart::new("words", 1.0, base));
                if self.lowered > 0.0 {
                    let lowered = -self.lowered / recency;
                    parts.push(ScorePart::new("behind the window", 1.0, lowered));
                }
            }
        }
        Explanation {
            parts,
            recency,
            score: candidate.score,
        }
    }
}

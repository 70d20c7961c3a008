//! Two runs held against each other, measure by measure and topic by topic.

use std::collections::HashMap;

use serde::Serialize;

use super::score::Scores;
use super::significance::{Chance, interval, randomisation};

/// Two runs under one measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// trec_eval's name of the measure.
    pub measure: String,
    /// Of the first run, over the topics that both have.
    pub a: f64,
    /// Of the second, over the same.
    pub b: f64,
    /// Mean over topics of second minus first.
    pub difference: f64,
    /// The 95 % interval of that; none without topics.
    pub interval: Option<(f64, f64)>,
    /// How likely chance alone would show as much.
    pub chance: Chance,
    /// Topics where the second is better.
    pub better: usize,
    /// Topics where the first is better.
    pub worse: usize,
    /// Topics where both have the same.
    pub same: usize,
    /// Each topic, the one that gained most from first to second on top.
    pub topics: Vec<Moved>,
}

/// One topic in two runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    /// Its id.
    pub topic: String,
    /// In the first run.
    pub a: f64,
    /// In the second run.
    pub b: f64,
}

/// Compares two runs over the topics that both have, in each measure but counts. Both were scored
/// with the same measures. Of `gm_map` the logarithms are compared.
pub fn compare(a: &Scores, b: &Scores) -> Vec<Compared> {
    let others: HashMap<&str, &[f64]> = b
        .topics
        .iter()
        .map(|topic| (topic.topic.as_str(), topic.values.as_slice()))
        .collect();
    let wanted = a.measures.iter().enumerate();
    let wanted = wanted.filter(|(_, measure)| !measure.is_count());
    wanted
        .map(|(at, measure)| {
            let value = |value: f64| match measure {
                super::Measure::GmMap => value.ln(),
                _ => value,
            };
            let both = a.topics.iter().filter_map(|topic| {
                let other = others.get(topic.topic.as_str())?;
                Some(Moved {
                    topic: topic.topic.clone(),
                    a: value(topic.values[at]),
                    b: value(other[at]),
                })
            });
            let mut topics: Vec<Moved> = both.collect();
            let over_all = |side: fn(&Moved) -> f64| {
                // A sum of nothing is minus zero.
                let mean = topics.iter().map(side).sum::<f64>() / topics.len().max(1) as f64 + 0.0;
                match measure {
                    super::Measure::GmMap if !topics.is_empty() => mean.exp(),
                    _ => mean,
                }
            };
            let (first, second) = (over_all(|t| t.a), over_all(|t| t.b));
            let differences: Vec<f64> = topics.iter().map(|t| t.b - t.a).collect();
            let count = |which: fn(f64) -> bool| differences.iter().filter(|d| which(**d)).count();
            let compared = Compared {
                measure: measure.trec_name(),
                a: first,
                b: second,
                difference: differences.iter().sum::<f64>() / differences.len().max(1) as f64 + 0.0,
                interval: interval(&differences),
                chance: randomisation(&differences),
                better: count(|d| d > 0.0),
                worse: count(|d| d < 0.0),
                same: count(|d| d == 0.0),
                topics: Vec::new(),
            };
            topics.sort_by(|x, y| (y.b - y.a).total_cmp(&(x.b - x.a)));
            Compared { topics, ..compared }
        })
        .collect()
}

//! A run held against judgements: each measure for each topic, and over all.

use serde::Serialize;

use super::measure::{Judged, Measure};
use super::qrels::{Qrels, TopicId};
use super::run::Run;

/// How topics and grades are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counting {
    /// Least grade that is relevant, from 0; trec_eval's `-l`.
    pub level: u32,
    /// Whether topics that are judged and not in the run count, with nothing returned; trec_eval's
    /// `-c`. Otherwise means go over the topics that both have.
    pub complete: bool,
}

impl Default for Counting {
    fn default() -> Counting {
        Counting {
            level: 1,
            complete: false,
        }
    }
}

/// The scores of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scores {
    /// The run's name.
    pub run: String,
    /// What was measured.
    #[serde(serialize_with = "names")]
    pub measures: Vec<Measure>,
    /// Over all topics, a number a measure: the mean, the sum of counts, the geometric mean of
    /// `gm_map`. All 0 where there are no topics.
    pub all: Vec<f64>,
    /// By topic, a number a measure.
    pub topics: Vec<TopicScores>,
    /// Topics that are judged and not in the run.
    pub not_returned: Vec<String>,
    /// Topics of the run that are not judged; they count nowhere.
    pub not_judged: Vec<String>,
}

/// The scores of one topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopicScores {
    /// Its id.
    pub topic: String,
    /// A number a measure.
    pub values: Vec<f64>,
}

fn names<S: serde::Serializer>(measures: &[Measure], s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(measures.iter().map(|m| m.trec_name()))
}

/// Scores a run. Cost: linear in the run and the judgements.
pub fn score(qrels: &Qrels, run: &Run, measures: &[Measure], counting: Counting) -> Scores {
    let mut scores = Scores {
        run: run.name.clone(),
        measures: measures.to_vec(),
        all: Vec::new(),
        topics: Vec::new(),
        not_returned: Vec::new(),
        not_judged: Vec::new(),
    };
    for (topic, grades) in &qrels.topics {
        let returned = run.topics.get(topic);
        if returned.is_none() {
            scores.not_returned.push(topic.0.clone());
            if !counting.complete {
                continue;
            }
        }
        let docs = returned.map(Vec::as_slice).unwrap_or_default();
        let ranking = docs.iter().map(|(doc, _)| grades.get(doc).copied());
        let judged = Judged::new(ranking, grades.values().copied(), counting.level);
        scores.topics.push(TopicScores {
            topic: topic.0.clone(),
            values: measures.iter().map(|m| m.of(&judged)).collect(),
        });
    }
    let unjudged = |topic: &&TopicId| !qrels.topics.contains_key(topic);
    let unjudged = run.topics.keys().filter(unjudged);
    scores.not_judged = unjudged.map(|topic| topic.0.clone()).collect();
    scores.all = (0..measures.len()).map(|at| scores.over_all(at)).collect();
    scores
}

/// What is wrong where nothing of a run is judged, in words: the judgements are of other documents,
/// or nothing was found at all. None for a run with a judged document.
pub fn none_judged(qrels: &Qrels, run: &Run) -> Option<String> {
    let of_topics = || {
        let topics = run.topics.iter();
        topics.filter_map(|(topic, docs)| Some((qrels.topics.get(topic)?, docs)))
    };
    let is_known =
        of_topics().any(|(grades, docs)| docs.iter().any(|(doc, _)| grades.contains_key(doc)));
    // Where no topic is judged, that is told.
    if is_known || of_topics().next().is_none() {
        return None;
    }
    let found = of_topics().find_map(|(_, docs)| docs.first());
    Some(strange(qrels, found.map(|(doc, _)| doc.as_str())))
}

/// The same of a document that was found.
pub(super) fn strange(qrels: &Qrels, found: Option<&str>) -> String {
    // The least id, so that it is the same again.
    let judged = qrels.topics.values().find_map(|grades| grades.keys().min());
    let judged = judged.map_or("", String::as_str);
    match found {
        Some(found) => {
            format!("nothing that was found is judged: found is `{found}`, judged `{judged}`")
        }
        None => "no topic finds anything".to_owned(),
    }
}

impl Scores {
    /// The values of a measure, in the order of the topics.
    pub fn values(&self, at: usize) -> impl Iterator<Item = f64> + '_ {
        self.topics.iter().map(move |topic| topic.values[at])
    }

    fn over_all(&self, at: usize) -> f64 {
        let n = self.topics.len().max(1) as f64;
        match self.measures[at] {
            // A sum of nothing is minus zero.
            measure if measure.is_count() => self.values(at).sum::<f64>() + 0.0,
            Measure::GmMap if self.topics.is_empty() => 0.0,
            Measure::GmMap => (self.values(at).map(f64::ln).sum::<f64>() / n).exp(),
            _ => self.values(at).sum::<f64>() / n + 0.0,
        }
    }
}

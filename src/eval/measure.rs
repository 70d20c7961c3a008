//! What is measured, by the names of trec_eval and by those that people write (`ndcg@10`), and the
//! measures themselves over one topic's ranking.

use std::fmt;
use std::str::FromStr;

/// A measure as trec_eval (9.0) defines it.
///
/// Sources: Buckley and Voorhees, Retrieval system evaluation (TREC, 2005), chapter 3; bpref:
/// Buckley and Voorhees, Retrieval evaluation with incomplete information (SIGIR 2004), bounded as
/// trec_eval does since version 8; nDCG: Järvelin and Kekäläinen, Cumulated gain-based evaluation of
/// IR techniques (TOIS 2002), with the grade as gain and a discount of log2(rank + 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// Documents returned; summed over topics.
    NumRet,
    /// Relevant documents; summed over topics.
    NumRel,
    /// Relevant documents returned; summed over topics.
    NumRelRet,
    /// Average precision: precision at each relevant document, over all relevant ones.
    Map,
    /// Geometric mean of average precision, each at least 0.00001.
    GmMap,
    /// Precision at R, the number of relevant documents.
    RPrecision,
    /// Of relevant documents, the share of judged others that stand behind them.
    Bpref,
    /// One over the rank of the first relevant document.
    ReciprocalRank,
    /// Normalised discounted cumulated gain of the whole ranking.
    Ndcg,
    /// The same of the first so many.
    NdcgCut(usize),
    /// Share of relevant documents among the first so many, which the run need not have.
    Precision(usize),
    /// Share of the relevant documents that are among the first so many.
    Recall(usize),
    /// 1 where one of the first so many is relevant.
    Success(usize),
}

/// What is measured unless something else is asked for.
pub const USUAL: [Measure; 8] = [
    Measure::Map,
    Measure::NdcgCut(10),
    Measure::Precision(10),
    Measure::Recall(100),
    Measure::ReciprocalRank,
    Measure::Bpref,
    Measure::RPrecision,
    Measure::Success(1),
];

const PLAIN: &[(Measure, &str, &[&str])] = &[
    (Measure::NumRet, "num_ret", &[]),
    (Measure::NumRel, "num_rel", &[]),
    (Measure::NumRelRet, "num_rel_ret", &[]),
    (Measure::Map, "map", &["ap"]),
    (Measure::GmMap, "gm_map", &["gmap"]),
    (
        Measure::RPrecision,
        "Rprec",
        &["r-precision", "r_precision"],
    ),
    (Measure::Bpref, "bpref", &[]),
    (Measure::ReciprocalRank, "recip_rank", &["mrr", "rr"]),
    (Measure::Ndcg, "ndcg", &[]),
];

type Cut = (fn(usize) -> Measure, &'static str, &'static [&'static str]);

const CUT: &[Cut] = &[
    (Measure::NdcgCut, "ndcg_cut", &["ndcg"]),
    (Measure::Precision, "P", &[]),
    (Measure::Recall, "recall", &["r"]),
    (Measure::Success, "success", &["s"]),
];

impl Measure {
    /// The name that trec_eval prints: `map`, `P_10`, `ndcg_cut_10`.
    pub fn trec_name(self) -> String {
        match self {
            Measure::NdcgCut(k) => format!("ndcg_cut_{k}"),
            Measure::Precision(k) => format!("P_{k}"),
            Measure::Recall(k) => format!("recall_{k}"),
            Measure::Success(k) => format!("success_{k}"),
            plain => {
                let known = PLAIN.iter().find(|known| known.0 == plain);
                known.map_or("", |known| known.1).to_owned()
            }
        }
    }

    /// Whether topics are added up, not averaged.
    pub fn is_count(self) -> bool {
        matches!(self, Measure::NumRet | Measure::NumRel | Measure::NumRelRet)
    }

    /// The value for one topic. Of [`Measure::GmMap`] it is average precision, at least 0.00001.
    /// A topic without a relevant document has 0 in all but counts.
    pub fn of(self, topic: &Judged) -> f64 {
        let relevant = topic.relevant as f64;
        let share = |n: f64, of: f64| if of > 0.0 { n / of } else { 0.0 };
        let found = |k: usize| topic.hits().take(k).filter(|hit| *hit).count() as f64;
        match self {
            Measure::NumRet => topic.ranking.len() as f64,
            Measure::NumRel => relevant,
            Measure::NumRelRet => found(usize::MAX),
            Measure::Map => topic.average_precision(),
            Measure::GmMap => topic.average_precision().max(1e-5),
            Measure::RPrecision => share(found(topic.relevant), relevant),
            Measure::Bpref => topic.bpref(),
            Measure::ReciprocalRank => {
                let first = topic.hits().position(|hit| hit);
                first.map_or(0.0, |at| 1.0 / (at + 1) as f64)
            }
            Measure::Ndcg => topic.ndcg(usize::MAX),
            Measure::NdcgCut(k) => topic.ndcg(k),
            Measure::Precision(k) => found(k) / k as f64,
            Measure::Recall(k) => share(found(k), relevant),
            Measure::Success(k) => f64::from(u8::from(found(k) > 0.0)),
        }
    }
}

/// As people write it: `ndcg@10`.
impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Measure::NdcgCut(k) => write!(f, "ndcg@{k}"),
            Measure::Precision(k) => write!(f, "P@{k}"),
            Measure::Recall(k) => write!(f, "recall@{k}"),
            Measure::Success(k) => write!(f, "success@{k}"),
            Measure::ReciprocalRank => f.write_str("mrr"),
            plain => f.write_str(&plain.trec_name()),
        }
    }
}

/// Reads trec_eval's names and people's: `map`, `P_10`, `P@10`, `ndcg_cut_10`, `ndcg@10`, `mrr`.
impl FromStr for Measure {
    type Err = String;

    fn from_str(text: &str) -> Result<Measure, String> {
        let is = |name: &str, others: &[&str], typed: &str| {
            name.eq_ignore_ascii_case(typed) || others.iter().any(|o| o.eq_ignore_ascii_case(typed))
        };
        if let Some(known) = PLAIN.iter().find(|known| is(known.1, known.2, text)) {
            return Ok(known.0);
        }
        let cut = text.rsplit_once(['@', '_', '.']);
        let known = cut.and_then(|(name, k)| {
            let known = CUT.iter().find(|known| is(known.1, known.2, name))?;
            let k: usize = k.parse().ok().filter(|k| (1..=1_000_000).contains(k))?;
            Some(known.0(k))
        });
        known.ok_or_else(|| {
            format!(
                "no measure `{text}`: map, gm_map, P@10, recall@100, ndcg, ndcg@10, mrr, bpref, Rprec, \
                 success@1, num_ret, num_rel or num_rel_ret, with other numbers behind @"
            )
        })
    }
}

/// One topic's ranking, with what is judged of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Grades of the documents returned, best first; none where one is not judged or has a negative
    /// grade.
    ranking: Vec<Option<u32>>,
    /// Grades above 0 of all judged documents, the greatest first.
    ideal: Vec<u32>,
    /// Least grade that is relevant.
    level: u32,
    /// How many judged documents are relevant.
    relevant: usize,
    /// How many are judged, and not relevant.
    others: usize,
}

impl Judged {
    /// From the grades of the documents returned, best first, and those of all judged documents in
    /// any order.
    pub fn new(
        ranking: impl IntoIterator<Item = Option<i32>>,
        judged: impl IntoIterator<Item = i32>,
        level: u32,
    ) -> Judged {
        let grade = |grade: i32| u32::try_from(grade).ok();
        let judged: Vec<u32> = judged.into_iter().filter_map(grade).collect();
        let relevant = judged.iter().filter(|g| **g >= level).count();
        let others = judged.len() - relevant;
        let mut ideal: Vec<u32> = judged.into_iter().filter(|g| *g > 0).collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        Judged {
            ranking: ranking.into_iter().map(|g| g.and_then(grade)).collect(),
            ideal,
            level,
            relevant,
            others,
        }
    }

    /// Whether each document returned is relevant, best first.
    fn hits(&self) -> impl Iterator<Item = bool> + '_ {
        let level = self.level;
        self.ranking
            .iter()
            .map(move |grade| grade.is_some_and(|g| g >= level))
    }

    fn average_precision(&self) -> f64 {
        if self.relevant == 0 {
            return 0.0;
        }
        let (mut found, mut sum) = (0.0, 0.0);
        for (at, hit) in self.hits().enumerate() {
            if hit {
                found += 1.0;
                sum += found / (at + 1) as f64;
            }
        }
        sum / self.relevant as f64
    }

    fn bpref(&self) -> f64 {
        if self.relevant == 0 {
            return 0.0;
        }
        let most = self.others.min(self.relevant) as f64;
        let (mut above, mut sum) = (0, 0.0);
        for grade in self.ranking.iter().flatten() {
            if *grade < self.level {
                above += 1;
            } else if above > 0 {
                sum += 1.0 - above.min(self.relevant) as f64 / most;
            } else {
                sum += 1.0;
            }
        }
        sum / self.relevant as f64
    }

    fn ndcg(&self, k: usize) -> f64 {
        let gain = |(at, grade): (usize, u32)| f64::from(grade) / ((at + 2) as f64).log2();
        let found = self.ranking.iter().map(|grade| grade.unwrap_or(0));
        let found: f64 = found.take(k).enumerate().map(gain).sum();
        let ideal: f64 = self
            .ideal
            .iter()
            .copied()
            .take(k)
            .enumerate()
            .map(gain)
            .sum();
        if ideal > 0.0 { found / ideal } else { 0.0 }
    }
}

#[cfg(test)]
#[path = "measure_tests.rs"]
mod tests;

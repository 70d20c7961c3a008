//! Whether two runs differ by more than chance: a test and an interval for the mean difference over
//! topics. Seeded: the same numbers give the same answer.

use fastrand::Rng;
use serde::Serialize;

/// With so many topics that differ at most, every way to swap the runs is tried.
pub const EXACT: usize = 16;
/// Otherwise this many are drawn.
pub const DRAWN: u32 = 100_000;
/// Samples of the bootstrap.
pub const RESAMPLED: usize = 10_000;
/// Seed of both.
pub const SEED: u64 = 20_170_101;

/// How likely chance alone is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chance {
    /// Share of the ways to swap the two runs topic by topic whose mean difference is as far from 0
    /// as the one seen, or farther: from 0, exclusive, to 1.
    pub p: f64,
    /// How many ways were tried.
    pub permutations: u32,
    /// Whether these were all there are.
    pub exact: bool,
}

/// The paired two-sided randomisation test of Fisher, as Smucker, Allan and Carterette recommend (A
/// comparison of statistical significance tests for information retrieval evaluation, CIKM 2007).
/// `differences` holds a number a topic.
///
/// Exact for up to [`EXACT`] topics that differ; otherwise [`DRAWN`] ways are drawn, and
/// p = (as far + 1) / (drawn + 1). Cost: the number of ways times the topics.
pub fn randomisation(differences: &[f64]) -> Chance {
    let moved: Vec<f64> = differences.iter().copied().filter(|d| *d != 0.0).collect();
    let seen = moved.iter().sum::<f64>().abs();
    // Sums in another order differ in their last bits.
    let least = seen - 1e-9 * moved.iter().map(|d| d.abs()).sum::<f64>();
    if moved.len() <= EXACT {
        let ways = 1_u32 << moved.len();
        let far = (0..ways).filter(|way| {
            let swapped = moved.iter().enumerate();
            let sum: f64 = swapped
                .map(|(at, d)| if way >> at & 1 == 0 { *d } else { -d })
                .sum();
            sum.abs() >= least
        });
        return Chance {
            p: far.count() as f64 / f64::from(ways),
            permutations: ways,
            exact: true,
        };
    }
    let mut rng = Rng::with_seed(SEED);
    let mut far = 0_u32;
    for _ in 0..DRAWN {
        let mut sum = 0.0;
        for topics in moved.chunks(64) {
            let signs = rng.u64(..);
            for (at, d) in topics.iter().enumerate() {
                sum += if signs >> at & 1 == 0 { *d } else { -d };
            }
        }
        far += u32::from(sum.abs() >= least);
    }
    Chance {
        p: f64::from(far + 1) / f64::from(DRAWN + 1),
        permutations: DRAWN,
        exact: false,
    }
}

/// The 95 % interval of the mean of `differences` by the percentile bootstrap (Efron and Tibshirani,
/// An introduction to the bootstrap, 1993, chapter 13), [`RESAMPLED`] samples; none without topics.
pub fn interval(differences: &[f64]) -> Option<(f64, f64)> {
    if differences.is_empty() {
        return None;
    }
    let n = differences.len();
    let mut rng = Rng::with_seed(SEED);
    let mut means: Vec<f64> = (0..RESAMPLED)
        .map(|_| (0..n).map(|_| differences[rng.usize(..n)]).sum::<f64>() / n as f64)
        .collect();
    means.sort_by(f64::total_cmp);
    let at = |share: f64| means[((RESAMPLED as f64 * share) as usize).min(RESAMPLED - 1)];
    Some((at(0.025), at(0.975)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_are_the_same_differ_by_chance() {
        for n in [0, 1, 5, 40] {
            assert_eq!(randomisation(&vec![0.0; n]).p, 1.0, "{n}");
        }
        assert_eq!(interval(&[0.0; 9]), Some((0.0, 0.0)));
        assert_eq!(interval(&[]), None);
    }

    #[test]
    fn few_topics_are_counted_out() {
        // Three topics, all better by the same: two of the eight ways are as far, all kept and all swapped.
        let chance = randomisation(&[0.1, 0.1, 0.1]);
        assert_eq!(
            (chance.p, chance.permutations, chance.exact),
            (0.25, 8, true)
        );
        // Sums of ±3 ±1: 4 2 -2 -4; seen 2, so all four.
        assert_eq!(randomisation(&[0.3, -0.1]).p, 1.0);
        // ±1 ±2 ±4: only all with one sign reach 7.
        assert_eq!(randomisation(&[0.1, 0.2, 0.4]).p, 0.25);
        // A topic without a difference is no evidence.
        assert_eq!(randomisation(&[0.1, 0.0, 0.1, 0.0, 0.1]).p, 0.25);
    }

    #[test]
    fn drawn_ways_agree_with_all_ways() {
        // Sixteen topics are counted out, seventeen drawn; the last one hardly matters.
        let mut rng = Rng::with_seed(5);
        let few: Vec<f64> = (0..EXACT).map(|_| rng.f64() - 0.35).collect();
        let mut more = few.clone();
        more.push(1e-7);
        let (all, drawn) = (randomisation(&few), randomisation(&more));
        assert!(all.exact && !drawn.exact);
        assert!((all.p - drawn.p).abs() < 0.01, "{all:?} {drawn:?}");
    }

    #[test]
    fn the_test_does_not_care_which_run_comes_first() {
        let mut rng = Rng::with_seed(6);
        let one: Vec<f64> = (0..50).map(|_| rng.f64() - 0.45).collect();
        let other: Vec<f64> = one.iter().map(|d| -d).collect();
        assert_eq!(randomisation(&one), randomisation(&other));
        let (low, high) = interval(&one).unwrap();
        let mean = one.iter().sum::<f64>() / 50.0;
        assert!(low < mean && mean < high, "{low} {mean} {high}");
    }

    #[test]
    fn a_plain_difference_is_no_chance() {
        let better: Vec<f64> = (0..60).map(|n| 0.1 + f64::from(n % 7) * 0.01).collect();
        assert!(randomisation(&better).p < 1e-4);
        assert!(interval(&better).unwrap().0 > 0.1);
    }
}

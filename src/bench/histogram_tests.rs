//! Percentiles and their intervals against sorted samples and exact arithmetic.

use super::*;

/// Samples of three magnitudes in no order.
fn samples(n: usize) -> Vec<u64> {
    let mut chance = fastrand::Rng::with_seed(7);
    (0..n)
        .map(|_| match chance.u8(0..100) {
            0 => chance.u64(10_000_000..90_000_000),
            1..10 => chance.u64(500_000..5_000_000),
            _ => chance.u64(20_000..400_000),
        })
        .collect()
}

fn histogram(samples: &[u64]) -> Histogram {
    let mut histogram = Histogram::new(3);
    samples.iter().for_each(|&nanos| histogram.record(nanos));
    histogram
}

fn close(found: f64, nanos: u64) {
    let expected = nanos as f64 / 1e3;
    let off = (found - expected).abs() / expected;
    assert!(off <= 0.001, "{found} is not {expected}");
}

#[test]
fn percentiles_are_those_of_the_sorted_samples() {
    for n in [1, 2, 9, 100, 1_000, 54_321] {
        let mut sorted = samples(n);
        let found = histogram(&sorted).percentiles();
        sorted.sort_unstable();
        for (per_mille, estimate) in [
            (500, found.p50),
            (900, found.p90),
            (990, found.p99),
            (999, found.p999),
        ] {
            // Whole numbers, so that the rank is no matter of rounding.
            let rank = (n * per_mille).div_ceil(1000);
            close(estimate.value, sorted[rank - 1]);
            let bounds = interval(n as u64, per_mille as f64 / 1e3);
            for (rank, bound) in [(bounds.0, estimate.low), (bounds.1, estimate.high)] {
                assert_eq!(rank.is_some(), bound.is_some());
                if let (Some(rank), Some(bound)) = (rank, bound) {
                    close(bound, sorted[rank as usize - 1]);
                }
            }
        }
        close(found.max.value, sorted[n - 1]);
        let mean = sorted.iter().sum::<u64>() as f64 / n as f64;
        assert!((found.mean.value - mean / 1e3).abs() < 0.01);
    }
}

#[test]
fn intervals_are_those_of_the_binomial_distribution() {
    for (n, p, low, high) in [
        (1, 0.5, None, None),
        (5, 0.5, None, None),
        (6, 0.5, Some(1), Some(6)),
        (100, 0.5, Some(40), Some(61)),
        (100, 0.9, Some(84), Some(96)),
        (100, 0.99, Some(97), None),
        (367, 0.99, Some(359), None),
        (368, 0.99, Some(360), Some(368)),
        (1_000, 0.999, Some(997), None),
        (3_687, 0.999, Some(3_679), None),
        (3_688, 0.999, Some(3_680), Some(3_688)),
    ] {
        // From sums of whole numbers.
        assert_eq!(interval(n, p), (low, high), "{n} {p}");
    }
    assert_eq!(interval(0, 0.5), (None, None));
    // Two in a hundred million samples on either side: the width is that of the normal distribution.
    let (low, high) = interval(100_000_000, 0.5);
    let half = 1.96 * 5_000.0;
    assert!((50_000_000.0 - half - low.unwrap() as f64).abs() < 3.0);
    assert!((50_000_000.0 + half - high.unwrap() as f64).abs() < 3.0);
}

#[test]
fn an_interval_holds_the_quantile_in_95_of_a_hundred_trials() {
    let mut chance = fastrand::Rng::with_seed(11);
    let mut held = 0;
    let trials = 2_000;
    for _ in 0..trials {
        let mut drawn: Vec<f64> = (0..400).map(|_| chance.f64()).collect();
        drawn.sort_by(f64::total_cmp);
        let (low, high) = interval(400, 0.9);
        let at = |rank: Option<u64>| drawn[rank.unwrap() as usize - 1];
        held += usize::from(at(low) <= 0.9 && 0.9 <= at(high));
    }
    let share = held as f64 / trials as f64;
    assert!((0.94..0.985).contains(&share), "{share}");
}

#[test]
fn the_curve_ends_at_the_longest_and_tells_no_more_than_the_samples() {
    let curve = histogram(&samples(50)).curve();
    let percents: Vec<f64> = curve.iter().map(|(percent, _)| *percent).collect();
    // The 49th of 50 is the 98th percentile; the next point is the longest.
    assert_eq!(
        percents,
        [0.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 97.5, 100.0]
    );
    assert!(curve.is_sorted_by(|a, b| a.1 <= b.1));
    close(curve[0].1, *samples(50).iter().min().unwrap());
    close(curve[8].1, *samples(50).iter().max().unwrap());
    assert!(Histogram::new(3).curve().is_empty());
}

#[test]
fn nothing_measured_and_odd_times_are_no_trouble() {
    assert_eq!(Histogram::new(3).percentiles(), Percentiles::default());
    let mut odd = Histogram::new(3);
    for nanos in [0, 1, u64::MAX] {
        odd.record(nanos);
    }
    let found = odd.percentiles();
    assert_eq!(found.max.value, 3.6e9);
    assert_eq!(found.p50.value, 0.001);
}

//! A histogram of times of known precision and bounded size, and what its samples say about the
//! percentiles of all that could have been measured.
//!
//! Intervals are those of order statistics: whatever the distribution, the number of samples below
//! its p-quantile is binomial, so two ranks hold the quantile with at least 95 %. They take samples
//! for independent: they tell how much the figures would differ in another run of the same queries,
//! and nothing about other queries.

use hdrhistogram::Histogram as Hdr;

use super::report::{Estimate, Percentiles, StageTime};

/// Times longer than this (an hour, in nanoseconds) count as this.
const LONGEST: u64 = 3_600_000_000_000;

/// Percentiles of a curve.
const CURVE: [f64; 16] = [
    0.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 97.5, 99.0, 99.5, 99.75, 99.9, 99.95, 99.99, 99.999,
    100.0,
];

/// Share of outcomes beyond each end of an interval.
const TAIL: f64 = 0.025;

/// Times in nanoseconds, kept to a number of significant digits. At most 150 KB with three digits.
#[derive(Debug, Clone)]
pub struct Histogram {
    counts: Hdr<u32>,
    n: u64,
    longest: u64,
    shortest: u64,
    sum: f64,
    sum_of_squares: f64,
}

impl Histogram {
    /// An empty one, exact to this many significant digits, 1 to 5.
    pub fn new(digits: u8) -> Histogram {
        let counts = Hdr::new(digits.clamp(1, 5));
        Histogram {
            counts: counts.expect("one to five digits are allowed"),
            n: 0,
            longest: 0,
            shortest: LONGEST,
            sum: 0.0,
            sum_of_squares: 0.0,
        }
    }

    /// Adds a time.
    pub fn record(&mut self, nanos: u64) {
        let nanos = nanos.min(LONGEST);
        // It grows by itself, and an hour is far from what it can't hold.
        let _ = self.counts.record(nanos);
        self.n += 1;
        self.longest = self.longest.max(nanos);
        self.shortest = self.shortest.min(nanos);
        self.sum += nanos as f64;
        self.sum_of_squares += nanos as f64 * nanos as f64;
    }

    /// Times that were added.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Percentiles in microseconds with their intervals; all 0 where there is no sample.
    pub fn percentiles(&self) -> Percentiles {
        let quantiles = [0.5, 0.9, 0.99, 0.999];
        let bounds = quantiles.map(|p| interval(self.n, p));
        let mut ranks = Vec::new();
        for (p, (low, high)) in quantiles.iter().zip(bounds) {
            ranks.push(self.rank(*p));
            ranks.extend([low.unwrap_or(1), high.unwrap_or(1)]);
        }
        let at = self.at_ranks(&ranks);
        let estimate = |n: usize| Estimate {
            value: at[3 * n],
            low: bounds[n].0.map(|_| at[3 * n + 1]),
            high: bounds[n].1.map(|_| at[3 * n + 2]),
        };
        Percentiles {
            mean: self.mean(),
            p50: estimate(0),
            p90: estimate(1),
            p99: estimate(2),
            p999: estimate(3),
            max: Estimate {
                value: us(self.longest as f64),
                ..Estimate::default()
            },
        }
    }

    /// Points of the curve: a percentile from 0 to 100 and the time there in microseconds, without
    /// percentiles above the last that another sample is beyond.
    pub fn curve(&self) -> Vec<(f64, f64)> {
        if self.n == 0 {
            return Vec::new();
        }
        let told = |p: &&f64| **p == 100.0 || self.rank(**p / 100.0) < self.n;
        let wanted: Vec<f64> = CURVE.iter().filter(told).copied().collect();
        let ranks: Vec<u64> = wanted.iter().map(|p| self.rank(p / 100.0)).collect();
        wanted.into_iter().zip(self.at_ranks(&ranks)).collect()
    }

    /// Mean and 99th percentile in microseconds.
    pub fn stage(&self) -> StageTime {
        StageTime {
            mean: self.mean().value,
            p99: self.at_ranks(&[self.rank(0.99)])[0],
        }
    }

    fn mean(&self) -> Estimate {
        if self.n == 0 {
            return Estimate::default();
        }
        let n = self.n as f64;
        let mean = self.sum / n;
        let bound = (self.n > 1).then(|| {
            let variance = (self.sum_of_squares - n * mean * mean).max(0.0) / (n - 1.0);
            1.96 * (variance / n).sqrt()
        });
        Estimate {
            value: us(mean),
            low: bound.map(|b| us((mean - b).max(0.0))),
            high: bound.map(|b| us(mean + b)),
        }
    }

    /// Rank of the p-quantile, from 1: the smallest with at least this share of samples at or below.
    fn rank(&self, p: f64) -> u64 {
        // 0.999 of 1,000 is 999 in arithmetic and a little more in binary.
        ((p * self.n as f64 - 1e-9).ceil() as u64).clamp(1, self.n.max(1))
    }

    /// Times of these ranks, from 1, in microseconds.
    fn at_ranks(&self, ranks: &[u64]) -> Vec<f64> {
        let mut order: Vec<usize> = (0..ranks.len()).collect();
        order.sort_by_key(|&n| ranks[n]);
        let mut out = vec![0.0; ranks.len()];
        let mut open = order.into_iter().peekable();
        let mut seen = 0;
        for step in self.counts.iter_recorded() {
            seen += step.count_since_last_iteration();
            let middle = self.counts.median_equivalent(step.value_iterated_to());
            while let Some(n) = open.next_if(|&n| ranks[n] <= seen) {
                out[n] = us(middle.clamp(self.shortest, self.longest) as f64);
            }
        }
        out
    }
}

/// Nanoseconds as microseconds with three decimals.
pub(super) fn us(nanos: f64) -> f64 {
    nanos.round() / 1e3
}

/// Ranks of `n` samples, from 1, between which the `p`-quantile lies with at least 95 %; none for an
/// end that not even the shortest or longest sample bounds. Cost: the root of `n`.
///
/// The k-th smallest sample is above the quantile where fewer than k are not, and how many are not is
/// binomial (David and Nagaraja, Order Statistics, 3rd edition, 7.1).
pub fn interval(n: u64, p: f64) -> (Option<u64>, Option<u64>) {
    if n == 0 || !(p > 0.0 && p < 1.0) {
        return (None, None);
    }
    // Weights of the binomial distribution around its peak, as shares of the one there.
    let peak = ((n as f64 + 1.0) * p).floor().min(n as f64) as u64;
    let odds = p / (1.0 - p);
    let least = 1e-18;
    let (mut below, mut above) = (Vec::new(), Vec::new());
    let mut weight = 1.0;
    for k in (0..peak).rev() {
        weight *= (k + 1) as f64 / (n - k) as f64 / odds;
        if weight < least {
            break;
        }
        below.push(weight);
    }
    weight = 1.0;
    for k in peak + 1..=n {
        weight *= (n - k + 1) as f64 / k as f64 * odds;
        if weight < least {
            break;
        }
        above.push(weight);
    }
    let all: f64 = below.iter().sum::<f64>() + 1.0 + above.iter().sum::<f64>();
    let first = peak - below.len() as u64;
    let weights: Vec<f64> = below.into_iter().rev().chain([1.0]).chain(above).collect();
    // The largest rank with P(B < rank) <= TAIL.
    let mut mass = 0.0;
    let mut low = first;
    for weight in &weights {
        mass += weight / all;
        if mass > TAIL {
            break;
        }
        low += 1;
    }
    // The smallest rank with P(B >= rank) <= TAIL.
    mass = 0.0;
    let mut high = first + weights.len() as u64;
    for weight in weights.iter().rev() {
        mass += weight / all;
        if mass > TAIL {
            break;
        }
        high -= 1;
    }
    ((low >= 1).then_some(low), (high <= n).then_some(high))
}

#[cfg(test)]
#[path = "histogram_tests.rs"]
mod tests;

//! What the second pass asks of an article: which words of the query stand where, and what that is
//! worth. Plain arithmetic over positions; reading them from an index is in `rerank`.
//!
//! Every value is in the unit of an inverse document frequency (nats), so that a weight of 0.1
//! says: a tenth of what the word itself is worth.

/// One word of the query, or one that analysis cuts into several places, such as `co-op`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Word {
    /// How rare it is, times its weight in the query.
    pub(super) idf: f32,
    /// Places that it takes.
    pub(super) places: u32,
}

/// Where the zones of an article begin and end, in word positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Zones {
    /// First position of the body; headline and standfirst are before it.
    pub(super) body_start: u32,
    /// The position after the lead's last.
    pub(super) lead_end: u32,
}

/// What the second pass found in one article; see [`values`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Values {
    pub(super) ordered: f32,
    pub(super) near: f32,
    pub(super) closeness: f32,
    pub(super) headline: f32,
    pub(super) lead: f32,
    pub(super) phrase: f32,
    pub(super) coverage: f32,
}

/// Two words stand near each other within this many places, ends included: the window of the
/// unordered pairs of Metzler and Croft, A Markov random field model for term dependencies (2005).
pub(super) const WINDOW: u32 = 8;

/// How a frequency is damped: `f (k1 + 1) / (f + k1 length)`, the factor of BM25.
#[derive(Debug, Clone, Copy)]
pub(super) struct Damping {
    pub(super) k1: f32,
    /// `1 - b + b * length / average length`.
    pub(super) length: f32,
}

impl Damping {
    /// The constants k1 and b for an article of so many words where the average has `average`.
    pub(super) fn new(k1: f32, b: f32, words: f32, average: f32) -> Damping {
        let length = 1.0 - b + b * words / average.max(1.0);
        Damping { k1, length }
    }

    pub(super) fn of(self, frequency: f32) -> f32 {
        frequency * (self.k1 + 1.0) / (frequency + self.k1 * self.length)
    }
}

/// The values of an article, from the ascending positions of each word of the query in it.
///
/// Cost: linear in the positions, times their logarithm.
pub(super) fn values(
    words: &[Word],
    positions: &[Vec<u32>],
    zones: Zones,
    damping: Damping,
    scratch: &mut Vec<(u32, u32)>,
) -> Values {
    let mut out = Values::default();
    for (word, at) in words.iter().zip(positions) {
        let Some(&first) = at.first() else { continue };
        out.coverage += word.idf;
        if first < zones.body_start {
            out.headline += word.idf;
        }
        let behind = at.partition_point(|&p| p < zones.body_start);
        if at.get(behind).is_some_and(|&p| p < zones.lead_end) {
            out.lead += word.idf;
        }
    }
    for n in 1..words.len() {
        let (one, other) = (&words[n - 1], &words[n]);
        let (a, b) = (&positions[n - 1], &positions[n]);
        if a.is_empty() || b.is_empty() {
            continue;
        }
        let (ordered, near) = pairs(a, b, one.places);
        let idf = one.idf.min(other.idf);
        out.ordered += idf * damping.of(ordered as f32);
        out.near += idf * damping.of(near as f32);
    }
    out.closeness = closeness(words, positions, damping, scratch);
    if words.len() > 1 && in_one_phrase(words, positions) {
        out.phrase = words.iter().map(|w| w.idf).sum();
    }
    out
}

/// How often the second word follows the first at once, and how often one of the second has one
/// of the first in the window around it.
fn pairs(a: &[u32], b: &[u32], apart: u32) -> (u32, u32) {
    let (mut ordered, mut near) = (0, 0);
    let (mut exact, mut left) = (0, 0);
    for &at in b {
        while a.get(exact).is_some_and(|&p| p + apart < at) {
            exact += 1;
        }
        ordered += u32::from(a.get(exact).is_some_and(|&p| p + apart == at));
        while a.get(left).is_some_and(|&p| p + WINDOW <= at) {
            left += 1;
        }
        let mut within = a[left..].iter().take_while(|&&p| p < at + WINDOW);
        near += u32::from(within.any(|&p| p != at));
    }
    (ordered, near)
}

/// Term proximity scoring of Büttcher, Clarke and Lushman, Term proximity scoring for ad-hoc
/// retrieval on very large text collections (2006): each occurrence of a word adds, for the
/// nearest occurrence of another word before it, that one's idf over the square of the distance.
fn closeness(
    words: &[Word],
    positions: &[Vec<u32>],
    damping: Damping,
    scratch: &mut Vec<(u32, u32)>,
) -> f32 {
    if positions.iter().filter(|p| !p.is_empty()).count() < 2 {
        return 0.0;
    }
    scratch.clear();
    for (n, at) in positions.iter().enumerate() {
        scratch.extend(at.iter().map(|&p| (p, n as u32)));
    }
    scratch.sort_unstable();
    let mut gathered = [0.0_f32; MOST_WORDS];
    for two in scratch.windows(2) {
        let ((p, a), (q, b)) = (two[0], two[1]);
        let distance = q - p;
        if a == b || distance == 0 || distance > FARTHEST {
            continue;
        }
        let near = 1.0 / (distance * distance) as f32;
        gathered[a as usize] += words[b as usize].idf * near;
        gathered[b as usize] += words[a as usize].idf * near;
    }
    let damped = |(word, sum): (&Word, &f32)| word.idf.min(1.0) * damping.of(*sum);
    words.iter().zip(&gathered).map(damped).sum()
}

/// Beyond this distance closeness is not worth a sum, and parts of an article are farther apart.
const FARTHEST: u32 = 30;

/// Words of a query that the second pass looks at: the rarest.
pub(super) const MOST_WORDS: usize = 32;

/// Whether all words stand somewhere one after the other, in the order of the query.
fn in_one_phrase(words: &[Word], positions: &[Vec<u32>]) -> bool {
    let begins = |&first: &u32| {
        let mut at = first;
        words.iter().zip(positions).all(|(word, list)| {
            let there = list.binary_search(&at).is_ok();
            at += word.places;
            there
        })
    };
    positions[0].iter().any(begins)
}

/// Inverse document frequency as the first pass has it: `ln(1 + (N - n + 0.5) / (n + 0.5))`.
pub(super) fn idf(frequency: u64, articles: u64) -> f32 {
    let (n, all) = (frequency as f32, articles as f32);
    (1.0 + (all - n + 0.5) / (n + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: Word = Word {
        idf: 2.0,
        places: 1,
    };
    const ZONES: Zones = Zones {
        body_start: 100,
        lead_end: 120,
    };

    /// No damping but BM25's at the average length, where `of(f)` is `2.2 f / (f + 1.2)`.
    fn found(positions: &[&[u32]]) -> Values {
        let words = vec![WORD; positions.len()];
        let lists: Vec<Vec<u32>> = positions.iter().map(|p| p.to_vec()).collect();
        let damping = Damping::new(1.2, 0.75, 50.0, 50.0);
        values(&words, &lists, ZONES, damping, &mut Vec::new())
    }

    fn close(a: f32, b: f32) {
        assert!((a - b).abs() < 1e-5, "{a} against {b}");
    }

    #[test]
    fn damping_is_the_factor_of_bm25() {
        close(Damping::new(1.2, 0.75, 50.0, 50.0).of(1.0), 1.0);
        close(Damping::new(1.2, 0.75, 50.0, 50.0).of(3.0), 6.6 / 4.2);
        // 0.9 * (0.6 + 0.4 * 2) = 1.26
        close(Damping::new(0.9, 0.4, 100.0, 50.0).of(2.0), 3.8 / 3.26);
    }

    #[test]
    fn neighbours_are_counted_in_order_and_in_the_window() {
        assert_eq!(pairs(&[5, 20], &[6, 30], 1), (1, 1));
        assert_eq!(pairs(&[6], &[5], 1), (0, 1));
        assert_eq!(pairs(&[10], &[17], 1), (0, 1));
        assert_eq!(pairs(&[10], &[18], 1), (0, 0));
        assert_eq!(pairs(&[18], &[10], 1), (0, 0));
        assert_eq!(pairs(&[17], &[10], 1), (0, 1));
        // A word of two places is followed by what stands behind both.
        assert_eq!(pairs(&[10], &[12], 2), (1, 1));
        assert_eq!(pairs(&[1, 2, 3], &[3, 4], 1), (2, 2));
    }

    #[test]
    fn words_count_by_the_zones_that_they_stand_in() {
        let values = found(&[&[0, 150], &[105, 130], &[], &[120]]);
        close(values.headline, 2.0);
        close(values.lead, 2.0);
        close(values.coverage, 6.0);
        close(values.phrase, 0.0);
    }

    #[test]
    fn pairs_are_worth_the_more_common_word_of_the_two() {
        let words = [Word { idf: 3.0, ..WORD }, Word { idf: 1.0, ..WORD }];
        let damping = Damping::new(1.2, 0.75, 50.0, 50.0);
        let lists = [vec![200], vec![201]];
        let values = values(&words, &lists, ZONES, damping, &mut Vec::new());
        close(values.ordered, 1.0);
        close(values.near, 1.0);
        close(values.phrase, 4.0);
        // Each gathers the other's idf over 1: 1 * of(1.0) for the first, 1 * of(3.0).
        close(values.closeness, 1.0 + 6.6 / 4.2);
    }

    #[test]
    fn closeness_falls_with_the_square_of_the_distance_and_ends() {
        let of = |f: f32| 2.2 * f / (f + 1.2);
        close(found(&[&[200], &[202]]).closeness, 2.0 * of(0.5));
        close(found(&[&[200], &[231]]).closeness, 0.0);
        // Only neighbouring occurrences count.
        close(found(&[&[200, 201], &[203]]).closeness, 2.0 * of(0.5));
    }

    #[test]
    fn a_phrase_is_all_words_one_after_the_other() {
        close(found(&[&[3, 200], &[201], &[202]]).phrase, 6.0);
        close(found(&[&[200], &[202], &[201]]).phrase, 0.0);
        close(found(&[&[200]]).phrase, 0.0);
    }

    #[test]
    fn an_article_without_the_words_has_no_value() {
        assert_eq!(found(&[&[], &[]]), Values::default());
        assert_eq!(found(&[]), Values::default());
    }

    #[test]
    fn rare_words_are_worth_more() {
        close(idf(1, 1), (1.0_f32 + 0.5 / 1.5).ln());
        assert!(idf(1, 100) > idf(2, 100) && idf(100, 100) > 0.0);
    }
}

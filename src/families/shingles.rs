//! Shingles: hashes of three words in a row, the units that two bodies are compared by.

use crate::analysis::fold_into;
use crate::article::segment::Words;

/// Odd numbers with well mixed bits (the first are those of xxHash).
const K1: u64 = 0x9e37_79b1_85eb_ca87;
const K2: u64 = 0xc2b2_ae3d_27d4_eb4f;
const K3: u64 = 0x1656_67b1_9e37_79f9;

/// Both halves of a product, folded together: one multiplication that mixes every bit.
#[inline]
pub(super) fn mixed(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Hash of an ASCII word in lower case. Words hold letters and digits only, and bit 5 makes
/// small letters of capitals and leaves digits as they are, eight at a time.
#[inline]
fn ascii_hash(word: &[u8]) -> u64 {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    let n = word.len();
    let low = |at: usize| u64::from(word[at] | 0x20);
    let half = |at: usize| match word[at..].first_chunk::<4>() {
        Some(four) => u64::from(u32::from_le_bytes(*four)),
        None => 0,
    };
    let whole = |at: usize| match word[at..].first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight) | LOWER,
        None => 0,
    };
    let (a, b) = match n {
        0 => (0, 0),
        1..=3 => (low(0) | low(n / 2) << 8 | low(n - 1) << 16, 0),
        4..=8 => ((half(0) | half(n - 4) << 32) | LOWER, 0),
        9..=16 => (whole(0), whole(n - 8)),
        _ => {
            let mut hash = K3;
            for at in (0..n - 8).step_by(8) {
                hash = mixed(hash ^ whole(at), K1);
            }
            (hash, whole(n - 8))
        }
    };
    mixed(a ^ K1, b ^ K2 ^ n as u64)
}

/// Hash of a folded word that is not all ASCII.
fn other_hash(word: &[u8]) -> u64 {
    word.iter()
        .fold(K2, |hash, &byte| mixed(hash ^ u64::from(byte), K1))
}

/// Whether a word is one of the characters that are words by themselves (see `segment`).
fn is_ideograph(word: &str) -> bool {
    let mut chars = word.chars();
    matches!(
        chars.next(),
        Some(
            '\u{3005}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{323af}',
        )
    ) && chars.next().is_none()
}

/// Calls `take` with the hash of each shingle of a body, and returns its length: words, where
/// ideographs count half.
///
/// A shingle is three words in a row, folded; paragraphs make no difference. An ideograph is
/// taken together with the two before it, so that a shingle spans five of them.
///
/// Cost: linear, about 15 nanoseconds a word.
#[inline]
pub(super) fn each_shingle<'a>(
    body: impl IntoIterator<Item = &'a str>,
    mut take: impl FnMut(u64),
) -> usize {
    let mut folded = String::new();
    // The two words before, and the two ideographs before.
    let (mut first, mut second) = (0_u64, 0_u64);
    let (mut older, mut old) = (0_u64, 0_u64);
    let (mut words, mut ideographs) = (0_usize, 0_usize);
    for paragraph in body {
        for (start, end) in Words::new(paragraph) {
            let word = &paragraph[start..end];
            let hash = if word.is_ascii() {
                (older, old) = (0, 0);
                ascii_hash(word.as_bytes())
            } else {
                folded.clear();
                fold_into(word, &mut folded);
                let hash = if folded.is_ascii() {
                    ascii_hash(folded.as_bytes())
                } else {
                    other_hash(folded.as_bytes())
                };
                if is_ideograph(word) {
                    ideographs += 1;
                    let three = mixed(hash ^ old.rotate_left(17), older ^ K3);
                    (older, old) = (old, hash);
                    three
                } else {
                    (older, old) = (0, 0);
                    hash
                }
            };
            words += 1;
            if words >= 3 {
                let pair = first.wrapping_mul(K1).rotate_left(29) ^ second;
                let three = pair.wrapping_mul(K2).rotate_left(31) ^ hash;
                take(mixed(three, K3));
            }
            (first, second) = (second, hash);
        }
    }
    words - ideographs + ideographs / 2
}

/// The shingles of a body in their order, and its numbers: for comparing two bodies exactly.
/// About 16 bytes a word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shingles {
    /// In the order of the text. Half of each hash: among some thousands few are alike by chance.
    sequence: Vec<u32>,
    set: Set,
    /// Hashes of the numbers, ascending, each once.
    numbers: Vec<u32>,
}

impl Shingles {
    /// The shingles of a body, given by its paragraphs.
    pub fn of<'a>(body: impl IntoIterator<Item = &'a str, IntoIter: Clone>) -> Shingles {
        let body = body.into_iter();
        let mut sequence = Vec::new();
        each_shingle(body.clone(), |hash| sequence.push((hash as u32).max(1)));
        Shingles {
            set: Set::of(&sequence),
            numbers: numbers(body),
            sequence,
        }
    }

    /// Number of shingles.
    pub fn len(&self) -> usize {
        self.sequence.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sequence.is_empty()
    }

    /// Share of its shingles that the other text covers: they stand there too, or are a few
    /// between such ones. A wrong letter costs three shingles, and a text with one in each
    /// line is still the same text; a rewritten paragraph is not.
    pub fn covered_by(&self, other: &Shingles) -> f64 {
        let (mut covered, mut gap) = (0, None);
        for hash in &self.sequence {
            if other.set.has(*hash) {
                covered += 1 + gap.filter(|n| *n <= LONGEST_GAP).unwrap_or(0);
                gap = Some(0);
            } else {
                gap = gap.map(|n| n + 1);
            }
        }
        covered as f64 / (self.len() as f64).max(1.0)
    }

    /// Share of the numbers told by the text with fewer that the other tells too; all where it has
    /// less than three, unless it has two and neither is shared. Where a form is filled in again and again (grants, lotteries, the
    /// weather), these differ.
    pub fn same_numbers(&self, other: &Shingles) -> f64 {
        let (fewer, more) = match self.numbers.len() <= other.numbers.len() {
            true => (&self.numbers, &other.numbers),
            false => (&other.numbers, &self.numbers),
        };
        let shared = fewer.iter().filter(|n| more.binary_search(n).is_ok());
        match (fewer.len(), shared.count()) {
            // One that differs may be misread; two that both differ hardly are.
            (2, 0) => 0.0,
            (n, _) if n < FEW_NUMBERS => 1.0,
            (n, shared) => shared as f64 / n as f64,
        }
    }

    /// Whether one text is a copy of the other: most of one stands in the other, which is not much
    /// longer, with the same numbers. What was published at another time (not `near`) is a copy
    /// only if hardly a word was written anew: outlets use their own sentences again in later
    /// stories.
    pub fn is_copy(&self, other: &Shingles, near: bool) -> bool {
        let (least, numbers) = if near { NEAR } else { FAR };
        // What is cheap and tells most pairs apart goes first.
        if self.same_numbers(other) < numbers {
            return false;
        }
        let a = self.covered_by(other);
        if a < ALSO_COVERED {
            return false;
        }
        let b = other.covered_by(self);
        a.max(b) >= least && b >= ALSO_COVERED
    }
}

/// Shingles in a row that may differ between such as do not.
const LONGEST_GAP: usize = 12;
/// Least share of a copy that its original covers, and of the numbers in it, by time.
const NEAR: (f64, f64) = (0.8, 0.6);
/// The same for articles that are days apart.
const FAR: (f64, f64) = (0.95, 0.8);
/// Share of the original that the copy covers, at least: a brief is no copy of a long round-up.
const ALSO_COVERED: f64 = 0.25;
/// Fewer numbers than this say nothing.
const FEW_NUMBERS: usize = 3;

/// Hashes of the runs of digits in a body, ascending, each once.
fn numbers<'a>(body: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let mut numbers = Vec::new();
    for paragraph in body {
        let mut rest = paragraph.as_bytes();
        while let Some(start) = rest.iter().position(u8::is_ascii_digit) {
            let run = rest[start..].iter().take_while(|b| b.is_ascii_digit());
            let end = start + run.count();
            numbers.push(other_hash(&rest[start..end]) as u32);
            rest = &rest[end..];
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// A set of hashes, none of which is 0, in a table that is at most half full.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Set {
    slots: Vec<u32>,
}

/// Slots that are looked at. More are taken only where hashes were made to fall together; what
/// has no place by then is left out.
const MOST_PROBES: usize = 64;

impl Set {
    fn of(hashes: &[u32]) -> Set {
        let size = (2 * hashes.len()).next_power_of_two();
        let mut set = Set {
            slots: vec![0; size],
        };
        for &hash in hashes {
            let place = set
                .probe(hash)
                .find(|&at| [0, hash].contains(&set.slots[at]));
            if let Some(place) = place {
                set.slots[place] = hash;
            }
        }
        set
    }

    fn probe(&self, hash: u32) -> impl Iterator<Item = usize> + use<> {
        let mask = self.slots.len().wrapping_sub(1);
        (0..MOST_PROBES).map(move |n| (hash as usize + n) & mask)
    }

    fn has(&self, hash: u32) -> bool {
        let slot = |at: usize| self.slots.get(at).copied().unwrap_or(0);
        let mut probed = self.probe(hash).map(slot);
        probed.find(|&slot| slot == hash || slot == 0) == Some(hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `n` invented words from the `from`th on.
    fn words(from: usize, n: usize) -> String {
        (from..from + n)
            .map(|w| format!("w{} ", letters(w)))
            .collect()
    }

    fn letters(n: usize) -> String {
        n.to_string()
            .bytes()
            .map(|d| char::from(d - b'0' + b'a'))
            .collect()
    }

    fn check(first: &str, copy: &str, near: bool, far: bool) {
        let (a, b) = (Shingles::of([first]), Shingles::of([copy]));
        let told = (a.is_copy(&b, true), a.is_copy(&b, false));
        assert_eq!(told, (near, far), "{first:.60} | {copy:.60}");
        assert_eq!((b.is_copy(&a, true), b.is_copy(&a, false)), told);
    }

    #[test]
    fn cut_and_framed_texts_are_copies_at_any_time() {
        let story = words(0, 300);
        check(&story, &story, true, true);
        check(&story, &words(0, 210), true, true);
        check(&story, &words(90, 210), true, true);
        check(
            &story,
            &format!("{}{story}{}", words(900, 20), words(950, 30)),
            true,
            true,
        );
    }

    #[test]
    fn a_rewritten_beginning_is_a_copy_only_at_the_same_time() {
        let story = words(0, 300);
        check(
            &story,
            &format!("{}{}", words(900, 45), words(45, 255)),
            true,
            false,
        );
        check(
            &story,
            &format!("{}{}", words(900, 120), words(120, 180)),
            false,
            false,
        );
    }

    #[test]
    fn scattered_wrong_letters_cost_nothing() {
        let story = words(0, 300);
        let misread: String = story
            .split(' ')
            .enumerate()
            .map(|(n, w)| {
                if n % 8 == 3 {
                    format!("{w}i ")
                } else {
                    format!("{w} ")
                }
            })
            .collect();
        check(&story, &misread, true, true);
    }

    #[test]
    fn a_brief_is_no_copy_of_a_round_up_and_other_texts_are_none() {
        check(&words(0, 60), &words(0, 400), false, false);
        check(&words(0, 300), &words(300, 300), false, false);
        check("", "", false, false);
        check("", &words(0, 300), false, false);
    }

    #[test]
    fn a_form_filled_in_with_other_numbers_is_no_copy() {
        let form = |numbers: [u32; 4]| {
            let parts = numbers.map(|n| format!("{} {n} ", words(n as usize % 7, 0)));
            format!(
                "{}{}{}",
                words(0, 60),
                parts.join(&words(100, 8)),
                words(200, 60)
            )
        };
        check(
            &form([1201, 77, 4400, 18]),
            &form([1201, 77, 4400, 18]),
            true,
            true,
        );
        check(
            &form([1201, 77, 4400, 18]),
            &form([1201, 77, 4400, 19]),
            true,
            false,
        );
        check(
            &form([1201, 77, 4400, 18]),
            &form([1702, 91, 3108, 18]),
            false,
            false,
        );
    }
}

//! The signature of a body: 64 bytes from which the resemblance of two bodies is estimated.
//!
//! One-permutation MinHash (Li, Owen and Zhang 2012): each shingle's hash falls into one of 64
//! bins by its high bits, each bin keeps its least hash, and of that one byte. Empty bins take the
//! value of another (Shrivastava 2017, optimal densification). One hash a shingle instead of one a
//! shingle and value: that is what makes it cheap.

use super::shingles::{each_shingle, mixed};

/// Bytes of a signature, and bins.
const BINS: usize = 64;

/// Words of a body from which on it has a signature; ideographs count half. A shorter one, such as
/// "Watch the video above", says nothing by being printed twice.
pub const LEAST_WORDS: usize = 24;

/// One byte a bin. Two bodies agree in about the share of bytes that is their resemblance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; BINS]);

impl Signature {
    /// Numbers of 64 bits that it is kept as.
    pub const NUMBERS: usize = BINS / 8;
    /// Bands for finding candidates: two bodies that agree in a band are compared.
    pub const BANDS: usize = 2 * (BINS / 3);
    /// Values that a band can have: below this.
    pub const BAND_VALUES: usize = 1 << 24;

    /// The signature of a body, given by its paragraphs; none for a short one.
    ///
    /// Cost: linear, about 20 nanoseconds a word.
    pub fn of<'a>(body: impl IntoIterator<Item = &'a str>) -> Option<Signature> {
        let mut least = [u64::MAX; BINS];
        let words = each_shingle(body, |hash| {
            let bin = &mut least[(hash >> 58) as usize];
            *bin = (*bin).min(hash);
        });
        (words >= LEAST_WORDS).then(|| Signature::from_bins(&least))
    }

    fn from_bins(least: &[u64; BINS]) -> Signature {
        let mut bytes = [0; BINS];
        for (bin, byte) in bytes.iter_mut().enumerate() {
            let mut hash = least[bin];
            let mut attempt = 0_u64;
            // A body has a shingle, so some bin is full; which is asked next depends on nothing
            // but the bin, so that two bodies with the same gaps fill them from the same bins.
            while hash == u64::MAX && attempt < 4096 {
                attempt += 1;
                let next = mixed((bin as u64) << 32 | attempt, 0x9e37_79b9_7f4a_7c15);
                hash = least[(next >> 29) as usize % BINS];
            }
            *byte = hash as u8;
        }
        Signature(bytes)
    }

    /// As numbers, for a column of the index.
    pub fn to_numbers(self) -> [u64; Signature::NUMBERS] {
        let mut numbers = [0; Signature::NUMBERS];
        for (number, bytes) in numbers.iter_mut().zip(self.0.chunks_exact(8)) {
            *number = bytes
                .iter()
                .rev()
                .fold(0, |number, &byte| number << 8 | u64::from(byte));
        }
        numbers
    }

    /// From numbers as [`Signature::to_numbers`] gives them; none where there are not so many.
    pub fn from_numbers(numbers: impl Iterator<Item = u64>) -> Option<Signature> {
        let mut bytes = [0; BINS];
        let mut full = 0;
        for (place, number) in bytes.chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_le_bytes());
            full += 1;
        }
        (full == Signature::NUMBERS).then_some(Signature(bytes))
    }

    /// What must be equal in two bodies for the band to make them candidates: three bytes, side by
    /// side in the first half of the bands, far apart in the second. Two bodies of resemblance r
    /// meet in some band with a probability of about 1 - (1 - r^3)^42: .997 at .5, .93 at .4.
    pub fn band(&self, band: usize) -> u32 {
        let half = Signature::BANDS / 2;
        let places = match band.checked_sub(half) {
            None => [3 * band, 3 * band + 1, 3 * band + 2],
            Some(band) => [band, band + half, band + 2 * half],
        };
        let [a, b, c] = places.map(|at| u32::from(self.0[at]));
        a | b << 8 | c << 16
    }

    /// Bytes that two signatures have in common, of [`Signature::BINS`].
    pub fn agreement(&self, other: &Signature) -> usize {
        self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count()
    }

    /// Bytes of a signature.
    pub const BINS: usize = BINS;
}

#[cfg(test)]
mod tests {
    use super::super::Shingles;
    use super::*;

    /// `n` invented words, other ones for another seed.
    fn text(seed: u64, n: usize) -> String {
        let word = |place: usize| {
            let mut hash = mixed(seed ^ 0x1234_5678_9abc_def1, place as u64 + 7);
            let mut word = String::new();
            for _ in 0..3 {
                word.push(char::from(b'a' + (hash % 26) as u8));
                hash /= 26;
            }
            word
        };
        (0..n).map(word).collect::<Vec<_>>().join(" ")
    }

    fn signature(text: &str) -> Signature {
        Signature::of([text]).expect("a text of some length")
    }

    #[test]
    fn agreement_is_the_resemblance() {
        for (n, kept) in [(600, 420), (600, 300), (150, 100), (60, 50)] {
            // Invented words hardly ever come twice, so the resemblance is known.
            let exact = (kept - 2) as f64 / (n - 2) as f64;
            let mut estimated = 0.0;
            for seed in 0..40 {
                let (whole, cut) = (text(seed, n), text(seed, kept));
                let agreement = signature(&whole).agreement(&signature(&cut));
                estimated += agreement as f64 / BINS as f64 / 40.0;
            }
            assert!(
                (estimated - exact).abs() < 0.04,
                "{n}, {kept}: {estimated} for {exact}"
            );
        }
        let foreign = signature(&text(1, 600)).agreement(&signature(&text(2, 600)));
        assert!(foreign < 4, "{foreign}");
    }

    #[test]
    fn case_accents_punctuation_and_paragraphs_make_no_difference() {
        let plain = format!("the cafe in lodz {}", text(3, 40));
        let printed = plain
            .replace("the cafe in lodz", "The Café, in ŁÓDŹ,")
            .to_uppercase();
        let (a, b) = printed.split_at(30);
        assert_eq!(Signature::of([a, b]), Signature::of([&*plain]));
    }

    #[test]
    fn short_bodies_have_none() {
        assert_eq!(Signature::of([]), None);
        assert_eq!(Signature::of([&*text(1, LEAST_WORDS - 1)]), None);
        assert!(Signature::of([&*text(1, LEAST_WORDS)]).is_some());
        assert!(Signature::of([&*"x ".repeat(LEAST_WORDS)]).is_some());
        // Ideographs count half.
        assert_eq!(Signature::of([&*"港湾都市".repeat(11)]), None);
        assert!(Signature::of([&*"港湾都市".repeat(12)]).is_some());
    }

    #[test]
    fn numbers_give_the_signature_back() {
        let signature = signature(&text(5, 100));
        let numbers = signature.to_numbers();
        assert_eq!(
            Signature::from_numbers(numbers.into_iter()),
            Some(signature)
        );
        assert_eq!(Signature::from_numbers(numbers[1..].iter().copied()), None);
        assert_eq!(Signature::from_numbers(std::iter::empty()), None);
    }

    #[test]
    fn bands_are_the_bytes_in_order() {
        let signature = Signature(std::array::from_fn(|n| n as u8));
        assert_eq!(signature.band(0), 0x02_01_00);
        assert_eq!(signature.band(20), 0x3e_3d_3c);
        assert_eq!(signature.band(21), 0x2a_15_00);
        assert_eq!(signature.band(Signature::BANDS - 1), 0x3e_29_14);
    }

    #[test]
    fn words_of_every_length_hash_by_all_their_letters() {
        // A letter changed anywhere is another word.
        for n in 1..40 {
            let word: String = (0..n).map(|i| char::from(b'a' + (i % 26) as u8)).collect();
            let around = text(9, 40);
            for place in 0..n {
                let mut other = word.clone().into_bytes();
                other[place] = b'0' + (place % 10) as u8;
                let other = String::from_utf8(other).expect("ASCII");
                let (a, b) = (format!("{word} {around}"), format!("{other} {around}"));
                assert_ne!(Shingles::of([&*a]), Shingles::of([&*b]), "{word} {other}");
            }
        }
    }
}

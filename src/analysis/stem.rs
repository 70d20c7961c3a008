//! Stems behind a cache: the same word is stemmed once a thread, not once an occurrence.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use frostem::{Algorithm, Stemmer};

/// Words remembered at most; then the cache starts anew, so that hostile text can't grow it.
const CAPACITY: usize = 1 << 18;

/// A hasher for short words: one multiply for eight bytes (Fx, as rustc's).
#[derive(Default, Clone, Copy)]
pub(crate) struct WordHasher(u64);

impl Hasher for WordHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        const K: u64 = 0x517c_c1b7_2722_0a95;
        let mut add = |word: u64| self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(K);
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            add(u64::from_le_bytes(
                chunk.try_into().expect("chunks_exact(8) gives 8 bytes"),
            ));
        }
        let rest = chunks.remainder();
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            add(u64::from_le_bytes(last));
        }
    }

    #[inline]
    fn finish(&self) -> u64 {
        // The table takes its bucket from the low and its tag from the high bits.
        self.0 ^ (self.0 >> 29)
    }
}

pub(crate) type WordMap<V> = HashMap<Box<str>, V, BuildHasherDefault<WordHasher>>;

/// The stemmer of one language with what it has stemmed so far. Not shared between threads.
pub struct StemCache {
    algorithm: Algorithm,
    stemmer: Stemmer,
    /// Word to its place in `stems`.
    places: WordMap<u32>,
    /// Stems; none where the stem is the word.
    stems: Vec<Option<Box<str>>>,
}

impl StemCache {
    /// An empty cache in front of `algorithm`.
    pub fn new(algorithm: Algorithm) -> StemCache {
        StemCache {
            algorithm,
            stemmer: Stemmer::new(algorithm),
            places: WordMap::default(),
            stems: Vec::new(),
        }
    }

    /// Which stemmer this is.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The stem of a folded word where it differs from the word.
    ///
    /// Cost: one look-up, about 20 nanoseconds, for a word seen before.
    #[inline]
    pub fn stem(&mut self, word: &str) -> Option<&str> {
        let place = match self.places.get(word) {
            Some(&place) => place,
            None => self.remember(word),
        };
        self.stems[place as usize].as_deref()
    }

    #[cold]
    fn remember(&mut self, word: &str) -> u32 {
        if self.stems.len() >= CAPACITY {
            self.stems.clear();
            self.places.clear();
        }
        let stem = self.stemmer.stem(word);
        let place = self.stems.len() as u32;
        self.stems
            .push((stem != word && !stem.is_empty()).then(|| Box::from(&*stem)));
        self.places.insert(Box::from(word), place);
        place
    }
}

impl std::fmt::Debug for StemCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "StemCache({}, {} words)",
            self.algorithm.name(),
            self.stems.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_the_stemmers_own() {
        let mut cache = StemCache::new(Algorithm::English);
        for _ in 0..2 {
            assert_eq!(cache.stem("elections"), Some("elect"));
            assert_eq!(cache.stem("border"), None);
            assert_eq!(cache.stem("studies"), Some("studi"));
        }
    }

    #[test]
    fn more_words_than_the_cache_holds_are_still_stemmed() {
        let mut cache = StemCache::new(Algorithm::English);
        for n in 0..CAPACITY + 10 {
            cache.stem(&format!("w{n}"));
        }
        assert!(cache.stems.len() <= CAPACITY);
        assert_eq!(cache.stem("running"), Some("run"));
    }
}

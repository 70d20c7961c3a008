//! Words behind a cache: the same printed word is folded and stemmed once a thread, not once an
//! occurrence. Stemming alone is 85 % of the time of an analysis without a cache.

use frostem::{Algorithm, Stemmer};

use super::Analyzed;
use super::arabic::without_prefixes;
use super::endings::{NONE, ending};
use super::fold::{fold, fold_word_into};
use super::pairs::is_frequent;
use super::positions::{ENDING_BITS, case_class, case_of, ending_of};

/// Slots of a cache: 4 MB, so that the words of running text stay near the processor.
const SLOTS: usize = 1 << 16;
/// Words before slots are made: a query's few words need none.
const WORDS_BEFORE_SLOTS: usize = 256;
/// Bytes of a slot for the word as typed, its folded form and its stem.
const ROOM: usize = 48;

/// The bit of a slot's `stem_len` that says that the term is frequent; lengths are below it.
const FREQUENT: u8 = 1 << 7;

/// One word that was seen, in one cache line.
#[derive(Clone, Copy)]
struct Slot {
    hash: u32,
    /// 0 for an empty slot.
    word_len: u8,
    /// 0 where the folded form is the word itself.
    printed_len: u8,
    /// 0 where the stem is the folded form. The bit [`FREQUENT`] is set where the term is frequent.
    stem_len: u8,
    /// The low bits of its positions: case and ending.
    low: u8,
    /// The text in which it was met last, and the number that it was given there.
    text: u32,
    group: u32,
    /// The word, its folded form, its stem, one after another.
    bytes: [u8; ROOM],
}

const EMPTY: Slot = Slot {
    hash: 0,
    word_len: 0,
    printed_len: 0,
    stem_len: 0,
    low: 0,
    text: 0,
    group: 0,
    bytes: [0; ROOM],
};

impl Slot {
    #[inline]
    fn holds(&self, hash: u32, word: &[u8]) -> bool {
        self.hash == hash
            && usize::from(self.word_len) == word.len()
            && &self.bytes[..word.len()] == word
    }

    #[inline]
    fn analyzed(&self) -> Analyzed<'_> {
        let word = usize::from(self.word_len);
        let printed = usize::from(self.printed_len);
        let stem = usize::from(self.stem_len & !FREQUENT);
        let text = |from: usize, len: usize| {
            std::str::from_utf8(&self.bytes[from..from + len]).unwrap_or_default()
        };
        Analyzed {
            printed: if printed == 0 {
                text(0, word)
            } else {
                text(word, printed)
            },
            stem: (stem > 0).then(|| text(word + printed, stem)),
            ending: ending_of(u32::from(self.low)),
            case: case_of(u32::from(self.low)),
            frequent: self.stem_len & FREQUENT != 0,
        }
    }
}

/// The slot of the word that was analysed last; good until the next word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept(usize);

/// A word of a text whose terms are numbered.
pub(super) enum OfText<'a> {
    /// It was met in this text, and a number was kept for it.
    Known {
        /// The number.
        group: u32,
        /// The low bits of its positions.
        low: u8,
        /// Whether its term is frequent.
        frequent: bool,
    },
    /// It was not; and its slot, if it has one.
    Unknown(Analyzed<'a>, Option<Kept>),
}

/// A word that does not fit a slot.
#[derive(Default)]
struct Passing {
    printed: String,
    stem: Option<String>,
}

/// The analysis of one language with the words that it has seen: a two-way cache of fixed size, so
/// neither hostile text nor a large vocabulary can grow it. Not shared between threads.
pub(super) struct WordCache {
    algorithm: Option<Algorithm>,
    stemmer: Option<Stemmer>,
    slots: Vec<Slot>,
    /// Words analysed before there were slots.
    first_words: usize,
    passing: Passing,
}

impl WordCache {
    /// An empty cache; without an algorithm words are only folded.
    pub(super) fn new(algorithm: Option<Algorithm>) -> WordCache {
        WordCache {
            algorithm,
            stemmer: algorithm.map(Stemmer::new),
            slots: Vec::new(),
            first_words: 0,
            passing: Passing::default(),
        }
    }

    /// Empties it.
    pub(super) fn forget(&mut self) {
        self.slots.fill(EMPTY);
    }

    /// Which stemmer is behind it.
    pub(super) fn algorithm(&self) -> Option<Algorithm> {
        self.algorithm
    }

    /// Analyses a word. Cost: one look-up, 10 to 20 nanoseconds, for a word seen lately.
    #[inline]
    pub(super) fn word(&mut self, word: &str) -> Analyzed<'_> {
        let hash = hash(word.as_bytes());
        let place = hash as usize & (SLOTS - 1);
        match self.slot(hash, place, word.as_bytes()) {
            Some(at) => self.slots[at].analyzed(),
            None => self.analyse(word, hash, place).0,
        }
    }

    /// What a word is in a text whose terms are numbered. A text's own number is never 0.
    #[inline]
    pub(super) fn word_of_text(&mut self, word: &str, text: u32) -> OfText<'_> {
        let hash = hash(word.as_bytes());
        let place = hash as usize & (SLOTS - 1);
        match self.slot(hash, place, word.as_bytes()) {
            Some(at) => {
                let slot = &self.slots[at];
                match slot.text == text {
                    true => OfText::Known {
                        group: slot.group,
                        low: slot.low,
                        frequent: slot.stem_len & FREQUENT != 0,
                    },
                    false => OfText::Unknown(slot.analyzed(), Some(Kept(at))),
                }
            }
            None => {
                let (word, kept) = self.analyse(word, hash, place);
                OfText::Unknown(word, kept.then_some(Kept(place)))
            }
        }
    }

    #[inline]
    pub(super) fn keep_group(&mut self, place: Kept, text: u32, group: u32) {
        let slot = &mut self.slots[place.0];
        (slot.text, slot.group) = (text, group);
    }

    #[inline]
    fn slot(&self, hash: u32, place: usize, word: &[u8]) -> Option<usize> {
        let holds = |at: &usize| {
            self.slots
                .get(*at)
                .is_some_and(|slot| slot.holds(hash, word))
        };
        [place, place ^ 1].into_iter().find(holds)
    }

    /// Analyses a word, and tells whether the slot at `place` is its own now.
    #[cold]
    fn analyse(&mut self, word: &str, hash: u32, place: usize) -> (Analyzed<'_>, bool) {
        let mut printed = String::with_capacity(word.len());
        fold_word_into(word, &mut printed);
        let stem = self.stem_of(&printed);
        let ending = stem.as_deref().map_or(NONE, |stem| ending(stem, &printed));
        let case = case_class(word);
        let frequent = is_frequent(stem.as_deref().unwrap_or(&printed));
        let own = if printed == word {
            ""
        } else {
            printed.as_str()
        };
        let end = stem.as_deref().unwrap_or_default();
        // An empty folded form can't be told from the word itself; such a word is not kept.
        let fits = word.len() + own.len() + end.len() <= ROOM && !printed.is_empty();
        self.first_words += 1;
        if !fits || self.first_words < WORDS_BEFORE_SLOTS {
            self.passing = Passing { printed, stem };
            let passing = &self.passing;
            let word = Analyzed {
                printed: &passing.printed,
                stem: passing.stem.as_deref(),
                ending,
                case,
                frequent,
            };
            return (word, false);
        }
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, EMPTY);
        }
        let mut slot = Slot {
            hash,
            word_len: word.len() as u8,
            printed_len: own.len() as u8,
            stem_len: end.len() as u8 | (u8::from(frequent) * FREQUENT),
            low: (case << ENDING_BITS) | ending,
            text: 0,
            group: 0,
            bytes: [0; ROOM],
        };
        let mut at = 0;
        for part in [word, own, end] {
            slot.bytes[at..at + part.len()].copy_from_slice(part.as_bytes());
            at += part.len();
        }
        // The newer of the two stays near; the older one goes.
        self.slots[place ^ 1] = self.slots[place];
        self.slots[place] = slot;
        (self.slots[place].analyzed(), true)
    }
}

impl WordCache {
    /// The stem of a folded word, where that is another.
    fn stem_of(&self, printed: &str) -> Option<String> {
        let stemmer = self.stemmer.as_ref()?;
        let mut stem = match self.algorithm {
            Some(Algorithm::Arabic) => stemmer.stem(without_prefixes(printed)),
            _ => stemmer.stem(printed),
        };
        // These two bring letters back that folding took away: ĉ for cx, Persian's own ye and kaf.
        if matches!(
            self.algorithm,
            Some(Algorithm::Esperanto | Algorithm::Persian)
        ) && !stem.is_ascii()
        {
            stem = fold(&stem).into();
        }
        (*stem != *printed && !stem.is_empty()).then(|| stem.into_owned())
    }
}

/// A hash of a short word: one multiply for eight bytes (Fx, as rustc's).
#[inline]
pub(super) fn hash(word: &[u8]) -> u32 {
    const K: u64 = 0x517c_c1b7_2722_0a95;
    let mut state = word.len() as u64;
    let mut add = |bytes: u64| state = (state.rotate_left(5) ^ bytes).wrapping_mul(K);
    let mut chunks = word.chunks_exact(8);
    for chunk in &mut chunks {
        add(u64::from_le_bytes(
            chunk.try_into().expect("chunks_exact(8) gives 8 bytes"),
        ));
    }
    let mut last = 0;
    for &b in chunks.remainder() {
        last = last << 8 | u64::from(b);
    }
    add(last);
    (state >> 32) as u32
}

impl std::fmt::Debug for WordCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "WordCache({})",
            self.algorithm.map_or("none", |a| a.name())
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stems_are_the_stemmers_own() {
        let mut cache = WordCache::new(Some(Algorithm::English));
        for _ in 0..2 {
            assert_eq!(cache.word("Elections").stem, Some("elect"));
            assert_eq!(cache.word("border").stem, None);
            assert_eq!(cache.word("studies").term(), "studi");
        }
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        let check = |algorithm, words: &[&str]| {
            let mut cache = WordCache::new(Some(algorithm));
            let stem = cache.word(words[0]).term().to_owned();
            for word in words {
                assert_eq!(cache.word(word).term(), stem, "{word}");
            }
        };
        check(
            Algorithm::Esperanto,
            &["ĉevalo", "Ĉevalojn", "cevala", "cxevaloj"],
        );
        check(
            Algorithm::Persian,
            &["کتاب", "كتاب", "کتاب‌ها", "کتابهای", "کتاب های"],
        );
        check(Algorithm::Polish, &["wybory", "wyborami", "wyborach"]);
        check(Algorithm::Czech, &["vláda", "vlády", "vladou"]);
        check(Algorithm::German, &["Häuser", "haus", "HAUSES", "hauser"]);
        check(Algorithm::Russian, &["выборы", "выборов", "выборах"]);
    }

    #[test]
    fn words_that_fit_no_slot_are_analysed_all_the_same() {
        let mut cache = WordCache::new(Some(Algorithm::English));
        let long = format!("{}s", "A".repeat(ROOM));
        assert_eq!(cache.word(&long).printed, long.to_lowercase());
    }

    #[test]
    fn more_words_than_slots_are_all_right() {
        let mut cache = WordCache::new(None);
        for n in 0..3 * SLOTS {
            let word = format!("W{n}");
            assert_eq!(cache.word(&word).printed, word.to_lowercase());
        }
    }

    proptest! {
        #[test]
        fn a_cached_word_is_as_a_fresh_one(words in prop::collection::vec("[a-eA-Eé選ß]{1,30}", 1..60)) {
            let mut cache = WordCache::new(Some(Algorithm::English));
            for word in words.iter().chain(&words) {
                let mut fresh = WordCache::new(Some(Algorithm::English));
                prop_assert_eq!(cache.word(word), fresh.word(word));
            }
        }
    }
}

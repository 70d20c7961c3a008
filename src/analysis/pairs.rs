//! Pairs of frequent words as terms of their own, so that a phrase of such words is one look-up.
//!
//! Which terms are frequent is fixed here: the pairs are in every index (`analysis::RECIPE`).

/// In front of either word of a pair.
pub const PAIR: char = '\u{3}';

/// Terms that are frequent, sorted by their bytes: those of more than about a third of the articles
/// in two of three kinds of English news (press releases, web pages of broadcasters, a weekly);
/// for other languages function words of their grammars, not measured. Terms are as the dictionary
/// has them: stemmed in their language, folded.
///
/// No characters that are words by themselves (Han, kana, Hangul): each phrase of them would be
/// nothing but pairs.
const FREQUENT: &[&str] = &[
    "a", "aan", "about", "after", "al", "all", "alla", "als", "also", "am", "an", "anche", "and",
    "ao", "ar", "are", "as", "at", "att", "au", "auch", "auf", "aus", "aux", "av", "avec", "be",
    "been", "bei", "bij", "bir", "bu", "but", "by", "ce", "cet", "che", "cok", "com", "con", "d",
    "da", "dah", "dan", "das", "dat", "de", "dei", "del", "dell", "dem", "den", "der", "des",
    "det", "di", "die", "do", "door", "dos", "du", "e", "een", "ein", "el", "em", "en", "er", "es",
    "est", "et", "ete", "ett", "foi", "for", "fran", "from", "fur", "gip", "gli", "ha", "had",
    "har", "has", "hat", "have", "he", "het", "his", "i", "il", "im", "in", "int", "into", "is",
    "ist", "it", "iç", "jest", "kaj", "ke", "kiel", "kiu", "l", "la", "las", "le", "lo", "los",
    "mais", "mas", "med", "met", "mit", "more", "n", "na", "nach", "nao", "ne", "nel", "new",
    "nicht", "nie", "niet", "no", "non", "not", "o", "och", "od", "of", "ola", "olarak", "om",
    "on", "one", "ont", "ook", "op", "or", "os", "other", "out", "over", "pa", "par", "pas", "per",
    "piu", "plus", "po", "por", "pour", "pri", "qu", "que", "qui", "s", "said", "se", "si", "sich",
    "sie", "som", "son", "su", "sur", "sus", "te", "than", "that", "the", "their", "there", "they",
    "this", "till", "tiu", "to", "two", "um", "uma", "un", "una", "und", "une", "up", "van", "ve",
    "von", "voor", "w", "was", "we", "were", "when", "which", "who", "wie", "will", "with",
    "would", "y", "year", "z", "za", "ze", "zijn", "zu", "а", "был", "в", "для", "ег", "за", "и",
    "из", "к", "как", "на", "не", "о", "он", "от", "по", "с", "то", "у", "что", "эт", "از", "است",
    "ال", "الت", "ان", "او", "اين", "با", "براي", "به", "در", "را", "عل", "عن", "في", "كان", "كل",
    "كما", "كه", "لا", "لم", "ما", "من", "هذا", "هذه", "و", "और", "क", "न", "पर", "म", "स", "है",
];

/// Whether a term (a stem, or a folded word without one) stands in so many articles that pairs of
/// such terms are indexed. The same in every language.
pub fn is_frequent(term: &str) -> bool {
    let first = usize::from(term.as_bytes().first().copied().unwrap_or(0));
    let length = term.len().min(15);
    LENGTHS[first] >> length & 1 == 1 && FREQUENT.binary_search(&term).is_ok()
}

/// By first byte: one bit for each length in bytes that a frequent term with it has (15 for more).
/// Most terms are told apart by it.
static LENGTHS: [u16; 256] = {
    let mut lengths = [0; 256];
    let mut at = 0;
    while at < FREQUENT.len() {
        let term = FREQUENT[at].as_bytes();
        let length = if term.len() < 15 { term.len() } else { 15 };
        lengths[term[0] as usize] |= 1 << length;
        at += 1;
    }
    lengths
};

/// The term of field `text` that stands for two neighbouring words whose terms are frequent; it
/// has a posting for each occurrence, all at position 0.
pub fn pair_term(first: &str, second: &str) -> String {
    let mut out = String::with_capacity(first.len() + second.len() + 2);
    write_pair(first, second, &mut out);
    out
}

/// [`pair_term`] into a string that is there.
pub(super) fn write_pair(first: &str, second: &str, out: &mut String) {
    out.clear();
    out.push(PAIR);
    out.push_str(first);
    out.push(PAIR);
    out.push_str(second);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_has_none_twice() {
        assert!(FREQUENT.windows(2).all(|two| two[0] < two[1]));
        assert!(is_frequent("the") && !is_frequent("ferri") && !is_frequent(""));
        assert!(FREQUENT.iter().all(|term| is_frequent(term)));
        assert_eq!(pair_term("of", "the"), "\u{3}of\u{3}the");
    }
}

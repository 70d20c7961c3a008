//! Pairs of frequent words as terms of their own, so that a phrase of such words is one look-up.
//!
//! Which terms are frequent is fixed here: the pairs are in every index (`analysis::RECIPE`).

/// In front of either word of a pair.
pub const PAIR: char = '\u{3}';

/// Terms that are frequent, sorted by their bytes.
const FREQUENT: &[&str] = &["a", "and", "in", "of", "the", "to"];

/// Whether a term (a stem, or a folded word without one) stands in so many articles that pairs of
/// such terms are indexed. The same in every language.
pub fn is_frequent(term: &str) -> bool {
    FREQUENT.binary_search(&term).is_ok()
}

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
        assert!(is_frequent("the") && !is_frequent("ferri"));
        assert_eq!(pair_term("of", "the"), "\u{3}of\u{3}the");
    }
}

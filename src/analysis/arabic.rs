//! What is taken off an Arabic word before Snowball's stemmer sees it.

/// Articles, with the particles that grow onto them; the longer first.
const ARTICLES: [&str; 8] = ["وبال", "وال", "فال", "بال", "كال", "ولل", "ال", "لل"];
/// "And".
const AND: &str = "و";
/// Letters that a word keeps at least.
const LEAST: usize = 3;

/// A folded word without article and without a leading "and".
///
/// Snowball takes one or the other, so that `وزير` lost its first letter and `الوزير` did not, and
/// treats endings after an article in another way; taken off here, both are one word. A radical
/// `و` goes too, alike in every form of its word.
pub(super) fn without_prefixes(word: &str) -> &str {
    let long = |rest: &&str| rest.chars().nth(LEAST - 1).is_some();
    let word = ARTICLES
        .iter()
        .find_map(|article| word.strip_prefix(article).filter(long))
        .unwrap_or(word);
    word.strip_prefix(AND).filter(long).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::super::Analyzer;

    fn check(words: &[&str]) {
        let mut analyzer = Analyzer::new();
        analyzer.set_language("ar");
        let stems: std::collections::BTreeSet<String> = words
            .iter()
            .map(|word| analyzer.word(word).term().to_owned())
            .collect();
        assert_eq!(stems.len(), 1, "{words:?} became {stems:?}");
    }

    #[test]
    fn a_word_is_one_with_and_without_article() {
        check(&["وزير", "الوزير", "والوزير", "للوزير", "بالوزير"]);
        check(&["مدرسة", "المدرسة", "مَدْرَسَة", "والمدرسه"]);
        check(&["قال", "وقال"]);
        check(&["مصري", "المصري", "المصرية"]);
        check(&["الله", "اللّه"]);
    }

    #[test]
    fn short_words_keep_their_letters() {
        assert_eq!(super::without_prefixes("الان"), "الان");
        assert_eq!(super::without_prefixes("وهو"), "وهو");
    }
}

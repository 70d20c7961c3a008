//! Words, ends of sentences and quotations of one paragraph, in one pass: the one rule for the
//! columns of the index and for highlights of a stored article.

use crate::article::quotations::Quoting;
use crate::article::segment::count_words_and_marks;
use crate::article::sentences::end_of_sentence;

/// Counts the words of a paragraph (or headline, caption) whose first word has position `first`,
/// and appends where its sentences end to `breaks` and, if that is given, its quotations to
/// `quotes`; both as the columns of these names have them: for each end of a sentence the position
/// behind its last word times two, plus one where the paragraph ends; for each quotation the
/// position of its first word and the one behind its last.
///
/// A sentence or quotation without words leaves nothing. Cost: linear, one pass.
pub fn prose(text: &str, first: u64, breaks: &mut Vec<u64>, quotes: Option<&mut Vec<u64>>) -> u64 {
    let mut quoting = Quoting::default();
    let mut nothing = Vec::new();
    let quoted = quotes.is_some();
    let quotes = quotes.unwrap_or(&mut nothing);
    let mut quote = |found: Option<(u64, u64)>| {
        if let Some((from, to)) = found
            && from < to
        {
            quotes.extend([first + from, first + to]);
        }
    };
    // Words before the last end.
    let mut ended = 0;
    let words = count_words_and_marks(text, |at, c, words| {
        if words > ended && end_of_sentence(text, at, c).is_some() {
            breaks.push((first + words) << 1);
            ended = words;
        }
        if quoted {
            quote(quoting.mark(text, at, c, words));
        }
    });
    quote(quoting.finish(words));
    if words > ended {
        breaks.push((first + words) << 1 | 1);
    } else if words > 0
        && let Some(last) = breaks.last_mut()
    {
        *last |= 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::segment::count_words;
    use crate::article::sentences::sentence_ends;
    use proptest::prelude::*;

    fn check(text: &str, breaks: &[u64], quotes: &[u64]) {
        let (mut b, mut q) = (vec![7], vec![8]);
        prose(text, 100, &mut b, Some(&mut q));
        assert_eq!((&b[1..], &q[1..]), (breaks, quotes), "{text}");
        assert_eq!((b[0], q[0]), (7, 8));
    }

    #[test]
    fn ends_and_quotations_are_positions() {
        check("", &[], &[]);
        check("...", &[], &[]);
        check("One two", &[205], &[]);
        check("One two. Three", &[204, 207], &[]);
        check("One two. Three.", &[204, 207], &[]);
        check(
            "\"One two,\" he said. He \"left.",
            &[208, 213],
            &[100, 102, 105, 106],
        );
    }

    proptest! {
        #[test]
        fn ends_are_those_of_the_sentences(text in "([A-Cac .!?。'’\"“”»1\n]|Mr\\. |U\\.S\\. |می ){0,40}") {
            let mut breaks = Vec::new();
            let words = prose(&text, 0, &mut breaks, None);
            prop_assert_eq!(words, count_words(&text));
            let mut expected: Vec<u64> = sentence_ends(&text)
                .map(|end| count_words(&text[..end]))
                .chain([words])
                .filter(|&words| words > 0)
                .collect();
            expected.dedup();
            let found: Vec<u64> = breaks.iter().map(|b| b >> 1).collect();
            prop_assert_eq!(found, expected);
            prop_assert_eq!(breaks.last().is_some_and(|b| b & 1 == 1), words > 0);
        }
    }
}

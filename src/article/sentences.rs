//! Where sentences end: the one rule for snippets, and for sentence operators of a later version.

/// Abbreviations that end in a stop and go on, in lower case without the stop.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "capt", "cmdr", "adm", "maj",
    "sen", "rep", "gov", "pres", "rev", "hon", "st", "mt", "ft", "jr", "sr", "vs", "etc", "inc",
    "ltd", "co", "corp", "dept", "est", "approx", "fig", "no", "nos", "vol", "pp", "ed", "eds",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon",
    "tue", "wed", "thu", "fri", "sat", "sun", "ave", "blvd", "rd", "e.g", "i.e", "cf", "al",
    "brig", "supt", // German, French, Spanish, Italian, Portuguese.
    "nr", "bzw", "usw", "z.b", "d.h", "ca", "str", "hr", "fr", "mio", "mrd", "abs", "art", "ggf",
    "mme", "mlle", "sra", "srta", "av", "dra", "ud", "uds", "ee.uu", "sig", "dott", "on", "exmo",
];

/// Byte range of the sentence of `text` that holds the byte at `at`, without the space around it.
///
/// Looks at most `reach` bytes to either side; where no end is found so near, the range is cut
/// there, at a space if there is one. Always on character boundaries; `start <= at`.
/// Cost: linear in `reach`.
pub fn sentence_around(text: &str, at: usize, reach: usize) -> (usize, usize) {
    let at = floor(text, at.min(text.len()));
    let from = floor(text, at.saturating_sub(reach));
    let to = floor(text, at.saturating_add(reach).min(text.len()));
    // Backwards to the end of the sentence before.
    let mut start = from;
    for (i, c) in text[from..at].char_indices().rev() {
        let end = from + i + c.len_utf8();
        if is_end_mark(c) && ends_sentence(text, from + i, c) {
            let after = skip_closers(text, end);
            if after <= at {
                start = after;
                break;
            }
        }
    }
    if start == from && from > 0 {
        // Cut inside a sentence: begin with a whole word.
        start = text[from..at]
            .find(' ')
            .map_or(from, |space| from + space + 1);
    }
    let mut end = to;
    for (i, c) in text[at..to].char_indices() {
        if is_end_mark(c) && ends_sentence(text, at + i, c) {
            end = skip_closers(text, at + i + c.len_utf8()).min(text.len());
            break;
        }
    }
    if end == to && to < text.len() && !text[to..].starts_with(char::is_whitespace) {
        end = text[at..to]
            .rfind(' ')
            .filter(|&space| space > 0)
            .map_or(to, |space| at + space);
    }
    trim(text, start, end.max(at))
}

/// Whether the stop, question or exclamation mark at byte `at` of `text` ends a sentence.
fn ends_sentence(text: &str, at: usize, mark: char) -> bool {
    if matches!(
        mark,
        '。' | '！' | '？' | '．' | '｡' | '\n' | '؟' | '۔' | '।' | '።' | '။' | '។'
    ) {
        return true;
    }
    let rest = &text[skip_closers(text, at + mark.len_utf8())..];
    let mut following = rest.chars();
    match following.next() {
        None => return true,
        Some(c) if c.is_whitespace() => {}
        // "wars.Akaka": a line break that a dump lost. A capital must follow a small letter.
        Some(c) => {
            let before = text[..at].chars().next_back();
            return mark == '.'
                && c.is_uppercase()
                && before.is_some_and(char::is_lowercase)
                && following.next().is_some_and(char::is_lowercase);
        }
    }
    if mark != '.' {
        return true;
    }
    let next = rest.trim_start().chars().next();
    if next.is_some_and(char::is_lowercase) {
        return false;
    }
    let before = &text[..at];
    let word_start = before
        .char_indices()
        .rev()
        .take(16)
        .take_while(|(_, c)| !c.is_whitespace() && !matches!(c, '(' | '"' | '\u{201c}' | '['))
        .last()
        .map_or(at, |(i, _)| i);
    let word = &before[word_start..];
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    // Initials: "J. Smith"; but not "Plan B. Then".
    if letters == 1 && word.chars().count() == 1 && word.chars().all(char::is_uppercase) {
        return false;
    }
    // "U.S. Senate" goes on before a capital more often than it ends there.
    if word.contains('.') && letters <= 4 && word.chars().all(|c| c.is_uppercase() || c == '.') {
        return false;
    }
    // "20. Oktober" in languages that write ordinals so.
    if (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let lower = word.to_lowercase();
    !ABBREVIATIONS.contains(&lower.as_str())
}

fn is_end_mark(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '\n'
            | '。'
            | '！'
            | '？'
            | '．'
            | '｡'
            | '؟'
            | '۔'
            | '।'
            | '።'
            | '။'
            | '។'
    )
}

/// Beyond closing quotes and brackets.
fn skip_closers(text: &str, mut at: usize) -> usize {
    for c in text[at..].chars().take(4) {
        if !matches!(
            c,
            '"' | '\''
                | '\u{201d}'
                | '\u{2019}'
                | ')'
                | ']'
                | '»'
                | '」'
                | '』'
                | '）'
                | '】'
                | '》'
                | '！'
                | '？'
                | '.'
                | '!'
                | '?'
        ) {
            break;
        }
        at += c.len_utf8();
    }
    at
}

fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let piece = &text[start..end];
    let start = start + (piece.len() - piece.trim_start().len());
    (start, start + piece.trim().len())
}

/// The last character boundary at or before `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, word: &str, expected: &str) {
        let at = text.find(word).unwrap();
        let (start, end) = sentence_around(text, at, 200);
        assert_eq!(&text[start..end], expected, "{word}");
    }

    #[test]
    fn a_sentence_ends_at_its_stop() {
        let text = "One came. Two went! Did three? \"Four stayed.\" Five slept";
        check(text, "came", "One came.");
        check(text, "Two", "Two went!");
        check(text, "three", "Did three?");
        check(text, "Four", "\"Four stayed.\"");
        check(text, "slept", "Five slept");
    }

    #[test]
    fn abbreviations_initials_and_numbers_go_on() {
        let text = "Mr. J. Doe of the U.S. Senate paid 3.5 million on 20. Mai. Then he left.";
        check(
            text,
            "Doe",
            "Mr. J. Doe of the U.S. Senate paid 3.5 million on 20. Mai.",
        );
        check(text, "left", "Then he left.");
    }

    #[test]
    fn lost_line_breaks_and_other_scripts_end_too() {
        check(
            "They came from wars.Akaka said so.",
            "Akaka",
            "Akaka said so.",
        );
        check("市議会は決めた。船は残る。", "船", "船は残る。");
        check("「残る！」と言った。次へ。", "残", "「残る！」");
        check("هل تبقى العبارة؟ نعم تبقى.", "نعم", "نعم تبقى.");
        check("کشتی چلے گی۔ موسم سرد ہے۔", "موسم", "موسم سرد ہے۔");
        check(
            "เรือจะแล่นต่อไป สภาเมืองตกลง",
            "สภา",
            "เรือจะแล่นต่อไป สภาเมืองตกลง",
        );
        check(
            "See example.com for more.",
            "more",
            "See example.com for more.",
        );
    }

    #[test]
    fn a_sentence_without_end_is_cut_at_words() {
        let text = "word ".repeat(200);
        let (start, end) = sentence_around(&text, 500, 60);
        assert!(end - start <= 120 && text[start..end].starts_with("word"));
        assert!(text[start..end].ends_with("word"));
    }

    proptest! {
        #[test]
        fn ranges_lie_on_boundaries(text in "\\PC{0,80}", at in 0usize..400, reach in 0usize..90) {
            let (start, end) = sentence_around(&text, at, reach);
            prop_assert!(start <= end && end <= text.len());
            prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
        }
    }
}

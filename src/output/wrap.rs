//! Lines of a given width, with some of their words lit. Width is counted in terminal columns.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::escape::one_line;
use super::paint::Paint;

/// Breaks `text` into painted lines of at most `width` columns, `lit` (in characters, ascending)
/// marked. A word wider than a line is broken between grapheme clusters.
pub(super) fn wrapped(
    text: &str,
    lit: &[(usize, usize)],
    width: usize,
    paint: &Paint,
    rest: fn(&Paint, &str) -> String,
) -> Vec<String> {
    // Character for character the same length, so that the ranges still hold.
    let text = one_line(text);
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut at = 0;
    let mut chars = text.chars();
    let mut take = |n: usize| chars.by_ref().take(n).collect::<String>();
    for &(start, end) in lit {
        pieces.push((take(start.saturating_sub(at)), false));
        pieces.push((take(end.saturating_sub(start.max(at))), true));
        at = end.max(at);
    }
    pieces.push((chars.collect(), false));

    let mut lines = Vec::new();
    let mut line = String::new();
    let mut columns = 0;
    let mut space_waits = false;
    for (piece, is_lit) in pieces {
        let mark = |s: &str| if is_lit { paint.lit(s) } else { rest(paint, s) };
        let mut run = String::new();
        let flush = |run: &mut String, line: &mut String| {
            if !run.is_empty() {
                line.push_str(&mark(run));
                run.clear();
            }
        };
        for word in piece.split_word_bounds() {
            if word.trim().is_empty() {
                space_waits = columns > 0;
                continue;
            }
            let wide = word.width();
            if columns + usize::from(space_waits) + wide > width && columns > 0 {
                // Punctuation stays with its word: a line ends at a space, or before an ideograph.
                if space_waits || wide > width || is_ideograph(word) {
                    flush(&mut run, &mut line);
                    lines.push(std::mem::take(&mut line));
                    columns = 0;
                    space_waits = false;
                }
            }
            if space_waits {
                // A space before a lit word is not lit.
                if run.is_empty() {
                    line.push(' ');
                } else {
                    run.push(' ');
                }
                columns += 1;
                space_waits = false;
            }
            for cluster in word.graphemes(true) {
                if columns + cluster.width() > width && columns > 0 && wide > width {
                    flush(&mut run, &mut line);
                    lines.push(std::mem::take(&mut line));
                    columns = 0;
                }
                run.push_str(cluster);
                columns += cluster.width();
            }
        }
        flush(&mut run, &mut line);
    }
    if columns > 0 {
        lines.push(line);
    }
    lines
}

/// Whether a word is of a script that is written without spaces: ideographs and kana.
fn is_ideograph(word: &str) -> bool {
    let hangul = '\u{ac00}'..='\u{d7a3}';
    word.width() > word.chars().count()
        && word
            .chars()
            .all(|c| c.is_alphanumeric() && !hangul.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::super::paint::ColorChoice;
    use super::*;

    fn check(text: &str, lit: &[(usize, usize)], width: usize, expected: &[&str]) {
        let paint = Paint::new(ColorChoice::Never);
        assert_eq!(
            wrapped(text, lit, width, &paint, |_, s| s.to_owned()),
            expected
        );
    }

    #[test]
    fn lines_break_at_spaces() {
        check("one two three", &[], 7, &["one two", "three"]);
        check("", &[], 7, &[]);
        check("one\ntwo", &[(0, 3)], 20, &["*one* two"]);
        check("one two three", &[(4, 7)], 20, &["one *two* three"]);
    }

    #[test]
    fn wide_characters_count_twice_and_long_words_are_broken() {
        check("選挙の結果が出た", &[], 8, &["選挙の結", "果が出た"]);
        check("abcdefghij", &[], 4, &["abcd", "efgh", "ij"]);
        check("選挙の。結果", &[(0, 2)], 8, &["*選挙*の。", "結果"]);
    }
}

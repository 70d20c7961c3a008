//! Text in cells: how wide it is, where it breaks, and in which order its letters stand.
//!
//! Everything goes by grapheme clusters, so that no accent, no joined emoji and no wide letter is ever
//! cut in two. Text that comes here has been made safe ([`crate::output::one_line`]).

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that a text takes: those of its grapheme clusters, each for itself, as they are drawn.
/// (As one string, two Arabic letters that join into one sign would count as one column.)
pub(crate) fn cells(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => text.graphemes(true).map(UnicodeWidthStr::width).sum(),
    }
}

/// As much of a text as fits into `width` columns; where something is left out it ends with
/// `ellipsis`, which is left out itself where there is no room for it.
pub(crate) fn fit(text: &str, width: usize, ellipsis: &str) -> String {
    // Bytes first: a text is seldom wider than it has bytes.
    if text.len() <= width || cells(text) <= width {
        return text.to_owned();
    }
    let sign = if cells(ellipsis) < width {
        ellipsis
    } else {
        ""
    };
    let room = width - cells(sign);
    let mut used = 0;
    let mut end = 0;
    for (at, letter) in text.grapheme_indices(true) {
        used += cells(letter);
        if used > room {
            break;
        }
        end = at + letter.len();
    }
    format!("{}{sign}", text[..end].trim_end())
}

/// Marks that do not begin a line.
const CLOSING: &str =
    "、。，．・：；？！）］｝〉》」』】〕〗〙’”…‥ー々ゝゞっゃゅょッャュョ,.:;?!)]}»%";

/// Lines of at most `width` columns, as ranges of bytes, half-open: broken at spaces, which stand in
/// no line then, and between letters of two columns; else between grapheme clusters. A cluster
/// that is wider than `width` stands alone. At least one range, for an empty text an empty one.
/// Linear in the text.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut start = 0;
    let mut used = 0;
    // Where the line may end, where the next one begins then, and columns up to there.
    let mut chance: Option<(usize, usize, usize)> = None;
    let mut before_wide = false;
    for (at, letter) in text.grapheme_indices(true) {
        if letter == "\n" {
            lines.push(start..at);
            (start, used, chance, before_wide) = (at + 1, 0, None, false);
            continue;
        }
        let wide = cells(letter);
        let space = letter == " ";
        let closing = letter.chars().next().is_some_and(|c| CLOSING.contains(c));
        let between = wide > 1 || before_wide;
        if between && at > start && !closing && !space {
            chance = Some((at, at, used));
        }
        if used + wide > width && !space {
            if let Some((end, next, columns)) = chance.take().filter(|(_, next, _)| *next > start) {
                lines.push(start..end.max(start));
                start = next;
                used -= columns.min(used);
                // What was carried over may itself leave no room.
                if used + wide > width && at > start {
                    lines.push(start..at);
                    (start, used) = (at, 0);
                }
            } else if at > start {
                lines.push(start..at);
                (start, used) = (at, 0);
            }
        }
        used += wide;
        if space {
            // The space itself belongs to no line, if the line ends here.
            chance = Some((at, at + 1, used));
        }
        before_wide = wide > 1;
    }
    // Spaces that hang over the end are of no use.
    let end = match used > width {
        true => start + text[start..].trim_end_matches(' ').len(),
        false => text.len(),
    };
    lines.push(start..end.max(start));
    lines
}

/// Whether a text is written from right to left: by its first strong letter (UAX 9, P2 and P3).
pub(crate) fn is_rtl(text: &str) -> bool {
    has_rtl(text)
        && BidiInfo::new(text, None)
            .paragraphs
            .first()
            .is_some_and(|p| p.level.is_rtl())
}

/// Whether any letter is of a script from right to left. Quick, and true too often.
fn has_rtl(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|c| {
            matches!(c, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
                || ('\u{10800}'..='\u{10fff}').contains(&c)
                || ('\u{1e800}'..='\u{1efff}').contains(&c)
        })
}

/// The pieces of one line in the order in which they stand from left to right (UAX 9, L2, and L4 for
/// brackets); each keeps its mark. Pieces without letters from right to left are as they were.
/// `rtl` is the direction of the paragraph that the line is of; none takes that of the line itself.
pub(crate) fn visual<S: Copy>(pieces: &[(String, S)], rtl: Option<bool>) -> Vec<(String, S)> {
    if !pieces.iter().any(|(text, _)| has_rtl(text)) {
        return pieces.to_vec();
    }
    let whole: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
    let level = rtl.map(|rtl| if rtl { Level::rtl() } else { Level::ltr() });
    let info = BidiInfo::new(&whole, level);
    let Some(paragraph) = info.paragraphs.first() else {
        return pieces.to_vec();
    };
    let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
    let mut out: Vec<(String, S)> = Vec::new();
    for run in runs {
        let level = levels.get(run.start).copied().unwrap_or(Level::ltr());
        // The parts of the run with their pieces, in the order of the text.
        let mut parts: Vec<(&str, S)> = Vec::new();
        let mut at = 0;
        for (text, mark) in pieces {
            let start = run.start.max(at);
            let end = run.end.min(at + text.len());
            if start < end
                && let Some(part) = whole.get(start..end)
            {
                parts.push((part, *mark));
            }
            at += text.len();
        }
        if level.is_rtl() {
            parts.reverse();
            for (part, mark) in parts {
                let letters = part.graphemes(true).rev();
                out.push((letters.map(mirrored).collect(), mark));
            }
        } else {
            out.extend(
                parts
                    .into_iter()
                    .map(|(part, mark)| (part.to_owned(), mark)),
            );
        }
    }
    out
}

/// The other bracket, as it stands in text from right to left.
fn mirrored(letter: &str) -> &str {
    match letter {
        "(" => ")",
        ")" => "(",
        "[" => "]",
        "]" => "[",
        "{" => "}",
        "}" => "{",
        "<" => ">",
        ">" => "<",
        "«" => "»",
        "»" => "«",
        "‹" => "›",
        "›" => "‹",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn lines_break_where_a_reader_expects_it() {
        let check = |text: &str, width: usize, expected: &[&str]| {
            assert_eq!(lines(text, width), expected, "{text} at {width}");
        };
        check("", 5, &[""]);
        check("the ferry ran aground", 9, &["the ferry", "ran", "aground"]);
        check(
            "the ferry ran aground",
            10,
            &["the ferry", "ran", "aground"],
        );
        check("ferry", 2, &["fe", "rr", "y"]);
        check("a bb", 1, &["a", "b", "b"]);
        check("two\nlines", 9, &["two", "lines"]);
        check("渡し船が座礁", 4, &["渡し", "船が", "座礁"]);
        // A full stop does not begin a line.
        check("船が座礁。次の", 8, &["船が座", "礁。次の"]);
        check(
            "e\u{301}e\u{301}e\u{301}",
            2,
            &["e\u{301}e\u{301}", "e\u{301}"],
        );
        check("👩‍🚒👩‍🚒", 2, &["👩‍🚒", "👩‍🚒"]);
        check("渡", 1, &["渡"]);
        check(" abc。", 4, &["", "abc", "。"]);
        // Lam and alef are two letters in two columns, although they join.
        check("لألأ", 2, &["لأ", "لأ"]);
    }

    #[test]
    fn a_cut_text_ends_with_a_sign_where_there_is_room() {
        assert_eq!(fit("harbour", 7, "…"), "harbour");
        assert_eq!(fit("harbours", 7, "…"), "harbou…");
        assert_eq!(fit("a harbour", 3, "…"), "a…");
        assert_eq!(fit("渡し船", 5, "…"), "渡し…");
        assert_eq!(fit("harbour", 1, "…"), "h");
        assert_eq!(fit("harbour", 0, "…"), "");
    }

    #[test]
    fn letters_from_right_to_left_stand_in_visual_order_and_keep_their_marks() {
        let marked = |pieces: &[(&str, u8)]| -> Vec<(String, u8)> {
            let owned: Vec<(String, u8)> =
                pieces.iter().map(|(t, n)| ((*t).to_owned(), *n)).collect();
            visual(&owned, None)
        };
        assert_eq!(marked(&[("abc (d)", 1)]), [("abc (d)".to_owned(), 1)]);
        assert_eq!(marked(&[("אבג", 1)]), [("גבא".to_owned(), 1)]);
        // A word in the middle, with another mark, in a line from right to left.
        let mixed = marked(&[("אב ", 1), ("גד", 2), (" (הו)", 1)]);
        let text: String = mixed.iter().map(|(t, _)| t.as_str()).collect();
        assert_eq!(text, "(וה) דג בא");
        assert!(mixed.iter().any(|(t, n)| t == "דג" && *n == 2), "{mixed:?}");
        // Latin words and numbers inside keep their own order.
        let text: String = marked(&[("אב 2019 ferry גד", 1)])
            .iter()
            .map(|(t, _)| t.as_str())
            .collect();
        assert_eq!(text, "דג ferry 2019 בא");
        // A line of a paragraph from right to left that begins with a Latin word.
        let line = [("ferry אב".to_owned(), 1)];
        let text: String = visual(&line, Some(true))
            .iter()
            .map(|(t, _)| t.as_str())
            .collect();
        assert_eq!(text, "בא ferry");
        assert!(is_rtl("אב ferry") && !is_rtl("ferry אב") && !is_rtl("ferry"));
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_nothing_is_lost(text in "\\PC{0,80}", width in 1usize..20) {
            let ranges = wrap(&text, width);
            let mut at = 0;
            for range in &ranges {
                // What stands in no line is space.
                prop_assert!(text[at..range.start].chars().all(|c| c == ' '), "{:?}", ranges);
                let line = &text[range.clone()];
                let alone = line.trim_end_matches(' ').graphemes(true).count() <= 1;
                prop_assert!(cells(line.trim_end_matches(' ')) <= width || alone, "{line:?}");
                at = range.end;
            }
            prop_assert!(text[at..].chars().all(|c| c == ' '));
        }

        #[test]
        fn reordering_keeps_every_letter(text in "[a-zא-ת٠-٩ ()0-9ء-ي]{0,40}") {
            let out = visual(&[(text.clone(), ())], None);
            let mut got: Vec<char> = out.iter().flat_map(|(t, ())| t.chars()).collect();
            let mut all: Vec<char> = text.chars().collect();
            got.sort_unstable();
            all.sort_unstable();
            // Brackets may have turned round.
            let plain = |c: &char| !"()".contains(*c);
            got.retain(plain);
            all.retain(plain);
            prop_assert_eq!(got, all);
        }

        #[test]
        fn fitting_text_fits(text in "\\PC{0,60}", width in 0usize..30) {
            prop_assert!(cells(&fit(&text, width, "…")) <= width);
        }
    }
}

//! Where a character that is a word by itself stands in its run: free, or grown onto its like.
//!
//! Japanese changes its script where words change more often than not, Korean begins words behind a
//! space. So `京都` at the edges of its run is that word more likely than inside `東京都`. In the
//! low bits of its position (see `endings`: such a character has no ending) stands on which sides
//! it is grown on; ranking reads it, matching does not.

use crate::article::segment::script;

/// The character before belongs to the same run.
pub const GROWN_BEFORE: u8 = 1;
/// The character behind does.
pub const GROWN_AFTER: u8 = 2;

/// What a run is in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Runs {
    /// Nothing tells words apart, so every character counts as free.
    None,
    /// Characters of one script.
    Script,
    /// What stands between spaces; endings grow onto words, so only the beginning counts.
    Spaced,
}

impl Runs {
    /// By the primary part of a BCP 47 tag.
    pub(super) fn of(language: &str) -> Runs {
        match language.split(['-', '_']).next().unwrap_or_default() {
            "ja" => Runs::Script,
            "ko" => Runs::Spaced,
            _ => Runs::None,
        }
    }

    /// The bits for the word of `text` at `start..end`; 0 for one of several letters.
    pub(super) fn grown(self, text: &str, start: usize, end: usize) -> u8 {
        let before = |own| text[..start].chars().next_back().and_then(script) == Some(own);
        let after = |own| text[end..].chars().next().and_then(script) == Some(own);
        let own = match self {
            Runs::None => return 0,
            Runs::Script | Runs::Spaced => text[start..end].chars().next().and_then(script),
        };
        own.map_or(0, |own| {
            let before = u8::from(before(own)) * GROWN_BEFORE;
            let after = u8::from(self == Runs::Script && after(own)) * GROWN_AFTER;
            before | after
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::segment::Words;

    fn check(language: &str, text: &str, expected: &[u8]) {
        let runs = Runs::of(language);
        let found: Vec<u8> = Words::new(text)
            .map(|(start, end)| runs.grown(text, start, end))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_run_ends_where_the_script_changes() {
        check("ja", "京都のNHK", &[2, 1, 0, 0]);
        check("ja-JP", "東京都", &[2, 3, 1]);
        check("ko", "서울에서 결과", &[0, 1, 1, 1, 0, 1]);
        check("zh", "北京大学", &[0, 0, 0, 0]);
    }
}

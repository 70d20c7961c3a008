//! The keys of judging: one table for what they do, for the hints and for the page of keys.

use crossterm::event::KeyEvent;

use crate::tui::keys::Key;

/// What one can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Grades the article and goes on.
    Grade(i32),
    Undo,
    Skip,
    Next,
    Previous,
    NextTopic,
    PreviousTopic,
    /// So many lines, downwards where above 0.
    Scroll(isize),
    /// So many windows in halves.
    Halves(isize),
    Top,
    Bottom,
    NextMatch,
    PreviousMatch,
    /// The whole text of the topic.
    Topic,
    Help,
    Leave,
    Suspend,
    Redraw,
}

/// Keys, what they do, in words.
pub(super) const BINDINGS: &[(&str, Act, &str)] = &[
    ("0", Act::Grade(0), "not relevant, and on to the next"),
    (
        "1",
        Act::Grade(1),
        "relevant in part, or only touched, and on",
    ),
    ("2", Act::Grade(2), "relevant, and on"),
    ("3", Act::Grade(3), "highly relevant, and on"),
    (
        "u",
        Act::Undo,
        "take the last grade of this sitting back, and return to it",
    ),
    (
        "s",
        Act::Skip,
        "leave it without a grade for this sitting, and on",
    ),
    (
        "n right",
        Act::Next,
        "the next article, whether it has a grade or not",
    ),
    ("p left", Act::Previous, "the article before"),
    ("N", Act::NextTopic, "the next topic"),
    ("P", Act::PreviousTopic, "the topic before"),
    ("j down", Act::Scroll(1), "down a line"),
    ("k up", Act::Scroll(-1), "up a line"),
    ("space pagedown", Act::Halves(2), "down a page"),
    ("b pageup", Act::Halves(-2), "up a page"),
    ("d ctrl-d", Act::Halves(1), "down half a page"),
    ("ctrl-u", Act::Halves(-1), "up half a page"),
    ("g home", Act::Top, "to the beginning"),
    ("G end", Act::Bottom, "to the end"),
    (
        "tab",
        Act::NextMatch,
        "to the next place with words of the topic",
    ),
    ("backtab", Act::PreviousMatch, "to the place before"),
    ("t", Act::Topic, "the topic's whole text, and back"),
    ("? f1", Act::Help, "these keys, and back"),
    ("ctrl-l", Act::Redraw, "draw everything anew"),
    ("ctrl-z", Act::Suspend, "to the shell; fg comes back"),
    (
        "q ctrl-c",
        Act::Leave,
        "leave; what is judged is in the file already",
    ),
];

/// What a key does.
pub(super) fn act(event: KeyEvent) -> Option<Act> {
    let key = Key::of(event);
    let bound = |keys: &str| keys.split(' ').any(|name| name.parse() == Ok(key));
    let found = BINDINGS.iter().find(|(keys, ..)| bound(keys));
    found.map(|(_, act, _)| *act)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_key_can_be_read_and_has_one_meaning() {
        let mut seen = BTreeSet::new();
        for name in BINDINGS.iter().flat_map(|(keys, ..)| keys.split(' ')) {
            let key: Key = name.parse().unwrap();
            assert_eq!(key.to_string(), name);
            assert!(seen.insert(name), "{name} twice");
        }
        for grade in ["0", "1", "2", "3"] {
            assert!(seen.contains(grade));
        }
    }
}

//! The table `[tui]` as values; what they look like on the screen is the view's.

use std::collections::BTreeMap;

use super::keys::Key;
use super::{Config, Value, effective};
use crate::cli::args::parse_collapse;
use crate::output::shell_words;
use crate::search::{Collapse, Sort};

/// What the config says of the interactive view.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli) struct TuiConfig {
    /// auto, dark or light.
    pub(in crate::cli) theme: String,
    /// auto, 16, 256, true or none.
    pub(in crate::cli) colors: String,
    /// Whether lines and bars are of ASCII; `None` is by the locale.
    pub(in crate::cli) ascii: Option<bool>,
    pub(in crate::cli) mouse: bool,
    /// Whether nothing moves by itself.
    pub(in crate::cli) reduced_motion: bool,
    /// Whether the terminal puts lines from right to left in order.
    pub(in crate::cli) terminal_bidi: bool,
    /// Facets of the left pane, as `--facet` takes them.
    pub(in crate::cli) facets: Vec<String>,
    pub(in crate::cli) sort: Sort,
    pub(in crate::cli) collapse: Option<Collapse>,
    /// Queries kept; 0 is none.
    pub(in crate::cli) history: usize,
    /// Whether the article stands beside the list; `None` is where there is room.
    pub(in crate::cli) preview: Option<bool>,
    /// Words of the command that gets what is copied; none is the terminal's clipboard.
    pub(in crate::cli) copy: Vec<String>,
    /// Words of the command that opens an address, which is added to them; none is the system's.
    pub(in crate::cli) browser: Vec<String>,
    /// Actions with their keys, as written: neither is checked.
    pub(in crate::cli) keys: BTreeMap<String, Vec<String>>,
}

impl Config {
    /// What counts for the interactive view: the file's values, else the defaults.
    pub(in crate::cli) fn tui(&self) -> TuiConfig {
        let value = |name: &str| {
            let key = Key::named(name).expect("the names below are keys, which a test holds");
            self.given(name)
                .cloned()
                .unwrap_or_else(|| effective::default(key))
        };
        let text = |name: &str| match value(name) {
            Value::Text(text) => text,
            _ => String::new(),
        };
        // The file's values were checked when it was read.
        let words = |name: &str| shell_words(&text(name)).unwrap_or_default();
        TuiConfig {
            theme: text("tui.theme"),
            colors: text("tui.colors"),
            ascii: text("tui.ascii").parse().ok(),
            mouse: value("tui.mouse") == Value::Switch(true),
            reduced_motion: text("tui.motion") == "reduced",
            terminal_bidi: text("tui.bidi") == "terminal",
            facets: match value("tui.facets") {
                Value::List(list) => list,
                _ => Vec::new(),
            },
            sort: text("tui.sort").parse().unwrap_or_default(),
            collapse: parse_collapse(&text("tui.collapse")).ok().flatten(),
            history: match value("tui.history") {
                Value::Number(number) => number as usize,
                _ => 0,
            },
            preview: text("tui.preview").parse().ok(),
            copy: words("tui.copy"),
            browser: words("tui.browser"),
            keys: match value("tui.keys") {
                Value::Keys(keys) => keys,
                _ => BTreeMap::new(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::read;
    use super::*;

    fn of(text: &str) -> TuiConfig {
        let given = read("x".as_ref(), text).unwrap();
        Config { file: None, given }.tui()
    }

    #[test]
    fn the_view_has_its_defaults() {
        let tui = of("");
        assert_eq!((tui.theme.as_str(), tui.colors.as_str()), ("auto", "auto"));
        assert_eq!((tui.ascii, tui.preview, tui.mouse), (None, None, true));
        assert_eq!((tui.reduced_motion, tui.terminal_bidi), (false, false));
        assert_eq!(tui.facets.len(), 8);
        assert_eq!(
            (tui.sort, tui.collapse),
            (Sort::Relevance, Some(Collapse::Earliest))
        );
        assert_eq!(tui.history, 1000);
        assert!(tui.copy.is_empty() && tui.browser.is_empty() && tui.keys.is_empty());
    }

    #[test]
    fn each_key_of_the_view_counts() {
        let tui = of("\
[tui]
theme = \"light\"
colors = \"256\"
ascii = true
mouse = false
motion = \"reduced\"
bidi = \"terminal\"
facets = [\"year\"]
sort = \"newest\"
collapse = \"none\"
history = 0
preview = false
copy = \"wl-copy -p\"
browser = \"'my browser'\"
[tui.keys]
similar = \"s\"
quit = [\"q\", \"ctrl-c\"]
");
        assert_eq!((tui.theme.as_str(), tui.colors.as_str()), ("light", "256"));
        assert_eq!(
            (tui.ascii, tui.preview, tui.mouse),
            (Some(true), Some(false), false)
        );
        assert_eq!((tui.reduced_motion, tui.terminal_bidi), (true, true));
        assert_eq!(tui.facets, ["year"]);
        assert_eq!(
            (tui.sort, tui.collapse, tui.history),
            (Sort::Newest, None, 0)
        );
        assert_eq!(tui.copy, ["wl-copy", "-p"]);
        assert_eq!(tui.browser, ["my browser"]);
        let keys: Vec<(&str, usize)> = tui
            .keys
            .iter()
            .map(|(a, k)| (a.as_str(), k.len()))
            .collect();
        assert_eq!(keys, [("quit", 2), ("similar", 1)]);
    }
}

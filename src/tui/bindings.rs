//! The one table of keys: which of them does what in which mode.
//!
//! The page of keys, the line of hints and the configuration file take names, keys and words from it.

use super::action::{Action, Mode};

/// A line of the table: an action, what it is called in the configuration, where it is there, by
/// which keys, and what it does.
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) action: Action,
    pub(crate) name: &'static str,
    pub(crate) modes: &'static [Mode],
    pub(crate) keys: &'static [&'static str],
    pub(crate) help: &'static str,
}

use Mode::{Chips, Facets, Help, Prompt, Query, Reader, Results, Timeline};

const EVERYWHERE: &[Mode] = &[
    Query, Results, Facets, Timeline, Chips, Reader, Help, Prompt,
];
const COMMANDS: &[Mode] = &[Results, Facets, Timeline, Chips, Reader];
const PANES: &[Mode] = &[Results, Facets, Timeline, Chips];
const ARTICLE: &[Mode] = &[Results, Reader];

macro_rules! bind {
    ($action:ident, $name:literal, $modes:expr, $keys:expr, $help:literal) => {
        Binding {
            action: Action::$action,
            name: $name,
            modes: $modes,
            keys: &$keys,
            help: $help,
        }
    };
}

/// Every key that does something. An action may stand in several lines, with other keys elsewhere.
pub(crate) const BINDINGS: &[Binding] = &[
    bind!(Quit, "quit", EVERYWHERE, ["ctrl-c", "ctrl-q"], "quit"),
    bind!(Quit, "quit", PANES, ["q"], "quit"),
    bind!(Help, "help", COMMANDS, ["?"], "these keys"),
    bind!(Help, "help", &[Query], ["f1"], "all keys"),
    bind!(Back, "back", &[Query], ["esc"], "to the results"),
    bind!(Back, "back", PANES, ["esc"], "to the query line"),
    bind!(Back, "back", &[Reader, Help], ["esc", "q"], "close"),
    bind!(Back, "back", &[Prompt], ["esc"], "give up"),
    bind!(Accept, "accept", &[Prompt], ["enter"], "do it"),
    bind!(
        Complete,
        "complete",
        &[Query],
        ["tab"],
        "complete; nothing to complete: next pane"
    ),
    bind!(
        CompleteBack,
        "complete-back",
        &[Query],
        ["backtab"],
        "the completion before"
    ),
    bind!(
        HistoryBack,
        "history-back",
        &[Query],
        ["alt-up", "ctrl-up"],
        "the query before"
    ),
    bind!(
        HistoryOn,
        "history-on",
        &[Query],
        ["alt-down", "ctrl-down"],
        "the query after"
    ),
    bind!(
        HistoryFind,
        "history-find",
        &[Query],
        ["ctrl-r"],
        "earlier queries with these letters"
    ),
    bind!(NextPane, "next-pane", PANES, ["tab"], "next pane"),
    bind!(
        PreviousPane,
        "previous-pane",
        PANES,
        ["backtab"],
        "pane before"
    ),
    bind!(
        Query,
        "query",
        &[Results, Timeline, Chips, Reader],
        ["/", "i"],
        "to the query line"
    ),
    bind!(Query, "query", &[Facets], ["i"], "to the query line"),
    bind!(Facets, "facets", PANES, ["f"], "to the facets"),
    bind!(Facets, "facets", &[Query], ["alt-f"], "to the facets"),
    bind!(Timeline, "timeline", PANES, ["t"], "to the timeline"),
    bind!(Timeline, "timeline", &[Query], ["alt-t"], "to the timeline"),
    bind!(
        Up,
        "up",
        &[Results, Facets, Chips, Reader, Help],
        ["up", "k", "ctrl-p"],
        "up"
    ),
    bind!(Up, "up", &[Query, Prompt], ["up", "ctrl-p"], "up"),
    bind!(
        Down,
        "down",
        &[Results, Facets, Chips, Reader, Help],
        ["down", "j", "ctrl-n"],
        "down"
    ),
    bind!(Down, "down", &[Query, Prompt], ["down", "ctrl-n"], "down"),
    bind!(PageUp, "page-up", EVERYWHERE, ["pageup"], "a page up"),
    bind!(
        PageUp,
        "page-up",
        &[Results, Facets, Reader, Help],
        ["ctrl-b", "b"],
        "a page up"
    ),
    bind!(
        PageDown,
        "page-down",
        EVERYWHERE,
        ["pagedown"],
        "a page down"
    ),
    bind!(
        PageDown,
        "page-down",
        &[Reader, Help],
        ["ctrl-f", "space"],
        "a page down"
    ),
    bind!(
        Top,
        "top",
        &[Results, Facets, Timeline, Reader, Help],
        ["home", "g"],
        "to the beginning"
    ),
    bind!(
        Bottom,
        "bottom",
        &[Results, Facets, Timeline, Reader, Help],
        ["end", "G"],
        "to the end"
    ),
    bind!(
        Left,
        "left",
        &[Facets, Timeline, Chips],
        ["left", "h"],
        "left; close a facet"
    ),
    bind!(
        Right,
        "right",
        &[Facets, Timeline, Chips],
        ["right", "l"],
        "right; open a facet"
    ),
    bind!(
        Open,
        "open",
        &[Query],
        ["enter", "ctrl-o"],
        "read the article"
    ),
    bind!(
        Open,
        "open",
        &[Results],
        ["enter", "right", "l"],
        "read the article"
    ),
    bind!(
        Open,
        "open",
        &[Reader],
        ["enter"],
        "follow the link, open the copy"
    ),
    bind!(
        Mark,
        "mark",
        &[Results],
        ["space"],
        "mark the article, to export or print"
    ),
    bind!(Mark, "mark", &[Query], ["ctrl-t"], "mark the article"),
    bind!(
        NextMatch,
        "next-match",
        ARTICLE,
        ["n"],
        "to the next match in the text"
    ),
    bind!(
        PreviousMatch,
        "previous-match",
        ARTICLE,
        ["N"],
        "to the match before"
    ),
    bind!(
        NextLink,
        "next-link",
        &[Reader],
        ["tab", "]"],
        "to the next link or copy"
    ),
    bind!(
        PreviousLink,
        "previous-link",
        &[Reader],
        ["backtab", "["],
        "to the link before"
    ),
    bind!(
        NextArticle,
        "next-article",
        &[Reader],
        ["right", "l", "J"],
        "the next hit"
    ),
    bind!(
        PreviousArticle,
        "previous-article",
        &[Reader],
        ["left", "h", "K"],
        "the hit before"
    ),
    bind!(Similar, "similar", ARTICLE, ["s"], "articles like this one"),
    bind!(
        Similar,
        "similar",
        &[Query],
        ["alt-s"],
        "articles like this one"
    ),
    bind!(
        Family,
        "family",
        ARTICLE,
        ["d"],
        "copies of this story, with differences"
    ),
    bind!(
        Family,
        "family",
        &[Query],
        ["alt-d"],
        "copies of this story"
    ),
    bind!(
        Copy,
        "copy",
        ARTICLE,
        ["y"],
        "copy id, address, headline or citation"
    ),
    bind!(Copy, "copy", &[Query], ["alt-y"], "copy"),
    bind!(Browse, "browse", ARTICLE, ["o"], "open in the browser"),
    bind!(Browse, "browse", &[Query], ["alt-o"], "open in the browser"),
    bind!(
        Export,
        "export",
        ARTICLE,
        ["e"],
        "write this result, or what is marked, to a file"
    ),
    bind!(Export, "export", &[Query], ["alt-e"], "export"),
    bind!(
        Pipe,
        "pipe",
        ARTICLE,
        ["|"],
        "give the text to a command, what is marked if anything is"
    ),
    bind!(Pipe, "pipe", &[Query], ["alt-|"], "pipe"),
    bind!(Save, "save", COMMANDS, ["a"], "save this query"),
    bind!(Save, "save", &[Query], ["alt-a"], "save this query"),
    bind!(
        Sort,
        "sort",
        COMMANDS,
        ["S", "ctrl-s"],
        "best, newest, oldest first"
    ),
    bind!(
        Sort,
        "sort",
        &[Query],
        ["ctrl-s"],
        "best, newest, oldest first"
    ),
    bind!(
        Collapse,
        "collapse",
        PANES,
        ["w"],
        "copies of a story as one, or each"
    ),
    bind!(
        Collapse,
        "collapse",
        &[Query],
        ["alt-w"],
        "copies as one, or each"
    ),
    bind!(
        Preview,
        "preview",
        PANES,
        ["p"],
        "the article beside the list"
    ),
    bind!(Preview, "preview", &[Query], ["alt-p"], "preview"),
    bind!(
        Toggle,
        "toggle",
        &[Facets],
        ["space", "enter"],
        "only this value, or no longer"
    ),
    bind!(
        Exclude,
        "exclude",
        &[Facets],
        ["x", "-"],
        "without this value"
    ),
    bind!(
        FilterValues,
        "filter-values",
        &[Facets],
        ["/"],
        "find a value of this facet"
    ),
    bind!(
        Remove,
        "remove",
        &[Chips],
        ["x", "delete", "backspace", "enter", "space"],
        "remove this filter"
    ),
    bind!(Clear, "clear", COMMANDS, ["X"], "remove all filters"),
    bind!(Clear, "clear", &[Query], ["alt-x"], "remove all filters"),
    bind!(
        Brush,
        "brush",
        &[Timeline],
        ["space", "v"],
        "begin or end a span"
    ),
    bind!(
        GrowLeft,
        "grow-left",
        &[Timeline],
        ["shift-left", "H"],
        "span to the left"
    ),
    bind!(
        GrowRight,
        "grow-right",
        &[Timeline],
        ["shift-right", "L"],
        "span to the right"
    ),
    bind!(
        Open,
        "open",
        &[Timeline],
        ["enter"],
        "only this span or bucket"
    ),
    bind!(
        ZoomIn,
        "zoom-in",
        &[Timeline],
        ["z", "+"],
        "zoom into the span"
    ),
    bind!(ZoomOut, "zoom-out", &[Timeline], ["Z", "-"], "zoom out"),
    bind!(
        NextPeak,
        "next-peak",
        &[Timeline],
        ["n"],
        "to the next peak"
    ),
    bind!(
        Remove,
        "remove",
        &[Timeline],
        ["x", "delete", "backspace"],
        "remove the span"
    ),
    bind!(
        Refresh,
        "refresh",
        COMMANDS,
        ["r", "f5"],
        "search again, with what was indexed since"
    ),
    bind!(Refresh, "refresh", &[Query], ["f5"], "search again"),
    bind!(Redraw, "redraw", EVERYWHERE, ["ctrl-l"], "draw anew"),
    bind!(
        Suspend,
        "suspend",
        EVERYWHERE,
        ["ctrl-z"],
        "to the shell (fg comes back)"
    ),
];

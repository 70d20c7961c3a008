//! The interactive view: type and see. The state changes by events and asks for work
//! (`app`), threads do the work (`worker`), and drawing only looks (`view`).
//!
//! What it shows comes from [`crate::search`]; nothing is counted or found here.

mod action;
mod app;
mod bindings;
mod event_loop;
mod export;
mod judge;
mod keys;
mod layout;
mod page;
mod task;
mod terminal;
mod text;
mod theme;
mod trace;
mod view;
mod worker;

#[cfg(test)]
mod frames;
#[cfg(test)]
mod stage;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::search::{Collapse, Filter, Sort};

pub use event_loop::run;
pub(crate) use judge::no_terminal;
pub use judge::{Judged, judge};
pub use theme::{Colors, ThemeChoice};

/// How the view begins and looks.
#[derive(Debug, Clone)]
pub struct Options {
    /// The query that it begins with.
    pub query: String,
    /// Filters that it begins with; they can be taken away.
    pub filters: Vec<Filter>,
    /// First day or period of the span that it begins with.
    pub since: Option<String>,
    /// Last day or period of that span, inclusive.
    pub until: Option<String>,
    /// Order of the hits.
    pub sort: Sort,
    /// How copies of a story are shown as one; none shows each.
    pub collapse: Option<Collapse>,
    /// Facets of the left pane, from the top.
    pub facets: Vec<String>,
    /// Whether Enter prints ids and ends: the standard output is no terminal.
    pub picks: bool,
    /// Ends at once, with its id, if the first query has one hit.
    pub select_one: bool,
    /// Whether the article is shown beside the list; none leaves it to the width.
    pub preview: Option<bool>,
    /// Colours for a dark or a light background.
    pub theme: ThemeChoice,
    /// How many colours the terminal has.
    pub colors: Colors,
    /// Whether to do without signs beyond ASCII.
    pub ascii: bool,
    /// Whether something may move without a key.
    pub motion: bool,
    /// Whether the mouse is read.
    pub mouse: bool,
    /// Whether lines from right to left are put in visual order here; else the terminal does.
    pub bidi: bool,
    /// Whether addresses are links (OSC 8).
    pub links: bool,
    /// Keys in place of the usual ones: name of an action, its keys.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Saved queries, by name.
    pub saved: BTreeMap<String, String>,
    /// Earlier queries, the latest last.
    pub history: Vec<String>,
    /// The file of earlier queries and how many it keeps; none keeps none.
    pub history_file: Option<(PathBuf, usize)>,
    /// The file of saved queries.
    pub saved_file: Option<PathBuf>,
    /// Words of the command that gets what is copied; none uses the terminal's clipboard (OSC 52).
    pub copy: Vec<String>,
    /// Words of the command that opens an address, which is added to them; none uses the system's.
    pub browser: Vec<String>,
    /// Where the time from each key to its frames is written, as JSON lines.
    pub trace: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            query: String::new(),
            filters: Vec::new(),
            since: None,
            until: None,
            sort: Sort::Relevance,
            collapse: Some(Collapse::Earliest),
            facets: [
                "source", "section", "year", "place", "language", "agency", "author", "property",
            ]
            .map(String::from)
            .to_vec(),
            picks: false,
            select_one: false,
            preview: None,
            theme: ThemeChoice::Dark,
            colors: Colors::Ansi16,
            ascii: false,
            motion: true,
            mouse: true,
            bidi: true,
            links: false,
            keys: BTreeMap::new(),
            saved: BTreeMap::new(),
            history: Vec::new(),
            history_file: None,
            saved_file: None,
            copy: Vec::new(),
            browser: Vec::new(),
            trace: None,
        }
    }
}

/// How the view ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Articles were chosen, to be printed.
    Chosen {
        /// Their ids, in the order in which they were marked.
        ids: Vec<String>,
        /// The query as it stood.
        query: String,
    },
    /// It was left without a choice.
    Left {
        /// The query as it stood.
        query: String,
    },
    /// It was asked to end by a signal, or its terminal went away.
    Stopped,
}

//! What the view asks to be done beside it, and what comes back. Plain values: the view itself does
//! no work that can wait for a disk.

use std::path::PathBuf;

use jiff::civil::Date;

use super::app::Unfinished;
use crate::error::Result;
use crate::facets::Bucket;
use crate::search::{Completion, Family, ReadArticle, Request, Response, Timeline};

/// Something to be done on another thread.
#[derive(Debug, Clone)]
pub(crate) enum Task {
    /// Search; a newer one takes the place of one that waits, and stops one that runs.
    Search {
        /// Counts searches; answers to older ones are not shown.
        turn: u64,
        /// What to search for.
        request: Box<Request>,
        /// What to search for where no article has all words as they stand.
        unfinished: Option<Unfinished>,
        /// Whether the timeline is counted without the span of dates, since the brush stands on it.
        sideways: bool,
    },
    /// Peaks of the timeline, asked for when nothing was typed for a moment.
    Peaks {
        /// The search that they belong to.
        turn: u64,
        /// With a timeline that names peaks.
        request: Box<Request>,
    },
    /// The next hits of a search.
    More {
        /// The search that they belong to.
        turn: u64,
        /// With its cursor.
        request: Box<Request>,
    },
    /// Read an article with what the query lights in it.
    Read {
        /// Its id.
        id: String,
        /// The request that lights it.
        request: Box<Request>,
    },
    /// Find an article by its address, to follow a link.
    Follow {
        /// The address.
        url: String,
        /// The request that lights it.
        request: Box<Request>,
    },
    /// The copies of a story.
    Family {
        /// An article of it.
        id: String,
    },
    /// What the word at the cursor may become.
    Complete {
        /// Counts them; answers to older ones are not shown.
        turn: u64,
        /// What is wanted.
        wanted: Completing,
    },
    /// Tell from which day to which the archive reaches, and how many articles it has in each
    /// bucket of a width.
    Spans {
        /// The width.
        by: Bucket,
    },
    /// Put a text on the clipboard.
    Copy {
        /// What it is, for the message.
        what: &'static str,
        /// The text.
        text: String,
    },
    /// A citation of an article on the clipboard.
    Cite {
        /// Its id.
        id: String,
        /// Its form.
        style: crate::output::CiteStyle,
    },
    /// Open an address in the browser.
    Browse {
        /// The address.
        url: String,
    },
    /// Write articles to a file.
    Export {
        /// Which.
        which: Which,
        /// The file; its ending says the form.
        path: PathBuf,
    },
    /// Give articles to a command of the user's, which has the terminal while it runs.
    Pipe {
        /// Which.
        which: Which,
        /// The command, for the shell.
        command: String,
    },
    /// Save a query by name.
    Save {
        /// Its name.
        name: String,
        /// The query.
        query: String,
    },
    /// Keep a query in the history.
    Remember(String),
    /// Draw everything anew.
    Redraw,
    /// Stop, as the shell's Ctrl-Z does.
    Suspend,
}

/// Articles to export or pipe.
#[derive(Debug, Clone)]
pub(crate) enum Which {
    /// All that a request finds, in its order, up to its limit.
    Found(Box<Request>),
    /// These ids.
    Ids(Vec<String>),
}

/// What a completion is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Completing {
    /// Values of a facet that have a word that begins so.
    Values {
        /// Name of the facet.
        facet: String,
        /// What is typed of it.
        prefix: String,
    },
    /// Words of the index that begin so.
    Words {
        /// What is typed of it.
        prefix: String,
    },
}

/// What came of a task.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Of [`Task::Search`].
    Found {
        turn: u64,
        /// What was searched for.
        request: Box<Request>,
        result: Result<Box<Response>>,
        sideways: Option<Timeline>,
    },
    /// Of [`Task::Peaks`].
    Peaks { turn: u64, timeline: Timeline },
    /// Of [`Task::More`].
    More {
        turn: u64,
        result: Result<Box<Response>>,
    },
    /// Of [`Task::Read`] and [`Task::Follow`].
    Read {
        id: String,
        result: Result<Box<ReadArticle>>,
    },
    /// Of [`Task::Follow`], where no article of the index has the address.
    NotHere { url: String },
    /// Of [`Task::Family`].
    Family {
        id: String,
        result: Result<Option<Box<Family>>>,
    },
    /// Of [`Task::Complete`].
    Completed { turn: u64, found: Vec<Completion> },
    /// Of [`Task::Spans`]: the first and the last day, but for a few articles far from the others.
    Spans {
        first: Date,
        last: Date,
        by: Bucket,
        all: Vec<(Date, u64)>,
    },
    /// The index has changed; the next search sees it.
    Reloaded { articles: u64 },
    /// The index can't be read any more as it is now.
    Lost { message: String },
    /// Something was done.
    Done { message: String },
    /// Something could not be done.
    Failed { message: String },
}

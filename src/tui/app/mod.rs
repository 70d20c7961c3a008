//! The state of the interactive view, and how it changes: an event in, tasks out. No input or output
//! here, no clock and no thread, so that every state can be reached by a test.

mod answers;
mod chips;
mod complete;
mod facets;
mod keys;
mod line;
mod mouse;
mod moves;
mod narrow;
mod opened;
mod prompt;
mod results;
mod timeline;

#[cfg(test)]
mod line_tests;
#[cfg(test)]
mod random_tests;
#[cfg(test)]
mod tests;

use crossterm::event::{KeyEvent, MouseEvent};

use super::action::Mode;
use super::keys::KeyMap;
use super::layout::{Areas, Shape, areas};
use super::task::{Answer, Task};
use super::{Options, Outcome};

pub(crate) use complete::Completer;
pub(crate) use facets::{FacetPane, FacetRow};
pub(crate) use line::{Problem, QueryLine, Unfinished};
pub(crate) use narrow::{Chip, Mark, Narrow};
pub(crate) use opened::{Opened, Reading, Shown};
pub(crate) use prompt::{Prompt, PromptKind};
pub(crate) use results::{Results, grouped, total};
pub(crate) use timeline::{Bar, TimelinePane, last_day};

/// What happens to the view.
#[expect(
    clippy::large_enum_variant,
    reason = "each is made once and moved to the state; none is kept"
)]
#[derive(Debug)]
pub(crate) enum Event {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// A task was done.
    Answer(Answer),
    /// Time has passed.
    Tick,
    /// The program is asked to end (SIGTERM, SIGHUP, a lost terminal).
    Stop,
}

/// A message in the last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) text: String,
    pub(crate) error: bool,
    /// Milliseconds at which it goes.
    until: u64,
}

/// The whole state.
#[derive(Debug)]
pub(crate) struct App {
    /// The query as it is typed.
    pub(crate) line: QueryLine,
    /// What narrows the search beside the query.
    pub(crate) narrow: Narrow,
    /// Completions of the word at the cursor.
    pub(crate) completer: Completer,
    /// What the last good query found.
    pub(crate) results: Results,
    /// The pane of facets.
    pub(crate) facets: FacetPane,
    /// The timeline and the brush on it.
    pub(crate) timeline: TimelinePane,
    /// The article beside the list or over it, or the copies of a story.
    pub(crate) reading: Reading,
    /// A line that is asked for.
    pub(crate) prompt: Option<Prompt>,
    /// Where keys go when nothing lies over the panes.
    pub(crate) focus: Mode,
    /// Which filter the keys are on.
    pub(crate) chip: usize,
    /// Whether the page of keys is shown, and its first line.
    pub(crate) help: Option<usize>,
    /// Whether the article is shown beside the list; none leaves it to the width.
    pub(crate) preview: Option<bool>,
    /// A message in the last line.
    pub(crate) message: Option<Message>,
    /// Articles in the index; none before the first answer.
    pub(crate) articles: Option<u64>,
    /// Which key does what.
    pub(crate) keys: KeyMap,
    /// Whether Enter prints ids and ends, as the standard output is no terminal.
    pub(crate) picks: bool,
    /// Columns and rows.
    pub(crate) size: (u16, u16),
    /// Milliseconds since the start, as the caller tells them.
    pub(crate) now: u64,
    /// How it ended.
    pub(crate) outcome: Option<Outcome>,
    one: bool,
}

impl App {
    /// The view as it begins, with what to do first.
    pub(crate) fn new(options: &Options, keys: KeyMap, size: (u16, u16)) -> (App, Vec<Task>) {
        let mut app = App {
            line: QueryLine::new(
                &options.query,
                options.history.clone(),
                options.saved.clone(),
            ),
            narrow: Narrow::new(options),
            completer: Completer::default(),
            results: Results::default(),
            facets: FacetPane::new(&options.facets),
            timeline: TimelinePane::default(),
            reading: Reading::new(options.ascii),
            prompt: None,
            focus: Mode::Query,
            chip: 0,
            help: None,
            preview: options.preview,
            message: None,
            articles: None,
            keys,
            picks: options.picks,
            size,
            now: 0,
            outcome: None,
            one: options.select_one,
        };
        let mut tasks = Vec::new();
        app.search(&mut tasks);
        let by = app.timeline.bucket();
        tasks.push(Task::Spans { by });
        (app, tasks)
    }

    /// Changes the state by an event; `now` is milliseconds since the start.
    pub(crate) fn update(&mut self, event: Event, now: u64) -> Vec<Task> {
        self.now = now;
        let mut tasks = Vec::new();
        match event {
            Event::Key(key) => self.key(key, &mut tasks),
            Event::Mouse(mouse) => self.mouse(mouse, &mut tasks),
            Event::Paste(text) => self.paste(&text, &mut tasks),
            Event::Resize(width, height) => {
                self.size = (width, height);
                self.reading.laid_out_for(0);
            }
            Event::Answer(answer) => self.answer(answer, &mut tasks),
            Event::Tick => {}
            Event::Stop => {
                self.end(None, &mut tasks);
                self.outcome = Some(Outcome::Stopped);
            }
        }
        if self.message.as_ref().is_some_and(|m| m.until <= now) {
            self.message = None;
        }
        self.peaks_when_settled(&mut tasks);
        self.lay_out(&mut tasks);
        tasks
    }

    /// Where keys go now.
    pub(crate) fn mode(&self) -> Mode {
        if self.prompt.is_some() {
            Mode::Prompt
        } else if self.help.is_some() {
            Mode::Help
        } else if self.reading.is_open() {
            Mode::Reader
        } else {
            self.focus
        }
    }

    /// Where the panes stand.
    pub(crate) fn areas(&self) -> Areas {
        areas(&Shape {
            width: self.size.0,
            height: self.size.1,
            chips: !self.narrow.chips().is_empty(),
            notes: self.line.remarks() > 0,
            preview: self.preview,
        })
    }

    /// Whether time must pass for something to change: a message that goes, a search that runs.
    pub(crate) fn waits(&self) -> bool {
        self.message.is_some() || self.results.running() || self.timeline.wants_peaks()
    }

    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.tell(text.into(), false);
    }

    pub(super) fn fail(&mut self, text: impl Into<String>) {
        self.tell(text.into(), true);
    }

    fn tell(&mut self, text: String, error: bool) {
        const SHOWN_MS: u64 = 6000;
        let until = self.now + SHOWN_MS;
        self.message = Some(Message { text, error, until });
    }

    /// Ends, with these ids for the caller to print.
    pub(super) fn end(&mut self, ids: Option<Vec<String>>, tasks: &mut Vec<Task>) {
        if let Some(query) = self.line.worth_keeping() {
            tasks.push(Task::Remember(query));
        }
        let query = self.line.text().to_owned();
        self.outcome = Some(match ids {
            Some(ids) => Outcome::Chosen { ids, query },
            None => Outcome::Left { query },
        });
    }
}

//! Judging in the terminal: a topic, its articles one by one, a key for each grade. `sitting` is the
//! state, `view` draws it; here keys are read and what follows from them is done.
//!
//! Unlike the interactive view this one reads and writes on the thread that draws: an article is a
//! record of a millisecond, and no key may count before the grade before it is written.

mod keys;
mod sitting;
#[cfg(test)]
mod tests;
mod view;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::event::{self, Event, KeyEventKind, MouseEventKind};

use super::Options;
use super::terminal::{Modes, Screen};
use super::theme::Look;
use crate::error::{Error, Result};
use crate::eval::{Change, JudgedFile, Judging, plain_words};
use crate::search::{Match, ReadArticle, Request, Searcher};
use keys::Act;
use sitting::{Sitting, Step};

/// How a sitting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Judgements that were made, less those taken back.
    pub judged: usize,
    /// Articles of all pools that have none yet.
    pub left: usize,
    /// Whether a signal ended it.
    pub stopped: bool,
}

/// Shows articles and writes their grades into a file, until it is left. The file is left open, see
/// [`JudgedFile::close`].
///
/// # Errors
/// [`Error::Argument`] where there is no terminal.
pub fn judge(
    searcher: &Searcher,
    judging: Judging,
    file: &mut JudgedFile,
    options: &Options,
) -> Result<Judged> {
    let look = Look::new(options);
    let modes = Modes {
        mouse: options.mouse,
        bidi: options.bidi,
        links: false,
    };
    let stopped = stopping();
    let mut screen = Screen::open(modes).map_err(|error| no_terminal(&error.to_string()))?;
    let size = screen.size().unwrap_or((80, 24));
    let mut sitting = Sitting::new(judging, size, options.ascii);
    let mut reader = Reader::new(searcher);
    while !stopped.load(Ordering::Relaxed) {
        if sitting.wanted().is_some() {
            let read = reader.read(&sitting.judging);
            sitting.opened(read);
        }
        if screen
            .draw(|frame| view::draw(&sitting, &look, frame), &[])
            .is_err()
        {
            // The terminal is gone.
            stopped.store(true, Ordering::Relaxed);
            break;
        }
        let Some(event) = next_event(&stopped) else {
            break;
        };
        let step = take(&mut sitting, &look, event);
        match step {
            Step::Draw => {}
            Step::Write(change) => {
                let written = write(file, &change);
                sitting.written(&change, written);
            }
            Step::Redraw => drop(screen.forget()),
            Step::Suspend => {
                screen.give_back();
                #[cfg(unix)]
                let _ = signal_hook::low_level::raise(signal_hook::consts::SIGTSTP);
                if screen.take().is_err() {
                    break;
                }
                sitting.resized(screen.size().unwrap_or(sitting.size));
            }
            Step::Leave => break,
        }
    }
    screen.give_back();
    Ok(Judged {
        judged: sitting.judged,
        left: sitting.judging.left(),
        stopped: stopped.load(Ordering::Relaxed),
    })
}

/// The error of a place where nobody can press a key.
pub(crate) fn no_terminal(why: &str) -> Error {
    Error::Argument {
        message: format!("there is no terminal to judge at: {why}"),
        help: Some("print the pool for other tools: dateline judge --list".into()),
    }
}

/// Writes a change.
fn write(file: &mut JudgedFile, change: &Change) -> Result<()> {
    match (change.undoes, change.grade) {
        (false, Some(grade)) => file.set(&change.topic, &change.doc, grade),
        (_, before) => file.take_back(&change.topic, &change.doc, before),
    }
}

/// Gives the state an event of the terminal.
fn take(sitting: &mut Sitting, look: &Look, event: Event) -> Step {
    let rows = usize::from(view::areas(sitting, look).page.height);
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => match keys::act(key) {
            Some(act) => return sitting.act(act, rows),
            None => sitting.other(),
        },
        Event::Resize(width, height) => sitting.resized((width, height)),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::ScrollDown => return sitting.act(Act::Scroll(3), rows),
            MouseEventKind::ScrollUp => return sitting.act(Act::Scroll(-3), rows),
            _ => {}
        },
        _ => {}
    }
    Step::Draw
}

/// The next event; none when a signal came first, or when no events come any more.
fn next_event(stopped: &AtomicBool) -> Option<Event> {
    const MOMENT: Duration = Duration::from_millis(100);
    while !stopped.load(Ordering::Relaxed) {
        match event::poll(MOMENT) {
            Ok(false) => {}
            Ok(true) => match event::read() {
                Ok(event) => return Some(event),
                Err(_) => break,
            },
            Err(_) => break,
        }
    }
    stopped.store(true, Ordering::Relaxed);
    None
}

/// Set by SIGTERM, SIGHUP and SIGINT.
fn stopping() -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        for signal in [SIGTERM, SIGHUP, SIGINT] {
            if let Err(error) = signal_hook::flag::register(signal, Arc::clone(&stopped)) {
                tracing::warn!(%error, "a signal is not watched");
            }
        }
    }
    stopped
}

/// Reads articles with the words of their topic lit.
struct Reader<'a> {
    searcher: &'a Searcher,
    /// By number of the topic: its title as a query that can be read.
    queries: HashMap<usize, Request>,
}

impl Reader<'_> {
    fn new(searcher: &Searcher) -> Reader<'_> {
        Reader {
            searcher,
            queries: HashMap::new(),
        }
    }

    /// The article that `judging` is at.
    fn read(&mut self, judging: &Judging) -> Result<ReadArticle> {
        let topic = judging.place().0;
        let title = &judging.topic().title;
        let any = |query: &str| Request {
            matching: Match::Any,
            ..Request::new(query)
        };
        let request = self.queries.entry(topic).or_insert_with(|| any(title));
        match self.searcher.read_article(request, judging.doc()) {
            // A title is text; where it happens to be no query its words are lit.
            Err(Error::Query { .. }) => {
                *request = any(&plain_words(title));
                self.searcher.read_article(request, judging.doc())
            }
            read => read,
        }
    }
}

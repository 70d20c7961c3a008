//! The loop: events in, state changed, tasks out, one frame for all that came at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use crossterm::event as terminal_event;

use super::app::{App, Event};
use super::export;
use super::keys::KeyMap;
use super::task::Task;
use super::terminal::{Modes, Screen};
use super::theme::Look;
use super::trace::Trace;
use super::worker::{Timed, Workers};
use super::{Options, Outcome, view};
use crate::error::{Error, Result};
use crate::search::Searcher;

/// Events that one frame may wait for.
const BURST: usize = 256;

/// How long a file that is being written may hold up the end.
const FINISH: Duration = Duration::from_secs(10);

/// Runs the view over an index until it is left.
///
/// # Errors
/// [`Error::Argument`] for keys that can't be read, and where there is no terminal.
pub fn run(searcher: Searcher, options: &Options) -> Result<Outcome> {
    let keys = KeyMap::new(&options.keys)?;
    let look = Look::new(options);
    let modes = Modes {
        mouse: options.mouse,
        bidi: options.bidi,
        links: options.links,
    };
    let mut trace = Trace::new(options.trace.as_deref())?;
    let (send, receive) = unbounded();
    stop_on_signals(&send);
    let mut screen = Screen::open(modes).map_err(|error| Error::Argument {
        message: format!("there is no terminal to draw on: {error}"),
        help: Some("in a pipe or a script: dateline search QUERY".into()),
    })?;
    let input = Input::start(send.clone());
    let workers = Workers::start(searcher, options, &send);
    let size = screen.size().unwrap_or((80, 24));
    let (mut app, tasks) = App::new(options, keys, size);
    let started = Instant::now();
    let mut desk = Desk {
        screen: &mut screen,
        input: &input,
        workers: &workers,
        options,
        send: &send,
    };
    tasks.into_iter().for_each(|task| desk.give(task));
    let mut still = false;
    while app.outcome.is_none() {
        let drawn = match still {
            true => Ok(()),
            false => {
                let links = view::links(&app);
                desk.screen
                    .draw(|frame| view::draw(&app, &look, frame), &links)
            }
        };
        if drawn.is_err() {
            // The terminal is gone.
            app.update(Event::Stop, ms(started))
                .into_iter()
                .for_each(|t| desk.give(t));
            break;
        }
        trace.drawn(&app);
        let Some(events) = next_events(&receive, &app) else {
            break;
        };
        let message = app.message.is_some();
        still = events.iter().all(|(event, _)| matches!(event, Event::Tick));
        for (event, read) in events {
            trace.came(&event, read, &app);
            let tasks = app.update(event, ms(started));
            trace.changed(&app);
            tasks.into_iter().for_each(|task| desk.give(task));
            if app.outcome.is_some() {
                break;
            }
        }
        // Time alone changes a message that goes and the sign of a search that runs.
        still &= message == app.message.is_some() && !app.results.running();
    }
    screen.give_back();
    input.end();
    workers.finish(FINISH);
    trace.finish()?;
    Ok(app.outcome.unwrap_or(Outcome::Stopped))
}

fn ms(started: Instant) -> u64 {
    started.elapsed().as_millis() as u64
}

/// What came since the last frame: at least one event, or a tick where time matters.
fn next_events(receive: &Receiver<Timed>, app: &App) -> Option<Vec<Timed>> {
    const WAITS: Duration = Duration::from_millis(50);
    const RESTS: Duration = Duration::from_secs(3600);
    let wait = if app.waits() { WAITS } else { RESTS };
    let first = match receive.recv_timeout(wait) {
        Ok(event) => event,
        Err(RecvTimeoutError::Timeout) => (Event::Tick, Instant::now()),
        Err(RecvTimeoutError::Disconnected) => return None,
    };
    let mut events = vec![first];
    events.extend(receive.try_iter().take(BURST));
    Some(events)
}

/// What tasks are done with.
struct Desk<'a> {
    screen: &'a mut Screen,
    input: &'a Input,
    workers: &'a Workers,
    options: &'a Options,
    send: &'a Sender<Timed>,
}

impl Desk<'_> {
    /// Does what belongs to the terminal, and gives the rest to the threads.
    fn give(&mut self, task: Task) {
        match task {
            Task::Redraw => drop(self.screen.forget()),
            Task::Suspend => self.away(|| {
                #[cfg(unix)]
                let _ = signal_hook::low_level::raise(signal_hook::consts::SIGTSTP);
            }),
            Task::Copy { what, text } => self.copy(what, &text),
            Task::Cite { id, style } => {
                let searcher = self.workers.current.get();
                match export::citation(&searcher, &id, style) {
                    Ok(text) => self.copy("citation", &text),
                    Err(error) => self.tell(export::failed(&error)),
                }
            }
            Task::Pipe { which, command } => {
                let searcher = self.workers.current.get();
                let text = match export::texts(&searcher, &which) {
                    Ok(text) => text,
                    Err(error) => return self.tell(export::failed(&error)),
                };
                let mut answer = None;
                self.away(|| answer = Some(export::pipe(&command, &text)));
                answer.into_iter().for_each(|answer| self.tell(answer));
            }
            other => self.workers.give(other),
        }
    }

    /// Gives the terminal to something else for a while.
    fn away(&mut self, work: impl FnOnce()) {
        let held = self.input.hold();
        self.screen.give_back();
        work();
        drop(held);
        if self.screen.take().is_err() {
            let _ = self.send.send((Event::Stop, Instant::now()));
        }
        if let Ok((width, height)) = self.screen.size() {
            let _ = self
                .send
                .send((Event::Resize(width, height), Instant::now()));
        }
    }

    fn copy(&mut self, what: &str, text: &str) {
        let copied = match self.options.copy.split_first() {
            Some((program, words)) => export::feed(program, words, text),
            None => self.screen.copy(text),
        };
        self.tell(export::copied(what, copied));
    }

    fn tell(&self, answer: super::task::Answer) {
        let _ = self.send.send((Event::Answer(answer), Instant::now()));
    }
}

/// The thread that reads keys.
struct Input {
    ended: Arc<AtomicBool>,
    /// Held while a key is waited for.
    reading: Arc<Mutex<()>>,
    /// Somebody wants that lock.
    wanted: Arc<AtomicBool>,
}

impl Input {
    fn start(send: Sender<Timed>) -> Input {
        let input = Input {
            ended: Arc::default(),
            reading: Arc::default(),
            wanted: Arc::default(),
        };
        let (ended, reading) = (Arc::clone(&input.ended), Arc::clone(&input.reading));
        let wanted = Arc::clone(&input.wanted);
        let work = move || {
            while !ended.load(Ordering::Relaxed) {
                while wanted.load(Ordering::Acquire) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                let event = {
                    let _held = reading.lock().unwrap_or_else(PoisonError::into_inner);
                    next_input()
                };
                match event {
                    Ok(Some(event)) => {
                        if send.send((event, Instant::now())).is_err() {
                            return;
                        }
                    }
                    Ok(None) => {}
                    Err(_) => {
                        let _ = send.send((Event::Stop, Instant::now()));
                        return;
                    }
                }
            }
        };
        let thread = std::thread::Builder::new().name("dateline-keys".into());
        if let Err(error) = thread.spawn(work) {
            tracing::warn!(%error, "no thread for keys");
        }
        input
    }

    /// Reads no keys until the guard is dropped.
    fn hold(&self) -> std::sync::MutexGuard<'_, ()> {
        self.wanted.store(true, Ordering::Release);
        let held = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        self.wanted.store(false, Ordering::Release);
        held
    }

    fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

/// The next event of the terminal; none if there was none for a moment, or one of no use.
fn next_input() -> std::io::Result<Option<Event>> {
    const MOMENT: Duration = Duration::from_millis(50);
    if !terminal_event::poll(MOMENT)? {
        return Ok(None);
    }
    Ok(match terminal_event::read()? {
        terminal_event::Event::Key(key) => Some(Event::Key(key)),
        terminal_event::Event::Mouse(mouse) => Some(Event::Mouse(mouse)),
        terminal_event::Event::Paste(text) => Some(Event::Paste(text)),
        terminal_event::Event::Resize(width, height) => Some(Event::Resize(width, height)),
        _ => None,
    })
}

/// SIGTERM, SIGHUP and SIGINT end the view as leaving it does.
fn stop_on_signals(send: &Sender<Timed>) {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let send = send.clone();
        match signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT]) {
            Ok(mut signals) => {
                let thread = std::thread::Builder::new().name("dateline-signals".into());
                let _ = thread.spawn(move || {
                    for _ in signals.forever() {
                        if send.send((Event::Stop, Instant::now())).is_err() {
                            return;
                        }
                    }
                });
            }
            Err(error) => tracing::warn!(%error, "signals are not watched"),
        }
    }
    #[cfg(not(unix))]
    let _ = send;
}

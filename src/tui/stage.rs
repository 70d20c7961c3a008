//! The view without a terminal, for tests: a state over the sample corpus in memory, whose tasks are
//! done at once or held back, and its frames as text. No clock, no thread, no file.

use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::OnceLock;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use super::app::{App, Event};
use super::keys::KeyMap;
use super::task::{Answer, Task};
use super::theme::Look;
use super::{Options, export, view, worker};
use crate::index::{IndexOptions, Progress, WriteAccess, index_sources};
use crate::ingest::walk;
use crate::search::{Searcher, Stop};

/// The sample corpus and the corpus of languages, 103 articles, indexed once.
pub(super) fn archive() -> &'static Searcher {
    static ARCHIVE: OnceLock<Searcher> = OnceLock::new();
    ARCHIVE.get_or_init(|| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let (files, _) = walk(&[root.join("sample"), root.join("languages")]);
        let mut access = WriteAccess::in_memory();
        let options = IndexOptions {
            threads: 1,
            ..IndexOptions::default()
        };
        let mut refuse = |_: &crate::ingest::Rejection, _: bool| Ok(());
        let progress = Progress::default();
        index_sources(&mut access, &files, &options, &progress, &mut refuse).unwrap();
        Searcher::open(access.archive()).unwrap()
    })
}

/// An index without articles.
fn empty() -> &'static Searcher {
    static EMPTY: OnceLock<Searcher> = OnceLock::new();
    EMPTY.get_or_init(|| Searcher::open(&crate::index::Archive::in_memory()).unwrap())
}

/// What frames say a search took.
const TOOK_MS: f64 = 1.5;

/// A view and what stands behind it.
pub(super) struct Stage {
    pub(super) app: App,
    pub(super) options: Options,
    look: Look,
    searcher: &'static Searcher,
    /// Milliseconds since the start.
    now: u64,
    /// Whether tasks wait for [`Stage::release`].
    holds: bool,
    /// Tasks that wait.
    pub(super) waiting: VecDeque<Task>,
    /// Tasks that leave the view (copies, files, addresses ...), which are noted and not done.
    pub(super) left: Vec<Task>,
    /// Searches that were asked for.
    pub(super) searches: usize,
}

impl Stage {
    /// A view of 80 columns and 24 rows, before its first answer if `holds`.
    pub(super) fn new() -> Stage {
        Stage::with(Options::default(), (80, 24))
    }

    /// A view with options, of a size, with the answers to its first tasks.
    pub(super) fn with(options: Options, size: (u16, u16)) -> Stage {
        Stage::over(archive(), options, size, false)
    }

    /// A view over an empty index.
    pub(super) fn without_articles() -> Stage {
        Stage::over(empty(), Options::default(), (80, 24), false)
    }

    /// A view whose tasks wait, the first ones too.
    pub(super) fn holding() -> Stage {
        Stage::over(archive(), Options::default(), (80, 24), true)
    }

    fn over(searcher: &'static Searcher, options: Options, size: (u16, u16), holds: bool) -> Stage {
        let keys = KeyMap::new(&options.keys).unwrap();
        let (app, tasks) = App::new(&options, keys, size);
        let mut stage = Stage {
            app,
            look: Look::new(&options),
            options,
            searcher,
            now: 0,
            holds,
            waiting: VecDeque::new(),
            left: Vec::new(),
            searches: 0,
        };
        stage.ask(tasks);
        stage
    }

    /// Gives the state an event, and does what it asks for.
    pub(super) fn event(&mut self, event: Event) -> &mut Stage {
        let tasks = self.app.update(event, self.now);
        self.ask(tasks);
        self
    }

    /// As if a task had been answered so.
    pub(super) fn answer(&mut self, answer: Answer) -> &mut Stage {
        self.event(Event::Answer(answer))
    }

    fn ask(&mut self, tasks: Vec<Task>) {
        let searches = |task: &&Task| matches!(task, Task::Search { .. });
        self.searches += tasks.iter().filter(searches).count();
        self.waiting.extend(tasks);
        if !self.holds {
            self.release();
        }
    }

    /// Keeps tasks back from now on.
    pub(super) fn hold(&mut self) -> &mut Stage {
        self.holds = true;
        self
    }

    /// Does all tasks that wait, and those that follow from them.
    pub(super) fn release(&mut self) -> &mut Stage {
        self.holds = false;
        let mut most = 1000;
        while let Some(task) = self.waiting.pop_front() {
            most -= 1;
            assert!(most > 0, "tasks follow from tasks without an end: {task:?}");
            let Some(answer) = self.done(task) else {
                continue;
            };
            let tasks = self.app.update(Event::Answer(answer), self.now);
            let searches = |task: &&Task| matches!(task, Task::Search { .. });
            self.searches += tasks.iter().filter(searches).count();
            self.waiting.extend(tasks);
        }
        self
    }

    /// Does a task as the threads do, but for what leaves the view.
    pub(super) fn done(&mut self, task: Task) -> Option<Answer> {
        match task {
            Task::Search { .. } | Task::Peaks { .. } => {
                let mut answer = worker::searched(task, self.searcher, &Stop::never());
                if let Some(Answer::Found {
                    result: Ok(response),
                    ..
                }) = &mut answer
                {
                    response.timing_ms.total = TOOK_MS;
                }
                answer
            }
            Task::Copy { what, .. } => {
                self.left.push(task);
                Some(export::copied(what, Ok(())))
            }
            Task::Cite { .. }
            | Task::Browse { .. }
            | Task::Export { .. }
            | Task::Pipe { .. }
            | Task::Save { .. }
            | Task::Remember(_)
            | Task::Redraw
            | Task::Suspend => {
                self.left.push(task);
                None
            }
            task => worker::work(task, self.searcher, &self.options),
        }
    }

    /// Presses keys by name, one after the other.
    pub(super) fn press(&mut self, keys: &str) -> &mut Stage {
        for name in keys.split_whitespace() {
            self.event(Event::Key(key(name)));
        }
        self
    }

    /// Types letters.
    pub(super) fn type_text(&mut self, text: &str) -> &mut Stage {
        for letter in text.chars() {
            let key = KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE);
            self.event(Event::Key(key));
        }
        self
    }

    /// Pastes a text.
    pub(super) fn paste(&mut self, text: &str) -> &mut Stage {
        self.event(Event::Paste(text.to_owned()))
    }

    /// Something that the mouse does at a cell.
    pub(super) fn mouse(&mut self, kind: MouseEventKind, x: u16, y: u16) -> &mut Stage {
        self.event(Event::Mouse(MouseEvent {
            kind,
            column: x,
            row: y,
            modifiers: KeyModifiers::NONE,
        }))
    }

    /// Presses and lets go the left button at a cell.
    pub(super) fn click(&mut self, x: u16, y: u16) -> &mut Stage {
        self.mouse(MouseEventKind::Down(MouseButton::Left), x, y);
        self.mouse(MouseEventKind::Up(MouseButton::Left), x, y)
    }

    /// Draws the mouse from one cell to another, by way of one between them.
    pub(super) fn drag(&mut self, from: (u16, u16), to: (u16, u16)) -> &mut Stage {
        self.mouse(MouseEventKind::Down(MouseButton::Left), from.0, from.1);
        let between = (from.0.midpoint(to.0), from.1.midpoint(to.1));
        for (x, y) in [between, to] {
            self.mouse(MouseEventKind::Drag(MouseButton::Left), x, y);
        }
        self.mouse(MouseEventKind::Up(MouseButton::Left), to.0, to.1)
    }

    /// The window has another size.
    pub(super) fn resize(&mut self, width: u16, height: u16) -> &mut Stage {
        self.event(Event::Resize(width, height))
    }

    /// Time passes.
    pub(super) fn pass(&mut self, ms: u64) -> &mut Stage {
        self.now += ms;
        self.event(Event::Tick)
    }

    /// The rows of the window now, without spaces at their ends.
    pub(super) fn text(&self) -> String {
        let (buffer, _) = self.drawn();
        let rows: Vec<String> = (0..buffer.area.height)
            .map(|y| text_of(&buffer, y))
            .collect();
        rows.join("\n")
    }

    /// The window now: its rows, then the cursor and the style of each run of cells that has one.
    pub(super) fn frame(&self) -> String {
        let (buffer, cursor) = self.drawn();
        frame_of(&buffer, cursor)
    }

    fn drawn(&self) -> (Buffer, Option<(u16, u16)>) {
        let (width, height) = self.app.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| view::draw(&self.app, &self.look, frame))
            .unwrap();
        let backend = terminal.backend();
        let at = backend.cursor_position();
        let cursor = backend.cursor_visible().then_some((at.x, at.y));
        (backend.buffer().clone(), cursor)
    }
}

/// A frame as text.
pub(super) fn frame_of(buffer: &Buffer, cursor: Option<(u16, u16)>) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        // The bar keeps blank rows and their number in sight.
        writeln!(out, "|{}", text_of(buffer, y)).unwrap();
    }
    match cursor {
        Some((x, y)) => writeln!(out, "\ncursor {x},{y}").unwrap(),
        None => writeln!(out, "\nno cursor").unwrap(),
    }
    for y in 0..buffer.area.height {
        let styles = styles_of(buffer, y);
        if !styles.is_empty() {
            writeln!(out, "{y}: {styles}").unwrap();
        }
    }
    out
}

/// A key by its name, as a terminal reports it.
pub(super) fn key(name: &str) -> KeyEvent {
    let mut rest = name;
    let mut held = KeyModifiers::NONE;
    for (prefix, modifier) in [
        ("ctrl-", KeyModifiers::CONTROL),
        ("alt-", KeyModifiers::ALT),
        ("shift-", KeyModifiers::SHIFT),
    ] {
        if let Some(after) = rest.strip_prefix(prefix).filter(|after| !after.is_empty()) {
            rest = after;
            held |= modifier;
        }
    }
    let code = match rest {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "backspace" => KeyCode::Backspace,
        "delete" => KeyCode::Delete,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pageup" => KeyCode::PageUp,
        "pagedown" => KeyCode::PageDown,
        "space" => KeyCode::Char(' '),
        "f1" => KeyCode::F(1),
        "f5" => KeyCode::F(5),
        one => {
            let mut letters = one.chars();
            let letter = letters.next().unwrap();
            assert_eq!(letters.next(), None, "no key is called {name}");
            KeyCode::Char(letter)
        }
    };
    KeyEvent::new(code, held)
}

fn text_of(buffer: &Buffer, y: u16) -> String {
    let mut out = String::new();
    let mut x = 0;
    while x < buffer.area.width {
        let symbol = buffer[(x, y)].symbol();
        out.push_str(symbol);
        // The cells behind a wide letter belong to it.
        x += (symbol.width() as u16).max(1);
    }
    out.trim_end().to_owned()
}

/// Runs of cells with a style that is seen: `3-9:bold,fg=Yellow`, both ends inclusive. Two blanks
/// end no run.
fn styles_of(buffer: &Buffer, y: u16) -> String {
    let mut runs: Vec<(u16, u16, String)> = Vec::new();
    for x in 0..buffer.area.width {
        let Some(style) = style_of(&buffer[(x, y)]) else {
            continue;
        };
        match runs.last_mut() {
            Some((_, to, same)) if *same == style && x - *to <= 3 => *to = x,
            _ => runs.push((x, x, style)),
        }
    }
    let seen = runs.into_iter().filter(|(.., style)| !style.is_empty());
    let runs: Vec<String> = seen
        .map(|(from, to, style)| format!("{from}-{to}:{style}"))
        .collect();
    runs.join(" ")
}

/// The style of a cell; none if nothing of it is seen.
fn style_of(cell: &Cell) -> Option<String> {
    let mut parts: Vec<String> = cell
        .modifier
        .iter_names()
        .map(|(name, _)| name.to_lowercase())
        .collect();
    // What colour a blank has is not seen.
    let blank = cell.symbol().trim().is_empty();
    let through = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
    if blank && !cell.modifier.intersects(through) {
        if cell.bg == Color::Reset {
            return None;
        }
        parts.clear();
    } else if cell.fg != Color::Reset {
        parts.push(format!("fg={}", cell.fg));
    }
    if cell.bg != Color::Reset {
        parts.push(format!("bg={}", cell.bg));
    }
    Some(parts.join(","))
}

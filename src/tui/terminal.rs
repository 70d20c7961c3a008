//! The terminal: taken over and given back whatever happens, a frame drawn in one piece, links and
//! the clipboard by escape sequences. The only writer of the view.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};

use base64::Engine;
use crossterm::cursor::{MoveTo, RestorePosition, SavePosition, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::{Frame, Terminal};

/// A stretch of a row that leads to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScreenLink {
    /// First column.
    pub(crate) x: u16,
    /// Row.
    pub(crate) y: u16,
    /// Columns.
    pub(crate) width: u16,
    /// The address.
    pub(crate) url: String,
}

/// What to ask of the terminal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Modes {
    /// Whether the mouse is read.
    pub(crate) mouse: bool,
    /// Whether the terminal must leave the order of letters alone.
    pub(crate) bidi: bool,
    /// Whether stretches are made links.
    pub(crate) links: bool,
}

/// A terminal that was taken over. Gives it back when dropped.
pub(crate) struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Tty>>>,
    modes: Modes,
    taken: bool,
}

/// Where frames are written: standard output, or the terminal itself where that is something else.
enum Tty {
    Out(io::Stdout),
    Device(File),
    Err(io::Stderr),
}

impl Tty {
    fn open() -> Tty {
        if io::stdout().is_terminal() {
            return Tty::Out(io::stdout());
        }
        let device = if cfg!(windows) { "CONOUT$" } else { "/dev/tty" };
        match File::options().read(true).write(true).open(device) {
            Ok(file) => Tty::Device(file),
            Err(_) => Tty::Err(io::stderr()),
        }
    }
}

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Tty::Out(out) => out.write(bytes),
            Tty::Device(file) => file.write(bytes),
            Tty::Err(err) => err.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Tty::Out(out) => out.flush(),
            Tty::Device(file) => file.flush(),
            Tty::Err(err) => err.flush(),
        }
    }
}

/// `CSI 8 l`: letters stay in the order in which they are written (ECMA-48, bidirectional support
/// mode; terminals without it ignore it).
const EXPLICIT: &str = "\x1b[8l";
const IMPLICIT: &str = "\x1b[8h";

impl Screen {
    /// Takes the terminal over: raw keys, the alternate screen.
    ///
    /// # Errors
    /// Those of the system, if there is no terminal.
    pub(crate) fn open(modes: Modes) -> io::Result<Screen> {
        give_back_on_panic();
        enable_raw_mode()?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, Tty::open()));
        let terminal = match Terminal::new(backend) {
            Ok(terminal) => terminal,
            Err(error) => {
                let _ = disable_raw_mode();
                return Err(error);
            }
        };
        let mut screen = Screen {
            terminal,
            modes,
            taken: false,
        };
        screen.take()?;
        Ok(screen)
    }

    /// Takes it over again, and draws everything anew.
    pub(crate) fn take(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        let out = self.terminal.backend_mut();
        execute!(out, EnterAlternateScreen, EnableBracketedPaste)?;
        if self.modes.mouse {
            execute!(out, EnableMouseCapture)?;
        }
        if self.modes.bidi {
            execute!(out, Print(EXPLICIT))?;
        }
        self.taken = true;
        self.forget()
    }

    /// Gives it back as it was.
    pub(crate) fn give_back(&mut self) {
        if std::mem::take(&mut self.taken) {
            let _ = give_back(self.terminal.backend_mut());
        }
    }

    /// Forgets what is on the screen, so that the next frame is drawn whole.
    pub(crate) fn forget(&mut self) -> io::Result<()> {
        // Not `clear`: it asks the terminal for the cursor's place, on the standard output, which
        // may be a pipe, and waits for an answer that the thread for keys may have read.
        let (width, height) = self.size()?;
        self.terminal.resize(Rect::new(0, 0, width, height))
    }

    /// Columns and rows.
    pub(crate) fn size(&self) -> io::Result<(u16, u16)> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }

    /// Draws one frame in one piece, and makes stretches of it links.
    pub(crate) fn draw(
        &mut self,
        render: impl FnOnce(&mut Frame<'_>),
        links: &[ScreenLink],
    ) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        let linked = self.modes.links && !links.is_empty();
        let frame = self.terminal.draw(render)?;
        let buffer = linked.then(|| frame.buffer.clone());
        let out = self.terminal.backend_mut();
        if let Some(buffer) = buffer {
            queue!(out, SavePosition)?;
            for link in links {
                draw_link(out, &buffer, link)?;
            }
            queue!(out, ResetColor, RestorePosition)?;
        }
        execute!(out, EndSynchronizedUpdate)
    }

    /// Puts a text on the clipboard of whoever sits at the terminal (OSC 52), also through ssh.
    pub(crate) fn copy(&mut self, text: &str) -> io::Result<()> {
        let encoded = base64::engine::general_purpose::STANDARD.encode(text);
        let out = self.terminal.backend_mut();
        execute!(out, Print(format!("\x1b]52;c;{encoded}\x07")))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.give_back();
    }
}

fn give_back(out: &mut impl Write) -> io::Result<()> {
    let _ = execute!(
        out,
        Print(IMPLICIT),
        DisableMouseCapture,
        DisableBracketedPaste
    );
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        LeaveAlternateScreen,
        Show,
        ResetColor
    );
    let _ = out.flush();
    disable_raw_mode()
}

/// Writes a stretch of the frame once more, inside OSC 8.
fn draw_link(
    backend: &mut CrosstermBackend<BufWriter<Tty>>,
    buffer: &Buffer,
    link: &ScreenLink,
) -> io::Result<()> {
    let Some(url) = crate::output::link_target(&link.url) else {
        return Ok(());
    };
    queue!(
        backend,
        MoveTo(link.x, link.y),
        Print(format!("\x1b]8;;{url}\x1b\\"))
    )?;
    let cells = (link.x..link.x.saturating_add(link.width)).filter_map(|x| {
        let cell = buffer.cell(Position::new(x, link.y))?;
        Some((x, link.y, cell))
    });
    // Cells behind a wide letter are drawn by it.
    let mut covered = 0;
    let shown: Vec<_> = cells
        .filter(|(x, _, cell)| {
            let seen = *x >= covered;
            if seen {
                covered = x + (crate::tui::text::cells(cell.symbol()).max(1)) as u16;
            }
            seen
        })
        .collect();
    backend.draw(shown.into_iter())?;
    queue!(backend, Print("\x1b]8;;\x1b\\"))
}

/// A panic of the thread that draws gives the terminal back before it is reported; those of other
/// threads are caught where the work is done, and must not write into the frame.
fn give_back_on_panic() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let drawing = std::thread::current().id();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() == drawing {
                let _ = give_back(&mut Tty::open());
                before(info);
            } else {
                tracing::debug!(%info, "a task of the view failed");
            }
        }));
    });
}

//! The program in a terminal of its own: keys go in, and what the terminal shows is waited for.
//! Used by the tests of the interactive view and by benches/keys.rs.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each file uses its own share of this, and a failed step fails the test"
)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// What does not come within this time does not come.
const DEADLINE: Duration = Duration::from_secs(30);

/// Says which process the program is, and becomes it.
const INNER: &str = "sh -c 'echo \"pid $$\"; exec \"$0\" \"$@\"' \"$@\"";

/// A terminal, and a shell in it that runs the program.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    pieces: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// Everything that was written to the terminal.
    pub raw: Vec<u8>,
    pid: Option<String>,
    first_modes: String,
    closed: Arc<AtomicBool>,
}

impl Terminal {
    /// The program as it is, at 80x24; the shell stays when it has ended, and says how.
    pub fn run(program: &Command) -> Terminal {
        Terminal::sized(program, 80, 24)
    }

    /// The same, with so many columns and rows.
    pub fn sized(program: &Command, columns: u16, rows: u16) -> Terminal {
        let script = format!("{INNER}; echo \"ended $?\"; read x");
        Terminal::script(&script, program, columns, rows)
    }

    /// A script of the shell, whose words are the program and its arguments.
    pub fn script(script: &str, program: &Command, columns: u16, rows: u16) -> Terminal {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", script, "sh"]);
        command.arg(program.get_program());
        command.args(program.get_args());
        command.cwd(program.get_current_dir().unwrap());
        command.env_clear();
        for (name, value) in program.get_envs() {
            command.env(name, value.unwrap());
        }
        for (name, value) in [("TERM", "xterm-256color"), ("LC_ALL", "C.UTF-8")] {
            command.env(name, value);
        }
        let first_modes = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (sends, pieces) = std::sync::mpsc::channel();
        let closed = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&closed);
        // The end of a terminal is an error on some systems.
        std::thread::spawn(move || {
            let mut bytes = [0; 1 << 16];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
                let sent = sends.send(bytes[..n].to_vec());
                if sent.is_err() || ended.load(Ordering::SeqCst) {
                    return;
                }
            }
        });
        Terminal {
            master: Some(pair.master),
            writer: Some(writer),
            child,
            pieces,
            parser: vt100::Parser::new(cells(rows), cells(columns), 0),
            raw: Vec::new(),
            pid: None,
            first_modes,
            closed,
        }
    }

    /// Types.
    pub fn keys(&mut self, keys: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys.as_ref()).unwrap();
        writer.flush().unwrap();
    }

    /// Gives the window another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.parser
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        let master = self.master.as_ref().unwrap();
        master.resize(size(columns, rows)).unwrap();
    }

    /// Takes in what was written, for as long as something comes within `wait`.
    fn take(&mut self, wait: Duration) -> Result<(), RecvTimeoutError> {
        let piece = self.pieces.recv_timeout(wait)?;
        self.raw.extend_from_slice(&piece);
        self.parser.process(&piece);
        let shown = self.parser.screen().contents();
        if self.pid.is_none()
            && let Some(line) = shown.lines().find_map(|l| l.strip_prefix("pid "))
        {
            self.pid = Some(line.trim().to_owned());
        }
        Ok(())
    }

    /// Waits until the screen is as wanted.
    pub fn until(&mut self, what: &str, seen: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        while !self.is_whole() || !seen(self.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            if let Err(error) = self.take(left) {
                let _ = self.child.kill();
                panic!("{what} is never seen ({error}):\n{}", self.text());
            }
        }
    }

    /// Whether no frame is half drawn.
    fn is_whole(&self) -> bool {
        let last = |mark: &[u8]| self.raw.windows(mark.len()).rposition(|w| w == mark);
        last(b"\x1b[?2026h") <= last(b"\x1b[?2026l")
    }

    /// Waits until a text is on the screen.
    pub fn until_text(&mut self, text: &str) {
        self.until(&format!("`{text}`"), |s| s.contents().contains(text));
    }

    /// Waits until a text is no longer on the screen.
    pub fn until_gone(&mut self, text: &str) {
        self.until(&format!("a screen without `{text}`"), |s| {
            !s.contents().contains(text)
        });
    }

    /// Waits until something was written to the terminal, seen or not.
    pub fn until_written(&mut self, bytes: &[u8]) {
        let deadline = Instant::now() + DEADLINE;
        while !self.raw.windows(bytes.len()).any(|w| w == bytes) {
            let left = deadline.saturating_duration_since(Instant::now());
            if self.take(left).is_err() {
                let written = String::from_utf8_lossy(bytes);
                panic!("{written:?} is never written:\n{}", self.text());
            }
        }
    }

    /// Lets a moment pass, so that a key is none that begins an escape sequence with the next.
    pub fn pause(&mut self) {
        self.rest(Duration::from_millis(300));
    }

    /// Takes in what comes for so long.
    pub fn rest(&mut self, time: Duration) {
        let end = Instant::now() + time;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || self.take(left).is_err() {
                return;
            }
        }
    }

    /// What the terminal shows.
    pub fn text(&self) -> String {
        text(self.parser.screen())
    }

    /// The row that holds a text.
    pub fn row(&self, text: &str) -> String {
        let screen = self.text();
        let row = screen.lines().find(|row| row.contains(text));
        row.unwrap_or_else(|| panic!("no `{text}`:\n{screen}"))
            .to_owned()
    }

    /// The program's number.
    pub fn pid(&self) -> &str {
        self.pid.as_deref().unwrap()
    }

    /// Sends a signal to the program.
    pub fn signal(&self, name: &str) {
        let mut kill = Command::new("kill");
        assert!(
            kill.args(["-s", name, self.pid()])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits until the program has ended with a code, and checks that it left the terminal as it
    /// found it. What stands on the screen then is returned.
    pub fn ends_sane(&mut self, code: i32) -> String {
        self.until("the end", |s| s.contents().contains("ended "));
        let screen = self.parser.screen();
        let text = screen.contents();
        assert!(
            text.contains(&format!("ended {code}\n")) || text.ends_with(&format!("ended {code}")),
            "{text}"
        );
        assert!(!screen.alternate_screen(), "alternate screen: {text}");
        assert!(!screen.hide_cursor(), "no cursor: {text}");
        assert!(!screen.bracketed_paste(), "bracketed paste: {text}");
        let mouse = screen.mouse_protocol_mode();
        assert_eq!(mouse, vt100::MouseProtocolMode::None, "{text}");
        assert_eq!(self.modes(), self.first_modes, "{text}");
        text
    }

    /// How the terminal treats keys: raw or by lines, echoed or not.
    pub fn modes(&self) -> String {
        modes(&**self.master.as_ref().unwrap())
    }

    /// Whether keys are read as they come, without an echo.
    pub fn is_raw(&self) -> bool {
        self.modes() != self.first_modes
    }

    /// Takes the terminal away, as a window that is closed: a last key makes the program write,
    /// and what reads it closes too.
    pub fn close(&mut self) {
        self.closed.store(true, Ordering::SeqCst);
        self.keys("x");
        self.writer = None;
        self.master = None;
    }

    /// Whether the program runs yet.
    pub fn lives(&self) -> bool {
        let ps = Command::new("ps")
            .args(["-o", "stat=", "-p", self.pid()])
            .output();
        let state = String::from_utf8(ps.unwrap().stdout).unwrap();
        !state.trim().is_empty() && !state.trim().starts_with('Z')
    }

    /// The code with which the shell ended.
    pub fn code(&mut self) -> u32 {
        let deadline = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            let wait = Duration::from_millis(20);
            if self.take(wait) == Err(RecvTimeoutError::Disconnected) {
                std::thread::sleep(wait);
            }
            assert!(Instant::now() < deadline, "it hangs:\n{}", self.text());
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a screen shows.
pub fn text(screen: &vt100::Screen) -> String {
    let rows = screen.rows(0, screen.size().1.get());
    rows.map(|row| format!("{}\n", row.trim_end())).collect()
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn modes(master: &dyn MasterPty) -> String {
    let termios = master.get_termios().unwrap();
    let (input, output, local) = (
        termios.input_flags,
        termios.output_flags,
        termios.local_flags,
    );
    format!("{input:?} {output:?} {local:?}")
}

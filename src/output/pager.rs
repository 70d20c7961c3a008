//! The pager: which one, and the pipe into it. No shell is run.
//!
//! It is started by the first line that is written, so that a command that fails before shows its error alone. Ctrl-C
//! belongs to it while it runs: it stops the reading there and ends nothing here.

use std::io::{self, BufWriter, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use super::console::{Console, PagingChoice};
use super::remark::{held_back, print_held_back, print_note};
use super::words::shell_words;

/// What is run where the user names none.
pub const DEFAULT_PAGER: &str = "less -FRX";

/// Whether a pager has the terminal.
static PAGING: AtomicBool = AtomicBool::new(false);

/// Whether a Ctrl-C was seen that a pager has to answer.
static INTERRUPTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Whether a pager has the terminal.
pub fn is_paging() -> bool {
    PAGING.load(Ordering::SeqCst)
}

/// Whether Ctrl-C was pressed under a pager since this was asked last; a SIGTERM is none.
pub fn was_interrupted() -> bool {
    INTERRUPTED.swap(false, Ordering::SeqCst)
}

/// What an output is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// People read it: cards, articles, lists.
    Reading,
    /// Programs read it: JSON, tables, ids.
    Data,
}

/// The words of the pager that is to show an output, if one is.
pub(super) fn wanted(purpose: Use) -> Option<Vec<String>> {
    let console = Console::chosen();
    let dumb = || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let paged = match console.paging {
        PagingChoice::Never => false,
        PagingChoice::Auto => purpose == Use::Reading && !dumb(),
        PagingChoice::Always => true,
    };
    if !paged || !super::Out::is_terminal() {
        return None;
    }
    let named = console.pager.clone().or_else(|| {
        let pager = std::env::var("PAGER").ok();
        pager.filter(|command| !command.trim().is_empty())
    });
    let command = named.as_deref().unwrap_or(DEFAULT_PAGER);
    match shell_words(command) {
        // `cat` is how no pager is asked for.
        Ok(words) => Some(words).filter(|w| w.first().is_some_and(|first| first != "cat")),
        Err(reason) => {
            print_note(&format!("the pager `{command}` can't be read: {reason}"));
            None
        }
    }
}

/// Whether the pager lets links through. `less` does since its version 566, behind -R; what others do is not known.
pub(super) fn shows_links(words: &[String]) -> bool {
    const SINCE: u32 = 581;
    let is_less = words
        .first()
        .is_some_and(|word| word.rsplit('/').next() == Some("less"));
    if !is_less {
        return false;
    }
    let asked = Command::new(&words[0])
        .arg("--version")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let Ok(told) = asked else { return false };
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let version = told.strip_prefix("less ").map(|rest| {
        rest.chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
    });
    version
        .and_then(|digits| digits.parse::<u32>().ok())
        .is_some_and(|version| version >= SINCE)
}

/// A pager that runs, and its standard input.
pub(super) struct Pager {
    input: Option<BufWriter<ChildStdin>>,
    child: Child,
}

impl Pager {
    /// Starts it. `None`, with a note, where it is not there.
    pub(super) fn start(words: &[String]) -> Option<Pager> {
        let (program, rest) = words.split_first()?;
        let mut command = Command::new(program);
        command.args(rest).stdin(Stdio::piped());
        // As git has it: colours pass, what fits on the screen is not paged, the screen is not cleared at the end.
        for (name, value) in [("LESS", "FRX"), ("LV", "-c")] {
            if std::env::var_os(name).is_none() {
                command.env(name, value);
            }
        }
        ignore_interrupts();
        let started = command.spawn().and_then(|mut child| {
            let input = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
            Ok((child, input))
        });
        match started {
            Ok((child, input)) => {
                PAGING.store(true, Ordering::SeqCst);
                held_back(true);
                Some(Pager {
                    input: Some(BufWriter::new(input)),
                    child,
                })
            }
            Err(error) => {
                print_note(&format!(
                    "no pager: `{program}` does not start: {error}; another one: DATELINE_PAGER, none: --paging never"
                ));
                None
            }
        }
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.input {
            Some(input) => input.write(bytes),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.input {
            Some(input) => input.flush(),
            None => Ok(()),
        }
    }
}

impl Drop for Pager {
    /// Waits until the reader has seen enough. How the pager ended says nothing about the command.
    fn drop(&mut self) {
        if let Some(input) = self.input.take() {
            // What could not be written has no reader any more.
            let _ = input.into_inner();
        }
        let _ = self.child.wait();
        PAGING.store(false, Ordering::SeqCst);
        print_held_back();
    }
}

/// From here on Ctrl-C does not end the program: the pager gets it too, and is waited for.
#[cfg(unix)]
fn ignore_interrupts() {
    // Where nothing else listens the flag takes the place of the system's answer, which is to end the program.
    let flag = Arc::clone(&INTERRUPTED);
    if let Err(error) = signal_hook::flag::register(signal_hook::consts::SIGINT, flag) {
        tracing::warn!(%error, "Ctrl-C ends the program under its pager");
    }
}

#[cfg(not(unix))]
fn ignore_interrupts() {}

//! The only writers of standard output and standard error.
//!
//! Whatever comes from an article or a file name is made safe here ([`safe_text`], [`one_line`]) before it reaches
//! a terminal. Nothing is decided here that changes what is found.

mod anatomy;
mod article;
mod chart;
mod cite;
mod compare;
mod escape;
mod explained;
mod facets;
mod family;
mod font;
mod hits;
mod paint;
mod png;
mod progress;
mod rows;
mod stats;
mod svg;
mod timeline;
mod upkeep;
mod wrap;

use std::io::{self, Write};

pub use anatomy::{print_parse, print_record};
pub use article::print_article;
pub use chart::Chart;
pub use cite::{CiteStyle, Reference, print_references};
pub use compare::print_comparison;
pub use escape::{one_line, safe_text};
pub use explained::print_explained;
pub use facets::{csv_cell, print_facet, print_fields};
pub use family::{print_copies, print_family};
pub use hits::{print_hits, print_ids, print_plain};
pub use paint::{ColorChoice, Paint};
pub use progress::{ProgressBar, print_summary};
pub use rows::{Column, print_hit_rows, print_ids_zero, print_json_lines, print_rows, print_trec};
pub use stats::print_stats;
pub use timeline::{print_timeline, write_file};
pub use upkeep::{confirm, print_merged, print_verified};

/// Standard output, or a file in its place. Once its reader has gone, writing ends silently: a closed pipe is no error.
pub struct Out {
    inner: io::BufWriter<Box<dyn Write>>,
    /// How to mark parts of a text.
    pub paint: Paint,
    /// Columns of the terminal; 80 where there is none.
    pub width: usize,
    closed: bool,
}

impl Out {
    /// Standard output with colours as chosen.
    pub fn new(color: ColorChoice) -> Out {
        let width = terminal_width().unwrap_or(80).clamp(20, 160);
        Out {
            inner: io::BufWriter::new(Box::new(io::stdout().lock())),
            paint: Paint::new(color),
            width,
            closed: false,
        }
    }

    /// A file or a text in place of standard output: no colours, lines of 80 columns.
    pub fn into_writer(writer: Box<dyn Write>) -> Out {
        Out {
            inner: io::BufWriter::new(writer),
            paint: Paint::new(ColorChoice::Never),
            width: 80,
            closed: false,
        }
    }

    /// Whether standard output is a terminal.
    pub fn is_terminal() -> bool {
        io::IsTerminal::is_terminal(&io::stdout())
    }

    /// Whether the reader of standard output has gone.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Writes one line.
    ///
    /// # Errors
    /// Those of the system, except that a closed pipe is none.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.bytes(text.as_bytes())?;
        self.bytes(b"\n")
    }

    /// Writes bytes as they are.
    ///
    /// # Errors
    /// As [`Out::line`].
    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let result = self.inner.write_all(bytes);
        self.tolerate(result)
    }

    /// Writes a value as one line of JSON.
    ///
    /// # Errors
    /// As [`Out::line`].
    pub fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        self.line(&serde_json::to_string(value)?)
    }

    /// Writes a value as indented JSON.
    ///
    /// # Errors
    /// As [`Out::line`].
    pub fn json_pretty(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        self.line(&serde_json::to_string_pretty(value)?)
    }

    /// Writes what is still held back, and tells whether its reader is still there.
    ///
    /// # Errors
    /// As [`Out::line`].
    pub fn reached(&mut self) -> io::Result<bool> {
        let result = self.inner.flush();
        self.tolerate(result)?;
        Ok(!self.closed)
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// As [`Out::line`].
    pub fn finish(mut self) -> io::Result<()> {
        let result = self.inner.flush();
        self.tolerate(result)
    }

    fn tolerate(&mut self, result: io::Result<()>) -> io::Result<()> {
        match result {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            other => other,
        }
    }
}

/// Columns of the terminal that standard output is.
fn terminal_width() -> Option<usize> {
    if let Some(columns) = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()) {
        return Some(columns);
    }
    if !Out::is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}

/// Prints a message on standard error: `dateline: message`, then the remedy if there is one.
pub fn print_error(message: &str, shown: Option<&str>, help: Option<&str>) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "dateline: {}", safe_text(message));
    if let Some(shown) = shown {
        for line in shown.lines() {
            let _ = writeln!(err, "{}", one_line(line));
        }
    }
    if let Some(help) = help {
        let _ = writeln!(err, "help: {}", safe_text(help));
    }
}

/// Prints a remark on standard error.
pub fn print_note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "note: {}", safe_text(text));
}

/// Says something on standard error and waits for Enter on standard input.
///
/// # Errors
/// Those of the system.
pub fn wait_for_enter(text: &str) -> io::Result<()> {
    let _ = write!(io::stderr().lock(), "-- {} --", safe_text(text));
    io::stdin().read_line(&mut String::new())?;
    Ok(())
}

/// An address as the target of a hyperlink; none where it is not one of the web.
pub fn link_target(url: &str) -> Option<String> {
    let web = url.starts_with("http://") || url.starts_with("https://");
    (web && url.is_ascii() && !url.chars().any(|c| c.is_control() || c == ' '))
        .then(|| url.to_owned())
}

//! The only writers of standard output and standard error.
//!
//! Whatever comes from an article or a file name is made safe here ([`safe_text`], [`one_line`]) before it reaches
//! a terminal. Nothing is decided here that changes what is found.

mod anatomy;
mod article;
mod bench;
mod bench_compare;
mod bench_ingest;
mod chart;
mod cite;
mod compare;
mod console;
mod curves;
mod escape;
mod eval;
mod explained;
mod facets;
mod family;
mod findings;
mod font;
mod hits;
mod link;
mod matches;
mod pager;
mod paint;
mod png;
mod progress;
mod remark;
mod rows;
mod stats;
mod steps;
mod svg;
mod table;
mod timeline;
mod upkeep;
mod words;
mod wrap;

use std::io::{self, Write};

pub use anatomy::{print_parse, print_record};
pub use article::print_article;
pub use bench::{print_bench, watch_bench};
pub use bench_compare::print_run_comparison;
pub use bench_ingest::print_ingest;
pub use chart::Chart;
pub use cite::{CiteStyle, Reference, print_references};
pub use compare::print_comparison;
pub use console::{Console, LogFormat, PagingChoice};
pub use escape::{one_line, safe_text};
pub use eval::{Evaluated, print_compared, print_compared_tsv, print_scores, print_scores_tsv};
pub use explained::print_explained;
pub use facets::{csv_cell, print_facet, print_fields};
pub(crate) use family::{about as about_copy, shortened};
pub use family::{print_copies, print_family};
pub use findings::{Finding, FindingGroup, Findings, Level, print_findings};
pub(crate) use hits::copies;
pub use hits::{print_hits, print_ids, print_plain};
pub(crate) use link::followed as link_target;
pub(crate) use link::has_links;
pub use link::{LinkChoice, Links};
pub use matches::{print_matches, print_search_stats};
pub use pager::{DEFAULT_PAGER, Use, is_paging, was_interrupted};
pub use paint::{ColorChoice, Paint};
pub use progress::{ProgressBar, print_summary};
pub use remark::{log_line, print_error, print_note};
pub use rows::{Column, print_hit_rows, print_ids_zero, print_json_lines, print_rows, print_trec};
pub use stats::print_stats;
pub use steps::{Streams, print_steps};
pub use table::print_table;
pub use timeline::{print_timeline, write_file};
pub use upkeep::{confirm, print_merged, print_verified};
pub use words::shell_words;

use pager::Pager;

/// Standard output, or the pager in front of it. Once its reader has gone, writing ends silently: a closed pipe is no
/// error.
pub struct Out {
    inner: Inner,
    /// How to mark parts of a text.
    pub paint: Paint,
    /// Whether addresses are links.
    pub links: Links,
    /// Columns of the terminal; 80 where there is none.
    pub width: usize,
    closed: bool,
}

/// Where bytes go.
enum Inner {
    Stdout(io::BufWriter<io::StdoutLock<'static>>),
    /// The words of a pager that the first byte starts.
    Waiting(Vec<String>),
    Pager(Pager),
    /// A file or a text.
    Other(io::BufWriter<Box<dyn Write>>),
}

impl Out {
    /// Standard output with colours as chosen for this output; [`ColorChoice::Auto`] is as chosen for the run.
    pub fn new(color: ColorChoice) -> Out {
        let width = terminal_width().unwrap_or(80).clamp(20, 160);
        let console = Console::chosen();
        let (color, links) = match color {
            ColorChoice::Auto => (console.color, Links::new(console.links)),
            // Data of which every byte counts.
            color => (color, Links::none()),
        };
        Out {
            inner: Inner::stdout(),
            paint: Paint::new(color),
            links,
            width,
            closed: false,
        }
    }

    /// A file or a text in place of standard output: no colours, lines of 80 columns.
    pub fn into_writer(writer: Box<dyn Write>) -> Out {
        Out {
            inner: Inner::Other(io::BufWriter::new(writer)),
            paint: Paint::new(ColorChoice::Never),
            links: Links::none(),
            width: 80,
            closed: false,
        }
    }

    /// The same, through the user's pager where standard output is a terminal and one is wanted for such output.
    pub fn paged(purpose: Use) -> Out {
        let mut out = Out::new(ColorChoice::Auto);
        if let Some(words) = pager::wanted(purpose) {
            let sure = Console::chosen().links == LinkChoice::Always;
            if out.links.is_linked() && !sure && !pager::shows_links(&words) {
                out.links = Links::none();
            }
            out.inner = Inner::Waiting(words);
        }
        out
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
        if let Inner::Waiting(words) = &self.inner {
            self.inner = match Pager::start(words) {
                Some(pager) => Inner::Pager(pager),
                None => Inner::stdout(),
            };
        }
        let result = match &mut self.inner {
            Inner::Stdout(stdout) => stdout.write_all(bytes),
            Inner::Pager(pager) => pager.write_all(bytes),
            Inner::Other(writer) => writer.write_all(bytes),
            Inner::Waiting(_) => Ok(()),
        };
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

    /// Writes what is still held back, and waits until the pager is left.
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

impl Inner {
    fn stdout() -> Inner {
        Inner::Stdout(io::BufWriter::new(io::stdout().lock()))
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Inner::Stdout(stdout) => stdout.flush(),
            Inner::Pager(pager) => pager.flush(),
            Inner::Other(writer) => writer.flush(),
            Inner::Waiting(_) => Ok(()),
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

/// Says something on standard error and waits for Enter on standard input.
///
/// # Errors
/// Those of the system.
pub fn wait_for_enter(text: &str) -> io::Result<()> {
    let _ = write!(io::stderr().lock(), "-- {} --", safe_text(text));
    io::stdin().read_line(&mut String::new())?;
    Ok(())
}

//! Web archives: WARC 0.17 to 1.1 and ARC 1 and 2, of whose records the web pages are read.
//!
//! A record is handed out with its header, so that it is taken apart on the parsing threads. What
//! holds no page is passed over without being sent there and counted in one line a file. Lengths
//! are not believed: where no record follows, the one that claimed the length is rejected and the
//! next is looked for, so that damage costs the records that it touches.

mod header;
mod http;
mod tally;
mod window;

#[cfg(test)]
mod body_tests;
#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use super::emit::Emitter;
use super::format::Format;
use super::keys::KeyMap;
use super::page::{self, About};
use super::readers::{Input, Reader};
use super::{Fault, RawRecord, set_provenance};
use crate::article::Article;
use crate::article::date::Stamp;

use header::{Header, next_start};
use http::{Message, is_page};
use tally::Tally;
use window::{Stop, Window};

/// Web archives.
pub(super) const READER: Reader = Reader {
    format: Format::Warc,
    knows: |head| header::is_start(head.text) || matches!(head.extension(), "warc" | "arc"),
    split,
    article,
};

/// Longest header of a record, and of the response in it.
const HEADER_BYTES: usize = 64 * 1024;

/// Bytes that are searched at once for the next record.
const SEARCH_BYTES: usize = 1 << 20;

/// Cuts the stream into records and hands out those that hold a page.
fn split(input: Input<'_>, emit: &mut Emitter<'_>) -> ControlFlow<()> {
    let mut splitter = Splitter {
        window: Window::new(input.stream),
        max_bytes: input.max_bytes,
        record: 0,
        lost: false,
        tally: Tally::default(),
    };
    while splitter.step(emit)? {
        emit.report(false);
    }
    match splitter.tally.summary() {
        Some(summary) => emit.skip(summary),
        None => ControlFlow::Continue(()),
    }
}

/// The way through a web archive.
struct Splitter<'a> {
    window: Window<'a>,
    max_bytes: usize,
    /// Records so far, those that hold no page too.
    record: u64,
    /// Whether the place of the next record is not known, which was reported.
    lost: bool,
    tally: Tally,
}

impl Splitter<'_> {
    /// Goes over one record, or over damage; false at the end.
    fn step(&mut self, emit: &mut Emitter<'_>) -> ControlFlow<(), bool> {
        self.window.pass_breaks();
        let available = self.window.fill(HEADER_BYTES);
        if available == 0 {
            return self.at_stop(emit);
        }
        if !header::is_start(self.window.view()) {
            if !self.lost {
                self.record += 1;
                self.lose(emit, "no record begins where one should")?;
            }
            self.seek();
            return ControlFlow::Continue(true);
        }
        self.lost = false;
        self.record += 1;
        let parsed = Header::parse(self.window.view()).map(|header| header.extent());
        match parsed {
            Some((head_bytes, Some(length))) => {
                let total = head_bytes as u64 + length;
                match usize::try_from(total) {
                    Ok(total) if total <= self.max_bytes => self.held(total, emit)?,
                    _ => self.too_long(total, emit)?,
                }
            }
            Some((_, None)) => self.lose(emit, "the header names no length that can be read")?,
            None if self.window.stop().is_some() => self.cut(emit)?,
            None => self.lose(emit, "a header without an end")?,
        }
        ControlFlow::Continue(true)
    }

    /// What ended the stream, or interrupts it.
    fn at_stop(&mut self, emit: &mut Emitter<'_>) -> ControlFlow<(), bool> {
        let offset = self.window.offset();
        match self.window.take_stop() {
            None | Some(Stop::End) => ControlFlow::Continue(false),
            Some(Stop::Damage(error)) => {
                if !self.lost {
                    self.record += 1;
                    emit.broken(self.record, offset, &error)?;
                }
                self.lost = true;
                ControlFlow::Continue(true)
            }
            Some(Stop::Failed(error)) => {
                if !self.lost {
                    emit.broken(self.record + 1, offset, &error)?;
                }
                ControlFlow::Continue(false)
            }
        }
    }

    /// A record that may be held in memory.
    fn held(&mut self, total: usize, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let available = self.window.fill(total + HEADER_BYTES);
        if available < total {
            return self.cut(emit);
        }
        if !self.window.ends_at(total) {
            return self.lose(emit, "the length in the header is wrong");
        }
        if self.window.taints(total) {
            return self.cut(emit);
        }
        let view = &self.window.view()[..total];
        let offset = self.window.offset();
        match Found::of(view) {
            Found::Page => {
                let bytes = view.to_vec();
                self.tally.page();
                emit.record(self.record, offset, bytes)?;
            }
            Found::Other(kind) => self.tally.passed_over(&kind),
        }
        self.window.consume(total);
        ControlFlow::Continue(())
    }

    /// A record longer than any that is held. It is searched for the beginning of another, as a
    /// wrong length would otherwise swallow the rest of the archive.
    fn too_long(&mut self, total: u64, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let offset = self.window.offset();
        let found = Found::of(self.window.view());
        let mut left = total;
        while left > 0 {
            let available = self.window.fill(SEARCH_BYTES);
            let within = usize::try_from(left).unwrap_or(usize::MAX).min(available);
            if let Some(at) = next_start(self.window.view()).filter(|at| *at < within) {
                self.window.consume(at);
                self.lost = true;
                let reason = "the length in the header is wrong".to_owned();
                return emit.reject(self.record, offset, reason);
            }
            if available == 0 {
                emit.outcome.complete = false;
                self.lost = true;
                return emit.reject(self.record, offset, cut_words(total - left, total));
            }
            // A beginning that lies across the edge is seen whole the next time.
            let kept = match self.window.stop() {
                None if within == available => HEADER_BYTES,
                _ => 0,
            };
            let passed = within.saturating_sub(kept).max(1);
            self.window.consume(passed);
            left -= passed as u64;
            emit.report(false);
        }
        match found {
            Found::Page => {
                let limit = self.max_bytes;
                let reason = format!("a record of {total} bytes, the limit is {limit}");
                emit.reject(self.record, offset, reason)
            }
            Found::Other(kind) => {
                self.tally.passed_over(&kind);
                ControlFlow::Continue(())
            }
        }
    }

    /// A record that the stream ends or breaks off in.
    fn cut(&mut self, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let offset = self.window.offset();
        let ends = matches!(self.window.stop(), Some(Stop::End));
        if ends && holds_whole_page(self.window.view()) {
            let bytes = self.window.view().to_vec();
            self.window.consume(bytes.len());
            self.tally.page();
            return emit.record(self.record, offset, bytes);
        }
        let available = self.window.view().len() as u64;
        self.lost = true;
        let rejected = match self.window.stop() {
            Some(Stop::Damage(error) | Stop::Failed(error)) => {
                emit.broken(self.record, offset, error)
            }
            Some(Stop::End) | None => {
                emit.outcome.complete = false;
                let parsed = Header::parse(self.window.view()).map(|header| header.extent());
                let reason = match parsed {
                    Some((head, Some(length))) => cut_words(available, head as u64 + length),
                    _ => "the record is cut in its header".to_owned(),
                };
                emit.reject(self.record, offset, reason)
            }
        };
        self.window.pass_line();
        rejected
    }

    /// Rejects the record that begins here; the next one is looked for from the next line on.
    fn lose(&mut self, emit: &mut Emitter<'_>, reason: &str) -> ControlFlow<()> {
        let offset = self.window.offset();
        self.lost = true;
        self.window.pass_line();
        emit.reject(self.record, offset, reason.to_owned())
    }

    /// Goes to the next record, or to where the stream stops.
    fn seek(&mut self) {
        loop {
            let available = self.window.fill(SEARCH_BYTES);
            if let Some(at) = next_start(self.window.view()) {
                return self.window.consume(at);
            }
            match self.window.stop() {
                Some(_) => return self.window.consume(available),
                None => self.window.consume(available - HEADER_BYTES),
            }
        }
    }
}

/// Whether a record that is shorter than its header says holds a page that is as long as the server
/// said, and nothing after it.
fn holds_whole_page(record: &[u8]) -> bool {
    let message = Header::parse(record).map(|header| Message::of(&header));
    let whole = message.is_some_and(|message| message.is_whole());
    whole && matches!(Found::of(record), Found::Page)
}

fn cut_words(available: u64, total: u64) -> String {
    format!("the record is cut after {available} of {total} bytes")
}

/// What a record holds.
enum Found {
    Page,
    /// Something else, named here.
    Other(String),
}

impl Found {
    /// Looks into a record, of which the beginning is enough.
    fn of(record: &[u8]) -> Self {
        let Some(header) = Header::parse(record) else {
            return Self::Other("broken header".to_owned());
        };
        if let Some(kind) = header.other_kind() {
            return Self::Other(kind);
        }
        let message = Message::of(&header);
        if let Some(status) = message.status
            && status != 200
        {
            return Self::Other(format!("status {status}"));
        }
        match is_page(&header, &message) {
            true => Self::Page,
            false => Self::Other(message.kind_of_content(&header)),
        }
    }
}

/// Takes the page of a record apart.
fn article(record: &RawRecord, _: &KeyMap) -> Result<Article, Fault> {
    let header = Header::parse(&record.bytes)
        .ok_or_else(|| Fault::new("a record of a web archive without a header"))?;
    let message = Message::of(&header);
    let body = message.body()?;
    let about = About {
        url: header.url(),
        charset: message.charset(&header),
        crawled: header.date().and_then(|date| Stamp::parse(&date)),
    };
    let mut article = page::article_of(&body, &about)?;
    if let Some(why) = header.field("warc-truncated") {
        let why = String::from_utf8_lossy(why).into_owned();
        article.extra.insert("truncated".to_owned(), why.into());
    }
    set_provenance(&mut article, record);
    Ok(article)
}

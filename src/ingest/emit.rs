//! Hands records and rejections of one file to the caller, and counts them.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::format::Format;
use super::reject::Rejection;
use super::stream::Progress;
use super::{Item, RawRecord, ReadOutcome};

/// Bytes of a file between two reports of progress.
const REPORT_BYTES: u64 = 256 * 1024;

/// The way from the readers to the caller.
pub(super) struct Emitter<'a> {
    pub(super) file: Arc<str>,
    /// Format of the stream that is being read.
    pub(super) format: Format,
    /// What the records from here on need to know of the file they are from.
    pub(super) context: Option<Arc<[u8]>>,
    /// The columns that the user names for tables without a header.
    pub(super) columns: Option<&'a [String]>,
    pub(super) outcome: ReadOutcome,
    pub(super) read: Progress,
    pub(super) reported: u64,
    pub(super) progress: &'a mut dyn FnMut(u64),
    pub(super) sink: &'a mut dyn FnMut(Item) -> ControlFlow<()>,
}

impl Emitter<'_> {
    pub(super) fn record(&mut self, record: u64, offset: u64, bytes: Vec<u8>) -> ControlFlow<()> {
        self.outcome.records += 1;
        self.send(Item::Record(RawRecord {
            dump: Arc::clone(&self.file),
            record,
            offset,
            bytes,
            format: self.format,
            context: self.context.clone(),
        }))
    }

    pub(super) fn reject(&mut self, record: u64, byte: u64, reason: String) -> ControlFlow<()> {
        self.outcome.rejected += 1;
        self.send(Item::Rejected(Rejection {
            file: self.file.to_string(),
            record,
            byte,
            reason,
        }))
    }

    /// Reports an error that ended the stream inside or before a record.
    pub(super) fn broken(&mut self, record: u64, byte: u64, error: &io::Error) -> ControlFlow<()> {
        self.outcome.complete = false;
        let reason = match error.kind() {
            io::ErrorKind::UnexpectedEof => format!("the stream ends early ({error})"),
            io::ErrorKind::FileTooLarge => format!("a decompression bomb: {error}"),
            _ if error.to_string().contains("checksum") => {
                format!("the checksum of the compressed stream is wrong ({error})")
            }
            _ => format!("the stream breaks off: {error}"),
        };
        self.reject(record, byte, reason)
    }

    pub(super) fn skip(&mut self, reason: String) -> ControlFlow<()> {
        self.outcome.skipped += 1;
        self.send(Item::Skipped {
            file: self.file.to_string(),
            reason,
        })
    }

    /// Reports how far the file is read, if that moved or `always`.
    pub(super) fn report(&mut self, always: bool) {
        let read = self.read.get();
        if always || read >= self.reported + REPORT_BYTES {
            self.reported = read;
            (self.progress)(read);
        }
    }

    fn send(&mut self, item: Item) -> ControlFlow<()> {
        self.report(false);
        let flow = (self.sink)(item);
        if flow.is_break() {
            self.outcome.complete = false;
        }
        flow
    }
}

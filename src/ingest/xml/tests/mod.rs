//! Tests of the readers of XML. The documents here are invented.

mod feed;
mod hostile;
mod news;
mod split;
mod tei;
mod tree;
mod wxr;

use std::cell::Cell;
use std::io::Read;
use std::ops::ControlFlow;
use std::rc::Rc;

use serde_json::Value;

use crate::ingest::Expansion;
use crate::ingest::emit::Emitter;
use crate::ingest::stream::Meter;
use crate::ingest::{
    Format, Item, KeyMap, ReadOptions, ReadOutcome, Rejection, read_stream, stream, to_article,
};

/// Hands out as many bytes at once as it is told, so that tags fall on the borders of chunks.
struct Dripping {
    bytes: Vec<u8>,
    at: usize,
    step: usize,
}

impl Read for Dripping {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = (self.bytes.len() - self.at)
            .min(self.step)
            .min(buffer.len());
        buffer[..n].copy_from_slice(&self.bytes[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

/// Everything that reading these bytes yields.
fn items(bytes: &[u8], max_record_bytes: usize) -> Vec<Item> {
    let mut found = Vec::new();
    let progress = Rc::new(Cell::new(0));
    let raw = Dripping {
        bytes: bytes.to_vec(),
        at: 0,
        step: 1 << 20,
    };
    let meter = Meter {
        source: Rc::clone(&progress),
        expansion: Expansion::default(),
    };
    let opened = stream::from_read(Box::new(raw), &meter);
    let Ok(opened) = opened else {
        panic!("the bytes look packed");
    };
    let options = ReadOptions {
        max_record_bytes,
        ..ReadOptions::default()
    };
    let mut emit = Emitter {
        file: "fair.xml".into(),
        format: Format::Text,
        context: None,
        columns: None,
        outcome: ReadOutcome {
            records: 0,
            rejected: 0,
            skipped: 0,
            bytes_read: 0,
            complete: true,
        },
        read: progress,
        reported: 0,
        progress: &mut |_| {},
        sink: &mut |item| {
            found.push(item);
            ControlFlow::Continue(())
        },
    };
    let flow = read_stream(opened, &options, &mut emit);
    assert_eq!(flow, ControlFlow::Continue(()));
    found
}

/// Each item in one line: what a record is, why there is none.
fn lines(bytes: &[u8]) -> Vec<String> {
    let text = |item: Item| match item {
        Item::Record(raw) => {
            // A record's place leads back to its bytes.
            let from = usize::try_from(raw.offset).unwrap();
            assert_eq!(&bytes[from..from + raw.bytes.len()], raw.bytes);
            let text = String::from_utf8_lossy(&raw.bytes).replace('\0', "");
            format!("{} {text}", raw.offset)
        }
        Item::Rejected(Rejection { byte, reason, .. }) => format!("! {byte} {reason}"),
        Item::Skipped { reason, .. } => format!("- {reason}"),
    };
    items(bytes, 1 << 26).into_iter().map(text).collect()
}

/// What the records of a document become: articles as JSON without provenance, or reasons.
fn articles(document: &[u8]) -> Vec<Result<Value, String>> {
    let article = |item: Item| match item {
        Item::Record(raw) => {
            let article = to_article(&raw, &KeyMap::default()).map_err(|no| no.reason)?;
            let mut value = serde_json::to_value(article).unwrap();
            for name in [
                "dump",
                "offset",
                "length",
                "raw_format",
                "word_count",
                "date_from",
            ] {
                value.as_object_mut().unwrap().remove(name);
            }
            Ok(value)
        }
        Item::Rejected(no) => Err(no.reason),
        Item::Skipped { reason, .. } => Err(reason),
    };
    items(document, 1 << 26).into_iter().map(article).collect()
}

/// Compares the only article of a document with what it is to be.
#[track_caller]
fn check(document: &str, expected: Value) {
    let found = articles(document.as_bytes());
    let [Ok(found)] = found.as_slice() else {
        panic!("not one article: {found:#?}");
    };
    let (found, expected) = (pretty(found), pretty(&expected));
    assert_eq!(found, expected, "\n{found}");
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

/// Compares the only reason of a document with what it is to be.
#[track_caller]
fn refused(document: &str, reason: &str) {
    assert_eq!(
        articles(document.as_bytes()),
        [Err(reason.to_owned())],
        "{document}"
    );
}

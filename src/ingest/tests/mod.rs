//! Tests of reading files and records. The dumps here are invented.

mod envelopes;
mod files;
mod records;
mod tables;

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::*;

/// A folder of its own, removed when dropped.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, bytes: &[u8]) -> SourceFile {
        let path = self.path().join(name);
        if let Some(above) = path.parent() {
            fs_err::create_dir_all(above).unwrap();
        }
        fs_err::write(&path, bytes).unwrap();
        SourceFile {
            bytes: bytes.len() as u64,
            path,
        }
    }
}

/// Reads a file; each item in one line: `record offset format text`, `! record byte reason`, `- reason`.
fn items(file: &SourceFile, max_record_bytes: usize) -> (Vec<String>, ReadOutcome) {
    let mut found = Vec::new();
    let options = ReadOptions {
        max_record_bytes,
        ..ReadOptions::default()
    };
    let outcome = read_file(file, &options, &mut |_| {}, &mut |item| {
        found.push(match item {
            Item::Record(raw) => {
                let text = String::from_utf8_lossy(&raw.bytes).into_owned();
                let (record, offset, format) = (raw.record, raw.offset, raw.format.name());
                format!("{record} {offset} {format} {text}")
            }
            Item::Rejected(no) => format!("! {} {} {}", no.record, no.byte, no.reason),
            Item::Skipped { reason, .. } => format!("- {reason}"),
        });
        ControlFlow::Continue(())
    });
    (found, outcome)
}

/// A record of JSON Lines.
fn raw(bytes: impl Into<Vec<u8>>) -> RawRecord {
    RawRecord {
        dump: "fair.jsonl".into(),
        record: 7,
        offset: 1000,
        bytes: bytes.into(),
        format: Format::JsonLines,
        context: None,
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 1).unwrap()
}

//! Damaged dumps of every format in `corpus/`: cut, flipped, swapped, repeated. Nothing panics or
//! hangs, what is handed out stays bounded, and a damaged file costs no other file anything.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use dateline::ingest::{Item, KeyMap, ReadOptions, SourceFile, read_file, to_article, walk};

/// Damages tried on each format's sample.
const ROUNDS: u64 = 200;

/// Damages tried on each of the many files of one format.
const FEW_ROUNDS: u64 = 10;

/// Files longer than this are damaged in their first part only.
const LONGEST: usize = 64 * 1024;

fn corpus() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let (files, unreadable) = walk(&[root]);
    assert!(unreadable.is_empty(), "{unreadable:?}");
    files
}

/// A generator of numbers that is the same everywhere (xorshift, 64 bits).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap()
    }
}

/// One damage: a cut, a flipped bit, two stretches swapped, a stretch repeated or lost.
fn damage(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    if out.len() < 4 {
        return out;
    }
    let at = random.below(out.len());
    match random.next() % 5 {
        0 => out.truncate(at),
        1 => {
            for _ in 0..=random.below(8) {
                let at = random.below(out.len());
                out[at] ^= 1 << random.below(8);
            }
        }
        2 => {
            let length = 1 + random.below(out.len() / 4);
            let (a, b) = (
                random.below(out.len() - length),
                random.below(out.len() - length),
            );
            for step in 0..length {
                out.swap(a + step, b + step);
            }
        }
        3 => {
            let end = (at + 1 + random.below(2_000)).min(out.len());
            let copy = out[at..end].to_vec();
            out.splice(at..at, copy);
        }
        _ => {
            let end = (at + 1 + random.below(2_000)).min(out.len());
            out.drain(at..end);
        }
    }
    out
}

/// Reads a file whole: articles, and bytes of records handed out.
fn read(file: &SourceFile) -> (u64, u64) {
    let keys = KeyMap::default();
    let (mut articles, mut bytes) = (0, 0);
    read_file(file, &ReadOptions::default(), &mut |_| {}, &mut |item| {
        if let Item::Record(record) = item {
            bytes += record.bytes.len() as u64;
            articles += u64::from(to_article(&record, &keys).is_ok());
        }
        ControlFlow::Continue(())
    });
    (articles, bytes)
}

#[test]
fn damaged_dumps_neither_panic_nor_hang_nor_grow() {
    let dir = tempfile::tempdir().unwrap();
    for file in corpus() {
        let whole = fs_err::read(&file.path).unwrap();
        let shown = file.path.display().to_string();
        let (head, rest) = whole.split_at(whole.len().min(LONGEST));
        let is_sample_of_format = shown.contains("/formats/");
        let rounds = if is_sample_of_format {
            ROUNDS
        } else {
            FEW_ROUNDS
        };
        // Under the same name: extensions count.
        let path: PathBuf = dir.path().join(file.path.file_name().unwrap());
        let (to_watch, watched) = mpsc::channel();
        let worker = std::thread::spawn({
            let (head, rest, path) = (head.to_vec(), rest.to_vec(), path.clone());
            move || {
                let mut random = Random(0x9E37_79B9_7F4A_7C15);
                for round in 0..rounds {
                    let mut bytes = damage(&head, &mut random);
                    bytes.extend_from_slice(&rest);
                    fs_err::write(&path, &bytes).unwrap();
                    let source = SourceFile {
                        bytes: bytes.len() as u64,
                        path: path.clone(),
                    };
                    let (_, handed_out) = read(&source);
                    to_watch.send((round, handed_out)).unwrap();
                }
            }
        });
        for _ in 0..rounds {
            match watched.recv_timeout(Duration::from_secs(60)) {
                // Compressed samples grow when read; damage may repeat a part of them once more.
                Ok((round, handed_out)) => {
                    assert!(
                        handed_out < 200 << 20,
                        "{shown}, round {round}: {handed_out} bytes"
                    );
                }
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("{shown}: a round hangs"),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
        assert!(worker.join().is_ok(), "{shown}: a damaged file panics");
        fs_err::remove_file(&path).unwrap();
    }
}

#[test]
fn every_file_of_the_corpus_is_read_but_for_the_broken_ones() {
    for file in corpus() {
        let known = ["broken", "EXPECTED", "topics", "qrels", "README"];
        let shown = file.path.display().to_string();
        if known.iter().any(|part| shown.contains(part)) {
            continue;
        }
        assert!(read(&file).0 > 0, "{shown}: no article");
    }
}

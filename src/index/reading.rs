//! The reading thread of a run: files to numbered batches of records.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

use crossbeam_channel::Sender;

use super::follow::{Follower, Job, Mark};
use super::options::{IndexOptions, Progress};
use crate::ingest::{Item, RawRecord, read_file_from};

/// What was read, in order.
pub(super) struct Batch {
    pub(super) sequence: u64,
    pub(super) pieces: Vec<Piece>,
    /// How far the file is read from which its last item is.
    pub(super) reached: Option<Mark>,
}

/// One thing that was read.
pub(super) enum Piece {
    Item(Item),
    /// The end of a file.
    End(Option<Box<Mark>>),
}

/// Bytes of a record.
pub(super) fn size(piece: &Piece) -> u64 {
    match piece {
        Piece::Item(Item::Record(record)) => record.bytes.len() as u64,
        Piece::Item(_) | Piece::End(_) => 0,
    }
}

/// Bytes of records that travel together.
const BATCH_BYTES: usize = 512 << 10;

/// Reads every file and sends its records in numbered batches; ends early when told to stop.
pub(super) fn read_all(
    jobs: &[Job],
    options: &IndexOptions,
    progress: &Progress,
    output: &Sender<Batch>,
) {
    let mut sequence = 0;
    let mut pieces = Vec::new();
    let mut batch_bytes = 0;
    let mut before = 0;
    let mut flush = |pieces: &mut Vec<Piece>, reached: Option<Mark>| {
        let batch = Batch {
            sequence,
            pieces: std::mem::take(pieces),
            reached,
        };
        sequence += 1;
        match output.send(batch) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    };
    for job in jobs {
        let mut stopped = progress.stop.load(Ordering::Relaxed);
        if stopped {
            break;
        }
        let mut follower = Follower::new(job, options);
        let start = before;
        let mut report = |read: u64| progress.bytes.store(start + read, Ordering::Relaxed);
        let mut sink = |item: Item| {
            batch_bytes += match &item {
                Item::Record(RawRecord { bytes, .. }) => bytes.len() + 64,
                _ => 256,
            };
            if let Some(follower) = &mut follower {
                follower.see(&item);
            }
            pieces.push(Piece::Item(item));
            stopped = progress.stop.load(Ordering::Relaxed);
            if stopped {
                return ControlFlow::Break(());
            }
            if batch_bytes < BATCH_BYTES {
                return ControlFlow::Continue(());
            }
            batch_bytes = 0;
            flush(&mut pieces, follower.as_ref().map(Follower::so_far))
        };
        let resume = job.resume.as_ref();
        let reading = read_file_from(&job.file, resume, &options.read, &mut report, &mut sink);
        let mark = follower.and_then(|follower| follower.ended(&reading, stopped));
        pieces.push(Piece::End(mark.map(Box::new)));
        before += reading.outcome.bytes_read;
    }
    let _ = flush(&mut pieces, None);
}

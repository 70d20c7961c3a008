//! Where the time of a run goes: CPU and wall time of its stages, added up when a thread or a step
//! ends, so that it costs nothing while it runs.
//!
//! What Tantivy's own threads spend (analysing, adding, merging) is told by no clock here: it is what
//! is left of the time of the process.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A stage of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The reading thread: files to records.
    Read,
    /// The parsing threads: records to articles and documents, signatures included.
    TakeApart,
    /// The writing thread: known articles, hand-over to the index; commits are in it.
    Write,
    /// Commits.
    Commit,
    /// Waiting for merges at the end.
    Merge,
    /// Grouping copies of stories.
    Families,
}

/// Clocks of all stages.
#[derive(Debug, Default)]
pub struct Stages {
    /// Bytes of records, after decompression, that reached the writing thread.
    pub record_bytes: AtomicU64,
    cpu: [AtomicU64; 6],
    wall: [AtomicU64; 6],
}

impl Stages {
    /// CPU time of the threads of a stage so far, of threads that have ended; zero where the system
    /// does not tell.
    pub fn cpu(&self, stage: Stage) -> Duration {
        Duration::from_nanos(self.cpu[stage as usize].load(Ordering::Relaxed))
    }

    /// Time from the beginning to the end of a stage, that of all its threads added.
    pub fn wall(&self, stage: Stage) -> Duration {
        Duration::from_nanos(self.wall[stage as usize].load(Ordering::Relaxed))
    }

    /// Counts what this thread spends until the value is dropped.
    pub(super) fn spend(&self, stage: Stage) -> Spent<'_> {
        Spent {
            stages: self,
            stage,
            cpu: thread_cpu(),
            wall: Instant::now(),
        }
    }
}

/// A stage that is under way in a thread.
pub(super) struct Spent<'a> {
    stages: &'a Stages,
    stage: Stage,
    cpu: Duration,
    wall: Instant,
}

impl Drop for Spent<'_> {
    fn drop(&mut self) {
        let add = |counters: &[AtomicU64; 6], spent: Duration| {
            let nanos = u64::try_from(spent.as_nanos()).unwrap_or(u64::MAX);
            counters[self.stage as usize].fetch_add(nanos, Ordering::Relaxed);
        };
        add(&self.stages.cpu, thread_cpu().saturating_sub(self.cpu));
        add(&self.stages.wall, self.wall.elapsed());
    }
}

/// CPU time of this thread; zero where the system does not tell.
fn thread_cpu() -> Duration {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        let seconds = Duration::from_secs(u64::try_from(now.tv_sec).unwrap_or(0));
        seconds + Duration::from_nanos(u64::try_from(now.tv_nsec).unwrap_or(0))
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    Duration::ZERO
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_threads_spend_is_added_and_waiting_is_no_cpu_time() {
        let stages = Stages::default();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let _spent = stages.spend(Stage::Read);
                    std::thread::sleep(Duration::from_millis(30));
                });
            }
        });
        assert!(stages.wall(Stage::Read) >= Duration::from_millis(60));
        assert!(stages.cpu(Stage::Read) < stages.wall(Stage::Read));
        assert_eq!(stages.wall(Stage::Write), Duration::ZERO);
    }
}

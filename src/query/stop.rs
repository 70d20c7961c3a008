//! A flag that ends a search before its time: set by who does not want the answer any more, read by who works on it.
//!
//! It stands here, below `search`, because matching itself reads it. What is done once it is set (nothing is
//! returned) is decided in `search`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tantivy::TantivyError;

use crate::error::{Error, Result};

/// Whether a search is still wanted. Its clones are one flag, shared between threads; once set it stays set.
///
/// ```
/// use dateline::search::Stop;
///
/// let stop = Stop::new();
/// let other = stop.clone();
/// std::thread::spawn(move || other.stop()).join().unwrap();
/// assert!(stop.is_stopped());
/// assert!(!Stop::never().is_stopped());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Stop(Option<Arc<Flag>>);

#[derive(Debug, Default)]
struct Flag {
    set: AtomicBool,
    /// How often work has asked.
    checks: AtomicU64,
    /// Sets itself when it is asked for the so-manieth time; 0 for never. Tests stop at a certain place by it.
    after: u64,
}

impl Stop {
    /// A flag that can't be set: asking it costs nothing.
    pub const fn never() -> Stop {
        Stop(None)
    }

    /// A flag that is not set yet.
    pub fn new() -> Stop {
        Stop(Some(Arc::default()))
    }

    /// Sets it, for all its clones. Without effect on [`Stop::never`].
    pub fn stop(&self) {
        if let Some(flag) = &self.0 {
            flag.set.store(true, Ordering::Relaxed);
        }
    }

    /// Whether it is set.
    pub fn is_stopped(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|flag| flag.set.load(Ordering::Relaxed))
    }

    /// How often work has looked at it so far: a measure of how far it has come. 0 for [`Stop::never`].
    pub fn checks(&self) -> u64 {
        self.0
            .as_ref()
            .map_or(0, |flag| flag.checks.load(Ordering::Relaxed))
    }

    /// As [`Stop::is_stopped`], by who works: it is counted.
    pub(crate) fn asked(&self) -> bool {
        let Some(flag) = &self.0 else {
            return false;
        };
        let checks = flag.checks.fetch_add(1, Ordering::Relaxed) + 1;
        if checks == flag.after {
            self.stop();
        }
        self.is_stopped()
    }

    /// Fails if it is set.
    pub(crate) fn check(&self) -> Result<()> {
        match self.asked() {
            true => Err(Error::Stopped),
            false => Ok(()),
        }
    }

    /// The same where only the engine's errors can pass; `search` makes [`Error::Stopped`] of it again.
    pub(super) fn check_within(&self) -> tantivy::Result<()> {
        match self.asked() {
            true => Err(TantivyError::SystemError("stopped".to_owned())),
            false => Ok(()),
        }
    }

    /// A flag that sets itself when work looks at it for the so-manieth time.
    #[cfg(test)]
    pub(crate) fn after(checks: u64) -> Stop {
        Stop(Some(Arc::new(Flag {
            after: checks,
            ..Flag::default()
        })))
    }
}

/// Looks at a flag once in so many steps.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paced {
    stop: Stop,
    steps: u32,
}

impl Paced {
    /// Nothing done yet.
    pub(crate) fn new(stop: &Stop) -> Paced {
        Paced {
            stop: stop.clone(),
            steps: 0,
        }
    }

    /// One step more; whether work shall end. Every `of`th step looks at the flag, `of` being a power of two.
    #[inline]
    pub(crate) fn ends(&mut self, of: u32) -> bool {
        self.steps = self.steps.wrapping_add(1);
        self.steps & (of - 1) == 0 && self.stop.asked()
    }

    /// The same, as an error.
    pub(super) fn step(&mut self, of: u32) -> tantivy::Result<()> {
        match self.ends(of) {
            true => Err(TantivyError::SystemError("stopped".to_owned())),
            false => Ok(()),
        }
    }
}

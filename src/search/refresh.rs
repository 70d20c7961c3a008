//! An index that changes while it is searched: is there a newer state, and a searcher over it.

use std::sync::Arc;

use tantivy::index::SegmentId;

use super::request::FacetRequest;
use super::searcher::Searcher;
use crate::error::Result;

/// How often a state is opened that is gone before it is opened.
const TRIES: usize = 5;

impl Searcher {
    /// A searcher over the index as it is now, where that is another state than this one's; none where it is the same.
    ///
    /// This one goes on answering from its own state, even if the index is rebuilt or removed (on Unix; other systems
    /// do not remove files that are in use). What does not differ is shared: analyzers; the order of segments that
    /// both have; everything but families where only these are new or articles were removed. The rest is built when it is first needed, or by
    /// [`Searcher::warm`]. The families of an index in memory stay as they were.
    ///
    /// Cost: where nothing changed, a read of a few kilobytes; no lock is taken. Else the opening of all segments.
    ///
    /// # Errors
    /// [`crate::Error::NoIndex`] where the index is gone, which is also so for a moment of a rebuild with `--fresh`;
    /// [`crate::Error::Mismatch`] where another version has rebuilt it; [`crate::Error::Engine`]. This searcher goes on
    /// working.
    pub fn refreshed(&self) -> Result<Option<Searcher>> {
        let mut tries = TRIES;
        loop {
            let state = self.archive.state()?;
            if state == self.state {
                return Ok(None);
            }
            tries -= 1;
            let opened = self.archive.reopened().and_then(|archive| {
                let mut searcher = Searcher::open(&archive)?;
                self.share_with(&mut searcher);
                Ok(searcher)
            });
            match opened {
                Ok(searcher) => return Ok(Some(searcher)),
                // A writer that merges or rebuilds takes files away under our feet: then the state is another one.
                Err(error) if tries == 0 || self.archive.state()? == state => return Err(error),
                Err(error) => tracing::debug!(%error, "the index changed while it was opened"),
            }
        }
    }

    /// Gives a searcher over another state what holds there too.
    fn share_with(&self, newer: &mut Searcher) {
        newer.analyzers = self.analyzers.clone();
        newer.stop = self.stop.clone();
        if newer.has_segments_of(self) {
            newer.columns = self.columns.clone();
            newer.ties = self.ties.clone();
        } else if let Some(known) = self.ties.get() {
            let segments = self.searcher.segment_readers().iter();
            let of_segment = segments.map(|reader| reader.segment_id());
            newer.known_ties = Arc::new(of_segment.zip(known.segments.iter().cloned()).collect());
        }
    }

    /// Whether both read the same segments, and have the same calendar. Which articles of them were removed does not
    /// matter: columns hold those too.
    fn has_segments_of(&self, other: &Searcher) -> bool {
        let ids = |s: &Searcher| -> Vec<SegmentId> {
            let readers = s.searcher.segment_readers().iter();
            readers.map(|reader| reader.segment_id()).collect()
        };
        ids(self) == ids(other)
            && self.archive.manifest().time_zone == other.archive.manifest().time_zone
    }

    /// Builds what a first request would: what breaks ties, families, the calendar, and the columns of these facets
    /// (in any form of [`FacetRequest::facet`]).
    ///
    /// # Errors
    /// [`crate::Error::Argument`] for an unknown facet, [`crate::Error::Engine`].
    pub fn warm(&self, facets: &[String]) -> Result<()> {
        self.ties()?;
        self.families()?;
        self.columns.days()?;
        for facet in facets {
            let wanted = FacetRequest {
                facet: facet.clone(),
                limit: 0,
            };
            self.counter(&wanted, &[], &self.now())?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "refresh_tests.rs"]
mod tests;

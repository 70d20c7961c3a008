//! An opened index as the target of a load.

use xxhash_rust::xxh3::Xxh3;

use super::load::Target;
use super::record::Seen;
use crate::error::Result;
use crate::search::{Request, Response, Searcher};

/// A searcher and what it is asked.
pub(super) struct Answers<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) requests: &'a [Request],
}

impl Target for Answers<'_> {
    type Reply = Response;

    fn ask(&self, query: usize) -> Result<Response> {
        self.searcher.search(&self.requests[query])
    }

    fn look(&self, reply: &Response) -> Seen {
        seen(reply)
    }
}

/// What a response says.
pub(super) fn seen(reply: &Response) -> Seen {
    let mut hash = Xxh3::new();
    for hit in &reply.hits {
        hash.update(hit.id.as_bytes());
        hash.update(&[0]);
    }
    let t = &reply.timing_ms;
    let stages = [t.parse, t.matching, t.facets, t.fetch, t.snippets];
    Seen {
        total: reply.total,
        ids: hash.digest(),
        // A difference of two clocks may be a little below 0.
        stages: stages.map(|ms| (ms.max(0.0) * 1e6) as u64),
    }
}

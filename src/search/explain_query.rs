//! How a query is read and what an index makes of it, without running it.

use super::request::Request;
use super::searcher::Searcher;
use crate::error::Result;
use crate::query::Explained;

impl Searcher {
    /// Explains a query: its tree, its notes, what the index looks up for it and at what cost.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn explain_query(&self, request: &Request) -> Result<Explained> {
        let parsed = self.read(request)?;
        let mut lowering = self.lowering()?;
        let lowered = self.lowered_for(&parsed, request, &mut lowering)?;
        let mut explained = Explained::new(&parsed);
        explained.notes.extend(lowering.take_notes());
        explained.look(&lowered, &self.searcher, self.archive.fields())?;
        Ok(explained)
    }
}

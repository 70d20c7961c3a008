//! A search that ends when its answer is not wanted any more.

use super::request::Request;
use super::response::Response;
use super::searcher::Searcher;
use crate::error::{Error, Result};
use crate::query::Stop;

impl Searcher {
    /// Answers a request as [`Searcher::search`] does, unless `stop` is set before the answer is there: then it ends
    /// with [`Error::Stopped`], and never with a part of the answer.
    ///
    /// The flag is looked at between stages, every few thousand matches, words of a dictionary and postings, and every
    /// few hundred articles whose positions are read. The building of a column, done once for a state of the index, is
    /// not interrupted.
    ///
    /// # Errors
    /// [`Error::Stopped`], and as [`Searcher::search`].
    ///
    /// ```
    /// use dateline::index::Archive;
    /// use dateline::search::{Request, Searcher, Stop};
    ///
    /// let searcher = Searcher::open(&Archive::in_memory())?;
    /// let stop = Stop::new();
    /// assert!(searcher.search_until(&Request::new("harbour"), &stop).is_ok());
    /// stop.stop();
    /// let error = searcher.search_until(&Request::new("harbour"), &stop).unwrap_err();
    /// assert!(matches!(error, dateline::Error::Stopped));
    /// # Ok::<(), dateline::Error>(())
    /// ```
    pub fn search_until(&self, request: &Request, stop: &Stop) -> Result<Response> {
        self.until(stop, |searcher| searcher.search(request))
    }

    /// Runs any call of a searcher until the flag is set, as [`Searcher::search_until`] does for a search:
    /// `searcher.until(&stop, |s| s.similar(&request))`.
    ///
    /// # Errors
    /// [`Error::Stopped`], and those of the call.
    pub fn until<T>(&self, stop: &Stop, call: impl FnOnce(&Searcher) -> Result<T>) -> Result<T> {
        let mut searcher = self.clone();
        searcher.stop = stop.clone();
        let answer = call(&searcher);
        // Matching that was cut short has no word for it: neither an answer nor an error of a stopped search is one.
        match stop.is_stopped() {
            true => Err(Error::Stopped),
            false => answer,
        }
    }
}

#[cfg(test)]
#[path = "until_tests.rs"]
mod tests;

//! Every article that a query matches, for what is done with all of them: export, removal.
//!
//! No ranking, no page, no relaxing: a word that no article has matches nothing here.

use std::ops::ControlFlow;

use tantivy::query::EnableScoring;
use tantivy::{DocAddress, TantivyDocument};

use super::searcher::Searcher;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::query::{Note, Query};

/// The articles that a query matches: the oldest first, undated ones last, then by the hash of
/// their ids, so that two indexes of the same articles give the same order.
pub struct Every<'a> {
    searcher: &'a Searcher,
    /// 24 bytes an article.
    order: Vec<(i64, u64, DocAddress)>,
    /// What the query ignored, expanded or took for text.
    pub notes: Vec<Note>,
    /// The query as it was read.
    pub parsed: String,
}

impl Searcher {
    /// Finds every article that matches.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn every(&self, query: &str) -> Result<Every<'_>> {
        let parsed = Query::read(query, &self.specs)?;
        let mut lowering = self.lowering()?;
        let lowered = lowering.lower(&parsed.ast);
        let lowered = lowered.map_err(|error| parsed.locate(error))?;
        let mut notes = parsed.notes.clone();
        notes.extend(lowering.take_notes());
        let searcher = &self.searcher;
        let fields = self.archive().fields();
        let scoring = EnableScoring::disabled_from_searcher(searcher);
        let weight = lowered.query.weight(scoring)?;
        let mut order = Vec::new();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let published = reader.fast_fields().i64(fields.name(fields.published))?;
            let id_hash = reader.fast_fields().u64(fields.name(fields.id_hash))?;
            weight.for_each_no_score(reader, &mut |docs| {
                let alive = docs.iter().filter(|doc| !reader.is_deleted(**doc));
                order.extend(alive.map(|&doc| {
                    let at = published.first(doc).unwrap_or(i64::MAX);
                    let hash = id_hash.first(doc).unwrap_or(0);
                    (at, hash, DocAddress::new(segment as u32, doc))
                }));
            })?;
        }
        order.sort_unstable();
        Ok(Every {
            searcher: self,
            order,
            notes,
            parsed: parsed.to_string(),
        })
    }
}

impl Every<'_> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The folder of the index.
    pub fn dir(&self) -> &std::path::Path {
        self.searcher.archive().dir()
    }

    /// The record at a place in their order, from 0, as the index stores it; none beyond the last.
    ///
    /// Cost: about 20 microseconds.
    ///
    /// # Errors
    /// [`Error::Engine`] if it can't be read.
    pub fn record(&self, place: usize) -> Result<Option<String>> {
        let Some(&(_, _, address)) = self.order.get(place) else {
            return Ok(None);
        };
        let document: TantivyDocument = self.searcher.searcher.doc(address)?;
        let record = self.searcher.archive().record(&document)?;
        Ok(Some(record))
    }

    /// Hands over their records as the index stores them, one at a time, until `take` has enough.
    ///
    /// Cost: about 10 microseconds a record.
    ///
    /// # Errors
    /// [`Error::Engine`] if a record can't be read, and those of `take`.
    pub fn records(&self, take: &mut dyn FnMut(&str) -> Result<ControlFlow<()>>) -> Result<()> {
        for &(_, _, address) in &self.order {
            let document: TantivyDocument = self.searcher.searcher.doc(address)?;
            let record = self.searcher.archive().record(&document)?;
            if take(&record)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Their ids.
    ///
    /// # Errors
    /// As [`Every::records`].
    pub fn ids(&self) -> Result<Vec<String>> {
        let mut ids = Vec::with_capacity(self.len());
        self.records(&mut |record| {
            let article: Article =
                serde_json::from_str(record).map_err(|e| Error::DamagedManifest {
                    dir: self.searcher.archive().dir().to_owned(),
                    reason: format!("the record of an article can't be read: {e}"),
                })?;
            ids.push(article.id);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(ids)
    }
}

impl std::fmt::Debug for Every<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Every({}, {} articles)", self.parsed, self.len())
    }
}

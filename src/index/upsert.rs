//! What becomes of an article whose id may be known already.

use std::collections::HashMap;

use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use crate::error::Result;
use crate::schema::Fields;

/// What an article is to the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// Its id is new.
    New,
    /// Its id is known, with other content.
    Changed,
    /// Its id is known, with the same content.
    Same,
}

/// Content hashes by id: those written since the last commit in memory, older ones in the index.
pub(super) struct KnownArticles {
    fields: Fields,
    searcher: Searcher,
    hashes: Vec<Column<u64>>,
    /// Hash of the id to hash of the content, since the last commit: bounded by the commit's size.
    since_commit: HashMap<u64, u64>,
}

impl KnownArticles {
    pub(super) fn new(searcher: Searcher, fields: Fields) -> Result<KnownArticles> {
        let hashes = searcher
            .segment_readers()
            .iter()
            .map(|r| r.fast_fields().u64(fields.name(fields.content_hash)))
            .collect::<tantivy::Result<_>>()?;
        Ok(KnownArticles {
            fields,
            searcher,
            hashes,
            since_commit: HashMap::new(),
        })
    }

    /// Tells what the article is, and remembers it as written.
    ///
    /// Cost: a few microseconds a segment of the last commit.
    pub(super) fn note(&mut self, id: &str, id_hash: u64, content_hash: u64) -> Result<Change> {
        let known = match self.since_commit.get(&id_hash) {
            Some(&hash) => Some(hash),
            None => self.committed(id)?,
        };
        let change = match known {
            None => Change::New,
            Some(hash) if hash == content_hash => return Ok(Change::Same),
            Some(_) => Change::Changed,
        };
        self.since_commit.insert(id_hash, content_hash);
        Ok(change)
    }

    /// Articles noted since the last commit.
    pub(super) fn pending(&self) -> usize {
        self.since_commit.len()
    }

    fn committed(&self, id: &str) -> Result<Option<u64>> {
        let term = Term::from_field_text(self.fields.id, id);
        for (reader, hashes) in self.searcher.segment_readers().iter().zip(&self.hashes) {
            let inverted = reader.inverted_index(self.fields.id)?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(tantivy::TantivyError::from)? else {
                continue;
            };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !reader.is_deleted(doc) {
                    return Ok(hashes.first(doc));
                }
                doc = postings.advance();
            }
        }
        Ok(None)
    }
}

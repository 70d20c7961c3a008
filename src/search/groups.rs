//! Hits collapsed by the values of a facet: one article a value, the one that stands first in the order asked for.
//! Copies of a story are in `collapse`.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use serde::Serialize;
use tantivy::DocAddress;

use super::collect::Candidate;
use super::request::Collapse;
use super::searcher::Searcher;
use crate::error::Result;
use crate::facets::{FacetColumn, Ordinals};

/// What a hit stands for where hits are collapsed by a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Collapsed {
    /// The facet.
    pub field: String,
    /// The value that the articles share; of an article with several its first.
    pub value: String,
    /// How many articles match and have it, this one too.
    pub count: u64,
}

/// The best article of each value so far. About 100 bytes a value.
pub(super) struct Groups {
    field: &'static str,
    column: Arc<FacetColumn>,
    best: HashMap<u32, (Candidate, u64)>,
    /// Articles without a value, each of which stands for itself.
    alone: u64,
}

impl Groups {
    /// Takes a match; whether it stands for itself.
    pub(super) fn take(&mut self, candidate: Candidate) -> bool {
        let at = candidate.address;
        let missing = self.column.missing();
        let value = match &self.column.segments[at.segment_ord as usize] {
            Ordinals::Single(ords) => ords[at.doc_id as usize],
            Ordinals::Multi { starts, ords } => {
                let (from, to) = (starts[at.doc_id as usize], starts[at.doc_id as usize + 1]);
                ords[from as usize..to as usize]
                    .first()
                    .copied()
                    .unwrap_or(missing)
            }
        };
        if value == missing {
            self.alone += 1;
            return true;
        }
        match self.best.entry(value) {
            Entry::Vacant(entry) => {
                entry.insert((candidate, 1));
            }
            Entry::Occupied(mut entry) => {
                let (best, count) = entry.get_mut();
                *count += 1;
                if candidate < *best {
                    *best = candidate;
                }
            }
        }
        false
    }

    /// The article of each value.
    pub(super) fn shown(&self) -> Vec<Candidate> {
        self.best
            .values()
            .map(|(candidate, _)| *candidate)
            .collect()
    }

    /// How many hits there are, and what each article stands for.
    pub(super) fn finish(self) -> (u64, HashMap<DocAddress, Collapsed>) {
        let total = self.best.len() as u64 + self.alone;
        let of = |(value, (candidate, count)): (u32, (Candidate, u64))| {
            let collapsed = Collapsed {
                field: self.field.to_owned(),
                value: self.column.labels[value as usize].to_string(),
                count,
            };
            (candidate.address, collapsed)
        };
        (total, self.best.into_iter().map(of).collect())
    }
}

impl Searcher {
    /// The groups that a request asks for, empty so far.
    pub(super) fn groups(&self, collapse: Option<&Collapse>) -> Result<Option<Groups>> {
        let Some(Collapse::Field(name)) = collapse else {
            return Ok(None);
        };
        let facet = self.facet(name)?;
        Ok(Some(Groups {
            field: facet.name,
            column: self.columns.get(facet)?,
            best: HashMap::new(),
            alone: 0,
        }))
    }
}

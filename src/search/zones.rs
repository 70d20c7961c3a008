//! Where body and lead of an article begin and end: columns that ranking reads of every candidate.

use tantivy::columnar::Column;
use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader};

use super::searcher::Searcher;
use crate::error::Result;

/// The two columns of a segment, in word positions.
#[derive(Debug, Clone)]
pub(super) struct ZoneColumns {
    body_start: Column<u64>,
    lead_end: Column<u64>,
}

impl ZoneColumns {
    /// Where an article's body begins, and where its lead ends.
    pub(super) fn of(&self, doc: DocId) -> (u32, u32) {
        let value = |column: &Column<u64>| column.first(doc).unwrap_or(0) as u32;
        (value(&self.body_start), value(&self.lead_end))
    }
}

impl Searcher {
    /// The columns by segment, opened once.
    pub(super) fn zone_columns(&self) -> Result<&[ZoneColumns]> {
        if let Some(known) = self.zones.get() {
            return Ok(known);
        }
        let fields = self.archive.fields();
        let open = |reader: &SegmentReader| -> tantivy::Result<ZoneColumns> {
            let column = |field: Field| reader.fast_fields().u64(fields.name(field));
            Ok(ZoneColumns {
                body_start: column(fields.body_start)?,
                lead_end: column(fields.lead_end)?,
            })
        };
        let readers = self.searcher.segment_readers().iter();
        let columns = readers.map(open).collect::<tantivy::Result<_>>()?;
        Ok(self.zones.get_or_init(|| columns))
    }
}

//! Where the zones of the text stand in each article of a segment, in word positions; read from columns.

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use super::ast::TextUnit;
use crate::schema::{Fields, Zone};

/// One zone of one segment.
pub(super) struct Bounds {
    zone: Zone,
    headline_end: Column<u64>,
    body_start: Column<u64>,
    lead_end: Column<u64>,
    caption_start: Column<u64>,
    quotes: Column<u64>,
}

impl Bounds {
    pub(super) fn open(
        reader: &SegmentReader,
        fields: &Fields,
        zone: Zone,
    ) -> tantivy::Result<Bounds> {
        let column = |field| reader.fast_fields().u64(fields.name(field));
        Ok(Bounds {
            zone,
            headline_end: column(fields.headline_end)?,
            body_start: column(fields.body_start)?,
            lead_end: column(fields.lead_end)?,
            caption_start: column(fields.caption_start)?,
            quotes: column(fields.quotes)?,
        })
    }

    /// Writes the stretches of the zone in an article to `out`, half-open, ascending.
    pub(super) fn ranges(&self, doc: DocId, out: &mut Vec<(u32, u32)>) {
        out.clear();
        let read = |column: &Column<u64>| column.first(doc).map_or(0, |v| v as u32);
        match self.zone {
            Zone::Headline => out.push((0, read(&self.headline_end))),
            Zone::Standfirst => out.push((read(&self.headline_end), read(&self.body_start))),
            Zone::Lead => out.push((read(&self.body_start), read(&self.lead_end))),
            Zone::Body => out.push((read(&self.body_start), read(&self.caption_start))),
            Zone::Caption => out.push((read(&self.caption_start), u32::MAX)),
            Zone::Headlead => {
                out.push((0, read(&self.headline_end)));
                out.push((read(&self.body_start), read(&self.lead_end)));
            }
            Zone::Said => {
                let mut ends = self.quotes.values_for_doc(doc);
                while let (Some(start), Some(end)) = (ends.next(), ends.next()) {
                    out.push((start as u32, end as u32));
                }
            }
        }
    }
}

/// Whether a stretch lies wholly in one of some ranges, which ascend and do not overlap.
pub(super) fn inside(ranges: &[(u32, u32)], first: u32, last: u32) -> bool {
    let at = ranges.partition_point(|(start, _)| *start <= first);
    at.checked_sub(1).is_some_and(|at| last < ranges[at].1)
}

/// Where sentences and paragraphs end, and where the body begins.
pub(super) struct Units {
    breaks: Column<u64>,
    body_start: Column<u64>,
}

impl Units {
    pub(super) fn open(reader: &SegmentReader, fields: &Fields) -> tantivy::Result<Units> {
        let column = |field| reader.fast_fields().u64(fields.name(field));
        Ok(Units {
            breaks: column(fields.breaks)?,
            body_start: column(fields.body_start)?,
        })
    }

    /// Positions after the last words of the units, ascending.
    pub(super) fn ends(&self, doc: DocId, unit: TextUnit) -> Vec<u32> {
        let wanted = |value: &u64| unit == TextUnit::Sentence || value & 1 == 1;
        let values = self.breaks.values_for_doc(doc).filter(wanted);
        values.map(|value| (value >> 1) as u32).collect()
    }

    pub(super) fn body_start(&self, doc: DocId) -> u32 {
        self.body_start.first(doc).map_or(0, |v| v as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn a_stretch_lies_in_one_range_as_a_whole() {
        let ranges = [(2, 5), (8, 9)];
        for (first, last, expected) in [(2, 4, true), (1, 3, false), (4, 5, false), (8, 8, true)] {
            assert_eq!(inside(&ranges, first, last), expected, "{first} {last}");
        }
        assert!(!inside(&ranges, 4, 8) && !inside(&[], 0, 0));
    }
}

//! A facet's values as arrays: for each segment an ordinal an article, for all segments one list
//! of labels. Built once for a state of the index, and kept.

use std::sync::{Arc, OnceLock};

use jiff::tz::TimeZone;
use tantivy::columnar::Cardinality;
use tantivy::{Searcher, SegmentReader, TantivyError};

use super::calendar::{Bucket, Days};
use super::ranges::length;
use crate::error::Result;
use crate::schema::{Facet, FacetSource, Fields};

/// Ordinals of one segment's articles, by document number.
#[derive(Debug)]
pub enum Ordinals {
    /// One ordinal an article; [`FacetColumn::missing`] for none. 4 bytes an article.
    Single(Vec<u32>),
    /// Any number of ordinals: those of document `d` are `ords[starts[d]..starts[d + 1]]`.
    Multi {
        /// Length: documents + 1.
        starts: Vec<u32>,
        /// All ordinals, by document.
        ords: Vec<u32>,
    },
}

/// One facet of one state of the index.
#[derive(Debug)]
pub struct FacetColumn {
    /// Labels by ordinal, in ascending byte order.
    pub labels: Vec<Box<str>>,
    /// One entry a segment, in the searcher's order.
    pub segments: Vec<Ordinals>,
}

impl FacetColumn {
    /// The ordinal that stands for "no value": the number of labels.
    pub fn missing(&self) -> u32 {
        self.labels.len() as u32
    }

    /// The first ordinal of a document; [`FacetColumn::missing`] for none.
    pub fn first(&self, segment: usize, doc: u32) -> u32 {
        match &self.segments[segment] {
            Ordinals::Single(ords) => ords[doc as usize],
            Ordinals::Multi { starts, ords } => {
                let (from, to) = (starts[doc as usize], starts[doc as usize + 1]);
                let own = &ords[from as usize..to as usize];
                own.first().copied().unwrap_or(self.missing())
            }
        }
    }

    /// Ordinals whose label is `value`, exactly or else with case and accents folded. A path's
    /// label stands for everything below it too, since articles carry the levels above their own.
    /// Cost: linear in the labels.
    pub fn find(&self, value: &str) -> Vec<u32> {
        if let Ok(exact) = self.labels.binary_search_by(|label| (**label).cmp(value)) {
            return vec![exact as u32];
        }
        // `world/` is typed for what is below `world`.
        let above = value.strip_suffix('/').filter(|above| !above.is_empty());
        if let Some(above) = above {
            return self.find(above);
        }
        let wanted = crate::analysis::fold(value);
        let folded = |label: &str| crate::analysis::fold(label) == wanted;
        let found = self
            .labels
            .iter()
            .enumerate()
            .filter(|(_, label)| folded(label));
        found.map(|(ord, _)| ord as u32).collect()
    }
}

/// All facets of one state of the index, each built when it is first asked for.
pub struct FacetColumns {
    fields: Fields,
    searcher: Searcher,
    facets: Vec<(Facet, OnceLock<Arc<FacetColumn>>)>,
    zone: TimeZone,
    days: OnceLock<Days>,
}

impl FacetColumns {
    /// No column is built yet. Calendar days are those of `zone`.
    pub fn new(searcher: Searcher, fields: Fields, zone: TimeZone) -> FacetColumns {
        let facets = fields
            .facets()
            .into_iter()
            .map(|f| (f, OnceLock::new()))
            .collect();
        FacetColumns {
            fields,
            searcher,
            facets,
            zone,
            days: OnceLock::new(),
        }
    }

    /// The column of a facet. Cost when first asked for: about 10 nanoseconds an article.
    ///
    /// # Errors
    /// `Error::Engine` if a segment can't be read.
    pub fn get(&self, facet: Facet) -> Result<Arc<FacetColumn>> {
        let place = self.facets.iter().find(|(known, _)| *known == facet);
        let Some((_, cell)) = place else {
            return Ok(Arc::new(self.build(facet)?));
        };
        if let Some(column) = cell.get() {
            return Ok(column.clone());
        }
        let column = Arc::new(self.build(facet)?);
        Ok(cell.get_or_init(|| column).clone())
    }

    fn build(&self, facet: Facet) -> Result<FacetColumn> {
        let readers = self.searcher.segment_readers();
        match facet.source {
            FacetSource::Column(field) => strings(readers, self.fields.name(field)),
            FacetSource::Year => self.calendar(Bucket::Year, 4),
            FacetSource::Month => self.calendar(Bucket::Month, 7),
            FacetSource::Day => self.calendar(Bucket::Day, 10),
            FacetSource::Length => length(readers, &self.fields),
        }
    }

    /// Buckets of a calendar in the index's zone; labels are cut to so many characters.
    fn calendar(&self, by: Bucket, cut: usize) -> Result<FacetColumn> {
        Ok(self.days()?.column(by, cut, false))
    }

    /// The days of all articles in the index's zone, read when they are first asked for.
    ///
    /// # Errors
    /// `Error::Engine` if a segment can't be read.
    pub fn days(&self) -> Result<&Days> {
        if let Some(days) = self.days.get() {
            return Ok(days);
        }
        let days = self.days_in(&self.zone)?;
        Ok(self.days.get_or_init(|| days))
    }

    /// The days of all articles in a zone.
    ///
    /// # Errors
    /// As [`FacetColumns::days`].
    pub fn days_in(&self, zone: &TimeZone) -> Result<Days> {
        Days::read(self.searcher.segment_readers(), &self.fields, zone)
    }
}

/// Reads a string column of all segments under one list of labels.
fn strings(readers: &[SegmentReader], name: &str) -> Result<FacetColumn> {
    let mut dictionaries = Vec::new();
    let mut columns = Vec::new();
    for reader in readers {
        let column = reader.fast_fields().str(name)?;
        let mut labels: Vec<Box<str>> = Vec::new();
        if let Some(column) = &column {
            let mut stream = column.dictionary().stream().map_err(TantivyError::from)?;
            while stream.advance() {
                labels.push(String::from_utf8_lossy(stream.key()).into());
            }
        }
        dictionaries.push(labels);
        columns.push(column);
    }
    let mut labels: Vec<Box<str>> = dictionaries.iter().flatten().cloned().collect();
    labels.sort_unstable();
    labels.dedup();
    let missing = labels.len() as u32;
    let mut segments = Vec::new();
    for ((reader, column), dictionary) in readers.iter().zip(columns).zip(dictionaries) {
        let max_doc = reader.max_doc();
        let Some(column) = column else {
            segments.push(Ordinals::Single(vec![missing; max_doc as usize]));
            continue;
        };
        // A segment's ordinal to the ordinal among all labels.
        let global: Vec<u32> = dictionary
            .iter()
            .map(|label| {
                labels
                    .binary_search(label)
                    .map_or(missing, |ord| ord as u32)
            })
            .collect();
        let to_global = |ord: u64| global.get(ord as usize).copied().unwrap_or(missing);
        let ords = column.ords();
        segments.push(if ords.get_cardinality() == Cardinality::Multivalued {
            let mut starts = Vec::with_capacity(max_doc as usize + 1);
            let mut all = Vec::new();
            for doc in 0..max_doc {
                starts.push(all.len() as u32);
                all.extend(ords.values_for_doc(doc).map(to_global));
            }
            starts.push(all.len() as u32);
            Ordinals::Multi { starts, ords: all }
        } else {
            let ord = |doc| ords.first(doc).map_or(missing, to_global);
            Ordinals::Single((0..max_doc).map(ord).collect())
        });
    }
    Ok(FacetColumn { labels, segments })
}

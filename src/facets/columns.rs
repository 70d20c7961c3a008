//! A facet's values as arrays: for each segment an ordinal an article, for all segments one list
//! of labels. Built once for a state of the index, and kept.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tantivy::columnar::Cardinality;
use tantivy::{Searcher, SegmentReader, TantivyError};

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

    /// Ordinals whose label is `value`, exactly or else with case and accents folded. A path's
    /// label stands for everything below it too, since articles carry the levels above their own.
    /// Cost: linear in the labels.
    pub fn find(&self, value: &str) -> Vec<u32> {
        if let Ok(exact) = self.labels.binary_search_by(|label| (**label).cmp(value)) {
            return vec![exact as u32];
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
}

impl FacetColumns {
    /// No column is built yet.
    pub fn new(searcher: Searcher, fields: Fields) -> FacetColumns {
        let facets = fields
            .facets()
            .into_iter()
            .map(|f| (f, OnceLock::new()))
            .collect();
        FacetColumns {
            fields,
            searcher,
            facets,
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
            FacetSource::Year => self.calendar(readers, 0, "%Y"),
            FacetSource::Month => self.calendar(readers, 1, "%Y-%m"),
            FacetSource::Day => self.calendar(readers, 2, "%Y-%m-%d"),
        }
    }

    /// Labels from the publication date, where it is known to `least` precision or finer.
    fn calendar(&self, readers: &[SegmentReader], least: u64, format: &str) -> Result<FacetColumn> {
        const NONE: i64 = i64::MIN;
        // By day first: few distinct days, so a calendar is asked seldom.
        let mut label_of_day: HashMap<i64, Box<str>> = HashMap::new();
        let mut days_of_segments = Vec::new();
        for reader in readers {
            let published = reader
                .fast_fields()
                .i64(self.fields.name(self.fields.published))?;
            let precision = reader
                .fast_fields()
                .u64(self.fields.name(self.fields.precision))?;
            let days: Vec<i64> = (0..reader.max_doc())
                .map(|doc| match (published.first(doc), precision.first(doc)) {
                    (Some(at), Some(known)) if known >= least => at.div_euclid(86_400),
                    _ => NONE,
                })
                .collect();
            for &day in &days {
                if day != NONE {
                    label_of_day
                        .entry(day)
                        .or_insert_with(|| label(day, format));
                }
            }
            days_of_segments.push(days);
        }
        let mut labels: Vec<Box<str>> = label_of_day.values().cloned().collect();
        labels.sort_unstable();
        labels.dedup();
        let ord_of_day: HashMap<i64, u32> = label_of_day
            .iter()
            .map(|(&day, label)| (day, labels.binary_search(label).unwrap_or(0) as u32))
            .collect();
        let missing = labels.len() as u32;
        let segments = days_of_segments
            .into_iter()
            .map(|days| {
                let ord = |day: i64| ord_of_day.get(&day).copied().unwrap_or(missing);
                Ordinals::Single(days.into_iter().map(ord).collect())
            })
            .collect();
        Ok(FacetColumn { labels, segments })
    }
}

fn label(day: i64, format: &str) -> Box<str> {
    let at = Timestamp::from_second(day * 86_400).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::UTC)
        .strftime(format)
        .to_string()
        .into()
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

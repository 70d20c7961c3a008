//! Facets whose values are ranges: classes of length, and ranges that a request names.
//!
//! What is below is columns like any other facet's, so that counting needs to know nothing of it.

use std::sync::Arc;

use tantivy::SegmentReader;

use super::columns::{FacetColumn, Ordinals};
use crate::error::Result;
use crate::schema::{Fields, declaration};

/// A range of numbers (or of seconds), both ends inclusive; none is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// How it is shown.
    pub label: String,
    /// Least value.
    pub from: Option<i64>,
    /// Greatest value.
    pub to: Option<i64>,
}

impl Range {
    fn holds(&self, value: i64) -> bool {
        self.from.is_none_or(|from| from <= value) && self.to.is_none_or(|to| value <= to)
    }
}

/// What ranges are laid over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// Length of the body in words.
    Words,
    /// Publication date; an article is in a range if its date lies in it with all its precision.
    Published,
}

/// A facet of ranges, its labels in the order given. Ranges may overlap: an article is counted in
/// each that holds it. Cost: articles times ranges, about a nanosecond each.
///
/// # Errors
/// `Error::Engine` if a segment can't be read.
pub fn range_column(
    readers: &[SegmentReader],
    fields: &Fields,
    measured: Measured,
    ranges: &[Range],
) -> Result<Arc<FacetColumn>> {
    let mut segments = Vec::new();
    for reader in readers {
        let columns = reader.fast_fields();
        let mut starts = Vec::with_capacity(reader.max_doc() as usize + 1);
        let mut ords = Vec::new();
        let mut take = |bounds: Option<(i64, i64)>| {
            starts.push(ords.len() as u32);
            if let Some((first, last)) = bounds {
                let held = |r: &Range| r.holds(first) && r.holds(last);
                ords.extend((0..ranges.len() as u32).filter(|&n| held(&ranges[n as usize])));
            }
        };
        match measured {
            Measured::Words => {
                let words = columns.u64(fields.name(fields.words))?;
                let number = |doc| {
                    words
                        .first(doc)
                        .map(|n| i64::try_from(n).unwrap_or(i64::MAX))
                };
                (0..reader.max_doc()).for_each(|doc| take(number(doc).map(|n| (n, n))));
            }
            Measured::Published => {
                let first = columns.i64(fields.name(fields.published))?;
                let last = columns.i64(fields.name(fields.published_end))?;
                let both = |doc| Some((first.first(doc)?, last.first(doc)?));
                (0..reader.max_doc()).for_each(|doc| take(both(doc)));
            }
        }
        starts.push(ords.len() as u32);
        segments.push(Ordinals::Multi { starts, ords });
    }
    let labels = ranges.iter().map(|r| r.label.as_str().into()).collect();
    Ok(Arc::new(FacetColumn { labels, segments }))
}

/// Classes of length as `schema/index.toml` declares them: `0..199`, `200..499` and so on.
pub(super) fn length(readers: &[SegmentReader], fields: &Fields) -> Result<FacetColumn> {
    let mut classes = length_classes();
    // Labels of a facet ascend in byte order, so that a value is found by halving.
    classes.sort_by(|a, b| a.label.cmp(&b.label));
    let labels = classes.iter().map(|c| c.label.as_str().into()).collect();
    let mut segments = Vec::new();
    for reader in readers {
        let words = reader.fast_fields().u64(fields.name(fields.words))?;
        let class = |doc| {
            let n = words
                .first(doc)
                .map(|n| i64::try_from(n).unwrap_or(i64::MAX));
            let place = n.and_then(|n| classes.iter().position(|c| c.holds(n)));
            place.unwrap_or(classes.len()) as u32
        };
        let ords = (0..reader.max_doc()).map(class).collect();
        segments.push(Ordinals::Single(ords));
    }
    Ok(FacetColumn { labels, segments })
}

/// The declared classes of length in words, ascending, without gaps.
pub fn length_classes() -> Vec<Range> {
    let bounds = declaration().facets.iter().map(|f| f.classes.as_slice());
    let bounds: &[i64] = bounds.max_by_key(|c| c.len()).unwrap_or_default();
    let from = std::iter::once(0).chain(bounds.iter().copied());
    let to = bounds.iter().map(|&b| Some(b - 1)).chain([None]);
    let class = |(from, to): (i64, Option<i64>)| Range {
        label: match to {
            Some(to) => format!("{from}..{to}"),
            None => format!("{from}.."),
        },
        from: Some(from),
        to,
    };
    from.zip(to).map(class).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_length_leave_no_gap() {
        let classes = length_classes();
        assert!(classes.len() > 2);
        assert_eq!(classes[0].label, "0..199");
        for pair in classes.windows(2) {
            assert_eq!(pair[0].to.map(|to| to + 1), pair[1].from);
        }
        assert_eq!(classes.last().and_then(|c| c.to), None);
    }
}

//! Facets: values of articles counted over a result, by plain arrays of ordinals.
//!
//! Which articles match is decided in `search`; here they are only counted.

mod calendar;
mod columns;
mod counts;
mod ranges;

pub use calendar::{Bucket, COARSER, Days};
pub use columns::{FacetColumn, FacetColumns, Ordinals};
pub use counts::{Counter, FacetCounts, FacetValue, Selection, Shown, TIMELINE};
pub use ranges::{Measured, Range, length_classes, range_column};

//! Facets: values of articles counted over a result, by plain arrays of ordinals.
//!
//! Which articles match is decided in `search`; here they are only counted.

mod columns;
mod counts;

pub use columns::{FacetColumn, FacetColumns, Ordinals};
pub use counts::{Counter, FacetCounts, FacetValue, Selection};

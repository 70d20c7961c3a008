//! One request in, one response out: the call that every face of Dateline goes through.
//!
//! Responses are plain data. No printing and no markup here.

mod collapse;
mod collect;
mod every;
mod explain_query;
mod families;
mod hits;
mod matching;
mod request;
mod response;
mod searcher;

pub use every::Every;
pub use families::{Family, FamilyCopy};
pub use request::{Collapse, FacetRequest, Filter, Match, Request, SnippetRequest, Sort};
pub use response::{
    FamilyRef, Hit, IndexInfo, QueryInfo, Response, Timeline, TimelineBucket, Timing,
};
pub use searcher::Searcher;

//! One request in, one response out: the call that every face of Dateline goes through.
//!
//! Responses are plain data. No printing and no markup here.

mod bare;
mod beyond;
mod collapse;
mod collect;
mod compare;
mod complete;
mod distinctive;
mod every;
mod explain;
mod explain_query;
mod families;
mod features;
mod feedback;
mod fresh;
mod groups;
mod hits;
mod labels;
mod long;
mod matching;
mod order;
mod overview;
mod paging;
mod read;
mod recency;
mod refresh;
mod request;
mod rerank;
mod response;
mod searcher;
mod similar;
mod suggest;
mod timeline;
mod until;
mod wanted;
mod zones;

pub use compare::{
    CompareRequest, ComparedBucket, ComparedSide, ComparedTimeline, Comparison, SampleInfo,
};
pub use complete::Completion;
pub use distinctive::Distinctive;
pub use every::Every;
pub use explain::{Explanation, ScorePart};
pub use families::{Family, FamilyCopy};
pub use feedback::Feedback;
pub use fresh::Fresh;
pub use groups::Collapsed;
pub use order::{SortKey, SortKeys};
pub use overview::FieldInfo;
pub use read::ReadArticle;
pub use recency::Recency;
pub use request::{
    Collapse, FacetRequest, Filter, Match, Request, SnippetRequest, Sort, TimelineRequest,
};
pub use rerank::RankingOptions;
pub use response::{
    ClauseCount, FamilyRef, Hit, IndexInfo, Peak, QueryInfo, Response, Suggestion, Timeline,
    TimelineBucket, Timing, WordChange,
};
pub use searcher::Searcher;
pub use similar::{KeyTerm, SimilarRequest};

pub use crate::query::Stop;

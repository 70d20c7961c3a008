//! What is asked of an index.

use std::collections::BTreeMap;

use super::feedback::Feedback;
use super::order::SortKeys;
use super::recency::Recency;
use super::rerank::RankingOptions;
use jiff::civil::Date;

use crate::facets::Bucket;

/// A search. Start from [`Request::new`] and change what differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The query, in the language of `query`.
    pub query: String,
    /// How many of a query's plain words an article must have.
    pub matching: Match,
    /// Chosen facet values: OR within a facet, AND across facets.
    pub filters: Vec<Filter>,
    /// Published on this day or later, as a date of the query language (`2017-11`); inclusive.
    pub since: Option<String>,
    /// Published on this day or earlier, as a date of the query language; inclusive.
    pub until: Option<String>,
    /// Stored queries by name, which `saved:NAME` stands for.
    pub saved: BTreeMap<String, String>,
    /// Order of the hits.
    pub sort: Sort,
    /// Hits to return at most.
    pub limit: usize,
    /// Hits to pass over first.
    pub offset: usize,
    /// Begins behind the page that gave this token, [`Response::next`](super::Response::next); without `offset`.
    pub after: Option<String>,
    /// Facets to count.
    pub facets: Vec<FacetRequest>,
    /// Counts the matches by calendar; none makes no timeline.
    pub timeline: Option<TimelineRequest>,
    /// Whether the exact number of matches is wanted. Without it, and without facets and filters,
    /// the best hits are found by block-max pruning, and the total is a lower bound.
    pub count: bool,
    /// Shows one copy of each story, the one that this says; none shows every copy. Under
    /// [`Sort::Relevance`] a story has the score of its best copy in the first pass, and what the
    /// second pass finds in the copy that is shown; in the orders by date it stands where the copy
    /// that is shown stands. `total` and facets go on counting articles.
    pub collapse: Option<Collapse>,
    /// Whether hits carry fragments of text; none gives hits without fragments.
    pub snippets: Option<SnippetRequest>,
    /// How relevance is measured.
    pub ranking: RankingOptions,
    /// Adds the words of the best articles to the query; off by default.
    pub feedback: Option<Feedback>,
    /// Lets older articles fade; off by default.
    pub recency: Option<Recency>,
    /// Whether each hit tells the parts of its score.
    pub explain: bool,
}

impl Request {
    /// Hits that one request can reach: `offset + limit` at most.
    pub const DEEPEST: usize = 100_000;

    /// Hits that the first pass must find: all up to the page's end, and what the second orders.
    pub(super) fn reach(&self) -> usize {
        let window = match self.sort {
            Sort::Relevance if self.limit > 0 => self.ranking.window,
            _ => 0,
        };
        // One more, which tells whether there is another page.
        let page = match self.limit {
            0 => self.offset,
            limit => self.offset + limit + 1,
        };
        match self.after {
            Some(_) => window + page,
            None => window.max(page),
        }
    }

    /// The first ten hits by relevance, with snippets and the exact total, without facets.
    pub fn new(query: impl Into<String>) -> Request {
        Request {
            query: query.into(),
            matching: Match::Relaxed,
            filters: Vec::new(),
            since: None,
            until: None,
            saved: BTreeMap::new(),
            sort: Sort::Relevance,
            limit: 10,
            offset: 0,
            after: None,
            facets: Vec::new(),
            timeline: None,
            count: true,
            collapse: None,
            snippets: Some(SnippetRequest::default()),
            ranking: RankingOptions::default(),
            feedback: None,
            recency: None,
            explain: false,
        }
    }
}

/// How many of a query's plain words (joined by nothing but space) an article must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Match {
    /// Up to three words: all; where no article has all, as many as any article has. Of more than
    /// three: a quarter, and at least two, of those that are not in every fourth article. A note
    /// says so, and tells how many articles have all.
    #[default]
    Relaxed,
    /// All.
    All,
    /// Any.
    Any,
    /// At least this many; all if there are fewer.
    AtLeast(usize),
    /// At least this share of them in percent, rounded up.
    Percent(u8),
}

/// Values chosen and left out in one facet. Filters of one facet are one: their values are put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Name of the facet.
    pub facet: String,
    /// Its values; an article with any of them passes, and where there are none every article does.
    pub values: Vec<String>,
    /// Values of it that are left out: an article with any of them does not pass, whatever else it has.
    pub exclude: Vec<String>,
}

impl Filter {
    /// Articles with any of these values.
    pub fn new(facet: impl Into<String>, values: Vec<String>) -> Filter {
        Filter {
            facet: facet.into(),
            values,
            exclude: Vec::new(),
        }
    }

    /// Articles with none of these values.
    pub fn without(facet: impl Into<String>, exclude: Vec<String>) -> Filter {
        Filter {
            facet: facet.into(),
            values: Vec::new(),
            exclude,
        }
    }
}

/// A facet to count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetRequest {
    /// Its name, or one of the forms `section/world` (the values one level below, `section/` the
    /// uppermost), `date`, `date/2019`, `date/2019-05` (years, months, days), `section=afr` (values
    /// of which a word begins so), `words:0..200,500..` and `date:2018,2019..2020` (ranges, both
    /// ends inclusive; an article in none is missing). The counts go by this form.
    pub facet: String,
    /// How many of its values to show.
    pub limit: usize,
}

/// A timeline to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineRequest {
    /// Width of its buckets.
    pub by: Bucket,
    /// IANA name of the zone of its calendar; none is the index's.
    pub zone: Option<String>,
    /// Buckets that stand out to be named, at most. They cost the reading of some hundred records
    /// each; 0 names none.
    pub peaks: usize,
    /// First and last day, inclusive: buckets outside are left out, though their matches are in the
    /// total. A few articles dated a century away then cost no buckets. None is all.
    pub span: Option<(Date, Date)>,
}

impl TimelineRequest {
    /// Buckets of a width in the index's zone, with at most five peaks.
    pub fn new(by: Bucket) -> TimelineRequest {
        TimelineRequest {
            by,
            zone: None,
            peaks: 5,
            span: None,
        }
    }
}

/// Which copy of a story stands for all that match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Collapse {
    /// The earliest; undated ones last.
    Earliest,
    /// The one with most words in its body; of several the earliest.
    Longest,
    /// The one from this source, by its facet value; where there is none, the earliest.
    Source(String),
    /// No copy of a story, but of the articles with one value of this facet the one that stands first; those without
    /// a value are all shown.
    Field(String),
}

/// Order of the hits. Ties are broken by date, newest first, and then by a hash of the id, so
/// that pages do not overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Latest publication date first; undated articles last.
    Newest,
    /// Earliest publication date first; undated articles last.
    Oldest,
    /// By these keys.
    By(SortKeys),
}

/// What fragments of text a hit carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnippetRequest {
    /// Fragments a hit, at most.
    pub fragments: usize,
    /// Characters (Unicode scalar values) a fragment, at most.
    pub characters: usize,
}

impl Default for SnippetRequest {
    fn default() -> SnippetRequest {
        SnippetRequest {
            fragments: 3,
            characters: 240,
        }
    }
}

//! What an index answers: plain data, and the JSON that `search --format json` prints.
//!
//! `version` 1: a key is added, never renamed. Ranges are half-open and count characters (Unicode
//! scalar values) of the text beside them; `highlight_bytes` gives the same in UTF-8 bytes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::distinctive::Distinctive;
use super::explain::Explanation;
use super::groups::Collapsed;
use crate::facets::FacetCounts;
use crate::query::Note;
use crate::snippet::Snippet;

/// The answer to a [`super::Request`].
#[derive(Debug, Clone, Serialize)]
pub struct Response {
    /// Version of this form.
    pub version: u32,
    /// What was asked, and how it was read.
    pub query: QueryInfo,
    /// Articles that match.
    pub total: u64,
    /// `exact`, or `at_least` where no exact total was asked for.
    pub relation: &'static str,
    /// Stories among them, copies counted once and an article without copies for itself. Exact;
    /// none where the index has no families or no exact total was asked for.
    pub families: Option<u64>,
    /// Hits in all, where they are collapsed by a facet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<u64>,
    /// The hits, best first.
    pub hits: Vec<Hit>,
    /// Counts by facet name.
    pub facets: BTreeMap<String, FacetCounts>,
    /// Counts by calendar; none where none was asked for.
    pub timeline: Option<Timeline>,
    /// Where the next page begins; none on the last page.
    pub next: Option<String>,
    /// Other queries that may have been meant, where no article has all words.
    pub suggestions: Vec<Suggestion>,
    /// Articles that each clause has by itself, where nothing was found and there are several.
    pub diagnosis: Vec<ClauseCount>,
    /// Milliseconds by stage.
    pub timing_ms: Timing,
    /// Which index answered.
    pub index: IndexInfo,
}

/// A query with other words for those that no article has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// The query.
    pub query: String,
    /// Its words that are new.
    pub changed: Vec<WordChange>,
    /// Articles that match it, at least one.
    pub articles: u64,
}

/// A word and what may have been meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WordChange {
    /// As typed.
    pub from: String,
    /// As printed in an article, in lower case.
    pub to: String,
}

/// A clause of the query, or a filter, and what it matches by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseCount {
    /// In canonical form.
    pub clause: String,
    /// Articles.
    pub articles: u64,
}

/// A query and how it was read.
#[derive(Debug, Clone, Serialize)]
pub struct QueryInfo {
    /// As typed.
    pub text: String,
    /// As understood, in canonical form.
    pub parsed: String,
    /// What was ignored, expanded, relaxed or read otherwise than it may have been meant.
    pub notes: Vec<Note>,
}

/// One article that matches.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    /// From 1, pages before this one included.
    pub rank: usize,
    /// The article's id.
    pub id: String,
    /// Its score; 0 where the order is by date.
    pub score: f32,
    /// Headline.
    pub title: String,
    /// The outlet.
    pub source: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Publication date, cut to its precision.
    pub published: Option<String>,
    /// `year`, `month`, `day`, `minute` or `second`.
    pub precision: Option<String>,
    /// Dateline place, else the first place that the dump names.
    pub place: Option<String>,
    /// Wire agency.
    pub agency: Option<String>,
    /// People in the byline.
    pub authors: Vec<String>,
    /// First section.
    pub section: Option<String>,
    /// Language.
    pub language: String,
    /// Wire-copy family.
    pub family: Option<FamilyRef>,
    /// What it stands for where hits are collapsed by a facet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collapsed: Option<Collapsed>,
    /// What matched in the headline.
    pub title_highlights: Vec<(usize, usize)>,
    /// Fragments of the text, in its order.
    pub snippets: Vec<Snippet>,
    /// The parts of its score, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// A wire-copy family that a hit belongs to.
#[derive(Debug, Clone, Serialize)]
pub struct FamilyRef {
    /// The family.
    pub id: String,
    /// Its members, in the whole index.
    pub size: u64,
    /// Outlets among its members; those without one together count as one.
    pub sources: u64,
}

/// Counts by calendar.
#[derive(Debug, Clone, Serialize)]
pub struct Timeline {
    /// `day`, `week`, `month`, `quarter` or `year`.
    pub by: String,
    /// Time zone of the calendar.
    pub tz: String,
    /// Buckets in order, empty ones included.
    pub buckets: Vec<TimelineBucket>,
    /// Matches without a date.
    pub undated: u64,
    /// Matches whose date is known less exactly than a bucket is wide; they are in none.
    pub coarser: u64,
    /// All matches: those in buckets, undated and coarser ones.
    pub total: u64,
    /// Buckets that stand out, in order of time.
    pub peaks: Vec<Peak>,
}

/// One bucket of a timeline.
#[derive(Debug, Clone, Serialize)]
pub struct TimelineBucket {
    /// First day.
    pub start: String,
    /// Matches.
    pub count: u64,
    /// All articles.
    pub all: u64,
}

/// A bucket that stands out among its neighbours.
#[derive(Debug, Clone, Serialize)]
pub struct Peak {
    /// First day of the bucket.
    pub start: String,
    /// Matches.
    pub count: u64,
    /// By how much it stands out: a modified z-score, above 3.5.
    pub score: f64,
    /// Words that set its matches apart from the others, the weightiest first.
    pub words: Vec<Distinctive>,
}

/// Milliseconds by stage.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Timing {
    /// Text to tree to index query.
    pub parse: f64,
    /// Matching and ranking.
    #[serde(rename = "match")]
    pub matching: f64,
    /// Counting facets.
    pub facets: f64,
    /// Reading the hits' records.
    pub fetch: f64,
    /// Making snippets.
    pub snippets: f64,
    /// All of it.
    pub total: f64,
}

/// Which index answered.
#[derive(Debug, Clone, Serialize)]
pub struct IndexInfo {
    /// Articles in it.
    pub articles: u64,
    /// Changes with its form and its content.
    pub fingerprint: String,
}

//! The article record: what one news article is, before anything is indexed.
//!
//! Plain data with serde names as `schema/article.toml` declares them. No I/O, no index, no parsing rules here.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::date::Stamp;

/// One news article, taken apart into the parts that a newspaper article has.
///
/// Empty parts are left out of the JSON form and read back as empty, so a record survives
/// export and re-indexing unchanged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// Stable identity: the dump's own id, else the canonical URL, else a hash of the content.
    pub id: String,
    /// Canonical address: no fragment, no tracking parameters, scheme and host in lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The outlet: registrable domain of the URL, or the name that the dump gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Headline, without the outlet's name; empty when the input has none.
    pub title: String,
    /// Another headline that the input carries (the page's title beside the printed headline).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt_title: Option<String>,
    /// Label above the headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// Summary below the headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standfirst: Option<String>,
    /// The line that names the writers, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// The people in the byline, without "By" and without roles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The wire agency that supplied the text; never taken from a photo credit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Place, agency and date in front of the lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// When the article was published, to the precision that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Stamp>,
    /// When it was last changed by its publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Stamp>,
    /// When the dump's maker fetched it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crawled: Option<Stamp>,
    /// The earliest day on which it can have been published, where only that could be inferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Stamp>,
    /// Where `published` (or, for `inferred`, `not_before`) came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_from: Option<DateFrom>,
    /// Sections, most general first within a value: `world/africa`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub section: Vec<String>,
    /// Keywords as the dump gives them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Places that the dump names as subjects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// People that the dump names as subjects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// Organisations that the dump names as subjects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<String>,
    /// BCP 47 tag, declared or detected; `und` when the text is too short to tell.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Running text, one string a paragraph, subheadings included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<String>,
    /// Indices into `body` of the paragraphs that are subheadings, ascending.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subheadings: Vec<u32>,
    /// Picture and video captions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub captions: Vec<Caption>,
    /// Links to other articles: READ MORE, WATCH and the like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// Corrections, clarifications, editor's notes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub correction: Vec<String>,
    /// Disclaimers, copyright lines, sign-offs, newsletter and comment boilerplate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
    /// Words in the body.
    pub word_count: u64,
    /// Name of the input's format, such as `text` or `jsonl`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub raw_format: String,
    /// The file that the article was read from.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dump: String,
    /// First byte of its record in that file, after decompression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// Length of its record in bytes, after decompression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// Whatever else the dump carried.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Value>,
}

/// Place, agency and date in front of the lead: "LONDON, Feb 26 (Reuters) -".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dateline {
    /// The place as printed: `BEIRUT`, `KYIV, Ukraine`.
    pub place: String,
    /// The agency in it, by its usual short name: `AP`, `Reuters`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The date as printed, most often without a year: `Feb 26`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// The words under a picture or video.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Caption {
    /// The caption; empty when only a credit was printed.
    pub text: String,
    /// The credit as printed: `STRINGER/AFP/Getty Images`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// The wire or picture agency in the credit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
}

/// A link to another article, printed inside or below this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// What the link invites to do.
    pub kind: RelatedKind,
    /// Headline of the other article; empty when only the address was printed.
    #[serde(default)]
    pub text: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What a related link invites to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelatedKind {
    /// READ MORE, ALSO READ, MORE.
    ReadMore,
    /// WATCH, VIDEO.
    Watch,
    /// LISTEN, PODCAST.
    Listen,
    /// GALLERY, PHOTOS, IN PICTURES.
    Gallery,
    /// RELATED, SEE ALSO, and lists of other stories.
    Related,
}

/// Where a publication date came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateFrom {
    /// A date field of the dump.
    Field,
    /// Metadata of a page.
    Meta,
    /// The path of the URL.
    Url,
    /// The dateline, year included.
    Dateline,
    /// The name of the file.
    FileName,
    /// Inferred from the text: only `not_before` is known.
    Inferred,
}

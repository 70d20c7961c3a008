//! The news article: its record, its dates, and the rules that take one apart.
//!
//! Everything here is pure: text in, parts out. No file is read, nothing is indexed, and no
//! module further out (readers, schema, search) is known here.

mod abbreviations;
pub mod address;
pub mod agency;
mod anatomy;
mod blocks;
mod boilerplate;
pub mod byline;
mod captions;
mod credit;
pub mod date;
mod dateline;
mod finish;
mod header;
pub mod headline;
mod marks;
mod openers;
mod opening;
pub mod parts;
mod phrases;
pub mod quotations;
pub mod record;
mod related;
pub mod segment;
pub mod sentences;
mod signoff;
mod signs;
mod tail;

pub use anatomy::{LinePart, Parsed, Part, parse_text, take_apart_body};
pub use dateline::of_line as dateline_of;
pub use finish::finish;
pub use record::{Article, Caption, DateFrom, Dateline, Related, RelatedKind};
pub use segment::count_words;

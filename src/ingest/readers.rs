//! The table of readers: for each format how it is known, how a stream of it is cut into records,
//! and how a record becomes an article. A new format is a file of its own and a line here.

use std::io::BufRead;
use std::ops::ControlFlow;

use super::emit::Emitter;
use super::format::Format;
use super::keys::KeyMap;
use super::sniff::Head;
use super::{Fault, RawRecord};
use crate::article::Article;

/// A format's reader.
pub(super) struct Reader {
    /// What it reads.
    pub(super) format: Format,
    /// Whether a stream that begins so is of this format. Content first; the name may decide where
    /// content leaves it open.
    pub(super) knows: fn(&Head<'_>) -> bool,
    /// Cuts the stream into records, never holding more than one of them.
    pub(super) split: fn(Input<'_>, &mut Emitter<'_>) -> ControlFlow<()>,
    /// Turns a record into an article, on any thread; provenance is set by the caller.
    pub(super) article: fn(&RawRecord, &KeyMap) -> Result<Article, Fault>,
}

/// A stream to be cut into records.
pub(super) struct Input<'a> {
    /// The stream, after decompression, from its first byte.
    pub(super) stream: &'a mut dyn BufRead,
    /// Longest record that may be held.
    pub(super) max_bytes: usize,
}

/// The readers in the order in which they are asked; the last one takes any text.
static READERS: &[Reader] = &[
    super::warc::READER,
    super::markdown::READER,
    super::sgml::REUTERS,
    super::sgml::TREC,
    super::lines::READER,
    super::values::READER,
    super::xml::WXR,
    super::xml::FEED,
    super::xml::NITF,
    super::xml::NEWSML_G2,
    super::xml::NEWSML1,
    super::xml::TEI,
    super::xml::OTHER,
    super::page::READER,
    super::csv::READER,
    super::message::READER,
    super::story::READER,
    super::text::READER,
];

/// The reader of a stream that begins so.
pub(super) fn reader_for(head: &Head<'_>) -> Option<&'static Reader> {
    READERS.iter().find(|reader| (reader.knows)(head))
}

/// The reader of a format.
pub(super) fn reader_of(format: Format) -> Option<&'static Reader> {
    READERS.iter().find(|reader| reader.format == format)
}

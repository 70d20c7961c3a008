//! Reading dumps: from paths to articles, one record at a time.
//!
//! `walk` finds the files, `read_file` streams the raw records of one, `to_article` turns a record
//! into an [`Article`] and may run on many threads. Every record ends as an article or as a
//! rejection with its place and reason; nothing in a dump stops the rest of it. What a text or a
//! body means is not decided here but in `article`.

mod archive;
mod cells;
mod csv;
mod dialect;
mod digest;
mod emit;
mod encoding;
mod envelope;
mod format;
mod front_matter;
mod gather;
mod gzip;
mod html;
mod json;
mod keys;
mod lines;
mod markdown;
mod message;
mod mime;
mod ninjs;
mod node;
mod page;
mod plausible;
mod raw;
mod readers;
mod reject;
mod resume;
mod rows;
mod sgml;
mod shapes;
mod sniff;
mod source;
mod story;
mod stream;
mod text;
mod text_lines;
mod units;
mod unpack;
mod values;
mod warc;
mod wrapped;
mod xml;

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;

use crate::article::Article;

pub use format::Format;
pub use keys::KeyMap;
pub use reject::Rejection;
pub use resume::{LinesRead, Reading, Resume};

pub use raw::read_raw;
pub use source::{STDIN, SourceFile, walk};

use emit::Emitter;
use readers::{Input, Reader};
use sniff::Head;
use stream::{Meter, Stream, Unopened};

/// One raw record, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRecord {
    /// The file it is from.
    pub dump: Arc<str>,
    /// Its number in the file, from 1; blank lines are no records.
    pub record: u64,
    /// Its first byte in the file, after decompression.
    pub offset: u64,
    /// Its bytes, without the line break that ends it.
    pub bytes: Vec<u8>,
    /// How to read it.
    pub format: Format,
    /// What the format needs from elsewhere in the file to read it: the header of a table, the
    /// head of a feed.
    pub context: Option<Arc<[u8]>>,
}

/// What reading a file yields, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A record.
    Record(RawRecord),
    /// A record that cannot be read, or the place where the file breaks off.
    Rejected(Rejection),
    /// A file that holds nothing to read, or what of a web archive is no page.
    Skipped {
        /// The file, or the member of an archive.
        file: String,
        /// Why.
        reason: String,
    },
}

/// Limits on reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// Longest record that is held in memory; longer ones are rejected.
    pub max_record_bytes: usize,
    /// The format to read every file as, whatever it looks like; members of archives too.
    pub format: Option<Format>,
    /// The columns of tables that have no header; text that no other reader knows is read as a
    /// table then.
    pub columns: Option<Vec<String>>,
    /// How far a compressed stream may expand.
    pub expansion: Expansion,
}

/// Bound on what a compressed stream may yield, so that a decompression bomb ends early.
///
/// Text of news compresses three to twenty times, a table of repeated rows some hundred times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expansion {
    /// Bytes that any stream may yield.
    pub free_bytes: u64,
    /// Bytes of it for each byte of the file, beyond that.
    pub times: u64,
}

impl Default for Expansion {
    fn default() -> Self {
        Self {
            free_bytes: 1 << 30,
            times: 1000,
        }
    }
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            max_record_bytes: 64 * 1024 * 1024,
            format: None,
            expansion: Expansion::default(),
            columns: None,
        }
    }
}

/// How reading a file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadOutcome {
    /// Records handed out.
    pub records: u64,
    /// Rejections handed out.
    pub rejected: u64,
    /// Skips handed out: 1 if the file was skipped, one for each member of an archive that was.
    pub skipped: u64,
    /// Bytes of the file that were read, before decompression.
    pub bytes_read: u64,
    /// Whether the file was read to its end: false after an I/O error or when the sink stopped it.
    pub complete: bool,
}

/// Reads the records of one file in order and hands each to `sink`, which may stop the reading.
///
/// Streaming: memory is bounded by the longest record allowed, whatever the file is. `progress` is
/// called now and then with the bytes read of the file as it lies on disk, and once at the end.
/// The records of an archive are those of its members, whose dump is `ARCHIVE!/member/path`.
/// A file that breaks off, or cannot be opened, ends in a rejection; records before that are kept.
pub fn read_file(
    file: &SourceFile,
    options: &ReadOptions,
    progress: &mut dyn FnMut(u64),
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> ReadOutcome {
    read_file_from(file, None, options, progress, sink).outcome
}

/// Reads a file as [`read_file`] does, from a place in it that an earlier reading told.
///
/// A place is only for a file of JSON Lines; record numbers and offsets go on from there.
pub fn read_file_from(
    file: &SourceFile,
    resume: Option<&Resume>,
    options: &ReadOptions,
    progress: &mut dyn FnMut(u64),
    sink: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Reading {
    let read = Rc::new(Cell::new(0));
    let meter = Meter {
        source: Rc::clone(&read),
        expansion: options.expansion,
    };
    let opened = match resume {
        Some(resume) => resume::open(file, resume, &meter),
        None => stream::open(file, &meter).map(|stream| (stream, 0)),
    };
    let start = opened.as_ref().map_or(0, |(_, start)| *start);
    let from = resume.copied().unwrap_or_default();
    let mut sink = |item| sink(resume::moved(item, &from));
    let mut emit = Emitter {
        file: file.name().into(),
        format: Format::Text,
        context: None,
        columns: options.columns.as_deref(),
        outcome: ReadOutcome {
            records: 0,
            rejected: 0,
            skipped: 0,
            bytes_read: 0,
            complete: true,
        },
        read,
        reported: 0,
        progress,
        sink: &mut sink,
    };
    let measured = Rc::new(Cell::new(LinesRead::default()));
    let mut is_archive = false;
    // Whether the sink stopped the reading is in the outcome already.
    let _ = match opened {
        Ok((stream, _)) => {
            is_archive = archive::begins(&stream.head);
            let stream = resume::measured(stream, &measured);
            match resume {
                Some(_) => split(stream, &lines::READER, options, &mut emit),
                None => archive::read(stream, 0, options, &meter, &mut emit),
            }
        }
        Err(Unopened::Unknown(kind)) => emit.skip(format!("{kind} is not read")),
        Err(Unopened::Failed(error)) => {
            emit.outcome.complete = false;
            emit.reject(0, 0, source::plain(&error))
        }
    };
    emit.report(true);
    emit.outcome.bytes_read = emit.read.get();
    Reading {
        outcome: emit.outcome,
        start,
        lines: (emit.format == Format::JsonLines && !is_archive).then(|| measured.get()),
    }
}

fn read_stream(
    mut stream: Stream<'_>,
    options: &ReadOptions,
    emit: &mut Emitter<'_>,
) -> ControlFlow<()> {
    let mut damaged = false;
    while stream.head.is_empty() {
        let error = match stream.bytes.fill_buf() {
            Ok([]) if damaged => return ControlFlow::Continue(()),
            Ok([]) => break,
            Ok(chunk) => {
                stream.head = chunk.to_vec();
                break;
            }
            Err(error) => error,
        };
        // A damaged member is reported once, however many tries the next one takes.
        if !std::mem::replace(&mut damaged, true) {
            emit.broken(0, 0, &error)?;
        }
        if !gzip::goes_on(&error) {
            return ControlFlow::Continue(());
        }
    }
    let head = Head::new(&stream.head, &emit.file);
    let found = match (options.format, head) {
        (Some(format), _) if !stream.head.is_empty() => {
            readers::reader_of(format).ok_or("a format that is not read yet")
        }
        (_, Ok(head)) => match readers::reader_for(&head) {
            Some(reader) if reader.format == Format::Text && options.columns.is_some() => {
                readers::reader_of(Format::Csv)
            }
            found => found,
        }
        .ok_or("text of an unknown format"),
        (_, Err(reason)) => Err(reason),
    };
    let reader = match found {
        Ok(reader) => reader,
        Err(reason) => return emit.skip(reason.to_owned()),
    };
    let is_prose = matches!(reader.format, Format::Text | Format::Markdown);
    if is_prose && options.format.is_none() && sniff::is_about_the_dump(&emit.file) {
        return emit.skip("a text about the dump by its name, no article of it".to_owned());
    }
    split(stream, reader, options, emit)
}

fn split(
    mut stream: Stream<'_>,
    reader: &Reader,
    options: &ReadOptions,
    emit: &mut Emitter<'_>,
) -> ControlFlow<()> {
    emit.format = reader.format;
    emit.context = None;
    let input = Input {
        stream: &mut *stream.bytes,
        max_bytes: options.max_record_bytes,
    };
    (reader.split)(input, emit)
}

/// Turns a raw record into an article, or says why it is none.
///
/// Pure and cheap enough to run on many threads. The article is taken apart and finished; its
/// provenance (format, file, first byte and length) is set.
///
/// # Errors
///
/// A record that is not what its format asks for, or that has neither title nor body.
pub fn to_article(record: &RawRecord, keys: &KeyMap) -> Result<Article, Rejection> {
    let result = match readers::reader_of(record.format) {
        Some(reader) => (reader.article)(record, keys),
        None => Err(Fault::new(format!("{} is not read", record.format.name()))),
    };
    let result = result.map(|mut article| {
        plausible::check(&mut article, keys.clock());
        article
    });
    result.map_err(|fault| Rejection {
        file: record.dump.to_string(),
        record: record.record,
        byte: record.offset + fault.at,
        reason: fault.reason,
    })
}

/// The text of a record's bytes, whatever its encoding.
pub fn decode_text(bytes: &[u8]) -> String {
    match encoding::decode(bytes, None) {
        Ok(decoded) => decoded.text.into_owned(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Why a record is no article, and the byte in it that is concerned.
struct Fault {
    at: u64,
    reason: String,
}

impl Fault {
    fn new(reason: impl Into<String>) -> Self {
        Self {
            at: 0,
            reason: reason.into(),
        }
    }
}

/// Sets where an article is from; what an exported record says of itself is kept.
fn set_provenance(article: &mut Article, record: &RawRecord) {
    article.raw_format = record.format.name().to_owned();
    article.dump = record.dump.to_string();
    article.offset = Some(record.offset);
    article.length = Some(record.bytes.len() as u64);
}

/// Refuses an article that has nothing to search in.
fn check_content(article: &Article) -> Result<(), Fault> {
    let texts = [
        &article.title,
        article.standfirst.as_ref().unwrap_or(&article.title),
    ];
    let empty = texts.iter().all(|text| text.trim().is_empty()) && article.body.is_empty();
    match empty {
        true => Err(Fault::new("neither title nor body")),
        false => Ok(()),
    }
}

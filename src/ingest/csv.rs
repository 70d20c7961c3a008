//! Tables: one article a row. Columns mean what the keys of JSON records mean.
//!
//! How a table is written is found in `dialect.rs`, its rows are cut in `rows.rs`.

use std::borrow::Cow;
use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::cells;
use super::dialect::{Dialect, Table, sniff};
use super::emit::Emitter;
use super::encoding;
use super::format::Format;
use super::keys::{KeyMap, Target, push_plain};
use super::node::Node;
use super::readers::{Input, Reader};
use super::rows::{Row, Rows};
use super::sniff::Head;
use super::units::Unit;
use super::{Fault, RawRecord, check_content, json};
use crate::article::Article;
use crate::schema;

/// Tables.
pub(super) const READER: Reader = Reader {
    format: Format::Csv,
    knows,
    split,
    article,
};

/// Extensions that promise a table.
const EXTENSIONS: &[&str] = &["csv", "tsv", "tab", "psv"];

/// Bytes from the front that the dialect is found in.
const HEAD_BYTES: usize = 64 * 1024;

/// What programs write for a missing cell.
const MISSING: &[&str] = &[
    "NaN", "nan", "NULL", "null", "None", "N/A", "n/a", "NA", "\\N",
];

/// What a row needs to be read.
#[derive(Serialize, Deserialize)]
struct Context {
    dialect: Dialect,
    columns: Vec<String>,
    encoding: Option<String>,
}

fn knows(head: &Head<'_>) -> bool {
    if EXTENSIONS.contains(&head.extension()) {
        return true;
    }
    // Most texts are told from a table by their first line.
    let line = memchr::memchr(b'\n', head.text).unwrap_or(0);
    let delimiters = |byte: u8| memchr::memchr_iter(byte, &head.text[..line]).count();
    if line > 4096 || !b",;\t|".iter().any(|byte| delimiters(*byte) >= 2) {
        return false;
    }
    let text = String::from_utf8_lossy(head.text);
    sniff(&text, head.text.len() < HEAD_BYTES, "", None).is_some_and(|table| table.is_plain(&text))
}

/// Cuts the table into rows; each row but the header is a record.
fn split(input: Input<'_>, emit: &mut Emitter<'_>) -> ControlFlow<()> {
    let name = emit.file.to_lowercase();
    let extension = EXTENSIONS
        .iter()
        .find(|extension| name.contains(&format!(".{extension}")));
    let front = match input.stream.fill_buf() {
        Ok(front) => &front[..front.len().min(HEAD_BYTES)],
        Err(error) => return emit.broken(1, 0, &error),
    };
    let whole = front.len() < HEAD_BYTES;
    let mut lines = front;
    if !whole && let Some(end) = memchr::memrchr(b'\n', front) {
        // A character cut in two would look like another encoding.
        lines = &front[..front.len().min(end + 2)];
    }
    let decoded = match encoding::decode(lines, None) {
        Ok(decoded) => decoded,
        Err(fault) => return emit.skip(fault.reason),
    };
    let label = decoded.encoding.name();
    let (unit, mark) = match label {
        "UTF-16LE" => (Unit::Utf16Le, &[0xFF, 0xFE][..]),
        "UTF-16BE" => (Unit::Utf16Be, &[0xFE, 0xFF][..]),
        _ => (Unit::Byte, &[0xEF, 0xBB, 0xBF][..]),
    };
    let mark = if front.starts_with(mark) {
        mark.len()
    } else {
        0
    };
    let extension = extension.copied().unwrap_or_default();
    let Some(table) = sniff(
        &decoded.text,
        whole,
        extension,
        emit.columns.map(<[String]>::len),
    ) else {
        return emit.reject(
            1,
            0,
            "no table: no delimiter makes columns of it".to_owned(),
        );
    };
    let label = (label != "UTF-8").then(|| label.to_owned());
    let columns = match columns(&table, emit.columns) {
        Ok(columns) => columns,
        Err(reason) => return emit.reject(1, 0, reason),
    };
    let dialect = Dialect {
        unit,
        ..table.dialect
    };
    let size = (columns.len(), needed(&columns));
    let context = Context {
        dialect,
        columns,
        encoding: label,
    };
    let context = serde_json::to_vec(&context).expect("names and numbers are JSON");
    emit.context = Some(context.into());
    let mut rows = Rows::new(input.stream, dialect, input.max_bytes, size);
    rows.pass(mark + table.preface * unit.width());
    if table.header.is_some() {
        rows.pass_row();
    }
    let mut record = 0;
    while let Some(row) = rows.next() {
        record += 1;
        match row {
            Row::Good { offset, bytes } => emit.record(record, offset, bytes)?,
            Row::Bad { offset, reason } => emit.reject(record, offset, reason)?,
            Row::Broken { offset, error } => return emit.broken(record, offset, &error),
        }
    }
    ControlFlow::Continue(())
}

/// The names of the columns: those of the user, else those of the header.
fn columns(table: &Table, given: Option<&[String]>) -> Result<Vec<String>, String> {
    match (given, &table.header) {
        (Some(given), _) if given.len() == table.width => Ok(given.to_vec()),
        (Some(given), _) => Err(format!(
            "{} columns are named, but the table has {}",
            given.len(),
            table.width
        )),
        (None, Some(header)) => Ok(header.clone()),
        (None, None) => Err(format!(
            "a table of {} columns without a header; name them with --columns",
            table.width
        )),
    }
}

/// How many cells a row must have: up to the last of title and body.
fn needed(columns: &[String]) -> usize {
    let keys = KeyMap::usual();
    let weighs = |name: &String| {
        let mut plain = String::new();
        push_plain(&mut plain, name);
        let meanings = keys.meanings(&plain);
        meanings
            .iter()
            .any(|(target, _)| matches!(target, Target::Title | Target::Body))
    };
    columns.iter().rposition(weighs).map_or(1, |at| at + 1)
}

/// Reads one row.
fn article(record: &RawRecord, keys: &KeyMap) -> Result<Article, Fault> {
    let context = record.context.as_deref();
    let context = context.and_then(|context| serde_json::from_slice::<Context>(context).ok());
    let Some(context) = context else {
        return Err(Fault::new("a row without the header of its table"));
    };
    let decoded = encoding::decode(&record.bytes, context.encoding.as_deref())?;
    let cells = cells::cells(&decoded.text, &context.dialect);
    if schema::is_row_header(&context.columns) {
        // What Dateline exported was finished when it was first read.
        let article =
            schema::from_row(&cells).ok_or_else(|| Fault::new("not a row of an export"))?;
        check_content(&article)?;
        return Ok(article);
    }
    let pairs = context.columns.into_iter().zip(cells);
    let pairs = pairs.filter(|(name, cell)| {
        !name.is_empty() && !cell.trim().is_empty() && !MISSING.contains(&cell.as_str())
    });
    let pairs = pairs
        .map(|(name, cell)| (Cow::Owned(name), Node::Text(Cow::Owned(cell))))
        .collect();
    let mut article = json::of_pairs(pairs, record, keys)?;
    encoding::note(&mut article, decoded.encoding);
    Ok(article)
}

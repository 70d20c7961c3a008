//! How a table is written: what divides its cells, how cells are quoted, whether it has a header.
//!
//! Looks at the first lines only, as text. Rows of a whole file are cut in `rows.rs`.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::cells;
use super::keys::{KeyMap, push_plain};
use super::units::Unit;

/// Rows that are looked at.
const LOOKED_AT: usize = 200;

/// Longest name of a column.
const LONGEST_NAME: usize = 64;

/// How cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Dialect {
    /// Divides the cells of a row.
    pub(super) delimiter: u8,
    /// Stands around a cell that holds delimiters or line breaks; in such a cell it is doubled.
    pub(super) quote: Option<u8>,
    /// Whether a backslash takes the meaning from the character behind it in such a cell.
    pub(super) backslash: bool,
    /// Whether blanks stand between a delimiter and a quotation mark.
    pub(super) padded: bool,
    /// How characters lie in bytes.
    pub(super) unit: Unit,
}

/// A table as its first lines show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) dialect: Dialect,
    /// The names of its columns, if it has a header.
    pub(super) header: Option<Vec<String>>,
    /// How many names are known for parts of an article.
    pub(super) known: usize,
    /// Cells in a row.
    pub(super) width: usize,
    /// Rows seen, the header among them.
    pub(super) rows: usize,
    /// How many of a hundred rows have that many cells.
    pub(super) regular: usize,
    /// Length of the line `sep=;` in front, which some spreadsheets write.
    pub(super) preface: usize,
}

impl Table {
    /// Whether the first lines can be nothing but a table, whatever the file is called.
    ///
    /// News text has commas too, but no first line of which two and more pieces are known names.
    pub(super) fn is_plain(&self, text: &str) -> bool {
        let mut lines = text.lines().skip(usize::from(self.preface > 0));
        let first = lines.next().unwrap_or_default();
        // Prose has a blank behind its commas, and its first line stands alone.
        let spaced = first.as_bytes().windows(2);
        let spaced = spaced.filter(|pair| pair == &[self.dialect.delimiter, b' ']);
        let dense = spaced.count() * 2 < self.width;
        let next = lines.next().is_some_and(|line| !line.trim().is_empty());
        dense && next && self.known >= 2 && self.width >= 3 && self.rows >= 2 && self.regular >= 80
    }
}

/// Finds out how the table is written that begins with `text`; `whole` if nothing follows it.
///
/// `None` if no delimiter makes columns of it.
///
/// A table that is `wanted` cells wide is preferred, if that is known.
pub(super) fn sniff(
    text: &str,
    whole: bool,
    extension: &str,
    wanted: Option<usize>,
) -> Option<Table> {
    let (first, _) = text.split_once('\n').unwrap_or((text, ""));
    let told = first.trim_end().strip_prefix("sep=").map(str::as_bytes);
    let preface = match told {
        Some([_]) => (first.len() + 1).min(text.len()),
        _ => 0,
    };
    let candidates: &[u8] = match (told, extension) {
        (Some(one @ [_]), _) => one,
        (_, "tsv" | "tab") => b"\t,;|",
        (_, "psv") => b"|,\t;",
        _ => b",\t;|",
    };
    let text = &text[preface..];
    let keys = KeyMap::usual();
    let mut best: Option<Table> = None;
    for delimiter in candidates {
        let table = with_delimiter(text, whole, *delimiter, keys);
        let rank = |table: &Table| {
            let fits = Some(table.width) == wanted && table.regular >= 60;
            (
                fits,
                table.known,
                table.width > 1,
                table.regular,
                table.width,
            )
        };
        if best.as_ref().is_none_or(|best| rank(&table) > rank(best)) {
            best = Some(Table { preface, ..table });
        }
    }
    best.filter(|table| table.known > 0 || table.width > 1 && table.regular >= 60)
}

fn with_delimiter(text: &str, whole: bool, delimiter: u8, keys: &KeyMap) -> Table {
    let dialect = quoting(text, delimiter);
    let mut rows = Vec::new();
    let mut at = 0;
    while at < text.len() && rows.len() < LOOKED_AT {
        let row = cells::cut(&text[at..], &dialect);
        // What is cut off by the end of the head says nothing.
        if !whole && at + row.next == text.len() && !rows.is_empty() {
            break;
        }
        if !text[at..at + row.end].trim().is_empty() {
            rows.push(cells::cells(&text[at..at + row.end], &dialect));
        }
        at += row.next;
    }
    let names = rows.first();
    let known = names.map_or(0, |names| known(names, keys));
    let header = names.filter(|names| is_header(names, known, &rows[1..]));
    let width = match (header, rows.len()) {
        (Some(names), _) => names.len(),
        (None, 0) => 0,
        (None, _) => usual_width(&rows),
    };
    let fitting = rows.iter().filter(|row| row.len() == width).count();
    Table {
        dialect,
        header: header.map(|names| names.iter().map(|name| name.trim().to_owned()).collect()),
        known,
        width,
        rows: rows.len(),
        regular: fitting * 100 / rows.len().max(1),
        preface: 0,
    }
}

/// The width that most rows have.
fn usual_width(rows: &[Vec<String>]) -> usize {
    let mut widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    widths.sort_unstable();
    widths[widths.len() / 2]
}

/// How cells between these delimiters are quoted, as the marks next to delimiters show.
fn quoting(text: &str, delimiter: u8) -> Dialect {
    let bytes = text.as_bytes();
    let edge = |b: Option<&u8>| b.is_none_or(|b| *b == delimiter || matches!(b, b'\n' | b'\r'));
    // How often a mark opens and closes a cell, and whether blanks stand before it.
    let count = |mark: u8| {
        let (mut opens, mut closes) = (0_usize, 0_usize);
        let (mut padded, mut tight) = (0_usize, 0_usize);
        for at in memchr::memchr_iter(mark, bytes) {
            let before = at.checked_sub(1).map(|at| &bytes[at]);
            let blank = delimiter != b'\t'
                && at >= 2
                && bytes[at - 1] == b' '
                && bytes[at - 2] == delimiter;
            // More cells than not have a blank in front, but for the first of a row.
            padded += usize::from(blank);
            tight += usize::from(before == Some(&delimiter));
            opens += usize::from(blank || edge(before));
            closes += usize::from(edge(bytes.get(at + 1)));
        }
        (opens, closes, padded > tight)
    };
    let lines = memchr::memchr_iter(b'\n', bytes).count();
    let (opens, closes, padded) = count(b'"');
    let mut quote = Some(b'"');
    let mut is_padded = padded;
    if opens == 0 {
        let (opens, closes, padded) = count(b'\'');
        if opens > lines / 2 && opens.abs_diff(closes) * 4 <= opens {
            quote = Some(b'\'');
            is_padded = padded;
        }
    } else if opens.abs_diff(closes) * 2 > opens.max(closes) && delimiter == b'\t' {
        // Marks that do not come in pairs are quotations at the edge of a cell.
        quote = None;
    }
    let backslash = quote.is_some_and(|quote| {
        let escaped = memchr::memmem::find(bytes, &[b'\\', quote]).is_some();
        let doubled = memchr::memmem::find_iter(bytes, &[quote, quote]).any(|at| {
            let before = at.checked_sub(1).map(|at| &bytes[at]);
            before != Some(&b'\\') && !(edge(before) && edge(bytes.get(at + 2)))
        });
        escaped && !doubled
    });
    Dialect {
        delimiter,
        quote,
        backslash,
        padded: is_padded,
        unit: Unit::Byte,
    }
}

/// How many of these cells are names that are known for parts of an article.
fn known(names: &[String], keys: &KeyMap) -> usize {
    let known = names.iter().filter(|name| {
        let mut plain = String::new();
        push_plain(&mut plain, name.trim());
        name.len() <= LONGEST_NAME && !keys.meanings(&plain).is_empty()
    });
    known.count()
}

/// Whether a first row names the columns.
///
/// Two known names do; else the names must look like some, and the rows below must not.
fn is_header(names: &[String], known: usize, rows: &[Vec<String>]) -> bool {
    if known >= 2 || known == 1 && names.len() == 1 {
        return true;
    }
    let mut seen = HashSet::new();
    let named = names.iter().enumerate().all(|(n, name)| {
        let name = name.trim();
        // The first name is missing where a table was written with the numbers of its rows.
        let wanted = !name.is_empty() || n == 0;
        let starts = name.chars().next().is_none_or(|c| !c.is_ascii_digit());
        wanted && starts && name.len() <= LONGEST_NAME && !name.contains("://") && seen.insert(name)
    });
    let differs = |row: &Vec<String>| {
        row.len() == names.len()
            && row.iter().zip(names).any(|(cell, name)| {
                let number = cell.trim().starts_with(|c: char| c.is_ascii_digit());
                number || cell.contains("://") || cell.len() > 4 * name.len().max(LONGEST_NAME / 4)
            })
    };
    named && (known == 1 || rows.iter().any(differs))
}

//! The article record as a row of a table, and back: for exports as CSV.
//!
//! What is text in the record is text in its cell; lists, objects and numbers are JSON. Cells that
//! a spreadsheet would take for a formula get an apostrophe in front, which reading takes off.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::declared::{ArticleField, article_declaration};
use crate::article::Article;

/// What the cell of a formula begins with.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n'];

/// The names of the columns: the fields of the record, in its order.
pub fn row_header() -> Vec<&'static str> {
    let fields = article_declaration().iter();
    fields.map(|field| field.name.as_str()).collect()
}

/// Whether a table with these columns is an export.
pub fn is_row_header<S: AsRef<str>>(columns: &[S]) -> bool {
    let own = article_declaration();
    let mut pairs = columns.iter().zip(own);
    columns.len() == own.len() && pairs.all(|(column, field)| column.as_ref() == field.name)
}

/// The cells of a record.
pub fn to_row(record: &Map<String, Value>) -> Vec<String> {
    let cell = |field: &ArticleField| match record.get(&field.name) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => guarded(text, is_optional(field)),
        Some(value) => value.to_string(),
    };
    article_declaration().iter().map(cell).collect()
}

/// The article of a row of cells; none where a cell is not what its column asks for.
pub fn from_row<S: AsRef<str>>(cells: &[S]) -> Option<Article> {
    let mut record = Map::new();
    for (cell, field) in cells.iter().zip(article_declaration()) {
        let cell = cell.as_ref();
        if cell.is_empty() {
            continue;
        }
        let value = match is_text(field) {
            true => Value::String(unguarded(cell).to_owned()),
            false => serde_json::from_str(cell).ok()?,
        };
        record.insert(field.name.clone(), value);
    }
    serde_json::from_value(Value::Object(record)).ok()
}

fn is_text(field: &ArticleField) -> bool {
    let kind = field.kind.as_str();
    matches!(kind, "string" | "date") || kind.starts_with("one of ")
}

/// Whether a field that is there and empty is another than one that is not there.
fn is_optional(field: &ArticleField) -> bool {
    static EMPTY: LazyLock<Value> =
        LazyLock::new(|| serde_json::to_value(Article::default()).unwrap_or_default());
    EMPTY.get(&field.name).is_none()
}

/// The text as a cell. An apostrophe also tells an empty text from none.
fn guarded(text: &str, is_optional: bool) -> String {
    let rest = text.trim_start_matches('\'');
    let looks_empty = rest.is_empty() && (is_optional || !text.is_empty());
    match looks_empty || rest.starts_with(FORMULA) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// The text of a cell.
fn unguarded(cell: &str) -> &str {
    let rest = cell.trim_start_matches('\'');
    match rest.is_empty() || rest.starts_with(FORMULA) {
        true => cell.strip_prefix('\'').unwrap_or(cell),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn cells_that_look_like_formulas_are_guarded_and_read_back() {
        for (text, cell) in [
            ("Ferry", "Ferry"),
            ("=1+1", "'=1+1"),
            ("'=1+1", "''=1+1"),
            ("-5 degrees", "'-5 degrees"),
            ("@harbour", "'@harbour"),
            ("'tis", "'tis"),
            ("'", "''"),
            ("", "'"),
        ] {
            assert_eq!(guarded(text, true), cell);
            assert_eq!(unguarded(cell), text);
        }
        assert_eq!(guarded("", false), "");
    }

    #[test]
    fn a_record_reads_back_from_its_row() {
        let record = json!({
            "id": "+1", "url": "", "title": "", "byline": "'", "authors": ["A, \"B\"", "C\n"],
            "dateline": { "place": "AVERILL" }, "published": "2019-05-12",
            "body": ["=SUM(A1)", "two"], "subheadings": [0], "word_count": 3,
            "captions": [{ "text": "x", "credit": "y" }], "raw_format": "text", "offset": 0,
            "extra": { "score": 0.1, "a": [null, -2] },
        });
        let expected: Article = serde_json::from_value(record).unwrap();
        let record = serde_json::to_value(&expected).unwrap();
        let row = to_row(record.as_object().unwrap());
        assert_eq!(row.len(), row_header().len());
        assert!(row.iter().all(|cell| !cell.starts_with(FORMULA)));
        let found = from_row(&row).unwrap();
        assert_eq!(found, expected);
        assert_eq!(serde_json::to_value(&found).unwrap(), record);
    }

    #[test]
    fn only_an_exports_header_is_one() {
        let mut header = row_header();
        assert!(is_row_header(&header));
        header.swap(0, 1);
        assert!(!is_row_header(&header));
        assert!(!is_row_header(&row_header()[1..]));
    }

    #[test]
    fn a_cell_of_another_type_makes_no_article() {
        let mut row = vec![String::new(); row_header().len()];
        let at = row_header().iter().position(|n| *n == "body").unwrap();
        row[at] = "not JSON".into();
        assert_eq!(from_row(&row), None);
        row[at] = "{}".into();
        assert_eq!(from_row(&row), None);
    }
}

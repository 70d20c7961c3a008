//! Hits as rows for other programs: CSV, TSV, TREC run lines, JSON Lines, ids ended by a zero byte.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe in front. Nothing for
//! people's eyes here; that is in `hits`.

use std::io;

use super::Out;
use super::escape::one_line;
use crate::error::{Error, Result};
use crate::search::{Hit, Response};

/// A column of [`print_rows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// From 1, pages before this one included.
    Rank,
    /// The article's id.
    Id,
    /// Its score.
    Score,
    /// Publication date, cut to its precision.
    Published,
    /// `year`, `month`, `day`, `minute` or `second`.
    Precision,
    /// The outlet.
    Source,
    /// Headline.
    Title,
    /// People in the byline, joined by `; `.
    Authors,
    /// Dateline place.
    Place,
    /// Wire agency.
    Agency,
    /// First section.
    Section,
    /// Language.
    Language,
    /// Address.
    Url,
    /// Name of the family of copies.
    Family,
    /// Copies in that family.
    Copies,
    /// Fragments, joined by ` … `.
    Snippet,
}

/// All columns with their names, in the order in which they are printed.
const COLUMNS: [(&str, Column); 16] = [
    ("rank", Column::Rank),
    ("id", Column::Id),
    ("score", Column::Score),
    ("published", Column::Published),
    ("date_precision", Column::Precision),
    ("source", Column::Source),
    ("title", Column::Title),
    ("authors", Column::Authors),
    ("place", Column::Place),
    ("agency", Column::Agency),
    ("section", Column::Section),
    ("language", Column::Language),
    ("url", Column::Url),
    ("family", Column::Family),
    ("copies", Column::Copies),
    ("snippet", Column::Snippet),
];

impl Column {
    /// Names of all columns, in the order in which they are printed.
    pub fn names() -> impl Iterator<Item = &'static str> {
        COLUMNS.iter().map(|(name, _)| *name)
    }

    /// The columns of these names; all where there is none.
    ///
    /// # Errors
    /// [`Error::Argument`] for an unknown name.
    pub fn named(names: &[String]) -> Result<Vec<Column>> {
        if names.is_empty() {
            return Ok(COLUMNS.iter().map(|(_, column)| *column).collect());
        }
        let find = |name: &String| {
            let wanted = name.trim().to_lowercase();
            let found = COLUMNS.iter().find(|(known, _)| *known == wanted);
            found.map(|(_, column)| *column).ok_or_else(|| {
                let known: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
                Error::Argument {
                    message: format!("no column `{name}`"),
                    help: Some(format!("the columns are {}", known.join(", "))),
                }
            })
        };
        names.iter().map(find).collect()
    }

    fn name(self) -> &'static str {
        let found = COLUMNS.iter().find(|(_, column)| *column == self);
        found.map_or("", |(name, _)| name)
    }

    fn of(self, hit: &Hit) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        match self {
            Column::Rank => hit.rank.to_string(),
            Column::Id => hit.id.clone(),
            Column::Score => hit.score.to_string(),
            Column::Published => text(&hit.published),
            Column::Precision => text(&hit.precision),
            Column::Source => text(&hit.source),
            Column::Title => hit.title.clone(),
            Column::Authors => hit.authors.join("; "),
            Column::Place => text(&hit.place),
            Column::Agency => text(&hit.agency),
            Column::Section => text(&hit.section),
            Column::Language => hit.language.clone(),
            Column::Url => text(&hit.url),
            Column::Family => hit
                .family
                .as_ref()
                .map_or_else(String::new, |f| f.id.clone()),
            Column::Copies => {
                let size = hit.family.as_ref().map(|f| f.size);
                size.map_or_else(String::new, |size| size.to_string())
            }
            Column::Snippet => {
                let parts: Vec<&str> = hit.snippets.iter().map(|s| s.text.as_str()).collect();
                parts.join(" … ")
            }
        }
    }

    /// Whether its values are ours: numbers, which stay numbers.
    fn is_number(self) -> bool {
        matches!(self, Column::Rank | Column::Score | Column::Copies)
    }
}

/// Prints a header and one row a hit: `separator` is a comma for CSV (quoted as RFC 4180 says,
/// lines end with LF), a tab for TSV (no quotes; a tab or line break inside a cell is a space).
///
/// # Errors
/// As [`Out::line`].
pub fn print_rows(
    out: &mut Out,
    response: &Response,
    columns: &[Column],
    separator: u8,
    bom: bool,
) -> io::Result<()> {
    if bom {
        out.bytes("\u{feff}".as_bytes())?;
    }
    let header = columns.iter().map(|c| c.name().to_owned()).collect();
    out.bytes(&row(header, separator)?)?;
    print_hit_rows(out, &response.hits, columns, separator)
}

/// Prints the rows of [`print_rows`] without the header, so that pages can follow each other.
///
/// # Errors
/// As [`Out::line`].
pub fn print_hit_rows(
    out: &mut Out,
    hits: &[Hit],
    columns: &[Column],
    separator: u8,
) -> io::Result<()> {
    for hit in hits {
        let cell = |column: &Column| match column.is_number() {
            true => column.of(hit),
            false => safe_cell(&column.of(hit)),
        };
        out.bytes(&row(columns.iter().map(cell).collect(), separator)?)?;
    }
    Ok(())
}

fn row(cells: Vec<String>, separator: u8) -> io::Result<Vec<u8>> {
    if separator == b'\t' {
        return Ok(format!("{}\n", cells.join("\t")).into_bytes());
    }
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .from_writer(Vec::new());
    writer.write_record(&cells)?;
    writer.into_inner().map_err(|e| e.into_error())
}

/// A cell on one line without control characters, which no spreadsheet takes for a formula: one
/// that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe.
fn safe_cell(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let line = one_line(text);
    // What stood behind leading space or an invisible sign may come first now.
    match risky || line.trim_start().starts_with(['=', '+', '-', '@']) {
        true => format!("'{line}"),
        false => line,
    }
}

/// Prints the lines of a TREC run: topic, `Q0`, id, rank, score, tag. Space inside an id is `_`.
///
/// Where the order is not by score, what is printed for it falls from one hit to the next, since
/// the tools that read runs sort by it.
///
/// # Errors
/// As [`Out::line`].
pub fn print_trec(out: &mut Out, response: &Response, topic: &str, tag: &str) -> io::Result<()> {
    let word = |text: &str| {
        let text: String = one_line(text)
            .chars()
            .map(|c| if c.is_whitespace() { '_' } else { c })
            .collect();
        if text.is_empty() {
            "_".to_owned()
        } else {
            text
        }
    };
    let falls = response.hits.windows(2).all(|w| w[0].score > w[1].score);
    for hit in &response.hits {
        let score = match falls {
            true => hit.score.to_string(),
            false => format!("{}", -(hit.rank as i64)),
        };
        let (topic, id, tag) = (word(topic), word(&hit.id), word(tag));
        out.line(&format!("{topic} Q0 {id} {} {score} {tag}", hit.rank))?;
    }
    Ok(())
}

/// Prints each hit as one line of JSON, in the form that it has in the response.
///
/// # Errors
/// As [`Out::line`].
pub fn print_json_lines(out: &mut Out, response: &Response) -> io::Result<()> {
    response.hits.iter().try_for_each(|hit| out.json(hit))
}

/// Prints the ids of the hits, each ended by a zero byte, as they are.
///
/// # Errors
/// As [`Out::line`].
pub fn print_ids_zero(out: &mut Out, response: &Response) -> io::Result<()> {
    response.hits.iter().try_for_each(|hit| {
        out.bytes(hit.id.replace('\0', "").as_bytes())?;
        out.bytes(b"\0")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let check = |text: &str, expected: &str| assert_eq!(safe_cell(text), expected, "{text:?}");
        check("=SUM(A1)", "'=SUM(A1)");
        check("+1", "'+1");
        check("-5 degrees", "'-5 degrees");
        check("@home", "'@home");
        check("\t=1", "' =1");
        check("  =1", "'  =1");
        check("a=b", "a=b");
        check("", "");
        assert!(!safe_cell("a\r\nb").contains(['\r', '\n']));
    }

    #[test]
    fn commas_and_quotes_are_quoted_in_csv_and_not_in_tsv() {
        let cells = || vec!["a,b".to_owned(), "say \"c\"".to_owned()];
        assert_eq!(row(cells(), b',').unwrap(), b"\"a,b\",\"say \"\"c\"\"\"\n");
        assert_eq!(row(cells(), b'\t').unwrap(), b"a,b\tsay \"c\"\n");
    }

    #[test]
    fn columns_go_by_name() {
        let names = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        let named = Column::named(&names("title, id")).unwrap();
        assert_eq!(named, [Column::Title, Column::Id]);
        assert_eq!(Column::named(&[]).unwrap().len(), COLUMNS.len());
        assert!(Column::named(&names("headline")).is_err());
    }
}

//! Facets and fields for people, and values as cells of CSV.

use std::io;

use super::Out;
use super::escape::one_line;
use super::hits::print_counts;
use crate::facets::FacetCounts;
use crate::search::FieldInfo;

/// Prints the values of a facet, with what is not shown and what has none.
///
/// # Errors
/// As [`Out::line`].
pub fn print_facet(out: &mut Out, name: &str, counts: &FacetCounts) -> io::Result<()> {
    print_counts(out, name, counts)
}

/// Prints fields and facets, one a line: name, kind, number of values, other names.
///
/// # Errors
/// As [`Out::line`].
pub fn print_fields(out: &mut Out, fields: &[FieldInfo]) -> io::Result<()> {
    let head = format!("{:<14} {:<9} {:>9}  other names", "name", "kind", "values");
    let head = out.paint.name(&head);
    out.line(&head)?;
    for field in fields {
        let values = field.values.map(|n| n.to_string()).unwrap_or_default();
        let line = format!(
            "{:<14} {:<9} {values:>9}  {}",
            field.name,
            field.kind,
            field.aliases.join(", ")
        );
        out.line(line.trim_end())?;
    }
    Ok(())
}

/// A text as a cell of CSV: quoted where it must be, and never a formula to a spreadsheet.
pub fn csv_cell(text: &str) -> String {
    let text = one_line(text);
    let formula = text.starts_with(['=', '+', '-', '@']);
    let text = if formula { format!("'{text}") } else { text };
    if text.contains([',', '"']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_one_cell_and_no_formula() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("=SUM(A1)", "'=SUM(A1)"),
            ("two\nlines", "two lines"),
        ] {
            assert_eq!(csv_cell(text), expected);
        }
    }
}

//! A table of words and numbers for people: columns side by side, as wide as what is in them.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::Out;
use super::escape::one_line;

/// Prints a table. The first `left` columns stand at the left, the others, numbers, at the right.
/// Cells that a row lacks are blank.
///
/// # Errors
/// As [`Out::line`].
pub fn print_table(
    out: &mut Out,
    header: &[String],
    rows: &[Vec<String>],
    left: usize,
) -> io::Result<()> {
    let safe = |row: &[String]| -> Vec<String> { row.iter().map(|cell| one_line(cell)).collect() };
    let all: Vec<Vec<String>> = std::iter::once(safe(header))
        .chain(rows.iter().map(|row| safe(row)))
        .collect();
    let columns = all.iter().map(Vec::len).max().unwrap_or(0);
    let wide = |n: usize| {
        all.iter()
            .filter_map(|row| row.get(n))
            .map(|cell| cell.width())
            .max()
    };
    let widths: Vec<usize> = (0..columns).map(|n| wide(n).unwrap_or(0)).collect();
    for (n, row) in all.iter().enumerate() {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let blanks = " ".repeat(widths[column].saturating_sub(cell.width()));
            if column > 0 {
                line.push_str("  ");
            }
            match column < left {
                true => line.extend([cell.as_str(), &blanks]),
                false => line.extend([&blanks, cell.as_str()]),
            }
        }
        let line = line.trim_end();
        match n {
            0 => out.line(&out.paint.dim(line))?,
            _ => out.line(line)?,
        }
    }
    Ok(())
}

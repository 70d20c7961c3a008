//! Paragraphs out of lines that were wrapped by hand, as wires, collections and messages have them.

/// Joins the lines of each paragraph; paragraphs are divided by blank lines.
///
/// A paragraph begins behind a blank line or with a line indented deeper than `margin`, which is
/// the least indented line if it is not known. Where a text has neither, one ends with a short line
/// that ends a sentence. Linear.
pub(super) fn joined(text: &str, margin: Option<usize>) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let said = || lines.iter().filter(|line| !line.is_empty());
    // The first line stands behind a tag, wherever that is.
    let least = said().skip(1).map(|line| indent(line)).min();
    let base = margin.or(least).unwrap_or(0);
    let widest = said().map(|line| line.len()).max().unwrap_or(0);
    let parted = said().skip(1).any(|line| indent(line) >= base + 2)
        || lines
            .iter()
            .skip_while(|l| l.is_empty())
            .any(|l| l.is_empty());
    let mut out = String::with_capacity(text.len());
    let mut open = false;
    for line in lines {
        let words = line.trim_start();
        if words.is_empty() {
            open = false;
            continue;
        }
        if open && indent(line) < base + 2 {
            out.push(' ');
        } else if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(words);
        let ended = words.ends_with(['.', '!', '?', '"', '\'', ')']);
        open = parted || !(ended && line.len() * 4 < widest * 3);
    }
    out
}

//! How an article was taken apart: each line of input beside the part that it became.

use std::io;

use super::Out;
use super::escape::one_line;
use crate::article::{Article, Parsed};

/// Prints each line of the input with its number and part, then what was found.
///
/// # Errors
/// As [`Out::line`].
pub fn print_parse(out: &mut Out, parsed: &Parsed) -> io::Result<()> {
    let paint = out.paint;
    let room = out.width.saturating_sub(20).max(20);
    for line in &parsed.lines {
        let text: String = one_line(line.text.trim_end()).chars().take(room).collect();
        let name = paint.name(&format!("{:<12}", line.part.name()));
        out.line(format!("{:>5}  {name} {text}", line.line).trim_end())?;
    }
    out.line("")?;
    print_record(out, &parsed.article)
}

/// Prints the parts of a record, one a line.
///
/// # Errors
/// As [`Out::line`].
pub fn print_record(out: &mut Out, article: &Article) -> io::Result<()> {
    let paint = out.paint;
    let room = out.width.saturating_sub(18).max(20);
    let record = serde_json::to_value(article)?;
    for (name, value) in record.as_object().into_iter().flatten() {
        let text = match value {
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Array(items) if items.len() > 3 => {
                format!("({}) {}", items.len(), serde_json::to_string(&items[0])?)
            }
            other => serde_json::to_string(other)?,
        };
        let text: String = one_line(&text).chars().take(room).collect();
        if !text.is_empty() {
            out.line(&format!("{} {text}", paint.name(&format!("{name:<16}"))))?;
        }
    }
    Ok(())
}

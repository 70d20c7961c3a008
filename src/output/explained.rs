//! How a query was read, for people.

use std::io;

use super::Out;
use super::escape::one_line;
use crate::query::Explained;

/// Prints canonical form, tree and notes, and what an index makes of the query.
///
/// # Errors
/// As [`Out::line`].
pub fn print_explained(out: &mut Out, explained: &Explained) -> io::Result<()> {
    let paint = out.paint;
    out.line(&format!(
        "{} {}",
        paint.name("query"),
        one_line(&explained.parsed)
    ))?;
    out.line(&paint.name("tree"))?;
    for line in &explained.tree {
        out.line(&format!("  {}", safe(line)))?;
    }
    if !explained.notes.is_empty() {
        out.line(&paint.name("notes"))?;
        for note in &explained.notes {
            out.line(&format!("  {}", one_line(&note.text)))?;
        }
    }
    let Some(index) = &explained.index else {
        return Ok(());
    };
    if !index.expanded.is_empty() {
        out.line(&paint.name("expansions"))?;
        for expanded in &index.expanded {
            let typed = explained
                .text
                .get(expanded.start..expanded.end)
                .unwrap_or("?");
            let examples: Vec<String> = expanded
                .examples
                .iter()
                .map(|(word, articles)| format!("{word} ({articles})"))
                .collect();
            let more = if expanded.words > examples.len() {
                ", ..."
            } else {
                ""
            };
            out.line(&format!(
                "  {}  {} words: {}{more}",
                one_line(typed),
                expanded.words,
                one_line(&examples.join(", "))
            ))?;
        }
    }
    out.line(&paint.name("terms"))?;
    for term in &index.terms {
        let positions = if term.positions {
            "  with positions"
        } else {
            ""
        };
        out.line(&format!(
            "  {:>9} articles  {}:{}{positions}",
            term.articles,
            term.field,
            one_line(&term.term.replace(['\u{1}', '\u{2}', '\u{3}'], " "))
        ))?;
    }
    out.line(&paint.name("runs as"))?;
    out.line(&format!("  {}", one_line(&index.lowered)))?;
    out.line(&format!(
        "{} at most {} postings; positions in at most {} articles",
        paint.name("estimate"),
        index.estimate.postings,
        index.estimate.positions_in
    ))
}

/// One line of the tree made safe, its indentation kept.
fn safe(line: &str) -> String {
    let text = line.trim_start();
    format!("{}{}", &line[..line.len() - text.len()], one_line(text))
}

//! What verifying, merging and removing tell.

use std::io::{self, BufRead, IsTerminal, Write};

use indicatif::{HumanBytes, HumanCount};

use super::Out;
use super::escape::{one_line, safe_text};
use crate::index::{MergeSummary, Verified};

/// Prints what a verification found.
///
/// # Errors
/// As [`Out::line`].
pub fn print_verified(out: &mut Out, found: &Verified) -> io::Result<()> {
    for damage in &found.damage {
        out.line(&format!("damaged: {}", one_line(damage)))?;
    }
    for remark in &found.remarks {
        out.line(&format!("harmless: {}", one_line(remark)))?;
    }
    out.line(&format!(
        "{}: {} articles in {} segments; {} files, {} checked; {} records read again",
        if found.sound { "sound" } else { "damaged" },
        HumanCount(found.articles),
        found.segments,
        found.files,
        HumanBytes(found.bytes),
        HumanCount(found.records_read)
    ))
}

/// Prints what a merge did.
///
/// # Errors
/// As [`Out::line`].
pub fn print_merged(out: &mut Out, merged: &MergeSummary) -> io::Result<()> {
    out.line(&format!(
        "{} segments, {}; before {} segments, {}; {} replaced or removed articles dropped",
        merged.segments,
        HumanBytes(merged.bytes),
        merged.segments_before,
        HumanBytes(merged.bytes_before),
        HumanCount(merged.dropped)
    ))
}

/// Asks a question on a terminal; none where there is nobody to ask.
///
/// # Errors
/// Those of the terminal.
pub fn confirm(question: &str) -> io::Result<Option<bool>> {
    let stdin = io::stdin();
    let mut err = io::stderr().lock();
    if !stdin.is_terminal() || !err.is_terminal() {
        return Ok(None);
    }
    write!(err, "{} [y/N] ", safe_text(question))?;
    err.flush()?;
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer)?;
    let answer = answer.trim().to_lowercase();
    Ok(Some(matches!(answer.as_str(), "y" | "yes")))
}

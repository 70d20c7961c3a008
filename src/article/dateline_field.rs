//! Datelines in a field of their own. Those in front of a lead are read in `dateline.rs`.

use super::super::agency;
use super::super::record::Dateline;
use super::{MAX, read};

/// Reads a line that is a dateline and nothing else, as dumps with a field for it have.
///
/// What no form explains is the place as printed. `None` for a blank line.
pub fn of_line(line: &str) -> Option<Dateline> {
    let line = line.trim().trim_end_matches(['-', '–', '—', '_', ' ']);
    if !line.chars().any(char::is_alphanumeric) {
        return None;
    }
    if let Some(wire) = agency::lookup_wire(line) {
        return Some(Dateline {
            agency: Some(wire.to_owned()),
            ..Dateline::default()
        });
    }
    // The rules want a lead behind a dateline.
    let end = line.floor_char_boundary(MAX);
    if let Some(found) = read(&format!("{} - X", &line[..end])) {
        return Some(found.dateline);
    }
    Some(Dateline {
        place: line[..end].to_owned(),
        ..Dateline::default()
    })
}

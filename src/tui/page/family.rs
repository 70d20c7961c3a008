//! The copies of a story as a page: by time, with what each cut and added.

use super::paper::{Paper, Paragraph};
use super::{Page, Role, Target};
use crate::output::{about_copy, copies, shortened};
use crate::search::Family;

/// Places that differ, told of one copy.
const MOST_CHANGES: usize = 20;

/// Lays the copies out in lines of `width` columns, at most 78. Each leads to its article.
pub(crate) fn family_page(family: &Family, width: usize, _ascii: bool) -> Page {
    let mut paper = Paper::new(width);
    let about = copies(family.size, family.sources);
    paper.write(Paragraph::new().text(&about, Role::Title));
    let words = "Each is compared with the earliest.";
    paper.write(Paragraph::new().text(words, Role::Dim));
    paper.blank();
    for (n, copy) in family.copies.iter().enumerate() {
        let lead = Paragraph::indented(0, 5).text(&format!("{:>3}. ", n + 1), Role::Dim);
        let title = match copy.title.as_str() {
            "" => "(no headline)",
            title => title,
        };
        let heading = paper.link(lead, title, Target::Article(copy.id.clone()));
        paper.write(heading);
        paper.write(Paragraph::indented(5, 0).text(&about_copy(copy, n == 0), Role::Dim));
        let changes = &copy.difference.changes;
        for change in changes.iter().take(MOST_CHANGES) {
            // The signs tell the two apart without colour.
            for (sign, text, role) in [
                ("- ", &change.cut, Role::Removed),
                ("+ ", &change.added, Role::Added),
            ] {
                if !text.is_empty() {
                    let paragraph = Paragraph::indented(5, 2).text(sign, role);
                    paper.write(paragraph.text(&shortened(text), role));
                }
            }
        }
        let hidden = changes.len().saturating_sub(MOST_CHANGES) as u64 + copy.difference.more;
        if hidden > 0 {
            let more = format!("and {hidden} more places");
            paper.write(Paragraph::indented(5, 0).text(&more, Role::Dim));
        }
        paper.blank();
    }
    if family.size > family.copies.len() as u64 {
        let more = family.size - family.copies.len() as u64;
        let words = format!("and {more} more copies: dateline family {}", family.id);
        paper.write(Paragraph::new().text(&words, Role::Dim));
    }
    paper.finish()
}

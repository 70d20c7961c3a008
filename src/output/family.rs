//! The copies of a story, for people.

use std::io;

use super::escape::one_line;
use super::hits::copies;
use super::wrap::wrapped;
use super::{Out, Paint};
use crate::families::Change;
use crate::search::{Family, FamilyCopy, FamilyRef};

/// Stretches shown of each copy; JSON has all.
const MOST_CHANGES: usize = 12;
/// Characters of a stretch that are shown of its beginning, and of its end.
const EITHER_END: usize = 140;

/// Prints the copies by time: headline, source and date, then what was cut (`-`) and added (`+`)
/// against the earliest.
///
/// # Errors
/// As [`Out::line`].
pub fn print_family(out: &mut Out, family: &Family) -> io::Result<()> {
    let paint = out.paint;
    let width = out.width.min(100);
    for (n, copy) in family.copies.iter().enumerate() {
        let title = match copy.title.as_str() {
            "" => "(no headline)",
            title => title,
        };
        for (line, text) in wrapped(title, &[], width - 5, &paint, Paint::title)
            .iter()
            .enumerate()
        {
            let rank = match line {
                0 => paint.dim(&format!("{:>3}  ", n + 1)),
                _ => " ".repeat(5),
            };
            let address = copy.url.as_deref().or(Some(&copy.id));
            out.line(&format!("{rank}{}", out.links.link(address, text)))?;
        }
        for line in wrapped(&about(copy, n == 0), &[], width - 5, &paint, Paint::dim) {
            out.line(&format!("     {line}"))?;
        }
        out.line(&format!("     {}", paint.dim(&one_line(&copy.id))))?;
        changes(out, copy, width)?;
        out.line("")?;
    }
    let more = match family.size.saturating_sub(family.copies.len() as u64) {
        0 => String::new(),
        n => format!(", {n} more: --limit {}", family.size),
    };
    let about = copies(family.size, family.sources);
    out.line(&format!("family {}: {about}{more}", family.id))
}

/// Prints below an article how many copies there are.
///
/// # Errors
/// As [`Out::line`].
pub fn print_copies(out: &mut Out, family: &FamilyRef) -> io::Result<()> {
    let copies = copies(family.size, family.sources);
    let line = format!("{copies}: dateline family {}", family.id);
    out.line(&out.paint.dim(&line))
}

/// Source, date, words, and how much of the earliest is in it.
pub(crate) fn about(copy: &FamilyCopy, is_earliest: bool) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(copy.published.clone());
    parts.extend(copy.source.clone());
    parts.extend(copy.agency.clone());
    parts.push(format!("{} words", copy.words));
    let differs = &copy.difference;
    parts.push(match (is_earliest, differs.cut, differs.added) {
        (true, ..) => "the earliest".to_owned(),
        (false, 0, 0) => "the same text".to_owned(),
        (false, cut, added) => {
            let percent = (copy.share_kept * 100.0).floor();
            format!("{percent} % kept, {cut} words cut, {added} added")
        }
    });
    parts.join(" · ")
}

fn changes(out: &mut Out, copy: &FamilyCopy, width: usize) -> io::Result<()> {
    let all = &copy.difference.changes;
    for Change { cut, added } in all.iter().take(MOST_CHANGES) {
        stretch(out, "- ", cut, width, Paint::cut)?;
        stretch(out, "+ ", added, width, Paint::added)?;
    }
    let hidden = all.len().saturating_sub(MOST_CHANGES) as u64 + copy.difference.more;
    if hidden > 0 {
        let more = format!("     and {hidden} more places: --format json");
        out.line(&out.paint.dim(&more))?;
    }
    Ok(())
}

fn stretch(
    out: &mut Out,
    sign: &str,
    text: &str,
    width: usize,
    style: fn(&Paint, &str) -> String,
) -> io::Result<()> {
    let paint = out.paint;
    if text.is_empty() {
        return Ok(());
    }
    let shown = shortened(text);
    for (n, line) in wrapped(&shown, &[], width - 7, &paint, style)
        .iter()
        .enumerate()
    {
        let sign = if n == 0 {
            style(&paint, sign)
        } else {
            "  ".to_owned()
        };
        out.line(&format!("     {sign}{line}"))?;
    }
    Ok(())
}

/// Both ends of a long stretch, with the number of words between.
pub(crate) fn shortened(text: &str) -> String {
    let n = text.chars().count();
    if n <= 2 * EITHER_END + 40 {
        return text.to_owned();
    }
    let at = |chars: usize| {
        text.char_indices()
            .nth(chars)
            .map_or(text.len(), |(at, _)| at)
    };
    // To a space, where one is near.
    let head = &text[..at(EITHER_END)];
    let head = head.rsplit_once(' ').map_or(head, |(head, _)| head);
    let tail = &text[at(n - EITHER_END)..];
    let tail = tail.split_once(' ').map_or(tail, |(_, tail)| tail);
    let words = crate::article::count_words(text)
        .saturating_sub(crate::article::count_words(head) + crate::article::count_words(tail));
    format!("{head} [… {words} words …] {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_stretches_show_both_ends() {
        assert_eq!(shortened("a few words"), "a few words");
        let long = format!("begin {}finish", "word ".repeat(200));
        let shown = shortened(&long);
        assert!(
            shown.starts_with("begin word") && shown.ends_with("word finish"),
            "{shown}"
        );
        assert!(shown.contains("words …]"), "{shown}");
        let unbroken = "選".repeat(1000);
        assert!(shortened(&unbroken).chars().count() < 400);
    }
}

//! A response for people and for pipes.

use std::io;

use super::escape::one_line;
use super::wrap::wrapped;
use super::{Out, Paint};
use crate::facets::FacetCounts;
use crate::search::{Explanation, Hit, Response, ScorePart};

/// Prints cards: headline, where and when, fragments; then facets.
///
/// # Errors
/// As [`Out::line`].
pub fn print_hits(out: &mut Out, response: &Response) -> io::Result<()> {
    let paint = out.paint;
    let links = out.links;
    let width = out.width;
    for hit in &response.hits {
        // An id is an address where the dump has no other.
        let address = hit.url.as_deref().or(Some(&hit.id));
        let rank = format!("{:>3}  ", hit.rank);
        let title = if hit.title.is_empty() {
            "(no headline)"
        } else {
            &hit.title
        };
        let lines = wrapped(
            title,
            &hit.title_highlights,
            width - 5,
            &paint,
            Paint::title,
        );
        for (n, line) in lines.iter().enumerate() {
            let margin = if n == 0 {
                paint.dim(&rank)
            } else {
                " ".repeat(5)
            };
            out.line(&format!("{margin}{}", links.link(address, line)))?;
        }
        for line in wrapped(&about(hit), &[], width - 5, &paint, Paint::dim) {
            out.line(&format!("     {line}"))?;
        }
        let (text, lit) = joined(hit);
        for line in wrapped(&text, &lit, width - 5, &paint, |_, s| s.to_owned()) {
            out.line(&format!("     {line}"))?;
        }
        for line in wrapped(&hit.id, &[], width - 5, &paint, Paint::dim) {
            out.line(&format!("     {}", links.link(address, &line)))?;
        }
        for line in hit.explanation.iter().flat_map(explained) {
            out.line(&format!("     {}", paint.dim(&line)))?;
        }
        out.line("")?;
    }
    for (name, counts) in &response.facets {
        print_counts(out, name, counts)?;
    }
    out.line(&summary(response))
}

/// The parts of a score, one a line: points, name, and what they are the product of.
fn explained(explanation: &Explanation) -> Vec<String> {
    let part = |p: &ScorePart| {
        let (points, name) = (p.points, p.name);
        match p.weight {
            1.0 => format!("{points:>9.4}  {name}"),
            weight => format!("{points:>9.4}  {name}: {weight} of {:.4}", p.value),
        }
    };
    let mut lines: Vec<String> = explanation.parts.iter().map(part).collect();
    if explanation.recency != 1.0 {
        lines.push(format!("{:>9.4}  times, for its age", explanation.recency));
    }
    lines.push(format!("{:>9.4}  score", explanation.score));
    lines
}

/// `12 articles of 68 in 0.8 ms`.
fn summary(response: &Response) -> String {
    let more = if response.relation == "exact" {
        ""
    } else {
        "at least "
    };
    let stories = match response.families {
        Some(stories) if stories < response.total => format!(" ({stories} stories)"),
        _ => String::new(),
    };
    format!(
        "{more}{} of {} articles{stories}, {:.1} ms",
        response.total, response.index.articles, response.timing_ms.total
    )
}

/// Characters of a name that a card shows.
const LONGEST_NAME: usize = 80;

/// `3 copies in 2 sources`.
pub(crate) fn copies(size: u64, sources: u64) -> String {
    let plural = if sources == 1 { "" } else { "s" };
    format!("{size} copies in {sources} source{plural}")
}

/// Source, date, place, agency, authors, section, copies: what is known of them, on one line.
fn about(hit: &Hit) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(hit.source.clone());
    parts.extend(hit.published.as_deref().map(short_date));
    parts.extend(hit.place.clone());
    parts.extend(hit.agency.clone());
    if !hit.authors.is_empty() {
        let more = if hit.authors.len() > 3 {
            " and others"
        } else {
            ""
        };
        let first = &hit.authors[..hit.authors.len().min(3)];
        parts.push(format!("by {}{more}", first.join(", ")));
    }
    parts.extend(hit.section.clone());
    parts.extend(hit.family.as_ref().map(|f| copies(f.size, f.sources)));
    let others = hit.collapsed.as_ref().filter(|c| c.count > 1);
    parts.extend(others.map(|c| format!("{} more of {}", c.count - 1, c.value)));
    // A name this long is a mistake of the dump, and no reason to fill the screen.
    let short = |part: &String| match part.char_indices().nth(LONGEST_NAME) {
        Some((at, _)) => format!("{}…", &part[..at]),
        None => part.clone(),
    };
    parts.iter().map(short).collect::<Vec<_>>().join(" · ")
}

/// A date without its clock time.
fn short_date(published: &str) -> String {
    published.split('T').next().unwrap_or_default().to_owned()
}

/// All fragments as one text with signs for what is left out, and what is lit in it.
fn joined(hit: &Hit) -> (String, Vec<(usize, usize)>) {
    let mut text = String::new();
    let mut lit = Vec::new();
    for (n, snippet) in hit.snippets.iter().enumerate() {
        if n > 0 {
            text.push_str(" … ");
        } else if snippet.cut.0 && !snippet.highlights.is_empty() {
            text.push_str("… ");
        }
        let before = text.chars().count();
        lit.extend(
            snippet
                .highlights
                .iter()
                .map(|&(s, e)| (s + before, e + before)),
        );
        text.push_str(&snippet.text);
    }
    if hit.snippets.last().is_some_and(|s| s.cut.1) {
        text.push_str(" …");
    }
    (text, lit)
}

pub(super) fn print_counts(out: &mut Out, name: &str, counts: &FacetCounts) -> io::Result<()> {
    let paint = out.paint;
    if counts.values.is_empty() && counts.missing == 0 {
        return Ok(());
    }
    out.line(&paint.name(name))?;
    for value in &counts.values {
        let mark = match (value.selected, value.excluded) {
            (_, true) => "-",
            (true, false) => "*",
            (false, false) => " ",
        };
        out.line(&format!(
            "{:>9} {mark} {}",
            value.count,
            one_line(&value.value)
        ))?;
    }
    for (count, label) in [(counts.other, "(other)"), (counts.missing, "(none)")] {
        if count > 0 {
            out.line(&paint.dim(&format!("{count:>9}   {label}")))?;
        }
    }
    Ok(())
}

/// Prints one line a hit, fields apart by tabs: rank, date, source, headline, fragments, id. Then
/// one line a facet value: `facet`, name, value, count.
///
/// # Errors
/// As [`Out::line`].
pub fn print_plain(out: &mut Out, response: &Response) -> io::Result<()> {
    for hit in &response.hits {
        let fragments: Vec<&str> = hit.snippets.iter().map(|s| s.text.as_str()).collect();
        out.line(&format!(
            "{}\t{}\t{}\t{}\t{}\t{}",
            hit.rank,
            hit.published.as_deref().map(short_date).unwrap_or_default(),
            one_line(hit.source.as_deref().unwrap_or_default()),
            one_line(&hit.title),
            one_line(&fragments.join(" … ")),
            one_line(&hit.id),
        ))?;
        for line in hit.explanation.iter().flat_map(explained) {
            out.line(&format!("score\t{line}"))?;
        }
    }
    for (name, counts) in &response.facets {
        for value in &counts.values {
            out.line(&format!(
                "facet\t{name}\t{}\t{}",
                one_line(&value.value),
                value.count
            ))?;
        }
        for (count, label) in [(counts.other, "(other)"), (counts.missing, "(none)")] {
            if count > 0 {
                out.line(&format!("facet\t{name}\t{label}\t{count}"))?;
            }
        }
    }
    Ok(())
}

/// Prints the ids of the hits, one a line.
///
/// # Errors
/// As [`Out::line`].
pub fn print_ids(out: &mut Out, response: &Response) -> io::Result<()> {
    response
        .hits
        .iter()
        .try_for_each(|hit| out.line(&one_line(&hit.id)))
}

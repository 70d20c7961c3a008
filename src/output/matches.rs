//! What matched, by itself, and the figures of a search: the forms of `--only-matching` and
//! `--stats`.

use std::io;

use serde_json::json;

use super::Out;
use super::escape::one_line;
use super::remark::print_figures;
use crate::search::{Hit, Response};
use crate::snippet::Snippet;

/// Prints each lit stretch of the hits, one a line: those of the headline, then those of the
/// fragments. Unless `alone`, the id of the article and the part of it stand before, with tabs.
///
/// # Errors
/// As [`Out::line`].
pub fn print_matches(out: &mut Out, response: &Response, alone: bool) -> io::Result<()> {
    for hit in &response.hits {
        for (field, text) in matches(hit) {
            let text = one_line(text);
            out.line(&match alone {
                true => text,
                false => format!("{}\t{field}\t{text}", one_line(&hit.id)),
            })?;
        }
    }
    Ok(())
}

/// The lit stretches of a hit with the part that each is from, in the order of the article.
fn matches(hit: &Hit) -> impl Iterator<Item = (&str, &str)> {
    let title = hit
        .title_highlights
        .iter()
        .map(|&lit| ("title", characters(&hit.title, lit)));
    let of = |snippet: &Snippet| snippet.highlight_bytes.clone();
    let rest = hit.snippets.iter().flat_map(move |snippet| {
        let lit = of(snippet).into_iter();
        lit.filter_map(|(start, end)| Some((snippet.field, snippet.text.get(start..end)?)))
    });
    title.chain(rest)
}

/// A half-open range of characters of a text.
fn characters(text: &str, (start, end): (usize, usize)) -> &str {
    let place = |n| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    &text[place(start)..place(end.max(start))]
}

/// Prints on standard error how much was searched and found, and how long each stage took.
pub fn print_search_stats(response: &Response) {
    let lit: usize = response.hits.iter().map(|hit| matches(hit).count()).sum();
    let named = json!({
        "articles": response.index.articles,
        "total": response.total,
        "families": response.families,
        "groups": response.groups,
        "hits": response.hits.len(),
        "lit": lit,
        "timing_ms": response.timing_ms,
    });
    let named = named.as_object().cloned().unwrap_or_default();
    print_figures("figures of the search", &figures(response, lit), named);
}

fn figures(response: &Response, lit: usize) -> Vec<String> {
    let shown = response.hits.len();
    let count = |n: u64, what: &str| format!("{n:>10} {what}");
    let mut lines = vec![
        count(response.index.articles, "articles searched"),
        count(response.total, "articles match"),
    ];
    lines.extend(response.families.map(|n| count(n, "stories")));
    lines.extend(response.groups.map(|n| count(n, "groups")));
    lines.push(count(shown as u64, "hits shown"));
    lines.push(count(lit as u64, "matches lit in them"));
    let timing = &response.timing_ms;
    let stages = [
        ("reading the query", timing.parse),
        ("matching and ranking", timing.matching),
        ("counting facets", timing.facets),
        ("fetching the hits", timing.fetch),
        ("making fragments", timing.snippets),
        ("in all", timing.total),
    ];
    lines.extend(stages.map(|(stage, ms)| format!("{ms:>10.2} ms {stage}")));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_counted_in_characters() {
        let check = |text, range, expected| assert_eq!(characters(text, range), expected);
        check("Fähre läuft auf", (6, 11), "läuft");
        check("Fähre", (0, 99), "Fähre");
        check("", (0, 1), "");
        check("Fähre", (3, 1), "");
    }
}

//! Which fragments to show: those that show most of the query, its rarest parts first.

use super::find::merged;
use super::{Snippet, to_characters};
use crate::article::sentences::sentence_around;

/// One lit stretch of a part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub(super) paragraph: usize,
    /// Bytes of the paragraph, half-open.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) light: usize,
    pub(super) weight: f32,
}

/// A part of an article and what matched in it.
#[derive(Debug)]
pub(super) struct Lit<'t> {
    pub(super) field: &'static str,
    pub(super) paragraphs: Vec<&'t str>,
    /// By place in the part.
    pub(super) matches: Vec<Match>,
}

/// A sentence, or as much of it as fits, around a match.
#[derive(Debug)]
struct Candidate {
    paragraph: usize,
    start: usize,
    end: usize,
    /// Its matches: a range of `Lit::matches`.
    first: usize,
    beyond: usize,
}

/// Sentences looked at in one article, at most: enough to choose from, whatever the article's length.
const CANDIDATES: usize = 64;

/// Up to `fragments` fragments of at most `characters` each, in the order of the part; none where
/// nothing matched. A fragment never shows text that another shows.
pub(super) fn fragments(lit: &Lit<'_>, fragments: usize, characters: usize) -> Vec<Snippet> {
    let mut candidates = candidates(lit, characters);
    let mut chosen: Vec<Candidate> = Vec::new();
    let mut shown: Vec<usize> = Vec::new();
    while chosen.len() < fragments && !candidates.is_empty() {
        let worth = |candidate: &Candidate| {
            let mut seen: Vec<usize> = Vec::new();
            let mut worth = 0.0;
            for m in &lit.matches[candidate.first..candidate.beyond] {
                if seen.contains(&m.light) {
                    // The same again tells little, but more than nothing.
                    worth += 0.05 * m.weight;
                } else {
                    seen.push(m.light);
                    worth += if shown.contains(&m.light) {
                        0.2 * m.weight
                    } else {
                        m.weight
                    };
                }
            }
            worth
        };
        // The first of equals, so that the earlier sentence wins.
        let mut best = 0;
        let mut most = f32::MIN;
        for (at, candidate) in candidates.iter().enumerate() {
            let worth = worth(candidate);
            if worth > most * 1.001 || most == f32::MIN {
                (best, most) = (at, worth);
            }
        }
        let candidate = candidates.remove(best);
        shown.extend(
            lit.matches[candidate.first..candidate.beyond]
                .iter()
                .map(|m| m.light),
        );
        chosen.push(candidate);
    }
    chosen.sort_unstable_by_key(|c| (c.paragraph, c.start));
    chosen.iter().map(|c| snippet(lit, c)).collect()
}

/// The beginning of the lead, or of the first paragraph, without lights.
pub(super) fn beginning(lit: &Lit<'_>, lead: usize, characters: usize) -> Option<Snippet> {
    let paragraph = if lead < lit.paragraphs.len() { lead } else { 0 };
    let text = *lit.paragraphs.get(paragraph)?;
    let (mut start, mut end) = sentence_around(text, 0, reach(text, 0, characters));
    fit(text, &mut start, &mut end, 0, 0, characters);
    let candidate = Candidate {
        paragraph,
        start,
        end,
        first: 0,
        beyond: 0,
    };
    (start < end).then(|| snippet(lit, &candidate))
}

fn candidates(lit: &Lit<'_>, characters: usize) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    let mut at = 0;
    while at < lit.matches.len() && out.len() < CANDIDATES {
        let m = lit.matches[at];
        let text = lit.paragraphs[m.paragraph];
        let (mut start, mut end) = sentence_around(text, m.start, reach(text, m.start, characters));
        end = end.max(m.end);
        fit(text, &mut start, &mut end, m.start, m.end, characters);
        if let Some(last) = out.last() {
            // A window cut around this match may reach into the one before.
            if last.paragraph == m.paragraph && start < last.end {
                start = last.end.min(m.start);
                start += text[start..m.start].len() - text[start..m.start].trim_start().len();
            }
        }
        let inside = |o: &Match| {
            o.paragraph == m.paragraph && o.start < end && (o.end <= end || o.start == m.start)
        };
        let beyond = at + lit.matches[at..].iter().take_while(|o| inside(o)).count();
        let beyond = beyond.max(at + 1);
        out.push(Candidate {
            paragraph: m.paragraph,
            start,
            end,
            first: at,
            beyond,
        });
        at = beyond;
        // What the window cuts through is shown unlit in no other fragment.
        while lit
            .matches
            .get(at)
            .is_some_and(|o| o.paragraph == m.paragraph && o.start < end)
        {
            at += 1;
        }
    }
    out
}

/// Bytes that `characters` take around `at`, at most.
fn reach(text: &str, at: usize, characters: usize) -> usize {
    if text.is_ascii() {
        characters
    } else {
        (characters * 4).min(text.len().max(at))
    }
}

/// Cuts `start..end` to `characters`, keeping `from..to` in sight, at words where it can.
fn fit(text: &str, start: &mut usize, end: &mut usize, from: usize, to: usize, characters: usize) {
    let count = |a: usize, b: usize| text[a..b].chars().count();
    if count(*start, *end) <= characters {
        return;
    }
    let kept = count(from, to).min(characters);
    // A third of what is left goes before the match.
    let before = (characters - kept) / 3;
    let back = |from: usize, n: usize| {
        text[..from]
            .char_indices()
            .rev()
            .take(n)
            .last()
            .map_or(from, |(i, _)| i)
    };
    let mut first = back(from, before).max(*start);
    if first > *start {
        let space = text[first..from].find(char::is_whitespace);
        first = space.map_or(first, |at| first + at);
        first += text[first..from].len() - text[first..from].trim_start().len();
    }
    let left = characters - count(first, from.max(first));
    let mut last = text[from..]
        .char_indices()
        .nth(left)
        .map_or(text.len(), |(i, _)| from + i)
        .min(*end);
    if last < *end && last > to {
        last = text[to..last]
            .rfind(char::is_whitespace)
            .map_or(last, |at| to + at);
    }
    *start = first;
    *end = last.max(from);
}

fn snippet(lit: &Lit<'_>, candidate: &Candidate) -> Snippet {
    let paragraph = lit.paragraphs[candidate.paragraph];
    let text = &paragraph[candidate.start..candidate.end];
    let ranges = lit.matches[candidate.first..candidate.beyond]
        .iter()
        .map(|m| (m.start.max(candidate.start), m.end.min(candidate.end)))
        .filter(|(start, end)| start < end)
        .map(|(start, end)| (start - candidate.start, end - candidate.start))
        .collect();
    let highlight_bytes = merged(ranges);
    let before: usize = lit.paragraphs[..candidate.paragraph]
        .iter()
        .map(|p| p.chars().count() + 1)
        .sum();
    Snippet {
        field: lit.field,
        text: text.to_owned(),
        start: before + paragraph[..candidate.start].chars().count(),
        cut: (
            candidate.paragraph > 0 || !paragraph[..candidate.start].trim().is_empty(),
            candidate.paragraph + 1 < lit.paragraphs.len()
                || !paragraph[candidate.end..].trim().is_empty(),
        ),
        highlights: to_characters(text, &highlight_bytes),
        highlight_bytes,
    }
}

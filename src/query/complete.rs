//! Words of an index that begin so, for who is typing one: the most frequent first, as they are printed.
//!
//! The terms of a dictionary are stems; how a stem is printed stands in its positions. So the most frequent stems are
//! found from the dictionary alone, and of these few the first positions are read.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use super::stop::{Paced, Stop};
use super::wildcard::{TERMS, shorter_stems};
use crate::analysis::positions::ending_of;
use crate::analysis::{NONE, OTHER, PRINTED, STEM, endings, printed_into};
use crate::article::segment::script;

/// Terms of a dictionary that are looked at for one answer, over all segments.
const MOST_TERMS: usize = 200_000;
/// Stems a segment that are kept, for each word that is wanted.
const KEPT: usize = 4;
/// Articles that are read for the forms of a stem.
const SAMPLE: usize = 48;

/// The words, with the number of articles that have each in any of its forms: what a search for it finds.
///
/// `prefix` is folded, `field` a field of stems.
///
/// Cost: the terms that share the prefix, [`MOST_TERMS`] at most (of more, those later in the alphabet are not looked
/// at), and the positions of [`SAMPLE`] articles for each word that is wanted.
pub(crate) fn words_that_begin(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
    limit: usize,
    stop: &Stop,
) -> tantivy::Result<Vec<(String, u64)>> {
    if prefix.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let mut found = stems(searcher, field, prefix, limit, stop)?;
    found.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut words: HashMap<String, u64> = HashMap::new();
    for (term, articles) in found.into_iter().take(2 * limit) {
        stop.check_within()?;
        let word = match term.strip_prefix(PRINTED) {
            // A printed form that is a term of its own.
            Some(marked) => marked.split_once(STEM).map(|(word, _)| word.to_owned()),
            None => printed(searcher, field, &term, prefix)?,
        };
        if let Some(word) = word {
            // Of stems of several languages the one with more articles counts.
            let known = words.entry(word).or_default();
            *known = articles.max(*known);
        }
    }
    let mut words: Vec<(String, u64)> = words.into_iter().collect();
    words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(limit);
    Ok(words)
}

/// The most frequent terms that may be printed so, with their articles.
fn stems(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
    limit: usize,
    stop: &Stop,
) -> tantivy::Result<Vec<(String, u64)>> {
    let keep = limit * KEPT;
    let mut paced = Paced::new(stop);
    let mut names: Vec<String> = shorter_stems(prefix);
    let mut left = MOST_TERMS;
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(field)?;
        let mut best: BinaryHeap<Reverse<(u32, String)>> = BinaryHeap::new();
        for start in [prefix.to_owned(), format!("{PRINTED}{prefix}")] {
            let mut terms = inverted
                .terms()
                .range()
                .ge(start.as_bytes())
                .into_stream()?;
            while left > 0 && terms.advance() {
                paced.step(TERMS)?;
                left -= 1;
                let key = terms.key();
                if !key.starts_with(start.as_bytes()) {
                    break;
                }
                let frequency = terms.value().doc_freq;
                let full = best.len() == keep;
                if full && best.peek().is_some_and(|least| least.0.0 >= frequency) {
                    continue;
                }
                // Two frequent words side by side are a term too.
                let Some(term) = std::str::from_utf8(key).ok().filter(|t| !t.contains(' ')) else {
                    continue;
                };
                if full {
                    best.pop();
                }
                best.push(Reverse((frequency, term.to_owned())));
            }
        }
        names.extend(best.into_iter().map(|Reverse((_, term))| term));
    }
    names.sort_unstable();
    names.dedup();
    let mut out = Vec::with_capacity(names.len());
    for name in names {
        let articles = searcher.doc_freq(&Term::from_field_text(field, &name))?;
        if articles > 0 {
            out.push((name, articles));
        }
    }
    Ok(out)
}

/// The form that begins so and that most of a stem's first articles have.
fn printed(
    searcher: &Searcher,
    field: Field,
    stem: &str,
    prefix: &str,
) -> tantivy::Result<Option<String>> {
    if stem.chars().next().and_then(script).is_some() {
        return Ok(Some(stem.to_owned()));
    }
    let term = Term::from_field_text(field, stem);
    let option = IndexRecordOption::WithFreqsAndPositions;
    let mut positions = Vec::new();
    // By ending: the articles that have it.
    let mut counts = [0_u32; OTHER as usize + 1];
    let mut left = SAMPLE;
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(field)?;
        let Some(mut postings) = inverted.read_postings(&term, option)? else {
            continue;
        };
        while left > 0 && postings.doc() != TERMINATED {
            left -= 1;
            postings.positions(&mut positions);
            let here = positions
                .iter()
                .fold(0_u64, |all, &p| all | 1 << ending_of(p));
            for (ending, count) in counts.iter_mut().enumerate() {
                *count += (here >> ending & 1) as u32;
            }
            postings.advance();
        }
    }
    let mut best: Option<(u32, String)> = None;
    let mut word = String::new();
    for (ending, off, on) in endings().chain([(NONE, "", "")]) {
        let count = counts[usize::from(ending)];
        let more = best.as_ref().is_none_or(|(most, _)| count > *most);
        if count > 0 && more && printed_into(stem, off, on, &mut word) && word.starts_with(prefix) {
            best = Some((count, word.clone()));
        }
    }
    Ok(best.map(|(_, word)| word))
}

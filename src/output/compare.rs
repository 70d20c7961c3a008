//! Comparisons for people: volumes, overlap, both timelines as bars, words of each side.

use std::io;

use super::Out;
use super::chart::label;
use super::escape::one_line;
use super::timeline::{bars, percent};
use crate::search::{ComparedSide, Comparison};

/// Columns of a side's name.
const NAME: usize = 24;

/// Prints a comparison.
///
/// # Errors
/// As [`Out::line`].
pub fn print_comparison(out: &mut Out, comparison: &Comparison) -> io::Result<()> {
    let paint = out.paint;
    let all = comparison.index.articles;
    let head = format!(
        "{:NAME$}  {:>9}  {:>7}  {:>9}  {:>9}",
        "", "articles", "share", "stories", "only here"
    );
    out.line(&paint.name(&head))?;
    for side in &comparison.sides {
        let stories = side.stories.map_or_else(|| "-".into(), |n| n.to_string());
        out.line(&format!(
            "{:NAME$}  {:>9}  {:>7}  {stories:>9}  {:>9}",
            name(side),
            side.total,
            percent(side.total, all),
            side.only
        ))?;
    }
    let stories = match comparison.stories_in_both {
        Some(n) => format!(", {n} stories"),
        None => String::new(),
    };
    out.line(&format!(
        "in both: {} articles{stories}; in either: {}; Jaccard {:.3}",
        comparison.both, comparison.either, comparison.jaccard
    ))?;
    let timeline = &comparison.timeline;
    if let (Some(first), Some(last)) = (timeline.buckets.first(), timeline.buckets.last()) {
        let short = |start: &str| label(start, &timeline.by).to_owned();
        let (from, to) = (short(&first.start), short(&last.start));
        let title = format!("by {}, {from} to {to}, {}", timeline.by, timeline.tz);
        out.line(&paint.name(&title))?;
        let room = out.width.saturating_sub(NAME + 14).max(8);
        for (n, side) in comparison.sides.iter().enumerate() {
            let counts: Vec<u64> = timeline.buckets.iter().map(|b| b.counts[n]).collect();
            let most = counts.iter().max().copied().unwrap_or(0);
            let bars = bars(&counts, room);
            out.line(&format!("{:NAME$} |{bars}| most {most}", name(side)))?;
        }
    }
    for (n, side) in comparison.sides.iter().enumerate() {
        let other = &comparison.sides[1 - n];
        let title = format!(
            "words of {} (in how many of {} articles, of {} of the other side, G2)",
            name(side).trim_end(),
            side.sampled,
            other.sampled
        );
        out.line(&paint.name(&title))?;
        for word in &side.words {
            let (inside, outside) = (word.inside, word.outside);
            let word_text = one_line(&word.word);
            out.line(&format!(
                "{inside:>9} {outside:>6} {:>8.1}  {word_text}",
                word.weight
            ))?;
        }
        if side.words.is_empty() {
            out.line(&paint.dim("          none that is no chance"))?;
        }
    }
    let sample = &comparison.sample;
    out.line(&paint.dim(&format!(
        "words from a sample: at most {} articles of a side, {}",
        sample.most, sample.chosen
    )))
}

fn name(side: &ComparedSide) -> String {
    let text = one_line(&side.label);
    match text.char_indices().nth(NAME) {
        Some((at, _)) => text[..at].to_owned(),
        None => text,
    }
}

//! What a copy cut and what it added: the difference of two texts by words.

use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::fold_into;
use crate::article::segment::Words;

/// How a copy differs from the text that it is compared with.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Difference {
    /// Words that both have, in their order.
    pub kept: u64,
    /// Words that only the first text has.
    pub cut: u64,
    /// Words that only the copy has.
    pub added: u64,
    /// Stretches that differ, in the order of the texts.
    pub changes: Vec<Change>,
    /// Stretches beyond those.
    pub more: u64,
}

/// A stretch that differs: something cut, something added, or one in place of the other.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Change {
    /// What the first text has; empty where something was only added.
    pub cut: String,
    /// What the copy has; empty where something was only cut.
    pub added: String,
}

/// Stretches told at most.
const MOST_CHANGES: usize = 200;
/// Words that are the same between two stretches that are told as one, at most.
const LONGEST_BRIDGE: usize = 2;
/// Words of a text that are compared; what is beyond counts as cut or added.
const MOST_WORDS: usize = 50_000;
/// Time for one comparison; what is not compared by then counts as replaced.
const LONGEST: Duration = Duration::from_millis(500);

/// Compares two bodies, given by their paragraphs. Case, accents, punctuation and the ends of
/// paragraphs are no difference.
///
/// Cost: about a millisecond for two articles; bounded for any text.
pub fn difference(first: &[String], copy: &[String]) -> Difference {
    let (a, b) = (Text::of(first), Text::of(copy));
    let deadline = Some(Instant::now() + LONGEST);
    let (of_a, of_b) = (&a.hashes[..a.compared()], &b.hashes[..b.compared()]);
    let ops = capture_diff_slices_deadline(Algorithm::Patience, of_a, of_b, deadline);
    let mut out = Difference::default();
    let mut stretches = Stretches {
        stretch: None,
        all: Vec::new(),
    };
    let mut rest = (0, 0);
    for op in ops {
        let (old, new) = (op.old_range(), op.new_range());
        rest = (old.end, new.end);
        if matches!(op, DiffOp::Equal { .. }) {
            out.kept += old.len() as u64;
            stretches.equal(old.len());
        } else {
            stretches.differ(old, new);
        }
    }
    if rest != (a.hashes.len(), b.hashes.len()) {
        stretches.differ(rest.0..a.hashes.len(), rest.1..b.hashes.len());
    }
    out.cut = a.hashes.len() as u64 - out.kept;
    out.added = b.hashes.len() as u64 - out.kept;
    let all = stretches.finish();
    out.more = all.len().saturating_sub(MOST_CHANGES) as u64;
    out.changes = all
        .into_iter()
        .take(MOST_CHANGES)
        .map(|(old, new)| Change {
            cut: a.words(old),
            added: b.words(new),
        })
        .collect();
    out
}

type Range = std::ops::Range<usize>;

/// Stretches that differ, with what is hardly longer than a gap between two of them taken in.
struct Stretches {
    stretch: Option<(Range, Range, usize)>,
    all: Vec<(Range, Range)>,
}

impl Stretches {
    fn equal(&mut self, words: usize) {
        if let Some((_, _, bridge)) = &mut self.stretch {
            *bridge += words;
        }
    }

    fn differ(&mut self, old: Range, new: Range) {
        match &mut self.stretch {
            Some((before, after, bridge)) if *bridge <= LONGEST_BRIDGE => {
                (before.end, after.end) = (old.end, new.end);
                *bridge = 0;
            }
            stretch => {
                let done = stretch.replace((old, new, 0));
                self.all.extend(done.map(|(old, new, _)| (old, new)));
            }
        }
    }

    fn finish(mut self) -> Vec<(Range, Range)> {
        let done = self.stretch.take();
        self.all.extend(done.map(|(old, new, _)| (old, new)));
        self.all
    }
}

/// A body as words: where each stands, and a hash of its folded form.
struct Text<'a> {
    paragraphs: &'a [String],
    /// Paragraph, first byte, byte after.
    places: Vec<(u32, u32, u32)>,
    hashes: Vec<u64>,
}

impl<'a> Text<'a> {
    fn of(paragraphs: &'a [String]) -> Text<'a> {
        let mut text = Text {
            paragraphs,
            places: Vec::new(),
            hashes: Vec::new(),
        };
        let mut folded = String::new();
        for (n, paragraph) in paragraphs.iter().enumerate() {
            for (start, end) in Words::new(paragraph) {
                folded.clear();
                fold_into(&paragraph[start..end], &mut folded);
                text.places.push((n as u32, start as u32, end as u32));
                text.hashes.push(xxh3_64(folded.as_bytes()));
            }
        }
        text
    }

    fn compared(&self) -> usize {
        self.hashes.len().min(MOST_WORDS)
    }

    /// The text from the first of these words to the last, with the punctuation that belongs to it.
    fn words(&self, words: Range) -> String {
        let mut out = String::new();
        let mut at = words.start;
        while at < words.end {
            let (paragraph, start, mut end) = self.places[at];
            let text = &self.paragraphs[paragraph as usize];
            while at < words.end && self.places[at].0 == paragraph {
                end = self.places[at].2;
                at += 1;
            }
            let next = self.places.get(at).filter(|next| next.0 == paragraph);
            let limit = next.map_or(text.len(), |next| next.1 as usize);
            let tail = &text[end as usize..limit];
            let punctuation = tail.find(char::is_whitespace).unwrap_or(tail.len());
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&text[start as usize..end as usize + punctuation]);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    fn check(first: &str, copy: &str, expected: &[(&str, &str)]) -> Difference {
        let difference = difference(&lines(first), &lines(copy));
        let changes: Vec<(&str, &str)> = difference
            .changes
            .iter()
            .map(|c| (c.cut.as_str(), c.added.as_str()))
            .collect();
        assert_eq!(changes, expected, "{first:?} {copy:?}");
        difference
    }

    const STORY: &str = "The ferry to Selk sails again, the council said.\nFares stay as they are.";

    #[test]
    fn what_was_cut_and_added_is_told() {
        check(STORY, STORY, &[]);
        check(
            STORY,
            "The FERRY to Selk sails again the council said. Fares stay as they are",
            &[],
        );
        check(
            STORY,
            "The ferry to Selk sails again, the council said.",
            &[("Fares stay as they are.", "")],
        );
        check(
            STORY,
            "The old ferry to Selk sails again, the council said.\nFares stay as they are.\nMore on page 3.",
            &[("", "old"), ("", "More on page 3.")],
        );
        let changed = check(
            STORY,
            "The ferry to Selk sails on Monday, the council said.\nFares stay as they are.",
            &[("again,", "on Monday,")],
        );
        assert_eq!((changed.kept, changed.cut, changed.added), (13, 1, 2));
    }

    #[test]
    fn changes_with_hardly_a_word_between_are_one() {
        check(
            "one two three four five six seven eight",
            "one 2 three 4 five six seven 8",
            &[("two three four", "2 three 4"), ("eight", "8")],
        );
    }

    #[test]
    fn nothing_against_something_is_all_cut_or_all_added() {
        check("", "", &[]);
        check("", "a b", &[("", "a b")]);
        check("a\nb", "", &[("a b", "")]);
    }

    #[test]
    fn long_and_hostile_texts_are_bounded() {
        let many = |word: &str, n: usize| vec![format!("{word} ").repeat(n)];
        let same = difference(&many("a", 60_000), &many("a", 60_000));
        assert_eq!(same.kept + same.cut, 60_000);
        let started = Instant::now();
        let mixed: String = (0..40_000)
            .map(|n| ["a ", "b ", "c "][n * n % 7 % 3])
            .collect();
        let other: String = (0..40_000)
            .map(|n| ["a ", "b ", "c "][n * 3 % 5 % 3])
            .collect();
        let apart = difference(&[mixed], &[other]);
        assert!(apart.changes.len() <= MOST_CHANGES);
        assert_eq!(apart.kept + apart.added, 40_000);
        assert!(started.elapsed() < Duration::from_secs(20));
    }
}

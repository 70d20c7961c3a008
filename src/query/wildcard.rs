//! Wildcards against the dictionary, and a wildcard that stands alone as a Tantivy query.

use std::collections::HashMap;
use std::sync::Arc;

use memchr::memmem;
use tantivy::index::SegmentId;
use tantivy::postings::{Postings, TermInfo};
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionary;
use tantivy::{BitSet, DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, TantivyError};

use super::glob::Glob;
use super::matcher::Matcher;
use super::neighbours::{terms_of_automaton, words_of_automaton};
use super::stop::{Paced, Stop};
use crate::analysis::positions::ending_of;
use crate::analysis::{ANY, NONE, OTHER, PRINTED, STEM, endings, printed_into};
use crate::article::segment::script;

/// Terms of a dictionary between two looks at the flag.
pub(super) const TERMS: u32 = 2048;
/// Postings between two looks at the flag.
const POSTINGS: u32 = 4096;
/// Postings of a block, but for a term's last one.
const BLOCK: u32 = 128;

/// Gets a term that a pattern matches, where its postings are, and with which endings.
type EachTerm<'a> = dyn FnMut(&str, TermInfo, u64) -> tantivy::Result<()> + 'a;

/// Calls `each(term, info, endings)` for every term that can stand for a word that the pattern
/// matches; `endings` has a bit for each ending with which it does, and every bit if it can have
/// no other.
///
/// Cost: the terms that share the pattern's prefix; the whole dictionary for a pattern that
/// begins with an open letter.
fn terms_of_glob(
    dictionary: &TermDictionary,
    glob: &Glob,
    stop: &Stop,
    each: &mut EachTerm<'_>,
) -> tantivy::Result<()> {
    // Printed forms that are terms of their own.
    each_with_prefix(
        dictionary,
        &format!("{PRINTED}{}", glob.prefix()),
        stop,
        &mut |term, info| match term[1..].split_once(STEM) {
            Some((printed, _)) if glob.matches(printed) => each(term, info, ANY),
            _ => Ok(()),
        },
    )?;
    // Stems that begin as the pattern does.
    let mut printed = String::new();
    let within = Within::new(glob.longest());
    each_with_prefix(dictionary, glob.prefix(), stop, &mut |stem, info| {
        // The empty prefix leads past the marked terms; they had their turn.
        if stem.starts_with(|c| c < ' ') || !within.is_possible(stem) {
            return Ok(());
        }
        match endings_that_match(stem, glob, &mut printed) {
            0 => Ok(()),
            ANY => each(stem, info, without_odd_forms(dictionary, stem, glob)?),
            endings => each(stem, info, endings),
        }
    })?;
    // Stems shorter than the prefix, whose ending supplies its last letters: `election` is `elect`.
    for stem in shorter_stems(glob.prefix()) {
        let found = endings_that_match(&stem, glob, &mut printed);
        if found != 0
            && let Some(info) = dictionary.get(stem.as_bytes())?
        {
            each(&stem, info, found)?;
        }
    }
    Ok(())
}

/// Which stems can have a text in one of their words at all, told without making the words.
struct Within<'g> {
    text: memmem::Finder<'g>,
    /// Where an ending may supply the end of the text: what it takes off the stem, and what the
    /// stem must then end with.
    crossing: Vec<(&'static str, &'g str)>,
}

impl<'g> Within<'g> {
    fn new(text: &'g str) -> Within<'g> {
        let mut crossing = Vec::new();
        for (_, off, on) in endings() {
            if on.contains(text) {
                crossing.push((off, ""));
            }
            for (at, _) in text.char_indices().skip(1) {
                if on.starts_with(&text[at..]) {
                    crossing.push((off, &text[..at]));
                }
            }
        }
        crossing.sort_unstable();
        crossing.dedup();
        Within {
            text: memmem::Finder::new(text),
            crossing,
        }
    }

    fn is_possible(&self, stem: &str) -> bool {
        let ends = |(off, with): &(&str, &str)| {
            let base = stem.strip_suffix(off);
            base.is_some_and(|base| base.ends_with(with))
        };
        self.text.find(stem.as_bytes()).is_some() || self.crossing.iter().any(ends)
    }
}

/// Stems that do not begin so, whose ending supplies the last letters of a word that does.
pub(super) fn shorter_stems(prefix: &str) -> Vec<String> {
    let mut shorter: Vec<String> = Vec::new();
    for (_, off, on) in endings() {
        for (cut, _) in on.char_indices().skip(1).chain([(on.len(), ' ')]) {
            if let Some(base) = prefix.strip_suffix(&on[..cut]) {
                let stem = format!("{base}{off}");
                if !stem.is_empty() && !stem.starts_with(prefix) && !shorter.contains(&stem) {
                    shorter.push(stem);
                }
            }
        }
    }
    shorter
}

/// Every ending, but for printed forms of the stem that no ending tells, if one does not match.
fn without_odd_forms(dictionary: &TermDictionary, stem: &str, glob: &Glob) -> tantivy::Result<u64> {
    let mut endings = ANY;
    each_with_prefix(
        dictionary,
        &format!("{STEM}{stem}{PRINTED}"),
        &Stop::never(),
        &mut |term, _| {
            let printed = term.rsplit(PRINTED).next().unwrap_or_default();
            if !glob.matches(printed) {
                endings = ANY & !(1 << OTHER);
            }
            Ok(())
        },
    )?;
    Ok(endings)
}

fn each_with_prefix(
    dictionary: &TermDictionary,
    prefix: &str,
    stop: &Stop,
    each: &mut dyn FnMut(&str, TermInfo) -> tantivy::Result<()>,
) -> tantivy::Result<()> {
    let mut stream = dictionary.range().ge(prefix.as_bytes()).into_stream()?;
    let mut paced = Paced::new(stop);
    while stream.advance() {
        paced.step(TERMS)?;
        let key = stream.key();
        if !key.starts_with(prefix.as_bytes()) {
            break;
        }
        if let Ok(term) = std::str::from_utf8(key) {
            each(term, stream.value().clone())?;
        }
    }
    Ok(())
}

/// The endings with which a stem is a word that the pattern matches.
fn endings_that_match(stem: &str, glob: &Glob, printed: &mut String) -> u64 {
    // Words with another ending than these are terms of their own, so they do not count here.
    let mut found = 1 << OTHER;
    let mut missed = 0_u64;
    let mut note = |number: u8, matches: bool| {
        if matches {
            found |= 1 << number
        } else {
            missed |= 1 << number
        }
    };
    if stem.chars().next().and_then(script).is_some() {
        // No ending stands in the positions of these, see `analysis::GROWN_BEFORE`.
        return if glob.matches(stem) { ANY } else { 0 };
    }
    note(NONE, glob.matches(stem));
    let suffix = glob.suffix();
    for (number, off, on) in endings() {
        // Most endings are settled without building the word.
        let matches = if glob.is_prefix() && off.is_empty() && stem.starts_with(glob.prefix()) {
            true
        } else if !(suffix.ends_with(on) || on.ends_with(suffix)) {
            // A stem that can't lose these letters has no such word, whatever the pattern.
            if !stem.ends_with(off) {
                continue;
            }
            false
        } else if printed_into(stem, off, on, printed) {
            glob.matches(printed)
        } else {
            continue;
        };
        note(number, matches);
    }
    if found == 1 << OTHER {
        0
    } else if missed == 0 {
        ANY
    } else {
        // A printed form of its own was looked at by itself.
        found & !(1 << OTHER)
    }
}

/// The same for any condition on a printed word; `stemmed` tells whether the terms are stems.
pub(super) fn terms_of(
    dictionary: &TermDictionary,
    stemmed: bool,
    matcher: &Matcher,
    stop: &Stop,
    each: &mut EachTerm<'_>,
) -> tantivy::Result<()> {
    match (matcher, stemmed) {
        (Matcher::Glob(glob), true) => terms_of_glob(dictionary, glob, stop, each),
        (Matcher::Glob(glob), false) => {
            each_with_prefix(dictionary, glob.prefix(), stop, &mut |term, info| {
                if glob.matches(term) {
                    each(term, info, ANY)?;
                }
                Ok(())
            })
        }
        (Matcher::Automaton(automaton), true) => {
            terms_of_automaton(dictionary, automaton, stop, each)
        }
        (Matcher::Automaton(automaton), false) => {
            words_of_automaton(dictionary, automaton, stop, &mut |term, info| {
                each(term, info, ANY)
            })
        }
    }
}

/// A pattern's terms in each segment of a searcher, looked up once.
#[derive(Debug, Clone)]
pub(super) struct Expansion {
    /// Terms with the endings that count, by segment.
    segments: Arc<HashMap<SegmentId, Vec<(TermInfo, u64)>>>,
    /// How many stems or whole words there are.
    pub(super) words: usize,
    /// The most frequent of them, with the number of articles that each is in, at most.
    pub(super) examples: Vec<(String, u64)>,
    /// Postings that are read in all.
    pub(super) postings: u64,
}

/// Words that an expansion names.
const EXAMPLES: usize = 12;

impl Expansion {
    /// Looks the pattern up in a field; `stemmed` tells whether its terms are stems.
    pub(super) fn new(
        searcher: &Searcher,
        field: Field,
        stemmed: bool,
        matcher: &Matcher,
        stop: &Stop,
    ) -> tantivy::Result<Expansion> {
        let mut segments = HashMap::new();
        let mut words: HashMap<String, u64> = HashMap::new();
        for reader in searcher.segment_readers() {
            stop.check_within()?;
            let inverted = reader.inverted_index(field)?;
            let mut found = Vec::new();
            terms_of(
                inverted.terms(),
                stemmed,
                matcher,
                stop,
                &mut |term, info, endings| {
                    let printed = term.strip_prefix(PRINTED).and_then(|t| t.split_once(STEM));
                    let stem = printed.map_or(term, |(_, stem)| stem);
                    *words.entry(stem.to_owned()).or_default() += u64::from(info.doc_freq);
                    found.push((info, endings));
                    Ok(())
                },
            )?;
            segments.insert(reader.segment_id(), found);
        }
        let postings = words.values().sum();
        let n_words = words.len();
        let mut examples: Vec<(String, u64)> = words.into_iter().collect();
        examples.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        examples.truncate(EXAMPLES);
        Ok(Expansion {
            segments: Arc::new(segments),
            words: n_words,
            examples,
            postings,
        })
    }

    /// The terms of one segment.
    pub(super) fn of(&self, reader: &SegmentReader) -> &[(TermInfo, u64)] {
        self.segments
            .get(&reader.segment_id())
            .map_or(&[], Vec::as_slice)
    }
}

/// Articles with a word that matches. Every match scores 1.
#[derive(Clone)]
pub(super) struct WildcardQuery {
    /// The field.
    pub(super) field: Field,
    /// The pattern's terms.
    pub(super) expansion: Expansion,
    /// Read while postings are gathered.
    pub(super) stop: Stop,
}

impl std::fmt::Debug for WildcardQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "AnyOfTerms(field={}, {} words)",
            self.field.field_id(),
            self.expansion.words
        )
    }
}

impl Query for WildcardQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl WildcardQuery {
    fn documents(&self, reader: &SegmentReader) -> tantivy::Result<BitSet> {
        let inverted = reader.inverted_index(self.field)?;
        let mut docs = BitSet::with_max_value(reader.max_doc());
        let mut positions = Vec::new();
        let mut paced = Paced::new(&self.stop);
        let mut paced_blocks = Paced::new(&self.stop);
        let mut add = |info: &TermInfo, endings: u64| -> tantivy::Result<()> {
            if endings == ANY {
                let basic = IndexRecordOption::Basic;
                let mut blocks = inverted.read_block_postings_from_terminfo(info, basic)?;
                while !blocks.docs().is_empty() {
                    for &doc in blocks.docs() {
                        docs.insert(doc);
                    }
                    blocks.advance();
                    paced_blocks.step(POSTINGS / BLOCK)?;
                }
                return Ok(());
            }
            let option = IndexRecordOption::WithFreqsAndPositions;
            let mut postings = inverted.read_postings_from_terminfo(info, option)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                paced.step(POSTINGS)?;
                if !docs.contains(doc) {
                    let fits = |p: &u32| endings >> ending_of(*p) & 1 == 1;
                    postings.positions(&mut positions);
                    if positions.iter().any(fits) {
                        docs.insert(doc);
                    }
                }
                doc = postings.advance();
            }
            Ok(())
        };
        for (info, endings) in self.expansion.of(reader) {
            add(info, *endings)?;
        }
        Ok(docs)
    }
}

impl Weight for WildcardQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = self.documents(reader)?;
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!(
                "{doc} does not match"
            )));
        }
        Ok(Explanation::new("a word that matches the pattern", 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::ast::{Pattern, PatternPart};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_stem_with_a_word_that_matches_is_passed_over(stem in "[aeginst]{1,7}", piece in "[aeginst]{1,4}", open in 0..4) {
            let text = PatternPart::Text(piece);
            let pattern = match open {
                0 => vec![PatternPart::Many, text, PatternPart::Many],
                1 => vec![PatternPart::Many, text],
                2 => vec![PatternPart::One, text, PatternPart::Many],
                _ => vec![text, PatternPart::Many, PatternPart::Text("s".to_owned())],
            };
            let glob = Glob::new(&Pattern::new(pattern));
            let found = endings_that_match(&stem, &glob, &mut String::new());
            let possible = Within::new(glob.longest()).is_possible(&stem);
            prop_assert!(found == 0 || possible, "{stem} with {found:b}");
        }
    }
}

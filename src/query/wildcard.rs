//! Wildcards against the dictionary, and a wildcard that stands alone as a Tantivy query.

use tantivy::postings::{Postings, TermInfo};
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::termdict::TermDictionary;
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use super::glob::Glob;
use crate::analysis::PRINTED;

/// Calls `each(term, info, as_printed)` for every term that the pattern matches.
///
/// Printed forms stand in the dictionary by themselves where they differ from their stem; a term
/// without the mark is a stem and counts only where the word was printed so (`as_printed`).
///
/// Cost: the terms that share the pattern's prefix; the whole dictionary for a pattern that
/// begins with an open letter.
pub(super) fn terms_of_glob(
    dictionary: &TermDictionary,
    glob: &Glob,
    each: &mut dyn FnMut(&str, TermInfo, bool) -> tantivy::Result<()>,
) -> tantivy::Result<()> {
    let mut mark = [0; 4];
    for (prefix, as_printed) in [(&*PRINTED.encode_utf8(&mut mark), false), ("", true)] {
        let from = format!("{prefix}{}", glob.prefix());
        let mut stream = dictionary.range().ge(from.as_bytes()).into_stream()?;
        while stream.advance() {
            let key = stream.key();
            if !key.starts_with(from.as_bytes()) {
                break;
            }
            let Ok(term) = std::str::from_utf8(key) else {
                continue;
            };
            // The empty prefix passes the marked terms by; they had their turn.
            if as_printed && term.starts_with(PRINTED) {
                continue;
            }
            if glob.matches(&term[prefix.len()..]) {
                each(term, stream.value().clone(), as_printed)?;
            }
        }
    }
    Ok(())
}

/// Articles with a word that matches. Every match scores 1.
#[derive(Debug, Clone)]
pub(super) struct WildcardQuery {
    /// The field.
    pub(super) field: Field,
    /// Whether its terms are stems, so that only printed words count.
    pub(super) stemmed: bool,
    /// The pattern.
    pub(super) glob: Glob,
}

impl Query for WildcardQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for WildcardQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inverted = reader.inverted_index(self.field)?;
        let mut docs = BitSet::with_max_value(reader.max_doc());
        let mut positions = Vec::new();
        terms_of_glob(inverted.terms(), &self.glob, &mut |_, info, as_printed| {
            let check = as_printed && self.stemmed;
            let option = if check {
                IndexRecordOption::WithFreqsAndPositions
            } else {
                IndexRecordOption::Basic
            };
            let mut postings = inverted.read_postings_from_terminfo(&info, option)?;
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !docs.contains(doc) {
                    let printed = !check || {
                        postings.positions(&mut positions);
                        positions.iter().any(|p| p & 1 == 0)
                    };
                    if printed {
                        docs.insert(doc);
                    }
                }
                doc = postings.advance();
            }
            Ok(())
        })?;
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

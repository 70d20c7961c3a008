//! What a query asks that no field holds: articles like another one, copies of a story.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{
    BitSetDocSet, BooleanQuery, ConstScoreQuery, ConstScorer, EmptyQuery, EnableScoring,
    Explanation, Occur, Query, Scorer, TermSetQuery, Weight,
};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TantivyError, Term};

use super::searcher::Searcher;
use crate::error::{Error, Result};
use crate::query::Ast;

impl Searcher {
    /// The query for a clause that the columns of families or another article answer; none for any other clause.
    ///
    /// # Errors
    /// [`Error::Query`] where `like:` names an article that is not there.
    pub(super) fn beyond(&self, ast: &Ast) -> Result<Option<Box<dyn Query>>> {
        match ast {
            Ast::Like { id, span } => match self.like(id) {
                Err(Error::NoArticle { id }) => Err(Error::Query {
                    message: format!("no article has the id `{id}`"),
                    start: span.start,
                    end: span.end,
                    shown: String::new(),
                    help: Some("list ids: dateline search QUERY --format ids".to_owned()),
                }),
                like => Ok(Some(like?)),
            },
            Ast::Property { name, is: true, .. } if name == "duplicate" => {
                Ok(Some(self.duplicates()?))
            }
            _ => Ok(None),
        }
    }

    /// Articles like one, which is left out with its copies.
    fn like(&self, id: &str) -> Result<Box<dyn Query>> {
        let terms = self.key_terms(id)?;
        let Some(like) = self.like_query(&terms) else {
            return Ok(Box::new(EmptyQuery));
        };
        let field = self.archive.fields().id;
        let mut own = vec![Term::from_field_text(field, id)];
        let copies = self.copies(id)?;
        own.extend(copies.iter().map(|id| Term::from_field_text(field, id)));
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Must, like),
            (Occur::MustNot, Box::new(TermSetQuery::new(own))),
        ])))
    }

    /// Copies of a story, but for the earliest of each.
    fn duplicates(&self) -> Result<Box<dyn Query>> {
        let Some(families) = self.families()? else {
            return Ok(Box::new(EmptyQuery));
        };
        let mut segments = HashMap::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let mut docs = BitSet::with_max_value(reader.max_doc());
            for doc in 0..reader.max_doc() {
                let copy = families.member(segment, doc).is_some_and(|member| {
                    let family = families.family(member);
                    families.members(family).first() != Some(&families.address(member))
                });
                if copy {
                    docs.insert(doc);
                }
            }
            segments.insert(reader.segment_id(), docs);
        }
        let query = DocsQuery(Arc::new(segments));
        Ok(Box::new(ConstScoreQuery::new(Box::new(query), 0.0)))
    }
}

/// Given documents of each segment.
#[derive(Clone)]
struct DocsQuery(Arc<HashMap<SegmentId, BitSet>>);

impl std::fmt::Debug for DocsQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let n: usize = self.0.values().map(BitSet::len).sum();
        write!(f, "Documents({n})")
    }
}

impl Query for DocsQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for DocsQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let none = BitSet::with_max_value(reader.max_doc());
        let docs = self.0.get(&reader.segment_id()).cloned().unwrap_or(none);
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!(
                "{doc} does not match"
            )));
        }
        Ok(Explanation::new("one of the given articles", 1.0))
    }
}

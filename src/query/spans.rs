//! Spans as a Tantivy query: one leaf (a phrase, a word of a zone), or leaves joined by the operators of `algebra`.
//!
//! Tantivy's phrase query knows neither doubled positions (see `analysis`), nor zones, nor several
//! forms at one place.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::algebra::Expr;
use super::cursor::Cursor;
use super::places::{Leaf, Place};
use super::runs::{self, Counted};
use super::stop::{Paced, Stop};
use super::walk::Walk;
use crate::schema::Fields;

/// Spans of one field.
#[derive(Clone)]
pub(super) struct SpanQuery {
    /// The field.
    pub(super) field: Field,
    /// Handles, for the columns that bound zones.
    pub(super) fields: Fields,
    /// What stands where; at least one place of each is not open.
    pub(super) leaves: Arc<Vec<Leaf>>,
    /// How the leaves are joined.
    pub(super) expr: Expr,
    /// How many articles match, for a run; counted once.
    pub(super) counted: Counted,
    /// Terms that are known without the dictionary, for the estimate of cost.
    pub(super) terms: Arc<Vec<Term>>,
    /// Read while articles are looked at.
    pub(super) stop: Stop,
}

impl std::fmt::Debug for SpanQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Spans(field={}, {:?}, [",
            self.field.field_id(),
            self.expr
        )?;
        for (n, leaf) in self.leaves.iter().enumerate() {
            let comma = if n > 0 { ", " } else { "" };
            write!(f, "{comma}{:?}", leaf.places)?;
            if leaf.slop > 0 {
                write!(f, "~{}", leaf.slop)?;
            }
            if let Some(zone) = leaf.zone {
                write!(f, " in {zone:?}")?;
            }
        }
        f.write_str("])")
    }
}

impl Query for SpanQuery {
    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.terms.iter().for_each(|term| visitor(term, true));
    }

    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled {
                statistics_provider,
                searcher,
            } if self.is_run() => {
                let (query, bm25) = (self.clone(), None);
                let matching = SpanWeight { query, bm25 };
                let articles = runs::count(&self.counted, &matching, searcher)?;
                Some(runs::bm25(articles, self.field, statistics_provider)?)
            }
            EnableScoring::Enabled {
                statistics_provider,
                ..
            } => {
                let mut terms = Vec::new();
                self.scored_terms(&self.expr, &mut terms);
                let found = !terms.is_empty();
                found
                    .then(|| Bm25Weight::for_terms(statistics_provider, &terms))
                    .transpose()?
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(SpanWeight {
            query: self.clone(),
            bm25,
        }))
    }
}

impl SpanQuery {
    /// The only leaf, if nothing is joined.
    fn only_leaf(&self) -> Option<&Leaf> {
        match &self.expr {
            Expr::Leaf(leaf) => self.leaves.get(*leaf),
            _ => None,
        }
    }

    /// Whether it is ranked as one word, see `runs`.
    fn is_run(&self) -> bool {
        self.only_leaf()
            .is_some_and(|leaf| leaf.slop == 0 && runs::is_run(&leaf.places))
    }

    /// The terms that a match is weighed by, whose idf are added (as Tantivy and Lucene do for phrases): one a place,
    /// those of both sides of a proximity, of alternatives the first that has any.
    fn scored_terms(&self, expr: &Expr, out: &mut Vec<Term>) {
        match expr {
            Expr::Leaf(leaf) => {
                let terms = self.leaves[*leaf]
                    .places
                    .iter()
                    .filter_map(Place::first_term);
                out.extend(terms.map(|term| Term::from_field_text(self.field, term)));
            }
            Expr::Or(operands) => {
                let before = out.len();
                for operand in operands {
                    if out.len() == before {
                        self.scored_terms(operand, out);
                    }
                }
            }
            Expr::Near {
                left,
                right,
                negated,
                ..
            }
            | Expr::Same {
                left,
                right,
                negated,
                ..
            } => {
                self.scored_terms(left, out);
                if !negated {
                    self.scored_terms(right, out);
                }
            }
            Expr::AtLeast { inner, .. } | Expr::First { inner, .. } => {
                self.scored_terms(inner, out)
            }
        }
    }
}

struct SpanWeight {
    query: SpanQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for SpanWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let query = &self.query;
        let run = self.bm25.is_some() && query.is_run();
        let places = match query.only_leaf() {
            Some(leaf) => Cursor::open(reader, query, leaf, run)?
                .map(|cursor| Matching::Leaf(Box::new(cursor))),
            None => Walk::open(reader, query)?.map(|walk| Matching::Joined(Box::new(walk))),
        };
        let Some(matching) = places else {
            return Ok(Box::new(EmptyScorer));
        };
        let norms = reader.fieldnorms_readers().get_field(query.field)?;
        let mut scorer = SpanScorer {
            doc: matching.doc(),
            matching,
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
            bm25: self.bm25.as_ref().map(|weight| weight.boost_by(boost)),
            frequency: 0,
            run,
            paced: Paced::new(&query.stop),
        };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!(
                "{doc} does not match"
            )));
        }
        Ok(Explanation::new("words at their places", scorer.score()))
    }
}

/// Articles that have the words, and how often they stand as asked.
enum Matching {
    Leaf(Box<Cursor>),
    Joined(Box<Walk>),
}

impl Matching {
    fn doc(&self) -> DocId {
        match self {
            Matching::Leaf(cursor) => cursor.doc(),
            Matching::Joined(walk) => walk.doc(),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Matching::Leaf(cursor) => cursor.seek(target),
            Matching::Joined(walk) => walk.seek(target),
        }
    }

    fn count(&mut self) -> u32 {
        match self {
            Matching::Leaf(cursor) => cursor.count(),
            Matching::Joined(walk) => walk.count(),
        }
    }

    fn size(&self) -> u32 {
        match self {
            Matching::Leaf(cursor) => cursor.size(),
            Matching::Joined(walk) => walk.size(),
        }
    }
}

struct SpanScorer {
    matching: Matching,
    norms: FieldNormReader,
    bm25: Option<Bm25Weight>,
    doc: DocId,
    frequency: u32,
    /// Whether the places are one run, see `runs`.
    run: bool,
    paced: Paced,
}

/// Articles whose positions are read between two looks at the flag.
const LOOKED_AT: u32 = 256;

impl SpanScorer {
    /// Goes on from where the words stand to the first article in which they stand as asked; to the end where the
    /// search is stopped, whose answer nobody gets.
    fn settle(&mut self) -> DocId {
        let mut doc = self.matching.doc();
        while doc != TERMINATED {
            self.frequency = self.matching.count();
            if self.frequency > 0 {
                break;
            }
            doc = match self.paced.ends(LOOKED_AT) {
                true => TERMINATED,
                false => self.matching.seek(doc + 1),
            };
        }
        self.doc = doc;
        doc
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.matching.seek(self.doc + 1);
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target >= TERMINATED {
            self.doc = TERMINATED;
            return TERMINATED;
        }
        if self.doc >= target {
            return self.doc;
        }
        self.matching.seek(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.matching.size()
    }

    fn cost(&self) -> u64 {
        // Positions are read for each candidate: about ten times a posting.
        u64::from(self.size_hint()) * 10
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        let norm = self.norms.fieldnorm_id(self.doc);
        match (&self.bm25, &self.matching) {
            (Some(bm25), Matching::Leaf(cursor)) if self.run => {
                runs::score(bm25, norm, self.frequency, cursor.free)
            }
            (Some(bm25), _) => bm25.score(norm, self.frequency),
            (None, _) => 1.0,
        }
    }
}

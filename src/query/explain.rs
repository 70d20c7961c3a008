//! What a query was read as and what it costs, for people: plain data, printed by `output`.

use serde::Serialize;
use tantivy::{Searcher, Term};

use super::Query;
use super::lower::Lowered;
use super::note::{Note, Span};
use super::outline::outline;
use super::wildcard::Expansion;
use crate::error::Result;
use crate::schema::Fields;

/// How a query was read, and what the index makes of it.
#[derive(Debug, Clone, Serialize)]
pub struct Explained {
    /// Version of this form.
    pub version: u32,
    /// The query as typed.
    pub text: String,
    /// Its canonical form, which is read back as the same query.
    pub parsed: String,
    /// The tree, a line a node, indented by two spaces a level.
    pub tree: Vec<String>,
    /// What was ignored, expanded, read otherwise than it may have been meant.
    pub notes: Vec<Note>,
    /// What was looked up in an index; none where there is none.
    pub index: Option<Looked>,
}

/// What an index makes of a query.
#[derive(Debug, Clone, Serialize)]
pub struct Looked {
    /// The query that runs, in the words of the search library.
    pub lowered: String,
    /// What patterns, expressions and edit distances stand for.
    pub expanded: Vec<Expanded>,
    /// The terms that it reads, with the number of articles that have each.
    pub terms: Vec<TermRead>,
    /// What it costs.
    pub estimate: Estimate,
}

/// What a condition on printed words stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expanded {
    /// First byte of the condition in the query.
    pub start: usize,
    /// Byte after it.
    pub end: usize,
    /// Stems or whole words, at most.
    pub words: usize,
    /// The most frequent of them, with the number of articles that each is in, at most.
    pub examples: Vec<(String, u64)>,
    /// Postings that are read for all of them.
    pub postings: u64,
}

impl Expanded {
    pub(super) fn new(expansion: &Expansion, span: Span) -> Expanded {
        Expanded {
            start: span.start,
            end: span.end,
            words: expansion.words,
            examples: expansion.examples.clone(),
            postings: expansion.postings,
        }
    }
}

/// One term that is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermRead {
    /// The field.
    pub field: String,
    /// The term as the index has it: a stem, a folded word.
    pub term: String,
    /// Articles that have it.
    pub articles: u64,
    /// Whether positions may be read too.
    pub positions: bool,
}

/// An upper bound of what is read; conjunctions skip most of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Estimate {
    /// Entries of postings.
    pub postings: u64,
    /// Articles in which positions are read: those of the rarest word that has any.
    pub positions_in: u64,
}

impl Explained {
    /// The query by itself, without an index.
    pub fn new(query: &Query) -> Explained {
        Explained {
            version: 1,
            text: query.text.clone(),
            parsed: query.to_string(),
            tree: outline(&query.ast),
            notes: query.notes.clone(),
            index: None,
        }
    }

    /// Adds what an index makes of it.
    ///
    /// # Errors
    /// `Error::Engine` if the dictionary can't be read.
    pub(crate) fn look(
        &mut self,
        lowered: &Lowered,
        searcher: &Searcher,
        fields: &Fields,
    ) -> Result<()> {
        let mut read: Vec<(Term, bool)> = Vec::new();
        lowered
            .query
            .query_terms(&mut |term: &Term, positions| match read
                .iter_mut()
                .find(|(known, _)| known == term)
            {
                Some((_, known)) => *known |= positions,
                None => read.push((term.clone(), positions)),
            });
        let mut terms = Vec::new();
        for (term, positions) in read {
            let value = term.value();
            terms.push(TermRead {
                field: fields.name(term.field()).to_owned(),
                term: value.as_str().unwrap_or_default().to_owned(),
                articles: searcher.doc_freq(&term)?,
                positions,
            });
        }
        let expanded: u64 = lowered.expanded.iter().map(|e| e.postings).sum();
        let with_positions = terms.iter().filter(|t| t.positions).map(|t| t.articles);
        let estimate = Estimate {
            postings: terms.iter().map(|t| t.articles).sum::<u64>() + expanded,
            positions_in: with_positions.min().unwrap_or(0),
        };
        self.index = Some(Looked {
            lowered: format!("{:?}", lowered.query),
            expanded: lowered.expanded.clone(),
            terms,
            estimate,
        });
        Ok(())
    }
}

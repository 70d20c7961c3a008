//! Stories among the matches: how many there are, and one copy for each where that is asked for.

use std::collections::HashMap;

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score};

use super::families::{FamilyColumn, NONE};
use super::request::Collapse;
use super::searcher::Searcher;
use crate::error::{Error, Result};
use crate::facets::Selection;
use crate::query::{Note, NoteKind};

/// Counts stories in a pass over the matches. An article without copies is a story of its own.
pub(super) struct Stories<'a> {
    families: &'a FamilyColumn,
    /// A bit a family: a member of it was met.
    met: Vec<u64>,
    n_met: u64,
    n_members: u64,
    collapse: Option<Chooser>,
    /// By family: what is shown for it.
    shown: HashMap<u32, Shown>,
}

/// Which copy is shown for a story; members of a family are numbered by time.
enum Chooser {
    Earliest,
    Longest(Vec<Column<u64>>),
    Preferred(Selection),
}

/// The copy that is shown for a family so far.
struct Shown {
    /// The best score of any copy that matches.
    score: Score,
    /// Less is better.
    choice: (u64, u32),
    at: DocAddress,
}

/// Matches that are looked up together.
const CHUNK: usize = 128;

impl Stories<'_> {
    /// Takes a match; whether it is one to show as itself.
    #[inline]
    pub(super) fn take(&mut self, segment: usize, doc: u32, score: Score) -> bool {
        let Some(member) = self.families.member(segment, doc) else {
            return true;
        };
        let family = self.families.family(member);
        self.n_members += 1;
        let (word, bit) = (family as usize / 64, 1_u64 << (family % 64));
        self.n_met += u64::from(self.met[word] & bit == 0);
        self.met[word] |= bit;
        let Some(chooser) = &self.collapse else {
            return true;
        };
        let choice = match chooser {
            Chooser::Earliest => (0, member),
            Chooser::Longest(words) => {
                let words = words[segment].first(doc).unwrap_or(0);
                (u64::MAX - words, member)
            }
            Chooser::Preferred(source) => (u64::from(!source.passes(segment, doc)), member),
        };
        let at = self.families.address(member);
        let shown = self.shown.entry(family);
        let shown = shown.or_insert(Shown { score, choice, at });
        shown.score = shown.score.max(score);
        if choice < shown.choice {
            (shown.choice, shown.at) = (choice, at);
        }
        false
    }

    /// Takes matches of a segment where none is collapsed. Without branches on whether an article
    /// has copies, which can't be foretold.
    pub(super) fn take_all(&mut self, segment: usize, docs: &[DocId]) {
        let by_doc = self.families.members_of(segment);
        if by_doc.is_empty() {
            return;
        }
        let mut members = [0; CHUNK];
        for chunk in docs.chunks(CHUNK) {
            let mut n = 0;
            for &doc in chunk {
                let member = by_doc[doc as usize];
                members[n % CHUNK] = member;
                n += usize::from(member != NONE);
            }
            self.n_members += n as u64;
            for &member in &members[..n] {
                let family = self.families.family(member);
                let (word, bit) = (family as usize / 64, 1_u64 << (family % 64));
                self.n_met += u64::from(self.met[word] & bit == 0);
                self.met[word] |= bit;
            }
        }
    }

    /// Whether all matches must be seen.
    pub(super) fn collapses(&self) -> bool {
        self.collapse.is_some()
    }

    /// Stories among `total` matches.
    pub(super) fn count(&self, total: u64) -> u64 {
        total - self.n_members + self.n_met
    }

    /// The copies to show, one a family, with the score that the story has.
    pub(super) fn shown(&self) -> impl Iterator<Item = (Score, DocAddress)> + '_ {
        self.shown.values().map(|shown| (shown.score, shown.at))
    }
}

impl Searcher {
    /// Counts stories, and collapses them if asked to; none where the index has no families.
    pub(super) fn stories(&self, collapse: Option<&Collapse>) -> Result<Option<Stories<'_>>> {
        let Some(families) = self.families()? else {
            return match collapse {
                Some(Collapse::Field(_)) => Ok(None),
                Some(_) if self.n_articles() > 0 => Err(Error::Argument {
                    message: "the index has no families of copies".into(),
                    help: Some("index once more without --no-families".into()),
                }),
                _ => Ok(None),
            };
        };
        let collapse = match collapse {
            None | Some(Collapse::Field(_)) => None,
            Some(Collapse::Earliest) => Some(Chooser::Earliest),
            Some(Collapse::Longest) => {
                let fields = self.archive.fields();
                let readers = self.searcher.segment_readers().iter();
                let words = readers.map(|r| r.fast_fields().u64(fields.name(fields.words)));
                Some(Chooser::Longest(words.collect::<tantivy::Result<_>>()?))
            }
            Some(Collapse::Source(name)) => {
                let facet = self.archive.fields().source_facet();
                let column = self.source_column()?;
                let values = std::slice::from_ref(name);
                Some(Chooser::Preferred(Selection::new(
                    facet.name, column, values,
                )))
            }
        };
        Ok(Some(Stories {
            families,
            met: vec![0; families.len().div_ceil(64)],
            n_met: 0,
            n_members: 0,
            collapse,
            shown: HashMap::new(),
        }))
    }

    /// A remark where the preferred source is none of the index.
    pub(super) fn collapse_note(&self, collapse: Option<&Collapse>) -> Result<Option<Note>> {
        let Some(Collapse::Source(name)) = collapse else {
            return Ok(None);
        };
        if !self.source_column()?.find(name).is_empty() {
            return Ok(None);
        }
        Ok(Some(Note {
            kind: NoteKind::Ignored,
            text: format!("no article is from `{name}`; of each story the earliest copy is shown"),
            start: 0,
            end: 0,
        }))
    }
}

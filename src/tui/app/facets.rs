//! The pane of facets: a list of facets, each open or closed, with their values below them.

use std::collections::BTreeMap;

use super::narrow::{Mark, Narrow};
use crate::facets::FacetCounts;
use crate::search::FacetRequest;

/// Values of a facet that are asked for.
const VALUES: usize = 40;

/// Values of a facet that are shown before it is opened wide.
const SHOWN: usize = 6;

/// A row of the pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FacetRow {
    /// The name of a facet.
    Name {
        /// The facet.
        facet: String,
        /// Whether its values are shown.
        open: bool,
        /// Values in all.
        distinct: u64,
    },
    /// One of its values.
    Value {
        /// The facet.
        facet: String,
        /// The value.
        value: String,
        /// Articles; 0 for a chosen value that no article has.
        count: u64,
        /// How it is marked.
        mark: Option<Mark>,
    },
    /// There are more values.
    More {
        /// The facet.
        facet: String,
        /// How many more are at hand or counted.
        values: u64,
    },
}

impl FacetRow {
    /// The facet that it belongs to.
    pub(crate) fn facet(&self) -> &str {
        match self {
            FacetRow::Name { facet, .. }
            | FacetRow::Value { facet, .. }
            | FacetRow::More { facet, .. } => facet,
        }
    }
}

/// How much of a facet is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fold {
    Closed,
    Open,
    Wide,
}

/// The pane.
#[derive(Debug)]
pub(crate) struct FacetPane {
    /// Facets in order, and how much of each is shown.
    facets: Vec<(String, Fold)>,
    counts: BTreeMap<String, FacetCounts>,
    /// The facet whose values are being looked for, and what is typed.
    pub(super) finding: Option<(String, String)>,
    /// The row that the keys are on.
    pub(crate) selected: usize,
    /// The first row that is shown.
    pub(crate) top: usize,
}

impl FacetPane {
    pub(super) fn new(facets: &[String]) -> FacetPane {
        let open = |(n, name): (usize, &String)| {
            let fold = if n < 4 { Fold::Open } else { Fold::Closed };
            (name.clone(), fold)
        };
        FacetPane {
            facets: facets.iter().enumerate().map(open).collect(),
            counts: BTreeMap::new(),
            finding: None,
            selected: 0,
            top: 0,
        }
    }

    /// What to count: facets that are open or filtered by, and values that are looked for.
    pub(super) fn requests(&self, narrow: &Narrow) -> Vec<FacetRequest> {
        let shown =
            |facet: &str, fold: Fold| fold != Fold::Closed || narrow.of(facet).next().is_some();
        let open = self
            .facets
            .iter()
            .filter(|(facet, fold)| shown(facet, *fold));
        let mut out: Vec<FacetRequest> = open
            .map(|(facet, _)| FacetRequest {
                facet: facet.clone(),
                limit: VALUES,
            })
            .collect();
        if let Some((facet, prefix)) = &self.finding
            && !prefix.is_empty()
        {
            out.push(FacetRequest {
                facet: format!("{facet}={prefix}"),
                limit: VALUES,
            });
        }
        out
    }

    pub(super) fn take(&mut self, counts: BTreeMap<String, FacetCounts>) {
        self.counts = counts;
    }

    /// The counts to show of a facet: of the values that are looked for, if any are.
    fn counts_of(&self, facet: &str) -> Option<&FacetCounts> {
        if let Some((finding, prefix)) = &self.finding
            && finding == facet
            && !prefix.is_empty()
        {
            return self.counts.get(&format!("{facet}={prefix}"));
        }
        self.counts.get(facet)
    }

    /// What the values of a facet are looked for by.
    pub(crate) fn finding(&self, facet: &str) -> Option<&str> {
        let found = self.finding.as_ref().filter(|(f, _)| f == facet);
        found
            .map(|(_, prefix)| prefix.as_str())
            .filter(|p| !p.is_empty())
    }

    /// All rows, from the top.
    pub(crate) fn rows(&self, narrow: &Narrow) -> Vec<FacetRow> {
        let mut rows = Vec::new();
        for (facet, fold) in &self.facets {
            let counts = self.counts_of(facet);
            rows.push(FacetRow::Name {
                facet: facet.clone(),
                open: *fold != Fold::Closed,
                distinct: counts.map_or(0, |c| c.distinct),
            });
            let row = |value: &str, count: u64| FacetRow::Value {
                facet: facet.clone(),
                value: value.to_owned(),
                count,
                mark: narrow.mark(facet, value),
            };
            let listed = counts.map(|c| &c.values[..]).unwrap_or_default();
            // What is chosen stays in sight, whatever is counted.
            let marked = narrow.of(facet).map(|(value, _)| value);
            for value in marked.filter(|v| !listed.iter().any(|l| l.value == *v)) {
                rows.push(row(value, 0));
            }
            if *fold == Fold::Closed {
                let chosen = listed
                    .iter()
                    .filter(|l| narrow.mark(facet, &l.value).is_some());
                rows.extend(chosen.map(|l| row(&l.value, l.count)));
                continue;
            }
            let finding = self.finding.as_ref().is_some_and(|(f, _)| f == facet);
            let most = if *fold == Fold::Wide || finding {
                VALUES
            } else {
                SHOWN
            };
            let shown = |(n, l): &(usize, &crate::facets::FacetValue)| {
                *n < most || narrow.mark(facet, &l.value).is_some()
            };
            let values = listed.iter().enumerate().filter(shown);
            let before = rows.len();
            rows.extend(values.map(|(_, l)| row(&l.value, l.count)));
            let hidden = counts.map_or(0, |c| c.distinct);
            let hidden = hidden.saturating_sub((rows.len() - before) as u64);
            if hidden > 0 {
                rows.push(FacetRow::More {
                    facet: facet.clone(),
                    values: hidden,
                });
            }
        }
        rows
    }

    /// The row that the keys are on.
    pub(crate) fn current(&self, narrow: &Narrow) -> Option<FacetRow> {
        self.rows(narrow).into_iter().nth(self.selected)
    }

    pub(super) fn step(&mut self, by: isize, narrow: &Narrow) {
        let last = self.rows(narrow).len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// Opens or closes a facet; true if it must be counted now.
    pub(super) fn fold(&mut self, facet: &str, open: bool) -> bool {
        let Some((_, fold)) = self.facets.iter_mut().find(|(f, _)| f == facet) else {
            return false;
        };
        let before = *fold;
        *fold = match (before, open) {
            (Fold::Closed, true) => Fold::Open,
            (Fold::Open | Fold::Wide, true) => Fold::Wide,
            (Fold::Wide, false) => Fold::Open,
            (Fold::Open | Fold::Closed, false) => Fold::Closed,
        };
        before == Fold::Closed && open
    }

    /// Whether a facet's values are shown.
    pub(super) fn is_open(&self, facet: &str) -> bool {
        let found = self.facets.iter().find(|(f, _)| f == facet);
        found.is_some_and(|(_, fold)| *fold != Fold::Closed)
    }

    /// Puts the keys on a facet's name.
    pub(super) fn go_to(&mut self, facet: &str, narrow: &Narrow) {
        let named = |row: &FacetRow| matches!(row, FacetRow::Name { facet: f, .. } if f == facet);
        if let Some(at) = self.rows(narrow).iter().position(named) {
            self.selected = at;
        }
    }

    pub(super) fn keep_in_view(&mut self, height: usize, narrow: &Narrow) {
        let height = height.saturating_sub(1).max(1);
        let rows = self.rows(narrow).len();
        self.selected = self.selected.min(rows.saturating_sub(1));
        self.top = self.top.min(self.selected);
        if self.selected >= self.top + height {
            self.top = self.selected + 1 - height;
        }
    }
}

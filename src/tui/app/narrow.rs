//! What narrows a search beside the query: chosen and excluded values of facets, a span of dates, the
//! order, and whether copies stand for each other.

use crate::search::{Collapse, Filter, Request, Sort};
use crate::tui::Options;

/// Whether a value is wanted or unwanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Only articles with it, or with another such value of the facet.
    In,
    /// No article with it.
    Out,
}

/// An active filter, as it is shown and removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chip {
    /// A value of a facet.
    Value {
        /// Name of the facet.
        facet: String,
        /// The value.
        value: String,
        /// Wanted or not.
        mark: Mark,
    },
    /// A span of dates, both ends inclusive.
    Dates {
        /// First day or period.
        since: Option<String>,
        /// Last day or period.
        until: Option<String>,
    },
}

/// What narrows a search.
#[derive(Debug, Clone)]
pub(crate) struct Narrow {
    values: Vec<(String, String, Mark)>,
    /// First and last day of the span, inclusive.
    pub(crate) since: Option<String>,
    pub(crate) until: Option<String>,
    pub(crate) sort: Sort,
    /// How copies of a story are shown as one; none shows each.
    pub(crate) collapse: Option<Collapse>,
    /// The way of collapsing that the key turns on.
    usual: Collapse,
}

impl Narrow {
    pub(super) fn new(options: &Options) -> Narrow {
        let mut values = Vec::new();
        for filter in &options.filters {
            let marked = [(&filter.values, Mark::In), (&filter.exclude, Mark::Out)];
            for (list, mark) in marked {
                let one = |value: &String| (filter.facet.clone(), value.clone(), mark);
                values.extend(list.iter().map(one));
            }
        }
        Narrow {
            values,
            since: options.since.clone(),
            until: options.until.clone(),
            sort: options.sort,
            collapse: options.collapse.clone(),
            usual: options.collapse.clone().unwrap_or(Collapse::Earliest),
        }
    }

    /// How a value is marked.
    pub(crate) fn mark(&self, facet: &str, value: &str) -> Option<Mark> {
        let found = self
            .values
            .iter()
            .find(|(f, v, _)| f == facet && v == value);
        found.map(|(_, _, mark)| *mark)
    }

    /// Values of a facet that are marked.
    pub(crate) fn of(&self, facet: &str) -> impl Iterator<Item = (&str, Mark)> {
        let own = self.values.iter().filter(move |(f, ..)| f == facet);
        own.map(|(_, value, mark)| (value.as_str(), *mark))
    }

    /// Marks a value, or takes the mark away if it has this one already.
    pub(super) fn toggle(&mut self, facet: &str, value: &str, mark: Mark) {
        let known = self
            .values
            .iter()
            .position(|(f, v, _)| f == facet && v == value);
        match known {
            Some(at) if self.values[at].2 == mark => {
                self.values.remove(at);
            }
            Some(at) => self.values[at].2 = mark,
            None => self.values.push((facet.to_owned(), value.to_owned(), mark)),
        }
    }

    /// What is active, in the order in which it was chosen, dates last.
    pub(crate) fn chips(&self) -> Vec<Chip> {
        let value = |(facet, value, mark): &(String, String, Mark)| Chip::Value {
            facet: facet.clone(),
            value: value.clone(),
            mark: *mark,
        };
        let mut chips: Vec<Chip> = self.values.iter().map(value).collect();
        if self.has_dates() {
            chips.push(Chip::Dates {
                since: self.since.clone(),
                until: self.until.clone(),
            });
        }
        chips
    }

    /// Whether a span of dates is active.
    pub(crate) fn has_dates(&self) -> bool {
        self.since.is_some() || self.until.is_some()
    }

    pub(super) fn remove(&mut self, chip: &Chip) {
        match chip {
            Chip::Value { facet, value, .. } => {
                self.values.retain(|(f, v, _)| f != facet || v != value);
            }
            Chip::Dates { .. } => (self.since, self.until) = (None, None),
        }
    }

    pub(super) fn clear(&mut self) {
        self.values.clear();
        (self.since, self.until) = (None, None);
    }

    /// The next of relevance, newest, oldest.
    pub(super) fn next_sort(&mut self) {
        self.sort = match self.sort {
            Sort::Relevance => Sort::Newest,
            Sort::Newest => Sort::Oldest,
            Sort::Oldest | Sort::By(_) => Sort::Relevance,
        };
    }

    pub(super) fn toggle_collapse(&mut self) {
        self.collapse = match self.collapse {
            Some(_) => None,
            None => Some(self.usual.clone()),
        };
    }

    /// Writes itself into a request.
    pub(super) fn apply(&self, request: &mut Request) {
        for (facet, value, mark) in &self.values {
            let (facet, values) = (facet.as_str(), vec![value.clone()]);
            // Those of one facet are put together by the search.
            request.filters.push(match mark {
                Mark::In => Filter::new(facet, values),
                Mark::Out => Filter::without(facet, values),
            });
        }
        request.since = self.since.clone();
        request.until = self.until.clone();
        request.sort = self.sort;
        request.collapse = self.collapse.clone();
    }
}

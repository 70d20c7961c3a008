//! Counting: drill-sideways counts of several facets in one pass.

use std::sync::Arc;

use serde::Serialize;

use super::columns::{FacetColumn, Ordinals};

/// Values chosen and left out in one facet: an article passes if it has one of the chosen, where any was chosen, and
/// none of those left out.
pub struct Selection {
    /// Name of the facet.
    pub facet: &'static str,
    column: Arc<FacetColumn>,
    /// By ordinal; one more for "no value".
    wanted: Vec<bool>,
    /// The same for values that are left out.
    excluded: Vec<bool>,
    /// The same: whether an article with this value alone passes.
    alone: Vec<bool>,
    /// Whether nothing was chosen.
    open: bool,
}

impl Selection {
    /// Chooses `values` (labels, see [`FacetColumn::find`]); those that no article has choose nothing. Without values every
    /// article passes.
    pub fn new(facet: &'static str, column: Arc<FacetColumn>, values: &[String]) -> Selection {
        let mut wanted = vec![false; column.labels.len() + 1];
        for value in values {
            for ord in column.find(value) {
                wanted[ord as usize] = true;
            }
        }
        Selection {
            facet,
            column,
            excluded: vec![false; wanted.len()],
            alone: match values.is_empty() {
                true => vec![true; wanted.len()],
                false => wanted.clone(),
            },
            wanted,
            open: values.is_empty(),
        }
    }

    /// Leaves values out. Where none was chosen, all others pass, articles without a value too; what is chosen and
    /// left out does not pass.
    pub fn without(mut self, values: &[String]) -> Selection {
        if values.is_empty() {
            return self;
        }
        for value in values {
            for ord in self.column.find(value) {
                self.excluded[ord as usize] = true;
            }
        }
        let pairs = self.wanted.iter().zip(&self.excluded);
        self.alone = pairs
            .map(|(&wanted, &excluded)| (wanted || self.open) && !excluded)
            .collect();
        self
    }

    /// Whether a document of a segment passes.
    #[inline]
    pub fn passes(&self, segment: usize, doc: u32) -> bool {
        match &self.column.segments[segment] {
            Ordinals::Single(ords) => self.alone[ords[doc as usize] as usize],
            Ordinals::Multi { starts, ords } => {
                let (from, to) = (starts[doc as usize], starts[doc as usize + 1]);
                let own = &ords[from as usize..to as usize];
                (self.open || own.iter().any(|&ord| self.wanted[ord as usize]))
                    && !own.iter().any(|&ord| self.excluded[ord as usize])
            }
        }
    }

    /// Whether the ordinal is among the chosen.
    fn has(&self, ord: u32) -> bool {
        self.wanted[ord as usize]
    }

    /// Whether the ordinal is left out.
    fn leaves_out(&self, ord: u32) -> bool {
        self.excluded[ord as usize]
    }
}

/// What a counter of a timeline is called; no facet has this name.
pub const TIMELINE: &str = "timeline";

/// Counts one facet.
#[derive(Debug)]
pub struct Counter {
    /// Name of the facet.
    pub facet: &'static str,
    column: Arc<FacetColumn>,
    /// By ordinal; the last is "no value".
    counts: Vec<u32>,
    /// How many values are shown.
    limit: usize,
    /// Name of the counts, where that is not the facet's.
    key: Option<String>,
    shown: Shown,
    /// Every document that was counted, as segment and number, where that is wanted.
    seen: Option<Vec<(u32, u32)>>,
}

/// Which values of a facet are shown, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Shown {
    /// All, the most frequent first.
    #[default]
    All,
    /// Those of these ordinals (a flag by ordinal), the most frequent first.
    Of(Vec<bool>),
    /// Those of these ordinals: the most frequent are shown, in the order of the column.
    Level(Vec<bool>),
    /// All, those without articles too, in the order of the column.
    InOrder,
}

/// A facet's counts, ready to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetCounts {
    /// Name of the facet.
    #[serde(skip)]
    pub facet: String,
    /// The most frequent values, most first, then by label; chosen values and those left out are always among them.
    pub values: Vec<FacetValue>,
    /// Articles without a value.
    pub missing: u64,
    /// Sum of the counts of the values that are not shown.
    pub other: u64,
    /// How many values there are with a count, shown or not.
    pub distinct: u64,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// Its label.
    pub value: String,
    /// Articles that have it.
    pub count: u64,
    /// Whether it was chosen.
    pub selected: bool,
    /// Whether it was left out. Its count says how many articles would come back with it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub excluded: bool,
}

impl Counter {
    /// Counts nothing yet; `limit` values will be shown.
    pub fn new(facet: &'static str, column: Arc<FacetColumn>, limit: usize) -> Counter {
        let counts = vec![0; column.labels.len() + 1];
        Counter {
            facet,
            column,
            counts,
            limit,
            key: None,
            shown: Shown::All,
            seen: None,
        }
    }

    /// As [`Counter::new`], but that only some values are shown, or in another order.
    pub fn showing(mut self, shown: Shown) -> Counter {
        self.shown = shown;
        self
    }

    /// As [`Counter::new`], but that the counts have a name of their own.
    pub fn named(mut self, key: String) -> Counter {
        self.key = Some(key);
        self
    }

    /// The name of its counts: the facet's, or [`Counter::named`].
    pub fn key(&self) -> &str {
        self.key.as_deref().unwrap_or(self.facet)
    }

    /// Whether it keeps the documents: that of a timeline, which counts no facet.
    pub fn is_timeline(&self) -> bool {
        self.facet == TIMELINE
    }

    /// What it counts.
    pub fn column(&self) -> Arc<FacetColumn> {
        self.column.clone()
    }

    /// As [`Counter::new`], but that the documents are kept too: 8 bytes each.
    pub fn keeping(mut self) -> Counter {
        self.seen = Some(Vec::new());
        self
    }

    /// Counts by ordinal, the last for "no value", and the documents if they were kept.
    pub fn into_parts(self) -> (Vec<u32>, Vec<(u32, u32)>) {
        (self.counts, self.seen.unwrap_or_default())
    }

    /// Counts documents of one segment. About a nanosecond a document and value.
    pub fn add(&mut self, segment: usize, docs: &[u32]) {
        if let Some(seen) = &mut self.seen {
            seen.extend(docs.iter().map(|&doc| (segment as u32, doc)));
        }
        let counts = &mut self.counts;
        match &self.column.segments[segment] {
            Ordinals::Single(ords) => {
                for &doc in docs {
                    counts[ords[doc as usize] as usize] += 1;
                }
            }
            Ordinals::Multi { starts, ords } => {
                let missing = counts.len() - 1;
                for &doc in docs {
                    let (from, to) = (starts[doc as usize], starts[doc as usize + 1]);
                    counts[missing] += u32::from(from == to);
                    for &ord in &ords[from as usize..to as usize] {
                        counts[ord as usize] += 1;
                    }
                }
            }
        }
    }

    /// The counts, with labels looked up for what is shown.
    pub fn finish(self, selection: Option<&Selection>) -> FacetCounts {
        let missing = u64::from(self.counts[self.counts.len() - 1]);
        let left_out = |ord: u32| selection.is_some_and(|s| s.leaves_out(ord));
        let selected = |ord: u32| selection.is_some_and(|s| s.has(ord));
        let chosen = |ord: u32| selected(ord) || left_out(ord);
        let mut found: Vec<(u32, u32)> = self.counts[..self.counts.len() - 1]
            .iter()
            .enumerate()
            .filter(|&(ord, &n)| match &self.shown {
                Shown::All => n > 0 || chosen(ord as u32),
                Shown::Of(wanted) | Shown::Level(wanted) => {
                    wanted[ord] && (n > 0 || chosen(ord as u32))
                }
                Shown::InOrder => true,
            })
            .map(|(ord, &n)| (n, ord as u32))
            .collect();
        let total: u64 = found.iter().map(|&(n, _)| u64::from(n)).sum();
        let distinct = found.iter().filter(|&&(n, _)| n > 0).count() as u64;
        // Most first; labels ascend with ordinals, so that ties have one order.
        let in_order = self.shown == Shown::InOrder;
        let order = |a: &(u32, u32), b: &(u32, u32)| match in_order {
            true => a.1.cmp(&b.1),
            false => b.0.cmp(&a.0).then(a.1.cmp(&b.1)),
        };
        let mut kept: Vec<(u32, u32)> = Vec::new();
        if found.len() > self.limit {
            if selection.is_some() {
                kept.extend(found.iter().filter(|(_, ord)| chosen(*ord)));
            }
            if self.limit > 0 {
                found.select_nth_unstable_by(self.limit - 1, order);
            }
            found.truncate(self.limit);
        }
        kept.retain(|value| !found.contains(value));
        found.extend(kept);
        found.sort_unstable_by(order);
        if matches!(self.shown, Shown::Level(_)) {
            found.sort_unstable_by_key(|&(_, ord)| ord);
        }
        let shown: u64 = found.iter().map(|&(n, _)| u64::from(n)).sum();
        let values = found
            .into_iter()
            .map(|(n, ord)| FacetValue {
                value: self.column.labels[ord as usize].to_string(),
                count: u64::from(n),
                selected: selected(ord),
                excluded: left_out(ord),
            })
            .collect();
        FacetCounts {
            facet: self.facet.to_owned(),
            values,
            missing,
            other: total - shown,
            distinct,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Two segments: one of single values, one of several.
    fn column(single: &[Option<u8>], multi: &[Vec<u8>]) -> Arc<FacetColumn> {
        let labels: Vec<Box<str>> = (0..6).map(|n| format!("v{n}").into()).collect();
        let missing = labels.len() as u32;
        let mut starts = vec![0];
        let mut ords = Vec::new();
        for values in multi {
            ords.extend(values.iter().map(|&v| u32::from(v)));
            starts.push(ords.len() as u32);
        }
        let first = single
            .iter()
            .map(|v| v.map_or(missing, u32::from))
            .collect();
        Arc::new(FacetColumn {
            labels,
            segments: vec![Ordinals::Single(first), Ordinals::Multi { starts, ords }],
        })
    }

    proptest! {
        #[test]
        fn counts_equal_brute_force_and_add_up(
            single in prop::collection::vec(prop::option::of(0u8..6), 0..40),
            multi in prop::collection::vec(prop::collection::btree_set(0u8..6, 0..4), 0..40),
            limit in 0usize..8,
            choice in prop::option::of(0u8..6),
        ) {
            let multi: Vec<Vec<u8>> =
                multi.into_iter().map(|s| s.into_iter().collect()).collect();
            let column = column(&single, &multi);
            let selection = choice.map(|v| {
                Selection::new("f", column.clone(), &[format!("v{v}")])
            });
            let mut counter = Counter::new("f", column, limit);
            counter.add(0, &(0..single.len() as u32).collect::<Vec<_>>());
            counter.add(1, &(0..multi.len() as u32).collect::<Vec<_>>());
            let counts = counter.finish(selection.as_ref());
            let all: Vec<u8> = single.iter().flatten().copied()
                .chain(multi.iter().flatten().copied()).collect();
            for value in &counts.values {
                let n = all.iter().filter(|v| format!("v{v}") == value.value).count() as u64;
                prop_assert_eq!(value.count, n);
            }
            let missing = single.iter().filter(|v| v.is_none()).count()
                + multi.iter().filter(|v| v.is_empty()).count();
            prop_assert_eq!(counts.missing, missing as u64);
            let shown: u64 = counts.values.iter().map(|v| v.count).sum();
            prop_assert_eq!(shown + counts.other, all.len() as u64);
            if let Some(v) = choice {
                let chosen = format!("v{v}");
                prop_assert!(counts.values.iter().any(|x| x.selected && x.value == chosen));
            }
        }
    }
}

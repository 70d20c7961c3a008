//! Which counters a request's facets ask for: all values, one level of a hierarchy, values that
//! begin so, ranges. And what is said of chosen values that no article has.

use jiff::Zoned;

use super::request::{FacetRequest, Request};
use super::searcher::Searcher;
use crate::analysis::fold;
use crate::article::segment::Words;
use crate::error::{Error, Result};
use crate::facets::{Counter, FacetColumn, Measured, Range, Selection, Shown, range_column};
use crate::query::{DateRange, Note, NoteKind, NumberRange};
use crate::schema::Facet;

/// Ranges of one facet at most.
const MOST_RANGES: usize = 1000;
/// Labels of more characters have no near ones.
const LONGEST_NEAR: usize = 64;

impl Searcher {
    /// The counter that a facet of a request asks for, and which selection is its own.
    pub(super) fn counter(
        &self,
        wanted: &FacetRequest,
        selections: &[Selection],
        now: &Zoned,
    ) -> Result<(Counter, Option<usize>)> {
        let form = wanted.facet.as_str();
        let own = |facet: Facet| selections.iter().position(|s| s.facet == facet.name);
        if let Some((name, ranges)) = form.split_once(':') {
            return Ok((self.ranges(form, name, ranges, now)?, None));
        }
        if let Some((name, start)) = form.split_once('=') {
            let facet = self.facet(name)?;
            let column = self.columns.get(facet)?;
            let shown = Shown::Of(beginning(&column, start));
            let key = format!("{}={start}", facet.name);
            let counter = Counter::new(facet.name, column, wanted.limit);
            return Ok((counter.showing(shown).named(key), own(facet)));
        }
        let fields = self.archive.fields();
        let (name, above) = match form.split_once('/') {
            Some((name, above)) => (name, Some(above.trim_matches('/'))),
            None => (form, None),
        };
        let is_date = fields.by_name(name) == Some(fields.published);
        if is_date {
            let above = above.unwrap_or_default();
            let level = match above.len() {
                0 => "year",
                4 => "month",
                _ => "day",
            };
            let facet = self.facet(level)?;
            let column = self.columns.get(facet)?;
            let below = |label: &str| above.is_empty() || label.starts_with(&format!("{above}-"));
            let shown = column.labels.iter().map(|label| below(label)).collect();
            let counter = Counter::new(facet.name, column, wanted.limit);
            let counter = counter.showing(Shown::Level(shown)).named(form.to_owned());
            return Ok((counter, own(facet)));
        }
        let facet = self.facet(name)?;
        let column = self.columns.get(facet)?;
        let Some(above) = above else {
            let counter = Counter::new(facet.name, column, wanted.limit);
            return Ok((counter, own(facet)));
        };
        let folded = fold(above);
        let child = |label: &str| match (folded.is_empty(), fold(label).strip_prefix(&folded)) {
            (true, _) => !label.contains('/'),
            (_, Some(rest)) => rest.strip_prefix('/').is_some_and(|r| !r.contains('/')),
            (_, None) => false,
        };
        let shown = Shown::Of(column.labels.iter().map(|label| child(label)).collect());
        let key = format!("{}/{above}", facet.name);
        let counter = Counter::new(facet.name, column, wanted.limit);
        Ok((counter.showing(shown).named(key), own(facet)))
    }

    /// A facet of ranges: `words:0..200,500..`, `date:2018,2019..2020`.
    fn ranges(&self, form: &str, name: &str, ranges: &str, now: &Zoned) -> Result<Counter> {
        let fields = self.archive.fields();
        let wrong = |message: String| Error::Argument {
            message,
            help: Some("write words:0..200,200..500,500.. or date:2018,2019-01..2019-06".into()),
        };
        let texts: Vec<&str> = ranges.split(',').map(str::trim).collect();
        if texts.len() > MOST_RANGES {
            return Err(wrong(format!("a facet has {MOST_RANGES} ranges at most")));
        }
        let field = fields.by_name(name);
        let (measured, facet) = if field == Some(fields.words) {
            (Measured::Words, fields.name(fields.words))
        } else if field == Some(fields.published) {
            (Measured::Published, fields.name(fields.published))
        } else {
            return Err(wrong(format!(
                "`{name}` has no ranges: words and date have"
            )));
        };
        let read = |text: &&str| {
            let (from, to) = match measured {
                Measured::Words => {
                    let range: std::result::Result<NumberRange, _> = text.parse();
                    range.map(|r| (r.min, r.max)).map_err(|e| e.to_string())
                }
                Measured::Published => {
                    let range: std::result::Result<DateRange, _> = text.parse();
                    range.map(|r| r.resolve(now)).map_err(|e| e.to_string())
                }
            }
            .map_err(|e| wrong(format!("facet `{form}`: {e}")))?;
            let label = (*text).to_owned();
            Ok(Range { label, from, to })
        };
        let ranges: Vec<Range> = texts.iter().map(read).collect::<Result<_>>()?;
        let readers = self.searcher.segment_readers();
        let column = range_column(readers, fields, measured, &ranges)?;
        let counter = Counter::new(facet, column, usize::MAX);
        Ok(counter.showing(Shown::InOrder).named(form.to_owned()))
    }

    /// Remarks on chosen values that no article of the index has.
    pub(super) fn filter_notes(&self, request: &Request) -> Result<Vec<Note>> {
        let mut notes = Vec::new();
        for filter in &request.filters {
            let facet = self.facet(&filter.facet)?;
            let column = self.columns.get(facet)?;
            let named = filter.values.iter().chain(&filter.exclude);
            for value in named.filter(|v| column.find(v).is_empty()) {
                let near = match nearest(&column, value) {
                    Some(near) => format!("; did you mean `{near}`?"),
                    None => String::new(),
                };
                notes.push(Note {
                    kind: NoteKind::Ignored,
                    text: format!("no article has {} `{value}`{near}", facet.name),
                    start: 0,
                    end: 0,
                });
            }
        }
        Ok(notes)
    }
}

/// By ordinal, whether the folded label or one of its words begins so.
fn beginning(column: &FacetColumn, start: &str) -> Vec<bool> {
    let start = fold(start.trim());
    let labels = column.labels.iter();
    labels
        .map(|label| begins(label, &start).is_some())
        .collect()
}

/// Where a label begins so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Begins {
    /// As a whole.
    Whole,
    /// With one of its words.
    Word,
}

/// Where a label begins with a folded text, if it does.
pub(super) fn begins(label: &str, start: &str) -> Option<Begins> {
    let label = fold(label);
    if label.starts_with(start) {
        return Some(Begins::Whole);
    }
    let mut words = Words::new(&label);
    words
        .any(|(from, _)| label[from..].starts_with(start))
        .then_some(Begins::Word)
}

/// The label that a mistyped value is nearest to: at most two letters off, or, of one that is part
/// of a label, the shortest such label. Cost: linear in the labels.
fn nearest<'a>(column: &'a FacetColumn, value: &str) -> Option<&'a str> {
    let value: Vec<char> = fold(value).chars().collect();
    if value.len() > LONGEST_NEAR || value.is_empty() {
        return None;
    }
    let most = if value.len() < 5 { 1 } else { 2 };
    let text: String = value.iter().collect();
    let mut best: Option<(usize, usize, &str)> = None;
    for label in &column.labels {
        let folded = fold(label);
        let letters: Vec<char> = folded.chars().take(LONGEST_NEAR + 3).collect();
        let distance = if letters.len().abs_diff(value.len()) <= most {
            edits(&letters, &value)
        } else {
            usize::MAX
        };
        let distance = match distance {
            d if d <= most => d,
            _ if value.len() > 3 && folded.contains(&text) => most + 1,
            _ => continue,
        };
        let found = (distance, letters.len(), &**label);
        if best.is_none_or(|best| found < best) {
            best = Some(found);
        }
    }
    best.map(|(_, _, label)| label)
}

/// Insertions, deletions and substitutions (Levenshtein) between two short texts.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let here = (diagonal + usize::from(x != y))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], here);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(labels: &[&str]) -> FacetColumn {
        let labels = labels.iter().map(|l| (*l).into()).collect();
        FacetColumn {
            labels,
            segments: Vec::new(),
        }
    }

    #[test]
    fn a_mistyped_value_has_a_nearest_one() {
        let check = |value: &str, expected: Option<&str>| {
            let column = column(&["Harbour Tribune", "Hill Courier", "Hull Courier", "Zeit"]);
            assert_eq!(nearest(&column, value), expected, "{value}");
        };
        check("harbor tribune", Some("Harbour Tribune"));
        check("Hall Courier", Some("Hill Courier"));
        check("tribune", Some("Harbour Tribune"));
        check("Zeti", None);
        check("Zei", Some("Zeit"));
        check("nothing of it", None);
        check("", None);
    }

    #[test]
    fn values_are_found_by_the_beginning_of_any_word() {
        let column = column(&["Été", "world/africa", "world/african union", "asia"]);
        let check = |start: &str, expected: [bool; 4]| {
            assert_eq!(beginning(&column, start), expected, "{start}");
        };
        check("afr", [false, true, true, false]);
        check("UNI", [false, false, true, false]);
        check("ete", [true, false, false, false]);
        check("", [true; 4]);
        check("rica", [false; 4]);
    }
}

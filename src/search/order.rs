//! Orders by several keys: what may be asked, and the columns that answer.
//!
//! Whatever the keys, an article without a value stands last, in either direction.

use std::str::FromStr;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::{DocId, Score};

use super::request::Sort;
use super::searcher::Searcher;
use crate::error::Result;
use crate::facets::{FacetColumn, Ordinals};

/// What articles are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortKey {
    /// Score, the best first; by the frequencies of words alone, without the second pass.
    Relevance,
    /// Publication date, the latest first.
    Newest,
    /// Publication date, the earliest first.
    Oldest,
    /// Name of the outlet in byte order, from `A` on or back from `z`.
    Source {
        /// Back from the end.
        reverse: bool,
    },
    /// Length of the body in words, the shortest or the longest first.
    Words {
        /// The longest first.
        reverse: bool,
    },
    /// Date of the last change, the latest first.
    Updated,
}

/// One to four keys, the first before all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortKeys([Option<SortKey>; SortKeys::MOST]);

impl SortKeys {
    /// Keys at most.
    pub const MOST: usize = 4;

    /// The keys in their order; a fifth and those after it are left out.
    pub fn new(keys: &[SortKey]) -> SortKeys {
        let mut own = [None; SortKeys::MOST];
        own.iter_mut()
            .zip(keys)
            .for_each(|(own, key)| *own = Some(*key));
        SortKeys(own)
    }

    /// The keys.
    pub fn iter(&self) -> impl Iterator<Item = SortKey> + '_ {
        self.0.iter().flatten().copied()
    }
}

/// Reads `newest`, `source,-words`.
impl FromStr for Sort {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Sort, String> {
        const NAMES: &str = "relevance, newest, oldest, source, words, updated; - in front of \
                             source and words turns them";
        let one = |name: &str| {
            Ok(match name.trim() {
                "relevance" => SortKey::Relevance,
                "newest" => SortKey::Newest,
                "oldest" => SortKey::Oldest,
                "source" => SortKey::Source { reverse: false },
                "-source" => SortKey::Source { reverse: true },
                "words" => SortKey::Words { reverse: false },
                "-words" => SortKey::Words { reverse: true },
                "updated" => SortKey::Updated,
                other => return Err(format!("no order `{other}`: {NAMES}")),
            })
        };
        let keys: Vec<SortKey> = text
            .split(',')
            .map(one)
            .collect::<std::result::Result<_, _>>()?;
        match keys.as_slice() {
            [SortKey::Relevance] => Ok(Sort::Relevance),
            [SortKey::Newest] => Ok(Sort::Newest),
            [SortKey::Oldest] => Ok(Sort::Oldest),
            keys if keys.len() > SortKeys::MOST => {
                Err(format!("more than {} keys of order", SortKeys::MOST))
            }
            keys => Ok(Sort::By(SortKeys::new(keys))),
        }
    }
}

/// Keys of an article, greater ones first; `i64::MIN` for no value.
pub(super) type Keys = [i64; SortKeys::MOST];

/// A column behind a key.
enum Source {
    Score,
    Published(i64),
    Dates(Vec<Column<i64>>),
    Numbers(Vec<Column<u64>>, i64),
    Labels(Arc<FacetColumn>, i64),
}

/// The order of a request, ready to be asked.
pub(super) struct Order {
    /// Whether the order is by score and nothing else before it.
    pub(super) by_score: bool,
    /// Whether scores are needed.
    pub(super) scored: bool,
    sources: Vec<Source>,
}

impl Searcher {
    pub(super) fn order(&self, sort: Sort) -> Result<Order> {
        let keys: Vec<SortKey> = match sort {
            Sort::Relevance => Vec::new(),
            Sort::Newest => vec![SortKey::Newest],
            Sort::Oldest => vec![SortKey::Oldest],
            Sort::By(keys) => keys.iter().collect(),
        };
        let sources = keys.iter().map(|key| self.source_of(*key));
        Ok(Order {
            by_score: sort == Sort::Relevance,
            scored: sort == Sort::Relevance || keys.contains(&SortKey::Relevance),
            sources: sources.collect::<Result<_>>()?,
        })
    }

    fn source_of(&self, key: SortKey) -> Result<Source> {
        let fields = self.archive.fields();
        let readers = || self.searcher.segment_readers().iter();
        let sign = |reverse: bool| if reverse { 1 } else { -1 };
        Ok(match key {
            SortKey::Relevance => Source::Score,
            SortKey::Newest => Source::Published(1),
            SortKey::Oldest => Source::Published(-1),
            SortKey::Updated => {
                let columns = readers().map(|r| r.fast_fields().i64(fields.name(fields.updated)));
                Source::Dates(columns.collect::<tantivy::Result<_>>()?)
            }
            SortKey::Words { reverse } => {
                let columns = readers().map(|r| r.fast_fields().u64(fields.name(fields.words)));
                Source::Numbers(columns.collect::<tantivy::Result<_>>()?, sign(reverse))
            }
            SortKey::Source { reverse } => Source::Labels(self.source_column()?, sign(reverse)),
        })
    }
}

impl Order {
    /// Keys of an article.
    pub(super) fn keys(&self, segment: usize, doc: DocId, score: Score, published: i64) -> Keys {
        let mut keys = [0; SortKeys::MOST];
        for (key, source) in keys.iter_mut().zip(&self.sources) {
            *key = match source {
                Source::Score => ordered(score),
                Source::Published(_) if published == i64::MIN => i64::MIN,
                Source::Published(sign) => sign * published,
                Source::Dates(columns) => columns[segment].first(doc).unwrap_or(i64::MIN),
                Source::Numbers(columns, sign) => match columns[segment].first(doc) {
                    Some(n) => sign * i64::try_from(n).unwrap_or(i64::MAX),
                    None => i64::MIN,
                },
                Source::Labels(column, sign) => match ordinal(column, segment, doc) {
                    Some(ord) => sign * (2 * i64::from(ord)),
                    None => i64::MIN,
                },
            };
        }
        keys
    }

    /// The keys for a token: numbers as they are, but names as text, since their places in the
    /// order move when the index grows.
    pub(super) fn named(&self, keys: &Keys) -> Vec<(i64, Option<String>)> {
        let named = |(key, source): (&i64, &Source)| match source {
            Source::Labels(column, _) if *key != i64::MIN => {
                let label = column.labels.get((key.abs() / 2) as usize);
                (0, label.map(|label| label.to_string()))
            }
            _ => (*key, None),
        };
        keys.iter().zip(&self.sources).map(named).collect()
    }

    /// The other way; none if there are not as many keys as the order has.
    pub(super) fn placed(&self, named: &[(i64, Option<String>)]) -> Option<Keys> {
        let mut keys = [0; SortKeys::MOST];
        for ((key, source), (number, name)) in keys.iter_mut().zip(&self.sources).zip(named) {
            *key = match (source, name) {
                (Source::Labels(column, sign), Some(name)) => {
                    let place = column.labels.binary_search_by(|l| (**l).cmp(name));
                    // A name that is gone stands between its neighbours.
                    sign * place.map_or_else(|at| 2 * at as i64 - 1, |at| 2 * at as i64)
                }
                _ => *number,
            };
        }
        (named.len() == self.sources.len()).then_some(keys)
    }
}

fn ordinal(column: &FacetColumn, segment: usize, doc: DocId) -> Option<u32> {
    let ord = match column.segments.get(segment)? {
        Ordinals::Single(ords) => *ords.get(doc as usize)?,
        Ordinals::Multi { starts, ords } => {
            let (start, end) = (starts[doc as usize], starts[doc as usize + 1]);
            *ords[start as usize..end as usize].first()?
        }
    };
    (ord != column.missing()).then_some(ord)
}

/// A score as a number in the same order.
fn ordered(score: Score) -> i64 {
    let bits = score.to_bits() as i32;
    i64::from(bits ^ (((bits >> 31) as u32) >> 1) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_read() {
        let by = |keys: &[SortKey]| Ok(Sort::By(SortKeys::new(keys)));
        let check = |text: &str, expected: std::result::Result<Sort, ()>| {
            assert_eq!(text.parse::<Sort>().map_err(|_| ()), expected, "{text}");
        };
        check("relevance", Ok(Sort::Relevance));
        check("oldest", Ok(Sort::Oldest));
        check("-words", by(&[SortKey::Words { reverse: true }]));
        let source = SortKey::Source { reverse: false };
        check("source,newest", by(&[source, SortKey::Newest]));
        check("", Err(()));
        check("words,", Err(()));
        check("words,words,words,words,words", Err(()));
    }

    #[test]
    fn scores_keep_their_order_as_numbers() {
        let scores = [-3.5, -0.5, 0.0, 0.25, 1.0, 17.5, f32::MAX];
        assert!(scores.windows(2).all(|w| ordered(w[0]) < ordered(w[1])));
    }
}

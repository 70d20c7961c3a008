//! Facets counted from the articles themselves.

use std::collections::{BTreeMap, BTreeSet};

use dateline::article::Article;
use dateline::search::Filter;

/// Facets that are counted here.
pub const FACETS: [&str; 9] = [
    "source", "section", "author", "tag", "agency", "language", "year", "month", "day",
];

/// The values that an article has in a facet.
pub fn values(article: &Article, facet: &str) -> BTreeSet<String> {
    let day = |length: usize| {
        // The index of the tests has its calendar in UTC.
        let text = match article.published {
            Some(stamp) if stamp.offset_seconds().is_some() => {
                jiff::Timestamp::from_second(stamp.start_utc())
                    .unwrap()
                    .to_string()
            }
            Some(stamp) => stamp.to_string(),
            None => String::new(),
        };
        (text.len() >= length).then(|| text[..length].to_owned())
    };
    let mut out: BTreeSet<String> = match facet {
        "source" => article.source.clone().into_iter().collect(),
        "section" => {
            let above = |s: &String| -> Vec<String> {
                let cuts = s.match_indices('/').map(|(at, _)| s[..at].to_owned());
                cuts.chain([s.clone()]).collect()
            };
            article.section.iter().flat_map(above).collect()
        }
        "author" => article.authors.iter().cloned().collect(),
        "tag" => article.tags.iter().cloned().collect(),
        "agency" => article.agency.clone().into_iter().collect(),
        "language" => {
            let primary = article.language.split(['-', '_']).next().map(str::to_owned);
            primary
                .into_iter()
                .chain([article.language.clone()])
                .collect()
        }
        "year" => day(4).into_iter().collect(),
        "month" => day(7).into_iter().collect(),
        "day" => day(10).into_iter().collect(),
        other => panic!("no facet {other}"),
    };
    out.remove("");
    out
}

/// Whether an article passes the filters, but for those of one facet.
pub fn passes(article: &Article, filters: &[Filter], lifted: Option<&str>) -> bool {
    filters
        .iter()
        .filter(|f| Some(f.facet.as_str()) != lifted)
        .all(|f| {
            let has = values(article, &f.facet);
            f.values.iter().any(|v| has.contains(v))
        })
}

/// Counts by value, and the articles without one.
pub fn count<'a>(
    articles: impl Iterator<Item = &'a Article>,
    facet: &str,
) -> (BTreeMap<String, u64>, u64) {
    let (mut counts, mut missing) = (BTreeMap::new(), 0);
    for article in articles {
        let values = values(article, facet);
        missing += u64::from(values.is_empty());
        for value in values {
            *counts.entry(value).or_insert(0) += 1;
        }
    }
    (counts, missing)
}

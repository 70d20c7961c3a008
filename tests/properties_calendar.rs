//! Timelines, ranges and levels of facets over random archives, against brute force over the
//! articles. Dates of every precision and none, in several segments, with replaced articles.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

#[path = "support/archive.rs"]
mod archive;

use std::collections::{BTreeMap, BTreeSet};

use archive::{archive, article, config, word};
use dateline::article::Article;
use dateline::article::date::{Precision, Stamp};
use dateline::facets::Bucket;
use dateline::search::{CompareRequest, FacetRequest, Filter, Match, Request, TimelineRequest};
use proptest::prelude::*;

/// What the index holds after these runs, by id.
fn latest(runs: &[Vec<Article>]) -> Vec<Article> {
    let mut by_id = BTreeMap::new();
    for article in runs.iter().flatten() {
        by_id.insert(article.id.clone(), article.clone());
    }
    by_id.into_values().collect()
}

fn date() -> impl Strategy<Value = Option<Stamp>> {
    let day = || (2018i32..2020, 11u8..13, 27u8..31).prop_map(|(y, m, d)| Stamp::ymd(y, m, d));
    let offsets = prop::sample::select(vec![None, Some(0), Some(3 * 3600), Some(-8 * 3600)]);
    prop_oneof![
        1 => Just(None),
        1 => (2018i32..2020).prop_map(Stamp::year),
        1 => (2018i32..2020, 1u8..13).prop_map(|(y, m)| Stamp::year_month(y, m)),
        2 => day(),
        4 => (day(), 0u8..24, 0u8..60, prop::option::of(0u8..60), offsets).prop_map(
            |(day, hour, minute, second, offset)| day.unwrap().at(hour, minute, second, offset)
        ),
    ]
}

fn press() -> impl Strategy<Value = Article> {
    let source = prop::option::of(prop::sample::select(vec!["As", "Bs", "Cs"]));
    let sections = prop::sample::select(vec!["w", "w/a", "w/b", "w/a/c", "x/y/z", "x"]);
    let words = prop_oneof![0usize..6, 195usize..203, 498usize..502];
    (
        0usize..25,
        word(),
        source,
        prop::collection::vec(sections, 0..3),
        date(),
        words,
    )
        .prop_map(|(id, title, source, section, published, words)| {
            let body = match words {
                0 => Vec::new(),
                n => vec![vec!["zeb"; n].join(" ")],
            };
            Article {
                source: source.map(str::to_owned),
                section: section.into_iter().map(str::to_owned).collect(),
                published,
                word_count: words as u64,
                ..article(id, title, body)
            }
        })
}

/// Days since 1970 on which an article lies in a zone so many hours east.
fn day(stamp: &Stamp, hours: i64) -> i64 {
    let hours = if stamp.precision() > Precision::Day {
        hours
    } else {
        0
    };
    (stamp.start_utc() + hours * 3600).div_euclid(86_400)
}

/// First day of the bucket, if the date is known well enough.
fn bucket(stamp: &Stamp, by: Bucket, hours: i64) -> Option<String> {
    let day = day(stamp, hours);
    let shown = |day: i64| Stamp::from_unix(day * 86_400).unwrap().to_string()[..10].to_owned();
    let text = shown(day);
    let known = stamp.precision();
    match by {
        Bucket::Day => (known >= Precision::Day).then_some(text),
        // The first of 1970 was a Thursday.
        Bucket::Week => (known >= Precision::Day).then(|| shown(day - (day + 3).rem_euclid(7))),
        Bucket::Month => (known >= Precision::Month).then(|| format!("{}-01", &text[..7])),
        Bucket::Quarter => (known >= Precision::Month).then(|| {
            let month: u32 = text[5..7].parse().unwrap();
            format!("{}-{:02}-01", &text[..4], (month - 1) / 3 * 3 + 1)
        }),
        Bucket::Year => Some(format!("{}-01-01", &text[..4])),
    }
}

const ZONES: [(&str, i64); 4] = [
    ("UTC", 0),
    ("Asia/Tokyo", 9),
    ("Etc/GMT+11", -11),
    ("Etc/GMT-14", 14),
];

/// A section and all that is above it.
fn sections(article: &Article) -> BTreeSet<String> {
    let levels = |s: &String| {
        let above: Vec<String> = s
            .match_indices('/')
            .map(|(at, _)| s[..at].to_owned())
            .collect();
        above.into_iter().chain([s.clone()]).collect::<Vec<_>>()
    };
    article.section.iter().flat_map(levels).collect()
}

proptest! {
    #![proptest_config(config(32))]

    #[test]
    fn timelines_equal_brute_force(
        runs in prop::collection::vec(prop::collection::vec(press(), 1..20), 1..4),
        by in prop::sample::select(Bucket::ALL.to_vec()),
        (zone, hours) in prop::sample::select(ZONES.to_vec()),
        source in prop::option::of(prop::sample::select(vec!["As", "Bs"])),
        query in prop::sample::select(vec!["*", "title:ko", "ko OR ta"]),
    ) {
        let searcher = archive(&runs);
        let all = latest(&runs);
        let filter = |s: &str| Filter::new("source", vec![s.to_owned()]);
        let request = Request {
            timeline: Some(TimelineRequest { by, zone: Some(zone.to_owned()), peaks: 2, span: None }),
            filters: source.iter().map(|s| filter(s)).collect(),
            matching: Match::All,
            ..Request::new(query)
        };
        let response = searcher.search(&request).unwrap();
        let timeline = response.timeline.unwrap();
        let matches = |a: &&Article| {
            source.is_none_or(|s| a.source.as_deref() == Some(s)) && match query {
                "*" => true,
                "title:ko" => a.title == "ko",
                _ => a.title == "ko" || a.title == "ta",
            }
        };
        let of = |a: &Article| a.published.as_ref().and_then(|p| bucket(p, by, hours));
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let mut totals: BTreeMap<String, u64> = BTreeMap::new();
        all.iter().filter_map(of).for_each(|b| *totals.entry(b).or_default() += 1);
        let found: Vec<&Article> = all.iter().filter(matches).collect();
        found.iter().filter_map(|a| of(a)).for_each(|b| *counts.entry(b).or_default() += 1);
        let got: BTreeMap<String, u64> = timeline.buckets.iter()
            .filter(|b| b.count > 0).map(|b| (b.start.clone(), b.count)).collect();
        prop_assert_eq!(&got, &counts);
        for b in &timeline.buckets {
            prop_assert_eq!(b.all, totals.get(&b.start).copied().unwrap_or(0), "{}", b.start);
        }
        // Without gaps: no bucket of an article between the ends is left out, and they ascend.
        let starts: Vec<&String> = timeline.buckets.iter().map(|b| &b.start).collect();
        prop_assert!(starts.windows(2).all(|w| w[0] < w[1]));
        if let (Some(first), Some(last)) = (starts.first(), starts.last()) {
            for between in totals.keys().filter(|t| *first <= *t && t <= last) {
                prop_assert!(starts.contains(&between), "{}", between);
            }
            if by == Bucket::Day || by == Bucket::Week {
                let at = |s: &str| s.parse::<Stamp>().unwrap().start_utc() / 86_400;
                let each = if by == Bucket::Day { 1 } else { 7 };
                prop_assert_eq!(at(last) - at(first), (starts.len() as i64 - 1) * each);
            }
        }
        let undated = found.iter().filter(|a| a.published.is_none()).count() as u64;
        prop_assert_eq!(timeline.undated, undated);
        prop_assert_eq!(timeline.total, found.len() as u64);
        prop_assert_eq!(timeline.total, response.total);
        prop_assert_eq!(timeline.coarser, timeline.total - undated - counts.values().sum::<u64>());
    }

    #[test]
    fn ranges_and_levels_equal_brute_force(
        runs in prop::collection::vec(prop::collection::vec(press(), 1..20), 1..4),
        bounds in prop::collection::vec((0u64..520, 0u64..520), 1..4),
        section in prop::option::of(prop::sample::select(vec!["w", "x", "w/a"])),
    ) {
        let searcher = archive(&runs);
        let all = latest(&runs);
        let bounds: Vec<(u64, u64)> =
            bounds.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect();
        let ranges: Vec<String> = bounds.iter().map(|(a, b)| format!("{a}..{b}")).collect();
        let words = format!("words:{}", ranges.join(","));
        let dates = "date:2018,2019,2018-12..2019-11";
        let forms = [words.as_str(), dates, "length", "section/", "section/w", "section/w/a",
            "section=a", "date", "date/2018", "date/2018-12", "source"];
        let filter = |s: &str| Filter::new("section", vec![format!("{s}/")]);
        let request = Request {
            facets: forms.map(|f| FacetRequest { facet: f.to_owned(), limit: 3 }).into(),
            filters: section.iter().map(|s| filter(s)).collect(),
            ..Request::new("*")
        };
        let response = searcher.search(&request).unwrap();
        let passes = |a: &&Article| section.is_none_or(|s| sections(a).contains(s));
        let in_dates = |a: &Article, from: &str, to: &str| a.published.is_some_and(|p| {
            let (from, to): (Stamp, Stamp) = (from.parse().unwrap(), to.parse().unwrap());
            from.start_utc() <= p.start_utc() && p.end_utc() <= to.end_utc()
        });
        let label = |a: &Article, n: usize| {
            let text = a.published.map(|p| {
                let known = p.to_string().len().min(10);
                let day = Stamp::from_unix(day(&p, 0) * 86_400).unwrap().to_string();
                day[..known].to_owned()
            });
            text.filter(|t| t.len() >= n).map(|t| t[..n].to_owned())
        };
        for form in forms {
            let values = |a: &Article| -> Vec<String> {
                match form {
                    "length" => vec![match a.word_count {
                        0..200 => "0..199",
                        200..500 => "200..499",
                        _ => "500..999",
                    }.to_owned()],
                    "section/" => sections(a).into_iter().filter(|s| !s.contains('/')).collect(),
                    "section/w" => sections(a).into_iter()
                        .filter(|s| s.starts_with("w/") && s.matches('/').count() == 1).collect(),
                    "section/w/a" => sections(a).into_iter().filter(|s| s == "w/a/c").collect(),
                    "section=a" => sections(a).into_iter()
                        .filter(|s| s.split('/').any(|p| p == "a")).collect(),
                    "date" => label(a, 4).into_iter().collect(),
                    "date/2018" => label(a, 7).into_iter().filter(|l| l.starts_with("2018-")).collect(),
                    "date/2018-12" => label(a, 10).into_iter()
                        .filter(|l| l.starts_with("2018-12-")).collect(),
                    "source" => a.source.iter().cloned().collect(),
                    _ if form == dates => [("2018", "2018", "2018"), ("2019", "2019", "2019"),
                        ("2018-12..2019-11", "2018-12", "2019-11")].into_iter()
                        .filter(|(_, from, to)| in_dates(a, from, to))
                        .map(|(label, _, _)| label.to_owned()).collect(),
                    _ => bounds.iter().zip(&ranges)
                        .filter(|((from, to), _)| (from..=to).contains(&&a.word_count))
                        .map(|(_, label)| label.clone()).collect(),
                }
            };
            let own = form.starts_with("section");
            let counted: Vec<&Article> = all.iter().filter(|a| own || passes(a)).collect();
            let got = &response.facets[form];
            for value in &got.values {
                let n = counted.iter().filter(|a| values(a).contains(&value.value)).count();
                prop_assert_eq!(value.count, n as u64, "{} {}", form, value.value);
            }
            let shown: u64 = got.values.iter().map(|v| v.count).sum();
            let sum: usize = counted.iter().map(|a| values(a).len()).sum();
            prop_assert_eq!(shown + got.other, sum as u64, "{}", form);
            if form == dates || form == words {
                let none = counted.iter().filter(|a| values(a).is_empty()).count() as u64;
                prop_assert_eq!(got.missing, none, "{}", form);
            }
        }
    }

    #[test]
    fn comparisons_equal_brute_force(
        runs in prop::collection::vec(prop::collection::vec(press(), 1..20), 1..4),
    ) {
        let searcher = archive(&runs);
        let all = latest(&runs);
        let side = |query: &str| (query.to_owned(), Request::new(query));
        let request = CompareRequest {
            sides: [side("title:ko OR title:ta"), side("title:ta OR title:mip")],
            by: Bucket::Year,
            zone: None,
            words: 5,
        };
        let found = searcher.compare(&request).unwrap();
        let count = |titles: &[&str]| {
            all.iter().filter(|a| titles.contains(&a.title.as_str())).count() as u64
        };
        let totals = [0, 1].map(|n: usize| (found.sides[n].total, found.sides[n].only));
        prop_assert_eq!(totals[0], (count(&["ko", "ta"]), count(&["ko"])));
        prop_assert_eq!(totals[1], (count(&["ta", "mip"]), count(&["mip"])));
        prop_assert_eq!((found.both, found.either), (count(&["ta"]), count(&["ko", "ta", "mip"])));
        let dated = |titles: &[&str]| all.iter()
            .filter(|a| a.published.is_some() && titles.contains(&a.title.as_str())).count() as u64;
        let sums = [0, 1].map(|n: usize| found.timeline.buckets.iter().map(|b| b.counts[n]).sum::<u64>());
        prop_assert_eq!(sums, [dated(&["ko", "ta"]), dated(&["ta", "mip"])]);
    }
}

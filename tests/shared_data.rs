//! Checks against real articles that are kept beside the repository and are no part of it: they
//! run where that folder is, and pass with a line that says so where it is not.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failed step fails the test; a skip is told"
)]

mod support;

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use dateline::article::{Article, DateFrom, RelatedKind};
use dateline::index::{IndexOptions, Progress, WriteAccess, index_sources};
use dateline::ingest::walk;
use dateline::search::{Request, Searcher};
use serde_json::Value;

/// Titles that are not the one that the page's metadata tells. All of them are the headline as
/// printed, where the metadata has another for search engines (Metro twice, AP News, iNews, The
/// Independent, The Sun, Wired).
const OTHER_TITLES: usize = 7;

/// A folder of the shared data, if it is there.
fn shared(name: &str) -> Option<PathBuf> {
    let path = support::root().parent()?.join("shared/data").join(name);
    let there = path.is_dir();
    if !there {
        eprintln!("not checked: {} is not there", path.display());
    }
    there.then_some(path)
}

/// All articles of these folders, by way of an index in memory.
fn articles(folders: &[PathBuf]) -> (Vec<Article>, u64) {
    let (files, unreadable) = walk(folders);
    assert!(unreadable.is_empty());
    let mut access = WriteAccess::in_memory();
    let options = IndexOptions {
        threads: 2,
        ..IndexOptions::default()
    };
    let summary = index_sources(
        &mut access,
        &files,
        &options,
        &Progress::default(),
        &mut |_, _| Ok(()),
    )
    .unwrap();
    let searcher = Searcher::open(access.archive()).unwrap();
    let all = Request {
        limit: 1000,
        snippets: None,
        ..Request::new("*")
    };
    let hits = searcher.search(&all).unwrap().hits;
    let articles: Vec<Article> = hits
        .iter()
        .map(|h| searcher.article(&h.id).unwrap())
        .collect();
    assert_eq!(articles.len() as u64, summary.indexed);
    (articles, summary.rejected)
}

#[test]
fn the_founding_article_is_taken_apart() {
    let Some(seed) = shared("seed") else { return };
    let (found, rejected) = articles(&[seed]);
    assert_eq!((found.len(), rejected), (1, 0));
    let article = &found[0];
    assert_eq!(
        article.dateline.as_ref().map(|d| d.place.as_str()),
        Some("BEIRUT")
    );
    assert_eq!(article.captions.len(), 1);
    assert_eq!(
        article.captions[0].credit.as_deref(),
        Some("STRINGER/AFP/Getty Images")
    );
    assert!(article.captions[0].text.ends_with("2017."));
    // The agency of a picture supplied no word.
    assert_eq!(article.agency, None);
    let kind = |wanted| article.related.iter().filter(|r| r.kind == wanted).count();
    assert_eq!(article.related.len(), 3);
    assert_eq!(
        (kind(RelatedKind::ReadMore), kind(RelatedKind::Watch)),
        (2, 1)
    );
    assert_eq!(article.source.as_deref(), Some("globalnews.ca"));
    assert_eq!(article.published, None);
    assert_eq!(
        article.not_before.map(|d| d.to_string()).as_deref(),
        Some("2017-11-10")
    );
    assert_eq!(article.date_from, Some(DateFrom::Inferred));
    assert!(
        article.body[0].starts_with("Pro-government forces"),
        "the dateline is no part of the lead"
    );
}

/// Headlines by region and outlet, as the metadata of the pages tell them.
fn told() -> Option<BTreeMap<String, HashSet<String>>> {
    let pages = shared("html/fundus")?;
    let mut out: BTreeMap<String, HashSet<String>> = BTreeMap::new();
    for region in ["us", "uk", "ca", "fr"] {
        for entry in fs_err::read_dir(pages.join(region)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|e| e != "json") {
                continue;
            }
            let outlet = path.file_stem().unwrap().to_string_lossy().into_owned();
            let truth: Value = serde_json::from_slice(&fs_err::read(&path).unwrap()).unwrap();
            let titles = out.entry(format!("{region}_{outlet}")).or_default();
            let pages = truth.as_object().unwrap().values();
            titles.extend(pages.filter_map(|p| p["title"].as_str()).map(plain));
        }
    }
    Some(out)
}

/// One space between words, plain quotation marks.
fn plain(text: &str) -> String {
    let text = text
        .replace(['\u{2018}', '\u{2019}'], "'")
        .replace(['\u{201c}', '\u{201d}'], "\"");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines of the page that are no running text.
fn is_furniture(paragraph: &str) -> bool {
    let credit = |p: &str| {
        let slashes = p.split('/').count() > 1 && p.len() < 60;
        slashes
            && [
                "AFP",
                "Getty Images",
                "Reuters",
                "AP Photo",
                "The Canadian Press",
            ]
            .iter()
            .any(|a| p.ends_with(a))
    };
    let p = paragraph.trim();
    p.starts_with("READ MORE")
        || p.starts_with("WATCH:")
        || p.starts_with("Source: http")
        || p == "[Disclaimer]"
        || credit(p)
}

#[test]
fn pages_in_the_founding_shape_are_taken_apart() {
    let (Some(seed), Some(shaped)) = (shared("seed"), shared("seedshape")) else {
        return;
    };
    let (found, rejected) = articles(&[seed, shaped]);
    assert_eq!((found.len(), rejected), (68, 0));
    let furniture: Vec<String> = found
        .iter()
        .flat_map(|a| {
            a.body
                .iter()
                .filter(|p| is_furniture(p))
                .map(|p| format!("{}: {p}", a.dump))
        })
        .collect();
    assert!(furniture.is_empty(), "{furniture:#?}");
    assert!(is_furniture("STRINGER/AFP/Getty Images") && is_furniture("READ MORE: why"));
    assert!(!is_furniture("He and/or she left."));
    let Some(told) = told() else { return };
    let mut other = Vec::new();
    let mut compared = 0;
    for article in &found {
        let name = article.dump.rsplit('/').next().unwrap();
        // `012_ca_CBCNews_2024_08_08.txt`: region and outlet stand in the middle.
        let parts: Vec<&str> = name.split('_').collect();
        let Some(titles) = (parts.len() > 3)
            .then(|| format!("{}_{}", parts[1], parts[2]))
            .and_then(|k| told.get(&k))
        else {
            continue;
        };
        compared += 1;
        if !titles.contains(&plain(&article.title)) {
            other.push(format!("{name}: {:?}, told {titles:?}", article.title));
        }
    }
    assert_eq!(compared, 67);
    assert_eq!(other.len(), OTHER_TITLES, "{other:#?}");
}

//! Address, outlet, language, section, tags and summary of a page.

use serde_json::Value;

use super::About;
use super::ld::Main;
use super::survey::Survey;
use super::tree::tidy;
use crate::article::{Article, address, headline};
use crate::ingest::html::unescape;

/// Most tags of an article.
const MOST_TAGS: usize = 100;

/// The address under which the page wants to be known, else the one it was fetched from.
///
/// A page that was fetched from one outlet and names the page of another is a copy there: it stays
/// an article of its own, and families tie the two.
pub(super) fn url(
    survey: &Survey<'_>,
    main: Option<Main<'_>>,
    about: &About<'_>,
) -> Option<String> {
    let given = about.url.filter(|url| is_absolute(url)).map(str::to_owned);
    let base = match (survey.base, &given) {
        (Some(base), Some(given)) => resolve(given, base),
        (Some(base), None) => is_absolute(base).then(|| base.to_owned()),
        (None, given) => given.clone(),
    };
    let stated = ["url", "mainEntityOfPage", "@id"];
    let stated = stated.iter().filter_map(|key| main?.address(key));
    let told = survey.link("canonical").map(str::to_owned).into_iter();
    let told = told
        .chain(survey.metas("og:url").map(str::to_owned))
        .chain(stated);
    let told = told.filter_map(|url| match &base {
        Some(base) => resolve(base, &url),
        None => is_absolute(&url).then_some(url),
    });
    // What leads to the front page is not the address of an article.
    let outlet = given.as_deref().and_then(address::domain);
    let mut told = told.filter(|url| {
        let same = outlet.is_none() || address::domain(url) == outlet;
        same && url.len() < 2_000 && has_path(url)
    });
    told.next().or(given)
}

fn is_absolute(url: &str) -> bool {
    let start = url.get(..8).unwrap_or(url).to_lowercase();
    start.starts_with("http://") || start.starts_with("https:/")
}

/// Whether an address leads to more than a host.
fn has_path(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once('/')
        .is_some_and(|(_, path)| !path.trim_matches('/').is_empty())
}

/// Where an address leads that stands on the page `base`.
pub(super) fn resolve(base: &str, url: &str) -> Option<String> {
    let url = url.trim();
    if is_absolute(url) {
        return Some(url.to_owned());
    }
    if !is_absolute(base) || url.is_empty() || url.starts_with('#') {
        return None;
    }
    let (scheme, rest) = base.split_once("://")?;
    if let Some(rest) = url.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    // Any other scheme leads to no page.
    let colon = url.find(':').unwrap_or(url.len());
    if colon < url.find(['/', '?', '#']).unwrap_or(url.len()) {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if url.starts_with('/') {
        return Some(format!("{scheme}://{host}{url}"));
    }
    if url.starts_with('?') {
        return Some(format!("{scheme}://{host}/{path}{url}"));
    }
    let mut folders: Vec<&str> = path.split('/').collect();
    folders.pop();
    let mut rest = url;
    loop {
        if let Some(below) = rest.strip_prefix("./") {
            rest = below;
        } else if let Some(above) = rest.strip_prefix("../") {
            folders.pop();
            rest = above;
        } else {
            break;
        }
    }
    folders.push(rest);
    Some(format!("{scheme}://{host}/{}", folders.join("/")))
}

/// The name of the outlet.
pub(super) fn outlet(survey: &Survey<'_>, main: Option<Main<'_>>) -> Option<String> {
    let site = survey.meta(&["og:site_name", "application-name"]);
    let site = site.or_else(|| main?.named("publisher").into_iter().next().map(|n| n.name));
    site.filter(|name| name.len() <= 80)
}

/// Fills language, section, tags, subjects and what else the page says of itself.
pub(super) fn fill(survey: &Survey<'_>, main: Option<Main<'_>>, article: &mut Article) {
    let lines = |key: &str| main.map(|main| main.lines(key)).unwrap_or_default();
    article.language = language(survey, main).unwrap_or_default();

    article.section = lines("articleSection");
    if article.section.is_empty() {
        let names = [
            "article:section",
            "og:section",
            "parsely-section",
            "section",
            "dc.subject.section",
            "prism.section",
        ];
        article.section.extend(survey.meta(&names));
    }
    article.section.dedup();
    article.section.truncate(20);

    let mut tags = Vec::new();
    for line in lines("keywords") {
        add_tags(&mut tags, &line);
    }
    for name in [
        "article:tag",
        "news_keywords",
        "parsely-tags",
        "sailthru.tags",
    ] {
        survey
            .metas(name)
            .for_each(|line| add_tags(&mut tags, line));
    }
    if tags.is_empty() {
        survey
            .metas("keywords")
            .for_each(|line| add_tags(&mut tags, line));
    }
    article.tags = tags;

    if let Some(main) = main {
        for key in ["about", "mentions", "contentLocation"] {
            for named in main.named(key) {
                let list = match named.kind.as_str() {
                    "Person" => &mut article.people,
                    "Organization" | "Corporation" | "SportsTeam" => &mut article.organisations,
                    "Place" | "City" | "Country" | "State" | "AdministrativeArea" => {
                        &mut article.places
                    }
                    _ => continue,
                };
                if !list.contains(&named.name) {
                    list.push(named.name);
                }
            }
        }
        article.correction.extend(main.lines("correction"));
        if main.line("alternativeHeadline").is_some() && article.alt_title.is_none() {
            let other = main.line("alternativeHeadline");
            article.alt_title = other.filter(|other| !headline::same(other, &article.title));
        }
    }
}

fn add_tags(tags: &mut Vec<String>, line: &str) {
    let line = unescape(line);
    let mark = if line.contains(';') { ';' } else { ',' };
    for tag in line.split(mark).map(tidy) {
        let known = tags.iter().any(|known| known.eq_ignore_ascii_case(&tag));
        if !tag.is_empty() && tag.len() <= 100 && !known && tags.len() < MOST_TAGS {
            tags.push(tag);
        }
    }
}

/// The language that the page declares, as a tag.
fn language(survey: &Survey<'_>, main: Option<Main<'_>>) -> Option<String> {
    let stated = main.and_then(|main| main.line("inLanguage"));
    let told = [
        survey.language.map(str::to_owned),
        stated,
        survey.meta(&[
            "og:locale",
            "content-language",
            "dc.language",
            "dcterms.language",
            "language",
        ]),
    ];
    told.into_iter().flatten().find_map(|tag| {
        let tag = tag.split([',', ';', '.']).next()?.trim().replace('_', "-");
        let (first, rest) = tag.split_once('-').unwrap_or((&tag, ""));
        let letters =
            (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
        let rest_is_tag = rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (letters && rest_is_tag && tag.len() <= 16).then(|| match rest {
            "" => first.to_lowercase(),
            rest => format!("{}-{rest}", first.to_lowercase()),
        })
    })
}

/// What the page says that has no part of its own in the record.
pub(super) fn keep(
    survey: &Survey<'_>,
    main: Option<Main<'_>>,
    outlet: Option<String>,
    article: &mut Article,
) {
    let mut keep = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| value.len() <= 4_000) {
            article.extra.entry(key).or_insert(Value::String(value));
        }
    };
    keep("site_name", outlet);
    let summary = main.and_then(|main| main.line("description"));
    let summary = survey
        .meta(&["description", "og:description", "twitter:description"])
        .or(summary);
    if summary.as_ref() != article.standfirst.as_ref() {
        keep("description", summary);
    }
    keep("image", survey.meta(&["og:image"]));
    keep(
        "kind",
        survey.meta(&["og:type"]).filter(|kind| kind != "article"),
    );
    if let Some(main) = main {
        keep(
            "free",
            main.line("isAccessibleForFree")
                .filter(|free| free.eq_ignore_ascii_case("false")),
        );
    }
}

/// The host of an address.
pub(super) fn host(url: Option<&str>) -> Option<&str> {
    url.and_then(address::host)
}

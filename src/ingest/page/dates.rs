//! When a page was published and last changed.
//!
//! Of several places the surest is asked first; one that knows the same day more exactly, or with
//! its zone, is taken instead.

use scraper::ElementRef;

use super::ld::Main;
use super::survey::Survey;
use super::tree::{said, text};
use crate::article::date::{Precision, Stamp, find_full};

/// Metas that hold the time of publication, surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "cxenseparse:recs:articlepublishtime",
    "bt:pubdate",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "date.issued",
    "date_published",
    "published-date",
    "publish-date",
    "publish_date",
    "publishdate",
    "published_time",
    "published_at",
    "publication_date",
    "publication-date",
    "publicationdate",
    "citation_publication_date",
    "citation_date",
    "article.published",
    "article_date_original",
    "article-date",
    "originalpublicationdate",
    "releasedate",
    "release_date",
    "displaydate",
    "pubdate",
    "pub_date",
    "ptime",
    "rnews:datepublished",
    "analyticsattributes.articledate",
    "datecreated",
    "date_created",
    "article:created",
    "date",
];

/// Metas that hold the time of the last change.
const UPDATED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "og:modified_time",
    "datemodified",
    "article:modified",
    "og:updated_time",
    "article:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "last_modified",
    "updated_time",
    "utime",
    "date_modified",
    "revision_date",
];

/// When the page was published.
pub(super) fn published(survey: &Survey<'_>, main: Option<Main<'_>>) -> Option<Stamp> {
    let stated = |key| {
        main.and_then(|main| main.line(key))
            .as_deref()
            .and_then(read)
    };
    let mut found: Vec<Stamp> = stated("datePublished").into_iter().collect();
    found.extend(
        PUBLISHED
            .iter()
            .filter_map(|name| read(survey.metas(name).next()?)),
    );
    found.extend(props(survey, &["datePublished", "dateCreated"]));
    if found.is_empty() {
        found.extend(stated("dateCreated"));
        found.extend(stated("uploadDate"));
    }
    if found.is_empty() {
        found.extend(printed(survey));
    }
    exactest(&found)
}

/// When the page was last changed, if that is not when it was published.
pub(super) fn updated(
    survey: &Survey<'_>,
    main: Option<Main<'_>>,
    published: Option<Stamp>,
) -> Option<Stamp> {
    let stated = main.and_then(|main| main.line("dateModified"));
    let mut found: Vec<Stamp> = stated.as_deref().and_then(read).into_iter().collect();
    found.extend(
        UPDATED
            .iter()
            .filter_map(|name| read(survey.metas(name).next()?)),
    );
    found.extend(props(survey, &["dateModified"]));
    let found = exactest(&found)?;
    let same = published.is_some_and(|p| {
        p.start_utc() == found.start_utc()
            || found.end_utc() < p.start_utc() && p.day_of() == found.day_of()
    });
    (!same).then_some(found)
}

/// A date that a page may have.
fn read(text: &str) -> Option<Stamp> {
    let text = text.get(..120).unwrap_or(text).trim();
    let stamp = Stamp::parse(text).or_else(|| find_full(text).first().map(|(_, stamp)| *stamp))?;
    (1700..=2100).contains(&stamp.year_of()).then_some(stamp)
}

/// The first of these, or one that says the same more exactly.
fn exactest(found: &[Stamp]) -> Option<Stamp> {
    let first = *found.first()?;
    let worth = |stamp: &Stamp| {
        let timed = stamp.precision() >= Precision::Minute;
        u8::from(timed) * 2 + u8::from(timed && stamp.offset_seconds().is_some())
    };
    let same = |stamp: &&Stamp| {
        // A day stands for all of it, a time without a zone for a day around it.
        let near = (stamp.start_utc() - first.start_utc()).abs() <= 36 * 3600;
        let covers = match first.precision() >= Precision::Minute {
            true => (stamp.start_utc() - first.start_utc()) % 900 == 0,
            false => stamp.day_of() == first.day_of() && stamp.month_of() == first.month_of(),
        };
        near && covers && worth(stamp) > worth(&first)
    };
    if first.precision() < Precision::Day {
        let inside = |stamp: &&Stamp| {
            stamp.start_utc() >= first.start_utc() && stamp.end_utc() <= first.end_utc()
        };
        return found
            .iter()
            .filter(inside)
            .max_by_key(|s| s.precision())
            .copied();
    }
    found
        .iter()
        .filter(same)
        .max_by_key(|s| worth(s))
        .copied()
        .or(Some(first))
}

/// Dates in microdata, outside of what stands in other items.
fn props(survey: &Survey<'_>, names: &[&str]) -> Vec<Stamp> {
    let props = survey
        .props
        .iter()
        .filter(|(prop, _)| names.contains(&prop.as_str()));
    props
        .filter_map(|(_, element)| of_element(*element))
        .take(5)
        .collect()
}

/// Dates as the page prints them.
fn printed(survey: &Survey<'_>) -> Option<Stamp> {
    let times = survey.times.iter().take(40);
    let dated: Vec<Stamp> = times
        .filter_map(|element| of_element(*element))
        .take(5)
        .collect();
    exactest(&dated)
}

/// The date of an element: what its attributes say, else its text.
fn of_element(element: ElementRef<'_>) -> Option<Stamp> {
    let attributes = [
        "datetime",
        "content",
        "data-datetime",
        "data-date",
        "data-timestamp",
        "title",
    ];
    let stated = attributes.iter().filter_map(|name| said(element, name));
    stated.filter_map(read).next().or_else(|| {
        let text = text(element);
        (text.len() <= 160).then(|| read(&text)).flatten()
    })
}

//! Who wrote a page: the byline as printed, and the people in it.

use scraper::ElementRef;

use super::ld::{Main, Named};
use super::survey::Survey;
use super::tree::{self, attr, text, text_without};
use super::words;
use crate::article::{address, agency, byline, headline};

/// Metas that name writers, surest first.
const METAS: &[&str] = &[
    "author",
    "article:author",
    "article:author:name",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.name",
    "byl",
    "citation_author",
    "article.author",
    "authors",
    "shareaholic:article_author_name",
    "vf:author",
];

/// Longest byline, in bytes.
const LONGEST: usize = 240;

/// The writers of a page: byline as printed, people, and the wire that is named as the author.
#[derive(Default)]
pub(super) struct Writers {
    pub(super) byline: Option<String>,
    pub(super) people: Vec<String>,
}

/// Finds them; `outlet` is the name of the page's outlet, which is nobody's.
pub(super) fn writers(
    survey: &Survey<'_>,
    main: Option<Main<'_>>,
    outlet: Option<&str>,
    host: Option<&str>,
) -> Writers {
    let is_outlet = outlets(outlet, host);
    let mut people = Vec::new();
    for key in ["author", "creator"] {
        if people.is_empty()
            && let Some(main) = main
        {
            for named in main.named(key) {
                add(&mut people, named_people(&named), &is_outlet);
            }
        }
    }
    if people.is_empty() {
        for name in METAS {
            for line in survey
                .metas(name)
                .filter(|line| !line.contains("://"))
                .take(10)
            {
                let line = crate::ingest::html::unescape(line);
                add(&mut people, names_in(&line), &is_outlet);
            }
            if !people.is_empty() {
                break;
            }
        }
    }
    let byline = printed(survey, &people);
    if people.is_empty()
        && let Some(line) = byline.as_ref().filter(|line| byline::is_byline(line))
    {
        add(&mut people, byline::authors(line), &is_outlet);
    }
    if people.is_empty() {
        let mut named = survey
            .writers
            .iter()
            .filter(|e| is_link_of_author(**e))
            .peekable();
        // Writers of other stories are named elsewhere in the page.
        let near = named.peek().and_then(|first| tree::around(**first).nth(2));
        for element in named {
            if near.is_none_or(|near| tree::around(*element).take(6).any(|above| above == near)) {
                add(&mut people, names_in(&text(*element)), &is_outlet);
            }
        }
    }
    if people.is_empty()
        && let Some(line) = &byline
    {
        add(&mut people, byline::authors(line), &is_outlet);
    }
    Writers { byline, people }
}

/// Tells whether a name is that of the outlet.
pub(super) fn outlets(
    outlet: Option<&str>,
    address: Option<&str>,
) -> impl Fn(&str) -> bool + use<> {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let host = address.map(|url| address::host(url).unwrap_or(url));
    let names: Vec<String> = outlet
        .iter()
        .chain(host.iter())
        .map(|name| plain(name))
        .collect();
    move |name: &str| {
        let name = plain(name);
        let is = |outlet: &String| {
            !outlet.is_empty() && (outlet.contains(&name) || name.starts_with(outlet))
        };
        names.iter().any(is)
    }
}

fn add(people: &mut Vec<String>, names: Vec<String>, is_outlet: &impl Fn(&str) -> bool) {
    for name in names {
        let known = people.iter().any(|known| headline::same(known, &name));
        if !known && !is_outlet(&name) && people.len() < 30 {
            people.push(name);
        }
    }
}

/// The people that a name of JSON-LD stands for.
fn named_people(named: &Named) -> Vec<String> {
    if matches!(
        named.kind.as_str(),
        "Organization" | "NewsMediaOrganization" | "Corporation"
    ) {
        // Some outlets call every writer an organisation; a byline with a name is one still.
        return Vec::new();
    }
    let found = names_in(&named.name);
    let words = named.name.split(' ').count();
    let odd = |c: char| c.is_numeric() || "@/:|,()<>".contains(c);
    if found.is_empty()
        && named.kind == "Person"
        && (2..=5).contains(&words)
        && !named.name.contains(odd)
        && agency::lookup(&named.name).is_none()
        && !is_desk(&named.name)
    {
        return vec![named.name.clone()];
    }
    found
}

/// Whether a name is that of a desk or role.
fn is_desk(name: &str) -> bool {
    // A byline of a name that is none has no people.
    byline::authors(&format!("By {name}")).is_empty()
}

/// The people in a line.
fn names_in(line: &str) -> Vec<String> {
    if line.len() > LONGEST || line.contains("http") {
        return Vec::new();
    }
    byline::authors(line)
}

/// Whether an element is the name of a writer and nothing else.
fn is_link_of_author(element: ElementRef<'_>) -> bool {
    attr(element, "rel").is_some_and(|rel| rel.split(' ').any(|r| r == "author"))
        || attr(element, "itemprop")
            .is_some_and(|p| p.split(' ').any(|p| p == "author" || p == "name"))
}

/// The line that names the writers, as the page prints it.
fn printed(survey: &Survey<'_>, people: &[String]) -> Option<String> {
    let names_all = |line: &str| {
        let folded = line.to_lowercase();
        people
            .iter()
            .all(|name| folded.contains(&name.to_lowercase()))
    };
    let dates = |inner: ElementRef<'_>| {
        inner.value().name() == "time"
            || words::has(
                inner,
                &[
                    "date",
                    "time",
                    "timestamp",
                    "published",
                    "updated",
                    "social",
                    "share",
                    "bio",
                    "tooltip",
                ],
            )
    };
    let lines = survey
        .writers
        .iter()
        .map(|element| text_without(*element, dates));
    let good = lines.filter(|line| {
        let fits = !line.is_empty() && line.len() <= LONGEST;
        fits && match people.is_empty() {
            true => byline::is_byline(line) || byline::authors(line).len() == 1,
            false => names_all(line),
        }
    });
    // Around a byline there are buttons and biographies: the shortest line is the least of them.
    // Where nobody is known yet, the first one counts: others belong to other stories.
    let length = |line: &String| if people.is_empty() { 0 } else { line.len() };
    good.min_by_key(|line| (!byline::is_byline(line), length(line)))
}

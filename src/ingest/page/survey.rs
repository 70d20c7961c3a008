//! One walk over a page that notes what its head says and where the parts of an article may be.
//!
//! Collects; what is taken of it is decided in the files that ask.

use scraper::{ElementRef, Html};

use super::boxes;
use super::ld::Linked;
use super::tree::{self, attr, said, tidy};
use super::words;

/// What a page says of itself, and where.
pub(super) struct Survey<'a> {
    /// `meta` tags: name, property, itemprop or http-equiv in lower case, and content.
    metas: Vec<(String, &'a str)>,
    /// `link` tags: rel in lower case, and address.
    links: Vec<(String, &'a str)>,
    /// JSON-LD.
    pub(super) linked: Linked,
    /// Where relative addresses start from.
    pub(super) base: Option<&'a str>,
    /// The language of the page's root.
    pub(super) language: Option<&'a str>,
    /// The page's title.
    pub(super) title: Option<String>,
    /// Elements of interest that stand in no box.
    pub(super) headings: Vec<ElementRef<'a>>,
    /// `time` elements, and others that are named as dates.
    pub(super) times: Vec<ElementRef<'a>>,
    /// Elements that name writers.
    pub(super) writers: Vec<ElementRef<'a>>,
    /// Microdata: itemprop and element.
    pub(super) props: Vec<(String, ElementRef<'a>)>,
    /// Figures and what else is named as a caption.
    pub(super) figures: Vec<ElementRef<'a>>,
}

/// Words by which dates are called.
const DATES: &[&str] = &[
    "date",
    "datetime",
    "timestamp",
    "published",
    "pubdate",
    "publishdate",
    "posted",
];

/// Whether an element names writers.
fn names_writers(element: ElementRef<'_>) -> bool {
    let has = |key: &str, word: &str| {
        attr(element, key).is_some_and(|names| names.split_ascii_whitespace().any(|n| n == word))
    };
    has("rel", "author")
        || has("itemprop", "author")
        || words::has(
            element,
            &["byline", "author", "authors", "writer", "bylines"],
        )
}

/// Most elements of one kind that are noted.
const MOST: usize = 400;

impl<'a> Survey<'a> {
    /// Walks over the page.
    pub(super) fn new(page: &'a Html) -> Self {
        let mut found = Self {
            metas: Vec::new(),
            links: Vec::new(),
            linked: Linked::default(),
            base: None,
            language: None,
            title: None,
            headings: Vec::new(),
            times: Vec::new(),
            writers: Vec::new(),
            props: Vec::new(),
            figures: Vec::new(),
        };
        for element in tree::elements(page) {
            found.head(element);
        }
        let root = page.root_element();
        tree::walk(root, &mut |step| match step {
            tree::Step::Open(element) => found.part(element),
            _ => false,
        });
        found
    }

    /// Notes what a tag of the head says, wherever it stands.
    fn head(&mut self, element: ElementRef<'a>) {
        match element.value().name() {
            "meta" => {
                let Some(content) = said(element, "content") else {
                    return;
                };
                for key in ["property", "name", "itemprop", "http-equiv"] {
                    if let Some(names) = said(element, key) {
                        let names = names.to_lowercase();
                        for name in names.split_whitespace().take(3) {
                            self.metas.push((name.to_owned(), content));
                        }
                    }
                }
            }
            "link" => {
                if let (Some(rel), Some(href)) = (said(element, "rel"), said(element, "href")) {
                    self.links.push((rel.to_lowercase(), href));
                }
            }
            "base" => self.base = self.base.or(said(element, "href")),
            "html" => {
                self.language = said(element, "lang").or(said(element, "xml:lang"));
            }
            "title" if self.title.is_none() => {
                let above = tree::around(element).next();
                if above.is_none_or(|above| above.value().name() != "svg") {
                    let text: String = element.text().collect();
                    self.title = Some(tidy(&text)).filter(|text| !text.is_empty());
                }
            }
            "script" => {
                let kind = attr(element, "type").unwrap_or_default().to_lowercase();
                if kind.contains("ld+json") {
                    let text: String = element.text().collect();
                    self.linked.add(&text);
                }
            }
            _ => {}
        }
    }

    /// Notes an element of the text; tells whether those below it are looked at.
    fn part(&mut self, element: ElementRef<'a>) -> bool {
        if boxes::is_apart(element) {
            return false;
        }
        let name = element.value().name();
        if let Some(props) = said(element, "itemprop").or(said(element, "property"))
            && !matches!(name, "meta" | "link")
            && self.props.len() < MOST
        {
            for prop in props.split_whitespace().take(3) {
                let prop = prop.rsplit(':').next().unwrap_or(prop);
                self.props.push((prop.to_owned(), element));
            }
        }
        match name {
            "h1" if self.headings.len() < MOST => self.headings.push(element),
            "time" if self.times.len() < MOST => self.times.push(element),
            _ if self.times.len() < MOST && words::has(element, DATES) => self.times.push(element),
            _ if self.writers.len() < MOST && names_writers(element) => self.writers.push(element),
            _ if self.figures.len() < MOST && words::has(element, boxes::CAPTIONS) => {
                self.figures.push(element);
            }
            "figure" | "figcaption" if self.figures.len() < MOST => self.figures.push(element),
            _ => {}
        }
        true
    }

    /// The contents of the metas of that name.
    pub(super) fn metas(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let metas = self.metas.iter().filter(move |(key, _)| key == name);
        metas.map(|(_, content)| *content)
    }

    /// The first content of the first of these metas that there is, in one line.
    pub(super) fn meta(&self, names: &[&str]) -> Option<String> {
        let first = names.iter().find_map(|name| self.metas(name).next())?;
        // Some templates escape twice.
        Some(tidy(&crate::ingest::html::unescape(first))).filter(|text| !text.is_empty())
    }

    /// The address of the first link of that relation.
    pub(super) fn link(&self, rel: &str) -> Option<&'a str> {
        let of = |rels: &str| rels.split_whitespace().any(|r| r == rel);
        self.links
            .iter()
            .find(|(rels, _)| of(rels))
            .map(|(_, href)| *href)
    }
}

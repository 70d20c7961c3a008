//! Which parts an article has: for statistics and for properties of a query.

use super::record::Article;

/// Tells whether an article has a part.
type Has = fn(&Article) -> bool;

/// Parts that are counted, in the order of their bits: the name, the property of that name in a
/// query (`has:caption`) if there is one, the test.
const PARTS: [(&str, &str, Has); 22] = [
    ("title", "title", |a| !a.title.is_empty()),
    ("kicker", "", |a| a.kicker.is_some()),
    ("standfirst", "", |a| a.standfirst.is_some()),
    ("byline", "", |a| a.byline.is_some()),
    ("authors", "", |a| !a.authors.is_empty()),
    ("agency", "agency", |a| a.agency.is_some()),
    ("dateline", "dateline", |a| a.dateline.is_some()),
    ("published", "date", |a| a.published.is_some()),
    ("not_before", "", |a| a.not_before.is_some()),
    ("updated", "", |a| a.updated.is_some()),
    ("section", "section", |a| !a.section.is_empty()),
    ("tags", "tag", |a| !a.tags.is_empty()),
    ("places", "", |a| !a.places.is_empty()),
    ("body", "body", |a| !a.body.is_empty()),
    ("subheadings", "", |a| !a.subheadings.is_empty()),
    ("captions", "caption", |a| !a.captions.is_empty()),
    ("credits", "credit", |a| {
        a.captions.iter().any(|c| c.credit.is_some())
    }),
    ("related", "related", |a| !a.related.is_empty()),
    ("correction", "correction", |a| !a.correction.is_empty()),
    ("notices", "notice", |a| !a.notices.is_empty()),
    ("url", "url", |a| a.url.is_some()),
    ("source", "", |a| a.source.is_some()),
];

/// Properties that are no counted part.
const MORE_PROPERTIES: [(&str, Has); 4] = [
    ("byline", |a| a.byline.is_some() || !a.authors.is_empty()),
    ("place", |a| !a.places.is_empty() || a.dateline.is_some()),
    ("wire", |a| {
        a.agency.is_some() || a.dateline.as_ref().is_some_and(|d| d.agency.is_some())
    }),
    ("undated", |a| a.published.is_none()),
];

/// The property of an article with a direct quotation in its body, see `quotations`.
const QUOTE: &str = "quote";

impl Article {
    /// Names of the counted parts; the n-th belongs to bit n of [`Article::part_bits`].
    pub fn part_names() -> impl Iterator<Item = &'static str> {
        PARTS.iter().map(|(name, ..)| *name)
    }

    /// One bit for each part that the article has.
    pub fn part_bits(&self) -> u64 {
        let has = PARTS.iter().enumerate().filter(|(_, (.., has))| has(self));
        has.fold(0, |bits, (place, _)| bits | 1 << place)
    }

    /// Names of all properties that a query can ask for, in no order that means anything.
    pub fn property_names() -> impl Iterator<Item = &'static str> {
        let parts = PARTS.iter().map(|(_, property, _)| *property);
        let more = MORE_PROPERTIES.iter().map(|(name, _)| *name);
        let named = parts.filter(|property| !property.is_empty());
        named.chain(more).chain([QUOTE])
    }

    /// The properties that the article has; `quoted` tells whether its body has a quotation.
    pub fn properties(&self, quoted: bool) -> impl Iterator<Item = &'static str> {
        let parts = PARTS
            .iter()
            .filter(|(_, p, has)| !p.is_empty() && has(self));
        let more = MORE_PROPERTIES.iter().filter(|(_, has)| has(self));
        let parts = parts.map(|(_, property, _)| *property);
        let more = more.map(|(name, _)| *name);
        parts.chain(more).chain(quoted.then_some(QUOTE))
    }

    /// Index in `body` of the lead: the first paragraph that is no subheading.
    pub fn lead_index(&self) -> usize {
        let heading = |at: usize| self.subheadings.binary_search(&(at as u32)).is_ok();
        (0..self.body.len()).find(|&at| !heading(at)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_has_its_bit() {
        let article = Article {
            title: "x".into(),
            body: vec!["y".into()],
            ..Article::default()
        };
        let found: Vec<&str> = Article::part_names()
            .enumerate()
            .filter(|(bit, _)| article.part_bits() >> bit & 1 == 1)
            .map(|(_, name)| name)
            .collect();
        assert_eq!(found, ["title", "body"]);
    }

    #[test]
    fn properties_are_named_once_and_told_of_an_article() {
        let names: std::collections::BTreeSet<&str> = Article::property_names().collect();
        assert_eq!(names.len(), Article::property_names().count());
        let check = |article: &Article, quoted, expected: &[&str]| {
            let mut found: Vec<&str> = article.properties(quoted).collect();
            found.sort_unstable();
            assert_eq!(found, expected);
            assert!(found.iter().all(|name| names.contains(name)));
        };
        check(&Article::default(), false, &["undated"]);
        let dateline = super::super::Dateline {
            place: "LIMA".into(),
            agency: Some("AP".into()),
            ..Default::default()
        };
        let article = Article {
            title: "x".into(),
            body: vec!["y".into()],
            authors: vec!["Ana Lima".into()],
            dateline: Some(dateline),
            tags: vec!["z".into()],
            ..Article::default()
        };
        let all = [
            "body", "byline", "dateline", "place", "quote", "tag", "title", "undated", "wire",
        ];
        check(&article, true, &all);
    }

    #[test]
    fn the_lead_is_the_first_paragraph_of_running_text() {
        let article = Article {
            body: vec!["Heading".into(), "Lead".into()],
            subheadings: vec![0],
            ..Article::default()
        };
        assert_eq!(article.lead_index(), 1);
    }
}

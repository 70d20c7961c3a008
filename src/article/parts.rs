//! Which parts an article has: for statistics and for properties of a query.

use super::record::Article;

/// Tells whether an article has a part.
type Has = fn(&Article) -> bool;

/// Parts that are counted, each with its test, in the order of their bits.
const PARTS: [(&str, Has); 22] = [
    ("title", |a| !a.title.is_empty()),
    ("kicker", |a| a.kicker.is_some()),
    ("standfirst", |a| a.standfirst.is_some()),
    ("byline", |a| a.byline.is_some()),
    ("authors", |a| !a.authors.is_empty()),
    ("agency", |a| a.agency.is_some()),
    ("dateline", |a| a.dateline.is_some()),
    ("published", |a| a.published.is_some()),
    ("not_before", |a| a.not_before.is_some()),
    ("updated", |a| a.updated.is_some()),
    ("section", |a| !a.section.is_empty()),
    ("tags", |a| !a.tags.is_empty()),
    ("places", |a| !a.places.is_empty()),
    ("body", |a| !a.body.is_empty()),
    ("subheadings", |a| !a.subheadings.is_empty()),
    ("captions", |a| !a.captions.is_empty()),
    ("credits", |a| a.captions.iter().any(|c| c.credit.is_some())),
    ("related", |a| !a.related.is_empty()),
    ("correction", |a| !a.correction.is_empty()),
    ("notices", |a| !a.notices.is_empty()),
    ("url", |a| a.url.is_some()),
    ("source", |a| a.source.is_some()),
];

impl Article {
    /// Names of the counted parts; the n-th belongs to bit n of [`Article::part_bits`].
    pub fn part_names() -> impl Iterator<Item = &'static str> {
        PARTS.iter().map(|(name, _)| *name)
    }

    /// One bit for each part that the article has.
    pub fn part_bits(&self) -> u64 {
        let has = PARTS.iter().enumerate().filter(|(_, (_, has))| has(self));
        has.fold(0, |bits, (place, _)| bits | 1 << place)
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
    fn the_lead_is_the_first_paragraph_of_running_text() {
        let article = Article {
            body: vec!["Heading".into(), "Lead".into()],
            subheadings: vec![0],
            ..Article::default()
        };
        assert_eq!(article.lead_index(), 1);
    }
}

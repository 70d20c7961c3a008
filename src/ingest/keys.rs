//! Which key of a JSON record means what: the usual spellings, and those that the user adds.
//!
//! Spelling is compared without case, `_`, `-` and spaces, so `datePublished`, `date_published`
//! and `Date Published` are one key. A path such as `thread.site` names a key inside an object.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::article::date::Stamp;

/// A part of the article that a key of the dump can fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Target {
    Id,
    Url,
    Source,
    Title,
    AltTitle,
    Kicker,
    Standfirst,
    Byline,
    Authors,
    Agency,
    Dateline,
    Published,
    Updated,
    Crawled,
    NotBefore,
    Section,
    Tags,
    Places,
    People,
    Organisations,
    Language,
    Body,
    Captions,
    Related,
    Correction,
    Notices,
    Extra,
}

/// How many targets there are.
pub(super) const TARGETS: usize = Target::Extra as usize + 1;

/// Each field with its keys, the surest first: of several that are not empty the first is taken.
const KEYS: &[(Target, &str, &str)] = &[
    (
        Target::Id,
        "id",
        "id _id uuid guid articleid article_uuid docid docno dId doc_id document_id documentid \
         post_id storyid story_id newsid news_id contentid uri thread.uuid",
    ),
    (
        Target::Url,
        "url",
        "url link canonical_url canonicalUrl canonical_link original_url originalUrl article_url \
         articleUrl web_url webUrl page_url source_url sourceUrl requested_url permalink href \
         final_url mainEntityOfPage external_url shortUrl url_canonical address thread.url",
    ),
    (
        Target::Source,
        "source",
        "source outlet source.name publisher.name publisher publication publication_name \
         source_name source_domain source.title newspaper media media_name newsroom provider \
         provider.name news_source website site.name site site_name sitename site_full domain \
         domain_name hostname host journal feed thread.site_full thread.site source.domain \
         source.uri source.id",
    ),
    (
        Target::Title,
        "title",
        "title headline headline.main headline.default headline.text title.rendered title.content title_page \
         webTitle article_title news_title post_title heading headlines name headline.print_headline \
         fields.headline title_rss meta_title og_title thread.title",
    ),
    (
        Target::AltTitle,
        "alt_title",
        "alt_title alternative_headline alternateName seo_title seo_headline print_headline \
         headline.print_headline headline.seo title_full thread.title_full",
    ),
    (
        Target::Kicker,
        "kicker",
        "kicker overline headline.kicker label trompe eyebrow dachzeile roofline",
    ),
    (
        Target::Standfirst,
        "standfirst",
        "standfirst dek deck sub_title subtitle subheadline sub_headline subheading lede teaser \
         trailText fields.standfirst fields.trailText summary description abstract excerpt \
         excerpt.rendered lead_paragraph meta_description short_description description_text intro chapo chapeau \
         snippet summary.content highlightText",
    ),
    (
        Target::Byline,
        "byline",
        "byline byline.original by_line fields.byline author_line",
    ),
    (
        Target::Authors,
        "authors",
        "authors author author_names author_name author.name creator creators writer writers \
         journalist journalists reporter reporters contributors byline.person",
    ),
    (
        Target::Agency,
        "agency",
        "agency news_agency newsagency wire wire_service",
    ),
    (Target::Dateline, "dateline", "dateline"),
    (
        Target::Published,
        "published",
        "published date_published datePublished publishedAt published_at publishing_date \
         publishing_datetime date_publish publish_date publishDate publish_time published_date \
         publishedDate publishedOn published_time published_timestamp publicationDate \
         publication_date pub_date pubDate web_publication_date firstPublished first_published \
         first_publication_date firstPublishedAt date_time datetime dateTime date display_date \
         displayDate issued issue_date article_date release_date posted_at posted_on post_date \
         postdate date_line time timestamp created created_at createdAt creation_date date_created \
         dateCreated versionCreated contentCreated thread.published meta.date year",
    ),
    (
        Target::Updated,
        "updated",
        "updated updated_at updatedAt date_modify date_modified dateModified modified modified_at \
         last_modified lastModified last_updated lastUpdated last_update update_date updated_date \
         updated_time modified_date modified_time fields.lastModified",
    ),
    (
        Target::Crawled,
        "crawled",
        "crawled crawled_at crawl_date crawl_time crawl_timestamp date_download download_date \
         downloaded_at retrieved retrieved_at retrieved_on date_retrieved scraped_at scrape_date \
         scraped_date fetched_at fetch_time date_crawled indexed_at accessed access_date",
    ),
    (Target::NotBefore, "not_before", "not_before"),
    (
        Target::Section,
        "section",
        "section sections section_name sectionName articleSection category categories \
         category_name news_category news_desk newsdesk desk ressort rubrik rubrique seccion \
         thread.section_title pillarName channel column",
    ),
    (
        Target::Tags,
        "tags",
        "tags tag keywords keyword topics topic subjects subject labels terms news_keywords \
         tag_names hashtags des_facet",
    ),
    (
        Target::Places,
        "places",
        "places place locations location geo geo_facet countries entities.locations",
    ),
    (
        Target::People,
        "people",
        "people persons person per_facet entities.persons",
    ),
    (
        Target::Organisations,
        "organisations",
        "organisations organizations organisation organization org_facet orgs companies \
         entities.organizations",
    ),
    (
        Target::Language,
        "language",
        "language lang locale inLanguage language_code lang_code language_id fields.lang",
    ),
    (
        Target::Body,
        "body",
        "body articleBody article_body maintext main_text full_text fulltext plain_text \
         text_content content_text article_text articleText body_text bodyText fields.bodyText \
         story_text news_text cleaned_text clean_text text content article story contents \
         body_html bodyHtml body_xhtml content_html content.rendered content.body fields.body paragraphs sentences \
         article_content news_content post_content raw_text body.text body.content \
         transcript",
    ),
    (
        Target::Captions,
        "captions",
        "captions caption image_captions image_caption imageCaption photo_caption photo_captions",
    ),
    (Target::Related, "related", "related"),
    (Target::Correction, "correction", "correction corrections"),
    (Target::Notices, "notices", "notices"),
    (Target::Extra, "extra", "extra"),
];

/// Targets that hold more than a text or a list of texts: not for `--map`.
const STRUCTURED: &[Target] = &[
    Target::Dateline,
    Target::NotBefore,
    Target::Related,
    Target::Extra,
];

/// Rank of the keys that a user names: before all others.
const RANK_OF_USER: u32 = 0;

/// What the keys of a record mean.
#[derive(Debug, Clone)]
pub struct KeyMap {
    /// Plain path to the parts it can fill, each with its rank; lower is surer.
    meanings: HashMap<String, Vec<(Target, u32)>>,
    /// Plain paths of the objects that are looked into.
    parents: HashSet<String>,
    /// When the dump was made, or is read, if that is to be known.
    clock: Option<Stamp>,
}

static USUAL: LazyLock<KeyMap> = LazyLock::new(|| {
    let mut keys = KeyMap {
        meanings: HashMap::new(),
        parents: HashSet::new(),
        clock: None,
    };
    for (target, _, paths) in KEYS {
        for (rank, path) in (RANK_OF_USER + 1..).zip(paths.split_whitespace()) {
            keys.add(path, *target, rank);
        }
    }
    keys
});

impl Default for KeyMap {
    /// The usual spellings.
    fn default() -> Self {
        USUAL.clone()
    }
}

impl KeyMap {
    /// Changes with every change of what the keys mean.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut meanings: Vec<String> = self.meanings.iter().map(|m| format!("{m:?}")).collect();
        meanings.sort();
        xxhash_rust::xxh3::xxh3_64(meanings.join("\n").as_bytes())
    }

    /// The usual spellings, without a copy.
    pub(super) fn usual() -> &'static Self {
        &USUAL
    }

    /// Lets `key`, a name or a path such as `meta.headline`, fill `field` before any other key.
    ///
    /// Of several calls for one field the first key that is not empty counts. The key loses its
    /// usual meaning.
    ///
    /// # Errors
    ///
    /// An unknown field, naming the known ones, or an empty key.
    pub fn with(mut self, field: &str, key: &str) -> Result<Self, String> {
        let open = |target: &Target| !STRUCTURED.contains(target);
        let target = KEYS
            .iter()
            .find(|(target, name, _)| *name == field && open(target))
            .map(|(target, ..)| *target);
        let Some(target) = target else {
            let known: Vec<_> = KEYS
                .iter()
                .filter(|(target, ..)| open(target))
                .map(|(_, name, _)| *name)
                .collect();
            let known = known.join(", ");
            return Err(format!("no field {field:?} to map to; known: {known}"));
        };
        if plain_path(key).split('.').any(str::is_empty) {
            return Err(format!("not a key: {key:?}"));
        }
        self.meanings.remove(&plain_path(key));
        self.add(key, target, RANK_OF_USER);
        Ok(self)
    }

    /// Lets dates over two days after `clock` count as unread where a record does not say when it
    /// was fetched. Without a clock, which is the default, no date is too late.
    #[must_use]
    pub fn with_clock(mut self, clock: Stamp) -> Self {
        self.clock = Some(clock);
        self
    }

    /// The clock, if there is one.
    pub(super) fn clock(&self) -> Option<Stamp> {
        self.clock
    }

    fn add(&mut self, path: &str, target: Target, rank: u32) {
        let path = plain_path(path);
        for (dot, _) in path.match_indices('.') {
            self.parents.insert(path[..dot].to_owned());
        }
        let meanings = self.meanings.entry(path).or_default();
        // Two spellings of a table row can be one key: the surer rank stays.
        if !meanings.iter().any(|(known, _)| *known == target) {
            meanings.push((target, rank));
        }
    }

    /// What the key at a plain path can fill.
    pub(super) fn meanings(&self, path: &str) -> &[(Target, u32)] {
        self.meanings.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether an object at a plain path holds keys that are known.
    pub(super) fn is_parent(&self, path: &str) -> bool {
        self.parents.contains(path)
    }
}

/// A path without what spelling varies in; each step by itself.
fn plain_path(path: &str) -> String {
    let mut plain = String::new();
    for (n, step) in path.split('.').enumerate() {
        if n > 0 {
            plain.push('.');
        }
        push_plain(&mut plain, step);
    }
    plain
}

/// Appends a key without case, `_`, `-` and spaces, cut to what a known key can have.
///
/// A dot in a key becomes `:`, so that it is not taken for a path.
pub(super) fn push_plain(path: &mut String, key: &str) {
    for c in key.chars().take(64) {
        match c {
            '_' | '-' | ' ' => {}
            '.' => path.push(':'),
            c => path.extend(c.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        let keys = KeyMap::default();
        for key in [
            "date_published",
            "datePublished",
            "Date Published",
            "DATE-PUBLISHED",
        ] {
            let mut plain = String::new();
            push_plain(&mut plain, key);
            assert_eq!(
                keys.meanings(&plain).first().map(|(target, _)| *target),
                Some(Target::Published)
            );
        }
        assert_eq!(keys.meanings("nosuchkey"), []);
    }

    #[test]
    fn a_key_of_the_user_comes_first_and_loses_its_usual_meaning() {
        let keys = KeyMap::default().with("title", "Sub_Title").unwrap();
        assert_eq!(keys.meanings("subtitle"), [(Target::Title, RANK_OF_USER)]);
        let keys = keys.with("body", "a.b_c.d").unwrap();
        assert_eq!(keys.meanings("a.bc.d"), [(Target::Body, RANK_OF_USER)]);
        assert!(keys.is_parent("a") && keys.is_parent("a.bc") && !keys.is_parent("a.bc.d"));
    }

    #[test]
    fn an_unknown_field_names_the_known_ones() {
        let error = KeyMap::default().with("titel", "x").unwrap_err();
        assert!(
            error.contains("\"titel\"") && error.contains("standfirst"),
            "{error}"
        );
        assert!(KeyMap::default().with("extra", "x").is_err());
        assert!(KeyMap::default().with("title", "").is_err());
        assert!(KeyMap::default().with("title", "a..b").is_err());
    }

    #[test]
    fn the_table_has_each_target_once_in_order() {
        for (n, (target, ..)) in KEYS.iter().enumerate() {
            assert_eq!(*target as usize, n);
        }
        assert_eq!(KEYS.len(), TARGETS);
    }
}

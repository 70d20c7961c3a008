//! What every article gets last, whatever it was read from: canonical address, outlet, date,
//! section, agency, writers, word count and identity.
//!
//! Fills gaps only; what a dump says is never replaced, with the exception of the address's form.

use serde_json::Value;
use xxhash_rust::xxh3::Xxh3;

use super::date::{Stamp, find_full};
use super::record::{Article, DateFrom};
use super::segment::count_words;
use super::{address, byline, headline, signoff};

/// Finishes an article: canonical address, `source` and `section` from it when missing,
/// `published` from its path or the dateline when missing (else `not_before` from the captions),
/// agency and authors from dateline, byline and sign-off, `word_count`, and an `id`.
///
/// Doing it twice changes nothing.
pub fn finish(article: &mut Article) {
    from_address(article);
    dates(article);
    writers(article);
    article.word_count = article.body.iter().map(|p| count_words(p)).sum();
    if article.id.is_empty() {
        article.id = match &article.url {
            Some(url) => url.clone(),
            None => content_hash(article),
        };
    }
}

fn from_address(article: &mut Article) {
    let Some(given) = article.url.take() else {
        return;
    };
    let url = address::canonical(&given).unwrap_or(given);
    if article.source.is_none() {
        article.source = address::domain(&url);
    }
    if article.section.is_empty() {
        article.section.extend(address::section(&url));
    }
    if !article.extra.contains_key("page_id")
        && let Some(id) = address::page_id(&url)
    {
        article
            .extra
            .insert("page_id".to_owned(), Value::String(id));
    }
    if !article.title.is_empty() {
        let split = headline::split(&article.title, address::host(&url));
        if split.title.len() < article.title.trim().len() {
            article.title = split.title;
        }
        article.byline = article.byline.take().or(split.byline);
    }
    article.url = Some(url);
}

fn dates(article: &mut Article) {
    if article.published.is_some() {
        return;
    }
    let from_url = article.url.as_deref().and_then(address::date);
    let from_dateline = || {
        article
            .dateline
            .as_ref()?
            .date
            .as_deref()
            .and_then(Stamp::parse)
    };
    if let Some(stamp) = from_url {
        article.published = Some(stamp);
        article.date_from = Some(DateFrom::Url);
    } else if let Some(stamp) = from_dateline() {
        article.published = Some(stamp);
        article.date_from = Some(DateFrom::Dateline);
    } else if article.not_before.is_none() {
        // A caption's date is the picture's: the article cannot be older, and may be newer.
        let latest = article
            .captions
            .iter()
            .flat_map(|c| find_full(&c.text))
            .map(|(_, stamp)| stamp)
            .max();
        if latest.is_some() {
            article.not_before = latest;
            article.date_from = Some(DateFrom::Inferred);
        }
    }
}

fn writers(article: &mut Article) {
    if article.agency.is_none() {
        let in_dateline = article.dateline.as_ref().and_then(|d| d.agency.clone());
        article.agency = in_dateline.or_else(|| {
            let line = article.byline.as_deref()?;
            byline::agency_in(line).map(str::to_owned)
        });
    }
    if article.authors.is_empty() {
        if let Some(line) = &article.byline {
            article.authors = byline::authors(line);
        } else if let Some(found) = article
            .notices
            .iter()
            .map(|n| signoff::reporters(n))
            .find(|found| !found.is_empty())
        {
            article.authors = found;
        }
    }
}

/// A hash of what the article says, as 32 hexadecimal digits.
fn content_hash(article: &Article) -> String {
    let mut hash = Xxh3::new();
    let source = article.source.as_deref().unwrap_or_default();
    let parts = [source, article.title.as_str()].into_iter();
    for part in parts.chain(article.body.iter().map(String::as_str)) {
        hash.update(part.as_bytes());
        // Parts are kept apart, so that moving a word to the next one changes the hash.
        hash.update(&[0]);
    }
    format!("{:032x}", hash.digest128())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Caption;

    #[test]
    fn the_address_fills_gaps() {
        let mut article = Article {
            title: "Bridge opens - Sport | Valley Crier".into(),
            url: Some(
                "HTTPS://www.ValleyCrier.ca/sport/2024/05/06/bridge-1234567/?utm_source=x".into(),
            ),
            ..Article::default()
        };
        finish(&mut article);
        assert_eq!(
            article.url.as_deref(),
            Some("https://www.valleycrier.ca/sport/2024/05/06/bridge-1234567/")
        );
        assert_eq!(article.source.as_deref(), Some("valleycrier.ca"));
        assert_eq!(article.title, "Bridge opens");
        assert_eq!(article.section, ["sport"]);
        assert_eq!(article.published, Stamp::ymd(2024, 5, 6));
        assert_eq!(article.date_from, Some(DateFrom::Url));
        assert_eq!(article.extra["page_id"], "1234567");
        assert_eq!(Some(&article.id), article.url.as_ref());
        let once = article.clone();
        finish(&mut article);
        assert_eq!(article, once);
    }

    #[test]
    fn captions_only_bound_the_date() {
        let mut article = Article {
            captions: vec![Caption {
                text: "A boat on May 6, 2019, and on April 1, 2018.".into(),
                ..Caption::default()
            }],
            ..Article::default()
        };
        finish(&mut article);
        assert_eq!(article.published, None);
        assert_eq!(article.not_before, Stamp::ymd(2019, 5, 6));
        assert_eq!(article.date_from, Some(DateFrom::Inferred));
    }

    #[test]
    fn articles_without_address_are_known_by_their_words() {
        let named = |body: &[&str]| {
            let mut article = Article {
                body: body.iter().map(|p| (*p).to_owned()).collect(),
                ..Article::default()
            };
            finish(&mut article);
            assert_eq!(article.id.len(), 32);
            article.id
        };
        assert_eq!(named(&["a b", "c"]), named(&["a b", "c"]));
        assert_ne!(named(&["a b", "c"]), named(&["a", "b c"]));
    }
}

//! Dates that cannot be: an article is not published after it was fetched.
//!
//! Only a clock that is given is asked, so that a dump means the same on every day.

use crate::article::date::Stamp;
use crate::article::{self, Article};

/// How far a date may lie ahead: a day for zones, another for papers dated tomorrow.
const AHEAD_SECONDS: i64 = 2 * 86_400;

/// Takes a date of publication or change out of the future, and keeps it as text.
///
/// The future begins two days after the article was fetched, else after `now`; where neither is
/// known, nothing is the future.
pub(super) fn check(article: &mut Article, now: Option<Stamp>) {
    let Some(clock) = article.crawled.or(now) else {
        return;
    };
    let ahead = |stamp: &Stamp| stamp.start_utc() > clock.end_utc() + AHEAD_SECONDS;
    if let Some(stamp) = article.updated.filter(ahead) {
        article.updated = None;
        keep(article, "unread_updated", stamp);
    }
    if let Some(stamp) = article.published.filter(ahead) {
        article.published = None;
        article.date_from = None;
        keep(article, "unread_date", stamp);
        // The address or the dateline may say better.
        article::finish(article);
        if article.published.is_some_and(|stamp| ahead(&stamp)) {
            article.published = None;
            article.date_from = None;
        }
    }
}

fn keep(article: &mut Article, key: &str, stamp: Stamp) {
    let kept = article.extra.entry(key);
    kept.or_insert_with(|| stamp.to_string().into());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::DateFrom;

    fn stamp(text: &str) -> Option<Stamp> {
        Some(text)
            .filter(|text| !text.is_empty())
            .map(|text| text.parse().unwrap())
    }

    /// `expected` is the date that stays, and the one that is kept as text.
    fn check(published: &str, crawled: &str, now: &str, expected: (&str, &str)) {
        let mut article = Article {
            published: stamp(published),
            crawled: stamp(crawled),
            date_from: Some(DateFrom::Field),
            ..Article::default()
        };
        super::check(&mut article, stamp(now));
        let kept = article
            .extra
            .get("unread_date")
            .and_then(|date| date.as_str());
        let left = article
            .published
            .map_or(String::new(), |stamp| stamp.to_string());
        assert_eq!((left.as_str(), kept.unwrap_or_default()), expected);
        assert_eq!(article.date_from.is_some(), article.published.is_some());
    }

    #[test]
    fn what_lies_ahead_of_the_clock_is_kept_as_text() {
        check("2091-05-12", "2019-05-13", "", ("", "2091-05-12"));
        check("2091-05-12", "", "2026-01-01", ("", "2091-05-12"));
        check("2091-05-12", "", "", ("2091-05-12", ""));
        check("2019-05-15", "2019-05-13", "", ("2019-05-15", ""));
        check("2019-05-17", "2019-05-13", "2026-01-01", ("", "2019-05-17"));
        check("2019-06", "2019-05-31T23:00:00Z", "", ("2019-06", ""));
        check("2019", "2019-05-31", "", ("2019", ""));
        check("2020", "2019-05-31", "", ("", "2020"));
    }

    #[test]
    fn the_address_may_say_better() {
        let mut article = Article {
            url: Some("https://oldport.example/2019/05/12/fair".to_owned()),
            published: stamp("2091-05-12"),
            crawled: stamp("2019-05-13"),
            ..Article::default()
        };
        super::check(&mut article, None);
        assert_eq!(article.published, stamp("2019-05-12"));
        assert_eq!(article.date_from, Some(DateFrom::Url));
        assert_eq!(article.extra["unread_date"], "2091-05-12");
    }
}

//! Boxes that stand in a page beside its article: navigation, comments, newsletters, shares.
//!
//! Known by element, role and the words of class and id; never by outlet.

use scraper::ElementRef;

use super::tree::{self, attr, is_one_of};
use super::words;

/// Elements that never hold an article's text.
const APART: &[&str] = &[
    "nav", "dialog", "menu", "script", "style", "noscript", "template", "iframe", "svg", "select",
    "button", "input", "textarea", "object", "embed", "canvas", "audio", "video",
];

/// What a box holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Box {
    /// Pictures with their captions.
    Figure,
    /// Links to other stories.
    Related,
    /// Offers, shares, comments and other things that are never a part of the article.
    Other,
}

/// Words of boxes that offer something, or let readers speak.
const OTHERS: &[&str] = &[
    "newsletter",
    "newsletters",
    "subscribe",
    "subscription",
    "signup",
    "comments",
    "commentlist",
    "disqus",
    "livefyre",
    "share",
    "sharing",
    "sharebar",
    "social",
    "advertisement",
    "advert",
    "adsense",
    "promo",
    "sponsored",
    "taboola",
    "outbrain",
    "cookie",
    "cookies",
    "gdpr",
    "consent",
    "breadcrumb",
    "breadcrumbs",
    "pagination",
    "respond",
    "footer",
    "copyright",
    "tags",
    "taglist",
    "sidebar",
    "popup",
    "modal",
    "authorbio",
    "aboutauthor",
];

/// Words of boxes that lead to other stories.
const RELATED: &[&str] = &[
    "related",
    "relatedposts",
    "relatedarticles",
    "relatedcontent",
    "recommended",
    "recommendations",
    "recirc",
    "readmore",
    "morestories",
    "trending",
    "mostread",
    "mostpopular",
    "popularposts",
    "seealso",
    "alsoread",
];

/// Words by which captions are called.
pub(super) const CAPTIONS: &[&str] = &[
    "caption",
    "captions",
    "wpcaption",
    "wpcaptiontext",
    "imagecaption",
    "photocaption",
];

/// Whether an element stands apart from the article, with all below it.
pub(super) fn is_apart(element: ElementRef<'_>) -> bool {
    if is_one_of(element, APART) {
        return true;
    }
    // Some systems wrap the whole page into a form.
    if element.value().name() == "form" {
        let paragraphs = tree::below(element).filter(|e| e.value().name() == "p");
        return paragraphs.take(3).count() < 3;
    }
    let role = attr(element, "role").unwrap_or_default();
    matches!(
        role,
        "navigation" | "dialog" | "search" | "menu" | "alertdialog"
    )
}

/// The kind of box that an element is, if it calls itself one.
pub(super) fn kind(element: ElementRef<'_>) -> Option<Box> {
    if is_one_of(element, &["figure", "figcaption"]) {
        return Some(Box::Figure);
    }
    if is_one_of(element, &["html", "body", "main", "article"]) {
        return None;
    }
    if words::has(element, CAPTIONS) {
        return Some(Box::Figure);
    }
    let mut found = None;
    words::any(element, |word| {
        if OTHERS.contains(&word) {
            found = Some(Box::Other);
        } else if RELATED.contains(&word) {
            found = Some(Box::Related);
        }
        found.is_some()
    });
    found
}

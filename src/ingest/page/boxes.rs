//! Boxes that stand in a page beside its article: navigation, comments, newsletters, shares.
//!
//! Known by element, role and the words of class and id; never by outlet.

use scraper::ElementRef;

use super::tree::{attr, is_one_of};

/// Elements that never hold an article's text.
const APART: &[&str] = &[
    "nav", "form", "dialog", "menu", "script", "style", "noscript", "template", "iframe", "svg",
    "select", "button", "input", "textarea", "object", "embed", "canvas", "audio", "video",
];

/// Whether an element stands apart from the article, with all below it.
pub(super) fn is_apart(element: ElementRef<'_>) -> bool {
    if is_one_of(element, APART) {
        return true;
    }
    let role = attr(element, "role").unwrap_or_default();
    matches!(
        role,
        "navigation" | "dialog" | "search" | "menu" | "alertdialog"
    )
}

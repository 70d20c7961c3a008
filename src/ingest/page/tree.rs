//! Walks over the parsed page, without recursion: its text, its attributes, what lies above.
//!
//! Knows elements, not articles.

use scraper::{ElementRef, Html, Node};

use crate::ingest::html::BLOCKS;

/// Elements whose content is no text of the page.
const HIDDEN: &[&str] = &[
    "script", "style", "noscript", "template", "iframe", "svg", "object", "math",
];

/// Elements that end a word, beside those that begin a paragraph.
const ENDS: &[&str] = &["br", "td", "th"];

/// Whether the name is one of these.
pub(super) fn is_one_of(element: ElementRef<'_>, names: &[&str]) -> bool {
    names.contains(&element.value().name())
}

/// An attribute; a page's own are found faster by looking than by interning the name.
pub(super) fn attr<'a>(element: ElementRef<'a>, name: &str) -> Option<&'a str> {
    let mut attrs = element.value().attrs();
    attrs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// An attribute that says something.
pub(super) fn said<'a>(element: ElementRef<'a>, name: &str) -> Option<&'a str> {
    attr(element, name)
        .map(str::trim)
        .filter(|value| !value.is_empty())
}

/// All elements of a page, in its order.
pub(super) fn elements(page: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    page.tree.root().descendants().filter_map(ElementRef::wrap)
}

/// All elements below one, in their order.
pub(super) fn below(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    element.descendants().skip(1).filter_map(ElementRef::wrap)
}

/// The elements around one, from the inside.
pub(super) fn around(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    element.ancestors().filter_map(ElementRef::wrap)
}

/// The words of an element in one line, hidden ones left out.
pub(super) fn text(element: ElementRef<'_>) -> String {
    text_without(element, |_| false)
}

/// The words of an element in one line, without those of the elements below that are `left_out`.
pub(super) fn text_without(
    element: ElementRef<'_>,
    left_out: impl Fn(ElementRef<'_>) -> bool,
) -> String {
    let mut out = String::new();
    walk(element, &mut |step| match step {
        Step::Text(text) => {
            out.push_str(text);
            false
        }
        Step::Open(inner) => {
            let goes_in = !is_one_of(inner, HIDDEN) && !left_out(inner);
            if is_one_of(inner, BLOCKS) || is_one_of(inner, ENDS) {
                out.push(' ');
            }
            goes_in
        }
        Step::Close(inner) => {
            if is_one_of(inner, BLOCKS) || is_one_of(inner, ENDS) {
                out.push(' ');
            }
            false
        }
    });
    tidy(&out)
}

/// What a walk comes upon.
pub(super) enum Step<'a> {
    /// Text, as it stands.
    Text(&'a str),
    /// The start of an element below the first one; the visitor says whether to go into it.
    Open(ElementRef<'a>),
    /// The end of an element that was gone into.
    Close(ElementRef<'a>),
}

/// Walks over everything below an element, in order and without recursion.
pub(super) fn walk<'a>(top: ElementRef<'a>, visit: &mut dyn FnMut(Step<'a>) -> bool) {
    let mut next = top.first_child();
    let mut above = vec![top];
    while let Some(inside) = above.last().copied() {
        let Some(node) = next else {
            above.pop();
            if !above.is_empty() {
                visit(Step::Close(inside));
            }
            next = inside.next_sibling();
            continue;
        };
        next = node.next_sibling();
        match node.value() {
            Node::Text(text) => {
                visit(Step::Text(text));
            }
            Node::Element(_) => {
                if let Some(element) = ElementRef::wrap(node)
                    && visit(Step::Open(element))
                {
                    above.push(element);
                    next = element.first_child();
                }
            }
            _ => {}
        }
    }
}

/// A text in one line, single spaces between its words.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

//! Running text out of a tree: paragraphs divided by blank lines, headings marked, blanks as printed.

use super::tree::{Element, Node};

/// Elements that stand on lines of their own, by local name: of XHTML, NITF and TEI.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "blockquote",
    "section",
    "article",
    "aside",
    "header",
    "footer",
    "main",
    "figure",
    "figcaption",
    "caption",
    "pre",
    "hr",
    "block",
    "bq",
    "media",
    "fn",
    "note",
    "tagline",
    "ab",
    "list",
    "item",
    "lg",
    "l",
    "sp",
    "row",
    "body",
    "quote",
    "epigraph",
    "opener",
    "closer",
    "lede",
];

/// Elements that are headings.
const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "head"];

/// Elements whose content is not read.
const HIDDEN: &[&str] = &["script", "style", "noscript", "template", "iframe"];

/// The text of an element.
///
/// `skip` says which elements in it are left out.
pub(super) fn text(element: &Element, skip: &dyn Fn(&Element) -> bool) -> String {
    let mut flow = Flow {
        out: String::new(),
        skip,
    };
    flow.inside(element);
    flow.out.trim().to_owned()
}

struct Flow<'a> {
    out: String,
    skip: &'a dyn Fn(&Element) -> bool,
}

impl Flow<'_> {
    /// Depth is that of the tree, which is bounded.
    fn inside(&mut self, element: &Element) {
        for node in &element.children {
            match node {
                Node::Text(text) => self.push(text),
                Node::Element(inner) => self.element(inner),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let name = element.local();
        let is = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(name));
        if is(HIDDEN) || (self.skip)(element) {
            return;
        }
        if is(HEADINGS) {
            self.end_paragraph();
            let before = self.out.len();
            self.out.push_str("## ");
            self.inside(element);
            // A heading that holds nothing leaves no mark.
            if self.out[before..].trim() == "##" {
                self.out.truncate(before);
            }
            self.end_paragraph();
        } else if is(BLOCKS) {
            self.end_paragraph();
            self.inside(element);
            self.end_paragraph();
        } else if matches!(name, "br" | "lb") {
            self.trim_blanks();
            self.out.push('\n');
        } else {
            self.inside(element);
            // Cells of a row are words apart.
            if matches!(name, "td" | "th" | "cell") {
                self.push(" ");
            }
        }
    }

    /// Adds text; blanks and line breaks of the markup are one blank.
    fn push(&mut self, text: &str) {
        for (at, word) in text.split([' ', '\n', '\t', '\r']).enumerate() {
            if at > 0 && !self.out.ends_with([' ', '\n']) && !self.out.is_empty() {
                self.out.push(' ');
            }
            self.out.push_str(word);
        }
    }

    fn trim_blanks(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
    }

    fn end_paragraph(&mut self) {
        self.trim_blanks();
        let breaks = self.out.len() - self.out.trim_end_matches('\n').len();
        if !self.out.is_empty() {
            self.out.push_str(&"\n\n"[breaks.min(2)..]);
        }
    }
}

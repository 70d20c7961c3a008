//! The running text of a page: boxes taken out, extracted, and brought into the marks in which
//! the anatomy of articles reads a text.

use scraper::{ElementRef, Html};
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

use super::tree::{self, Step, is_one_of, tidy};

/// Elements without an end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// The text of the page's article: one paragraph a line, headings and items marked.
pub(super) fn text(page: &Html) -> String {
    let cleaned = cleaned(page.root_element());
    let options = Options::default()
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_fallback(true)
        .with_links(true)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    match trafilatura::extract(&cleaned, &options) {
        Ok(found) => marked(&found.content_html),
        Err(_) => String::new(),
    }
}

/// The page as markup again, without what stands apart from its article.
fn cleaned(root: ElementRef<'_>) -> String {
    let mut out = String::from("<!DOCTYPE html><html>");
    tree::walk(root, &mut |step| match step {
        Step::Text(text) => {
            push_escaped(&mut out, text);
            false
        }
        Step::Open(element) => {
            if is_one_of(
                element,
                &[
                    "script", "style", "link", "meta", "noscript", "template", "svg",
                ],
            ) {
                return false;
            }
            if is_one_of(element, &["figure", "figcaption"]) {
                return false;
            }
            out.push('<');
            out.push_str(element.value().name());
            for (key, value) in element.value().attrs() {
                if !is_kept(key) {
                    continue;
                }
                out.push(' ');
                out.push_str(key);
                out.push_str("=\"");
                push_escaped(&mut out, value);
                out.push('"');
            }
            out.push('>');
            !is_one_of(element, VOID)
        }
        Step::Close(element) => {
            out.push_str("</");
            out.push_str(element.value().name());
            out.push('>');
            false
        }
    });
    out.push_str("</html>");
    out
}

/// Attributes that tell something about an element's use.
fn is_kept(key: &str) -> bool {
    matches!(
        key,
        "class"
            | "id"
            | "role"
            | "href"
            | "itemprop"
            | "itemtype"
            | "rel"
            | "style"
            | "hidden"
            | "lang"
            | "title"
    ) || key.starts_with("aria-")
        || key.starts_with("data-")
}

fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// Extracted markup as text: a block a line, headings, items and bold lines marked.
fn marked(html: &str) -> String {
    let page = Html::parse_fragment(html);
    let mut lines = Lines::default();
    tree::walk(page.root_element(), &mut |step| {
        match step {
            Step::Text(text) => lines.text(text),
            Step::Open(element) => lines.open(element),
            Step::Close(element) => lines.close(element),
        }
        true
    });
    lines.end();
    lines.out
}

/// Text in the making.
#[derive(Default)]
struct Lines {
    out: String,
    line: String,
    mark: &'static str,
}

impl Lines {
    fn text(&mut self, text: &str) {
        self.line.push_str(text);
    }

    fn open(&mut self, element: ElementRef<'_>) {
        match element.value().name() {
            "br" => self.line.push('\n'),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end();
                self.mark = "## ";
            }
            "li" => {
                self.end();
                self.mark = "- ";
            }
            "p" | "div" | "ul" | "ol" | "blockquote" | "table" | "tr" | "section" | "article"
            | "pre" | "hr" | "dl" | "dt" | "dd" => self.end_line(),
            "td" | "th" => self.line.push(' '),
            _ => {}
        }
    }

    fn close(&mut self, element: ElementRef<'_>) {
        match element.value().name() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" => self.end(),
            "p" | "div" | "ul" | "ol" | "blockquote" | "table" | "tr" | "section" | "article"
            | "pre" | "dl" | "dt" | "dd" => self.end_line(),
            _ => {}
        }
    }

    /// Ends a line; the mark of an item goes on to what follows if the line is empty.
    fn end_line(&mut self) {
        if !self.line.trim().is_empty() {
            self.end();
        }
    }

    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        let mark = std::mem::take(&mut self.mark);
        for part in line.split('\n') {
            let part = tidy(part);
            if part.is_empty() {
                continue;
            }
            if !self.out.is_empty() {
                self.out.push_str("\n\n");
            }
            self.out.push_str(mark);
            self.out.push_str(&part);
        }
    }
}

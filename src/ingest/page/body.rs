//! The running text of a page: boxes taken out, extracted, and brought into the marks in which
//! the anatomy of articles reads a text.

use scraper::{ElementRef, Html};
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

use super::blocks::{Block, Blocks, Kind};
use super::choice::{self, Guide};
use super::tree::{self, Step, is_one_of};

/// Elements without an end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// The text of the page's article: one paragraph a line, headings and items marked.
pub(super) fn text(page: &Html, titles: &[&str]) -> String {
    let root = page.root_element();
    let cleaned = cleaned(root);
    let options = Options::default()
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_fallback(true)
        .with_links(true)
        .with_exclude_comments(true)
        .with_html_date_mode(HtmlDateMode::Disabled);
    let extracted = match trafilatura::extract(&cleaned, &options) {
        Ok(found) => found.content_html,
        Err(_) => return String::new(),
    };
    let extracted = Html::parse_fragment(&extracted);
    let guide = Guide::new(&Blocks::new(extracted.root_element()));
    let found = Blocks::new(root);
    let chosen = choice::choose(&found, &guide, titles);
    let mut out = String::new();
    for (block, chosen) in found.blocks.iter().zip(chosen) {
        if chosen {
            push(&mut out, block);
        }
    }
    out
}

/// Adds a block as a line, marked as what it is.
fn push(out: &mut String, block: &Block) {
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    let text = &block.text;
    match block.kind {
        Kind::Heading => out.push_str(&format!("## {text}")),
        Kind::Item => out.push_str(&format!("- {text}")),
        _ if block.bold == block.letters && block.bold > 0 && !text.contains("**") => {
            out.push_str(&format!("**{text}**"));
        }
        _ => out.push_str(text),
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

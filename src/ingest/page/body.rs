//! The running text of a page: boxes taken out, extracted, and brought into the marks in which
//! the anatomy of articles reads a text.

use scraper::{ElementRef, Html};
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

use super::blocks::{Block, Blocks, Kind};
use super::boxes::Box;
use super::choice::{self, Guide};
use super::tree::{self, Step, is_one_of};
use super::words;
use crate::article::{self, Article, Related, RelatedKind, headline};

/// Elements without an end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// What a page's blocks say.
#[derive(Default)]
pub(super) struct Found {
    /// The text of the article: one paragraph a line, headings and items marked.
    pub(super) text: String,
    /// The summary that is printed above it.
    pub(super) standfirst: Option<String>,
    /// Links to other stories inside of it.
    pub(super) related: Vec<Related>,
}

/// Reads the blocks of a page; `titles` and `summaries` are what it says of itself.
pub(super) fn read(page: &Html, titles: &[&str], summaries: &[String]) -> Found {
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
        Err(_) => return Found::default(),
    };
    let extracted = Html::parse_fragment(&extracted);
    let guide = Guide::new(&Blocks::new(extracted.root_element()));
    let blocks = Blocks::new(root);
    let chosen = choice::choose(&blocks, &guide, titles);
    let mut found = Found::default();
    for (block, chosen) in blocks.blocks.iter().zip(&chosen) {
        if *chosen {
            push(&mut found.text, block);
        }
    }
    let first = chosen.iter().position(|chosen| *chosen).unwrap_or(0);
    let last = chosen.iter().rposition(|chosen| *chosen).unwrap_or(0);
    found.standfirst = standfirst(&blocks, first, titles, summaries);
    // A page may have no block at all.
    let read = chosen.get(..=last).unwrap_or_default();
    found.related = related(&blocks, read, first);
    found
}

/// Words by which summaries are called.
const SUMMARIES: &[&str] = &[
    "standfirst",
    "dek",
    "deck",
    "subheadline",
    "subhead",
    "subtitle",
    "subheading",
    "intro",
    "chapo",
    "strapline",
    "excerpt",
    "summary",
    "articlesummary",
];

/// The printed summary: a block above the text that says what the page says of itself, or that
/// calls itself one.
fn standfirst(
    blocks: &Blocks<'_>,
    first: usize,
    titles: &[&str],
    summaries: &[String],
) -> Option<String> {
    let fits = |block: &&Block| {
        let repeats = titles
            .iter()
            .any(|title| headline::same(title, &block.text));
        (20..=800).contains(&block.text.len()) && block.linked * 2 < block.letters && !repeats
    };
    let start = first.saturating_sub(30);
    let above = || blocks.blocks[start..first].iter().filter(fits);
    let said = above().find(|block| summaries.iter().any(|s| headline::same(s, &block.text)));
    let called = || {
        above().rev().find(|block| {
            let group = &blocks.groups[block.own];
            block.letters >= 30 && words::has(group.element, SUMMARIES)
        })
    };
    said.or_else(called).map(|block| block.text.clone())
}

/// Most links to other stories that are kept.
const MOST_RELATED: usize = 30;

/// Links to other stories between the blocks of the article.
fn related(blocks: &Blocks<'_>, chosen: &[bool], first: usize) -> Vec<Related> {
    let mut out: Vec<Related> = Vec::new();
    for (block, chosen) in blocks.blocks.iter().zip(chosen).skip(first) {
        let dense = block.linked * 2 > block.letters && block.letters >= 12;
        if *chosen || !dense || block.url.is_none() || out.len() >= MOST_RELATED {
            continue;
        }
        let boxed = block
            .inside
            .is_some_and(|at| blocks.boxes[at].kind == Box::Related);
        let mut line = String::new();
        push(&mut line, block);
        let mut alone = Article::default();
        article::take_apart_body(&line, &mut alone);
        // Fewer words are the name of a section.
        let headline = block.text.split(' ').count() >= 4;
        if alone.related.is_empty() && boxed && headline {
            alone.related.push(Related {
                kind: RelatedKind::Related,
                text: block.text.clone(),
                url: block.url.clone(),
            });
        }
        for link in alone.related {
            if !out
                .iter()
                .any(|known| known.url == link.url || known.text == link.text)
            {
                out.push(link);
            }
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
        Kind::Heading => out.push_str("## "),
        Kind::Item => out.push_str("- "),
        _ if block.bold == block.letters
            && block.bold > 0
            && block.url.is_none()
            && !text.contains("**") =>
        {
            out.push_str(&format!("**{text}**"));
            return;
        }
        _ => {}
    }
    match (&block.url, text.get(block.link_at..)) {
        // A link is marked where it is most of a line, so that its address is not lost.
        (Some(url), Some(link))
            if block.linked * 2 > block.letters
                && block.letters < 300
                && !link.contains(['[', ']'])
                && !url.contains(['(', ')', ' ']) =>
        {
            out.push_str(&text[..block.link_at]);
            out.push_str(&format!("[{link}]({url})"));
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

//! A page as a list of blocks: paragraphs, headings, items and quotes, each with where it stands.
//!
//! Says what there is; which of it is the article is decided in `body`.

use scraper::ElementRef;

use super::boxes::{self, Box};
use super::tree::{self, Step, is_one_of, said};
use crate::ingest::html::BLOCKS;

/// One block of text.
pub(super) struct Block {
    pub(super) kind: Kind,
    /// Its text in one line.
    pub(super) text: String,
    /// Letters and digits in it.
    pub(super) letters: usize,
    /// Those of them that are links.
    pub(super) linked: usize,
    /// Those of them that are bold.
    pub(super) bold: usize,
    /// The address of its first link.
    pub(super) url: Option<String>,
    /// Where in the text that link begins.
    pub(super) link_at: usize,
    /// The element that holds it and its neighbours, as an index into `Page::groups`.
    pub(super) group: usize,
    /// The element that it is in itself.
    pub(super) own: usize,
    /// The innermost box that it stands in, as an index into `Blocks::boxes`.
    pub(super) inside: Option<usize>,
}

/// What a block is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Paragraph,
    Heading,
    Item,
    Quote,
    Cell,
}

/// The element around blocks.
pub(super) struct Group<'a> {
    pub(super) element: ElementRef<'a>,
    /// The group around it; the first one is its own.
    pub(super) above: usize,
}

/// The blocks of a page, in order.
pub(super) struct Blocks<'a> {
    pub(super) blocks: Vec<Block>,
    pub(super) groups: Vec<Group<'a>>,
    /// Boxes in the order in which they begin.
    pub(super) boxes: Vec<Boxed<'a>>,
}

/// A box of a page.
pub(super) struct Boxed<'a> {
    pub(super) kind: Box,
    pub(super) element: ElementRef<'a>,
    /// The box around it.
    pub(super) inside: Option<usize>,
}

/// Elements whose text is no part of the line around them, beside those that begin a paragraph.
const BREAKS: &[&str] = &[
    "td", "th", "tbody", "thead", "dl", "main", "body", "address", "center", "details", "summary",
    "fieldset",
];

/// Whether the text of an element is no part of the line around it.
fn breaks_line(element: ElementRef<'_>) -> bool {
    is_one_of(element, BLOCKS) || is_one_of(element, BREAKS)
}

impl<'a> Blocks<'a> {
    /// Cuts the page below an element into blocks.
    pub(super) fn new(top: ElementRef<'a>) -> Self {
        let mut cutter = Cutter {
            found: Self {
                blocks: Vec::new(),
                groups: vec![Group {
                    element: top,
                    above: 0,
                }],
                boxes: Vec::new(),
            },
            open: vec![0],
            inside: Vec::new(),
            links: 0,
            bolds: 0,
            line: Line::default(),
        };
        tree::walk(top, &mut |step| match step {
            Step::Text(text) => {
                cutter.text(text);
                false
            }
            Step::Open(element) => cutter.open(element),
            Step::Close(element) => {
                cutter.close(element);
                false
            }
        });
        cutter.flush();
        cutter.found
    }
}

/// A block in the making.
#[derive(Default)]
struct Line {
    text: String,
    letters: usize,
    linked: usize,
    bold: usize,
    url: Option<String>,
    link_at: usize,
}

struct Cutter<'a> {
    found: Blocks<'a>,
    /// Groups that are open, from the outside.
    open: Vec<usize>,
    /// Boxes that are open, from the outside.
    inside: Vec<usize>,
    links: usize,
    bolds: usize,
    line: Line,
}

impl<'a> Cutter<'a> {
    fn text(&mut self, text: &str) {
        self.line.text.push_str(text);
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.line.letters += letters;
        if self.links > 0 {
            self.line.linked += letters;
        }
        if self.bolds > 0 {
            self.line.bold += letters;
        }
    }

    fn open(&mut self, element: ElementRef<'a>) -> bool {
        if boxes::is_apart(element) || element.value().name() == "head" {
            return false;
        }
        match element.value().name() {
            "br" => self.flush(),
            "a" => {
                self.links += 1;
                if self.line.url.is_none() {
                    self.line.url = said(element, "href").map(str::to_owned);
                    self.line.link_at = self.line.text.len();
                }
            }
            "b" | "strong" => self.bolds += 1,
            _ => {}
        }
        if breaks_line(element) {
            self.flush();
            let above = self.open.last().copied().unwrap_or(0);
            self.open.push(self.found.groups.len());
            self.found.groups.push(Group { element, above });
        }
        if let Some(kind) = boxes::kind(element) {
            self.flush();
            let inside = self.inside.last().copied();
            self.inside.push(self.found.boxes.len());
            self.found.boxes.push(Boxed {
                kind,
                element,
                inside,
            });
        }
        true
    }

    fn close(&mut self, element: ElementRef<'a>) {
        match element.value().name() {
            "a" => self.links = self.links.saturating_sub(1),
            "b" | "strong" => self.bolds = self.bolds.saturating_sub(1),
            _ => {}
        }
        let breaks = breaks_line(element);
        let boxed = self
            .inside
            .last()
            .is_some_and(|&at| self.found.boxes[at].element == element);
        if breaks || boxed {
            self.flush();
        }
        if breaks {
            self.open.pop();
        }
        if boxed {
            self.inside.pop();
        }
    }

    /// Ends the block that is being made.
    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        let text = tree::tidy(&line.text);
        let before = tree::tidy(&line.text[..line.link_at]).len();
        if text.is_empty() {
            return;
        }
        let own = self.open.last().copied().unwrap_or(0);
        let mut kind = Kind::Paragraph;
        let mut group = own;
        for at in self.open.iter().rev().copied().take(6) {
            let name = self.found.groups[at].element.value().name();
            let here = match name {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Kind::Heading),
                "li" | "dd" | "dt" => Some(Kind::Item),
                // Old pages are laid out in tables; their paragraphs are no cells.
                "td" | "th" if at == own => Some(Kind::Cell),
                "blockquote" => Some(Kind::Quote),
                _ => None,
            };
            if let Some(here) = here {
                kind = here;
                group = self.found.groups[at].above;
                // Items stand in a list, which stands in the text.
                if matches!(here, Kind::Item | Kind::Cell) {
                    group = self.found.groups[group].above;
                }
                break;
            }
            if name == "p" && at == own {
                group = self.found.groups[at].above;
            }
        }
        self.found.blocks.push(Block {
            kind,
            letters: line.letters,
            linked: line.linked,
            bold: line.bold,
            url: line.url,
            link_at: text.len().min(before + usize::from(before > 0)),
            group,
            own,
            inside: self.inside.last().copied(),
            text,
        });
    }
}

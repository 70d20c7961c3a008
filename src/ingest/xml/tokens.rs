//! Text out of markup that divides it into words: joined as it is printed, without a blank before a
//! full stop or behind an opening bracket.
//!
//! Knows the elements `w` and `pc` of TEI, with their `join`, and the vertical form, where a line is a
//! word, a tab and its tags.

use super::tree::{Element, Node};

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "div1",
    "div2",
    "div3",
    "ab",
    "lg",
    "l",
    "list",
    "item",
    "table",
    "row",
    "sp",
    "front",
    "body",
    "back",
    "group",
    "text",
    "opener",
    "closer",
    "figDesc",
    "caption",
    "titlePart",
    "docTitle",
    "epigraph",
    "argument",
    "trailer",
    "salute",
    "signed",
    "figure",
];

/// The text of an element: paragraphs divided by blank lines, headings marked.
///
/// `skip` says which elements in it are left out.
pub(super) fn text(element: &Element, skip: &dyn Fn(&Element) -> bool) -> String {
    let mut joiner = Joiner {
        out: String::new(),
        last: Last::Start,
        quoted: 0,
        group: None,
        skip,
    };
    joiner.inside(element);
    joiner.out.trim().to_owned()
}

/// What was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Nothing in this paragraph.
    Start,
    /// Text whose blanks are its own.
    Text,
    /// A word.
    Word,
    /// A word or sign that the next one joins.
    Open,
}

struct Joiner<'a> {
    out: String,
    last: Last,
    /// Straight quotation marks in this paragraph, one bit for each of `"` and `'`.
    quoted: u8,
    /// In a group of words that are printed as one: whether its first is written.
    group: Option<bool>,
    skip: &'a dyn Fn(&Element) -> bool,
}

impl Joiner<'_> {
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
        if (self.skip)(element) {
            return;
        }
        match element.local() {
            "head" => {
                self.end_paragraph();
                let before = self.out.len();
                self.out.push_str("## ");
                self.inside(element);
                if self.out[before..].trim() == "##" {
                    self.out.truncate(before);
                }
                self.end_paragraph();
            }
            "w" | "pc" | "c" => self.word(element),
            // Of two readings the corrected one is text.
            "choice" => {
                let readings = || element.elements();
                let best =
                    readings().find(|reading| matches!(reading.local(), "corr" | "reg" | "expan"));
                if let Some(reading) = best.or_else(|| readings().next()) {
                    self.inside(reading);
                }
            }
            "lb" if element.attr("break") != Some("no") => self.push(" "),
            name if BLOCKS.contains(&name) => {
                self.end_paragraph();
                self.inside(element);
                self.end_paragraph();
            }
            "cell" => {
                self.inside(element);
                self.push(" ");
            }
            _ => self.inside(element),
        }
    }

    /// An element that is a word, or in the vertical form several that are printed as one.
    fn word(&mut self, element: &Element) {
        let text = element.text();
        if text.contains('\t') {
            let outer = self.group.replace(false);
            self.inside(element);
            self.group = outer;
            return;
        }
        let join = element.attr("join").unwrap_or_default();
        let word = text.trim();
        if word.is_empty() {
            return;
        }
        let left = matches!(join, "left" | "both");
        let sign = if element.local() == "pc" { "PUNCT" } else { "" };
        self.token(word, sign, left);
        if matches!(join, "right" | "both") {
            self.last = Last::Open;
        }
    }

    /// Text as it stands, or lines of the vertical form.
    fn push(&mut self, text: &str) {
        if text.contains('\t') {
            for line in text.split('\n') {
                let mut columns = line.split('\t');
                let word = columns.next().unwrap_or_default().trim();
                let tag = columns.next().unwrap_or_default().trim();
                if !word.is_empty() {
                    self.token(word, tag, false);
                }
            }
            return;
        }
        if text.trim().is_empty() {
            // Line breaks between words are those of the file.
            if !text.contains('\n') && self.last == Last::Word {
                self.last = Last::Text;
                self.out.push(' ');
            } else if self.last == Last::Text && !self.out.ends_with([' ', '\n']) {
                self.out.push(' ');
            }
            return;
        }
        for (at, word) in text.split([' ', '\n', '\r']).enumerate() {
            let blank = at > 0 && !self.out.ends_with([' ', '\n']) && !self.out.is_empty();
            if blank {
                self.out.push(' ');
            }
            self.out.push_str(word);
        }
        self.last = Last::Text;
    }

    /// Writes a word; `glued` says that it stands without a blank behind the one before.
    fn token(&mut self, word: &str, tag: &str, glued: bool) {
        let glued = glued || self.group == Some(true);
        self.group = self.group.map(|_| true);
        let before = joins_before(word, tag);
        let (before, after) = match word {
            "\"" | "'" if tag != "POS" => self.quotation(word, tag),
            "-" if tag == "HYPH" => (true, true),
            _ => (before, joins_after(word)),
        };
        let none = glued || before || matches!(self.last, Last::Open | Last::Start);
        if !none && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
        self.out.push_str(word);
        self.last = if after { Last::Open } else { Last::Word };
    }

    /// Whether a straight quotation mark joins what is before and after it.
    fn quotation(&mut self, mark: &str, tag: &str) -> (bool, bool) {
        let bit = if mark == "\"" { 1 } else { 2 };
        let opens = match tag {
            "``" => true,
            "''" => false,
            _ => self.quoted & bit == 0,
        };
        self.quoted = if opens {
            self.quoted | bit
        } else {
            self.quoted & !bit
        };
        (!opens, opens)
    }

    fn end_paragraph(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        let breaks = self.out.len() - self.out.trim_end_matches('\n').len();
        if !self.out.is_empty() {
            self.out.push_str(&"\n\n"[breaks.min(2)..]);
        }
        self.last = Last::Start;
        self.quoted = 0;
    }
}

/// Whether a word stands without a blank behind the one before.
fn joins_before(word: &str, tag: &str) -> bool {
    let ending = || {
        let lower = word.to_lowercase().replace('’', "'");
        matches!(
            lower.as_str(),
            "n't" | "'s" | "'m" | "'d" | "'re" | "'ve" | "'ll" | "'"
        )
    };
    let sign = matches!(
        word,
        "," | "."
            | ";"
            | ":"
            | "!"
            | "?"
            | ")"
            | "]"
            | "}"
            | "%"
            | "”"
            | "’"
            | "»"
            | "…"
            | "..."
            | "。"
            | "、"
            | "，"
            | "？"
            | "！"
            | "?!"
            | "!?"
    );
    sign || tag == "POS" || ending()
}

/// Whether the next word stands without a blank behind this one.
fn joins_after(word: &str) -> bool {
    matches!(
        word,
        "(" | "[" | "{" | "“" | "‘" | "«" | "„" | "$" | "£" | "€" | "#" | "¿" | "¡"
    )
}

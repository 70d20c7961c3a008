//! What a page is written on: paragraphs cut to lines, matches and links counted.

use super::{Page, PageLine, PageLink, Role, Run, Target};
use crate::output::one_line;
use crate::tui::text;

/// The widest column of text that is easy to read.
const WIDEST: usize = 78;

/// Lines of a page, at most: no text makes the view wait.
const MOST_LINES: usize = 20_000;

/// Bytes of a page, at most; what is behind them is told.
const MOST_BYTES: usize = 1_000_000;

/// A page that is being written.
pub(super) struct Paper {
    page: Page,
    left: usize,
    cut: bool,
}

/// A paragraph that is being put together.
#[derive(Default)]
pub(super) struct Paragraph {
    runs: Vec<Run>,
    indent: usize,
    /// Columns by which its later lines stand in further.
    hanging: usize,
}

impl Paragraph {
    pub(super) fn new() -> Paragraph {
        Paragraph::default()
    }

    /// A paragraph that stands in, its later lines by so many columns more.
    pub(super) fn indented(indent: usize, hanging: usize) -> Paragraph {
        Paragraph {
            indent,
            hanging,
            ..Paragraph::default()
        }
    }

    /// Adds text.
    pub(super) fn text(mut self, text: &str, role: Role) -> Paragraph {
        self.push(text, role, None, None);
        self
    }

    /// Adds a run; false where nothing is left of it that can be shown.
    fn push(&mut self, text: &str, role: Role, lit: Option<usize>, link: Option<usize>) -> bool {
        let text = one_line(text);
        let shown = !text.is_empty();
        if shown {
            self.runs.push(Run {
                text,
                role,
                lit,
                link,
            });
        }
        shown
    }
}

impl Paper {
    pub(super) fn new(width: usize) -> Paper {
        Paper {
            page: Page {
                width: width.clamp(1, WIDEST),
                ..Page::default()
            },
            left: MOST_BYTES,
            cut: false,
        }
    }

    /// Whether nothing more has room on it.
    pub(super) fn is_full(&self) -> bool {
        self.cut
    }

    /// An empty line, unless the last one is empty.
    pub(super) fn blank(&mut self) {
        if self
            .page
            .lines
            .last()
            .is_some_and(|line| !line.runs.is_empty())
        {
            self.page.lines.push(PageLine::default());
        }
    }

    /// Adds text of which ranges of bytes are lit, each a match of its own.
    pub(super) fn lit(
        &self,
        mut paragraph: Paragraph,
        text: &str,
        role: Role,
        ranges: &[(usize, usize)],
    ) -> Paragraph {
        let mut at = 0;
        let known = paragraph.runs.iter().filter_map(|run| run.lit).max();
        let mut number = known.map_or(self.page.matches.len(), |n| n + 1);
        for &(start, end) in ranges {
            if let (Some(before), Some(inside)) = (text.get(at..start), text.get(start..end)) {
                paragraph.push(before, role, None, None);
                number += usize::from(paragraph.push(inside, role, Some(number), None));
                at = end;
            }
        }
        paragraph.push(text.get(at..).unwrap_or_default(), role, None, None);
        paragraph
    }

    /// Adds text that leads somewhere.
    pub(super) fn link(
        &mut self,
        mut paragraph: Paragraph,
        text: &str,
        target: Target,
    ) -> Paragraph {
        let number = self.page.links.len();
        self.page.links.push(PageLink {
            line: self.page.lines.len(),
            target,
        });
        paragraph.push(text, Role::Link, None, Some(number));
        paragraph
    }

    /// Writes a paragraph.
    pub(super) fn write(&mut self, paragraph: Paragraph) {
        let Paragraph {
            runs,
            indent,
            hanging,
        } = paragraph;
        let mut whole: String = runs.iter().map(|run| run.text.as_str()).collect();
        if whole.len() > self.left || self.page.lines.len() >= MOST_LINES {
            self.cut = true;
            let mut end = self.left.min(whole.len());
            while !whole.is_char_boundary(end) {
                end -= 1;
            }
            whole.truncate(end);
        }
        self.left -= whole.len();
        if whole.trim().is_empty() {
            return;
        }
        let right = text::is_rtl(&whole);
        // In a narrow window nothing stands in.
        let (indent, hanging) = match self.page.width > 2 * (indent + hanging) {
            true => (indent, hanging),
            false => (0, 0),
        };
        let room = |indent: usize| self.page.width - indent;
        // The first line may be longer than the others.
        let first = text::wrap(&whole, room(indent)).into_iter().next();
        let first = first.unwrap_or(0..whole.len());
        let mut lines = vec![(first.clone(), indent)];
        let after = &whole[first.end..];
        let skipped = after.len() - after.trim_start_matches(' ').len();
        let from = first.end + skipped;
        if from < whole.len() {
            let rest = text::wrap(&whole[from..], room(indent + hanging));
            let behind = |range: std::ops::Range<usize>| range.start + from..range.end + from;
            lines.extend(
                rest.into_iter()
                    .map(|range| (behind(range), indent + hanging)),
            );
        }
        // The first run that reaches into the line, and the byte at which it begins.
        let mut from = (0, 0);
        for (range, indent) in lines {
            if self.page.lines.len() >= MOST_LINES {
                self.cut = true;
                return;
            }
            let mut line = PageLine {
                runs: Vec::new(),
                indent,
                right,
            };
            let (mut n, mut at) = from;
            while let Some(run) = runs.get(n).filter(|_| at < range.end) {
                let start = range.start.max(at);
                let end = range.end.min(at + run.text.len());
                if start < end
                    && let Some(part) = run.text.get(start - at..end - at)
                {
                    if run.lit == Some(self.page.matches.len()) {
                        self.page.matches.push(self.page.lines.len());
                    }
                    line.runs.push(Run {
                        text: part.to_owned(),
                        ..run.clone()
                    });
                }
                if at + run.text.len() > range.end {
                    break;
                }
                at += run.text.len();
                n += 1;
            }
            from = (n, at);
            self.page.lines.push(line);
        }
    }

    /// The page, with a word about what is left out.
    pub(super) fn finish(mut self) -> Page {
        if std::mem::take(&mut self.cut) {
            let words = "The text goes on: | gives all of it to a command.";
            self.page.lines.push(PageLine::default());
            self.page.lines.push(PageLine {
                runs: vec![Run {
                    text: words.to_owned(),
                    role: Role::Correction,
                    lit: None,
                    link: None,
                }],
                ..PageLine::default()
            });
        }
        while self
            .page
            .lines
            .last()
            .is_some_and(|line| line.runs.is_empty())
        {
            self.page.lines.pop();
        }
        self.page
    }
}

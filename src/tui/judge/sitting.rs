//! A sitting of judging as a state: keys in, steps out. It writes and reads nothing itself: whoever
//! has the file and the index does the steps, and tells what came of them.

use super::keys::Act;
use crate::error::Error;
use crate::eval::{Change, Judging, Place};
use crate::search::ReadArticle;
use crate::tui::page::{Page, article_page};

/// What is to be done after a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A frame at most.
    Draw,
    /// To be written, then told by [`Sitting::written`].
    Write(Change),
    Suspend,
    Redraw,
    Leave,
}

/// What lies over the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    Topic,
    Help,
}

/// The article that is shown.
#[derive(Debug)]
pub(super) enum Sheet {
    Article {
        read: Box<ReadArticle>,
        page: Page,
    },
    /// It is not in the index.
    Missing,
    /// It can't be read: why.
    Failed(String),
}

/// A remark in the last row, until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Remark {
    Note(String),
    Error(String),
}

/// Who judges, and what is seen.
#[derive(Debug)]
pub(super) struct Sitting {
    pub(super) judging: Judging,
    /// Columns and rows of the window.
    pub(super) size: (u16, u16),
    pub(super) over: Option<Over>,
    /// First line that is shown of what lies over the article.
    pub(super) over_top: usize,
    /// What is shown, and whose place it is.
    sheet: Option<(Place, Sheet)>,
    /// First line that is shown of the article.
    pub(super) top: usize,
    /// The match that was jumped to.
    pub(super) at: Option<usize>,
    pub(super) remark: Option<Remark>,
    ascii: bool,
    /// Judgements of this sitting that stand.
    pub(super) judged: usize,
}

impl Sitting {
    pub(super) fn new(judging: Judging, size: (u16, u16), ascii: bool) -> Sitting {
        let remark = (judging.left() == 0).then(|| Remark::Note(ALL_DONE.into()));
        Sitting {
            judging,
            size,
            over: None,
            over_top: 0,
            sheet: None,
            top: 0,
            at: None,
            remark,
            ascii,
            judged: 0,
        }
    }

    /// The article that is to be read, if it is not the one shown.
    pub(super) fn wanted(&self) -> Option<&str> {
        let shown = self.sheet.as_ref().map(|(place, _)| *place);
        (shown != Some(self.judging.place())).then(|| self.judging.doc())
    }

    /// The wanted article was read, or could not be.
    pub(super) fn opened(&mut self, read: Result<ReadArticle, Error>) {
        let sheet = match read {
            Ok(read) => Sheet::Article {
                page: article_page(&read, self.columns(), self.ascii),
                read: Box::new(read),
            },
            Err(Error::NoArticle { .. }) => Sheet::Missing,
            Err(error) => Sheet::Failed(error.to_string()),
        };
        self.sheet = Some((self.judging.place(), sheet));
        (self.top, self.at) = (0, None);
    }

    /// What is shown of the article that one is at.
    pub(super) fn sheet(&self) -> Option<&Sheet> {
        let (place, sheet) = self.sheet.as_ref()?;
        (*place == self.judging.place()).then_some(sheet)
    }

    fn page(&self) -> Option<&Page> {
        match self.sheet()? {
            Sheet::Article { page, .. } => Some(page),
            Sheet::Missing | Sheet::Failed(_) => None,
        }
    }

    fn columns(&self) -> usize {
        usize::from(self.size.0).saturating_sub(2)
    }

    pub(super) fn resized(&mut self, size: (u16, u16)) {
        self.size = size;
        let (columns, ascii) = (self.columns(), self.ascii);
        if let Some((_, Sheet::Article { read, page })) = &mut self.sheet {
            *page = article_page(read, columns, ascii);
        }
        self.top = self.top.min(self.deepest(0));
    }

    /// A change was written, or could not be.
    pub(super) fn written(&mut self, change: &Change, written: Result<(), Error>) {
        if let Err(error) = written {
            self.remark = Some(Remark::Error(format!("not written: {error}")));
            return;
        }
        self.judging.apply(change);
        if change.undoes {
            self.judged = self.judged.saturating_sub(1);
            self.note("taken back");
        } else {
            self.judged += 1;
            match (self.judging.left(), self.judging.skipped()) {
                (0, _) => self.note(ALL_DONE),
                (left, skipped) if left == skipped => {
                    self.note(&format!("only what was skipped is left, {skipped}"));
                }
                _ => {}
            }
        }
    }

    fn note(&mut self, text: &str) {
        self.remark = Some(Remark::Note(text.to_owned()));
    }

    /// A key; `rows` are those that the article, or what lies over it, has in the frame.
    pub(super) fn act(&mut self, act: Act, rows: usize) -> Step {
        self.remark = None;
        match act {
            Act::Leave => return Step::Leave,
            Act::Suspend => return Step::Suspend,
            Act::Redraw => return Step::Redraw,
            Act::Help => self.cover(Over::Help),
            Act::Topic => self.cover(Over::Topic),
            Act::Scroll(by) => self.scroll(by, rows),
            Act::Halves(by) => self.scroll(by * (rows as isize / 2).max(1), rows),
            Act::Top => self.scroll(isize::MIN / 2, rows),
            Act::Bottom => self.scroll(isize::MAX / 2, rows),
            // Nothing is graded that is not seen.
            _ if self.over == Some(Over::Help) => self.over = None,
            Act::Grade(_) | Act::Undo if self.wanted().is_some() => {}
            Act::Grade(grade) => {
                self.over = None;
                return Step::Write(self.judging.grading(grade));
            }
            Act::Undo => match self.judging.undoing() {
                Some(change) => return Step::Write(change),
                None => self.note("nothing to take back in this sitting"),
            },
            Act::Skip => self.judging.skip(),
            Act::Next => self.judging.next(),
            Act::Previous => self.judging.previous(),
            Act::NextTopic => self.judging.next_topic(),
            Act::PreviousTopic => self.judging.previous_topic(),
            Act::NextMatch => self.jump(rows, true),
            Act::PreviousMatch => self.jump(rows, false),
        }
        Step::Draw
    }

    /// A key without a meaning: closes what lies over the article.
    pub(super) fn other(&mut self) {
        self.over = None;
        self.remark = None;
    }

    fn cover(&mut self, over: Over) {
        self.over = match self.over == Some(over) {
            true => None,
            false => Some(over),
        };
        self.over_top = 0;
    }

    /// The last line that can be the first of the article's window.
    fn deepest(&self, rows: usize) -> usize {
        let lines = self.page().map_or(0, |page| page.lines.len());
        lines.saturating_sub(rows.max(1))
    }

    fn scroll(&mut self, by: isize, rows: usize) {
        if self.over.is_some() {
            // How long it is is known where it is drawn.
            self.over_top = self.over_top.saturating_add_signed(by).min(1000);
            return;
        }
        let top = self.top.saturating_add_signed(by);
        self.top = top.min(self.deepest(rows));
    }

    /// To the next place with words of the topic, or to the one before; round at the ends.
    fn jump(&mut self, rows: usize, forward: bool) {
        let Some(page) = self.page() else {
            return;
        };
        let n = page.matches.len();
        if n == 0 {
            self.note("none of the topic's words is in it");
            return;
        }
        let next = match (self.at, forward) {
            (None, true) => 0,
            (None, false) => n - 1,
            (Some(at), true) => (at + 1) % n,
            (Some(at), false) => (at + n - 1) % n,
        };
        let line = page.matches[next];
        if line < self.top || line >= self.top + rows {
            self.top = line.saturating_sub(rows / 3).min(self.deepest(rows));
        }
        self.at = Some(next);
        self.note(&format!("match {} of {n}", next + 1));
    }
}

const ALL_DONE: &str = "everything is judged";

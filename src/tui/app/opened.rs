//! What is read: an article beside the list or over it, the copies of a story, and the way back.

use super::App;
use crate::search::{Family, ReadArticle};
use crate::tui::layout::Areas;
use crate::tui::page::{Page, Target, article_page, family_page};
use crate::tui::task::Task;

/// What is on a page.
#[derive(Debug)]
pub(crate) enum Opened {
    /// An article with what the query lights in it.
    Article(Box<ReadArticle>),
    /// The copies of a story.
    Family(Box<Family>),
}

/// A page, and where one is in it.
#[derive(Debug)]
pub(crate) struct Shown {
    /// Id of the article, or of the one whose family it is.
    pub(crate) id: String,
    pub(crate) opened: Opened,
    /// Laid out for the width that it is shown in.
    pub(crate) page: Page,
    width: u16,
    /// First line that is shown.
    pub(crate) top: usize,
    /// The match that was jumped to.
    pub(crate) at: Option<usize>,
    /// The link or copy that Enter follows.
    pub(crate) link: Option<usize>,
}

/// What is read.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The innermost last; the first is the article of the list.
    shown: Vec<Shown>,
    /// Whether it lies over the panes.
    open: bool,
    /// What was asked for and is not there yet.
    pub(super) wanted: Option<(String, bool)>,
    /// Whether pages are to do without signs beyond ASCII.
    pub(super) ascii: bool,
    width: u16,
    /// Whether the query has changed since the article was read.
    stale: bool,
}

impl Reading {
    pub(super) fn new(ascii: bool) -> Reading {
        Reading {
            ascii,
            ..Reading::default()
        }
    }

    /// Whether it lies over the panes.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// What is shown now.
    pub(crate) fn shown(&self) -> Option<&Shown> {
        self.shown.last()
    }

    fn shown_mut(&mut self) -> Option<&mut Shown> {
        self.shown.last_mut()
    }

    /// The page beside the list has another article now, or is none.
    pub(super) fn take(&mut self, id: String, opened: Opened) {
        let Some((wanted, over)) = self.wanted.take() else {
            return;
        };
        if wanted != id {
            self.wanted = Some((wanted, over));
            return;
        }
        if !over {
            self.shown.clear();
            self.stale = false;
        }
        let mut shown = Shown {
            id,
            opened,
            page: Page::default(),
            width: 0,
            top: 0,
            at: None,
            link: None,
        };
        shown.lay_out(self.width, self.ascii);
        self.shown.push(shown);
    }

    /// Lays the page out for a width; 0 leaves it until the width is known.
    pub(super) fn laid_out_for(&mut self, width: u16) {
        self.width = width;
        let ascii = self.ascii;
        if let Some(shown) = self.shown_mut()
            && width > 0
            && shown.width != width
        {
            shown.lay_out(width, ascii);
        }
    }

    /// Closes the page on top; the last one closes the reader.
    pub(super) fn back(&mut self) {
        self.wanted = None;
        if self.shown.len() > 1 {
            self.shown.pop();
        } else {
            self.open = false;
        }
    }

    /// Closes all.
    pub(super) fn close(&mut self) {
        self.shown.truncate(1);
        self.open = false;
    }

    /// Another query lights other words: what is beside the list is asked for again, and stays
    /// until it is there.
    pub(super) fn forget(&mut self) {
        if !self.open {
            self.stale = true;
            self.wanted = None;
        }
    }

    /// Whether the page below all others is this article, as the query of now lights it.
    fn has(&self, id: &str) -> bool {
        let article = |shown: &Shown| matches!(shown.opened, Opened::Article(_)) && shown.id == id;
        !self.stale && self.shown.first().is_some_and(article)
    }

    pub(super) fn open(&mut self) {
        self.open = true;
    }

    /// Scrolls by so many lines.
    pub(super) fn scroll(&mut self, by: isize, height: usize) {
        if let Some(shown) = self.shown_mut() {
            let last = shown.page.lines.len().saturating_sub(height);
            shown.top = shown.top.saturating_add_signed(by).min(last);
        }
    }

    /// Goes to the next match, or the one before; past the last comes the first.
    pub(super) fn next_match(&mut self, back: bool, height: usize) -> Option<(usize, usize)> {
        let shown = self.shown_mut()?;
        let n = shown.page.matches.len();
        if n == 0 {
            return None;
        }
        let in_view = |line: &usize| *line >= shown.top;
        let first = shown.page.matches.iter().position(in_view);
        let at = match (shown.at, back) {
            (None, false) => first.unwrap_or(0),
            (None, true) => first.unwrap_or(n).checked_sub(1).unwrap_or(n - 1),
            (Some(at), false) => (at + 1) % n,
            (Some(at), true) => at.checked_sub(1).unwrap_or(n - 1),
        };
        shown.at = Some(at);
        shown.bring_into_view(shown.page.matches[at], height);
        Some((at + 1, n))
    }

    /// Goes to the next link, or the one before.
    pub(super) fn next_link(&mut self, back: bool, height: usize) -> bool {
        let Some(shown) = self.shown_mut() else {
            return false;
        };
        let n = shown.page.links.len();
        if n == 0 {
            return false;
        }
        let at = match (shown.link, back) {
            (None, false) => 0,
            (None, true) => n - 1,
            (Some(at), false) => (at + 1) % n,
            (Some(at), true) => at.checked_sub(1).unwrap_or(n - 1),
        };
        shown.link = Some(at);
        shown.bring_into_view(shown.page.links[at].line, height);
        true
    }

    /// Chooses a link.
    pub(super) fn choose(&mut self, link: usize) {
        if let Some(shown) = self.shown_mut() {
            shown.link = Some(link);
        }
    }

    /// Where the chosen link leads.
    pub(super) fn target(&self) -> Option<Target> {
        let shown = self.shown()?;
        let link = shown.page.links.get(shown.link?)?;
        Some(link.target.clone())
    }
}

impl Shown {
    fn lay_out(&mut self, width: u16, ascii: bool) {
        self.width = width;
        let before = self.page.lines.len().max(1);
        self.page = match &self.opened {
            Opened::Article(read) => article_page(read, usize::from(width), ascii),
            Opened::Family(family) => family_page(family, usize::from(width), ascii),
        };
        // About the same place of the text.
        self.top = self.top * self.page.lines.len() / before;
        if let Some(&line) = self.at.and_then(|at| self.page.matches.get(at)) {
            self.top = line.saturating_sub(3);
        }
    }

    fn bring_into_view(&mut self, line: usize, height: usize) {
        let height = height.max(1);
        if line < self.top || line >= self.top + height {
            let last = self.page.lines.len().saturating_sub(height);
            self.top = line.saturating_sub(height / 3).min(last);
        }
    }
}

impl App {
    /// Columns of the page that is read.
    pub(super) fn reading_width(&self, areas: &Areas) -> u16 {
        // A border and a margin are not for text.
        match self.reading.is_open() {
            true => areas.reader.width.saturating_sub(4),
            false => areas.preview.width.saturating_sub(3),
        }
    }

    /// Lines of the page that are seen.
    pub(super) fn reading_height(&self) -> usize {
        let areas = self.areas();
        usize::from(match self.reading.is_open() {
            true => areas.reader.height,
            false => areas.preview.height,
        })
    }

    /// Asks for the article beside the list, if it is not there.
    pub(super) fn preview_of(&mut self, id: Option<String>, tasks: &mut Vec<Task>) {
        let Some(id) = id else {
            self.reading.shown.clear();
            return;
        };
        let there = self.reading.has(&id);
        let asked = self.reading.wanted.as_ref().is_some_and(|(w, _)| *w == id);
        if !there && !asked {
            self.ask_for(id, false, tasks);
        }
    }

    /// Asks for an article; `over` keeps what is shown below it.
    pub(super) fn ask_for(&mut self, id: String, over: bool, tasks: &mut Vec<Task>) {
        let request = self.results.request.clone();
        let request = Box::new(request.unwrap_or_else(|| self.request()));
        self.reading.wanted = Some((id.clone(), over));
        tasks.push(Task::Read { id, request });
    }

    /// Opens the current hit over the panes.
    pub(super) fn open_current(&mut self, tasks: &mut Vec<Task>) {
        let Some(id) = self.results.current().map(|hit| hit.id.clone()) else {
            return;
        };
        if let Some(query) = self.line.worth_keeping() {
            tasks.push(Task::Remember(query));
        }
        self.reading.open();
        self.reading.shown.truncate(1);
        if !self.reading.has(&id) {
            self.reading.shown.clear();
            self.ask_for(id, false, tasks);
        }
    }

    /// Goes to the hit after the one that is read, or before it.
    pub(super) fn neighbour(&mut self, by: isize, tasks: &mut Vec<Task>) {
        let before = self.results.selected;
        self.results.step(by);
        if self.results.selected != before {
            self.open_current(tasks);
        }
    }

    /// Follows the chosen link.
    pub(super) fn follow(&mut self, tasks: &mut Vec<Task>) {
        match self.reading.target() {
            Some(Target::Article(id)) => self.ask_for(id, true, tasks),
            Some(Target::Url(url)) => {
                let request = self.results.request.clone();
                let request = Box::new(request.unwrap_or_else(|| self.request()));
                self.reading.wanted = Some((url.clone(), true));
                tasks.push(Task::Follow { url, request });
            }
            None => self.say("tab goes to a link, enter follows it"),
        }
    }

    /// The article that commands are about: the one that is read, else the current hit.
    pub(super) fn subject(&self) -> Option<(String, Option<String>, String)> {
        if let Some(shown) = self.reading.shown().filter(|_| self.reading.is_open()) {
            if let Opened::Article(read) = &shown.opened {
                let article = &read.article;
                let title = article.title.clone();
                return Some((article.id.clone(), article.url.clone(), title));
            }
            if let Some(Target::Article(id)) = self.reading.target() {
                return Some((id, None, String::new()));
            }
        }
        let hit = self.results.current()?;
        Some((hit.id.clone(), hit.url.clone(), hit.title.clone()))
    }
}

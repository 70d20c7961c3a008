//! What keys and pasted text do.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use tui_input::InputRequest;

use super::facets::FacetRow;
use super::narrow::Mark;
use super::prompt::PromptKind;
use super::{App, Mode};
use crate::tui::action::Action;
use crate::tui::keys::Key;
use crate::tui::task::Task;

impl App {
    pub(super) fn key(&mut self, event: KeyEvent, tasks: &mut Vec<Task>) {
        if event.kind == KeyEventKind::Release {
            return;
        }
        let key = Key::of(event);
        let mode = self.mode();
        // A remark is about the key before; an error stays.
        if self.message.as_ref().is_some_and(|m| !m.error) {
            self.message = None;
        }
        if let Some(action) = self.keys.action(mode, key) {
            self.act(action, mode, tasks);
            return;
        }
        match mode {
            Mode::Query => self.edit_query(event, key, tasks),
            Mode::Prompt => self.edit_prompt(event, key, tasks),
            // Who types while the keys are on a pane that has no use for the letter is told why.
            _ if key.text().is_some() => {
                let query = self.keys.key_of(mode, Action::Query);
                let help = self.keys.key_of(mode, Action::Help);
                if let (Some(query), Some(help)) = (query, help) {
                    self.say(format!(
                        "{query} goes to the query line, {help} shows the keys"
                    ));
                }
            }
            _ => {}
        }
    }

    fn edit_query(&mut self, event: KeyEvent, key: Key, tasks: &mut Vec<Task>) {
        let empty = self.line.text().is_empty();
        if event.code == KeyCode::Backspace && empty {
            let last = self.narrow.chips().len();
            if last > 0 {
                self.remove_chip(last - 1, tasks);
            }
            return;
        }
        let Some(request) = edit(event, key) else {
            return;
        };
        if self.line.edit(request) {
            self.changed(tasks);
            self.ask_completions(tasks);
        } else {
            self.completer.close();
        }
    }

    /// The query is another one now.
    fn changed(&mut self, tasks: &mut Vec<Task>) {
        self.message = None;
        self.search(tasks);
    }

    fn edit_prompt(&mut self, event: KeyEvent, key: Key, tasks: &mut Vec<Task>) {
        if let Some(letter) = key.text()
            && self.answered(letter, tasks)
        {
            return;
        }
        let Some(prompt) = &mut self.prompt else {
            return;
        };
        if let Some(request) = edit(event, key) {
            let before = prompt.input.value().to_owned();
            prompt.input.handle(request);
            if prompt.input.value() != before {
                self.prompt_typed(tasks);
            }
        }
    }

    pub(super) fn paste(&mut self, text: &str, tasks: &mut Vec<Task>) {
        match &mut self.prompt {
            Some(prompt) => {
                for c in crate::output::one_line(text).chars() {
                    prompt.input.handle(InputRequest::InsertChar(c));
                }
                self.prompt_typed(tasks);
            }
            None => {
                self.reading.close();
                self.help = None;
                self.focus = Mode::Query;
                let whole = self.line.insert(text);
                self.completer.close();
                self.changed(tasks);
                if !whole {
                    self.fail("the text is longer than a query can be: its end is left out");
                }
            }
        }
    }

    /// Does what a key stands for.
    pub(super) fn act(&mut self, action: Action, mode: Mode, tasks: &mut Vec<Task>) {
        match action {
            Action::Quit => self.end(None, tasks),
            Action::Help => self.help = Some(0),
            Action::Redraw => tasks.push(Task::Redraw),
            Action::Suspend => tasks.push(Task::Suspend),
            Action::Refresh => self.search(tasks),
            Action::Back => self.back(mode, tasks),
            Action::Query => self.go(Mode::Query),
            Action::Facets => self.go(Mode::Facets),
            Action::Timeline => self.go(Mode::Timeline),
            Action::NextPane => self.next_pane(false),
            Action::PreviousPane => self.next_pane(true),
            Action::Up => self.vertical(-1, mode),
            Action::Down => self.vertical(1, mode),
            Action::PageUp => self.page(-1, mode),
            Action::PageDown => self.page(1, mode),
            Action::Top => self.end_of(false, mode, tasks),
            Action::Bottom => self.end_of(true, mode, tasks),
            Action::Left => self.horizontal(-1, mode, tasks),
            Action::Right => self.horizontal(1, mode, tasks),
            Action::Open => self.open(mode, tasks),
            Action::Accept => self.prompt_done(tasks),
            Action::Mark => {
                self.results.mark();
                self.results.step(1);
            }
            Action::Complete => self.complete(false, tasks),
            Action::CompleteBack => self.complete(true, tasks),
            Action::HistoryBack | Action::HistoryOn => {
                let moved = match action {
                    Action::HistoryBack => self.line.history_back(),
                    _ => self.line.history_on(),
                };
                self.completer.close();
                if moved {
                    self.changed(tasks);
                }
            }
            Action::HistoryFind => {
                let text = self.line.text().to_owned();
                let earlier = self.line.history_with(&text);
                if earlier.is_empty() {
                    self.say("no earlier query has these letters");
                }
                self.completer.take_history(&text, earlier);
            }
            Action::NextMatch | Action::PreviousMatch => {
                let height = self.reading_height();
                let back = action == Action::PreviousMatch;
                match self.reading.next_match(back, height) {
                    Some((at, of)) => self.say(format!("match {at} of {of}")),
                    None => self.say("nothing is lit in this text"),
                }
            }
            Action::NextLink | Action::PreviousLink => {
                let height = self.reading_height();
                let back = action == Action::PreviousLink;
                if !self.reading.next_link(back, height) {
                    self.say("there is no link here");
                }
            }
            Action::NextArticle => self.neighbour(1, tasks),
            Action::PreviousArticle => self.neighbour(-1, tasks),
            Action::Sort => {
                self.narrow.next_sort();
                self.search(tasks);
            }
            Action::Collapse => {
                self.narrow.toggle_collapse();
                self.search(tasks);
            }
            Action::Preview => {
                let shown = self.areas().preview.width > 0;
                self.preview = Some(!shown);
                if !shown && self.areas().preview.width == 0 {
                    self.say("the window is too narrow for it: enter reads the article");
                }
            }
            Action::Similar => self.similar(tasks),
            Action::Family => {
                if let Some((id, ..)) = self.subject() {
                    self.reading.wanted = Some((id.clone(), self.reading.is_open()));
                    tasks.push(Task::Family { id });
                }
            }
            Action::Copy => self.ask(PromptKind::Copy, ""),
            Action::Browse => match self.subject() {
                Some((_, Some(url), _)) => tasks.push(Task::Browse { url }),
                Some(_) => self.fail("the article has no address"),
                None => {}
            },
            Action::Export => {
                let name = self.export_name();
                self.ask(PromptKind::Export, &name);
            }
            Action::Pipe => self.ask(PromptKind::Pipe, ""),
            Action::Save => self.ask(PromptKind::Save, ""),
            Action::Toggle => self.toggle(Mark::In, tasks),
            Action::Exclude => self.toggle(Mark::Out, tasks),
            Action::FilterValues => {
                if let Some(row) = self.facets.current(&self.narrow) {
                    let facet = row.facet().to_owned();
                    self.facets.fold(&facet, true);
                    self.facets.finding = Some((facet.clone(), String::new()));
                    self.ask(PromptKind::Value(facet), "");
                }
            }
            Action::Remove if mode == Mode::Timeline => self.drop_span(tasks),
            Action::Remove => self.remove_chip(self.chip, tasks),
            Action::Clear => self.clear(tasks),
            Action::Brush => self.brush(tasks),
            Action::GrowLeft => self.grow(-1, tasks),
            Action::GrowRight => self.grow(1, tasks),
            Action::ZoomIn => {
                if let Some((first, last)) = self.timeline.span() {
                    self.timeline.zoom_in(first, last);
                    self.narrow_to((first, last), tasks);
                }
            }
            Action::ZoomOut => {
                if self.timeline.zoom_out() {
                    self.search(tasks);
                } else {
                    self.say("the whole archive is on the timeline");
                }
            }
            Action::NextPeak => {
                if !self.timeline.next_peak() {
                    self.say("nothing stands out");
                }
            }
        }
    }

    fn open(&mut self, mode: Mode, tasks: &mut Vec<Task>) {
        match mode {
            Mode::Timeline => {
                if let Some(span) = self.timeline.span() {
                    self.timeline.anchor = None;
                    self.narrow_to(span, tasks);
                }
            }
            Mode::Reader => self.follow(tasks),
            // A proposal that was taken is kept; Enter ends choosing.
            Mode::Query if self.completer.chosen.is_some() => self.completer.close(),
            _ if self.picks => {
                let ids = match self.results.marked.is_empty() {
                    true => self.results.current().map(|hit| vec![hit.id.clone()]),
                    false => Some(self.results.marked.clone()),
                };
                match ids {
                    Some(ids) => self.end(Some(ids), tasks),
                    None => self.say("there is no hit to print"),
                }
            }
            _ => {
                self.completer.close();
                self.open_current(tasks);
            }
        }
    }

    fn complete(&mut self, back: bool, tasks: &mut Vec<Task>) {
        if self.prompt.is_some() {
            return;
        }
        if !self.completer.is_open() {
            self.next_pane(back);
            return;
        }
        if let Some((range, text)) = self.completer.choose(back)
            && self.line.text().get(range.clone()).is_some()
        {
            self.line.replace(range, &text);
            self.changed(tasks);
        }
    }

    fn similar(&mut self, tasks: &mut Vec<Task>) {
        let Some((id, ..)) = self.subject() else {
            return;
        };
        if let Some(query) = self.line.worth_keeping() {
            tasks.push(Task::Remember(query));
        }
        self.reading.close();
        self.line
            .set(&format!("like:{}", super::complete::quoted(&id)));
        self.changed(tasks);
        if let Some(key) = self.keys.key_of(Mode::Query, Action::HistoryBack) {
            self.say(format!(
                "{key} in the query line brings the query before back"
            ));
        }
    }

    pub(super) fn toggle(&mut self, mark: Mark, tasks: &mut Vec<Task>) {
        match self.facets.current(&self.narrow) {
            Some(FacetRow::Value { facet, value, .. }) => {
                self.narrow.toggle(&facet, &value, mark);
                self.search(tasks);
            }
            Some(FacetRow::Name { facet, open, .. }) => {
                if open {
                    self.facets.fold(&facet, false);
                    self.facets.fold(&facet, false);
                } else if self.facets.fold(&facet, true) {
                    self.search(tasks);
                }
            }
            Some(FacetRow::More { facet, .. }) => {
                self.facets.fold(&facet, true);
            }
            None => {}
        }
    }

    fn brush(&mut self, tasks: &mut Vec<Task>) {
        if self.timeline.anchor.take().is_none() {
            self.timeline.anchor = Some(self.timeline.cursor);
            self.brushed(true, tasks);
        }
    }

    fn grow(&mut self, by: isize, tasks: &mut Vec<Task>) {
        if self.timeline.anchor.is_none() {
            self.timeline.anchor = Some(self.timeline.cursor);
        }
        let moved = self.timeline.step(by);
        self.brushed(moved, tasks);
    }

    /// The span that is being made is another one now: the search narrows with it.
    pub(super) fn brushed(&mut self, moved: bool, tasks: &mut Vec<Task>) {
        if moved && let Some(span) = self.timeline.span() {
            self.narrow_to(span, tasks);
        }
    }

    fn narrow_to(&mut self, span: (jiff::civil::Date, jiff::civil::Date), tasks: &mut Vec<Task>) {
        self.narrow.since = Some(span.0.to_string());
        self.narrow.until = Some(span.1.to_string());
        self.search(tasks);
    }

    pub(super) fn drop_span(&mut self, tasks: &mut Vec<Task>) {
        self.timeline.anchor = None;
        if self.narrow.has_dates() {
            (self.narrow.since, self.narrow.until) = (None, None);
            self.search(tasks);
        }
    }
}

/// What a key does to a line of text: what shells and readline have.
fn edit(event: KeyEvent, key: Key) -> Option<InputRequest> {
    use InputRequest as I;
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    Some(match event.code {
        KeyCode::Char('a') if ctrl => I::GoToStart,
        KeyCode::Char('e') if ctrl => I::GoToEnd,
        KeyCode::Char('b') if ctrl => I::GoToPrevChar,
        KeyCode::Char('f') if ctrl => I::GoToNextChar,
        KeyCode::Char('h') if ctrl => I::DeletePrevChar,
        KeyCode::Char('d') if ctrl => I::DeleteNextChar,
        KeyCode::Char('w') if ctrl => I::DeletePrevWord,
        KeyCode::Char('u') if ctrl => I::DeleteLine,
        KeyCode::Char('k') if ctrl => I::DeleteTillEnd,
        KeyCode::Char('b') if alt => I::GoToPrevWord,
        KeyCode::Char('f') if alt => I::GoToNextWord,
        KeyCode::Backspace if alt || ctrl => I::DeletePrevWord,
        KeyCode::Backspace => I::DeletePrevChar,
        KeyCode::Delete if ctrl => I::DeleteNextWord,
        KeyCode::Delete => I::DeleteNextChar,
        KeyCode::Left if ctrl || alt => I::GoToPrevWord,
        KeyCode::Right if ctrl || alt => I::GoToNextWord,
        KeyCode::Left => I::GoToPrevChar,
        KeyCode::Right => I::GoToNextChar,
        KeyCode::Home => I::GoToStart,
        KeyCode::End => I::GoToEnd,
        _ => I::InsertChar(key.text()?),
    })
}

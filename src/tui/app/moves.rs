//! Going from pane to pane and inside one: what arrows, pages, ends and Esc do in each mode.

use super::facets::FacetRow;
use super::{App, Mode};
use crate::tui::task::Task;

impl App {
    pub(super) fn go(&mut self, to: Mode) {
        self.reading.close();
        self.completer.close();
        self.focus = to;
    }

    pub(super) fn back(&mut self, mode: Mode, tasks: &mut Vec<Task>) {
        match mode {
            Mode::Prompt => self.prompt_left(tasks),
            Mode::Help => self.help = None,
            Mode::Reader => self.reading.back(),
            Mode::Query if self.completer.is_open() => self.completer.close(),
            Mode::Query => self.focus = Mode::Results,
            Mode::Timeline if self.timeline.anchor.is_some() => self.drop_span(tasks),
            Mode::Facets if self.facets.finding.is_some() => self.prompt_left(tasks),
            _ => self.focus = Mode::Query,
        }
    }

    pub(super) fn next_pane(&mut self, back: bool) {
        let areas = self.areas();
        let mut panes = vec![Mode::Query];
        let there = [
            (Mode::Chips, !self.narrow.chips().is_empty()),
            (Mode::Timeline, areas.timeline.height > 0),
            (Mode::Facets, areas.facets.width > 0),
            (Mode::Results, true),
        ];
        panes.extend(
            there
                .iter()
                .filter(|(_, there)| *there)
                .map(|(mode, _)| *mode),
        );
        let at = panes
            .iter()
            .position(|pane| *pane == self.focus)
            .unwrap_or(0);
        let n = panes.len();
        self.focus = panes[if back { at + n - 1 } else { at + 1 } % n];
        self.completer.close();
    }

    pub(super) fn vertical(&mut self, by: isize, mode: Mode) {
        let height = self.reading_height();
        match mode {
            Mode::Facets => self.facets.step(by, &self.narrow),
            Mode::Prompt if self.facets.finding.is_some() => self.facets.step(by, &self.narrow),
            // What is asked for is about the article of now.
            Mode::Prompt => {}
            Mode::Reader => self.reading.scroll(by, height),
            Mode::Help => self.scroll_help(by),
            Mode::Chips => self.focus = if by < 0 { Mode::Query } else { Mode::Results },
            _ => {
                self.completer.close();
                self.results.step(by);
            }
        }
    }

    pub(super) fn page(&mut self, by: isize, mode: Mode) {
        let areas = self.areas();
        let height = self.reading_height();
        let step = |rows: usize| by * (rows.max(2) - 1) as isize;
        match mode {
            Mode::Facets => self
                .facets
                .step(step(usize::from(areas.facets.height)), &self.narrow),
            Mode::Reader => self.reading.scroll(step(height), height),
            Mode::Help => self.scroll_help(step(usize::from(areas.reader.height))),
            Mode::Prompt => {}
            _ => self.results.step(step(areas.hits_shown())),
        }
    }

    pub(super) fn scroll_help(&mut self, by: isize) {
        let height = usize::from(self.areas().reader.height);
        let last = crate::tui::view::help_lines(self).saturating_sub(height);
        if let Some(top) = &mut self.help {
            *top = top.saturating_add_signed(by).min(last);
        }
    }

    pub(super) fn end_of(&mut self, bottom: bool, mode: Mode, tasks: &mut Vec<Task>) {
        let far = if bottom {
            isize::MAX / 2
        } else {
            isize::MIN / 2
        };
        let height = self.reading_height();
        match mode {
            Mode::Facets => self.facets.step(far, &self.narrow),
            Mode::Reader => self.reading.scroll(far, height),
            Mode::Help => self.scroll_help(far),
            Mode::Timeline => {
                let moved = self.timeline.step(far);
                self.brushed(moved, tasks);
            }
            _ => self.results.step(far),
        }
    }

    pub(super) fn horizontal(&mut self, by: isize, mode: Mode, tasks: &mut Vec<Task>) {
        match mode {
            Mode::Timeline => {
                let moved = self.timeline.step(by);
                self.brushed(moved, tasks);
            }
            Mode::Chips => self.step_chip(by),
            Mode::Facets => {
                let Some(row) = self.facets.current(&self.narrow) else {
                    return;
                };
                let facet = row.facet().to_owned();
                let was_open = self.facets.is_open(&facet);
                let count = self.facets.fold(&facet, by > 0);
                if by < 0 && !matches!(row, FacetRow::Name { .. }) {
                    self.facets.go_to(&facet, &self.narrow);
                } else if by > 0 && was_open && matches!(row, FacetRow::Name { .. }) {
                    self.facets.step(1, &self.narrow);
                }
                if count {
                    self.search(tasks);
                }
            }
            _ => {}
        }
    }
}

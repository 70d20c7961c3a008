//! What the mouse does.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use tui_input::InputRequest;

use super::narrow::Mark;
use super::{App, Mode};
use crate::tui::layout::Spot;
use crate::tui::task::Task;

impl App {
    pub(super) fn mouse(&mut self, event: MouseEvent, tasks: &mut Vec<Task>) {
        let mode = self.mode();
        let over = matches!(mode, Mode::Reader | Mode::Help);
        let spot = self.areas().spot(event.column, event.row);
        match event.kind {
            MouseEventKind::ScrollDown | MouseEventKind::ScrollUp => {
                let by = if event.kind == MouseEventKind::ScrollDown {
                    1
                } else {
                    -1
                };
                let height = self.reading_height();
                match spot {
                    _ if over => self.vertical(by * 3, mode),
                    Spot::Facets(_) => self.facets.step(by * 3, &self.narrow),
                    Spot::Preview(_) => self.reading.scroll(by * 3, height),
                    _ => self.results.step(by),
                }
            }
            MouseEventKind::Down(MouseButton::Left) if over => self.click_page(event, tasks),
            MouseEventKind::Down(MouseButton::Left) => self.click(spot, event, tasks),
            MouseEventKind::Down(MouseButton::Right) if !over => {
                if let Spot::Facets(row) = spot {
                    self.facets.selected = self.facets.top + row;
                    self.toggle(Mark::Out, tasks);
                }
            }
            MouseEventKind::Drag(MouseButton::Left) if self.timeline.anchor.is_some() => {
                // Whatever row it is in: the first filter moves the pane down under the mouse.
                let before = self.timeline.cursor;
                let at = self.bar_at(usize::from(event.column));
                self.timeline.go_to(at);
                self.brushed(before != self.timeline.cursor, tasks);
            }
            MouseEventKind::Up(MouseButton::Left) => {
                // The span that was drawn stays; a click without a drag chooses nothing.
                self.timeline.anchor = None;
            }
            _ => {}
        }
    }

    fn click(&mut self, spot: Spot, event: MouseEvent, tasks: &mut Vec<Task>) {
        self.prompt = None;
        self.completer.close();
        match spot {
            Spot::Line(column) => {
                self.focus = Mode::Query;
                let place = self
                    .line
                    .input
                    .visual_scroll(usize::from(self.areas().line.width));
                let request = InputRequest::SetCursor(place + column.saturating_sub(2));
                self.line.edit(request);
            }
            Spot::Chips(column) => {
                self.focus = Mode::Chips;
                if let Some(at) = crate::tui::view::chip_at(self, column) {
                    self.chip = at;
                    self.remove_chip(at, tasks);
                }
            }
            Spot::Timeline(column) => {
                self.focus = Mode::Timeline;
                let at = self.bar_at(column);
                self.timeline.go_to(at);
                self.timeline.anchor = Some(self.timeline.cursor);
            }
            Spot::Facets(row) => {
                self.focus = Mode::Facets;
                let at = self.facets.top + row;
                if at < self.facets.rows(&self.narrow).len() {
                    self.facets.selected = at;
                    let mark = match event.modifiers.contains(KeyModifiers::CONTROL) {
                        true => Mark::Out,
                        false => Mark::In,
                    };
                    self.toggle(mark, tasks);
                }
            }
            Spot::Hits(row) => {
                self.focus = Mode::Results;
                let at = self.results.top + row / self.areas().hit_rows();
                if at < self.results.hits.len() {
                    match at == self.results.selected {
                        true => self.open_current(tasks),
                        false => self.results.selected = at,
                    }
                }
            }
            Spot::Preview(_) => self.open_current(tasks),
            Spot::Elsewhere => {}
        }
    }

    fn click_page(&mut self, event: MouseEvent, tasks: &mut Vec<Task>) {
        let areas = self.areas();
        let row = usize::from(event.row.saturating_sub(areas.reader.y));
        let Some(shown) = self.reading.shown().filter(|_| self.help.is_none()) else {
            return;
        };
        let line = shown.top + row;
        let link = shown.page.links.iter().position(|link| link.line == line);
        if let Some(link) = link {
            self.reading.choose(link);
            self.follow(tasks);
        }
    }

    /// The bucket at a column of the timeline.
    fn bar_at(&self, column: usize) -> usize {
        let bars = self.timeline.bars(&self.narrow).len().max(1);
        let width = usize::from(self.areas().timeline.width);
        column / crate::tui::layout::bar_width(bars, width)
    }
}

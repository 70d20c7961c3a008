//! The active filters as chips: moving between them and taking them away.

use super::App;
use crate::tui::task::Task;

impl App {
    pub(super) fn step_chip(&mut self, by: isize) {
        let last = self.narrow.chips().len().saturating_sub(1);
        self.chip = self.chip.saturating_add_signed(by).min(last);
    }

    /// Takes a filter away.
    pub(super) fn remove_chip(&mut self, at: usize, tasks: &mut Vec<Task>) {
        let chips = self.narrow.chips();
        let Some(chip) = chips.get(at) else {
            return;
        };
        self.narrow.remove(chip);
        self.timeline.anchor = None;
        self.chip = at.min(chips.len().saturating_sub(2));
        if chips.len() == 1 && self.focus == super::Mode::Chips {
            self.focus = super::Mode::Results;
        }
        self.search(tasks);
    }

    pub(super) fn clear(&mut self, tasks: &mut Vec<Task>) {
        if self.narrow.chips().is_empty() {
            self.say("no filter is set");
            return;
        }
        self.narrow.clear();
        self.timeline.anchor = None;
        if self.focus == super::Mode::Chips {
            self.focus = super::Mode::Results;
        }
        self.search(tasks);
    }
}

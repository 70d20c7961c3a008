//! Every key in every mode, in orders that nobody would think of, with answers that come late, twice
//! or never: nothing panics, and only leaving leaves.

use crossterm::event::{MouseButton, MouseEventKind};

use super::*;
use crate::tui::action::Action;
use crate::tui::bindings::BINDINGS;
use crate::tui::keys::Key;
use crate::tui::stage::{Stage, key};

/// Numbers from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.roll(all.len())]
    }
}

const TEXTS: &[&str] = &[
    "ferry",
    "\"coast guard\"",
    " AND ",
    "(",
    "source:",
    "-",
    "フェリー",
    "العبّارة",
    "e\u{301}",
    "section:local/",
    "like:",
    "date:2019..",
    "\"",
    "a",
    " ",
    "\\",
    "saved:x",
    "NEAR/3",
];

const SIZES: &[(u16, u16)] = &[
    (0, 0),
    (1, 1),
    (20, 5),
    (60, 20),
    (80, 24),
    (140, 40),
    (200, 60),
];

/// Gives a stage one event; true if it was one that may end the view.
fn step(stage: &mut Stage, dice: &mut Dice) -> bool {
    match dice.roll(100) {
        0..70 => {
            let binding = dice.of(BINDINGS);
            let name = *dice.of(binding.keys);
            let quits = stage.app.keys.action(stage.app.mode(), Key::of(key(name)));
            if quits == Some(Action::Quit) && dice.roll(20) > 0 {
                return false;
            }
            stage.press(name);
            return quits == Some(Action::Quit);
        }
        70..79 => {
            let text = *dice.of(TEXTS);
            // Letters that are commands where one does not type are among the keys above.
            if stage.app.mode().types() {
                stage.type_text(text);
            } else {
                stage.paste(text);
            }
        }
        79..86 => {
            let (width, height) = stage.app.size;
            let (x, y) = (
                dice.roll(usize::from(width) + 2),
                dice.roll(usize::from(height) + 2),
            );
            let kind = *dice.of(&[
                MouseEventKind::Down(MouseButton::Left),
                MouseEventKind::Down(MouseButton::Right),
                MouseEventKind::Drag(MouseButton::Left),
                MouseEventKind::Up(MouseButton::Left),
                MouseEventKind::ScrollDown,
                MouseEventKind::ScrollUp,
                MouseEventKind::Moved,
            ]);
            stage.mouse(kind, x as u16, y as u16);
        }
        86..88 => {
            let (width, height) = *dice.of(SIZES);
            stage.resize(width, height);
        }
        88..92 => {
            stage.pass([1, 200, 7000][dice.roll(3)]);
        }
        92..93 => {
            stage.answer(Answer::Reloaded {
                articles: dice.roll(200) as u64,
            });
        }
        _ => {
            // Any task that waits, in any order; an answer may come twice, and a task be forgotten.
            if !stage.waiting.is_empty() {
                let at = dice.roll(stage.waiting.len());
                let task = stage.waiting.remove(at).unwrap();
                // Searching takes most of the time here, and seldom shows anything new.
                if matches!(task, Task::Search { .. }) && dice.roll(3) > 0 {
                    return false;
                }
                let twice = (dice.roll(8) == 0).then(|| task.clone());
                for task in std::iter::once(task).chain(twice) {
                    if let Some(answer) = stage.done(task) {
                        stage.answer(answer);
                    }
                }
            }
        }
    }
    false
}

#[test]
fn no_order_of_keys_and_answers_panics_or_ends_the_view() {
    const RUNS: u64 = 20;
    const EVENTS: usize = 1000;
    let mut modes = std::collections::BTreeSet::new();
    for seed in 0..RUNS {
        let mut dice = Dice(seed);
        let mut stage = Stage::holding();
        for n in 0..EVENTS {
            let may_end = step(&mut stage, &mut dice);
            modes.insert(stage.app.mode());
            // Tasks that nobody does any more do not pile up here.
            while stage.waiting.len() > 12 {
                stage.waiting.pop_front();
            }
            if n % 16 == 0 {
                stage.text();
            }
            if stage.app.outcome.is_some() {
                assert!(may_end, "seed {seed}, event {n}: {:?}", stage.app.outcome);
                stage = Stage::holding();
            }
        }
        // The last search is answered, and the view rests.
        stage.waiting.clear();
        stage.app.prompt = None;
        stage.paste("x");
        stage.release();
        stage.frame();
        assert!(!stage.app.results.running(), "seed {seed}");
    }
    assert_eq!(modes.len(), 8, "{modes:?}");
}

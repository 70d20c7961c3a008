//! The active filters, each with a sign that takes it away.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::pieces::put;
use crate::output::one_line;
use crate::tui::action::Mode;
use crate::tui::app::{App, Chip, Mark};
use crate::tui::text;
use crate::tui::theme::Look;

/// Longest text of a chip, in columns.
const LONGEST: usize = 40;

fn label(chip: &Chip) -> String {
    let text = match chip {
        Chip::Value { facet, value, mark } => {
            let sign = if *mark == Mark::Out { "not " } else { "" };
            format!("{sign}{facet}: {value}")
        }
        Chip::Dates { since, until } => match (since, until) {
            (Some(since), Some(until)) if since == until => since.clone(),
            (since, until) => format!(
                "{} .. {}",
                since.as_deref().unwrap_or_default(),
                until.as_deref().unwrap_or_default()
            ),
        },
    };
    text::fit(&one_line(&text), LONGEST, "~")
}

/// The chips with the columns that each takes, half-open.
fn spans(app: &App) -> Vec<(Chip, String, usize, usize)> {
    let mut at = 1;
    let mut out = Vec::new();
    for chip in app.narrow.chips() {
        let label = label(&chip);
        // A blank on both sides, and the sign behind.
        let end = at + text::cells(&label) + 4;
        out.push((chip, label, at, end));
        at = end + 1;
    }
    out
}

/// The chip at a column of the row.
pub(crate) fn chip_at(app: &App, column: usize) -> Option<usize> {
    spans(app)
        .iter()
        .position(|(_, _, from, to)| (*from..*to).contains(&column))
}

pub(super) fn draw(app: &App, look: &Look, buffer: &mut Buffer, area: Rect) {
    if area.area() == 0 {
        return;
    }
    for (n, (chip, label, from, to)) in spans(app).into_iter().enumerate() {
        let out = matches!(
            chip,
            Chip::Value {
                mark: Mark::Out,
                ..
            }
        );
        let mut style = if out {
            look.theme.chip_out
        } else {
            look.theme.chip
        };
        if app.focus == Mode::Chips && app.chip == n {
            style = style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
        }
        let x = area.x + from as u16;
        if from >= usize::from(area.width) {
            break;
        }
        let text = format!(" {label} {} ", look.glyphs.remove);
        let width = (to - from).min(usize::from(area.width) - from) as u16;
        put(buffer, (x, area.y), width, &[(text, style)], look);
    }
}

//! The pane of facets.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::pieces::{put, put_text};
use crate::output::one_line;
use crate::tui::action::Mode;
use crate::tui::app::{App, FacetRow, Mark, grouped};
use crate::tui::text;
use crate::tui::theme::Look;

pub(super) fn draw(app: &App, look: &Look, buffer: &mut Buffer, area: Rect) {
    if area.width < 8 || area.height == 0 {
        return;
    }
    let theme = &look.theme;
    let focused = app.mode() == Mode::Facets;
    let title = if focused { theme.accent } else { theme.dim };
    put_text(
        buffer,
        (area.x + 1, area.y),
        area.width - 2,
        "Filters",
        title,
        look,
    );
    let edge = area.right() - 1;
    for y in area.y..area.bottom() {
        buffer.set_string(edge, y, look.glyphs.vertical, theme.border);
    }
    let inner = Rect::new(area.x, area.y + 1, area.width - 1, area.height - 1);
    let rows = app.facets.rows(&app.narrow);
    let shown = rows.iter().enumerate().skip(app.facets.top);
    for ((n, row), y) in shown.zip(inner.y..inner.bottom()) {
        let line = Rect::new(inner.x, y, inner.width, 1);
        if focused && n == app.facets.selected {
            super::fill(buffer, line, theme.selected.add_modifier(Modifier::BOLD));
            put(
                buffer,
                (line.x, y),
                1,
                &[(look.glyphs.gutter.into(), theme.accent)],
                look,
            );
        }
        draw_row(app, row, look, buffer, line);
    }
}

fn draw_row(app: &App, row: &FacetRow, look: &Look, buffer: &mut Buffer, area: Rect) {
    let theme = &look.theme;
    let x = area.x + 1;
    let room = area.width.saturating_sub(2);
    match row {
        FacetRow::Name {
            facet,
            open,
            distinct,
        } => {
            let sign = if *open {
                look.glyphs.open
            } else {
                look.glyphs.closed
            };
            let name = match app.facets.finding(facet) {
                // Only some of its values are shown, also after the prompt has gone.
                Some(prefix) => format!("{sign} {facet} {prefix}{}", look.glyphs.ellipsis),
                None => format!("{sign} {facet}"),
            };
            let end = put_text(buffer, (x, area.y), room, &name, theme.title, look);
            if *distinct > 0 {
                let left = area.right().saturating_sub(end + 1);
                let many = grouped(*distinct);
                put_text(buffer, (end + 1, area.y), left, &many, theme.border, look);
            }
        }
        FacetRow::Value {
            value, count, mark, ..
        } => {
            let (sign, style) = match mark {
                Some(Mark::In) => (look.glyphs.wanted, theme.accent),
                Some(Mark::Out) => (look.glyphs.unwanted, theme.error),
                None => (" ", theme.text),
            };
            let count = grouped(*count);
            let wide = text::cells(&count) as u16;
            let names = room.saturating_sub(wide + 4);
            put(
                buffer,
                (x + 1, area.y),
                1,
                &[(sign.to_owned(), style)],
                look,
            );
            let value = text::fit(&one_line(value), usize::from(names), look.glyphs.ellipsis);
            put(buffer, (x + 3, area.y), names, &[(value, style)], look);
            let at = area.right().saturating_sub(wide + 1);
            put_text(buffer, (at, area.y), wide, &count, theme.dim, look);
        }
        FacetRow::More { values, .. } => {
            let text = format!("{} more", grouped(*values));
            put_text(buffer, (x + 3, area.y), room, &text, theme.border, look);
        }
    }
}

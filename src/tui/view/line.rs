//! The query line with its marks, the remarks below it, and the proposals.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::pieces::{put, put_text};
use crate::search::Sort;
use crate::tui::action::Mode;
use crate::tui::app::{App, Problem, grouped};
use crate::tui::text;
use crate::tui::theme::Look;

/// Columns before the text.
const LEAD: u16 = 2;

/// Draws the line; returns where the cursor is.
pub(super) fn draw(app: &App, look: &Look, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    if area.width <= LEAD + 1 || area.height == 0 {
        return None;
    }
    let theme = &look.theme;
    let focused = app.focus == Mode::Query;
    let sign = if focused { theme.accent } else { theme.dim };
    put_text(
        buffer,
        (area.x, area.y),
        LEAD,
        look.glyphs.prompt,
        sign,
        look,
    );
    let order = order(app);
    let right = text::cells(&order) as u16 + 1;
    let room = area.width - LEAD;
    let room = if room > right + 30 {
        room - right
    } else {
        room
    };
    if room < area.width - LEAD {
        let x = area.right() - right + 1;
        put_text(buffer, (x, area.y), right, &order, theme.dim, look);
    }
    let value = app.line.text();
    if value.is_empty() {
        let hint = "type to search; all articles are below";
        put_text(buffer, (area.x + LEAD, area.y), room, hint, theme.dim, look);
    }
    let scroll = app.line.input.visual_scroll(usize::from(room));
    let mut column = 0;
    for (at, letter) in unicode_segmentation::UnicodeSegmentation::grapheme_indices(value, true) {
        let cells = text::cells(letter).max(1);
        let x = column;
        column += cells;
        if x < scroll {
            continue;
        }
        let x = (x - scroll) as u16;
        if x + cells as u16 > room {
            break;
        }
        let style = style_at(app, look, at);
        buffer.set_string(area.x + LEAD + x, area.y, letter, style);
    }
    let cursor = app.line.input.visual_cursor().saturating_sub(scroll) as u16;
    Some(Position::new(
        area.x + LEAD + cursor.min(room.saturating_sub(1)),
        area.y,
    ))
}

/// The order of the hits, and whether copies are shown as one.
fn order(app: &App) -> String {
    let sort = match app.narrow.sort {
        Sort::Relevance => "best first",
        Sort::Newest => "newest first",
        Sort::Oldest => "oldest first",
        Sort::By(_) => "sorted",
    };
    match app.narrow.collapse {
        Some(_) => format!("{sort}, copies as one"),
        None => format!("{sort}, each copy"),
    }
}

/// Whether a remark is about all of the query: it needs no carets and no line then.
fn whole(app: &App, problem: &Problem) -> bool {
    problem.start == 0 && problem.end >= app.line.text().len() && !problem.error
}

fn style_at(app: &App, look: &Look, byte: usize) -> Style {
    let problem = app
        .line
        .problems()
        .find(|p| (p.start..p.end).contains(&byte) && !whole(app, p));
    match problem {
        Some(p) if p.error => look.theme.error.add_modifier(Modifier::UNDERLINED),
        Some(_) => look.theme.note.add_modifier(Modifier::UNDERLINED),
        None => look.theme.text,
    }
}

/// Draws carets under the place that the first remark is about, and the remark beside them, where
/// there is more room.
pub(super) fn draw_notes(app: &App, look: &Look, buffer: &mut Buffer, area: Rect) {
    let Some(problem) = app.line.problems().next() else {
        return;
    };
    if area.height == 0 || area.width <= LEAD {
        return;
    }
    let style = match problem.error {
        true => look.theme.error,
        false => look.theme.note,
    };
    let text = match app.line.remarks() - 1 {
        0 => problem.text.clone(),
        more => format!("{} (and {more} more)", problem.text),
    };
    let value = app.line.text();
    let left = area.x + LEAD;
    let room = area.width - LEAD;
    if whole(app, problem) {
        put_text(buffer, (left, area.y), room, &text, style, look);
        return;
    }
    let scroll = app.line.input.visual_scroll(usize::from(room));
    let column = |byte: usize| {
        let before = value.get(..byte.min(value.len())).unwrap_or(value);
        text::cells(before)
            .saturating_sub(scroll)
            .min(usize::from(room))
    };
    let from = column(problem.start).min(usize::from(room) - 1) as u16;
    let to = (column(problem.end) as u16).clamp(from + 1, room);
    let carets = look.glyphs.caret.repeat(usize::from(to - from));
    put(
        buffer,
        (left + from, area.y),
        to - from,
        &[(carets, style)],
        look,
    );
    let right = room.saturating_sub(to + 1);
    let wide = text::cells(&text) as u16;
    if right >= wide || right >= from {
        put_text(buffer, (left + to + 1, area.y), right, &text, style, look);
    } else {
        let x = left + from.saturating_sub(wide + 1);
        put_text(
            buffer,
            (x, area.y),
            from.saturating_sub(1),
            &text,
            style,
            look,
        );
    }
}

/// Draws the proposals below the word that they are for, over the panes.
pub(super) fn draw_offers(app: &App, look: &Look, buffer: &mut Buffer, line: Rect, window: Rect) {
    let offers = &app.completer.offers;
    if offers.is_empty() || app.mode() != Mode::Query || window.height < 4 {
        return;
    }
    let theme = &look.theme;
    let rows = offers
        .len()
        .min(usize::from(window.height.saturating_sub(3)));
    let names = offers
        .iter()
        .take(rows)
        .map(|o| text::cells(&o.shown))
        .max();
    let facts: Vec<String> = offers
        .iter()
        .map(|o| match o.articles {
            Some(n) => format!("{} {}", grouped(n), o.kind),
            None => o.kind.clone(),
        })
        .collect();
    let facts_width = facts
        .iter()
        .take(rows)
        .map(|f| text::cells(f))
        .max()
        .unwrap_or(0);
    let names_width = names.unwrap_or(0).min(60);
    let width = (names_width + facts_width + 4).min(usize::from(window.width)) as u16;
    let scroll = app
        .line
        .input
        .visual_scroll(usize::from(line.width.saturating_sub(LEAD)));
    let before = app
        .line
        .text()
        .get(..app.completer.begins())
        .unwrap_or_default();
    let x = line.x + LEAD + text::cells(before).saturating_sub(scroll) as u16;
    let x = x
        .saturating_sub(1)
        .min(window.right().saturating_sub(width));
    // The remark on the query stays readable.
    let y = line.y + 1 + app.areas().notes.height;
    for (n, offer) in offers.iter().take(rows).enumerate() {
        let y = y + n as u16;
        if y >= window.bottom().saturating_sub(1) {
            break;
        }
        let row = Rect::new(x, y, width, 1);
        for at in row.positions() {
            buffer[at].reset();
        }
        let chosen = app.completer.chosen == Some(n);
        let style = match chosen {
            true => theme.accent.add_modifier(Modifier::REVERSED),
            false => theme.text.add_modifier(Modifier::REVERSED),
        };
        buffer.set_style(row, style);
        put_text(
            buffer,
            (x + 1, y),
            width.saturating_sub(2),
            &offer.shown,
            style,
            look,
        );
        let fact = &facts[n];
        let from = row.right().saturating_sub(text::cells(fact) as u16 + 1);
        if usize::from(from.saturating_sub(x + 1)) > text::cells(&offer.shown) {
            put_text(buffer, (from, y), row.right() - from, fact, style, look);
        }
    }
}

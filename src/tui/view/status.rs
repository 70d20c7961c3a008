//! The last row: a message, a line that is asked for, or the keys that matter now; totals on the right.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::pieces::{put, put_text};
use crate::tui::action::{Action, Mode};
use crate::tui::app::{App, PromptKind, grouped};
use crate::tui::text;
use crate::tui::theme::Look;

/// Milliseconds after which a search that runs is told.
const SLOW_MS: u64 = 150;

/// Draws the row; returns where the cursor is in a line that is asked for.
pub(super) fn draw(app: &App, look: &Look, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    if area.area() == 0 {
        return None;
    }
    let theme = &look.theme;
    if let Some(prompt) = &app.prompt {
        // Where one letter is asked for, no line needs room.
        let (label, left) = match prompt.kind {
            PromptKind::Copy => (prompt.label(), 0),
            _ => (format!("{}: ", prompt.label()), 30),
        };
        let room = usize::from(area.width) / 2;
        let room = room.max(usize::from(area.width).saturating_sub(left));
        let label = text::fit(&label, room, look.glyphs.ellipsis);
        let x = put_text(
            buffer,
            (area.x, area.y),
            area.width,
            &label,
            theme.accent,
            look,
        );
        let left = area.right().saturating_sub(x);
        let scroll = prompt.input.visual_scroll(usize::from(left.max(2) - 1));
        let mut column = 0;
        for letter in
            unicode_segmentation::UnicodeSegmentation::graphemes(prompt.input.value(), true)
        {
            let cells = text::cells(letter).max(1);
            if column >= scroll && column + cells - scroll <= usize::from(left) {
                buffer.set_string(x + (column - scroll) as u16, area.y, letter, theme.text);
            }
            column += cells;
        }
        let cursor = prompt.input.visual_cursor().saturating_sub(scroll) as u16;
        return Some(Position::new((x + cursor).min(area.right() - 1), area.y));
    }
    let right = facts(app, look);
    let wide = text::cells(&right) as u16;
    let mut room = area.width;
    if wide + 20 < area.width {
        room -= wide + 2;
        put_text(
            buffer,
            (area.right() - wide, area.y),
            wide,
            &right,
            theme.dim,
            look,
        );
    }
    match &app.message {
        Some(message) => {
            let style = if message.error {
                theme.error
            } else {
                theme.note
            };
            put_text(buffer, (area.x, area.y), room, &message.text, style, look);
        }
        None => draw_hints(app, look, buffer, Rect::new(area.x, area.y, room, 1)),
    }
    None
}

/// Articles in the index and the time that the search took, or that it runs.
fn facts(app: &App, look: &Look) -> String {
    let mut facts = Vec::new();
    if let Some(ms) = app.results.running_for(app.now).filter(|ms| *ms > SLOW_MS) {
        let signs = look.glyphs.spinner;
        let turn = if look.motion {
            (ms / 100) as usize % signs.len()
        } else {
            0
        };
        facts.push(format!("{} searching", signs[turn]));
    } else if let Some(response) = &app.results.response {
        facts.push(format!("{:.1} ms", response.timing_ms.total));
    }
    if app.results.stale {
        facts.push("newer articles: f5".to_owned());
    }
    if let Some(articles) = app.articles {
        facts.push(format!("{} in the index", grouped(articles)));
    }
    facts.join(&format!(" {} ", look.glyphs.separator))
}

/// The keys that matter where one is.
fn hints(mode: Mode, picks: bool) -> &'static [(Action, &'static str)] {
    match mode {
        Mode::Query if picks => &[
            (Action::Open, "print"),
            (Action::Mark, "mark"),
            (Action::Complete, "complete"),
            (Action::Back, "list"),
            (Action::Help, "keys"),
        ],
        Mode::Query => &[
            (Action::Open, "read"),
            (Action::Complete, "complete"),
            (Action::Facets, "filters"),
            (Action::Timeline, "dates"),
            (Action::Back, "list"),
            (Action::Help, "keys"),
        ],
        Mode::Results => &[
            (Action::Open, "read"),
            (Action::Query, "query"),
            (Action::Facets, "filters"),
            (Action::Similar, "similar"),
            (Action::Family, "copies"),
            (Action::Export, "export"),
            (Action::Help, "keys"),
            (Action::Quit, "quit"),
        ],
        Mode::Facets => &[
            (Action::Toggle, "only this"),
            (Action::Exclude, "not this"),
            (Action::FilterValues, "find"),
            (Action::Right, "more"),
            (Action::Back, "query"),
            (Action::Help, "keys"),
        ],
        Mode::Timeline => &[
            (Action::Open, "only this"),
            (Action::Brush, "span"),
            (Action::ZoomIn, "zoom"),
            (Action::NextPeak, "peak"),
            (Action::Remove, "all dates"),
            (Action::Help, "keys"),
        ],
        Mode::Chips => &[
            (Action::Remove, "remove"),
            (Action::Clear, "remove all"),
            (Action::Back, "query"),
        ],
        Mode::Reader => &[
            (Action::NextMatch, "match"),
            (Action::NextArticle, "next"),
            (Action::NextLink, "link"),
            (Action::Similar, "similar"),
            (Action::Family, "copies"),
            (Action::Copy, "copy"),
            (Action::Browse, "browser"),
            (Action::Back, "back"),
        ],
        Mode::Help => &[(Action::Back, "close"), (Action::PageDown, "on")],
        Mode::Prompt => &[(Action::Accept, "do it"), (Action::Back, "give up")],
    }
}

fn draw_hints(app: &App, look: &Look, buffer: &mut Buffer, area: Rect) {
    let mode = app.mode();
    let mut x = area.x;
    for (action, what) in hints(mode, app.picks) {
        let Some(key) = app.keys.key_of(mode, *action) else {
            continue;
        };
        let wide = (text::cells(&key) + 1 + text::cells(what)) as u16;
        if x + wide > area.right() {
            break;
        }
        let pieces = [
            (key, look.theme.accent),
            (format!(" {what}"), look.theme.dim),
        ];
        x = put(buffer, (x, area.y), wide, &pieces, look) + 2;
    }
}

//! Drawing: a state in, a frame out. It only looks; nothing here changes what is shown later.

mod chips;
mod facets;
mod help;
mod hits;
mod line;
mod page;
pub(super) mod pieces;
mod status;
mod timeline;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::action::Mode;
use super::app::App;
use super::terminal::ScreenLink;
use super::theme::Look;

pub(crate) use chips::chip_at;
pub(crate) use help::help_lines;
pub(super) use page::draw_line;

/// Draws the whole window.
pub(crate) fn draw(app: &App, look: &Look, frame: &mut Frame<'_>) {
    let window = frame.area();
    let areas = app.areas();
    // A window that has just changed its size is drawn as far as the state knows it.
    let inside = |area: Rect| area.intersection(window);
    let buffer = frame.buffer_mut();
    let over = matches!(app.mode(), Mode::Reader | Mode::Help)
        || (app.prompt.is_some() && app.reading.is_open());
    let mut cursor = None;
    if app.help.is_some() {
        help::draw(app, look, buffer, inside(areas.reader));
    } else if over {
        page::draw(app, look, buffer, inside(areas.reader), true);
    } else {
        cursor = line::draw(app, look, buffer, inside(areas.line));
        line::draw_notes(app, look, buffer, inside(areas.notes));
        chips::draw(app, look, buffer, inside(areas.chips));
        timeline::draw(app, look, buffer, inside(areas.timeline));
        facets::draw(app, look, buffer, inside(areas.facets));
        hits::draw(app, look, buffer, inside(areas.hits));
        page::draw(app, look, buffer, inside(areas.preview), false);
        line::draw_offers(app, look, buffer, inside(areas.line), window);
    }
    let asked = status::draw(app, look, buffer, inside(areas.status));
    let cursor = match app.mode() {
        Mode::Prompt => asked,
        Mode::Query => cursor,
        _ => None,
    };
    if let Some(cursor) = cursor.filter(|at| window.contains(*at)) {
        frame.set_cursor_position(cursor);
    }
}

/// Stretches of the frame that lead to an address.
pub(crate) fn links(app: &App) -> Vec<ScreenLink> {
    match app.mode() {
        Mode::Reader => page::links(app),
        _ => Vec::new(),
    }
}

/// Fills a row with a style.
fn fill(buffer: &mut Buffer, area: Rect, style: ratatui::style::Style) {
    buffer.set_style(area, style);
}

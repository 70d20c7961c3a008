//! stub
use crate::tui::app::App;
use crate::tui::terminal::ScreenLink;
use crate::tui::theme::Look;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
pub(super) fn draw(_app: &App, _look: &Look, _buffer: &mut Buffer, _area: Rect, _over: bool) {}
pub(super) fn links(_app: &App) -> Vec<ScreenLink> {
    Vec::new()
}

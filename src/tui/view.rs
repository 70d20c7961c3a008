//! stub
use super::app::App;
use super::theme::Look;
use ratatui::Frame;
pub(crate) fn draw(_app: &App, _look: &Look, _frame: &mut Frame<'_>) {}
pub(crate) fn help_lines(_app: &App) -> usize {
    0
}
pub(crate) fn chip_at(_app: &App, _column: usize) -> Option<usize> {
    None
}
pub(crate) fn links(_app: &App) -> Vec<super::terminal::ScreenLink> {
    Vec::new()
}

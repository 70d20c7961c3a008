//! The page of keys, made from the table of keys.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::pieces::{Piece, put, rows};
use crate::tui::action::Mode;
use crate::tui::app::App;
use crate::tui::text;
use crate::tui::theme::Look;

/// What no line of the table says.
const EDITING: &[(&str, &str)] = &[
    ("ctrl-a ctrl-e", "to the beginning or the end of the line"),
    ("ctrl-left ctrl-right", "a word to the left or to the right"),
    ("ctrl-w", "delete the word before the cursor"),
    (
        "ctrl-u ctrl-k",
        "delete the line, or what is behind the cursor",
    ),
    ("backspace", "in an empty line: remove the last filter"),
];

const MOUSE: &[(&str, &str)] = &[
    ("wheel", "scroll what is under it"),
    ("click", "choose a hit, again to read it; toggle a value"),
    ("ctrl-click, right", "exclude a value"),
    ("click a filter", "remove it"),
    ("drag on the timeline", "narrow to a span"),
];

/// A line of the page: a title, or keys and what they do.
fn lines(app: &App) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let modes = [
        Mode::Query,
        Mode::Results,
        Mode::Facets,
        Mode::Timeline,
        Mode::Chips,
        Mode::Reader,
        Mode::Prompt,
    ];
    for mode in modes {
        out.push((mode.title().to_owned(), String::new()));
        let rows = app.keys.rows(mode);
        out.extend(rows.map(|(keys, help)| (keys, help.to_owned())));
        if mode == Mode::Query {
            out.extend(
                EDITING
                    .iter()
                    .map(|(k, h)| ((*k).to_owned(), (*h).to_owned())),
            );
        }
        out.push((String::new(), String::new()));
    }
    out.push(("Mouse".to_owned(), String::new()));
    out.extend(
        MOUSE
            .iter()
            .map(|(k, h)| ((*k).to_owned(), (*h).to_owned())),
    );
    out.push((String::new(), String::new()));
    let query = "The query language: man dateline-query, or dateline search --help";
    out.push((query.to_owned(), String::new()));
    let keys = "Other keys: [tui.keys] in the configuration file, dateline config path";
    out.push((keys.to_owned(), String::new()));
    out
}

/// Lines of the page.
pub(crate) fn help_lines(app: &App) -> usize {
    lines(app).len()
}

pub(super) fn draw(app: &App, look: &Look, buffer: &mut Buffer, area: Rect) {
    let Some(top) = app.help else {
        return;
    };
    let lines = lines(app);
    let keys = lines.iter().filter(|(_, help)| !help.is_empty());
    let keys = keys.map(|(keys, _)| text::cells(keys)).max().unwrap_or(0);
    let column = (keys + 3).min(usize::from(area.width) / 2) as u16;
    for ((keys, help), y) in lines.iter().skip(top).zip(area.y..area.bottom()) {
        let title = help.is_empty();
        let style: Style = if title {
            look.theme.title
        } else {
            look.theme.accent
        };
        let x = area.x + if title { 0 } else { 2 };
        let room = if title {
            area.width
        } else {
            column.saturating_sub(1)
        };
        let piece: Vec<Piece> = vec![(keys.clone(), style)];
        if let Some(row) = rows(&piece, usize::from(room), 1, look).first() {
            put(buffer, (x, y), room, row, look);
        }
        let at = area.x + 2 + column;
        let rest = area.right().saturating_sub(at);
        let piece = [(help.clone(), look.theme.text)];
        if let Some(row) = rows(&piece, usize::from(rest), 1, look).first() {
            put(buffer, (at, y), rest, row, look);
        }
    }
}

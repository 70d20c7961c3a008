//! An article or the copies of a story, beside the list or over all panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::pieces::{Piece, put_line, put_text, width};
use crate::output::link_target;
use crate::tui::app::{App, Shown};
use crate::tui::page::{PageLine, Role, Run, Target};
use crate::tui::terminal::ScreenLink;
use crate::tui::text;
use crate::tui::theme::{Look, Theme};

/// The area of the text, and where it begins in it.
fn sheet(area: Rect, shown: &Shown, over: bool) -> Rect {
    let margin = if over { 2.min(area.width / 10) } else { 2 };
    let wide = (shown.page.width as u16).min(area.width.saturating_sub(margin));
    Rect::new(area.x + margin, area.y, wide, area.height)
}

pub(super) fn draw(app: &App, look: &Look, buffer: &mut Buffer, area: Rect, over: bool) {
    if area.width < 6 || area.height == 0 {
        return;
    }
    if !over {
        for y in area.y..area.bottom() {
            buffer.set_string(area.x, y, look.glyphs.vertical, look.theme.border);
        }
    }
    let Some(shown) = app.reading.shown() else {
        return;
    };
    let sheet = sheet(area, shown, over);
    let lines = shown.page.lines.iter().skip(shown.top);
    for (line, y) in lines.zip(sheet.y..sheet.bottom()) {
        let row = Rect::new(sheet.x, y, sheet.width, 1);
        draw_line(line, (shown.at, shown.link), look, buffer, row);
    }
    // How far one is, where there is more than is seen.
    let all = shown.page.lines.len();
    if over && all > usize::from(area.height) {
        let seen = (shown.top + usize::from(area.height)).min(all);
        let place = format!("{} %", seen * 100 / all);
        let wide = text::cells(&place) as u16;
        if sheet.right() + wide < area.right() {
            let x = area.right() - wide;
            put_text(
                buffer,
                (x, area.bottom() - 1),
                wide,
                &place,
                look.theme.border,
                look,
            );
        }
    }
}

/// Draws a line of a page; of its matches and links the one that was jumped to stands out.
pub(in crate::tui) fn draw_line(
    line: &PageLine,
    at: (Option<usize>, Option<usize>),
    look: &Look,
    buffer: &mut Buffer,
    row: Rect,
) {
    let pieces: Vec<Piece> = line.runs.iter().map(|run| piece(run, at, look)).collect();
    let indent = (line.indent as u16).min(row.width);
    let mut x = row.x + indent;
    if line.right && look.bidi {
        let wide = width(&pieces) as u16;
        x = row.right().saturating_sub(wide + indent).max(row.x);
    }
    let room = row.right().saturating_sub(x);
    put_line(buffer, (x, row.y), room, &pieces, Some(line.right), look);
}

fn piece(run: &Run, (at, link): (Option<usize>, Option<usize>), look: &Look) -> Piece {
    let mut style = style_of(run.role, &look.theme);
    if let Some(number) = run.lit {
        style = match at == Some(number) {
            true => style.patch(look.theme.light_now),
            false => style.patch(look.theme.light),
        };
    }
    if run.link.is_some() && run.link == link {
        style = style.add_modifier(Modifier::REVERSED);
    }
    (run.text.clone(), style)
}

fn style_of(role: Role, theme: &Theme) -> Style {
    match role {
        Role::Text => theme.text,
        Role::Dim => theme.dim,
        Role::Title => theme.title,
        Role::Kicker => theme.kicker,
        Role::Standfirst => theme.text.add_modifier(Modifier::ITALIC),
        Role::Dateline | Role::Subheading => theme.dateline,
        Role::Caption => theme.caption,
        Role::Link => theme.link,
        Role::Correction => theme.correction,
        Role::Added => theme.added,
        Role::Removed => theme.removed,
    }
}

/// Stretches of the page that lead to an address of the web.
pub(super) fn links(app: &App) -> Vec<ScreenLink> {
    let (Some(shown), area) = (app.reading.shown(), app.areas().reader) else {
        return Vec::new();
    };
    let sheet = sheet(area, shown, true);
    let lines = shown.page.lines.iter().skip(shown.top);
    let mut out = Vec::new();
    for (line, y) in lines
        .zip(sheet.y..sheet.bottom())
        .filter(|(line, _)| !line.right)
    {
        let mut x = sheet.x + line.indent as u16;
        for run in &line.runs {
            let wide = text::cells(&run.text) as u16;
            let link = run.link.and_then(|n| shown.page.links.get(n));
            if let Some(Target::Url(url)) = link.map(|link| &link.target)
                && link_target(url).is_some()
                && x < sheet.right()
            {
                out.push(ScreenLink {
                    x,
                    y,
                    width: wide.min(sheet.right() - x),
                    url: url.clone(),
                });
            }
            x = x.saturating_add(wide);
        }
    }
    out
}

//! The list of hits, or what to do where there is none.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::pieces::{Piece, bytes_of, lit, put, put_text, rows, width};
use crate::output::one_line;
use crate::search::{Hit, Response};
use crate::tui::action::Mode;
use crate::tui::app::{App, grouped, total};
use crate::tui::text;
use crate::tui::theme::Look;

pub(super) fn draw(app: &App, look: &Look, buffer: &mut Buffer, area: Rect) {
    if area.width < 4 || area.height == 0 {
        return;
    }
    draw_title(app, look, buffer, area);
    let inner = Rect::new(area.x, area.y + 1, area.width, area.height - 1);
    let Some(response) = &app.results.response else {
        return;
    };
    if app.results.hits.is_empty() {
        draw_nothing(app, response, look, buffer, inner);
        return;
    }
    let high = app.areas().hit_rows() as u16;
    let hits = app.results.hits.iter().enumerate().skip(app.results.top);
    for ((n, hit), y) in hits.zip((inner.y..inner.bottom()).step_by(usize::from(high))) {
        let rows = high.min(inner.bottom() - y);
        draw_hit(
            app,
            look,
            buffer,
            Rect::new(inner.x, y, inner.width, rows),
            n,
            hit,
        );
    }
}

fn draw_title(app: &App, look: &Look, buffer: &mut Buffer, area: Rect) {
    let theme = &look.theme;
    let focused = app.mode() == Mode::Results;
    let style = if focused { theme.accent } else { theme.dim };
    let mut text = match &app.results.response {
        Some(response) => {
            let total = total(response);
            let noun = if response.total == 1 {
                "article"
            } else {
                "articles"
            };
            match response.families.filter(|_| app.narrow.collapse.is_some()) {
                Some(stories) if stories != response.total => {
                    let stories = counted(stories, "story", "stories");
                    format!("{total} {noun}, {stories}")
                }
                _ => format!("{total} {noun}"),
            }
        }
        None => String::new(),
    };
    if !app.results.marked.is_empty() {
        text = format!("{text}, {} marked", app.results.marked.len());
    }
    if !app.line.is_good() {
        text = format!("{text} (of the query before)");
    }
    put_text(
        buffer,
        (area.x + 1, area.y),
        area.width - 2,
        &text,
        style,
        look,
    );
    if app.results.hits.len() > 1 {
        let place = place(app);
        let wide = text::cells(&place) as u16;
        if usize::from(area.width) > text::cells(&text) + usize::from(wide) + 4 {
            let x = area.right() - wide - 1;
            put_text(buffer, (x, area.y), wide, &place, theme.border, look);
        }
    }
}

/// A number with its noun.
fn counted(n: u64, one: &str, more: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { more })
}

/// The current hit's number, and of how many where copies are counted as the list shows them.
fn place(app: &App) -> String {
    let at = grouped(app.results.selected as u64 + 1);
    let response = app.results.response.as_ref();
    let all = response.and_then(|response| match app.narrow.collapse {
        Some(_) => response.families,
        None => Some(response.total),
    });
    match all {
        Some(all) => format!("{at} of {}", grouped(all)),
        None => at,
    }
}

fn draw_hit(app: &App, look: &Look, buffer: &mut Buffer, area: Rect, n: usize, hit: &Hit) {
    let theme = &look.theme;
    let selected = n == app.results.selected;
    let room = area.width.saturating_sub(3);
    let x = area.x + 2;
    if selected {
        let text = Rect::new(area.x, area.y, area.width, area.height.min(2));
        super::fill(buffer, text, theme.selected);
        for y in area.y..area.y + area.height.min(app.areas().hit_rows() as u16 - 1) {
            put(
                buffer,
                (area.x, y),
                1,
                &[(look.glyphs.gutter.into(), theme.accent)],
                look,
            );
        }
    }
    if app.results.marked.contains(&hit.id) {
        put(
            buffer,
            (area.x + 1, area.y),
            1,
            &[(look.glyphs.mark.into(), theme.marked)],
            look,
        );
    }
    let lights = bytes_of(&hit.title, &hit.title_highlights);
    let title = if hit.title.is_empty() {
        vec![("(no headline)".to_owned(), theme.dim)]
    } else {
        lit(&hit.title, &lights, theme.title, theme.light)
    };
    if let Some(row) = rows(&title, usize::from(room), 1, look).first() {
        put(buffer, (x, area.y), room, row, look);
    }
    if area.height < 2 {
        return;
    }
    draw_facts(look, buffer, (x, area.y + 1), room, hit);
    let left = area
        .height
        .saturating_sub(2)
        .min(match app.areas().hit_rows() {
            5 => 2,
            _ => 1,
        });
    let snippet = rows(
        &snippet(hit, look),
        usize::from(room),
        usize::from(left),
        look,
    );
    for (n, row) in snippet.iter().enumerate() {
        put(buffer, (x, area.y + 2 + n as u16), room, row, look);
    }
}

/// Source, date, place, agency; and how many copies there are, on the right.
fn draw_facts(look: &Look, buffer: &mut Buffer, place: (u16, u16), room: u16, hit: &Hit) {
    let theme = &look.theme;
    let copies = hit
        .family
        .as_ref()
        .filter(|family| family.size > 1)
        .map(|family| match family.sources {
            0 | 1 => format!("{} copies", family.size),
            papers => format!("{} copies in {papers} papers", family.size),
        });
    let mut right = 0;
    if let Some(copies) = &copies {
        let wide = text::cells(copies) as u16;
        if wide + 20 < room {
            right = wide + 1;
            let x = place.0 + room - wide;
            put_text(buffer, (x, place.1), wide, copies, theme.note, look);
        }
    }
    let place_name = hit.place.as_ref().map(|place| place.to_uppercase());
    let day = hit
        .published
        .as_ref()
        .map(|published| match published.split_once('T') {
            Some((day, _)) => day.to_owned(),
            None => published.clone(),
        });
    let facts = [
        day,
        hit.source.clone(),
        place_name,
        hit.agency.clone(),
        hit.section.clone(),
    ];
    let facts: Vec<String> = facts
        .into_iter()
        .flatten()
        .filter(|f| !f.is_empty())
        .collect();
    let text = facts.join(&format!(" {} ", look.glyphs.separator));
    put_text(buffer, place, room - right, &text, theme.dim, look);
}

/// Fragments, one behind the other.
fn snippet(hit: &Hit, look: &Look) -> Vec<Piece> {
    let theme = &look.theme;
    let mut pieces: Vec<Piece> = Vec::new();
    for (n, snippet) in hit.snippets.iter().enumerate() {
        if n > 0 {
            pieces.push((format!(" {} ", look.glyphs.ellipsis), theme.border));
        }
        if snippet.field != "body" {
            pieces.push((format!("{}: ", snippet.field), theme.caption));
        }
        pieces.extend(lit(
            &snippet.text,
            &snippet.highlight_bytes,
            theme.text,
            theme.light,
        ));
    }
    pieces
}

/// What may have been meant, and which clause no article has.
fn draw_nothing(app: &App, response: &Response, look: &Look, buffer: &mut Buffer, area: Rect) {
    let theme = &look.theme;
    let mut lines: Vec<Vec<Piece>> = Vec::new();
    let plain = |text: &str| vec![(text.to_owned(), theme.text)];
    if response.index.articles == 0 {
        lines.push(plain("The index holds no articles yet."));
        lines.push(plain("In a shell: dateline index PATH..."));
    } else {
        lines.push(vec![("No article matches.".to_owned(), theme.title)]);
        for suggestion in response.suggestions.iter().take(3) {
            lines.push(vec![
                ("Did you mean  ".to_owned(), theme.dim),
                (one_line(&suggestion.query), theme.accent),
                (
                    format!("  {}", counted(suggestion.articles, "article", "articles")),
                    theme.dim,
                ),
            ]);
        }
        if !response.diagnosis.is_empty() {
            lines.push(Vec::new());
            lines.push(vec![("By themselves:".to_owned(), theme.dim)]);
            let clauses = response.diagnosis.iter().take(12);
            let wide = clauses
                .clone()
                .map(|c| text::cells(&one_line(&c.clause)))
                .max();
            for clause in clauses {
                let name = one_line(&clause.clause);
                let gap = wide.unwrap_or(0).saturating_sub(text::cells(&name)) + 2;
                let style = if clause.articles == 0 {
                    theme.error
                } else {
                    theme.text
                };
                lines.push(vec![
                    (name, style),
                    (" ".repeat(gap), theme.text),
                    (counted(clause.articles, "article", "articles"), theme.dim),
                ]);
            }
        }
        if !app.narrow.chips().is_empty() {
            lines.push(Vec::new());
            let key = app
                .keys
                .key_of(Mode::Results, crate::tui::action::Action::Clear);
            let key = key.unwrap_or_default();
            lines.push(plain(&format!("Filters are set: {key} removes them all.")));
        }
    }
    let room = area.width.saturating_sub(3);
    let first = area.y + u16::from(area.height > 8);
    for (line, y) in lines.iter().zip(first..area.bottom()) {
        let fits = width(line) <= usize::from(room);
        let cut = rows(line, usize::from(room), 1, look);
        let row = if fits { Some(line) } else { cut.first() };
        if let Some(row) = row {
            put(buffer, (area.x + 2, y), room, row, look);
        }
    }
}

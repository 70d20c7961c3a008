//! The timeline: bars over the dates of the archive, the span that the search is narrowed to, and
//! what stands out.

use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::pieces::put_text;
use crate::facets::Bucket;
use crate::tui::action::Mode;
use crate::tui::app::{App, Bar, grouped};
use crate::tui::layout::bar_width;
use crate::tui::text;
use crate::tui::theme::Look;

pub(super) fn draw(app: &App, look: &Look, buffer: &mut Buffer, area: Rect) {
    if area.height < 2 || area.width == 0 {
        return;
    }
    let bars = app.timeline.bars(&app.narrow);
    let focused = app.focus == Mode::Timeline;
    if bars.is_empty() {
        let y = area.bottom() - 1;
        put_text(
            buffer,
            (area.x + 1, y),
            area.width,
            "no dates yet",
            look.theme.dim,
            look,
        );
        return;
    }
    let width = bar_width(bars.len(), usize::from(area.width)) as u16;
    let names = if area.height >= 5 { 1 } else { 0 };
    let high = area.height - 1 - names;
    draw_bars(
        app,
        look,
        buffer,
        Rect::new(area.x, area.y, area.width, high),
        &bars,
        width,
    );
    let axis = Rect::new(area.x, area.y + high, area.width, 1);
    match focused {
        true => draw_cursor(app, look, buffer, axis, &bars),
        false => draw_axis(app, look, buffer, axis, &bars, width),
    }
    if names > 0 {
        let row = Rect::new(area.x, area.bottom() - 1, area.width, 1);
        draw_peaks(app, look, buffer, row);
    }
}

fn draw_bars(app: &App, look: &Look, buffer: &mut Buffer, area: Rect, bars: &[Bar], width: u16) {
    let theme = &look.theme;
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let levels = look.glyphs.levels.len() as u64 - 1;
    let whole = levels * u64::from(area.height);
    let narrowed = app.narrow.has_dates();
    for (n, bar) in bars.iter().enumerate() {
        let x = area.x + (n as u16).saturating_mul(width);
        if x >= area.right() {
            break;
        }
        // What has a match at all is seen.
        let filled = (bar.count * whole).div_ceil(most);
        let style = match bar {
            bar if bar.inside => theme.bar_brush,
            _ if narrowed => theme.bar_out,
            bar if bar.peak => theme.peak,
            _ => theme.bar,
        };
        let here = app.focus == Mode::Timeline && app.timeline.cursor == n;
        for row in 0..area.height {
            let y = area.bottom() - 1 - row;
            let rest = filled.saturating_sub(u64::from(row) * levels).min(levels);
            let sign = look.glyphs.levels[rest as usize];
            for column in x..(x + width).min(area.right()) {
                // Wide bars stand apart.
                let gap = width >= 3 && column == x + width - 1;
                let sign = if gap { " " } else { sign };
                let style = if here {
                    style.add_modifier(Modifier::REVERSED)
                } else {
                    style
                };
                buffer.set_string(column, y, sign, style);
            }
        }
    }
}

/// How a bucket is called: as exactly as it is wide.
fn name(by: Bucket, start: Date) -> String {
    match by {
        Bucket::Year => start.strftime("%Y").to_string(),
        Bucket::Quarter => format!("{} Q{}", start.year(), (start.month() + 2) / 3),
        Bucket::Month => start.strftime("%Y-%m").to_string(),
        Bucket::Week => format!("week of {start}"),
        Bucket::Day => start.to_string(),
    }
}

/// Dates below the bars, as many as stand apart.
fn draw_axis(app: &App, look: &Look, buffer: &mut Buffer, area: Rect, bars: &[Bar], width: u16) {
    let by = app.timeline.bucket();
    let short = |start: Date| match by {
        Bucket::Year | Bucket::Quarter | Bucket::Month => start.year().to_string(),
        Bucket::Week | Bucket::Day => start.strftime("%Y-%m").to_string(),
    };
    let mut free = area.x;
    let mut before = String::new();
    for (n, bar) in bars.iter().enumerate() {
        let label = short(bar.start);
        let x = area.x + (n as u16).saturating_mul(width);
        let wide = text::cells(&label) as u16;
        if label != before && x >= free && x + wide <= area.right() {
            put_text(buffer, (x, area.y), wide, &label, look.theme.dim, look);
            free = x + wide + 1;
        }
        before = label;
    }
    let mut right = format!("by {}", by.name());
    if app.timeline.outside > 0 {
        right = format!(
            "{right}, {} without such a date",
            grouped(app.timeline.outside)
        );
    }
    let wide = text::cells(&right) as u16 + 1;
    if area.right() > free + wide {
        put_text(
            buffer,
            (area.right() - wide, area.y),
            wide,
            &right,
            look.theme.border,
            look,
        );
    }
}

/// What stands at the cursor.
fn draw_cursor(app: &App, look: &Look, buffer: &mut Buffer, area: Rect, bars: &[Bar]) {
    let Some(bar) = bars.get(app.timeline.cursor) else {
        return;
    };
    let by = app.timeline.bucket();
    let mut text = format!(
        "{} {} {} of {} articles",
        name(by, bar.start),
        look.glyphs.separator,
        grouped(bar.count),
        grouped(bar.all)
    );
    if let Some(peak) = app.timeline.peak_at(bar.start) {
        let words: Vec<&str> = peak.words.iter().take(4).map(|w| w.word.as_str()).collect();
        text = format!("{text} {} {}", look.glyphs.peak, words.join(", "));
    }
    if app.timeline.zoomed()
        && let Some((first, last)) = app.timeline.axis()
    {
        text = format!("{text} {} {first} to {last}", look.glyphs.separator);
    }
    if app.timeline.is_brushing()
        && let Some((first, last)) = app.timeline.span()
    {
        text = format!("{text} {} span {first} .. {last}", look.glyphs.separator);
    }
    put_text(
        buffer,
        (area.x, area.y),
        area.width,
        &text,
        look.theme.accent,
        look,
    );
}

/// Peaks by name, as many as fit.
fn draw_peaks(app: &App, look: &Look, buffer: &mut Buffer, area: Rect) {
    let by = app.timeline.bucket();
    let mut x = area.x;
    for peak in &app.timeline.peaks {
        let Ok(start) = peak.start.parse::<Date>() else {
            continue;
        };
        let words: Vec<&str> = peak.words.iter().take(3).map(|w| w.word.as_str()).collect();
        let text = format!(
            "{} {} {}  ",
            look.glyphs.peak,
            name(by, start),
            words.join(", ")
        );
        let wide = text::cells(&text) as u16;
        if x + wide > area.right() {
            break;
        }
        let style: Style = look.theme.peak.remove_modifier(Modifier::BOLD);
        x = put_text(buffer, (x, area.y), wide, &text, style, look);
    }
}

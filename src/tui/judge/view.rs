//! Drawing a sitting: the topic above, how far one is, the article, the keys. Only looks.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::keys::BINDINGS;
use super::sitting::{Over, Remark, Sheet, Sitting};
use crate::eval::JudgedTopic;
use crate::tui::text::cells;
use crate::tui::theme::Look;
use crate::tui::view::draw_line;
use crate::tui::view::pieces::{Piece, put, put_text, rows, width};

/// The parts of the window, from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Areas {
    topic: Rect,
    progress: Rect,
    /// The article, or what lies over it.
    pub(super) page: Rect,
    status: Rect,
}

/// A text in rows.
type Rows = Vec<Vec<Piece>>;

/// Where everything is. The topic has as many rows as it needs, at most a third of the window.
pub(super) fn areas(sitting: &Sitting, look: &Look) -> Areas {
    let (w, h) = sitting.size;
    let most = usize::from((h / 3).max(1));
    let topic = (topic_rows(sitting.judging.topic(), w, most, look).len() as u16).min(h);
    let progress = u16::from(h > topic + 2);
    let status = u16::from(h > topic + progress);
    let page = h - topic - progress - status;
    Areas {
        topic: Rect::new(0, 0, w, topic),
        progress: Rect::new(0, topic, w, progress),
        page: Rect::new(0, topic + progress, w, page),
        status: Rect::new(0, h - status, w, status),
    }
}

pub(super) fn draw(sitting: &Sitting, look: &Look, frame: &mut Frame<'_>) {
    let window = frame.area();
    let at = areas(sitting, look);
    let buffer = frame.buffer_mut();
    let inside = |area: Rect| area.intersection(window);
    draw_topic(sitting, look, buffer, inside(at.topic));
    draw_progress(sitting, look, buffer, inside(at.progress));
    match sitting.over {
        Some(Over::Help) => draw_over(
            &help_rows(at.page.width, look),
            sitting,
            look,
            buffer,
            inside(at.page),
        ),
        Some(Over::Topic) => {
            let rows = topic_rows(sitting.judging.topic(), at.page.width, 1000, look);
            draw_over(&rows, sitting, look, buffer, inside(at.page));
        }
        None => draw_sheet(sitting, look, buffer, inside(at.page)),
    }
    draw_status(sitting, look, buffer, inside(at.status));
}

/// Columns that texts take at most, so that they can be read.
const WIDEST: u16 = 100;

/// The text of a topic in rows: title, description, narrative.
fn topic_rows(topic: &JudgedTopic, wide: u16, most: usize, look: &Look) -> Rows {
    let theme = &look.theme;
    // Room for the topic's number at the right.
    let room = usize::from(wide.min(WIDEST)).saturating_sub(4);
    let parts = [
        (Some(&topic.title), theme.title),
        (topic.description.as_ref(), theme.text),
        (topic.narrative.as_ref(), theme.dim),
    ];
    let mut out: Rows = Vec::new();
    for (text, style) in parts {
        let left = most.saturating_sub(out.len());
        let text = text.map(|t| crate::output::one_line(t)).unwrap_or_default();
        let text = text.trim();
        if text.is_empty() || left == 0 {
            continue;
        }
        // The title leaves room for its own name in front.
        let room = match out.is_empty() {
            true => room.saturating_sub(16).max(8),
            false => room,
        };
        out.extend(rows(&[(text.to_owned(), style)], room, left, look));
    }
    if out.is_empty() {
        out.push(vec![("(no text)".to_owned(), theme.dim)]);
    }
    out
}

fn draw_topic(sitting: &Sitting, look: &Look, buffer: &mut Buffer, area: Rect) {
    let judging = &sitting.judging;
    let topic = judging.topic();
    let most = usize::from((sitting.size.1 / 3).max(1));
    let lines = topic_rows(topic, area.width, most, look);
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        let room = area.width.saturating_sub(1);
        put(buffer, (area.x + 1, y), room, line, look);
    }
    let place = format!(
        "topic {} ({} of {})",
        topic.id,
        judging.place().0 + 1,
        judging.topics().len()
    );
    let first = lines.first().map_or(0, |line| width(line));
    let wide = cells(&place);
    if first + wide + 4 <= usize::from(area.width) && area.height > 0 {
        let x = area.right() - wide as u16 - 1;
        put_text(
            buffer,
            (x, area.y),
            wide as u16,
            &place,
            look.theme.dim,
            look,
        );
    }
}

/// A rule with how far one is in the topic: `12 of 57`, the grades so far, and the article's own.
fn draw_progress(sitting: &Sitting, look: &Look, buffer: &mut Buffer, area: Rect) {
    if area.height == 0 {
        return;
    }
    let theme = &look.theme;
    let judging = &sitting.judging;
    let rule = if look.glyphs.vertical == "|" {
        "-"
    } else {
        "─"
    };
    for x in area.x..area.right() {
        buffer.set_string(x, area.y, rule, theme.border);
    }
    let [none, part, good, best] = judging.tally();
    let all = judging.topic().docs.len();
    let judged = none + part + good + best;
    let dim = |text: String| (text, theme.dim);
    let n = |n: usize| (n.to_string(), theme.text);
    let pieces: Vec<Piece> = vec![
        dim(" article ".into()),
        (format!("{} of {all}", judging.place().1 + 1), theme.title),
        dim(format!(" {} {judged} judged: ", look.glyphs.separator)),
        n(none),
        dim(" not / ".into()),
        n(part),
        dim(" part / ".into()),
        n(good),
        dim(" relevant / ".into()),
        n(best),
        dim(" highly ".into()),
    ];
    let end = put(
        buffer,
        (area.x + 1, area.y),
        area.width.saturating_sub(1),
        &pieces,
        look,
    );
    let own = match (judging.grade(), judging.is_skipped()) {
        (Some(grade), _) => format!(" graded {grade} "),
        (None, true) => " skipped ".to_owned(),
        (None, false) => return,
    };
    let wide = cells(&own) as u16;
    if end + wide + 2 <= area.right() {
        let x = area.right() - wide - 1;
        put_text(buffer, (x, area.y), wide, &own, theme.accent, look);
    }
}

fn draw_sheet(sitting: &Sitting, look: &Look, buffer: &mut Buffer, area: Rect) {
    let (style, told) = match sitting.sheet() {
        None => return,
        Some(Sheet::Article { page, .. }) => {
            let wide = (page.width as u16).min(area.width.saturating_sub(1));
            let lines = page.lines.iter().skip(sitting.top);
            for (line, y) in lines.zip(area.y..area.bottom()) {
                let row = Rect::new(area.x + 1, y, wide, 1);
                draw_line(line, (sitting.at, None), look, buffer, row);
            }
            let seen = (sitting.top + usize::from(area.height)).min(page.lines.len());
            let more = format!("{} %", seen * 100 / page.lines.len().max(1));
            let room = cells(&more) as u16;
            if seen - sitting.top.min(seen) < page.lines.len() && wide + room + 2 <= area.width {
                let place = (area.right() - room, area.bottom().saturating_sub(1));
                put_text(buffer, place, room, &more, look.theme.border, look);
            }
            return;
        }
        Some(Sheet::Missing) => (
            look.theme.note,
            "is not in this index; it can be graded or skipped",
        ),
        Some(Sheet::Failed(why)) => (look.theme.error, why.as_str()),
    };
    let id = sitting.judging.doc().to_owned();
    let text = [
        (crate::output::one_line(&id), look.theme.title),
        (format!(" {}", crate::output::one_line(told)), style),
    ];
    let wide = usize::from(area.width).saturating_sub(2);
    let lines = rows(&text, wide, usize::from(area.height), look);
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        put(buffer, (area.x + 1, y), wide as u16, line, look);
    }
}

/// Rows over the article, from the first that is wanted as far as there are any.
fn draw_over(lines: &Rows, sitting: &Sitting, look: &Look, buffer: &mut Buffer, area: Rect) {
    let deepest = lines.len().saturating_sub(usize::from(area.height));
    let lines = lines.iter().skip(sitting.over_top.min(deepest));
    for (line, y) in lines.zip(area.y..area.bottom()) {
        put(
            buffer,
            (area.x + 1, y),
            area.width.saturating_sub(1),
            line,
            look,
        );
    }
}

/// The page of keys: what does not fit beside its keys goes on below.
fn help_rows(wide: u16, look: &Look) -> Rows {
    let keys = BINDINGS.iter().map(|(keys, ..)| cells(keys)).max();
    let column = keys.unwrap_or(0) + 2;
    let room = usize::from(wide.min(WIDEST))
        .saturating_sub(column + 2)
        .max(10);
    let mut out: Rows = Vec::new();
    for (keys, _, help) in BINDINGS {
        let told = rows(&[((*help).to_owned(), look.theme.text)], room, 9, look);
        for (n, row) in told.into_iter().enumerate() {
            let head = if n == 0 { *keys } else { "" };
            let mut line = vec![(format!("{head:column$}"), look.theme.accent)];
            line.extend(row);
            out.push(line);
        }
    }
    out
}

/// Keys worth knowing at every article.
const HINTS: &[(&str, &str)] = &[
    ("0 1 2 3", "grade"),
    ("u", "undo"),
    ("s", "skip"),
    ("n p", "article"),
    ("N P", "topic"),
    ("?", "keys"),
    ("q", "leave"),
    ("space", "on"),
];

fn draw_status(sitting: &Sitting, look: &Look, buffer: &mut Buffer, area: Rect) {
    if area.height == 0 {
        return;
    }
    let theme = &look.theme;
    let remark: Option<(&str, Style)> = match &sitting.remark {
        Some(Remark::Note(text)) => Some((text, theme.note)),
        Some(Remark::Error(text)) => Some((text, theme.error)),
        None => None,
    };
    let mut right = area.right();
    if let Some((text, style)) = remark {
        let wide = (cells(text) as u16).min(area.width.saturating_sub(2));
        right = right.saturating_sub(wide + 1);
        put_text(buffer, (right, area.y), wide, text, style, look);
        right = right.saturating_sub(2);
    }
    let mut x = area.x + 1;
    for (key, what) in HINTS {
        let wide = (cells(key) + 1 + cells(what)) as u16;
        if x + wide > right {
            return;
        }
        let pieces = [
            ((*key).to_owned(), theme.accent),
            (format!(" {what}"), theme.dim),
        ];
        x = put(buffer, (x, area.y), wide, &pieces, look) + 2;
    }
}

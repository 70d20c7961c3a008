//! Styled pieces of text: made safe, cut to rows, put into cells.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::output::one_line;
use crate::tui::text;
use crate::tui::theme::Look;

/// A piece of a row.
pub(in crate::tui) type Piece = (String, Style);

/// A text with ranges of bytes lit.
pub(in crate::tui) fn lit(
    text: &str,
    ranges: &[(usize, usize)],
    style: Style,
    light: Style,
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for &(start, end) in ranges {
        // What is made safe is each piece, so that ranges stay those of the text.
        if let (Some(before), Some(inside)) = (text.get(at..start), text.get(start..end)) {
            pieces.push((one_line(before), style));
            pieces.push((one_line(inside), style.patch(light)));
            at = end;
        }
    }
    pieces.push((one_line(text.get(at..).unwrap_or_default()), style));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

/// Ranges of characters as ranges of bytes.
pub(in crate::tui) fn bytes_of(text: &str, ranges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    places.push(text.len());
    let place = |n: usize| places.get(n).copied();
    let ranges = ranges.iter();
    ranges
        .filter_map(|&(start, end)| Some((place(start)?, place(end)?)))
        .collect()
}

/// Columns that pieces take.
pub(in crate::tui) fn width(pieces: &[Piece]) -> usize {
    pieces.iter().map(|(text, _)| text::cells(text)).sum()
}

/// Cuts pieces to at most `rows` rows of `width` columns; the last one ends with a sign where text
/// is left out.
pub(in crate::tui) fn rows(
    pieces: &[Piece],
    width: usize,
    rows: usize,
    look: &Look,
) -> Vec<Vec<Piece>> {
    let whole: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
    let mut lines = text::wrap(&whole, width);
    let cut = lines.len() > rows;
    lines.truncate(rows);
    let last = lines.len().saturating_sub(1);
    let mut out = Vec::new();
    for (n, line) in lines.into_iter().enumerate() {
        let mut row = slice(pieces, line.start, line.end);
        if cut && n == last {
            let room = width.saturating_sub(text::cells(look.glyphs.ellipsis));
            let style = row.last().map_or(look.theme.text, |(_, style)| *style);
            row = fitted(&row, room);
            row.push((look.glyphs.ellipsis.to_owned(), style));
        }
        out.push(row);
    }
    out
}

/// The pieces between two bytes of their joined text.
fn slice(pieces: &[Piece], from: usize, to: usize) -> Vec<Piece> {
    let mut at = 0;
    let mut out = Vec::new();
    for (text, style) in pieces {
        let start = from.max(at).saturating_sub(at).min(text.len());
        let end = to.max(at).saturating_sub(at).min(text.len());
        if let Some(part) = text.get(start..end).filter(|part| !part.is_empty()) {
            out.push((part.to_owned(), *style));
        }
        at += text.len();
    }
    out
}

/// As many of the pieces as fit.
fn fitted(pieces: &[Piece], width: usize) -> Vec<Piece> {
    let mut left = width;
    let mut out = Vec::new();
    for (text, style) in pieces {
        let part = text::fit(text, left, "");
        left = left.saturating_sub(text::cells(&part));
        let whole = part.len() == text.len();
        out.push((part, *style));
        if !whole {
            break;
        }
    }
    out
}

/// Puts pieces into a row, in visual order, over what stands there; returns the column behind.
pub(in crate::tui) fn put(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    width: u16,
    pieces: &[Piece],
    look: &Look,
) -> u16 {
    put_line(buffer, (x, y), width, pieces, None, look)
}

/// The same for a line of a paragraph whose direction is known.
pub(in crate::tui) fn put_line(
    buffer: &mut Buffer,
    (x, y): (u16, u16),
    width: u16,
    pieces: &[Piece],
    rtl: Option<bool>,
    look: &Look,
) -> u16 {
    if !buffer.area.contains((x, y).into()) {
        return x;
    }
    let ordered;
    let pieces = match look.bidi {
        true => {
            ordered = text::visual(pieces, rtl);
            &ordered
        }
        false => pieces,
    };
    let end = x.saturating_add(width).min(buffer.area.right());
    let mut at = x;
    for (text, style) in pieces {
        let room = usize::from(end.saturating_sub(at));
        if room == 0 {
            break;
        }
        at = buffer.set_stringn(at, y, text, room, *style).0;
    }
    at
}

/// Puts a text into a row, cut with a sign.
pub(in crate::tui) fn put_text(
    buffer: &mut Buffer,
    place: (u16, u16),
    width: u16,
    text: &str,
    style: Style,
    look: &Look,
) -> u16 {
    let text = text::fit(&one_line(text), usize::from(width), look.glyphs.ellipsis);
    put(buffer, place, width, &[(text, style)], look)
}

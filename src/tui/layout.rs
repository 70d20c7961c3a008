//! Where the panes stand in a window of any size: one rule for drawing and for the mouse.

use ratatui::layout::Rect;

/// What the layout depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// Columns of the window.
    pub(crate) width: u16,
    /// Rows of the window.
    pub(crate) height: u16,
    /// Whether any filter is active.
    pub(crate) chips: bool,
    /// Whether there is something to say about the query.
    pub(crate) notes: bool,
    /// Whether the article is shown beside the list; none leaves it to the width.
    pub(crate) preview: Option<bool>,
}

/// The panes; one that is not shown has no width or no height.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Areas {
    /// The query line.
    pub(crate) line: Rect,
    /// Carets under what a remark is about, and the remark.
    pub(crate) notes: Rect,
    /// Active filters.
    pub(crate) chips: Rect,
    /// Bars and their axis.
    pub(crate) timeline: Rect,
    /// Facets.
    pub(crate) facets: Rect,
    /// Hits.
    pub(crate) hits: Rect,
    /// The article beside the list.
    pub(crate) preview: Rect,
    /// Totals, keys, messages.
    pub(crate) status: Rect,
    /// A page over all panes: everything but the status.
    pub(crate) reader: Rect,
}

/// Where a click was: columns and rows inside the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spot {
    Line(usize),
    Chips(usize),
    Timeline(usize),
    Facets(usize),
    Hits(usize),
    Preview(usize),
    Elsewhere,
}

/// Below this many columns there is no room for facets beside the list.
const FACETS_FROM: u16 = 64;
/// Above this many columns the article is shown beside the list unless it was turned off.
const PREVIEW_FROM: u16 = 130;
/// The list keeps at least this many columns.
const LIST: u16 = 44;

/// The panes of a window.
pub(crate) fn areas(shape: &Shape) -> Areas {
    let (width, height) = (shape.width, shape.height);
    let mut areas = Areas::default();
    let mut y = 0;
    let mut row = |rows: u16, wanted: bool| {
        let rows = if wanted {
            rows.min(height.saturating_sub(1).saturating_sub(y))
        } else {
            0
        };
        let area = Rect::new(0, y, width, rows);
        y += rows;
        area
    };
    areas.line = row(1, true);
    // Kept free where there is room, so that a remark moves nothing.
    areas.notes = row(1, shape.notes || height >= 16);
    areas.chips = row(1, shape.chips);
    let bars = match height {
        0..16 => 0,
        16..36 => 3,
        36..50 => 5,
        _ => 7,
    };
    areas.timeline = row(bars, true);
    let rest = height.saturating_sub(1).saturating_sub(y);
    let facets = match width {
        0..FACETS_FROM => 0,
        FACETS_FROM..100 => 22,
        100..160 => 26,
        _ => 32,
    };
    let room = width - facets;
    let wanted = shape.preview.unwrap_or(width >= PREVIEW_FROM);
    let preview = if wanted && room >= 2 * LIST {
        (room / 2).min(82)
    } else {
        0
    };
    areas.facets = Rect::new(0, y, facets, rest);
    areas.hits = Rect::new(facets, y, room - preview, rest);
    areas.preview = Rect::new(width - preview, y, preview, rest);
    areas.status = Rect::new(0, height.saturating_sub(1), width, height.min(1));
    areas.reader = Rect::new(0, 0, width, height.saturating_sub(1));
    areas
}

impl Areas {
    /// Rows that a hit takes: headline, facts, snippet, and a blank one where there is room.
    pub(crate) fn hit_rows(&self) -> usize {
        match self.hits.height {
            0..12 => 3,
            12..30 => 4,
            _ => 5,
        }
    }

    /// Hits that are shown at once, at least one.
    pub(crate) fn hits_shown(&self) -> usize {
        // The first row is the pane's own.
        (usize::from(self.hits.height.saturating_sub(1)) / self.hit_rows()).max(1)
    }

    /// Which pane a cell belongs to. The first row of facets, hits and preview is their title.
    pub(crate) fn spot(&self, column: u16, row: u16) -> Spot {
        let inside = |area: Rect| area.contains((column, row).into());
        let x = |area: Rect| usize::from(column - area.x);
        let y = |area: Rect| (row > area.y).then(|| usize::from(row - area.y - 1));
        let found = if inside(self.line) {
            Some(Spot::Line(x(self.line)))
        } else if inside(self.chips) {
            Some(Spot::Chips(x(self.chips)))
        } else if inside(self.timeline) {
            Some(Spot::Timeline(x(self.timeline)))
        } else if inside(self.facets) {
            y(self.facets).map(Spot::Facets)
        } else if inside(self.hits) {
            y(self.hits).map(Spot::Hits)
        } else if inside(self.preview) {
            y(self.preview).map(Spot::Preview)
        } else {
            None
        };
        found.unwrap_or(Spot::Elsewhere)
    }
}

/// Columns of one bar, where so many stand in a width.
pub(crate) fn bar_width(bars: usize, width: usize) -> usize {
    (width / bars.max(1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_lie_inside_the_window_and_apart() {
        for width in [0, 1, 20, 63, 64, 80, 131, 200, 400] {
            for height in [0, 1, 2, 5, 16, 24, 60] {
                for n in 0..8 {
                    let areas = areas(&Shape {
                        width,
                        height,
                        chips: n & 1 > 0,
                        notes: n & 2 > 0,
                        preview: [None, Some(true)][n >> 2],
                    });
                    let window = Rect::new(0, 0, width, height);
                    let panes = [
                        areas.line,
                        areas.notes,
                        areas.chips,
                        areas.timeline,
                        areas.facets,
                        areas.hits,
                        areas.preview,
                        areas.status,
                    ];
                    let shown: Vec<Rect> = panes.into_iter().filter(|p| p.area() > 0).collect();
                    for (n, pane) in shown.iter().enumerate() {
                        assert_eq!(window.intersection(*pane), *pane, "{width}x{height}");
                        let apart = |other: &Rect| pane.intersection(*other).area() == 0;
                        assert!(
                            shown[n + 1..].iter().all(apart),
                            "{width}x{height} {areas:?}"
                        );
                    }
                }
            }
        }
    }
}

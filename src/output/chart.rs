//! The drawing of a timeline: bars, share line, axes, names of peaks, as a list of shapes.
//!
//! Where things stand is decided here; `svg` and `png` only write the shapes down.

use super::escape::one_line;
use crate::search::Timeline;

/// Size of the drawing.
pub(super) const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 440.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 900.0;
const BOTTOM: f64 = 372.0;
/// Where the names of peaks begin, and how far apart they stand.
const NAMES: f64 = 66.0;
const ROW: f64 = 15.0;
/// Width of a character of the small text, as a share of its size; a little more than most need.
pub(super) const CHARACTER: f64 = 0.6;

/// A colour, as red, green and blue.
pub(super) type Color = [u8; 3];

pub(super) const INK: Color = [60, 60, 60];
pub(super) const PALE: Color = [221, 221, 221];
pub(super) const BAR: Color = [68, 119, 170];
pub(super) const PEAK: Color = [204, 102, 119];
pub(super) const SHARE: Color = [183, 128, 10];
pub(super) const PAPER: Color = [255, 255, 255];

/// One thing to draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Left, top, width, height.
    Rect([f64; 4], Color),
    /// A line through these points, and its width.
    Line(Vec<(f64, f64)>, Color, f64),
    /// A text on a baseline, and where it stands to the point: 0 begins, 0.5 centred, 1 ends there.
    Text {
        at: (f64, f64),
        size: f64,
        anchor: f64,
        color: Color,
        text: String,
    },
}

/// A drawing, of one width.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub(super) title: String,
    pub(super) height: f64,
    pub(super) shapes: Vec<Shape>,
}

/// One bar: of a bucket, or of several where there are more than can be told apart.
struct Bar {
    count: u64,
    share: f64,
    peak: bool,
}

impl Chart {
    /// Draws a timeline; `title` stands above it.
    pub fn of(title: &str, timeline: &Timeline) -> Chart {
        let title = one_line(title);
        let mut chart = Chart {
            title: title.clone(),
            height: HEIGHT,
            shapes: Vec::new(),
        };
        chart.text((LEFT, 28.0), 16.0, 0.0, INK, &cut(&title, 84));
        let legend = format!(
            "articles by {} (bars) and their share of all articles (line); {} in all, {}",
            timeline.by, timeline.total, timeline.tz
        );
        chart.text((LEFT, 46.0), 11.0, 0.0, INK, &legend);
        let top = NAMES + ROW * timeline.peaks.len() as f64 + 6.0;
        let bars = bars(timeline);
        let most = bars.iter().map(|b| b.count).max().unwrap_or(0);
        let high = bars.iter().map(|b| b.share).fold(0.0, f64::max);
        let (step, ceiling) = steps(most as f64, 1.0);
        let (share_step, share_ceiling) = steps(high * 100.0, 0.0);
        let y = |part: f64| BOTTOM - part * (BOTTOM - top);
        let mut value = 0.0;
        while value <= ceiling + step / 2.0 {
            let at = y(value / ceiling);
            chart.line(vec![(LEFT, at), (RIGHT, at)], PALE, 1.0);
            chart.text((LEFT - 8.0, at + 4.0), 11.0, 1.0, INK, &number(value));
            value += step;
        }
        let mut value = 0.0;
        while value <= share_ceiling + share_step / 2.0 {
            let label = format!("{} %", number(value));
            let at = y(value / share_ceiling) + 4.0;
            chart.text((RIGHT + 8.0, at), 11.0, 0.0, SHARE, &label);
            value += share_step;
        }
        let wide = (RIGHT - LEFT) / bars.len().max(1) as f64;
        let gap = if wide > 4.0 { wide * 0.15 } else { 0.0 };
        for (n, bar) in bars.iter().enumerate().filter(|(_, bar)| bar.count > 0) {
            let left = LEFT + n as f64 * wide + gap / 2.0;
            let head = y(bar.count as f64 / ceiling);
            let color = if bar.peak { PEAK } else { BAR };
            let place = [left, head, (wide - gap).min(60.0), BOTTOM - head];
            chart.shapes.push(Shape::Rect(place, color));
        }
        let middle = |n: usize| LEFT + (n as f64 + 0.5) * wide;
        let center = |n: usize| middle(n).min(LEFT + n as f64 * wide + 30.0);
        let points = bars.iter().enumerate();
        let share = |b: &Bar| y(b.share * 100.0 / share_ceiling);
        let points: Vec<_> = points.map(|(n, bar)| (center(n), share(bar))).collect();
        if points.len() > 1 {
            chart.line(points, SHARE, 1.5);
        }
        chart.line(vec![(LEFT, BOTTOM), (RIGHT, BOTTOM)], INK, 1.0);
        chart.dates(timeline);
        chart.names(timeline, &y, ceiling);
        chart
    }

    /// First days under the axis, as many as have room.
    fn dates(&mut self, timeline: &Timeline) {
        let buckets = &timeline.buckets;
        let wide = (RIGHT - LEFT) / buckets.len().max(1) as f64;
        let labels: Vec<&str> = buckets
            .iter()
            .map(|b| label(&b.start, &timeline.by))
            .collect();
        let longest = labels.iter().map(|l| l.len()).max().unwrap_or(1);
        let needed = (longest as f64 + 2.0) * 11.0 * CHARACTER;
        let every = (needed / wide).ceil().max(1.0) as usize;
        for (n, text) in labels.iter().enumerate().step_by(every) {
            let at = LEFT + n as f64 * wide + (wide / 2.0).min(30.0);
            self.line(vec![(at, BOTTOM), (at, BOTTOM + 5.0)], INK, 1.0);
            let half = text.len() as f64 * 11.0 * CHARACTER / 2.0;
            let at = at.min(WIDTH - half - 2.0);
            self.text((at, BOTTOM + 20.0), 11.0, 0.5, INK, text);
        }
        let left_out = match (timeline.undated, timeline.coarser) {
            (0, 0) => return,
            (undated, 0) => format!("without a date: {undated}"),
            (0, coarser) => format!("date known less exactly: {coarser}"),
            (undated, coarser) => {
                format!("without a date: {undated}; date known less exactly: {coarser}")
            }
        };
        self.text((LEFT, BOTTOM + 44.0), 11.0, 0.0, INK, &left_out);
    }

    /// Each peak's words in a row of their own, tied to its bar by a thin line.
    fn names(&mut self, timeline: &Timeline, y: &dyn Fn(f64) -> f64, ceiling: f64) {
        let wide = (RIGHT - LEFT) / timeline.buckets.len().max(1) as f64;
        let mut labels = Vec::new();
        for (row, peak) in timeline.peaks.iter().enumerate() {
            let place = timeline.buckets.iter().position(|b| b.start == peak.start);
            let Some(place) = place else { continue };
            let words: Vec<&str> = peak.words.iter().take(4).map(|w| w.word.as_str()).collect();
            let day = label(&peak.start, &timeline.by);
            let text = one_line(&format!("{day} {}", words.join(", ")));
            let text = cut(text.trim(), 60);
            let x = LEFT + place as f64 * wide + (wide / 2.0).min(30.0);
            let baseline = NAMES + ROW * row as f64 + 8.0;
            let head = y(peak.count as f64 / ceiling);
            self.line(vec![(x, baseline - 4.0), (x, head)], PEAK, 0.75);
            let long = text.chars().count() as f64 * 11.0 * CHARACTER;
            let start = (x + 4.0).min(RIGHT - long).max(4.0);
            labels.push((start, baseline, long, text));
        }
        // The texts come last, on paper of their own, so that no line runs through one.
        for (start, baseline, long, text) in labels {
            let place = [start - 1.0, baseline - 9.0, long + 2.0, 11.5];
            self.shapes.push(Shape::Rect(place, PAPER));
            self.text((start, baseline), 11.0, 0.0, PEAK, &text);
        }
    }

    pub(super) fn line(&mut self, points: Vec<(f64, f64)>, color: Color, width: f64) {
        self.shapes.push(Shape::Line(points, color, width));
    }

    pub(super) fn text(
        &mut self,
        at: (f64, f64),
        size: f64,
        anchor: f64,
        color: Color,
        text: &str,
    ) {
        self.shapes.push(Shape::Text {
            at,
            size,
            anchor,
            color,
            text: text.to_owned(),
        });
    }
}

/// At most as many bars as the drawing has room for; the fullest bucket stands for those of a bar.
fn bars(timeline: &Timeline) -> Vec<Bar> {
    let buckets = &timeline.buckets;
    let each = buckets.len().div_ceil((RIGHT - LEFT) as usize).max(1);
    let bar = |run: &[crate::search::TimelineBucket]| {
        let (count, all) = run
            .iter()
            .fold((0, 0), |(c, a), b| (c + b.count, a + b.all));
        Bar {
            count: run.iter().map(|b| b.count).max().unwrap_or(0),
            share: count as f64 / all.max(1) as f64,
            peak: timeline
                .peaks
                .iter()
                .any(|p| run.iter().any(|b| b.start == p.start)),
        }
    };
    buckets.chunks(each).map(bar).collect()
}

/// The part of a first day that a bucket of this width is known by.
pub(super) fn label<'a>(start: &'a str, by: &str) -> &'a str {
    let cut = match by {
        "year" => 4,
        "month" | "quarter" => 7,
        _ => start.len(),
    };
    start
        .get(..cut)
        .filter(|_| !start.starts_with('-'))
        .unwrap_or(start)
}

/// Distance of round numbers on an axis up to `most`, and the first of them that is no less.
fn steps(most: f64, least: f64) -> (f64, f64) {
    let rough = (most / 5.0).max(least).max(1e-6);
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|n| n * power)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(rough);
    (step, ((most / step).ceil() * step).max(step))
}

/// A number of an axis without needless digits.
fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() {
        "0".into()
    } else {
        text.into()
    }
}

pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
#[path = "chart_tests.rs"]
mod tests;

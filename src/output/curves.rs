//! The drawing of recorded runs of `bench`: latency by percentile, and bars by class, as a list of
//! shapes.
//!
//! Percentiles stand on the scale of HDR histograms: 90, 99 and 99.9 are equally far apart. Latency
//! is on a logarithmic scale in both halves.

use super::chart::{BAR, Chart, Color, INK, PALE, PAPER, PEAK, SHARE, Shape, cut};
use super::escape::one_line;
use crate::bench::{BenchRun, ClassResult, Estimate, RunComparison, Verdict};

/// Left and right end of both halves, top and bottom of the curves.
const LEFT: f64 = 112.0;
const RIGHT: f64 = 680.0;
const TOP: f64 = 88.0;
const BOTTOM: f64 = 348.0;
/// Where what stands beside the halves begins.
const BESIDE: f64 = 696.0;
/// Size of the small text.
const SMALL: f64 = 11.0;
/// Thickness of a bar, and room between classes.
const THICK: f64 = 9.0;
const APART: f64 = 9.0;
/// Classes that have a curve of their own, of one run.
const CURVES: usize = 6;
/// Classes that have bars.
const CLASSES: usize = 60;

/// Colours of lines, in order.
const COLORS: [Color; 6] = [
    BAR,
    PEAK,
    [34, 136, 51],
    SHARE,
    [170, 51, 119],
    [46, 150, 170],
];

impl Chart {
    /// Draws one run, or two beside each other with what their comparison found. Each has a name.
    pub fn of_runs(
        title: &str,
        runs: &[(&str, &BenchRun)],
        found: Option<&RunComparison>,
    ) -> Chart {
        let title = one_line(title);
        let mut chart = Chart {
            title: title.clone(),
            height: 0.0,
            shapes: Vec::new(),
        };
        chart.text((LEFT, 28.0), 16.0, 0.0, INK, &cut(&title, 84));
        chart.text((LEFT, 46.0), SMALL, 0.0, INK, &cut(&about(runs), 120));
        chart.curves(runs);
        let bottom = chart.bars(runs, found);
        chart.height = (bottom + 16.0).ceil();
        chart
    }

    /// The upper half.
    fn curves(&mut self, runs: &[(&str, &BenchRun)]) {
        let lines = lines(runs);
        let above = "latency in ms, logarithmic";
        self.text((LEFT, TOP - 12.0), SMALL, 0.0, INK, above);
        let times = || {
            lines
                .iter()
                .flat_map(|line| line.points.iter().map(|p| p.1))
        };
        let Some(y) = Scale::of(times(), BOTTOM, TOP) else {
            self.text((LEFT, TOP + 20.0), SMALL, 0.0, INK, "no answer was timed");
            return;
        };
        for (value, label) in y.ticks() {
            let at = y.at(value);
            self.line(vec![(LEFT, at), (RIGHT, at)], PALE, 1.0);
            self.text((LEFT - 8.0, at + 4.0), SMALL, 1.0, INK, &label);
        }
        let last = lines.iter().filter_map(|line| line.points.last());
        let last = last.map(|point| point.0).fold(1.0, f64::max);
        let x = |place: f64| LEFT + (RIGHT - LEFT) * place / last;
        for (label, place) in percentiles() {
            if place <= last {
                let at = x(place);
                self.line(vec![(at, TOP), (at, BOTTOM)], PALE, 1.0);
                self.text((at, BOTTOM + 18.0), SMALL, 0.5, INK, label);
            }
        }
        let below = "percentile of answers; the last point of a line is the longest";
        let middle = (LEFT + RIGHT) / 2.0;
        self.text((middle, BOTTOM + 36.0), SMALL, 0.5, INK, below);
        // The first line stands above the others.
        for line in lines.iter().rev() {
            let points = line.points.iter().map(|p| (x(p.0), y.at(p.1)));
            self.line(points.collect(), line.color, line.width);
        }
        self.line(vec![(LEFT, BOTTOM), (RIGHT, BOTTOM)], INK, 1.0);
        let mut row = TOP + 4.0;
        for line in &lines {
            self.line(
                vec![(BESIDE, row - 4.0), (BESIDE + 18.0, row - 4.0)],
                line.color,
                3.0,
            );
            self.text((BESIDE + 24.0, row), SMALL, 0.0, INK, &cut(&line.name, 33));
            row += 15.0;
            self.text((BESIDE + 24.0, row), SMALL, 0.0, INK, &line.figures);
            row += 19.0;
        }
        if let [(_, run)] = runs
            && run.classes.len() > CURVES
        {
            let more = format!("{} faster classes: below", run.classes.len() - CURVES);
            self.text((BESIDE, row), SMALL, 0.0, INK, &more);
        }
    }

    /// The lower half; gives the end of it.
    fn bars(&mut self, runs: &[(&str, &BenchRun)], found: Option<&RunComparison>) -> f64 {
        let rows = rows(runs, found);
        let top = BOTTOM + 84.0;
        let times = rows.iter().flat_map(|row| row.bars.iter());
        let times = times.flat_map(|(class, _)| {
            let ends = |e: &Estimate| [Some(e.value), e.low, e.high];
            let l = &class.latency_us;
            [ends(&l.p50), ends(&l.p99)].into_iter().flatten().flatten()
        });
        let Some(x) = Scale::of(times.map(|us| us / 1e3), LEFT, RIGHT) else {
            return top;
        };
        let dark = "dark to the median, pale to the 99th percentile (the longest of less than 100), lines: 95 %";
        self.text(
            (LEFT, top - 26.0),
            SMALL,
            0.0,
            INK,
            &format!("by class: {dark}"),
        );
        if found.is_some() {
            self.text((BESIDE, top - 10.0), SMALL, 0.0, INK, "B/A of the medians");
        }
        let high = |row: &Row<'_>| row.bars.len() as f64 * THICK + APART;
        let bottom = top + rows.iter().map(high).sum::<f64>();
        for (value, label) in x.ticks() {
            let at = x.at(value);
            self.line(vec![(at, top - 6.0), (at, bottom)], PALE, 1.0);
            self.text((at, bottom + 16.0), SMALL, 0.5, INK, &label);
        }
        let mut at = top;
        for row in &rows {
            let middle = at + row.bars.len() as f64 * THICK / 2.0 + 4.0;
            self.text((LEFT - 8.0, middle), SMALL, 1.0, INK, &cut(&row.name, 14));
            self.text((BESIDE, middle), SMALL, 0.0, row.color, &row.beside);
            for (class, color) in &row.bars {
                self.bar(&x, at, class, *color);
                at += THICK;
            }
            at += APART;
        }
        self.line(vec![(LEFT, bottom), (RIGHT, bottom)], INK, 1.0);
        self.text(
            (LEFT, bottom + 34.0),
            SMALL,
            0.0,
            INK,
            "latency in ms, logarithmic",
        );
        let classes = runs.iter().map(|(_, run)| run.classes.len()).max();
        let left_out = classes.unwrap_or(0).saturating_sub(CLASSES);
        if left_out > 0 {
            let text = format!("{left_out} classes are left out");
            self.text((BESIDE, bottom + 34.0), SMALL, 0.0, INK, &text);
        }
        bottom + 38.0
    }

    fn bar(&mut self, x: &Scale, top: f64, class: &ClassResult, color: Color) {
        let l = &class.latency_us;
        let thick = THICK - 1.0;
        for (estimate, color) in [(&l.p99, pale(color)), (&l.p50, color)] {
            let long = (x.at(estimate.value / 1e3) - LEFT).max(0.0);
            self.shapes
                .push(Shape::Rect([LEFT, top, long, thick], color));
        }
        let middle = top + thick / 2.0;
        for estimate in [&l.p99, &l.p50] {
            if let (Some(low), Some(high)) = (estimate.low, estimate.high) {
                let [low, high] = [low, high].map(|us| x.at(us / 1e3));
                self.line(vec![(low, middle), (high, middle)], INK, 1.0);
                for end in [low, high] {
                    self.line(vec![(end, middle - 2.0), (end, middle + 2.0)], INK, 1.0);
                }
            }
        }
    }
}

/// What was run, and on what.
fn about(runs: &[(&str, &BenchRun)]) -> String {
    let Some((_, run)) = runs.first() else {
        return String::new();
    };
    let machine = &run.machine;
    let cpu = match machine.cpu.as_str() {
        "" => machine.os.as_str(),
        cpu => cpu,
    };
    let text = format!(
        "{}, {} loop; {} articles; {cpu}, {} cores",
        run.settings.page,
        run.settings.mode.name(),
        run.index.articles,
        machine.cores
    );
    one_line(&text)
}

/// A curve, and what is told of it.
struct Line {
    name: String,
    figures: String,
    color: Color,
    width: f64,
    /// Place on the scale of percentiles, and milliseconds.
    points: Vec<(f64, f64)>,
}

impl Line {
    fn of(name: &str, class: &ClassResult, color: Color, width: f64) -> Line {
        // The longest stands where one of one more sample would be beyond.
        let last = 1.0 - 1.0 / (class.samples as f64 + 1.0);
        let points = class.curve.iter().filter(|(_, us)| *us > 0.0);
        let points = points.map(|(percent, us)| (place((percent / 100.0).min(last)), us / 1e3));
        Line {
            name: one_line(name),
            figures: figures(class),
            color,
            width,
            points: points.collect(),
        }
    }
}

/// The lines: all queries of each run; of one run also its slowest classes.
fn lines(runs: &[(&str, &BenchRun)]) -> Vec<Line> {
    let [(name, run)] = runs else {
        let colors = COLORS.iter().cycle();
        let all = runs.iter().zip(colors);
        return all
            .map(|((name, run), color)| Line::of(name, &run.total, *color, 2.0))
            .collect();
    };
    let mut classes: Vec<_> = run.classes.iter().collect();
    let p99 = |class: &ClassResult| class.latency_us.p99.value;
    classes.sort_by(|a, b| p99(b.1).total_cmp(&p99(a.1)).then(a.0.cmp(b.0)));
    let all = Line::of(&format!("all, {name}"), &run.total, INK, 2.5);
    if let [_] = classes.as_slice() {
        return vec![all];
    }
    let classes = classes.iter().zip(COLORS).take(CURVES);
    let classes = classes.map(|((name, class), color)| Line::of(name, class, color, 1.5));
    std::iter::once(all).chain(classes).collect()
}

/// One class with its bars.
struct Row<'a> {
    name: String,
    beside: String,
    color: Color,
    bars: Vec<(&'a ClassResult, Color)>,
}

fn rows<'a>(runs: &[(&str, &'a BenchRun)], found: Option<&RunComparison>) -> Vec<Row<'a>> {
    let mut names: Vec<&String> = runs
        .iter()
        .flat_map(|(_, run)| run.classes.keys())
        .collect();
    names.sort();
    names.dedup();
    let of = |name: &'a str, result: &dyn Fn(&'a BenchRun) -> Option<&'a ClassResult>| {
        let bars = runs.iter().zip(COLORS).filter_map(|((_, run), color)| {
            let class = result(run).filter(|class| class.samples > 0)?;
            Some((class, color))
        });
        let bars: Vec<_> = bars.collect();
        let (beside, color) = match (found, bars.as_slice()) {
            (Some(found), _) => verdict(found, name),
            (None, [(class, _)]) => (figures(class), INK),
            _ => (String::new(), INK),
        };
        Row {
            name: one_line(name),
            beside,
            color,
            bars,
        }
    };
    let mut rows: Vec<Row<'a>> = names
        .iter()
        .filter_map(|name| {
            runs.iter()
                .find_map(|(_, run)| run.classes.get_key_value(*name))
        })
        .map(|(name, _)| of(name, &|run| run.classes.get(name)))
        .take(CLASSES)
        .collect();
    if rows.len() > 1 {
        rows.push(of("all", &|run| Some(&run.total)));
    }
    rows.retain(|row| !row.bars.is_empty());
    rows
}

/// What the comparison says of a class.
fn verdict(found: &RunComparison, name: &str) -> (String, Color) {
    let class = match found.classes.get(name) {
        Some(class) => class,
        None if name == "all" => &found.total,
        None => return ("in one run only".to_owned(), INK),
    };
    let ratio = class.ratio.value;
    let text = match class.verdict {
        Verdict::NoDifferenceShown => format!("{ratio:.3}"),
        verdict => format!("{ratio:.3} {}", verdict.words()),
    };
    match class.other_answers {
        0 => (text, INK),
        n => (format!("{text}, {n} ANSWERS DIFFER"), PEAK),
    }
}

fn figures(class: &ClassResult) -> String {
    let l = &class.latency_us;
    let [p50, p99] = [l.p50.value, l.p99.value].map(|us| digits(us / 1e3));
    // Of so few it is the longest.
    let name = if class.samples < 100 { "max" } else { "p99" };
    format!("p50 {p50}, {name} {p99} ms, n {}", class.samples)
}

/// A number with three digits that tell.
fn digits(value: f64) -> String {
    match value {
        v if v < 1.0 => format!("{v:.3}"),
        v if v < 10.0 => format!("{v:.2}"),
        v if v < 100.0 => format!("{v:.1}"),
        v => format!("{v:.0}"),
    }
}

/// Where a percentile stands: 0 at the left, 1 for 90, 2 for 99.
fn place(share: f64) -> f64 {
    -(1.0 - share.clamp(0.0, 1.0 - 1e-12)).log10()
}

/// Percentiles that have a line, and their places.
fn percentiles() -> [(&'static str, f64); 7] {
    let shares = [0.0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];
    let names = ["0", "50", "90", "99", "99.9", "99.99", "99.999"];
    std::array::from_fn(|n| (names[n], place(shares[n])))
}

/// A colour half way to paper.
fn pale(color: Color) -> Color {
    std::array::from_fn(|n| ((u16::from(color[n]) * 2 + u16::from(PAPER[n]) * 3) / 5) as u8)
}

/// A logarithmic scale between two round numbers.
struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// The scale on which all of these have a place, drawn between `from` and `to`; none where there
    /// is no value above 0.
    fn of(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Option<Scale> {
        let mut bounds: Option<(f64, f64)> = None;
        for value in values.filter(|v| v.is_finite() && *v > 0.0) {
            let (low, high) = bounds.unwrap_or((value, value));
            bounds = Some((low.min(value), high.max(value)));
        }
        let (least, most) = bounds?;
        let low = round(least * 0.999, -1);
        let high = round(most * 1.001, 1);
        Some(Scale {
            low,
            high,
            from,
            to,
        })
    }

    fn at(&self, value: f64) -> f64 {
        let part = (value.max(self.low) / self.low).log10() / (self.high / self.low).log10();
        self.from + (self.to - self.from) * part.min(1.0)
    }

    /// Round numbers on it, and how they are written: fewer the longer it is.
    fn ticks(&self) -> Vec<(f64, String)> {
        let decades = (self.high / self.low).log10();
        let steps: &[f64] = match decades {
            d if d <= 3.2 => &[1.0, 2.0, 5.0],
            _ => &[1.0],
        };
        let mut out = Vec::new();
        let first = self.low.log10().floor() as i32;
        let last = self.high.log10().ceil() as i32;
        for power in first..=last {
            for step in steps {
                let value = step * 10f64.powi(power);
                if value >= self.low * 0.999 && value <= self.high * 1.001 {
                    let digits = usize::try_from(-power).unwrap_or(0);
                    out.push((value, format!("{value:.digits$}")));
                }
            }
        }
        out
    }
}

/// The next of 1, 2, 5, 10, 20 ... below (-1) or above (1) a number.
fn round(value: f64, way: i32) -> f64 {
    let power = value.log10().floor() as i32;
    let steps = (power - 1..=power + 1).flat_map(|p| [1.0, 2.0, 5.0].map(|n| n * 10f64.powi(p)));
    let mut fitting: Vec<f64> = match way {
        -1 => steps.filter(|n| *n <= value).collect(),
        _ => steps.filter(|n| *n >= value).collect(),
    };
    fitting.sort_by(f64::total_cmp);
    let found = if way < 0 {
        fitting.last()
    } else {
        fitting.first()
    };
    found.copied().unwrap_or(value)
}

#[cfg(test)]
#[path = "curves_tests.rs"]
mod tests;

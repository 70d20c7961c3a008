//! A chart as SVG: one file without references to anything outside it.

use super::chart::{Chart, Color, PAPER, Shape, WIDTH};

impl Chart {
    /// The drawing as SVG 1.1.
    pub fn svg(&self) -> String {
        let height = self.height;
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
             viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" role=\"img\">\n\
             <title>{}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n",
            escaped(&self.title),
            hex(PAPER)
        );
        for shape in &self.shapes {
            out.push_str(&written(shape));
            out.push('\n');
        }
        out.push_str("</svg>\n");
        out
    }
}

fn written(shape: &Shape) -> String {
    match shape {
        Shape::Rect([x, y, width, height], color) => format!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.2}\" height=\"{height:.1}\" fill=\"{}\"/>",
            hex(*color)
        ),
        Shape::Line(points, color, width) => {
            let points: Vec<String> = points
                .iter()
                .map(|(x, y)| format!("{x:.1},{y:.1}"))
                .collect();
            format!(
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"/>",
                points.join(" "),
                hex(*color)
            )
        }
        Shape::Text {
            at: (x, y),
            size,
            anchor,
            color,
            text,
        } => {
            let anchor = match anchor {
                a if *a >= 1.0 => "end",
                a if *a > 0.0 => "middle",
                _ => "start",
            };
            format!(
                "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" text-anchor=\"{anchor}\" \
                 fill=\"{}\">{}</text>",
                hex(*color),
                escaped(text)
            )
        }
    }
}

fn hex([r, g, b]: Color) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// Text as XML holds it; what XML can't hold at all becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

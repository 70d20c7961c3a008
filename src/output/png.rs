//! A chart as PNG: the shapes painted point by point, text in a small font of this program's own,
//! so that neither a font of the system nor another library is needed.

use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use super::chart::{Chart, Color, PAPER, Shape, WIDTH};
use super::font::{GLYPH_HEIGHT, GLYPH_WIDTH, glyph};

/// Points of the picture to one of the drawing.
const SCALE: f64 = 2.0;

struct Canvas {
    width: usize,
    height: usize,
    /// Three bytes a point, row by row.
    points: Vec<u8>,
}

impl Chart {
    /// The drawing as PNG, two points to a unit: 1920 wide.
    ///
    /// # Errors
    /// None in practice: memory is written.
    pub fn png(&self) -> std::io::Result<Vec<u8>> {
        let (width, height) = ((WIDTH * SCALE) as usize, (self.height * SCALE) as usize);
        let mut canvas = Canvas {
            width,
            height,
            points: PAPER.repeat(width * height),
        };
        self.shapes.iter().for_each(|shape| canvas.paint(shape));
        canvas.encoded()
    }
}

impl Canvas {
    fn paint(&mut self, shape: &Shape) {
        match shape {
            Shape::Rect([x, y, width, height], color) => {
                let [left, top] = [x * SCALE, y * SCALE];
                let right = ((x + width) * SCALE).max(left + 1.0);
                self.fill(left, top, right, (y + height) * SCALE, *color);
            }
            Shape::Line(points, color, width) => {
                for pair in points.windows(2) {
                    self.stroke(pair[0], pair[1], *color, (width * SCALE).max(1.0));
                }
            }
            Shape::Text {
                at: (x, y),
                size,
                anchor,
                color,
                text,
            } => {
                let dot = (size * SCALE / 10.0).round().max(1.0);
                let folded = crate::analysis::fold(text);
                // Folding is only for letters that the font has not.
                let text = if text.is_ascii() { text } else { &folded };
                let long = text.chars().count() as f64 * (GLYPH_WIDTH as f64 + 1.0) * dot;
                let mut left = (x * SCALE - long * anchor).round();
                let top = (y * SCALE - GLYPH_HEIGHT as f64 * dot).round();
                for c in text.chars() {
                    self.glyph(c, left, top, dot, *color);
                    left += (GLYPH_WIDTH as f64 + 1.0) * dot;
                }
            }
        }
    }

    fn glyph(&mut self, c: char, left: f64, top: f64, dot: f64, color: Color) {
        for (row, bits) in glyph(c).into_iter().enumerate() {
            for column in 0..GLYPH_WIDTH {
                if bits >> (GLYPH_WIDTH - 1 - column) & 1 == 1 {
                    let (x, y) = (left + column as f64 * dot, top + row as f64 * dot);
                    self.fill(x, y, x + dot, y + dot, color);
                }
            }
        }
    }

    fn stroke(&mut self, from: (f64, f64), to: (f64, f64), color: Color, width: f64) {
        let [x0, y0, x1, y1] = [from.0, from.1, to.0, to.1].map(|v| v * SCALE);
        let steps = (x1 - x0).abs().max((y1 - y0).abs()).ceil().max(1.0);
        let mut n = 0.0;
        while n <= steps {
            let (x, y) = (x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps);
            let half = width / 2.0;
            self.fill(x - half, y - half, x + half, y + half, color);
            n += 1.0;
        }
    }

    /// Fills a rectangle, cut to the picture.
    fn fill(&mut self, left: f64, top: f64, right: f64, bottom: f64, color: Color) {
        let within = |value: f64, most: usize| (value.round().max(0.0) as usize).min(most);
        let columns = within(left, self.width)..within(right, self.width);
        for row in within(top, self.height)..within(bottom, self.height) {
            for column in columns.clone() {
                let at = (row * self.width + column) * 3;
                self.points[at..at + 3].copy_from_slice(&color);
            }
        }
    }

    fn encoded(&self) -> std::io::Result<Vec<u8>> {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        for row in self.points.chunks(self.width * 3) {
            // Each row says first how it is filtered: not at all.
            packed.write_all(&[0])?;
            packed.write_all(row)?;
        }
        let mut header = Vec::new();
        header.extend((self.width as u32).to_be_bytes());
        header.extend((self.height as u32).to_be_bytes());
        // Eight bits a colour, red green blue, the usual packing and filters, not interlaced.
        header.extend([8, 2, 0, 0, 0]);
        let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, data) in [
            (b"IHDR", header),
            (b"IDAT", packed.finish()?),
            (b"IEND", Vec::new()),
        ] {
            out.extend((data.len() as u32).to_be_bytes());
            let mut crc = Crc::new();
            crc.update(kind);
            crc.update(&data);
            out.extend(kind);
            out.extend(data);
            out.extend(crc.sum().to_be_bytes());
        }
        Ok(out)
    }
}

//! Cuts a table into its rows, and finds the next row behind one that is broken.
//!
//! Never holds more than one row. Where cells end is known to `cells.rs`.

use std::io::{self, BufRead};

use super::cells::{Scan, State, cells};
use super::dialect::Dialect;
use super::units::Unit;

/// What cells of a column have in common, as far as it helps to know the beginning of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Begins with a digit: a number or a date.
    Digit,
    /// An address.
    Address,
    /// Anything.
    Any,
}

/// A row, or what stands in its place.
#[derive(Debug)]
pub(super) enum Row {
    /// As many cells as wanted; blank lines are passed over.
    Good { offset: u64, bytes: Vec<u8> },
    /// No row; where it begins and why.
    Bad { offset: u64, reason: String },
    /// The stream broke.
    Broken { offset: u64, error: io::Error },
}

/// Rows of a stream.
pub(super) struct Rows<'a> {
    stream: &'a mut dyn BufRead,
    dialect: Dialect,
    max_bytes: usize,
    /// Cells of a row, and how many of them are needed.
    width: usize,
    needed: usize,
    buffer: Vec<u8>,
    /// Where the next row begins in the buffer.
    start: usize,
    /// Where the buffer begins in the stream.
    base: u64,
    ended: bool,
    error: Option<io::Error>,
    /// What the columns are, from the first rows.
    kinds: Vec<Kind>,
    learned: usize,
    /// Bytes that were scanned in vain, which bounds how often reading goes back.
    wasted: u64,
}

/// Rows that columns are learned from.
const LEARNED_FROM: usize = 50;

/// Bytes read at once.
const STEP: usize = 64 * 1024;

impl<'a> Rows<'a> {
    /// Rows of `width` cells, of which the first `needed` may not be missing.
    pub(super) fn new(
        stream: &'a mut dyn BufRead,
        dialect: Dialect,
        max_bytes: usize,
        (width, needed): (usize, usize),
    ) -> Self {
        Self {
            stream,
            dialect,
            max_bytes,
            width,
            needed,
            buffer: Vec::new(),
            start: 0,
            base: 0,
            ended: false,
            error: None,
            kinds: Vec::new(),
            learned: 0,
            wasted: 0,
        }
    }

    /// Passes over bytes at the front.
    pub(super) fn pass(&mut self, bytes: usize) {
        while self.buffer.len() < self.start + bytes && self.more() {}
        self.start = (self.start + bytes).min(self.buffer.len());
    }

    /// Passes over a row, the header.
    pub(super) fn pass_row(&mut self) {
        let mut scan = Scan::new(self.start);
        loop {
            if scan.run(&self.buffer, &self.dialect) {
                break;
            }
            scan.suspect = None;
            let long = scan.at - self.start > self.max_bytes;
            if long || scan.at >= self.whole() && !self.more() {
                break;
            }
        }
        self.start = scan.at;
    }

    /// The next row; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Row> {
        loop {
            self.shift();
            let offset = self.base + self.start as u64;
            let mut scan = Scan::new(self.start);
            let fault = self.scan(&mut scan);
            if scan.at == self.start || self.start >= self.whole() {
                let error = self.error.take();
                return error.map(|error| Row::Broken { offset, error });
            }
            if let Some(reason) = fault {
                self.recover(&scan);
                return Some(Row::Bad { offset, reason });
            }
            let row = &self.buffer[self.start..scan.end];
            let cells = scan.cells;
            let right = scan.filled <= self.width && scan.filled.max(cells) >= self.needed;
            if scan.filled == 0 {
                self.start = scan.at;
                continue;
            }
            if !right {
                let wanted = self.width;
                let reason = format!("{cells} cells where {wanted} are wanted");
                if self.kinds.iter().any(|kind| *kind != Kind::Any) {
                    self.recover(&scan);
                } else {
                    self.start = scan.at;
                }
                return Some(Row::Bad { offset, reason });
            }
            let bytes = row.to_vec();
            self.learn(self.start, scan.end);
            self.start = scan.at;
            return Some(Row::Good { offset, bytes });
        }
    }

    /// Scans one row to its end, reading on as needed; says why there is none.
    fn scan(&mut self, scan: &mut Scan) -> Option<String> {
        loop {
            if scan.run(&self.buffer, &self.dialect) {
                return None;
            }
            if let Some(mark) = scan.suspect.take() {
                if self.opens_row(self.line_of(mark), scan.cells) {
                    return Some(self.unclosed(scan));
                }
                continue;
            }
            if scan.at - self.start > self.max_bytes {
                let max = self.max_bytes;
                return Some(match scan.state {
                    State::Quoted | State::Escaped => self.unclosed(scan),
                    _ => format!("a row of over {max} bytes"),
                });
            }
            if !self.more() {
                // The last line needs no break.
                scan.at = self.buffer.len();
                scan.end = scan.at;
                scan.cells += 1;
                let open = matches!(scan.state, State::Quoted | State::Escaped);
                return open.then(|| self.unclosed(scan));
            }
        }
    }

    fn unclosed(&self, scan: &Scan) -> String {
        let at = self.base + scan.opened as u64;
        format!("a quotation mark at byte {at} that is not closed")
    }

    /// Goes to the next line behind a bad row's first that looks like the beginning of a row; a row
    /// that ends in its first line is just passed.
    fn recover(&mut self, scan: &Scan) {
        let column = scan.cells;
        self.wasted += (scan.at - self.start) as u64;
        let behind = self.base + scan.at as u64;
        let goes_back = self.wasted <= 4 * behind + (1 << 20);
        if !goes_back {
            self.start = scan.at;
        }
        let unit = self.dialect.unit;
        loop {
            // The end of the line.
            loop {
                match unit.at(&self.buffer, self.start) {
                    Some(b'\n') => break,
                    Some(_) => self.start += unit.width(),
                    None => {
                        self.shift();
                        if !self.more() {
                            self.start = self.buffer.len();
                            return;
                        }
                    }
                }
            }
            self.start += unit.width();
            // Behind a row with a right end, the next line is as good as any.
            let clean = scan.state != State::Quoted && self.base + self.start as u64 >= behind;
            if clean {
                return;
            }
            self.shift();
            while memchr::memchr(b'\n', &self.buffer[self.start..]).is_none()
                && self.buffer.len() - self.start < STEP
                && self.more()
            {}
            if self.opens_row(self.start, column) {
                return;
            }
        }
    }

    /// Whether the line at `start` looks like the beginning of a row, `column` being where the
    /// quoted cell stands in rows.
    fn opens_row(&self, start: usize, column: usize) -> bool {
        let unit = self.dialect.unit;
        let mut scan = Scan::new(start);
        let end = (start + STEP).min(self.buffer.len());
        let line = (start..end)
            .step_by(unit.width())
            .find(|at| unit.at(&self.buffer, *at) == Some(b'\n'))
            .map_or(end, |at| at + unit.width());
        scan.run(&self.buffer[..line], &self.dialect);
        let closed = !matches!(scan.state, State::Quoted | State::Escaped);
        let whole = closed && scan.cells.max(scan.filled) == self.width;
        let open = !closed && scan.cells < self.width;
        let found = self.kinds_of(start, line);
        let pairs = || found.iter().zip(&self.kinds).take(scan.cells);
        if self.kinds.iter().any(|kind| *kind != Kind::Any) {
            let same = pairs().all(|(found, kind)| *kind == Kind::Any || found == kind);
            let sure = pairs().any(|(_, kind)| *kind != Kind::Any);
            return (whole || open) && same && sure;
        }
        open && scan.cells == column && scan.lines <= 1
    }

    /// Where the line begins that this byte is in.
    fn line_of(&self, at: usize) -> usize {
        let unit = self.dialect.unit;
        let from = self.start.max(at.saturating_sub(STEP));
        let mut line = at;
        while line >= from + unit.width() {
            if unit.at(&self.buffer, line - unit.width()) == Some(b'\n') {
                break;
            }
            line -= unit.width();
        }
        line
    }

    /// What the cells of a line begin with.
    fn kinds_of(&self, start: usize, end: usize) -> Vec<Kind> {
        let bytes = &self.buffer[start..end];
        let unit = self.dialect.unit;
        let narrow: Vec<u8> = match unit {
            Unit::Byte => bytes.to_vec(),
            _ => (0..bytes.len())
                .step_by(2)
                .filter_map(|at| unit.at(bytes, at))
                .collect(),
        };
        let text: String = narrow.iter().map(|b| char::from(*b)).collect();
        let cells = cells(&text, &self.dialect);
        let kind = |cell: &String| match cell.trim_start() {
            cell if cell.starts_with(|c: char| c.is_ascii_digit()) => Kind::Digit,
            cell if cell.starts_with("http") => Kind::Address,
            _ => Kind::Any,
        };
        cells.iter().map(kind).collect()
    }

    /// Learns from a good row what the columns begin with.
    fn learn(&mut self, start: usize, end: usize) {
        if self.learned >= LEARNED_FROM {
            return;
        }
        self.learned += 1;
        let found = self.kinds_of(start, end.min(start + STEP));
        if self.learned == 1 {
            self.kinds = found;
            return;
        }
        for (kind, found) in self.kinds.iter_mut().zip(found) {
            if *kind != found {
                *kind = Kind::Any;
            }
        }
    }

    /// Bytes of the buffer that are whole units.
    fn whole(&self) -> usize {
        self.buffer.len() - self.buffer.len() % self.dialect.unit.width()
    }

    /// Reads on: false at the end.
    fn more(&mut self) -> bool {
        if self.ended {
            return false;
        }
        loop {
            match self.stream.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.error = Some(error);
                    self.ended = true;
                    return false;
                }
                Ok([]) => {
                    self.ended = true;
                    return false;
                }
                Ok(chunk) => {
                    let length = chunk.len();
                    self.buffer.extend_from_slice(chunk);
                    self.stream.consume(length);
                    return true;
                }
            }
        }
    }

    /// Drops what lies behind, once it is more than what is ahead.
    fn shift(&mut self) {
        if self.start > STEP && self.start * 2 > self.buffer.len() {
            self.buffer.drain(..self.start);
            self.base += self.start as u64;
            self.start = 0;
        }
    }
}

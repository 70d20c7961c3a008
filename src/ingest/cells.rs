//! The cells of a row: where they end, over line breaks in quotes, and what they hold.
//!
//! One set of rules cuts rows off a stream and reads their cells. What cells mean is not known
//! here.

use super::dialect::Dialect;

/// Where in a row the scan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Before the first character of a cell.
    Start,
    /// In a cell without quotation marks.
    Bare,
    /// In a quoted cell.
    Quoted,
    /// Behind a backslash in a quoted cell.
    Escaped,
    /// Behind a quotation mark that may close the cell.
    Closing,
}

/// A row being scanned; it can be left where the bytes end and taken up again.
#[derive(Debug)]
pub(super) struct Scan {
    pub(super) state: State,
    /// Where to go on.
    pub(super) at: usize,
    /// Cells that are complete.
    pub(super) cells: usize,
    /// Cells up to the last one that is not empty.
    pub(super) filled: usize,
    /// The quotation mark that opened the cell, and whether lines end behind it.
    pub(super) opened: usize,
    pub(super) lines: usize,
    /// A mark in a quoted cell, in a further line of it, that looks as if it opened a cell.
    pub(super) suspect: Option<usize>,
    /// Behind the last unit of the row, without the line break.
    pub(super) end: usize,
}

impl Scan {
    pub(super) fn new(at: usize) -> Self {
        Self {
            state: State::Start,
            at,
            cells: 0,
            filled: 0,
            opened: at,
            lines: 0,
            suspect: None,
            end: at,
        }
    }

    fn fill(&mut self) {
        self.filled = self.cells + 1;
    }

    /// Scans up to the end of the row: true if it was found. Stops at a suspect mark as well.
    pub(super) fn run(&mut self, bytes: &[u8], dialect: &Dialect) -> bool {
        let width = dialect.unit.width();
        while let Some(unit) = dialect.unit.at(bytes, self.at) {
            let here = self.at;
            self.at += width;
            match self.state {
                State::Start if Some(unit) == dialect.quote => {
                    self.state = State::Quoted;
                    self.opened = here;
                    self.lines = 0;
                }
                State::Start if unit == b' ' && dialect.padded => {}
                State::Start | State::Bare => {
                    if self.ends(unit, here, dialect) {
                        return true;
                    }
                }
                State::Quoted => {
                    if Some(unit) == dialect.quote {
                        self.state = State::Closing;
                    } else if unit == b'\\' && dialect.backslash {
                        self.state = State::Escaped;
                    } else {
                        self.lines += usize::from(unit == b'\n');
                        self.fill();
                    }
                }
                State::Escaped => {
                    self.state = State::Quoted;
                    self.fill();
                }
                State::Closing if Some(unit) == dialect.quote => {
                    self.state = State::Quoted;
                    self.fill();
                }
                State::Closing if unit == dialect.delimiter || matches!(unit, b'\n' | b'\r') => {
                    if self.ends(unit, here, dialect) {
                        return true;
                    }
                }
                State::Closing if unit == b' ' && dialect.padded => {}
                // A mark inside a cell that should have been doubled is text.
                State::Closing => {
                    self.state = State::Quoted;
                    self.fill();
                    let mark = here - width;
                    let before = mark.checked_sub(width);
                    let before = before.and_then(|at| dialect.unit.at(bytes, at));
                    if self.lines > 0 && before == Some(dialect.delimiter) {
                        self.suspect = Some(mark);
                        return false;
                    }
                }
            }
        }
        false
    }

    /// Reads a unit outside quotes: true if it ends the row.
    fn ends(&mut self, unit: u8, here: usize, dialect: &Dialect) -> bool {
        if unit == dialect.delimiter {
            self.cells += 1;
            self.state = State::Start;
        } else if unit == b'\n' {
            self.end = here;
            self.cells += 1;
            return true;
        } else if unit != b'\r' {
            self.state = State::Bare;
            self.fill();
        }
        false
    }
}

/// The first row of a text.
pub(super) struct Cut {
    /// Behind its last byte, without the line break.
    pub(super) end: usize,
    /// Where the next row begins.
    pub(super) next: usize,
}

/// Cuts the first row off a text that is held as a whole.
pub(super) fn cut(text: &str, dialect: &Dialect) -> Cut {
    let mut scan = Scan::new(0);
    while !scan.run(text.as_bytes(), dialect) {
        if scan.suspect.take().is_none() {
            scan.end = text.len();
            break;
        }
    }
    Cut {
        end: scan.end,
        next: scan.at,
    }
}

/// The cells of a row, without their marks.
pub(super) fn cells(row: &str, dialect: &Dialect) -> Vec<String> {
    let mut found = Vec::new();
    let mut cell = String::new();
    let mut state = State::Start;
    let is = |c: char, byte: u8| c == char::from(byte);
    for c in row.chars() {
        let quotes = dialect.quote.is_some_and(|quote| is(c, quote));
        match state {
            State::Start if quotes => {
                state = State::Quoted;
                cell.clear();
            }
            State::Start if c == ' ' && dialect.padded => {}
            State::Quoted if quotes => state = State::Closing,
            State::Quoted if c == '\\' && dialect.backslash => state = State::Escaped,
            State::Quoted => cell.push(c),
            State::Escaped => {
                state = State::Quoted;
                // Only marks are escaped; any other backslash is text.
                if !quotes && c != '\\' {
                    cell.push('\\');
                }
                cell.push(c);
            }
            State::Closing if quotes => {
                state = State::Quoted;
                cell.push(c);
            }
            State::Start | State::Bare | State::Closing if is(c, dialect.delimiter) => {
                state = State::Start;
                found.push(std::mem::take(&mut cell));
            }
            State::Closing if matches!(c, '\r' | '\n') || c == ' ' && dialect.padded => {}
            State::Closing => {
                state = State::Quoted;
                cell.extend(dialect.quote.map(char::from));
                cell.push(c);
            }
            State::Start | State::Bare => {
                state = State::Bare;
                cell.push(c);
            }
        }
    }
    while cell.ends_with('\r') {
        cell.pop();
    }
    found.push(cell);
    found
}

//! Cuts a JSON text into its objects: those of arrays at its top, objects one after another, or
//! those of a list in an envelope.
//!
//! Only strings and brackets are looked at; whether an object is right JSON is for its parser. The
//! text is never held, only the object that is being read.

use std::io::{self, BufRead};
use std::ops::ControlFlow;

use super::emit::Emitter;
use super::envelope::{self, Seeker, Seen};
use super::format::Format;
use super::json;
use super::readers::{Input, Reader};
use super::sniff::{JsonLayout, json_layout};
use super::units::{self, Unit};

/// JSON objects and arrays.
pub(super) const READER: Reader = Reader {
    format: Format::Json,
    knows: |head| json_layout(head) == Some(JsonLayout::Free),
    split: read,
    article: json::article,
};

/// Reads the values of a JSON text.
///
/// A value over `max_bytes` is read past and rejected. A line break inside a string, which JSON
/// forbids, means that a quotation mark is missing: that value is rejected, and reading goes on
/// at the next line that begins as the broken value did.
fn read(input: Input<'_>, emit: &mut Emitter<'_>) -> ControlFlow<()> {
    let Input { stream, max_bytes } = input;
    let front = match stream.fill_buf() {
        Ok(front) => front,
        Err(error) => return emit.broken(1, 0, &error),
    };
    let unit = Unit::of(front).unwrap_or(Unit::Byte);
    let mut scan = Scan::new(max_bytes, unit.width());
    if unit == Unit::Byte {
        let front = front.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(front);
        scan.path = envelope::path_of(front.trim_ascii_start());
        scan_all(stream, unit, scan, emit)
    } else {
        let mut stream = units::in_whole_units(stream);
        if let Ok(front) = stream.fill_buf() {
            let front = unit.narrow(front);
            scan.path = envelope::path_of(front.trim_ascii_start());
        }
        scan_all(&mut stream, unit, scan, emit)
    }
}

/// Reads a stream to its end.
fn scan_all(
    stream: &mut dyn BufRead,
    unit: Unit,
    mut scan: Scan,
    emit: &mut Emitter<'_>,
) -> ControlFlow<()> {
    loop {
        let chunk = match stream.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                let at = scan.started.unwrap_or(scan.offset) * scan.width as u64;
                return emit.broken(scan.record + 1, at, &error);
            }
            Ok(chunk) => chunk,
        };
        if chunk.is_empty() {
            return scan.end(emit);
        }
        let length = chunk.len();
        if unit == Unit::Byte {
            scan.read(chunk, chunk, emit)?;
        } else {
            scan.read(&unit.narrow(chunk), chunk, emit)?;
        }
        stream.consume(length);
    }
}

/// Where in the text the scan is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between values.
    Between,
    /// In a value, outside strings.
    Value,
    /// In a number, a name or anything else without brackets at the top.
    Bare,
    /// In a string.
    Quoted,
    /// Behind a backslash in a string.
    Escaped,
    /// Behind a broken value, looking for the next.
    Lost,
    /// In an envelope, outside its list.
    Around,
}

struct Scan {
    state: State,
    /// Brackets open inside the value.
    depth: u64,
    /// Whether an array at the top is open.
    in_array: bool,
    /// The keys that lead to the records, if objects at the top are envelopes.
    path: Option<Vec<String>>,
    /// The envelope that is open.
    seeker: Option<Seeker>,
    /// Bytes of a unit. All places are counted in units.
    width: usize,
    record: u64,
    offset: u64,
    /// First byte of the value.
    started: Option<u64>,
    /// Column of the first byte of the value, for finding the next one.
    column: u64,
    line_start: u64,
    bytes: Vec<u8>,
    too_long: bool,
    max_bytes: usize,
}

impl Scan {
    fn new(max_bytes: usize, width: usize) -> Self {
        Self {
            state: State::Between,
            depth: 0,
            in_array: false,
            path: None,
            seeker: None,
            width,
            record: 0,
            offset: 0,
            started: None,
            column: 0,
            line_start: 0,
            bytes: Vec::new(),
            too_long: false,
            max_bytes,
        }
    }

    /// Reads one chunk; values may begin and end anywhere in it.
    ///
    /// `chunk` has one byte for each unit of `raw`.
    fn read(&mut self, chunk: &[u8], raw: &[u8], emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let base = self.offset;
        // The first byte of the chunk that belongs to the value and is not kept yet.
        let mut kept = 0;
        let mut at = 0;
        while at < chunk.len() {
            let byte = chunk[at];
            let here = base + at as u64;
            match self.state {
                State::Between => {
                    kept = at;
                    self.between(byte, here);
                    at += 1;
                }
                State::Around => {
                    kept = at + 1;
                    at += 1;
                    if byte == b'\n' {
                        self.line_start = base + at as u64;
                    }
                    self.around(byte, here, emit)?;
                }
                State::Lost => {
                    kept = at;
                    let first = byte == b'{' && here - self.line_start == self.column;
                    if first {
                        self.state = State::Between;
                    } else {
                        if byte == b'\n' {
                            self.line_start = here + 1;
                        }
                        at += 1;
                    }
                }
                State::Escaped => {
                    self.state = State::Quoted;
                    at += 1;
                }
                State::Quoted => {
                    let Some(next) = memchr::memchr3(b'"', b'\\', b'\n', &chunk[at..]) else {
                        at = chunk.len();
                        continue;
                    };
                    at += next + 1;
                    match chunk[at - 1] {
                        b'"' if self.depth == 0 => {
                            self.keep(&raw[kept * self.width..at * self.width]);
                            self.finish(emit)?;
                        }
                        b'"' => self.state = State::Value,
                        b'\\' => self.state = State::Escaped,
                        _ => {
                            self.lose(base + at as u64, emit)?;
                        }
                    }
                }
                State::Value => {
                    at += 1;
                    match byte {
                        b'"' => self.state = State::Quoted,
                        b'{' | b'[' => self.depth += 1,
                        b'}' | b']' => {
                            self.depth -= 1;
                            if self.depth == 0 {
                                self.keep(&raw[kept * self.width..at * self.width]);
                                self.finish(emit)?;
                            }
                        }
                        b'\n' => self.line_start = base + at as u64,
                        _ => {}
                    }
                }
                State::Bare => {
                    if matches!(byte, b',' | b']' | b'{' | b'[' | b'\n') {
                        self.keep(&raw[kept * self.width..at * self.width]);
                        self.finish(emit)?;
                    } else {
                        at += 1;
                    }
                }
            }
        }
        if !matches!(self.state, State::Between | State::Lost | State::Around) {
            self.keep(&raw[kept * self.width..]);
        }
        self.offset = base + chunk.len() as u64;
        ControlFlow::Continue(())
    }

    /// Reads a byte between values.
    fn between(&mut self, byte: u8, here: u64) {
        let state = match byte {
            b'\n' => {
                self.line_start = here + 1;
                return;
            }
            b' ' | b'\t' | b'\r' | b',' | 0xEF | 0xBB | 0xBF | 0x1E => return,
            b'[' if !self.in_array => {
                self.in_array = true;
                return;
            }
            b']' if self.in_array => {
                self.in_array = false;
                if self.seeker.is_some() {
                    self.state = State::Around;
                }
                return;
            }
            b'{' if !self.in_array && self.path.is_some() => {
                let mut seeker = self.path.as_deref().map(Seeker::new);
                if let Some(seeker) = &mut seeker {
                    seeker.read(byte);
                }
                self.seeker = seeker;
                self.state = State::Around;
                self.started = Some(here);
                return;
            }
            b'{' | b'[' => State::Value,
            b'"' => State::Quoted,
            _ => State::Bare,
        };
        self.state = state;
        self.depth = u64::from(state == State::Value);
        self.started = Some(here);
        self.column = here - self.line_start;
    }

    /// Reads a byte of an envelope outside its list.
    fn around(&mut self, byte: u8, here: u64, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let Some(seeker) = &mut self.seeker else {
            self.state = State::Between;
            return ControlFlow::Continue(());
        };
        match seeker.read(byte) {
            Seen::Nothing => {}
            Seen::List => {
                emit.context = seeker.head().map(Into::into);
                self.in_array = true;
                self.state = State::Between;
                self.started = None;
            }
            Seen::End => {
                emit.context = None;
                self.state = State::Between;
                let at = self.started.take().unwrap_or(here);
                let seeker = self.seeker.take().filter(|seeker| !seeker.found);
                if let Some(seeker) = seeker {
                    self.record += 1;
                    let reason = format!("an object without the list {}", seeker.path());
                    return emit.reject(self.record, at * self.width as u64, reason);
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn keep(&mut self, part: &[u8]) {
        if self.bytes.len() + part.len() > self.max_bytes {
            self.too_long = true;
            self.bytes = Vec::new();
        }
        if !self.too_long {
            self.bytes.extend_from_slice(part);
        }
    }

    /// Hands out the value that ends here.
    fn finish(&mut self, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let bytes = std::mem::take(&mut self.bytes);
        let started = self.started.take().unwrap_or(self.offset) * self.width as u64;
        self.state = State::Between;
        self.record += 1;
        if std::mem::take(&mut self.too_long) {
            let max = self.max_bytes;
            return emit.reject(self.record, started, format!("a value of over {max} bytes"));
        }
        emit.record(self.record, started, bytes)
    }

    /// Gives a value up, whose string runs over the line that ends before `next`.
    fn lose(&mut self, next: u64, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let started = self.started.take().unwrap_or(self.offset) * self.width as u64;
        self.bytes = Vec::new();
        self.too_long = false;
        self.state = State::Lost;
        self.depth = 0;
        self.line_start = next;
        self.record += 1;
        let reason = format!(
            "a line break inside a string, before byte {}",
            next * self.width as u64
        );
        emit.reject(self.record, started, reason)
    }

    /// What is left when the text ends.
    fn end(&mut self, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        match self.state {
            State::Between | State::Lost if self.in_array => emit.reject(
                self.record + 1,
                self.offset * self.width as u64,
                "the array ends early".to_owned(),
            ),
            State::Between | State::Lost => ControlFlow::Continue(()),
            State::Around => {
                let at = self.started.unwrap_or(self.offset) * self.width as u64;
                let reason = "the JSON ends early, behind its records".to_owned();
                emit.reject(self.record + 1, at, reason)
            }
            State::Bare => self.finish(emit),
            State::Value | State::Quoted | State::Escaped => {
                let started = self.started.unwrap_or(self.offset) * self.width as u64;
                let open = self.depth;
                let whole = if self.in_array { "array" } else { "JSON" };
                let reason =
                    format!("the {whole} ends early, with {open} brackets open in a value");
                emit.reject(self.record + 1, started, reason)
            }
        }
    }
}

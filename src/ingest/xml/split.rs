//! Cuts a stream of markup into the elements of given names, without a tree of the whole.
//!
//! Only tags, quotation marks, comments, CDATA and processing instructions are told apart; what a
//! record means is for its reader. A record that has no end costs itself: the next start tag begins anew.

use std::io;
use std::ops::ControlFlow;

use super::state::{Mark, Section, State, is_name, is_name_end};
use super::units::Units;
use crate::ingest::emit::Emitter;
use crate::ingest::readers::Input;

/// Bytes before the first record that its head may have; what is beyond them is not known to records.
const MAX_HEAD: usize = 4 * 1024 * 1024;

/// Longest name of an element that can be a record's, with its prefix.
const MAX_NAME: usize = 60;

/// Which elements are records, and what of the document they need to know.
pub(super) struct Cut {
    /// Local names of the records.
    pub(super) names: &'static [&'static str],
    /// Whether a record may hold others of its name, which are part of it.
    pub(super) nested: bool,
    /// Makes the context of the records from everything before the first of them.
    pub(super) head: fn(&[u8]) -> Vec<u8>,
}

/// Cuts a stream; what lies between records is passed over.
///
/// Offsets are those of the `<` of a record's start tag. A record over the limit is read past and
/// rejected, one without an end tag is rejected.
pub(super) fn split(input: Input<'_>, emit: &mut Emitter<'_>, cut: &Cut) -> ControlFlow<()> {
    let Input { stream, max_bytes } = input;
    let mut scan = Scan::new(cut, max_bytes);
    let mut units = Units::default();
    loop {
        let chunk = match stream.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                let at = scan.record_at.unwrap_or(scan.offset);
                return emit.broken(scan.n_records + 1, at, &error);
            }
            Ok(chunk) => chunk,
        };
        if chunk.is_empty() {
            return scan.end(units.width(), emit);
        }
        let length = chunk.len();
        let (raw, ascii, width) = units.read(chunk);
        scan.read(raw, ascii, width, emit)?;
        stream.consume(length);
    }
}

struct Scan<'a> {
    cut: &'a Cut,
    max_bytes: usize,
    state: State,
    /// First byte of what is read next.
    offset: u64,
    /// What precedes the first record.
    head: Option<Vec<u8>>,
    n_records: u64,
    /// First byte of the open record.
    record_at: Option<u64>,
    /// The name of the open record as it is written.
    record_name: Vec<u8>,
    /// Open elements of the record's name.
    depth: u64,
    /// Bytes of the open record, or of the tag that may begin one.
    held: Vec<u8>,
    too_long: bool,
    tag_too_long: bool,
    /// The tag that is being read.
    tag: Mark,
    /// The `<` in a value that is being looked at.
    inner: Mark,
    name: Vec<u8>,
    /// The name behind the `<` in a value.
    inner_name: Vec<u8>,
    /// The two bytes before the one that is read.
    before: [u8; 2],
    /// In a second reading: the last end of each section.
    last_ends: Option<[u64; 3]>,
    n_rejected: u64,
}

impl<'a> Scan<'a> {
    fn new(cut: &'a Cut, max_bytes: usize) -> Self {
        Self {
            cut,
            max_bytes,
            state: State::Text,
            offset: 0,
            head: Some(Vec::new()),
            n_records: 0,
            record_at: None,
            record_name: Vec::new(),
            depth: 0,
            held: Vec::new(),
            too_long: false,
            tag_too_long: false,
            tag: Mark::default(),
            inner: Mark::default(),
            name: Vec::new(),
            inner_name: Vec::new(),
            before: [0; 2],
            last_ends: None,
            n_rejected: 0,
        }
    }

    /// Reads one chunk: `raw` as it is in the stream, `ascii` with one byte for each `width` of it.
    fn read(
        &mut self,
        raw: &[u8],
        ascii: &[u8],
        width: usize,
        emit: &mut Emitter<'_>,
    ) -> ControlFlow<()> {
        if let Some(head) = &mut self.head {
            let room = MAX_HEAD.saturating_sub(head.len());
            head.extend_from_slice(&raw[..raw.len().min(room)]);
        }
        let base = self.offset;
        // The first byte of the chunk that is not held yet.
        let mut kept = 0;
        let mut at = 0;
        while at < ascii.len() {
            let byte = ascii[at];
            let here = base + (at * width) as u64;
            match self.state {
                State::Text => {
                    let Some(next) = memchr::memchr(b'<', &ascii[at..]) else {
                        at = ascii.len();
                        continue;
                    };
                    at += next;
                    self.hold(&raw[kept * width..at * width]);
                    kept = at;
                    self.open(base + (at * width) as u64);
                    at += 1;
                    continue;
                }
                State::Section(section) => {
                    let Some(next) = memchr::memchr(b'>', &ascii[at..]) else {
                        self.remember(&ascii[at..]);
                        at = ascii.len();
                        continue;
                    };
                    self.remember(&ascii[at..at + next]);
                    at += next + 1;
                    let end = section.end();
                    if self.before.ends_with(&end[..end.len() - 1]) {
                        self.pass(&raw[kept * width..at * width]);
                        kept = at;
                    }
                    self.remember(b">");
                    continue;
                }
                State::Quoted(quote) => {
                    let Some(next) = memchr::memchr2(quote, b'<', &ascii[at..]) else {
                        at = ascii.len();
                        continue;
                    };
                    at += next + 1;
                    if ascii[at - 1] == quote {
                        self.state = State::Tag;
                        self.before = [0, quote];
                    } else {
                        self.hold(&raw[kept * width..(at - 1) * width]);
                        kept = at - 1;
                        self.inner = Mark {
                            offset: base + ((at - 1) * width) as u64,
                            held: self.held.len(),
                        };
                        self.inner_name.clear();
                        self.state = State::QuotedOpened(quote);
                    }
                    continue;
                }
                State::QuotedOpened(quote) => {
                    if is_name(byte) && self.inner_name.len() < MAX_NAME {
                        self.inner_name.push(byte);
                        at += 1;
                    } else if is_name_end(byte) && self.is_record(&self.inner_name) {
                        self.give_up_tag(emit)?;
                    } else {
                        self.state = State::Quoted(quote);
                    }
                    continue;
                }
                State::Doctype(open) => match byte {
                    b'[' if self.record_at.is_none() => self.state = State::Doctype(true),
                    b'>' if !open || self.before[1] == b']' => {
                        at += 1;
                        self.pass(&raw[kept * width..at * width]);
                        kept = at;
                        continue;
                    }
                    _ => {}
                },
                State::Opened => {
                    if self.opened(byte) {
                        continue;
                    }
                }
                State::Tag => match byte {
                    b'"' | b'\'' => self.state = State::Quoted(byte),
                    b'<' => {
                        // The tag before has no end; what it was is told by its name alone.
                        self.hold(&raw[kept * width..at * width]);
                        kept = at;
                        self.tag_ends(false, emit)?;
                        self.open(here);
                    }
                    b'>' => {
                        at += 1;
                        self.hold(&raw[kept * width..at * width]);
                        kept = at;
                        let closed = self.before[1] == b'/';
                        self.state = State::Text;
                        self.tag_ends(closed, emit)?;
                        continue;
                    }
                    _ => {}
                },
            }
            // Blanks between `]` and `>` of a document type do not count.
            if !(byte.is_ascii_whitespace() && matches!(self.state, State::Doctype(_))) {
                self.remember(&[byte]);
            }
            at += 1;
        }
        self.hold(&raw[kept * width..]);
        self.offset = base + (ascii.len() * width) as u64;
        ControlFlow::Continue(())
    }

    fn remember(&mut self, bytes: &[u8]) {
        match bytes {
            [.., a, b] => self.before = [*a, *b],
            [b] => self.before = [self.before[1], *b],
            [] => {}
        }
    }

    /// Begins a tag at `offset`.
    fn open(&mut self, offset: u64) {
        if self.record_at.is_none() || self.too_long {
            self.held.clear();
        }
        self.tag = Mark {
            offset,
            held: self.held.len(),
        };
        self.tag_too_long = false;
        self.name.clear();
        self.state = State::Opened;
    }

    /// Looks at a byte behind `<`; true if it is to be looked at again in the new state.
    fn opened(&mut self, byte: u8) -> bool {
        let marked = matches!(self.name.first(), Some(b'!' | b'?'));
        if !marked && is_name_end(byte) && !(byte == b'/' && self.name.is_empty()) {
            // A sign that stands alone is text.
            let alone = !self
                .name
                .iter()
                .any(|b| b.is_ascii_alphabetic() || *b > 0x7F);
            self.state = if alone { State::Text } else { State::Tag };
            self.before = [0; 2];
            return true;
        }
        if self.name.len() < MAX_NAME {
            self.name.push(byte);
        }
        let section = match self.name.as_slice() {
            b"?" => Section::Instruction,
            b"!--" => Section::Comment,
            b"![CDATA[" => Section::CData,
            name => {
                let may_be = |start: &[u8]| start.starts_with(name);
                if marked && !may_be(b"!--") && !may_be(b"![CDATA[") {
                    let declares = byte.is_ascii_alphabetic();
                    self.state = if declares {
                        State::Doctype(false)
                    } else {
                        State::Text
                    };
                    self.before = [0; 2];
                    return !declares;
                }
                return false;
            }
        };
        self.before = [0; 2];
        let closes = self
            .last_ends
            .is_none_or(|ends| self.tag.offset < ends[section as usize]);
        self.state = if closes {
            State::Section(section)
        } else {
            State::Text
        };
        false
    }

    /// Ends a section that means nothing for records.
    fn pass(&mut self, rest: &[u8]) {
        self.hold(rest);
        if self.record_at.is_none() {
            self.held.clear();
        }
        self.state = State::Text;
        self.before = [0; 2];
    }

    fn is_in_tag(&self) -> bool {
        !matches!(
            self.state,
            State::Text | State::Section(_) | State::Doctype(_)
        )
    }

    /// Holds bytes of a record, or of a tag that may begin one.
    fn hold(&mut self, part: &[u8]) {
        let wanted = self.is_in_tag() || self.record_at.is_some() && !self.too_long;
        if !wanted {
            return;
        }
        if self.held.len() + part.len() > self.max_bytes {
            self.too_long = true;
            self.tag_too_long = self.is_in_tag();
            self.held = Vec::new();
            self.tag.held = 0;
            self.inner.held = 0;
            return;
        }
        self.held.extend_from_slice(part);
    }

    /// Whether this name is that of a record: of the open one, if there is one.
    fn is_record(&self, name: &[u8]) -> bool {
        let local = name.rsplit(|b| *b == b':').next().unwrap_or_default();
        match self.record_at {
            Some(_) => name == self.record_name,
            None => self.cut.names.iter().any(|known| known.as_bytes() == local),
        }
    }

    /// Goes on with the tag that a missing quotation mark in another one has hidden.
    fn give_up_tag(&mut self, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let nested = self.cut.nested && self.record_at.is_some();
        if nested {
            // What is open has lost its count, so that the record ends here.
            self.depth = 0;
        } else if self.is_record(&self.name) {
            // The broken tag began a record, which the next one will find open.
            self.lose(emit)?;
            let dropped = self.tag.held;
            self.begin(emit);
            self.inner.held = self.inner.held.saturating_sub(dropped);
        }
        self.tag = self.inner;
        std::mem::swap(&mut self.name, &mut self.inner_name);
        self.state = State::Tag;
        ControlFlow::Continue(())
    }

    /// Ends a tag.
    fn tag_ends(&mut self, closed: bool, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        if let Some(name) = self.name.strip_prefix(b"/") {
            if self.record_at.is_none() || name != self.record_name {
                return ControlFlow::Continue(());
            }
            self.depth = self.depth.saturating_sub(1);
            return if self.depth == 0 {
                self.finish(emit)
            } else {
                ControlFlow::Continue(())
            };
        }
        if !self.is_record(&self.name) {
            return ControlFlow::Continue(());
        }
        if self.record_at.is_some() && self.cut.nested && self.depth > 0 {
            self.depth += u64::from(!closed);
            return ControlFlow::Continue(());
        }
        self.lose(emit)?;
        self.begin(emit);
        match closed {
            true => self.finish(emit),
            false => ControlFlow::Continue(()),
        }
    }

    /// Begins a record with the tag that was read.
    fn begin(&mut self, emit: &mut Emitter<'_>) {
        if let Some(mut head) = self.head.take() {
            head.truncate(usize::try_from(self.tag.offset).unwrap_or(usize::MAX));
            emit.context = Some((self.cut.head)(&head).into());
        }
        self.held.drain(..self.tag.held.min(self.held.len()));
        self.tag.held = 0;
        self.too_long = self.tag_too_long;
        self.record_at = Some(self.tag.offset);
        self.record_name.clone_from(&self.name);
        self.depth = 1;
    }

    /// Gives up the open record, if there is one, because another begins with the tag that was read.
    fn lose(&mut self, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let Some(started) = self.record_at.take() else {
            return ControlFlow::Continue(());
        };
        self.n_records += 1;
        self.n_rejected += 1;
        let name = String::from_utf8_lossy(&self.record_name).into_owned();
        let reason = format!("no end tag </{name}> before the next <{name}>");
        emit.reject(self.n_records, started, reason)
    }

    /// Hands out the record that ends here.
    fn finish(&mut self, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        let bytes = std::mem::take(&mut self.held);
        let started = self.record_at.take().unwrap_or(self.tag.offset);
        self.n_records += 1;
        if std::mem::take(&mut self.too_long) {
            self.n_rejected += 1;
            let name = String::from_utf8_lossy(&self.record_name).into_owned();
            let reason = format!("a <{name}> of over {} bytes", self.max_bytes);
            return emit.reject(self.n_records, started, reason);
        }
        emit.record(self.n_records, started, bytes)
    }

    /// What is left when the stream ends.
    fn end(&mut self, width: usize, emit: &mut Emitter<'_>) -> ControlFlow<()> {
        if let Some(started) = self.record_at.take() {
            self.n_records += 1;
            self.n_rejected += 1;
            let name = String::from_utf8_lossy(&self.record_name).into_owned();
            emit.reject(self.n_records, started, format!("the <{name}> ends early"))?;
            let held = std::mem::take(&mut self.held);
            return match self.last_ends {
                None if !self.too_long => self.read_again(&held, started, width, emit),
                _ => ControlFlow::Continue(()),
            };
        }
        if self.n_records > 0 || self.n_rejected > 0 {
            return ControlFlow::Continue(());
        }
        if matches!(self.state, State::Section(_)) {
            let reason = "a comment or section without an end hides the rest".to_owned();
            return emit.reject(1, self.tag.offset, reason);
        }
        let names: Vec<String> = self.cut.names.iter().map(|n| format!("<{n}>")).collect();
        emit.skip(format!("no {} in it", names.join(" or ")))
    }

    /// Looks for records inside one that has no end: a section without an end, or a missing
    /// quotation mark, may have hidden them.
    fn read_again(
        &mut self,
        held: &[u8],
        started: u64,
        width: usize,
        emit: &mut Emitter<'_>,
    ) -> ControlFlow<()> {
        let mut units = Units::of_width(width, held);
        let (raw, ascii, _) = units.read(held);
        let name = [b"<", self.record_name.as_slice()].concat();
        let Some(next) = memchr::memmem::find(ascii.get(1..).unwrap_or_default(), &name) else {
            return ControlFlow::Continue(());
        };
        let from = next + 1;
        let (raw, ascii) = (&raw[from * width..], &ascii[from..]);
        let whole = Cut {
            names: self.cut.names,
            nested: false,
            head: self.cut.head,
        };
        let mut again = Scan::new(&whole, self.max_bytes);
        again.head = None;
        again.n_records = self.n_records;
        again.n_rejected = self.n_rejected;
        let base = started + (from * width) as u64;
        let last = |section: Section| {
            memchr::memmem::rfind(ascii, section.end()).map_or(0, |at| base + (at * width) as u64)
        };
        again.last_ends = Some([Section::Comment, Section::CData, Section::Instruction].map(last));
        again.offset = base;
        again.read(raw, ascii, width, emit)?;
        again.end(width, emit)
    }
}

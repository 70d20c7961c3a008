//! Where the cutting of a stream stands: in text, in a tag, in a value, in a section. No bytes are held
//! here.

/// Where in the markup the scan is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Text,
    /// Behind `<`, in what may become a name, or behind `<!`.
    Opened,
    /// In a tag, behind its name.
    Tag,
    /// In a value, with its quotation mark.
    Quoted(u8),
    /// Behind `<` in a value: a record's start tag there means that a quotation mark is missing.
    QuotedOpened(u8),
    /// In a section that ends with two bytes (or one) and `>`.
    Section(Section),
    /// In a document type; whether its brackets are open.
    Doctype(bool),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Comment,
    CData,
    Instruction,
}

impl Section {
    /// The bytes that end it.
    pub(super) fn end(self) -> &'static [u8] {
        match self {
            Self::Comment => b"-->",
            Self::CData => b"]]>",
            Self::Instruction => b"?>",
        }
    }
}

/// A `<`: its place in the stream, and in the bytes that are held.
#[derive(Clone, Copy, Default)]
pub(super) struct Mark {
    pub(super) offset: u64,
    pub(super) held: usize,
}

/// Whether a byte can stand in a name, or in what begins a section.
pub(super) fn is_name(byte: u8) -> bool {
    !is_name_end(byte) && !matches!(byte, b'"' | b'\'' | b'<' | b'=' | b'&')
}

/// Whether a byte ends a name.
pub(super) fn is_name_end(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<')
}

//! The formats that are read, by name.

/// A format of article dumps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// One article in light marks, the whole file.
    Text,
    /// Markdown with front matter, one article a file.
    Markdown,
    /// A message with headers, as news groups keep them, one a file.
    Message,
    /// The story files of CNN and DailyMail: text, then highlights.
    Story,
    /// One JSON object a line.
    JsonLines,
    /// JSON objects over any number of lines, arrays of them, or an object around such an array.
    Json,
    /// Comma, tab or otherwise separated values with a header.
    Csv,
    /// A web page, the whole file.
    Html,
    /// Web archives: WARC and ARC.
    Warc,
    /// News Industry Text Format.
    Nitf,
    /// NewsML-G2: a news item, a package, or a message of several.
    NewsMlG2,
    /// NewsML 1.
    NewsMl1,
    /// RSS of every version, RDF, Atom.
    Feed,
    /// A WordPress export.
    Wxr,
    /// Reuters-21578.
    Reuters,
    /// TREC collections in SGML.
    Trec,
    /// TEI documents.
    Tei,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 17] = [
        Self::Text,
        Self::Markdown,
        Self::Message,
        Self::Story,
        Self::JsonLines,
        Self::Json,
        Self::Csv,
        Self::Html,
        Self::Warc,
        Self::Nitf,
        Self::NewsMlG2,
        Self::NewsMl1,
        Self::Feed,
        Self::Wxr,
        Self::Reuters,
        Self::Trec,
        Self::Tei,
    ];

    /// Its name in records and for `--format`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Message => "message",
            Self::Story => "story",
            Self::JsonLines => "jsonl",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Warc => "warc",
            Self::Nitf => "nitf",
            Self::NewsMlG2 => "newsml-g2",
            Self::NewsMl1 => "newsml1",
            Self::Feed => "feed",
            Self::Wxr => "wxr",
            Self::Reuters => "reuters",
            Self::Trec => "trec",
            Self::Tei => "tei",
        }
    }

    /// The format of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

//! Pages to read: an article or the copies of a story as lines of a width, with what is lit in them
//! and where they lead. Plain values; colours are the view's.

mod article;
mod family;
mod paper;

#[cfg(test)]
mod tests;

pub(crate) use article::article_page;
pub(crate) use family::family_page;

/// What a piece of a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Text,
    Dim,
    Title,
    Kicker,
    Standfirst,
    Dateline,
    Subheading,
    Caption,
    Link,
    Correction,
    Added,
    Removed,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// Safe text.
    pub(crate) text: String,
    pub(crate) role: Role,
    /// The match that it belongs to, by its number on the page.
    pub(crate) lit: Option<usize>,
    /// The link that it belongs to, by its number on the page.
    pub(crate) link: Option<usize>,
}

/// A line of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PageLine {
    pub(crate) runs: Vec<Run>,
    /// Columns left free before it.
    pub(crate) indent: usize,
    /// Whether it belongs to a paragraph from right to left, which stands at the right edge.
    pub(crate) right: bool,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// An address, which may be that of an article of the index.
    Url(String),
    /// An article of the index.
    Article(String),
}

/// A link of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageLink {
    /// Its first line.
    pub(crate) line: usize,
    pub(crate) target: Target,
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) lines: Vec<PageLine>,
    /// The line on which each match begins, ascending.
    pub(crate) matches: Vec<usize>,
    pub(crate) links: Vec<PageLink>,
    /// Columns that the lines were made for.
    pub(crate) width: usize,
}

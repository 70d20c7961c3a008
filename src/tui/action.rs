//! What a user can do in the interactive view, and where. By which keys is in `bindings`; nothing here
//! knows what an action does.

/// Where the keys go: the table of keys differs by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Mode {
    /// The query line: letters are text.
    Query,
    /// The list of hits.
    Results,
    /// The pane of facets.
    Facets,
    /// The timeline and its brush.
    Timeline,
    /// The active filters.
    Chips,
    /// An article, or a family of copies, over the whole window.
    Reader,
    /// The page of keys.
    Help,
    /// A line that is asked for: letters are text.
    Prompt,
}

impl Mode {
    /// Whether plain letters are text.
    pub(crate) fn types(self) -> bool {
        matches!(self, Mode::Query | Mode::Prompt)
    }

    /// Its name on the page of keys.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Mode::Query => "Query line",
            Mode::Results => "Results",
            Mode::Facets => "Facets",
            Mode::Timeline => "Timeline",
            Mode::Chips => "Filters",
            Mode::Reader => "Reader",
            Mode::Help => "Help",
            Mode::Prompt => "Prompt",
        }
    }
}

/// Something that a key or a click does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Action {
    Quit,
    Help,
    Redraw,
    Suspend,
    Refresh,
    Back,
    Query,
    Facets,
    Timeline,
    NextPane,
    PreviousPane,
    Up,
    Down,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Left,
    Right,
    Open,
    Accept,
    Mark,
    Complete,
    CompleteBack,
    HistoryBack,
    HistoryOn,
    HistoryFind,
    NextMatch,
    PreviousMatch,
    NextLink,
    PreviousLink,
    NextArticle,
    PreviousArticle,
    Sort,
    Collapse,
    Preview,
    Similar,
    Family,
    Copy,
    Browse,
    Export,
    Pipe,
    Save,
    Toggle,
    Exclude,
    FilterValues,
    Remove,
    Clear,
    Brush,
    GrowLeft,
    GrowRight,
    ZoomIn,
    ZoomOut,
    NextPeak,
}

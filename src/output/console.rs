//! What was chosen for everything that is printed: colours, links, paging, the form of remarks. Chosen once, when the
//! program starts; nothing is printed here.

use std::sync::OnceLock;

use super::link::LinkChoice;
use super::paint::ColorChoice;

/// When a pager shows the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PagingChoice {
    /// On a terminal, for what people read.
    #[default]
    Auto,
    /// On a terminal, also for JSON, tables and ids.
    Always,
    /// Never.
    Never,
}

/// The form of remarks, errors, progress and logs on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// A JSON object a line.
    Json,
}

/// What was chosen for everything that is printed.
#[derive(Debug, Clone, Default)]
pub struct Console {
    /// When to use colours.
    pub color: ColorChoice,
    /// When headlines and addresses are links.
    pub links: LinkChoice,
    /// When a pager shows the output.
    pub paging: PagingChoice,
    /// The pager's command, split as a shell does; where there is none `PAGER`, else `less -FRX`.
    pub pager: Option<String>,
    /// The form of what goes to standard error.
    pub log_format: LogFormat,
}

static CHOSEN: OnceLock<Console> = OnceLock::new();

impl Console {
    /// Takes this for the whole run. Only the first choice counts.
    pub fn choose(self) {
        let _ = CHOSEN.set(self);
    }

    /// What was chosen; the defaults until then.
    pub(crate) fn chosen() -> &'static Console {
        static UNCHOSEN: Console = Console {
            color: ColorChoice::Auto,
            links: LinkChoice::Auto,
            paging: PagingChoice::Auto,
            pager: None,
            log_format: LogFormat::Text,
        };
        CHOSEN.get().unwrap_or(&UNCHOSEN)
    }
}

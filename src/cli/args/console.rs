//! What was typed for everything that is printed, and which config file is read: the same of every command.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use crate::output::{ColorChoice, LinkChoice, LogFormat, PagingChoice};

/// Options of every command; they stand before or behind its name.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(in crate::cli) struct ConsoleArgs {
    /// When to use colours.
    ///
    /// auto: on a terminal that has them, unless NO_COLOR is set; CLICOLOR_FORCE asks for them in a
    /// pipe too. Without colours what matched stands between asterisks.
    ///
    /// [default: auto]
    #[arg(long, global = true, value_enum, value_name = "WHEN")]
    pub(in crate::cli) color: Option<When>,
    /// When headlines and addresses are links.
    ///
    /// Links of the terminal (OSC 8). auto: on a terminal that is known to have them.
    ///
    /// [default: auto]
    #[arg(long, global = true, value_enum, value_name = "WHEN")]
    pub(in crate::cli) hyperlinks: Option<When>,
    /// When a pager shows the output.
    ///
    /// auto: on a terminal, what people read. always: also data. The pager is that of
    /// DATELINE_PAGER, else of PAGER.
    ///
    /// [default: auto]
    #[arg(long, global = true, value_enum, value_name = "WHEN")]
    pub(in crate::cli) paging: Option<When>,
    /// Form of what goes to standard error.
    ///
    /// Notes, errors, progress and logs. json is an object a line.
    ///
    /// [default: text]
    #[arg(long, global = true, value_enum, value_name = "FORM")]
    pub(in crate::cli) log_format: Option<LogForm>,
    /// Read this config file.
    ///
    /// Instead of that of DATELINE_CONFIG or of the user's configuration folder.
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "no_config")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// Read no config file.
    #[arg(long, global = true)]
    pub(in crate::cli) no_config: bool,
}

/// When something is done that not every terminal can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum When {
    Auto,
    Always,
    Never,
}

impl From<When> for ColorChoice {
    fn from(when: When) -> ColorChoice {
        match when {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        }
    }
}

impl From<When> for LinkChoice {
    fn from(when: When) -> LinkChoice {
        match when {
            When::Auto => LinkChoice::Auto,
            When::Always => LinkChoice::Always,
            When::Never => LinkChoice::Never,
        }
    }
}

impl From<When> for PagingChoice {
    fn from(when: When) -> PagingChoice {
        match when {
            When::Auto => PagingChoice::Auto,
            When::Always => PagingChoice::Always,
            When::Never => PagingChoice::Never,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LogForm {
    Text,
    Json,
}

impl From<LogForm> for LogFormat {
    fn from(form: LogForm) -> LogFormat {
        match form {
            LogForm::Text => LogFormat::Text,
            LogForm::Json => LogFormat::Json,
        }
    }
}

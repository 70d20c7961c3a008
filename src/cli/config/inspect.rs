//! How the config file does, for `dateline doctor`: nothing is refused here.

use std::path::PathBuf;

use super::{Config, path};
use crate::cli::args::ConsoleArgs;
use crate::error::Error;

/// The config file, as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Inspected {
    /// The file that is meant.
    pub(in crate::cli) path: PathBuf,
    pub(in crate::cli) state: State,
}

/// How it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum State {
    /// `--no-config` was typed.
    Unasked,
    /// There is no such file, and none was named.
    Absent,
    /// It gives so many keys.
    Read(usize),
    /// No command would run: what is wrong, and what mends it.
    Wrong(String, Option<String>),
}

/// Looks at the config file that every other command would read.
///
/// # Errors
/// Where the user's folder can't be told.
pub(in crate::cli) fn inspect(typed: &ConsoleArgs) -> anyhow::Result<Inspected> {
    let (path, _) = path(typed)?;
    let state = match Config::load(typed) {
        _ if typed.no_config => State::Unasked,
        Ok(config) if config.file.is_none() => State::Absent,
        Ok(config) => State::Read(config.given.len()),
        Err(error) => {
            let known = error.downcast_ref::<Error>();
            State::Wrong(error.to_string(), known.and_then(Error::help))
        }
    };
    Ok(Inspected { path, state })
}

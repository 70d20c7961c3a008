//! The user's config file, and what counts in the end: flag, then environment, then file, then default.
//!
//! `keys` declares every key; `read` takes the file apart; `init` writes one; `show` is the command. What the file says
//! of an option of a command becomes that option's default (`defaults`), so that no command asks the config for it.

mod defaults;
mod effective;
mod init;
mod inspect;
mod keys;
mod read;
mod show;
mod tui;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::ConsoleArgs;
use super::{plan, saved};
use crate::error::Error;
pub(super) use defaults::with_config;
pub(super) use inspect::{Inspected, State, inspect};
pub(super) use show::run;

/// A value of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Text(String),
    Number(u64),
    Switch(bool),
    List(Vec<String>),
    /// Actions with their keys.
    Keys(BTreeMap<String, Vec<String>>),
}

/// What the file says of a key, and on which line, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Given {
    value: Value,
    line: usize,
}

/// What the config file says; nothing where there is none.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The file that was read.
    file: Option<PathBuf>,
    given: BTreeMap<&'static str, Given>,
}

/// Bytes of a config file at most.
const LARGEST: u64 = 1 << 20;

/// Name of the environment variable that names the file.
const VARIABLE: &str = "DATELINE_CONFIG";

impl Config {
    /// Reads the file that was named, by option or by `DATELINE_CONFIG`, else the user's if there is one.
    ///
    /// # Errors
    /// A named file that can't be read; anything in the file that is no key or no value of it.
    fn load(typed: &ConsoleArgs) -> anyhow::Result<Config> {
        if typed.no_config {
            return Ok(Config::default());
        }
        let (path, named) = path(typed)?;
        match fs_err::metadata(&path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && !named => {
                return Ok(Config::default());
            }
            Ok(meta) if meta.len() > LARGEST => {
                return Err(Error::Argument {
                    message: format!("{} has over 1 MiB and is no config file", path.display()),
                    help: Some("leave it out with --no-config".to_owned()),
                }
                .into());
            }
            _ => {}
        }
        let text = fs_err::read_to_string(&path).map_err(|e| Error::Argument {
            message: format!(
                "cannot read the config file {}: {}",
                path.display(),
                cause(&e)
            ),
            help: Some(match e.kind() {
                std::io::ErrorKind::NotFound => {
                    format!(
                        "write one: dateline config init --config {}",
                        path.display()
                    )
                }
                _ => "leave it out with --no-config".to_owned(),
            }),
        })?;
        let given = read::read(&path, &text)?;
        let file = Some(path);
        Ok(Config { file, given })
    }

    /// Names the file in the log.
    pub(super) fn tell(&self) {
        if let Some(file) = &self.file {
            tracing::info!(file = %file.display(), keys = self.given.len(), "read the config");
        }
    }

    /// What the file says of a key.
    fn given(&self, name: &str) -> Option<&Value> {
        self.given.get(name).map(|given| &given.value)
    }
}

/// The config's index for completions, which pass over a file that can't be read.
pub(super) fn choose_index_quietly() {
    let read = Config::load(&ConsoleArgs::default());
    plan::choose_index(read.ok().and_then(|config| config.index()));
}

/// The system's word without the path, which stands before it.
fn cause(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
        kind => kind.to_string(),
    }
}

/// The config file that is meant, and whether it was named.
fn path(typed: &ConsoleArgs) -> anyhow::Result<(PathBuf, bool)> {
    if let Some(path) = &typed.config {
        return Ok((path.clone(), true));
    }
    if let Some(path) = std::env::var_os(VARIABLE).filter(|v| !v.is_empty()) {
        return Ok((path.into(), true));
    }
    Ok((saved::config_dir()?.join("config.toml"), false))
}

/// A path of the file: `~/` is the user's folder, a relative one begins at the file's.
fn resolved(text: &str, file: Option<&Path>) -> PathBuf {
    if let Some(rest) = text.strip_prefix("~/")
        && let Ok(home) = etcetera::home_dir()
    {
        return home.join(rest);
    }
    match file.and_then(Path::parent) {
        Some(folder) => folder.join(text),
        None => text.into(),
    }
}

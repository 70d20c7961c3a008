//! What counts in the end, and where it comes from.

use std::path::PathBuf;

use super::keys::{KEYS, Key, Kind};
use super::{Config, Value, read, resolved};
use crate::cli::args::{ConsoleArgs, LogForm, When};
use crate::cli::plan;
use crate::output::{Console, DEFAULT_PAGER};

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    Flag(&'static str),
    Env(&'static str),
    /// The nearest `.dateline` upwards.
    Nearest,
    /// The config file, on this line.
    File(usize),
    Default,
}

/// The default of a key.
pub(super) fn default(key: &Key) -> Value {
    let of = |text: &str| match key.kind {
        Kind::Keys => Some(Value::Keys(Default::default())),
        _ => {
            // Read as a line of the file, so that what is declared can be written.
            let (table, leaf) = key.parts();
            let line = match table {
                "" => format!("{leaf} = {text}"),
                table => format!("[{table}]\n{leaf} = {text}"),
            };
            let mut read = read::read("default".as_ref(), &line).ok()?;
            read.remove(key.name).map(|given| given.value)
        }
    };
    of(key.default).expect("every default is a value of its key, which a test holds")
}

fn variable(name: &str) -> Option<String> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(|value| value.to_string_lossy().into_owned())
}

impl Config {
    /// The value of a key that counts, and where it comes from.
    pub(super) fn effective(
        &self,
        key: &'static Key,
        typed: &ConsoleArgs,
    ) -> anyhow::Result<(Value, Origin)> {
        let flag = key
            .flag
            .and_then(|flag| Some((typed_value(flag, typed)?, flag)));
        if let Some((value, flag)) = flag {
            return Ok((Value::Text(value.to_owned()), Origin::Flag(flag)));
        }
        let env = key.env.and_then(|name| Some((variable(name)?, name)));
        if let Some((value, name)) = env {
            return Ok((Value::Text(value), Origin::Env(name)));
        }
        let path = |path: PathBuf| Value::Text(path.display().to_string());
        if key.name == "index" {
            if let Some(nearest) = plan::nearest()? {
                return Ok((path(nearest), Origin::Nearest));
            }
            if self.index().is_none() {
                return Ok((path(plan::user_index()?), Origin::Default));
            }
        }
        let unset = Value::Text(String::new());
        match self.given.get(key.name) {
            Some(given) if key.name == "index" => {
                let index = self.index().unwrap_or_default();
                Ok((path(index), Origin::File(given.line)))
            }
            // An empty text is as good as none.
            Some(given) if key.name != "pager" || given.value != unset => {
                Ok((given.value.clone(), Origin::File(given.line)))
            }
            _ if key.name == "pager" => Ok(match variable("PAGER") {
                Some(pager) => (Value::Text(pager), Origin::Env("PAGER")),
                None => (Value::Text(DEFAULT_PAGER.to_owned()), Origin::Default),
            }),
            _ => Ok((default(key), Origin::Default)),
        }
    }

    /// All keys with what counts.
    pub(super) fn all(
        &self,
        typed: &ConsoleArgs,
    ) -> anyhow::Result<Vec<(&'static Key, Value, Origin)>> {
        let one = |key: &'static Key| {
            let (value, origin) = self.effective(key, typed)?;
            Ok((key, value, origin))
        };
        KEYS.iter().map(one).collect()
    }

    /// The index that the file names.
    pub(in crate::cli) fn index(&self) -> Option<PathBuf> {
        match self.given("index") {
            Some(Value::Text(text)) if !text.is_empty() => {
                Some(resolved(text, self.file.as_deref()))
            }
            _ => None,
        }
    }

    /// A text of the file.
    fn text(&self, name: &str) -> Option<&str> {
        match self.given(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// What was chosen for everything that is printed.
    pub(in crate::cli) fn console(&self, typed: &ConsoleArgs) -> Console {
        let when = |flag: Option<When>, name: &str| {
            flag.or_else(|| self.text(name).and_then(word))
                .unwrap_or(When::Auto)
        };
        let form = || self.text("log_format").and_then(word);
        let pager = variable("DATELINE_PAGER").or_else(|| self.text("pager").map(str::to_owned));
        Console {
            color: when(typed.color, "color").into(),
            links: when(typed.hyperlinks, "hyperlinks").into(),
            paging: when(typed.paging, "paging").into(),
            pager: pager.filter(|command| !command.trim().is_empty()),
            log_format: typed
                .log_format
                .or_else(form)
                .unwrap_or(LogForm::Text)
                .into(),
        }
    }
}

/// A word of the file as the option takes it.
fn word<T: clap::ValueEnum>(text: &str) -> Option<T> {
    T::from_str(text, false).ok()
}

/// What was typed after an option of every command.
fn typed_value(flag: &str, typed: &ConsoleArgs) -> Option<&'static str> {
    let when = |when: When| match when {
        When::Auto => "auto",
        When::Always => "always",
        When::Never => "never",
    };
    match flag {
        "--color" => typed.color.map(when),
        "--hyperlinks" => typed.hyperlinks.map(when),
        "--paging" => typed.paging.map(when),
        "--log-format" => typed.log_format.map(|form| match form {
            LogForm::Text => "text",
            LogForm::Json => "json",
        }),
        _ => None,
    }
}

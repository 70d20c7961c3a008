//! `dateline saved`: queries by name, in one file of the user's configuration folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use etcetera::BaseStrategy;
use serde::{Deserialize, Serialize};

use super::args::{Saved, SavedCommand};
use super::{Exit, search};
use crate::error::Error;
use crate::output::{Out, one_line, print_note};
use crate::query::{GRAMMAR_VERSION, Query, field_specs};

/// The file: names with their queries, and the grammar in which they are written.
#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    grammar: u32,
    #[serde(default)]
    query: BTreeMap<String, String>,
}

/// The folder of the user's choices.
pub(super) fn config_dir() -> anyhow::Result<PathBuf> {
    if let Some(dir) = std::env::var_os("DATELINE_CONFIG_DIR").filter(|d| !d.is_empty()) {
        return Ok(dir.into());
    }
    let base = etcetera::choose_base_strategy().context("cannot tell the user's config folder")?;
    Ok(base.config_dir().join("dateline"))
}

/// All saved queries; none where there is no file.
pub(super) fn all() -> anyhow::Result<BTreeMap<String, String>> {
    read(&config_dir()?.join("saved.toml"))
}

/// The saved queries for a query that may name one.
pub(super) fn for_query(query: &str) -> anyhow::Result<BTreeMap<String, String>> {
    match query.to_lowercase().contains("saved") {
        true => all(),
        false => Ok(BTreeMap::new()),
    }
}

pub(super) fn run(args: &Saved) -> anyhow::Result<Exit> {
    let path = config_dir()?.join("saved.toml");
    let mut queries = read(&path)?;
    let mut out = Out::new(crate::output::ColorChoice::Never);
    match &args.command {
        SavedCommand::Add {
            name,
            query,
            replace,
        } => {
            check_name(name)?;
            let read = Query::read(query, &field_specs())?;
            if queries.contains_key(name) && !replace {
                return Err(Error::Argument {
                    message: format!("there is a saved query `{name}` already"),
                    help: Some(format!("dateline saved add {name} QUERY --replace")),
                }
                .into());
            }
            read.notes.iter().for_each(|note| print_note(&note.text));
            queries.insert(name.clone(), query.clone());
            write(&path, queries)?;
        }
        SavedCommand::List if queries.is_empty() => {
            print_note("there is no saved query");
            return Ok(Exit::Nothing);
        }
        SavedCommand::List => {
            for (name, query) in &queries {
                out.line(&format!("{}\t{}", one_line(name), one_line(query)))?;
            }
        }
        SavedCommand::Show { name } => out.line(&one_line(known(&queries, name)?))?,
        SavedCommand::Rm { name } => {
            known(&queries, name)?;
            queries.remove(name);
            write(&path, queries)?;
        }
        SavedCommand::Run(search_args) => {
            known(&queries, &search_args.query)?;
            let mut search_args = search_args.clone();
            search_args.query = format!("saved:{}", search_args.query);
            drop(out);
            return search::run(&search_args);
        }
    }
    out.finish()?;
    Ok(Exit::Success)
}

fn known<'a>(queries: &'a BTreeMap<String, String>, name: &str) -> Result<&'a str, Error> {
    queries
        .get(name)
        .map(String::as_str)
        .ok_or_else(|| Error::Argument {
            message: format!("no saved query `{name}`"),
            help: Some("list them: dateline saved list".to_owned()),
        })
}

fn check_name(name: &str) -> Result<(), Error> {
    const LONGEST: usize = 64;
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    let begins = name
        .as_bytes()
        .first()
        .is_some_and(u8::is_ascii_alphanumeric);
    match begins && name.len() <= LONGEST && name.bytes().all(plain) {
        true => Ok(()),
        false => Err(Error::Argument {
            message: format!("`{name}` can't be the name of a query"),
            help: Some(format!(
                "a name begins with a-z or 0-9 and has only these, `.`, `_` and `-`, at most {LONGEST}"
            )),
        }),
    }
}

fn read(path: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let text = match fs_err::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(e) => return Err(Error::io("cannot read", path, e).into()),
    };
    let wrong = |message: String| Error::Argument {
        message: format!("{}: {message}", path.display()),
        help: Some("mend the file, or move it away".to_owned()),
    };
    let stored: Stored = toml::from_str(&text).map_err(|e| wrong(e.message().to_owned()))?;
    if stored.grammar > GRAMMAR_VERSION {
        let newer = format!("its queries are of a newer grammar, {}", stored.grammar);
        return Err(wrong(newer).into());
    }
    Ok(stored.query)
}

fn write(path: &Path, query: BTreeMap<String, String>) -> anyhow::Result<()> {
    let stored = Stored {
        grammar: GRAMMAR_VERSION,
        query,
    };
    let text = toml::to_string(&stored).context("cannot write the saved queries as TOML")?;
    replace(path, text.as_bytes())
}

/// Puts a file in place whole or not at all; makes its folder.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write;
    let failed = |e| Error::io("cannot write", path, e);
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    fs_err::create_dir_all(dir).map_err(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(dir).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for name in ["a", "border-town", "2019.q_1"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for name in ["", "A", "a b", "é", "-a", ".a", "a/b", &"a".repeat(65)] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }
}

//! `dateline saved`: queries by name, in one file of the user's configuration folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context;
use etcetera::BaseStrategy;

use super::args::{Saved, SavedCommand};
use super::{Exit, search};
use crate::error::Error;
use crate::output::{Out, Use, one_line, print_note};
use crate::query::{Query, field_specs};
use crate::user::{check_saved_name, read_saved, write_saved};

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
    Ok(read_saved(&saved_file()?)?)
}

/// The file of saved queries.
pub(super) fn saved_file() -> anyhow::Result<PathBuf> {
    Ok(config_dir()?.join("saved.toml"))
}

/// The saved queries for a query that may name one.
pub(super) fn for_query(query: &str) -> anyhow::Result<BTreeMap<String, String>> {
    for_queries(std::iter::once(query))
}

/// The saved queries, where any of these may name one.
pub(super) fn for_queries<'a>(
    mut queries: impl Iterator<Item = &'a str>,
) -> anyhow::Result<BTreeMap<String, String>> {
    match queries.any(|query| query.to_lowercase().contains("saved")) {
        true => all(),
        false => Ok(BTreeMap::new()),
    }
}

pub(super) fn run(args: &Saved) -> anyhow::Result<Exit> {
    let path = saved_file()?;
    let mut queries = read_saved(&path)?;
    let mut out = match args.command {
        SavedCommand::List => Out::paged(Use::Reading),
        _ => Out::new(crate::output::ColorChoice::Never),
    };
    match &args.command {
        SavedCommand::Add {
            name,
            query,
            replace,
        } => {
            check_saved_name(name)?;
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
            write_saved(&path, queries)?;
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
            write_saved(&path, queries)?;
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

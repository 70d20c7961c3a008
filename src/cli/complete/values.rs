//! What may stand for a value, by what it is: facets and their values from the index that the
//! typed line means, saved queries, orders. Nothing of an index is read but dictionaries, so that
//! an answer takes milliseconds however large the index is.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap_complete::engine::CompletionCandidate;

use super::super::{args, config, plan, saved as store, sync};
use super::beginning;
use crate::index::Archive;
use crate::schema;
use crate::search::Searcher;

/// Values shown at once: more are no help to who types.
const MOST: usize = 200;

/// The words of the line that is being typed, as the shell's script hands them over.
fn typed_words() -> Vec<OsString> {
    let words = std::env::args_os().skip_while(|word| word != "--");
    words.skip(1).collect()
}

/// The index that a line means.
pub(super) fn index_of(words: &[OsString]) -> Option<PathBuf> {
    let text = |word: &OsString| unquoted(&word.to_string_lossy());
    let words: Vec<String> = words.iter().map(text).collect();
    let after = |name: &str| words.iter().position(|word| word == name);
    if let Some(at) = after("--in") {
        let paths = words[at + 1..].iter().take_while(|w| !w.starts_with('-'));
        let paths: Vec<PathBuf> = paths.filter(|w| !w.is_empty()).map(|w| home(w)).collect();
        // The path behind the cursor's word may be the query: the nearest cache that is there.
        return (1..=paths.len())
            .rev()
            .filter_map(|n| sync::cache(&paths[..n]).ok())
            .find(|dir| dir.is_dir());
    }
    let joined = words.iter().find_map(|word| word.strip_prefix("--index="));
    let apart = after("--index").and_then(|at| words.get(at + 1));
    let given = joined.or(apart.map(String::as_str)).map(home);
    let variable = || std::env::var_os("DATELINE_INDEX").map(PathBuf::from);
    let given = given
        .or_else(variable)
        .filter(|dir| !dir.as_os_str().is_empty());
    config::choose_index_quietly();
    plan::index_dir(given.as_deref()).ok()
}

/// A word without the quotes and backslashes that the shell would take out of it.
fn unquoted(word: &str) -> String {
    word.chars().filter(|c| !"'\"\\".contains(*c)).collect()
}

/// A path in which `~/` stands for the user's folder, as the shell would put it.
fn home(word: &str) -> PathBuf {
    let rest = word.strip_prefix("~/");
    match (rest, etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest),
        _ => Path::new(word).to_owned(),
    }
}

/// Values of a facet that begin so; none where there is no index.
pub(super) fn labels(facet: &str, start: &str) -> Vec<String> {
    let found = || {
        let archive = Archive::open(&index_of(&typed_words())?).ok()?;
        let searcher = Searcher::open(&archive).ok()?;
        searcher.labels(facet, start, MOST).ok()
    };
    // What would act on the terminal is in no name that a person wants to type.
    let plain = |label: &String| !label.chars().any(char::is_control);
    found()
        .unwrap_or_default()
        .into_iter()
        .filter(plain)
        .collect()
}

pub(super) fn of_facet(facet: &str, typed: &str) -> Vec<CompletionCandidate> {
    labels(facet, typed)
        .into_iter()
        .map(CompletionCandidate::new)
        .collect()
}

/// All facets with what they are.
fn facet_rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let declared = schema::declaration();
    let fields = declared.fields.iter().filter(|f| f.facet);
    let fields = fields.map(|f| (f.name.as_str(), f.help.as_str()));
    let computed = declared.facets.iter();
    fields.chain(computed.map(|f| (f.name.as_str(), f.help.as_str())))
}

/// `--facet`: a facet, or a value of a path whose level below is meant.
pub(super) fn facets(typed: &str) -> Vec<CompletionCandidate> {
    if let Some((facet, start)) = typed.split_once('/') {
        let values = labels(facet, start).into_iter();
        return values
            .map(|value| CompletionCandidate::new(format!("{facet}/{value}")))
            .collect();
    }
    facet_rows()
        .filter(|(name, _)| name.starts_with(typed))
        .map(|(name, help)| CompletionCandidate::new(name).help(Some(help.into())))
        .collect()
}

/// `--filter`, `--facet-search`: a facet and `=`, then a value of it.
pub(super) fn facet_and_value(typed: &str) -> Vec<CompletionCandidate> {
    if let Some((facet, start)) = typed.split_once('=') {
        let values = labels(facet.trim_end_matches('!'), start).into_iter();
        return values
            .map(|value| CompletionCandidate::new(format!("{facet}={value}")))
            .collect();
    }
    facet_rows()
        .filter(|(name, _)| name.starts_with(typed))
        .map(|(name, help)| CompletionCandidate::new(format!("{name}=")).help(Some(help.into())))
        .collect()
}

/// Saved queries by name, with what they ask.
pub(super) fn saved(typed: &str) -> Vec<CompletionCandidate> {
    let all = store::all().unwrap_or_default().into_iter();
    all.filter(|(name, _)| name.starts_with(typed))
        .map(|(name, query)| CompletionCandidate::new(name).help(Some(query.into())))
        .collect()
}

/// `--sort`: the last key of a list.
pub(super) fn sort_keys(typed: &str) -> Vec<CompletionCandidate> {
    const KEYS: [&str; 7] = [
        "relevance",
        "newest",
        "oldest",
        "updated",
        "source",
        "words",
        "-words",
    ];
    let last = typed.rfind(',').map_or(0, |at| at + 1);
    let (before, key) = typed.split_at(last);
    beginning(key, KEYS)
        .into_iter()
        .map(|candidate| candidate.add_prefix(before))
        .collect()
}

/// `--collapse`: which copy, or which facet.
pub(super) fn collapses(typed: &str) -> Vec<CompletionCandidate> {
    let (kind, values) = match typed.split_once(':') {
        Some((kind @ "source", start)) => (kind, labels("source", start)),
        Some((kind @ "field", start)) => {
            let names = facet_rows().map(|(name, _)| name.to_owned());
            (kind, names.filter(|name| name.starts_with(start)).collect())
        }
        _ => return beginning(typed, ["earliest", "longest", "source:", "field:"]),
    };
    let values = values.into_iter();
    values
        .map(|value| CompletionCandidate::new(format!("{kind}:{value}")))
        .collect()
}

/// `man`: commands, and the page of the query language.
pub(super) fn commands(typed: &str) -> Vec<CompletionCandidate> {
    let command = args::command();
    let names: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .chain([super::super::man::LANGUAGE.to_owned()])
        .collect();
    beginning(typed, names)
}

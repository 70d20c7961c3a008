//! `dateline watch`: what is new since the last time, for each of some queries.
//!
//! The state is what was seen: hashes of the ids of all articles, so that a merged or rebuilt
//! index and updated articles bring nothing back. It is written after the output went out.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::args::{Watch, WatchFormat};
use super::{Exit, plan, saved};
use crate::error::Error;
use crate::index::Archive;
use crate::output::{Out, one_line, print_note};
use crate::search::{Fresh, Request, Searcher};

/// A query of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Watched {
    name: String,
    query: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WatchFile {
    #[serde(default)]
    query: Vec<Watched>,
}

/// What one query brought, as JSON.
#[derive(Serialize)]
struct Brought<'a> {
    name: &'a str,
    query: &'a str,
    #[serde(flatten)]
    fresh: &'a Fresh,
}

/// What the state begins with; then hashes of 8 bytes, little end first, ascending.
const MAGIC: &[u8; 8] = b"DLWATCH1";

pub(super) fn run(args: &Watch) -> anyhow::Result<Exit> {
    let all_saved = args.file == Path::new("saved");
    let state = match &args.state {
        Some(state) => state.clone(),
        None if all_saved => saved::config_dir()?.join("saved.state"),
        None => {
            let mut name = args.file.clone().into_os_string();
            name.push(".state");
            PathBuf::from(name)
        }
    };
    let stored = saved::all()?;
    let queries = match all_saved {
        true => {
            let each = stored.iter().map(|(name, query)| Watched {
                name: name.clone(),
                query: query.clone(),
            });
            each.collect()
        }
        false => read_queries(&args.file)?,
    };
    if queries.is_empty() {
        return Err(wrong(&args.file, "it has no query").into());
    }
    let archive = Archive::open(&plan::index_dir(args.place.index.as_deref())?)?;
    let searcher = Searcher::open(&archive)?;
    let now = searcher.id_hashes()?;
    let seen = match read_state(&state)? {
        Some(seen) => seen,
        None if args.since_now => now.clone(),
        None => Vec::new(),
    };
    let mut brought = Vec::new();
    for watched in &queries {
        let mut request = Request::new(&watched.query);
        request.limit = args.limit;
        request.saved = stored.clone();
        let fresh = searcher.fresh(&request, &seen)?;
        for note in &fresh.notes {
            print_note(&format!("{}: {}", watched.name, note.text));
        }
        brought.push(fresh);
    }
    if !print(args.format, &queries, &brought)? {
        // Nobody read it, so it comes again.
        return Ok(Exit::Success);
    }
    for (watched, fresh) in queries.iter().zip(&brought) {
        let more = fresh.total - fresh.hits.len() as u64;
        if more > 0 {
            print_note(&format!("{}: {more} more new stories", watched.name));
        }
    }
    // What was seen stays seen, though it may be deleted and come again.
    let mut all = seen;
    all.extend(now);
    all.sort_unstable();
    all.dedup();
    write_state(&state, &all)?;
    match brought.iter().any(|fresh| fresh.total > 0) {
        true => Ok(Exit::Success),
        false => Ok(Exit::Nothing),
    }
}

fn print(format: WatchFormat, queries: &[Watched], brought: &[Fresh]) -> anyhow::Result<bool> {
    let mut out = Out::new(crate::output::ColorChoice::Never);
    let pairs = || queries.iter().zip(brought);
    let each = || pairs().flat_map(|(watched, fresh)| fresh.hits.iter().map(move |h| (watched, h)));
    match format {
        WatchFormat::Text => {
            for (watched, hit) in each() {
                let date = hit.published.as_deref().unwrap_or_default();
                out.line(&format!(
                    "{}\t{}\t{}\t{}\t{}",
                    one_line(&watched.name),
                    date.split('T').next().unwrap_or_default(),
                    one_line(hit.source.as_deref().unwrap_or_default()),
                    one_line(&hit.title),
                    one_line(&hit.id),
                ))?;
            }
        }
        WatchFormat::Json => {
            let queries: Vec<Brought<'_>> = pairs()
                .map(|(watched, fresh)| Brought {
                    name: &watched.name,
                    query: &watched.query,
                    fresh,
                })
                .collect();
            out.json_pretty(&serde_json::json!({ "version": 1, "queries": queries }))?;
        }
        WatchFormat::Jsonl => {
            for (watched, hit) in each() {
                out.json(&serde_json::json!({ "name": watched.name, "hit": hit }))?;
            }
        }
        WatchFormat::Ids => {
            for (_, hit) in each() {
                out.line(&one_line(&hit.id))?;
            }
        }
    }
    Ok(out.reached()?)
}

fn wrong(path: &Path, message: &str) -> Error {
    Error::Argument {
        message: format!("{}: {message}", path.display()),
        help: Some("write [[query]], name = \"ferry\", query = \"ferry OR harbour\"".to_owned()),
    }
}

fn read_queries(path: &Path) -> anyhow::Result<Vec<Watched>> {
    let text = fs_err::read_to_string(path).map_err(|e| Error::io("cannot read", path, e))?;
    let file: WatchFile = toml::from_str(&text).map_err(|e| wrong(path, e.message()))?;
    let mut names = std::collections::HashSet::new();
    if let Some(twice) = file
        .query
        .iter()
        .find(|watched| !names.insert(&watched.name))
    {
        return Err(wrong(path, &format!("two queries are named `{}`", twice.name)).into());
    }
    Ok(file.query)
}

fn read_state(path: &Path) -> anyhow::Result<Option<Vec<u64>>> {
    let bytes = match fs_err::read(path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Error::io("cannot read", path, e).into()),
    };
    let hashes = bytes.strip_prefix(MAGIC).filter(|rest| rest.len() % 8 == 0);
    let hashes = hashes.map(|rest| {
        let number = |eight: &[u8]| u64::from_le_bytes(eight.try_into().unwrap_or_default());
        rest.chunks_exact(8).map(number).collect::<Vec<u64>>()
    });
    match hashes.filter(|hashes| hashes.is_sorted()) {
        Some(hashes) => Ok(Some(hashes)),
        None => Err(Error::Argument {
            message: format!("{} is no state of a watch, or damaged", path.display()),
            help: Some("name another with --state, or remove it to begin anew".to_owned()),
        }
        .into()),
    }
}

fn write_state(path: &Path, hashes: &[u64]) -> anyhow::Result<()> {
    let mut bytes = MAGIC.to_vec();
    hashes.iter().for_each(|h| bytes.extend(h.to_le_bytes()));
    Ok(crate::user::replace_file(path, &bytes)?)
}

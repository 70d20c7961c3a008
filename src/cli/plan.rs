//! What the typed arguments mean: which index, which facets, which filters.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::Context;
use etcetera::BaseStrategy;

use super::args::Search;
use crate::error::Error;
use crate::search::{FacetRequest, Filter, Match, Request, SnippetRequest, TimelineRequest};

/// Folder name of an index that belongs to a folder of articles.
pub(super) const LOCAL: &str = ".dateline";

/// The index that the config names, if it does.
static CONFIGURED: OnceLock<Option<PathBuf>> = OnceLock::new();

/// Takes the config's index for the whole run. Only the first one counts.
pub(super) fn choose_index(index: Option<PathBuf>) {
    let _ = CONFIGURED.set(index);
}

/// The index folder: as given (by option or variable), else the nearest `.dateline` upwards, else the config's, else
/// the user's data folder.
pub(super) fn index_dir(given: Option<&Path>) -> anyhow::Result<PathBuf> {
    if let Some(given) = given {
        return Ok(given.to_owned());
    }
    match nearest()? {
        Some(local) => Ok(local),
        None => match CONFIGURED.get() {
            Some(Some(configured)) => Ok(configured.clone()),
            _ => user_index(),
        },
    }
}

/// Whether the config names this index.
pub(super) fn is_configured(dir: &Path) -> bool {
    CONFIGURED.get().and_then(Option::as_deref) == Some(dir)
}

/// The nearest `.dateline` upwards.
pub(super) fn nearest() -> anyhow::Result<Option<PathBuf>> {
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let mut folders = here.ancestors().map(|dir| dir.join(LOCAL));
    Ok(folders.find(|dir| dir.is_dir()))
}

/// The index of the user's data folder.
pub(super) fn user_index() -> anyhow::Result<PathBuf> {
    let base = etcetera::choose_base_strategy().context("cannot tell the user's data folder")?;
    Ok(base.data_dir().join("dateline").join("index"))
}

/// The folder of cached indexes for `search --in`.
pub(super) fn cache_dir() -> anyhow::Result<PathBuf> {
    if let Some(dir) = std::env::var_os("DATELINE_CACHE").filter(|d| !d.is_empty()) {
        return Ok(dir.into());
    }
    let base = etcetera::choose_base_strategy().context("cannot tell the user's cache folder")?;
    Ok(base.cache_dir().join("dateline"))
}

/// The request that the arguments of `search` make.
pub(super) fn request(args: &Search) -> Result<Request, Error> {
    let mut request = Request::new(&args.query);
    request.limit = args.limit;
    request.offset = args.offset;
    request.since = args.since.clone();
    request.until = args.until.clone();
    request.after = args.after.clone();
    request.sort = args.sort;
    request.collapse = args.collapse.clone();
    request.explain = args.explain;
    args.ranking.apply(&mut request);
    request.matching = matching(&args.matching)?;
    request.facets = args
        .facet
        .iter()
        // How facets of the config are taken back.
        .filter(|text| *text != "none")
        .map(|text| facet(text, SHOWN))
        .chain(
            args.facet_search
                .iter()
                .map(|text| facet_search(text, SHOWN)),
        )
        .collect::<Result<_, _>>()?;
    request.timeline = args.timeline.map(|by| TimelineRequest {
        zone: args.tz.clone(),
        ..TimelineRequest::new(by.into())
    });
    request.filters = filters(&args.source, &args.place_name, &args.filter)?;
    if args.results.only_matching {
        request.snippets = Some(SnippetRequest {
            fragments: SENTENCES,
            ..SnippetRequest::default()
        });
    }
    if args.count || args.quiet {
        request.limit = 0;
        request.offset = 0;
        request.after = None;
        request.facets.clear();
        request.timeline = None;
        request.snippets = None;
    }
    Ok(request)
}

/// Sentences of a hit that `--only-matching` looks at: as many as fragments are chosen from.
const SENTENCES: usize = 64;

/// The filters that `--source`, `--place` and `--filter` make.
pub(super) fn filters(
    sources: &[String],
    places: &[String],
    others: &[String],
) -> Result<Vec<Filter>, Error> {
    let mut filters = Vec::new();
    let named = [("source", sources), ("place", places)];
    for (facet, values) in named {
        if !values.is_empty() {
            filters.push(Filter::new(facet, values.to_vec()));
        }
    }
    for text in others {
        let (facet, value) = text.split_once('=').ok_or_else(|| Error::Argument {
            message: format!("`--filter {text}` has no `=`"),
            help: Some("write --filter section=world".into()),
        })?;
        // `section!=sport` leaves a value out.
        filters.push(match facet.strip_suffix('!') {
            Some(facet) => Filter::without(facet, vec![value.into()]),
            None => Filter::new(facet, vec![value.into()]),
        });
    }
    Ok(filters)
}

/// Values of a facet that are shown where no number is given.
const SHOWN: usize = 10;

/// `section=afr`.
pub(super) fn facet_search(text: &str, limit: usize) -> Result<FacetRequest, Error> {
    if !text.contains('=') {
        return Err(Error::Argument {
            message: format!("`--facet-search {text}` has no `=`"),
            help: Some("write --facet-search section=afr".into()),
        });
    }
    Ok(FacetRequest {
        facet: text.to_owned(),
        limit,
    })
}

/// `source`, `source:20`, `section/world:5`, `words:0..200,200..500`.
pub(super) fn facet(text: &str, limit: usize) -> Result<FacetRequest, Error> {
    let whole = || FacetRequest {
        facet: text.to_owned(),
        limit,
    };
    let Some((name, n)) = text.rsplit_once(':') else {
        return Ok(whole());
    };
    if n.contains("..") || n.contains(',') || n.starts_with(['<', '>']) {
        return Ok(whole());
    }
    match n.parse() {
        Ok(limit) => Ok(FacetRequest {
            facet: name.to_owned(),
            limit,
        }),
        Err(_) => Err(Error::Argument {
            message: format!("`--facet {text}`: `{n}` is not a number of values"),
            help: Some(format!("write --facet {name}:20")),
        }),
    }
}

pub(super) fn matching(text: &str) -> Result<Match, Error> {
    let wrong = || Error::Argument {
        message: format!("`--match {text}` is none of relaxed, all, any, a number, a percentage"),
        help: Some("write --match 75%".into()),
    };
    Ok(match text {
        "relaxed" => Match::Relaxed,
        "all" => Match::All,
        "any" => Match::Any,
        _ => match text.strip_suffix('%') {
            Some(share) => {
                let share = share.parse().ok().filter(|p| (1..=100).contains(p));
                Match::Percent(share.ok_or_else(wrong)?)
            }
            None => Match::AtLeast(text.parse().ok().filter(|n| *n > 0).ok_or_else(wrong)?),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facets_and_matches_are_read() {
        assert_eq!(
            facet("year:3", 10).unwrap(),
            FacetRequest {
                facet: "year".into(),
                limit: 3
            }
        );
        assert_eq!(facet("year", 10).unwrap().limit, 10);
        assert!(facet("year:x", 10).is_err());
        assert_eq!(matching("75%").unwrap(), Match::Percent(75));
        assert_eq!(matching("2").unwrap(), Match::AtLeast(2));
        assert!(matching("0").is_err() && matching("101%").is_err() && matching("most").is_err());
    }
}

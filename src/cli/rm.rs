//! `dateline rm`: articles out of an index.

use super::args::Rm;
use super::{Exit, plan};
use crate::error::Error;
use crate::index::{Archive, WriteAccess};
use crate::output::{ColorChoice, Out, confirm, print_note};
use crate::search::Searcher;

pub(super) fn run(args: &Rm) -> anyhow::Result<Exit> {
    let dir = plan::index_dir(args.place.index.as_deref())?;
    // An index that is not there is not made for this.
    let archive = Archive::open(&dir)?;
    if args.dry_run {
        let ids = wanted(&archive, args)?;
        return told("would remove", ids.len() as u64, None);
    }
    let mut access = WriteAccess::open(&dir, false)?;
    let ids = wanted(access.archive(), args)?;
    if let (Some(query), false, false) = (&args.query, args.yes, ids.is_empty()) {
        let of = access.archive().manifest().articles;
        let question = format!(
            "remove {} of {of} articles that match `{query}`?",
            ids.len()
        );
        match confirm(&question)? {
            Some(true) => {}
            Some(false) => return told("removed", 0, None),
            None => {
                return Err(Error::Argument {
                    message: format!("{} of {of} articles match; nothing is removed", ids.len()),
                    help: Some("remove them: --yes; only tell: --dry-run".into()),
                }
                .into());
            }
        }
    }
    let removed = access.remove_ids(&ids)?;
    told(
        "removed",
        removed,
        Some(access.archive().manifest().articles),
    )
}

/// The ids that are meant and there.
fn wanted(archive: &Archive, args: &Rm) -> anyhow::Result<Vec<String>> {
    let searcher = Searcher::open(archive)?;
    let Some(query) = &args.query else {
        let mut ids = Vec::new();
        for id in &args.ids {
            match searcher.article(id) {
                Ok(_) => ids.push(id.clone()),
                Err(Error::NoArticle { .. }) => {
                    print_note(&format!("no article with the id `{id}`"))
                }
                Err(error) => return Err(error.into()),
            }
        }
        return Ok(ids);
    };
    let every = searcher.every(query)?;
    every.notes.iter().for_each(|note| print_note(&note.text));
    Ok(every.ids()?)
}

fn told(verb: &str, articles: u64, left: Option<u64>) -> anyhow::Result<Exit> {
    let mut out = Out::new(ColorChoice::Auto);
    let left = left.map(|n| format!("; {n} are left")).unwrap_or_default();
    out.line(&format!("{verb} {articles} articles{left}"))?;
    out.finish()?;
    Ok(match articles {
        0 => Exit::Nothing,
        _ => Exit::Success,
    })
}

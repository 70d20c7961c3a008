//! `dateline family`: the copies of a story.

use super::args::{Family, SummaryFormat};
use super::{Exit, plan, sync};
use crate::index::Archive;
use crate::output::{Out, print_family, print_note};
use crate::search::Searcher;

pub(super) fn run(args: &Family) -> anyhow::Result<Exit> {
    let archive = if args.within.is_empty() {
        Archive::open(&plan::index_dir(args.place.index.as_deref())?)?
    } else {
        sync::synchronised(&args.within, false)?
    };
    let Some(family) = Searcher::open(&archive)?.family(&args.id, args.limit.max(1))? else {
        print_note(&format!("`{}` has no copies in the index", args.id));
        return Ok(Exit::Nothing);
    };
    let mut out = Out::paged(args.format.purpose());
    match args.format {
        SummaryFormat::Json => out.json_pretty(&family)?,
        SummaryFormat::Text => print_family(&mut out, &family)?,
    }
    out.finish()?;
    Ok(Exit::Success)
}

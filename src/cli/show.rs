//! `dateline show`: one article.

use anyhow::Context;

use super::args::Show;
use super::{Exit, plan, sync};
use crate::index::Archive;
use crate::ingest::read_raw;
use crate::output::{Out, print_article};
use crate::search::Searcher;

pub(super) fn run(args: &Show) -> anyhow::Result<Exit> {
    let archive = if args.within.is_empty() {
        Archive::open(&plan::index_dir(args.place.index.as_deref())?)?
    } else {
        sync::synchronised(&args.within, false)?
    };
    let article = Searcher::open(&archive)?.article(&args.id)?;
    let mut out = Out::new(args.color.into());
    if args.raw {
        let (offset, length) = (article.offset.unwrap_or(0), article.length.unwrap_or(0));
        let raw = read_raw(&article.dump, offset, length)
            .with_context(|| format!("cannot read the source bytes of `{}`", args.id))?;
        out.bytes(&raw)?;
    } else if args.json {
        out.json_pretty(&article)?;
    } else {
        print_article(&mut out, &article)?;
    }
    out.finish()?;
    Ok(Exit::Success)
}

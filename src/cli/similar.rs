//! `dateline similar`: articles like one.

use super::args::{HitFormat, ResultArgs, Similar};
use super::{Exit, plan, results, sync};
use crate::index::Archive;
use crate::output::{Out, print_note};
use crate::search::{Searcher, SimilarRequest};

pub(super) fn run(args: &Similar) -> anyhow::Result<Exit> {
    let archive = if args.within.is_empty() {
        Archive::open(&plan::index_dir(args.place.index.as_deref())?)?
    } else {
        sync::synchronised(&args.within, false)?
    };
    let asked = SimilarRequest {
        limit: args.limit,
        since: args.since.clone(),
        until: args.until.clone(),
        before: args.before,
        same_language: args.same_language,
        with_copies: args.with_copies,
        ..SimilarRequest::new(&args.id)
    };
    let response = Searcher::open(&archive)?.similar(&asked)?;
    let mut out = Out::paged(args.format.purpose(&ResultArgs::default()));
    results::print(&mut out, &response, args.format, &ResultArgs::default())?;
    out.finish()?;
    if response.total > 0 {
        return Ok(Exit::Success);
    }
    if args.format != HitFormat::Json {
        print_note(&format!("no article is like `{}`", args.id));
    }
    Ok(Exit::Nothing)
}

//! `dateline query`: how a query is read.

use super::args::{QueryArgs, SummaryFormat};
use super::{Exit, plan, saved};
use crate::index::Archive;
use crate::output::{Out, print_explained};
use crate::query::{Explained, Query, field_specs};
use crate::search::{Request, Searcher};

pub(super) fn run(args: &QueryArgs) -> anyhow::Result<Exit> {
    let explained = if args.explain {
        let archive = Archive::open(&plan::index_dir(args.place.index.as_deref())?)?;
        let mut request = Request::new(&args.query);
        request.saved = saved::for_query(&args.query)?;
        Searcher::open(&archive)?.explain_query(&request)?
    } else {
        Explained::new(&Query::read(&args.query, &field_specs())?)
    };
    let mut out = Out::paged(args.format.purpose());
    match args.format {
        SummaryFormat::Json => out.json_pretty(&explained)?,
        SummaryFormat::Text => print_explained(&mut out, &explained)?,
    }
    out.finish()?;
    Ok(Exit::Success)
}

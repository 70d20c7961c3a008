//! `dateline stats`: what an index holds.

use super::args::{Stats, SummaryFormat};
use super::{Exit, plan};
use crate::index::{Archive, stats};
use crate::output::{Out, print_stats};

pub(super) fn run(args: &Stats) -> anyhow::Result<Exit> {
    let archive = Archive::open(&plan::index_dir(args.place.index.as_deref())?)?;
    let found = stats(&archive)?;
    let mut out = Out::paged(args.format.purpose());
    match args.format {
        SummaryFormat::Json => out.json(&found)?,
        SummaryFormat::Text => print_stats(&mut out, &found)?,
    }
    out.finish()?;
    Ok(if found.articles > 0 {
        Exit::Success
    } else {
        Exit::Nothing
    })
}

//! `dateline merge`: fewer segments.

use super::args::{Merge, SummaryFormat};
use super::{Exit, plan};
use crate::index::{Archive, WriteAccess};
use crate::output::{ColorChoice, Out, print_merged, print_note};

pub(super) fn run(args: &Merge) -> anyhow::Result<Exit> {
    let dir = plan::index_dir(args.place.index.as_deref())?;
    // An index that is not there is not made for this.
    Archive::open(&dir)?;
    let mut access = WriteAccess::open(&dir, false)?;
    let summary = access.merge(args.segments.into(), &mut |step| {
        if !args.quiet {
            print_note(&step);
        }
    })?;
    let mut out = Out::new(ColorChoice::Auto);
    match args.format {
        SummaryFormat::Json => out.json(&summary)?,
        SummaryFormat::Text => print_merged(&mut out, &summary)?,
    }
    out.finish()?;
    Ok(Exit::Success)
}

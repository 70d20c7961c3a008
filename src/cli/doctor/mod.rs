//! `dateline doctor`: facts are gathered (`facts`), then judged by functions that ask nothing more
//! (`terminal`, `settings`, `index`, `machine`), and printed.

mod facts;
mod index;
mod machine;
mod settings;
mod terminal;

use super::Exit;
use super::args::{Doctor, SummaryFormat};
use crate::output::{FindingGroup, Findings, Out, print_findings};
use facts::Facts;

pub(super) fn run(args: &Doctor) -> anyhow::Result<Exit> {
    let findings = judged(&Facts::gather(args.place.index.as_deref())?);
    let mut out = Out::paged(args.format.purpose());
    match args.format {
        SummaryFormat::Json => out.json(&findings)?,
        SummaryFormat::Text => print_findings(&mut out, &findings)?,
    }
    out.finish()?;
    Ok(match findings.problems {
        0 => Exit::Success,
        _ => Exit::Damaged,
    })
}

fn judged(facts: &Facts) -> Findings {
    let group = |name, checks| FindingGroup { name, checks };
    Findings::new(vec![
        group("terminal", terminal::check(&facts.terminal)),
        group("settings", settings::check(&facts.settings)),
        group("index", index::check(&facts.index)),
        group("machine", machine::check(&facts.machine)),
    ])
}

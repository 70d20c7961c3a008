//! `dateline doctor`: facts are gathered (`facts`), then judged by functions that ask nothing more
//! (`terminal`, `settings`, `index`, `machine`), and printed.

mod facts;
mod index;
mod machine;
mod settings;
mod terminal;

use super::Exit;
use super::args::{ConsoleArgs, Doctor, SummaryFormat};
use super::config::Config;
use crate::output::{FindingGroup, Findings, Out, print_findings};
use facts::Facts;

pub(super) fn run(args: &Doctor, typed: &ConsoleArgs, config: &Config) -> anyhow::Result<Exit> {
    let facts = Facts::gather(args.place.index.as_deref(), typed, config)?;
    let findings = judged(&facts);
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

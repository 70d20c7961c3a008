//! `dateline search`: a query to hits.

use super::args::{HitFormat, Search};
use super::{Exit, plan, sync};
use crate::index::Archive;
use crate::output::{Out, print_hits, print_ids, print_note, print_plain};
use crate::search::Searcher;

pub(super) fn run(args: &Search) -> anyhow::Result<Exit> {
    let request = plan::request(args)?;
    let archive = if args.within.is_empty() {
        Archive::open(&plan::index_dir(args.place.index.as_deref())?)?
    } else {
        sync::synchronised(&args.within, args.quiet)?
    };
    let searcher = Searcher::open(&archive)?;
    let response = searcher.search(&request)?;
    let found = if response.total > 0 {
        Exit::Success
    } else {
        Exit::Nothing
    };
    if args.quiet {
        return Ok(found);
    }
    if args.format != HitFormat::Json {
        response
            .query
            .notes
            .iter()
            .for_each(|note| print_note(&note.text));
    }
    let mut out = Out::new(args.color.into());
    if args.count {
        let stories = response.families.filter(|_| args.collapse.is_some());
        out.line(&stories.unwrap_or(response.total).to_string())?;
        out.finish()?;
        return Ok(found);
    }
    match args.format {
        HitFormat::Json => out.json_pretty(&response)?,
        HitFormat::Ids => print_ids(&mut out, &response)?,
        HitFormat::Cards => print_hits(&mut out, &response)?,
        HitFormat::Text if Out::is_terminal() => print_hits(&mut out, &response)?,
        HitFormat::Text => print_plain(&mut out, &response)?,
    }
    out.finish()?;
    if response.total == 0 && args.format != HitFormat::Json {
        print_note(&format!(
            "no article matches; read as: {} ({} articles in the index)",
            response.query.parsed, response.index.articles
        ));
    }
    Ok(found)
}

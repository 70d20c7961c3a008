//! `dateline search`: a query to hits.

use super::args::{HitFormat, Search};
use super::{Exit, next, plan, results, saved, sync};
use crate::index::Archive;
use crate::output::{Out, Use, print_note, print_search_stats};
use crate::search::Searcher;

pub(super) fn run(args: &Search) -> anyhow::Result<Exit> {
    let mut request = plan::request(args)?;
    request.saved = saved::for_query(&request.query)?;
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
        if args.results.stats {
            print_search_stats(&response);
        }
        return Ok(found);
    }
    if args.format != HitFormat::Json {
        response
            .query
            .notes
            .iter()
            .for_each(|note| print_note(&note.text));
    }
    let mut out = Out::paged(match args.count {
        true => Use::Data,
        false => args.format.purpose(&args.results),
    });
    if args.count {
        let stories = response.families.filter(|_| args.collapse.is_some());
        let stories = response.groups.or(stories);
        out.line(&stories.unwrap_or(response.total).to_string())?;
        out.finish()?;
        if args.results.stats {
            print_search_stats(&response);
        }
        return Ok(found);
    }
    results::print(&mut out, &response, args.format, &args.results)?;
    out.finish()?;
    results::print_hints(&response, args.format);
    if response.total == 0 && args.format != HitFormat::Json {
        print_note(&match response.index.articles {
            0 => format!(
                "no article matches: the index is empty; fill it: dateline index PATH...{}",
                next::index_option(archive.dir())
            ),
            articles => format!(
                "no article matches; read as: {} ({articles} articles in the index)",
                response.query.parsed
            ),
        });
    }
    if args.results.stats {
        print_search_stats(&response);
    }
    Ok(found)
}

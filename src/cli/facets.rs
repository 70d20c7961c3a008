//! `dateline facets`: values and their counts, over all articles or those of a query.

use super::args::{Facets, TableFormat};
use super::{Exit, narrow, plan};
use crate::output::{Out, csv_cell, print_facet, print_fields};
use crate::search::{FacetRequest, Response, Searcher};

pub(super) fn run(args: &Facets) -> anyhow::Result<Exit> {
    let searcher = narrow::searcher(&args.narrow)?;
    let mut out = Out::paged(args.format.purpose());
    if args.fields {
        let fields = searcher.fields()?;
        match args.format {
            TableFormat::Json => out.json_pretty(&fields)?,
            TableFormat::Text => print_fields(&mut out, &fields)?,
            TableFormat::Csv => {
                out.line("name,kind,aliases,values")?;
                for f in &fields {
                    let aliases = csv_cell(&f.aliases.join(" "));
                    let values = f.values.map(|n| n.to_string()).unwrap_or_default();
                    out.line(&format!("{},{},{aliases},{values}", f.name, f.kind))?;
                }
            }
        }
        out.finish()?;
        return Ok(Exit::Success);
    }
    let mut request = narrow::request(&args.query, &args.source, &args.narrow)?;
    request.facets = wanted(args, &searcher)?;
    let response = searcher.search(&request)?;
    if args.format != TableFormat::Json {
        narrow::print_notes(&response.query.notes);
    }
    match args.format {
        TableFormat::Json => out.json_pretty(&response)?,
        TableFormat::Csv => print_csv(&mut out, &response, args.missing)?,
        TableFormat::Text if args.missing => {
            for (name, counts) in &response.facets {
                out.line(&format!("{:>9}   {name}", counts.missing))?;
            }
        }
        TableFormat::Text => {
            for wanted in &request.facets {
                let found = response
                    .facets
                    .iter()
                    .find(|(name, _)| **name == wanted.facet);
                // A facet may be asked for by another name than its own.
                let found = found.or_else(|| {
                    let name = searcher.archive().fields().facet(&wanted.facet)?.name;
                    response.facets.get_key_value(name)
                });
                if let Some((name, counts)) = found {
                    print_facet(&mut out, name, counts)?;
                }
            }
        }
    }
    out.finish()?;
    Ok(match response.total {
        0 => Exit::Nothing,
        _ => Exit::Success,
    })
}

/// The facets that are meant: as named, else all but the days, of which there are too many.
fn wanted(args: &Facets, searcher: &Searcher) -> anyhow::Result<Vec<FacetRequest>> {
    let named = args.facet.iter().map(|text| plan::facet(text, args.limit));
    let found = args
        .facet_search
        .iter()
        .map(|text| plan::facet_search(text, args.limit));
    let wanted: Vec<FacetRequest> = named.chain(found).collect::<Result<_, _>>()?;
    if !wanted.is_empty() {
        return Ok(wanted);
    }
    let facets = searcher.archive().fields().facets();
    let all = facets.iter().map(|facet| FacetRequest {
        facet: facet.name.to_owned(),
        limit: args.limit,
    });
    Ok(all.collect())
}

fn print_csv(out: &mut Out, response: &Response, missing: bool) -> std::io::Result<()> {
    out.line("facet,value,count")?;
    for (name, counts) in &response.facets {
        let name = csv_cell(name);
        if !missing {
            for value in &counts.values {
                let cell = csv_cell(&value.value);
                out.line(&format!("{name},{cell},{}", value.count))?;
            }
            if counts.other > 0 {
                out.line(&format!("{name},(other),{}", counts.other))?;
            }
        }
        if counts.missing > 0 {
            out.line(&format!("{name},(none),{}", counts.missing))?;
        }
    }
    Ok(())
}

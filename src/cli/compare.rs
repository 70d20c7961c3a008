//! `dateline compare`: two result lists beside each other.

use super::args::{Compare, TableFormat};
use super::{Exit, narrow};
use crate::error::Error;
use crate::output::{Out, csv_cell, print_comparison, print_note};
use crate::search::{CompareRequest, Request, Searcher};

pub(super) fn run(args: &Compare) -> anyhow::Result<Exit> {
    let request = CompareRequest {
        sides: sides(args)?,
        by: args.by.into(),
        zone: args.tz.clone(),
        words: args.words,
    };
    let searcher: Searcher = narrow::searcher(&args.narrow)?;
    let comparison = searcher.compare(&request)?;
    if args.format != TableFormat::Json {
        let mut said = std::collections::BTreeSet::new();
        let notes = comparison.sides.iter().flat_map(|side| &side.notes);
        for note in notes.filter(|note| said.insert(note.text.clone())) {
            print_note(&note.text);
        }
    }
    let mut out = Out::paged(args.format.purpose());
    match args.format {
        TableFormat::Text => print_comparison(&mut out, &comparison)?,
        TableFormat::Json => out.json_pretty(&comparison)?,
        TableFormat::Csv => {
            let [a, b] = &comparison.sides;
            out.line(&format!(
                "start,{},{},all",
                csv_cell(&a.label),
                csv_cell(&b.label)
            ))?;
            for bucket in &comparison.timeline.buckets {
                let [a, b] = bucket.counts;
                out.line(&format!("{},{a},{b},{}", bucket.start, bucket.all))?;
            }
        }
    }
    out.finish()?;
    Ok(match comparison.either {
        0 => Exit::Nothing,
        _ => Exit::Success,
    })
}

/// The two sides: two queries, or one query in two sources or periods.
fn sides(args: &Compare) -> anyhow::Result<[(String, Request); 2]> {
    let narrow = &args.narrow;
    let side = |query: &str, sources: &[String]| narrow::request(query, sources, narrow);
    if let (Some(a), Some(b)) = (&args.first, &args.second) {
        let both = [side(a, &args.source)?, side(b, &args.source)?];
        let [first, second] = both;
        return Ok([(a.clone(), first), (b.clone(), second)]);
    }
    let query = args.query.clone().unwrap_or_default();
    match (args.source.as_slice(), args.period.as_slice()) {
        ([a, b], []) => {
            let one = |source: &String| side(&query, std::slice::from_ref(source));
            Ok([(a.clone(), one(a)?), (b.clone(), one(b)?)])
        }
        (sources, [a, b]) => {
            // A period stands beside --since and --until, so that it narrows them.
            let one = |period: &String| side(&format!("({query}) date:{period}"), sources);
            Ok([(a.clone(), one(a)?), (b.clone(), one(b)?)])
        }
        _ => Err(Error::Argument {
            message: "one query is compared in two sources or in two periods".into(),
            help: Some("write --query ferry --period 2019 --period 2020".into()),
        }
        .into()),
    }
}

//! `dateline timeline`: matches by calendar.

use super::args::{TableFormat, Timeline};
use super::{Exit, narrow};
use crate::output::{Chart, Out, print_note, print_timeline, write_file};
use crate::search::TimelineRequest;

pub(super) fn run(args: &Timeline) -> anyhow::Result<Exit> {
    let mut request = narrow::request(&args.query, &args.source, &args.narrow)?;
    request.timeline = Some(TimelineRequest {
        by: args.by.into(),
        zone: args.tz.clone(),
        peaks: args.peaks,
        span: None,
    });
    let response = narrow::searcher(&args.narrow)?.search(&request)?;
    if args.format != TableFormat::Json {
        narrow::print_notes(&response.query.notes);
    }
    let Some(timeline) = &response.timeline else {
        return Ok(Exit::Nothing);
    };
    let chart = Chart::of(&args.query, timeline);
    if let Some(path) = &args.svg {
        write_file(path, chart.svg().as_bytes())?;
    }
    if let Some(path) = &args.png {
        write_file(path, &chart.png()?)?;
    }
    let mut out = Out::paged(args.format.purpose());
    match args.format {
        TableFormat::Text => print_timeline(&mut out, timeline)?,
        TableFormat::Json => out.json_pretty(&response)?,
        TableFormat::Csv => {
            out.line("start,count,all")?;
            for b in &timeline.buckets {
                out.line(&format!("{},{},{}", b.start, b.count, b.all))?;
            }
        }
    }
    out.finish()?;
    if response.total == 0 {
        if args.format != TableFormat::Json {
            print_note(&format!(
                "no article matches; read as: {}",
                response.query.parsed
            ));
        }
        return Ok(Exit::Nothing);
    }
    Ok(Exit::Success)
}

//! Hits in the form that was asked for, and the hints beside them.

use super::args::{HitFormat, ResultArgs};
use crate::output::{
    Column, Out, Reference, print_hits, print_ids, print_ids_zero, print_json_lines, print_matches,
    print_note, print_plain, print_references, print_rows, print_trec,
};
use crate::search::Response;

pub(super) fn print(
    out: &mut Out,
    response: &Response,
    format: HitFormat,
    args: &ResultArgs,
) -> anyhow::Result<()> {
    if let Some(style) = args.cite {
        let references: Vec<Reference> = response.hits.iter().map(Reference::from).collect();
        return Ok(print_references(out, &references, style.into())?);
    }
    if args.only_matching {
        return Ok(print_matches(out, response, Out::is_terminal())?);
    }
    let format = match args.ids_only {
        true => HitFormat::Ids,
        false => format,
    };
    match format {
        HitFormat::Json => out.json_pretty(response)?,
        HitFormat::Jsonl => print_json_lines(out, response)?,
        HitFormat::Csv => print_rows(out, response, &columns(args)?, b',', args.bom)?,
        HitFormat::Tsv => print_rows(out, response, &columns(args)?, b'\t', args.bom)?,
        HitFormat::Trec => print_trec(out, response, &args.trec_topic, &args.trec_tag)?,
        HitFormat::Ids if args.null => print_ids_zero(out, response)?,
        HitFormat::Ids => print_ids(out, response)?,
        HitFormat::Cards => print_hits(out, response)?,
        HitFormat::Text if Out::is_terminal() => print_hits(out, response)?,
        HitFormat::Text => print_plain(out, response)?,
    }
    Ok(())
}

fn columns(args: &ResultArgs) -> crate::Result<Vec<Column>> {
    Column::named(&args.columns)
}

/// Prints what may have been meant, and which clause no article has.
pub(super) fn print_hints(response: &Response, format: HitFormat) {
    if format == HitFormat::Json {
        return;
    }
    for suggestion in &response.suggestions {
        print_note(&format!(
            "did you mean: {} ({} articles)",
            suggestion.query, suggestion.articles
        ));
    }
    for clause in &response.diagnosis {
        print_note(&format!("{}: {} articles", clause.clause, clause.articles));
    }
}

//! `dateline bench generate`: a query log out of an index.

use serde_json::{Map, Value};

use super::args::{BenchGenerate, Dialect};
use super::{Exit, plan};
use crate::bench::{Query, Wanted, generate};
use crate::index::Archive;
use crate::output::{ColorChoice, Out, print_note};
use crate::search::Searcher;

pub(super) fn run(args: &BenchGenerate) -> anyhow::Result<Exit> {
    let archive = Archive::open(&plan::index_dir(args.place.index.as_deref())?)?;
    let searcher = Searcher::open(&archive)?;
    let wanted = Wanted {
        each: args.number as usize,
        seed: args.seed,
        classes: args.only.clone(),
    };
    let made = generate(&searcher, &wanted)?;
    let mut out = Out::new(ColorChoice::Never);
    let mut left_out: Vec<&str> = Vec::new();
    let mut written = 0;
    for query in &made.queries {
        match args.dialect {
            Dialect::Dateline => out.json(query)?,
            Dialect::Raw => match raw(query) {
                Some(line) => out.json(&line)?,
                None => {
                    if left_out.last() != Some(&query.class.as_str()) {
                        left_out.push(&query.class);
                    }
                    continue;
                }
            },
        }
        written += 1;
    }
    out.finish()?;
    for (class, n) in &made.short {
        let wanted = wanted.each;
        print_note(&format!(
            "{class}: {n} queries, not {wanted}; the index has no more of the kind"
        ));
    }
    if !left_out.is_empty() {
        let names = left_out.join(", ");
        print_note(&format!(
            "left out, since other programs have no form for them: {names}"
        ));
    }
    Ok(match written {
        0 => Exit::Nothing,
        _ => Exit::Success,
    })
}

/// The query as another program reads it.
fn raw(query: &Query) -> Option<Map<String, Value>> {
    let mut line = Map::new();
    line.insert("class".into(), query.class.clone().into());
    line.insert("q".into(), query.raw.clone()?.into());
    for (key, value) in [
        ("from", &query.from),
        ("to", &query.to),
        ("source", &query.source),
    ] {
        if let Some(value) = value {
            line.insert(key.into(), value.clone().into());
        }
    }
    Some(line)
}

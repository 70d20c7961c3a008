//! `dateline parse`: how an article is taken apart.

use std::ops::ControlFlow;

use super::Exit;
use super::args::Parse;
use super::index::{columns, key_map, with_today};
use crate::article::{Article, parse_text};
use crate::error::Error;
use crate::index::{LanguageChoice, complete};
use crate::ingest::{Format, Item, ReadOptions, decode_text, read_file, to_article, walk};
use crate::output::{Out, Use, print_note, print_parse, print_record};

pub(super) fn run(args: &Parse) -> anyhow::Result<Exit> {
    let keys = with_today(key_map(&args.map)?);
    let (files, unreadable) = walk(std::slice::from_ref(&args.file));
    if let Some(first) = unreadable.first() {
        let message = format!("cannot read {}: {}", first.file, first.reason);
        return Err(Error::Argument {
            message,
            help: None,
        }
        .into());
    }
    let mut out = Out::paged(match args.json {
        true => Use::Data,
        false => Use::Reading,
    });
    let mut shown = 0_u64;
    let mut failed = Ok(());
    for file in &files {
        let mut sink = |item: Item| {
            let record = match item {
                Item::Record(record) => record,
                Item::Rejected(r) => {
                    print_note(&format!(
                        "{}, record {}, byte {}: {}",
                        r.file, r.record, r.byte, r.reason
                    ));
                    return ControlFlow::Continue(());
                }
                Item::Skipped { file, reason } => {
                    print_note(&format!("{file}: skipped: {reason}"));
                    return ControlFlow::Continue(());
                }
            };
            if args.record.is_some_and(|wanted| wanted != record.record) {
                return ControlFlow::Continue(());
            }
            let printed = match to_article(&record, &keys).map(completed) {
                Err(r) => {
                    print_note(&format!(
                        "record {}, byte {}: {}",
                        r.record, r.byte, r.reason
                    ));
                    return ControlFlow::Continue(());
                }
                Ok(article) if args.json => out.json(&article),
                Ok(article) if record.format == Format::Text => {
                    let mut parsed = parse_text(&decode_text(&record.bytes));
                    parsed.article = article;
                    print_parse(&mut out, &parsed)
                }
                Ok(article) => print_record(&mut out, &article).and_then(|()| out.line("")),
            };
            shown += 1;
            failed = printed;
            let enough = args.record.is_some() || out.is_closed();
            if failed.is_err() || enough {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let options = ReadOptions {
            format: args.input_format,
            columns: columns(&args.columns),
            ..ReadOptions::default()
        };
        read_file(file, &options, &mut |_| {}, &mut sink);
    }
    failed?;
    out.finish()?;
    Ok(if shown > 0 {
        Exit::Success
    } else {
        Exit::Nothing
    })
}

/// The article as the index would keep it.
fn completed(mut article: Article) -> Article {
    complete(&mut article, &LanguageChoice::default());
    article
}

//! `dateline show`: one article.

use anyhow::Context;

use super::args::Show;
use super::{Exit, plan, sync};
use crate::article::Article;
use crate::index::Archive;
use crate::ingest::read_raw;
use crate::output::{Out, Reference, Use, print_article, print_copies, print_references};
use crate::search::Searcher;

pub(super) fn run(args: &Show) -> anyhow::Result<Exit> {
    let archive = if args.within.is_empty() {
        Archive::open(&plan::index_dir(args.place.index.as_deref())?)?
    } else {
        sync::synchronised(&args.within, false)?
    };
    let searcher = Searcher::open(&archive)?;
    let article = searcher.article(&args.id)?;
    let mut out = Out::paged(match args.json || args.raw || args.cite.is_some() {
        true => Use::Data,
        false => Use::Reading,
    });
    if let Some(style) = args.cite {
        print_references(&mut out, &[Reference::from(&article)], style.into())?;
    } else if args.raw {
        let (offset, length) = (article.offset.unwrap_or(0), article.length.unwrap_or(0));
        let raw = read_raw(&article.dump, offset, length)
            .with_context(|| format!("cannot read the source bytes of `{}`", args.id))?;
        out.bytes(&raw)?;
    } else if args.json {
        out.json_pretty(&with_family(&searcher, &article)?)?;
    } else {
        print_article(&mut out, &article)?;
        if let Some((family, _)) = searcher.family_of(&article.id)? {
            print_copies(&mut out, &family)?;
        }
    }
    out.finish()?;
    Ok(Exit::Success)
}

/// The record, and what the index knows beside it: the family of copies, and the earliest of them.
/// Neither is part of the stored record, since both change as the index grows.
#[derive(serde::Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    article: &'a Article,
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_of: Option<String>,
}

fn with_family<'a>(searcher: &Searcher, article: &'a Article) -> crate::Result<Shown<'a>> {
    let (family, earliest) = searcher.family_of(&article.id)?.unzip();
    Ok(Shown {
        article,
        family: family.map(|family| family.id),
        duplicate_of: earliest.filter(|id| *id != article.id),
    })
}

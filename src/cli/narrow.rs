//! From the arguments that commands of counting share to a request and a searcher.

use super::args::Narrow;
use super::{plan, saved, sync};
use crate::index::Archive;
use crate::output::print_note;
use crate::query::Note;
use crate::search::{Request, Searcher};

/// A request for counts alone: no hits, no fragments.
pub(super) fn request(query: &str, sources: &[String], narrow: &Narrow) -> anyhow::Result<Request> {
    let mut request = Request::new(query);
    request.saved = saved::for_query(query)?;
    request.limit = 0;
    request.snippets = None;
    request.matching = plan::matching(&narrow.matching)?;
    request.since = narrow.since.clone();
    request.until = narrow.until.clone();
    request.filters = plan::filters(sources, &narrow.place_name, &narrow.filter)?;
    Ok(request)
}

/// The index that is meant, opened.
pub(super) fn searcher(narrow: &Narrow) -> anyhow::Result<Searcher> {
    let archive = if narrow.within.is_empty() {
        Archive::open(&plan::index_dir(narrow.place.index.as_deref())?)?
    } else {
        sync::synchronised(&narrow.within, false)?
    };
    Ok(Searcher::open(&archive)?)
}

pub(super) fn print_notes(notes: &[Note]) {
    notes.iter().for_each(|note| print_note(&note.text));
}

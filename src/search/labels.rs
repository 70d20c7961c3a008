//! Values of a facet from the dictionaries of its column alone: for who waits while they type.

use tantivy::TantivyError;

use super::searcher::Searcher;
use crate::analysis::fold;
use crate::error::Result;
use crate::schema::FacetSource;

/// Entries of dictionaries looked at for one call, at most.
const LOOKED_AT: usize = 50_000;

impl Searcher {
    /// Up to `most` values of a facet that begin as `start`, in byte order; where none does, those in
    /// which a later word does. Case and accents do not matter. None of a facet that is computed,
    /// such as the year.
    ///
    /// No article is looked at, so that values of removed articles may be among them. Cost: linear
    /// in the values, of which 50,000 are looked at; those that begin with just these letters are
    /// found beyond that too.
    ///
    /// # Errors
    /// `Error::Argument` for an unknown facet, `Error::Engine` if a segment can't be read.
    pub fn labels(&self, facet: &str, start: &str, most: usize) -> Result<Vec<String>> {
        let FacetSource::Column(field) = self.facet(facet)?.source else {
            return Ok(Vec::new());
        };
        let name = self.archive.fields().name(field);
        let wanted = fold(start);
        let mut first: Vec<String> = Vec::new();
        let mut later: Vec<String> = Vec::new();
        let mut left = LOOKED_AT;
        for reader in self.searcher.segment_readers() {
            let Some(column) = reader.fast_fields().str(name)? else {
                continue;
            };
            let dictionary = column.dictionary();
            let exact = dictionary.prefix_range(start).limit(most as u64);
            let mut stream = exact.into_stream().map_err(TantivyError::from)?;
            let mut taken = 0;
            while taken < most && stream.advance() {
                taken += 1;
                first.push(String::from_utf8_lossy(stream.key()).into_owned());
            }
            let mut stream = dictionary.stream().map_err(TantivyError::from)?;
            while left > 0 && stream.advance() {
                left -= 1;
                let label = String::from_utf8_lossy(stream.key());
                let folded = fold(&label);
                if folded.starts_with(&wanted) {
                    first.push(label.into_owned());
                } else if begins_a_word(&folded, &wanted) {
                    later.push(label.into_owned());
                }
            }
        }
        let mut found = match first.is_empty() {
            true => later,
            false => first,
        };
        found.sort_unstable();
        found.dedup();
        found.truncate(most);
        Ok(found)
    }
}

/// Whether a word of `text` begins with `start`; both are folded.
fn begins_a_word(text: &str, start: &str) -> bool {
    text.match_indices(start).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
    })
}

//! The writing side's part in packing: the first records of a new index are held back until its
//! dictionary is trained on them. What packing is, is in `records`.

use std::sync::OnceLock;

use tantivy::IndexWriter;

use super::archive::Archive;
use super::document::Prepared;
use super::records::{MISSING, Packer, Packing, SAMPLE_BYTES, train};
use super::verify::needs_dictionary;
use crate::error::Result;

/// How the records of a run are packed, once that is known: parsing threads look here.
pub(super) type Agreed = OnceLock<Packing>;

/// Records of a segment that are looked at where there is no dictionary.
const LOOKED_AT: usize = 64;

/// What is known before the first record.
///
/// # Errors
/// Those of reading the dictionary; `Error::DamagedRecords` where it was lost.
pub(super) fn agreed(archive: &Archive) -> Result<Agreed> {
    let packing = match archive.records.dictionary()? {
        Some(dictionary) => Some(Packing::Shared(dictionary)),
        None if archive.dir.as_os_str().is_empty() => Some(Packing::Plain),
        None => {
            // A new one in place of one that was lost would bury what was packed with it.
            let searcher = archive.index.reader()?.searcher();
            let lost = searcher.segment_readers().iter().any(|reader| {
                let step = reader.num_docs() as usize / LOOKED_AT + 1;
                needs_dictionary(archive, reader, step)
            });
            if lost {
                return Err(archive.records.damaged(MISSING));
            }
            None
        }
    };
    Ok(packing.map_or_else(Agreed::new, Agreed::from))
}

/// Articles on their way to the writer.
pub(super) struct Held<'a> {
    agreed: &'a Agreed,
    packer: Option<Packer>,
    /// Articles that wait for the dictionary, in order.
    articles: Vec<Prepared>,
    /// Records to train on, and their lengths.
    sample: Vec<u8>,
    sizes: Vec<usize>,
}

impl<'a> Held<'a> {
    pub(super) fn new(agreed: &'a Agreed) -> Held<'a> {
        Held {
            agreed,
            packer: None,
            articles: Vec::new(),
            sample: Vec::new(),
            sizes: Vec::new(),
        }
    }

    /// Adds an article to the index, now or when there is a dictionary.
    ///
    /// # Errors
    /// `Error::Engine`, `Error::Io`.
    pub(super) fn add(
        &mut self,
        mut article: Prepared,
        archive: &Archive,
        writer: &IndexWriter,
    ) -> Result<()> {
        if let Some(packing) = self.agreed.get() {
            // Taken apart before there was a dictionary, it is packed here.
            if !article.is_packed() {
                let packer = self.packer.get_or_insert_with(|| Packer::new(packing));
                article.pack(&archive.fields, packer);
            }
            writer.add_document(article.document)?;
            return Ok(());
        }
        self.sample.extend_from_slice(article.record.as_bytes());
        self.sizes.push(article.record.len());
        self.articles.push(article);
        if self.sample.len() >= SAMPLE_BYTES {
            self.agree(archive)?;
            self.release(archive, writer)?;
        }
        Ok(())
    }

    /// Trains the dictionary, and tells the parsing threads.
    fn agree(&mut self, archive: &Archive) -> Result<()> {
        let packing = match train(&self.sample, &self.sizes) {
            Some(dictionary) => Packing::Shared(archive.records.keep(dictionary)?),
            None => Packing::Alone,
        };
        self.sample = Vec::new();
        self.sizes = Vec::new();
        // It is set once, here.
        let _ = self.agreed.set(packing);
        Ok(())
    }

    /// Adds what was held back, before what must come after it.
    ///
    /// # Errors
    /// `Error::Engine`.
    pub(super) fn release(&mut self, archive: &Archive, writer: &IndexWriter) -> Result<()> {
        if self.articles.is_empty() {
            return Ok(());
        }
        let packing = self.agreed.get().unwrap_or(&Packing::Alone);
        let mut packer = Packer::new(packing);
        for mut article in self.articles.drain(..) {
            article.pack(&archive.fields, &mut packer);
            writer.add_document(article.document)?;
        }
        Ok(())
    }

    /// Adds what was held back at the end of a run or before a commit; a sample of some size makes
    /// a dictionary also then.
    ///
    /// # Errors
    /// `Error::Engine`, `Error::Io`.
    pub(super) fn finish(&mut self, archive: &Archive, writer: &IndexWriter) -> Result<()> {
        if !self.articles.is_empty() && self.agreed.get().is_none() {
            self.agree(archive)?;
        }
        self.release(archive, writer)
    }
}

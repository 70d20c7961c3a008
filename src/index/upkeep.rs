//! What every commit goes through, and articles that are removed.

use std::collections::HashSet;

use tantivy::{IndexWriter, Searcher, Term};

use super::archive::WriteAccess;
use super::manifest::Manifest;
use crate::error::Result;

impl super::archive::Archive {
    /// Writes the manifest beside the segments; an index in memory has none.
    pub(super) fn write_manifest(&self) -> Result<()> {
        if self.dir.as_os_str().is_empty() {
            return Ok(());
        }
        self.manifest.write(&self.dir)?;
        self.share_meta();
        Ok(())
    }

    /// Gives Tantivy's own lists of segments, which it writes for the owner alone, the manifest's
    /// permissions, so that others can read a shared archive. Where that fails, they stay as they
    /// are.
    fn share_meta(&self) {
        let Ok(permissions) = fs_err::metadata(self.dir.join(super::manifest::FILE))
            .map(|manifest| manifest.permissions())
        else {
            return;
        };
        for name in ["meta.json", ".managed.json"] {
            let path = self.dir.join(super::manifest::SEGMENTS).join(name);
            if let Err(error) = fs_err::set_permissions(path, permissions.clone()) {
                tracing::debug!(%error, "permissions stay as they are");
            }
        }
    }
}

impl WriteAccess {
    /// Removes every article that was read from one of `dumps`, and commits. Tells how many.
    ///
    /// # Errors
    /// `Error::Engine` or `Error::Io` when the index can't be written.
    pub fn forget_dumps(&mut self, dumps: &[String]) -> Result<u64> {
        // First, so that a run that is cut here reads them again if they are there.
        self.forget_checkpoints(dumps)?;
        let field = self.archive.fields.dump;
        let mut terms: Vec<Term> = dumps
            .iter()
            .map(|dump| Term::from_field_text(field, dump))
            .collect();
        if !dumps.is_empty() {
            terms.extend(self.members(dumps)?);
        }
        self.remove(terms)
    }

    /// Terms of the members of these files, as far as they are archives: `ARCHIVE!/member/path`.
    fn members(&self, dumps: &[String]) -> Result<HashSet<Term>> {
        let field = self.archive.fields.dump;
        let mut found = HashSet::new();
        let searcher = self.archive.index.reader()?.searcher();
        for reader in searcher.segment_readers() {
            let inverted = reader.inverted_index(field)?;
            for dump in dumps {
                // What follows `!/` in the order of bytes is `!0`.
                let range = inverted.terms().range();
                let range = range.ge(format!("{dump}!/")).lt(format!("{dump}!0"));
                let failed = tantivy::TantivyError::from;
                let mut terms = range.into_stream().map_err(failed)?;
                while terms.advance() {
                    let name = String::from_utf8_lossy(terms.key());
                    found.insert(Term::from_field_text(field, &name));
                }
            }
        }
        Ok(found)
    }

    /// Removes the articles with these ids, and commits. Tells how many there were.
    ///
    /// # Errors
    /// As [`WriteAccess::forget_dumps`].
    pub fn remove_ids(&mut self, ids: &[String]) -> Result<u64> {
        let field = self.archive.fields.id;
        let terms = ids.iter().map(|id| Term::from_field_text(field, id));
        self.remove(terms.collect())
    }

    fn remove(&mut self, terms: Vec<Term>) -> Result<u64> {
        if terms.is_empty() {
            return Ok(0);
        }
        let before = self.archive.manifest.articles;
        let mut writer: IndexWriter = self.archive.index.writer_with_num_threads(1, 16_000_000)?;
        for term in terms {
            writer.delete_term(term);
        }
        self.commit(&mut writer, |_| {})?;
        writer.wait_merging_threads()?;
        Ok(before.saturating_sub(self.archive.manifest.articles))
    }

    /// Commits what the writer holds, with the manifest as the commit's payload and then as its own
    /// file. `change` is made to the manifest.
    pub(super) fn commit(
        &mut self,
        writer: &mut IndexWriter,
        change: impl FnOnce(&mut Manifest),
    ) -> Result<Searcher> {
        let archive = &mut self.archive;
        let mut manifest = archive.manifest.clone();
        change(&mut manifest);
        let mut prepared = writer.prepare_commit()?;
        manifest.commit = prepared.opstamp();
        let payload =
            serde_json::to_string(&manifest).expect("a manifest holds only strings and numbers");
        prepared.set_payload(&payload);
        prepared.commit()?;
        let searcher = archive.index.reader()?.searcher();
        manifest.articles = searcher.num_docs();
        archive.manifest = manifest;
        archive.write_manifest()?;
        tracing::debug!(articles = archive.manifest.articles, "committed");
        Ok(searcher)
    }
}

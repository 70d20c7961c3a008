//! Upkeep of an index beside indexing: its manifest, and dumps that it forgets.

use std::collections::BTreeMap;

use tantivy::{IndexWriter, Term};

use super::archive::WriteAccess;
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
    /// Removes every article that was read from one of `dumps`, and commits.
    ///
    /// # Errors
    /// `Error::Engine` when the index can't be written.
    pub fn forget_dumps(&mut self, dumps: &[String]) -> Result<()> {
        if dumps.is_empty() {
            return Ok(());
        }
        let archive = &mut self.archive;
        let mut writer: IndexWriter = archive.index.writer_with_num_threads(1, 16_000_000)?;
        for dump in dumps {
            writer.delete_term(Term::from_field_text(archive.fields.dump, dump));
            archive.manifest.dumps.remove(dump);
        }
        writer.commit()?;
        archive.manifest.articles = archive.index.reader()?.searcher().num_docs();
        archive.manifest.commit = archive.index.load_metas()?.opstamp;
        archive.write_manifest()
    }

    /// Notes the state of the files that the index is kept in step with.
    ///
    /// # Errors
    /// `Error::Io`.
    pub fn note_dumps(&mut self, dumps: BTreeMap<String, super::DumpState>) -> Result<()> {
        self.archive.manifest.dumps = dumps;
        self.archive.write_manifest()
    }
}

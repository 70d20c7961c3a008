//! Fewer segments: merging those of an index, with what was replaced or removed left out.
//!
//! A merge that is cut leaves the index as it was: the new segment counts once it is whole.

use std::path::Path;

use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, SegmentMeta};

use super::archive::WriteAccess;
use super::manifest::SEGMENTS;
use crate::error::{Error, Result};

/// What a merge did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct MergeSummary {
    /// Version of this form.
    pub version: u32,
    /// Segments before.
    pub segments_before: usize,
    /// Segments after.
    pub segments: usize,
    /// Bytes on disk before.
    pub bytes_before: u64,
    /// Bytes on disk after.
    pub bytes: u64,
    /// Articles that were replaced or removed, and are gone from the disk now.
    pub dropped: u64,
}

/// Memory of the writer that merges; merging itself maps files.
const WRITER_BYTES: usize = 16_000_000;

impl WriteAccess {
    /// Merges the smallest segments until at most `most` are left, and rewrites those that hold
    /// articles which were replaced or removed. `tell` gets what is about to be done, in words.
    ///
    /// Cost: the merged segments are read and written once; as much disk is needed beside them.
    ///
    /// # Errors
    /// [`Error::Io`] where the disk has not the room, [`Error::Engine`].
    pub fn merge(&mut self, most: usize, tell: &mut dyn FnMut(String)) -> Result<MergeSummary> {
        let archive = &self.archive;
        let dir = archive.dir.join(SEGMENTS);
        let mut metas = archive.index.searchable_segment_metas()?;
        let size = |meta: &SegmentMeta| size_of(&dir, meta);
        let total = |metas: &[SegmentMeta]| metas.iter().map(size).sum::<u64>();
        let mut summary = MergeSummary {
            version: 1,
            segments_before: metas.len(),
            bytes_before: total(&metas),
            dropped: metas.iter().map(|m| u64::from(m.num_deleted_docs())).sum(),
            ..MergeSummary::default()
        };
        let mut writer: IndexWriter = archive.index.writer_with_num_threads(1, WRITER_BYTES)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let groups = groups(&mut metas, most.max(1));
        // Files of a segment are kept while anybody holds its description.
        drop(metas);
        for group in groups {
            let bytes = total(&group);
            check_room(&dir, bytes)?;
            tell(format!(
                "merging {} of {} segments, {} MB",
                group.len(),
                summary.segments_before,
                bytes / 1_000_000
            ));
            let ids: Vec<_> = group.iter().map(SegmentMeta::id).collect();
            drop(group);
            writer.merge(&ids).wait()?;
        }
        writer.garbage_collect_files().wait()?;
        writer.wait_merging_threads()?;
        let metas = archive.index.searchable_segment_metas()?;
        summary.segments = metas.len();
        summary.bytes = total(&metas);
        archive.write_manifest()?;
        Ok(summary)
    }
}

/// Segments that are merged with each other: the smallest ones into one, and each that has dead
/// articles for itself.
fn groups(metas: &mut [SegmentMeta], most: usize) -> Vec<Vec<SegmentMeta>> {
    metas.sort_by_key(SegmentMeta::num_docs);
    let joined = match metas.len() > most {
        true => metas.len() - most + 1,
        false => 0,
    };
    let (smallest, others) = metas.split_at(joined);
    let dead = others.iter().filter(|m| m.has_deletes());
    let mut groups: Vec<_> = dead.map(|meta| vec![meta.clone()]).collect();
    if !smallest.is_empty() {
        groups.push(smallest.to_vec());
    }
    groups
}

/// Bytes of a segment's files.
fn size_of(dir: &Path, meta: &SegmentMeta) -> u64 {
    let name = meta.id().uuid_string();
    let Ok(entries) = fs_err::read_dir(dir) else {
        return 0;
    };
    let own = entries.filter_map(std::result::Result::ok);
    let own = own.filter(|e| e.file_name().to_string_lossy().starts_with(&name));
    own.filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum()
}

/// Refuses a merge that would fill the disk.
fn check_room(dir: &Path, bytes: u64) -> Result<()> {
    if dir.parent().is_none_or(|dir| dir.as_os_str().is_empty()) {
        return Ok(());
    }
    let needed = bytes + bytes / 10;
    match fs4::available_space(dir) {
        Ok(free) if free < needed => Err(Error::Argument {
            message: format!(
                "merging needs {} MB of disk for a while, {} MB are free",
                needed.div_ceil(1_000_000),
                free / 1_000_000
            ),
            help: Some("free space, or merge the small segments only: --segments 8".into()),
        }),
        _ => Ok(()),
    }
}

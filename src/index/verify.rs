//! Whether an index is sound: every checksum, the counts, no id twice, and records read again.
//!
//! Nothing is mended here, and no lock is taken.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use tantivy::schema::{IndexRecordOption, Value};
use tantivy::store::StoreReader;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, TantivyDocument, Term};
use xxhash_rust::xxh3::xxh3_64;

use super::archive::Archive;
use super::manifest::{LOCK, Manifest, SEGMENTS, UNFINISHED};
use super::records::{self, Records};
use super::{checkpoint, stored};
use crate::article::Article;
use crate::error::{Error, Result};

/// What a verification found.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Verified {
    /// Version of this form.
    pub version: u32,
    /// Whether nothing is damaged.
    pub sound: bool,
    /// Articles that can be found.
    pub articles: u64,
    /// Segments.
    pub segments: usize,
    /// Files whose checksum was taken.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Articles whose record was read again.
    pub records_read: u64,
    /// What is damaged, each in words.
    pub damage: Vec<String>,
    /// What is odd and harms nothing: files that a killed run left, a manifest that is behind.
    pub remarks: Vec<String>,
}

/// A check of something beside the segments: what is damaged, each in words.
type ExtraCheck = fn(&Archive) -> Result<Vec<String>>;

/// Checks of what lies beside the segments.
const EXTRA_CHECKS: &[ExtraCheck] = &[super::families::check];

/// Damage told one by one.
const TOLD: usize = 100;

/// Blocks of records that are kept unpacked: they are read in order.
const BLOCKS: usize = 4;

/// Checks an index. Of its articles `sample` are read again, evenly spread; all where it is none.
///
/// Cost: every byte is read once, about 1 GB/s from memory; a record about 20 microseconds.
///
/// # Errors
/// `Error::Io` where the folder can't be read. Damage is no error.
pub fn verify(archive: &Archive, sample: Option<u64>) -> Result<Verified> {
    let mut found = Verified {
        version: 1,
        ..Verified::default()
    };
    let damaged = check_files(archive, &mut found)?;
    check_manifest(archive, &mut found);
    check_leftovers(archive, &mut found)?;
    // What has a wrong checksum is not looked into.
    if damaged {
        found.damage.truncate(TOLD);
        return Ok(found);
    }
    match archive.index.reader() {
        Ok(reader) => {
            let searcher = reader.searcher();
            found.articles = searcher.num_docs();
            found.segments = searcher.segment_readers().len();
            let readable = check_dictionary(archive, searcher.segment_readers(), &mut found)?;
            let every = sample.map_or(1, |n| found.articles.div_ceil(n.max(1)).max(1));
            let mut ids = HashSet::with_capacity(found.articles as usize);
            let mut passed = 0;
            for reader in searcher.segment_readers() {
                let checked = Segment::open(archive, reader).and_then(|segment| {
                    let every = readable.then_some(every);
                    segment.check(&mut found, &mut ids, &mut passed, every)
                });
                if let Err(error) = checked {
                    let id = reader.segment_id().short_uuid_string();
                    found.damage.push(format!("segment {id}: {error}"));
                }
            }
        }
        Err(error) => found
            .damage
            .push(format!("the segments do not open: {error}")),
    }
    for check in EXTRA_CHECKS {
        found.damage.extend(check(archive)?);
    }
    if found.damage.len() > TOLD {
        let more = found.damage.len() - TOLD;
        found.damage.truncate(TOLD);
        found.damage.push(format!("and {more} more"));
    }
    found.sound = found.damage.is_empty();
    Ok(found)
}

/// Takes the checksum of every file of a segment. Tells whether one is wrong.
fn check_files(archive: &Archive, found: &mut Verified) -> Result<bool> {
    let directory = archive.index.directory();
    let active = archive.index.load_metas()?.list_segment_files();
    // Not each segment has each kind of file; those that were written are noted by Tantivy.
    let mut active: Vec<PathBuf> = directory
        .list_managed_files()
        .intersection(&active)
        .cloned()
        .collect();
    active.sort();
    let before = found.damage.len();
    for file in &active {
        let path = archive.dir.join(SEGMENTS).join(file);
        found.files += 1;
        found.bytes += fs_err::metadata(&path).map_or(0, |m| m.len());
        let wrong = match directory.validate_checksum(file) {
            Ok(true) => continue,
            Ok(false) => "its checksum is wrong".to_owned(),
            Err(error) => format!("it can't be read: {error}"),
        };
        found.damage.push(format!("{}: {wrong}", file.display()));
    }
    Ok(found.damage.len() > before)
}

/// Holds the manifest's count against the segments.
fn check_manifest(archive: &Archive, found: &mut Verified) {
    if archive.dir.as_os_str().is_empty() {
        return;
    }
    match Manifest::read(&archive.dir) {
        Err(error) => found.damage.push(error.to_string()),
        Ok(manifest) if manifest.commit != archive.manifest.commit => found.remarks.push(
            "the manifest is a commit behind, as a killed run leaves it; the next run writes it"
                .to_owned(),
        ),
        // What was opened has the number from the segments.
        Ok(manifest) if manifest.articles != archive.manifest.articles => {
            found.damage.push(format!(
                "the manifest counts {} articles, the segments hold {}",
                manifest.articles, archive.manifest.articles
            ));
        }
        Ok(_) => {}
    }
}

/// Names what no segment has a use for.
fn check_leftovers(archive: &Archive, found: &mut Verified) -> Result<()> {
    if archive.dir.as_os_str().is_empty() {
        return Ok(());
    }
    let names = |dir: &Path| -> Result<Vec<(String, u64)>> {
        let entries = fs_err::read_dir(dir).map_err(|e| Error::io("cannot read", dir, e))?;
        let entry = |e: std::io::Result<fs_err::DirEntry>| {
            let e = e.ok()?;
            let bytes = e.metadata().ok()?.len();
            Some((e.file_name().to_string_lossy().into_owned(), bytes))
        };
        let mut names: Vec<_> = entries.filter_map(entry).collect();
        names.sort();
        Ok(names)
    };
    let active = archive.index.load_metas()?.list_segment_files();
    let mut left: Vec<(String, u64)> = names(&archive.dir.join(SEGMENTS))?
        .into_iter()
        .filter(|(name, _)| !name.ends_with(".json") && !name.ends_with(".lock"))
        .filter(|(name, _)| !active.contains(Path::new(name)))
        .collect();
    let known = [
        LOCK,
        SEGMENTS,
        checkpoint::FILE,
        super::manifest::FILE,
        super::records::FILE,
    ];
    let unfinished = names(&archive.dir)?
        .into_iter()
        .filter(|(name, _)| !known.contains(&name.as_str()) && name.starts_with(UNFINISHED));
    left.extend(unfinished);
    if !left.is_empty() {
        let bytes: u64 = left.iter().map(|(_, bytes)| bytes).sum();
        found.remarks.push(format!(
            "{} files of {} bytes that a killed run left, or one that is under way, such as {}",
            left.len(),
            bytes,
            left[0].0
        ));
    }
    Ok(())
}

/// Reads the dictionary of records again; where there is none, looks whether a record needs one,
/// whatever the sample. Tells whether records can be read: where they can't, one line of damage says
/// so for all of them.
fn check_dictionary(
    archive: &Archive,
    segments: &[SegmentReader],
    found: &mut Verified,
) -> Result<bool> {
    // What the archive knows may be older than the file.
    match Records::of(&archive.dir).dictionary() {
        Ok(Some(dictionary)) => {
            found.files += 1;
            found.bytes += dictionary.len() as u64 + records::HASH_BYTES as u64;
            Ok(true)
        }
        Ok(None) if archive.dir.as_os_str().is_empty() => Ok(true),
        Ok(None) => {
            let missing = segments
                .iter()
                .any(|reader| needs_dictionary(archive, reader, 1));
            if missing {
                found
                    .damage
                    .push(format!("records can't be read: {}", records::MISSING));
            }
            Ok(!missing)
        }
        Err(Error::DamagedRecords { reason, .. }) => {
            found
                .damage
                .push(format!("records can't be read: {reason}"));
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Whether one of each `step` records of a segment can't be read without the dictionary. What can't
/// be read at all is told by those who read it.
pub(super) fn needs_dictionary(archive: &Archive, reader: &SegmentReader, step: usize) -> bool {
    let Ok(store) = reader.get_store_reader(BLOCKS) else {
        return false;
    };
    reader.doc_ids_alive().step_by(step).any(|doc| {
        let document = store.get::<TantivyDocument>(doc).ok();
        let value = document
            .as_ref()
            .and_then(|document| document.get_first(archive.fields.record));
        let stored = value.as_ref().and_then(|value| value.as_bytes());
        stored.is_some_and(Records::needs_dictionary)
    })
}

/// One segment, opened.
struct Segment<'a> {
    archive: &'a Archive,
    reader: &'a SegmentReader,
    store: StoreReader,
    id_hash: tantivy::columnar::Column<u64>,
    content_hash: tantivy::columnar::Column<u64>,
}

impl<'a> Segment<'a> {
    fn open(archive: &'a Archive, reader: &'a SegmentReader) -> Result<Segment<'a>> {
        let fields = &archive.fields;
        let columns = reader.fast_fields();
        Ok(Segment {
            archive,
            reader,
            store: reader
                .get_store_reader(BLOCKS)
                .map_err(tantivy::TantivyError::from)?,
            id_hash: columns.u64(fields.name(fields.id_hash))?,
            content_hash: columns.u64(fields.name(fields.content_hash))?,
        })
    }

    /// Looks at every id of the segment, and at every `every`th record, at none where it is none.
    fn check(
        &self,
        found: &mut Verified,
        ids: &mut HashSet<u64>,
        passed: &mut u64,
        every: Option<u64>,
    ) -> Result<()> {
        for doc in self.reader.doc_ids_alive() {
            let Some(id_hash) = self.id_hash.first(doc) else {
                found.damage.push(self.of(doc, "it has no id"));
                continue;
            };
            if !ids.insert(id_hash) {
                found.damage.push(self.of(doc, "its id is there twice"));
            }
            if every.is_some_and(|every| passed.is_multiple_of(every)) {
                found.records_read += 1;
                if let Some(wrong) = self.check_record(doc, id_hash)? {
                    found.damage.push(self.of(doc, &wrong));
                }
            }
            *passed += 1;
        }
        Ok(())
    }

    fn of(&self, doc: DocId, wrong: &str) -> String {
        let segment = self.reader.segment_id().short_uuid_string();
        format!("article {doc} of segment {segment}: {wrong}")
    }

    /// Reads a record again and holds it against the columns and the dictionary.
    fn check_record(&self, doc: DocId, id_hash: u64) -> Result<Option<String>> {
        let fields = &self.archive.fields;
        let document: TantivyDocument = match self.store.get(doc) {
            Ok(document) => document,
            Err(error) => return Ok(Some(format!("its record can't be read: {error}"))),
        };
        let value = document.get_first(fields.record);
        let Some(stored) = value.as_ref().and_then(|v| v.as_bytes()) else {
            return Ok(Some("it has no record".to_owned()));
        };
        let record = match self.archive.records.unpack(stored) {
            Ok(record) => record,
            Err(Error::DamagedRecords { reason, .. }) => return Ok(Some(reason)),
            Err(error) => return Err(error),
        };
        let article = match serde_json::from_str::<Article>(&record) {
            Ok(article) => article,
            Err(error) => return Ok(Some(format!("its record is no article: {error}"))),
        };
        if xxh3_64(article.id.as_bytes()) != id_hash {
            return Ok(Some("its id is not the one that it is known by".to_owned()));
        }
        if stored::content_hash(&record) != self.content_hash.first(doc) {
            return Ok(Some("its record is not what was indexed".to_owned()));
        }
        let term = Term::from_field_text(fields.id, &article.id);
        let inverted = self.reader.inverted_index(fields.id)?;
        let postings = inverted
            .read_postings(&term, IndexRecordOption::Basic)
            .map_err(tantivy::TantivyError::from)?;
        let listed = postings.is_some_and(|mut postings| {
            while postings.doc() < doc && postings.doc() != TERMINATED {
                postings.advance();
            }
            postings.doc() == doc
        });
        Ok((!listed).then(|| "it is not found by its id".to_owned()))
    }
}

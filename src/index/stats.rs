//! What an index holds: articles by source and month, parts found, sizes.

use std::collections::BTreeMap;

use tantivy::SegmentReader;

use super::archive::Archive;
use super::manifest::SEGMENTS;
use crate::article::Article;
use crate::error::{Error, Result};

/// What an index holds.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Stats {
    /// Version of this form.
    pub version: u32,
    /// Articles.
    pub articles: u64,
    /// Articles by language.
    pub languages: BTreeMap<String, u64>,
    /// Articles by source, and in how many of them each part was found.
    pub sources: BTreeMap<String, SourceStats>,
    /// Articles without a source.
    pub without_source: u64,
    /// Articles by month of publication (`2017-11`; `2017` where only the year is known).
    pub months: BTreeMap<String, u64>,
    /// Articles without a publication date.
    pub undated: u64,
    /// In how many articles each part was found.
    pub parts: BTreeMap<String, u64>,
    /// Words in all bodies.
    pub words: u64,
    /// Segments.
    pub segments: Vec<SegmentSize>,
    /// Bytes on disk.
    pub bytes: u64,
    /// Fingerprint of format, schema, analysis and commit.
    pub fingerprint: String,
}

/// One source's articles.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct SourceStats {
    /// Articles.
    pub articles: u64,
    /// In how many of them each part was found.
    pub parts: BTreeMap<String, u64>,
}

/// One segment.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SegmentSize {
    /// Its id.
    pub id: String,
    /// Articles that can be found.
    pub articles: u64,
    /// Articles that were replaced and wait for a merge.
    pub deleted: u64,
}

/// Counts what is in `archive`. Cost: one pass over five columns, about 0.1 s a million articles.
///
/// # Errors
/// [`Error::Engine`] if a segment can't be read.
pub fn stats(archive: &Archive) -> Result<Stats> {
    let searcher = archive.index.reader()?.searcher();
    let mut stats = Stats {
        version: 1,
        fingerprint: archive.fingerprint(),
        bytes: size_of(archive)?,
        ..Stats::default()
    };
    for reader in searcher.segment_readers() {
        count_segment(archive, reader, &mut stats)?;
        stats.segments.push(SegmentSize {
            id: reader.segment_id().short_uuid_string(),
            articles: u64::from(reader.num_docs()),
            deleted: u64::from(reader.num_deleted_docs()),
        });
    }
    Ok(stats)
}

fn count_segment(archive: &Archive, reader: &SegmentReader, stats: &mut Stats) -> Result<()> {
    let fields = &archive.fields;
    let columns = reader.fast_fields();
    let parts = columns.u64(fields.name(fields.parts))?;
    let words = columns.u64(fields.name(fields.words))?;
    let published = columns.i64(fields.name(fields.published))?;
    let precision = columns.u64(fields.name(fields.precision))?;
    let sources = columns.str(fields.name(fields.source))?;
    let languages = columns.str(fields.name(fields.language))?;
    let names: Vec<&str> = Article::part_names().collect();
    // By ordinal first: labels are looked up once a value, not once an article.
    let mut by_source: BTreeMap<Option<u64>, (u64, Vec<u64>)> = BTreeMap::new();
    let mut by_language: BTreeMap<u64, u64> = BTreeMap::new();
    for doc in reader.doc_ids_alive() {
        stats.articles += 1;
        stats.words += words.first(doc).unwrap_or(0);
        let source = sources.as_ref().and_then(|c| c.ords().first(doc));
        let entry = by_source
            .entry(source)
            .or_insert_with(|| (0, vec![0; names.len()]));
        entry.0 += 1;
        let bits = parts.first(doc).unwrap_or(0);
        for (bit, count) in entry.1.iter_mut().enumerate() {
            *count += bits >> bit & 1;
        }
        // The first of a language column's values is the whole tag.
        if let Some(ord) = languages.as_ref().and_then(|c| c.ords().first(doc)) {
            *by_language.entry(ord).or_default() += 1;
        }
        match (published.first(doc), precision.first(doc)) {
            (Some(seconds), precision) => {
                *stats
                    .months
                    .entry(month(seconds, precision.unwrap_or(0)))
                    .or_default() += 1;
            }
            (None, _) => stats.undated += 1,
        }
    }
    let label = |column: &Option<tantivy::columnar::StrColumn>, ord: u64| {
        let mut out = String::new();
        if let Some(column) = column {
            column
                .ord_to_str(ord, &mut out)
                .map_err(tantivy::TantivyError::from)?;
        }
        Ok::<String, Error>(out)
    };
    for (ord, (articles, found)) in by_source {
        let with_names = || names.iter().zip(&found).filter(|(_, n)| **n > 0);
        for (name, n) in with_names() {
            *stats.parts.entry((*name).to_owned()).or_default() += n;
        }
        let Some(ord) = ord else {
            stats.without_source += articles;
            continue;
        };
        let source = stats.sources.entry(label(&sources, ord)?).or_default();
        source.articles += articles;
        for (name, n) in with_names() {
            *source.parts.entry((*name).to_owned()).or_default() += n;
        }
    }
    for (ord, articles) in by_language {
        *stats.languages.entry(label(&languages, ord)?).or_default() += articles;
    }
    Ok(())
}

/// `2017-11`, or `2017` where the precision is only a year.
fn month(seconds: i64, precision: u64) -> String {
    let Ok(at) = jiff::Timestamp::from_second(seconds) else {
        return String::new();
    };
    let date = at.to_zoned(jiff::tz::TimeZone::UTC);
    if precision == 0 {
        format!("{:04}", date.year())
    } else {
        format!("{:04}-{:02}", date.year(), date.month())
    }
}

fn size_of(archive: &Archive) -> Result<u64> {
    if archive.dir.as_os_str().is_empty() {
        return Ok(0);
    }
    let dir = archive.dir.join(SEGMENTS);
    let failed = |e| Error::io("cannot read", &dir, e);
    let mut bytes = 0;
    for entry in fs_err::read_dir(&dir).map_err(failed)? {
        // A merge may remove a file between the listing and the look at it.
        bytes += entry.map_err(failed)?.metadata().map_or(0, |m| m.len());
    }
    Ok(bytes)
}

impl Archive {
    /// Sixteen hex digits that change with format, schema, analysis and content of the index.
    pub fn fingerprint(&self) -> String {
        let m = &self.manifest;
        let text = format!(
            "{} {} {} {}",
            m.format_version, m.schema_hash, m.analysis, m.commit
        );
        format!("{:016x}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()))
    }
}

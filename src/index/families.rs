//! Families of copies in an index: signatures into columns, grouping after a run, and the file
//! that holds the outcome.
//!
//! What a copy is, is decided in `families`. The file is written last and in one step; it names
//! articles by id and content, so a process that dies before it leaves older families, none wrong.

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use tantivy::columnar::Column;
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::archive::Archive;
use super::document::Prepared;
use super::records::Records;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::families::{Corpus, FamilyTable, Known, Member, Shingles, Signature, group};
use crate::schema::Fields;

/// File name of the table of families inside the index folder.
pub(super) const FILE: &str = "families.bin";
/// The same before it is whole.
pub(super) const UNFINISHED: &str = "families.new";

/// Adds the signature of an article's body to its document.
pub(super) fn sign(prepared: &mut Prepared, fields: &Fields, article: &Article) {
    if let Some(signature) = Signature::of(article.body.iter().map(String::as_str)) {
        for number in signature.to_numbers() {
            prepared.document.add_u64(fields.signature, number);
        }
    }
}

impl Archive {
    /// The families as of their last grouping; none if there has been none.
    ///
    /// Cost: reading 20 bytes a member of a family.
    pub fn families(&self) -> Option<Arc<FamilyTable>> {
        if self.dir.as_os_str().is_empty() {
            return self.families.clone();
        }
        let path = self.dir.join(FILE);
        let bytes = match fs_err::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::debug!(%error, "no families");
                return None;
            }
        };
        let table = FamilyTable::from_bytes(&bytes);
        if table.is_none() {
            tracing::warn!(path = %path.display(), "the families are damaged or of another version; the next run makes them anew");
        }
        table.map(Arc::new)
    }
}

/// What is wrong with the file, if it is there.
///
/// # Errors
/// None: what cannot be read is damage.
pub(super) fn check(archive: &Archive) -> Result<Vec<String>> {
    let there = archive.dir.join(FILE).exists();
    Ok(match there && archive.families().is_none() {
        true => vec![format!(
            "{FILE} is damaged or of another version; the next run of index makes it anew"
        )],
        false => Vec::new(),
    })
}

/// Groups the articles of the index as of its last commit, and keeps the outcome. Does nothing
/// where that has been done.
///
/// # Errors
/// `Error::Engine`, `Error::Io`.
pub(super) fn regroup(archive: &mut Archive) -> Result<()> {
    let before = archive.families();
    let commit = archive.index.load_metas()?.opstamp;
    if before.as_ref().is_some_and(|table| table.commit == commit) {
        return Ok(());
    }
    let before = before.unwrap_or_default();
    let searcher = archive.index.reader()?.searcher();
    let articles = Articles::new(searcher, archive)?;
    let (known, old_family) = articles.known(&before);
    let groups = group(&articles, &known)?;
    let table = named(&articles, &before, &old_family, groups, commit);
    tracing::debug!(
        families = table.families.len(),
        members = table.members.len(),
        "grouped"
    );
    if archive.dir.as_os_str().is_empty() {
        archive.families = Some(Arc::new(table));
        return Ok(());
    }
    write(&archive.dir, &table)
}

/// Replaces the file in one step. What a process left that died here is written over: at most one
/// process writes to an index.
fn write(dir: &Path, table: &FamilyTable) -> Result<()> {
    let (path, unfinished) = (dir.join(FILE), dir.join(UNFINISHED));
    let failed = |e| Error::io("cannot write", &unfinished, e);
    let mut file = fs_err::File::create(&unfinished).map_err(failed)?;
    file.write_all(&table.to_bytes())
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    fs_err::rename(&unfinished, &path).map_err(failed)
}

/// All articles of an index, segment by segment, as one row of numbers.
struct Articles {
    fields: Fields,
    records: Arc<Records>,
    searcher: Searcher,
    /// First number of each segment, and one past the last.
    starts: Vec<u32>,
    segments: Vec<Columns>,
    /// Signatures of all articles, where these are not too many; they are read many times.
    signatures: Vec<Option<Signature>>,
}

/// Articles whose signatures are kept in memory, 65 bytes each; of more they are read from disk.
const MOST_IN_MEMORY: u32 = 1 << 20;

struct Columns {
    signature: Column<u64>,
    id_hash: Column<u64>,
    content_hash: Column<u64>,
    published: Column<i64>,
    published_end: Column<i64>,
}

impl Articles {
    fn new(searcher: Searcher, archive: &Archive) -> Result<Articles> {
        let fields = archive.fields;
        let mut segments = Vec::new();
        let mut starts = vec![0];
        for reader in searcher.segment_readers() {
            let fast = reader.fast_fields();
            let number = |field| fast.u64(fields.name(field));
            let date = |field| fast.i64(fields.name(field));
            segments.push(Columns {
                signature: number(fields.signature)?,
                id_hash: number(fields.id_hash)?,
                content_hash: number(fields.content_hash)?,
                published: date(fields.published)?,
                published_end: date(fields.published_end)?,
            });
            let last = starts.last().copied().unwrap_or(0);
            starts.push(last + reader.max_doc());
        }
        let mut articles = Articles {
            fields,
            records: Arc::clone(&archive.records),
            searcher,
            starts,
            segments,
            signatures: Vec::new(),
        };
        if articles.len() <= MOST_IN_MEMORY {
            let all = (0..articles.len()).map(|article| articles.read_signature(article));
            articles.signatures = all.collect();
        }
        Ok(articles)
    }

    fn read_signature(&self, article: u32) -> Option<Signature> {
        let at = self.address(article);
        if !self.is_live(at) {
            return None;
        }
        let column = &self.segments[at.segment_ord as usize].signature;
        Signature::from_numbers(column.values_for_doc(at.doc_id))
    }

    fn address(&self, article: u32) -> DocAddress {
        let segment = self.starts.partition_point(|&start| start <= article) - 1;
        DocAddress::new(segment as u32, article - self.starts[segment])
    }

    fn is_live(&self, at: DocAddress) -> bool {
        !self
            .searcher
            .segment_reader(at.segment_ord)
            .is_deleted(at.doc_id)
    }

    /// What an earlier grouping says of these articles: its families, who needs no comparison, and
    /// the family of each member by its place in the table.
    fn known(&self, before: &FamilyTable) -> (Known, HashMap<u32, u32>) {
        let mut families: Vec<Vec<u32>> = vec![Vec::new(); before.families.len()];
        let mut sizes = vec![0_usize; before.families.len()];
        for member in &before.members {
            sizes[member.family as usize] += 1;
        }
        let grouped: HashSet<&str> = before.segments.iter().map(String::as_str).collect();
        let mut compared = vec![false; self.len() as usize];
        let mut old_family = HashMap::new();
        for (segment, columns) in self.segments.iter().enumerate() {
            let reader = self.searcher.segment_reader(segment as u32);
            let name = reader.segment_id().uuid_string();
            let is_old = grouped.contains(name.as_str());
            for doc in reader.doc_ids_alive() {
                let article = self.starts[segment] + doc;
                compared[article as usize] = is_old;
                let Some(member) = columns.id_hash.first(doc).and_then(|id| before.member(id))
                else {
                    continue;
                };
                if columns.content_hash.first(doc) == Some(member.content_hash) {
                    families[member.family as usize].push(article);
                    old_family.insert(article, member.family);
                }
            }
        }
        // Where a member went, the others may have hung together by it only: they are compared.
        for (family, size) in families.iter_mut().zip(sizes) {
            if family.len() < size {
                for article in family.drain(..) {
                    compared[article as usize] = false;
                }
            }
        }
        (Known { families, compared }, old_family)
    }

    /// Sorts copies by time, see [`crate::families::FamilyTable`]: dated before undated, by the latest moment that
    /// the date may mean, so that a known hour goes before a known day.
    fn time(&self, article: u32) -> (bool, i64, i64, u64) {
        let at = self.address(article);
        let columns = &self.segments[at.segment_ord as usize];
        let published = columns.published.first(at.doc_id);
        let end = columns.published_end.first(at.doc_id);
        (
            published.is_none(),
            end.or(published).unwrap_or(0),
            published.unwrap_or(0),
            columns.id_hash.first(at.doc_id).unwrap_or(0),
        )
    }
}

impl Corpus for Articles {
    fn len(&self) -> u32 {
        self.starts.last().copied().unwrap_or(0)
    }

    fn signature(&self, article: u32) -> Option<Signature> {
        match self.signatures.get(article as usize) {
            Some(signature) => *signature,
            None => self.read_signature(article),
        }
    }

    fn published(&self, article: u32) -> Option<i64> {
        let at = self.address(article);
        self.segments[at.segment_ord as usize]
            .published
            .first(at.doc_id)
    }

    fn shingles(&self, article: u32) -> Result<Shingles> {
        /// Of the record only what is compared.
        #[derive(Deserialize)]
        struct Text {
            #[serde(default)]
            body: Vec<String>,
        }
        let document: TantivyDocument = self.searcher.doc(self.address(article))?;
        let value = document.get_first(self.fields.record);
        let stored = value.as_ref().and_then(|v| v.as_bytes());
        let record = stored.map_or(Ok("{}".to_owned()), |bytes| self.records.unpack(bytes))?;
        let text: Text = serde_json::from_str(&record).unwrap_or(Text { body: Vec::new() });
        Ok(Shingles::of(text.body.iter().map(String::as_str)))
    }
}

/// Groups as families: one that was there keeps its name, the older one where two have become one;
/// a new one is named after its earliest member.
fn named(
    articles: &Articles,
    before: &FamilyTable,
    old_family: &HashMap<u32, u32>,
    groups: Vec<Vec<u32>>,
    commit: u64,
) -> FamilyTable {
    // By old family: the group that goes on with it, which is the one with most of its members.
    let mut heirs: HashMap<u32, (usize, usize)> = HashMap::new();
    for (n, group) in groups.iter().enumerate() {
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for article in group {
            if let Some(&family) = old_family.get(article) {
                *counts.entry(family).or_default() += 1;
            }
        }
        for (family, count) in counts {
            let heir = heirs.entry(family).or_insert((n, count));
            if count > heir.1 {
                *heir = (n, count);
            }
        }
    }
    let mut name_of: Vec<Option<u32>> = vec![None; groups.len()];
    for (family, (n, _)) in heirs {
        let name = name_of[n].get_or_insert(family);
        *name = family.min(*name);
    }
    let mut all: Vec<(Option<u32>, Vec<u32>)> = groups
        .into_iter()
        .zip(name_of)
        .map(|(mut group, name)| {
            group.sort_by_cached_key(|&article| articles.time(article));
            (name, group)
        })
        .collect();
    all.sort_by_cached_key(|(name, group)| {
        let first = articles.time(group[0]);
        (name.unwrap_or(u32::MAX), first)
    });
    let mut table = FamilyTable {
        commit,
        segments: articles
            .searcher
            .segment_readers()
            .iter()
            .map(|reader| reader.segment_id().uuid_string())
            .collect(),
        ..FamilyTable::default()
    };
    table.segments.sort_unstable();
    let old_names = all.iter().filter_map(|(name, _)| *name);
    let mut taken: HashSet<u64> = old_names.map(|n| before.families[n as usize]).collect();
    for (name, group) in all {
        let family = table.families.len() as u32;
        let mut hashes = Vec::with_capacity(group.len());
        for article in group {
            let at = articles.address(article);
            let columns = &articles.segments[at.segment_ord as usize];
            let id_hash = columns.id_hash.first(at.doc_id).unwrap_or(0);
            hashes.push(id_hash);
            table.members.push(Member {
                id_hash,
                content_hash: columns.content_hash.first(at.doc_id).unwrap_or(0),
                family,
            });
        }
        let number = match name {
            Some(old) => before.families[old as usize],
            None => new_name(&hashes, &mut taken),
        };
        table.families.push(number);
    }
    table.members.sort_unstable();
    table.members.dedup_by_key(|member| member.id_hash);
    table
}

/// A number that no other family has: of the earliest member's id, else of the next one's.
fn new_name(hashes: &[u64], taken: &mut HashSet<u64>) -> u64 {
    let short = |hash: u64| hash & ((1 << crate::families::NAME_BITS) - 1);
    let free = hashes
        .iter()
        .map(|&h| short(h))
        .find(|n| !taken.contains(n));
    let mut number = free.unwrap_or_default();
    while !taken.insert(number) {
        number = short(number + 1);
    }
    number
}

//! Families as columns: which article of the index is in which, and one family with its copies.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tantivy::DocAddress;

use super::response::FamilyRef;
use super::searcher::Searcher;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::facets::FacetColumn;
use crate::families::{Difference, FamilyTable, difference, family_name, parse_family_name};
use crate::schema::Fields;

/// Members of families by document, for one state of the index. An article that was changed or
/// deleted since the grouping is in none, and a family with one member left is none.
#[derive(Debug, Default)]
pub(super) struct FamilyColumn {
    /// By family: its name as a number.
    names: Vec<u64>,
    /// By family, and one past the last: its first member.
    starts: Vec<u32>,
    /// Members, by family and then by time; the first of a family is its earliest.
    members: Vec<DocAddress>,
    /// By member: its family.
    family_of: Vec<u32>,
    /// By segment and document: the member, or [`NONE`]. Empty for a segment without one.
    by_doc: Vec<Vec<u32>>,
}

/// No member of a family.
pub(super) const NONE: u32 = u32::MAX;

impl FamilyColumn {
    /// Finds the members of `table` among the articles that `searcher` sees.
    ///
    /// Cost: about 5 nanoseconds an article and 100 a member. Memory: 4 bytes an article.
    pub(super) fn new(
        searcher: &tantivy::Searcher,
        fields: &Fields,
        table: &FamilyTable,
    ) -> Result<FamilyColumn> {
        // What may be a member, so that all others are not looked up.
        let bits = (table.members.len() * 16).next_power_of_two().max(64);
        let place = |hash: u64| (hash as usize) & (bits - 1);
        let mut maybe = vec![0_u64; bits / 64];
        for member in &table.members {
            let at = place(member.id_hash);
            maybe[at / 64] |= 1 << (at % 64);
        }
        // Family, time, where.
        let mut found: Vec<(u32, Time, DocAddress)> = Vec::new();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let fast = reader.fast_fields();
            let id_hash = fast.u64(fields.name(fields.id_hash))?;
            let content_hash = fast.u64(fields.name(fields.content_hash))?;
            let published = fast.i64(fields.name(fields.published))?;
            let published_end = fast.i64(fields.name(fields.published_end))?;
            for doc in 0..reader.max_doc() {
                let Some(hash) = id_hash.first(doc) else {
                    continue;
                };
                let at = place(hash);
                if maybe[at / 64] & 1 << (at % 64) == 0 || reader.is_deleted(doc) {
                    continue;
                }
                let Some(member) = table.member(hash) else {
                    continue;
                };
                if content_hash.first(doc) != Some(member.content_hash) {
                    continue;
                }
                let time = Time::new(published.first(doc), published_end.first(doc), hash);
                found.push((member.family, time, DocAddress::new(segment as u32, doc)));
            }
        }
        found.sort_unstable();
        let mut column = FamilyColumn {
            by_doc: vec![Vec::new(); searcher.segment_readers().len()],
            ..FamilyColumn::default()
        };
        for family in found.chunk_by(|a, b| a.0 == b.0).filter(|f| f.len() > 1) {
            let ordinal = column.names.len() as u32;
            column.names.push(table.families[family[0].0 as usize]);
            column.starts.push(column.members.len() as u32);
            for &(_, _, at) in family {
                let docs = &mut column.by_doc[at.segment_ord as usize];
                if docs.is_empty() {
                    let reader = searcher.segment_reader(at.segment_ord);
                    docs.resize(reader.max_doc() as usize, NONE);
                }
                docs[at.doc_id as usize] = column.members.len() as u32;
                column.members.push(at);
                column.family_of.push(ordinal);
            }
        }
        column.starts.push(column.members.len() as u32);
        Ok(column)
    }

    /// The member that an article is.
    #[inline]
    pub(super) fn member(&self, segment: usize, doc: u32) -> Option<u32> {
        let member = *self.by_doc.get(segment)?.get(doc as usize)?;
        (member != NONE).then_some(member)
    }

    /// By document of a segment: the member that it is, or [`NONE`]. Empty for a segment without one.
    pub(super) fn members_of(&self, segment: usize) -> &[u32] {
        self.by_doc.get(segment).map_or(&[], Vec::as_slice)
    }

    /// The family of a member.
    #[inline]
    pub(super) fn family(&self, member: u32) -> u32 {
        self.family_of[member as usize]
    }

    /// Where a member is.
    pub(super) fn address(&self, member: u32) -> DocAddress {
        self.members[member as usize]
    }

    /// Number of families.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Members of a family, the earliest first.
    pub(super) fn members(&self, family: u32) -> &[DocAddress] {
        let starts = &self.starts[family as usize..family as usize + 2];
        &self.members[starts[0] as usize..starts[1] as usize]
    }

    /// The family of this name.
    fn named(&self, name: u64) -> Option<u32> {
        let place = self.names.iter().position(|&n| n == name);
        place.map(|n| n as u32)
    }
}

/// When an article was published, for the order of copies: dated before undated, by the latest
/// moment that the date may mean, so that a known hour goes before a day of which no more is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Time(bool, i64, i64, u64);

impl Time {
    fn new(published: Option<i64>, end: Option<i64>, id_hash: u64) -> Time {
        let latest = end.or(published).unwrap_or(0);
        Time(published.is_none(), latest, published.unwrap_or(0), id_hash)
    }
}

/// A family and its copies, by time.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Family {
    /// Version of this form.
    pub version: u32,
    /// Its name.
    pub id: String,
    /// Its members.
    pub size: u64,
    /// Outlets among them.
    pub sources: u64,
    /// The copies, the earliest first.
    pub copies: Vec<FamilyCopy>,
}

/// One copy of a story.
#[derive(Debug, Clone, serde::Serialize)]
pub struct FamilyCopy {
    /// The article's id.
    pub id: String,
    /// Publication date, cut to its precision.
    pub published: Option<String>,
    /// The outlet.
    pub source: Option<String>,
    /// Wire agency.
    pub agency: Option<String>,
    /// Headline.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// Words of the body.
    pub words: u64,
    /// Share of the earliest copy's words that stand in this one, from 0 to 1.
    pub share_kept: f64,
    /// How its body differs from the earliest copy's.
    pub difference: Difference,
}

impl Searcher {
    /// Families of copies; none where the index has none. Built when they are first needed.
    pub(super) fn families(&self) -> Result<Option<&FamilyColumn>> {
        if let Some(families) = self.families.get() {
            return Ok(families.as_ref());
        }
        let build = |table| FamilyColumn::new(&self.searcher, self.archive.fields(), table);
        let families = self.archive.families().as_deref().map(build).transpose()?;
        Ok(self.families.get_or_init(|| families).as_ref())
    }

    /// The values of the facet of outlets.
    pub(super) fn source_column(&self) -> Result<Arc<FacetColumn>> {
        self.columns.get(self.archive.fields().source_facet())
    }

    /// The family of this name, or the one of the article with this id; none for an article
    /// without copies. At most `limit` copies are compared and told.
    ///
    /// # Errors
    /// [`Error::NoArticle`] where the id is neither, [`Error::Engine`].
    pub fn family(&self, id: &str, limit: usize) -> Result<Option<Family>> {
        let families = self.families()?;
        let by_name = parse_family_name(id)
            .zip(families)
            .and_then(|(number, families)| families.named(number));
        let family = match by_name {
            Some(family) => Some(family),
            None => {
                let at = self.address(id)?;
                let at = at.ok_or_else(|| Error::NoArticle { id: id.to_owned() })?;
                families.and_then(|families| {
                    let member = families.member(at.segment_ord as usize, at.doc_id)?;
                    Some(families.family(member))
                })
            }
        };
        let (Some(family), Some(families)) = (family, families) else {
            return Ok(None);
        };
        let members = families.members(family);
        let mut articles = members.iter().take(limit).map(|&at| self.article_at(at));
        let Some(first) = articles.next().transpose()? else {
            return Ok(None);
        };
        let mut copies = vec![compared(&first, &first)];
        for article in articles {
            copies.push(compared(&first, &article?));
        }
        let about = self.family_ref(families, family)?;
        Ok(Some(Family {
            version: 1,
            id: about.id,
            size: about.size,
            sources: about.sources,
            copies,
        }))
    }

    /// The family of the article with this id, and the id of its earliest copy; none for an
    /// article without copies.
    ///
    /// # Errors
    /// [`Error::Engine`].
    pub fn family_of(&self, id: &str) -> Result<Option<(FamilyRef, String)>> {
        let (Some(families), Some(at)) = (self.families()?, self.address(id)?) else {
            return Ok(None);
        };
        let Some(member) = families.member(at.segment_ord as usize, at.doc_id) else {
            return Ok(None);
        };
        let family = families.family(member);
        let earliest = self.article_at(families.members(family)[0])?;
        Ok(Some((self.family_ref(families, family)?, earliest.id)))
    }

    /// Ids of the other articles of the family that the article with this id is in.
    pub(super) fn copies(&self, id: &str) -> Result<Vec<String>> {
        let (Some(families), Some(at)) = (self.families()?, self.address(id)?) else {
            return Ok(Vec::new());
        };
        let Some(member) = families.member(at.segment_ord as usize, at.doc_id) else {
            return Ok(Vec::new());
        };
        let members = families.members(families.family(member)).iter();
        let others = members.filter(|other| **other != at);
        others
            .map(|&other| Ok(self.article_at(other)?.id))
            .collect()
    }

    /// The family that an article is in.
    pub(super) fn family_at(&self, at: DocAddress) -> Result<Option<FamilyRef>> {
        let Some(families) = self.families()? else {
            return Ok(None);
        };
        let member = families.member(at.segment_ord as usize, at.doc_id);
        member
            .map(|member| self.family_ref(families, families.family(member)))
            .transpose()
    }

    /// Outlets of some articles.
    fn n_sources(&self, articles: &[DocAddress]) -> Result<u64> {
        let fields = self.archive.fields();
        let mut names: HashSet<Option<String>> = HashSet::new();
        // By segment: its column, and the ordinals whose names have been noted.
        let mut columns = HashMap::new();
        for at in articles {
            let (column, noted) = match columns.entry(at.segment_ord) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => {
                    let reader = self.searcher.segment_reader(at.segment_ord);
                    let column = reader.fast_fields().str(fields.name(fields.source))?;
                    entry.insert((column, HashSet::new()))
                }
            };
            let ord = column.as_ref().and_then(|c| c.term_ords(at.doc_id).next());
            if !noted.insert(ord) {
                continue;
            }
            let mut name = String::new();
            let known = match (column, ord) {
                (Some(column), Some(ord)) => column
                    .ord_to_str(ord, &mut name)
                    .map_err(tantivy::TantivyError::from)?,
                _ => false,
            };
            names.insert(known.then_some(name));
        }
        Ok(names.len() as u64)
    }

    fn family_ref(&self, families: &FamilyColumn, family: u32) -> Result<FamilyRef> {
        let members = families.members(family);
        Ok(FamilyRef {
            id: family_name(families.names[family as usize]),
            size: members.len() as u64,
            sources: self.n_sources(members)?,
        })
    }
}

fn compared(first: &Article, copy: &Article) -> FamilyCopy {
    let difference = difference(&first.body, &copy.body);
    let words = difference.kept + difference.cut;
    FamilyCopy {
        id: copy.id.clone(),
        published: copy.published.map(|p| p.to_string()),
        source: copy.source.clone(),
        agency: copy.agency.clone(),
        title: copy.title.clone(),
        url: copy.url.clone(),
        words: copy.word_count,
        share_kept: difference.kept as f64 / (words.max(1)) as f64,
        difference,
    }
}

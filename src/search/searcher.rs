//! The searcher: holds an opened index and its columns, and answers requests.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Instant;

use jiff::Zoned;
use jiff::tz::TimeZone;
use tantivy::index::SegmentId;
use tantivy::query::{BooleanQuery, Occur, Query as TantivyQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, ReloadPolicy, TERMINATED, Term};

use super::collect::{Found, Pass, SegmentTies, TieColumns};
use super::explain::Reranked;
use super::families::FamilyColumn;
use super::paging::{Place, goes_on, token};
use super::request::{Match, Request};
use super::response::{IndexInfo, QueryInfo, Response, Timing};
use super::zones::ZoneColumns;
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::facets::{Counter, FacetColumn, FacetColumns, FacetCounts, Selection};
use crate::index::{Archive, ArchiveState};
use crate::query::{DateRange, FieldSpec, Stop, date_range, field_specs};
use crate::schema::Fields;

/// A column and the articles that can be found, by its ordinals.
pub(super) type AllCounts = (Arc<FacetColumn>, Arc<Vec<u32>>);

/// Answers requests from one state of an index. Shared freely between threads; a clone shares the index and all
/// columns.
#[derive(Clone)]
pub struct Searcher {
    pub(super) archive: Archive,
    pub(super) searcher: tantivy::Searcher,
    /// The state that it answers from; a newer one at the least where a writer was at work.
    pub(super) state: ArchiveState,
    pub(super) specs: Arc<Vec<FieldSpec>>,
    pub(super) columns: Arc<FacetColumns>,
    pub(super) ties: Arc<OnceLock<TieColumns>>,
    /// Ties of segments that an older state had too.
    pub(super) known_ties: Arc<HashMap<SegmentId, Arc<SegmentTies>>>,
    /// Where body and lead of its articles begin and end, by segment.
    pub(super) zones: Arc<OnceLock<Vec<ZoneColumns>>>,
    /// The time zone of the index.
    pub(super) time_zone: TimeZone,
    pub(super) families: Arc<OnceLock<Option<FamilyColumn>>>,
    /// All articles by ordinal of the columns of timelines that were asked for.
    pub(super) all_counts: Arc<Mutex<Vec<AllCounts>>>,
    /// Analyzers with warm stem caches, one for each thread that asks at a time.
    pub(super) analyzers: Arc<Mutex<Vec<Analyzer>>>,
    /// Whether what it works on is still wanted; never set but within [`Searcher::search_until`].
    pub(super) stop: Stop,
}

impl Searcher {
    /// A searcher over the index as it is now. Columns are built when they are first needed.
    ///
    /// # Errors
    /// [`Error::Engine`] if the segments can't be opened, [`Error::NoIndex`] if they are gone.
    ///
    /// ```
    /// use dateline::index::Archive;
    /// use dateline::search::{Request, Searcher};
    ///
    /// let searcher = Searcher::open(&Archive::in_memory())?;
    /// let response = searcher.search(&Request::new("\"border security\" -sport"))?;
    /// assert_eq!(response.total, 0);
    /// # Ok::<(), dateline::Error>(())
    /// ```
    pub fn open(archive: &Archive) -> Result<Searcher> {
        // Read before the segments are, so that a commit in between is seen as a newer state.
        let state = archive.state()?;
        let reader = archive
            .tantivy()
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(100)
            .try_into()?;
        let searcher: tantivy::Searcher = tantivy::IndexReader::searcher(&reader);
        let time_zone = TimeZone::get(&archive.manifest().time_zone).unwrap_or(TimeZone::UTC);
        Ok(Searcher {
            specs: Arc::new(field_specs()),
            columns: Arc::new(FacetColumns::new(
                searcher.clone(),
                *archive.fields(),
                time_zone.clone(),
            )),
            time_zone,
            zones: Arc::default(),
            ties: Arc::default(),
            known_ties: Arc::default(),
            families: Arc::default(),
            all_counts: Arc::default(),
            analyzers: Arc::default(),
            stop: Stop::never(),
            archive: archive.clone(),
            searcher,
            state,
        })
    }

    /// Answers a request.
    ///
    /// # Errors
    /// [`Error::Query`] for an operator that can't be read, [`Error::Argument`] for an unknown
    /// facet or a page too deep, [`Error::Engine`] if the index can't be read.
    pub fn search(&self, request: &Request) -> Result<Response> {
        let started = Instant::now();
        if request.offset.saturating_add(request.limit) > Request::DEEPEST {
            return Err(Error::Argument {
                message: format!(
                    "hits beyond the first {} can't be reached",
                    Request::DEEPEST
                ),
                help: Some("narrow the query, or sort the other way".into()),
            });
        }
        self.stop.check()?;
        let parsed = self.read(request)?;
        let order = self.order(request.sort)?;
        let place = Place::of(request, Some(&parsed.to_string()), &order)?;
        let mut lowering = self.lowering()?;
        let dates = self.date_bounds(request, &lowering.now)?;
        let long = self.long_of(&parsed, request)?;
        let lowered = self.lowered(&parsed, request, &mut lowering, long.as_ref())?;
        let selections = self.selections(request)?;
        let mut notes = parsed.notes.clone();
        let mut timing = Timing {
            parse: ms(started),
            ..Timing::default()
        };

        let mark = Instant::now();
        let mut lights = lowered.lights;
        let query = with_dates(lowered.query, dates(self.archive.fields()));
        let mut found = self.pass(request, &selections, &*query, &lowered.frequencies)?;
        let mut ran = (query, lowered.frequencies);
        let nothing = found.total == 0;
        if nothing && request.matching == Match::Relaxed {
            let relaxed = self.relax(&parsed, &mut lowering, &selections, request, &dates)?;
            if let Some(relaxed) = relaxed {
                (found, lights, ran) = (relaxed.found, relaxed.lights, relaxed.ran);
                notes.push(relaxed.note);
            }
        } else if let Some(long) = &long {
            let all = self.count_all(&parsed, &mut lowering, &selections, request, &dates)?;
            notes.extend(long.note(all, found.total, &request.query));
        }
        let passed_over = place.as_ref().filter(|place| place.passes_over(&order));
        let second = match passed_over.and_then(|place| place.behind) {
            Some(lowered) => Reranked::behind(lowered, &mut found.best),
            None => self.refine(request, &parsed.ast, ran, &selections, &mut found)?,
        };
        if let (Some(place), None) = (&place, passed_over) {
            place.cut(&mut found.best);
        }
        let more = found.best.len() > request.offset + request.limit;
        found.best.truncate(request.offset + request.limit);
        let before = place.as_ref().map_or(request.offset, |place| place.rank);
        timing.matching = ms(mark) - found.counting.as_secs_f64() * 1e3;
        notes.extend(lowering.take_notes());
        let fingerprint = self.archive.fingerprint();
        notes.extend(place.and_then(|place| place.note(&order, &fingerprint)));
        notes.extend(self.filter_notes(request)?);
        notes.extend(self.collapse_note(request.collapse.as_ref())?);

        self.stop.check()?;
        // Who only counts reads no hints.
        let hints = request.limit > 0;
        let suggestions = match nothing && hints {
            true => self.suggestions(request, &parsed)?,
            false => Vec::new(),
        };
        let diagnosis = match found.total == 0 && hints {
            true => self.diagnosis(request, &parsed, &dates)?,
            false => Vec::new(),
        };
        let mark = Instant::now();
        let timeline = match (
            &request.timeline,
            found.counters.pop_if(|c| c.is_timeline()),
        ) {
            (Some(wanted), Some(counter)) => {
                Some(self.timeline(wanted, counter, &request.query)?)
            }
            _ => None,
        };
        let facets = finish_counts(found.counters, &selections);
        timing.facets = ms(mark) + found.counting.as_secs_f64() * 1e3;

        let page = found.best.get(request.offset..).unwrap_or_default();
        let mark = Instant::now();
        let articles: Vec<Article> = page
            .iter()
            .map(|c| {
                self.stop.check()?;
                self.article_at(c.address)
            })
            .collect::<Result<_>>()?;
        timing.fetch = ms(mark);

        let mark = Instant::now();
        let mut hits = self.hits(request, page, &articles, &lights)?;
        (before + 1..)
            .zip(&mut hits)
            .for_each(|(rank, hit)| hit.rank = rank);
        let last = page.last().filter(|_| more && goes_on(request));
        let next = last.map(|last| {
            let last = (last, before + page.len());
            let parsed = parsed.to_string();
            token(request, &parsed, &order, fingerprint, last, second.lowered)
        });
        for (hit, candidate) in hits.iter_mut().zip(page) {
            hit.collapsed = found.collapsed.remove(&candidate.address);
        }
        self.explain(request, &second, page, &mut hits)?;
        timing.snippets = ms(mark);
        timing.total = ms(started);
        Ok(Response {
            version: 1,
            query: QueryInfo {
                text: request.query.clone(),
                parsed: parsed.to_string(),
                notes,
            },
            total: found.total,
            relation: if found.exact { "exact" } else { "at_least" },
            families: found.stories,
            groups: found.groups,
            hits,
            facets,
            timeline,
            next,
            suggestions,
            diagnosis,
            timing_ms: timing,
            index: self.info(),
        })
    }

    /// The article with this id.
    ///
    /// # Errors
    /// [`Error::NoArticle`], [`Error::Engine`].
    pub fn article(&self, id: &str) -> Result<Article> {
        match self.address(id)? {
            Some(at) => self.article_at(at),
            None => Err(Error::NoArticle { id: id.to_owned() }),
        }
    }

    /// Where the article with this id is.
    pub(super) fn address(&self, id: &str) -> Result<Option<DocAddress>> {
        let field = self.archive.fields().id;
        let term = Term::from_field_text(field, id);
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let inverted = reader.inverted_index(field)?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(tantivy::TantivyError::from)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    return Ok(Some(DocAddress::new(segment as u32, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// Articles that can be found.
    pub fn n_articles(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The index that it answers from.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Which index answers.
    pub fn info(&self) -> IndexInfo {
        IndexInfo {
            articles: self.n_articles(),
            fingerprint: self.archive.fingerprint(),
        }
    }

    pub(super) fn pass(
        &self,
        request: &Request,
        selections: &[Selection],
        query: &dyn TantivyQuery,
        frequencies: &HashMap<Term, u64>,
    ) -> Result<Found> {
        self.stop.check()?;
        let mut counters = Vec::new();
        let mut own_selection = Vec::new();
        for wanted in &request.facets {
            self.stop.check()?;
            let (counter, own) = self.counter(wanted, selections, &self.now())?;
            counters.push(counter);
            own_selection.push(own);
        }
        if let Some(wanted) = &request.timeline {
            counters.push(self.timeline_counter(wanted)?);
            own_selection.push(None);
        }
        let order = self.order(request.sort)?;
        let place = Place::of(request, None, &order)?.filter(|place| place.passes_over(&order));
        let after = place.map(|place| place.candidate);
        let pass = Pass {
            selections,
            own_selection,
            counters,
            ties: self.ties()?,
            order: &order,
            after,
            size: request.reach(),
            exact: request.count,
            frequencies,
            stories: self.stories(request.collapse.as_ref())?,
            fading: self.fading(request)?,
            groups: self.groups(request.collapse.as_ref())?,
            stop: &self.stop,
        };
        pass.run(&self.searcher, query)
    }

    pub(super) fn facet(&self, name: &str) -> Result<crate::schema::Facet> {
        let fields = self.archive.fields();
        fields.facet(name).ok_or_else(|| {
            let names: Vec<&str> = fields.facets().iter().map(|f| f.name).collect();
            Error::Argument {
                message: format!("no facet `{name}`"),
                help: Some(format!("the facets are {}", names.join(", "))),
            }
        })
    }

    pub(super) fn selections(&self, request: &Request) -> Result<Vec<Selection>> {
        type Chosen = (Vec<String>, Vec<String>);
        let mut by_facet: Vec<(crate::schema::Facet, Chosen)> = Vec::new();
        for filter in &request.filters {
            let facet = self.facet(&filter.facet)?;
            match by_facet.iter_mut().find(|(known, _)| *known == facet) {
                Some((_, (values, exclude))) => {
                    values.extend(filter.values.iter().cloned());
                    exclude.extend(filter.exclude.iter().cloned());
                }
                None => by_facet.push((facet, (filter.values.clone(), filter.exclude.clone()))),
            }
        }
        let select = |(facet, (values, exclude)): (crate::schema::Facet, Chosen)| {
            let column = self.columns.get(facet)?;
            Ok(Selection::new(facet.name, column, &values).without(&exclude))
        };
        by_facet.into_iter().map(select).collect()
    }

    /// What `--since` and `--until` ask, as a clause beside the query.
    pub(super) fn date_bounds(
        &self,
        request: &Request,
        now: &Zoned,
    ) -> Result<impl Fn(&Fields) -> Option<Box<dyn TantivyQuery>> + use<>> {
        let read = |text: &Option<String>, name: &str, sign: &str| match text {
            None => Ok(None),
            Some(text) => match format!("{sign}{text}").parse::<DateRange>() {
                Ok(range) => Ok(Some(range.resolve(now))),
                Err(error) => Err(Error::Argument {
                    message: format!("{name}: {error}"),
                    help: Some("dates are written 2017, 2017-11, 2017-11-19, -30d".into()),
                }),
            },
        };
        let from = read(&request.since, "--since", ">=")?.and_then(|(from, _)| from);
        let to = read(&request.until, "--until", "<=")?.and_then(|(_, to)| to);
        Ok(move |fields: &Fields| {
            (from.is_some() || to.is_some()).then(|| date_range(fields, fields.published, from, to))
        })
    }

    pub(super) fn ties(&self) -> Result<&TieColumns> {
        if let Some(ties) = self.ties.get() {
            return Ok(ties);
        }
        let fields = self.archive.fields();
        let mut segments = Vec::new();
        for reader in self.searcher.segment_readers() {
            if let Some(known) = self.known_ties.get(&reader.segment_id()) {
                segments.push(known.clone());
                continue;
            }
            let published = reader.fast_fields().i64(fields.name(fields.published))?;
            let id_hash = reader.fast_fields().u64(fields.name(fields.id_hash))?;
            let docs = || 0..reader.max_doc();
            segments.push(Arc::new(SegmentTies {
                published: docs()
                    .map(|d| published.first(d).unwrap_or(i64::MIN))
                    .collect(),
                id_hash: docs().map(|d| id_hash.first(d).unwrap_or(0)).collect(),
            }));
        }
        Ok(self.ties.get_or_init(|| TieColumns { segments }))
    }
}

impl std::fmt::Debug for Searcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Searcher({}, {} articles)",
            self.archive.dir().display(),
            self.n_articles()
        )
    }
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

pub(super) fn with_dates(
    query: Box<dyn TantivyQuery>,
    dates: Option<Box<dyn TantivyQuery>>,
) -> Box<dyn TantivyQuery> {
    match dates {
        None => query,
        Some(dates) => Box::new(BooleanQuery::new(vec![
            (Occur::Must, query),
            (Occur::Must, dates),
        ])),
    }
}

fn finish_counts(
    counters: Vec<Counter>,
    selections: &[Selection],
) -> BTreeMap<String, FacetCounts> {
    let finish = |counter: Counter| {
        let own = selections.iter().find(|s| s.facet == counter.facet);
        (counter.key().to_owned(), counter.finish(own))
    };
    counters.into_iter().map(finish).collect()
}

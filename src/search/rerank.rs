//! The second pass: the best few hundred articles of the first one, ordered by more than the
//! frequencies of their words. What is looked at is in `features`; here it is read and summed.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, Term};

use super::collect::{Candidate, Found};
use super::explain::Reranked;
use super::features::{self, Damping, MOST_WORDS, Values, Word, Zones};
use super::matching::Ran;
use super::recency::Fading;
use super::request::{Request, Sort};
use super::response::Hit;
use super::searcher::Searcher;
use super::zones::ZoneColumns;
use crate::analysis::Analyzer;
use crate::analysis::positions::word_of;
use crate::article::segment::Words;
use crate::error::{Error, Result};
use crate::facets::Selection;
use crate::query::{Ast, Paced, PhrasePart};

/// How hits are ranked by relevance. Weights are shares of a word's inverse document frequency;
/// 0 switches a part off. The defaults are rounded from tuning that left one collection out at a
/// time (`cargo bench --bench ranking -- tune`) on five small collections; what those did not agree
/// on is 0. A saturation and a length of 0.9 and 0.4, usual for news, scored less on four of them.
#[derive(Debug, Clone, PartialEq)]
pub struct RankingOptions {
    /// Hits of the first pass that the second one orders anew; 0 leaves the first pass' order. It
    /// does not depend on the page, so that pages do not overlap.
    pub window: usize,
    /// BM25's saturation in the second pass (Robertson and Zaragoza, The probabilistic relevance
    /// framework, 2009).
    pub k1: f32,
    /// BM25's weight of length in the second pass, from 0 to 1.
    pub b: f32,
    /// Neighbours in the query that are neighbours in the article, in order.
    pub ordered: f32,
    /// Neighbours in the query that stand within 8 words.
    pub near: f32,
    /// Closeness of any words of the query.
    pub closeness: f32,
    /// Words in headline or standfirst.
    pub headline: f32,
    /// Words in the lead.
    pub lead: f32,
    /// All words as one phrase.
    pub phrase: f32,
    /// Words that are there at all: coordination.
    pub coverage: f32,
}

impl Default for RankingOptions {
    fn default() -> RankingOptions {
        RankingOptions {
            window: 100,
            k1: 2.0,
            b: 0.75,
            ordered: 0.8,
            near: 0.0,
            closeness: 0.2,
            headline: 0.8,
            lead: 0.0,
            phrase: 0.0,
            coverage: 0.0,
        }
    }
}

impl RankingOptions {
    /// The first pass alone.
    pub fn first_pass_only() -> RankingOptions {
        RankingOptions {
            window: 0,
            ..RankingOptions::default()
        }
    }

    /// Name, weight and value of each part of the second pass.
    pub(super) fn parts(&self, correction: f32, v: &Values) -> [(&'static str, f32, f32); 8] {
        [
            ("length", 1.0, correction),
            ("ordered", self.ordered, v.ordered),
            ("near", self.near, v.near),
            ("closeness", self.closeness, v.closeness),
            ("headline", self.headline, v.headline),
            ("lead", self.lead, v.lead),
            ("phrase", self.phrase, v.phrase),
            ("coverage", self.coverage, v.coverage),
        ]
    }
}

/// The constants that Tantivy's BM25 has.
const FIRST_K1: f32 = 1.2;
const FIRST_B: f32 = 0.75;

/// A word of the query in terms of the dictionary.
#[derive(Debug, Clone)]
struct Unit {
    /// By place: the terms that may stand there.
    places: Vec<Vec<Term>>,
    /// Weight in the query.
    boost: f32,
    idf: f32,
    /// Whether the first pass scored it as plain terms.
    plain: bool,
}

/// A unit's postings in one segment.
struct Opened {
    /// By place.
    places: Vec<Vec<SegmentPostings>>,
}

/// What the second pass knows of a hit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Second {
    /// The difference between BM25 with the constants of both passes.
    pub(super) correction: f32,
    pub(super) values: Values,
}

impl Searcher {
    /// What comes after the first pass: feedback where it is asked for, then the second pass.
    pub(super) fn refine(
        &self,
        request: &Request,
        ast: &Ast,
        ran: Ran,
        selections: &[Selection],
        found: &mut Found,
    ) -> Result<Reranked> {
        if request.sort != Sort::Relevance || found.best.is_empty() {
            return Ok(Reranked::default());
        }
        let units = self.units(ast)?;
        let mut second = self.rerank(&units, request, &mut found.best)?;
        let Some(feedback) = &request.feedback else {
            return Ok(second);
        };
        let (query, frequencies) = ran;
        if let Some(wider) = self.expanded(feedback, query, units.len(), &found.best)? {
            *found = self.pass(request, selections, &*wider, &frequencies)?;
            second = self.rerank(&units, request, &mut found.best)?;
        }
        Ok(second)
    }

    /// Orders the first hits anew, by the sum of their score and what the second pass adds. Those
    /// behind the window keep their order, and scores that are lower than any within it.
    fn rerank(
        &self,
        units: &[Unit],
        request: &Request,
        best: &mut [Candidate],
    ) -> Result<Reranked> {
        let options = &request.ranking;
        let window = options.window.min(best.len());
        let mut out = Reranked::default();
        if window == 0 || units.is_empty() {
            return Ok(out);
        }
        let fading = self.fading(request)?;
        let (within, behind) = best.split_at_mut(window);
        let seconds = self.seconds(units, options, within)?;
        let last = within.last().map_or(0.0, |c| c.score);
        for (candidate, second) in within.iter_mut().zip(seconds) {
            let factor = fading.map_or(1.0, |f| f.factor(candidate.published));
            let parts = options.parts(second.correction, &second.values);
            let more: f32 = parts.iter().map(|(_, weight, value)| weight * value).sum();
            if request.explain {
                let base = candidate.score / factor;
                out.within.insert(candidate.address, (base, second));
            }
            candidate.score += more * factor;
        }
        within.sort_unstable();
        let least = within.last().map_or(0.0, |c| c.score);
        out.lowered = (last - least).max(0.0);
        behind.iter_mut().for_each(|c| c.score -= out.lowered);
        Ok(out)
    }

    /// What age does to scores, if that is asked for.
    pub(super) fn fading(&self, request: &Request) -> Result<Option<Fading>> {
        let Some(recency) = &request.recency else {
            return Ok(None);
        };
        let now = match recency.now {
            Some(now) => now,
            None => self.newest()?,
        };
        Ok(Some(Fading {
            now,
            half_life_days: recency.half_life_days.max(f64::MIN_POSITIVE),
            floor: recency.floor.clamp(f32::MIN_POSITIVE, 1.0),
        }))
    }

    /// The newest date of an article that can be found.
    fn newest(&self) -> Result<i64> {
        let segments = self.ties()?.segments.iter();
        let dates = segments
            .zip(self.searcher.segment_readers())
            .flat_map(|(ties, reader)| {
                reader
                    .doc_ids_alive()
                    .map(|doc| ties.published[doc as usize])
            });
        Ok(dates.max().unwrap_or(i64::MIN))
    }

    /// Gives each hit the parts of its score, if that is asked for.
    pub(super) fn explain(
        &self,
        request: &Request,
        second: &Reranked,
        page: &[Candidate],
        hits: &mut [Hit],
    ) -> Result<()> {
        if !request.explain || request.sort != Sort::Relevance {
            return Ok(());
        }
        let fading = self.fading(request)?;
        for (hit, candidate) in hits.iter_mut().zip(page) {
            let factor = fading.map_or(1.0, |f| f.factor(candidate.published));
            hit.explanation = Some(second.explain(&request.ranking, candidate, factor));
        }
        Ok(())
    }

    /// The words of a query that stand for themselves: not negated, in the default text.
    fn units(&self, ast: &Ast) -> Result<Vec<Unit>> {
        let mut found = Vec::new();
        gather(ast, 1.0, &mut found);
        let unit = |analyzer: &mut Analyzer| {
            let units = found
                .iter()
                .map(|(text, boost, plain)| self.unit(text, *boost, *plain, analyzer));
            units.collect::<Result<Vec<Unit>>>()
        };
        let mut units: Vec<Unit> = Vec::new();
        for unit in self.with_analyzer(unit)? {
            match units.iter_mut().find(|u| u.places == unit.places) {
                Some(known) => known.boost += unit.boost,
                None if unit.places.is_empty() => {}
                None => units.push(unit),
            }
        }
        if units.len() > MOST_WORDS {
            let mut idfs: Vec<f32> = units.iter().map(|u| u.idf).collect();
            idfs.sort_by(|a, b| b.total_cmp(a));
            let least = idfs[MOST_WORDS];
            units.retain(|u| u.idf > least);
        }
        Ok(units)
    }

    /// Whether a word of the default text is in so many articles that it tells little: in more
    /// than one of `share`, and in more than ten.
    pub(super) fn is_common(&self, share: u64, ast: &Ast) -> Result<bool> {
        let articles = self.searcher.total_num_docs()?;
        let least = features::idf((articles / share).max(10), articles);
        let units = self.units(ast)?;
        Ok(articles > 10 && matches!(units.as_slice(), [unit] if unit.idf < least))
    }

    fn unit(&self, text: &str, boost: f32, plain: bool, analyzer: &mut Analyzer) -> Result<Unit> {
        let field = self.archive.fields().text;
        let articles = self.searcher.total_num_docs()?;
        let mut places: Vec<Vec<Term>> = Vec::new();
        let mut idf: f32 = 0.0;
        let languages = self.archive.manifest().languages_by_size();
        for (from, to) in Words::new(text) {
            let mut terms: Vec<(Term, u64)> = Vec::new();
            for language in languages.iter().copied().chain([""]) {
                analyzer.set_language(language);
                let term = Term::from_field_text(field, analyzer.word(&text[from..to]).term());
                if terms.iter().all(|(t, _)| *t != term) {
                    let frequency = self.searcher.doc_freq(&term)?;
                    terms.push((term, frequency));
                }
            }
            // As in lowering: forms share their frequency, those that are nowhere do not count.
            let frequency: u64 = terms.iter().map(|(_, n)| n).sum();
            idf = idf.max(features::idf(frequency.min(articles), articles));
            terms.retain(|(_, n)| *n > 0);
            places.push(terms.into_iter().map(|(t, _)| t).collect());
        }
        Ok(Unit {
            plain: plain && places.len() == 1,
            places,
            boost,
            idf,
        })
    }

    fn seconds(
        &self,
        units: &[Unit],
        options: &RankingOptions,
        window: &[Candidate],
    ) -> Result<Vec<Second>> {
        let words: Vec<Word> = units
            .iter()
            .map(|u| Word {
                idf: u.idf * u.boost,
                places: u.places.len() as u32,
            })
            .collect();
        let field = self.archive.fields().text;
        let articles = self.searcher.total_num_docs()?.max(1);
        let average = self.searcher.total_num_tokens(field)? as f32 / articles as f32;
        let mut order: Vec<usize> = (0..window.len()).collect();
        order.sort_unstable_by_key(|&n| window[n].address);
        let empty = Second {
            correction: 0.0,
            values: Values::default(),
        };
        let mut out = vec![empty; window.len()];
        let mut positions: Vec<Vec<u32>> = vec![Vec::new(); units.len()];
        let (mut raw, mut scratch) = (Vec::new(), Vec::new());
        let mut paced = Paced::new(&self.stop);
        for of_segment in
            order.chunk_by(|&a, &b| window[a].address.segment_ord == window[b].address.segment_ord)
        {
            let segment = window[of_segment[0]].address.segment_ord;
            let mut article = Articles::open(self, segment, units)?;
            for &n in of_segment {
                if paced.ends(64) {
                    return Err(Error::Stopped);
                }
                let doc = window[n].address.doc_id;
                let length = article.norms.fieldnorm(doc) as f32;
                let own = Damping::new(options.k1, options.b, length, average);
                let first = Damping::new(FIRST_K1, FIRST_B, length, average);
                let mut correction = 0.0;
                for ((unit, opened), at) in units.iter().zip(&mut article.units).zip(&mut positions)
                {
                    let (theirs, all) = opened.read(doc, first, at, &mut raw);
                    if unit.plain && all > 0 {
                        correction += unit.idf * unit.boost * (own.of(all as f32) - theirs);
                    }
                }
                let zones = article.zones(doc);
                let values = features::values(&words, &positions, zones, own, &mut scratch);
                out[n] = Second { correction, values };
            }
        }
        Ok(out)
    }
}

/// What is read of the articles of one segment.
struct Articles {
    units: Vec<Opened>,
    norms: FieldNormReader,
    zones: ZoneColumns,
}

impl Articles {
    fn open(searcher: &Searcher, segment: u32, units: &[Unit]) -> Result<Articles> {
        let fields = searcher.archive.fields();
        let reader = searcher.searcher.segment_reader(segment);
        let norms = reader.fieldnorms_readers().get_field(fields.text)?;
        Ok(Articles {
            units: units
                .iter()
                .map(|unit| Opened::new(unit, reader, fields.text))
                .collect::<Result<_>>()?,
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
            zones: searcher.zone_columns()?[segment as usize].clone(),
        })
    }

    fn zones(&self, doc: DocId) -> Zones {
        let (body_start, lead_end) = self.zones.of(doc);
        Zones {
            body_start,
            lead_end,
        }
    }
}

impl Opened {
    fn new(unit: &Unit, reader: &SegmentReader, field: Field) -> Result<Opened> {
        let inverted = reader.inverted_index(field)?;
        let mut places = Vec::with_capacity(unit.places.len());
        for terms in &unit.places {
            let mut alternatives = Vec::with_capacity(terms.len());
            for term in terms {
                let option = IndexRecordOption::WithFreqsAndPositions;
                let postings = inverted.read_postings(term, option);
                alternatives.extend(postings.map_err(tantivy::TantivyError::from)?);
            }
            places.push(alternatives);
        }
        Ok(Opened { places })
    }

    /// Reads where the unit stands in `doc`, by its first place. Returns the sum of the damped
    /// frequencies of its forms, and the sum of the frequencies.
    fn read(
        &mut self,
        doc: DocId,
        damping: Damping,
        at: &mut Vec<u32>,
        raw: &mut Vec<u32>,
    ) -> (f32, u32) {
        at.clear();
        let (mut damped, mut all) = (0.0, 0);
        for (place, forms) in self.places.iter_mut().enumerate() {
            raw.clear();
            let several = forms.len() > 1;
            for postings in forms {
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() != doc {
                    continue;
                }
                let frequency = postings.term_freq();
                damped += damping.of(frequency as f32);
                all += frequency;
                postings.append_positions_with_offset(0, raw);
            }
            raw.iter_mut().for_each(|p| *p = word_of(*p));
            if several {
                raw.sort_unstable();
            }
            // A word of a weighty zone stands in the postings several times.
            raw.dedup();
            if place == 0 {
                at.extend_from_slice(raw);
            } else {
                at.retain(|p| raw.binary_search(&(p + place as u32)).is_ok());
            }
            if at.is_empty() {
                break;
            }
        }
        (damped, all)
    }
}

/// Text, weight, and whether the first pass scores it as plain terms.
type Asked = (String, f32, bool);

/// The words and exact phrases of a query, in its order.
fn gather(ast: &Ast, boost: f32, out: &mut Vec<Asked>) {
    match ast {
        Ast::Word {
            text, field: None, ..
        } => out.push((text.clone(), boost, true)),
        Ast::Phrase {
            parts,
            slop: 0,
            field: None,
            ..
        } => {
            let words = parts.iter().map(|part| match part {
                PhrasePart::Word(text) => Some(text.as_str()),
                _ => None,
            });
            if let Some(words) = words.collect::<Option<Vec<&str>>>() {
                out.push((words.join(" "), boost, false));
            }
        }
        Ast::And { clauses, .. } | Ast::Or(clauses) => {
            clauses.iter().for_each(|clause| gather(clause, boost, out));
        }
        Ast::Must(inner) => gather(inner, boost, out),
        Ast::Boost(inner, factor) => gather(inner, boost * factor, out),
        _ => {}
    }
}

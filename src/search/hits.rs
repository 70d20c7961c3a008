//! The hits of a page: their records, what is lit in them, their fragments.

use tantivy::query::EnableScoring;
use tantivy::{DocAddress, DocSet, TantivyDocument};

use super::collect::Candidate;
use super::request::{Request, Sort};
use super::response::Hit;
use super::searcher::Searcher;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::query::Lights;
use crate::snippet::Lighter;

impl Searcher {
    pub(super) fn article_at(&self, address: DocAddress) -> Result<Article> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let record = self.archive.record(&document)?;
        serde_json::from_str(&record).map_err(|e| Error::DamagedManifest {
            dir: self.archive.dir().to_owned(),
            reason: format!("the record of an article can't be read: {e}"),
        })
    }

    /// Which conditions of the lights an article fulfils.
    pub(super) fn met(&self, lights: &Lights, at: DocAddress) -> Result<Vec<bool>> {
        let reader = self.searcher.segment_reader(at.segment_ord);
        let scoring = || EnableScoring::disabled_from_searcher(&self.searcher);
        let mut met = Vec::with_capacity(lights.conditions.len());
        for condition in &lights.conditions {
            let mut docs = condition.weight(scoring())?.scorer(reader, 1.0)?;
            met.push(
                docs.doc() == at.doc_id
                    || (docs.doc() < at.doc_id && docs.seek(at.doc_id) == at.doc_id),
            );
        }
        Ok(met)
    }

    pub(super) fn hits(
        &self,
        request: &Request,
        page: &[Candidate],
        articles: &[Article],
        lights: &Lights,
    ) -> Result<Vec<Hit>> {
        let analyzer = self.analyzers.lock().ok().and_then(|mut pool| pool.pop());
        let mut lighter = Lighter::new(self.archive.fields(), lights, analyzer.unwrap_or_default());
        let mut hits = Vec::with_capacity(page.len());
        for (place, (candidate, article)) in page.iter().zip(articles).enumerate() {
            self.stop.check()?;
            let mut hit = hit(request.offset + place + 1, candidate.score, article);
            if request.sort != Sort::Relevance {
                hit.score = 0.0;
            }
            hit.family = self.family_at(candidate.address)?;
            let met = self.met(lights, candidate.address)?;
            match request.snippets {
                Some(wanted) => {
                    lighter.begin(article, &met);
                    hit.snippets = lighter.snippets(wanted.fragments, wanted.characters);
                }
                None => lighter.begin_title(article, &met),
            }
            hit.title_highlights = lighter.title();
            hits.push(hit);
        }
        if let Ok(mut pool) = self.analyzers.lock() {
            pool.push(lighter.into_analyzer());
        }
        Ok(hits)
    }
}

/// A hit without what was lit.
fn hit(rank: usize, score: f32, article: &Article) -> Hit {
    let dateline = article.dateline.as_ref().map(|d| d.place.clone());
    Hit {
        rank,
        id: article.id.clone(),
        score,
        title: article.title.clone(),
        source: article.source.clone(),
        url: article.url.clone(),
        published: article.published.map(|p| p.to_string()),
        precision: article.published.map(|p| p.precision().name().to_owned()),
        place: dateline
            .filter(|p| !p.is_empty())
            .or_else(|| article.places.first().cloned()),
        agency: article.agency.clone(),
        authors: article.authors.clone(),
        section: article.section.first().cloned(),
        language: article.language.clone(),
        family: None,
        collapsed: None,
        title_highlights: Vec::new(),
        snippets: Vec::new(),
        explanation: None,
    }
}

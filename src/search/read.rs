//! One article to be read: the whole record, and everything in it that a request lights.

use tantivy::query::{EnableScoring, Query as TantivyQuery};
use tantivy::{DocAddress, DocSet};

use super::request::{Match, Request};
use super::response::FamilyRef;
use super::searcher::Searcher;
use crate::analysis::Piece;
use crate::article::Article;
use crate::error::{Error, Result};
use crate::query::{Ast, Lights, Lowering, Query};
use crate::snippet::Lighter;

/// An article with what a request lights in it.
#[derive(Debug, Clone)]
pub struct ReadArticle {
    /// The article.
    pub article: Article,
    /// What matched: which part of the article, and a half-open range of bytes of that part's text,
    /// together by part and ascending inside it, apart from each other. Empty where the article does
    /// not match the request.
    pub lit: Vec<(Piece, usize, usize)>,
    /// The copies that it belongs to.
    pub family: Option<FamilyRef>,
}

impl Searcher {
    /// Reads an article, and finds in all of it what snippets light in parts of it. Of the request the
    /// query, the saved queries and how many words must match count; filters and dates do not.
    ///
    /// Cost: the query is read and lowered once more, then one document's record and postings; a
    /// millisecond for an article of usual length.
    ///
    /// # Errors
    /// [`Error::NoArticle`], and those of [`Searcher::search`] for the query.
    pub fn read_article(&self, request: &Request, id: &str) -> Result<ReadArticle> {
        let missing = || Error::NoArticle { id: id.to_owned() };
        let at = self.address(id)?.ok_or_else(missing)?;
        let article = self.article_at(at)?;
        let parsed = self.read(request)?;
        let lights = self.lights_at(&parsed, request, at)?;
        let lit = match &lights {
            Some(lights) => {
                let analyzer = self.analyzers.lock().ok().and_then(|mut pool| pool.pop());
                let analyzer = analyzer.unwrap_or_default();
                let mut lighter = Lighter::new(self.archive.fields(), lights, analyzer);
                lighter.begin(&article, &self.met(lights, at)?);
                let lit = lighter.all();
                if let Ok(mut pool) = self.analyzers.lock() {
                    pool.push(lighter.into_analyzer());
                }
                lit
            }
            None => Vec::new(),
        };
        let family = self.family_at(at)?;
        Ok(ReadArticle {
            article,
            lit,
            family,
        })
    }

    /// The lights of the query as it finds this article: with all words, else with the most of those
    /// that may be missing; none where it does not.
    fn lights_at(
        &self,
        parsed: &Query,
        request: &Request,
        at: DocAddress,
    ) -> Result<Option<Lights>> {
        let mut lowering: Lowering<'_> = self.lowering()?;
        let lowered = self.lowered_for(parsed, request, &mut lowering)?;
        if self.finds(&*lowered.query, at)? {
            return Ok(Some(lowered.lights));
        }
        let Some(relaxable) = parsed.ast.relaxable() else {
            return Ok(None);
        };
        if request.matching != Match::Relaxed {
            return Ok(None);
        }
        // Where something must be there, it may be there alone.
        let mut required = relaxable.required.iter();
        let held = required.any(|clause| matches!(clause, Ast::Must(_)));
        for least in (usize::from(!held)..relaxable.optional.len()).rev() {
            let lowered =
                lowering.lower_at_least(&relaxable.optional, &relaxable.required, least)?;
            if self.finds(&*lowered.query, at)? {
                return Ok(Some(lowered.lights));
            }
        }
        Ok(None)
    }

    /// Whether a query finds one article.
    fn finds(&self, query: &dyn TantivyQuery, at: DocAddress) -> Result<bool> {
        let reader = self.searcher.segment_reader(at.segment_ord);
        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
        let mut docs = query.weight(scoring)?.scorer(reader, 1.0)?;
        Ok(
            docs.doc() == at.doc_id
                || (docs.doc() < at.doc_id && docs.seek(at.doc_id) == at.doc_id),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{IndexOptions, Progress, WriteAccess, index_sources};
    use crate::ingest::walk;

    fn sample() -> Searcher {
        let (files, _) = walk(&["corpus/sample".into(), "corpus/languages".into()]);
        let mut access = WriteAccess::in_memory();
        let options = IndexOptions {
            threads: 1,
            ..IndexOptions::default()
        };
        let progress = Progress::default();
        index_sources(&mut access, &files, &options, &progress, &mut |_, _| Ok(())).unwrap();
        Searcher::open(access.archive()).unwrap()
    }

    #[test]
    fn everything_that_a_snippet_lights_is_lit_in_the_article() {
        let searcher = sample();
        let mut lit = 0;
        for query in [
            "ferry \"coast guard\"",
            "ferry NEAR/5 kotka",
            "elect*",
            "title:ferry",
            "ferry zzzz",
            "said:pyjamas",
            "harbour ferry council vote budget",
            "ferry w/s passengers",
            "caption:*",
            "選挙",
        ] {
            let request = Request::new(query);
            let response = searcher.search(&request).unwrap();
            for hit in &response.hits {
                let read = searcher.read_article(&request, &hit.id).unwrap();
                let body = read.article.body.join("\n");
                let words = |piece: &dyn Fn(Piece) -> Option<&'static str>| {
                    let own = read.lit.iter().filter_map(|&(p, start, end)| {
                        piece(p)?;
                        let text = match p {
                            Piece::Body(n) => &read.article.body[n],
                            Piece::Title => &read.article.title,
                            Piece::Caption(n) => &read.article.captions[n].text,
                            _ => return None,
                        };
                        Some(text[start..end].to_owned())
                    });
                    own.collect::<Vec<String>>()
                };
                let title = words(&|p| (p == Piece::Title).then_some("title"));
                let shown: Vec<char> = hit.title.chars().collect();
                let wanted = hit.title_highlights.iter();
                let wanted: Vec<String> =
                    wanted.map(|&(a, b)| shown[a..b].iter().collect()).collect();
                assert_eq!(title, wanted, "{query} {}", hit.id);
                let all = words(&|_| Some("any"));
                for snippet in &hit.snippets {
                    for &(start, end) in &snippet.highlight_bytes {
                        let word = &snippet.text[start..end];
                        lit += 1;
                        let known = all.iter().any(|w| w.contains(word) || word.contains(&**w));
                        assert!(known, "{query} {}: {word} of {body}", hit.id);
                    }
                }
            }
        }
        assert!(lit > 50, "{lit} lights were compared");
    }

    #[test]
    fn headlines_are_lit_alike_with_and_without_snippets() {
        let searcher = sample();
        let mut lit = 0;
        for query in [
            "ferry",
            "ferry council",
            "ferry OR harbour OR vote",
            "\"ferry service\" OR council",
            "(ferry AND zzzz) OR council",
            "(ferry AND passengers) OR council",
            "council NOT ferry",
            "ferry NEAR/300 council",
            "\"ferry council\"~200",
            "elect* OR f*",
            "headlead:ferry",
            "lead:ferry OR title:council",
            "atleast2(ferry)",
            "ferry w/p council",
        ] {
            let mut request = Request::new(query);
            request.limit = 100;
            let with = searcher.search(&request).unwrap();
            request.snippets = None;
            let without = searcher.search(&request).unwrap();
            let titles = |response: &crate::search::Response| {
                let hits = response.hits.iter();
                let titles = hits.map(|h| (h.id.clone(), h.title_highlights.clone()));
                titles.collect::<Vec<_>>()
            };
            assert_eq!(titles(&with), titles(&without), "{query}");
            let own = with.hits.iter().map(|h| h.title_highlights.len());
            lit += own.sum::<usize>();
        }
        assert!(lit > 50, "{lit} lights were compared");
    }

    #[test]
    fn an_article_that_does_not_match_is_read_without_lights() {
        let searcher = sample();
        let hit = searcher
            .search(&Request::new("ferry"))
            .unwrap()
            .hits
            .remove(0);
        let read = searcher
            .read_article(&Request::new("-ferry title:zzzz"), &hit.id)
            .unwrap();
        assert_eq!((read.article.id, read.lit), (hit.id, Vec::new()));
        let missing = searcher.read_article(&Request::new("ferry"), "not there");
        assert!(matches!(missing, Err(Error::NoArticle { .. })));
    }
}

//! Where a query's words and phrases stand in one article: its words at the positions that they have in the index,
//! and over them the same algebra of spans that matched.

use std::rc::Rc;

use super::choose::{self, Lit};
use super::ground::{Laid, Slots};
use super::{Snippet, to_characters};
use crate::analysis::{Analyzer, Piece};
use crate::article::Article;
use crate::query::{Lights, SpanMatch, Trail, span_matches};
use crate::schema::Fields;

/// Lights one article after another. Holds an analyzer, so that stems stay cached.
pub struct Lighter<'a> {
    lights: &'a Lights,
    slots: Slots<'a>,
    analyzer: Analyzer,
    article: Option<&'a Article>,
    /// What is lit in the current article.
    lit: Vec<Stretch>,
}

/// One lit stretch of a part, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    piece: Piece,
    start: usize,
    end: usize,
    /// Which word or phrase of the query.
    leaf: usize,
}

/// The leaves that make a match, as a tree that shares its branches.
#[derive(Clone)]
enum Leaves {
    Leaf(usize, u32, u32),
    Both(Rc<(Leaves, Leaves)>),
}

impl Trail for Leaves {
    fn leaf(leaf: usize, start: u32, end: u32) -> Leaves {
        Leaves::Leaf(leaf, start, end)
    }

    fn join(&self, other: &Leaves) -> Leaves {
        Leaves::Both(Rc::new((self.clone(), other.clone())))
    }
}

impl Leaves {
    /// Every leaf in it, each branch once.
    fn each(&self, seen: &mut Vec<*const (Leaves, Leaves)>, out: &mut Vec<(usize, u32, u32)>) {
        let mut stack = vec![self];
        while let Some(next) = stack.pop() {
            match next {
                Leaves::Leaf(leaf, start, end) => out.push((*leaf, *start, *end)),
                Leaves::Both(both) => {
                    let at = Rc::as_ptr(both);
                    if let Err(place) = seen.binary_search(&at) {
                        seen.insert(place, at);
                        stack.extend([&both.0, &both.1]);
                    }
                }
            }
        }
    }
}

impl<'a> Lighter<'a> {
    /// Ready to light what `lights` says.
    pub fn new(fields: &Fields, lights: &'a Lights, analyzer: Analyzer) -> Lighter<'a> {
        Lighter {
            lights,
            slots: Slots::new(fields, lights),
            analyzer,
            article: None,
            lit: Vec::new(),
        }
    }

    /// Gives the analyzer back.
    pub fn into_analyzer(self) -> Analyzer {
        self.analyzer
    }

    /// Goes on to another article, which matches the query; `met` tells which of the lights'
    /// conditions it fulfils.
    pub fn begin(&mut self, article: &'a Article, met: &[bool]) {
        self.begin_parts(article, usize::MAX, met);
    }

    /// [`Lighter::begin`] where nothing is asked for but what is lit in the headline: the rest of the
    /// article is read only if that depends on it.
    pub fn begin_title(&mut self, article: &'a Article, met: &[bool]) {
        // The headline is always the first part.
        let parts = if self.lights.are_plain() {
            1
        } else {
            usize::MAX
        };
        self.begin_parts(article, parts, met);
    }

    fn begin_parts(&mut self, article: &'a Article, parts: usize, met: &[bool]) {
        self.article = Some(article);
        self.lit.clear();
        if self.lights.lights.is_empty() {
            return;
        }
        self.analyzer.set_language(&article.language);
        let mut laid = Laid::new(article, parts, &self.slots, &mut self.analyzer);
        let mut matched: Vec<Vec<SpanMatch<Leaves>>> = Vec::new();
        for (n, light) in self.lights.lights.iter().enumerate() {
            laid.light = n;
            matched.push(span_matches(&light.expr, &mut laid));
        }
        let stands: Vec<bool> = matched.iter().map(|found| !found.is_empty()).collect();
        let lit = self.lights.lit(&stands, met);
        let mut leaves = Vec::new();
        for (n, found) in matched.iter().enumerate() {
            if !lit[n] {
                continue;
            }
            leaves.clear();
            let mut seen = Vec::new();
            for m in found {
                m.trail.each(&mut seen, &mut leaves);
            }
            leaves.sort_unstable();
            leaves.dedup();
            for &(leaf, start, end) in &leaves {
                laid.each_range(n, leaf, start, end, &mut |piece, start, end| {
                    let leaf = self.slots.number(n, leaf);
                    self.lit.push(Stretch {
                        piece,
                        start,
                        end,
                        leaf,
                    });
                });
            }
        }
        // Stretches of one piece stay together; pieces need no order.
        self.lit.sort_unstable_by_key(|s| (s.start, s.end, s.leaf));
    }

    /// All that matched: which part, and bytes of its text; by part ascending, and apart from each
    /// other.
    pub fn all(&self) -> Vec<(Piece, usize, usize)> {
        let mut pieces: Vec<Piece> = Vec::new();
        for stretch in &self.lit {
            if !pieces.contains(&stretch.piece) {
                pieces.push(stretch.piece);
            }
        }
        let of = |piece: Piece| {
            let own = self.lit.iter().filter(move |s| s.piece == piece);
            let ranges = merged(own.map(|s| (s.start, s.end)).collect());
            ranges
                .into_iter()
                .map(move |(start, end)| (piece, start, end))
        };
        pieces.into_iter().flat_map(of).collect()
    }

    /// What matched in the headline, in characters.
    pub fn title(&mut self) -> Vec<(usize, usize)> {
        let Some(article) = self.article else {
            return Vec::new();
        };
        let in_title = self.lit.iter().filter(|s| s.piece == Piece::Title);
        let ranges = in_title.map(|s| (s.start, s.end)).collect();
        to_characters(&article.title, &merged(ranges))
    }

    /// Fragments of the article, in its order: at most `fragments`, of at most `characters` each.
    ///
    /// The body's, else those of captions or the standfirst; where nothing matched there, the
    /// beginning of the lead.
    pub fn snippets(&mut self, fragments: usize, characters: usize) -> Vec<Snippet> {
        let Some(article) = self.article else {
            return Vec::new();
        };
        if fragments == 0 || characters == 0 {
            return Vec::new();
        }
        let body: Vec<&str> = article.body.iter().map(String::as_str).collect();
        let in_body = self.part("body", body, |piece| match piece {
            Piece::Body(n) => Some(n),
            _ => None,
        });
        let snippets = choose::fragments(&in_body, fragments, characters);
        if !snippets.is_empty() {
            return snippets;
        }
        let captions = article.captions.iter().map(|c| c.text.as_str()).collect();
        let in_captions = self.part("caption", captions, |piece| match piece {
            Piece::Caption(n) => Some(n),
            _ => None,
        });
        let snippets = choose::fragments(&in_captions, fragments, characters);
        if !snippets.is_empty() {
            return snippets;
        }
        let kickers = usize::from(article.kicker.is_some());
        let above = article.kicker.iter().chain(&article.standfirst);
        let in_standfirst =
            self.part(
                "standfirst",
                above.map(String::as_str).collect(),
                |piece| match piece {
                    Piece::Kicker => Some(0),
                    Piece::Standfirst => Some(kickers),
                    _ => None,
                },
            );
        let snippets = choose::fragments(&in_standfirst, fragments, characters);
        if !snippets.is_empty() {
            return snippets;
        }
        choose::beginning(&in_body, article.lead_index(), characters)
            .into_iter()
            .collect()
    }

    /// What is lit in one part; `paragraph` tells which of its paragraphs a piece of the article is.
    fn part<'t>(
        &self,
        field: &'static str,
        paragraphs: Vec<&'t str>,
        paragraph: impl Fn(Piece) -> Option<usize>,
    ) -> Lit<'t> {
        let of = |s: &Stretch| {
            Some(choose::Match {
                paragraph: paragraph(s.piece)?,
                start: s.start,
                end: s.end,
                light: s.leaf,
                weight: self.slots.weight(s.leaf),
            })
        };
        let mut matches: Vec<choose::Match> = self.lit.iter().filter_map(of).collect();
        matches.sort_unstable_by_key(|m| (m.paragraph, m.start, m.end, m.light));
        Lit {
            field,
            paragraphs,
            matches,
        }
    }
}

impl std::fmt::Debug for Lighter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lighter of {} lights", self.lights.lights.len())
    }
}

/// Sorted ranges with those that overlap made one.
pub(super) fn merged(ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match out.last_mut() {
            Some(last) if start < last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

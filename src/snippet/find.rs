//! Where a query's words and phrases stand in one article.

use super::choose::{self, Lit};
use super::{Snippet, to_characters};
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::article::segment::Words;
use crate::query::{Light, Place, match_phrase};
use crate::schema::{Fields, Zone};

/// Lights one article after another. Holds an analyzer, so that stems stay cached.
pub struct Lighter<'a> {
    lights: Vec<&'a Light>,
    titles: Vec<&'a Light>,
    /// Bytes that a word of interest may begin with; all where that can't be told.
    first_bytes: [bool; 256],
    analyzer: Analyzer,
    article: Option<&'a Article>,
}

/// A stretch of matched words in one part of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    light: usize,
    first: usize,
    last: usize,
}

impl<'a> Lighter<'a> {
    /// Ready to light what `lights` says.
    pub fn new(fields: &Fields, lights: &'a [Light], analyzer: Analyzer) -> Lighter<'a> {
        let in_text: Vec<&Light> = lights.iter().filter(|l| l.field == fields.text).collect();
        let of_title = |l: &&Light| {
            (l.field == fields.text && matches!(l.zone, None | Some(Zone::Headline)))
                || l.field == fields.title
        };
        let titles: Vec<&Light> = lights.iter().filter(of_title).collect();
        let first_bytes = first_bytes(&in_text, &titles);
        Lighter {
            lights: in_text,
            titles,
            first_bytes,
            analyzer,
            article: None,
        }
    }

    /// Gives the analyzer back.
    pub fn into_analyzer(self) -> Analyzer {
        self.analyzer
    }

    /// Goes on to another article.
    pub fn begin(&mut self, article: &'a Article) {
        self.analyzer.set_language(&article.language);
        self.article = Some(article);
    }

    /// What matched in the headline, in characters.
    pub fn title(&mut self) -> Vec<(usize, usize)> {
        let Some(article) = self.article else {
            return Vec::new();
        };
        let lights = std::mem::take(&mut self.titles);
        let (words, spans) = self.spans(&lights, std::iter::once(article.title.as_str()), false);
        let lit = ranges(&spans, &words, &lights, |_| true);
        self.titles = lights;
        to_characters(&article.title, &merged(lit))
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
        let lead = article.lead_index();
        let in_body = self.part(
            "body",
            article.body.iter().map(String::as_str),
            |light| matches!(light.zone, None | Some(Zone::Body | Zone::Lead)),
            lead,
        );
        let snippets = choose::fragments(&in_body, fragments, characters);
        if !snippets.is_empty() {
            return snippets;
        }
        let in_captions = self.part(
            "caption",
            article.captions.iter().map(|c| c.text.as_str()),
            |light| matches!(light.zone, None | Some(Zone::Caption)),
            usize::MAX,
        );
        let snippets = choose::fragments(&in_captions, fragments, characters);
        if !snippets.is_empty() {
            return snippets;
        }
        let above = article
            .kicker
            .iter()
            .chain(&article.standfirst)
            .map(String::as_str);
        let in_standfirst = self.part(
            "standfirst",
            above,
            |light| light.zone.is_none(),
            usize::MAX,
        );
        let snippets = choose::fragments(&in_standfirst, fragments, characters);
        if !snippets.is_empty() {
            return snippets;
        }
        choose::beginning(&in_body, lead, characters)
            .into_iter()
            .collect()
    }

    /// What matched in one part.
    fn part<'t>(
        &mut self,
        field: &'static str,
        paragraphs: impl Iterator<Item = &'t str> + Clone,
        wanted: impl Fn(&Light) -> bool,
        lead: usize,
    ) -> Lit<'t> {
        let lights: Vec<&Light> = self.lights.iter().copied().filter(|l| wanted(l)).collect();
        // Captions stand apart in the index; a body's paragraphs follow one another.
        let apart = field != "body";
        let (words, spans) = self.spans(&lights, paragraphs.clone(), apart);
        let in_zone = |span: &Span, paragraph: usize| {
            lights[span.light].zone != Some(Zone::Lead) || paragraph <= lead
        };
        let mut lit = Lit {
            field,
            paragraphs: paragraphs.collect(),
            matches: Vec::new(),
        };
        let weights: Vec<f32> = lights.iter().map(|l| l.weight).collect();
        for span in &spans {
            for range in span_ranges(span, &words, lights[span.light]) {
                if in_zone(span, range.0) {
                    lit.matches.push(choose::Match {
                        paragraph: range.0,
                        start: range.1,
                        end: range.2,
                        light: span.light,
                        weight: weights[span.light],
                    });
                }
            }
        }
        lit.matches
            .sort_unstable_by_key(|m| (m.paragraph, m.start, m.end, m.light));
        lit
    }

    /// Words of a part, and the spans that matched, by position.
    fn spans<'t>(
        &mut self,
        lights: &[&Light],
        paragraphs: impl Iterator<Item = &'t str>,
        apart: bool,
    ) -> (Vec<Word>, Vec<Span>) {
        let mut words = Vec::new();
        let mut found = Vec::new();
        if lights.is_empty() {
            return (words, found);
        }
        // By light and place: the positions that fill it.
        let mut lists: Vec<Vec<Vec<u32>>> = lights
            .iter()
            .map(|l| vec![Vec::new(); l.places.len()])
            .collect();
        let mut position = 0_u32;
        for (paragraph, text) in paragraphs.enumerate() {
            if apart && paragraph > 0 {
                position += 1_000;
            }
            for (start, end) in Words::new(text) {
                let here = position;
                position += 1;
                if !self.first_bytes[usize::from(text.as_bytes()[start])] {
                    continue;
                }
                let word = self.analyzer.word(&text[start..end]);
                let mut fits = false;
                for (light, lists) in lights.iter().zip(&mut lists) {
                    for (place, list) in light.places.iter().zip(lists) {
                        if *place != Place::Any && place.fits(&word) {
                            list.push(here);
                            fits = true;
                        }
                    }
                }
                if fits {
                    words.push(Word {
                        position: here,
                        paragraph: paragraph as u32,
                        start,
                        end,
                    });
                }
            }
        }
        for (n, (light, lists)) in lights.iter().zip(&lists).enumerate() {
            let lists: Vec<Option<&[u32]>> = light
                .places
                .iter()
                .zip(lists)
                .map(|(place, list)| (*place != Place::Any).then_some(list.as_slice()))
                .collect();
            if lists.iter().flatten().any(|list| list.is_empty()) {
                continue;
            }
            match_phrase(&lists, light.slop, &mut |first, last| {
                let at = |position: u32| words.partition_point(|w: &Word| w.position < position);
                found.push(Span {
                    light: n,
                    first: at(first),
                    last: at(last),
                });
            });
        }
        (words, found)
    }
}

impl std::fmt::Debug for Lighter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lighter of {} lights", self.lights.len())
    }
}

/// A word that fits some place, and where it stands.
#[derive(Debug, Clone, Copy)]
struct Word {
    position: u32,
    paragraph: u32,
    start: usize,
    end: usize,
}

/// Paragraph and byte range of what a span lights: a phrase in one piece for each paragraph that
/// it runs through, a sloppy phrase word by word.
fn span_ranges(span: &Span, words: &[Word], light: &Light) -> Vec<(usize, usize, usize)> {
    let inside = &words[span.first..=span.last.min(words.len() - 1)];
    let mut out: Vec<(usize, usize, usize)> = Vec::new();
    for word in inside {
        let paragraph = word.paragraph as usize;
        match out.last_mut() {
            Some(last) if last.0 == paragraph && light.slop == 0 => last.2 = word.end,
            _ => out.push((paragraph, word.start, word.end)),
        }
    }
    out
}

/// Byte ranges of spans in a part of one paragraph.
fn ranges(
    spans: &[Span],
    words: &[Word],
    lights: &[&Light],
    wanted: impl Fn(&Span) -> bool,
) -> Vec<(usize, usize)> {
    let of = |span: &Span| span_ranges(span, words, lights[span.light]);
    let mut out: Vec<(usize, usize)> = spans
        .iter()
        .filter(|span| wanted(span))
        .flat_map(of)
        .map(|(_, start, end)| (start, end))
        .collect();
    out.sort_unstable();
    out
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

/// First bytes of the words that the lights can fit, so that the rest need no stemming.
///
/// Stemmers keep a word's beginning, but not in every language, and folding changes letters
/// beyond ASCII; so every byte beyond ASCII passes, and a form that begins so lets all pass.
fn first_bytes(text: &[&Light], titles: &[&Light]) -> [bool; 256] {
    let mut table = [false; 256];
    table[128..].fill(true);
    let places = text
        .iter()
        .chain(titles)
        .flat_map(|light| light.places.iter());
    for place in places {
        let mut add = |word: &str| match word.bytes().next() {
            Some(b) if b.is_ascii() => {
                table[usize::from(b)] = true;
                table[usize::from(b.to_ascii_uppercase())] = true;
            }
            _ => table.fill(true),
        };
        match place {
            Place::Any => {}
            Place::Forms(forms) => {
                for form in forms {
                    add(form.term.trim_start_matches(crate::analysis::PRINTED));
                }
            }
            Place::Glob(glob) => add(glob.prefix()),
        }
    }
    table
}

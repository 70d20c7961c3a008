//! An article's words at the positions that they have in the index: the ground that `query`'s algebra of spans
//! stands on, for a stored article. Only words that may be part of a match are analysed.

use crate::analysis::{Analyzer, Laid as Part, MarkedText, Piece, article_layout, start_of};
use crate::article::Article;
use crate::article::segment::words_that_begin;
use crate::query::{Ground, Lights, Place, TextUnit, match_phrase};
use crate::schema::{Fields, Zone};

/// The places of a query's words, numbered through.
pub(super) struct Slots<'a> {
    places: Vec<&'a Place>,
    /// By light and leaf: the number of the leaf, its first slot, its conditions.
    leaves: Vec<Vec<LeafSlots>>,
    /// By number of the leaf: how rare its light is.
    weights: Vec<f32>,
    /// Bytes that a word of interest may begin with; all where that can't be told.
    first_bytes: [bool; 256],
}

struct LeafSlots {
    number: usize,
    first: usize,
    n_places: usize,
    slop: u32,
    zone: Option<Zone>,
}

impl<'a> Slots<'a> {
    pub(super) fn new(fields: &Fields, lights: &'a Lights) -> Slots<'a> {
        let mut slots = Slots {
            places: Vec::new(),
            leaves: Vec::new(),
            weights: Vec::new(),
            first_bytes: [false; 256],
        };
        for light in &lights.lights {
            let headline = (light.field == fields.title).then_some(Zone::Headline);
            let mut leaves = Vec::new();
            for leaf in light.leaves.iter() {
                leaves.push(LeafSlots {
                    number: slots.weights.len(),
                    first: slots.places.len(),
                    n_places: leaf.places.len(),
                    slop: leaf.slop,
                    zone: headline.or(leaf.zone),
                });
                slots.weights.push(light.weight);
                slots.places.extend(&leaf.places);
            }
            slots.leaves.push(leaves);
        }
        slots.first_bytes = first_bytes(&slots.places);
        slots
    }

    /// A number for a leaf of a light that no other leaf has.
    pub(super) fn number(&self, light: usize, leaf: usize) -> usize {
        self.leaves[light][leaf].number
    }

    pub(super) fn weight(&self, number: usize) -> f32 {
        self.weights[number]
    }
}

/// First bytes of the words that may fit a place, so that the rest need no stemming.
///
/// Stemmers keep a word's beginning, but not in every language, and folding changes letters
/// beyond ASCII; so every byte beyond ASCII passes, and a form that begins so lets all pass.
fn first_bytes(places: &[&Place]) -> [bool; 256] {
    let mut table = [false; 256];
    table[128..].fill(true);
    let mut add = |word: &str| match word.bytes().next() {
        Some(b) if b.is_ascii() => {
            table[usize::from(b)] = true;
            table[usize::from(b.to_ascii_uppercase())] = true;
        }
        _ => table.fill(true),
    };
    for place in places {
        place.each_simple(&mut |place| match place {
            Place::Forms(forms) => {
                for form in forms {
                    add(form.term.trim_start_matches(crate::analysis::PRINTED));
                }
            }
            Place::Printed(matcher) => add(matcher.prefix()),
            Place::Any | Place::AnyOf(_) | Place::Cased(..) => {}
        });
    }
    table
}

/// A word that fits some place, and where it stands.
#[derive(Debug, Clone, Copy)]
struct Word {
    position: u32,
    piece: Piece,
    start: usize,
    end: usize,
}

/// One article, laid out.
pub(super) struct Laid<'a> {
    slots: &'a Slots<'a>,
    /// Its parts, with the position of the first word of each.
    parts: Vec<(Part<'a>, u32)>,
    /// Words that fit a place, by position.
    words: Vec<Word>,
    /// By slot: the positions that fill it, ascending.
    lists: Vec<Vec<u32>>,
    /// The position after the last word.
    end: u32,
    /// The light whose leaves are asked for.
    pub(super) light: usize,
}

impl<'a> Laid<'a> {
    /// Lays out an article, or of it the first `parts` parts alone.
    pub(super) fn new(
        article: &'a Article,
        parts: usize,
        slots: &'a Slots<'a>,
        analyzer: &mut Analyzer,
    ) -> Laid<'a> {
        let mut laid = Laid {
            slots,
            parts: Vec::new(),
            words: Vec::new(),
            lists: vec![Vec::new(); slots.places.len()],
            end: 0,
            light: 0,
        };
        for part in article_layout(article).take(parts) {
            laid.end = start_of(&part, u64::from(laid.end)) as u32;
            laid.parts.push((part, laid.end));
            let begins = |b: u8| slots.first_bytes[usize::from(b)];
            let first = laid.end;
            let words = words_that_begin(part.text, begins, |number, start, end| {
                let position = first + number as u32;
                let word = analyzer.word(&part.text[start..end]);
                let mut fits = false;
                for (place, list) in slots.places.iter().zip(&mut laid.lists) {
                    if !place.is_open() && place.fits(&word) {
                        list.push(position);
                        fits = true;
                    }
                }
                if fits {
                    laid.words.push(Word {
                        position,
                        piece: part.piece,
                        start,
                        end,
                    });
                }
            });
            laid.end = first + words as u32;
        }
        laid
    }

    /// The text laid out once more as for the index, which tells sentences and quotations.
    fn prose(&self) -> MarkedText {
        let mut prose = MarkedText::new("", 0);
        for (part, _) in &self.parts {
            if part.gap_before {
                prose.gap();
            }
            prose.push_prose(part.text, matches!(part.piece, Piece::Body(_)));
        }
        prose
    }

    /// The stretches of a zone, half-open, ascending.
    fn ranges(&self, zone: Zone) -> Vec<(u32, u32)> {
        if zone == Zone::Said {
            let ends = self.prose().quotes().to_vec();
            let quote = |two: &[u64]| (two[0] as u32, two[1] as u32);
            return ends.chunks_exact(2).map(quote).collect();
        }
        let wanted = |other: Zone| match zone {
            Zone::Headlead => matches!(other, Zone::Headline | Zone::Lead),
            Zone::Body => matches!(other, Zone::Lead | Zone::Body),
            zone => other == zone,
        };
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for (n, (part, start)) in self.parts.iter().enumerate() {
            if !wanted(part.zone) {
                continue;
            }
            let end = self.parts.get(n + 1).map_or(self.end, |(_, next)| *next);
            match ranges.last_mut() {
                Some(last) if last.1 == *start => last.1 = end,
                _ => ranges.push((*start, end)),
            }
        }
        ranges
    }

    /// Calls `each` with part and bytes of what a stretch of a leaf lights: a phrase in one piece for each paragraph
    /// that it runs through, a sloppy phrase word by word.
    pub(super) fn each_range(
        &self,
        light: usize,
        leaf: usize,
        start: u32,
        end: u32,
        each: &mut dyn FnMut(Piece, usize, usize),
    ) {
        let slots = &self.slots.leaves[light][leaf];
        let from = self.words.partition_point(|w| w.position < start);
        let inside = self.words[from..].iter().take_while(|w| w.position <= end);
        if slots.slop > 0 {
            let lists = &self.lists[slots.first..slots.first + slots.n_places];
            for word in inside {
                if lists
                    .iter()
                    .any(|l| l.binary_search(&word.position).is_ok())
                {
                    each(word.piece, word.start, word.end);
                }
            }
            return;
        }
        let mut run: Option<(Piece, usize, usize)> = None;
        for word in inside {
            match &mut run {
                Some((piece, _, end)) if *piece == word.piece => *end = word.end,
                _ => {
                    if let Some((piece, start, end)) = run {
                        each(piece, start, end);
                    }
                    run = Some((word.piece, word.start, word.end));
                }
            }
        }
        if let Some((piece, start, end)) = run {
            each(piece, start, end);
        }
    }
}

impl Ground for Laid<'_> {
    fn leaf(&mut self, leaf: usize, out: &mut Vec<(u32, u32)>) {
        let slots = &self.slots.leaves[self.light][leaf];
        let range = slots.first..slots.first + slots.n_places;
        let places = &self.slots.places[range.clone()];
        let lists: Vec<Option<&[u32]>> = places
            .iter()
            .zip(&self.lists[range])
            .map(|(place, list)| (!place.is_open()).then_some(list.as_slice()))
            .collect();
        if lists.iter().flatten().any(|list| list.is_empty()) {
            return;
        }
        match slots.zone {
            None => match_phrase(&lists, slots.slop, &mut |first, last| {
                out.push((first, last))
            }),
            Some(zone) => {
                let ranges = self.ranges(zone);
                match_phrase(&lists, slots.slop, &mut |first, last| {
                    let at = ranges.partition_point(|(start, _)| *start <= first);
                    if at > 0 && last < ranges[at - 1].1 {
                        out.push((first, last));
                    }
                });
            }
        }
    }

    fn units(&mut self, unit: TextUnit) -> Vec<u32> {
        let prose = self.prose();
        let wanted = |value: &&u64| unit == TextUnit::Sentence || **value & 1 == 1;
        let breaks = prose.breaks().iter().filter(wanted);
        breaks.map(|value| (value >> 1) as u32).collect()
    }

    fn body_start(&mut self) -> u32 {
        let body = |(part, _): &&(Part<'_>, u32)| matches!(part.piece, Piece::Body(_));
        let first = self.parts.iter().find(body);
        first.map_or(u32::MAX, |(_, start)| *start)
    }
}

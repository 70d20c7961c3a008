//! Which forms a word, pattern, expression or slip of a query fits: asked of every form there is.

use std::collections::{HashMap, HashSet};

use dateline::analysis::{Analyzer, fold};
use dateline::article::segment::Words;

use super::node::Part;
use super::text::Vocabulary;

/// Whether a word of a query has the stems of all languages of the index, in every article, as
/// ARCHITECTURE.md says; otherwise that of the article's language only.
const STEMS_OF_ALL_LANGUAGES: bool = true;

/// One place of a leaf.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    Any,
    /// By stem.
    Word(String),
    Exact(String),
    Fuzzy(String, usize),
    Regex(String),
    Wild(String),
}

/// Fitting forms by place and language, looked up once.
#[derive(Debug, Default)]
pub struct Fits {
    found: HashMap<(Place, usize), Vec<u32>>,
    analyzer: Analyzer,
    by_stem: HashMap<String, Vec<u32>>,
    by_printed: HashMap<String, Vec<u32>>,
}

impl Fits {
    pub fn new(vocabulary: &Vocabulary) -> Fits {
        let mut out = Fits::default();
        for (n, form) in vocabulary.forms.iter().enumerate() {
            let (by_stem, by_printed) = (&mut out.by_stem, &mut out.by_printed);
            by_stem.entry(form.stem.clone()).or_default().push(n as u32);
            by_printed
                .entry(form.printed.clone())
                .or_default()
                .push(n as u32);
        }
        out
    }

    /// Forms that fit a place in a language.
    pub fn of(&mut self, place: &Place, language: usize, vocabulary: &Vocabulary) -> &[u32] {
        // Only stems differ by language.
        let language = match place {
            Place::Word(_) => language,
            _ => 0,
        };
        let key = (place.clone(), language);
        if !self.found.contains_key(&key) {
            let forms = self.all(place, language, vocabulary);
            self.found.insert(key.clone(), forms);
        }
        &self.found[&key]
    }

    fn all(&mut self, place: &Place, language: usize, vocabulary: &Vocabulary) -> Vec<u32> {
        let printed = |fits: &dyn Fn(&str) -> bool| {
            let forms = vocabulary.forms.iter().enumerate();
            forms
                .filter(|(_, form)| fits(&form.printed))
                .map(|(n, _)| n as u32)
                .collect()
        };
        match place {
            Place::Any => Vec::new(),
            Place::Word(word) => {
                let languages = match STEMS_OF_ALL_LANGUAGES {
                    true => &vocabulary.languages[..],
                    false => &vocabulary.languages[language..=language],
                };
                let mut out = Vec::new();
                for language in languages {
                    self.analyzer.set_language(language);
                    let stem = self.analyzer.word(word).term();
                    out.extend(self.by_stem.get(stem).into_iter().flatten());
                }
                out.sort_unstable();
                out.dedup();
                out
            }
            Place::Exact(word) => {
                let form = self.analyzer.word(word).printed.to_owned();
                self.by_printed.get(&form).cloned().unwrap_or_default()
            }
            Place::Fuzzy(word, edits) => {
                let word: Vec<char> = self.analyzer.word(word).printed.chars().collect();
                let edits = if word.len() < 5 { 1 } else { *edits };
                printed(&|form| {
                    let form: Vec<char> = form.chars().collect();
                    form.len().abs_diff(word.len()) <= edits && distance(&word, &form) <= edits
                })
            }
            Place::Regex(pattern) => {
                let whole = regex::RegexBuilder::new(&format!("^(?:{pattern})$"))
                    .case_insensitive(true)
                    .build()
                    .unwrap();
                printed(&|form| whole.is_match(form))
            }
            Place::Wild(pattern) => {
                let pattern: Vec<char> = fold(pattern).chars().collect();
                printed(&|form| fits(&pattern, &form.chars().collect::<Vec<char>>()))
            }
        }
    }
}

/// Whether a pattern of letters, `*` and `?` is the whole word.
fn fits(pattern: &[char], word: &[char]) -> bool {
    match pattern.split_first() {
        None => word.is_empty(),
        Some(('*', rest)) => (0..=word.len()).any(|n| fits(rest, &word[n..])),
        Some(('?', rest)) => !word.is_empty() && fits(rest, &word[1..]),
        Some((c, rest)) => word.first() == Some(c) && fits(rest, &word[1..]),
    }
}

/// Insertions, deletions, substitutions and swaps of neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = match (i, j) {
                (0, n) | (n, 0) => n,
                _ => {
                    let change = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut best = change.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                    best
                }
            };
        }
    }
    table[a.len()][b.len()]
}

/// A text of a query as places, one for each word in it.
pub fn places(text: &str, make: fn(String) -> Place) -> Vec<Place> {
    Words::new(text)
        .map(|(start, end)| make(text[start..end].to_owned()))
        .collect()
}

/// All ways in which the parts of a phrase can be filled.
pub fn ways(parts: &[Part]) -> Vec<Vec<Place>> {
    let mut out: Vec<Vec<Place>> = vec![Vec::new()];
    for part in parts {
        let choices: Vec<Vec<Place>> = match part {
            Part::Any => vec![vec![Place::Any]],
            Part::Word(text) => vec![places(text, Place::Word)],
            Part::Exact(text) => vec![places(text, Place::Exact)],
            Part::Wild(pattern) => vec![vec![Place::Wild(pattern.clone())]],
            Part::AnyOf(choices) => choices.iter().flat_map(|choice| ways(choice)).collect(),
        };
        out = out
            .iter()
            .flat_map(|before| choices.iter().map(move |c| [before.as_slice(), c].concat()))
            .collect();
    }
    let mut seen = HashSet::new();
    out.retain(|way| seen.insert(way.clone()));
    out
}

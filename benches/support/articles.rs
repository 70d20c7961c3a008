//! Made-up articles, the same for the same seed: words of syllables by Zipf's law, sentences,
//! paragraphs, names, datelines. For benches only; nothing of it resembles an outlet or a person.

use fastrand::Rng;
use serde_json::json;

/// Words that there are.
const VOCABULARY: usize = 8_000;

const SYLLABLES: &[&str] = &[
    "ba", "dor", "el", "fin", "gar", "hu", "is", "jo", "kel", "lam", "mir", "no", "or", "pas",
    "qui", "ros", "sta", "tem", "ul", "ver", "wen", "yar", "zo", "ing", "ed", "er", "ment",
];

/// The commonest words, so that phrases of common words and sentences look as they do.
const COMMON: &[&str] = &[
    "the", "of", "to", "and", "in", "a", "for", "that", "is", "on", "with", "as", "by", "was",
    "said", "at", "from", "has", "it", "be",
];

/// Makes articles.
#[derive(Debug)]
pub(crate) struct Articles {
    rng: Rng,
    words: Vec<String>,
    /// Running sums of the words' weights.
    weights: Vec<f64>,
}

impl Articles {
    /// The articles of a seed.
    pub(crate) fn new(seed: u64) -> Articles {
        let mut rng = Rng::with_seed(seed);
        let mut words: Vec<String> = COMMON.iter().map(|&w| w.to_owned()).collect();
        while words.len() < VOCABULARY {
            let n = 1 + rng.usize(1..4);
            let word: String = (0..n)
                .map(|_| SYLLABLES[rng.usize(..SYLLABLES.len())])
                .collect();
            words.push(word);
        }
        let mut sum = 0.0;
        let weights = (0..words.len()).map(|rank| {
            sum += 1.0 / (rank as f64 + 2.7);
            sum
        });
        Articles {
            weights: weights.collect(),
            rng,
            words,
        }
    }

    /// A word; common ones come as often as in print.
    pub(crate) fn word(&mut self) -> &str {
        let all = self.weights[self.weights.len() - 1];
        let at = self.rng.f64() * all;
        let found = self.weights.partition_point(|&w| w < at);
        &self.words[found.min(self.words.len() - 1)]
    }

    /// A word that is none of the commonest.
    pub(crate) fn rare(&mut self) -> String {
        let rank = self.rng.usize(COMMON.len()..self.words.len() / 4);
        self.words[rank].clone()
    }

    fn name(&mut self) -> String {
        capital(&self.rare())
    }

    fn sentence(&mut self) -> String {
        let n = self.rng.usize(8..28);
        let mut out = capital(self.word());
        for _ in 1..n {
            out.push(' ');
            let named = self.rng.u8(..) < 12;
            let word = if named {
                self.name()
            } else {
                self.word().to_owned()
            };
            out.push_str(&word);
        }
        out.push('.');
        out
    }

    /// The record of the `n`th article, one JSON object.
    pub(crate) fn record(&mut self, n: usize) -> String {
        let paragraphs: Vec<String> = (0..self.rng.usize(5..12))
            .map(|_| {
                let sentences: Vec<String> =
                    (0..self.rng.usize(2..5)).map(|_| self.sentence()).collect();
                sentences.join(" ")
            })
            .collect();
        let place = self.name().to_uppercase();
        let title: Vec<String> = (0..8).map(|_| self.word().to_owned()).collect();
        let sections = ["world", "city", "business", "sport", "arts"];
        let section = sections[self.rng.usize(..sections.len())];
        let record = json!({
            "id": format!("made-{n}"),
            "title": capital(&title.join(" ")),
            "byline": format!("By {} {}", self.name(), self.name()),
            "source": format!("paper{}.example", self.rng.u8(..9)),
            "section": section,
            "published": format!("20{:02}-{:02}-{:02}", self.rng.u8(10..24), self.rng.u8(1..13), self.rng.u8(1..29)),
            "language": "en",
            "body": format!("{place} - {}", paragraphs.join("\n\n")),
        });
        record.to_string()
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

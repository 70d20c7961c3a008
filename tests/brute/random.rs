//! Queries made up from the words of articles, and smaller ones made from one that went wrong.

use super::node::{Case, Node, Part, Zone};
use super::text::Doc;

/// Numbers that look random and are the same each time (splitmix64, Steele and others 2014).
#[derive(Debug, Clone)]
pub struct Rng(pub u64);

impl Rng {
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.draw() % n.max(1) as u64) as usize
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Makes up queries around one place of one article, so that many of them match something.
pub struct Maker<'a> {
    pub rng: Rng,
    docs: &'a [Doc],
    doc: usize,
    at: usize,
}

/// Words that the language reads otherwise, or may.
const RESERVED: [&str; 14] = [
    "and", "or", "not", "near", "pre", "same", "w", "to", "adj", "atleast", "first", "caps",
    "nocaps", "allcaps",
];

impl<'a> Maker<'a> {
    pub fn new(docs: &'a [Doc], seed: u64) -> Maker<'a> {
        Maker {
            rng: Rng(seed),
            docs,
            doc: 0,
            at: 0,
        }
    }

    /// A query, around a place of its own.
    pub fn query(&mut self) -> Node {
        loop {
            self.doc = self.rng.below(self.docs.len());
            let words = self.docs[self.doc].tokens.len();
            if words > 3 {
                self.at = self.rng.below(words);
                break;
            }
        }
        let depth = 1 + self.rng.below(4);
        self.clause(depth)
    }

    fn clause(&mut self, depth: usize) -> Node {
        if depth == 0 {
            return self.leaf();
        }
        match self.rng.below(20) {
            0..=3 => {
                let mut all: Vec<Node> = (0..2 + self.rng.below(2))
                    .map(|_| self.clause(depth - 1))
                    .collect();
                if self.rng.chance(25) {
                    all.push(Node::Not(Box::new(self.clause(depth - 1))));
                }
                Node::And(all)
            }
            4 | 5 => Node::Or(
                (0..2 + self.rng.below(2))
                    .map(|_| self.clause(depth - 1))
                    .collect(),
            ),
            6 => Node::Not(Box::new(self.clause(depth - 1))),
            7 => self.filter(),
            8 => {
                let zone = self.zone();
                Node::Zone(zone, Box::new(self.words(depth - 1, zone == Zone::Title)))
            }
            _ => self.words(depth, false),
        }
    }

    /// A tree with spans. In a headline, only leaves and what joins them.
    fn words(&mut self, depth: usize, plain: bool) -> Node {
        if depth == 0 {
            return self.leaf();
        }
        let below = depth - 1;
        match self.rng.below(15) {
            0..=3 => {
                let negated = self.rng.chance(20);
                Node::Near {
                    k: self.distance(),
                    ordered: self.rng.chance(35),
                    negated,
                    sides: self.sides(below, plain, negated),
                }
            }
            4 | 5 => {
                let negated = self.rng.chance(20);
                Node::Same {
                    paragraph: self.rng.chance(40),
                    negated,
                    sides: self.sides(below, plain, negated),
                }
            }
            6 => Node::AtLeast(1 + self.rng.below(3), Box::new(self.words(below, plain))),
            7 if !plain => {
                let n = [5, 20, 50, 200][self.rng.below(4)];
                Node::First(n, Box::new(self.words(below, plain)))
            }
            8 => {
                let case = [Case::Caps, Case::AllCaps, Case::NoCaps][self.rng.below(3)];
                Node::Case(case, Box::new(self.words(below, plain)))
            }
            9 if !plain => {
                let all = [Zone::Lead, Zone::Headlead, Zone::Body, Zone::Said];
                let zone = all[self.rng.below(4)];
                Node::Zone(zone, Box::new(self.leaf()))
            }
            // Taken apart by the operators around it.
            13 => Node::And(vec![self.words(below, plain), self.words(below, plain)]),
            10 | 11 => Node::Or(
                (0..2 + self.rng.below(2))
                    .map(|_| self.words(below, plain))
                    .collect(),
            ),
            _ => self.leaf(),
        }
    }

    /// The sides of a proximity. On the right of a negated one, AND has no meaning.
    fn sides(&mut self, below: usize, plain: bool, negated: bool) -> Box<(Node, Node)> {
        let left = self.words(below, plain);
        let mut right = self.words(below, plain);
        while negated && super::eval::has_and(&super::eval::lifted(&right)) {
            right = self.words(below, plain);
        }
        Box::new((left, right))
    }

    fn distance(&mut self) -> u32 {
        [1, 2, 3, 5, 8, 15, 40, 99][self.rng.below(8)]
    }

    fn zone(&mut self) -> Zone {
        let all = [
            Zone::Title,
            Zone::Lead,
            Zone::Headlead,
            Zone::Body,
            Zone::Caption,
            Zone::Said,
        ];
        all[self.rng.below(all.len())]
    }

    fn filter(&mut self) -> Node {
        let n = self.rng.below(self.docs.len());
        let article = &self.docs[n].article;
        let published = article.published.map(|p| p.to_string());
        match self.rng.below(6) {
            0 => match &article.source {
                Some(source) if !source.contains(['"', '\'']) => {
                    Node::Key("source".into(), source.clone())
                }
                _ => Node::All,
            },
            1 => match article.section.first() {
                Some(section) => Node::Key("section".into(), section.clone()),
                None => Node::All,
            },
            2 => Node::Key("lang".into(), article.language.clone()),
            3 => {
                let from = self.rng.below(600) as u64;
                Node::Length(from, from + self.rng.below(600) as u64)
            }
            4 => Node::Has(["caption", "dateline", "byline", "wire"][self.rng.below(4)].into()),
            _ => match published {
                Some(text) => {
                    let cut = [4, 7, 10][self.rng.below(3)].min(text.len());
                    let day = text[..cut].to_owned();
                    match self.rng.below(3) {
                        0 => Node::Date(day.clone(), day),
                        1 => Node::Date(day, String::new()),
                        _ => Node::Date(String::new(), day),
                    }
                }
                None => Node::Has("undated".into()),
            },
        }
    }

    /// A printed word, most often near the place.
    fn word(&mut self) -> String {
        for _ in 0..50 {
            let (doc, at) = match self.rng.chance(80) {
                true => (self.doc, (self.at + self.rng.below(16)).saturating_sub(6)),
                false => {
                    let doc = self.rng.below(self.docs.len());
                    (doc, self.rng.below(self.docs[doc].tokens.len().max(1)))
                }
            };
            if let Some(word) = self.docs[doc]
                .tokens
                .get(at)
                .map(|t| printed(&self.docs[doc], t))
                && is_plain(&word)
            {
                return match self.rng.chance(60) {
                    true => word.to_lowercase(),
                    false => word,
                };
            }
        }
        "the".to_owned()
    }

    fn leaf(&mut self) -> Node {
        let word = self.word();
        let letters: Vec<char> = word.chars().collect();
        match self.rng.below(20) {
            0 => Node::Exact(word),
            1 if letters.len() > 3 => Node::Fuzzy(self.slip(&letters), 1 + self.rng.below(2)),
            2 if letters.len() > 3 => {
                let n = self.rng.below(letters.len());
                let mut parts: Vec<String> = letters.iter().map(char::to_string).collect();
                let hole = [".", ".*", "[a-m]", "(a|e|i|o|u)", ".?", "\\w+"][self.rng.below(6)];
                parts[n] = hole.to_owned();
                Node::Regex(parts.concat().to_lowercase())
            }
            3 if letters.len() > 3 => Node::Wild(self.pattern(&letters)),
            4..=7 => self.phrase(),
            _ => Node::Word(word),
        }
    }

    fn slip(&mut self, letters: &[char]) -> String {
        let mut letters = letters.to_vec();
        let n = self.rng.below(letters.len() - 1);
        match self.rng.below(3) {
            0 => letters.swap(n, n + 1),
            1 => {
                letters.remove(n);
            }
            _ => letters[n] = 'e',
        }
        letters.into_iter().collect()
    }

    fn pattern(&mut self, letters: &[char]) -> String {
        let text = |range: &[char]| range.iter().collect::<String>();
        let n = 1 + self.rng.below(letters.len() - 2);
        match self.rng.below(4) {
            0 => format!("*{}", text(&letters[n..])),
            1 => format!("{}?{}", text(&letters[..n]), text(&letters[n + 1..])),
            2 => format!(
                "{}*{}",
                text(&letters[..n]),
                text(&letters[letters.len() - 1..])
            ),
            _ => format!("{}*", text(&letters[..n + 1])),
        }
    }

    fn phrase(&mut self) -> Node {
        let doc = &self.docs[self.doc];
        let from = (self.at + self.rng.below(12))
            .saturating_sub(6)
            .min(doc.tokens.len() - 1);
        let length = 2 + self.rng.below(3);
        let words: Vec<String> = doc.tokens[from..]
            .iter()
            .take(length)
            .map(|t| printed(doc, t))
            .collect();
        if words.len() < 2 || !words.iter().all(|w| is_plain(w)) {
            return Node::Word(self.word());
        }
        if self.rng.chance(25) {
            let mut parts: Vec<Part> = words.into_iter().map(Part::Word).collect();
            if self.rng.chance(50) {
                let n = self.rng.below(parts.len() - 1);
                parts.swap(n, n + 1);
            }
            if parts.len() > 2 && self.rng.chance(40) {
                parts.remove(1);
            }
            return Node::Phrase(parts, 1 + self.rng.below(4) as u32);
        }
        let last = words.len() - 1;
        let mut parts = Vec::new();
        for (n, word) in words.into_iter().enumerate() {
            let inner = n > 0 && n < last;
            parts.push(match self.rng.below(16) {
                0 | 1 if inner => Part::Any,
                2 => Part::Exact(word),
                3 if word.len() > 3 => Part::Wild(format!("{}*", &word[..3])),
                4 | 5 => Part::AnyOf(vec![
                    vec![Part::Word(word)],
                    vec![Part::Word(self.word()), Part::Word(self.word())],
                ]),
                _ => Part::Word(word),
            });
        }
        Node::Phrase(parts, 0)
    }
}

fn printed(doc: &Doc, token: &super::text::Token) -> String {
    doc.pieces[token.piece].text[token.start..token.end].to_owned()
}

/// Letters of ASCII only, so that no spelling is in question; that is for tables.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphabetic())
        && word.len() < 20
        && !RESERVED.contains(&word.to_lowercase().as_str())
}

/// The smallest tree found that still goes wrong.
pub fn shrunk(node: Node, wrong: &mut dyn FnMut(&Node) -> bool) -> Node {
    let mut node = node;
    'again: loop {
        for smaller in smaller(&node) {
            if wrong(&smaller) {
                node = smaller;
                continue 'again;
            }
        }
        return node;
    }
}

fn smaller(node: &Node) -> Vec<Node> {
    let mut out: Vec<Node> = node.children().into_iter().cloned().collect();
    match node {
        Node::And(all) | Node::Or(all) if all.len() > 2 => {
            for n in 0..all.len() {
                let mut fewer = all.clone();
                fewer.remove(n);
                out.push(match node {
                    Node::And(_) => Node::And(fewer),
                    _ => Node::Or(fewer),
                });
            }
        }
        Node::Phrase(parts, slop) => {
            for n in 0..parts.len() {
                let mut fewer = parts.clone();
                fewer.remove(n);
                if let [Part::Word(word)] = &fewer[..] {
                    out.push(Node::Word(word.clone()));
                }
                if fewer.len() > 1 && fewer[0] != Part::Any && fewer[fewer.len() - 1] != Part::Any {
                    out.push(Node::Phrase(fewer, *slop));
                }
                if let Part::AnyOf(ways) = &parts[n] {
                    for way in ways {
                        let mut one = parts.clone();
                        one.splice(n..=n, way.clone());
                        out.push(Node::Phrase(one, *slop));
                    }
                }
            }
        }
        Node::Exact(word) => out.push(Node::Word(word.clone())),
        _ => {}
    }
    for (n, child) in node.children().into_iter().enumerate() {
        for less in smaller(child) {
            out.push(node.with_child(n, less));
        }
    }
    out
}

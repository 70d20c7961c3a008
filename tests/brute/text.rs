//! Articles cut into words once, so that trying everything stays affordable.

use std::collections::HashMap;

use dateline::analysis::Analyzer;
use dateline::article::Article;
use dateline::article::quotations::quotations;
use dateline::article::segment::Words;

/// Which part of an article a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Headline,
    AltHeadline,
    Kicker,
    Standfirst,
    Body,
    Caption,
}

/// One stretch of text that stands for itself: a headline, a paragraph, a caption.
#[derive(Debug)]
pub struct Piece {
    pub kind: Kind,
    pub lead: bool,
    pub text: String,
    /// Characters of its part before it, paragraphs joined by one line break.
    pub before: usize,
}

/// One word where it stands.
#[derive(Debug, Clone)]
pub struct Token {
    pub at: u32,
    pub piece: usize,
    pub start: usize,
    pub end: usize,
    /// Which printed form and stem, see [`Vocabulary`].
    pub form: u32,
    pub some_capital: bool,
    pub all_capitals: bool,
    pub sentence: u32,
    pub quote: Option<u32>,
}

/// An article ready to be tried.
#[derive(Debug)]
pub struct Doc {
    pub article: Article,
    pub pieces: Vec<Piece>,
    pub tokens: Vec<Token>,
    pub language: usize,
    /// Places in `tokens` by form.
    pub by_form: HashMap<u32, Vec<usize>>,
    pub body_start: u32,
    pub body_words: u64,
}

/// Every printed form that occurs, with its stem and the language it was stemmed in.
#[derive(Debug, Default)]
pub struct Vocabulary {
    pub forms: Vec<Form>,
    known: HashMap<Form, u32>,
    pub languages: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Form {
    pub printed: String,
    pub stem: String,
}

/// Apart so far that no distance reaches across.
const APART: u32 = 1_000_000;

impl Vocabulary {
    /// Cuts an article.
    pub fn doc(&mut self, article: Article, analyzer: &mut Analyzer) -> Doc {
        analyzer.set_language(&article.language);
        let language = self.language(&article.language);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut add = |kind: Kind, lead: bool, text: &str| {
            let same = pieces.iter().filter(|p| part_of(p.kind) == part_of(kind));
            let before = same.map(|p| p.text.chars().count() + 1).sum();
            pieces.push(Piece {
                kind,
                lead,
                text: text.to_owned(),
                before,
            });
        };
        add(Kind::Headline, false, &article.title);
        for (kind, text) in [
            (Kind::AltHeadline, &article.alt_title),
            (Kind::Kicker, &article.kicker),
            (Kind::Standfirst, &article.standfirst),
        ] {
            if let Some(text) = text {
                add(kind, false, text);
            }
        }
        let lead = article.lead_index();
        for (n, text) in article.body.iter().enumerate() {
            add(Kind::Body, n <= lead, text);
        }
        for caption in &article.captions {
            add(Kind::Caption, false, &caption.text);
        }
        let mut doc = Doc {
            pieces,
            tokens: Vec::new(),
            language,
            by_form: HashMap::new(),
            body_start: 0,
            body_words: 0,
            article,
        };
        let (mut at, mut sentence, mut quote) = (0, 0, 0);
        for n in 0..doc.pieces.len() {
            let kind = doc.pieces[n].kind;
            let first_of_body = kind == Kind::Body && (n == 0 || doc.pieces[n - 1].kind != kind);
            if kind != Kind::Body || first_of_body {
                at = (at / APART + 1) * APART;
            }
            if first_of_body {
                doc.body_start = at;
            }
            sentence += 1;
            let text = doc.pieces[n].text.clone();
            let quotes = match kind {
                Kind::Body => quotations(&text),
                _ => Vec::new(),
            };
            let ends = sentence_starts(&text);
            let mut begun = 0;
            for (nth, (start, end)) in Words::new(&text).enumerate() {
                while ends.get(begun).is_some_and(|e| *e <= start) {
                    begun += 1;
                    sentence += 1;
                }
                let word = &text[start..end];
                let form = self.form(analyzer, word);
                let nth = nth as u64;
                let inside = quotes.iter().position(|q| (q.0..q.1).contains(&nth));
                doc.by_form.entry(form).or_default().push(doc.tokens.len());
                doc.tokens.push(Token {
                    at,
                    piece: n,
                    start,
                    end,
                    form,
                    some_capital: word.chars().any(char::is_uppercase),
                    all_capitals: word.chars().any(char::is_uppercase)
                        && !word.chars().any(char::is_lowercase),
                    sentence,
                    quote: inside.map(|q| quote + q as u32),
                });
                doc.body_words += u64::from(kind == Kind::Body);
                at += 1;
            }
            quote += quotes.len() as u32;
        }
        doc
    }

    fn language(&mut self, name: &str) -> usize {
        let known = self.languages.iter().position(|l| l == name);
        known.unwrap_or_else(|| {
            self.languages.push(name.to_owned());
            self.languages.len() - 1
        })
    }

    fn form(&mut self, analyzer: &mut Analyzer, word: &str) -> u32 {
        let analyzed = analyzer.word(word);
        let form = Form {
            printed: analyzed.printed.to_owned(),
            stem: analyzed.term().to_owned(),
        };
        let next = self.forms.len() as u32;
        let forms = &mut self.forms;
        *self.known.entry(form.clone()).or_insert_with(|| {
            forms.push(form);
            next
        })
    }
}

impl Doc {
    /// The word at a position.
    pub fn token(&self, at: u32) -> Option<&Token> {
        let n = self.tokens.binary_search_by_key(&at, |t| t.at).ok()?;
        self.tokens.get(n)
    }

    pub fn kind(&self, token: &Token) -> Kind {
        self.pieces[token.piece].kind
    }
}

/// Kicker and standfirst are one part of a snippet.
pub fn part_of(kind: Kind) -> Kind {
    match kind {
        Kind::Kicker => Kind::Standfirst,
        other => other,
    }
}

/// Bytes at which a sentence begins, but for the first.
fn sentence_starts(text: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut last = usize::MAX;
    for (start, _) in Words::new(text) {
        let (from, _) = dateline::article::sentences::sentence_around(text, start, text.len());
        if last != usize::MAX && from != last {
            out.push(from.min(start));
        }
        last = from;
    }
    out
}

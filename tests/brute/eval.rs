//! Whether an article matches a query, and what of it is lit.

use std::collections::{BTreeMap, BTreeSet};

use dateline::analysis::fold;
use dateline::article::Article;
use dateline::article::date::Stamp;
use dateline::article::segment::Words;

use super::leaf::{Fits, Place, places, ways};
use super::node::{Case, Node, Zone};
use super::spans::{Lit, Span, TooMany, count_apart, near, not_near, not_same, same, united};
use super::text::{Doc, Kind, Vocabulary, part_of};

/// What a group around a leaf asks of its words.
#[derive(Debug, Clone, Default)]
struct Around {
    zones: Vec<Zone>,
    cases: Vec<Case>,
}

/// Tries queries on articles.
pub struct Matcher<'a> {
    pub vocabulary: &'a Vocabulary,
    pub fits: Fits,
}

/// Lit characters, by part.
pub type LitChars = BTreeMap<Kind, BTreeSet<usize>>;

impl<'a> Matcher<'a> {
    pub fn new(vocabulary: &'a Vocabulary) -> Matcher<'a> {
        Matcher {
            vocabulary,
            fits: Fits::new(vocabulary),
        }
    }

    /// What is lit if the article matches.
    pub fn holds(&mut self, node: &Node, doc: &Doc) -> Result<Option<Lit>, TooMany> {
        self.clause(node, doc, &Around::default())
    }

    fn clause(&mut self, node: &Node, doc: &Doc, around: &Around) -> Result<Option<Lit>, TooMany> {
        let nothing = |holds: bool| Ok(holds.then(Lit::new));
        match node {
            Node::All => nothing(true),
            Node::And(clauses) => {
                let mut lit = Lit::new();
                for clause in clauses {
                    match self.clause(clause, doc, around)? {
                        Some(more) => lit.extend(more),
                        None => return Ok(None),
                    }
                }
                Ok(Some(lit))
            }
            Node::Or(clauses) => {
                let mut lit: Option<Lit> = None;
                for clause in clauses {
                    if let Some(more) = self.clause(clause, doc, around)? {
                        lit.get_or_insert_default().extend(more);
                    }
                }
                Ok(lit)
            }
            Node::Not(inner) if matches!(**inner, Node::Not(_)) => {
                let Node::Not(inner) = &**inner else {
                    return nothing(false);
                };
                self.clause(inner, doc, around)
            }
            Node::Not(inner) => nothing(self.clause(inner, doc, around)?.is_none()),
            Node::Zone(zone, inner) => self.clause(inner, doc, &around.zone(*zone)),
            Node::Case(case, inner) => self.clause(inner, doc, &around.case(*case)),
            Node::Date(from, to) => nothing(is_dated(&doc.article, from, to)),
            Node::Length(from, to) => nothing((*from..=*to).contains(&doc.body_words)),
            Node::Key(name, value) => nothing(has_value(&doc.article, name, value)),
            Node::Name(name, words) => nothing(has_name(&doc.article, name, words)),
            Node::Has(name) => {
                let quoted = doc.tokens.iter().any(|t| t.quote.is_some());
                nothing(doc.article.properties(quoted).any(|p| p == name))
            }
            operator => match lifted(operator) {
                lifted @ (Node::And(_) | Node::Or(_)) => self.clause(&lifted, doc, around),
                lifted => {
                    let spans = self.spans(&lifted, doc, around)?;
                    let lit = || spans.iter().flat_map(|s| s.lit.iter().copied()).collect();
                    Ok((!spans.is_empty()).then(lit))
                }
            },
        }
    }

    fn spans(&mut self, node: &Node, doc: &Doc, around: &Around) -> Result<Vec<Span>, TooMany> {
        match node {
            Node::Word(text) => self.leaf(&[places(text, Place::Word)], 0, doc, around),
            Node::Exact(text) => self.leaf(&[places(text, Place::Exact)], 0, doc, around),
            Node::Fuzzy(word, n) => {
                let place = Place::Fuzzy(word.clone(), *n);
                self.leaf(&[vec![place]], 0, doc, around)
            }
            Node::Regex(r) => self.leaf(&[vec![Place::Regex(r.clone())]], 0, doc, around),
            Node::Wild(w) => self.leaf(&[vec![Place::Wild(w.clone())]], 0, doc, around),
            Node::Phrase(parts, slop) => self.leaf(&ways(parts), *slop, doc, around),
            Node::Or(clauses) => {
                let mut out = Vec::new();
                for clause in clauses {
                    out.extend(self.spans(clause, doc, around)?);
                }
                united(out)
            }
            Node::Near {
                k,
                ordered,
                negated,
                sides,
            } => {
                let a = self.spans(&sides.0, doc, around)?;
                if a.is_empty() {
                    return Ok(a);
                }
                let b = self.spans(&sides.1, doc, around)?;
                let k = (*k).min(99);
                match negated {
                    true => Ok(not_near(a, &b, k, *ordered)),
                    false => near(&a, &b, k, *ordered),
                }
            }
            Node::Same {
                paragraph,
                negated,
                sides,
            } => {
                let a = self.spans(&sides.0, doc, around)?;
                if a.is_empty() {
                    return Ok(a);
                }
                let b = self.spans(&sides.1, doc, around)?;
                match negated {
                    true => Ok(not_same(doc, a, &b, *paragraph)),
                    false => same(doc, &a, &b, *paragraph),
                }
            }
            Node::AtLeast(n, inner) => {
                let spans = self.spans(inner, doc, around)?;
                Ok(if count_apart(&spans) >= *n {
                    spans
                } else {
                    Vec::new()
                })
            }
            Node::First(n, inner) => {
                let mut spans = self.spans(inner, doc, around)?;
                let inside = doc.body_start..doc.body_start + n;
                let in_body = |s: &Span| {
                    doc.token(s.start)
                        .is_some_and(|t| doc.kind(t) == Kind::Body)
                };
                spans
                    .retain(|s| in_body(s) && inside.contains(&s.start) && inside.contains(&s.end));
                Ok(spans)
            }
            Node::Case(case, inner) => self.spans(inner, doc, &around.case(*case)),
            Node::Zone(zone, inner) => self.spans(inner, doc, &around.zone(*zone)),
            other => panic!("no spans: {other}"),
        }
    }

    /// Where one of several ways to fill a leaf stands.
    fn leaf(
        &mut self,
        ways: &[Vec<Place>],
        slop: u32,
        doc: &Doc,
        around: &Around,
    ) -> Result<Vec<Span>, TooMany> {
        let mut out = Vec::new();
        for way in ways {
            let mut filled: Vec<(u32, Vec<u32>)> = Vec::new();
            for (n, place) in way.iter().enumerate() {
                if *place == Place::Any {
                    continue;
                }
                let forms = self.fits.of(place, doc.language, self.vocabulary);
                let mut at: Vec<u32> = Vec::new();
                for form in forms {
                    let tokens = doc.by_form.get(form).into_iter().flatten();
                    let tokens = tokens.map(|t| &doc.tokens[*t]);
                    at.extend(tokens.filter(|t| around.allows(doc, t)).map(|t| t.at));
                }
                at.sort_unstable();
                if at.is_empty() {
                    break;
                }
                filled.push((n as u32, at));
            }
            let wanted = way.iter().filter(|p| **p != Place::Any).count();
            if filled.len() < wanted || filled.is_empty() {
                continue;
            }
            let mut chosen = Vec::new();
            choose(&filled, slop, &mut chosen, &mut |positions| {
                let start = *positions.iter().min().unwrap();
                let end = *positions.iter().max().unwrap();
                let lit = match slop {
                    0 => Lit::from([(start, end)]),
                    _ => positions.iter().map(|p| (*p, *p)).collect(),
                };
                let span = Span {
                    start,
                    end,
                    hollow: false,
                    lit,
                };
                if around.holds(doc, &span) {
                    out.push(span);
                }
            });
        }
        if slop > 0 {
            // Of several ways that begin with the same word, the shortest.
            let all = out.clone();
            out.retain(|s| !all.iter().any(|o| o.start == s.start && o.end < s.end));
        }
        united(out)
    }
}

/// Tries all ways to choose one position for each place, such that their displacements differ by
/// `slop` at most and no word fills two places.
fn choose(
    filled: &[(u32, Vec<u32>)],
    slop: u32,
    chosen: &mut Vec<u32>,
    found: &mut dyn FnMut(&[u32]),
) {
    let Some((offset, positions)) = filled.get(chosen.len()) else {
        return found(chosen);
    };
    for position in positions {
        let shift = |n: usize, p: u32| i64::from(p) - i64::from(filled[n].0);
        let mine = i64::from(*position) - i64::from(*offset);
        let fits = chosen
            .iter()
            .enumerate()
            .all(|(n, p)| p != position && (shift(n, *p) - mine).unsigned_abs() <= u64::from(slop));
        if fits {
            chosen.push(*position);
            choose(filled, slop, chosen, found);
            chosen.pop();
        }
    }
}

impl Around {
    /// A field inside the group of another takes its place, as in other engines.
    fn zone(&self, zone: Zone) -> Around {
        let mut out = self.clone();
        out.zones = vec![zone];
        out
    }

    fn case(&self, case: Case) -> Around {
        let mut out = self.clone();
        out.cases.push(case);
        out
    }

    fn allows(&self, doc: &Doc, token: &super::text::Token) -> bool {
        let cased = self.cases.iter().all(|case| match case {
            Case::Caps => token.some_capital,
            Case::AllCaps => token.all_capitals,
            Case::NoCaps => !token.some_capital,
        });
        cased
            && self
                .zones
                .iter()
                .all(|zone| in_zone(doc, token, *zone).is_some())
    }

    /// Whether a span lies in one stretch of each zone.
    fn holds(&self, doc: &Doc, span: &Span) -> bool {
        self.zones.iter().all(|zone| {
            let of = |at| doc.token(at).and_then(|t| in_zone(doc, t, *zone));
            of(span.start).is_some() && of(span.start) == of(span.end)
        })
    }
}

/// Which stretch of a zone a word is in.
fn in_zone(doc: &Doc, token: &super::text::Token, zone: Zone) -> Option<u32> {
    let kind = doc.kind(token);
    let piece = token.piece as u32;
    let headline = matches!(kind, Kind::Headline | Kind::AltHeadline).then_some(piece);
    let lead = doc.pieces[token.piece].lead.then_some(u32::MAX);
    match zone {
        Zone::Title => headline,
        Zone::Lead => lead,
        Zone::Headlead => headline.or(lead),
        Zone::Body => (kind == Kind::Body).then_some(0),
        Zone::Caption => (kind == Kind::Caption).then_some(piece),
        Zone::Said => token.quote,
    }
}

/// An operator with every AND inside it taken out of it, and OR where an AND was in that.
pub fn lifted(node: &Node) -> Node {
    let children: Vec<Node> = node.children().into_iter().map(lifted).collect();
    let mut out = node.clone();
    for (n, child) in children.iter().enumerate() {
        out = out.with_child(n, child.clone());
    }
    if matches!(out, Node::And(_) | Node::Or(_) | Node::Not(_)) {
        return out;
    }
    for (n, child) in children.iter().enumerate() {
        let split = |all: &[Node]| -> Vec<Node> {
            all.iter()
                .map(|one| lifted(&out.with_child(n, one.clone())))
                .collect()
        };
        match child {
            Node::And(all) => return Node::And(split(all)),
            Node::Or(all) if has_and(child) => return Node::Or(split(&grouped(all))),
            _ => {}
        }
    }
    out
}

/// The operands of an OR however its brackets stood: those with an AND in them by themselves, all others as one.
fn grouped(all: &[Node]) -> Vec<Node> {
    fn flat(all: &[Node], out: &mut Vec<Node>) {
        for one in all {
            match one {
                Node::Or(inner) => flat(inner, out),
                other => out.push(other.clone()),
            }
        }
    }
    let mut operands = Vec::new();
    flat(all, &mut operands);
    let (mut made, mut plain): (Vec<Node>, Vec<Node>) = operands.into_iter().partition(has_and);
    match plain.len() {
        0 => {}
        1 => made.append(&mut plain),
        _ => made.push(Node::Or(plain)),
    }
    made
}

pub fn has_and(node: &Node) -> bool {
    matches!(node, Node::And(_)) || node.children().into_iter().any(has_and)
}

fn is_dated(article: &Article, from: &str, to: &str) -> bool {
    let Some(published) = &article.published else {
        return false;
    };
    let day = |text: &str| Stamp::parse(text).unwrap();
    (from.is_empty() || published.start_utc() >= day(from).start_utc())
        && (to.is_empty() || published.end_utc() <= day(to).end_utc())
}

fn has_value(article: &Article, name: &str, value: &str) -> bool {
    let value = fold(value);
    let is = |text: &str| fold(text) == value;
    let below = |text: &str| is(text) || fold(text).starts_with(&format!("{value}/"));
    match name {
        "source" => article.source.as_deref().is_some_and(is),
        "section" => article.section.iter().any(|s| below(s)),
        "lang" => is(&article.language) || article.language.split('-').next().is_some_and(is),
        "id" => article.id == value || is(&article.id),
        other => panic!("no field {other}"),
    }
}

fn has_name(article: &Article, name: &str, words: &[String]) -> bool {
    let dateline = article.dateline.iter().map(|d| &d.place);
    let related = article.related.iter().map(|r| &r.text);
    let notices = article.correction.iter().chain(&article.notices);
    let values: Vec<&String> = match name {
        "by" => article.authors.iter().collect(),
        "place" => article.places.iter().chain(dateline).collect(),
        "agency" => article.agency.iter().collect(),
        "tag" => article.tags.iter().collect(),
        "url" => article.url.iter().collect(),
        "person" => article.people.iter().collect(),
        "org" => article.organisations.iter().collect(),
        "related" => related.collect(),
        "notice" => notices.collect(),
        other => panic!("no field {other}"),
    };
    let stemmed = matches!(name, "related" | "notice");
    let mut analyzer = dateline::analysis::Analyzer::new();
    if stemmed {
        analyzer.set_language(&article.language);
    }
    let mut cut = |text: &str| -> Vec<String> {
        Words::new(text)
            .map(|(s, e)| analyzer.word(&text[s..e]).term().to_owned())
            .collect()
    };
    let wanted = cut(&words.join(" "));
    values
        .iter()
        .any(|value| cut(value).windows(wanted.len()).any(|w| w == wanted))
}

/// Stretches of words as characters of the article's parts.
pub fn characters(doc: &Doc, lit: &Lit) -> LitChars {
    let mut out = LitChars::new();
    for stretch in lit {
        for (kind, from, to) in pieces(doc, *stretch) {
            out.entry(kind).or_default().extend(from..to);
        }
    }
    out
}

/// A stretch as characters of a part, in one piece for each paragraph.
pub fn pieces(doc: &Doc, (first, last): (u32, u32)) -> Vec<(Kind, usize, usize)> {
    let mut out: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for at in first..=last {
        if let Some(token) = doc.token(at) {
            let range = out.entry(token.piece).or_insert((token.start, token.end));
            range.1 = token.end;
        }
    }
    let of = |(n, (start, end)): (usize, (usize, usize))| {
        let piece = &doc.pieces[n];
        let count = |to: usize| piece.before + piece.text[..to].chars().count();
        // The headline is shown whole, the other one not at all.
        (part_of(piece.kind), count(start), count(end))
    };
    out.into_iter().map(of).collect()
}

/// Lit text by part, for tables: `body[peace talks|truce]`.
pub fn shown(doc: &Doc, lit: &LitChars) -> String {
    let mut parts = Vec::new();
    for (kind, chars) in lit {
        let texts = doc.pieces.iter().filter(|p| part_of(p.kind) == *kind);
        let text: Vec<&str> = texts.map(|p| p.text.as_str()).collect();
        let text: Vec<char> = text.join("\n").chars().collect();
        let mut stretches = vec![String::new()];
        let mut last = None;
        for n in chars {
            if last.is_some_and(|l| l + 1 != *n) {
                stretches.push(String::new());
            }
            stretches.last_mut().unwrap().push(text[*n]);
            last = Some(*n);
        }
        let name = match kind {
            Kind::Headline => "headline",
            Kind::AltHeadline => "alt",
            Kind::Kicker | Kind::Standfirst => "standfirst",
            Kind::Body => "body",
            Kind::Caption => "caption",
        };
        parts.push(format!("{name}[{}]", stretches.join("|")));
    }
    parts.join(" ")
}

//! Trees as query text, in one of the spellings that each form has.

use super::node::{CASES, Case, Node, Part, Zone};
use super::random::Rng;

/// How tightly a printed text holds together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grip {
    SideBySide,
    Or,
    And,
    Proximity,
    Prefix,
    Leaf,
}

/// The query, spellings chosen by `rng`.
pub fn print(node: &Node, rng: &mut Rng) -> String {
    text(node, rng).0
}

fn held(node: &Node, least: Grip, rng: &mut Rng) -> String {
    let (text, grip) = text(node, rng);
    match grip < least || rng.chance(8) {
        true => format!("({text})"),
        false => text,
    }
}

fn one<'a>(rng: &mut Rng, all: &[&'a str]) -> &'a str {
    all[rng.below(all.len())]
}

fn text(node: &Node, rng: &mut Rng) -> (String, Grip) {
    let text = match node {
        Node::All => "*".to_owned(),
        Node::Word(w) => w.clone(),
        Node::Exact(w) => format!("={w}"),
        Node::Fuzzy(w, n) => format!("{w}~{n}"),
        Node::Regex(r) => format!("/{r}/"),
        Node::Wild(w) => match w.strip_suffix('*') {
            Some(begin) if begin.len() > 2 && !begin.contains(['*', '?']) && rng.chance(25) => {
                format!("{begin}!")
            }
            _ => w.clone(),
        },
        Node::Phrase(parts, slop) => {
            let (open, close) = match rng.below(4) {
                0 => ("\u{201c}", "\u{201d}"),
                _ => ("\"", "\""),
            };
            let slop = if *slop > 0 {
                format!("~{slop}")
            } else {
                String::new()
            };
            format!("{open}{}{close}{slop}", phrase(parts))
        }
        Node::Near {
            k,
            ordered,
            negated,
            sides,
        } => {
            let operator = match (*ordered, *negated) {
                (false, false) => one(rng, &["NEAR/", "w/", "NEAR/", "near"]),
                (true, false) => one(rng, &["PRE/", "pre/", "adj", "PRE/"]),
                (false, true) => one(rng, &["NOT NEAR/", "not w/", "NOT w/"]),
                (true, true) => one(rng, &["NOT PRE/", "not pre/"]),
            };
            let left = held(&sides.0, Grip::Proximity, rng);
            let right = held(&sides.1, Grip::Prefix, rng);
            return (format!("{left} {operator}{k} {right}"), Grip::Proximity);
        }
        Node::Same {
            paragraph,
            negated,
            sides,
        } => {
            let operator = match (*paragraph, *negated) {
                (false, false) => "w/s",
                (true, false) => "w/p",
                (false, true) => one(rng, &["NOT w/s", "not w/s"]),
                (true, true) => one(rng, &["NOT w/p", "not w/p"]),
            };
            let left = held(&sides.0, Grip::Proximity, rng);
            let right = held(&sides.1, Grip::Prefix, rng);
            return (format!("{left} {operator} {right}"), Grip::Proximity);
        }
        Node::AtLeast(n, inner) => {
            let name = one(rng, &["ATLEAST/", "atleast"]);
            format!("{name}{n}({})", print(inner, rng))
        }
        Node::First(n, inner) => format!("FIRST/{n}({})", print(inner, rng)),
        Node::Case(case, inner) => {
            let name = CASES.iter().find(|c| c.0 == *case).unwrap().1;
            debug_assert!(matches!(case, Case::Caps | Case::AllCaps | Case::NoCaps));
            format!("{name}({})", print(inner, rng))
        }
        Node::Zone(zone, inner) => {
            let name = match zone {
                Zone::Title => one(rng, &["title:", "headline:", "hd:", "hd="]),
                Zone::Lead => "lead:",
                Zone::Headlead => one(rng, &["headlead:", "hlead:", "hlp="]),
                Zone::Body => "body:",
                Zone::Caption => one(rng, &["caption:", "captions:"]),
                Zone::Said => "said:",
            };
            let bare = matches!(**inner, Node::Word(_) | Node::Phrase(_, 0));
            match bare && !rng.chance(20) {
                true => format!("{name}{}", held_bare(inner, rng)),
                false => format!("{}:({})", &name[..name.len() - 1], print(inner, rng)),
            }
        }
        Node::And(all) => {
            let (joint, grip) = match rng.below(2) {
                0 => (" ", Grip::SideBySide),
                _ => (" AND ", Grip::And),
            };
            let least = match grip {
                Grip::And => Grip::Proximity,
                _ => Grip::Or,
            };
            let texts: Vec<String> = all.iter().map(|n| held(n, least, rng)).collect();
            return (texts.join(joint), grip);
        }
        Node::Or(all) => {
            let texts: Vec<String> = all.iter().map(|n| held(n, Grip::And, rng)).collect();
            return (texts.join(" OR "), Grip::Or);
        }
        Node::Not(inner) => {
            let sign = one(rng, &["-", "NOT "]);
            let inner = held(inner, Grip::Leaf, rng);
            return (format!("{sign}{inner}"), Grip::Prefix);
        }
        Node::Date(from, to) => match (from.as_str(), to.as_str()) {
            (from, to) if from == to => format!("date:{from}"),
            (from, "") => format!("date:{}{from}", one(rng, &[">="])),
            ("", to) => format!("date:<={to}"),
            (from, to) => format!("date:{from}..{to}"),
        },
        Node::Length(from, to) => {
            let name = one(rng, &["words:", "wc:"]);
            format!("{name}{from}..{to}")
        }
        Node::Key(name, value) => {
            let name = match name.as_str() {
                "source" => one(rng, &["source:", "rst=", "outlet:"]),
                "lang" => one(rng, &["lang:", "la=", "language:"]),
                "section" => "section:",
                _ => "id:",
            };
            match value.contains(' ') {
                true => format!("{name}\"{value}\""),
                false => format!("{name}{value}"),
            }
        }
        Node::Name(name, words) => match words.as_slice() {
            [word] => format!("{name}:{word}"),
            words => format!("{name}:\"{}\"", words.join(" ")),
        },
        Node::Has(name) => match name.as_str() {
            "wire" | "undated" => format!("is:{name}"),
            name => format!("has:{name}"),
        },
    };
    (text, Grip::Leaf)
}

/// A word or phrase right behind a colon.
fn held_bare(node: &Node, rng: &mut Rng) -> String {
    text(node, rng).0
}

fn phrase(parts: &[Part]) -> String {
    let texts = parts.iter().map(|part| match part {
        Part::Any => "*".to_owned(),
        Part::Word(w) | Part::Wild(w) => w.clone(),
        Part::Exact(w) => format!("={w}"),
        Part::AnyOf(ways) => {
            let ways: Vec<String> = ways.iter().map(|way| phrase(way)).collect();
            format!("({})", ways.join(" OR "))
        }
    });
    texts.collect::<Vec<String>>().join(" ")
}

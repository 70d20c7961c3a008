//! The tree of a query, and its form with brackets in which tables and messages write it.

use std::fmt;

/// A query. Proximity operands are trees too; what is not allowed there is not built there.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    All,
    Word(String),
    Exact(String),
    Fuzzy(String, usize),
    Regex(String),
    Wild(String),
    Phrase(Vec<Part>, u32),
    Near {
        k: u32,
        ordered: bool,
        negated: bool,
        sides: Box<(Node, Node)>,
    },
    Same {
        paragraph: bool,
        negated: bool,
        sides: Box<(Node, Node)>,
    },
    AtLeast(usize, Box<Node>),
    First(u32, Box<Node>),
    Case(Case, Box<Node>),
    Zone(Zone, Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    /// First and last day, month or year; empty is open.
    Date(String, String),
    /// Words of the body, inclusive.
    Length(u64, u64),
    /// A whole value: source, section, lang, id.
    Key(String, String),
    /// Words of a name in their order: by, place, agency, tag.
    Name(String, Vec<String>),
    Has(String),
}

/// One place of a phrase.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    Any,
    Word(String),
    Exact(String),
    Wild(String),
    AnyOf(Vec<Vec<Part>>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    Caps,
    AllCaps,
    NoCaps,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    Title,
    Lead,
    Headlead,
    Body,
    Caption,
    Said,
}

pub const CASES: [(Case, &str); 3] = [
    (Case::Caps, "caps"),
    (Case::AllCaps, "allcaps"),
    (Case::NoCaps, "nocaps"),
];

pub const ZONES: [(Zone, &str); 6] = [
    (Zone::Title, "title"),
    (Zone::Lead, "lead"),
    (Zone::Headlead, "headlead"),
    (Zone::Body, "body"),
    (Zone::Caption, "caption"),
    (Zone::Said, "said"),
];

impl Node {
    /// Trees directly below this one.
    pub fn children(&self) -> Vec<&Node> {
        match self {
            Node::Near { sides, .. } | Node::Same { sides, .. } => vec![&sides.0, &sides.1],
            Node::AtLeast(_, x)
            | Node::First(_, x)
            | Node::Case(_, x)
            | Node::Zone(_, x)
            | Node::Not(x) => vec![x],
            Node::And(all) | Node::Or(all) => all.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The same with one of its children replaced.
    pub fn with_child(&self, at: usize, new: Node) -> Node {
        let mut out = self.clone();
        match &mut out {
            Node::Near { sides, .. } | Node::Same { sides, .. } => match at {
                0 => sides.0 = new,
                _ => sides.1 = new,
            },
            Node::AtLeast(_, x)
            | Node::First(_, x)
            | Node::Case(_, x)
            | Node::Zone(_, x)
            | Node::Not(x) => **x = new,
            Node::And(all) | Node::Or(all) => all[at] = new,
            _ => {}
        }
        out
    }

    /// Reads the form with brackets: `(near 5 peace (or talks (wild truce*)))`.
    pub fn read(text: &str) -> Node {
        let mut tokens = tokens(text);
        tokens.reverse();
        let form = form(&mut tokens);
        assert!(tokens.is_empty(), "more after the end: {text}");
        node(&form)
    }
}

#[derive(Debug)]
enum Form {
    Atom(String),
    List(Vec<Form>),
}

fn tokens(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '(' | ')' => out.push(c.to_string()),
            '"' => {
                let mut atom = String::from("\"");
                atom.extend(chars.by_ref().take_while(|c| *c != '"'));
                out.push(atom);
            }
            c if c.is_whitespace() => {}
            c => {
                let mut atom = c.to_string();
                while let Some(c) = chars.next_if(|c| !c.is_whitespace() && !"()".contains(*c)) {
                    atom.push(c);
                }
                out.push(atom);
            }
        }
    }
    out
}

fn form(tokens: &mut Vec<String>) -> Form {
    let token = tokens.pop().expect("a form");
    if token != "(" {
        return Form::Atom(token.strip_prefix('"').unwrap_or(&token).to_owned());
    }
    let mut list = Vec::new();
    while tokens.last().is_some_and(|t| t != ")") {
        list.push(form(tokens));
    }
    assert!(tokens.pop().is_some(), "an open bracket");
    Form::List(list)
}

fn atom(form: &Form) -> String {
    match form {
        Form::Atom(text) => text.clone(),
        Form::List(_) => panic!("no atom: {form:?}"),
    }
}

fn number(form: &Form) -> u32 {
    atom(form).parse().expect("a number")
}

fn node(form: &Form) -> Node {
    let list = match form {
        Form::Atom(text) => return Node::Word(text.clone()),
        Form::List(list) => list,
    };
    let (name, rest) = list.split_first().expect("a name");
    let name = atom(name);
    let inner = |n: usize| Box::new(node(&rest[n]));
    let all = || rest.iter().map(node).collect::<Vec<Node>>();
    let sides = |n: usize| Box::new((node(&rest[n]), node(&rest[n + 1])));
    if let Some((case, _)) = CASES.iter().find(|(_, n)| *n == name) {
        return Node::Case(*case, inner(0));
    }
    if let Some((zone, _)) = ZONES.iter().find(|(_, n)| *n == name) {
        return Node::Zone(*zone, inner(0));
    }
    match name.as_str() {
        "all" => Node::All,
        "=" => Node::Exact(atom(&rest[0])),
        "~1" => Node::Fuzzy(atom(&rest[0]), 1),
        "~2" => Node::Fuzzy(atom(&rest[0]), 2),
        "re" => Node::Regex(atom(&rest[0])),
        "wild" => Node::Wild(atom(&rest[0])),
        "ph" => Node::Phrase(rest.iter().map(part).collect(), 0),
        "slop" => Node::Phrase(rest[1..].iter().map(part).collect(), number(&rest[0])),
        "near" | "pre" | "not-near" | "not-pre" => Node::Near {
            k: number(&rest[0]),
            ordered: name.ends_with("pre"),
            negated: name.starts_with("not"),
            sides: sides(1),
        },
        "s" | "p" | "not-s" | "not-p" => Node::Same {
            paragraph: name.ends_with('p'),
            negated: name.starts_with("not"),
            sides: sides(0),
        },
        "atleast" => Node::AtLeast(number(&rest[0]) as usize, inner(1)),
        "first" => Node::First(number(&rest[0]), inner(1)),
        "and" => Node::And(all()),
        "or" => Node::Or(all()),
        "not" => Node::Not(inner(0)),
        "date" => Node::Date(atom(&rest[0]), atom(&rest[1])),
        "length" => Node::Length(number(&rest[0]).into(), number(&rest[1]).into()),
        "has" => Node::Has(atom(&rest[0])),
        "source" | "section" | "lang" | "id" => Node::Key(name, atom(&rest[0])),
        "by" | "place" | "agency" | "tag" | "related" | "notice" | "url" | "person" | "org" => {
            Node::Name(name, rest.iter().map(atom).collect())
        }
        other => panic!("no form `{other}`"),
    }
}

fn part(form: &Form) -> Part {
    let list = match form {
        Form::Atom(text) if text == "*" => return Part::Any,
        Form::Atom(text) => return Part::Word(text.clone()),
        Form::List(list) => list,
    };
    match atom(&list[0]).as_str() {
        "=" => Part::Exact(atom(&list[1])),
        "wild" => Part::Wild(atom(&list[1])),
        "or" => {
            let of = |form: &Form| match form {
                Form::List(list) if matches!(&list[0], Form::Atom(a) if a == "ph") => {
                    list[1..].iter().map(part).collect()
                }
                one => vec![part(one)],
            };
            Part::AnyOf(list[1..].iter().map(of).collect())
        }
        other => panic!("no part `{other}`"),
    }
}

struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = !self.0.is_empty() && !self.0.contains(|c: char| " ()\"".contains(c));
        if plain {
            f.write_str(self.0)
        } else {
            write!(f, "\"{}\"", self.0)
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Any => f.write_str("*"),
            Part::Word(w) => write!(f, "{}", Quoted(w)),
            Part::Exact(w) => write!(f, "(= {})", Quoted(w)),
            Part::Wild(w) => write!(f, "(wild {})", Quoted(w)),
            Part::AnyOf(ways) => {
                f.write_str("(or")?;
                for way in ways {
                    f.write_str(" (ph")?;
                    way.iter().try_for_each(|p| write!(f, " {p}"))?;
                    f.write_str(")")?;
                }
                f.write_str(")")
            }
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, head: &str| {
            write!(f, "({head}")?;
            self.children()
                .iter()
                .try_for_each(|child| write!(f, " {child}"))?;
            f.write_str(")")
        };
        match self {
            Node::All => f.write_str("(all)"),
            Node::Word(w) => write!(f, "{}", Quoted(w)),
            Node::Exact(w) => write!(f, "(= {})", Quoted(w)),
            Node::Fuzzy(w, n) => write!(f, "(~{n} {})", Quoted(w)),
            Node::Regex(w) => write!(f, "(re \"{w}\")"),
            Node::Wild(w) => write!(f, "(wild {})", Quoted(w)),
            Node::Phrase(parts, slop) => {
                match slop {
                    0 => f.write_str("(ph")?,
                    n => write!(f, "(slop {n}")?,
                }
                parts.iter().try_for_each(|p| write!(f, " {p}"))?;
                f.write_str(")")
            }
            Node::Near {
                k,
                ordered,
                negated,
                ..
            } => {
                let not = if *negated { "not-" } else { "" };
                let name = if *ordered { "pre" } else { "near" };
                list(f, &format!("{not}{name} {k}"))
            }
            Node::Same {
                paragraph, negated, ..
            } => {
                let not = if *negated { "not-" } else { "" };
                list(f, &format!("{not}{}", if *paragraph { "p" } else { "s" }))
            }
            Node::AtLeast(n, _) => list(f, &format!("atleast {n}")),
            Node::First(n, _) => list(f, &format!("first {n}")),
            Node::Case(case, _) => list(f, CASES.iter().find(|c| c.0 == *case).unwrap().1),
            Node::Zone(zone, _) => list(f, ZONES.iter().find(|z| z.0 == *zone).unwrap().1),
            Node::And(_) => list(f, "and"),
            Node::Or(_) => list(f, "or"),
            Node::Not(_) => list(f, "not"),
            Node::Date(from, to) => write!(f, "(date {} {})", Quoted(from), Quoted(to)),
            Node::Length(from, to) => write!(f, "(length {from} {to})"),
            Node::Key(name, value) => write!(f, "({name} {})", Quoted(value)),
            Node::Name(name, words) => write!(f, "({name} {})", words.join(" ")),
            Node::Has(name) => write!(f, "(has {name})"),
        }
    }
}

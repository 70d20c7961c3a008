//! A small tree of one record's markup, bounded in depth and size, lenient where real files are.
//!
//! Entities are XML's, numbers and the ones of HTML; those that a document type declares are not
//! expanded, so that none can grow. An end tag closes the nearest element of its name, and one that
//! closes nothing is passed over. A `<` or `&` that begins nothing is text, and so is a comment or
//! CDATA section without an end. What cannot be mended: a quotation mark that is missing in a tag,
//! which hides everything up to the next one.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::names::{parts, usual_prefix};
use crate::ingest::html;

/// Elements below this depth are taken out, and their text is that of the element above.
const MAX_DEPTH: usize = 200;

/// Most elements that a record may have.
const MAX_ELEMENTS: usize = 1_000_000;

/// Most attributes of an element, and most namespace declarations in force, that are looked at.
const MAX_ATTRIBUTES: usize = 64;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// The usual prefix of its namespace, `:` and its local name; the local name alone where the
    /// namespace is that of the record itself, or none.
    pub(super) name: Box<str>,
    /// Names as they are written, values without entities.
    pub(super) attributes: Vec<(Box<str>, Box<str>)>,
    pub(super) children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Its name without a prefix.
    pub(super) fn local(&self) -> &str {
        parts_of(&self.name)
    }

    /// An attribute, blanks at its ends cut off; `None` where that leaves nothing.
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(n, _)| &**n == name)?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of that name in it; a name without a prefix has none.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements()
            .filter(move |element| &*element.name == name)
    }

    /// The first of [`all`](Self::all).
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| &*element.name == name)
    }

    /// The first element below it, at any depth, of that local name.
    pub(super) fn find(&self, local: &str) -> Option<&Element> {
        self.elements()
            .find_map(|element| match element.local() == local {
                true => Some(element),
                false => element.find(local),
            })
    }

    /// Every element below it of that local name, outermost only, in order.
    pub(super) fn find_all<'a>(&'a self, local: &str, found: &mut Vec<&'a Element>) {
        for element in self.elements() {
            match element.local() == local {
                true => found.push(element),
                false => element.find_all(local, found),
            }
        }
    }

    /// All text in it, as it stands.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.push_text(&mut out);
        out
    }

    fn push_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.push_text(out),
            }
        }
    }

    /// All text in it as one line; `None` if there is none.
    pub(super) fn line(&self) -> Option<String> {
        let line = one_line(&self.text());
        (!line.is_empty()).then_some(line)
    }

    /// The line of the first element of that name in it that has one.
    pub(super) fn line_of(&self, name: &str) -> Option<String> {
        self.all(name).find_map(Element::line)
    }
}

/// A text with single blanks.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() && c != '\u{A0}') {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

fn parts_of(name: &str) -> &str {
    parts(name).1
}

/// A prefix in force: the depth of its element, the prefix, and what it usually is.
type Binding = (usize, String, &'static str);

/// Reads markup into a tree; `outer` are prefixes that are declared outside of it.
///
/// # Errors
///
/// No element in it, or too many; the words are for people.
pub(super) fn parse(text: &str, outer: &[(String, String)]) -> Result<Element, String> {
    let mut builder = Builder {
        open: vec![Element::default()],
        hidden: 0,
        bindings: Vec::new(),
        home: None,
        n_elements: 0,
    };
    for (prefix, namespace) in outer {
        builder.bind(0, prefix, namespace);
    }
    builder.read(text)?;
    builder
        .finish()
        .ok_or_else(|| "no element in it".to_owned())
}

struct Builder {
    /// Elements that are open; the first holds the root.
    open: Vec<Element>,
    /// How many elements are open below the deepest that is kept.
    hidden: usize,
    bindings: Vec<Binding>,
    /// The usual prefix of the root's namespace.
    home: Option<String>,
    n_elements: usize,
}

impl Builder {
    fn read(&mut self, text: &str) -> Result<(), String> {
        let mut base = 0;
        // Bytes that may be looked at twice, so that stray signs cannot make the work quadratic.
        let mut patience = text.len() * 8 + 1_000_000;
        'restart: loop {
            let rest = &text[base..];
            let mut reader = Reader::from_str(rest);
            let config = reader.config_mut();
            config.check_end_names = false;
            config.allow_unmatched_ends = true;
            config.allow_dangling_amp = true;
            loop {
                let before = reader.buffer_position() as usize;
                let stray = match reader.read_event() {
                    Ok(Event::Eof) => return Ok(()),
                    Ok(Event::Start(tag)) if is_tag(&tag) => {
                        self.start(&tag)?;
                        false
                    }
                    Ok(Event::Empty(tag)) if is_tag(&tag) => {
                        self.start(&tag)?;
                        self.end(tag.name().as_ref());
                        false
                    }
                    Ok(Event::Start(_) | Event::Empty(_)) => true,
                    Ok(Event::End(tag)) => {
                        self.end(tag.name().as_ref());
                        false
                    }
                    Ok(Event::Text(text)) => {
                        self.text(&text);
                        false
                    }
                    Ok(Event::CData(text)) => {
                        self.text(&text);
                        false
                    }
                    Ok(Event::GeneralRef(name)) => {
                        let entity = format!("&{};", &*name);
                        self.text(&html::unescape(&entity));
                        false
                    }
                    Ok(_) => false,
                    Err(_) => true,
                };
                if !stray {
                    continue;
                }
                // The sign that began it is text, and reading goes on behind it.
                let after = (reader.buffer_position() as usize).max(before);
                let sign = memchr::memchr(b'<', &rest.as_bytes()[before.min(rest.len())..]);
                let Some(sign) = sign.map(|at| before + at) else {
                    self.text(&rest[before.min(rest.len())..]);
                    return Ok(());
                };
                let spent = after.max(sign) - before + 16;
                patience = patience
                    .checked_sub(spent)
                    .ok_or("too many signs `<` that open nothing")?;
                self.text(&html::unescape(&rest[before..sign]));
                let opened = &rest[sign..];
                // The marks of a section without an end are no text.
                let mark = ["<![CDATA[", "<!--"]
                    .into_iter()
                    .find(|m| opened.starts_with(m));
                if mark.is_none() {
                    self.text("<");
                }
                base += sign + mark.map_or(1, str::len);
                continue 'restart;
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        self.n_elements += 1;
        if self.n_elements > MAX_ELEMENTS {
            return Err(format!("more than {MAX_ELEMENTS} elements"));
        }
        let name = tag.name();
        let name: &str = name.as_ref();
        if self.open.len() > MAX_DEPTH {
            self.hidden += 1;
            return Ok(());
        }
        let depth = self.open.len();
        let mut attributes = Vec::new();
        let mut found = tag.html_attributes();
        for attribute in found.with_checks(false).take(MAX_ATTRIBUTES).flatten() {
            let key: &str = attribute.key.as_ref();
            let value = html::unescape(&attribute.value);
            match key.strip_prefix("xmlns") {
                Some("") => self.bind(depth, "", &value),
                Some(prefix) if prefix.starts_with(':') => self.bind(depth, &prefix[1..], &value),
                _ => attributes.push((key.into(), value.into())),
            }
        }
        let name = self.resolve(name);
        self.open.push(Element {
            name,
            attributes,
            children: Vec::new(),
        });
        Ok(())
    }

    fn bind(&mut self, depth: usize, prefix: &str, namespace: &str) {
        if self.bindings.len() < MAX_ATTRIBUTES {
            let usual = usual_prefix(namespace).unwrap_or_default();
            self.bindings.push((depth, prefix.to_owned(), usual));
        }
    }

    /// The name of an element with the usual prefix of its namespace.
    fn resolve(&mut self, name: &str) -> Box<str> {
        let (prefix, local) = parts(name);
        let bound = self.bindings.iter().rev().find(|(_, p, _)| p == prefix);
        let usual = match bound {
            Some((_, _, usual)) if !usual.is_empty() => usual,
            _ => prefix,
        };
        let home = self.home.get_or_insert_with(|| usual.to_owned());
        // Documents of before namespaces, and those that forget them, use none.
        if usual == home || usual.is_empty() {
            return local.into();
        }
        format!("{usual}:{local}").into()
    }

    fn end(&mut self, name: &str) {
        if self.hidden > 0 {
            self.hidden -= 1;
            return;
        }
        if self.home.is_none() {
            return;
        }
        let name = self.resolve(name);
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        // The first holds the root and has no end.
        while self.open.len() > at.max(1) {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(done) = self.open.pop() else {
            return;
        };
        let depth = self.open.len();
        self.bindings
            .retain(|(bound, _, _)| *bound < depth || *bound == 0);
        if let Some(above) = self.open.last_mut() {
            above.children.push(Node::Element(done));
        }
    }

    fn text(&mut self, text: &str) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        match open.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(&text),
            _ => open.children.push(Node::Text(text)),
        }
    }

    fn finish(mut self) -> Option<Element> {
        while self.open.len() > 1 {
            self.close();
        }
        let top = self.open.pop()?;
        top.children.into_iter().find_map(|node| match node {
            Node::Element(root) => Some(root),
            Node::Text(_) => None,
        })
    }
}

/// Whether this is a tag and not a `<` in a text.
fn is_tag(tag: &BytesStart<'_>) -> bool {
    let first = tag.chars().next();
    first.is_some_and(|c| c.is_alphabetic() || c == '_') && !tag.contains('<')
        || first.is_some_and(char::is_alphabetic) && tag.contains('=')
}

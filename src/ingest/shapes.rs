//! The shapes that parts of an article take in JSON dumps: bodies in pieces, names in objects,
//! dates in numbers. Each function reads one part and knows nothing of keys above it.

use std::borrow::Cow;

use crate::article::Caption;
use crate::article::date::Stamp;

use super::html;
use super::node::Node;

/// A text without markup and entities.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if html::is_marked_up(text) {
        return Cow::Owned(html::plain(text));
    }
    html::unescape(text)
}

/// One line of text: markup and entities resolved, blanks at the ends cut off.
pub(super) fn line(node: &Node<'_>) -> Option<String> {
    let text = match node {
        Node::Text(text) => text,
        // A text in a list of its own.
        Node::List(items) => match items.as_slice() {
            [Node::Text(text)] => text,
            _ => return None,
        },
        _ => return None,
    };
    let mut text = html::unescape(text);
    if text.contains("</") {
        text = Cow::Owned(html::plain(&text));
    }
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// An id: a text, a whole number, or the object that MongoDB exports.
pub(super) fn id(node: &Node<'_>) -> Option<String> {
    match node {
        Node::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Node::Number(number) if !number.is_f64() => Some(number.to_string()),
        Node::Map(_) => node.text_of("$oid").map(str::to_owned),
        _ => None,
    }
}

/// A date: a text, Unix seconds or milliseconds, or the object that MongoDB exports.
pub(super) fn date(node: &Node<'_>) -> Option<Stamp> {
    match node {
        Node::Text(text) => Stamp::parse(text),
        Node::Number(number) => number_date(number),
        Node::Map(_) => match node.get("$date")? {
            // Below `$date` every number counts milliseconds, early ones too.
            Node::Number(number) => Stamp::from_unix(number.as_i64()?.div_euclid(1000)),
            inner @ Node::Map(_) => {
                let number: i64 = inner.text_of("$numberLong")?.parse().ok()?;
                Stamp::from_unix(number.div_euclid(1000))
            }
            inner => date(inner),
        },
        _ => None,
    }
    .filter(|stamp| (1600..=2100).contains(&stamp.year_of()))
}

fn number_date(number: &serde_json::Number) -> Option<Stamp> {
    let Some(whole) = number.as_i64() else {
        // Seconds with a fraction.
        let seconds = number.as_f64().filter(|s| (1e8..1e10).contains(s))?;
        return Stamp::parse(&format!("{seconds:.0}"));
    };
    match whole {
        // A number as such, not digits in a text, of nine digits: seconds from 1973 to 2001.
        100_000_000..1_000_000_000 => Stamp::from_unix(whole),
        100_000_000_000..1_000_000_000_000 => Stamp::from_unix(whole / 1000),
        _ => Stamp::parse(&whole.to_string()),
    }
}

/// A list of texts: as given, or one text with `;`, `|` or commas.
pub(super) fn list(node: &Node<'_>) -> Option<Vec<String>> {
    let names: Vec<String> = match node {
        Node::Text(text) => {
            if let Some(items) = written_list(text) {
                return Some(items);
            }
            let mark = [';', '|', ',']
                .into_iter()
                .find(|mark| text.contains(*mark));
            let parts = text.split(mark.unwrap_or('\0'));
            // What pandas and Python write of a list.
            let bare = |part: &str| {
                let marks = |c: char| matches!(c, '[' | ']' | '\'' | '"') || c.is_whitespace();
                html::unescape(part.trim_matches(marks)).into_owned()
            };
            parts.map(bare).filter(|part| !part.is_empty()).collect()
        }
        _ => node.items().iter().map(name).collect::<Option<_>>()?,
    };
    (!names.is_empty()).then_some(names)
}

/// Sections: as `list`, but a single text is one section, whatever marks it has.
pub(super) fn sections(node: &Node<'_>) -> Option<Vec<String>> {
    match node {
        Node::Text(text) if is_written_list(text) => list(node),
        Node::Text(_) => line(node).map(|section| vec![section]),
        _ => list(node),
    }
}

/// The items of a list as Python or JSON writes it; `None` where a quote is not where it should be.
fn written_list(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    let mut items = Vec::new();
    let mut chars = inner.chars();
    loop {
        let Some(quote) = chars.find(|c| !c.is_whitespace()) else {
            return (!items.is_empty()).then_some(items);
        };
        if !matches!(quote, '\'' | '"') {
            return None;
        }
        let mut item = String::new();
        loop {
            match chars.next()? {
                '\\' => match chars.next()? {
                    c @ ('\'' | '"' | '\\') => item.push(c),
                    c => item.extend(['\\', c]),
                },
                c if c == quote => break,
                c => item.push(c),
            }
        }
        let item = html::unescape(item.trim()).into_owned();
        if !item.is_empty() {
            items.push(item);
        }
        match chars.find(|c| !c.is_whitespace()) {
            None | Some(',') => {}
            Some(_) => return None,
        }
    }
}

/// Whether a text is a list as Python or JSON writes it, `['a', 'b']`.
fn is_written_list(text: &str) -> bool {
    let text = text.trim();
    let inner = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    inner.is_some_and(|inner| {
        let inner = inner.trim();
        inner.is_empty() || inner.starts_with(['\'', '"']) && inner.ends_with(['\'', '"'])
    })
}

/// A name: a text, or an object that has one.
fn name(node: &Node<'_>) -> Option<String> {
    const KEYS: &[&str] = &[
        "name",
        "full_name",
        "fullname",
        "term",
        "value",
        "title",
        "label",
    ];
    match node {
        Node::Text(_) => line(node),
        Node::Map(_) => {
            let named = KEYS.iter().find_map(|key| node.get(key).and_then(line));
            named.or_else(|| {
                let part = |key| node.text_of(key).map(str::trim);
                match (part("firstname"), part("lastname")) {
                    (Some(first), Some(last)) => Some(format!("{first} {last}")),
                    (None, Some(last)) => Some(last.to_owned()),
                    _ => None,
                }
            })
        }
        _ => None,
    }
}

/// The people that an author field names, and the line as printed if it is one.
pub(super) fn authors(node: &Node<'_>) -> Option<(Option<String>, Vec<String>)> {
    let from_line = |line: String| {
        let names = crate::article::byline::authors(&line);
        let names = if names.is_empty() {
            vec![line.clone()]
        } else {
            names
        };
        (Some(line), names)
    };
    match node {
        Node::Text(text) if is_written_list(text) => list(node).map(|names| (None, names)),
        Node::Text(_) => line(node).map(from_line),
        Node::Map(_) => name(node).map(|name| (None, vec![name])),
        _ => {
            let names: Option<Vec<String>> = node
                .items()
                .iter()
                .filter(|item| !item.is_empty())
                .map(name)
                .collect();
            names
                .filter(|names| !names.is_empty())
                .map(|names| (None, names))
        }
    }
}

/// Whether [`authors`] finds any, without taking a line apart.
pub(super) fn names_authors(node: &Node<'_>) -> bool {
    match node {
        Node::Text(text) if !is_written_list(text) => line(node).is_some(),
        _ => authors(node).is_some(),
    }
}

/// Captions: texts, or objects with a text and a credit.
pub(super) fn captions(node: &Node<'_>) -> Option<Vec<Caption>> {
    let one = std::slice::from_ref(node);
    let items = if node.items().is_empty() {
        one
    } else {
        node.items()
    };
    items.iter().map(caption).collect()
}

/// One caption.
pub(super) fn caption(node: &Node<'_>) -> Option<Caption> {
    let key = |keys: &[&str]| keys.iter().find_map(|key| node.get(key).and_then(line));
    let caption = match node {
        Node::Text(_) => Caption {
            text: line(node)?,
            ..Caption::default()
        },
        _ => Caption {
            text: key(&["text", "caption", "fullcaption", "blurb", "body_text"])
                .unwrap_or_default(),
            credit: key(&["credit", "credits", "photographer", "copyright"]),
            agency: key(&["agency"]),
        },
    };
    (!caption.text.is_empty() || caption.credit.is_some()).then_some(caption)
}

/// A body, and what else came with it in pieces.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// Paragraphs that the dump divided itself, taken as they are.
    pub(super) paragraphs: Option<Vec<String>>,
    /// Running text, still to be taken apart.
    pub(super) text: String,
    pub(super) kicker: Option<String>,
    pub(super) title: Option<String>,
    pub(super) standfirst: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) published: Option<Stamp>,
    pub(super) captions: Vec<Caption>,
    /// Whether every piece is marked up, not only those with paragraphs of their own.
    markup: bool,
}

/// Reads a body: a text, a list of paragraphs, sections with headings, or typed pieces.
///
/// A list of texts is kept as paragraphs if `as_is`; else it is joined and taken apart.
pub(super) fn body(node: &Node<'_>, as_is: bool) -> Option<Body> {
    match node {
        Node::Text(text) => Some(Body {
            text: plain(text).into_owned(),
            ..Body::default()
        }),
        Node::List(items) if items.iter().all(|item| item.as_text().is_some()) => {
            let texts = items.iter().filter_map(Node::as_text);
            let texts = texts.filter(|text| !text.trim().is_empty());
            Some(if as_is {
                Body {
                    paragraphs: Some(texts.map(str::to_owned).collect()),
                    ..Body::default()
                }
            } else {
                let mut body = Body::default();
                texts.for_each(|text| body.push("", text));
                body
            })
        }
        Node::List(pieces) if pieces.iter().any(|piece| piece.get("content").is_some()) => {
            Some(pieces_of(pieces))
        }
        Node::List(items) => {
            // Paragraphs in objects.
            let mut body = Body::default();
            for item in items {
                let text = item.as_text().or_else(|| item.text_of("text"))?;
                body.push("", text);
            }
            Some(body)
        }
        Node::Map(_) => sections_of(node),
        _ => None,
    }
    .filter(|body| !body.is_empty())
}

impl Body {
    fn push(&mut self, mark: &str, text: &str) {
        let text = if self.markup {
            Cow::Owned(html::plain(text))
        } else {
            plain(text)
        };
        let text = text.trim();
        if !text.is_empty() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.text.push_str(mark);
            self.text.push_str(text);
        }
    }

    fn is_empty(&self) -> bool {
        self.paragraphs.as_ref().is_none_or(Vec::is_empty)
            && self.text.trim().is_empty()
            && self.title.is_none()
            && self.captions.is_empty()
    }
}

/// `{summary: [..], sections: [{headline: [..], paragraphs: [..]}]}`, as Fundus writes it.
fn sections_of(node: &Node<'_>) -> Option<Body> {
    let mut body = Body::default();
    let summary: Vec<&str> = node
        .get("summary")
        .map_or(&[][..], Node::items)
        .iter()
        .filter_map(Node::as_text)
        .collect();
    body.standfirst = (!summary.is_empty()).then(|| summary.join("\n"));
    for section in node.get("sections")?.items() {
        let lines = |key| section.get(key).map_or(&[][..], Node::items);
        for heading in lines("headline").iter().filter_map(Node::as_text) {
            body.push("## ", heading);
        }
        for paragraph in lines("paragraphs").iter().filter_map(Node::as_text) {
            body.push("", paragraph);
        }
    }
    Some(body)
}

/// Typed pieces, as in the Washington Post collection: `[{type, subtype, content, ..}]`.
fn pieces_of(pieces: &[Node<'_>]) -> Body {
    let mut body = Body {
        markup: true,
        ..Body::default()
    };
    for piece in pieces {
        let content = piece.get("content");
        let text = content.and_then(Node::as_text);
        let fill = |slot: &mut Option<String>| {
            if slot.is_none() {
                *slot = content.and_then(line);
            }
        };
        match (piece.text_of("type"), piece.text_of("subtype")) {
            (Some("kicker"), _) => fill(&mut body.kicker),
            (Some("title"), _) => fill(&mut body.title),
            (Some("deck" | "dek" | "subtitle"), _) => fill(&mut body.standfirst),
            (Some("byline"), _) => fill(&mut body.byline),
            (Some("date"), _) => body.published = body.published.or(content.and_then(date)),
            (Some("image" | "video" | "gallery"), _) => body.captions.extend(caption(piece)),
            (Some("list"), _) => {
                for item in content.map_or(&[][..], Node::items) {
                    body.push("- ", item.as_text().unwrap_or_default());
                }
            }
            (Some("sanitized_html" | "text" | "html" | "paragraph" | "tweet") | None, subtype) => {
                let heading = matches!(subtype, Some("subhead" | "heading" | "header"));
                body.push(if heading { "## " } else { "" }, text.unwrap_or_default());
            }
            // Author notes, adverts and players are no part of the article.
            _ => {}
        }
    }
    body
}

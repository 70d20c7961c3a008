//! Sorts the keys of one JSON record into the parts of an article.
//!
//! Of several keys for one part the surest that can be read is taken; whatever is not taken goes
//! into `extra`. What keys mean is in `keys.rs`, the shapes of values in `shapes.rs`.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::article::date::Stamp;
use crate::article::{self, Article, DateFrom};

use super::keys::{KeyMap, TARGETS, Target, push_plain};
use super::node::Node;
use super::shapes;

/// Largest value that is kept in `extra`, in bytes.
const MAX_EXTRA_BYTES: usize = 64 * 1024;

/// The surest value for each part so far.
#[derive(Default)]
pub(super) struct Gathered<'a> {
    picks: [Option<Pick<'a>>; TARGETS],
    /// The first publication date that cannot be read, with its key.
    unread_date: Option<(String, Node<'a>)>,
}

/// A value taken for a part.
struct Pick<'a> {
    rank: u32,
    key: String,
    node: Node<'a>,
}

impl<'a> Gathered<'a> {
    /// Sorts the keys of an object that lies at `path`; what has no use goes into `rest`.
    pub(super) fn read(
        &mut self,
        pairs: Vec<(Cow<'a, str>, Node<'a>)>,
        path: &mut String,
        keys: &KeyMap,
        rest: &mut Map<String, Value>,
    ) {
        for (key, node) in pairs {
            if node.is_empty() {
                continue;
            }
            let above = path.len();
            if above > 0 {
                path.push('.');
            }
            push_plain(path, &key);
            self.sort(key.into_owned(), node, path, keys, rest);
            path.truncate(above);
        }
    }

    fn sort(
        &mut self,
        key: String,
        node: Node<'a>,
        path: &mut String,
        keys: &KeyMap,
        rest: &mut Map<String, Value>,
    ) {
        let mut unread = false;
        for (target, rank) in keys.meanings(path) {
            if !is_readable(*target, &node) {
                unread |= *target == Target::Published && !says_nothing(&node);
                continue;
            }
            let slot = &mut self.picks[*target as usize];
            // Said twice, it is said once.
            if slot.as_ref().is_some_and(|pick| pick.node == node) {
                return;
            }
            if slot.as_ref().is_some_and(|pick| pick.rank <= *rank) {
                continue;
            }
            let pick = Pick {
                rank: *rank,
                key: key.clone(),
                node,
            };
            match slot.replace(pick) {
                None => return,
                Some(loser) => {
                    keep(rest, loser.key, loser.node);
                    return;
                }
            }
        }
        match node {
            Node::Text(_) | Node::Number(_) if unread && self.unread_date.is_none() => {
                self.unread_date = Some((key, node));
            }
            // A search engine's export holds the record one level down.
            Node::Map(pairs) if path == "source" && key == "_source" => {
                path.clear();
                self.read(pairs, path, keys, rest);
                path.push_str("source");
            }
            Node::Map(pairs) if keys.is_parent(path) => {
                let mut inner = Map::new();
                self.read(pairs, path, keys, &mut inner);
                if !inner.is_empty() {
                    rest.insert(key, Value::Object(inner));
                }
            }
            _ => {
                if path == "images" {
                    self.captions_of_images(&node);
                }
                keep(rest, key, node);
            }
        }
    }

    /// Takes the captions out of a list of images, which itself goes into `extra`.
    fn captions_of_images(&mut self, images: &Node<'a>) {
        let captions: Vec<Node<'a>> = images
            .items()
            .iter()
            .filter_map(|image| image.get("caption").cloned())
            .filter(|caption| caption.as_text().is_some())
            .collect();
        let slot = &mut self.picks[Target::Captions as usize];
        if slot.is_none() && !captions.is_empty() {
            *slot = Some(Pick {
                rank: u32::MAX,
                key: "images".to_owned(),
                node: Node::List(captions),
            });
        }
    }

    fn take(&mut self, target: Target) -> Option<Node<'a>> {
        self.picks[target as usize].take().map(|pick| pick.node)
    }

    fn line(&mut self, target: Target) -> Option<String> {
        self.take(target).as_ref().and_then(shapes::line)
    }

    fn list(&mut self, target: Target) -> Vec<String> {
        let node = self.take(target);
        node.as_ref().and_then(shapes::list).unwrap_or_default()
    }

    /// Sections; below a key in the plural, one text is a list too, as tables write it.
    fn sections(&mut self) -> Vec<String> {
        let Some(pick) = self.picks[Target::Section as usize].take() else {
            return Vec::new();
        };
        let plural = matches!(pick.key.to_lowercase().as_str(), "categories" | "sections");
        let read = if plural {
            shapes::list
        } else {
            shapes::sections
        };
        read(&pick.node).unwrap_or_default()
    }

    fn date(&mut self, target: Target) -> Option<Stamp> {
        self.take(target).as_ref().and_then(shapes::date)
    }

    /// A part in the form in which Dateline writes it.
    fn own<T: serde::de::DeserializeOwned>(&mut self, target: Target) -> Option<T> {
        let value = self.take(target)?.into_value();
        serde_json::from_value(value).ok()
    }

    /// Builds the article, `extra` being what was not taken.
    pub(super) fn into_article(mut self, extra: Map<String, Value>) -> Article {
        let mut article = Article {
            id: self
                .take(Target::Id)
                .as_ref()
                .and_then(shapes::id)
                .unwrap_or_default(),
            url: self.line(Target::Url),
            source: self.line(Target::Source).map(outlet),
            title: self.line(Target::Title).unwrap_or_default(),
            alt_title: self.line(Target::AltTitle),
            kicker: self.line(Target::Kicker),
            standfirst: self.line(Target::Standfirst),
            byline: self.line(Target::Byline),
            agency: self.line(Target::Agency),
            dateline: self.own(Target::Dateline),
            published: self.date(Target::Published),
            updated: self.date(Target::Updated),
            crawled: self.date(Target::Crawled),
            not_before: self.date(Target::NotBefore),
            tags: self.list(Target::Tags),
            places: self.list(Target::Places),
            people: self.list(Target::People),
            organisations: self.list(Target::Organisations),
            language: self
                .line(Target::Language)
                .map(language)
                .unwrap_or_default(),
            related: self.own(Target::Related).unwrap_or_default(),
            correction: self.list_as_is(Target::Correction),
            notices: self.list_as_is(Target::Notices),
            extra,
            ..Article::default()
        };
        article.section = self.sections();
        let captions = self.take(Target::Captions);
        article.captions = captions
            .as_ref()
            .and_then(shapes::captions)
            .unwrap_or_default();
        if let Some((line, names)) = self
            .take(Target::Authors)
            .as_ref()
            .and_then(shapes::authors)
        {
            article.byline = article.byline.or(line);
            article.authors = names;
        } else if let Some(line) = &article.byline {
            article.authors = article::byline::authors(line);
        }
        if let Some(Value::Object(more)) = self.take(Target::Extra).map(Node::into_value) {
            article.extra.extend(more);
        }
        self.fill_body(&mut article);
        if article.published.is_some() {
            article.date_from.get_or_insert(DateFrom::Field);
        }
        if let Some((key, date)) = self.unread_date {
            let key = if article.published.is_some() {
                key
            } else {
                "unread_date".to_owned()
            };
            keep(&mut article.extra, key, date);
        }
        article
    }

    /// Texts that may hold commas: a list, or one text as a whole.
    fn list_as_is(&mut self, target: Target) -> Vec<String> {
        let node = self.take(target);
        node.as_ref().and_then(shapes::sections).unwrap_or_default()
    }

    fn fill_body(&mut self, article: &mut Article) {
        let Some(pick) = self.picks[Target::Body as usize].take() else {
            return;
        };
        let Some(body) = shapes::body(&pick.node, pick.key == "body") else {
            return;
        };
        if article.title.is_empty() {
            article.title = body.title.unwrap_or_default();
        }
        article.kicker = article.kicker.take().or(body.kicker);
        article.standfirst = article.standfirst.take().or(body.standfirst);
        article.published = article.published.or(body.published);
        article.captions.extend(body.captions);
        if article.byline.is_none()
            && let Some(line) = body.byline
        {
            if article.authors.is_empty() {
                article.authors = article::byline::authors(&line);
            }
            article.byline = Some(line);
        }
        match body.paragraphs {
            Some(paragraphs) => article.body = paragraphs,
            None => article::take_apart_body(&body.text, article),
        }
    }
}

/// Whether a value has a shape that the part can be read from.
fn is_readable(target: Target, node: &Node<'_>) -> bool {
    match target {
        Target::Id => shapes::id(node).is_some(),
        Target::Url => shapes::line(node).is_some_and(|url| is_absolute(&url)),
        Target::Published | Target::Updated | Target::Crawled | Target::NotBefore => {
            shapes::date(node).is_some()
        }
        Target::Tags | Target::Places | Target::People | Target::Organisations => {
            shapes::list(node).is_some()
        }
        Target::Section | Target::Correction | Target::Notices => shapes::sections(node).is_some(),
        Target::Authors => shapes::names_authors(node),
        Target::Captions => shapes::captions(node).is_some(),
        // A body is read once, when all keys are known: it may be long.
        Target::Body => match node {
            Node::Text(_) => true,
            Node::List(_) | Node::Map(_) => shapes::body(node, false).is_some(),
            _ => false,
        },
        Target::Dateline => matches!(node, Node::Map(_)),
        Target::Related => matches!(node, Node::List(_)),
        Target::Extra => matches!(node, Node::Map(_)),
        _ => shapes::line(node).is_some(),
    }
}

/// Whether a text only says that there is no value.
fn says_nothing(node: &Node<'_>) -> bool {
    let text = node.as_text().unwrap_or("?").trim();
    ["none", "null", "nan", "nat", "n/a", "unknown", "-"]
        .iter()
        .any(|nothing| nothing.eq_ignore_ascii_case(text))
}

/// Whether an address says where it leads without another one.
fn is_absolute(url: &str) -> bool {
    let host = url.split(['/', '?', '#']).next().unwrap_or_default();
    url.contains("://") || url.starts_with("//") || host.contains('.') && !host.contains(' ')
}

/// The name of an outlet, or its domain without `www`.
fn outlet(name: String) -> String {
    let name_is_domain = name.contains('.') && !name.contains(' ');
    match name.strip_prefix("www.") {
        Some(domain) if name_is_domain => domain.to_lowercase(),
        _ => name,
    }
}

/// The usual tag of a language that a dump names.
fn language(name: String) -> String {
    let tag = name.replace('_', "-");
    match tag.to_lowercase().as_str() {
        "english" => "en".to_owned(),
        "german" | "deutsch" => "de".to_owned(),
        "french" | "français" => "fr".to_owned(),
        "spanish" | "español" => "es".to_owned(),
        "italian" | "italiano" => "it".to_owned(),
        "portuguese" | "português" => "pt".to_owned(),
        "dutch" | "nederlands" => "nl".to_owned(),
        "russian" => "ru".to_owned(),
        "chinese" => "zh".to_owned(),
        "japanese" => "ja".to_owned(),
        "arabic" => "ar".to_owned(),
        lower if lower.len() <= 3 => lower.to_owned(),
        _ => tag,
    }
}

/// Puts a value into `extra`; one that is too large leaves a note instead.
pub(super) fn keep(extra: &mut Map<String, Value>, key: String, node: Node<'_>) {
    let size = node.size();
    if size <= MAX_EXTRA_BYTES {
        extra.insert(key, node.into_value());
        return;
    }
    let note = json!(format!("{key}: {size} bytes"));
    match extra.entry("left_out").or_insert_with(|| json!([])) {
        Value::Array(notes) => notes.push(note),
        other => *other = note,
    }
}

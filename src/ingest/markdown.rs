//! Markdown: front matter, lines of `**Key:** value` below the headline, and the text without its
//! marks.

use std::borrow::Cow;
use std::ops::ControlFlow;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::digest::{Begins, Digest};
use super::emit::Emitter;
use super::encoding;
use super::format::Format;
use super::front_matter::{self, Pairs};
use super::keys::{KeyMap, push_plain};
use super::node::Node;
use super::readers::{Input, Reader};
use super::sniff::Head;
use super::text::{date_of_name, read_whole};
use super::{Fault, RawRecord, check_content, html, json, set_provenance};
use crate::article::{self, Article, DateFrom};

/// Markdown files.
pub(super) const READER: Reader = Reader {
    format: Format::Markdown,
    knows,
    split,
    article,
};

/// Several articles in a file, divided by rules.
const DIGEST: Digest = Digest {
    divides: |line| matches!(line, b"---" | b"***" | b"___" | b"* * *" | b"- - -"),
    begins: |lines| match lines {
        [title] if title.starts_with(b"# ") => Begins::Perhaps,
        [title, line] if title.starts_with(b"# ") && key_of(line).is_some() => Begins::Yes,
        _ => Begins::No,
    },
};

fn knows(head: &Head<'_>) -> bool {
    let named = matches!(head.extension(), "md" | "markdown" | "mdown" | "mkd");
    let marked = head.text.starts_with(b"---") || head.text.starts_with(b"+++");
    if named || !marked {
        return named && !head.begins("<!doctype") && !head.begins("<html");
    }
    // Any text may have front matter, but a line of dashes alone is none.
    let text = String::from_utf8_lossy(head.text);
    front_matter::read(&text).is_some_and(|front| !front.faulty && !front.pairs.is_empty())
}

/// Reads the whole file as one article, or a digest one by one.
fn split(input: Input<'_>, emit: &mut Emitter<'_>) -> ControlFlow<()> {
    let Input { stream, max_bytes } = input;
    if let Ok(head) = stream.fill_buf() {
        let mark = if head.starts_with(b"\xEF\xBB\xBF") {
            3
        } else {
            0
        };
        let text = String::from_utf8_lossy(&head[mark..]);
        let front = front_matter::read(&text).map_or(0, |front| front.end);
        let is_utf_8 = text.get(..front).map(str::as_bytes) == head.get(mark..mark + front);
        if is_utf_8 && DIGEST.knows(&head[mark + front..]) {
            emit.context = (front > 0).then(|| head[mark..mark + front].into());
            return DIGEST.split(Input { stream, max_bytes }, mark + front, emit);
        }
    }
    read_whole(Input { stream, max_bytes }, emit)
}

/// The key of a line `**Key:** value` or `**Key**: value`.
fn key_of(line: &[u8]) -> Option<(&str, &str)> {
    let line = std::str::from_utf8(line).ok()?.trim();
    let (key, value) = line.strip_prefix("**")?.split_once("**")?;
    let (key, value) = match key.strip_suffix(':') {
        Some(key) => (key, value),
        None => (key, value.strip_prefix(':')?),
    };
    let named = !key.is_empty() && key.len() <= 40 && !key.contains('*');
    named.then_some((key, value.trim()))
}

/// Reads one article.
fn article(record: &RawRecord, keys: &KeyMap) -> Result<Article, Fault> {
    let decoded = encoding::decode(&record.bytes, None)?;
    let text = decoded.text.as_ref();
    if text.trim().is_empty() {
        return Err(Fault::new("nothing but white space"));
    }
    let mut pairs = Pairs::new();
    let mut faulty = false;
    let mut rest = text;
    if let Some(front) = front_matter::read(text) {
        rest = &text[front.end..];
        faulty = front.faulty;
        pairs.extend(front.pairs);
    }
    let (title, rest) = headed(rest, keys, &mut pairs);
    let head = record.context.as_deref();
    if let Some(front) = head.and_then(|head| front_matter::read(std::str::from_utf8(head).ok()?)) {
        pairs.extend(front.pairs);
    }
    let mut found = Found::default();
    found.render(rest);
    for (_, node) in pairs.iter_mut().filter(|(key, _)| key == "title") {
        if let Node::Text(title) = node
            && title.contains(['*', '_', '`', '['])
        {
            *title = without_marks(title).into();
        }
    }
    let in_front = pairs
        .iter()
        .any(|(key, node)| is_title(key, keys) && !node.is_empty());
    let title = title.map(without_marks);
    let mut article = if pairs.is_empty() {
        // Without keys the text is as any other.
        let text = match title {
            Some(title) => format!("# {title}\n\n{}", found.text),
            None => found.text,
        };
        let mut article = article::parse_text(&text).article;
        check_content(&article)?;
        set_provenance(&mut article, record);
        article
            .captions
            .extend(found.captions.into_iter().map(caption));
        article
    } else {
        let mut text = found.text;
        match title {
            Some(title) if in_front => text = format!("# {title}\n\n{text}"),
            Some(title) => pairs.push(("title".into(), Node::Text(title.into()))),
            None => {}
        }
        if !text.is_empty() {
            pairs.push(("body".into(), Node::Text(text.into())));
        }
        let mut article = json::of_pairs(pairs, record, keys)?;
        article
            .captions
            .extend(found.captions.into_iter().map(caption));
        article
    };
    encoding::note(&mut article, decoded.encoding);
    if faulty {
        let note = "not right, read line by line";
        article.extra.insert("front_matter".to_owned(), note.into());
    }
    article::finish(&mut article);
    let name = record.dump.rsplit(['/', '\\']).next().unwrap_or_default();
    if article.published.is_none()
        && let Some(day) = date_of_name(name, false)
    {
        article.published = Some(day);
        article.date_from = Some(DateFrom::FileName);
    }
    Ok(article)
}

fn is_title(key: &str, keys: &KeyMap) -> bool {
    use super::keys::Target;
    let mut plain = String::new();
    push_plain(&mut plain, key);
    keys.meanings(&plain)
        .iter()
        .any(|(target, _)| *target == Target::Title)
}

fn caption(text: String) -> article::Caption {
    article::Caption {
        text,
        ..article::Caption::default()
    }
}

/// Takes the headline and the lines of keys off the top of a text; keys count once one is known.
fn headed<'a>(text: &'a str, keys: &KeyMap, pairs: &mut Pairs) -> (Option<&'a str>, &'a str) {
    let mut title = None;
    let mut rest = text.trim_start_matches('\u{FEFF}');
    let mut known = false;
    loop {
        let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
        let bare = line.trim();
        if let Some(headline) = bare.strip_prefix("# ")
            && title.is_none()
            && !known
        {
            title = Some(headline.trim().trim_end_matches('#').trim_end());
        } else if let Some((key, value)) = key_of(bare.as_bytes()) {
            let mut plain = String::new();
            push_plain(&mut plain, key);
            known |= !keys.meanings(&plain).is_empty();
            if !known {
                break;
            }
            let value = value.trim_matches(['<', '>']).to_owned();
            pairs.push((Cow::Owned(key.to_owned()), Node::Text(value.into())));
        } else if !bare.is_empty() {
            break;
        }
        rest = below;
        if rest.is_empty() {
            break;
        }
    }
    (title, rest)
}

/// One line without its marks.
fn without_marks(line: &str) -> String {
    let mut found = Found::default();
    found.render(line);
    found.text.replace('\n', " ")
}

/// A text without its marks, and the words at its pictures.
#[derive(Default)]
struct Found {
    text: String,
    captions: Vec<String>,
    /// The paragraph that is being read, and the mark in front of it.
    block: String,
    mark: String,
    image: Option<String>,
}

impl Found {
    fn render(&mut self, text: &str) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let mut markup = String::new();
        for (event, place) in Parser::new_ext(text, options).into_offset_iter() {
            match event {
                Event::Start(tag) => self.open(tag, &text[place]),
                Event::End(TagEnd::HtmlBlock) => {
                    let plain = html::plain(&std::mem::take(&mut markup));
                    self.block.push_str(&plain);
                    self.end();
                }
                Event::End(tag) => self.close(tag),
                Event::Text(text) | Event::Code(text) => self.push(&text),
                Event::Html(part) => markup.push_str(&part),
                Event::InlineHtml(tag) if tag.starts_with("<br") => self.push("\n"),
                Event::SoftBreak | Event::HardBreak => self.push("\n"),
                _ => {}
            }
        }
        self.end();
    }

    fn open(&mut self, tag: Tag<'_>, source: &str) {
        match tag {
            Tag::Heading { level, .. } => {
                self.end();
                let level = match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    HeadingLevel::H3 => 3,
                    HeadingLevel::H4 => 4,
                    HeadingLevel::H5 => 5,
                    HeadingLevel::H6 => 6,
                };
                self.mark = format!("{} ", "#".repeat(level));
            }
            Tag::Item => {
                self.end();
                // The number as printed, which Markdown itself would count anew.
                let number = source.trim_start();
                let digits = number.bytes().take_while(u8::is_ascii_digit).count();
                self.mark = match digits {
                    0 => "- ".to_owned(),
                    _ => format!("{}. ", &number[..digits]),
                };
            }
            Tag::Image { title, .. } => self.image = Some(title.into_string()),
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Table(_)
                if !self.block.is_empty() =>
            {
                self.end();
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => {
                let caption = self.image.take().unwrap_or_default();
                if caption.split_whitespace().count() > 1 {
                    self.captions.push(caption.trim().to_owned());
                }
            }
            TagEnd::TableCell => self.push(" "),
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::List(_)
            | TagEnd::CodeBlock
            | TagEnd::BlockQuote(_)
            | TagEnd::TableHead
            | TagEnd::TableRow => self.end(),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        match &mut self.image {
            // The title of a picture says more than the text in its place.
            Some(caption) if caption.is_empty() => caption.push_str(text),
            Some(_) => {}
            None => self.block.push_str(text),
        }
    }

    fn end(&mut self) {
        let block = std::mem::take(&mut self.block);
        let block = block.trim();
        let mark = std::mem::take(&mut self.mark);
        if block.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(&mark);
        self.text.push_str(block);
    }
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;

//! Taking an article apart: which line is headline, credit, dateline, body, link or boilerplate.
//!
//! The entry points and the order of the rules. Each rule lives in its own module and claims the
//! blocks that it knows; what none claims is body.

use std::borrow::Cow;

use super::blocks::{self, Block, ends_sentence};
use super::boilerplate::{self, Zone};
use super::record::Article;
use super::{address, byline, captions, dateline, finish, header, headline, opening, tail};

/// What a line of an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Nothing, or a line that only draws.
    Blank,
    /// The headline.
    Title,
    /// The other of two headlines.
    AltTitle,
    /// The label above the headline.
    Kicker,
    /// The summary below the headline.
    Standfirst,
    /// The line that names the writers.
    Byline,
    /// The first line of the body, where it carries a dateline.
    Dateline,
    /// Running text.
    Body,
    /// A heading inside the body.
    Subheading,
    /// Words under a picture.
    Caption,
    /// Who made or supplied the picture.
    Credit,
    /// A link to another article.
    Related,
    /// The line that gives the address.
    Source,
    /// A correction or editor's note.
    Correction,
    /// Boilerplate, sign-offs, disclaimers.
    Notice,
    /// A reader's comment; kept nowhere.
    Comment,
}

impl Part {
    /// Its name, as `dateline parse` prints it.
    pub fn name(self) -> &'static str {
        match self {
            Part::Blank => "blank",
            Part::Title => "title",
            Part::AltTitle => "alt_title",
            Part::Kicker => "kicker",
            Part::Standfirst => "standfirst",
            Part::Byline => "byline",
            Part::Dateline => "dateline",
            Part::Body => "body",
            Part::Subheading => "subheading",
            Part::Caption => "caption",
            Part::Credit => "credit",
            Part::Related => "related",
            Part::Source => "source",
            Part::Correction => "correction",
            Part::Notice => "notice",
            Part::Comment => "comment",
        }
    }
}

/// A line of input beside what it became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinePart {
    /// Number of the line, from 1.
    pub line: u32,
    /// What it was found to be.
    pub part: Part,
    /// The line as it was read.
    pub text: String,
}

/// An article, and how each line of its text was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The finished record.
    pub article: Article,
    /// Every line of the input, in order.
    pub lines: Vec<LinePart>,
}

/// Takes apart a whole plain-text file.
///
/// Never fails: text that shows no structure becomes body. Linear in the length of the text.
pub fn parse_text(text: &str) -> Parsed {
    let unfolded = unfold(text);
    let text = unfolded.as_deref().unwrap_or(text);
    let mut blocks = blocks::split(text);
    let mut article = Article::default();
    claim_source(&mut blocks, &mut article);
    let url = article.url.clone();
    let host = url.as_deref().and_then(address::host);
    let from = header::headline(&mut blocks, &mut article, host);
    let headed = !article.title.is_empty();
    sort_out(&mut blocks, from, &mut article, host, headed);
    let lines = line_parts(text, &blocks);
    fill_body(blocks, &mut article);
    finish::finish(&mut article);
    Parsed { article, lines }
}

/// Takes apart a body whose metadata came from elsewhere, such as a field of a JSON dump.
///
/// Fills `body` and `subheadings`, adds captions, related links, notices and
/// corrections, and fills dateline, agency, standfirst, byline and authors where `article` has
/// none. A first line that repeats the title is dropped. Linear; plain paragraphs cost little
/// more than their copying.
pub fn take_apart_body(text: &str, article: &mut Article) {
    let mut blocks = blocks::split(text);
    let mut found = Article {
        url: article.url.clone(),
        byline: article.byline.clone(),
        authors: std::mem::take(&mut article.authors),
        published: article.published.take(),
        updated: article.updated.take(),
        date_from: article.date_from.take(),
        ..Article::default()
    };
    claim_source(&mut blocks, &mut found);
    let mut from = 0;
    for block in blocks.iter_mut().take(2).filter(|b| b.is_free()) {
        let repeats = |title: &str| {
            !title.is_empty()
                && block.text.len() < 2 * title.len() + 40
                && headline::same(title, &block.text)
        };
        if repeats(&article.title) || article.alt_title.as_deref().is_some_and(repeats) {
            block.part = Some(Part::Title);
            from += 1;
        } else if article.title.is_empty() && block.level == 1 {
            article.title = block.text.to_string();
            block.part = Some(Part::Title);
            from += 1;
        }
    }
    let url = found.url.clone();
    let host = url.as_deref().and_then(address::host);
    sort_out(&mut blocks, from, &mut found, host, false);
    fill_body(blocks, &mut found);

    article.body = found.body;
    article.subheadings = found.subheadings;
    article.authors = found.authors;
    if article.authors.is_empty()
        && let Some(line) = article.byline.as_ref().or(found.byline.as_ref())
    {
        article.authors = byline::authors(line);
    }
    article.published = found.published;
    article.updated = found.updated;
    article.date_from = found.date_from;
    merge(&mut article.captions, found.captions);
    merge(&mut article.related, found.related);
    merge(&mut article.notices, found.notices);
    merge(&mut article.correction, found.correction);
    fill(&mut article.url, found.url);
    fill(&mut article.standfirst, found.standfirst);
    fill(&mut article.byline, found.byline);
    fill(&mut article.agency, found.agency);
    if article.dateline.is_none() {
        article.dateline = found.dateline;
    }
}

fn fill(target: &mut Option<String>, found: Option<String>) {
    if target.is_none() {
        *target = found;
    }
}

/// Adds what is not there yet, so that a record read back gains nothing twice.
fn merge<T: PartialEq>(target: &mut Vec<T>, found: Vec<T>) {
    let known = target.len().min(100);
    for item in found {
        if !target[..known].contains(&item) {
            target.push(item);
        }
    }
}

/// Runs the rules on everything below the headline.
fn sort_out(
    blocks: &mut [Block<'_>],
    from: usize,
    article: &mut Article,
    host: Option<&str>,
    headed: bool,
) {
    opening::claim(blocks, from, article);
    let mut captions = Vec::new();
    captions::claim(blocks, from, &mut captions);
    article.captions = captions;
    header::below(blocks, from, article, host, headed);
    opening::promotions(blocks, from, article);
    tail::claim(blocks, from, article);
    for block in blocks.iter_mut().skip(from) {
        if block.is_free() && boilerplate::is_boilerplate(block, Zone::Body) {
            block.part = Some(Part::Notice);
            article.notices.push(block.text.to_string());
        }
    }
    find_dateline(blocks, from, article);
}

/// Claims `Source:` lines (the last one wins) and the disclaimer.
fn claim_source(blocks: &mut [Block<'_>], article: &mut Article) {
    for block in blocks.iter_mut() {
        if block.text.len() > 4200 {
            continue;
        }
        let first = block.text.as_bytes().first().copied().unwrap_or(0);
        if first == b'[' && block.text.eq_ignore_ascii_case("[disclaimer]") {
            block.part = Some(Part::Notice);
            article.notices.push(block.text.to_string());
            continue;
        }
        if !matches!(
            first,
            b'S' | b's' | b'Q' | b'q' | b'F' | b'f' | b'U' | b'u' | b'L' | b'l'
        ) {
            continue;
        }
        if let Some(address) = source_address(&block.text).or_else(|| {
            let bare = source_label(&block.text)?;
            bare.len().lt(&100).then(|| block.url.clone())?
        }) {
            block.part = Some(Part::Source);
            article.url = address::canonical(&address).or(Some(address));
        }
    }
}

/// What follows the label of a source line.
fn source_label(text: &str) -> Option<&str> {
    // The longest label and its colon fit into the first bytes.
    let head = text
        .char_indices()
        .take(24)
        .find(|(_, c)| matches!(c, ':' | '：'));
    let (at, colon) = head?;
    let (label, rest) = (&text[..at], &text[at + colon.len_utf8()..]);
    let label = label.trim().to_lowercase();
    let known = [
        "source",
        "sources",
        "quelle",
        "fuente",
        "fonte",
        "url",
        "link",
        "source url",
        "original url",
        "full story at",
        "lien",
        "permalink",
        "original article",
        "article url",
        "bron",
        "källa",
        "kilde",
        "lähde",
        "źródło",
        "zdroj",
        "forrás",
        "kaynak",
        "sursă",
        "sursa",
        "fonto",
        "источник",
        "джерело",
        "πηγή",
        "المصدر",
        "出典",
        "来源",
        "來源",
    ];
    known.contains(&label.as_str()).then(|| rest.trim())
}

fn source_address(text: &str) -> Option<String> {
    let rest = source_label(text)?;
    let web = rest.starts_with("http") || rest.starts_with("www.") || rest.starts_with('<');
    let word = rest.split_whitespace().next()?;
    let bare = rest == word && word.contains('.') && word.contains('/');
    (web || bare).then(|| address::canonical(word)).flatten()
}

/// Cuts the dateline off the lead: the first paragraph of the body, or the second or third where
/// a summary stands first.
fn find_dateline(blocks: &mut [Block<'_>], from: usize, article: &mut Article) {
    let first = (from..blocks.len()).filter(|i| blocks[*i].is_free_prose() && !blocks[*i].bullet);
    let first: Vec<usize> = first.take(3).collect();
    for i in first {
        let Some(found) = dateline::read(&blocks[i].text) else {
            continue;
        };
        let lead = blocks[i].text[found.lead..].to_owned();
        blocks[i].text = Cow::Owned(lead);
        blocks[i].part = Some(Part::Dateline);
        article.dateline = Some(found.dateline);
        return;
    }
}

/// Moves what is left into the body.
fn fill_body(blocks: Vec<Block<'_>>, article: &mut Article) {
    let n = blocks.len();
    article.body.reserve(n);
    for block in blocks {
        match block.part {
            None | Some(Part::Body | Part::Dateline | Part::Subheading) => {}
            Some(_) => continue,
        }
        if is_subheading(&block) {
            article
                .subheadings
                .push(u32::try_from(article.body.len()).unwrap_or(u32::MAX));
        }
        article.body.push(block.text.into_owned());
    }
}

/// A heading that no rule has claimed, or a short bold line that is no sentence.
fn is_subheading(block: &Block<'_>) -> bool {
    if block.part == Some(Part::Dateline) {
        return false;
    }
    let bold = block.bold
        && !block.bullet
        && block.text.len() <= 120
        && block.text.split(' ').count() <= 12;
    block.level > 0 || (bold && (!ends_sentence(&block.text) || block.text.ends_with('?')))
}

fn line_parts(text: &str, blocks: &[Block<'_>]) -> Vec<LinePart> {
    let mut next = 0;
    let mut lines = Vec::new();
    for (i, line) in blocks::lines(text).enumerate() {
        let number = i as u32 + 1;
        while next < blocks.len() && blocks[next].line + blocks[next].n_lines <= number {
            next += 1;
        }
        let part = match blocks.get(next) {
            Some(block) if block.line <= number => block.part.unwrap_or(if is_subheading(block) {
                Part::Subheading
            } else {
                Part::Body
            }),
            _ => Part::Blank,
        };
        lines.push(LinePart {
            line: number,
            part,
            text: line.to_owned(),
        });
    }
    // The last line's end is no line of its own.
    if lines.last().is_some_and(|l| l.text.is_empty()) {
        lines.pop();
    }
    lines
}

/// A text that lost its line ends, with them back in front of headings, source and disclaimer.
fn unfold(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() < 300 || text.len() > 2_000_000 || text.contains(['\n', '\r']) {
        return None;
    }
    // Most long lines hold neither sign; both searches are a scan for one byte or word.
    let holds = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    let marked = memchr::memchr(b'#', text.as_bytes()).is_some()
        && (holds(" ## ") || holds(" ### ") || holds(" #### "));
    if !marked && !holds(" Source: http") {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut after_heading = false;
    for word in text.split(' ') {
        let hashes = (1..=6).contains(&word.len()) && word.bytes().all(|b| b == b'#');
        let starts = hashes || word == "Source:" || word.starts_with("[Disclaimer]");
        if starts && !out.is_empty() {
            out.push_str("\n\n");
        } else if after_heading
            && out.ends_with(['?', '!', '.'])
            && word.starts_with(char::is_uppercase)
        {
            // A heading that runs into the text ends where its sentence does.
            out.push_str("\n\n");
            after_heading = false;
        } else if !out.is_empty() {
            out.push(' ');
        }
        after_heading |= hashes;
        out.push_str(word);
    }
    Some(out)
}

#[cfg(test)]
#[path = "anatomy_tests.rs"]
mod tests;

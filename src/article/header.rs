//! The top of an article: headline, second headline, kicker, standfirst, byline, printed dates.
//!
//! Claims blocks and fills those parts of the record; the body and its end belong to others.

use super::anatomy::Part;
use super::blocks::{Block, ends_sentence};
use super::date::Stamp;
use super::record::{Article, DateFrom};
use super::{agency, boilerplate, byline, dateline, headline};

/// Longest line that can be a headline when nothing marks it, in bytes.
const BARE_HEADLINE_MAX: usize = 300;

/// Finds the headline and claims it with what stands above it; returns where the rest begins.
pub(super) fn headline(
    blocks: &mut [Block<'_>],
    article: &mut Article,
    host: Option<&str>,
) -> usize {
    let Some(first) = blocks.iter().position(Block::is_free) else {
        return 0;
    };
    let Some(at) = find_headline(blocks, first) else {
        return first;
    };
    let split = headline::split(&blocks[at].text, host);
    article.byline = split.byline;
    let title = split.title;
    blocks[at].part = Some(Part::Title);
    above(&mut blocks[first..at], article);
    let Some((second, kicker)) = second_headline(blocks, at) else {
        article.title = title;
        return at + 1;
    };
    if let Some(kicker) = kicker {
        article.kicker = Some(blocks[kicker].text.to_string());
        blocks[kicker].part = Some(Part::Kicker);
    }
    let printed = headline::split(&blocks[second].text, host);
    if article.byline.is_none() {
        article.byline = printed.byline;
    }
    blocks[second].part = Some(Part::Title);
    if headline::same(&title, &printed.title) {
        article.title = title;
    } else if headline::extends(&printed.title, &title)
        || (is_live(&printed.title) && !is_live(&title))
    {
        blocks[second].part = Some(Part::AltTitle);
        article.title = title;
        article.alt_title = Some(printed.title);
    } else {
        blocks[at].part = Some(Part::AltTitle);
        article.title = printed.title;
        article.alt_title = Some(title);
    }
    second + 1
}

/// Whether a headline carries the label of a running report, which the lasting one drops.
fn is_live(title: &str) -> bool {
    title
        .split_whitespace()
        .any(|w| w == "LIVE:" || w == "LIVE" || w == "DIRECT" || w == "EN-VIVO")
}

/// The block that is the headline: the first heading of level 1, unless running text stands above
/// it; else the first line, if it can be one.
fn find_headline(blocks: &[Block<'_>], first: usize) -> Option<usize> {
    let mut words_above = 0;
    for (i, block) in blocks.iter().enumerate().skip(first) {
        if block.level == 1 && block.is_free() {
            return Some(i);
        }
        words_above += block.text.split(' ').take(200).count();
        if words_above > 120 || i > first + 8 {
            break;
        }
    }
    let block = &blocks[first];
    if block.level > 0 {
        return Some(first);
    }
    let alone = blocks.iter().filter(|b| b.is_free()).nth(1).is_none();
    let fits = block.text.len() <= BARE_HEADLINE_MAX
        && !block.bullet
        && !(alone && ends_sentence(&block.text) && block.text.len() > 120)
        && dateline::read(&block.text).is_none();
    fits.then_some(first)
}

/// Claims what stands above the headline: a label is the kicker, the rest is no part of the text.
fn above(blocks: &mut [Block<'_>], article: &mut Article) {
    let last = blocks.len().wrapping_sub(1);
    for (i, block) in blocks.iter_mut().enumerate().filter(|(_, b)| b.is_free()) {
        if byline::is_byline(&block.text) {
            block.part = Some(Part::Byline);
            article.byline.get_or_insert_with(|| block.text.to_string());
        } else if i == last && is_label(&block.text) {
            block.part = Some(Part::Kicker);
            article.kicker = Some(block.text.to_string());
        } else {
            block.part = Some(Part::Notice);
            article.notices.push(block.text.to_string());
        }
    }
}

/// A label such as "World" or "Analysis: the economy".
fn is_label(text: &str) -> bool {
    text.len() <= 45 && text.split(' ').count() <= 5 && !ends_sentence(text)
}

/// A second heading of level 1 with nothing but a label between, and that label.
fn second_headline(blocks: &[Block<'_>], at: usize) -> Option<(usize, Option<usize>)> {
    let mut kicker = None;
    for (i, block) in blocks.iter().enumerate().skip(at + 1).take(3) {
        if block.level == 1 && block.is_free() {
            return Some((i, kicker));
        }
        if block.level > 0
            || !is_label(&block.text)
            || byline::is_byline(&block.text)
            || kicker.is_some()
        {
            return None;
        }
        kicker = Some(i);
    }
    None
}

/// Claims what stands between headline and body: standfirst, byline, printed dates, a line about
/// the writer.
///
/// `guess` also takes a first paragraph that ends without a full stop, while the next one has
/// one, for the standfirst; in a text whose headline was not seen that would be too bold.
pub(super) fn below(
    blocks: &mut [Block<'_>],
    from: usize,
    article: &mut Article,
    host: Option<&str>,
    guess: bool,
) {
    let marker = content_marker(blocks, from);
    let mut standfirst: Vec<String> = Vec::new();
    let mut i = from;
    let mut steps = 0;
    while i < blocks.len() && steps < 14 {
        steps += 1;
        if !blocks[i].is_free() {
            i += 1;
            continue;
        }
        let text = blocks[i].text.to_string();
        if text.len() > 1200 {
            break;
        }
        if is_outlet_line(&text, host) && !blocks[i].bullet {
            claim_byline(&mut blocks[i], article, &text);
        } else if byline::is_byline(&text) || is_signature(&blocks[i], blocks.get(i + 1), guess) {
            if article.byline.is_some() && blocks[i].part.is_none() && steps > 6 {
                break;
            }
            claim_byline(&mut blocks[i], article, &text);
        } else if claim_dates(&text, article) {
            blocks[i].part = Some(Part::Notice);
            article.notices.push(text);
        } else if let Some(name) = boilerplate::biography(&text) {
            if article.authors.is_empty() && article.byline.is_none() {
                article.authors.push(name.to_owned());
            }
            blocks[i].part = Some(Part::Notice);
            article.notices.push(text);
        } else if standfirst.is_empty() && blocks[i].bullet {
            while i < blocks.len() && blocks[i].is_free() && blocks[i].bullet {
                standfirst.push(blocks[i].text.to_string());
                blocks[i].part = Some(Part::Standfirst);
                i += 1;
            }
            continue;
        } else if standfirst.is_empty()
            && (is_standfirst(blocks, i, guess, marker) || stands_above_byline(blocks, i))
        {
            blocks[i].part = Some(Part::Standfirst);
            standfirst.push(text);
        } else {
            break;
        }
        i += 1;
    }
    if article.standfirst.is_none() && !standfirst.is_empty() {
        article.standfirst = Some(standfirst.join("\n"));
    }
}

/// Where a site marks that its content begins, if that is near.
fn content_marker(blocks: &[Block<'_>], from: usize) -> Option<usize> {
    blocks
        .iter()
        .enumerate()
        .skip(from)
        .take(3)
        .find_map(|(i, b)| {
            let lower = b.text.to_lowercase();
            (b.part == Some(Part::Notice)
                && (lower == "article content" || lower == "story content"))
                .then_some(i)
        })
}

/// Whether a block is the summary below the headline.
fn is_standfirst(blocks: &[Block<'_>], at: usize, guess: bool, marker: Option<usize>) -> bool {
    let block = &blocks[at];
    let text: &str = &block.text;
    let words = text.split(' ').count();
    let next = blocks.iter().skip(at + 1).find(|b| b.is_free());
    let followed = next.is_some();
    if words > 80 || !followed || dateline::read(text).is_some() {
        return false;
    }
    if block.level > 0 {
        // A short heading or a question heads the first section.
        return (words >= 6 || (words >= 3 && text.ends_with('.'))) && !text.ends_with('?');
    }
    if block.bold || (block.italic && ends_sentence(text)) {
        return ends_sentence(text) && !text.ends_with(':');
    }
    if marker.is_some_and(|m| m == at + 1) {
        return true;
    }
    let unfinished = !ends_sentence(text)
        && (5..=45).contains(&words)
        && text.chars().any(|c| c.is_lowercase())
        && next.is_some_and(|n| n.level == 0 && ends_sentence(&n.text) && n.text.len() >= 60);
    guess && unfinished
}

/// Whether a paragraph stands between headline and byline: then it is no part of the body.
fn stands_above_byline(blocks: &[Block<'_>], at: usize) -> bool {
    let block = &blocks[at];
    let next = blocks.iter().skip(at + 1).find(|b| b.is_free());
    block.level == 0
        && block.text.split(' ').count() <= 80
        && dateline::read(&block.text).is_none()
        && next.is_some_and(|n| n.text.len() <= 160 && byline::is_byline(&n.text))
}

fn claim_byline(block: &mut Block<'_>, article: &mut Article, text: &str) {
    block.part = Some(Part::Byline);
    match &mut article.byline {
        None => article.byline = Some(text.to_owned()),
        Some(known) if headline::same(known, text) => {}
        Some(known) if known.len() + text.len() < 300 => {
            known.push(' ');
            known.push_str(text);
        }
        Some(_) => {}
    }
}

/// A line without "By" that still signs: "Jane Roe, Political Correspondent", "JANE ROE in Paris",
/// "Jane Roe".
fn is_signature(block: &Block<'_>, next: Option<&Block<'_>>, headed: bool) -> bool {
    let text: &str = &block.text;
    if block.level > 0 || block.bullet || text.len() > 110 || ends_sentence(text) || next.is_none()
    {
        return false;
    }
    let name = text
        .split([',', '|', '(', '–', '—', '·'])
        .next()
        .unwrap_or(text)
        .trim();
    let name = name.split(" in ").next().unwrap_or(name);
    let words = name.split(' ').count();
    if !byline::is_name(name) || !(2..=4).contains(&words) || name.contains('.') && words == 2 {
        return false;
    }
    let rest = &text[name.len()..];
    let role = byline::is_desk(rest) && !byline::is_desk(name);
    let place = rest.starts_with(" in ") && byline::is_name(&rest[4..]);
    // Two or three capitalised words alone are a name more often than a label here.
    let bare = headed && rest.is_empty() && words <= 3 && !byline::is_desk(name);
    role || place || bare
}

/// A line of the outlet's own name, agencies and words that join them: "The Crier with AFP".
fn is_outlet_line(text: &str, host: Option<&str>) -> bool {
    if text.len() > 60 || ends_sentence(text) {
        return false;
    }
    let label = host
        .and_then(|h| psl::domain_str(h).or(Some(h)))
        .and_then(|d| d.split('.').next())
        .unwrap_or_default();
    // A bold outlet glued to its joiner ("**Crier**with") leaves one word.
    let folded = headline::fold(text);
    let bare = ["with", "avec", "mit", "con", "com", "et", "and"]
        .iter()
        .find_map(|j| folded.strip_suffix(j))
        .unwrap_or(&folded);
    let agencies = [
        "agencies",
        "agences",
        "agenturen",
        "agencias",
        "agenzie",
        "agências",
        "newswires",
    ];
    let is_agency =
        |t: &str| agency::lookup_wire(t).is_some() || agencies.contains(&t.to_lowercase().as_str());
    if (label.len() >= 3 && bare == label) || is_agency(text) {
        return true;
    }
    [
        " with ", " avec ", " mit ", " et ", " con ", " and ", " e ", " y ", " met ", " com ",
    ]
    .iter()
    .filter_map(|j| text.split_once(j))
    .any(|(a, b)| is_agency(b) && a.split(' ').count() <= 4 && byline::is_name(a))
}

/// Reads a line that only states when the article was published or changed.
fn claim_dates(text: &str, article: &mut Article) -> bool {
    if text.len() > 120 || !text.bytes().any(|b| b.is_ascii_digit()) || text.split(' ').count() > 16
    {
        return false;
    }
    let lower = text.to_lowercase();
    let at = [
        "updated",
        "last modified",
        "modified",
        "mis à jour",
        "modifié",
        "aktualisiert",
        "actualizado",
        "aggiornato",
        "atualizado",
        "bijgewerkt",
        "last update",
    ]
    .iter()
    .filter_map(|w| lower.find(w))
    .min();
    let at = at.filter(|at| text.is_char_boundary(*at) && lower.len() == text.len());
    let (first, second) = text.split_at(at.unwrap_or(text.len()));
    let read = |part: &str| {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
        (!part.is_empty()).then(|| Stamp::parse(part)).flatten()
    };
    let (published, updated) = (read(first), read(second));
    if published.is_none() && updated.is_none() {
        return false;
    }
    if article.published.is_none()
        && let Some(stamp) = published
    {
        article.published = Some(stamp);
        article.date_from = Some(DateFrom::Field);
    }
    article.updated = article.updated.take().or(updated);
    true
}

//! The end of an article: sign-offs, lines about the writer, boilerplate, readers' comments, and
//! the agency that signs.
//!
//! Claims blocks from the end of the text upwards; nothing here looks at the headline.

use std::borrow::Cow;

use super::anatomy::Part;
use super::blocks::{Block, ends_sentence};
use super::boilerplate::{self, Zone};
use super::record::{Article, Related, RelatedKind};
use super::signoff;

/// Free blocks at the end that are looked at.
const REACH: usize = 12;

/// Claims what is no body at the end of the article. Cost: bounded by the last blocks.
pub(super) fn claim(blocks: &mut [Block<'_>], from: usize, article: &mut Article) {
    comments_by_form(blocks, from);
    sign_offs(blocks, from, article);
    for i in tail(blocks, from) {
        let name = boilerplate::biography(&blocks[i].text).filter(|_| blocks[i].level == 0);
        if let Some(name) = name {
            if article.authors.is_empty() && article.byline.is_none() {
                article.authors.push(name.to_owned());
            }
            notice(&mut blocks[i], article);
        } else if boilerplate::is_boilerplate(&blocks[i], Zone::Tail) {
            notice(&mut blocks[i], article);
        }
    }
    between_notices(blocks, from, article);
    last_headings(blocks, from, article);
    closing(blocks, from, article);
}

fn notice(block: &mut Block<'_>, article: &mut Article) {
    block.part = Some(Part::Notice);
    article.notices.push(block.text.to_string());
}

/// The last free blocks, never more than half of all, last first.
fn tail(blocks: &[Block<'_>], from: usize) -> Vec<usize> {
    let free = |i: &usize| blocks[*i].is_free();
    let n_free = (from..blocks.len()).filter(free).count();
    (from..blocks.len())
        .rev()
        .filter(free)
        .take(REACH.min(n_free / 2))
        .collect()
}

fn words(block: &Block<'_>) -> usize {
    block.text.split(' ').count()
}

/// Claims the lines that say who contributed, and as comments what follows the last of them.
fn sign_offs(blocks: &mut [Block<'_>], from: usize, article: &mut Article) {
    for i in tail(blocks, from) {
        if blocks[i].level == 0 && signoff::is_contribution(&blocks[i].text) {
            blocks[i].part = Some(Part::Notice);
            article.notices.push(blocks[i].text.to_string());
            comments_after(blocks, i);
        }
    }
}

/// Claims free blocks behind `at` as comments, if they are few against the whole.
///
/// A closing line is seldom followed by more of the article; what boilerplate there is gets
/// claimed as such.
pub(super) fn comments_after(blocks: &mut [Block<'_>], at: usize) {
    let before: usize = blocks[..at].iter().filter(|b| b.is_free()).map(words).sum();
    let after: usize = blocks[at + 1..]
        .iter()
        .filter(|b| b.is_free())
        .map(words)
        .sum();
    if after * 3 > before {
        return;
    }
    for block in blocks[at + 1..].iter_mut().filter(|b| b.is_free_prose()) {
        let known = boilerplate::is_boilerplate(block, Zone::Tail)
            || boilerplate::biography(&block.text).is_some();
        if !known && !block.is_marked() {
            block.part = Some(Part::Comment);
        }
    }
}

/// Claims comments by their form: name, time and text over and over to the end.
fn comments_by_form(blocks: &mut [Block<'_>], from: usize) {
    let Some(end) = (from..blocks.len()).rev().find(|i| blocks[*i].is_free()) else {
        return;
    };
    let name = |b: &Block<'_>| {
        b.is_free_prose() && words(b) <= 3 && b.text.len() <= 40 && !ends_sentence(&b.text)
    };
    let time = |b: &Block<'_>| {
        let lower = b.text.to_lowercase();
        b.is_free_prose()
            && words(b) <= 7
            && b.text.len() <= 60
            && (matches!(lower.as_str(), "le" | "am" | "on" | "el" | "il" | "em")
                || lower.ends_with("ago")
                || lower.starts_with("il y a ")
                || lower.starts_with("vor ")
                || (lower.bytes().filter(u8::is_ascii_digit).count() >= 2
                    && !ends_sentence(&b.text)))
    };
    let mut first = end + 1;
    while first >= from + 3
        && name(&blocks[first - 3])
        && time(&blocks[first - 2])
        && blocks[first - 1].is_free_prose()
    {
        first -= 3;
    }
    if first + 6 > end + 1 {
        return;
    }
    for block in &mut blocks[first..=end] {
        block.part = Some(Part::Comment);
    }
}

/// Claims one or two paragraphs between two notices at the very end, and short leftovers behind
/// the last one.
fn between_notices(blocks: &mut [Block<'_>], from: usize, article: &mut Article) {
    let start = tail(blocks, from).last().copied().unwrap_or(blocks.len());
    // Adverts stand anywhere, so they enclose nothing.
    let encloses = |b: &Block<'_>| {
        b.part == Some(Part::Notice)
            && b.text.len() > 25
            && !boilerplate::is_advert(&b.text)
            && (boilerplate::proof(&b.text) >= 2 || b.level > 0)
    };
    let Some(last) = (start..blocks.len()).rev().find(|i| encloses(&blocks[*i])) else {
        return;
    };
    let leftovers = |b: &Block<'_>| !b.is_free() || b.bullet || (words(b) <= 3 && b.level == 0);
    if !blocks[last + 1..].iter().all(leftovers) {
        return;
    }
    for block in &mut blocks[last + 1..] {
        if block.is_free() {
            notice(block, article);
        }
    }
    let mut i = last;
    while i > start {
        let run = blocks[start..i]
            .iter()
            .rev()
            .take_while(|b| b.is_free_prose())
            .count();
        let above = (i - run).checked_sub(1).filter(|a| *a >= start);
        let Some(above) = above.filter(|a| run <= 2 && encloses(&blocks[*a])) else {
            return;
        };
        for block in &mut blocks[above + 1..i] {
            notice(block, article);
        }
        i = above;
    }
}

/// Claims headings that nothing follows: teasers of other stories, or furniture.
fn last_headings(blocks: &mut [Block<'_>], from: usize, article: &mut Article) {
    for i in (from..blocks.len()).rev() {
        if !blocks[i].is_free() {
            if blocks[i].part == Some(Part::Notice) && is_wall(&blocks[i].text) {
                return;
            }
            continue;
        }
        // A heading that is a sentence swallowed its paragraph.
        if blocks[i].level == 0 || blocks[i].text.ends_with('.') {
            return;
        }
        if words(&blocks[i]) >= 5 {
            blocks[i].part = Some(Part::Related);
            article.related.push(Related {
                kind: RelatedKind::Related,
                text: blocks[i].text.to_string(),
                url: blocks[i].url.take(),
            });
        } else {
            notice(&mut blocks[i], article);
        }
    }
}

/// Whether a notice closes the rest of the article to those who do not pay.
fn is_wall(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "log in",
        "create an account",
        "to continue",
        "subscribe",
        "subscribers",
        "abonné",
        "abonne",
        "suscri",
        "abbona",
        "assin",
        "reste à lire",
    ]
    .iter()
    .any(|w| lower.contains(w))
}

/// Takes the agency that signs the last paragraph, and its signature off the text.
fn closing(blocks: &mut [Block<'_>], from: usize, article: &mut Article) {
    let Some(last) = (from..blocks.len())
        .rev()
        .find(|i| blocks[*i].is_free_prose())
    else {
        return;
    };
    let Some((name, at)) = signoff::closing_agency(&blocks[last].text) else {
        return;
    };
    article.agency.get_or_insert_with(|| name.to_owned());
    if blocks[last].text[..at].trim().is_empty() {
        notice(&mut blocks[last], article);
    } else {
        let kept = blocks[last].text[..at].trim_end().to_owned();
        blocks[last].text = Cow::Owned(kept);
    }
}

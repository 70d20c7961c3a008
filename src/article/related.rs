//! Links to other articles: READ MORE and WATCH lines, and the lists of stories around them.
//!
//! Claims blocks and fills `related`; what else a line may open is handled by `boilerplate`.

use super::anatomy::Part;
use super::blocks::{Block, ends_sentence};
use super::boilerplate;
use super::openers::{self, Key};
use super::phrases::Opens;
use super::record::{Related, RelatedKind};

/// Longest text of an entry, in bytes.
const ENTRY_MAX: usize = 300;

/// Claims a block that begins with a related label; `rest` is what follows the label.
pub(super) fn claim(block: &mut Block<'_>, kind: RelatedKind, rest: &str, out: &mut Vec<Related>) {
    block.part = Some(Part::Related);
    add(rest, block.url.take(), kind, out);
}

/// Adds an entry, unless it says nothing or is there already.
fn add(text: &str, url: Option<String>, kind: RelatedKind, out: &mut Vec<Related>) {
    let text = once(tidy(text));
    let (text, url) = match url {
        None if text.starts_with("http") && !text.contains(' ') => ("", Some(text.to_owned())),
        url => (text, url),
    };
    if !text.chars().any(char::is_alphanumeric) && url.is_none() {
        return;
    }
    let entry = Related {
        kind,
        text: text.to_owned(),
        url,
    };
    // Only the last ones are compared: lists of thousands must not cost their square.
    if !out.iter().rev().take(50).any(|o| *o == entry) {
        out.push(entry);
    }
}

/// A label's text without the marks around it.
fn tidy(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || ":：|-–—·>»→▶".contains(c))
        .trim_end_matches(|c: char| c.is_whitespace() || ":：|>→»▶".contains(c))
}

/// The first half of a text that says everything twice, as list entries with pictures do.
pub(super) fn once(text: &str) -> &str {
    let half = text.len() / 2;
    if text.len() >= 9
        && text.is_char_boundary(half)
        && text.as_bytes()[half] == b' '
        && text[..half] == text[half + 1..]
    {
        return &text[..half];
    }
    text
}

/// Whether a block could be an entry in a list of stories: no sentence, not long.
fn is_entry(block: &Block<'_>) -> bool {
    block.text.len() <= ENTRY_MAX
        && (block.level > 0 || block.bullet || !ends_sentence(&block.text))
}

/// Claims what belongs to a label that stands alone ("Read more:"): the list items, or up to three
/// lines that are no sentences, directly below it.
pub(super) fn claim_below(
    blocks: &mut [Block<'_>],
    head: usize,
    kind: RelatedKind,
    out: &mut Vec<Related>,
) {
    let mut plain = 0;
    for block in blocks.iter_mut().skip(head + 1) {
        if !block.is_free() || !is_entry(block) || block.level > 0 {
            return;
        }
        if !block.bullet && block.url.is_none() {
            plain += 1;
            // One or two words are a label of something else.
            if plain > 3 || block.text.split(' ').count() < 3 {
                return;
            }
        }
        if opens(block) == Some(Opens::Notice) {
            block.part = Some(Part::Notice);
            continue;
        }
        let text = block.text.to_string();
        claim(block, kind, &text, out);
    }
}

/// Claims the list under a head such as "More from The Crier".
///
/// Where at least two in five of the blocks up to the next claimed one are no sentences, all of
/// them are the list; else only those that follow the head at once.
pub(super) fn claim_list(
    blocks: &mut [Block<'_>],
    head: usize,
    kind: RelatedKind,
    out: &mut Vec<Related>,
) {
    let end = blocks
        .iter()
        .skip(head + 1)
        .position(|b| !b.is_free() || opens(b).is_some_and(|o| matches!(o, Opens::List(_))))
        .map_or(blocks.len(), |n| head + 1 + n);
    let region = &mut blocks[head + 1..end];
    let entries = region.iter().filter(|b| is_entry(b)).count();
    if entries * 5 < region.len() * 2 || region.len() > 120 {
        claim_below(blocks, head, kind, out);
        return;
    }
    for block in region {
        if is_entry(block) {
            let text = block.text.to_string();
            claim(block, kind, &text, out);
        } else {
            block.part = Some(Part::Related);
        }
    }
}

/// What a marked line opens, if anything.
fn opens(block: &Block<'_>) -> Option<Opens> {
    if block.text.len() > 120 || !openers::can_open(&block.text) {
        return None;
    }
    openers::find(&Key::of(&block.text))
        .map(|o| o.opens)
        .filter(|o| block.is_marked() || *o == Opens::Notice)
}

/// Claims numbered lists of stories that end in the marker of an advertisement.
pub(super) fn claim_numbered(blocks: &mut [Block<'_>], out: &mut Vec<Related>) {
    for i in 0..blocks.len() {
        let Some(rest) = numbered(&blocks[i]) else {
            continue;
        };
        if !boilerplate::is_advert(rest) {
            continue;
        }
        let mut first = i;
        while first > 0 && i - first < 20 && numbered(&blocks[first - 1]).is_some() {
            first -= 1;
        }
        for block in &mut blocks[first..i] {
            let text = numbered(block).unwrap_or_default().to_owned();
            claim(block, RelatedKind::Related, &text, out);
        }
        blocks[i].part = Some(Part::Notice);
    }
}

/// What follows the number of a free, numbered line.
fn numbered<'b>(block: &'b Block<'_>) -> Option<&'b str> {
    if !block.is_free_prose() || !block.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (number, rest) = block.text.split_once(['.', ')'])?;
    let small = number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
    (small && rest.starts_with(' ') && rest.len() <= ENTRY_MAX).then(|| rest.trim())
}

/// Whether a bold line in capitals inside the body is a teaser for another story.
pub(super) fn is_shouted(block: &Block<'_>) -> bool {
    block.bold
        && !boilerplate::is_boilerplate(block, boilerplate::Zone::Tail)
        && block.level == 0
        && (20..=ENTRY_MAX).contains(&block.text.len())
        && block.text.split(' ').count() >= 5
        && !block.text.chars().any(char::is_lowercase)
        && block.text.chars().filter(|c| c.is_uppercase()).count() >= 15
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_entries_are_halved() {
        for (text, expected) in [
            ("The bridge opens The bridge opens", "The bridge opens"),
            ("The bridge opens", "The bridge opens"),
            ("a a", "a a"),
            ("été 1234 été 1234", "été 1234"),
        ] {
            assert_eq!(once(text), expected);
        }
    }
}

//! Claims blocks by how they begin: related links, corrections, boilerplate, lists of stories.
//!
//! The phrases are in `phrases`, their search in `openers`; what is claimed by its form or by
//! where it stands belongs to `captions`, `header` and `tail`.

use super::anatomy::Part;
use super::blocks::{Block, ends_sentence};
use super::openers::{self, Key};
use super::phrases::{Need, Opens};
use super::record::{Article, RelatedKind};
use super::{boilerplate, credit, related, tail};

/// Claims blocks by how they begin.
pub(super) fn claim(blocks: &mut [Block<'_>], from: usize, article: &mut Article) {
    let n = blocks.len();
    let mut comments = None;
    related::claim_numbered(&mut blocks[from.min(n)..], &mut article.related);
    for i in from..n {
        let block = &blocks[i];
        if !block.is_free() {
            continue;
        }
        if related::is_shouted(block) && i > from + 1 && !openers::can_open(&block.text) {
            let text = block.text.to_string();
            related::claim(
                &mut blocks[i],
                RelatedKind::Related,
                &text,
                &mut article.related,
            );
            continue;
        }
        if !openers::can_open(&block.text) {
            continue;
        }
        let key = Key::of(&block.text);
        let found = openers::find(&key).filter(|o| {
            let label = key.line_bytes(o.text.len());
            holds(o.need, block, label, i, n)
                && (o.opens != Opens::Notice
                    || (boilerplate::is_subscription(&block.text)
                        && !block.text.starts_with(['“', '"', '«'])))
                && !(o.opens == Opens::Notice && is_sentence_about(o.text, block, label))
                && !(o.opens == Opens::SignOff && i + 8 < n && i * 3 < n * 2)
        });
        let Some(opener) = found else {
            if related::is_shouted(block) && i > from + 1 {
                let text = block.text.to_string();
                related::claim(
                    &mut blocks[i],
                    RelatedKind::Related,
                    &text,
                    &mut article.related,
                );
            }
            continue;
        };
        let rest = block.text[key.line_bytes(opener.text.len())..].to_owned();
        match opener.opens {
            Opens::Related(kind) => {
                related::claim(&mut blocks[i], kind, &rest, &mut article.related);
                if !rest.chars().any(char::is_alphanumeric) {
                    related::claim_below(blocks, i, kind, &mut article.related);
                }
            }
            Opens::List(kind) => {
                blocks[i].part = Some(Part::Related);
                related::claim_list(blocks, i, kind, &mut article.related);
            }
            Opens::Correction => {
                blocks[i].part = Some(Part::Correction);
                article.correction.push(blocks[i].text.to_string());
            }
            Opens::Notice | Opens::SignOff | Opens::CommentHead => {
                blocks[i].part = Some(Part::Notice);
                article.notices.push(blocks[i].text.to_string());
                if opener.opens == Opens::CommentHead && i * 3 > n {
                    comments = comments.or(Some(i));
                }
            }
            Opens::Credit => {
                let gallery = ["photos:", "fotos:", "pictures:"].contains(&opener.text);
                if gallery && credit::credit(&blocks[i].text, false).is_none() {
                    related::claim(
                        &mut blocks[i],
                        RelatedKind::Gallery,
                        &rest,
                        &mut article.related,
                    );
                }
            }
        }
    }
    if let Some(at) = comments {
        tail::comments_after(blocks, at);
    }
}

/// Whether what an opener needs besides its words holds; `label` is where the words end.
fn holds(need: Need, block: &Block<'_>, label: usize, at: usize, n: usize) -> bool {
    let text: &str = &block.text;
    let (label, rest) = text.split_at(label);
    let nothing = !rest.chars().take(200).any(char::is_alphabetic);
    match need {
        Need::Any => text.len() <= 900,
        Need::Short => text.len() <= 280,
        Need::Marked => {
            let capitals = !label.chars().any(char::is_lowercase) && label.len() > 3;
            text.len() <= 300
                && (nothing
                    || block.is_marked()
                    || (capitals
                        && block.level == 0
                        && rest.starts_with([':', ' '])
                        && !goes_on_as_text(rest)))
        }
        Need::Heading => {
            let goes_on = [" from", " in", " by", " on", " aus", " en"]
                .iter()
                .any(|w| label.to_lowercase().ends_with(w));
            text.len() <= 100 && (nothing || (block.is_marked() && goes_on))
        }
        Need::Whole => nothing && text.len() <= 80,
        Need::Tail => text.len() <= 700 && at + 12 >= n && at * 2 >= n,
    }
}

/// Whether what follows a label in capitals goes on as a sentence does: "WATCH the skies".
///
/// What the link is about, or where it leads, may be named in lower case too.
fn goes_on_as_text(rest: &str) -> bool {
    const LINKING: [&str; 8] = ["about", "on", "from", "here", "at", "in", "our", "how"];
    let word = rest.trim_start().split(' ').next().unwrap_or_default();
    let small = word.starts_with(char::is_lowercase) && !rest.starts_with(':');
    small && (!LINKING.contains(&word) || ends_sentence(rest) && rest.split(' ').count() > 8)
}

/// Whether a line that begins with the one word of a notice is a sentence about the matter:
/// "Advertisement revenue fell."
fn is_sentence_about(opener: &str, block: &Block<'_>, label: usize) -> bool {
    let rest = &block.text[label..];
    let goes_on = rest
        .strip_prefix(' ')
        .is_some_and(|rest| rest.starts_with(char::is_lowercase));
    opener.bytes().all(|b| b.is_ascii_alphabetic())
        && goes_on
        && ends_sentence(rest)
        && !["continue", "scroll", "skip"]
            .iter()
            .any(|word| rest.contains(word))
}

/// Claims boxes inside the body that promote: a list whose items are mostly boilerplate, and the
/// bold line above it.
pub(super) fn promotions(blocks: &mut [Block<'_>], from: usize, article: &mut Article) {
    let mut i = from;
    while i < blocks.len() {
        let start = i;
        while i < blocks.len() && blocks[i].is_free() && blocks[i].bullet {
            i += 1;
        }
        let len = i - start;
        if (2..=12).contains(&len) {
            let proof: u32 = blocks[start..i]
                .iter()
                .map(|b| boilerplate::proof(&b.text))
                .sum();
            if proof as usize > 2 * len {
                let headed =
                    start > from && blocks[start - 1].is_free() && blocks[start - 1].is_marked();
                for block in &mut blocks[start - usize::from(headed)..i] {
                    block.part = Some(Part::Notice);
                    article.notices.push(block.text.to_string());
                }
            }
        }
        i = i.max(start + 1);
    }
}

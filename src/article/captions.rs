//! Captions: the paragraphs above credits, those that carry their credit, and short italic lines.
//!
//! Claims blocks and fills `captions`; what a credit looks like is known by `credit`.

use super::agency;
use super::anatomy::Part;
use super::blocks::{Block, ends_sentence};
use super::boilerplate::{self, Zone};
use super::credit::{CAPTION_MAX, CREDIT_MAX, credit, trailing};
use super::record::Caption;

/// Finds credits and captions among the free blocks after the headline.
pub(super) fn claim(blocks: &mut [Block<'_>], from: usize, out: &mut Vec<Caption>) {
    let mut seen_prose = 0;
    for i in from..blocks.len() {
        if !blocks[i].is_free() || blocks[i].bullet {
            continue;
        }
        let block = &blocks[i];
        if block.text.len() <= CREDIT_MAX * 2
            && (block.level > 0 || could_be_credit(&block.text))
            && !(block.level > 0 && block.level < 3 && !could_be_credit(&block.text))
            && let Some(credit) = credit(&block.text, block.level > 2)
        {
            let caption = caption_above(blocks, i, from, seen_prose);
            let text = caption.map_or(String::new(), |at| {
                blocks[at].part = Some(Part::Caption);
                blocks[at].text.to_string()
            });
            blocks[i].part = Some(Part::Credit);
            push(out, text, Some(credit));
            continue;
        }
        if let Some((cut, name)) = preceded(&block.text).filter(|_| block.level == 0) {
            let caption = (block.text[cut..].to_owned(), name.to_owned());
            blocks[i].part = Some(Part::Caption);
            push(out, caption.0, Some(caption.1));
            continue;
        }
        if block.level == 0
            && block.text.len() <= CAPTION_MAX
            && could_be_credit(&block.text)
            && let Some((cut, credit)) = trailing(&block.text)
        {
            let text = block.text[..cut].trim().to_owned();
            blocks[i].part = Some(Part::Caption);
            push(out, text, Some(credit));
            continue;
        }
        if block.italic
            && block.level == 0
            && i < from + 15
            && block.text.len() <= 200
            && block.text.split(' ').count() <= 20
            && !ends_sentence(&block.text)
            && !boilerplate::is_boilerplate(block, Zone::Tail)
        {
            let text = block.text.to_string();
            blocks[i].part = Some(Part::Caption);
            push(out, text, None);
            continue;
        }
        // Bylines and dates above the picture are short; only running text makes it late.
        seen_prose +=
            usize::from(block.level == 0 && block.text.len() >= 80 && ends_sentence(&block.text));
    }
}

fn push(out: &mut Vec<Caption>, text: String, credit: Option<String>) {
    let agency = credit
        .as_deref()
        .and_then(agency::in_credit)
        .map(str::to_owned);
    out.push(Caption {
        text,
        credit,
        agency,
    });
}

/// A cheap look for anything that a credit must hold: a slash, a sign or a word of the trade in
/// its first or last bytes.
fn could_be_credit(text: &str) -> bool {
    let b = text.as_bytes();
    // Most paragraphs end as sentences do, and credits do not; the few that do say "photo" last.
    let sentence = b.last().is_some_and(|c| b".\"?!:\x9D\x99".contains(c)) && !b.ends_with(b").");
    if b.len() > 60 && sentence {
        let end = &b[b.len().saturating_sub(90)..];
        let holds = |w: &[u8]| memchr::memmem::find(end, w).is_some();
        return memchr::memchr(b'/', end).is_some() || holds(b"hoto") || holds(b"Getty");
    }
    let tail = b.len().saturating_sub(140);
    holds_trade_word(&b[tail..]) || (tail > 0 && holds_trade_word(&b[..tail.min(24)]))
}

fn holds_trade_word(b: &[u8]) -> bool {
    (0..b.len()).any(|i| {
        let rest = &b[i..];
        match b[i] {
            b'/' => true,
            // The sign of copyright, and Фото in either case.
            0xC2 => rest.starts_with("©".as_bytes()),
            0xD0 | 0xD1 => rest.starts_with("ото".as_bytes()),
            b'G' => rest.starts_with(b"Getty"),
            b'P' | b'p' => {
                let word = |w: &[u8]| rest.len() > w.len() && rest[1..].starts_with(w);
                word(b"hoto")
                    || word(b"icture")
                    || word(b"A Wire")
                    || word(b"A Images")
                    || rest.starts_with(b"PHOTO")
            }
            b'F' | b'f' => rest.len() > 3 && (&rest[1..4] == b"oto" || &rest[1..4] == b"ot."),
            b'I' | b'i' => {
                rest.len() > 4 && (&rest[1..5] == b"mage" || rest.starts_with(b"iStock"))
            }
            b'C' | b'c' => {
                rest.len() > 6
                    && (&rest[1..5] == b"redi"
                        || rest[1..].starts_with("rédit".as_bytes())
                        || &rest[1..6] == b"ourte")
            }
            b'H' | b'h' => rest.len() > 6 && rest[1..7].eq_ignore_ascii_case(b"andout"),
            b'S' => rest.starts_with(b"Shutterstock") || rest.starts_with(b"Stock"),
            b'B' => rest.starts_with(b"Bild") || rest.starts_with(b"Beeld"),
            b'v' => rest.starts_with(b"via "),
            b'A' => rest.starts_with(b"Alamy"),
            b'a' => rest.starts_with(b"alliance"),
            b'l' => rest.starts_with(b"llustration"),
            _ => false,
        }
    })
}

/// The paragraph that a credit belongs to: the one directly above, if it is free, plain and no
/// longer than captions are. Deep in the body it must be short, and where no heading marks the
/// credit it must read like a caption, lest a body paragraph is taken.
fn caption_above(
    blocks: &[Block<'_>],
    credit: usize,
    from: usize,
    seen_prose: usize,
) -> Option<usize> {
    let at = credit.checked_sub(1).filter(|at| *at >= from)?;
    let above = &blocks[at];
    let early = seen_prose <= 2;
    let max_words = if early { 110 } else { 60 };
    let fits = above.is_free()
        && above.level == 0
        && above.text.len() <= CAPTION_MAX
        && above.text.split(' ').count() <= max_words
        && !above.text.starts_with(['“', '"', '«', '„'])
        && (early || blocks[credit].level > 0 || reads_like_caption(&above.text));
    fits.then_some(at)
}

/// Whether a paragraph says what a picture shows: no full stop, a year, or the words of captions.
fn reads_like_caption(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "seen ",
        "pictured",
        "(left)",
        "(right)",
        ", left",
        ", right",
        "(L)",
        "(R)",
        "file photo",
        "FILE",
        "File",
        " poses",
        " speaks",
        " walks",
        " arrives",
        " looks on",
        " gestures",
        " attends",
        " stands ",
        " sits ",
        " holds ",
        " shows ",
        " walk ",
        " stand ",
        " celebrate",
        "photographed",
        "handout",
        " photo",
        " picture",
        " image",
        " zeigt",
        " montre",
        " muestra",
        " mostra",
        " during the ",
        " during a ",
        "undated",
    ];
    let year = text.as_bytes().windows(5).any(|w| {
        (w.starts_with(b" 19") || w.starts_with(b" 20")) && w[3..].iter().all(u8::is_ascii_digit)
    });
    !ends_sentence(text)
        || ((year || WORDS.iter().any(|w| text.contains(w))) && text.split(' ').count() <= 50)
}

/// A caption that its picture agency precedes: "Getty Images A boat passes the bridge".
fn preceded(text: &str) -> Option<(usize, &str)> {
    const NAMES: &[&str] = &[
        "Getty Images ",
        "Rex Features ",
        "PA Images ",
        "Shutterstock ",
    ];
    let name = NAMES.iter().find(|n| text.starts_with(**n))?;
    let rest = &text[name.len()..];
    let caption = rest.starts_with(char::is_uppercase)
        && text.len() <= 260
        && rest.split(' ').count() >= 3
        && !ends_sentence(rest);
    caption.then(|| (name.len(), name.trim_end()))
}

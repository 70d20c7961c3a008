//! Boilerplate: subscriptions, policies, pay walls, adverts, share buttons, appeals for money.
//!
//! Judges one block by what it says and where it stands; claiming is left to the callers.

use std::sync::LazyLock;

use super::blocks::Block;
use super::signs::SIGNS;

/// Longest boilerplate paragraph, in bytes.
const MAX: usize = 900;

/// Where in the article a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Among running text.
    Body,
    /// In the last paragraphs.
    Tail,
}

/// First words of boilerplate that stands among running text: it commands or says "we" and "you".
const COMMANDS: &[&str] = &[
    "sign",
    "subscribe",
    "join",
    "get",
    "follow",
    "click",
    "download",
    "want",
    "by",
    "our",
    "you",
    "we",
    "enter",
    "register",
    "thanks",
    "stay",
    "never",
    "support",
    "for",
    "like",
    "check",
    "become",
    "donate",
    "log",
    "please",
    "already",
    "this",
    "items",
    "reviews",
    "products",
    "inscrivez",
    "abonnez",
    "suivez",
    "retrouvez",
    "abonnieren",
    "folgen",
    "suscríbete",
    "síguenos",
    "iscriviti",
    "seguici",
    "inscreva",
    "siga",
    "volg",
    "meld",
];

/// Whether a block is boilerplate, by the phrases that it holds.
///
/// One strong phrase is enough in a short marked block, two in plain text near the end; among
/// running text it must besides begin like a command.
pub(super) fn is_boilerplate(block: &Block<'_>, zone: Zone) -> bool {
    let text: &str = &block.text;
    if text.len() < 8 || text.len() > MAX {
        return false;
    }
    let marked = block.is_marked();
    if zone == Zone::Body && !marked && (text.len() > 350 || block.bullet || !commands(text)) {
        return false;
    }
    let proof = proof(text);
    let need = match (zone, marked) {
        (Zone::Tail, true) => 2,
        (Zone::Tail, false) if commands(text) => 2,
        (Zone::Tail, false) => 4,
        (Zone::Body, true) if block.level > 0 => 3,
        (Zone::Body, true) => 2,
        (Zone::Body, false) => 3,
    };
    // A long paragraph holds many words by chance.
    proof >= need + u32::from(text.len() > 450 && !marked) && !text.starts_with(['“', '"', '«'])
}

/// How much a text looks like boilerplate, by the phrases and addresses that it holds.
///
/// One pass: at each beginning of a word, the few phrases that share its first four bytes.
pub(super) fn proof(text: &str) -> u32 {
    static SORTED: LazyLock<Vec<(u32, &str, u32)>> = LazyLock::new(|| {
        let with_start =
            |(sign, weight): &(&'static str, u32)| (start_of(sign.as_bytes()), *sign, *weight);
        let mut signs: Vec<_> = SIGNS.iter().map(with_start).collect();
        signs.sort_unstable();
        signs
    });
    static STARTS: LazyLock<Vec<u64>> = LazyLock::new(|| {
        let mut bits = vec![0_u64; 256];
        for (start, ..) in SORTED.iter() {
            let at = bit(*start);
            bits[at / 64] |= 1 << (at % 64);
        }
        bits
    });
    if text.len() > MAX || text.len() < 8 {
        return 0;
    }
    let (sorted, starts) = (&**SORTED, &**STARTS);
    let bytes = text.as_bytes();
    let (mut proof, mut seen, mut in_word) = (0, [0_u64; 4], false);
    for i in 0..bytes.len() - 3 {
        let begins = !in_word;
        in_word = bytes[i].is_ascii_alphanumeric() || !bytes[i].is_ascii();
        if !(begins && in_word) {
            continue;
        }
        let start = start_of(&bytes[i..]);
        let at = bit(start);
        if starts[at / 64] & (1 << (at % 64)) == 0 {
            continue;
        }
        let from = sorted.partition_point(|(s, ..)| *s < start);
        for (n, (s, sign, weight)) in sorted.iter().enumerate().skip(from) {
            if *s != start {
                break;
            }
            let end = i + sign.len();
            if end <= bytes.len()
                && bytes[i..end].eq_ignore_ascii_case(sign.as_bytes())
                && seen[n / 64] & (1 << (n % 64)) == 0
            {
                seen[n / 64] |= 1 << (n % 64);
                proof += weight;
            }
        }
    }
    proof + if holds_address(text) { 2 } else { 0 }
}

/// The first four bytes as a number, letters in lower case.
fn start_of(bytes: &[u8]) -> u32 {
    let lower = |n: usize| u32::from(bytes[n].to_ascii_lowercase());
    lower(0) << 24 | lower(1) << 16 | lower(2) << 8 | lower(3)
}

fn bit(start: u32) -> usize {
    (start.wrapping_mul(0x9E37_79B1) >> 18) as usize
}

fn commands(text: &str) -> bool {
    let first = text
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    let ascii = |c: &&str| c.eq_ignore_ascii_case(first);
    first.len() <= 12 && COMMANDS.iter().any(ascii)
}

/// Whether an e-mail address is in the text.
fn holds_address(text: &str) -> bool {
    memchr::memchr(b'@', text.as_bytes()).is_some()
        && text.split(' ').any(|word| {
            word.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && host.trim_end_matches(['.', ',', ')']).contains('.')
            })
        })
}

/// Whether "Sign up for ..." or "Subscribe to ..." is about the outlet's own letters and alerts.
pub(super) fn is_subscription(text: &str) -> bool {
    let lower = text.to_lowercase();
    let asks = ["sign up", "subscribe"]
        .iter()
        .any(|w| lower.starts_with(w));
    let own = [
        "newsletter",
        "email",
        "e-mail",
        "inbox",
        "alert",
        "news",
        "updates",
        "our ",
        "daily",
        "weekly",
        "briefing",
        "digest",
        "whatsapp",
        "podcast",
        "here",
    ];
    !asks || own.iter().any(|w| lower.contains(w))
}

/// Whether a short line is the marker of an advertisement.
pub(super) fn is_advert(text: &str) -> bool {
    let lower: String = text.chars().take(80).collect::<String>().to_lowercase();
    [
        "advertisement",
        "story continues below",
        "article continues below",
        "anzeige",
        "publicité",
        "publicidad",
    ]
    .iter()
    .any(|a| lower.starts_with(a))
}

/// Words for what a writer does, in the line about the writer.
const JOBS: &[&str] = &[
    "editor",
    "reporter",
    "correspondent",
    "journalist",
    "columnist",
    "writer",
    "author",
    "contributor",
    "covers",
    "covering",
    "freelance",
    "fellow",
    "professor",
    "host",
    "producer",
    "journaliste",
    "redakteur",
    "redakteurin",
    "periodista",
    "giornalista",
    "jornalista",
];

/// Whether a paragraph is about its writer: "Jane Roe is a reporter who covers ..., based in ...".
///
/// Returns the name. News is also made about reporters, so a second sign is asked for.
pub(super) fn biography(text: &str) -> Option<&str> {
    if text.len() > 600 {
        return None;
    }
    let words: Vec<(usize, &str)> = word_starts(text).take(6).collect();
    let verb = words.iter().position(|(_, w)| {
        matches!(
            *w,
            "is" | "covers" | "writes" | "reports" | "has" | "est" | "ist" | "es" | "joined"
        )
    })?;
    if !(2..=4).contains(&verb) {
        return None;
    }
    let name = text[..words[verb].0].trim();
    if !super::byline::is_name(name) || name.starts_with("The ") {
        return None;
    }
    let present = matches!(
        words[verb].1,
        "is" | "covers" | "writes" | "reports" | "est" | "ist" | "es"
    );
    if !present {
        return None;
    }
    let lower = text.to_lowercase();
    let job = JOBS.iter().any(|j| lower.contains(j));
    let second = [
        "newsletter",
        "covers ",
        "covering ",
        "writes about",
        "based in",
        "follow ",
        "twitter",
        "@",
        "for the ",
        "her work",
        "his work",
        "reach ",
        "her reporting",
        "his reporting",
        "email",
        "previously",
        "he is the author",
        "she is the author",
        "formerly",
    ]
    .iter()
    .filter(|s| lower.contains(**s))
    .count();
    (job && second >= 1 && !lower.contains(" said") && !lower.contains("killed")).then_some(name)
}

fn word_starts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(' ').map(move |w| {
        let start = at;
        at += w.len() + 1;
        (start, w)
    })
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn check(text: &str, italic: bool, zone: Zone, expected: bool) {
        let block = Block {
            text: Cow::Borrowed(text),
            italic,
            ..Block::default()
        };
        assert_eq!(is_boilerplate(&block, zone), expected, "{text:?}");
    }

    #[test]
    fn boilerplate_is_told_from_news_about_it() {
        use Zone::{Body, Tail};
        check(
            "Sign up for our newsletter and get the valley in your inbox.",
            false,
            Body,
            true,
        );
        check(
            "For more stories like this, check our news page",
            true,
            Tail,
            true,
        );
        check("Got a tip? Write to desk@crier.test.", false, Tail, true);
        check(
            "Our app sends push alerts, and you can read our Privacy Policy.",
            false,
            Body,
            true,
        );
        check(
            "The council will donate the bridge to the museum.",
            false,
            Tail,
            false,
        );
        check(
            "The editor wrote on Twitter that the newsletter had ended.",
            false,
            Body,
            false,
        );
        check(
            "“Subscribe to our newsletter, sign up,” said Roe.",
            false,
            Tail,
            false,
        );
        check(
            "The commission on advertising met on Monday.",
            false,
            Tail,
            false,
        );
    }

    #[test]
    fn lines_about_the_writer_are_found() {
        for (text, expected) in [
            (
                "Jane Roe is a reporter who covers bridges for the Crier.",
                Some("Jane Roe"),
            ),
            (
                "John van der Poe covers sport. Follow him, an avid writer, on Twitter.",
                Some("John van der Poe"),
            ),
            ("Jane Roe is a sailor who lost her boat.", None),
            (
                "Jane Roe is a reporter. She was killed near the bridge, her paper said.",
                None,
            ),
            ("The boat is a writer's home, based in the valley.", None),
        ] {
            assert_eq!(biography(text), expected, "{text:?}");
        }
    }
}

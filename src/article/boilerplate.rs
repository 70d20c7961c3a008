//! Boilerplate: subscriptions, policies, pay walls, adverts, share buttons, appeals for money.
//!
//! Judges one block by what it says and where it stands; claiming is left to the callers.

use std::sync::LazyLock;

use super::blocks::Block;

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

/// Phrases, in lower case, that boilerplate holds, and how much each proves.
const SIGNS: &[(&str, u32)] = &[
    ("scroll down", 2),
    ("live blog", 1),
    ("follow along", 2),
    ("latest updates", 1),
    ("all rights reserved", 3),
    ("tous droits réservés", 3),
    ("alle rechte vorbehalten", 3),
    ("derechos reservados", 3),
    ("diritti riservati", 3),
    ("direitos reservados", 3),
    ("privacy policy", 2),
    ("privacy notice", 2),
    ("terms of use", 2),
    ("terms of service", 2),
    ("terms and conditions", 1),
    ("civil forum", 3),
    ("comment policy", 2),
    ("community guidelines", 2),
    ("keep comments", 2),
    ("comments may take", 2),
    ("commenting", 1),
    ("sign up", 2),
    ("signing up", 2),
    ("newsletter", 2),
    ("subscribe ", 2),
    ("subscribing", 1),
    ("subscriber", 1),
    ("subscription", 1),
    ("inscrivez", 2),
    ("abonnez", 2),
    ("abonnés", 2),
    ("abonnement", 1),
    ("abonnieren", 2),
    ("abonnent", 1),
    ("suscríb", 2),
    ("suscrip", 1),
    ("suscriptor", 2),
    ("iscriviti", 2),
    ("abbonat", 2),
    ("assinante", 2),
    ("inscreva", 2),
    ("abonnees", 2),
    ("whatsapp", 1),
    ("telegram", 1),
    ("google news", 2),
    ("preferred source", 2),
    ("push alert", 2),
    ("notifications", 1),
    ("follow us", 2),
    ("join us on", 2),
    ("follow him on", 2),
    ("follow her on", 2),
    ("follow them on", 2),
    ("follow me on", 2),
    ("on twitter @", 2),
    ("on x @", 2),
    ("bookmark", 2),
    ("homepage", 1),
    ("our website", 1),
    ("our app", 2),
    ("app store", 1),
    ("google play", 1),
    ("breaking news", 1),
    ("latest news", 1),
    ("news team", 1),
    ("our newsroom", 1),
    ("get in touch", 2),
    ("email us", 2),
    ("e-mail us", 2),
    ("emailing", 1),
    ("contact us", 2),
    ("click here", 2),
    ("more to follow", 2),
    ("more stories like", 3),
    ("earn a commission", 3),
    ("earn us a commission", 3),
    ("affiliate", 2),
    ("commission", 1),
    ("independently", 1),
    ("purchase", 1),
    ("donat", 1),
    ("support our", 2),
    ("our members", 2),
    ("become a member", 2),
    ("our readers", 1),
    ("our journalism", 2),
    ("independent journalism", 1),
    ("nonprofit", 1),
    ("the story you just read", 3),
    ("before you go", 2),
    ("cookies", 1),
    ("advertis", 1),
    ("originally published", 2),
    ("first appeared", 2),
    ("originally appeared", 2),
    ("republish", 2),
    ("invitation-only", 1),
    ("do i qualify", 2),
    ("find out more", 1),
    ("learn more", 1),
    ("log in", 1),
    ("create an account", 2),
    ("free trial", 2),
    ("to continue reading", 3),
    ("reste à lire", 2),
    ("est réservée", 2),
    ("your inbox", 2),
    ("special offers", 1),
    ("our partners", 1),
    ("cancel any", 2),
    ("check out at any time", 2),
    ("opt out", 1),
    ("public display name", 3),
    ("enable javascript", 3),
    ("is out now", 1),
    ("copyright", 1),
    ("© 20", 2),
    ("© 19", 2),
    ("trust principles", 3),
    ("hear from you", 2),
    ("tell us", 1),
    ("story to tell", 2),
    ("got a story", 3),
    ("got a tip", 3),
    ("have a story", 2),
    ("our news", 1),
    ("live updates", 1),
    ("submit", 1),
    ("this article was produced", 2),
    ("opinions expressed", 2),
    ("most trusted source", 2),
    ("para seguir leyendo", 3),
    ("hazte socio", 3),
];

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
    if zone == Zone::Body && !marked && (text.len() > 350 || !commands(text)) {
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

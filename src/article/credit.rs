//! Photo credits: which lines are one, and where one ends a caption.
//!
//! Judges text only; blocks are claimed by `captions`. An agency named here is the picture's,
//! never the article's.

use super::agency;
use super::blocks::ends_sentence;
use super::openers::Key;

/// Longest credit and longest caption, in bytes.
pub(super) const CREDIT_MAX: usize = 160;
pub(super) const CAPTION_MAX: usize = 700;

/// Labels in front of a credit, in the normal form of `Key`.
const LABELS: &[&str] = &[
    "photo:",
    "photos:",
    "photo by ",
    "photos by ",
    "photograph by ",
    "photographs by ",
    "photograph:",
    "photography:",
    "image:",
    "images:",
    "image by ",
    "image credit:",
    "image source:",
    "photo credit:",
    "photo courtesy ",
    "photo via ",
    "picture:",
    "pictures:",
    "picture by ",
    "picture credit:",
    "pic:",
    "credit:",
    "credits:",
    "file photo:",
    "file photo",
    "file picture",
    "file image",
    "courtesy of ",
    "courtesy:",
    "courtesy photo",
    "handout photo",
    "handout/",
    "handout via ",
    "illustration by ",
    "illustration:",
    "graphic:",
    "visual:",
    "crédit:",
    "crédits:",
    "crédit photo",
    "crédits photo",
    "photo d'archives",
    "foto:",
    "fotos:",
    "bild:",
    "bildquelle:",
    "bildnachweis:",
    "fotograf:",
    "fotografía:",
    "fotografía de ",
    "foto de ",
    "crédito:",
    "crédito da foto",
    "foto di ",
    "immagine:",
    "imagem:",
    "imagen:",
    "beeld:",
    "fotó:",
    "фото:",
    "fot. ",
    "zdj.:",
    "© ",
    "©",
    "📷",
    "getty images",
    "ap photo",
    "reuters/",
    "afp/",
    "ap/",
    "epa/",
    "foto/",
];

/// Words that only credits hold, as printed; what follows or precedes them are names.
const SURE: &[&str] = &[
    "Getty Images",
    "AP Photo",
    "via AP",
    "via Reuters",
    "via AFP",
    "via Getty",
    "Shutterstock",
    "/AP",
    "/AFP",
    "/Reuters",
    "/REUTERS",
    "/dpa",
    "/EPA",
    "/Getty",
    "REUTERS/",
    "AFP/",
    "AP/",
    "EPA/",
    "dpa/",
    "File Photo",
    "FILE PHOTO",
    "file photo",
    "Handout",
    "HANDOUT",
    "Photo/",
    "PA Wire",
    "PA Images",
    "PA Media",
    "picture alliance",
    "picture-alliance",
    "/Alamy",
    "Adobe Stock",
    "/Bloomberg",
    "/The Canadian Press",
    "THE CANADIAN PRESS/",
    "The Canadian Press/",
    "/CP",
    "/Zuma",
    "/ZUMA",
    "/imago",
    "imago/",
    "/Shutterstock",
    "iStock",
    "/EFE",
    "/ANSA",
    "/Xinhua",
    "via Wikimedia",
    "Wikimedia Commons",
    "/SIPA",
    "/Sipa",
    "/Rex",
    "/Keystone",
    "/Anadolu",
    "Anadolu via",
];

/// What a line is as a credit: the credit as printed, once, without brackets.
pub(super) fn credit(text: &str, heading: bool) -> Option<String> {
    let text = text.trim();
    if text.len() < 2 || text.len() > CREDIT_MAX * 2 {
        return None;
    }
    let bare = super::related::once(unbracket(text));
    if bare.len() > CREDIT_MAX || bare.split_whitespace().count() > 20 {
        return None;
    }
    let key = Key::of(bare);
    let label = LABELS.iter().find(|l| key.as_str().starts_with(**l));
    // "getty images" and the like are names themselves: all of the line must be names then.
    if let Some(label) =
        label.filter(|l| l.ends_with([':', ' ', '©']) || l.contains("photo") || l.contains("file"))
    {
        // "Photo: the day the bridge fell. It was raining." is a sentence, not a name.
        let rest = bare.split_once([':', '：']).map_or(bare, |(_, rest)| rest);
        let sure =
            names_only(rest) || (bare.len() <= 110 && !label.ends_with("photo") && is_sure(bare));
        return sure.then(|| bare.to_owned());
    }
    if names_only(bare) && is_sure(bare) {
        return Some(bare.to_owned());
    }
    // Names joined by slashes speak for themselves in a heading only.
    let slashed = bare.contains('/') && !bare.contains("//");
    let known = agency::in_credit(bare).is_some();
    let named =
        heading && names_only(bare) && (known || slashed) || slashed && known && names_only(bare);
    named.then(|| bare.to_owned())
}

fn is_sure(text: &str) -> bool {
    SURE.iter().any(|sure| {
        text.match_indices(sure).take(4).any(|(at, s)| {
            let after = text[at + s.len()..].chars().next();
            // "AP Photographer" is no "AP Photo"; "AFP/" is followed by a name.
            s.ends_with('/') || !after.is_some_and(char::is_alphanumeric)
        })
    })
}

fn unbracket(text: &str) -> &str {
    let inner = text.strip_prefix('(').or_else(|| text.strip_prefix('['));
    match inner {
        Some(inner) => inner.trim_end_matches([')', ']', '.', ' ']).trim(),
        None => text,
    }
}

/// Lower-case words that credits hold besides names.
const SMALL: &[&str] = &[
    "by",
    "via",
    "of",
    "for",
    "from",
    "in",
    "at",
    "and",
    "the",
    "a",
    "courtesy",
    "photo",
    "photos",
    "photograph",
    "file",
    "pool",
    "handout",
    "image",
    "images",
    "picture",
    "provided",
    "supplied",
    "submitted",
    "contributed",
    "screenshot",
    "screengrab",
    "screen",
    "grab",
    "video",
    "archive",
    "archives",
    "staff",
    "photographer",
    "with",
    "de",
    "la",
    "le",
    "les",
    "du",
    "des",
    "d",
    "l",
    "von",
    "van",
    "der",
    "den",
    "di",
    "da",
    "del",
    "do",
    "dos",
    "el",
    "al",
    "bin",
    "par",
    "pour",
    "et",
    "und",
    "für",
    "y",
    "e",
    "en",
    "op",
    "alliance",
    "dpa",
    "stock",
    "com",
    "imago",
    "afp",
    "foto",
    "crédit",
    "credit",
    "illustration",
    "library",
    "grafik",
    "bild",
    "cortesía",
    "ten",
    "ter",
    "picture-alliance",
    "wire",
    "services",
    "media",
    "twitter",
    "facebook",
    "instagram",
];

/// Whether the words could all belong to names of people, agencies and outlets.
fn names_only(text: &str) -> bool {
    let text = text.trim();
    if ends_sentence(text) && !text.ends_with(':') && text.split(' ').count() > 6 {
        return false;
    }
    let mut strange = 0;
    let mut words = 0;
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        words += 1;
        let small = word.starts_with(|c: char| c.is_lowercase());
        strange += usize::from(small && !SMALL.contains(&word));
    }
    // Handles and addresses are written small, so one strange word is let pass.
    words > 0 && words <= 18 && strange <= usize::from(text.contains(['@', '.']) || words >= 6)
}

/// Where a credit stands at the end of a caption: the caption's bytes, and the credit.
pub(super) fn trailing(text: &str) -> Option<(usize, String)> {
    if text.len() > CAPTION_MAX || text.len() < 12 {
        return None;
    }
    if let Some(body) = text.trim_end_matches(['.', ' ']).strip_suffix([')', ']']) {
        let at = body.rfind(['(', '['])?;
        let inside = &body[at + 1..];
        if at > 0 && (is_sure(inside) || has_photo_label(inside)) {
            let credit = credit(inside, true)?;
            // "©Ann Poe (AFP)" is one credit.
            let sign = text[..at].rfind('©').filter(|sign| at - sign < 60);
            return Some(match sign {
                Some(sign) => (sign, text[sign..].trim().to_owned()),
                None => (at, credit),
            });
        }
        return None;
    }
    // "... on Monday. Photo by Jane Roe", "... | Jane Roe/Getty Images", "... © AFP"
    let mut from = text.len().saturating_sub(110);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    for (at, end) in text[from..]
        .match_indices(['.', '|', '—', '–', '©', '!', '?'])
        .map(|(at, s)| (from + at, from + at + s.len()))
    {
        let sign = text[at..].starts_with('©');
        let tail = text[if sign { at } else { end }..].trim();
        if tail.len() < 5 || (!sign && !text[end..].starts_with(' ')) {
            continue;
        }
        if names_only(tail)
            && (sign && agency::in_credit(tail).is_some() || is_sure(tail) || has_photo_label(tail))
            && let Some(credit) = credit(tail, true)
        {
            let cut = if text[at..].starts_with(['.', '!', '?']) {
                end
            } else {
                at
            };
            return (cut > 3).then_some((cut, credit));
        }
    }
    None
}

fn has_photo_label(text: &str) -> bool {
    let key = Key::of(text);
    [
        "photo",
        "picture:",
        "picture by",
        "image:",
        "foto",
        "crédit",
        "credit:",
        "bild:",
        "imagen:",
    ]
    .iter()
    .any(|l| key.as_str().starts_with(l))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, heading: bool, expected: Option<&str>) {
        assert_eq!(credit(text, heading).as_deref(), expected, "{text:?}");
    }

    #[test]
    fn credits_are_told_from_sentences() {
        check(
            "STRINGER/AFP/Getty Images",
            true,
            Some("STRINGER/AFP/Getty Images"),
        );
        check("Ann Poe/Getty Images", false, Some("Ann Poe/Getty Images"));
        check("(AP Photo/Ann Poe)", false, Some("AP Photo/Ann Poe"));
        check(
            "Photo: Ann Poe/Crier via AP Photo: Ann Poe/Crier via AP",
            false,
            Some("Photo: Ann Poe/Crier via AP"),
        );
        check("© Ann Poe, AFP", false, Some("© Ann Poe, AFP"));
        check("Foto: Anna Pohl", false, Some("Foto: Anna Pohl"));
        check("Crédit : Anne Poé", false, Some("Crédit : Anne Poé"));
        check(
            "THE CANADIAN PRESS/Ann Poe",
            false,
            Some("THE CANADIAN PRESS/Ann Poe"),
        );
        check("Handout/Valley Police", true, Some("Handout/Valley Police"));
        check("Ann Poe", true, None);
        check("The road and/or the bridge will be closed", false, None);
        check(
            "Photo: the day when it all began and nobody knew why.",
            false,
            None,
        );
        check(
            "He sold the pictures to Getty Images for a sum that nobody knows.",
            false,
            None,
        );
        check("", true, None);
    }

    #[test]
    fn credits_at_the_end_are_cut_off() {
        for (text, expected) in [
            (
                "A boat on Monday. (AP Photo/Ann Poe)",
                Some(("A boat on Monday. ", "AP Photo/Ann Poe")),
            ),
            (
                "A boat on Monday. Photo by Ann Poe",
                Some(("A boat on Monday.", "Photo by Ann Poe")),
            ),
            (
                "A boat on Monday © AFP",
                Some(("A boat on Monday ", "© AFP")),
            ),
            (
                "A boat | Ann Poe/Getty Images",
                Some(("A boat ", "Ann Poe/Getty Images")),
            ),
            ("The boat (a small one) sank.", None),
            ("The boat sank. It was small.", None),
        ] {
            let got = trailing(text);
            let got = got.as_ref().map(|(cut, c)| (&text[..*cut], c.as_str()));
            assert_eq!(got, expected, "{text:?}");
        }
    }
}

//! Sign-offs: "Reporting by A in X; Writing by B; Editing by C", "With files from ...", and the
//! closing "(AFP)" of wire copy.
//!
//! Judges lines near the end of an article; which ones are looked at is decided by `tail`.

use super::{agency, byline};

/// Longest sign-off, in bytes.
const MAX: usize = 700;

/// Whether a closing line says who contributed: "Agency writer Jane Roe contributed to this
/// report.", "Roe reported from Paris."
pub(super) fn is_contribution(text: &str) -> bool {
    if text.len() > MAX {
        return false;
    }
    let holds = |w: &str| memchr::memmem::find(text.as_bytes(), w.as_bytes()).is_some();
    if ![
        "ontribu",
        " reported from ",
        "zu diesem",
        "droeg bij",
        "assisted with",
        "helped report",
    ]
    .iter()
    .any(|w| holds(w))
    {
        return false;
    }
    let lower = text.to_lowercase();
    let says = [
        "contributed to this",
        "contributed reporting",
        "contributed research",
        "contribuyó a este",
        "contribuyeron a este",
        "a contribué à",
        "ont contribué à",
        "hat zu diesem",
        "haben zu diesem",
        "ha contribuito a",
        "contribuiu para est",
        "droeg bij aan",
        "assisted with this",
        "helped report",
        "contributed from",
    ]
    .iter()
    .any(|s| lower.contains(s));
    let reported = text.contains(" reported from ")
        && text.len() <= 300
        && !text.contains(['"', '“', '«'])
        && text
            .split_once(" reported from ")
            .is_some_and(|(name, _)| byline::is_name(name));
    says && text.len() <= 500 || reported
}

/// The people who reported, from a sign-off; those who only wrote up or edited are left out.
pub(super) fn reporters(text: &str) -> Vec<String> {
    let text: String = text.chars().take(MAX).collect();
    for part in text.split([';', '(', ')', '.']) {
        let part = part.trim();
        let lower = part.to_lowercase();
        for by in [
            "reporting by ",
            "reportage de ",
            "reportage par ",
            "reporte de ",
            "reportagem de ",
        ] {
            if lower.starts_with(by) {
                return byline::authors(&places_off(part.get(by.len()..).unwrap_or_default()));
            }
        }
    }
    Vec::new()
}

/// Drops "in Paris", which stands behind each name, so that what follows the comma is read as
/// the next name.
fn places_off(names: &str) -> String {
    let mut out = String::with_capacity(names.len());
    for (i, piece) in names.replace(" and ", ", ").split(", ").enumerate() {
        let name = piece.split(" in ").next().unwrap_or(piece);
        if i > 0 {
            out.push_str(", ");
        }
        out.push_str(name);
    }
    out
}

/// The agency that signs wire copy with its closing words: "... (AFP)", "... — AP", and the text
/// before it. A line that is nothing else is all signature.
pub(super) fn closing_agency(text: &str) -> Option<(&'static str, usize)> {
    let mut from = text.len().saturating_sub(60);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let end = text.trim_end();
    if let Some(body) = end.strip_suffix(')') {
        let at = from + body.get(from..)?.rfind('(')?;
        // The writer's initials may stand before the agency, or after it.
        let name = body[at + 1..]
            .split(['/', ',', ' '])
            .find_map(agency::lookup_wire);
        let whole = agency::lookup_wire(&body[at + 1..]);
        // "the agency (AP)" inside the last sentence has its full stop behind the bracket.
        let ended = at == 0 || super::blocks::ends_sentence(&text[..at]);
        let name = whole.or(name.filter(|_| body[at + 1..].len() <= 12))?;
        return ended.then_some((name, at));
    }
    // "... dos horas. EFE"
    if let Some(at) = end.get(from..).and_then(|t| t.rfind(". ")) {
        let at = from + at + 1;
        let name = end[at..].trim();
        if !name.contains(' ')
            && let Some(name) = agency::lookup_wire(name)
        {
            return Some((name, at));
        }
    }
    let (at, sep) = [" — ", " – ", " -- ", " - ", "—", "© "]
        .iter()
        .filter_map(|s| end.get(from..)?.rfind(s).map(|at| (from + at, *s)))
        .max_by_key(|(at, _)| *at)
        .or_else(|| (end.len() <= 30).then_some((0, "")))?;
    let tail = end[at + sep.len()..].trim_matches(|c: char| !c.is_alphanumeric());
    let name = agency::lookup_wire(tail)?;
    let ended = end[..at].trim().is_empty() || super::blocks::ends_sentence(&text[..at]);
    ended.then_some((name, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contributions_are_found() {
        for (text, expected) in [
            (
                "Agency writer Ann Poe in Paris contributed to this report.",
                true,
            ),
            ("Poe reported from Paris.", true),
            (
                "The ministry reported from its own tests that all was well.",
                false,
            ),
            ("Rain contributed to the flood.", false),
        ] {
            assert_eq!(is_contribution(text), expected, "{text:?}");
        }
    }

    #[test]
    fn reporters_are_authors_and_editors_are_not() {
        for (text, expected) in [
            (
                "Reporting by Ann Poe in Rome, John Roe in The Dale and Max Lee in Bonn; Writing by Sue Fox; Editing by Tim Ox",
                &["Ann Poe", "John Roe", "Max Lee"] as &[&str],
            ),
            ("(Reporting by Ann Poe; Editing by Tim Ox)", &["Ann Poe"]),
            ("Editing by Tim Ox", &[]),
        ] {
            assert_eq!(reporters(text), expected, "{text:?}");
        }
    }

    #[test]
    fn agencies_that_sign_are_found() {
        for (text, expected) in [
            ("The boats met. (AFP)", Some(("AFP", "The boats met. "))),
            ("The boats met. — AP", Some(("AP", "The boats met. "))),
            ("© AFP", Some(("AFP", ""))),
            (
                "Los barcos se vieron. EFE",
                Some(("EFE", "Los barcos se vieron.")),
            ),
            ("The boats met. Reuters said so.", None),
            ("Reuters", Some(("Reuters", ""))),
            ("It was sold to the Associated Press (AP)", None),
            ("The boats met.", None),
            ("The boats met (see above).", None),
        ] {
            let got = closing_agency(text);
            assert_eq!(got.map(|(a, at)| (a, &text[..at])), expected, "{text:?}");
        }
    }
}

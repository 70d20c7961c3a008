//! Datelines: the place, agency and date in front of a lead, in the forms that wires print.
//!
//! Reads the beginning of one paragraph. What counts as the lead is decided by the caller.

use std::sync::LazyLock;

use memchr::memmem;

use super::agency;
use super::date::Stamp;
use super::record::Dateline;

#[path = "dateline_east.rs"]
mod east;
#[path = "dateline_field.rs"]
mod field;

pub use field::of_line;

/// Longest dateline, in bytes.
const MAX: usize = 130;

/// What may stand between a dateline and the lead, longest first.
const SEPARATORS: [&str; 14] = [
    ".- ", ". - ", ".– ", " -- ", " – ", " — ", " ― ", " - ", " _ ", ") -", ")–", ")—", "— ", ": ",
];

/// The same, ready to be looked for.
static FINDERS: LazyLock<[memmem::Finder<'static>; SEPARATORS.len()]> =
    LazyLock::new(|| SEPARATORS.map(memmem::Finder::new));

/// Words in capitals that are no places.
const NO_PLACES: &[&str] = &[
    "ADVERTISEMENT",
    "ALERT",
    "ANALYSIS",
    "AUDIO",
    "BACKGROUND",
    "BREAKING",
    "BREAKINGVIEWS",
    "CLARIFICATION",
    "COLUMN",
    "COMMENT",
    "COMMENTARY",
    "CORRECTED",
    "CORRECTION",
    "DEAR",
    "DEVELOPING",
    "DIRECT",
    "EDITORIAL",
    "EILMELDUNG",
    "EN DIRECT",
    "ENTREVISTA",
    "ESCLUSIVA",
    "EXCLUSIF",
    "EXCLUSIVA",
    "EXCLUSIVE",
    "EXKLUSIV",
    "EXPLAINER",
    "FACT",
    "FACTBOX",
    "FEATURE",
    "FILE",
    "FLASH",
    "GALLERY",
    "GRAPHIC",
    "HIGHLIGHTS",
    "IMPORTANT",
    "INFOGRAPHIC",
    "INSIGHT",
    "INTERVIEW",
    "INVESTIGATION",
    "JUST IN",
    "LATEST",
    "LIVE",
    "LIVEBLOG",
    "LISTEN",
    "MAP",
    "MORE",
    "NEW",
    "NEWS",
    "NOTE",
    "OBITUARY",
    "ON THIS DAY",
    "OPINION",
    "PHOTO",
    "PHOTOS",
    "PICTURES",
    "PODCAST",
    "POLL",
    "PORTRAIT",
    "PREVIEW",
    "PROFILE",
    "QUIZ",
    "RADIO",
    "RAW",
    "READ",
    "RECAP",
    "RELATED",
    "REPORTAGE",
    "RESULTS",
    "REVIEW",
    "SCANDAL",
    "SCOOP",
    "SHOCK",
    "SPOILER",
    "STORY",
    "TABLE",
    "THE",
    "TIMELINE",
    "TIP",
    "TOP",
    "UPDATE",
    "UPDATED",
    "UPDATES",
    "URGENT",
    "VIDEO",
    "VIDÉO",
    "VOICES",
    "WARNING",
    "WATCH",
    "WRAPUP",
    "YES",
    "NO",
    "A",
    "AN",
    "ISIS",
    "NATO",
    "NASA",
    "FIFA",
    "UEFA",
    "OPEC",
    "COVID",
    "FBI",
    "CIA",
    "BBC",
    "CNN",
    "UNESCO",
    "UNICEF",
    "NHS",
    "NFL",
    "NBA",
    "IMF",
    "WHO",
    "FAQ",
    "Q&A",
    "BREXIT",
    "OTAN",
    "ONU",
    "USA",
    "WIN",
    "FREE",
    "GET",
    "STOP",
    "SO",
    "BUT",
    "AND",
    "NOT",
    "ALL",
    "WHAT",
    "WHY",
    "HOW",
    "WHEN",
    "WHERE",
    "KEY",
    "POINTS",
    "SUMMARY",
    "LE POINT",
    "EDITOR'S NOTE",
    "EDITOR’S NOTE",
    "TRIGGER",
    "RANKED",
    "REVEALED",
    "CONFIRMED",
    "DISCLAIMER",
    "SOURCE",
    "TRANSCRIPT",
    "STATEMENT",
    "SPORT",
    "SPORTS",
    "POLITICS",
    "WORLD",
    "BUSINESS",
    "COMMUNIQUÉ",
    "MISE À JOUR",
    "ARCHIVE",
    "ARCHIVES",
];

/// Those of them that also begin the names of places.
const BEGIN_PLACES: &[&str] = &["NEW", "THE", "LE", "A", "TOP", "NO", "ALL", "KEY", "WHITE"];

/// A dateline, and where the lead begins after it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) dateline: Dateline,
    /// Byte of the paragraph at which the lead begins.
    pub(super) lead: usize,
    /// The date, where it was printed with its year.
    pub(super) date: Option<Stamp>,
}

/// Reads the dateline that a paragraph begins with.
pub(super) fn read(paragraph: &str) -> Option<Found> {
    let start = paragraph.len() - paragraph.trim_start().len();
    let text = &paragraph[start..];
    let first = text.chars().next()?;
    // Scripts without capitals: the cheapest test, since most leads end here.
    let caseless = first.is_alphabetic() && !first.is_uppercase() && !first.is_lowercase();
    if (caseless || matches!(first, '【' | '［' | '[' | '（' | '('))
        && let Some(found) = east::read(text, start)
    {
        return Some(found);
    }
    // A bracket opens "(Reuters) - ", a capital opens a place; all else is no dateline.
    if !(first == '(' || first.is_uppercase() || caseless) {
        return None;
    }
    let mut end = text.len().min(MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let window = &text[..end];
    // Without capitals at the front only a bracket or a date makes a dateline: most leads end here.
    let shouted = text.chars().take(3).all(|c| !c.is_lowercase());
    if !shouted && !window.bytes().any(|b| b == b'(' || b.is_ascii_digit()) {
        return None;
    }
    let mut candidates: Vec<(usize, usize)> = FINDERS
        .iter()
        .flat_map(|finder| {
            let sep = finder.needle();
            // A separator that starts with the closing bracket leaves it in the head.
            let keep = usize::from(sep[0] == b')');
            finder
                .find_iter(window.as_bytes())
                .take(3)
                .map(move |at| (at + keep, at + sep.len()))
        })
        .collect();
    // "MOSCOW, March 3. /TASS/. Text" and "PARIS (AFP) Text" end in their agency.
    candidates.extend(window.find("/. ").map(|at| (at + 1, at + 3)));
    if let Some(at) = window.find(") ") {
        candidates.push((at + 1, at + 2));
    }
    candidates.sort_unstable();
    let mut best: Option<Found> = None;
    for (head_end, lead) in candidates {
        let colon = window[head_end..].starts_with(':');
        let spaced_only = window[..lead].ends_with(") ") && lead - head_end == 1;
        let rest = text[lead..].trim_start_matches([' ', '-', '–', '—', '_']);
        let lead = start + text.len() - rest.len();
        let bracketed = window[..head_end].ends_with(')') && !rest.is_empty();
        if !begins_lead(rest) && !bracketed {
            continue;
        }
        if let Some(found) = head(&window[..head_end], lead, colon, spaced_only) {
            // The Italian "(ANSA) - ROMA, 3 MAR - " has two parts, each with its own dash.
            let only_agency = found.dateline.place.is_empty();
            best = match best {
                Some(b) if !b.dateline.place.is_empty() => Some(b),
                Some(b) if only_agency => Some(b),
                _ => Some(found),
            };
            if !only_agency {
                break;
            }
        }
    }
    best
}

/// Whether a text can be the lead: it begins with a capital, digit or quote.
fn begins_lead(text: &str) -> bool {
    text.chars().next().is_some_and(|c| {
        !c.is_lowercase() && (c.is_alphanumeric() || "\"'“‘«„‹([$£€¿¡*".contains(c))
    })
}

/// Reads what stands before the separator.
fn head(head: &str, lead: usize, colon: bool, spaced_only: bool) -> Option<Found> {
    let head = head.trim().trim_end_matches(['-', '–', '—', '_', ' ']);
    if let Some(after) = head.strip_prefix('(') {
        return bracket_first(after, lead);
    }
    let (mut rest, mut wire, mut bracketed) = (head.to_owned(), None, false);
    if let Some((before, inside, after)) = bracket(head) {
        let names: Vec<_> = inside
            .split(['/', ',', '-'])
            .map(agency::lookup_wire)
            .collect();
        wire = agency::lookup_wire(inside).or_else(|| names.into_iter().flatten().next());
        bracketed = true;
        rest = format!("{} , {}", before.trim_end_matches([' ', ',']), after);
        if after.chars().any(char::is_lowercase) && split_date(after).1.is_none() {
            return None;
        }
    }
    let mut rest = rest.trim_matches([' ', ',', '-']);
    // "МОСКВА. 20 октября. ИНТЕРФАКС - "
    if wire.is_none()
        && let Some((before, last)) = rest.rsplit_once(". ")
        && let Some(found) = agency::lookup_wire(last)
    {
        (rest, wire) = (before, Some(found));
    }
    let (place, date) = split_date(rest);
    let place = place.trim_matches([' ', ',']);
    // "D.C." and "Wis." keep their stop, a stop behind a city is the wire's.
    let city_only = !place.contains(',') && place.find('.') == Some(place.len().wrapping_sub(1));
    let place = if city_only {
        place.trim_end_matches('.')
    } else {
        place
    };
    if spaced_only && wire.is_none() {
        return None;
    }
    let sure = wire.is_some() || date.is_some();
    if !is_place(place, sure, bracketed, colon) {
        return None;
    }
    let stamp = date.as_deref().and_then(Stamp::parse);
    let dateline = Dateline {
        place: place.to_owned(),
        agency: wire.map(str::to_owned),
        date,
    };
    Some(Found {
        dateline,
        lead,
        date: stamp,
    })
}

/// "(Reuters) - Lead" and "(ANSA) - ROMA, 3 MAR - Lead".
fn bracket_first(after: &str, lead: usize) -> Option<Found> {
    let (inside, rest) = after.split_once(')')?;
    let wire = inside
        .split(['/', ','])
        .find_map(agency::lookup_wire)
        .map(str::to_owned)?;
    let rest = rest.trim_matches([' ', '-', '–', '—', '.', ',']);
    if rest.is_empty() {
        let dateline = Dateline {
            agency: Some(wire),
            ..Dateline::default()
        };
        return Some(Found {
            dateline,
            lead,
            date: None,
        });
    }
    let mut found = head(rest, lead, false, false)?;
    found.dateline.agency = Some(wire);
    Some(found)
}

/// Text before, inside and after the first bracket (round, or the slashes of TASS).
fn bracket(head: &str) -> Option<(&str, &str, &str)> {
    if let Some((before, after)) = head.split_once('(') {
        let (inside, rest) = after.split_once(')')?;
        return Some((before, inside, rest));
    }
    let (before, after) = head.split_once(" /")?;
    let (inside, rest) = after.split_once('/')?;
    agency::lookup_wire(inside).map(|_| (before, inside, rest))
}

/// Splits the date off the end of "NEW YORK, Feb 26, 2024".
fn split_date(text: &str) -> (&str, Option<String>) {
    // Only commas, and the full stop that Interfax prints, part place and date.
    let cuts: Vec<usize> = text
        .match_indices([',', '.'])
        .map(|(at, _)| at)
        .take(8)
        .collect();
    for at in cuts {
        let date = text[at + 1..].trim_matches([' ', ',', '.']);
        if is_date(date) {
            return (&text[..at], Some(date.to_owned()));
        }
    }
    // "PARIS 3 mai" without a comma.
    for (at, _) in text.match_indices(' ').take(8) {
        let date = text[at + 1..].trim();
        if date.split(' ').count() >= 2 && is_date(date) {
            return (text[..at].trim_end_matches(','), Some(date.to_owned()));
        }
    }
    (text, None)
}

/// A day and month, perhaps with a year or weekday.
fn is_date(text: &str) -> bool {
    if text.len() < 2 || text.len() > 40 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let digits_only = text.bytes().all(|b| b.is_ascii_digit());
    if digits_only {
        // Spanish agencies print the day alone: "MADRID, 26 (EUROPA PRESS)".
        return text.len() <= 2;
    }
    let text = text.to_lowercase();
    Stamp::parse(&text).is_some()
        || Stamp::parse(&format!("{text} 2004")).is_some()
        || Stamp::parse(&format!("{text}, 2004")).is_some()
}

/// Whether the words are a place, or several: in capitals, or capitalised where agency or date
/// leave no doubt.
fn is_place(place: &str, sure: bool, bracketed: bool, colon: bool) -> bool {
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2
        || place.len() > 70
        || place
            .chars()
            .any(|c| c.is_numeric() || "?!;:\"“”".contains(c))
    {
        return false;
    }
    let city = place.split(',').next().unwrap_or(place).trim();
    // "LIVE UPDATES" is a label by its first word, "NEW YORK" and "THE HAGUE" are none by theirs.
    let first = city.split([' ', '/']).next().unwrap_or(city);
    if NO_PLACES.contains(&city) || (NO_PLACES.contains(&first) && !BEGIN_PLACES.contains(&first)) {
        return false;
    }
    let words: Vec<&str> = place.split([' ', '/']).filter(|w| !w.is_empty()).collect();
    let particle = |w: &str| {
        matches!(
            w,
            "de" | "la"
                | "le"
                | "du"
                | "des"
                | "sur"
                | "am"
                | "an"
                | "der"
                | "den"
                | "di"
                | "del"
                | "do"
                | "da"
                | "of"
                | "the"
                | "el"
                | "al"
                | "en"
                | "in"
                | "bei"
                | "and"
                | "y"
                | "e"
        )
    };
    let capital = |w: &str| {
        w.chars()
            .find(|c| c.is_alphabetic())
            .is_some_and(|c| !c.is_lowercase())
    };
    let capitals = city
        .chars()
        .filter(|c| c.is_alphabetic())
        .all(|c| !c.is_lowercase())
        || city
            .split([' ', '/'])
            .all(|w| particle(w) || !w.chars().any(char::is_lowercase));
    if words.len() > 7
        || !words.iter().all(|w| capital(w) || particle(w))
        || !words.first().is_some_and(|w| capital(w))
    {
        return false;
    }
    if sure {
        return city.split(' ').count() <= 5;
    }
    // In a script without capitals every word looks like a place.
    if !place.chars().any(char::is_uppercase) {
        return false;
    }
    // Without agency and date only capitals speak for a place; short ones are acronyms, and a
    // colon also follows labels.
    let long_enough = letters >= 4 || bracketed || matches!(place, "LA" | "D.C.");
    capitals
        && long_enough
        && city.split(' ').filter(|w| !particle(w)).count() <= 3
        && (!colon || letters >= 5)
}

#[cfg(test)]
#[path = "dateline_tests.rs"]
mod tests;

//! Bylines: "By Jane Roe and John Poe, Political Editor" and its like in other languages, and the
//! people named in them.
//!
//! Judges one line; where in an article a byline may stand is decided by the callers.

use super::agency;

/// Words that introduce the writers, in lower case, each followed by a space or colon in print.
const INTRODUCERS: &[&str] = &[
    "by",
    "by:",
    "words by",
    "words:",
    "text by",
    "text:",
    "story by",
    "written by",
    "reported by",
    "reporting by",
    "exclusive by",
    "analysis by",
    "opinion by",
    "interview by",
    "author:",
    "authors:",
    "writer:",
    "reporter:",
    "from our correspondent",
    "par",
    "par:",
    "texte:",
    "texte par",
    "auteur:",
    "propos recueillis par",
    "écrit par",
    "von",
    "von:",
    "vom",
    "ein kommentar von",
    "eine analyse von",
    "autor:",
    "autorin:",
    "autoren:",
    "por",
    "por:",
    "autora:",
    "escrito por",
    "texto:",
    "texto de",
    "di",
    "di:",
    "autore:",
    "scritto da",
    "testo di",
    "door",
    "door:",
    "tekst:",
    "av",
    "av:",
    "af",
    "af:",
    "skrevet av",
    "skrevet af",
    "text av",
    "napisał",
    "autor",
    "автор:",
    "текст:",
    "de notre correspondant",
    "de notre envoyé spécial",
    "dal nostro inviato",
    "dalla nostra corrispondente",
];

/// Words between two people, with their spaces.
const JOINERS: &[&str] = &[
    " and ",
    " & ",
    " et ",
    " und ",
    " y ",
    " e ",
    " en ",
    " och ",
    " og ",
    " i ",
    " with ",
    " avec ",
    " mit ",
    " con ",
    " com ",
    " met ",
    " for ",
    " in ",
    " from ",
    " at ",
    " à ",
    " a ",
    " aus ",
    " reporting",
    " écrit",
    " para ",
    " per ",
    " AND ",
    " WITH ",
    " FOR ",
    " IN ",
];

/// Words that show that a piece of a byline says what somebody does.
const ROLES: &[&str] = &[
    "correspondent",
    "editor",
    "reporter",
    "writer",
    "staff",
    "journalist",
    "columnist",
    "bureau",
    "contributor",
    "contributing",
    "producer",
    "analyst",
    "photographer",
    "chief",
    "deputy",
    "senior",
    "special",
    "desk",
    "team",
    "newsroom",
    "agencies",
    "agency",
    "agences",
    "agenturen",
    "agencias",
    "agenzie",
    "correspondant",
    "correspondante",
    "envoyé",
    "envoyée",
    "journaliste",
    "rédaction",
    "rédacteur",
    "redaktion",
    "redakteur",
    "redakteurin",
    "korrespondent",
    "korrespondentin",
    "redacción",
    "corresponsal",
    "redazione",
    "corrispondente",
    "inviato",
    "inviata",
    "redação",
    "correspondente",
    "redactie",
    "verslaggever",
    "redacteur",
    "news",
    "press",
    "media",
    "service",
    "services",
    "network",
    "magazine",
    "follow",
    "published",
    "updated",
    "et",
    "gmt",
    "min",
    "read",
    "professor",
    "university",
    "fellow",
    "director",
    "specialist",
    "agents",
    "dpa",
    "online",
    "exclusive",
    "video",
    "webdesk",
    "web",
];

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "van", "von",
    "der", "den", "ter", "ten", "al", "el", "bin", "ibn", "bint", "zu", "y", "e", "af", "av", "st",
    "ben", "dal", "lo", "te", "'t", "het",
];

/// Weekdays and months that follow "By" in a sentence: "By Friday".
const NO_NAMES: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "comparison",
    "contrast",
    "mid",
    "noon",
    "then",
    "now",
];

/// Longest byline, in bytes.
const MAX: usize = 240;

/// Whether a whole line is a byline with its introducing word.
pub fn is_byline(line: &str) -> bool {
    if line.len() > MAX {
        return false;
    }
    let Some(names) = after_introducer(line) else {
        return false;
    };
    let first = first_piece(names);
    let first_word = first.split(' ').next().unwrap_or("").to_lowercase();
    if NO_NAMES.contains(&first_word.as_str()) {
        return false;
    }
    let known = is_name(first) || agency::lookup_wire(first).is_some() || is_desk(first);
    // A sentence that begins with "By" goes on in lower case and ends in a full stop.
    let sentence = names.ends_with('.') && names.split(' ').count() > 6;
    known && !sentence
}

/// What follows the introducing word, if the line begins with one.
pub(super) fn after_introducer(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || "(—–-|".contains(c));
    let head_end = line
        .char_indices()
        .map(|(i, c)| i + c.len_utf8())
        .take_while(|end| *end <= 30)
        .last()?;
    let lower = line[..head_end].to_lowercase().replace('\u{A0}', " ");
    let found = INTRODUCERS
        .iter()
        .filter(|by| {
            lower
                .strip_prefix(**by)
                .is_some_and(|rest| by.ends_with(':') || rest.starts_with([' ', ':']))
        })
        .max_by_key(|by| by.len())?;
    // Lowering may change the length of letters, so the rest is found by counting characters.
    let skip = found.chars().count();
    let at = line.char_indices().nth(skip).map_or(line.len(), |(i, _)| i);
    let rest = line[at..].trim_start_matches([':', ' ']);
    (!rest.is_empty()).then_some(rest)
}

/// The people in a byline: introducers, roles, places, outlets, agencies and addresses dropped.
///
/// Also takes bare lists of names. At most 20 people, in order, each once.
pub fn authors(line: &str) -> Vec<String> {
    let line: String = line.chars().take(400).collect();
    let names = after_introducer(&line).unwrap_or(&line);
    let mut found: Vec<String> = Vec::new();
    for piece in names.split([',', ';', '|', '/', '•', '·', '(', ')', '\t', '–', '—', '+']) {
        collect(piece, &mut found);
    }
    found.truncate(20);
    found
}

/// Adds the people in a piece between commas.
fn collect(piece: &str, found: &mut Vec<String>) {
    let mut rest = piece.trim();
    rest = ["and ", "et ", "und ", "y ", "e ", "en ", "with ", "& "]
        .iter()
        .find_map(|j| rest.strip_prefix(j))
        .unwrap_or(rest);
    // What follows "for", "in", "at" or "from" is an outlet or a place, not a person.
    let mut in_place = false;
    loop {
        let cut = JOINERS
            .iter()
            .filter_map(|j| rest.find(j).map(|at| (at, *j)))
            .min_by_key(|(at, _)| *at);
        let (name, next) = match cut {
            Some((at, j)) => (&rest[..at], Some((&rest[at + j.len()..], j))),
            None => (rest, None),
        };
        let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != '\'');
        let name = after_introducer(name)
            .filter(|n| is_name(n))
            .unwrap_or(name);
        if !in_place && is_person(name) && !found.iter().any(|f| f.eq_ignore_ascii_case(name)) {
            found.push(name.to_owned());
        }
        let Some((next, joiner)) = next else { return };
        in_place = matches!(
            joiner.trim(),
            "for" | "in" | "from" | "at" | "à" | "a" | "aus" | "FOR" | "IN" | "para" | "per"
        ) || (joiner.trim() == "en" && found.len() == 1 && !next.contains(' '));
        rest = next;
    }
}

/// A name, of somebody who is neither an agency nor a desk.
fn is_person(name: &str) -> bool {
    is_name(name) && name.contains(' ') && agency::lookup(name).is_none() && !is_desk(name)
}

/// The first name in a list of names.
fn first_piece(names: &str) -> &str {
    let mut end = names
        .find([',', ';', '|', '/', '(', '•', '·', '–', '—'])
        .unwrap_or(names.len());
    for j in JOINERS {
        if let Some(at) = names[..end].find(j) {
            end = at;
        }
    }
    names[..end].trim()
}

/// Whether the words could be a name: one to five, capitalised but for small words, no digits.
pub(super) fn is_name(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty()
        || text.len() > 60
        || text
            .chars()
            .any(|c| c.is_numeric() || "@#:!?\"".contains(c))
    {
        return false;
    }
    let words: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
    let capital = |w: &str| {
        w.chars()
            .find(|c| c.is_alphabetic())
            .is_some_and(|c| !c.is_lowercase())
    };
    let small = |w: &str| PARTICLES.contains(&w.trim_end_matches('.'));
    (1..=5).contains(&words.len())
        && capital(words[words.len() - 1])
        && words.iter().all(|w| capital(w) || small(w))
        && words.iter().any(|w| capital(w) && w.chars().count() > 1)
        // A full stop inside belongs to an initial or a title.
        && words.iter().all(|w| !w.ends_with('.') || w.chars().count() <= 4)
}

/// Whether the words name a desk or a role: "Staff reporter", "Newsroom".
pub(super) fn is_desk(text: &str) -> bool {
    text.len() <= 80
        && text
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| ROLES.contains(&w))
}

/// The agency in a byline, alone or beside its writers: "Associated Press", "Le Courrier avec AFP",
/// "Jane Roe in London, Reuters".
///
/// A place is none, whatever agency is called like it.
pub(super) fn agency_in(line: &str) -> Option<&'static str> {
    let names = after_introducer(line).unwrap_or(line);
    if names.len() > 160 {
        return None;
    }
    for piece in names.split([',', '/', '|', '(', ')', ';', '•', '·', '–', '—']) {
        let (mut rest, mut in_place) = (piece, false);
        loop {
            let cut = JOINERS
                .iter()
                .filter_map(|j| rest.find(j).map(|at| (at, *j)))
                .min_by_key(|(at, _)| *at);
            let name = cut.map_or(rest, |(at, _)| &rest[..at]);
            if !in_place && let Some(found) = agency::lookup_wire(name) {
                return Some(found);
            }
            let Some((at, joiner)) = cut else { break };
            in_place = matches!(
                joiner.trim(),
                "in" | "IN" | "from" | "at" | "à" | "aus" | "en"
            );
            rest = &rest[at + joiner.len()..];
        }
    }
    None
}

#[cfg(test)]
#[path = "byline_tests.rs"]
mod tests;

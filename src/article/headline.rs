//! Headlines: the outlet's name, section and writer that a page title carries behind the headline.
//!
//! Works on one line of text; where that line comes from is no concern of this module.

use super::byline;

/// A page title taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headline {
    /// The headline alone; never empty unless the title was.
    pub title: String,
    /// `by Jane Roe` behind it.
    pub byline: Option<String>,
}

/// What separates a headline from what a site appends, spaces included.
const SEPARATORS: [&str; 12] = [
    " | ", " - ", " – ", " — ", " * ", " · ", " » ", " :: ", " • ", " // ", "｜", " ‹ ",
];

/// Section names that sites put between headline and outlet.
const SECTIONS: &[&str] = &[
    "national",
    "world",
    "world news",
    "news",
    "uk news",
    "us news",
    "sport",
    "sports",
    "politics",
    "business",
    "tech",
    "technology",
    "science",
    "health",
    "culture",
    "entertainment",
    "opinion",
    "comment",
    "local",
    "local news",
    "international",
    "canada",
    "europe",
    "asia",
    "africa",
    "americas",
    "middle east",
    "economy",
    "money",
    "markets",
    "travel",
    "lifestyle",
    "life",
    "style",
    "football",
    "soccer",
    "environment",
    "climate",
    "education",
    "society",
    "media",
    "breaking news",
    "latest news",
    "top stories",
    "video",
    "weather",
    "monde",
    "politique",
    "économie",
    "société",
    "france",
    "actualité",
    "actualités",
    "faits divers",
    "sports",
    "politik",
    "wirtschaft",
    "panorama",
    "ausland",
    "inland",
    "deutschland",
    "kultur",
    "wissen",
    "sport",
    "deportes",
    "mundo",
    "política",
    "economía",
    "economia",
    "nacional",
    "internacional",
    "sociedad",
    "españa",
    "cultura",
    "mondo",
    "esteri",
    "cronaca",
    "calcio",
    "brasil",
    "esporte",
    "esportes",
    "buitenland",
    "binnenland",
    "economie",
    "wereld",
    "nieuws",
    "noticias",
    "notícias",
    "nachrichten",
    "gesellschaft",
    "aktuell",
];

/// Words in the names of outlets: what stands behind `|` and holds one is cut even when the
/// outlet is not known.
const OUTLET_WORDS: &[&str] = &[
    "news",
    "times",
    "post",
    "herald",
    "tribune",
    "gazette",
    "journal",
    "daily",
    "guardian",
    "telegraph",
    "magazine",
    "zeitung",
    "tageblatt",
    "nachrichten",
    "diario",
    "giornale",
    "jornal",
    "globe",
    "chronicle",
    "observer",
    "express",
    "mirror",
    "today",
    "tv",
    "radio",
    "press",
];

/// Takes the outlet's name, section and writer off a page title.
///
/// `outlet` is the host or registrable domain of the article, or the outlet's name. A dash alone
/// proves nothing: a tail is cut only when it names the outlet, or is a section before such a
/// tail, or stands behind `|` and holds a word of outlets' names.
pub fn split(title: &str, outlet: Option<&str>) -> Headline {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let labels = outlet.map(outlet_labels).unwrap_or_default();
    let mut rest = title.as_str();
    let mut writer = None;
    let mut cut_outlet = false;
    // Headline, section, outlet and writer make four parts; two more for doubled names.
    for _ in 0..5 {
        let Some((head, sep, tail)) = last_part(rest) else {
            break;
        };
        if !is_enough(head) {
            break;
        }
        let strong = matches!(sep.trim(), "|" | "*" | "｜" | "::" | "»" | "‹" | "•");
        if writer.is_none() && strong && is_writer(tail) {
            writer = Some(tail.to_owned());
        } else if labels.iter().any(|l| names_outlet(tail, l)) {
            cut_outlet = true;
        } else if !(is_section(tail) && (cut_outlet || sep.trim() == "|")
            || sep.trim() == "|" && labels.is_empty() && holds_outlet_word(tail))
        {
            break;
        }
        rest = head;
    }
    // "Outlet News | Headline": only a known outlet is cut in front.
    if !cut_outlet && let Some((head, sep, tail)) = first_part(rest) {
        let known = labels.iter().any(|l| names_outlet(head, l));
        if known && sep.trim() != "-" && tail.split(' ').count() >= 3 {
            rest = tail;
        }
    }
    Headline {
        title: rest.trim().to_owned(),
        byline: writer,
    }
}

/// Whether two headlines differ in punctuation, case and quotes at most.
pub fn same(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

/// Whether a longer headline merely goes on where another ends; one that ends as a question or
/// sentence of its own is not gone on with.
pub(super) fn extends(longer: &str, headline: &str) -> bool {
    let ended = headline.trim_end().ends_with(['?', '!', '.']);
    !ended && fold(longer).starts_with(&fold(headline))
}

/// The letters and digits of a text, in lower case.
pub(super) fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The separators that a title may hold: their first sign is in it. To look for one byte costs a
/// tenth of a search.
fn separators(title: &str) -> impl Iterator<Item = &'static str> {
    SEPARATORS.into_iter().filter(move |separator| {
        let sign = separator.trim_start().as_bytes()[0];
        memchr::memchr(sign, title.as_bytes()).is_some()
    })
}

fn last_part(title: &str) -> Option<(&str, &str, &str)> {
    let found = separators(title)
        .filter_map(|sep| title.rfind(sep).map(|at| (at, sep)))
        .max_by_key(|(at, _)| *at);
    match found {
        Some((at, sep)) => Some((&title[..at], sep, title[at + sep.len()..].trim())),
        None => {
            let (head, tail) = title.rsplit_once('|')?;
            Some((head.trim_end(), "|", tail.trim()))
        }
    }
}

fn first_part(title: &str) -> Option<(&str, &str, &str)> {
    let (at, sep) = separators(title)
        .filter_map(|sep| title.find(sep).map(|at| (at, sep)))
        .min_by_key(|(at, _)| *at)?;
    Some((&title[..at], sep, title[at + sep.len()..].trim()))
}

/// A headline that is left must still be one: two words, or one long one.
fn is_enough(head: &str) -> bool {
    let letters = head.chars().filter(|c| c.is_alphanumeric()).count();
    letters >= 8 || (letters >= 4 && head.trim().contains(' '))
}

fn is_section(tail: &str) -> bool {
    let lower = tail.to_lowercase();
    SECTIONS.contains(&lower.as_str())
}

fn is_writer(tail: &str) -> bool {
    ["by ", "By ", "par ", "von ", "por "]
        .iter()
        .any(|by| tail.starts_with(by))
        && byline::is_byline(tail)
}

fn holds_outlet_word(tail: &str) -> bool {
    let lower = tail.to_lowercase();
    let words: Vec<&str> = lower.split(' ').collect();
    words.len() <= 5 && (words.iter().any(|w| OUTLET_WORDS.contains(w)) || lower.ends_with(".com"))
}

/// What may stand for an outlet: the whole host, and its label before the public suffix.
fn outlet_labels(outlet: &str) -> Vec<String> {
    let mut labels = vec![latin(outlet)];
    let host = outlet.to_lowercase();
    if host.contains('.') && !host.contains(' ') {
        let domain = psl::domain_str(&host).unwrap_or(&host);
        labels.push(latin(domain));
        labels.push(latin(domain.split('.').next().unwrap_or(domain)));
    }
    labels.retain(|l| l.len() >= 2);
    labels
}

/// Whether a printed name names the outlet behind a label: `CBC News` and `cbc`, `The New York
/// Times` and `nytimes`, `Globalnews.ca` and `globalnewsca`.
fn names_outlet(printed: &str, label: &str) -> bool {
    if printed.len() > 60 {
        return false;
    }
    let words: Vec<String> = printed
        .split([' ', '-', '.', ',', '/'])
        .map(latin)
        .filter(|w| !w.is_empty())
        .collect();
    let joined = words.concat();
    let bare = label
        .trim_end_matches("online")
        .trim_end_matches("news")
        .trim_start_matches("the");
    joined == label
        || joined.trim_start_matches("the") == bare
        || (words.len() <= 3 && words.first().is_some_and(|w| w == label))
        || (words.len() >= 2 && spells(&words, label))
        || (words.len() >= 2 && bare.len() >= 2 && spells(&words, bare))
}

/// Whether a label is made of beginnings of the words in order; articles may be left out, and at
/// least the first and the last other word must be there.
fn spells(words: &[String], label: &str) -> bool {
    const SMALL: [&str; 17] = [
        "the", "of", "and", "der", "die", "das", "le", "la", "les", "el", "il", "o", "a", "de",
        "com", "co", "uk",
    ];
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|w| !SMALL.contains(w))
        .collect();
    // Positions of the label that some choice of beginnings reaches; labels are short.
    let mut reached = vec![0_usize];
    for word in words {
        let mut next = Vec::new();
        for at in reached {
            let rest = &label[at.min(label.len())..];
            let common = rest
                .bytes()
                .zip(word.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            next.extend(
                (1..=common)
                    .map(|n| at + n)
                    .filter(|n| label.is_char_boundary(*n)),
            );
        }
        next.sort_unstable();
        next.dedup();
        reached = next;
    }
    reached.contains(&label.len())
}

/// Lower case letters and digits, accents dropped.
fn latin(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, outlet: &str, expected: &str) {
        let outlet = (!outlet.is_empty()).then_some(outlet);
        assert_eq!(split(title, outlet).title, expected, "{title:?}");
    }

    #[test]
    fn outlet_names_are_cut_off() {
        check("Bridge opens | VBC News", "vbc.ca", "Bridge opens");
        check(
            "Bridge opens - National | Valleynews.ca",
            "valleynews.ca",
            "Bridge opens",
        );
        check(
            "Bridge opens - The Northern York Times",
            "nytimes.test",
            "Bridge opens",
        );
        check(
            "Bridge opens | World news | The Watcher",
            "www.watcher.co.uk",
            "Bridge opens",
        );
        check("Brücke offen – Berg-Bote", "bergbote.de", "Brücke offen");
        check(
            "Puente abierto | El País Nuevo",
            "elpaisnuevo.es",
            "Puente abierto",
        );
        check("Bridge opens | Valley Gazette", "", "Bridge opens");
        check(
            "VBC News | The bridge opens today",
            "vbc.ca",
            "The bridge opens today",
        );
    }

    #[test]
    fn headlines_with_dashes_are_whole() {
        check(
            "Roe - Poe: the debate",
            "valley.test",
            "Roe - Poe: the debate",
        );
        check("Cheap | cheerful", "valley.test", "Cheap | cheerful");
        check("Valley", "valley.test", "Valley");
        check("Poe | Valley", "valley.test", "Poe | Valley");
        check(
            "Bridge shut – and the mayor knew",
            "",
            "Bridge shut – and the mayor knew",
        );
    }

    #[test]
    fn writers_in_titles_become_the_byline() {
        for sep in ["|", "*"] {
            let title = format!("Bridge opens {sep} The Valley Crier {sep} by Ann Poe");
            let got = split(&title, Some("thevalleycrier.com"));
            assert_eq!(got.title, "Bridge opens");
            assert_eq!(got.byline.as_deref(), Some("by Ann Poe"));
        }
    }

    #[test]
    fn quotes_and_case_make_no_difference() {
        assert!(same("It’s a “Deal”", "It's a \"deal\""));
        assert!(!same("It is a deal", "It's a deal"));
    }
}

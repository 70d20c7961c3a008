//! Addresses of articles: their canonical form, the outlet behind them, and what their path says
//! about section, date and page number.
//!
//! Pure text work; nothing is fetched and nothing is resolved.

use super::date::Stamp;

/// Query parameters that say how a reader came, not which page is shown.
const TRACKING: &[&str] = &[
    "ico",
    "cmp",
    "cmpid",
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "twclid",
    "igshid",
    "ref",
    "ref_src",
    "ref_url",
    "referrer",
    "rss",
    "ocid",
    "ito",
    "mc_cid",
    "mc_eid",
    "smid",
    "smtyp",
    "partner",
    "emc",
    "xtor",
    "at_medium",
    "at_campaign",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "sh",
    "share",
    "shareid",
    "source",
    "src",
    "feature",
    "ftag",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "_ga",
    "spm",
    "wt_mc",
    "wt_zmc",
    "cid",
    "ncid",
    "icid",
    "sr_share",
    "traffic_source",
    "taid",
    "ns_mchannel",
    "ns_source",
    "ns_campaign",
    "ns_linkname",
    "ns_fee",
    "link_id",
    "amp",
    "outputtype",
    "cx_testid",
    "wprss",
    "srnd",
    "sref",
    "itid",
    "mod",
    "mbid",
    "intcmp",
    "soc_src",
    "soc_trk",
    "tsrc",
];

/// Path segments that name no section.
const GENERIC: &[&str] = &[
    "news",
    "article",
    "articles",
    "story",
    "stories",
    "a",
    "en",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "amp",
    "post",
    "posts",
    "blog",
    "blogs",
    "content",
    "index",
    "html",
    "www",
    "web",
    "archive",
    "archives",
    "actualites",
    "nachrichten",
    "noticias",
    "notizie",
    "nieuws",
    "artikel",
    "articulo",
    "articolo",
    "noticia",
    "page",
    "pages",
    "live",
    "latest",
    "latest-news",
    "print",
    "p",
    "s",
    "t",
    "n",
    "c",
    "d",
    "detail",
    "details",
    "view",
    "read",
    "section",
    "category",
    "tag",
    "topic",
    "uk",
    "us",
    "int",
    "intl",
    "en-us",
    "en-gb",
    "press-release",
    "ap",
    "wire",
];

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Longest address that is looked at, in bytes.
const MAX: usize = 4000;

/// The canonical form of an address: scheme and host in lower case, no fragment, no port that is
/// the usual one, no tracking parameters. `None` if it is no web address.
pub fn canonical(address: &str) -> Option<String> {
    let address = address
        .trim()
        .trim_start_matches(['<', '(', '[', '"', '\''])
        .trim_end_matches(['>', ']', '"', '\'', ',', ';']);
    if address.len() > MAX || address.contains(char::is_whitespace) {
        return None;
    }
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => ("https".to_owned(), address.trim_start_matches("//")),
    };
    if scheme != "http" && scheme != "https" {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or(rest);
    let host_end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(host_end);
    let host = authority
        .rsplit('@')
        .next()
        .unwrap_or(authority)
        .to_lowercase();
    let host = host
        .strip_suffix(":80")
        .or_else(|| host.strip_suffix(":443"))
        .unwrap_or(&host);
    let named = host.split('.').count() >= 2
        && host.split('.').all(|label| !label.is_empty())
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':' | '_'));
    if !named {
        return None;
    }
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept: Vec<&str> = query
        .split('&')
        .filter(|p| !p.is_empty() && !is_tracking(p.split('=').next().unwrap_or(p)))
        .collect();
    let path = if path.is_empty() { "/" } else { path };
    let mark = if kept.is_empty() { "" } else { "?" };
    Some(format!("{scheme}://{host}{path}{mark}{}", kept.join("&")))
}

fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("utm_") || name.starts_with("pk_") || TRACKING.contains(&name.as_str())
}

/// The host of an address, without user, port and scheme.
pub fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    (host.contains('.') && !host.contains(' ')).then_some(host)
}

/// The registrable domain of an address: `valley.co.uk` for `https://news.valley.co.uk/a`.
pub fn domain(url: &str) -> Option<String> {
    let host = host(url)?.trim_end_matches('.').to_lowercase();
    Some(match psl::domain_str(&host) {
        Some(domain) => domain.to_owned(),
        None => host.trim_start_matches("www.").to_owned(),
    })
}

fn segments(url: &str) -> Vec<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = rest.split(['?', '#']).next().unwrap_or(rest);
    path.split('/')
        .skip(1)
        .filter(|s| !s.is_empty())
        .take(30)
        .collect()
}

/// The section that a path names, most general first: `world/africa`.
pub fn section(url: &str) -> Option<String> {
    let parts = segments(url);
    let (last, mut folders) = parts.split_last()?;
    // Where the page is a bare number, the words before it are its slug.
    let stem = last.split('.').next().unwrap_or(last);
    if stem.bytes().all(|b| b.is_ascii_digit()) {
        folders = folders.split_last().map_or(folders, |(_, rest)| rest);
    }
    let named: Vec<String> = folders
        .iter()
        .map(|s| s.to_lowercase())
        .filter(|s| is_section(s))
        .take(3)
        .collect();
    (!named.is_empty()).then(|| named.join("/"))
}

fn is_section(segment: &str) -> bool {
    let digits = segment.bytes().filter(u8::is_ascii_digit).count();
    (2..=30).contains(&segment.len())
        && !GENERIC.contains(&segment)
        && digits * 3 < segment.len()
        && segment.matches(['-', '_']).count() <= 3
        && !segment.contains(['.', '%', '='])
        && !(segment.len() == 3 && MONTHS.contains(&segment))
}

/// The number that the outlet gives the page: the last path segment that is a number of five or
/// more digits, else the number at the end (or the beginning) of the last one.
pub fn page_id(url: &str) -> Option<String> {
    let parts = segments(url);
    let long =
        |s: &str| s.len() >= 5 && s.bytes().all(|b| b.is_ascii_digit()) && compact(s).is_none();
    for part in parts.iter().rev() {
        let stem = part.split('.').next().unwrap_or(part);
        if long(stem) {
            return Some(stem.to_owned());
        }
    }
    for part in parts.iter().rev() {
        let stem = [".html", ".htm", ".php", ".shtml", ".aspx", ".ece", ".amp"]
            .iter()
            .find_map(|end| part.strip_suffix(end))
            .unwrap_or(part);
        let mut best: Option<&str> = None;
        for piece in stem.split(['-', '_', '~']) {
            let digits = piece
                .trim_start_matches("1.")
                .trim_start_matches(['i', 'a']);
            if digits.len() >= 6 && long(digits) {
                let id = if piece.starts_with("1.") {
                    piece
                } else {
                    digits
                };
                best = best.filter(|b| b.len() >= id.len()).or(Some(id));
            }
        }
        if let Some(id) = best {
            return Some(id.to_owned());
        }
    }
    None
}

/// The publication date that a path carries, to the precision that it has.
pub fn date(url: &str) -> Option<Stamp> {
    let parts = segments(url);
    let mut coarse = None;
    for (i, part) in parts.iter().enumerate() {
        let found = dashed(part).or_else(|| compact(part));
        if found.is_some() {
            return found;
        }
        let Some(year) = year(part) else { continue };
        let month = parts.get(i + 1).and_then(|m| month(m));
        let day = parts.get(i + 2).and_then(|d| number(d, 2));
        match (month, day) {
            (Some(m), Some(d)) => {
                if let Some(stamp) = Stamp::ymd(year, m, d) {
                    return Some(stamp);
                }
                coarse = coarse.or_else(|| Stamp::year_month(year, m));
            }
            (Some(m), None) => coarse = coarse.or_else(|| Stamp::year_month(year, m)),
            // A year alone is a date only where the path begins with it: /elections/2024/ is not.
            (None, _) => {
                let first = i == 0 || GENERIC.contains(&parts[i - 1]);
                // A number that is no month says that the year is none either: /2019/13/45/.
                let counted = parts
                    .get(i + 1)
                    .is_some_and(|next| number::<u8>(next, 2).is_some());
                if first && i + 1 < parts.len() && !counted {
                    coarse = coarse.or_else(|| Stamp::year(year));
                }
            }
        }
    }
    let slug = parts.last().map(|s| s.split('.').next().unwrap_or(s));
    slug.and_then(in_slug).or(coarse)
}

fn year(text: &str) -> Option<i32> {
    let n = number(text, 4)?;
    (1980..=2100).contains(&n).then_some(n)
}

fn number<T: std::str::FromStr>(text: &str, max: usize) -> Option<T> {
    let ok = (1..=max).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    ok.then(|| text.parse().ok()).flatten()
}

fn month(text: &str) -> Option<u8> {
    if let Some(n) = number::<u8>(text, 2) {
        return (1..=12).contains(&n).then_some(n);
    }
    let lower = text.get(..3)?.to_ascii_lowercase();
    let at = MONTHS.iter().position(|m| *m == lower)?;
    let rest = text[3..].bytes().all(|b| b.is_ascii_lowercase());
    (text.len() <= 9 && rest).then_some(at as u8 + 1)
}

/// `2023-06-26`.
fn dashed(text: &str) -> Option<Stamp> {
    let mut parts = text.split(['-', '_']);
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || y.len() != 4 {
        return None;
    }
    Stamp::ymd(year(y)?, number(m, 2)?, number(d, 2)?)
}

/// `20241122`.
fn compact(text: &str) -> Option<Stamp> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Stamp::ymd(
        year(&text[..4])?,
        number(&text[4..6], 2)?,
        number(&text[6..], 2)?,
    )
}

/// A date at either end of a slug: `-2023-04-25`, `-20241122`, `2024-05-06-`, `-2024-2`.
fn in_slug(slug: &str) -> Option<Stamp> {
    let words: Vec<&str> = slug.split(['-', '_']).collect();
    let n = words.len();
    if n < 3 {
        return None;
    }
    let three = |at: usize| {
        let (y, m, d) = (words.get(at)?, words.get(at + 1)?, words.get(at + 2)?);
        (y.len() == 4 && m.len() == 2 && d.len() == 2)
            .then(|| Stamp::ymd(year(y)?, number(m, 2)?, number(d, 2)?))
            .flatten()
    };
    let two = || {
        let (y, m) = (words.get(n - 2)?, words.get(n - 1)?);
        (n >= 5 && y.len() == 4 && m.len() <= 2)
            .then(|| Stamp::year_month(year(y)?, number(m, 2)?))
            .flatten()
    };
    three(n - 3)
        .or_else(|| compact(words[n - 1]))
        .or_else(|| three(0))
        .or_else(|| compact(words[0]))
        .or_else(two)
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;

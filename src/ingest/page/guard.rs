//! Looks over a page before it is parsed: how deep it is nested, how long its tags are.
//!
//! The parser's work grows with the square of both, and real pages have little of either. One
//! scan over the bytes; it need not understand the page, only never take a harmful one for good.

/// Deepest nesting that is parsed.
const MAX_DEPTH: usize = 400;

/// Most attributes of one tag.
const MAX_ATTRIBUTES: usize = 300;

/// Most tags of a page; the longest of 248 news pages had under 6,000.
const MAX_TAGS: usize = 60_000;

/// Largest sum of the depths of all tags.
const MAX_WORK: usize = 1_200_000;

/// Most bytes of text between tags.
const MAX_TEXT: usize = 2_000_000;

/// Elements that the parser closes by itself, or that have no end.
const CLOSED: &[&str] = &[
    "p", "li", "dd", "dt", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup",
    "colgroup", "html", "head", "body", "area", "base", "br", "col", "embed", "hr", "img", "input",
    "link", "meta", "param", "source", "track", "wbr", "rp", "rt",
];

/// Elements whose content has no tags.
const RAW: &[&str] = &[
    "script", "style", "textarea", "title", "noscript", "iframe", "xmp",
];

/// Why a page is not parsed; `None` if nothing speaks against it.
pub(super) fn objection(page: &str) -> Option<&'static str> {
    let bytes = page.as_bytes();
    let mut open: Vec<&[u8]> = Vec::new();
    let (mut at, mut tags, mut work, mut text) = (0, 0, 0, 0);
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found + 1;
        text += found;
        tags += 1;
        work += open.len();
        if tags > MAX_TAGS {
            return Some("more tags than a page has");
        }
        if work > MAX_WORK {
            return Some("more tags nested deeply than a page has");
        }
        let rest = &bytes[at..];
        if rest.starts_with(b"!--") {
            // A comment without an end hides the rest.
            match memchr::memmem::find(rest, b"-->") {
                Some(end) => at += end,
                None => break,
            }
            continue;
        }
        let ends = rest.first() == Some(&b'/');
        let name = name(&rest[usize::from(ends)..]);
        if name.is_empty() {
            continue;
        }
        at += usize::from(ends) + name.len();
        let (attributes, length) = attributes(&bytes[at..]);
        if attributes > MAX_ATTRIBUTES {
            return Some("a tag of more attributes than a page has");
        }
        at += length;
        let is = |known: &&str| known.as_bytes().eq_ignore_ascii_case(name);
        if CLOSED.iter().any(is) {
            continue;
        }
        if ends {
            // Only the last ones are looked at: ends that match nothing must not cost much.
            let near = open.iter().rev().take(32);
            if let Some(above) = near.clone().position(|o| o.eq_ignore_ascii_case(name)) {
                open.truncate(open.len() - above - 1);
            }
            continue;
        }
        let closed_itself = bytes[..at].ends_with(b"/>") && !RAW.iter().any(is);
        if let Some(raw) = RAW.iter().find(|raw| is(raw)) {
            match end_of(raw.as_bytes(), &bytes[at..]) {
                Some(end) => at += end,
                None => break,
            }
        } else if !(closed_itself && is_foreign(name)) {
            open.push(name);
        }
        if open.len() > MAX_DEPTH {
            return Some("nested deeper than a page is");
        }
    }
    text += memchr::memchr(b'<', &bytes[at..]).map_or(bytes.len() - at, |_| 0);
    (text > MAX_TEXT).then_some("more text than a page has")
}

/// Elements of drawings, of which `/>` is the end.
fn is_foreign(name: &[u8]) -> bool {
    const NAMES: &[&str] = &[
        "path", "circle", "rect", "use", "line", "polygon", "g", "stop",
    ];
    NAMES
        .iter()
        .any(|n| n.as_bytes().eq_ignore_ascii_case(name))
}

/// The name at the start of a tag; empty if it is none.
fn name(bytes: &[u8]) -> &[u8] {
    if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        return b"";
    }
    let end = bytes
        .iter()
        .position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'));
    &bytes[..end.unwrap_or(bytes.len())]
}

/// How many attributes follow the name of a tag, and the bytes up to behind its `>`.
fn attributes(bytes: &[u8]) -> (usize, usize) {
    let (mut count, mut at) = (0, 0);
    let mut gap = true;
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return (count, at + 1),
            b'"' | b'\'' => {
                // A mark without its partner is a part of the name.
                let quoted = &bytes[at + 1..];
                if at > 0 && bytes[..at].trim_ascii_end().ends_with(b"=") {
                    match memchr::memchr(bytes[at], quoted) {
                        Some(end) => at += end + 1,
                        None => return (count, bytes.len()),
                    }
                }
                gap = true;
            }
            b'=' => gap = false,
            b'/' => gap = true,
            b if b.is_ascii_whitespace() => gap = true,
            _ => {
                count += usize::from(gap);
                gap = false;
            }
        }
        at += 1;
    }
    (count, at)
}

/// Bytes up to the end tag of an element without tags inside; `None` if it has none.
fn end_of(name: &[u8], bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"</").find(|at| {
        let found = bytes.get(at + 2..at + 2 + name.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: Option<&str>) {
        assert_eq!(objection(page), expected, "{}", &page[..page.len().min(60)]);
    }

    #[test]
    fn pages_are_let_through() {
        check("", None);
        check("<p>a < b <br><img src='a>b'> <p>c", None);
        check(&"<p>one<li>two<td>three".repeat(1_000), None);
        check(&"<div><b>one</b></div>".repeat(2_000), None);
        check(&format!("<script>{}</script>", "<div>".repeat(5_000)), None);
        check(&format!("<!-- {} --><p>one", "<div>".repeat(5_000)), None);
        check(&format!("<p title='{}'>one", "<div> ".repeat(5_000)), None);
    }

    #[test]
    fn what_the_parser_would_choke_on_is_not() {
        check(
            &"<div>".repeat(100_000),
            Some("nested deeper than a page is"),
        );
        check(
            &"<b></i>".repeat(10_000),
            Some("nested deeper than a page is"),
        );
        let attributes = "a=b ".repeat(1_000_000);
        let reason = "a tag of more attributes than a page has";
        check(&format!("<p {attributes}>one"), Some(reason));
        check(&"<br>".repeat(100_000), Some("more tags than a page has"));
        check(&"<".repeat(100_000), Some("more tags than a page has"));
        let deep = "<div>".repeat(300) + &"<br>".repeat(10_000);
        check(&deep, Some("more tags nested deeply than a page has"));
        check(&"word ".repeat(500_000), Some("more text than a page has"));
    }
}

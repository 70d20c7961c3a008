//! The element that a document begins with: its name, its namespace, the declared encoding.
//!
//! Looked at in the first bytes of a stream; what follows the start tag is not.

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::names::{parts, usual_prefix};

/// How a document begins.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::ingest) struct Root {
    /// The root's local name.
    pub(in crate::ingest) name: String,
    /// The usual prefix of its namespace; empty for none, or one that is not known.
    pub(in crate::ingest) space: &'static str,
    /// Whether the document declares itself as XML.
    pub(in crate::ingest) is_declared: bool,
}

/// The root of the document that begins so; `None` for what is no markup.
pub(in crate::ingest) fn root(head: &[u8]) -> Option<Root> {
    let decoded;
    let head = match head {
        [0xFF, 0xFE, ..] => {
            decoded = UTF_16LE.decode_with_bom_removal(head).0;
            decoded.as_bytes()
        }
        [0xFE, 0xFF, ..] => {
            decoded = UTF_16BE.decode_with_bom_removal(head).0;
            decoded.as_bytes()
        }
        _ => head,
    };
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let mut rest = head.trim_ascii_start();
    let mut root = Root::default();
    loop {
        if rest.starts_with(b"<?") {
            root.is_declared |= rest.starts_with(b"<?xml");
            rest = behind(rest, b"?>")?;
        } else if rest.starts_with(b"<!--") {
            rest = behind(rest, b"-->")?;
        } else if rest.starts_with(b"<!") {
            rest = behind_doctype(rest)?;
        } else {
            break;
        }
        rest = rest.trim_ascii_start();
    }
    let tag = rest.strip_prefix(b"<")?;
    let first = tag.first()?;
    if !first.is_ascii_alphabetic() && *first != b'_' {
        return None;
    }
    let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
    let tag = String::from_utf8_lossy(tag);
    let end = tag.find(|c: char| c.is_whitespace() || c == '/');
    let (name, attributes) = tag.split_at(end.unwrap_or(tag.len()));
    let (prefix, local) = parts(name);
    root.name = local.to_owned();
    let declared = match prefix {
        "" => value_of(attributes, "xmlns"),
        _ => value_of(attributes, &format!("xmlns:{prefix}")),
    };
    root.space = declared.and_then(usual_prefix).unwrap_or_default();
    Some(root)
}

/// The encoding that an XML declaration at the start names.
pub(in crate::ingest) fn declared_encoding(head: &[u8]) -> Option<String> {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    match head {
        [0xFF, 0xFE, ..] => return Some("utf-16le".to_owned()),
        [0xFE, 0xFF, ..] => return Some("utf-16be".to_owned()),
        _ => {}
    }
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(&head[..head.len().min(400)], b"?>")?;
    let declaration = String::from_utf8_lossy(&head[..end]);
    value_of(&declaration, "encoding").map(str::to_owned)
}

/// The value of an attribute in the text of a tag.
fn value_of<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    attributes.match_indices(name).find_map(|(at, _)| {
        let alone = attributes[..at].ends_with(|c: char| c.is_whitespace());
        let value = attributes[at + name.len()..].trim_start();
        let value = value.strip_prefix('=').filter(|_| alone)?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value[1..].split_once(quote).map(|(value, _)| value)
    })
}

fn behind<'a>(text: &'a [u8], end: &[u8]) -> Option<&'a [u8]> {
    let at = memchr::memmem::find(text, end)?;
    Some(&text[at + end.len()..])
}

/// What follows a document type, whose declarations stand in brackets.
fn behind_doctype(text: &[u8]) -> Option<&[u8]> {
    let end = memchr::memchr2(b'>', b'[', text)?;
    if text[end] == b'>' {
        return Some(&text[end + 1..]);
    }
    memchr::memchr_iter(b']', text)
        .find_map(|at| text[at + 1..].trim_ascii_start().strip_prefix(b">"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_known_by_its_root() {
        fn check(head: &[u8], expected: Option<(&str, &str)>) {
            let found = root(head);
            let found = found.as_ref().map(|r| (r.name.as_str(), r.space));
            assert_eq!(found, expected, "{}", String::from_utf8_lossy(head));
        }
        check(b"<rss version='2.0'>", Some(("rss", "")));
        let declared =
            b"<?xml version='1.0'?>\n<!-- <feed> -->\n<!DOCTYPE rss [<!ENTITY a '>'> ] >\n<rss/>";
        check(declared, Some(("rss", "")));
        let prefixed = b"<a:feed xmlns:a = 'http://www.w3.org/2005/Atom' xmlns='x'>";
        check(prefixed, Some(("feed", "atom")));
        check(
            b"<newsItem\n xmlns=\"http://iptc.org/std/nar/2006-10-01/\"",
            Some(("newsItem", "nar")),
        );
        check(b"\xFF\xFE<\0r\0s\0s\0>\0", Some(("rss", "")));
        check(b"plain text", None);
        check(b"< 5 boats", None);
        check(b"<!-- never closed", None);
    }

    #[test]
    fn the_declaration_names_the_encoding() {
        fn check(head: &[u8], expected: Option<&str>) {
            assert_eq!(declared_encoding(head).as_deref(), expected);
        }
        check(
            b"<?xml version='1.0' encoding='Shift_JIS'?><rss>",
            Some("Shift_JIS"),
        );
        check(
            b"\xEF\xBB\xBF<?xml version=\"1.0\" encoding = \"ISO-8859-1\" ?>",
            Some("ISO-8859-1"),
        );
        check(b"<?xml version='1.0'?><rss encoding='no'>", None);
        check(b"\xFE\xFF\0<", Some("utf-16be"));
    }
}

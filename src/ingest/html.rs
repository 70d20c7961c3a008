//! Strips the markup that JSON dumps leave in their texts. Whole pages are not read here.

use std::borrow::Cow;

/// Elements that begin a paragraph of their own.
pub(super) const BLOCKS: &[&str] = &[
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "table",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "section",
    "article",
    "figure",
    "figcaption",
    "aside",
    "header",
    "footer",
    "pre",
    "hr",
    "dd",
    "dt",
];

/// Elements whose content is no text.
const HIDDEN: &[&str] = &["script", "style", "noscript", "template", "iframe"];

/// Entities by name that occur in news.
const ENTITIES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{A0}"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("bull", "•"),
    ("middot", "·"),
    ("euro", "€"),
    ("pound", "£"),
    ("yen", "¥"),
    ("cent", "¢"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("deg", "°"),
    ("frac12", "½"),
    ("times", "×"),
    ("shy", "\u{AD}"),
    ("agrave", "à"),
    ("aacute", "á"),
    ("acirc", "â"),
    ("atilde", "ã"),
    ("auml", "ä"),
    ("aring", "å"),
    ("aelig", "æ"),
    ("ccedil", "ç"),
    ("egrave", "è"),
    ("eacute", "é"),
    ("ecirc", "ê"),
    ("euml", "ë"),
    ("igrave", "ì"),
    ("iacute", "í"),
    ("icirc", "î"),
    ("iuml", "ï"),
    ("ntilde", "ñ"),
    ("ograve", "ò"),
    ("oacute", "ó"),
    ("ocirc", "ô"),
    ("otilde", "õ"),
    ("ouml", "ö"),
    ("oslash", "ø"),
    ("ugrave", "ù"),
    ("uacute", "ú"),
    ("ucirc", "û"),
    ("uuml", "ü"),
    ("yacute", "ý"),
    ("szlig", "ß"),
    ("oelig", "œ"),
    ("Agrave", "À"),
    ("Aacute", "Á"),
    ("Acirc", "Â"),
    ("Auml", "Ä"),
    ("Aring", "Å"),
    ("AElig", "Æ"),
    ("Ccedil", "Ç"),
    ("Egrave", "È"),
    ("Eacute", "É"),
    ("Ecirc", "Ê"),
    ("Ntilde", "Ñ"),
    ("Oacute", "Ó"),
    ("Ouml", "Ö"),
    ("Oslash", "Ø"),
    ("Uacute", "Ú"),
    ("Uuml", "Ü"),
];

/// Longest name of an entity, without its marks.
const LONGEST_ENTITY: usize = 8;

/// Whether a text is marked up with paragraphs or line breaks.
pub(super) fn is_marked_up(text: &str) -> bool {
    let has = |mark: &str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    memchr::memchr(b'<', text.as_bytes()).is_some()
        && (has("</p>") || has("<p>") || has("<br") || has("</div>") || has("</P>"))
}

/// The plain text of a marked-up one: paragraphs are divided by blank lines, entities resolved.
///
/// `<` that opens no tag stays. Linear in the text.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = memchr::memchr(b'<', rest.as_bytes()) {
        push_text(&mut out, &rest[..open]);
        rest = &rest[open..];
        let Some((tag, behind)) = tag(rest) else {
            // Without a further `>` no tag can follow, which keeps the search linear.
            if memchr::memchr(b'>', rest.as_bytes()).is_none() {
                break;
            }
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = behind;
        let name = tag.trim_start_matches('/');
        if BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(name)) {
            end_paragraph(&mut out);
            if !tag.starts_with('/') {
                out.push_str(mark_of_heading(name));
            }
        } else if name.eq_ignore_ascii_case("br") {
            out.push('\n');
        } else if !tag.starts_with('/') && HIDDEN.iter().any(|tag| tag.eq_ignore_ascii_case(name)) {
            rest = behind_hidden(rest, name);
        }
    }
    push_text(&mut out, rest);
    out.trim().to_owned()
}

/// The text mark of a heading, so that it is told from a paragraph.
fn mark_of_heading(name: &str) -> &'static str {
    match name.as_bytes() {
        [b'h' | b'H', b'1'..=b'6'] => "## ",
        _ => "",
    }
}

/// The name of the tag at the start, with its `/`, and what follows it.
fn tag(text: &str) -> Option<(&str, &str)> {
    let inner = &text[1..];
    if inner.starts_with("!--") {
        let end = memchr::memmem::find(inner.as_bytes(), b"-->")?;
        return Some(("!", &inner[end + 3..]));
    }
    let first = inner.trim_start_matches('/').bytes().next()?;
    if !first.is_ascii_alphabetic() && first != b'!' {
        return None;
    }
    let end = memchr::memchr(b'>', inner.as_bytes())?;
    let name = inner[..end]
        .find(|c: char| c.is_whitespace())
        .unwrap_or(end);
    let name = inner[..name].trim_end_matches('/');
    Some((name, &inner[end + 1..]))
}

/// What follows the end tag of a hidden element; everything is hidden if it has none.
fn behind_hidden<'a>(text: &'a str, name: &str) -> &'a str {
    let bytes = text.as_bytes();
    for at in memchr::memmem::find_iter(bytes, b"</") {
        let found = bytes.get(at + 2..at + 2 + name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes())) {
            return &text[at..];
        }
    }
    ""
}

fn end_paragraph(out: &mut String) {
    out.truncate(out.trim_end_matches([' ', '\t']).len());
    // A heading that held nothing leaves no mark.
    if out == "##" || out.ends_with("\n##") {
        out.truncate(out.len() - 2);
    }
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push_str(if out.ends_with('\n') { "\n" } else { "\n\n" });
    }
}

fn push_text(out: &mut String, text: &str) {
    out.push_str(&unescape(text));
}

/// Resolves entities; unknown ones stay as they are.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(open) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..open]);
        rest = &rest[open + 1..];
        let name = rest
            .bytes()
            .take(LONGEST_ENTITY + 1)
            .position(|b| b == b';');
        let resolved = name.and_then(|end| Some((end, resolve(rest.get(..end)?)?)));
        match resolved {
            Some((end, resolved)) => {
                out.push_str(&resolved);
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The text of an entity.
fn resolve(name: &str) -> Option<Cow<'static, str>> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Numbers 128 to 159 mean Windows-1252 wherever they are written.
        let c = match u8::try_from(code) {
            Ok(byte @ 0x80..=0x9F) => super::encoding::windows_1252(byte),
            _ => char::from_u32(code).filter(|c| *c != '\0')?,
        };
        return Some(Cow::Owned(c.to_string()));
    }
    let known = ENTITIES.iter().find(|(known, _)| *known == name)?;
    Some(Cow::Borrowed(known.1))
}

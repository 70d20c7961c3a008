//! The encoding that a page declares in its own head.

/// Bytes of a page in which a declaration is looked for; the standard asks for 1,024, pages with
/// long comments in front for more.
const LOOKED_AT: usize = 4_096;

/// The label that a `meta` tag or an XML declaration gives.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]).to_lowercase();
    if head.starts_with("<?xml") {
        let end = head.find("?>")?;
        if let Some(label) = value(&head[..end], "encoding") {
            return Some(label);
        }
    }
    head.match_indices("<meta").find_map(|(at, _)| {
        let tag = &head[at..];
        value(&tag[..tag.find('>')?], "charset")
    })
}

/// What stands behind `name=`, with or without quotation marks.
fn value(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(name)?;
    let rest = rest.trim_start().strip_prefix('=')?;
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c));
    let label = &rest[..end.unwrap_or(rest.len())];
    (!label.is_empty()).then(|| label.to_owned())
}

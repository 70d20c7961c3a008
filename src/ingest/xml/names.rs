//! Namespaces by the prefix that they usually have, so that a reader asks for `dc:creator`
//! whatever prefix a document has chosen.

/// Beginnings of namespace addresses, in lower case and without the scheme, with their usual prefix.
///
/// The first that fits counts.
const KNOWN: &[(&str, &str)] = &[
    ("purl.org/rss/1.0/modules/content", "content"),
    ("purl.org/rss/1.0/modules/slash", "slash"),
    ("purl.org/rss/1.0/modules/syndication", "sy"),
    ("purl.org/rss/1.0", "rss"),
    ("my.netscape.com/rdf/simple", "rss"),
    ("channel.netscape.com/rdf/simple", "rss"),
    ("backend.userland.com/rss", "rss"),
    ("purl.org/dc/elements", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("www.w3.org/2005/atom", "atom"),
    ("purl.org/atom/ns", "atom"),
    ("search.yahoo.com/mrss", "media"),
    ("www.itunes.com/dtds/podcast", "itunes"),
    ("rssnamespace.org/feedburner", "feedburner"),
    ("www.w3.org/1999/xhtml", "xhtml"),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", "rdf"),
    ("www.w3.org/xml/1998/namespace", "xml"),
    ("iptc.org/std/nar", "nar"),
    ("iptc.org/std/nitf", "nitf"),
    ("www.tei-c.org/ns", "tei"),
];

/// The usual prefix of a namespace; `None` of one that is not known.
pub(super) fn usual_prefix(namespace: &str) -> Option<&'static str> {
    let bare = namespace.trim().get(..80).unwrap_or(namespace.trim());
    let lower = bare.to_ascii_lowercase();
    let bare = lower.split_once("://").map_or(lower.as_str(), |(_, b)| b);
    // WordPress puts the version in the middle.
    if let Some(rest) = bare.strip_prefix("wordpress.org/export/") {
        let excerpt = rest.trim_end_matches('/').ends_with("excerpt");
        return Some(if excerpt { "excerpt" } else { "wp" });
    }
    let known = KNOWN.iter().find(|(start, _)| bare.starts_with(start));
    // Other modules of RSS 1.0 are not RSS itself.
    let module = bare.starts_with("purl.org/rss/1.0/modules");
    known
        .map(|(_, prefix)| *prefix)
        .filter(|prefix| !(module && *prefix == "rss"))
}

/// Prefix and local name of a qualified name.
pub(super) fn parts(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_has_its_usual_prefix() {
        fn check(namespace: &str, expected: Option<&str>) {
            assert_eq!(usual_prefix(namespace), expected, "{namespace}");
        }
        check("http://purl.org/rss/1.0/modules/content/", Some("content"));
        check("http://purl.org/rss/1.0/", Some("rss"));
        check("http://purl.org/rss/1.0/modules/company/", None);
        check("https://search.yahoo.com/mrss", Some("media"));
        check("http://wordpress.org/export/1.2/", Some("wp"));
        check("http://wordpress.org/export/1.1/excerpt/", Some("excerpt"));
        check("http://iptc.org/std/NITF/2006-10-18/", Some("nitf"));
        check("http://harbour.example/ns", None);
        check("", None);
    }
}

//! Addresses that are relative to the document they stand in.

/// The address that `link` means in a document at `base`; `link` itself if there is none.
pub(super) fn resolve(base: Option<&str>, link: &str) -> String {
    let link = link.trim();
    let has_scheme = link.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    });
    let Some((scheme, rest)) = base.and_then(|base| base.trim().split_once("://")) else {
        return link.to_owned();
    };
    if has_scheme {
        return link.to_owned();
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if link.starts_with("//") {
        return format!("{scheme}:{link}");
    }
    if link.starts_with('/') {
        return format!("{scheme}://{host}{link}");
    }
    let path = rest[host.len()..]
        .split(['?', '#'])
        .next()
        .unwrap_or_default();
    let mut folders: Vec<&str> = path.split('/').skip(1).collect();
    folders.pop();
    let mut names = link;
    while let Some((first, behind)) = names.split_once('/') {
        match first {
            "." => {}
            ".." => {
                folders.pop();
            }
            _ => break,
        }
        names = behind;
    }
    let folders: String = folders.iter().map(|folder| format!("{folder}/")).collect();
    format!("{scheme}://{host}/{folders}{names}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_where_it_stands() {
        fn check(base: &str, link: &str, expected: &str) {
            assert_eq!(resolve(Some(base), link), expected, "{base} {link}");
        }
        let base = "https://harbour.example/news/today.html?x=1";
        check(base, "fair.html", "https://harbour.example/news/fair.html");
        check(base, "../fair.html", "https://harbour.example/fair.html");
        check(base, "../../../fair", "https://harbour.example/fair");
        check(base, "/fair", "https://harbour.example/fair");
        check(base, "//quay.example/fair", "https://quay.example/fair");
        check(base, "http://quay.example/fair", "http://quay.example/fair");
        check(
            "https://harbour.example",
            "fair",
            "https://harbour.example/fair",
        );
        check(
            base,
            "tag:harbour.example,2019:1",
            "tag:harbour.example,2019:1",
        );
        assert_eq!(resolve(None, "/fair"), "/fair");
    }
}

//! Links in a terminal (OSC 8): which terminals have them, and addresses that can't leave the sequence.

use std::fmt::Write;

/// When headlines and addresses are links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkChoice {
    /// On a terminal that is known to have them.
    #[default]
    Auto,
    /// Always, in a pipe too.
    Always,
    /// Never.
    Never,
}

/// Whether addresses become links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Links {
    linked: bool,
}

/// Bytes of an address at most; terminals pass over longer ones.
const LONGEST: usize = 2_083;

impl Links {
    /// Decides from the choice, the environment and the terminal.
    pub fn new(choice: LinkChoice) -> Links {
        let linked = match choice {
            LinkChoice::Always => true,
            LinkChoice::Never => false,
            LinkChoice::Auto => {
                super::Out::is_terminal() && has_links(&|name| std::env::var(name).ok())
            }
        };
        Links { linked }
    }

    /// No links.
    pub(super) fn none() -> Links {
        Links { linked: false }
    }

    /// Whether there are links.
    pub fn is_linked(&self) -> bool {
        self.linked
    }

    /// `text`, which leads to `address` where there are links and the address is one that can be followed. The text
    /// is as it was otherwise.
    pub fn link(&self, address: Option<&str>, text: &str) -> String {
        match address
            .filter(|_| self.linked && !text.is_empty())
            .and_then(followed)
        {
            Some(address) => format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
            None => text.to_owned(),
        }
    }
}

/// The address as it may stand in the sequence: `http`, `https` or `file`, without control characters, everything that
/// is not a plain sign of addresses as percent and hexadecimal digits. `None` for any other.
pub(crate) fn followed(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if !["http", "https", "file"].contains(&scheme.as_str())
        || rest.is_empty()
        || rest.chars().any(|c| c.is_control())
    {
        return None;
    }
    let mut out = format!("{scheme}://");
    for byte in rest.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            // Those of RFC 3986, and the percent sign of what is written so already.
            _ if b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte) => out.push(char::from(byte)),
            _ => write!(out, "%{byte:02X}").ok()?,
        }
        if out.len() > LONGEST {
            return None;
        }
    }
    Some(out)
}

/// Whether the terminal is known to have links. There is no way to ask it; so the names that terminals give
/// themselves are looked at. `FORCE_HYPERLINK` decides where it is set, 0 for no.
pub(crate) fn has_links(variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    if let Some(forced) = set("FORCE_HYPERLINK") {
        return forced != "0";
    }
    let term = set("TERM").unwrap_or_default();
    // What runs inside a multiplexer sees the variables of the terminal around it, whose word does not hold there.
    if ["dumb", "linux"].contains(&term.as_str())
        || term.starts_with("screen")
        || term.starts_with("tmux")
    {
        return false;
    }
    let known =
        |name: &str, values: &[&str]| set(name).is_some_and(|v| values.contains(&v.as_str()));
    known(
        "TERM_PROGRAM",
        &[
            "iTerm.app",
            "WezTerm",
            "vscode",
            "ghostty",
            "Hyper",
            "rio",
            "Tabby",
            "mintty",
            "zed",
            "WarpTerminal",
        ],
    ) || [
        "alacritty",
        "contour",
        "foot",
        "rio",
        "wezterm",
        "xterm-ghostty",
        "xterm-kitty",
    ]
    .iter()
    .any(|name| {
        term == *name
            || term
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with('-'))
    }) || set("VTE_VERSION")
        .and_then(|v| v.parse::<u32>().ok())
        .is_some_and(|v| v >= 5_000)
        || [
            "WT_SESSION",
            "KITTY_WINDOW_ID",
            "KONSOLE_VERSION",
            "DOMTERM",
        ]
        .iter()
        .any(|name| set(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_can_be_followed_are_links() {
        for (address, expected) in [
            (
                "https://a.example/b?c=d#e",
                Some("https://a.example/b?c=d#e"),
            ),
            ("HTTP://a.example/100%25", Some("http://a.example/100%25")),
            (
                "https://a.example/caf\u{e9} x\"<>`",
                Some("https://a.example/caf%C3%A9%20x%22%3C%3E%60"),
            ),
            ("file:///a/b c", Some("file:///a/b%20c")),
            ("https://a.example/\u{1b}\\\u{1b}]0;owned\u{7}", None),
            ("https://a.example/\u{9c}x", None),
            ("https://a.example/\nx", None),
            ("javascript://a.example/%0aalert(1)", None),
            ("data:text/html,x", None),
            ("https://", None),
            ("a story", None),
        ] {
            assert_eq!(followed(address).as_deref(), expected, "{address:?}");
        }
        assert_eq!(
            followed(&format!("https://a.example/{}", "\u{e9}".repeat(700))),
            None
        );
    }

    #[test]
    fn a_link_is_closed_and_its_text_stays() {
        let links = Links { linked: true };
        let linked = links.link(Some("https://a.example/"), "text");
        assert_eq!(
            linked,
            "\u{1b}]8;;https://a.example/\u{1b}\\text\u{1b}]8;;\u{1b}\\"
        );
        assert_eq!(links.link(Some("mailto:a"), "text"), "text");
        assert_eq!(links.link(None, "text"), "text");
        assert_eq!(
            Links::none().link(Some("https://a.example/"), "text"),
            "text"
        );
    }

    #[test]
    fn terminals_are_told_by_the_names_they_give_themselves() {
        for (variables, expected) in [
            (&[][..], false),
            (&[("TERM", "xterm-256color")], false),
            (&[("TERM", "xterm-kitty")], true),
            (&[("TERM", "foot-extra")], true),
            (&[("TERM", "footer")], false),
            (&[("TERM_PROGRAM", "vscode")], true),
            (&[("VTE_VERSION", "6800")], true),
            (&[("VTE_VERSION", "4205")], false),
            (
                &[("VTE_VERSION", "6800"), ("TERM", "screen-256color")],
                false,
            ),
            (&[("VTE_VERSION", "6800"), ("TERM", "dumb")], false),
            (&[("WT_SESSION", "1")], true),
            (&[("WT_SESSION", "1"), ("FORCE_HYPERLINK", "0")], false),
            (&[("TERM", "dumb"), ("FORCE_HYPERLINK", "1")], true),
        ] {
            let variable = |name: &str| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(has_links(&variable), expected, "{variables:?}");
        }
    }
}

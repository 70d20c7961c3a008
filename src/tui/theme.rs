//! How the view looks: styles by what they stand for, and signs in Unicode or ASCII.

/// Colours for which background.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// As the terminal says, dark where it says nothing.
    #[default]
    Auto,
    /// A dark background.
    Dark,
    /// A light background.
    Light,
}

/// How many colours there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colors {
    /// None: bold, underlined and reversed text only.
    None,
    /// The 16 of every terminal, as the user has set them.
    Ansi16,
    /// 256.
    Indexed256,
    /// 24 bits.
    True,
}

impl Colors {
    /// As the environment tells: `NO_COLOR`, `TERM`, `COLORTERM`.
    pub fn of_environment() -> Colors {
        let var = |name: &str| std::env::var(name).unwrap_or_default().to_lowercase();
        let term = var("TERM");
        if !var("NO_COLOR").is_empty() || term == "dumb" {
            Colors::None
        } else if ["truecolor", "24bit"].contains(&var("COLORTERM").as_str()) {
            Colors::True
        } else if term.contains("256") || term.contains("kitty") || term.contains("direct") {
            Colors::Indexed256
        } else {
            Colors::Ansi16
        }
    }
}

/// Styles and signs.
#[derive(Debug, Clone)]
pub(crate) struct Look {}

impl Look {
    pub(crate) fn new(_choice: ThemeChoice, _colors: Colors, _ascii: bool, _motion: bool) -> Look {
        Look {}
    }
}

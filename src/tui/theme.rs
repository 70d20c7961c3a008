//! How the view looks: styles by what they stand for, and signs in Unicode or ASCII.
//!
//! Colour is never the only mark: what it tells apart differs by a sign or by bold, underlined or
//! reversed letters too, so that every theme works without it.

use ratatui::style::{Color, Modifier, Style};

/// Colours for which background.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// As the terminal says (`COLORFGBG`), dark where it says nothing.
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

/// Styles by what they stand for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Theme {
    pub(crate) text: Style,
    pub(crate) dim: Style,
    pub(crate) title: Style,
    /// What matched.
    pub(crate) light: Style,
    /// The match that was jumped to.
    pub(crate) light_now: Style,
    /// Behind the row that the keys are on.
    pub(crate) selected: Style,
    /// The sign before a marked article.
    pub(crate) marked: Style,
    /// Names of panes, the pane that has the keys.
    pub(crate) accent: Style,
    pub(crate) chip: Style,
    pub(crate) chip_out: Style,
    pub(crate) error: Style,
    pub(crate) note: Style,
    pub(crate) border: Style,
    pub(crate) bar: Style,
    pub(crate) bar_out: Style,
    pub(crate) bar_brush: Style,
    pub(crate) peak: Style,
    pub(crate) dateline: Style,
    pub(crate) kicker: Style,
    pub(crate) caption: Style,
    pub(crate) link: Style,
    pub(crate) correction: Style,
    pub(crate) added: Style,
    pub(crate) removed: Style,
}

/// A palette: what each role is in 24 bits, in 256 colours and in the 16.
struct Palette {
    dim: (u32, u8, Color),
    light: (u32, u8, Color),
    accent: (u32, u8, Color),
    back: (u32, u8),
    error: (u32, u8, Color),
    bar: (u32, u8, Color),
    faint: (u32, u8, Color),
    warm: (u32, u8, Color),
    link: (u32, u8, Color),
    added: (u32, u8, Color),
}

const DARK: Palette = Palette {
    dim: (0x9a_9a_a5, 247, Color::Gray),
    light: (0xff_d7_5f, 221, Color::LightYellow),
    accent: (0x5f_d7_ff, 81, Color::LightCyan),
    back: (0x30_36_40, 237),
    error: (0xff_6b_6b, 203, Color::LightRed),
    bar: (0x5f_af_ff, 75, Color::LightBlue),
    faint: (0x58_5c_66, 240, Color::DarkGray),
    warm: (0xff_af_5f, 215, Color::Yellow),
    link: (0x87_af_ff, 111, Color::LightBlue),
    added: (0x87_d7_87, 114, Color::LightGreen),
};

const LIGHT: Palette = Palette {
    dim: (0x5f_5f_6b, 59, Color::DarkGray),
    light: (0xa8_00_50, 125, Color::Magenta),
    accent: (0x00_5f_87, 24, Color::Blue),
    back: (0xe4_e8_ee, 254),
    error: (0xb0_00_20, 124, Color::Red),
    bar: (0x00_5f_af, 25, Color::Blue),
    faint: (0xa0_a4_ac, 248, Color::Gray),
    warm: (0x9a_52_00, 94, Color::Red),
    link: (0x00_43_a8, 26, Color::Blue),
    added: (0x00_6a_20, 22, Color::Green),
};

impl Theme {
    fn new(choice: ThemeChoice, colors: Colors) -> Theme {
        let light = match choice {
            ThemeChoice::Light => true,
            ThemeChoice::Dark => false,
            ThemeChoice::Auto => light_background(&std::env::var("COLORFGBG").unwrap_or_default()),
        };
        let palette = if light { &LIGHT } else { &DARK };
        let fg = |(full, indexed, basic): (u32, u8, Color)| {
            let style = Style::new();
            match colors {
                Colors::None => style,
                Colors::Ansi16 => style.fg(basic),
                Colors::Indexed256 => style.fg(Color::Indexed(indexed)),
                Colors::True => style.fg(Color::from_u32(full)),
            }
        };
        let bold = Modifier::BOLD;
        let none = colors == Colors::None;
        let selected = match colors {
            Colors::None | Colors::Ansi16 => Style::new(),
            Colors::Indexed256 => Style::new().bg(Color::Indexed(palette.back.1)),
            Colors::True => Style::new().bg(Color::from_u32(palette.back.0)),
        };
        let faint = match none {
            true => Style::new().add_modifier(Modifier::DIM),
            false => fg(palette.faint),
        };
        Theme {
            text: Style::new(),
            dim: match none {
                true => Style::new().add_modifier(Modifier::DIM),
                false => fg(palette.dim),
            },
            title: Style::new().add_modifier(bold),
            light: match none {
                true => Style::new().add_modifier(bold | Modifier::UNDERLINED),
                false => fg(palette.light).add_modifier(bold),
            },
            light_now: fg(palette.light).add_modifier(bold | Modifier::REVERSED),
            selected,
            marked: fg(palette.warm).add_modifier(bold),
            accent: fg(palette.accent).add_modifier(bold),
            chip: fg(palette.accent).add_modifier(Modifier::REVERSED),
            chip_out: fg(palette.error).add_modifier(Modifier::REVERSED),
            error: fg(palette.error).add_modifier(bold),
            note: fg(palette.warm),
            border: faint,
            bar: fg(palette.bar),
            bar_out: faint,
            bar_brush: fg(palette.light).add_modifier(bold),
            peak: fg(palette.warm).add_modifier(bold),
            dateline: Style::new().add_modifier(bold),
            kicker: fg(palette.accent),
            caption: fg(palette.dim).add_modifier(Modifier::ITALIC),
            link: fg(palette.link).add_modifier(Modifier::UNDERLINED),
            correction: fg(palette.warm).add_modifier(Modifier::ITALIC),
            added: fg(palette.added).add_modifier(Modifier::UNDERLINED),
            removed: fg(palette.error).add_modifier(Modifier::CROSSED_OUT),
        }
    }
}

/// Whether `COLORFGBG` (`15;0`, `0;default;15`) tells of a light background.
fn light_background(told: &str) -> bool {
    let back = told.rsplit(';').next().and_then(|b| b.parse::<u8>().ok());
    matches!(back, Some(7 | 9..=15))
}

/// Signs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glyphs {
    pub(crate) ellipsis: &'static str,
    pub(crate) separator: &'static str,
    /// Before the row that the keys are on.
    pub(crate) gutter: &'static str,
    pub(crate) mark: &'static str,
    pub(crate) prompt: &'static str,
    pub(crate) open: &'static str,
    pub(crate) closed: &'static str,
    pub(crate) wanted: &'static str,
    pub(crate) unwanted: &'static str,
    pub(crate) remove: &'static str,
    pub(crate) caret: &'static str,
    pub(crate) peak: &'static str,
    pub(crate) vertical: &'static str,
    /// Parts of a cell that a bar fills, from none to all.
    pub(crate) levels: &'static [&'static str],
    /// Turns while a search runs.
    pub(crate) spinner: &'static [&'static str],
}

const UNICODE: Glyphs = Glyphs {
    ellipsis: "…",
    separator: "·",
    gutter: "▌",
    mark: "●",
    prompt: "❯",
    open: "▾",
    closed: "▸",
    wanted: "✓",
    unwanted: "✗",
    remove: "×",
    caret: "^",
    peak: "▲",
    vertical: "│",
    levels: &[" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    spinner: &["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧"],
};

const ASCII: Glyphs = Glyphs {
    ellipsis: "...",
    separator: "-",
    gutter: ">",
    mark: "*",
    prompt: ">",
    open: "v",
    closed: ">",
    wanted: "+",
    unwanted: "-",
    remove: "x",
    caret: "^",
    peak: "^",
    vertical: "|",
    levels: &[" ", ".", ":", "#"],
    spinner: &["|", "/", "-", "\\"],
};

/// Styles and signs.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) theme: Theme,
    pub(crate) glyphs: Glyphs,
    /// Whether something may move without a key.
    pub(crate) motion: bool,
    /// Whether lines from right to left are put in visual order here.
    pub(crate) bidi: bool,
}

impl Look {
    pub(crate) fn new(options: &super::Options) -> Look {
        Look {
            theme: Theme::new(options.theme, options.colors),
            glyphs: if options.ascii { ASCII } else { UNICODE },
            motion: options.motion,
            bidi: options.bidi,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_background_is_told_by_the_last_number() {
        for (told, light) in [
            ("15;0", false),
            ("0;15", true),
            ("0;default;15", true),
            ("7;8", false),
            ("", false),
            ("x;y", false),
        ] {
            assert_eq!(light_background(told), light, "{told}");
        }
    }

    #[test]
    fn without_colours_every_role_that_carries_meaning_differs_from_text() {
        let theme = Theme::new(ThemeChoice::Dark, Colors::None);
        let carrying = [
            theme.light,
            theme.light_now,
            theme.title,
            theme.chip,
            theme.link,
            theme.added,
            theme.removed,
            theme.error,
        ];
        for style in carrying {
            assert_ne!(style, theme.text);
            assert_eq!((style.fg, style.bg), (None, None));
        }
        assert_ne!(theme.light, theme.light_now);
        assert_ne!(theme.added, theme.removed);
    }
}

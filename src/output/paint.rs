//! Marks for parts of a text: colours where they are wanted, signs where they are not.

use anstyle::{AnsiColor, Style};

/// Whether to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorChoice {
    /// On a terminal that has them, unless `NO_COLOR` is set; always with `CLICOLOR_FORCE`.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How parts of a text are marked.
#[derive(Debug, Clone, Copy)]
pub struct Paint {
    colored: bool,
}

impl Paint {
    /// Decides from the choice, the environment and the terminal.
    pub fn new(choice: ColorChoice) -> Paint {
        Paint::on(choice, super::Out::is_terminal())
    }

    /// The same of standard error, as chosen for the run.
    pub fn of_errors() -> Paint {
        let terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
        Paint::on(super::Console::chosen().color, terminal)
    }

    fn on(choice: ColorChoice, is_terminal: bool) -> Paint {
        let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty() && v != "0");
        let colored = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()) => {
                false
            }
            ColorChoice::Auto if set("CLICOLOR_FORCE") => true,
            ColorChoice::Auto => {
                is_terminal && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
            }
        };
        Paint { colored }
    }

    /// Whether colours are used.
    pub fn is_colored(&self) -> bool {
        self.colored
    }

    fn style(&self, style: Style, text: &str) -> String {
        if self.colored {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// A headline.
    pub fn title(&self, text: &str) -> String {
        self.style(Style::new().bold(), text)
    }

    /// What is less important.
    pub fn dim(&self, text: &str) -> String {
        self.style(Style::new().dimmed(), text)
    }

    /// A name of a part or facet.
    pub fn name(&self, text: &str) -> String {
        self.style(AnsiColor::Cyan.on_default(), text)
    }

    /// What a copy cut; its line begins with a minus as well.
    pub fn cut(&self, text: &str) -> String {
        self.style(AnsiColor::Red.on_default(), text)
    }

    /// What a copy added; its line begins with a plus as well.
    pub fn added(&self, text: &str) -> String {
        self.style(AnsiColor::Green.on_default(), text)
    }

    /// What matched. Bold and coloured, or between asterisks: colour is never the only mark.
    pub fn lit(&self, text: &str) -> String {
        if self.colored {
            let style = AnsiColor::Yellow.on_default().bold();
            format!("{style}{text}{style:#}")
        } else {
            format!("*{text}*")
        }
    }
}

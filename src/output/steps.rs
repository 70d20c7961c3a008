//! What to do next, on standard error: commands that can be copied as they stand.

use std::io::{self, IsTerminal, Write};

use super::console::{Console, LogFormat};
use super::escape::one_line;
use super::remark::print_note;

/// Which of the three streams are a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Streams {
    /// Standard input.
    pub input: bool,
    /// Standard output.
    pub output: bool,
    /// Standard error.
    pub error: bool,
}

impl Streams {
    /// As they are.
    pub fn now() -> Streams {
        Streams {
            input: io::stdin().is_terminal(),
            output: io::stdout().is_terminal(),
            error: io::stderr().is_terminal(),
        }
    }

    /// Whether somebody sits there: all three are a terminal.
    pub fn all(self) -> bool {
        self.input && self.output && self.error
    }
}

/// Prints a heading, then each command on a line of its own below what it is for.
pub fn print_steps(heading: &str, steps: &[(&str, String)]) {
    if Console::chosen().log_format == LogFormat::Json {
        for (purpose, command) in steps {
            print_note(&format!("{purpose}: {command}"));
        }
        return;
    }
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "{heading}");
    for (purpose, command) in steps {
        let _ = writeln!(err, "  {purpose}:\n    {}", one_line(command));
    }
}

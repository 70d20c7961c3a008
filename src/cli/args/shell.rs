//! What was typed of the commands that serve the shell: `completions`, `man`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

/// Prints what a shell needs to complete command lines.
///
/// Commands and options are completed, and values as the index has them: sources, sections, places
/// and other facets, field names and values inside a query, names of saved queries, keys of orders,
/// formats. The index that is asked is the one that the typed line means: that of --index or --in,
/// else of DATELINE_INDEX, else the nearest .dateline folder, else the user's. Where there is none
/// only values are missing.
///
/// The script calls `dateline`, which must be in the PATH. It need not be made anew when the
/// program is: everything is asked when it is needed.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  source <(dateline completions bash)          # for this shell only
  dateline completions zsh > _dateline
  dateline completions fish | source",
    after_long_help = "\
To install:
  bash         mkdir -p ~/.local/share/bash-completion/completions
               dateline completions bash \\
                 > ~/.local/share/bash-completion/completions/dateline
               (needs the package bash-completion; or put the source line of
               the examples into ~/.bashrc)
  zsh          mkdir -p ~/.zfunc
               dateline completions zsh > ~/.zfunc/_dateline
               and in ~/.zshrc, before compinit: fpath+=~/.zfunc
  fish         dateline completions fish \\
                 > ~/.config/fish/completions/dateline.fish
  PowerShell   dateline completions powershell >> $PROFILE

See also:
  dateline man   manual pages"
)]
pub(in crate::cli) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub(in crate::cli) shell: Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(alias = "pwsh")]
    Powershell,
}

/// Shows a manual page, or installs all of them.
///
/// On a terminal the page is opened with `man`; where there is no `man`, its text is printed. In a
/// pipe its source is printed, which `man -l -` reads.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline man search
  dateline man saved run
  dateline man language               # the query language
  dateline man --dir ~/.local/share/man",
    after_long_help = "\
To install, so that `man dateline`, `man dateline-search` and
`man 7 dateline-query` find them:
  dateline man --dir ~/.local/share/man

See also:
  dateline COMMAND --help   the same in plain text
  dateline completions      what a shell needs to complete"
)]
pub(in crate::cli) struct Man {
    /// A command; `language` is the query language
    ///
    /// The page of `dateline` itself where it is left out.
    #[arg(value_name = "COMMAND")]
    pub(in crate::cli) commands: Vec<String>,
    /// Write all pages into this folder.
    ///
    /// Those of commands into its man1, that of the query language into its man7; both are made
    /// where they are missing, and pages that are there are replaced.
    #[arg(long, value_name = "DIR", conflicts_with = "commands")]
    pub(in crate::cli) dir: Option<PathBuf>,
}

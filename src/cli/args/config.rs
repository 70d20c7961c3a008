//! What was typed of `config`.

use clap::{Args as ClapArgs, Subcommand};

use super::SummaryFormat;

/// Shows what is set and where it comes from.
///
/// What counts is the option of the command line, else the environment variable, else the file,
/// else the default. The file is config.toml in dateline/ of the user's configuration folder;
/// --config or DATELINE_CONFIG name another.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline config init
  dateline config show
  dateline config show --format json | jq '.settings[].key'",
    after_long_help = "\
See also:
  dateline doctor   checks the settings, and the machine"
)]
pub(in crate::cli) struct ConfigArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigCommand {
    /// Lists every key with the value that counts.
    ///
    /// And where it comes from: an option, a variable, a line of the file, or the default.
    #[command(after_help = "\
Examples:
  dateline config show
  dateline config show --color never
  dateline config show --format json | jq '.settings[].key'")]
    Show {
        /// Form of the list.
        #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
        format: SummaryFormat,
    },
    /// Prints where the config file is looked for.
    ///
    /// Whether it is there or not.
    #[command(after_help = "\
Examples:
  dateline config path
  ls -l $(dateline config path)")]
    Path,
    /// Writes a config file to begin with.
    ///
    /// Every key is in it with its meaning and its default, commented out.
    #[command(after_help = "\
Examples:
  dateline config init
  dateline config init --stdout | less
  dateline config init --force")]
    Init {
        /// Replace the file that is there.
        #[arg(long)]
        force: bool,
        /// Print it instead.
        #[arg(long, conflicts_with = "force")]
        stdout: bool,
    },
}

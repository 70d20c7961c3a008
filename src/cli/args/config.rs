//! What was typed of `config`.

use clap::{Args as ClapArgs, Subcommand};

use super::SummaryFormat;

/// Shows what is set and where it comes from, and writes a config file to begin with.
///
/// What counts is the option of the command line, else the environment variable, else the file,
/// else the default. The file is config.toml in dateline/ of the user's configuration folder;
/// --config or DATELINE_CONFIG name another.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline config init
  dateline config show
  dateline config show --format json | jq '.settings[].key'")]
pub(in crate::cli) struct ConfigArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigCommand {
    /// Lists every key with the value that counts, and where it comes from.
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
    #[command(after_help = "\
Examples:
  dateline config path
  $EDITOR \"$(dateline config path)\"")]
    Path,
    /// Writes a config file with every key commented out, its meaning and its default.
    #[command(after_help = "\
Examples:
  dateline config init
  dateline config init --stdout | less
  dateline config init --config other.toml --force")]
    Init {
        /// Replace the file that is there.
        #[arg(long)]
        force: bool,
        /// Print it instead.
        #[arg(long, conflicts_with = "force")]
        stdout: bool,
    },
}

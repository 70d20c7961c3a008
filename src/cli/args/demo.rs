//! What was typed of `demo`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

/// Writes a sample archive, indexes it and opens it.
///
/// 63 invented articles of eight outlets in eight languages, with wire copy that several of them
/// printed, corrections, captions and undated pieces. They come with the program: nothing is
/// fetched.
///
/// On a terminal the interactive view opens with a first query; elsewhere the result of that query
/// is printed. The index is the folder .dateline inside DIR, so that every command that is run
/// inside DIR finds it.
///
/// Run again, it goes on with what is there: files that you changed stay as they are. A folder that
/// holds anything else is refused.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline demo
  dateline demo /tmp/news --no-open

See also: dateline tui, dateline index, dateline doctor")]
pub(in crate::cli) struct Demo {
    /// Folder to write, made if it is not there [default: dateline-demo].
    #[arg(
        value_name = "DIR",
        default_value = "dateline-demo",
        hide_default_value = true
    )]
    pub(in crate::cli) dir: PathBuf,
    /// Only writes and indexes.
    #[arg(long)]
    pub(in crate::cli) no_open: bool,
}

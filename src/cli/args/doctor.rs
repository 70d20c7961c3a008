//! What was typed of `doctor`.

use clap::Args as ClapArgs;

use super::{SummaryFormat, Where};

/// Checks terminal, settings, index and machine.
///
/// Looks at the terminal (size, colours, locale, links, what it runs inside of), the pager, the
/// configuration file, the variables that change something, the index (where it was looked for,
/// whether it opens and can be written, segments, manifest, families, size) and the machine (open
/// files, mapped files, free disk, free memory, cores).
///
/// Each check is ok, a warning (something works less well than it could) or a problem (something
/// does not work). Nothing is changed. Whether every byte of an index is sound is asked with
/// `dateline verify`. What to change stands beside each warning and problem.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline doctor
  dateline doctor --index archive
  dateline doctor --format json | jq '.groups[].checks[].level'",
    after_long_help = "\
Exit codes: 0 no problem (warnings are none), 1 a problem, 2 could not look.

See also:
  dateline verify   whether an index is sound
  dateline config   what is set"
)]
pub(in crate::cli) struct Doctor {
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Form of the report.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
}

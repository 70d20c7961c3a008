//! What was typed of `query`.

use clap::Args as ClapArgs;

use super::{SummaryFormat, Where};

/// Shows how a query is read, without running it.
///
/// Its tree, its notes, its canonical form.
/// With --explain also what the index looks up for it: terms, what patterns stand for, the query
/// that runs, an estimate of what it reads.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline query 'peace talks OR (ceasefire NEAR/5 geneva)'
  dateline query --explain 'elect* w/s fraud' --index archive
  dateline query 'title:ferry date:2019' --format json | jq .tree",
    after_long_help = "\
See also:
  dateline search --help   the forms of a query
  dateline man language    the whole language"
)]
pub(in crate::cli) struct QueryArgs {
    /// The query
    ///
    /// Put it in single quotes.
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(in crate::cli) query: String,
    /// Look the query up in an index.
    ///
    /// Without it no index is needed.
    #[arg(long)]
    pub(in crate::cli) explain: bool,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
}

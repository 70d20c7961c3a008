//! What was typed of `query`.

use clap::Args as ClapArgs;

use super::{SummaryFormat, Where};

/// Shows how a query is read, without running it: its tree, its notes, its canonical form.
///
/// With --explain also what the index looks up for it: terms, what patterns stand for, the query
/// that runs, an estimate of what it reads.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline query 'peace talks OR (ceasefire NEAR/5 geneva)'
  dateline query --explain 'elect* w/s fraud' --index archive
  dateline query 'title:ferry date:2019' --format json | jq .tree")]
pub(in crate::cli) struct QueryArgs {
    /// The query.
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(in crate::cli) query: String,
    /// Looks the query up in an index.
    #[arg(long)]
    pub(in crate::cli) explain: bool,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(in crate::cli) format: SummaryFormat,
}

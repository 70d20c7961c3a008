//! What was typed about the form in which hits are printed.

use clap::{Args as ClapArgs, ValueEnum};

use crate::output::CiteStyle;

/// The form of hits.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(in crate::cli) struct ResultArgs {
    /// Columns of csv and tsv.
    ///
    /// Separated by commas, in their order: rank, id, score, published, date_precision, source,
    /// title, authors, place, agency, section, language, url, family, copies, snippet. All of them
    /// where none is named.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(in crate::cli) columns: Vec<String>,
    /// Begin csv and tsv with a byte order mark.
    ///
    /// Some spreadsheets want one to read UTF-8.
    #[arg(long)]
    pub(in crate::cli) bom: bool,
    /// Number of the topic in trec lines.
    #[arg(long, value_name = "TOPIC", default_value = "1")]
    pub(in crate::cli) trec_topic: String,
    /// Name of the run in trec lines.
    #[arg(long, value_name = "NAME", default_value = "dateline")]
    pub(in crate::cli) trec_tag: String,
    /// End each id with a zero byte.
    ///
    /// For `xargs -0`; goes with -l and --format ids.
    #[arg(short = '0', long = "null")]
    pub(in crate::cli) null: bool,
    /// Print ids only, one a line.
    ///
    /// The same as --format ids.
    #[arg(short = 'l', long = "ids", conflicts_with = "format")]
    pub(in crate::cli) ids_only: bool,
    /// Print only what matched.
    ///
    /// A line for each word or phrase that would be lit: in a pipe id, field and the match with tabs
    /// between them, on a terminal the match alone. Looked at are the hits that --limit lets pass:
    /// the headline of each, and the first 64 matching sentences of its body; of its captions, or
    /// else of its standfirst, where nothing in the body matches.
    #[arg(
        short,
        long,
        conflicts_with_all = ["format", "ids_only", "null", "cite", "explain"]
    )]
    pub(in crate::cli) only_matching: bool,
    /// Tell what was searched, and how long.
    ///
    /// On standard error, behind the hits: articles searched and matching, stories, what is lit in
    /// the hits shown, milliseconds by stage.
    #[arg(long)]
    pub(in crate::cli) stats: bool,
    /// Print the hits as references.
    #[arg(long, value_enum)]
    pub(in crate::cli) cite: Option<Cite>,
}

/// A form of references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Cite {
    /// BibTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// CSL-JSON.
    Csl,
}

impl From<Cite> for CiteStyle {
    fn from(cite: Cite) -> CiteStyle {
        match cite {
            Cite::Bibtex => CiteStyle::Bibtex,
            Cite::Ris => CiteStyle::Ris,
            Cite::Csl => CiteStyle::Csl,
        }
    }
}

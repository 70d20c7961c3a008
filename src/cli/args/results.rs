//! What was typed about the form in which hits are printed.

use clap::{Args as ClapArgs, ValueEnum};

use crate::output::CiteStyle;

/// The form of hits.
#[derive(Debug, Clone, Default, ClapArgs)]
pub(in crate::cli) struct ResultArgs {
    /// Columns of csv and tsv: rank, id, score, published, date_precision, source, title, authors,
    /// place, agency, section, language, url, family, copies, snippet [default: all].
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(in crate::cli) columns: Vec<String>,
    /// Begins csv and tsv with a byte order mark, which some spreadsheets want for UTF-8.
    #[arg(long)]
    pub(in crate::cli) bom: bool,
    /// Number of the topic in trec lines.
    #[arg(long, value_name = "TOPIC", default_value = "1")]
    pub(in crate::cli) trec_topic: String,
    /// Name of the run in trec lines.
    #[arg(long, value_name = "NAME", default_value = "dateline")]
    pub(in crate::cli) trec_tag: String,
    /// Ends each id with a zero byte, for xargs -0.
    #[arg(short = '0', long = "null")]
    pub(in crate::cli) null: bool,
    /// Prints the hits as references.
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

//! What was typed of `index`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::{SummaryFormat, Where};
use crate::ingest::Format;

/// Indexes articles: files, folders, or `-` for standard input.
///
/// Reads text, Markdown, JSON, tables, web pages and web archives, news formats in XML, feeds and
/// the collections of research, also compressed and in .tar or .zip; told by their content.
///
/// An article whose id is known is replaced if it has changed.
/// A file that is as it was is not read again; one of JSON Lines that has grown is read on.
/// Ctrl-C commits what is whole, and the same command goes on from there.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "\
Examples:
  dateline index corpus/sample --index archive
  dateline index dump.jsonl.zst --rejects rejects.tsv --memory 1GB
  zcat dump.jsonl.gz | dateline index - --index archive --map title=hed
  dateline index articles/ --index archive --prune",
    after_long_help = "\
The summary adds up: read = indexed + updated + unchanged + skipped + rejected.

See also:
  dateline parse         what becomes of an article, line by line
  dateline stats         what the index holds then
  dateline search --in   searches files without an index of your own"
)]
pub(in crate::cli) struct Index {
    /// Files and folders; `-` is standard input
    ///
    /// Folders are read with all below them. Hidden files and what an `.ignore` file names are left
    /// out. A pattern such as 'old/**/*.xml.gz' may be quoted.
    #[arg(required = true, value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Empty the index first.
    ///
    /// Whatever version it has. A folder that holds anything else is never touched.
    #[arg(long)]
    pub(in crate::cli) fresh: bool,
    /// Read every file from its beginning.
    ///
    /// Also those that are as they were at the last run.
    #[arg(long)]
    pub(in crate::cli) again: bool,
    /// Remove articles of vanished files.
    ///
    /// Of files below PATH that were read before and are not there any more.
    #[arg(long)]
    pub(in crate::cli) prune: bool,
    /// Threads that index.
    ///
    /// From 1 to 64; half as many parse beside them. One a core and at most 8 where none is given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(in crate::cli) threads: Option<u16>,
    /// Memory to stay within.
    ///
    /// Such as 600MB or 2GB; with an i (GiB) powers of 1024.
    #[arg(long, value_name = "SIZE", default_value = "600MB", value_parser = parse_size)]
    pub(in crate::cli) memory: usize,
    /// Write what is not indexed, and why.
    ///
    /// A line for each record: file, record, byte, reason, with tabs.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) rejects: Option<PathBuf>,
    /// Read a field from another key.
    ///
    /// Of JSON records, as in title=hed; may be repeated.
    #[arg(long, value_name = "FIELD=KEY")]
    pub(in crate::cli) map: Vec<String>,
    /// Language where nothing tells it.
    ///
    /// A BCP 47 tag such as en or pt-BR, for articles that declare none and whose text does not tell.
    #[arg(long, value_name = "TAG")]
    pub(in crate::cli) language: Option<String>,
    /// Do not look for copies of stories.
    ///
    /// Indexing is faster then; `dateline family` and `search --collapse` have nothing to show.
    #[arg(long)]
    pub(in crate::cli) no_families: bool,
    /// Do not detect languages.
    ///
    /// An article that declares none has that of --language, or none.
    #[arg(long)]
    pub(in crate::cli) no_detect: bool,
    /// Read every file as this format.
    ///
    /// Whatever it looks like. A wrong name lists the formats.
    #[arg(long, value_name = "FORMAT", value_parser = parse_input_format)]
    pub(in crate::cli) input_format: Option<Format>,
    /// Columns of tables without a header.
    ///
    /// In their order, separated by commas, as in id,date,text.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(in crate::cli) columns: Vec<String>,
    /// Form of the summary: text or json.
    ///
    /// The name of a format of dumps is taken as --input-format.
    #[arg(long, value_name = "FORM", default_value = "text", value_parser = parse_index_format)]
    pub(in crate::cli) format: IndexFormat,
    /// Show no progress.
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,
}

/// What `index --format` says: how the summary looks, or how the files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct IndexFormat {
    pub(in crate::cli) summary: SummaryFormat,
    pub(in crate::cli) forced: Option<Format>,
}

fn parse_index_format(text: &str) -> Result<IndexFormat, String> {
    let (summary, forced) = match text {
        "text" => (SummaryFormat::Text, None),
        "json" => (SummaryFormat::Json, None),
        _ => (SummaryFormat::Text, Some(parse_input_format(text)?)),
    };
    Ok(IndexFormat { summary, forced })
}

pub(super) fn parse_input_format(text: &str) -> Result<Format, String> {
    Format::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        format!("the formats are {}", names.join(", "))
    })
}

/// Whether [`parse_size`] reads it.
pub(in crate::cli) fn check_size(text: &str) -> Result<(), String> {
    parse_size(text).map(drop)
}

/// Reads `600MB`, `2GB`, `512k`; powers of 1000 as disks are sold, of 1024 with an i.
pub(super) fn parse_size(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text[digits.len()..].to_ascii_lowercase();
    let scale: usize = match unit.trim_end_matches('b') {
        "" => 1,
        "k" => 1_000,
        "ki" => 1 << 10,
        "m" => 1_000_000,
        "mi" => 1 << 20,
        "g" => 1_000_000_000,
        "gi" => 1 << 30,
        _ => return Err(format!("`{unit}` is no unit of size: use kB, MB, GB")),
    };
    let number: f64 = digits
        .trim()
        .parse()
        .map_err(|_| "expected a size such as 600MB")?;
    let bytes = (number * scale as f64) as usize;
    let least = crate::index::IndexOptions::LEAST_MEMORY;
    if bytes < least {
        return Err(format!("at least {} MB are needed", least / 1_000_000));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_units() {
        assert_eq!(parse_size("600MB"), Ok(600_000_000));
        assert_eq!(parse_size("1.5g"), Ok(1_500_000_000));
        assert_eq!(parse_size("1GiB"), Ok(1 << 30));
        assert!(parse_size("1MB").unwrap_err().contains("at least"));
        assert!(parse_size("many").is_err());
        assert!(parse_size("5 parsecs").is_err());
    }

    #[test]
    fn a_format_of_dumps_is_told_from_one_of_the_summary() {
        let json = parse_index_format("json").unwrap();
        assert_eq!((json.summary, json.forced), (SummaryFormat::Json, None));
        assert_eq!(
            parse_index_format("html").unwrap().forced,
            Some(Format::Html)
        );
        assert_eq!(parse_input_format("json"), Ok(Format::Json));
        assert!(
            parse_index_format("docx")
                .unwrap_err()
                .contains("newsml-g2")
        );
    }
}

//! What was typed. The commands that keep an index in order are in `upkeep`.

mod upkeep;

use std::path::PathBuf;

use clap::{ArgAction, Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::ingest::Format;
use crate::output::ColorChoice;
use crate::schema::{Searched, declaration};
use crate::search::Collapse;
pub(super) use upkeep::{Export, ExportFormat, Merge, Rm, Verify};

/// A full-text search engine for news archives.
///
/// Takes articles apart into headline, byline, dateline, captions, body and the rest, indexes them,
/// and finds them by words, phrases, fields and dates, with facets and snippets.
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    max_term_width = 80,
    arg_required_else_help = true
)]
#[command(after_help = "\
Examples:
  dateline search 'ferry \"harbour council\"' --in articles/
  dateline index dump.jsonl.zst articles/ --index archive
  dateline search 'title:ferry date:2019..2021' --index archive --facet source

Exit codes: 0 found or done, 1 nothing found or, of verify, damaged, 2 error,
130 interrupted.")]
pub(super) struct Args {
    /// Says more on standard error: -v what is done, -vv how.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(super) verbose: u8,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Index(Index),
    Search(Search),
    Show(Show),
    Parse(Parse),
    Stats(Stats),
    Rm(Rm),
    Merge(Merge),
    Verify(Verify),
    Export(Export),
    Family(Family),
}

/// Which index to use.
#[derive(Debug, ClapArgs)]
pub(super) struct Where {
    /// Folder of the index [default: the nearest .dateline upwards, else the user's data folder].
    #[arg(long, value_name = "DIR", env = "DATELINE_INDEX")]
    pub(super) index: Option<PathBuf>,
}

/// Indexes articles: files, folders, or `-` for standard input.
///
/// Reads text, Markdown, JSON, tables, web pages and web archives, news formats in XML, feeds and
/// the collections of research, also compressed and in .tar or .zip; told by their content.
/// An article whose id is known is replaced if it has changed.
/// A file that is as it was is not read again; one of JSON Lines that has grown is read on.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline index articles/ --index archive
  zcat dump.jsonl.gz | dateline index - --index archive --map title=hed
  dateline index dump.jsonl.zst --rejects rejects.tsv --memory 1GB")]
pub(super) struct Index {
    /// Files and folders to read; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) place: Where,
    /// Empties the index first, whatever version it has.
    #[arg(long)]
    pub(super) fresh: bool,
    /// Reads every file from its beginning, also those that are as they were at the last run.
    #[arg(long)]
    pub(super) again: bool,
    /// Removes the articles of files that are not there any more.
    #[arg(long)]
    pub(super) prune: bool,
    /// Threads that index; half as many parse beside them [default: one a core, at most 8].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(super) threads: Option<u16>,
    /// Memory to stay within, such as 600MB or 2GB.
    #[arg(long, value_name = "SIZE", default_value = "600MB", value_parser = parse_size)]
    pub(super) memory: usize,
    /// Writes a line for each record that is not indexed: file, record, byte, reason.
    #[arg(long, value_name = "FILE")]
    pub(super) rejects: Option<PathBuf>,
    /// Reads a part of the article from another key of JSON records; may be repeated.
    #[arg(long, value_name = "FIELD=KEY")]
    pub(super) map: Vec<String>,
    /// Language of articles that declare none and whose text does not tell (BCP 47).
    #[arg(long, value_name = "TAG")]
    pub(super) language: Option<String>,
    /// Does not look for copies of the same story (`dateline family`, `search --collapse`).
    #[arg(long)]
    pub(super) no_families: bool,
    /// Does not look at texts for their language: what declares none has --language or none.
    #[arg(long)]
    pub(super) no_detect: bool,
    /// Reads every file as this format, whatever it looks like.
    #[arg(long, value_name = "FORMAT", value_parser = parse_input_format)]
    pub(super) input_format: Option<Format>,
    /// Columns of tables that have no header, in their order, separated by commas.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) columns: Vec<String>,
    /// Form of the summary, text or json; another name of a format is taken as --input-format.
    #[arg(long, value_name = "FORM", default_value = "text", value_parser = parse_index_format)]
    pub(super) format: IndexFormat,
    /// Shows no progress.
    #[arg(short, long)]
    pub(super) quiet: bool,
}

/// Searches an index, or files with --in.
///
/// Words are joined by AND; where no article has them all, those with most of them are shown, and
/// a note says so.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline search 'peace talks' --in articles/
  dateline search '\"border town\" OR title:ceasefire -sport' --since 2019
  dateline search 'elect* place:beirut' --source globalnews.ca --facet month:12
  dateline search 'ferry' --format json | jq '.hits[].title'",
  after_long_help = query_help())]
pub(super) struct Search {
    /// What to search for; see --help for the forms.
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(super) query: String,
    /// Searches these files or folders: they are indexed into a cache first, only what changed.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(super) within: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) place: Where,
    /// Hits to show.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 10)]
    pub(super) limit: usize,
    /// Hits to pass over first.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) offset: usize,
    /// Order of the hits.
    #[arg(long, value_enum, default_value_t = SortBy::Relevance)]
    pub(super) sort: SortBy,
    /// How many of the plain words an article must have: relaxed, all, any, 3, 75%.
    #[arg(long = "match", value_name = "HOW", default_value = "relaxed")]
    pub(super) matching: String,
    /// Shows one copy of each story: earliest, longest, source:NAME.
    #[arg(long, value_name = "WHICH", value_parser = parse_collapse)]
    pub(super) collapse: Option<Collapse>,
    /// Counts the values of a facet, the N most frequent; may be repeated.
    #[arg(long, value_name = "FIELD[:N]")]
    pub(super) facet: Vec<String>,
    /// Only from this source; may be repeated (any of them).
    #[arg(long, value_name = "NAME")]
    pub(super) source: Vec<String>,
    /// Only with this dateline place; may be repeated (any of them).
    #[arg(long = "place", value_name = "NAME")]
    pub(super) place_name: Vec<String>,
    /// Only with this value of a facet; may be repeated: any of a field's, all fields.
    #[arg(long, value_name = "FIELD=VALUE")]
    pub(super) filter: Vec<String>,
    /// Published on this day or later: 2017, 2017-11, 2017-11-19, -30d.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(super) since: Option<String>,
    /// Published on this day or earlier.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(super) until: Option<String>,
    /// Form of the result: text (cards on a terminal, a line a hit in a pipe), cards, json, ids.
    #[arg(long, value_enum, default_value_t = HitFormat::Text)]
    pub(super) format: HitFormat,
    /// Prints only the number of articles that match; with --collapse, of stories.
    #[arg(short, long)]
    pub(super) count: bool,
    /// Prints nothing; the exit code tells whether there is a match.
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// When to use colours.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
}

/// Prints an article.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline show https://harbourtribune.example/2019/05/12/ferry
  dateline search ferry --format ids -n 1 | xargs dateline show")]
pub(super) struct Show {
    /// The article's id.
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    pub(super) id: String,
    #[command(flatten)]
    pub(super) place: Where,
    /// Looks it up in the cache of these files or folders, as `search --in` does.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(super) within: Vec<PathBuf>,
    /// Prints the record as JSON.
    #[arg(long, conflicts_with = "raw")]
    pub(super) json: bool,
    /// Prints the bytes that it was read from.
    #[arg(long)]
    pub(super) raw: bool,
    /// When to use colours.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
}

/// Lists the copies of a story by time, with what each cut and added.
///
/// Copies are found when articles are indexed: cut, with another headline or byline, with misread
/// letters. Each is compared with the earliest.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline family https://harbourtribune.example/2019/05/12/ferry
  dateline search ferry --collapse earliest --format json | jq '.hits[].family'")]
pub(super) struct Family {
    /// Id of an article, or of a family.
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    pub(super) id: String,
    #[command(flatten)]
    pub(super) place: Where,
    /// Looks it up in the cache of these files or folders, as `search --in` does.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(super) within: Vec<PathBuf>,
    /// Copies to list, the earliest first.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 100)]
    pub(super) limit: usize,
    /// Form of the list.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(super) format: SummaryFormat,
    /// When to use colours.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
}

/// Shows how an article is taken apart, line by line.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline parse article.txt
  dateline parse dump.jsonl.gz --record 12 --json")]
pub(super) struct Parse {
    /// The file; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Prints the record as JSON, one line a record.
    #[arg(long)]
    pub(super) json: bool,
    /// Only this record of the file, from 1.
    #[arg(long, value_name = "N")]
    pub(super) record: Option<u64>,
    /// Reads a part of the article from another key of JSON records; may be repeated.
    #[arg(long, value_name = "FIELD=KEY")]
    pub(super) map: Vec<String>,
    /// Reads the file as this format, whatever it looks like.
    #[arg(long, value_name = "FORMAT", value_parser = parse_input_format)]
    pub(super) input_format: Option<Format>,
    /// Columns of tables that have no header, in their order, separated by commas.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(super) columns: Vec<String>,
    /// When to use colours.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
}

/// Tells what an index holds: articles by source and month, parts found, sizes, segments.
#[derive(Debug, ClapArgs)]
pub(super) struct Stats {
    #[command(flatten)]
    pub(super) place: Where,
    /// Form of the statistics.
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text)]
    pub(super) format: SummaryFormat,
    /// When to use colours.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SummaryFormat {
    Text,
    Json,
}

/// What `index --format` says: how the summary looks, or how the files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IndexFormat {
    pub(super) summary: SummaryFormat,
    pub(super) forced: Option<Format>,
}

fn parse_index_format(text: &str) -> Result<IndexFormat, String> {
    let (summary, forced) = match text {
        "text" => (SummaryFormat::Text, None),
        "json" => (SummaryFormat::Json, None),
        _ => (SummaryFormat::Text, Some(parse_input_format(text)?)),
    };
    Ok(IndexFormat { summary, forced })
}

fn parse_input_format(text: &str) -> Result<Format, String> {
    Format::from_name(text).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        format!("the formats are {}", names.join(", "))
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum HitFormat {
    Text,
    Cards,
    Json,
    Ids,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SortBy {
    Relevance,
    Newest,
    Oldest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> ColorChoice {
        match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
    }
}

/// Reads `earliest`, `longest`, `source:NAME`.
fn parse_collapse(text: &str) -> Result<Collapse, String> {
    match text.split_once(':') {
        None if text == "earliest" => Ok(Collapse::Earliest),
        None if text == "longest" => Ok(Collapse::Longest),
        Some(("source", name)) if !name.is_empty() => Ok(Collapse::Source(name.to_owned())),
        _ => Err("expected earliest, longest or source:NAME".to_owned()),
    }
}

/// Reads `600MB`, `2GB`, `512k`; powers of 1000 as disks are sold, of 1024 with an i.
fn parse_size(text: &str) -> Result<usize, String> {
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

/// Forms of the query language, and the fields from the declaration.
fn query_help() -> String {
    let mut text = String::from(
        "\
Query forms:
  peace talks             both words, by stem
  \"border town\"           phrase; \"border town\"~3 with up to 3 moves
  \"the * of state\"        one word open
  a AND b, a OR b, NOT a, -a, +a, ( )
  title:ferry             in one field; title:(a OR \"b c\")
  date:2017-11            also 2017, 2017-11-19, 2017-11..2018-02, >=2017
  words:200..400          length of the body
  elect*, wom?n, *burg    words as printed
  term^2.5                weight
  *                       everything

Fields:
",
    );
    for (names, help) in field_rows() {
        text.push_str(&row(&names, &help));
    }
    text
}

/// A name and its meaning in two columns that together fit 80.
fn row(names: &str, help: &str) -> String {
    const NAMES: usize = 24;
    const HELP: usize = 78 - NAMES;
    let mut lines = vec![String::new()];
    for word in help.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if line.len() + 1 + word.len() > HELP {
            lines.push(word.to_owned());
        } else {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    let mut text = format!("  {names}");
    if names.len() + 3 > NAMES {
        text.push_str(&format!("\n{:NAMES$}", ""));
    } else {
        text.push_str(&" ".repeat(NAMES - 2 - names.len()));
    }
    text.push_str(&lines.join(&format!("\n{:NAMES$}", "")));
    text.push('\n');
    text
}

/// Names and meaning of every field that a query reaches by name.
pub(super) fn field_rows() -> Vec<(String, String)> {
    let declared = declaration();
    let names = |name: &str, aliases: &[String]| {
        let all: Vec<&str> = std::iter::once(name)
            .chain(aliases.iter().map(String::as_str))
            .collect();
        all.join(", ")
    };
    let fields = declared
        .fields
        .iter()
        .filter(|f| f.searched != Searched::Internal);
    let zones = declared.zones.iter().filter(|z| z.searched);
    fields
        .map(|f| (names(&f.name, &f.aliases), f.help.clone()))
        .chain(zones.map(|z| (names(&z.name, &z.aliases), z.help.clone())))
        .collect()
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

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }
}

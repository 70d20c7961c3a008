//! What was typed of `search`, and its help on the query language.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::ranking::Ranking;
use super::timeline::By;
use super::{ResultArgs, Where};
use crate::output::Use;
use crate::schema::{Searched, declaration};
use crate::search::{Collapse, Sort};

/// Searches an index, or files with --in.
///
/// Words are joined by AND; where no article has them all, those with most of them are shown, and
/// a note says so. Of more than three words some may be missing: the best articles seldom have all.
#[derive(Debug, Clone, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline search 'peace talks' --in articles/
  dateline search '\"border town\" OR title:ceasefire -sport' --since 2019
  dateline search 'elect* place:beirut' --source globalnews.ca --facet month:12
  dateline search 'ferry' --format json | jq '.hits[].title'",
  after_long_help = query_help())]
pub(in crate::cli) struct Search {
    /// What to search for; see --help for the forms.
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(in crate::cli) query: String,
    /// Searches these files or folders: they are indexed into a cache first, only what changed.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(in crate::cli) within: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Hits to show.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 10)]
    pub(in crate::cli) limit: usize,
    /// Hits to pass over first.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(in crate::cli) offset: usize,
    /// Goes on behind a page: the `next` of its JSON form.
    #[arg(long, value_name = "TOKEN", conflicts_with = "offset")]
    pub(in crate::cli) after: Option<String>,
    /// Order of the hits, up to four keys: relevance, newest, oldest, source, words, -words,
    /// updated; source,newest. What has no value stands last.
    #[arg(long, value_name = "KEYS", default_value = "relevance", allow_hyphen_values = true,
          value_parser = parse_sort)]
    pub(in crate::cli) sort: Sort,
    /// How many of the plain words an article must have: relaxed, all, any, 3, 75%.
    #[arg(long = "match", value_name = "HOW", default_value = "relaxed")]
    pub(in crate::cli) matching: String,
    #[command(flatten)]
    pub(in crate::cli) ranking: Ranking,
    /// Shows one copy of each story: earliest, longest, source:NAME; or one article a value: field:FACET.
    #[arg(long, value_name = "WHICH", value_parser = parse_collapse)]
    pub(in crate::cli) collapse: Option<Collapse>,
    /// Counts the values of a facet, the N most frequent; may be repeated.
    #[arg(long, value_name = "FIELD[:N]")]
    pub(in crate::cli) facet: Vec<String>,
    /// Finds values of a facet by the beginning of a word, with their counts; may be repeated.
    #[arg(long, value_name = "FIELD=START")]
    pub(in crate::cli) facet_search: Vec<String>,
    /// Counts the hits by calendar, in the same pass; shown by --format json.
    #[arg(long, value_enum, value_name = "BY")]
    pub(in crate::cli) timeline: Option<By>,
    /// Time zone of the timeline's calendar [default: the index's].
    #[arg(long, value_name = "AREA/CITY", requires = "timeline")]
    pub(in crate::cli) tz: Option<String>,
    /// Only from this source; may be repeated (any of them).
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) source: Vec<String>,
    /// Only with this dateline place; may be repeated (any of them).
    #[arg(long = "place", value_name = "NAME")]
    pub(in crate::cli) place_name: Vec<String>,
    /// Only with this value of a facet; may be repeated: any of a field's, all fields.
    #[arg(long, value_name = "FIELD=VALUE")]
    pub(in crate::cli) filter: Vec<String>,
    /// Published on this day or later: 2017, 2017-11, 2017-11-19, -30d.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(in crate::cli) since: Option<String>,
    /// Published on this day or earlier.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(in crate::cli) until: Option<String>,
    /// Form of the result: text is cards on a terminal, a line a hit in a pipe.
    #[arg(long, value_enum, default_value_t = HitFormat::Text)]
    pub(in crate::cli) format: HitFormat,
    #[command(flatten)]
    pub(in crate::cli) results: ResultArgs,
    /// Prints only the number of articles that match; with --collapse, of stories.
    #[arg(short, long)]
    pub(in crate::cli) count: bool,
    /// Prints nothing; the exit code tells whether there is a match.
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum HitFormat {
    Text,
    Cards,
    Json,
    Jsonl,
    Csv,
    Tsv,
    Trec,
    Ids,
}

impl HitFormat {
    /// What such an output is for.
    pub(in crate::cli) fn purpose(self, results: &ResultArgs) -> Use {
        match self {
            HitFormat::Text | HitFormat::Cards if results.cite.is_none() => Use::Reading,
            _ => Use::Data,
        }
    }
}

pub(super) fn parse_sort(text: &str) -> Result<Sort, String> {
    text.parse()
}

/// Reads `earliest`, `longest`, `source:NAME`, `field:FACET`.
pub(super) fn parse_collapse(text: &str) -> Result<Collapse, String> {
    match text.split_once(':') {
        None if text == "earliest" => Ok(Collapse::Earliest),
        None if text == "longest" => Ok(Collapse::Longest),
        Some(("source", name)) if !name.is_empty() => Ok(Collapse::Source(name.to_owned())),
        Some(("field", name)) if !name.is_empty() => Ok(Collapse::Field(name.to_owned())),
        _ => Err("expected earliest, longest, source:NAME or field:FACET".to_owned()),
    }
}

/// Forms of the query language, and the fields from the declaration.
fn query_help() -> String {
    let mut text = String::from(
        "\
Query forms:
  peace talks             both words, by stem
  \"border town\"           phrase; \"border town\"~3 with up to 3 moves
  \"the * of state\"        one word open; \"the (big OR small) town\"
  a AND b, a OR b, NOT a, -a, +a, ( )
  a NEAR/5 b, a PRE/3 b   near each other, in that order; a NOT NEAR/5 b
  a w/s b, a w/p b        in one sentence, in one paragraph; a NOT w/s b
  ATLEAST/3(a), FIRST/50(a)
  caps(a), allcaps(a), nocaps(a)
  title:ferry             in one field; title:(a OR \"b c\")
  lead:a, headlead:a, said:\"...\"
  date:2017-11            also 2017, 2017-11-19, 2017-11..2018-02, >=2017
  words:200..400          length of the body
  elect*, wom?n, *burg    words as printed; =running, qaddafi~2, /sep(a|e)rate/
  has:caption, is:wire    what an article has or is
  like:ID, saved:NAME     articles like one; a stored query
  term^2.5                weight
  *                       everything

All of it, with the spellings of Factiva and Nexis: docs/man/dateline-query.7

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
pub(in crate::cli) fn field_rows() -> Vec<(String, String)> {
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

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
///
/// On a terminal hits are cards with what matched lit; in a pipe each is a line with tabs between
/// rank, date, source, headline, fragments and id.
#[derive(Debug, Clone, ClapArgs)]
#[command(after_help = "\
Examples:
  dateline search 'ferry \"coast guard\"' --in corpus/sample
  dateline search '\"border town\" OR title:ceasefire -sport' --since 2017
  dateline search 'ferr* place:helsinki' --facet source --facet month:12
  dateline search ferry --sort newest --collapse earliest -n 20
  dateline search ferry --format json | jq '.hits[].title'",
  after_long_help = query_help())]
pub(in crate::cli) struct Search {
    /// What to search for; --help has the forms
    ///
    /// One argument, so put it in single quotes: the shell would read the operators otherwise. The
    /// forms are below.
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    pub(in crate::cli) query: String,
    /// Search these files or folders.
    ///
    /// They are indexed into a cache first (DATELINE_CACHE, else the user's cache folder), and from
    /// then on only what has changed is read. Takes any number of paths, so put it behind the
    /// query.
    #[arg(long = "in", value_name = "PATH", num_args = 1..)]
    pub(in crate::cli) within: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) place: Where,
    /// Hits to show.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 10)]
    pub(in crate::cli) limit: usize,
    /// Hits to pass over first.
    ///
    /// With --limit at most 100,000 deep; --after goes on from a page at any depth.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(in crate::cli) offset: usize,
    /// Go on behind a page.
    ///
    /// TOKEN is the `next` of that page's JSON form. Query, order and filters must be the same.
    #[arg(long, value_name = "TOKEN", conflicts_with = "offset")]
    pub(in crate::cli) after: Option<String>,
    /// Order of the hits, up to four keys.
    ///
    /// relevance, newest, oldest, updated, source, words (the shortest first), -words (the longest
    /// first); several with commas, as in source,newest. What has no value stands last.
    #[arg(long, value_name = "KEYS", default_value = "relevance", allow_hyphen_values = true,
          value_parser = parse_sort)]
    pub(in crate::cli) sort: Sort,
    /// How many of the plain words are needed.
    ///
    /// all: every one. any: one. 3: so many. 75%: this share, rounded up. relaxed: all, but where
    /// no article has them all those with most, and of more than three words some may be missing;
    /// a note says so. Operators are not touched: a AND b always asks for both.
    #[arg(long = "match", value_name = "HOW", default_value = "relaxed")]
    pub(in crate::cli) matching: String,
    /// Tell the parts of each score.
    ///
    /// Words by field, closeness and headline, one a line; in JSON as `explanation`.
    #[arg(long)]
    pub(in crate::cli) explain: bool,
    #[command(flatten)]
    pub(in crate::cli) ranking: Ranking,
    /// Show one copy of each story.
    ///
    /// earliest, longest, or source:NAME (that source's copy where there is one) say which. Or one
    /// article for each value of a facet, the best: field:FACET, as in field:source. none shows all.
    #[arg(long, value_name = "WHICH", value_parser = parse_collapse, default_value = "none",
          hide_default_value = true)]
    pub(in crate::cli) collapse: Collapsing,
    /// Count the values of a facet.
    ///
    /// The N most frequent ones, 10 where N is left out; may be repeated. `dateline facets --help`
    /// has the forms of a facet. none counts none, whatever the config says.
    #[arg(long, value_name = "FIELD[:N]")]
    pub(in crate::cli) facet: Vec<String>,
    /// Find values by the start of a word.
    ///
    /// Shows the values of the facet in which a word begins so, with their counts; case and accents
    /// do not matter. May be repeated.
    #[arg(long, value_name = "FIELD=START")]
    pub(in crate::cli) facet_search: Vec<String>,
    /// Count the hits by calendar, as JSON.
    ///
    /// Shown by --format json only; `dateline timeline` draws it.
    #[arg(long, value_enum, value_name = "BY")]
    pub(in crate::cli) timeline: Option<By>,
    /// Time zone of --timeline's days.
    ///
    /// A name such as Europe/Vienna, for articles that tell the time of day. Without it that of the
    /// index is taken, which is UTC.
    #[arg(long, value_name = "AREA/CITY", requires = "timeline")]
    pub(in crate::cli) tz: Option<String>,
    /// Only from this source; may be repeated.
    ///
    /// The outlet's name or domain as the index has it; case and accents do not matter. Given
    /// several times, articles of any of them pass. `dateline facets --facet source` lists them.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) source: Vec<String>,
    /// Only with this dateline place; repeatable.
    ///
    /// Given several times, articles of any of the places pass.
    #[arg(long = "place", value_name = "NAME")]
    pub(in crate::cli) place_name: Vec<String>,
    /// Only with this value of a facet.
    ///
    /// May be repeated: values of one facet are joined by OR, facets by AND. A section stands for
    /// everything below it. FIELD!=VALUE leaves the value out. `dateline facets --fields` lists the facets.
    #[arg(long, value_name = "FIELD=VALUE")]
    pub(in crate::cli) filter: Vec<String>,
    /// Published on this day or later.
    ///
    /// A year, a month, a day, or an age: 2017, 2017-11, 2017-11-19, -30d. A year or month counts
    /// from its first day.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(in crate::cli) since: Option<String>,
    /// Published on this day or earlier.
    ///
    /// Written as for --since; a year or month counts to its last day.
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(in crate::cli) until: Option<String>,
    /// Form of the result.
    #[arg(long, value_enum, default_value_t = HitFormat::Text)]
    pub(in crate::cli) format: HitFormat,
    #[command(flatten)]
    pub(in crate::cli) results: ResultArgs,
    /// Print only how many articles match.
    ///
    /// With --collapse the number of stories, or of values.
    #[arg(short, long)]
    pub(in crate::cli) count: bool,
    /// Print nothing; the exit code tells.
    ///
    /// 0 if an article matches, 1 if none does.
    #[arg(short, long)]
    pub(in crate::cli) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum HitFormat {
    /// Cards on a terminal, a line a hit in a pipe.
    Text,
    /// Cards, also in a pipe.
    Cards,
    /// One object with a version: hits, counts, timing.
    Json,
    /// One object a hit, a line each.
    Jsonl,
    /// A table; formulas are guarded with an apostrophe.
    Csv,
    /// A table with tabs.
    Tsv,
    /// A run for trec_eval.
    Trec,
    /// Ids only, one a line.
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

/// How hits are collapsed, if they are. Of a name of its own, since clap takes an `Option` for an option without a value.
pub(in crate::cli) type Collapsing = Option<Collapse>;

/// Reads `none`, `earliest`, `longest`, `source:NAME`, `field:FACET`.
pub(in crate::cli) fn parse_collapse(text: &str) -> Result<Collapsing, String> {
    Ok(Some(match text.split_once(':') {
        None if text == "none" => return Ok(None),
        None if text == "earliest" => Collapse::Earliest,
        None if text == "longest" => Collapse::Longest,
        Some(("source", name)) if !name.is_empty() => Collapse::Source(name.to_owned()),
        Some(("field", name)) if !name.is_empty() => Collapse::Field(name.to_owned()),
        _ => return Err("expected none, earliest, longest, source:NAME or field:FACET".to_owned()),
    }))
}

/// Whether [`parse_collapse`] reads it.
pub(in crate::cli) fn check_collapse(text: &str) -> Result<(), String> {
    parse_collapse(text).map(drop)
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

All of it, with the spellings of Factiva and Nexis: dateline man language

Fields:
",
    );
    for (names, help) in field_rows() {
        text.push_str(&row(&names, &help));
    }
    text.push_str(
        "
See also:
  dateline query      how a query is read, without running it
  dateline facets     the values to filter by
  dateline timeline   the hits by calendar
  dateline saved      queries by name",
    );
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

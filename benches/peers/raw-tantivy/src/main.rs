//! Tantivy alone, as somebody writes it after reading its guide: default features, default merge
//! policy, the query parser of the crate, terms aggregations for facets, its snippet generator.
//!
//! `raw-tantivy-peer index CORPUS.jsonl DIR THREADS HEAP_MB`
//! `raw-tantivy-peer query DIR QUERIES.jsonl match|page WARM ITERATIONS FIELDS`
//!
//! Queries come out as one line of JSON each: `{"n", "hits", "us": [thread CPU time, ...]}`.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::ops::Bound;

use tantivy::aggregation::AggregationCollector;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, FuzzyTermQuery, Occur, Query, QueryParser, RangeQuery,
    RegexQuery, TermQuery,
};
use tantivy::schema::{
    DateOptions, DateTimePrecision, Field, IndexRecordOption, STORED, STRING, Schema,
    TextFieldIndexing, TextOptions,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Index, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The string columns; five of them are the facets of a page.
const COLUMNS: [&str; 6] = ["source", "section", "country", "author", "tags", "lang"];

/// A line of the query set. `raw` is the form that peers read; without it they have none.
#[derive(serde::Deserialize)]
struct Line {
    class: String,
    raw: Option<String>,
    from: Option<String>,
    to: Option<String>,
    source: Option<String>,
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["index", corpus, dir, threads, heap] => index(corpus, dir, threads.parse()?, heap.parse()?),
        ["query", dir, queries, what, warm, runs, fields] => {
            query(dir, queries, what, warm.parse()?, runs.parse()?, fields)
        }
        _ => Err("usage: index CORPUS DIR THREADS HEAP_MB | query DIR QUERIES match|page WARM ITERATIONS FIELDS".into()),
    }
}

fn schema() -> Schema {
    let mut schema = Schema::builder();
    let text = TextOptions::default().set_stored().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    schema.add_text_field("id", STRING | STORED);
    schema.add_text_field("title", text.clone());
    schema.add_text_field("body", text);
    for column in COLUMNS {
        schema.add_text_field(column, TextOptions::from(STRING | STORED).set_fast("raw"));
    }
    let date = DateOptions::default()
        .set_indexed()
        .set_stored()
        .set_fast()
        .set_precision(DateTimePrecision::Seconds);
    schema.add_date_field("date", date);
    schema.add_text_field("url", STORED);
    schema.build()
}

fn index(corpus: &str, dir: &str, threads: usize, heap_mb: usize) -> Result<()> {
    std::fs::create_dir_all(dir)?;
    let schema = schema();
    let index = Index::create_in_dir(dir, schema.clone())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(threads, heap_mb << 20)?;
    let mut docs = 0u64;
    for line in BufReader::with_capacity(1 << 20, std::fs::File::open(corpus)?).lines() {
        writer.add_document(TantivyDocument::parse_json(&schema, &line?)?)?;
        docs += 1;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let segments = index.searchable_segment_ids()?.len();
    say(&format!(r#"{{"docs":{docs},"segments":{segments}}}"#))
}

fn query(
    dir: &str,
    queries: &str,
    what: &str,
    warm: usize,
    runs: usize,
    fields: &str,
) -> Result<()> {
    let index = Index::open_in_dir(dir)?;
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    let searcher: Searcher = reader.searcher();
    let fields: Vec<Field> = fields
        .split(',')
        .map(|name| index.schema().get_field(name))
        .collect::<std::result::Result<_, _>>()?;
    let parser = QueryParser::for_index(&index, fields.clone());
    let lines: Vec<Line> = std::fs::read_to_string(queries)?
        .lines()
        .map(serde_json::from_str)
        .collect::<std::result::Result<_, _>>()?;
    let mut samples = vec![Vec::with_capacity(runs); lines.len()];
    let mut hits = vec![None; lines.len()];
    // A pass over the whole set at a time: no query finds its own postings just fetched.
    for pass in 0..warm + runs {
        for (n, line) in lines.iter().enumerate() {
            let started = cpu_us();
            let Some(text) = &line.raw else { continue };
            let query = build(&parser, &fields, &index.schema(), line, text)?;
            let top = TopDocs::with_limit(10).order_by_score();
            hits[n] = Some(match what {
                "page" => page(&searcher, &*query)?,
                "top" => searcher.search(&*query, &top)?.len(),
                _ => searcher.search(&*query, &(top, Count))?.1,
            });
            let spent = cpu_us() - started;
            if pass >= warm {
                samples[n].push(spent);
            }
        }
    }
    for (n, us) in samples.iter().enumerate() {
        say(&serde_json::json!({"n": n, "hits": hits[n], "us": us}).to_string())?;
    }
    Ok(())
}

/// Ten hits with their documents and snippets, the total, and five facets of ten values.
fn page(searcher: &Searcher, query: &dyn Query) -> Result<usize> {
    let facets: serde_json::Map<_, _> = COLUMNS[..5]
        .iter()
        .map(|name| {
            (
                name.to_string(),
                serde_json::json!({"terms": {"field": name, "size": 10}}),
            )
        })
        .collect();
    let facets: Aggregations = serde_json::from_value(facets.into())?;
    let facets = AggregationCollector::from_aggs(facets, Default::default());
    let (top, total, facets) = searcher.search(
        query,
        &(TopDocs::with_limit(10).order_by_score(), Count, facets),
    )?;
    std::hint::black_box(facets);
    let body = searcher.schema().get_field("body")?;
    let snippets = SnippetGenerator::create(searcher, query, body)?;
    for (_, address) in top {
        let document: TantivyDocument = searcher.doc(address)?;
        std::hint::black_box(snippets.snippet_from_doc(&document).to_html());
    }
    Ok(total)
}

/// The query of a line. Words with a star or a distance are queries of their own: the parser of
/// the crate drops the star and reads the tilde as slop.
fn build(
    parser: &QueryParser,
    fields: &[Field],
    schema: &Schema,
    line: &Line,
    text: &str,
) -> Result<Box<dyn Query>> {
    let word = text
        .trim_end_matches('*')
        .split('~')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let each = |one: &dyn Fn(Field) -> Result<Box<dyn Query>>| -> Result<Box<dyn Query>> {
        let parts = fields
            .iter()
            .map(|f| Ok((Occur::Should, one(*f)?)))
            .collect::<Result<Vec<_>>>()?;
        Ok(Box::new(BooleanQuery::new(parts)))
    };
    let query = match line.class.as_str() {
        "prefix" => each(&|f| Ok(Box::new(RegexQuery::from_pattern(&format!("{word}.*"), f)?)))?,
        "fuzzy" => each(&|f| {
            Ok(Box::new(FuzzyTermQuery::new(
                Term::from_field_text(f, &word),
                1,
                true,
            )))
        })?,
        _ => parser.parse_query(text)?,
    };
    let mut parts = vec![(Occur::Must, query)];
    let filter = |q: Box<dyn Query>| -> (Occur, Box<dyn Query>) {
        (Occur::Must, Box::new(ConstScoreQuery::new(q, 0.0)))
    };
    if line.from.is_some() || line.to.is_some() {
        let date = schema.get_field("date")?;
        let bound = |day: &Option<String>, time: &str| -> Result<Bound<Term>> {
            let Some(day) = day else {
                return Ok(Bound::Unbounded);
            };
            let at = tantivy::time::OffsetDateTime::parse(
                &format!("{day}{time}"),
                &tantivy::time::format_description::well_known::Rfc3339,
            )?;
            Ok(Bound::Included(Term::from_field_date_for_search(
                date,
                tantivy::DateTime::from_utc(at),
            )))
        };
        let range = RangeQuery::new(
            bound(&line.from, "T00:00:00Z")?,
            bound(&line.to, "T23:59:59Z")?,
        );
        parts.push(filter(Box::new(range)));
    }
    if let Some(source) = &line.source {
        let term = Term::from_field_text(schema.get_field("source")?, source);
        parts.push(filter(Box::new(TermQuery::new(
            term,
            IndexRecordOption::Basic,
        ))));
    }
    Ok(if parts.len() == 1 {
        parts.swap_remove(0).1
    } else {
        Box::new(BooleanQuery::new(parts))
    })
}

/// CPU time of this thread in microseconds.
fn cpu_us() -> f64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e6 + now.tv_nsec as f64 / 1e3
}

fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

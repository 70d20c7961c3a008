//! Scores the ranking against judged collections: `cargo bench --bench ranking -- TABLE [PART=VALUE]...`,
//! where TABLE is `plain`, `off`, `parts`, `match`, `feedback`, `similar`, `tune`, or `speed INDEX QUERY...`.
//!
//! The collections are read from the folder named by `DATELINE_DATA`, else `../shared/data`; one
//! that is not there is left out. Figures are those of trec_eval: MAP over all judged topics to
//! depth 1000, nDCG@10 with the grade as gain, P@10.
//! Long because tables, measures and collections belong together, in one file.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use dateline::eval::{Qrels, plain_words, read_topics};
use dateline::index::{IndexOptions, Progress, WriteAccess, index_sources};
use dateline::ingest::walk;
use dateline::search::{Feedback, Match, RankingOptions, Request, Searcher, SimilarRequest};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;
/// Grade by topic and article.
type Judged = BTreeMap<String, HashMap<String, i32>>;

/// Articles with topics and judgements.
struct Collection {
    name: &'static str,
    searcher: Searcher,
    /// Topic and query, in plain words.
    topics: Vec<(String, String)>,
    judged: Judged,
}

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let table = args.first().map_or("plain", String::as_str);
    if table == "speed" {
        return speed(&args[1..]);
    }
    let collections = collections()?;
    if table == "tune" {
        return tune(&collections);
    }
    let mut base = RankingOptions::default();
    for text in args.iter().skip(1) {
        let (name, value) = text.split_once('=').ok_or("expected PART=VALUE")?;
        match name {
            "window" => base.window = value.parse()?,
            _ => *part(&mut base, name) = value.parse()?,
        }
    }
    if table == "similar" {
        let mut judged = collections.iter().filter(|c| c.name == "headlines");
        return judged.try_for_each(similar);
    }
    let ways = ways(table, &base);
    let mut head = format!("{:<34}", table);
    for c in &collections {
        head += &format!(" | {:<22}", format!("{} ({})", c.name, c.judged.len()));
    }
    say(&head);
    say(&format!(
        "{:<34}{}",
        "",
        " |    MAP nDCG@10   P@10 ".repeat(collections.len())
    ));
    for (name, change) in &ways {
        let mut line = format!("{name:<34}");
        for c in &collections {
            let [map, ndcg, p] = scores(c, change)?;
            line += &format!(" |  {map:.4}  {ndcg:.4} {p:.4} ");
        }
        say(&line);
    }
    Ok(())
}

type Change = Box<dyn Fn(&mut Request)>;

/// What is compared in a table.
fn ways(table: &str, base: &RankingOptions) -> Vec<(String, Change)> {
    let mut ways: Vec<(String, Change)> = Vec::new();
    let mut more: Vec<(String, Change)> = Vec::new();
    let mut add = |name: String, matching: Match, ranking: &RankingOptions| {
        let ranking = ranking.clone();
        let change: Change = Box::new(move |r| {
            r.matching = matching;
            r.ranking = ranking.clone();
        });
        ways.push((name, change));
    };
    let first = RankingOptions::first_pass_only();
    let with = |name: &str, value: f32| {
        let mut ranking = base.clone();
        *part(&mut ranking, name) = value;
        ranking
    };
    let (relaxed, any) = (Match::Relaxed, Match::Any);
    match table {
        "parts" => {
            for (name, _) in PARTS {
                for value in grid(name) {
                    add(format!("any, {name} {value}"), any, &with(name, value));
                }
            }
        }
        "match" => {
            add("default".into(), relaxed, base);
            for share in [20, 25, 34, 50, 75] {
                add(
                    format!("{share} % of the words"),
                    Match::Percent(share),
                    base,
                );
            }
            add("all words".into(), Match::All, base);
        }
        "off" => {
            add("any, first pass".into(), any, &first);
            add("any, all parts".into(), any, base);
            for (name, off) in PARTS {
                if *part(&mut base.clone(), name) != *off {
                    add(format!("any, without {name}"), any, &with(name, *off));
                }
            }
            for window in [20, 50, 100, 200, 300, 1000] {
                let mut ranking = base.clone();
                ranking.window = window;
                add(format!("any, window {window}"), any, &ranking);
            }
        }
        "feedback" => {
            add("default".into(), relaxed, base);
            add("any".into(), any, base);
            for (matching, name) in [(relaxed, "default"), (any, "any")] {
                let sizes = [(10, 10, 0.5), (10, 20, 0.5), (10, 20, 0.7), (10, 40, 0.5)];
                for (articles, terms, original) in
                    sizes
                        .into_iter()
                        .chain([(5, 20, 0.5), (5, 20, 0.7), (10, 20, 0.85)])
                {
                    let feedback = Feedback {
                        articles,
                        terms,
                        original,
                    };
                    let ranking = base.clone();
                    let change: Change = Box::new(move |r| {
                        r.matching = matching;
                        r.ranking = ranking.clone();
                        r.feedback = Some(feedback.clone());
                    });
                    more.push((format!("{name}, {articles} x {terms}, {original}"), change));
                }
            }
        }
        _ => {
            add("all words, first pass".into(), Match::All, &first);
            add("default, first pass".into(), relaxed, &first);
            add("any, first pass".into(), any, &first);
            add("default".into(), relaxed, base);
            add("any".into(), any, base);
        }
    }
    ways.extend(more);
    ways
}

/// Parts of the ranking, with the value that switches each off.
const PARTS: &[(&str, f32)] = &[
    ("k1", 1.2),
    ("b", 0.75),
    ("ordered", 0.0),
    ("near", 0.0),
    ("closeness", 0.0),
    ("headline", 0.0),
    ("lead", 0.0),
    ("phrase", 0.0),
    ("coverage", 0.0),
];

/// The values that are tried of a part.
fn grid(name: &str) -> Vec<f32> {
    match name {
        "k1" => vec![0.6, 0.9, 1.2, 1.6, 2.0, 2.5],
        "b" => vec![0.4, 0.6, 0.75, 0.9],
        _ => vec![0.0, 0.1, 0.3, 0.5, 0.8, 1.2, 1.8],
    }
}

fn part<'a>(ranking: &'a mut RankingOptions, name: &str) -> &'a mut f32 {
    match name {
        "k1" => &mut ranking.k1,
        "b" => &mut ranking.b,
        "ordered" => &mut ranking.ordered,
        "near" => &mut ranking.near,
        "closeness" => &mut ranking.closeness,
        "headline" => &mut ranking.headline,
        "lead" => &mut ranking.lead,
        "phrase" => &mut ranking.phrase,
        _ => &mut ranking.coverage,
    }
}

/// Leave one collection out: weights are chosen on all others, one part after the other until none
/// helps, and scored on the one left out.
fn tune(collections: &[Collection]) -> Outcome<()> {
    for held in 0..=collections.len() {
        let others = || (collections.iter().enumerate()).filter(|(n, _)| *n != held);
        let mut best = RankingOptions::first_pass_only();
        best.window = 300;
        for (name, off) in PARTS {
            *part(&mut best, name) = *off;
        }
        let worth = |ranking: &RankingOptions| -> Outcome<f64> {
            let ranking = ranking.clone();
            let change: Change = Box::new(move |r| {
                r.matching = Match::Any;
                r.limit = 300;
                r.ranking = ranking.clone();
            });
            let mut sum = 0.0;
            for (_, c) in others() {
                let [map, ndcg, _] = scores(c, &change)?;
                sum += (map + ndcg) / 2.0;
            }
            Ok(sum / others().count() as f64)
        };
        let mut reached = worth(&best)?;
        let begun = reached;
        for _ in 0..2 {
            let before = reached;
            for (name, _) in PARTS {
                for value in grid(name) {
                    let mut tried = best.clone();
                    *part(&mut tried, name) = value;
                    let found = worth(&tried)?;
                    if found > reached + 1e-4 {
                        (reached, best) = (found, tried);
                    }
                }
            }
            if reached == before {
                break;
            }
        }
        say(&format!(
            "trained on others {begun:.4} -> {reached:.4}: {best:?}"
        ));
        if let Some(c) = collections.get(held) {
            let plain: Change = Box::new(|r| {
                r.matching = Match::Any;
                r.ranking = RankingOptions::first_pass_only();
            });
            let tuned: Change = Box::new(move |r| {
                r.matching = Match::Any;
                r.ranking = best.clone();
            });
            let (plain, tuned) = (scores(c, &plain)?, scores(c, &tuned)?);
            say(&format!(
                "  {} left out: MAP {:.4} -> {:.4}, nDCG@10 {:.4} -> {:.4}, P@10 {:.4} -> {:.4}",
                c.name, plain[0], tuned[0], plain[1], tuned[1], plain[2], tuned[2]
            ));
        }
    }
    Ok(())
}

/// MAP, nDCG@10 and P@10 of one way of asking.
fn scores(c: &Collection, change: &Change) -> Outcome<[f64; 3]> {
    let mut sums = [0.0; 3];
    for (topic, query) in &c.topics {
        let Some(grades) = c.judged.get(topic) else {
            continue;
        };
        let mut request = Request::new(query);
        request.limit = 1000;
        request.snippets = None;
        change(&mut request);
        let hits = c.searcher.search(&request)?.hits;
        let run: Vec<i32> = hits
            .iter()
            .map(|h| grades.get(&h.id).copied().unwrap_or(0))
            .filter(|g| *g != OWN)
            .collect();
        let relevant = grades.values().filter(|g| **g > 0).count();
        sums[0] += average_precision(&run, relevant);
        let mut ideal: Vec<i32> = grades.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        sums[1] += dcg(&run) / dcg(&ideal).max(f64::MIN_POSITIVE);
        sums[2] += run.iter().take(10).filter(|g| **g > 0).count() as f64 / 10.0;
    }
    Ok(sums.map(|sum| sum / c.judged.len() as f64))
}

fn dcg(grades: &[i32]) -> f64 {
    let gain = |(n, g): (usize, &i32)| f64::from((*g).max(0)) / (n as f64 + 2.0).log2();
    grades.iter().take(10).enumerate().map(gain).sum()
}

/// Those collections that are there.
fn collections() -> Outcome<Vec<Collection>> {
    let data = std::env::var_os("DATELINE_DATA").map_or("../shared/data".into(), PathBuf::from);
    let ranking = data.join("ranking");
    let mut all = Vec::new();
    if ranking.is_dir() {
        all.push(Collection {
            name: "TIME",
            searcher: index(&ranking.join("time/docs.jsonl"), None)?,
            topics: topics(&ranking.join("time/topics.tsv"))?,
            judged: judgements(&ranking.join("time/qrels.txt"), |g| g)?,
        });
        all.push(Collection {
            name: "Reuters-578",
            searcher: index(
                &ranking.join("reuters578/reuters.578.lines.txt.bz2"),
                Some(&["id", "published", "text"]),
            )?,
            topics: topics(&ranking.join("reuters578/trecTopics.txt"))?,
            judged: judgements(&ranking.join("reuters578/trecQRels.txt"), |g| g)?,
        });
        all.push(Collection {
            name: "Cranfield",
            searcher: index(&ranking.join("cranfield/cran.all.1400"), None)?,
            topics: topics(&ranking.join("cranfield/cran.qry"))?,
            // 1 is the best grade and 4 the least; -1 stands once a topic, for one that was
            // found relevant and not graded.
            judged: judgements(&ranking.join("cranfield/cranqrel"), |g| {
                if g > 0 { 5 - g } else { 1 }
            })?,
        });
    }
    all.extend(headlines(&data.join("json/newsplease/news_cluster"))?);
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/sample");
    all.push(Collection {
        name: "corpus",
        searcher: index(&sample, None)?,
        topics: read_topics(&sample.join("topics.tsv"))?
            .into_iter()
            .map(|topic| (topic.id, topic.title))
            .collect(),
        judged: judgements(&sample.join("qrels.txt"), |g| g)?,
    });
    Ok(all)
}

/// Articles that name the event they are about: the headline of each event's first one is a topic,
/// the other articles about it are relevant, and it is itself no part of the run.
fn headlines(folder: &Path) -> Outcome<Option<Collection>> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let searcher = index(folder, None)?;
    let mut events: BTreeMap<i64, Vec<(String, String)>> = BTreeMap::new();
    let all = Request {
        limit: 5000,
        snippets: None,
        ..Request::new("*")
    };
    for hit in searcher.search(&all)?.hits {
        let article = searcher.article(&hit.id)?;
        let event = article
            .extra
            .get("newsCluster")
            .and_then(|c| c.get("EventId"));
        if let Some(event) = event.and_then(serde_json::Value::as_i64) {
            events.entry(event).or_default().push((hit.id, hit.title));
        }
    }
    let (mut topics, mut judged) = (Vec::new(), Judged::new());
    for (event, mut articles) in events {
        articles.sort();
        if articles.len() < 2 {
            continue;
        }
        for (n, (id, title)) in articles.iter().enumerate().take(2) {
            let topic = format!("{event}.{n}");
            let grade = |other: &String| (other.clone(), if other == id { OWN } else { 1 });
            topics.push((topic.clone(), plain_words(title)));
            judged.insert(
                topic,
                articles.iter().map(|(other, _)| grade(other)).collect(),
            );
        }
    }
    Ok(Some(Collection {
        name: "headlines",
        searcher,
        topics,
        judged,
    }))
}

/// Grade of the article that a topic was taken from: it is left out of the run.
const OWN: i32 = -9;

/// Times searches of an index: `speed INDEX QUERY...`.
fn speed(args: &[String]) -> Outcome<()> {
    let [index, queries @ ..] = args else {
        return Ok(());
    };
    let searcher = Searcher::open(&dateline::index::Archive::open(Path::new(index))?)?;
    let windows = [0, 50, 100, 200, 300];
    let heads: String = windows.iter().map(|w| format!(" {w:>7}")).collect();
    say(&format!(
        "{:<50} {:>7}{heads}",
        "microseconds of matching, by window", "total"
    ));
    for query in queries {
        let mut best = [f64::MAX; 5];
        let mut total = 0;
        for _ in 0..50 {
            for (window, best) in windows.iter().zip(&mut best) {
                let mut request = Request::new(query);
                request.snippets = None;
                request.ranking.window = *window;
                let response = searcher.search(&request)?;
                total = response.total;
                *best = best.min(response.timing_ms.matching * 1e3);
            }
        }
        let times: String = best.iter().map(|t| format!(" {t:>7.0}")).collect();
        say(&format!("{query:<50} {total:>7}{times}"));
    }
    Ok(())
}

/// How well `similar` finds the other articles about an event.
fn similar(collection: &Collection) -> Outcome<()> {
    let mut sums = [0.0; 2];
    let mut n = 0.0;
    for grades in collection.judged.values() {
        let Some((own, _)) = grades.iter().find(|(_, g)| **g == OWN) else {
            continue;
        };
        let mut asked = SimilarRequest::new(own);
        asked.limit = 1000;
        asked.with_copies = true;
        let hits = collection.searcher.similar(&asked)?.hits;
        let grade = |id: &String| grades.get(id).copied().unwrap_or(0);
        let run: Vec<i32> = hits.iter().map(|h| grade(&h.id)).collect();
        sums[0] += average_precision(&run, grades.len() - 1);
        sums[1] += run.iter().take(5).filter(|g| **g > 0).count() as f64 / 5.0;
        n += 1.0;
    }
    say(&format!(
        "{}: MAP {:.4}, P@5 {:.4} over {n} articles",
        collection.name,
        sums[0] / n,
        sums[1] / n
    ));
    Ok(())
}

fn average_precision(run: &[i32], relevant: usize) -> f64 {
    let (mut found, mut sum) = (0.0, 0.0);
    for (n, _) in run.iter().enumerate().filter(|(_, g)| **g > 0) {
        found += 1.0;
        sum += found / (n + 1) as f64;
    }
    sum / relevant.max(1) as f64
}

/// An index in memory, of one segment.
fn index(path: &Path, columns: Option<&[&str]>) -> Outcome<Searcher> {
    let (files, _) = walk(&[path.to_owned()]);
    let mut access = WriteAccess::in_memory();
    let mut options = IndexOptions {
        threads: 1,
        ..IndexOptions::default()
    };
    options.read.columns = columns.map(|c| c.iter().map(|c| (*c).to_owned()).collect());
    index_sources(
        &mut access,
        &files,
        &options,
        &Progress::default(),
        &mut |_, _| Ok(()),
    )?;
    Ok(Searcher::open(access.archive())?)
}

/// Topics as words: what is printed in capitals would be read as operators.
fn topics(path: &Path) -> Outcome<Vec<(String, String)>> {
    let topics = read_topics(path)?.into_iter();
    Ok(topics.map(|t| (t.id, plain_words(&t.title))).collect())
}

fn judgements(path: &Path, grade: fn(i32) -> i32) -> Outcome<Judged> {
    let mut judged = Judged::new();
    for (topic, grades) in Qrels::read(path)?.topics {
        let grades = grades.into_iter().map(|(id, g)| (id, grade(g)));
        judged.insert(topic.0, grades.collect());
    }
    Ok(judged)
}

/// A bench prints; nothing else here does.
fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{line}");
}

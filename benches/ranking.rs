//! Scores the ranking against judged collections: `cargo bench --bench ranking -- [TABLE]`.
//!
//! The collections are read from the folder named by `DATELINE_DATA`, else `../shared/data`; one
//! that is not there is left out. Figures are those of trec_eval: MAP over all judged topics to
//! depth 1000, nDCG@10 with the grade as gain, P@10.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use dateline::index::{IndexOptions, Progress, WriteAccess, index_sources};
use dateline::ingest::walk;
use dateline::search::{Match, RankingOptions, Request, Searcher};

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
    let ways = ways(table);
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
fn ways(table: &str) -> Vec<(String, Change)> {
    let mut ways: Vec<(String, Change)> = Vec::new();
    let mut add = |name: &str, change: Change| ways.push((name.to_owned(), change));
    let first = |r: &mut Request| r.ranking = RankingOptions::first_pass_only();
    match table {
        "parts" => {
            for (name, _) in PARTS {
                for value in grid(name) {
                    add(
                        &format!("any, {name} {value}"),
                        Box::new(move |r| {
                            r.matching = Match::Any;
                            *part(&mut r.ranking, name) = value;
                        }),
                    );
                }
            }
        }
        "match" => {
            for short in [2, 3, 4, 5, 6] {
                for share in [25, 34, 40, 50, 60, 67, 75] {
                    add(
                        &format!("over {short} words {share} %"),
                        Box::new(move |r| {
                            if r.query.split(' ').count() > short {
                                r.matching = Match::Percent(share);
                            }
                        }),
                    );
                }
            }
        }
        "off" => {
            add("all parts", Box::new(|r| r.matching = Match::Any));
            for (name, off) in PARTS {
                add(
                    &format!("without {name}"),
                    Box::new(move |r| {
                        r.matching = Match::Any;
                        *part(&mut r.ranking, name) = *off;
                    }),
                );
            }
            for window in [0, 50, 100, 200, 300, 500, 1000] {
                add(
                    &format!("window {window}"),
                    Box::new(move |r| {
                        r.matching = Match::Any;
                        r.ranking.window = window;
                    }),
                );
            }
        }
        _ => {
            add("first pass", Box::new(first));
            add(
                "first pass, any",
                Box::new(move |r| {
                    first(r);
                    r.matching = Match::Any;
                }),
            );
            add("default", Box::new(|_| ()));
            add("any", Box::new(|r| r.matching = Match::Any));
        }
    }
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
        "k1" => vec![0.6, 0.9, 1.2, 1.5, 2.0],
        "b" => vec![0.2, 0.3, 0.4, 0.5, 0.6, 0.75],
        _ => vec![0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2],
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
        best.window = RankingOptions::default().window;
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
        let relevant = grades.values().filter(|g| **g > 0).count().max(1);
        let (mut found, mut ap) = (0.0, 0.0);
        for (n, _) in run.iter().enumerate().filter(|(_, g)| **g > 0) {
            found += 1.0;
            ap += found / (n + 1) as f64;
        }
        sums[0] += ap / relevant as f64;
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
    let read = |name: &str| fs_err::read_to_string(ranking.join(name));
    let mut all = Vec::new();
    if ranking.is_dir() {
        all.push(Collection {
            name: "TIME",
            searcher: index(&ranking.join("time/docs.jsonl"), None)?,
            topics: topics_of_table(&read("time/topics.tsv")?),
            judged: judgements(&read("time/qrels.txt")?, |g| g),
        });
        all.push(Collection {
            name: "Reuters-578",
            searcher: index(
                &ranking.join("reuters578/reuters.578.lines.txt.bz2"),
                Some(&["id", "published", "text"]),
            )?,
            topics: read("reuters578/trecTopics.txt")?
                .split("<top>")
                .skip(1)
                .filter_map(|t| Some((after(t, "Number:")?, plain(&after(t, "<title>")?))))
                .collect(),
            judged: judgements(&read("reuters578/trecQRels.txt")?, |g| g),
        });
        all.push(Collection {
            name: "Cranfield",
            searcher: index(&ranking.join("cranfield/cran.all.1400"), None)?,
            // Judgements count topics from 1 in their order, whatever their own numbers.
            topics: read("cranfield/cran.qry")?
                .split(".I ")
                .skip(1)
                .filter_map(|t| t.split_once(".W\n"))
                .enumerate()
                .map(|(n, (_, text))| ((n + 1).to_string(), plain(text)))
                .collect(),
            // 1 is the best grade and 4 the least; -1 stands once a topic, for one that was
            // found relevant and not graded.
            judged: judgements(
                &read("cranfield/cranqrel")?,
                |g| if g > 0 { 5 - g } else { 1 },
            ),
        });
    }
    all.extend(headlines(&data.join("json/newsplease/news_cluster"))?);
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/sample");
    all.push(Collection {
        name: "corpus",
        searcher: index(&sample, None)?,
        topics: fs_err::read_to_string(sample.join("topics.tsv"))?
            .lines()
            .filter_map(|l| {
                let mut cells = l.split('\t').map(str::to_owned);
                Some((cells.next()?, cells.next()?))
            })
            .collect(),
        judged: judgements(&fs_err::read_to_string(sample.join("qrels.txt"))?, |g| g),
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
            topics.push((topic.clone(), plain(title)));
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
    say(&format!(
        "{:<40} {:>8} {:>9} {:>9}",
        "query", "total", "first us", "both us"
    ));
    for query in queries {
        let mut line = String::new();
        let mut total = 0;
        for ranking in [RankingOptions::first_pass_only(), RankingOptions::default()] {
            let mut request = Request::new(query);
            request.snippets = None;
            request.ranking = ranking;
            let mut best = f64::MAX;
            for _ in 0..30 {
                let response = searcher.search(&request)?;
                total = response.total;
                best = best.min(response.timing_ms.matching * 1e3);
            }
            line += &format!(" {best:>9.0}");
        }
        say(&format!("{query:<40} {total:>8}{line}"));
    }
    Ok(())
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

fn topics_of_table(text: &str) -> Vec<(String, String)> {
    let cells = text.lines().filter_map(|l| l.split_once('\t'));
    cells.map(|(n, q)| (n.to_owned(), plain(q))).collect()
}

/// The rest of the line behind a mark.
fn after(text: &str, mark: &str) -> Option<String> {
    let (_, rest) = text.split_once(mark)?;
    Some(rest.lines().next()?.trim().to_owned())
}

/// A topic as words: what is printed in capitals would be read as operators.
fn plain(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-' && c != '.');
    let words = words.map(|w| w.trim_matches(['\'', '-', '.']));
    words
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn judgements(text: &str, grade: fn(i32) -> i32) -> Judged {
    let mut judged = Judged::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let (topic, id, g) = match cells[..] {
            [topic, _, id, g] | [topic, id, g] => (topic, id, g),
            _ => continue,
        };
        let Ok(g) = g.parse() else { continue };
        let of_topic = judged.entry(topic.to_owned()).or_default();
        of_topic.insert(id.to_owned(), grade(g));
    }
    judged
}

/// A bench prints; nothing else here does.
fn say(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{line}");
}

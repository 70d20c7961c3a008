//! `dateline judge`: pools of topics, judged in the terminal or listed.

use std::collections::HashMap;

use super::args::Judge;
use super::config::Config;
use super::{Exit, plan, sync, tui};
use crate::error::Error;
use crate::eval::{
    JudgedFile, JudgedTopic, Judging, column, own_lists, pooled, read_ranked, read_topics,
    words_only,
};
use crate::index::Archive;
use crate::output::{ColorChoice, Out, Streams, print_note};
use crate::search::Searcher;

/// By topic, its documents, best first.
type Ranked = HashMap<String, Vec<String>>;

pub(super) fn run(args: &Judge, config: &Config) -> anyhow::Result<Exit> {
    let streams = Streams::now();
    if !args.list && !(streams.input && streams.output) {
        let which = if streams.input { "output" } else { "input" };
        let why = format!("the standard {which} is something else");
        return Err(crate::tui::no_terminal(&why).into());
    }
    let topics = chosen(args)?;
    let runs: Vec<Ranked> = args
        .runs
        .iter()
        .map(|path| read_ranked(path))
        .collect::<Result<_, Error>>()?;
    // What is only listed from runs needs no index.
    let searcher = match args.list && !runs.is_empty() {
        true => None,
        false => Some(opened(args)?),
    };
    let topics = pools(args, topics, &runs, searcher.as_ref())?;
    if args.list {
        return list(&topics);
    }
    let (Some(searcher), Some(path)) = (searcher, &args.qrels) else {
        unreachable!("an index and a file are there unless pools are listed");
    };
    let mut file = JudgedFile::open(path)?;
    let Some(judging) = Judging::new(topics, |topic, doc| file.grade(topic, doc)) else {
        file.close()?;
        print_note("no topic has an article to judge");
        return Ok(Exit::Nothing);
    };
    let ended = crate::tui::judge(&searcher, judging, &mut file, &tui::usual(config)?)?;
    file.close()?;
    print_note(&format!(
        "{} judged now, {} of the pool left; in {}",
        ended.judged,
        ended.left,
        path.display()
    ));
    Ok(match ended.stopped {
        true => Exit::Interrupted,
        false => Exit::Success,
    })
}

fn opened(args: &Judge) -> anyhow::Result<Searcher> {
    let archive = match args.within.is_empty() {
        true => Archive::open(&plan::index_dir(args.place.index.as_deref())?)?,
        false => sync::synchronised(&args.within, false)?,
    };
    Ok(Searcher::open(&archive)?)
}

/// The topics, or those that are named.
fn chosen(args: &Judge) -> anyhow::Result<Vec<JudgedTopic>> {
    let mut topics = read_topics(&args.topics)?;
    for wanted in &args.topic {
        if !topics.iter().any(|topic| topic.id == *wanted) {
            return Err(Error::Argument {
                message: format!("no topic `{wanted}` in {}", args.topics.display()),
                help: Some("the first column of the file is the topic's id".into()),
            }
            .into());
        }
    }
    if !args.topic.is_empty() {
        topics.retain(|topic| args.topic.contains(&topic.id));
    }
    Ok(topics)
}

/// Gives each topic its pool.
fn pools(
    args: &Judge,
    mut topics: Vec<JudgedTopic>,
    runs: &[Ranked],
    searcher: Option<&Searcher>,
) -> anyhow::Result<Vec<JudgedTopic>> {
    let depth = args.depth as usize;
    for topic in &mut topics {
        let own;
        let lists: Vec<&[String]> = match (runs.is_empty(), searcher) {
            (true, Some(searcher)) => {
                own = match own_lists(searcher, &topic.title, depth) {
                    Err(Error::Query { message, .. }) => {
                        let told = "its words are searched for";
                        print_note(&format!("topic {}: {message}; {told}", topic.id));
                        own_lists(searcher, &words_only(&topic.title), depth)
                    }
                    lists => lists,
                }?;
                own.iter().map(Vec::as_slice).collect()
            }
            _ => runs
                .iter()
                .filter_map(|run| run.get(&column(&topic.id)).map(Vec::as_slice))
                .collect(),
        };
        let lists = lists.iter().map(|list| list.iter().map(String::as_str));
        topic.docs = pooled(&topic.id, lists, depth);
        if topic.docs.is_empty() {
            print_note(&format!("topic {}: no article in its pool", topic.id));
        }
    }
    Ok(topics)
}

fn list(topics: &[JudgedTopic]) -> anyhow::Result<Exit> {
    let mut out = Out::new(ColorChoice::Never);
    let mut any = false;
    for topic in topics {
        for doc in &topic.docs {
            any = true;
            out.line(&format!("{}\t{}", column(&topic.id), column(doc)))?;
        }
    }
    out.finish()?;
    Ok(if any { Exit::Success } else { Exit::Nothing })
}

//! `dateline judge`: pools of topics, judged in the terminal or listed.

use super::args::Judge;
use super::config::Config;
use super::{Exit, plan, saved, sync, tui};
use crate::error::{Error, Result};
use crate::eval::{
    JudgedFile, JudgedTopic, Judging, Run, TopicId, column, own_lists, plain_words, pooled,
    read_topics,
};
use crate::index::Archive;
use crate::output::{ColorChoice, Out, Streams, print_note};
use crate::search::Searcher;

pub(super) fn run(args: &Judge, config: &Config) -> anyhow::Result<Exit> {
    let streams = Streams::now();
    let seen = streams.input && streams.output;
    if !args.list && !seen {
        let which = if streams.input { "output" } else { "input" };
        let why = format!("the standard {which} is something else");
        return Err(crate::tui::no_terminal(&why).into());
    }
    let topics = chosen(args)?;
    let runs: Vec<Run> = args
        .runs
        .iter()
        .map(|path| Run::read(path))
        .collect::<Result<_>>()?;
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
    let topics = read_topics(&args.topics)?.into_iter();
    let mut topics: Vec<JudgedTopic> = topics.map(JudgedTopic::from).collect();
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
    runs: &[Run],
    searcher: Option<&Searcher>,
) -> anyhow::Result<Vec<JudgedTopic>> {
    let depth = args.depth as usize;
    for topic in &mut topics {
        let own: Vec<Vec<String>>;
        let lists: Vec<Vec<&str>> = match (runs.is_empty(), searcher) {
            (true, Some(searcher)) => {
                own = own_of(searcher, topic, depth)?;
                let lists = own.iter().map(|list| list.iter().map(String::as_str));
                lists.map(Iterator::collect).collect()
            }
            _ => {
                let id = TopicId(column(&topic.id));
                let lists = runs.iter().filter_map(|run| run.topics.get(&id));
                lists
                    .map(|docs| docs.iter().map(|(doc, _)| doc.as_str()).collect())
                    .collect()
            }
        };
        topic.docs = pooled(&topic.id, lists, depth);
        if topic.docs.is_empty() {
            print_note(&format!("topic {}: no article in its pool", topic.id));
        }
    }
    Ok(topics)
}

/// Dateline's own answers to a topic, as text where its title is no query.
fn own_of(
    searcher: &Searcher,
    topic: &JudgedTopic,
    depth: usize,
) -> anyhow::Result<Vec<Vec<String>>> {
    let saved = saved::for_query(&topic.title)?;
    let lists = match own_lists(searcher, &topic.title, &saved, depth) {
        Err(Error::Query { message, .. }) => {
            let told = "its words are searched for";
            print_note(&format!("topic {}: {message}; {told}", topic.id));
            own_lists(searcher, &plain_words(&topic.title), &saved, depth)
        }
        lists => lists,
    };
    Ok(lists?)
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

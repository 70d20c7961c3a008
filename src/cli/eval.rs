//! `dateline eval`: runs against judgements.

use std::path::Path;

use super::args::{Eval, EvalFormat};
use super::bench::writable;
use super::{Exit, grid, plan, saved, sync};
use crate::error::{Error, Result};
use crate::eval::{
    Counting, Qrels, Run, Scores, TopicScores, compare, make, none_judged, plain_words,
    read_topics, score,
};
use crate::index::Archive;
use crate::output::{
    Evaluated, Out, print_compared, print_compared_tsv, print_note, print_scores, print_scores_tsv,
    write_file,
};
use crate::search::{Request, Searcher};

pub(super) fn run(args: &Eval) -> anyhow::Result<Exit> {
    if let Some(file) = &args.grid.grid {
        return grid::run(file, args);
    }
    let Some(judgements) = &args.qrels else {
        unreachable!("clap wants judgements where there is no grid");
    };
    let qrels = Qrels::read(judgements)?;
    let counting = Counting {
        level: args.level,
        complete: args.complete,
    };
    let mut unanswered = Vec::new();
    let runs: Vec<Run> = match &args.topics {
        Some(topics) => vec![made(args, topics, &mut unanswered)?],
        None => {
            let files = args.runs.iter().chain(&args.compare);
            files.map(|file| Run::read(file)).collect::<Result<_>>()?
        }
    };
    let measure = |run| score(&qrels, run, &args.measure, counting);
    let mut scores: Vec<Scores> = runs.iter().map(measure).collect();
    name_apart(&mut scores, args);
    scores.iter().for_each(|scores| tell(scores, counting));
    for (run, scores) in runs.iter().zip(&scores) {
        if let Some(why) = none_judged(&qrels, run) {
            print_note(&format!("{}: {why}", scores.run));
        }
    }
    let mut found = scores.iter().any(|scores| !scores.topics.is_empty());
    let evaluated = Evaluated {
        scores: &scores,
        level: args.level,
        complete: args.complete,
        per_topic: args.per_topic,
        judged: qrels.topics.len(),
        unanswered: &unanswered,
    };
    let mut out = Out::paged(args.format.purpose());
    match (scores.as_slice(), args.compare.is_empty()) {
        ([a, b], false) => {
            let compared = compare(a, b);
            let of_both = |topic: &TopicScores| b.topics.iter().any(|t| t.topic == topic.topic);
            if !a.topics.iter().any(of_both) {
                print_note("no judged topic is in both runs: there is nothing to compare");
                found = false;
            }
            match args.format {
                EvalFormat::Text => print_compared(&mut out, &evaluated, &compared)?,
                EvalFormat::Json => out.json_pretty(&evaluated.json(Some(&compared)))?,
                EvalFormat::Tsv => print_compared_tsv(&mut out, &compared)?,
            }
        }
        _ => match args.format {
            EvalFormat::Text => print_scores(&mut out, &evaluated)?,
            EvalFormat::Json => out.json_pretty(&evaluated.json(None))?,
            EvalFormat::Tsv => print_scores_tsv(&mut out, &evaluated)?,
        },
    }
    out.finish()?;
    Ok(match found {
        true => Exit::Success,
        false => Exit::Nothing,
    })
}

/// The run of these topics, written where that was asked for.
fn made(args: &Eval, topics: &Path, unanswered: &mut Vec<(String, String)>) -> anyhow::Result<Run> {
    if args.depth == 0 {
        return Err(Error::Argument {
            message: "`--depth 0` asks for no articles".into(),
            help: Some("write --depth 1000".into()),
        }
        .into());
    }
    if let Some(file) = &args.run_out {
        writable(file)?;
    }
    let mut topics = read_topics(topics)?;
    if args.plain {
        topics
            .iter_mut()
            .for_each(|t| t.title = plain_words(&t.title));
    } else {
        let large = |title: &str| title == title.to_uppercase() && title != title.to_lowercase();
        let large = topics.iter().filter(|t| large(&t.title)).count();
        if large > 0 {
            print_note(&format!(
                "{large} of {} topics are in capitals, where AND, OR and NOT are operators; \
                 --plain takes them as words",
                topics.len()
            ));
        }
    }
    let mut base = Request::new("");
    base.saved = saved::for_queries(topics.iter().map(|t| t.title.as_str()))?;
    base.limit = args.depth;
    base.snippets = None;
    base.matching = plan::matching(&args.matching)?;
    args.ranking.apply(&mut base);
    let archive = if args.within.is_empty() {
        Archive::open(&plan::index_dir(args.place.index.as_deref())?)?
    } else {
        sync::synchronised(&args.within, false)?
    };
    let searcher = Searcher::open(&archive)?;
    let made = make(&searcher, &topics, "dateline", &base)?;
    for (topic, why) in &made.unanswered {
        print_note(&format!("topic {topic} has no answer: {why}"));
    }
    *unanswered = made.unanswered;
    if let Some(file) = &args.run_out {
        write_file(file, made.run.to_trec().as_bytes())?;
    }
    Ok(made.run)
}

/// Runs of one name are called by their files.
fn name_apart(scores: &mut [Scores], args: &Eval) {
    let files: Vec<_> = args.runs.iter().chain(&args.compare).collect();
    let names: Vec<String> = scores.iter().map(|s| s.run.clone()).collect();
    for ((scores, file), name) in scores.iter_mut().zip(files).zip(&names) {
        if names.iter().filter(|other| *other == name).count() > 1 {
            scores.run = file.display().to_string();
        }
    }
}

/// What does not count in a run's means.
fn tell(scores: &Scores, counting: Counting) {
    let missing = &scores.not_returned;
    if !missing.is_empty() && !counting.complete {
        print_note(&format!(
            "{}: judged topics that are not in the run, and do not count: {} ({}); --complete \
             counts them as 0",
            scores.run,
            missing.len(),
            listed(missing)
        ));
    }
    let unknown = &scores.not_judged;
    if !unknown.is_empty() {
        print_note(&format!(
            "{}: topics that are not judged, and do not count: {} ({})",
            scores.run,
            unknown.len(),
            listed(unknown)
        ));
    }
}

/// The first few ids.
fn listed(ids: &[String]) -> String {
    let first: Vec<&str> = ids.iter().take(5).map(String::as_str).collect();
    let more = if ids.len() > first.len() { " ..." } else { "" };
    format!("{}{more}", first.join(" "))
}

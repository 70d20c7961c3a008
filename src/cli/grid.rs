//! `dateline eval --grid`: every point of a grid, measured and put in order.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::{Eval, EvalFormat};
use super::{Exit, plan, saved, sync};
use crate::error::{Error, Result};
use crate::eval::{
    CollectionScore, Fold, Grid, GridCollection, GridInput, GridScores, Measure, Point, Qrels,
    Ranked, USUAL, column, plain_words, read_topics, run_grid,
};
use crate::index::Archive;
use crate::output::{Out, print_note, print_table};
use crate::search::Searcher;

/// What is printed as JSON.
#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    measure: &'a str,
    #[serde(flatten)]
    scores: &'a GridScores,
}

pub(super) fn run(file: &Path, asked: &Eval) -> anyhow::Result<Exit> {
    let grid = Grid::read(file)?;
    let measure = measure(asked, &grid)?;
    let points = grid.points()?;
    let inputs = inputs(file, asked, &grid)?;
    super::indexed();
    let files: Vec<Vec<PathBuf>> = match &asked.grid.save_runs {
        Some(dir) => files(dir, &inputs, &points)?,
        None => Vec::new(),
    };
    let keep = |collection: usize, point: usize, topic: &str, docs: &[Ranked]| {
        let Some(file) = files.get(collection).and_then(|files| files.get(point)) else {
            return Ok(());
        };
        save(file, topic, docs, &points[point].name)
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let scores = run_grid(&grid, &inputs, measure, &keep, threads)?;
    if asked.format == EvalFormat::Text {
        for note in &scores.notes {
            print_note(&format!("{note}; its words are searched for"));
        }
    }
    let name = measure.to_string();
    let mut out = Out::paged(asked.format.purpose());
    match asked.format {
        EvalFormat::Text => print(&mut out, &scores, &name)?,
        EvalFormat::Json => out.json_pretty(&Report {
            version: 1,
            measure: &name,
            scores: &scores,
        })?,
        EvalFormat::Tsv => {
            for point in &scores.points {
                for on in &point.collections {
                    let sign = if point.default { "*" } else { "" };
                    let (point, value) = (&point.point, on.value);
                    out.line(&format!(
                        "{point}{sign}\t{}\t{name}\t{value:.6}",
                        on.collection
                    ))?;
                }
            }
        }
    }
    out.finish()?;
    Ok(Exit::Success)
}

/// The first measure that was typed, else that of the grid.
fn measure(asked: &Eval, grid: &Grid) -> Result<Measure> {
    let typed = asked.measure.first().filter(|_| asked.measure != USUAL);
    let declared = grid.measure.as_deref().unwrap_or("ndcg@10");
    match typed {
        Some(typed) => Ok(*typed),
        None => declared.parse().map_err(|message| {
            let help = Some("`measure` of the grid is one of these".into());
            Error::Argument { message, help }
        }),
    }
}

/// The collections: those that the grid names, or the one that was typed.
fn inputs(file: &Path, asked: &Eval, grid: &Grid) -> anyhow::Result<Vec<GridInput>> {
    let typed = asked.topics.is_some() || asked.qrels.is_some() || !asked.within.is_empty();
    let wrong = |message: String, help: &str| Error::Argument {
        message,
        help: Some(help.into()),
    };
    if !grid.collections.is_empty() {
        if typed {
            let message = format!("{} names its collections itself", file.display());
            let help =
                "leave out --topics, --qrels, --in and --plain, or the [[collection]] tables";
            return Err(wrong(message, help).into());
        }
        let named = grid.collections.iter().map(|named| {
            let archive = match &named.index {
                Some(dir) => Archive::open(dir)?,
                None => sync::synchronised(&named.docs, true)?,
            };
            input(&archive, named)
        });
        return named.collect();
    }
    let (Some(topics), Some(qrels)) = (&asked.topics, &asked.qrels) else {
        let help = "give both, or [[collection]] tables in the grid";
        return Err(wrong("a grid wants --topics and --qrels".into(), help).into());
    };
    let archive = match asked.within.is_empty() {
        true => Archive::open(&plan::index_dir(asked.place.index.as_deref())?)?,
        false => sync::synchronised(&asked.within, false)?,
    };
    let typed = GridCollection {
        name: "all".into(),
        topics: topics.clone(),
        qrels: qrels.clone(),
        plain: asked.plain,
        ..GridCollection::default()
    };
    Ok(vec![input(&archive, &typed)?])
}

fn input(archive: &Archive, collection: &GridCollection) -> anyhow::Result<GridInput> {
    let topics = read_topics(&collection.topics)?.into_iter();
    let text = |title: String| match collection.plain {
        true => plain_words(&title),
        false => title,
    };
    let topics: Vec<_> = topics.map(|topic| (topic.id, text(topic.title))).collect();
    Ok(GridInput {
        name: collection.name.clone(),
        searcher: Searcher::open(archive)?,
        saved: saved::for_queries(topics.iter().map(|(_, text)| text.as_str()))?,
        topics,
        qrels: Qrels::read(&collection.qrels)?,
    })
}

/// A file for each collection and point, new and empty.
fn files(dir: &Path, inputs: &[GridInput], points: &[Point]) -> Result<Vec<Vec<PathBuf>>> {
    /// Longer names are none on some systems.
    const LONGEST: usize = 200;
    let of = |input: &GridInput| {
        let dir = match inputs.len() {
            1 => dir.to_owned(),
            _ => dir.join(&input.name),
        };
        fs_err::create_dir_all(&dir).map_err(|e| Error::io("cannot make", &dir, e))?;
        let file = |(n, point): (usize, &Point)| {
            let name = match point.name.len() > LONGEST {
                true => format!("point-{n:04}.run"),
                false => format!("{}.run", point.name),
            };
            let path = dir.join(name);
            fs_err::write(&path, "").map_err(|e| Error::io("cannot write", &path, e))?;
            Ok(path)
        };
        points
            .iter()
            .enumerate()
            .map(file)
            .collect::<Result<Vec<_>>>()
    };
    inputs.iter().map(of).collect()
}

/// Adds a topic to a run.
fn save(path: &Path, topic: &str, docs: &[Ranked], name: &str) -> Result<()> {
    let mut text = String::new();
    for (n, ranked) in docs.iter().enumerate() {
        let (doc, score) = (&ranked.doc, ranked.score);
        text.push_str(&format!(
            "{topic} Q0 {doc} {} {score} {}\n",
            n + 1,
            column(name)
        ));
    }
    let failed = |e| Error::io("cannot write", path, e);
    let mut file = fs_err::OpenOptions::new()
        .append(true)
        .open(path)
        .map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

fn print(out: &mut Out, scores: &GridScores, measure: &str) -> std::io::Result<()> {
    let several = scores.topics.len() > 1;
    let topics: Vec<String> = scores
        .topics
        .iter()
        .map(|(name, n)| match several {
            true => format!("{n} of {name}"),
            false => n.to_string(),
        })
        .collect();
    let n = scores.points.len();
    out.line(&format!(
        "{n} points by {measure}; topics: {}",
        topics.join(", ")
    ))?;
    out.line("")?;
    let names = scores.points.first().map(|point| &point.collections);
    let mut header = vec!["point".to_owned()];
    match names {
        Some(on) if several => {
            header.push("mean".into());
            header.extend(on.iter().map(|score| score.collection.clone()));
        }
        _ => header.push(measure.to_owned()),
    }
    header.extend(["better".to_owned(), "worse".to_owned()]);
    let rows: Vec<Vec<String>> = scores
        .points
        .iter()
        .map(|point| {
            let sign = if point.default { " *" } else { "" };
            let mut row = vec![
                format!("{}{sign}", point.point),
                format!("{:.4}", point.mean),
            ];
            if several {
                row.extend(
                    point
                        .collections
                        .iter()
                        .map(|on| format!("{:.4}", on.value)),
                );
            }
            let sum = |n: fn(&CollectionScore) -> usize| -> usize {
                point.collections.iter().map(n).sum()
            };
            if !point.default {
                row.extend([
                    sum(|on| on.better).to_string(),
                    sum(|on| on.worse).to_string(),
                ]);
            }
            row
        })
        .collect();
    print_table(out, &header, &rows, 1)?;
    out.line("")?;
    out.line("* the default; better and worse count topics against it")?;
    if scores.points.iter().any(|point| point.first_pass) {
        out.line(
            "words=printed and window=0 are ranked by the first pass alone; settings of the second \
             change nothing there",
        )?;
    }
    if scores.folds.is_empty() {
        return out.line(
            "The best was chosen on the topics it is measured on: on others it will be worse.",
        );
    }
    print_folds(out, &scores.folds)
}

fn print_folds(out: &mut Out, folds: &[Fold]) -> std::io::Result<()> {
    out.line("")?;
    out.line("Chosen on all collections but one, measured on that one:")?;
    let header = [
        "left out",
        "chosen on the others",
        "there",
        "default",
        "best there",
    ];
    let header: Vec<String> = header.map(str::to_owned).to_vec();
    let number = |value: f64| format!("{value:.4}");
    let mut rows: Vec<Vec<String>> = folds
        .iter()
        .map(|fold| {
            let values = [fold.value, fold.default, fold.best].map(number);
            let mut row = vec![fold.left_out.clone(), fold.chosen.clone()];
            row.extend(values);
            row
        })
        .collect();
    let mean = |of: fn(&Fold) -> f64| {
        number(folds.iter().map(of).sum::<f64>() / folds.len().max(1) as f64)
    };
    rows.push(vec![
        "mean".into(),
        String::new(),
        mean(|fold| fold.value),
        mean(|fold| fold.default),
        mean(|fold| fold.best),
    ]);
    print_table(out, &header, &rows, 2)
}

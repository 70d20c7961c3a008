//! Grids on the sample corpus and its topics, and choices that leave a collection out.

use std::path::Path;

use super::*;
use crate::eval::{Counting, Run, read_topics, score};
use crate::index::{IndexOptions, Progress, WriteAccess, index_sources};
use crate::ingest::walk;

fn sample() -> GridInput {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/sample");
    let (files, _) = walk(std::slice::from_ref(&root));
    let mut access = WriteAccess::in_memory();
    let options = IndexOptions {
        threads: 1,
        ..IndexOptions::default()
    };
    let progress = Progress::default();
    index_sources(&mut access, &files, &options, &progress, &mut |_, _| Ok(())).unwrap();
    let topics = read_topics(&root.join("topics.tsv")).unwrap();
    GridInput {
        name: "sample".into(),
        searcher: Searcher::open(access.archive()).unwrap(),
        topics: topics.into_iter().map(|t| (t.id, t.title)).collect(),
        saved: std::collections::BTreeMap::new(),
        qrels: Qrels::read(&root.join("qrels.txt")).unwrap(),
    }
}

fn grid(text: &str) -> Grid {
    Grid::parse(text, Path::new("grid.toml")).unwrap()
}

fn keep_none(_: usize, _: usize, _: &str, _: &[Ranked]) -> Result<()> {
    Ok(())
}

#[test]
fn points_are_measured_and_ordered_whatever_the_threads() {
    let inputs = [sample()];
    let text =
        "match = ['relaxed', 'all']\nwords = ['stems', 'printed']\n[ranking]\nwindow = [0, 100]\n";
    let ndcg = Measure::NdcgCut(10);
    let runs: Mutex<BTreeMap<(usize, String), Vec<Ranked>>> = Mutex::default();
    let keep = |_: usize, point: usize, topic: &str, docs: &[Ranked]| {
        runs.lock()
            .unwrap()
            .insert((point, topic.to_owned()), docs.to_vec());
        Ok(())
    };
    let one = run_grid(&grid(text), &inputs, ndcg, &keep, 1).unwrap();
    let two = run_grid(&grid(text), &inputs, ndcg, &keep_none, 4).unwrap();
    assert_eq!(one, two);
    assert_eq!((one.points.len(), one.topics["sample"]), (8, 15));
    assert!(one.points.windows(2).all(|w| w[0].mean >= w[1].mean));
    assert_eq!(one.points.iter().filter(|p| p.default).count(), 1);
    let of = |name: &str| one.points.iter().find(|p| p.point == name).unwrap();
    let base = of("match=relaxed,words=stems,window=100");
    assert!(base.default);
    assert_eq!(
        (base.collections[0].better, base.collections[0].worse),
        (0, 0)
    );
    // All words as printed is the narrowest that can be asked.
    let narrow = of("match=all,words=printed,window=100");
    assert!(
        narrow.mean < base.mean && narrow.collections[0].worse > 0,
        "{one:?}"
    );
    // What was kept is what was measured.
    let runs = runs.into_inner().unwrap();
    assert_eq!(runs.len(), 8 * 15);
    let mut run = Run::default();
    for ((point, topic), docs) in &runs {
        assert!(docs.windows(2).all(|w| w[0].score > w[1].score));
        if *point == 1 {
            let docs = docs.iter().map(|ranked| (ranked.doc.clone(), ranked.score));
            run.topics.insert(TopicId(topic.clone()), docs.collect());
        }
    }
    let mean = score(&inputs[0].qrels, &run, &[ndcg], Counting::default()).all[0];
    assert!((mean - base.mean).abs() < 1e-12, "{mean} {}", base.mean);
}

#[test]
fn what_no_point_can_be_measured_on_is_said() {
    let mut input = sample();
    input.topics[2].1 = "volcano ash date:20x".into();
    let run =
        |input: GridInput, keep: &Keep<'_>| run_grid(&grid(""), &[input], Measure::Map, keep, 2);
    let noted = run(input, &keep_none).unwrap();
    assert_eq!(noted.points.len(), 1);
    assert_eq!(noted.notes, ["sample: topic 3: `20x` is not a date"]);
    let mut strange = sample();
    strange.qrels = Qrels::default();
    let error = run(strange, &keep_none).unwrap_err();
    assert_eq!(error.to_string(), "no topic of sample has a judgement");
    for measure in [Measure::NumRel, Measure::GmMap] {
        assert!(run_grid(&grid(""), &[sample()], measure, &keep_none, 1).is_err());
    }
    let full = |_: usize, _: usize, _: &str, _: &[Ranked]| {
        let message = "full".to_owned();
        Err(Error::Argument {
            message,
            help: None,
        })
    };
    assert_eq!(run(sample(), &full).unwrap_err().to_string(), "full");
}

#[test]
fn a_choice_is_measured_where_it_was_not_made() {
    let point = |name: &str, values: [f64; 3]| PointScore {
        point: name.into(),
        default: name == "k1=2",
        first_pass: false,
        mean: values.iter().sum::<f64>() / 3.0,
        collections: ["a", "b", "c"]
            .iter()
            .zip(values)
            .map(|(name, value)| CollectionScore {
                collection: (*name).into(),
                value,
                better: 0,
                worse: 0,
            })
            .collect(),
    };
    let scored = [
        point("k1=1", [0.9, 0.1, 0.3]),
        point("k1=2", [0.5, 0.5, 0.5]),
        point("k1=3", [0.5, 0.5, 0.5]),
    ];
    let fold = |left_out: &str, chosen: &str, value: f64, best: f64| Fold {
        left_out: left_out.into(),
        chosen: chosen.into(),
        value,
        default: 0.5,
        best,
    };
    // On b and c the first of the two equals; on a and c, and on a and b, by a's 0.9.
    let expected = [
        fold("a", "k1=2", 0.5, 0.9),
        fold("b", "k1=1", 0.1, 0.5),
        fold("c", "k1=1", 0.3, 0.5),
    ];
    assert_eq!(folds(&scored, 1), expected);
    assert!(folds(&[], 0).is_empty());
}

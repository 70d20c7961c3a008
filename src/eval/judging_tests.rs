//! Judging by steps: where each leads, and what it leaves behind.

use proptest::prelude::*;

use super::*;

fn topics(sizes: &[usize]) -> Vec<JudgedTopic> {
    let topic = |(t, size): (usize, &usize)| JudgedTopic {
        id: format!("t{t}"),
        title: format!("title {t}"),
        docs: (0..*size).map(|d| format!("d{t}{d}")).collect(),
        ..JudgedTopic::default()
    };
    sizes.iter().enumerate().map(topic).collect()
}

/// Nothing is known but these.
fn begun(sizes: &[usize], known: &[&str]) -> Judging {
    Judging::new(topics(sizes), |_, doc| known.contains(&doc).then_some(1)).unwrap()
}

/// A key as the view has it; what changes is taken as written.
fn step(judging: &mut Judging, key: char) {
    match key {
        '0'..='3' => judging.apply(&judging.grading(key as i32 - '0' as i32)),
        'u' => {
            if let Some(change) = judging.undoing() {
                judging.apply(&change);
            }
        }
        's' => judging.skip(),
        'n' => judging.next(),
        'p' => judging.previous(),
        'N' => judging.next_topic(),
        'P' => judging.previous_topic(),
        other => panic!("{other}"),
    }
}

#[test]
fn each_key_leads_where_it_should() {
    let check = |sizes: &[usize], known: &[&str], keys: &str, doc: &str, tally: [usize; 4]| {
        let mut judging = begun(sizes, known);
        keys.chars().for_each(|key| step(&mut judging, key));
        assert_eq!(judging.doc(), doc, "{sizes:?} {known:?} {keys}");
        assert_eq!(judging.tally(), tally, "{sizes:?} {known:?} {keys}");
    };
    // A grade goes on, at the end of a topic to the next one.
    check(&[3, 2], &[], "", "d00", [0, 0, 0, 0]);
    check(&[3, 2], &[], "0", "d01", [1, 0, 0, 0]);
    check(&[3, 2], &[], "032", "d10", [0, 0, 0, 0]);
    check(&[3, 2], &[], "032P", "d00", [1, 0, 1, 1]);
    // What is judged already is passed over, by going on though not by n and p.
    check(&[3, 2], &["d00", "d01"], "", "d02", [0, 2, 0, 0]);
    check(&[3, 2], &["d01"], "2", "d02", [0, 1, 1, 0]);
    check(&[3, 2], &["d01"], "n", "d01", [0, 1, 0, 0]);
    check(&[3, 2], &["d01"], "np", "d00", [0, 1, 0, 0]);
    // What was left open before is come back to.
    check(&[3, 2], &[], "nn1", "d00", [0, 1, 0, 0]);
    check(&[3, 2], &[], "Nn1", "d10", [0, 1, 0, 0]);
    check(&[3, 2], &[], "N11", "d00", [0, 0, 0, 0]);
    // What is skipped is not, but keeps its place.
    check(&[3, 2], &[], "s", "d01", [0, 0, 0, 0]);
    check(&[3, 2], &[], "s11", "d10", [0, 0, 0, 0]);
    check(&[3, 2], &[], "s1111p", "d10", [0, 2, 0, 0]);
    check(&[2], &[], "s1", "d01", [0, 1, 0, 0]);
    // A grade is replaced by another.
    check(&[2], &[], "1p3", "d01", [0, 0, 0, 1]);
    // Back, one by one, to where one was.
    check(&[3, 2], &[], "12u", "d01", [0, 1, 0, 0]);
    check(&[3, 2], &[], "12uu", "d00", [0, 0, 0, 0]);
    check(&[3, 2], &[], "12uuu", "d00", [0, 0, 0, 0]);
    check(&[3, 2], &["d00"], "p0u", "d00", [0, 1, 0, 0]);
    check(&[1, 2], &[], "1NNu", "d00", [0, 0, 0, 0]);
    // There is an end on both sides.
    check(&[2, 1], &[], "nnnnn", "d10", [0, 0, 0, 0]);
    check(&[2, 1], &[], "nnppppp", "d00", [0, 0, 0, 0]);
    check(&[2, 1], &[], "PNNN", "d10", [0, 0, 0, 0]);
    check(&[2, 1], &["d00", "d01", "d10"], "", "d01", [0, 2, 0, 0]);
    check(&[1], &[], "3", "d00", [0, 0, 0, 1]);
}

#[test]
fn topics_without_articles_are_left_out() {
    assert_eq!(begun(&[0, 2, 0, 1], &[]).topics().len(), 2);
    assert!(Judging::new(topics(&[0, 0]), |_, _| None).is_none());
    assert!(Judging::new(Vec::new(), |_, _| None).is_none());
}

#[test]
fn grades_of_others_are_counted_in_the_nearest() {
    let all = [-2, 7, 3, 0];
    let grade = |_: &str, doc: &str| Some(all[usize::from(doc.as_bytes()[2] - b'0')]);
    let judging = Judging::new(topics(&[4]), grade).unwrap();
    assert_eq!(judging.tally(), [2, 0, 0, 2]);
    assert_eq!(judging.left(), 0);
}

#[test]
fn what_could_not_be_written_changes_nothing() {
    let judging = begun(&[2], &[]);
    let change = judging.grading(2);
    assert_eq!((change.doc.as_str(), change.grade), ("d00", Some(2)));
    assert_eq!((judging.doc(), judging.grade()), ("d00", None));
    assert_eq!(judging.undoing(), None);
}

proptest! {
    /// Whatever is pressed: a place that is there, sums that add up, and undoing everything leaves
    /// what was known in the beginning.
    #[test]
    fn any_keys_leave_a_sound_state(
        sizes in proptest::collection::vec(0usize..5, 1..5),
        keys in "[0-3usnpNP]{0,60}",
        known in proptest::collection::vec("d[0-4][0-4]", 0..6),
    ) {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let given = |_: &str, doc: &str| known.contains(&doc).then_some(1);
        let Some(mut judging) = Judging::new(topics(&sizes), given) else {
            prop_assert!(sizes.iter().all(|n| *n == 0));
            return Ok(());
        };
        let before = judging.left();
        for key in keys.chars() {
            step(&mut judging, key);
            let (topic, doc) = judging.place();
            prop_assert!(doc < judging.topics()[topic].docs.len());
            prop_assert!(judging.skipped() <= judging.left());
            let judged: usize = judging.tally().iter().sum();
            prop_assert!(judged <= judging.topic().docs.len());
        }
        while let Some(change) = judging.undoing() {
            judging.apply(&change);
            prop_assert_eq!(judging.doc(), change.doc.as_str());
        }
        prop_assert_eq!(judging.left(), before);
    }
}

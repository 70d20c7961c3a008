//! Measures by hand, the arithmetic beside them, and their names. No files here.

use super::*;

/// Grades of a ranking: a digit, `-` for a negative one, `.` for one that is not judged.
fn ranking(text: &str) -> Vec<Option<i32>> {
    text.chars()
        .map(|c| match c {
            '.' => None,
            '-' => Some(-1),
            c => c.to_digit(10).map(|d| d as i32),
        })
        .collect()
}

/// `judged` beyond those of the ranking.
fn check(returned: &str, missed: &str, level: u32, expected: &[(&str, f64)]) {
    let all = ranking(returned).into_iter().chain(ranking(missed));
    let judged: Vec<i32> = all.flatten().collect();
    let topic = Judged::new(ranking(returned), judged, level);
    for (name, value) in expected {
        let measure: Measure = name.parse().unwrap();
        let found = measure.of(&topic);
        assert!(
            (found - value).abs() < 1e-9,
            "{returned} {missed} {name}: {found}, not {value}"
        );
    }
}

#[test]
fn measures_are_those_of_hand() {
    // Relevant at ranks 1, 3, 6; a fourth is missed; ranks 2 and 5 are judged and not relevant,
    // rank 4 is not judged.
    check(
        "101.01",
        "1",
        1,
        &[
            ("num_ret", 6.0),
            ("num_rel", 4.0),
            ("num_rel_ret", 3.0),
            // (1/1 + 2/3 + 3/6) / 4
            ("map", (1.0 + 2.0 / 3.0 + 0.5) / 4.0),
            ("P@1", 1.0),
            ("P@5", 0.4),
            // The run has six; ten are asked for.
            ("P@10", 0.3),
            ("recall@3", 0.5),
            ("recall@100", 0.75),
            // Two of the first four.
            ("Rprec", 0.5),
            ("mrr", 1.0),
            ("success@1", 1.0),
            // min(judged others 2, relevant 4) = 2: 1, 1 - 1/2, 1 - 2/2.
            ("bpref", (1.0 + 0.5 + 0.0) / 4.0),
            // 1/log2(2) + 1/log2(4) + 1/log2(7), over 1 + 1/log2(3) + 1/log2(4) + 1/log2(5).
            (
                "ndcg",
                (1.0 + 0.5 + 1.0 / 7f64.log2())
                    / (1.0 + 1.0 / 3f64.log2() + 0.5 + 1.0 / 5f64.log2()),
            ),
            ("ndcg@2", 1.0 / (1.0 + 1.0 / 3f64.log2())),
        ],
    );
}

#[test]
fn grades_are_gains_and_a_level_moves_what_is_relevant() {
    // 2/log2(3) + 1/log2(4) over 3 + 2/log2(3) + 1/log2(4): grades count whatever the level.
    let ndcg = (2.0 / 3f64.log2() + 0.5) / (3.0 + 2.0 / 3f64.log2() + 0.5);
    check(
        "021",
        "3",
        1,
        &[
            ("ndcg", ndcg),
            ("map", (0.5 + 2.0 / 3.0) / 3.0),
            ("mrr", 0.5),
        ],
    );
    check(
        "021",
        "3",
        2,
        &[
            ("ndcg", ndcg),
            ("map", 0.5 / 2.0),
            ("num_rel", 2.0),
            ("bpref", 0.25),
        ],
    );
    // All grades are relevant at level 0: 0 gains nothing all the same.
    check(
        "00",
        "",
        0,
        &[
            ("map", 1.0),
            ("num_rel", 2.0),
            ("ndcg", 0.0),
            ("bpref", 1.0),
        ],
    );
}

#[test]
fn what_is_negative_or_not_judged_stands_and_counts_nothing() {
    // A relevant one behind one of each.
    check(
        "-.1",
        "",
        1,
        &[
            ("map", 1.0 / 3.0),
            ("bpref", 1.0),
            ("ndcg", 0.5),
            ("num_rel", 1.0),
            ("P@3", 1.0 / 3.0),
        ],
    );
}

#[test]
fn a_topic_without_relevant_documents_or_without_any_has_nothing() {
    let nothing = [
        "map",
        "Rprec",
        "bpref",
        "mrr",
        "ndcg",
        "ndcg@5",
        "P@5",
        "recall@5",
        "success@5",
    ];
    let nothing = nothing.map(|name| (name, 0.0));
    check("000", "0", 1, &nothing);
    check("", "11", 1, &nothing);
    check("", "", 1, &nothing);
    check("", "1", 1, &[("gm_map", 1e-5), ("num_ret", 0.0)]);
}

#[test]
fn names_are_read_in_either_form_and_printed_back() {
    for (typed, trec, shown) in [
        ("map", "map", "map"),
        ("AP", "map", "map"),
        ("P_10", "P_10", "P@10"),
        ("p@10", "P_10", "P@10"),
        ("ndcg_cut_10", "ndcg_cut_10", "ndcg@10"),
        ("nDCG@10", "ndcg_cut_10", "ndcg@10"),
        ("ndcg_cut.20", "ndcg_cut_20", "ndcg@20"),
        ("recall_1000", "recall_1000", "recall@1000"),
        ("MRR", "recip_rank", "mrr"),
        ("success@1", "success_1", "success@1"),
        ("num_rel_ret", "num_rel_ret", "num_rel_ret"),
    ] {
        let measure: Measure = typed.parse().unwrap();
        assert_eq!(
            (measure.trec_name().as_str(), measure.to_string().as_str()),
            (trec, shown)
        );
        assert_eq!(trec.parse(), Ok(measure));
        assert_eq!(shown.parse(), Ok(measure));
    }
    for wrong in ["", "P", "P@0", "P@ten", "ndcg@-1", "erp@10", "map@"] {
        assert!(wrong.parse::<Measure>().is_err(), "{wrong}");
    }
}

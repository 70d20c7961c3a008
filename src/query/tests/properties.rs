//! What holds for every text and every tree: no panic, no failure of plain words, printing and reading agree,
//! simplifying keeps the meaning, and hostile input costs no more than its length.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::trees::{tree, tree_of};
use super::*;

/// Whether an article that holds the words of `held` is asked for.
fn holds(ast: &Ast, held: u32) -> bool {
    match ast {
        Ast::All => true,
        Ast::Nothing => false,
        Ast::Word { text, .. } => held & (1 << (text.as_bytes()[0] - b'a')) != 0,
        Ast::And { clauses, .. } => clauses.iter().all(|clause| holds(clause, held)),
        Ast::Or(clauses) => clauses.iter().any(|clause| holds(clause, held)),
        Ast::Not(inner) => !holds(inner, held),
        Ast::Must(inner) | Ast::Boost(inner, _) => holds(inner, held),
        other => panic!("{other:?}"),
    }
}

fn letters() -> impl Strategy<Value = Ast> {
    prop_oneof![
        6 => "[a-d]".prop_map(|text| Ast::Word { text, field: None, span: Span::default() }),
        1 => Just(Ast::All),
        1 => Just(Ast::Nothing),
    ]
}

/// Pieces of which hostile queries are made.
fn piece() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        "(",
        ")",
        "\"",
        "\"a b\"",
        "AND",
        "OR",
        "NOT",
        "-",
        "+",
        "^2",
        "~3",
        "*",
        "?",
        ":",
        "title:",
        "date:",
        "words:>",
        "source:",
        "2017",
        "..",
        "/",
        "\\",
        "\u{201c}",
        "\u{2014}",
        "\u{feff}",
        "=",
        "!",
        "&&",
        "hd=",
        "-30d",
        " ",
        "last week",
        "ä",
        "日",
    ]);
    prop_oneof![
        3 => awkward.prop_map(str::to_owned),
        1 => Just(" ".to_owned()),
        1 => "\\PC{0,3}",
    ]
}

/// Operators of places over single letters, `*` and nothing, but without words joined by AND.
fn places() -> impl Strategy<Value = Ast> {
    letters().prop_recursive(4, 12, 3, |inner| {
        let one = || inner.clone().prop_map(Box::new);
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(Ast::Or),
            (one(), one(), 1u32..4, any::<bool>(), any::<bool>()).prop_map(
                |(left, right, distance, ordered, negated)| Ast::Near {
                    left,
                    right,
                    distance,
                    ordered,
                    negated,
                }
            ),
            (1u32..3, one()).prop_map(|(count, inner)| Ast::AtLeast { count, inner }),
            (1u32..5, one()).prop_map(|(words, inner)| Ast::First { words, inner }),
        ]
    })
}

/// First and last position of each match, and whether other words may lie between its ends.
type Spans = std::collections::BTreeSet<(u32, u32, bool)>;

/// The matches of a tree without AND in a text of single letters.
fn spans(ast: &Ast, text: &str) -> Spans {
    let single = |wanted: Option<u8>| {
        let letters = (0..).zip(text.bytes());
        let found = letters.filter(|(_, letter)| wanted.is_none_or(|wanted| wanted == *letter));
        found.map(|(at, _)| (at, at, false)).collect()
    };
    match ast {
        Ast::All => single(None),
        Ast::Nothing => Spans::new(),
        Ast::Word { text, .. } => single(text.bytes().next()),
        Ast::Or(clauses) => clauses
            .iter()
            .flat_map(|clause| spans(clause, text))
            .collect(),
        Ast::First { words, inner } => {
            let all = spans(inner, text).into_iter();
            all.filter(|(_, end, _)| end < words).collect()
        }
        Ast::AtLeast { count, inner } => {
            let all = spans(inner, text);
            let mut by_end: Vec<_> = all.iter().map(|(start, end, _)| (*end, *start)).collect();
            by_end.sort_unstable();
            let (mut counted, mut free) = (0, 0);
            for (end, start) in by_end {
                if start >= free {
                    counted += 1;
                    free = end + 1;
                }
            }
            if counted >= *count { all } else { Spans::new() }
        }
        Ast::Near {
            left,
            right,
            distance,
            ordered,
            negated,
        } => {
            let (left, right) = (spans(left, text), spans(right, text));
            let near = |a: &(u32, u32, bool), b: &(u32, u32, bool)| {
                let apart = if a.1 < b.0 {
                    b.0 - a.1
                } else if b.1 < a.0 && !ordered {
                    a.0 - b.1
                } else {
                    0
                };
                (1..=*distance).contains(&apart)
            };
            let is_near = |a| right.iter().any(|b| near(a, b));
            if *negated {
                return left.iter().filter(|a| !is_near(a)).copied().collect();
            }
            let pairs = left.iter().flat_map(|a| right.iter().map(move |b| (a, b)));
            let pairs = pairs.filter(|(a, b)| near(a, b));
            pairs
                .map(|(a, b)| (a.0.min(b.0), a.1.max(b.1), true))
                .collect()
        }
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printing_and_reading_agree(tree in tree()) {
        let ast = simplify(tree);
        let text = ast.to_string();
        let parsed = parse(&text, &fields());
        prop_assert!(parsed.is_ok(), "{}: {:?}", text, parsed);
        let parsed = parsed.unwrap();
        prop_assert_eq!(&parse_lenient(&text, &fields()), &parsed);
        prop_assert_eq!(&parsed.ast, &ast, "{}", text);
        prop_assert_eq!(parsed.ast.to_string(), text);
    }

    #[test]
    fn simplifying_keeps_the_meaning_and_is_done_once(tree in tree_of(letters())) {
        let short = simplify(tree.clone());
        for held in 0..16 {
            prop_assert_eq!(holds(&tree, held), holds(&short, held), "{} {}", tree, short);
        }
        prop_assert_eq!(simplify(short.clone()), short);
    }

    #[test]
    fn simplifying_keeps_the_places(tree in places(), texts in prop::collection::vec("[a-d]{1,7}", 8)) {
        let short = simplify(tree.clone());
        for text in texts {
            prop_assert_eq!(spans(&tree, &text), spans(&short, &text), "{} {} {}", tree, short, text);
        }
        prop_assert_eq!(simplify(short.clone()), short);
    }

    #[test]
    fn no_text_makes_it_panic_and_ranges_lie_on_characters(text in prop::collection::vec(piece(), 0..12)) {
        let text = text.concat();
        match parse(&text, &fields()) {
            Ok(parsed) => {
                for note in &parsed.notes {
                    prop_assert!(text.get(note.start..note.end).is_some(), "{:?} {:?}", text, note);
                }
                // What is printed is read again as the same, whatever was typed.
                let printed = parsed.ast.to_string();
                let again = parse(&printed, &fields());
                prop_assert_eq!(again.map(|again| again.ast), Ok(parsed.ast), "{:?} {:?}", text, printed);
            }
            Err(error) => {
                prop_assert!(text.get(error.start..error.end).is_some(), "{:?} {:?}", text, error);
                prop_assert!(!error.render(&text).is_empty());
            }
        }
    }

    #[test]
    fn any_characters_at_all_are_read(text in any::<String>()) {
        if let Err(error) = parse(&text, &fields()) {
            prop_assert!(text.get(error.start..error.end).is_some());
        }
    }

    #[test]
    fn plain_words_are_always_read(words in prop::collection::vec("[\\p{L}\\p{N}][\\p{L}\\p{N}'.,-]{0,7}", 1..9)) {
        let text = words.join(" ");
        let parsed = parse(&text, &fields());
        prop_assume!(!words.iter().any(|word| matches!(word.as_str(), "AND" | "OR" | "NOT")));
        prop_assert_eq!(parsed.map(|p| p.ast.plain_words().map(|leaves| leaves.len())), Ok(Some(words.len())));
    }
}

#[test]
fn hostile_text_costs_no_more_than_its_length() {
    let full = |piece: &str| piece.repeat(MAX_QUERY_BYTES / piece.len());
    let pieces = [
        "(",
        ")",
        "()",
        "\"",
        "a\"",
        "\" ",
        "-",
        "-(",
        "NOT ",
        "OR ",
        "a OR ",
        "a AND ",
        "a b OR ",
        "^2",
        "a^",
        "~",
        "a:",
        "abcd:x ",
        "title:",
        "title:(",
        "title:\"",
        "title:(/",
        "/(",
        "\\",
        "\\\"",
        "*",
        "a*",
        "* ",
        "?",
        "a?",
        "=",
        "date:2017 ",
        "a ",
        "ä",
        "\u{feff}",
        "date:(-",
        "hd=",
    ];
    for piece in pieces {
        let text = full(piece);
        let start = Instant::now();
        if let Ok(parsed) = parse(&text, &fields()) {
            assert!(parsed.notes.len() <= 102, "{piece:?}");
            assert!(simplify(parsed.ast).to_string().len() <= 2 * MAX_QUERY_BYTES);
        }
        // Far above what it takes, far below what anything quadratic would.
        assert!(start.elapsed() < Duration::from_secs(2), "{piece:?}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |n: usize| format!("{}a OR b{}", "x (".repeat(n), ")".repeat(n));
    assert!(parse(&nested(MAX_DEPTH), &fields()).is_ok());
    let error = parse(&nested(MAX_DEPTH + 1), &fields()).unwrap_err();
    assert_eq!(error.message, "brackets stand deeper than 64 in each other");
    assert!(parse(&nested(10_000), &fields()).is_err());
    assert!(parse(&"(".repeat(60_000), &fields()).is_ok());

    assert!(parse(&"a".repeat(MAX_QUERY_BYTES), &fields()).is_ok());
    let error = parse(&"a".repeat(MAX_QUERY_BYTES + 1), &fields()).unwrap_err();
    assert_eq!(
        error.message,
        "the query has 65537 bytes; the most is 65536"
    );
}

#[test]
fn too_many_words_are_left_out_and_a_note_says_so() {
    let words = |n: usize| (0..n).map(|n| format!("w{n} ")).collect::<String>();
    let leaves = |text: &str| {
        let parsed = parse(text, &fields()).unwrap();
        let kinds: Vec<NoteKind> = parsed.notes.iter().map(|note| note.kind).collect();
        let n = match &parsed.ast {
            Ast::And { clauses, .. } => clauses.len(),
            Ast::Phrase { parts, .. } => parts.len(),
            other => panic!("{other:?}"),
        };
        (n, kinds)
    };
    assert_eq!(leaves(&words(1024)), (1024, vec![]));
    assert_eq!(leaves(&words(1030)), (1024, vec![NoteKind::Capped]));
    let phrase = format!("\"{}\"", words(1030));
    assert_eq!(leaves(&phrase), (1024, vec![NoteKind::Capped]));
    let parsed = parse(&words(1025), &fields()).unwrap();
    assert_eq!((parsed.notes[0].start, parsed.notes[0].end), (5034, 5039));
}

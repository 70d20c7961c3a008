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

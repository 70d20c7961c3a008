//! Random and hostile strings through both readers: no panic, bounded output, time in proportion to length.

use std::time::{Duration, Instant};

use super::shapes::{SHAPES, shaped};
use super::*;

/// Pieces of which queries are made, operators of every kind among them.
const PIECES: &[&str] = &[
    " ",
    " ",
    " ",
    "a",
    "b",
    "word",
    "(",
    ")",
    "\"",
    "\"a b\"",
    "AND",
    "OR",
    "NOT",
    " NEAR/5 ",
    " w/s ",
    " NOT PRE/2 ",
    " adj3 ",
    " SAME ",
    "NEAR/0",
    "/N30/",
    "/F50/",
    "ATLEAST/3(",
    "atleast2 ",
    "FIRST/9(",
    "FIRST/0(",
    "caps(",
    "hlead(",
    "-",
    "+",
    "^2",
    "~1",
    "~2",
    "~",
    "*",
    "?",
    ":",
    "title:",
    "date:",
    "date:2017-13",
    "words:>",
    "source:",
    "has:",
    "has:caption",
    "is:x",
    "like:",
    "saved:",
    "hd=",
    "la=",
    "=",
    "=\"",
    "/",
    "/a.b/",
    "/(/",
    "\\",
    "!",
    "abc!",
    ",",
    "2017",
    "..",
    "\u{201c}",
    "\u{2014}",
    "\u{feff}",
    "ä",
    "日",
    "\u{1f600}",
    "می",
    "\n",
    "\0",
    "not",
    " OR ",
    "titel:x",
    "(a OR b)",
];

/// A small generator (xorshift64*), so that a failure is found again by its number.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap() % n
    }

    fn text(&mut self) -> String {
        let n = 1 + self.below(14);
        let mut text = String::new();
        for _ in 0..n {
            match self.below(12) {
                0 => text.push(char::from(32 + u8::try_from(self.below(95)).unwrap())),
                1 => {
                    let c = u32::try_from(self.below(0x11_0000)).unwrap();
                    text.extend(char::from_u32(c));
                }
                _ => text.push_str(PIECES[self.below(PIECES.len())]),
            }
        }
        text
    }
}

/// Reads a text both ways; what holds for every text is asserted, with `printing` also of its canonical text.
fn try_both(text: &str, fields: &[FieldSpec], printing: bool) {
    let lenient = parse_lenient(text, fields);
    for note in &lenient.notes {
        assert!(
            text.get(note.start..note.end).is_some(),
            "{text:?} {note:?}"
        );
        assert!(note.text.len() < 8 * text.len() + 2000, "{text:?} {note:?}");
    }
    assert!(lenient.notes.len() <= 102, "{text:?}");
    if printing {
        try_printing(text, lenient.ast.clone(), fields);
    }
    let errors = lenient
        .notes
        .iter()
        .any(|note| note.kind == NoteKind::Error);
    let capped = lenient.notes.len() > 100;
    match parse(text, fields) {
        Ok(strict) => assert_eq!(strict, lenient, "{text:?}"),
        Err(error) => {
            assert!(errors || capped, "{text:?} {error:?}");
            assert!(
                text.get(error.start..error.end).is_some(),
                "{text:?} {error:?}"
            );
            assert!(!error.render(text).is_empty());
        }
    }
}

/// Prints what was read, and what it is when simplified, and reads both again.
fn try_printing(text: &str, ast: Ast, fields: &[FieldSpec]) {
    let printed = ast.to_string();
    assert!(printed.len() <= 8 * text.len() + 8, "{text:?} {printed:?}");
    let again = parse(&printed, fields).map(|again| again.ast);
    assert_eq!(again, Ok(ast.clone()), "{text:?} {printed:?}");
    let short = simplify(ast);
    // A repeated clause that was dropped may have parted two halves of a Persian word, which are then read as one.
    if !text.contains('م') {
        let again = parse(&short.to_string(), fields).map(|again| again.ast);
        assert_eq!(again, Ok(short), "{text:?} {printed:?}");
    }
}

fn many(n: u64, from: u64, printed_every: u64) {
    let fields = fields();
    for seed in from..from + n {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        try_both(&random.text(), &fields, seed % printed_every == 0);
    }
}

/// `DATELINE_TEXTS=5000000 cargo test --release --lib random_texts` reads more of them, and prints each.
#[test]
fn random_texts_are_read_both_ways() {
    let asked = std::env::var("DATELINE_TEXTS")
        .ok()
        .and_then(|n| n.parse().ok());
    match asked {
        Some(n) => many(n, 1 << 32, 1),
        None => many(200_000, 0, 10),
    }
}

#[test]
fn hostile_shapes_cost_no_more_than_their_length() {
    let fields = fields();
    for shape in SHAPES {
        let text = shaped(shape, MAX_QUERY_BYTES);
        let start = Instant::now();
        let lenient = parse_lenient(&text, &fields);
        let _ = parse(&text, &fields);
        let printed = simplify(lenient.ast).to_string();
        assert!(printed.len() <= 8 * MAX_QUERY_BYTES, "{shape:?}");
        // Far above what it takes, far below what anything quadratic would.
        assert!(start.elapsed() < Duration::from_secs(2), "{shape:?}");
    }
}

#[test]
fn operators_of_places_are_bounded_in_depth() {
    let chain = |n: usize| format!("a{}", " w/5 a".repeat(n));
    assert!(parse(&chain(MAX_DEPTH), &fields()).is_ok());
    let error = parse(&chain(MAX_DEPTH + 1), &fields()).unwrap_err();
    assert_eq!(
        error.message,
        "operators stand deeper than 64 in each other"
    );
    let nested = |n: usize| format!("{}a{}", "ATLEAST/2(".repeat(n), ")".repeat(n));
    assert!(parse(&nested(MAX_DEPTH), &fields()).is_ok());
    assert!(parse(&nested(MAX_DEPTH + 1), &fields()).is_err());
    let mixed = format!("{}a{}", "x w/5 (ATLEAST/2(".repeat(32), "))".repeat(32));
    assert!(parse(&mixed, &fields()).is_ok());
    for n in [65, 1000, 10_000] {
        for text in [chain(n), nested(n)] {
            let text = &text[..text.len().min(MAX_QUERY_BYTES)];
            let lenient = parse_lenient(text, &fields());
            assert!(lenient.notes.iter().any(|n| n.kind == NoteKind::Error));
            drop(simplify(lenient.ast).to_string());
        }
    }
}

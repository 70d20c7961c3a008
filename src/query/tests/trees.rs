//! Random trees: every node of the language, in the forms that a query can have.

use proptest::prelude::*;

use super::*;

pub(super) fn leaf_text() -> impl Strategy<Value = String> {
    let awkward = prop::sample::select(vec![
        "AND",
        "OR",
        "NOT",
        "NEAR",
        "NEAR/5",
        "w/s",
        "adj3",
        "SAME",
        "a:b",
        "title:x",
        "-a",
        "+a",
        "=a",
        "/a/",
        "a\"b",
        "a\\b",
        "a\\",
        "a*",
        "?a",
        "a?",
        "a^2",
        "a~1",
        "(a)",
        "a!",
        "abc!",
        "C++",
        "&a",
        "||a",
        "10:30",
        "l'eau",
        "é",
        "日本",
        "a<b",
        "has:a",
        "caps",
        "--a",
        "[a",
        "a{b",
        "not",
        "/F50/",
        "a/F50/",
        "a/N3/b",
        "ATLEAST/3",
        "atleast3",
        "FIRST/50",
        "hd=a",
        "like:a",
        "=",
        "abcde~2",
        "/a.b/",
        "near5",
        "pre/s",
    ]);
    let text = prop_oneof![
        3 => "[a-z]{1,4}",
        2 => awkward.prop_map(str::to_owned),
        1 => r#"[!-~]{0,4}[a-z][!-~]{0,4}"#,
    ];
    text.prop_filter("it has a word", |text| {
        text.chars().any(char::is_alphanumeric)
    })
}

fn text_field() -> impl Strategy<Value = Option<String>> {
    prop::sample::select(vec![None, None, Some("title"), Some("by")])
        .prop_map(|field| field.map(str::to_owned))
}

/// A pattern that running text may hold: it has a letter, and no open letter at the end without another before it.
fn pattern() -> impl Strategy<Value = Pattern> {
    let open = prop_oneof![Just(PatternPart::Many), Just(PatternPart::One)];
    (
        prop::collection::vec((leaf_text(), open), 1..3),
        leaf_text(),
    )
        .prop_map(|(parts, last)| {
            let last = PatternPart::Text(format!("{last}z"));
            let parts = parts
                .into_iter()
                .flat_map(|(text, open)| [PatternPart::Text(text), open]);
            Pattern::new(parts.chain([last]))
        })
}

fn word_part() -> impl Strategy<Value = PhrasePart> {
    prop_oneof![
        4 => leaf_text().prop_map(PhrasePart::Word),
        1 => leaf_text().prop_map(PhrasePart::Exact),
        1 => pattern().prop_map(PhrasePart::Wildcard),
    ]
}

/// A group's alternative holds no `OR`, which would part it.
fn group() -> impl Strategy<Value = PhrasePart> {
    let is_or = |part: &PhrasePart| matches!(part, PhrasePart::Word(text) if text == "OR");
    let alternative = prop::collection::vec(word_part(), 1..3)
        .prop_filter("an OR parts it", move |parts| !parts.iter().any(is_or));
    prop::collection::vec(alternative, 2..4).prop_map(PhrasePart::AnyOf)
}

fn phrase_part() -> impl Strategy<Value = PhrasePart> {
    prop_oneof![
        6 => word_part(),
        1 => Just(PhrasePart::Any),
        1 => group(),
    ]
}

fn date_value() -> impl Strategy<Value = DateValue> {
    let unit = || prop::sample::select(vec![Unit::Day, Unit::Week, Unit::Month, Unit::Year]);
    prop_oneof![
        (0i16..=9999).prop_map(DateValue::Year),
        (0i16..=9999, 1i8..=12).prop_map(|(year, month)| DateValue::Month(year, month)),
        (0i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| {
            DateValue::Day(jiff::civil::Date::new(year, month, day).unwrap())
        }),
        Just(DateValue::Today),
        Just(DateValue::Yesterday),
        unit().prop_map(DateValue::This),
        unit().prop_map(DateValue::Last),
        (any::<u32>(), unit()).prop_map(|(n, unit)| DateValue::Ago(n, unit)),
    ]
}

fn date_range() -> impl Strategy<Value = DateRange> {
    prop_oneof![
        date_value().prop_map(DateRange::On),
        date_value().prop_map(DateRange::From),
        date_value().prop_map(DateRange::UpTo),
        date_value().prop_map(DateRange::After),
        date_value().prop_map(DateRange::Before),
        date_value().prop_map(|value| DateRange::Between(value, value)),
        (0i16..=5000, 5000i16..=9999)
            .prop_map(|(a, b)| DateRange::Between(DateValue::Year(a), DateValue::Year(b))),
    ]
}

fn number_range() -> impl Strategy<Value = NumberRange> {
    (any::<i64>(), prop::option::of(any::<i64>()), any::<bool>()).prop_map(|(a, b, swap)| {
        let (min, max) = match b {
            Some(b) => (Some(a.min(b)), Some(a.max(b))),
            None if swap => (None, Some(a)),
            None => (Some(a), None),
        };
        NumberRange { min, max }
    })
}

/// A leaf that has a place in the text.
fn placed() -> impl Strategy<Value = Ast> {
    let span = Span::default();
    let regexes = prop::sample::select(vec![
        "a.b",
        "sep(a|e)rate",
        r"a\/b",
        "abc",
        "a\"b",
        r"\d{2}\.",
        "[^(]x",
        "a^b",
        "x:y",
    ]);
    prop_oneof![
        4 => (leaf_text(), text_field()).prop_map(move |(text, field)| Ast::Word { text, field, span }),
        1 => (leaf_text(), text_field()).prop_map(move |(text, field)| Ast::Exact { text, field, span }),
        1 => (leaf_text(), text_field()).prop_map(move |(text, field)| {
            let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
            let edits = if letters < 5 { 1 } else { 2 };
            Ast::Fuzzy { text, edits, field, span }
        }),
        1 => (regexes, text_field()).prop_map(move |(pattern, field)| Ast::Regex {
            pattern: pattern.to_owned(),
            field,
            span,
        }),
        2 => (
            prop::collection::vec(phrase_part(), 0..3),
            leaf_text(),
            phrase_part(),
            0u32..4,
            text_field()
        )
            .prop_map(move |(mut parts, word, last, slop, field)| {
                parts.extend([PhrasePart::Word(word), last]);
                Ast::Phrase {
                    parts,
                    slop,
                    field,
                    span,
                }
            }),
        1 => (pattern(), text_field()).prop_map(move |(pattern, field)| Ast::Wildcard {
            pattern,
            field,
            span
        }),
    ]
}

/// A leaf that has none.
fn placeless() -> impl Strategy<Value = Ast> {
    let span = Span::default();
    let whole = || {
        "[!-~ ]{0,6}[a-z]"
            .prop_map(|text| text.trim().to_owned())
            .boxed()
    };
    prop_oneof![
        Just(Ast::All),
        whole().prop_map(move |text| Ast::Word {
            text,
            field: Some("tag".to_owned()),
            span,
        }),
        whole().prop_map(move |id| Ast::Like { id, span }),
        whole().prop_map(move |name| Ast::Saved { name, span }),
        prop::sample::select(PROPERTIES).prop_map(move |spec| Ast::Property {
            name: spec.name.to_owned(),
            is: spec.is,
            span,
        }),
        date_range().prop_map(move |range| Ast::Date {
            field: "date".to_owned(),
            range,
            span
        }),
        number_range().prop_map(move |range| Ast::Number {
            field: "words".to_owned(),
            range,
            span
        }),
    ]
}

/// A tree that has a place in the text: what an operand may be.
fn operand() -> impl Strategy<Value = Ast> {
    placed().prop_recursive(4, 16, 3, |inner| {
        let many = || prop::collection::vec(inner.clone(), 1..4);
        let two = || (inner.clone(), inner.clone(), any::<bool>());
        let one = || inner.clone().prop_map(Box::new);
        let unit = prop::sample::select(vec![TextUnit::Sentence, TextUnit::Paragraph]);
        let case = prop::sample::select(vec![LetterCase::Some, LetterCase::All, LetterCase::None]);
        prop_oneof![
            (many(), any::<bool>()).prop_map(|(clauses, implicit)| Ast::And { clauses, implicit }),
            many().prop_map(Ast::Or),
            (inner.clone(), 0.0f32..1000.0)
                .prop_map(|(ast, weight)| Ast::Boost(Box::new(ast), weight)),
            (two(), 1u32..=99, any::<bool>()).prop_map(
                |((left, right, negated), distance, ordered)| {
                    Ast::Near {
                        left: Box::new(left),
                        right: Box::new(right),
                        distance,
                        ordered,
                        negated,
                    }
                }
            ),
            (two(), unit).prop_map(|((left, right, negated), unit)| Ast::Same {
                left: Box::new(left),
                right: Box::new(right),
                unit,
                negated,
            }),
            (1u32..=9999, one()).prop_map(|(count, inner)| Ast::AtLeast { count, inner }),
            (1u32..=100_000, one()).prop_map(|(words, inner)| Ast::First { words, inner }),
            (case, one()).prop_map(|(case, inner)| Ast::Cased { case, inner }),
        ]
    })
}

/// Any tree.
pub(super) fn tree() -> impl Strategy<Value = Ast> {
    tree_of(prop_oneof![2 => operand(), 1 => placeless()])
}

pub(super) fn tree_of(leaf: impl Strategy<Value = Ast> + 'static) -> impl Strategy<Value = Ast> {
    leaf.prop_recursive(5, 24, 4, |inner| {
        let many = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            (many(), any::<bool>()).prop_map(|(clauses, implicit)| Ast::And { clauses, implicit }),
            many().prop_map(Ast::Or),
            inner.clone().prop_map(|ast| Ast::Not(Box::new(ast))),
            inner.clone().prop_map(|ast| Ast::Must(Box::new(ast))),
            (inner, 0.0f32..1000.0).prop_map(|(ast, weight)| Ast::Boost(Box::new(ast), weight)),
        ]
    })
}

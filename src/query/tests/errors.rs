//! Wrong queries, each with all that its reader is told: message, place, help, and what is read where errors are
//! forgiven.

use super::*;

/// The error as it is shown, its help, and the canonical text of what the lenient reader makes of the query.
struct Wrong {
    query: &'static str,
    shown: &'static [&'static str],
    help: &'static str,
    lenient: &'static str,
}

const DATES: &str = r#"write date:2017, date:2017-11-19, date:2017-11..2018-02, date:>=2017-11, date:yesterday, date:"last week", date:-30d.."#;
const NUMBERS: &str = "write words:500, words:>1000, words:<=200, words:200..400";
const HAS: &str = "`has:` knows title, byline, dateline, agency, caption, credit, related, correction, notice, section, tag, place, url, date, body, quote";

const TABLE: &[Wrong] = &[
    Wrong {
        query: "peace date:2017-13",
        shown: &["there is no month 13 in `2017-13`", "             ^^^^^^^"],
        help: DATES,
        lenient: "peace",
    },
    Wrong {
        query: "date:2017-02-30",
        shown: &[
            "there is no day 30 in 2017-02, which has 28 days",
            "       ^^^^^^^^^^",
        ],
        help: DATES,
        lenient: "-*",
    },
    Wrong {
        query: "date:berlin",
        shown: &["`berlin` is not a date", "       ^^^^^^"],
        help: DATES,
        lenient: "-*",
    },
    Wrong {
        query: "date:2018..2017",
        shown: &[
            "the range `2018..2017` ends before it begins",
            "       ^^^^^^^^^^",
        ],
        help: DATES,
        lenient: "-*",
    },
    Wrong {
        query: "date:>=",
        shown: &["no date stands beside `>=`", "       ^^"],
        help: DATES,
        lenient: "-*",
    },
    Wrong {
        query: "title:",
        shown: &["nothing stands after `title:`", "  ^^^^^^"],
        help: r#"write title:word or title:"some words""#,
        lenient: r"title\:",
    },
    Wrong {
        query: "a (title:) b",
        shown: &["nothing stands after `title:`", "     ^^^^^^"],
        help: r#"write title:word or title:"some words""#,
        lenient: r"a title\: b",
    },
    Wrong {
        query: r#"source:"" a"#,
        shown: &["nothing stands after `source:`", "         ^^"],
        help: r#"write source:word or source:"some words""#,
        lenient: "a",
    },
    Wrong {
        query: "titel:berlin",
        shown: &["no field `titel`; did you mean `title`?", "  ^^^^^"],
        help: r"to search for the text, write `titel\:`",
        lenient: r"titel\:berlin",
    },
    Wrong {
        query: "words:many",
        shown: &["`many` is not a whole number", "        ^^^^"],
        help: NUMBERS,
        lenient: "-*",
    },
    Wrong {
        query: "words:400..200",
        shown: &[
            "the range `400..200` ends before it begins",
            "        ^^^^^^^^",
        ],
        help: NUMBERS,
        lenient: "-*",
    },
    Wrong {
        query: "words>99999999999999999999",
        shown: &[
            "`99999999999999999999` is too large",
            "       ^^^^^^^^^^^^^^^^^^^^^",
        ],
        help: NUMBERS,
        lenient: "-*",
    },
    Wrong {
        query: "a NEAR/0 b",
        shown: &[
            "`NEAR/0` has a distance of 0; the nearest is 1",
            "    ^^^^^^",
        ],
        help: "neighbours are at distance 1: a NEAR/1 b",
        lenient: "a b",
    },
    Wrong {
        query: "a pre/s b",
        shown: &["`pre/s` has no meaning: a unit has no order", "    ^^^^^"],
        help: "write a w/s b in any order, or a PRE/20 b",
        lenient: "a b",
    },
    Wrong {
        query: "a NEAR/3 date:2017",
        shown: &[
            "a date cannot stand inside `NEAR/3`: it is of the whole article and has no place in the text",
            "                ^^^^",
        ],
        help: "put it beside: a NEAR/3 b date:2017",
        lenient: "a date:2017",
    },
    Wrong {
        query: "a w/5 words:>3",
        shown: &[
            "a number cannot stand inside `w/5`: it is of the whole article and has no place in the text",
            "              ^^",
        ],
        help: "put it beside: a w/5 b words:>1000",
        lenient: "a words:4..",
    },
    Wrong {
        query: "source:x w/s b",
        shown: &[
            "a value that is taken as a whole cannot stand inside `w/s`: it is of the whole article and has no place in the text",
            "         ^",
        ],
        help: "put it beside: a w/s b source:name",
        lenient: "source:x b",
    },
    Wrong {
        query: "(a OR has:caption) NEAR/5 b",
        shown: &[
            "a property cannot stand inside `NEAR/5`: it is of the whole article and has no place in the text",
            "        ^^^^^^^^^^^",
        ],
        help: "put it beside: a NEAR/5 b has:caption",
        lenient: "(a OR has:caption) b",
    },
    Wrong {
        query: "a NEAR/3 *",
        shown: &[
            "`*` cannot stand inside `NEAR/3`: it stands for whatever there is",
            "           ^",
        ],
        help: r#"write it beside, or an open place in a phrase: a NEAR/3 b, "a * b""#,
        lenient: "a *",
    },
    Wrong {
        query: "-a NEAR/3 b",
        shown: &[
            "a negated clause cannot stand inside `NEAR/3`: what is not there has no place in the text",
            "  ^",
        ],
        help: "write b NOT NEAR/3 a",
        lenient: "-a b",
    },
    Wrong {
        query: "a NEAR/3 -b",
        shown: &[
            "a negated clause cannot stand inside `NEAR/3`: what is not there has no place in the text",
            "           ^",
        ],
        help: "write a NOT NEAR/3 b",
        lenient: "a -b",
    },
    Wrong {
        query: "a NOT NEAR/3 NOT b",
        shown: &[
            "a negated clause cannot stand inside `NOT NEAR/3`: what is not there has no place in the text",
            "               ^^^",
        ],
        help: "put it beside: a NOT NEAR/3 b -c",
        lenient: "a -b",
    },
    Wrong {
        query: "+a w/s b",
        shown: &[
            "`+` cannot stand inside `w/s`: it says which clauses of the whole query are kept",
            "  ^",
        ],
        help: "write +(a w/s b)",
        lenient: "+a b",
    },
    Wrong {
        query: "a w/p like:x",
        shown: &[
            "`like:` cannot stand inside `w/p`: it is of the whole article and has no place in the text",
            "        ^^^^^^",
        ],
        help: "put it beside: a w/p b like:ID",
        lenient: "a like:x",
    },
    Wrong {
        query: "a w/p saved:mine",
        shown: &[
            "`saved:` cannot stand inside `w/p`: it is a query of its own",
            "        ^^^^^^^^^^",
        ],
        help: "put it beside: a w/p b saved:name",
        lenient: "a saved:mine",
    },
    Wrong {
        query: "ATLEAST/0(a)",
        shown: &["`ATLEAST/0` counts to 0; the least is 1", "  ^^^^^^^^^"],
        help: "write ATLEAST/1",
        lenient: "a",
    },
    Wrong {
        query: "ATLEAST/x(a)",
        shown: &["`ATLEAST/x` has no number", "  ^^^^^^^^^"],
        help: "write ATLEAST/3(word)",
        lenient: r#""ATLEAST/x" a"#,
    },
    Wrong {
        query: "FIRST/3 a",
        shown: &["`FIRST/3` has no brackets", "  ^^^^^^^"],
        help: "write FIRST/3(word)",
        lenient: r#""FIRST/3" a"#,
    },
    Wrong {
        query: "caps()",
        shown: &[
            "nothing stands between the brackets of `caps(...)`",
            "  ^^^^",
        ],
        help: "write caps(word)",
        lenient: "-*",
    },
    Wrong {
        query: "caps(-a)",
        shown: &[
            "a negated clause cannot stand inside `caps(...)`: what is not there has no place in the text",
            "       ^",
        ],
        help: "put it beside: caps(a) -c",
        lenient: "-a",
    },
    Wrong {
        query: "ATLEAST/3(a date:2017)",
        shown: &[
            "a date cannot stand inside `ATLEAST/3(...)`: it is of the whole article and has no place in the text",
            "                   ^^^^",
        ],
        help: "put it beside: ATLEAST/3(a) date:2017",
        lenient: "a date:2017",
    },
    Wrong {
        query: "tag:(a)/F50/",
        shown: &[
            "a value that is taken as a whole cannot stand inside `/F50/`: it is of the whole article and has no place in the text",
            "       ^",
        ],
        help: "put it beside: a/F50/ source:name",
        lenient: "tag:a",
    },
    Wrong {
        query: "x /sep(a/ y",
        shown: &[
            "`/sep(a/` is no regular expression: unclosed group",
            "        ^",
        ],
        help: "a backslash before a sign makes it text; to search for the text, quote it",
        lenient: "x y",
    },
    Wrong {
        query: "/[z-a]/",
        shown: &[
            "`/[z-a]/` is no regular expression: invalid character class range, the start must be <= the end",
            "    ^",
        ],
        help: "a backslash before a sign makes it text; to search for the text, quote it",
        lenient: "-*",
    },
    Wrong {
        query: "has:captoin",
        shown: &[
            "no property `has:captoin`; did you mean `has:caption`?",
            "      ^^^^^^^",
        ],
        help: HAS,
        lenient: "-*",
    },
    Wrong {
        query: "has:wire",
        shown: &[
            "no property `has:wire`; did you mean `is:wire`?",
            "      ^^^^",
        ],
        help: HAS,
        lenient: "-*",
    },
    Wrong {
        query: "is:foo",
        shown: &["no property `is:foo`", "     ^^^"],
        help: "`is:` knows wire, correction, duplicate, undated",
        lenient: "-*",
    },
    Wrong {
        query: "has:(a b)",
        shown: &["no group stands after `has:`", "  ^^^^"],
        help: "write has:a OR has:b",
        lenient: r"has\: (a b)",
    },
    Wrong {
        query: r#"like:"""#,
        shown: &["nothing stands between the quotes", "  ^^^^^^^"],
        help: "write has:caption, like:ID or saved:name",
        lenient: "-*",
    },
    Wrong {
        query: r#""the (big OR (very OR so) small) town""#,
        shown: &[
            "a group inside a group of a phrase is too deep",
            "       ^^^^^^^^^^^^^^^^^^^^^^^^^^^",
        ],
        help: r#"write the phrases out: "big town" OR "very small town""#,
        lenient: r#""the \(big OR \(very OR so\) small\) town""#,
    },
];

#[test]
fn each_wrong_query_says_what_where_and_what_to_write() {
    for wrong in TABLE {
        let query = wrong.query;
        let error = parse(query, &fields()).expect_err(query);
        let shown = format!("{}\n  {query}\n{}", wrong.shown[0], wrong.shown[1]);
        assert_eq!(error.render(query), shown, "{query}");
        assert_eq!(error.help.as_deref(), Some(wrong.help), "{query}");
    }
}

#[test]
fn where_errors_are_forgiven_a_note_says_what_was_wrong() {
    for wrong in TABLE {
        let query = wrong.query;
        let parsed = parse_lenient(query, &fields());
        assert_eq!(parsed.ast.to_string(), wrong.lenient, "{query}");
        let error = parse(query, &fields()).expect_err(query);
        let said = parsed.notes.iter().any(|note| {
            note.kind == NoteKind::Error
                && note.text.starts_with(&error.message)
                && (note.start, note.end) == (error.start, error.end)
        });
        assert!(said, "{query}: {:?}", parsed.notes);
    }
}

#[test]
fn forms_that_the_help_names_work() {
    let works = |query: &str| assert!(parse(query, &fields()).is_ok(), "{query}");
    for help in [
        "b NOT NEAR/3 a",
        "+(a w/s b)",
        "a NEAR/3 b date:2017",
        "caps(a) -c",
        "\"a * b\"",
    ] {
        works(help);
    }
    for wrong in TABLE {
        if let Some(form) = wrong.help.split(": ").nth(1)
            && wrong.help.starts_with("put it")
        {
            works(form);
        }
    }
    for form in DATES.trim_start_matches("write ").split(", ") {
        works(form);
    }
    for form in NUMBERS.trim_start_matches("write ").split(", ") {
        works(form);
    }
    for name in HAS.trim_start_matches("`has:` knows ").split(", ") {
        works(&format!("has:{name}"));
    }
}

#[test]
fn too_long_and_too_deep_queries_are_cut_where_errors_are_forgiven() {
    let long = "ä ".repeat(MAX_QUERY_BYTES);
    let error = parse(&long, &fields()).unwrap_err();
    assert_eq!(
        error.message,
        "the query has 196608 bytes; the most is 65536"
    );
    let kinds = |text: &str| {
        let notes = parse_lenient(text, &fields()).notes;
        notes.iter().map(|note| note.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&long), [NoteKind::Error, NoteKind::Capped]);
    let deep = format!("x {}a{} y", "(".repeat(70), ")".repeat(70));
    assert!(kinds(&deep).contains(&NoteKind::Error));
    assert_eq!(parse_lenient(&deep, &fields()).ast.to_string(), "x y");
    let named = format!("x {}a{} y", "title:(".repeat(70), ")".repeat(70));
    assert_eq!(parse_lenient(&named, &fields()).ast.to_string(), "x y");
}

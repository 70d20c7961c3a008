//! Every form of the query language over the sample corpus: a table of queries, the same queries
//! as trees, and what they find and light. What is expected was written by the second reading of
//! the language in `brute`, never by the engine, and read through.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failed step fails the test; a pass tells its numbers"
)]

mod brute;
mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use brute::engine::World;
use brute::eval::{Matcher, characters, shown};
use brute::node::Node;
use brute::text::Doc;

/// The name of an article in the table: the last step of its address, or the beginning of its id.
fn name(doc: &Doc) -> String {
    let id = doc.article.id.trim_end_matches('/');
    let last = id.rsplit('/').next().unwrap_or(id);
    if id.contains('/') || last.len() < 12 {
        last.to_owned()
    } else {
        last.chars().take(8).collect()
    }
}

/// The table: sections begin with `#`; a query line has the query, then the tree behind ` => `.
fn forms() -> Vec<(String, Node)> {
    let path = support::root().join("tests/language/forms.txt");
    let text = fs_err::read_to_string(path).unwrap();
    let lines = text
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with("# "));
    lines
        .map(|line| {
            let (query, tree) = line.split_once(" => ").unwrap_or_else(|| panic!("{line}"));
            (query.trim().to_owned(), Node::read(tree))
        })
        .collect()
}

fn world() -> World {
    let corpus = support::root().join("corpus");
    World::of(&[corpus.join("sample"), corpus.join("languages")])
}

#[test]
fn every_form_finds_and_lights_what_it_says() {
    let world = world();
    let mut matcher = Matcher::new(&world.vocabulary);
    let (mut golden, mut problems, mut wrong) = (String::new(), String::new(), 0);
    let forms = forms();
    for (query, node) in &forms {
        let expected = world.try_all(node, &mut matcher).unwrap();
        writeln!(golden, "{query}").unwrap();
        writeln!(golden, "    {} articles", expected.len()).unwrap();
        for (n, lit) in expected.iter().take(8) {
            let doc = &world.docs[*n];
            writeln!(
                golden,
                "    {}: {}",
                name(doc),
                cut(&shown(doc, &characters(doc, lit)))
            )
            .unwrap();
        }
        let problem = match world.ask(query) {
            Ok(response) => world.difference(&expected, &response),
            Err(error) => Some(format!(
                "refused: {}",
                error.chars().take(300).collect::<String>()
            )),
        };
        if let Some(problem) = problem {
            wrong += 1;
            writeln!(problems, "{query}\n   {node}\n   {problem}").unwrap();
        }
    }
    support::check_golden("language.txt", &golden);
    eprintln!("{} forms, {wrong} differ", forms.len());
    assert!(
        problems.is_empty(),
        "{wrong} of {} forms differ\n{problems}",
        forms.len()
    );
}

/// The beginning of a long list of lit stretches.
fn cut(text: &str) -> String {
    let cut: String = text.chars().take(300).collect();
    match cut.len() < text.len() {
        true => format!("{cut} ..."),
        false => cut,
    }
}

#[test]
fn names_of_articles_in_the_table_are_apart() {
    let world = world();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for doc in &world.docs {
        *names.entry(name(doc)).or_default() += 1;
    }
    assert!(names.values().all(|n| *n == 1), "{names:?}");
}

#[test]
fn what_is_plainly_an_operator_and_plainly_wrong_is_refused_with_a_help() {
    let world = world();
    let refused = [
        "date:2017-13",
        "date:2017-11..x",
        "words:many",
        "title:",
        "lead: ",
        "a NEAR/0 b",
        "a PRE/0 b",
        "ATLEAST/0(a)",
        "FIRST/0(a)",
        "/a(/",
        "titel:a",
        "has:nothing",
        "is:nothing",
        "-a NEAR/3 b",
        "a NEAR/3 NOT b",
        "(a -b) NEAR/3 c",
        "a NEAR/3 date:2017",
        "by:a NEAR/3 b",
        "ATLEAST/2(date:2017)",
        "FIRST/9(NOT a)",
        "caps(source:a)",
        "a w/s words:9",
        "saved:nothing",
    ];
    for query in refused {
        match world.ask(query) {
            Ok(response) => panic!("{query}: read as {}", response.query.parsed),
            Err(error) => assert!(
                error.starts_with("Query") && error.contains("help: Some"),
                "{query}: {error}"
            ),
        }
    }
}

#[test]
fn plain_text_is_never_refused_and_finds_its_words() {
    let world = world();
    for query in [
        "who said \"we learned",
        "C++ (2017",
        "AT&T: what now?",
        "ferry)",
        "((ferry",
        "NEAR/3 ferry",
        "ferry NEAR/3",
        "ferry AND",
        "OR ferry",
        "ferry w/",
        "ferry NEAR",
        "ferry ~",
        "~1 ferry",
        "ferry^",
        "ferry - shoal",
        "ferry -- shoal",
        "ferry: shoal",
        "ATLEAST ferry",
        "FIRST ferry",
        "caps ferry",
        "1/2 ferry",
        "ferry?",
        "ferry!!",
        "km/h",
        "and/or",
        "\\",
        "\"\"",
        "()",
        "-",
        "ferry\u{a0}shoal",
        "ｆｅｒｒｙ",
    ] {
        if let Err(error) = world.ask(query) {
            panic!("{query}: {error}");
        }
    }
    let total = |query: &str| world.ask(query).unwrap().total;
    assert_eq!(total("ｆｅｒｒｙ"), total("ferry"));
    assert_eq!(total("ferry\u{a0}shoal"), total("ferry shoal"));
    assert_eq!(total("((ferry"), total("ferry"));
    assert_eq!(total("ferry AND"), total("ferry"));
}

//! What may stand where, without a shell and without an index.

use std::ffi::OsString;
use std::path::PathBuf;

use clap_complete::engine::CompletionCandidate;

use super::{query, values};

fn texts(candidates: Vec<CompletionCandidate>) -> Vec<String> {
    let text = |c: CompletionCandidate| c.get_value().to_string_lossy().into_owned();
    candidates.into_iter().map(text).collect()
}

#[test]
fn the_last_word_of_a_query_is_completed_and_the_rest_stays() {
    let values = |name: &str, start: &str| match (name, start) {
        ("source", "ha") => vec!["harbour.example".to_owned(), "Harbour Tribune".to_owned()],
        ("lang", "") => vec!["de".to_owned()],
        _ => Vec::new(),
    };
    let check = |typed: &str, expected: &[&str]| {
        assert_eq!(texts(query::completed(typed, values)), expected, "{typed}");
    };
    check("tit", &["title:"]);
    check("Tit", &["title:"]);
    check("ferry tit", &["ferry title:"]);
    check("\"border town\" tit", &["\"border town\" title:"]);
    check("ferry -(tit", &["ferry -(title:"]);
    check("-tit", &["-title:"]);
    check("\"border tit", &[]);
    check("quay lang:", &["quay lang:de"]);
    let quoted = ["a source:harbour.example", "a source:\"Harbour Tribune\""];
    check("a source:ha", &quoted);
    check(
        "a source:\"ha",
        &["a source:harbour.example", "a source:\"Harbour Tribune\""],
    );
    check("nonsense:x", &[]);
    assert!(texts(query::completed("", values)).contains(&"source:".to_owned()));
}

#[test]
fn properties_stand_behind_their_verbs() {
    assert_eq!(texts(query::complete("has:cap")), ["has:caption"]);
    assert_eq!(texts(query::complete("ferry is:w")), ["ferry is:wire"]);
    assert!(texts(query::complete("has:wire")).is_empty());
}

#[test]
fn a_list_of_keys_is_completed_at_its_end() {
    assert_eq!(texts(values::sort_keys("new")), ["newest"]);
    assert_eq!(texts(values::sort_keys("source,-")), ["source,-words"]);
    assert_eq!(texts(values::collapses("field:sec")), ["field:section"]);
    assert_eq!(texts(values::collapses("so")), ["source:"]);
    assert_eq!(texts(values::facets("sec")), ["section"]);
    assert_eq!(texts(values::facet_and_value("sec")), ["section="]);
}

#[test]
fn the_index_of_the_typed_line_is_asked() {
    let check = |line: &str, expected: Option<&str>| {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let found = values::index_of(&words);
        match expected {
            Some(expected) => assert_eq!(found, Some(PathBuf::from(expected)), "{line}"),
            None => assert_ne!(found, Some(PathBuf::new()), "{line}"),
        }
    };
    check("dateline search --index a q", Some("a"));
    check("dateline search --index=a q", Some("a"));
    check("dateline search --index='a' --source", Some("a"));
    check("dateline search --index", None);
}

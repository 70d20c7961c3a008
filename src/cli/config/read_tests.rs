//! What a config file may say, and how it is refused.

use super::*;

#[track_caller]
fn refused(text: &str, message: &str, help: &str) {
    let error = read("c.toml".as_ref(), text).unwrap_err();
    assert!(error.to_string().contains(message), "{error}\n{message}");
    let told = error.help().unwrap_or_default();
    assert!(told.contains(help), "{told}\n{help}");
}

#[track_caller]
fn check(text: &str, name: &str, value: Value, line: usize) {
    let given = read("c.toml".as_ref(), text).unwrap();
    assert_eq!(given.get(name), Some(&Given { value, line }), "{text}");
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn values_are_read_with_their_lines() {
    check("color = \"never\"", "color", text("never"), 1);
    check(
        "\n# x\n[search]\nlimit = 1_000",
        "search.limit",
        Value::Number(1000),
        4,
    );
    check("search.limit = 0x10", "search.limit", Value::Number(16), 1);
    check(
        "search = { match = \"75%\" }",
        "search.match",
        text("75%"),
        1,
    );
    check("\u{feff}[tui]\nascii = true", "tui.ascii", text("true"), 2);
    check("[tui]\nmouse = false", "tui.mouse", Value::Switch(false), 2);
    let list = Value::List(vec!["source".to_owned(), "year:5".to_owned()]);
    check(
        "[search]\nfacets = [\"source\",\n\"year:5\"]",
        "search.facets",
        list,
        2,
    );
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest() {
    refused(
        "colour = \"never\"",
        "c.toml:1: there is no key `colour`",
        "did you mean `color`?",
    );
    refused(
        "\n[search]\nlimt = 5",
        "c.toml:3: there is no key `search.limt`",
        "`limit` in the table [search]",
    );
    refused(
        "limit = 5",
        "c.toml:1: there is no key `limit`",
        "`limit` in the table [search]",
    );
    refused(
        "[tui]\npager = \"less\"",
        "c.toml:2: there is no key `tui.pager`",
        "`pager`, above all tables",
    );
    refused(
        "[serach]\nx = 5",
        "c.toml:1: there is no key `serach`",
        "the table [search]",
    );
    refused(
        "zzz = 5",
        "there is no key `zzz`",
        "list all keys: dateline config init --stdout",
    );
}

#[test]
fn a_wrong_value_is_refused_with_a_right_one() {
    refused(
        "color = 3",
        "c.toml:1: `color` takes auto, always or never, not an integer",
        "write color = \"auto\"",
    );
    refused(
        "color = \"blue\"",
        "`color` can't be \"blue\": expected auto, always or never",
        "color = \"auto\"",
    );
    refused(
        "[search]\nlimit = \"many\"",
        "c.toml:2: `search.limit` takes a whole number from 0",
        "limit = 10 below [search]",
    );
    refused(
        "[search]\nlimit = -1",
        "c.toml:2: `search.limit` can't be -1",
        "limit = 10",
    );
    refused(
        "[search]\nlimit = 99999999999999999999",
        "can't be",
        "limit = 10",
    );
    refused(
        "[search]\nsort = \"best\"",
        "`search.sort` can't be \"best\": no order `best`",
        "sort",
    );
    refused(
        "[search]\nmatch = \"0\"",
        "`search.match` can't be \"0\"",
        "relaxed",
    );
    refused(
        "[search]\ncollapse = \"x\"",
        "`search.collapse` can't be \"x\"",
        "none",
    );
    refused(
        "[search]\nfacets = \"source\"",
        "takes a list of texts, not a string",
        "facets = []",
    );
    refused(
        "[search]\nfacets = [\n\"source\",\n5]",
        "c.toml:4: `search.facets` takes a list of texts, not an integer",
        "",
    );
    refused(
        "[ingest]\nmemory = \"1kB\"",
        "c.toml:2: `ingest.memory` can't be \"1kB\": at least",
        "600MB",
    );
    refused("[ingest]\nthreads = 65", "expected 0 to 64", "threads = 0");
    refused(
        "[tui]\nascii = \"yes\"",
        "`tui.ascii` can't be \"yes\"",
        "\"auto\"",
    );
    refused(
        "[tui]\nmouse = \"on\"",
        "`tui.mouse` takes true or false, not a string",
        "mouse = true",
    );
    refused(
        "[tui]\ncopy = \"'x\"",
        "`tui.copy` can't be \"'x\": a ' is not closed",
        "copy",
    );
    refused(
        "[tui.keys]\nquit = 3",
        "c.toml:2: `tui.keys` takes a key or a list of keys",
        "[tui.keys]",
    );
    refused(
        "search = 3",
        "c.toml:1: `search` is a table, not a value",
        "[search]",
    );
}

#[test]
fn what_is_no_toml_is_refused_with_its_line() {
    refused("color = \"auto\"\nindex =\n", "c.toml:2: ", "write TOML");
    refused("[search\n", "c.toml:1: ", "write TOML");
    refused(
        "color = \"auto\"\ncolor = \"never\"\n",
        "c.toml:2: duplicate key",
        "write TOML",
    );
}

#[test]
fn the_first_mistake_is_told() {
    refused(
        "zzzz = 1\naaaa = 1\n",
        "c.toml:1: there is no key `zzzz`",
        "",
    );
}

//! The declarations in `schema/` against what the code does with them: the record's JSON keys, the
//! index's fields, the examples, and the table in the README.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

mod support;

use std::collections::BTreeSet;

use dateline::article::date::Stamp;
use dateline::article::{Article, Caption, DateFrom, Dateline, Related, RelatedKind};
use dateline::schema::{Fields, Searched, article_declaration, build, declaration};
use serde_json::{Map, Value, json};

/// An article with nothing left out.
fn full() -> Article {
    let text = || "x".to_owned();
    let some = || Some(text());
    let list = || vec![text()];
    let day = Stamp::ymd(2019, 5, 12);
    // Every field is named, so that a new one can't be forgotten here.
    Article {
        id: text(),
        url: some(),
        source: some(),
        title: text(),
        alt_title: some(),
        kicker: some(),
        standfirst: some(),
        byline: some(),
        authors: list(),
        agency: some(),
        dateline: Some(Dateline {
            place: text(),
            agency: some(),
            date: some(),
        }),
        published: day,
        updated: day,
        crawled: day,
        not_before: day,
        date_from: Some(DateFrom::Url),
        section: list(),
        tags: list(),
        places: list(),
        people: list(),
        organisations: list(),
        language: text(),
        body: list(),
        subheadings: vec![0],
        captions: vec![Caption {
            text: text(),
            credit: some(),
            agency: some(),
        }],
        related: vec![Related {
            kind: RelatedKind::Watch,
            text: text(),
            url: some(),
        }],
        correction: list(),
        notices: list(),
        word_count: 1,
        raw_format: text(),
        dump: text(),
        offset: Some(0),
        length: Some(1),
        extra: Map::from_iter([(text(), json!(1))]),
    }
}

#[test]
fn the_declared_record_is_the_serialised_one_in_its_order() {
    let json = serde_json::to_string(&full()).unwrap();
    let record: Map<String, Value> = serde_json::from_str(&json).unwrap();
    let keys: BTreeSet<&str> = record.keys().map(String::as_str).collect();
    let declared: Vec<&str> = article_declaration()
        .iter()
        .map(|f| f.name.as_str())
        .collect();
    assert_eq!(keys, declared.iter().copied().collect());
    assert_eq!(declared.len(), keys.len(), "a name is declared twice");
    let places: Vec<usize> = declared
        .iter()
        .map(|name| json.find(&format!("\"{name}\":")).unwrap())
        .collect();
    assert!(
        places.is_sorted(),
        "the order of the file is not that of the JSON form: {declared:?}"
    );
    let back: Article = serde_json::from_str(&json).unwrap();
    assert_eq!(back, full());
}

/// The type in words that a JSON value has; for objects the keys are told.
fn fits(kind: &str, value: &Value) -> bool {
    if let Some(keys) = kind.strip_prefix("object") {
        let allowed: Vec<&str> = keys
            .trim_start_matches(':')
            .split(',')
            .map(str::trim)
            .filter(|k| !k.is_empty())
            .collect();
        let known = |key: &String| allowed.is_empty() || allowed.contains(&key.as_str());
        return value.as_object().is_some_and(|o| o.keys().all(known));
    }
    if let Some(of) = kind.strip_prefix("list of ") {
        let one = match of {
            "strings" => "string",
            "numbers" => "number",
            other => {
                return value.as_array().is_some_and(|l| {
                    l.iter()
                        .all(|v| fits(&other.replacen("objects", "object", 1), v))
                });
            }
        };
        return value
            .as_array()
            .is_some_and(|l| l.iter().all(|v| fits(one, v)));
    }
    if let Some(names) = kind.strip_prefix("one of ") {
        return value
            .as_str()
            .is_some_and(|v| names.split(", ").any(|n| n == v));
    }
    match kind {
        "string" => value.is_string(),
        "number" => value.is_u64(),
        "date" => value
            .as_str()
            .is_some_and(|v| v.parse::<Stamp>().is_ok_and(|s| s.to_string() == v)),
        other => panic!("no such type: {other}"),
    }
}

#[test]
fn each_example_has_the_declared_type_and_reads_back() {
    for field in article_declaration() {
        let example = serde_json::to_value(&field.example).unwrap();
        assert!(
            fits(&field.kind, &example),
            "{}: {example} is no {}",
            field.name,
            field.kind
        );
        let mut record = json!({ "id": "x", "title": "x" });
        record[&field.name] = example.clone();
        let article: Article = serde_json::from_value(record).unwrap();
        let back = serde_json::to_value(&article).unwrap();
        let same = match (&example, &back[&field.name]) {
            // An object in a list gains keys that have a default, and loses none.
            (Value::Array(a), Value::Array(b)) if a.iter().any(Value::is_object) => a
                .iter()
                .zip(b)
                .all(|(a, b)| a.as_object().unwrap().iter().all(|(k, v)| &b[k] == v)),
            (a, b) => a == b,
        };
        assert!(
            same,
            "{}: {example} reads back as {}",
            field.name, back[&field.name]
        );
        assert!(
            !field.meaning.is_empty() && !field.meaning.ends_with('.'),
            "{}",
            field.name
        );
    }
    // The checker fails where it should.
    for (kind, value) in [
        ("string", json!(1)),
        ("number", json!("1")),
        ("date", json!("last week")),
        ("list of strings", json!(["a", 1])),
        ("object: place", json!({ "town": "x" })),
        (
            "list of objects: kind, text",
            json!([{ "kind": "a", "words": "b" }]),
        ),
        ("one of field, meta", json!("metal")),
    ] {
        assert!(!fits(kind, &value), "{value} is no {kind}");
    }
}

#[test]
fn the_tantivy_schema_has_the_declared_fields_in_their_order() {
    let (schema, fields) = build();
    let built: Vec<&str> = schema.fields().map(|(_, entry)| entry.name()).collect();
    let declared: Vec<&str> = declaration()
        .fields
        .iter()
        .map(|f| f.name.as_str())
        .collect();
    assert_eq!(built, declared);
    assert_eq!(built, Fields::NAMES);
    for (field, entry) in schema.fields() {
        assert_eq!(fields.declared(field).name, entry.name());
        assert_eq!(
            fields.declared(field).facet,
            entry.is_fast() && entry.field_type().is_str()
        );
    }
}

#[test]
fn every_example_query_is_read_without_a_note() {
    let specs = dateline::query::field_specs();
    let declared = declaration();
    let examples = declared.fields.iter().map(|f| (&f.name, &f.example));
    let examples = examples.chain(declared.zones.iter().map(|z| (&z.name, &z.example)));
    for (name, example) in examples.filter(|(_, example)| !example.is_empty()) {
        let query = dateline::query::Query::read(example, &specs).unwrap();
        assert!(query.notes.is_empty(), "{name}: {:?}", query.notes);
        assert!(
            query.to_string().contains(':'),
            "{name}: {example} is read as {query}"
        );
    }
    let by_name = declared
        .fields
        .iter()
        .filter(|f| f.searched == Searched::ByName);
    by_name.for_each(|f| assert!(!f.example.is_empty(), "{} has no example", f.name));
}

/// Where the table stands in the README.
const BEGIN: &str = "<!-- fields -->\n";
const END: &str = "<!-- /fields -->";

/// The fields that a query can name, as a Markdown table.
fn table() -> String {
    let mut out = String::from("| field | also | finds | example |\n|---|---|---|---|\n");
    let code = |text: &str| match text {
        "" => String::new(),
        // A bar would end the cell.
        text => format!("`{}`", text.replace('|', "\\|")),
    };
    let mut row = |name: &str, aliases: &[String], help: &str, facet: bool, example: &str| {
        let also: Vec<String> = aliases.iter().map(|a| code(a)).collect();
        let facet = if facet { "; a facet" } else { "" };
        let cells = [
            code(name),
            also.join(", "),
            format!("{help}{facet}"),
            code(example),
        ];
        out.push_str(&format!("| {} |\n", cells.join(" | ").replace("  ", " ")));
    };
    let declared = declaration();
    for f in declared
        .fields
        .iter()
        .filter(|f| f.searched == Searched::ByName)
    {
        row(&f.name, &f.aliases, &f.help, f.facet, &f.example);
    }
    for z in declared.zones.iter().filter(|z| z.searched) {
        row(&z.name, &z.aliases, &z.help, false, &z.example);
    }
    for f in &declared.facets {
        row(
            &f.name,
            &[],
            &format!("{}; only a facet", f.help),
            false,
            "",
        );
    }
    out
}

#[test]
fn the_readme_has_the_table_of_the_declared_fields() {
    let path = support::root().join("README.md");
    let readme = fs_err::read_to_string(&path).unwrap();
    let from = readme
        .find(BEGIN)
        .expect("README.md has the mark where the table begins")
        + BEGIN.len();
    let to = from
        + readme[from..]
            .find(END)
            .expect("README.md has the mark where the table ends");
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|v| v == "1") {
        let new = format!("{}{}{}", &readme[..from], table(), &readme[to..]);
        fs_err::write(&path, new).unwrap();
        return;
    }
    assert_eq!(
        &readme[from..to],
        table(),
        "run again with UPDATE_GOLDEN=1 to write the table anew"
    );
}

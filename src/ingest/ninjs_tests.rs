//! Tests of news in JSON; the items are invented.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Format, KeyMap, RawRecord, to_article};

const VERSION_1: &str = include_str!("../../corpus/formats/ninjs/tram.json");
const VERSION_3: &str = include_str!("../../corpus/formats/ninjs/ferry.json");

fn read(text: &str) -> Result<Value, String> {
    let record = RawRecord {
        dump: "items.json".into(),
        record: 1,
        offset: 0,
        bytes: text.as_bytes().to_vec(),
        format: Format::Json,
        context: None,
    };
    let article = to_article(&record, &KeyMap::default()).map_err(|error| error.to_string())?;
    Ok(serde_json::to_value(article).unwrap())
}

/// Checks parts of the article that an item becomes, by their paths.
fn check(item: &str, expected: &Value) {
    let found = read(item).unwrap_or_else(|error| panic!("{error}: {item}"));
    for (path, value) in expected.as_object().unwrap() {
        let got = found.pointer(&format!("/{path}")).unwrap_or(&Value::Null);
        assert_eq!(got, value, "{path} of {found:#}");
    }
}

#[test]
fn an_item_of_version_1_fills_the_parts() {
    check(
        VERSION_1,
        &json!({
            "id": "http://items.harbour-agency.example/20190512-tram",
            "title": "Oldport brings back its night tram", "source": "Harbour Agency",
            "byline": "By Ada Quill", "authors": ["Ada Quill"], "dateline": {"place": "Oldport"},
            "published": "2019-05-12T09:00:00Z", "updated": "2019-05-12T10:30:00Z",
            "tags": ["Transport"], "places": ["Oldport"], "language": "en",
            "body": ["The last tram left in 1971.", "On Sunday the first one came back to the quay."],
            "captions": [{"text": "The green tram at the quay on Sunday.", "credit": "Ben Moor"}],
            "notices": ["Copyright 2019 Harbour Agency. All rights reserved."],
            "extra/pubstatus": "usable", "extra/subject/0/code": "tr",
            "extra/associations/main/renditions/main/href": "http://items.harbour-agency.example/tram.jpg",
        }),
    );
}

#[test]
fn an_item_of_version_3_fills_the_parts() {
    check(
        VERSION_3,
        &json!({
            "id": "urn:newsml:harbour-agency.example:20230407:ferry",
            "title": "Ferry crews end their strike after nine days", "alt_title": "Ferry strike ends",
            "standfirst": "Crews and owners agreed at dawn.", "source": "Harbour Agency Grayholm",
            "byline": "Cal Reed", "authors": ["Cal Reed"], "dateline": {"place": "Grayholm"},
            "published": "2023-04-07T06:00:00+02:00", "updated": "2023-04-07T08:15:00+02:00",
            "people": ["Dora Lind"], "organisations": ["Grayholm Ferries"], "places": ["Grayholm"],
            "tags": ["Labour"],
            "body": ["The ferries sail again.", "Owners promised two more crews for the winter line."],
            "captions": [{"text": "A ferry leaves Grayholm at dawn.", "credit": "Eli Vane"}],
            "notices": ["Copyright 2023 Harbour Agency.", "Not for resale."],
            "extra/embargoed": "2023-04-07T06:00:00+02:00", "extra/slugline": "ferry-strike",
            "extra/copyrightholder": "Harbour Agency", "extra/people/0/literal": "p7",
            "extra/places/1/literal": "no-name",
        }),
    );
}

#[test]
fn times_keep_their_meaning() {
    let of = |dates: &str| {
        format!(r#"{{"uri": "urn:x", "pubstatus": "usable", "headline": "Fog", {dates}}}"#)
    };
    check(
        &of(r#""versioncreated": "2019-05-12T10:00:00Z""#),
        &json!({"published": "2019-05-12T10:00:00Z", "updated": null}),
    );
    check(
        &of(r#""versioncreated": "2019-05-12T10:00:00Z", "contentcreated": "2019-05-01""#),
        &json!({"published": "2019-05-01", "updated": "2019-05-12T10:00:00Z"}),
    );
    check(
        &of(
            r#""firstcreated": "2019-05-02", "versioncreated": "2019-05-02", "contentcreated": "2019-05-01""#,
        ),
        &json!({"published": "2019-05-02", "updated": null, "extra/contentcreated": "2019-05-01"}),
    );
    check(
        &of(r#""versioncreated": "soon""#),
        &json!({"published": null, "extra/unread_date": "soon"}),
    );
}

#[test]
fn a_picture_keeps_its_words_as_a_caption() {
    check(
        r#"{"uri": "urn:p", "type": "picture", "pubStatus": "usable", "by": "Eli Vane",
            "headlines": [{"value": "Regatta"}],
            "descriptions": [{"role": "creditline", "value": "HARBOUR"}, {"role": "caption", "value": "Boats at noon."}]}"#,
        &json!({
            "title": "Regatta", "standfirst": null, "body": null,
            "captions": [{"text": "Boats at noon.", "credit": "Eli Vane"}],
            "extra/descriptions": ["HARBOUR"],
        }),
    );
}

#[test]
fn an_item_without_words_is_rejected_for_what_it_is() {
    for (kind, reason) in [
        ("composite", "a package of items without words of its own"),
        ("picture", "an item of type picture without words"),
    ] {
        let item = json!({"uri": "urn:x", "type": kind, "pubstatus": "usable", "associations": {"a": {"uri": "urn:y"}}});
        let error = read(&item.to_string()).unwrap_err();
        assert!(error.contains(reason), "{error}");
    }
}

#[test]
fn a_description_that_the_body_begins_with_is_not_said_twice() {
    check(
        r#"{"uri": "urn:t", "type": "text", "headlines": [{"role": "main", "value": "Fog"}],
            "descriptions": [{"role": "text", "value": "Fog closed the port."}],
            "bodies": [{"role": "text", "value": "Fog closed the port.\nIt lifted at noon."}]}"#,
        &json!({"standfirst": null, "body": ["Fog closed the port.", "It lifted at noon."]}),
    );
}

#[test]
fn a_record_with_an_uri_is_not_yet_an_item() {
    // The same keys mean other things elsewhere.
    check(
        r#"{"uri": "paper://article/7", "title": "Fog", "by": "night", "bodies": ["a", "b"]}"#,
        &json!({"id": "paper://article/7", "byline": null, "extra/by": "night"}),
    );
}

/// JSON of a few levels below the names that an item may have.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i32>().prop_map(Value::from),
        "[ -~é<>]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let keys = "(role|value|name|type|by|descriptions|contenttype|x)";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((keys, inner), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_shape_of_a_property_panics(values in prop::collection::vec(any_value(), 12)) {
        let names = [
            "headlines", "bodies", "descriptions", "associations", "people", "by", "located",
            "infoSources", "versionCreated", "body_xhtml", "copyrightHolder", "subjects",
        ];
        let mut item: serde_json::Map<String, Value> =
            names.into_iter().map(str::to_owned).zip(values).collect();
        item.insert("uri".to_owned(), "urn:x".into());
        item.insert("pubStatus".to_owned(), "usable".into());
        item.insert("headline".to_owned(), "Fog".into());
        prop_assert!(read(&Value::Object(item).to_string()).is_ok());
    }
}

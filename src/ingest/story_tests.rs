//! Tests of story files. The stories here are invented.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const NAME: &str = "cnn/0a1b2c3d4e5f60718293a4b5c6d7e8f901234567.story";

fn raw(text: &[u8]) -> RawRecord {
    RawRecord {
        dump: NAME.into(),
        record: 1,
        offset: 0,
        bytes: text.to_vec(),
        format: Format::Story,
        context: None,
    }
}

fn check(text: &str, expected: &Value) {
    let article = article(&raw(text.as_bytes()), &KeyMap::default());
    let article = article.unwrap_or_else(|fault| panic!("{}", fault.reason));
    let article = serde_json::to_value(article).unwrap();
    for (name, value) in expected.as_object().unwrap() {
        let path = format!("/{}", name.replace('.', "/"));
        let got = article.pointer(&path).unwrap_or(&Value::Null);
        assert_eq!(got, value, "{name} of {article}");
    }
}

#[test]
fn highlights_are_the_standfirst() {
    check(
        "OLDPORT, Bay (CNN) -- The ferry sailed on Friday.\n\nNobody was late.\n\n\n\n@highlight\n\nFerry sails\n\n\
         @highlight\n\nNEW: Nobody is late .\n",
        &json!({
            "id": "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", "title": "", "source": "CNN",
            "dateline": {"place": "OLDPORT, Bay"}, "standfirst": "Ferry sails. NEW: Nobody is late.",
            "body": ["The ferry sailed on Friday.", "Nobody was late."],
            "extra.highlights": ["Ferry sails", "NEW: Nobody is late ."], "raw_format": "story",
        }),
    );
    check(
        "(CNN)The ferry sailed.\n\n@highlight\n\nIt sails\n",
        &json!({"source": "CNN", "dateline": null, "body": ["The ferry sailed."]}),
    );
    check(
        "The ferry (CNN was told) sailed.\n",
        &json!({"source": null, "body": ["The ferry (CNN was told) sailed."], "standfirst": null}),
    );
}

#[test]
fn writers_and_dates_above_the_text_are_read() {
    check(
        "By\n. \nAda Quill\n\nPUBLISHED:\n. 17:12 EST, 14 November 2012\n. \n| \n. \nUPDATED:\n. 18:00 EST, 14 November 2012\n. \n\n\
         The ferry sailed.\n\n@highlight\n\nFerry sails\n",
        &json!({
            "byline": "By Ada Quill", "authors": ["Ada Quill"], "published": "2012-11-14T17:12-05:00",
            "updated": "2012-11-14T18:00-05:00", "date_from": "field", "body": ["The ferry sailed."],
        }),
    );
}

#[test]
fn a_story_is_known_by_its_highlights_or_its_name() {
    let known =
        |text: &str, name: &str| (READER.knows)(&Head::new(text.as_bytes(), name).ok().unwrap());
    assert!(known(
        "The ferry sailed.\n\n@highlight\r\n\nIt sails\n",
        "a"
    ));
    assert!(known("The ferry sailed.\n", "a.story"));
    assert!(!known("The ferry sailed. @highlight\n", "a.txt"));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "(By|PUBLISHED:|\\. |\n|@highlight|\\(CNN|\\)|é|A| -- ){0,20}") {
        let _ = article(&raw(&bytes), &KeyMap::default());
        let _ = article(&raw(text.as_bytes()), &KeyMap::default());
    }
}

//! Tests of the way from a raw record to an article.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn article(json: &str) -> Article {
    to_article(&raw(json), &KeyMap::default()).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// Checks parts of the article that a record becomes, as they are exported.
fn check(record: &Value, expected: &Value) {
    let found = serde_json::to_value(article(&record.to_string())).unwrap();
    for (name, value) in expected.as_object().unwrap() {
        let got = found.get(name).unwrap_or(&Value::Null);
        assert_eq!(got, value, "{name} of {record}");
    }
}

#[test]
fn news_please_records_are_read() {
    check(
        &json!({
            "authors": ["Ada Quill", "Ben Moor"], "date_download": "2019-05-13 08:00:00",
            "date_modify": null, "date_publish": "2019-05-12 06:30:00", "description": "It rained.",
            "filename": "x.json", "image_url": null, "language": "en", "localpath": null,
            "maintext": "The fair opened in the rain.\nNobody left.", "source_domain": "www.oldport.example",
            "title": "Fair opens", "title_page": null, "url": "https://oldport.example/fair",
        }),
        &json!({
            "title": "Fair opens", "authors": ["Ada Quill", "Ben Moor"], "source": "oldport.example",
            "standfirst": "It rained.", "published": "2019-05-12T06:30:00", "date_from": "field",
            "crawled": "2019-05-13T08:00:00", "updated": null, "language": "en",
            "body": ["The fair opened in the rain.", "Nobody left."],
            "extra": {"filename": "x.json"}, "raw_format": "jsonl", "dump": "fair.jsonl", "offset": 1000,
        }),
    );
}

#[test]
fn records_of_interfaces_with_nested_names_are_read() {
    // webz.io
    check(
        &json!({
            "uuid": "a1", "thread": {"site": "oldport.example", "section_title": "Local"},
            "title": "Fair opens", "text": "The fair opened.", "author": "Ada Quill",
            "published": "2019-05-12T06:30:00.000+02:00", "crawled": "2019-05-12T08:00:00Z",
            "language": "english", "entities": {"persons": [{"name": "Cal Reed", "sentiment": "none"}]},
        }),
        &json!({
            "id": "a1", "source": "oldport.example", "section": ["Local"], "people": ["Cal Reed"],
            "published": "2019-05-12T06:30:00+02:00", "language": "en", "extra": null,
        }),
    );
    // NewsAPI
    check(
        &json!({
            "source": {"id": null, "name": "Oldport Tribune"}, "author": "Ada Quill", "title": "Fair opens",
            "description": "It rained.", "url": "https://oldport.example/fair", "content": "The fair opened.",
            "publishedAt": "2019-05-12T06:30:00Z", "urlToImage": "https://oldport.example/a.jpg",
        }),
        &json!({
            "source": "Oldport Tribune", "published": "2019-05-12T06:30:00Z", "body": ["The fair opened."],
            "extra": {"urlToImage": "https://oldport.example/a.jpg"},
        }),
    );
    // The archive interface of a large daily
    check(
        &json!({
            "_id": "nyt://a/1", "web_url": "https://oldport.example/fair", "abstract": "It rained.",
            "lead_paragraph": "The fair opened.", "headline": {"main": "Fair opens", "kicker": "Oldport",
            "print_headline": "A Wet Fair"}, "byline": {"original": "By Ada Quill"},
            "pub_date": "2019-05-12T06:30:00+0000", "news_desk": "Local",
            "keywords": [{"name": "subject", "value": "Fairs"}],
        }),
        &json!({
            "title": "Fair opens", "kicker": "Oldport", "byline": "By Ada Quill", "authors": ["Ada Quill"],
            "alt_title": "A Wet Fair", "published": "2019-05-12T06:30:00Z", "standfirst": "It rained.",
            "section": ["Local"],
        }),
    );
    // A search engine's export
    check(
        &json!({"_index": "news", "_id": "7", "_source": {"title": "Fair opens", "body": "It opened."}}),
        &json!({"id": "7", "title": "Fair opens", "body": ["It opened."], "extra": {"_index": "news"}}),
    );
    // MongoDB
    check(
        &json!({
            "_id": {"$oid": "5f"}, "headline": "Fair opens", "text": "It opened.",
            "date": {"$date": 1_557_642_600_000_i64}, "updated_at": {"$date": "2019-05-13T00:00:00Z"},
            "crawled_at": {"$date": {"$numberLong": "1557642600000"}},
        }),
        &json!({
            "id": "5f", "published": "2019-05-12T06:30:00Z", "updated": "2019-05-13T00:00:00Z",
            "crawled": "2019-05-12T06:30:00Z",
        }),
    );
}

#[test]
fn bodies_in_pieces_are_put_together() {
    check(
        &json!({
            "title": "Fair opens", "publishing_date": "2019-05-12 06:30:00+00:00",
            "body": {"summary": ["It rained."], "sections": [
                {"headline": [], "paragraphs": ["The fair opened.", "Nobody left."]},
                {"headline": ["The rain"], "paragraphs": ["It fell."]},
            ]},
            "images": [{"caption": "The fair in the rain", "url": "https://oldport.example/a.jpg"}],
        }),
        &json!({
            "standfirst": "It rained.", "published": "2019-05-12T06:30:00Z",
            "body": ["The fair opened.", "Nobody left.", "The rain", "It fell."],
            "captions": [{"text": "The fair in the rain"}],
        }),
    );
    check(
        &json!({
            "id": "w1", "article_url": "/local/fair", "title": "Fair opens", "author": "Ada Quill",
            "published_date": 1_557_642_600_000_i64, "contents": [
                {"type": "kicker", "content": "Local"}, {"type": "title", "content": "Fair opens"},
                {"type": "byline", "content": "By Ada Quill"}, null,
                {"type": "image", "fullcaption": "The fair. (Bo Lens)", "imageURL": "x"},
                {"type": "sanitized_html", "subtype": "paragraph", "content": "The <b>fair</b> &amp; the <a href='x'>rain</a>."},
                {"type": "sanitized_html", "subtype": "subhead", "content": "Later"},
                {"type": "sanitized_html", "subtype": "paragraph", "content": "<p>It stopped.</p>"},
                {"type": "author_info", "bio": "Ada Quill writes."},
            ],
        }),
        &json!({
            "kicker": "Local", "byline": "Ada Quill", "published": "2019-05-12T06:30:00Z",
            "captions": [{"text": "The fair. (Bo Lens)"}],
            "body": ["The fair & the rain.", "Later", "It stopped."], "url": null,
            "extra": {"article_url": "/local/fair"},
        }),
    );
    check(
        &json!({"title": "T", "content": "<div><p>One &eacute;.</p><p>Two<br/>three</p><script>x<p></script></div>"}),
        &json!({"body": ["One é.", "Two", "three"]}),
    );
    check(
        &json!({"title": "T", "body": ["## as it is", "READ MORE: as it is"]}),
        &json!({"body": ["## as it is", "READ MORE: as it is"]}),
    );
}

#[test]
fn authors_come_in_many_shapes() {
    fn check(authors: Value, expected: &[&str]) {
        let record = json!({"title": "T", "authors": authors});
        assert_eq!(article(&record.to_string()).authors, expected, "{record}");
    }
    check(json!("Ada Quill"), &["Ada Quill"]);
    check(
        json!("By Ada Quill and Ben Moor"),
        &["Ada Quill", "Ben Moor"],
    );
    check(
        json!(["Ada Quill", "", "Ben Moor"]),
        &["Ada Quill", "Ben Moor"],
    );
    check(
        json!([{"name": "Ada Quill"}, {"firstname": "Ben", "lastname": "Moor"}]),
        &["Ada Quill", "Ben Moor"],
    );
    check(json!({"name": "Ada Quill"}), &["Ada Quill"]);
    check(json!(12), &[]);
    check(json!([[1]]), &[]);
}

#[test]
fn dates_come_in_many_shapes() {
    fn check(date: Value, expected: Option<&str>) {
        let article = article(&json!({"title": "T", "date": date}).to_string());
        let found = article.published.map(|stamp| stamp.to_string());
        assert_eq!(found.as_deref(), expected, "{date}");
        // Either the date is read, or it is kept as it was.
        assert_eq!(
            article.extra.contains_key("unread_date"),
            expected.is_none()
        );
    }
    check(json!("2019-05-12"), Some("2019-05-12"));
    check(json!("May 12, 2019"), Some("2019-05-12"));
    check(json!(1_557_642_600), Some("2019-05-12T06:30:00Z"));
    check(json!(1_557_642_600.5), Some("2019-05-12T06:30:00Z"));
    check(json!(1_557_642_600_000_i64), Some("2019-05-12T06:30:00Z"));
    check(json!(557_642_600), Some("1987-09-03T04:43:20Z"));
    check(json!(20_190_512), Some("2019-05-12"));
    check(json!(2019), Some("2019"));
    check(json!("the day after the fair"), None);
    check(json!("2019-02-31"), None);
    check(json!("03/04/2019"), None);
    check(json!(0), None);
    check(json!(-5), None);
}

#[test]
fn the_surest_key_that_can_be_read_wins() {
    check(
        &json!({"title": "T", "date": "soon", "created_at": "2019-05-12", "year": 2018, "datetime": ""}),
        &json!({"published": "2019-05-12", "extra": {"date": "soon", "year": 2018}}),
    );
    check(
        &json!({"title": "  ", "headline": "H", "name": "N", "text": "", "content": "B"}),
        &json!({"title": "H", "body": ["B"], "extra": {"name": "N"}}),
    );
    check(
        &json!({"Title": "T", "title": "T", "url": "/local", "link": "oldport.example/a"}),
        &json!({"title": "T", "extra": {"url": "/local"}}),
    );
    check(
        &json!({"title": "T", "tags": "fair; rain", "section": "Arts, Local", "id": 17}),
        &json!({"tags": ["fair", "rain"], "section": ["Arts, Local"], "id": "17"}),
    );
    check(
        &json!({"title": "T", "id": "1Aug2005harbour46"}),
        &json!({"published": "2005-08-01", "date_from": "file_name"}),
    );
}

#[test]
fn the_user_can_say_what_a_key_means() {
    let keys = KeyMap::default()
        .with("title", "meta.kop")
        .and_then(|keys| keys.with("body", "title"))
        .unwrap();
    let record = raw(r#"{"meta":{"kop":"Kermis","x":1},"title":"De kermis begon."}"#);
    let article = to_article(&record, &keys).unwrap();
    assert_eq!(article.title, "Kermis");
    assert_eq!(article.body, ["De kermis begon."]);
    assert_eq!(Value::Object(article.extra), json!({"meta": {"x": 1}}));
}

#[test]
fn an_exported_article_reads_back_unchanged() {
    let stamp = crate::article::date::Stamp::parse;
    let whole = Article {
        id: "a1".to_owned(),
        url: Some("https://oldport.example/fair".to_owned()),
        source: Some("oldport.example".to_owned()),
        title: "Fair  opens & closes".to_owned(),
        byline: Some("By Ada Quill".to_owned()),
        authors: vec!["Ada Quill".to_owned()],
        published: stamp("2019-05-12T06:30+02:00"),
        not_before: stamp("2019-05"),
        date_from: Some(crate::article::DateFrom::Url),
        body: vec!["## a".to_owned(), "b\nc".to_owned()],
        subheadings: vec![0],
        captions: vec![crate::article::Caption {
            credit: Some("Bo Lens".to_owned()),
            ..Default::default()
        }],
        related: vec![crate::article::Related {
            kind: crate::article::RelatedKind::Watch,
            text: "Rain".to_owned(),
            url: None,
        }],
        dateline: Some(crate::article::Dateline {
            place: "OLDPORT".to_owned(),
            ..Default::default()
        }),
        word_count: 3,
        raw_format: "text".to_owned(),
        dump: "old.txt".to_owned(),
        offset: Some(5),
        length: Some(6),
        extra: serde_json::from_str(r#"{"k":[1,{"a":null}]}"#).unwrap(),
        ..Article::default()
    };
    assert_eq!(article(&serde_json::to_string(&whole).unwrap()), whole);
    // With a key of somebody else's it is read like any other record.
    let mut more = serde_json::to_value(&whole).unwrap();
    more["mine"] = json!(1);
    let more = article(&more.to_string());
    assert_eq!(more.extra.get("mine"), Some(&json!(1)));
    assert_eq!(
        (more.body, more.dateline, more.related),
        (whole.body, whole.dateline, whole.related)
    );
}

#[test]
fn a_record_in_another_encoding_is_read_and_says_so() {
    fn check(bytes: Vec<u8>, title: &str, extra: serde_json::Value) {
        let article = to_article(&raw(bytes), &KeyMap::default()).unwrap();
        assert_eq!(article.title, title);
        assert_eq!(serde_json::Value::Object(article.extra), extra);
    }
    let latin = b"{\"title\":\"Caf\xE9\"}".to_vec();
    check(latin, "Café", json!({"encoding": "windows-1252"}));
    // A letter cut in two in a text that is UTF-8 otherwise.
    let mut cut = "{\"title\":\"".to_owned().into_bytes();
    cut.extend("é".repeat(40).bytes());
    cut.extend(b"\xC3 x\"}");
    let title = format!("{}\u{FFFD} x", "é".repeat(40));
    check(cut, &title, json!({"unreadable_characters": 1}));
    let wide = "{\"title\":\"Čas\"}".encode_utf16();
    let wide = wide.flat_map(u16::to_le_bytes).collect();
    check(wide, "Čas", json!({"encoding": "utf-16le"}));
}

#[test]
fn a_record_that_is_no_article_is_rejected_with_its_place() {
    fn check(bytes: &[u8], at: u64, words: &str) {
        let error = to_article(&raw(bytes), &KeyMap::default()).unwrap_err();
        assert_eq!((error.file.as_str(), error.record), ("fair.jsonl", 7));
        assert!(error.reason.contains(words), "{error}");
        assert_eq!(error.byte, 1000 + at, "{error}");
    }
    check(b"{\"title\":\"a\" \"b\"}", 13, "invalid JSON");
    check(b"{\"title\":\"a", 10, "ends early");
    check(b"{\n\"title\":\n:}", 11, "invalid JSON");
    check(b"{\"title\":\"\\ud83d x\"}", 16, "lone surrogate");
    check(b"[1]", 0, "not a JSON object");
    check(b"\"text\"", 0, "not a JSON object");
    check(b"{}", 0, "neither title nor body");
    check(
        br#"{"$schema":"x","title":"Articles","properties":{}}"#,
        0,
        "a JSON schema, no article",
    );
    check(
        b"{\"id\":\"a\",\"title\":\" \",\"text\":null}",
        0,
        "neither title nor body",
    );
    check(b"{\"title\":\"a\"} x", 14, "trailing characters");
    let deep = format!("{{\"title\":{}", "[".repeat(100_000));
    check(deep.as_bytes(), 135, "nested too deeply");
}

#[test]
fn what_python_writes_for_missing_numbers_is_read_as_missing() {
    check(&json!({"title": "T"}), &json!({"extra": null}));
    let article =
        article("{\"title\":\"NaN \\\"NaN\",\"text\":NaN,\"a\":[-Infinity,1],\"é\":Infinity}");
    assert_eq!(article.title, "NaN \"NaN");
    assert_eq!(Value::Object(article.extra), json!({"a": [null, 1]}));
}

#[test]
fn large_values_leave_a_note() {
    let record = json!({"title": "T", "blob": "x".repeat(70_000), "big": [["y".repeat(70_000)]], "small": 1});
    let article = article(&record.to_string());
    assert_eq!(
        Value::Object(article.extra),
        json!({"small": 1, "left_out": ["big: 70006 bytes", "blob: 70002 bytes"]})
    );
}

#[test]
fn plain_texts_become_articles() {
    let record = RawRecord {
        format: Format::Text,
        dump: "x/02Jul2007Harbour.txt".into(),
        ..raw(b"# Caf\xE9 opens\n\nIt opened in the rain.\n")
    };
    let article = to_article(&record, &KeyMap::default()).unwrap();
    assert_eq!(article.title, "Café opens");
    assert_eq!(
        article.published.map(|stamp| stamp.to_string()).as_deref(),
        Some("2007-07-02")
    );
    assert_eq!(article.extra.get("encoding"), Some(&json!("windows-1252")));
    assert_eq!(article.raw_format, "text");
    let blank = RawRecord {
        format: Format::Text,
        ..raw("\u{FEFF} \n")
    };
    assert!(to_article(&blank, &KeyMap::default()).is_err());
}

#[test]
fn markup_is_stripped_in_linear_time() {
    fn check(text: &str, expected: &str) {
        assert_eq!(html::plain(text), expected, "{text:?}");
    }
    check("a < b", "a < b");
    check("a <b>c</b> 1 < 2 > 1", "a c 1 < 2 > 1");
    check("<h2>One</h2><p>two</p>", "## One\n\ntwo");
    check("<h2></h2><p>two</p>", "two");
    check("a<!-- <p> -->b<style>p{}</STYLE>c", "abc");
    check("<script>never closed", "");
    check(
        "&lt;p&gt; &#233; &#x2014; &#147;q&#148; &nosuch; &amp",
        "<p> é — “q” &nosuch; &amp",
    );
    html::plain(&"<".repeat(300_000));
    html::plain(&"<!--".repeat(100_000));
    html::plain(&"<a ".repeat(100_000));
    html::plain(&"<script></scrip".repeat(50_000));
    html::plain(&"&amp".repeat(100_000));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), text: bool) {
        let format = if text { Format::Text } else { Format::JsonLines };
        let record = RawRecord { format, ..raw(bytes) };
        let _ = to_article(&record, &KeyMap::default());
    }

    #[test]
    fn no_object_panics(
        pairs in proptest::collection::vec(
            (
                proptest::sample::select(vec![
                    "id", "url", "source", "title", "headline", "byline", "authors", "date", "body",
                    "contents", "captions", "images", "tags", "extra", "dateline", "related", "_source",
                    "thread", "language", "raw_format", "word_count", "é.x",
                ]),
                proptest::sample::select(vec![
                    "1", "-1.5e300", "\"\"", "\"x\"", "\"<p>\\ud83d\\ude00<\"", "[]", "[\"a\",\"b\"]", "{}",
                    "[{\"content\":[1]}]", "{\"sections\":[{\"headline\":[1],\"paragraphs\":[\"p\"]}]}",
                    "{\"main\":\"m\",\"name\":\"n\",\"site\":{}}", "{\"$date\":{\"$numberLong\":\"x\"}}",
                    "{\"$date\":-99999999999999999}", "[null,[null]]", "true",
                    "[{\"name\":\"n\"},{\"text\":\"t\"}]", "\"99999999999999999999\"", "{\"title\":[\"t\"]}",
                ]),
            ),
            0..8,
        )
    ) {
        let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        let json = format!("{{{}}}", pairs.join(","));
        if let Ok(article) = to_article(&raw(json.clone()), &KeyMap::default()) {
            let exported = serde_json::to_string(&article).unwrap();
            prop_assert_eq!(to_article(&raw(exported), &KeyMap::default()), Ok(article), "{}", json);
        }
    }

    #[test]
    fn a_scan_of_json_loses_no_object(
        texts in proptest::collection::vec("[a-z{}\\[\\]\",\\\\ ]{0,12}", 1..6),
        indent in 0_usize..3,
        array: bool,
    ) {
        let objects: Vec<Value> = texts.iter().map(|text| json!({"a": [text], "b": {"c": text}})).collect();
        let written = match (array, indent) {
            (true, 0) => serde_json::to_string(&objects).unwrap(),
            (true, _) => serde_json::to_string_pretty(&objects).unwrap(),
            (false, _) => objects.iter().map(|o| serde_json::to_string_pretty(o).unwrap() + "\n").collect(),
        };
        let folder = Folder::new();
        let (found, _) = items(&folder.write("a.json", written.as_bytes()), 1 << 20);
        let read: Vec<Value> = found
            .iter()
            .map(|item| serde_json::from_str(item.splitn(4, ' ').nth(3).unwrap()).unwrap())
            .collect();
        prop_assert_eq!(read, objects);
    }
}

#[test]
fn lists_as_python_writes_them_are_cut_at_their_quotes() {
    for (list, expected) in [
        (
            "['Ada Quill', 'Ben Moor']",
            json!(["Ada Quill", "Ben Moor"]),
        ),
        (
            r#"["Ada O'Hara", 'Cal D\'Arc']"#,
            json!(["Ada O'Hara", "Cal D'Arc"]),
        ),
        (
            "['Moor, Ben', 'Ada Quill']",
            json!(["Moor, Ben", "Ada Quill"]),
        ),
        // A quote that is not where it should be: cut at commas.
        (
            "['Ada 'Ace' Quill', 'Ben Moor']",
            json!(["Ada 'Ace' Quill", "Ben Moor"]),
        ),
    ] {
        check(
            &json!({"title": "Fog", "tags": list}),
            &json!({"tags": expected}),
        );
    }
}

//! Topics in each of their forms, and what is no topic.

use super::*;

fn read(text: &str) -> std::result::Result<Vec<Topic>, String> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("topics");
    fs_err::write(&path, text).unwrap();
    let folder = format!("{}/", dir.path().display());
    read_topics(&path).map_err(|e| e.to_string().replace(&folder, ""))
}

/// Ids, titles and descriptions.
fn check(text: &str, expected: &[(&str, &str, Option<&str>)]) {
    let topics = read(text).unwrap();
    let found: Vec<_> = topics
        .iter()
        .map(|t| (t.id.as_str(), t.title.as_str(), t.description.as_deref()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn every_form_gives_the_same_topics() {
    let expected = [
        ("7", "ferry aground", Some("Where it ran aground")),
        ("9", "ash", None),
    ];
    for text in [
        "7\tferry aground\tWhere it ran aground\n9\tash\n",
        "\u{feff}7\tferry aground\tWhere it ran aground\r\n\r\n# no topic\r\n9\tash\r\n",
        "<top>\n<num> Number: 7\n<title> ferry aground\n\n<desc> Description:\nWhere it\nran aground\n\n\
         <narr> Narrative:\nAll of it.\n</top>\n<top>\n<num> Number: 9\n<title> ash\n</top>\n",
        "<TOP>\n<num>7</num>\n<title>\nferry aground\n</title>\n<desc>Where it ran aground</desc>\n</TOP>\n\
         <top>\n<num>9</num><title> left out, being on the line of another part\n<title>Topic: ash</title>\n",
        r#"[{"id": 7, "title": "ferry aground", "description": "Where it ran aground"},
            {"id": "9", "query": "ash", "narrative": ""}]"#,
        "{\"qid\": \"7\", \"text\": \" ferry aground\", \"desc\": \"Where it ran aground\"}\n\n\
         {\"_id\": 9, \"title\": \"ash\"}",
    ] {
        check(text, &expected);
    }
}

#[test]
fn topics_of_cranfield_are_counted() {
    check(
        ".I 001\n.W\nwhat holds\nat the quay .\n.I 004\n.W\nwhat floats\n",
        &[
            ("1", "what holds at the quay .", None),
            ("2", "what floats", None),
        ],
    );
}

#[test]
fn an_empty_title_is_a_topic_all_the_same() {
    check("7\t\n", &[("7", "", None)]);
    check("<top>\n<num> 7\n</top>", &[("7", "", None)]);
}

#[test]
fn what_is_no_topic_is_told_with_its_line() {
    for (text, why) in [
        ("", "topics:1: no topic in the file"),
        ("# none\n\n", "topics:1: no topic in the file"),
        (
            "7\tferry\n\nash\n",
            "topics:3: expected an id, a tab and a title",
        ),
        ("7\tferry\n7\tash\n", "topics:2: topic 7 is there twice"),
        ("\tferry\n", "topics:1: `` is no id of a topic"),
        (
            "<top>\n<title> ash\n</top>",
            "topics:1: a topic without <num>",
        ),
        ("{\"id\": 7}\n", "topics:1: no `title` and no `query`"),
        (
            "{\"id\": 7, \"title\": \"a\"}\n{\n",
            "topics:2: no JSON object",
        ),
        (
            "[{\"id\": 7, \"title\": \"a\"}, 3]",
            "topics:1: topic 2: no `id`",
        ),
        ("[\n{]", "topics:2: no array of topics"),
    ] {
        let told = read(text).unwrap_err();
        assert!(told.starts_with(why), "{text}: {told}");
    }
}

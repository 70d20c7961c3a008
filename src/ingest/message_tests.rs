//! Tests of messages. The messages here are invented.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn raw(bytes: &[u8], dump: &str) -> RawRecord {
    RawRecord {
        dump: dump.into(),
        record: 1,
        offset: 0,
        bytes: bytes.to_vec(),
        format: Format::Message,
        context: None,
    }
}

fn is_known(text: &str) -> bool {
    Head::new(text.as_bytes(), "1").is_ok_and(|head| knows(&head))
}

fn check_in(dump: &str, bytes: &[u8], expected: &Value) {
    let article = article(&raw(bytes, dump), &KeyMap::default());
    let article = article.unwrap_or_else(|fault| panic!("{}", fault.reason));
    let article = serde_json::to_value(article).unwrap();
    for (name, value) in expected.as_object().unwrap() {
        let path = format!("/{}", name.replace('.', "/"));
        let got = article.pointer(&path).unwrap_or(&Value::Null);
        assert_eq!(got, value, "{name} of {article}");
    }
}

fn check(text: &str, expected: &Value) {
    check_in("news/1", text.as_bytes(), expected);
}

#[test]
fn messages_are_known_by_their_headers() {
    assert!(is_known(
        "From: ada@oldport.example\nSubject: Boats\n\nThey sail.\n"
    ));
    assert!(is_known(
        "Xref: a b:1\nPath: a!b\nFrom: ada@oldport.example\nNewsgroups: b\nSubject: x\n\ny"
    ));
    assert!(is_known(
        "Return-Path: <a@b.example>\r\nMessage-ID: <1@b>\r\nDate: 1 Apr 93\r\n\r\nx"
    ));
    assert!(!is_known("From: the harbour\n\nThey sail."));
    assert!(!is_known(
        "Subject: Boats\nThey sail, and from here they go."
    ));
    assert!(!is_known(
        "Fair opens: a report\nFrom: Ada\nSubject: x\n\ny"
    ));
    assert!(!is_known("# Fair opens\n\nFrom: Ada"));
}

#[test]
fn a_posting_is_taken_apart() {
    check(
        "Xref: host oldport.boats:9 misc.ropes:7\nFrom: aq@oldport.example (Ada Quill)\n\
         Newsgroups: oldport.boats,misc.ropes\nSubject: Re: Ropes\n in water\nKeywords: ropes, salt\n\
         Message-ID: <1993Apr6@oldport.example>\nDate: 6 Apr 93 00:20:57 GMT\nOrganization: Harbour Office\n\
         Lines: 9\n\nIn article <5@moor.example>, ben@moor.example (Ben Moor) writes:\n\
         > How old is\n> the rope?\n\nFour winters. It was hung\nin the harbour.\n\nAQ> And now?\nNow it is old.\n\
         --\nAda Quill\nHarbour Office\n",
        &json!({
            "id": "1993Apr6@oldport.example", "title": "Re: Ropes in water", "authors": ["Ada Quill"],
            "byline": "aq@oldport.example (Ada Quill)", "published": "1993-04-06T00:20:57Z",
            "source": "oldport.boats", "section": ["oldport/boats", "misc/ropes"], "tags": ["ropes", "salt"],
            "body": ["Four winters. It was hung in the harbour.", "Now it is old."],
            "notices": ["Ada Quill\nHarbour Office"], "extra.organization": "Harbour Office", "extra.lines": "9",
            "extra.quoted": "In article <5@moor.example>, ben@moor.example (Ben Moor) writes:\n> How old is\n> the rope?\nAQ> And now?",
            "extra.newsgroups": "oldport.boats,misc.ropes", "raw_format": "message",
        }),
    );
}

#[test]
fn a_group_is_told_by_its_folder_where_no_header_names_it() {
    let text = b"From: Ada Quill <aq@oldport.example>\nSubject: Boats\n\nThey sail.\n";
    check_in(
        "20news/rec.boats/9042",
        text,
        &json!({"source": "rec.boats", "section": ["rec/boats"], "authors": ["Ada Quill"], "published": null}),
    );
    check_in(
        "texts/v1.2/9042",
        text,
        &json!({"source": null, "section": null}),
    );
}

#[test]
fn dates_have_years_of_two_digits() {
    fn check(text: &str, expected: &str) {
        let found = date(text).map_or_else(|| "-".to_owned(), |stamp| stamp.to_string());
        assert_eq!(found, expected, "{text}");
    }
    check("5 Apr 93 14:35:00 EST", "1993-04-05T14:35:00-05:00");
    check("Thu, 15 Apr 93 16:23:45 CDT", "1993-04-15T16:23:45-05:00");
    check("Mon, 29 Mar 1993 11:57:19 GMT", "1993-03-29T11:57:19Z");
    check(
        "Tuesday, 20 Apr 1993 00:19:00 MDT",
        "1993-04-20T00:19:00-06:00",
    );
    check("Thu, 1 Apr 04 16:23 +0200", "2004-04-01T16:23+02:00");
    check("soon", "-");
    check("the 93 boats", "-");
}

#[test]
fn encoded_texts_are_decoded() {
    check(
        "From: =?ISO-8859-1?Q?Jos=E9_Moor?= <j@oldport.example>\nSubject: =?utf-8?B?Q2Fmw6k=?= =?utf-8?q?_ope?=\n =?utf-8?q?ns?=\n\
         MIME-Version: 1.0\nContent-Type: text/plain; charset=\"iso-8859-1\"\n\
         Content-Transfer-Encoding: quoted-printable\n\nThe caf=E9 is o=\npen = now.\n",
        &json!({
            "title": "Café opens", "authors": ["José Moor"], "body": ["The café is open = now."],
            "extra.encoding": "windows-1252",
        }),
    );
    check(
        "From: a@oldport.example\nSubject: Boats\nContent-Type: multipart/alternative;\n boundary=\"b 1\"\n\nPreamble.\n\
         --b 1\nContent-Type: text/html\n\n<p>They <b>sail</b>.</p>\n--b 1\nContent-Type: text/plain; charset=utf-8\n\
         Content-Transfer-Encoding: base64\n\nVGhleSBz\nYWlsLg==\n--b 1--\nAfter.\n",
        &json!({"body": ["They sail."]}),
    );
    check(
        "From: a@oldport.example\nSubject: Boats\nContent-Type: text/html\n\n<p>They sail.</p><p>They <i>do</i>.</p>\n",
        &json!({"body": ["They sail.", "They do."]}),
    );
}

#[test]
fn a_message_without_text_says_so() {
    let text = b"From: a@oldport.example\nSubject: x\nContent-Type: image/png\n\nabc";
    let fault = article(&raw(text, "1"), &KeyMap::default()).err().unwrap();
    assert_eq!(fault.reason, "a message without a part of text");
}

proptest! {
    #[test]
    fn no_bytes_panic(
        pieces in proptest::collection::vec(
            prop_oneof![
                proptest::sample::select(vec![
                    "From: ", "Subject: ", "Date: ", "\n", "\n\n", "--b\n", "--b--", "Content-Type: multipart/mixed; boundary=b\n",
                    "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n", "=?utf-8?q?", "?=",
                    "=E9", "> ", "--\n", "writes:\n", "é", "<", "(", "6 Apr 93",
                ]).prop_map(|piece| piece.as_bytes().to_vec()),
                proptest::collection::vec(any::<u8>(), 0..4),
            ],
            0..30,
        ),
    ) {
        let _ = article(&raw(&pieces.concat(), "a/b.c/1"), &KeyMap::default());
    }
}
